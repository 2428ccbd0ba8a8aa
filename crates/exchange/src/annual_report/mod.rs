//! The annual report for whoever asks: as JSON for programs, CSV for spreadsheets, text for a terminal.

mod as_csv;
mod as_json;
mod as_text;
mod definition;
mod table;

use jiff::Timestamp;
use porch_domain::measure::PartnersAssessed;

pub use self::{
    as_csv::csv,
    as_json::json,
    as_text::text,
    definition::{DEFINITIONS, WHOSE_DEFINITIONS},
};

const NOT_OFFERED: &str = "not offered";

/// An instant in UTC: to the second where it is whole, to the millisecond otherwise.
fn printed(at: Timestamp) -> String {
    if at.as_millisecond() % 1_000 == 0 { format!("{at:.0}") } else { format!("{at:.3}") }
}

/// Tenths of a per cent as a number with one decimal; nothing received is nothing rejected.
fn percent(per_mille: Option<u64>) -> f64 {
    // A share never exceeds 1,000, and so fits without loss.
    per_mille.unwrap_or(0) as f64 / 10.0
}

/// The number, or that it is not offered.
fn partners(assessed: PartnersAssessed) -> String {
    match assessed {
        PartnersAssessed::Count(count) => count.to_string(),
        PartnersAssessed::NotOffered => NOT_OFFERED.to_owned(),
    }
}

#[cfg(test)]
mod tests;
