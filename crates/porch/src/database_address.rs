//! Where the database is, as somebody said it. It may hold a password, so nothing here repeats it.

use std::{convert::Infallible, fmt, os::unix::fs::PermissionsExt, path::Path, str::FromStr};

use porch_app::DatabaseUrl;

use crate::{arguments::DatabaseOption, failure::Failure};

/// Where nothing is said.
const DEFAULT: &str = "sqlite:porch.db";

/// The most bytes of an address.
const LONGEST: u64 = 4096;

/// What a file lets everybody do who is neither its owner nor of its group.
const EVERYBODY: u32 = 0o007;

/// An address as it was typed. It is read later than other options, because what cannot be read among them is printed whole.
#[derive(Clone)]
pub struct Address(String);

impl FromStr for Address {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Address {
    /// Says nothing: what is debugged may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address")
    }
}

impl DatabaseOption {
    /// The address that the options name.
    ///
    /// # Errors
    /// When it is none, or its file cannot be used; the words hold nothing of what was read.
    pub fn url(&self) -> Result<DatabaseUrl, Failure> {
        match &self.file {
            Some(file) => of_file(file)?.parse().map_err(|_| {
                Failure::of_file(
                    file,
                    "it holds no database's address (expected sqlite:PATH or postgres://USER@HOST/NAME)",
                )
            }),
            None => {
                let said = self.given.as_ref().map_or(DEFAULT, |Address(said)| said);
                said.parse().map_err(|error| Failure::at("--database", error))
            }
        }
    }
}

/// The first line of a file that not everybody can read.
fn of_file(file: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::of_file(file, error);
    let about = std::fs::metadata(file).map_err(failed)?;
    if about.permissions().mode() & EVERYBODY != 0 {
        return Err(Failure::of_file(file, "everybody on this machine may read or write it (expected chmod o= on it)"));
    }
    if !about.is_file() || about.len() > LONGEST {
        return Err(Failure::of_file(file, "it is no file with an address (expected one line)"));
    }
    let text = std::fs::read_to_string(file).map_err(failed)?;
    Ok(text.trim().to_owned())
}
