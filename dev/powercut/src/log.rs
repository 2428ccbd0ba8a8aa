//! What was asked of a folder's files, in its order.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::disk::Image;

/// One thing that was asked of the file system, and done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// A file was made.
    Made {
        /// The file; each that is made has the next number, after those of the start.
        file: usize,
        /// Its name.
        name: String,
    },
    /// A name was taken away.
    Deleted {
        /// Which.
        name: String,
    },
    /// Bytes were written.
    Written {
        /// Where to.
        file: usize,
        /// From which byte on.
        at: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// A file was cut.
    Cut {
        /// Which.
        file: usize,
        /// How long it is since.
        size: usize,
    },
    /// A sync of a file returned.
    Synced {
        /// Which.
        file: usize,
        /// The position at which the sync was asked for: it covers what stands before.
        asked_at: usize,
        /// Whether the folder was synced with it.
        folder: bool,
    },
    /// A sync of the folder returned.
    FolderSynced {
        /// The position at which it was asked for.
        asked_at: usize,
    },
}

/// The log of one folder.
pub struct Log {
    folder: PathBuf,
    start: Image,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    operations: Vec<Operation>,
    names: BTreeMap<String, usize>,
    files: usize,
}

/// The folders that are recorded in this process.
static RECORDED: Mutex<Vec<Weak<Log>>> = Mutex::new(Vec::new());

/// What a lock guards is whole after every step.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn begin(folder: PathBuf, start: Image) -> Arc<Log> {
    let names: BTreeMap<String, usize> = start.keys().cloned().zip(0..).collect();
    let inner = Inner { operations: Vec::new(), files: names.len(), names };
    let log = Arc::new(Log { folder, start, inner: Mutex::new(inner) });
    let mut recorded = held(&RECORDED);
    recorded.retain(|log| log.strong_count() > 0);
    recorded.push(Arc::downgrade(&log));
    log
}

/// The log of the folder that a path lies in, with the name in it.
pub(crate) fn of(path: &Path) -> Option<(Arc<Log>, String)> {
    let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
    let log = held(&RECORDED).iter().filter_map(Weak::upgrade).find(|log| log.folder == folder)?;
    Some((log, name.to_owned()))
}

impl Log {
    /// How much was done so far: what is done from here on has this position or a later one.
    pub fn position(&self) -> usize {
        held(&self.inner).operations.len()
    }

    /// What lay in the folder when the log began.
    pub fn start(&self) -> &Image {
        &self.start
    }

    /// All that was done so far.
    pub fn operations(&self) -> Vec<Operation> {
        held(&self.inner).operations.clone()
    }

    /// A file was opened, and made where its name was not there. `journal` says that the folder is synced with its first
    /// sync.
    pub(crate) fn opened(self: &Arc<Self>, name: &str, journal: bool) -> Handle {
        let mut inner = held(&self.inner);
        let file = match inner.names.get(name) {
            Some(file) => *file,
            None => {
                let file = inner.files;
                inner.files += 1;
                inner.names.insert(name.to_owned(), file);
                inner.operations.push(Operation::Made { file, name: name.to_owned() });
                file
            }
        };
        Handle { log: Arc::clone(self), file, folder_due: AtomicBool::new(journal) }
    }

    /// Deletes a name, and syncs the folder after it where `synced` says so.
    pub(crate) fn delete(&self, name: &str, synced: bool, act: impl FnOnce() -> bool) {
        let mut inner = held(&self.inner);
        if !act() {
            return;
        }
        inner.names.remove(name);
        inner.operations.push(Operation::Deleted { name: name.to_owned() });
        if synced {
            let asked_at = inner.operations.len();
            inner.operations.push(Operation::FolderSynced { asked_at });
        }
    }
}

/// An open file of a recorded folder.
pub(crate) struct Handle {
    log: Arc<Log>,
    file: usize,
    folder_due: AtomicBool,
}

impl Handle {
    /// Does a write or a cut and notes it, if it was done: nothing else happens in the folder meanwhile.
    pub(crate) fn change(&self, operation: impl FnOnce(usize) -> Operation, act: impl FnOnce() -> bool) {
        let mut inner = held(&self.log.inner);
        if act() {
            inner.operations.push(operation(self.file));
        }
    }

    /// Syncs and notes it, if it was done. Others go on meanwhile; what they write is not covered.
    pub(crate) fn sync(&self, act: impl FnOnce() -> bool) {
        let asked_at = self.log.position();
        if act() {
            let folder = self.folder_due.swap(false, Ordering::Relaxed);
            held(&self.log.inner).operations.push(Operation::Synced { file: self.file, asked_at, folder });
        }
    }
}
