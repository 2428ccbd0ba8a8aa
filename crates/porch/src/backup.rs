//! `porch backup` and `porch restore`: one engine-neutral file.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
};

use porch_app::Store;
use serde_json::json;

use crate::{
    arguments::{BackupVerb, Format},
    failure::Failure,
    progress::Progress,
    world::Machine,
};

/// Writes a consistent copy; a file of that name is replaced only by a whole one.
pub fn run(verb: &BackupVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url, false)?;
    let world = Machine::world();
    let failed = |error: std::io::Error| Failure::of_file(&verb.file, error);
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

/// Restores a copy into an empty database.
pub fn restore(verb: &BackupVerb, quiet: bool) -> Result<ExitCode, Failure> {
    File::open(&verb.file).map_err(|error| Failure::of_file(&verb.file, error))?;
    let store = Store::open(&verb.database.url, true)?;
    let world = Machine::world();
    let mut progress = Progress::new("Restoring entries", None, quiet || verb.format == Format::Json, &world);
    let restored = store.restore(|| File::open(&verb.file), &mut |entries| progress.at(entries));
    progress.done();
    let restored = restored.map_err(|error| Failure::of_file(&verb.file, error))?;
    match verb.format {
        Format::Json => println!("{}", json!({ "entries": restored.entries, "erased": restored.erased })),
        Format::Text => println!(
            "{} journal entries were restored to {}; the personal data of {} records stay erased.",
            restored.entries,
            store.place(),
            restored.erased
        ),
    }
    Ok(ExitCode::SUCCESS)
}
