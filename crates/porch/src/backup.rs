//! `porch backup` and `porch restore`: one engine-neutral file.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use porch_app::{DatabaseUrl, Store, erased_people, person};
use porch_domain::ids::PersonId;
use serde_json::json;

use crate::{
    arguments::{BackupVerb, Format, RestoreVerb},
    failure::Failure,
    input_file, local_rules,
    made_here::MadeHere,
    progress::Progress,
    world::Machine,
};

/// Writes a consistent copy; a file of that name is replaced only by a whole one.
pub fn run(verb: &BackupVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url()?, false)?;
    let world = Machine::world();
    let failed = |error: std::io::Error| Failure::of_file(&verb.file, error);
    if is_the_database(&verb.database.url()?, &verb.file) {
        return Err(Failure::of_file(&verb.file, "it is the database itself (expected another file)"));
    }
    let folder = verb.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".porch-backup-").tempfile_in(folder).map_err(failed)?;
    let mut progress = Progress::new("Copying entries", None, quiet || verb.format == Format::Json, &world);
    let backed = store.backup(BufWriter::new(file.as_file_mut()), world.now(), &mut |entries| progress.at(entries));
    progress.done();
    let backed = backed.map_err(|error| Failure::of_file(&verb.file, error))?;
    file.as_file_mut().flush().map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&verb.file).map_err(|error| failed(error.error))?;
    match verb.format {
        Format::Json => println!("{}", json!({ "entries": backed.entries, "sha256": backed.sha256 })),
        Format::Text => println!("{} journal entries were copied to {}.", backed.entries, verb.file.display()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a copy of this name would take the place of the database, or of a log that belongs to it.
fn is_the_database(url: &DatabaseUrl, file: &Path) -> bool {
    let DatabaseUrl::Sqlite(database) = url else { return false };
    let in_full = |path: &Path| match path.canonicalize() {
        Ok(path) => path,
        Err(_) => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    let database = in_full(database);
    let file = in_full(file);
    ["", "-wal", "-shm", "-journal"].iter().any(|end| {
        let mut own = database.clone().into_os_string();
        own.push(end);
        file.as_os_str() == own
    })
}

/// Restores a copy into an empty database, and erases again what later copies say was erased.
pub fn restore(verb: &RestoreVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let copy = &verb.copy;
    input_file::is_regular(&copy.file, "a backup")?;
    let later = erased_later(&verb.erased_in)?;
    // Dropped after the database is closed.
    let _made = MadeHere::before_opening(&copy.database.url()?);
    let store = Store::open(&copy.database.url()?, true)?;
    let world = Machine::world();
    let mut progress = Progress::new("Restoring entries", None, quiet || copy.format == Format::Json, &world);
    let restored = store.restore(|| File::open(&copy.file), &mut |entries| progress.at(entries));
    progress.done();
    let restored = restored.map_err(|error| Failure::of_file(&copy.file, error))?;
    let mut again = 0;
    for (footprint, people) in &later {
        let chosen = local_rules::choose(&store, world.as_ref(), Some(footprint))?;
        again += person::erase_again(&chosen.ctx(&store, &world), people)?;
    }
    match copy.format {
        Format::Json => println!(
            "{}",
            json!({ "entries": restored.entries, "erased": restored.erased, "people_erased_again": again })
        ),
        Format::Text => {
            println!(
                "{} journal entries were restored to {}; the personal data of {} records stay erased.",
                restored.entries,
                store.place(),
                restored.erased
            );
            if !verb.erased_in.is_empty() {
                println!("The personal data of {again} people were erased again.");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The people that later copies say were erased, by footprint.
fn erased_later(copies: &[PathBuf]) -> Result<BTreeMap<String, Vec<PersonId>>, Failure> {
    let mut later: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for copy in copies {
        input_file::is_regular(copy, "a backup")?;
        let content = File::open(copy).map_err(|error| Failure::of_file(copy, error))?;
        for (footprint, person) in erased_people(content).map_err(|error| Failure::of_file(copy, error))? {
            later.entry(footprint).or_default().push(person);
        }
    }
    Ok(later)
}
