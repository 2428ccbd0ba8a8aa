//! A database that this program made and then had nothing to put into goes again.

use std::path::PathBuf;

use porch_app::{DatabaseUrl, Store};

/// A database that was not there before; taken away when it is dropped, unless something was put into it meanwhile.
pub struct MadeHere(Option<PathBuf>);

impl MadeHere {
    /// To be asked before the database is opened, and dropped after it is closed.
    pub fn before_opening(url: &DatabaseUrl) -> Self {
        match url {
            DatabaseUrl::Sqlite(path) if !path.exists() => Self(Some(path.clone())),
            DatabaseUrl::Sqlite(_) | DatabaseUrl::Postgres(_) => Self(None),
        }
    }
}

impl Drop for MadeHere {
    fn drop(&mut self) {
        if let Some(path) = self.0.take().filter(|path| path.exists())
            && let Err(error) = Store::take_away_if_empty(&path)
        {
            tracing::warn!(%error, "an empty database could not be taken away");
        }
    }
}
