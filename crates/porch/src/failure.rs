//! What is said when something could not be done: `error: WHERE: WHAT (WHAT WAS EXPECTED)`.

use std::{fmt::Display, path::Path};

/// Why a verb ended without doing what was asked. Nothing was changed.
#[derive(Debug)]
pub struct Failure {
    lines: Vec<String>,
}

impl Failure {
    /// A failure at a place: a file, a database, an option.
    pub fn at(place: impl Display, what: impl Display) -> Self {
        Self { lines: vec![format!("{place}: {what}")] }
    }

    /// A failure about a file.
    pub fn of_file(file: &Path, what: impl Display) -> Self {
        Self::at(file.display(), what)
    }

    /// A failure whose single lines were told already.
    pub fn told() -> Self {
        Self { lines: Vec::new() }
    }

    /// Several failures together.
    pub fn all(lines: impl IntoIterator<Item = String>) -> Self {
        Self { lines: lines.into_iter().collect() }
    }

    /// What it says, in one line.
    pub fn words(&self) -> String {
        self.lines.join("; ")
    }

    /// Writes it to standard error.
    pub fn tell(&self) {
        for line in &self.lines {
            eprintln!("error: {line}");
        }
    }

    /// Wrong usage, or input that cannot be used.
    pub fn exit_status(&self) -> u8 {
        2
    }
}

impl From<porch_app::OpenError> for Failure {
    fn from(error: porch_app::OpenError) -> Self {
        Self::at("database", error)
    }
}

impl From<porch_app::AppError> for Failure {
    fn from(error: porch_app::AppError) -> Self {
        Self::at("database", error)
    }
}

impl From<porch_app::StoreError> for Failure {
    fn from(error: porch_app::StoreError) -> Self {
        Self::at("database", error)
    }
}
