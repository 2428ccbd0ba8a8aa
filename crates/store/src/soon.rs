//! What is written within a second and not at once: the looks of a list that everybody asks for all day. Many are written in
//! one transaction. When that fails they are kept and tried again, and whoever comes meanwhile waits for the disk as everybody
//! else does, so that nothing more is shown than can be noted.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use crate::{change::Change, error::StoreError, held, writer::Writer};

/// How long a change waits for others: less than half of the second that it is promised for.
const GATHERED_FOR: Duration = Duration::from_millis(300);

/// Changes that wait at most; whoever comes then waits for the disk.
const AT_MOST: usize = 1_024;

/// The thread that writes what waits, and the way to it.
pub(crate) struct Soon {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

struct Desk {
    writer: Arc<Writer>,
    waiting: Mutex<Waiting>,
    /// Something waits, or the store closes.
    due: Condvar,
    /// Held while what waited is being written: whoever wants it written waits here.
    writing: Mutex<()>,
}

#[derive(Default)]
struct Waiting {
    changes: Vec<Change>,
    /// What waits could not be written when it was last tried.
    failed: bool,
    closing: bool,
}

impl Soon {
    pub(crate) fn start(writer: Arc<Writer>) -> Result<Self, StoreError> {
        let desk = Arc::new(Desk { writer, waiting: Mutex::default(), due: Condvar::new(), writing: Mutex::default() });
        let of_thread = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("porch-soon".to_owned())
            .spawn(move || of_thread.write_what_comes())
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { desk, thread: Some(thread) })
    }

    /// Keeps a change to be written with others; gives it back where it must be written at once.
    pub(crate) fn keep(&self, change: Change) -> Option<Change> {
        let mut waiting = held(&self.desk.waiting);
        if waiting.failed || waiting.changes.len() >= AT_MOST {
            return Some(change);
        }
        waiting.changes.push(change);
        if waiting.changes.len() == 1 {
            self.desk.due.notify_one();
        }
        None
    }

    /// Writes what waits, now.
    pub(crate) fn write(&self) -> Result<(), StoreError> {
        self.desk.write_all()
    }
}

impl Drop for Soon {
    /// Writes what waits.
    fn drop(&mut self) {
        held(&self.desk.waiting).closing = true;
        self.desk.due.notify_one();
        if let Some(thread) = self.thread.take() {
            // It ends by itself; what it could not write it said.
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn write_what_comes(&self) {
        while self.something_waits() {
            if let Err(error) = self.write_all() {
                tracing::error!(%error, "looks at lists wait to be written; until they are, no list is shown without its own");
            }
        }
        if self.write_all().is_err() {
            let left = held(&self.waiting).changes.len();
            tracing::error!(left, "looks at lists could not be written, and are lost");
        }
    }

    /// Waits until something waits long enough; says no when the store closes.
    fn something_waits(&self) -> bool {
        let mut waiting = held(&self.waiting);
        if waiting.closing {
            return false;
        }
        while waiting.changes.is_empty() && !waiting.closing {
            waiting = self.due.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        let (after, _) = self
            .due
            .wait_timeout_while(waiting, GATHERED_FOR, |waiting| !waiting.closing)
            .unwrap_or_else(PoisonError::into_inner);
        !after.closing
    }

    fn write_all(&self) -> Result<(), StoreError> {
        let _writing = held(&self.writing);
        let changes = std::mem::take(&mut held(&self.waiting).changes);
        if changes.is_empty() {
            return Ok(());
        }
        let kept = changes.clone();
        let answers = self.writer.commit_all(changes);
        let mut first = Ok(());
        let mut again = Vec::new();
        for (answer, change) in answers.into_iter().zip(kept) {
            match answer {
                // What was in doubt before and is there now was written then.
                Ok(_) | Err(StoreError::Taken(_)) => {}
                Err(error) => {
                    again.push(change);
                    first = first.and(Err(error));
                }
            }
        }
        let mut waiting = held(&self.waiting);
        waiting.failed = first.is_err();
        again.append(&mut waiting.changes);
        waiting.changes = again;
        if !waiting.changes.is_empty() {
            self.due.notify_one();
        }
        first
    }
}
