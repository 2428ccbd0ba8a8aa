//! Where the database is, as somebody said it. It may hold a password, so nothing here repeats it.

use std::{convert::Infallible, fmt, str::FromStr};

use porch_app::DatabaseUrl;

use crate::{arguments::DatabaseOption, failure::Failure, secret_file};

/// Where nothing is said.
const DEFAULT: &str = "sqlite:porch.db";

/// The most bytes of an address.
const LONGEST: u64 = 4096;

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
            Some(file) => secret_file::read(file, LONGEST, "an address (expected one line)")?.parse().map_err(|_| {
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
