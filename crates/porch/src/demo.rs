//! `porch demo`: an invented history, served, with a sign-in link for each role.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use jiff::Timestamp;
use porch_app::{Ctx, DatabaseUrl, Store, World, account, history_import};
use porch_domain::referral::history::HistoricDecision;
use porch_planning::synthetic;
use porch_web::{DemoDoor, Site};

use crate::{
    arguments::DemoVerb,
    demonstration::{MARK, is_demonstration},
    due::DoingWhatIsDue,
    failure::Failure,
    import, local_rules,
    progress::Progress,
    serve, waiting,
    world::Machine,
};

/// The footprint that an invented history exists for.
const WITH_HISTORY: &str = "kent-medway";

/// Makes the demonstration where it is not there yet, and serves it.
pub fn run(verb: &DemoVerb, quiet: bool) -> Result<ExitCode, Failure> {
    serve::log_to_stderr();
    if verb.footprint != WITH_HISTORY {
        let what = format!("there is no invented history for \"{}\" (expected {WITH_HISTORY})", verb.footprint);
        return Err(Failure::at("--footprint", what));
    }
    std::fs::create_dir_all(&verb.data).map_err(|error| Failure::of_file(&verb.data, error))?;
    let file = verb.data.join("porch.db");
    if verb.reset {
        reset(&file)?;
    }
    let world = Machine::world();
    let store = open(&file)?;
    let runtime = serve::runtime()?;
    let listener = serve::bind(&runtime, verb.listen)?;
    let address = serve::address(&listener)?;

    let mut chosen = local_rules::choose(&store, world.as_ref(), Some(&verb.footprint))?;
    chosen.apply(&store, world.as_ref())?;
    let door = DemoDoor::new(world.as_ref());
    let links = door.links(&format!("http://{address}"));
    let ctx = chosen.ctx(&store, &world);
    account::open_demonstration(&ctx)?;
    let site = Arc::new(
        Site::new(store, Arc::clone(&chosen.rules), Arc::clone(&world))
            .demonstration(true)
            .secure_cookies(false)
            .demo_door(door),
    );
    runtime.spawn(serve::keep_house(Arc::clone(&site), ctx.store.clone(), Vec::new()));
    let doing = DoingWhatIsDue::start(&site)?;
    println!("A demonstration of Porch for {}: everyone in it is invented.", chosen.rules.footprint.title);
    let filling = Arc::clone(&site);
    let seed = verb.seed;
    std::thread::spawn(move || match fill(&ctx, seed, quiet, &world) {
        Ok(()) => {
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
    });
    let served = serve::until_asked_to_stop(runtime, listener, site);
    drop(doing);
    served.map(|()| ExitCode::SUCCESS)
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
        store.set_meta(MARK, "being made")?;
    }
    Ok(store)
}

/// Takes an old demonstration away, and nothing that is not one.
fn reset(file: &Path) -> Result<(), Failure> {
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
    Ok(())
}

/// Invents what the database has not yet: a history, and then the people who wait at the front door.
fn fill(ctx: &Ctx, seed: u64, quiet: bool, world: &Arc<dyn World>) -> Result<(), Failure> {
    let made = format!("seed {seed}");
    if ctx.store.meta(MARK)?.is_some_and(|mark| mark != "being made") {
        return Ok(());
    }
    // The last run may have ended between its import and its mark.
    let whole = ctx.store.unfinished_imports(ctx.footprint())?.is_empty();
    if !(whole && ctx.store.referral_count(ctx.footprint())? > 0) {
        import_history(ctx, seed, quiet, world)?;
    }
    waiting::fill(&Ctx { now: world.now(), ..ctx.clone() }).map_err(|error| Failure::at("demonstration", error))?;
    ctx.store.set_meta(MARK, &made)?;
    Ok(())
}

fn import_history(ctx: &Ctx, seed: u64, quiet: bool, world: &Arc<dyn World>) -> Result<(), Failure> {
    import::wait_for_another(ctx, quiet)?;
    let mut rows = synthetic::kent_medway(seed, until(world.now()));
    // Whoever waits now has a name and a story, and comes in by the front door.
    rows.retain(|row| row.decision != HistoricDecision::Pending);
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
