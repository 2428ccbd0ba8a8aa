//! What is wrong with a row, in words for the person who made the file.

use std::fmt;

/// One problem of one record.
///
/// The text repeats codes, team names and times of receipt, and never an NHS number, a date of birth or a postcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The physical line on which the record starts; the header is line 1.
    pub line: u64,
    /// The column, where the problem is in one.
    pub column: Option<String>,
    /// What is wrong, and in brackets what was expected.
    pub what: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl std::error::Error for RowError {}

/// All problems of one record; displayed one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowErrors(pub Vec<RowError>);

impl RowErrors {
    /// One problem that belongs to no column.
    pub(super) fn one(line: u64, what: impl fmt::Display) -> Self {
        Self(vec![RowError { line, column: None, what: what.to_string() }])
    }
}

impl fmt::Display for RowErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for RowErrors {}
