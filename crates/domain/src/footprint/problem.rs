//! What is wrong with a footprint file, and where.

use std::fmt;

use serde::Serialize;

/// Whether a file can be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// It is not TOML: nothing else was checked.
    Syntax,
    /// It is TOML, and what it says does not hold.
    Content,
}

/// One thing that is wrong with a footprint file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the file, the first being 1.
    pub line: usize,
    /// The entry, such as `teams[2].team_type`, the first of a list being 1; empty for the file as a whole.
    pub at: String,
    /// What is wrong.
    pub what: String,
    /// What was expected instead.
    pub expected: String,
    /// Whether the file can be read at all.
    pub kind: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at)?;
        }
        write!(f, "{} ({})", self.what, self.expected)
    }
}

impl std::error::Error for Problem {}
