//! What the reader of referral history accepts, what it says about what it does not, and that nothing is lost on the way.
#![expect(clippy::unwrap_used, reason = "a test stops where its own material is wrong")]

mod bad_files;
mod bad_rows;
mod cut_off;
mod good_rows;
mod round_trip;

use std::sync::LazyLock;

use porch_domain::{footprint::Footprint, referral::history::HistoricReferral};
use porch_exchange::referral_history::{Reader, RowError};

/// The footprint of Kent and Medway, read once.
fn kent_medway() -> &'static Footprint {
    static KENT_MEDWAY: LazyLock<Footprint> =
        LazyLock::new(|| Footprint::parse(include_str!("../../../../footprints/kent-medway.toml")).unwrap());
    &KENT_MEDWAY
}

/// A file as a reader sees it: the rows with their lines, and every error as it is printed.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    rows: Vec<(u64, HistoricReferral)>,
    errors: Vec<String>,
    stopped_early: bool,
}

fn see(file: impl AsRef<[u8]>) -> Seen {
    let mut seen = Seen::default();
    let print = |errors: Vec<RowError>| errors.into_iter().map(|error| error.to_string());
    let mut reader = match Reader::new(file.as_ref(), kent_medway()) {
        Ok(reader) => reader,
        Err(errors) => {
            seen.errors.extend(print(errors.0));
            seen.stopped_early = true;
            return seen;
        }
    };
    for row in &mut reader {
        match row {
            Ok(row) => seen.rows.push(row),
            Err(errors) => seen.errors.extend(print(errors.0)),
        }
    }
    seen.stopped_early = reader.stopped_early();
    assert!(reader.next().is_none(), "an ended reader gives no more rows");
    seen
}

/// The five required columns.
const REQUIRED: &str = "referral_id,person_id,team,received_at,decision";

/// A file with the required columns and one more, and one row with a value in it.
fn with_value(column: &str, value: &str) -> String {
    format!("{REQUIRED},{column}\nr1,p1,thrive,2022-04-01T10:00,accepted,{value}\n")
}
