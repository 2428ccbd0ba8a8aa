//! `porch demo`: an invented history, served, with a sign-in link for each role.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use porch_app::{Ctx, DatabaseUrl, Store, World, history_import};
use porch_domain::referral::history::{HistoricDecision, HistoricReferral};
use porch_exchange::carrier::file::Folder;
use porch_planning::synthetic::{
    self,
    service::{self, Plan},
};
use porch_web::{DemoDoor, Site};

use crate::{
    answering::Bounds,
    arguments::DemoVerb,
    carriers,
    demonstration::{MARK, is_demonstration},
    due,
    failure::Failure,
    import,
    invented_weeks::{self, Standing},
    local_rules, log_collector,
    progress::Progress,
    sending, serve,
    world::Machine,
};

/// The footprint that an invented history of years exists for. Of each other there are its last weeks.
const WITH_HISTORY: &str = "kent-medway";

/// Makes the demonstration where it is not there yet, and serves it.
pub fn run(verb: &DemoVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let _log = log_collector::log(None)?;
    std::fs::create_dir_all(&verb.data).map_err(|error| Failure::of_file(&verb.data, error))?;
    let file = verb.data.join("porch.db");
    if verb.reset {
        reset(&file, &outbox_beside(&verb.data))?;
    }
    let world = Machine::world();
    let store = open(&file)?;
    let runtime = serve::runtime()?;
    let listener = serve::bind(&runtime, verb.listen)?;
    let address = serve::address(&listener)?;

    let mut chosen = local_rules::choose(&store, world.as_ref(), Some(&verb.footprint))?;
    // What is invented of the last months begins with the rules and the accounts of its time.
    let weeks = match made(&store)? {
        Made::Nothing => Some(service::weeks_before(world.now(), &chosen.rules.footprint)),
        Made::Weeks(_) | Made::All => None,
    };
    let begins = weeks.as_ref().map(|weeks| invented_weeks::begins(weeks, world.now()));
    let then = begins.map_or_else(|| Arc::clone(&world), |begins| Standing::at(begins, &world));
    chosen.apply(&store, then.as_ref())?;
    let door = DemoDoor::new(world.as_ref());
    let links = door.links(&format!("http://{address}"));
    let ctx = chosen.ctx(&store, &world);
    invented_weeks::open_accounts(&chosen.ctx(&store, &then))?;
    // Nothing is really sent: what would leave can be read here.
    let carriers = carriers::into_folder(&outbox_beside(&verb.data))?;
    let site = Arc::new(
        Site::new(store, Arc::clone(&chosen.rules), Arc::clone(&world))
            .demonstration(true)
            .secure_cookies(false)
            .leaves_by_itself(&carriers)
            .demo_door(door),
    );
    println!("A demonstration of Porch for {}: everyone in it is invented.", chosen.rules.footprint.title);
    let filling = Arc::clone(&site);
    let seed = verb.seed;
    let doing = Arc::new(Mutex::new(None));
    let begun = Arc::clone(&doing);
    let housekeeping = runtime.handle().clone();
    std::thread::spawn(move || {
        let beside = || Ok((due::start(&filling)?, sending::start(&filling, carriers)?));
        match fill(&ctx, weeks.as_ref(), seed, quiet, &world).and_then(|()| beside()) {
            Ok(started) => {
                // Whoever keeps house forgets what was typed long ago, and so waits until what is invented has been sent.
                housekeeping.spawn(serve::keep_house(Arc::clone(&filling), ctx.store.clone(), Vec::new()));
                *begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(started);
                if let Err(error) = filling.load_measures() {
                    tracing::error!(%error, "the column table could not be loaded");
                }
                filling.set_ready(true);
                println!("\nOpen http://{address}\n\nSign in to the demonstration as:");
                for (role, link) in links {
                    println!("  {:<20} {link}", role.label());
                }
                println!("\nStop with Ctrl-C.");
            }
            Err(failure) => {
                failure.tell();
                std::process::exit(i32::from(failure.exit_status()));
            }
        }
    });
    let served = serve::until_asked_to_stop(runtime, listener, site, Bounds::default(), None);
    drop(doing.lock().unwrap_or_else(PoisonError::into_inner).take());
    served.map(|()| ExitCode::SUCCESS)
}

