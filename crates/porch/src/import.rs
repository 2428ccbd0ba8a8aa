//! `porch import referrals`: all of a file or nothing of it.

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use porch_app::{
    Ctx, DatabaseUrl, Store,
    history_import::{self, Checked, ImportError},
};
use porch_domain::{ids::hex, referral::Outcome};
use porch_exchange::referral_history::{Reader, RowError, RowErrors};
use sha2::{Digest, Sha256};

use crate::{
    arguments::ImportReferralsVerb, failure::Failure, input_file, local_rules, made_here::MadeHere, progress::Progress,
    world::Machine,
};

/// How often it looks whether another import has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Reads a file, checks every row, and imports all of it or nothing.
pub fn run(verb: &ImportReferralsVerb, quiet: bool) -> Result<ExitCode, Failure> {
    input_file::is_regular(&verb.file, "a CSV file")?;
    // Dropped after the database is closed.
    let _made = MadeHere::before_opening(&verb.database.url()?);
    let store = Store::open(&verb.database.url()?, true)?;
    let world = Machine::world();
    let mut chosen = local_rules::choose(&store, world.as_ref(), verb.footprint.name.as_deref())?;
    let ctx = chosen.ctx(&store, &world);
    if !verb.dry_run {
        wait_for_another(&ctx, quiet)?;
    }
    let (checked, content_hash) = check(verb, &ctx, quiet)?;
    let summary = summary(&ctx, &checked, &content_hash);
    if verb.dry_run {
        println!("{summary}\nNothing was written: this was a dry run.");
        return Ok(ExitCode::SUCCESS);
    }
    chosen.apply(&store, world.as_ref())?;
    let ctx = chosen.ctx(&store, &world);
    let mut progress = Progress::new("Writing rows", Some(checked.rows), quiet, &world);
    let hashed = Hashed::open(&verb.file)?;
    let rows = Reader::new(BufReader::new(&hashed), &ctx.rules.footprint);
    let mut rows = rows.map_err(|_| Failure::of_file(&verb.file, ImportError::Changed))?;
    let mut unchanged = true;
    let mut again = std::iter::from_fn(|| match rows.next() {
        Some(row) => Some(row.ok().map(|(_, row)| row)),
        None if unchanged && hashed.sum() != content_hash => {
            unchanged = false;
            Some(None)
        }
        None => None,
    });
    let imported = history_import::write(&ctx, checked, &content_hash, &mut again, &mut |read| progress.at(read));
    progress.done();
    let imported = imported.map_err(|error| match error {
        ImportError::Changed => Failure::of_file(&verb.file, error),
        ImportError::UnderWay(_) | ImportError::Overtaken | ImportError::App(_) => Failure::at("database", error),
    })?;
    println!("{summary}");
    println!("Imported: {} referrals and {} people that were not known before.", imported.referrals, imported.people);
    Ok(ExitCode::SUCCESS)
}

/// An import that was killed holds its lease for some seconds more; one that lives renews it meanwhile.
pub fn wait_for_another(ctx: &Ctx, quiet: bool) -> Result<(), Failure> {
    let Some(until) = history_import::under_way_until(ctx)? else { return Ok(()) };
    if !quiet {
        eprintln!("Waiting until {until} at most: another import into this footprint is under way, or was cut off.");
    }
    while let Some(renewed) = history_import::under_way_until(ctx)? {
        if renewed > until {
            return Err(Failure::at("database", ImportError::UnderWay(renewed)));
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}

/// The first reading: every bad row is told, and nothing is written.
fn check(verb: &ImportReferralsVerb, ctx: &Ctx, quiet: bool) -> Result<(Checked, String), Failure> {
    let hashed = Hashed::open(&verb.file)?;
    let bad = Cell::new(0u64);
    let tell = |error: &RowError| {
        bad.set(bad.get() + 1);
        eprintln!("error: {} {error}", verb.file.display());
    };
    let told = |errors: RowErrors| errors.0.iter().for_each(&tell);
    let mut reader = Reader::new(BufReader::new(&hashed), &ctx.rules.footprint).map_err(|errors| {
        told(errors);
        Failure::told()
    })?;
    let progress = RefCell::new(Progress::new("Checking rows", None, quiet, &ctx.world));
    let mut read = 0;
    let mut good = std::iter::from_fn(|| {
        loop {
            read += 1;
            progress.borrow_mut().at(read);
            match reader.next()? {
                Ok(row) => return Some(row),
                Err(errors) => told(errors),
            }
        }
    });
    let folder = scratch_folder(&verb.database.url()?);
    let checked = history_import::compare(ctx, &folder, &mut good, &mut |conflict| {
        tell(&RowError { line: conflict.line, column: Some(conflict.column.to_owned()), what: conflict.what });
    });
    progress.into_inner().done();
    let checked = checked?;
    if bad.get() > 0 {
        return Err(Failure::told());
    }
    Ok((checked, hashed.sum()))
}

/// Beside the database, where there is room for it; with a server, where the machine keeps scratch files.
fn scratch_folder(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            Some(_) | None => PathBuf::from("."),
        },
        DatabaseUrl::Postgres(_) => std::env::temp_dir(),
    }
}

fn summary(ctx: &Ctx, checked: &Checked, content_hash: &str) -> String {
    let mut lines = vec![
        format!("Rows read: {} about {} people. SHA-256 of the file: {content_hash}", checked.rows, checked.people),
        String::new(),
        "For comparing with the sender's own figures, by team:".to_owned(),
    ];
    for (code, rows) in &checked.teams {
        let name = ctx.rules.footprint.team_by_code(code).map_or(code.0.as_str(), |team| team.name.as_str());
        let outcomes: Vec<String> = Outcome::ALL
            .iter()
            .zip(rows.by_outcome)
            .map(|(outcome, count)| format!("{count} {}", outcome.code()))
            .collect();
        lines.push(format!("  {name}"));
        lines.push(format!(
            "    {} rows ({} about women or birthing people; {} known before and left as they were)",
            rows.rows, rows.birthing_parents, rows.known
        ));
        lines.push(format!("    {}", outcomes.join(", ")));
    }
    lines.join("\n")
}

/// A file whose content is summed while it is read.
struct Hashed {
    file: RefCell<File>,
    sum: RefCell<Sha256>,
}

impl Hashed {
    fn open(path: &Path) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| Failure::of_file(path, error))?;
        Ok(Self { file: RefCell::new(file), sum: RefCell::new(Sha256::new()) })
    }

    fn sum(&self) -> String {
        hex(&self.sum.borrow().clone().finalize())
    }
}

impl Read for &Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.borrow_mut().read(buffer)?;
        self.sum.borrow_mut().update(&buffer[..count]);
        Ok(count)
    }
}
