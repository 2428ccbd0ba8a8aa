//! The bank holidays of England and Wales, from a table that has an end.

use std::{collections::BTreeSet, ops::RangeInclusive, sync::LazyLock};

use jiff::civil::Date;

/// The table: `data/SOURCE.md` says where it comes from.
const TABLE: &str = include_str!("../../data/bank-holidays-england-and-wales.csv");

/// The dates of the table; a test holds that every row of it is read.
static HOLIDAYS: LazyLock<BTreeSet<Date>> = LazyLock::new(|| TABLE.lines().filter_map(date_of_row).collect());

/// A year of which the table says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bank holidays of {0} are not known")]
pub struct UnknownYear(pub i16);

/// Whether a date is a bank holiday in England and Wales.
///
/// # Errors
/// When the table does not have the year. That is never to be read as "no holiday".
pub fn is_bank_holiday(on: Date) -> Result<bool, UnknownYear> {
    match years_known() {
        Some(years) if years.contains(&on.year()) => Ok(HOLIDAYS.contains(&on)),
        Some(_) | None => Err(UnknownYear(on.year())),
    }
}

/// The first and the last year of the table; none only if the table were empty.
pub fn years_known() -> Option<RangeInclusive<i16>> {
    Some(HOLIDAYS.first()?.year()..=HOLIDAYS.last()?.year())
}

/// The date of a row; none for the line of headings.
fn date_of_row(row: &str) -> Option<Date> {
    row.split(',').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_once() {
        assert_eq!(HOLIDAYS.len(), TABLE.lines().count() - 1);
        assert!(TABLE.starts_with("date,weekday,"));
    }
}
