//! Why the store could not do what it was asked.

use porch_domain::{disallowed::ImpossibleHistory, event::Unreadable, invariants::Broken};

/// Why a read or a write failed. Nothing was changed, but where [`StoreError::InDoubt`] says that nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Someone else changed the stream since it was read.
    #[error("the record was changed by someone else in the meantime")]
    Stale,
    /// A unique value is taken.
    #[error("a value that must be unique is taken: {0}")]
    Taken(String),
    /// The database is busy or went away; trying again may help.
    #[error("the database cannot be reached or is busy: {0}")]
    Unavailable(String),
    /// The database went away while it stored the change: it may be there, or not. The same command again finds out, and is
    /// never carried out twice.
    #[error("the database went away while it stored this, and whether it did is not known: {0}")]
    InDoubt(String),
    /// Another transaction came in between; the same work again will do.
    #[error("another transaction came in between: {0}")]
    TryAgain(String),
    /// No room on the disk, or the file system refuses writes.
    #[error("the database cannot be written: {0}")]
    CannotWrite(String),
    /// The file is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A stored value does not fit its type.
    #[error("column {column} of {what} does not hold {expected}")]
    Impossible {
        /// The table or query.
        what: &'static str,
        /// The column, counted from 0.
        column: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// A stored event cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A stored history cannot be true.
    #[error("the journal cannot be replayed: {0}")]
    History(#[from] ImpossibleHistory),
    /// A command would break a promise; it was not carried out.
    #[error("a promise of the service would be broken ({0}); nothing was changed")]
    Promise(#[from] Broken),
    /// An event could not be written as JSON.
    #[error("an event cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// The writer has stopped.
    #[error("the database is being closed")]
    Closed,
    /// Anything else that the engine says.
    #[error("{0}")]
    Engine(String),
}

/// Why a database was not opened. It was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not understood.
    #[error("\"{0}\" is not a database (expected sqlite:PATH or postgres://USER@HOST/NAME)")]
    Address(String),
    /// There is none.
    #[error("there is no database at {0} (expected one made by import, demo or serve)")]
    Missing(String),
    /// It belongs to another program.
    #[error("{0} was not made by this program (expected an empty place or a database of Porch)")]
    Foreign(String),
    /// It is damaged.
    #[error("{place} is damaged: {what} (expected a whole database; restore a backup)")]
    Damaged {
        /// Where.
        place: String,
        /// How.
        what: String,
    },
    /// A newer version of this program made it.
    #[error("{place} has layout {found}, and this program knows layout {known} (expected a newer version of Porch)")]
    Newer {
        /// Where.
        place: String,
        /// Its layout.
        found: i64,
        /// The newest layout known here.
        known: i64,
    },
    /// The engine refuses.
    #[error("{place} cannot be opened: {what}")]
    Engine {
        /// Where.
        place: String,
        /// What the engine says.
        what: String,
    },
}
