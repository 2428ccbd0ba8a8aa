//! A database whose drafts wait for their last press, and what it held before.

use std::path::PathBuf;

use crate::{
    callers::Received,
    desk::Desk,
    raw::{self, Rows},
};

/// The database, in a folder of its own.
pub struct Ready {
    folder: tempfile::TempDir,
    /// What opens each draft.
    pub keys: Vec<String>,
}

impl Ready {
    /// So many drafts, on disk as the product leaves them.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn new(drafts: usize) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(raw::said)?;
        let mut ready = Self { folder, keys: Vec::new() };
        ready.keys = Desk::at(&ready.product())?.drafts(drafts)?;
        std::fs::copy(ready.product(), ready.path("before.db")).map_err(raw::said)?;
        Ok(ready)
    }

    /// A file beside it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The database.
    pub fn product(&self) -> PathBuf {
        self.path("product.db")
    }

    /// The last press of all drafts, by so many callers in this process.
    ///
    /// # Errors
    /// The first refusal.
    pub fn receive(&self, callers: usize) -> Result<Received, String> {
        Desk::at(&self.product())?.receive(&self.keys, callers)
    }

    /// What the presses wrote.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rows(&self) -> Result<Rows, String> {
        Rows::between(&self.path("before.db"), &self.product())
    }

    /// Writes the same rows bare into a copy of what there was before, and gives referrals a second.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn bare(&self, rows: &Rows) -> Result<f64, String> {
        let copy = self.path("probe.db");
        std::fs::copy(self.path("before.db"), &copy).map_err(raw::said)?;
        let wrote = rows.write(&raw::open(&copy)?, self.keys.len())?;
        Ok(self.keys.len() as f64 / wrote.took.as_secs_f64())
    }
}