/// The folder for what would leave, beside the folder of the demonstration, which keeps one whole file and nothing else.
fn outbox_beside(data: &Path) -> PathBuf {
    let name = data.file_name().unwrap_or_else(|| OsStr::new("porch-demo"));
    let mut name = name.to_owned();
    name.push("-outbox");
    data.with_file_name(name)
}

/// Opens the demonstration's database; one that holds anything else is left alone.
fn open(file: &Path) -> Result<Store, Failure> {
    let store = Store::open(&DatabaseUrl::Sqlite(file.to_owned()), true)?;
    if !is_demonstration(&store)? {
        if !porch_app::footprint::held(&store)?.is_empty() {
            return Err(Failure::of_file(
                file,
                "it is a database with real records (expected a demonstration, or another --data DIR)",
            ));
        }
        store.set_meta(MARK, BEING_MADE)?;
    }
    Ok(store)
}

/// Takes an old demonstration away with what left of it, and nothing that is not of one.
fn reset(file: &Path, outbox: &Path) -> Result<(), Failure> {
    if !file.exists() {
        return Ok(());
    }
    drop(open(file)?);
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        let path = PathBuf::from(path);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| Failure::of_file(&path, error))?;
        }
    }
    Folder::clear(outbox).map_err(|error| Failure::of_file(outbox, error))
}

/// What a demonstration has so far.
enum Made {
    /// Nothing.
    Nothing,
    /// The weeks before it was begun: who waits, who is in care, who is on duty; and how many referrals these are.
    Weeks(i64),
    /// These and the history.
    All,
}

/// While it is made, each mark says what stands for certain.
const BEING_MADE: &str = "being made";
const WEEKS_BEGUN: &str = "weeks begun";
const WEEKS_MADE: &str = "weeks made ";

fn made(store: &Store) -> Result<Made, Failure> {
    let Some(mark) = store.meta(MARK)? else { return Ok(Made::Nothing) };
    if mark == WEEKS_BEGUN {
        let what = "it was ended while it was made (expected --reset, which makes it anew)";
        return Err(Failure::at("demonstration", what));
    }
    let weeks = mark.strip_prefix(WEEKS_MADE).and_then(|referrals| referrals.parse().ok());
    Ok(match weeks {
        Some(referrals) => Made::Weeks(referrals),
        None if mark == BEING_MADE => Made::Nothing,
        None => Made::All,
    })
}

/// Invents what the database has not yet: the weeks before now, in their order, and then a history of years.
fn fill(ctx: &Ctx, weeks: Option<&Plan>, seed: u64, quiet: bool, world: &Arc<dyn World>) -> Result<(), Failure> {
    if let Some(weeks) = weeks {
        ctx.store.set_meta(MARK, WEEKS_BEGUN)?;
        invented_weeks::carry_out(ctx, weeks).map_err(|error| Failure::at("demonstration", error))?;
        ctx.store.set_meta(MARK, &format!("{WEEKS_MADE}{}", ctx.store.referral_count(ctx.footprint())?))?;
    }
    let Made::Weeks(without_history) = made(&ctx.store)? else { return Ok(()) };
    // The last run may have ended between its import and its mark.
    let whole = ctx.store.unfinished_imports(ctx.footprint())?.is_empty();
    let has_history = ctx.footprint() == WITH_HISTORY;
    if has_history && !(whole && ctx.store.referral_count(ctx.footprint())? > without_history) {
        import_history(&Ctx { now: world.now(), ..ctx.clone() }, seed, quiet, world)?;
    }
    invented_weeks::catch_up(&Ctx { now: world.now(), ..ctx.clone() })?;
    ctx.store.set_meta(MARK, &format!("seed {seed}"))?;
    Ok(())
}

