//! Who looks files through before they are kept, as the settings say it. Off where nothing is said.

use std::{path::PathBuf, sync::Arc};

use porch_app::door::{FileScanner, Scanned};
use porch_exchange::clamd::{Scanner, Verdict};
use serde::Deserialize;

use crate::failure::Failure;

/// The table `file_scanner` of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// `tcp://HOST:PORT` of this machine itself, or `tls://HOST:PORT`.
    address: String,
    /// Roots of trust beside those that browsers know.
    roots_file: Option<PathBuf>,
}

/// The scanner of a setting; nothing where none is set. It is asked with the first file.
///
/// # Errors
/// What is wrong with the setting, by its name.
pub fn of(setting: Option<&Setting>) -> Result<Option<Arc<dyn FileScanner>>, Failure> {
    let Some(setting) = setting else { return Ok(None) };
    let wrong = |field: &str, what: String| Failure::at(format!("file_scanner.{field}"), what);
    // The address is tried without the file first, so that each is told by its own name.
    Scanner::at(&setting.address, None).map_err(|what| wrong("address", what))?;
    let scanner = Scanner::at(&setting.address, setting.roots_file.as_deref());
    Ok(Some(Arc::new(Asking(scanner.map_err(|what| wrong("roots_file", what))?))))
}

struct Asking(Scanner);

impl FileScanner for Asking {
    fn scan(&self, content: &[u8]) -> Scanned {
        match self.0.ask(content) {
            Verdict::Nothing => Scanned::Nothing,
            Verdict::Found(name) => {
                tracing::warn!(name, "a file was refused: the scanner found something in it");
                Scanned::Harmful
            }
            Verdict::NoAnswer(why) => {
                tracing::error!(why, "a file was refused: the scanner of files did not say what is in it");
                Scanned::NoAnswer
            }
        }
    }
}
