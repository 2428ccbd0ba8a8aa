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

/// A day that a local system keeps otherwise than the table: a one-off holiday, or one that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalHoliday {
    /// The day.
    pub on: Date,
    /// What it is.
    pub name: String,
    /// Whether it is a holiday; otherwise a bank holiday of the table is a day like others.
    pub closed: bool,
    /// The code of the source that states it.
    pub source: String,
}

/// The bank holidays by which a local system lives: those of the table, but for the days that it keeps otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    local: Vec<LocalHoliday>,
}

impl Holidays {
    /// The table, with the days that are kept otherwise.
    pub fn new(local: Vec<LocalHoliday>) -> Self {
        Self { local }
    }

    /// The days that are kept otherwise than the table has them.
    pub fn local(&self) -> &[LocalHoliday] {
        &self.local
    }

    /// Whether a date is a holiday.
    ///
    /// # Errors
    /// When the table does not have the year. A single day that is kept otherwise does not make its year known.
    pub fn is_holiday(&self, on: Date) -> Result<bool, UnknownYear> {
        let by_table = is_bank_holiday(on)?;
        Ok(self.kept_here(on).unwrap_or(by_table))
    }

    /// Whether a date is known to be a holiday: for a page that must say something in any year.
    pub(super) fn is_known_holiday(&self, on: Date) -> bool {
        self.kept_here(on).unwrap_or_else(|| is_bank_holiday(on).unwrap_or(false))
    }

    /// What is said here about a date, whatever the table says.
    fn kept_here(&self, on: Date) -> Option<bool> {
        self.local.iter().find(|day| day.on == on).map(|day| day.closed)
    }

    /// The days that are holidays here and not there, or there and not here.
    pub fn differing(&self, other: &Self) -> BTreeSet<Date> {
        let named = self.local.iter().chain(&other.local).map(|day| day.on);
        named.filter(|on| self.is_known_holiday(*on) != other.is_known_holiday(*on)).collect()
    }
}

/// The dates of the table as text, for telling whether another release of the program had another one.
pub fn holiday_table() -> String {
    HOLIDAYS.iter().map(Date::to_string).collect::<Vec<_>>().join(" ")
}

/// Why a day is kept otherwise by the table of another release.
const OTHER_TABLE: &str = "the table of bank holidays changed";

impl Holidays {
    /// The same over the table of another release, as [`holiday_table`] gave it there: its days in the years that both tables
    /// have. What is kept otherwise here stays so.
    #[must_use]
    pub fn over_table(&self, text: &str) -> Self {
        let other: BTreeSet<Date> = text.split_whitespace().filter_map(|date| date.parse().ok()).collect();
        let years = other.first().zip(other.last()).map(|(first, last)| first.year()..=last.year());
        let in_both = |on: &Date| {
            let known =
                |years: &Option<RangeInclusive<i16>>| years.as_ref().is_some_and(|years| years.contains(&on.year()));
            known(&years) && known(&years_known()) && self.kept_here(*on).is_none()
        };
        let differ = other.symmetric_difference(&HOLIDAYS).copied().filter(in_both);
        let kept = differ.map(|on| LocalHoliday {
            on,
            name: OTHER_TABLE.to_owned(),
            closed: other.contains(&on),
            source: String::new(),
        });
        Self::new(self.local.iter().cloned().chain(kept).collect())
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