fn import_history(ctx: &Ctx, seed: u64, quiet: bool, world: &Arc<dyn World>) -> Result<(), Failure> {
    import::wait_for_another(ctx, quiet)?;
    let until = until(world.now());
    let mut rows = synthetic::kent_medway(seed, until);
    // Whoever waits or is in care now has a name and a story, and came in by the front door: of the history nobody is open.
    rows.retain(|row| row.decision != HistoricDecision::Pending);
    let open = |row: &&mut HistoricReferral| row.decision == HistoricDecision::Accepted && row.discharged_at.is_none();
    for (nth, row) in (0_i64..).zip(rows.iter_mut().filter(open)) {
        // Some part of the time since the decision, another one for each.
        let since = row.decided_at.unwrap_or(row.received_at);
        let seconds = until.duration_since(since).as_secs() * (nth * 37 % 100) / 100;
        row.discharged_at = Some(since + SignedDuration::from_secs(seconds));
    }
    let folder = match ctx.store.place().strip_prefix("sqlite:").map(Path::new).and_then(Path::parent) {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    let mut conflicts = Vec::new();
    let checked = history_import::compare(ctx, &folder, &mut (2u64..).zip(rows.iter().cloned()), &mut |conflict| {
        conflicts.push(format!("invented history line {}: {}: {}", conflict.line, conflict.column, conflict.what));
    })?;
    if !conflicts.is_empty() {
        return Err(Failure::all(conflicts));
    }
    let mut progress = Progress::new("Inventing a history", Some(rows.len() as u64), quiet, world);
    let mut again = rows.iter().cloned().map(Some);
    let made = format!("seed {seed}");
    let written = history_import::write(ctx, checked, &made, &mut again, &mut |read| progress.at(read));
    progress.done();
    written.map_err(|error| Failure::at("demonstration", error))?;
    Ok(())
}

/// The invented history ends at the last full hour, so that nothing of it lies ahead.
fn until(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second() - now.as_second() % 3600).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_anew_takes_its_own_messages_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("porch-demo");
        let (file, outbox) = (data.join("porch.db"), outbox_beside(&data));
        std::fs::create_dir_all(&data).unwrap();
        std::fs::create_dir_all(outbox.join("a folder.txt")).unwrap();
        let own = "To: a@b.example\nSubject: A letter\nReference: one-1\n\nWords.\n";
        let files = [
            ("one-1.txt", own, false),
            (".two-1.txt.begun", "To: a@b", false),
            ("three-1.txt", own, true),
            ("notes.txt", "Notes of mine.", true),
            ("one-1.txt.bak", own, true),
            ("one-1", own, true),
        ];
        for (name, text, _) in files {
            std::fs::write(outbox.join(name), text).unwrap();
        }
        // Where there is no demonstration nothing is taken away, and a database of another kind keeps everything.
        reset(&file, &outbox).unwrap();
        assert!(files.iter().all(|(name, _, _)| outbox.join(name).exists()));
        drop(open(&file).unwrap());
        reset(&file, &outbox).unwrap();
        for (name, _, stays) in files {
            assert_eq!(outbox.join(name).exists(), stays, "{name}");
        }
        assert!(outbox.join("a folder.txt").is_dir() && !file.exists());
        // With nothing else in it the folder goes as well, and one that is not there is no fault.
        std::fs::remove_dir_all(&outbox).unwrap();
        std::fs::create_dir_all(&outbox).unwrap();
        std::fs::write(outbox.join("one-1.txt"), own).unwrap();
        for _ in 0..2 {
            drop(open(&file).unwrap());
            reset(&file, &outbox).unwrap();
            assert!(!outbox.exists());
        }
    }
}
