//! A disk that loses power under a database.
//!
//! [`record`] stands between SQLite and one folder, and writes down every file that is made, written, cut, synced or
//! deleted there, in its order, while the real files are written as ever. [`Disk`] then plays that log up to any
//! position and says what a power cut at that moment may have left: [`Disk::crash`] draws one such set of files.
//!
//! # The model of the disk
//!
//! - What was written to a file before a sync of that file began is there once the sync has returned.
//! - Of what was written since, each sector of 512 bytes shows any content that it had since the sync, whatever the other
//!   sectors show: writes are lost, torn and put in another order. Bytes beside a write, in the same sector, are not
//!   harmed by it (what SQLite calls powersafe overwrite, and takes for granted on Unix).
//! - A cut of a file may have happened or not, until that file is synced. A file is as long as what survived of it needs;
//!   it may also be longer, with zeros, where a lost write made it longer.
//! - A name (a file that was made or deleted) stands as it did at any moment since the folder was synced, each name
//!   apart from the others. A sync of a file keeps its name too; so does the folder's sync with which SQLite follows the
//!   first sync of a journal or of a write-ahead log.
//! - The file of shared memory beside a write-ahead log is memory, and is never kept.
//!
//! [`Disk::with_lie`] is a disk that returns from the syncs of one file and keeps nothing: what a test against this model
//! must notice.

mod disk;
mod log;
mod shim;

pub use disk::{Disk, Image, Left};
pub use log::{Log, Operation};

use std::{path::Path, sync::Arc};

/// Writes down what SQLite does from here on to the files of a folder, which holds `start` and no other file of a database.
///
/// Real files are synced in a folder that is recorded, and nowhere else in this process: elsewhere lie copies that
/// nobody cuts the power of.
///
/// # Errors
/// When SQLite does not take the layer between it and its files, or there is no such folder.
pub fn record(folder: &Path, start: Image) -> Result<Arc<Log>, String> {
    shim::install()?;
    let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(log::begin(folder, start))
}
