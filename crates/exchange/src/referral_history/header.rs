//! The header row: which column stands where.

use super::{
    column::Column,
    error::{RowError, RowErrors},
    record::Record,
};

/// More unknown names than this are counted, not listed.
const LISTED_UNKNOWN: usize = 10;

/// Where each column stands in the rows of a file.
pub(super) struct Header {
    places: [Option<usize>; Column::ALL.len()],
    width: usize,
}

impl Header {
    /// Reads the names of the first record.
    pub fn read(record: &Record<'_>) -> Result<Self, RowErrors> {
        let mut places = [None; Column::ALL.len()];
        let mut errors = Vec::new();
        let mut unknown = Vec::new();
        for at in 0..record.len() {
            let name = record.field(at).unwrap_or_default();
            match Column::of_name(name) {
                None => unknown.push((at, name)),
                Some(column) => match places[column.place()] {
                    None => places[column.place()] = Some(at),
                    Some(_) => errors.push(in_column(column.name(), "the column is named twice (expected it once)")),
                },
            }
        }
        if places.iter().all(Option::is_none) {
            // What stands there may be a row about a person, so none of it is repeated.
            return Err(RowErrors::one(
                1,
                format!("no column has a known name (expected a header row; {})", known_columns()),
            ));
        }
        for &(at, name) in unknown.iter().take(LISTED_UNKNOWN) {
            errors.push(in_column(&shown_name(at, name), &format!("unknown column ({})", known_columns())));
        }
        if let more @ 1.. = unknown.len().saturating_sub(LISTED_UNKNOWN) {
            errors.extend(RowErrors::one(1, format!("{more} more unknown columns ({})", known_columns())).0);
        }
        for column in Column::ALL {
            if column.required() && places[column.place()].is_none() {
                errors.push(in_column(column.name(), "the column is missing (it is required)"));
            }
        }
        if errors.is_empty() { Ok(Self { places, width: record.len() }) } else { Err(RowErrors(errors)) }
    }

    /// How many fields every row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The value of a column in a row; none where it is blank or the file does not have the column.
    pub fn value<'a>(&self, record: &Record<'a>, column: Column) -> Option<&'a str> {
        self.places[column.place()].and_then(|at| record.field(at)).filter(|value| !value.is_empty())
    }
}

fn in_column(column: &str, what: &str) -> RowError {
    RowError { line: 1, column: Some(column.to_owned()), what: what.to_owned() }
}

fn known_columns() -> String {
    format!("known columns: {}", Column::ALL.map(Column::name).join(", "))
}

/// A name as it can be repeated: one that looks like a name, and its place otherwise.
fn shown_name(at: usize, name: &str) -> String {
    let looks_like_a_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 60
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '/' | '(' | ')'));
    if looks_like_a_name { name.to_owned() } else { format!("column {}", at + 1) }
}
