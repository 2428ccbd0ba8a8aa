//! The table of holidays has an end, and it is told before it comes.

use std::fmt;

use jiff::{Timestamp, civil::Date};

use super::{local_date, years_known};

/// How many days before the table of holidays ends it is told.
///
/// # Source
/// Hazard H12: an alarm 90 days before the end of the table.
pub const WARN_DAYS_AHEAD: i32 = 90;

/// The end of the table of holidays, near or gone by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HolidaysEnd {
    /// The last day of which it is known whether it is a holiday.
    pub last: Date,
    /// How many days after today that is; below nought once it has gone by.
    pub days_left: i32,
}

impl fmt::Display for HolidaysEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.last.strftime("%-d %B %Y");
        match self.days_left {
            ..0 => write!(f, "the bank holidays after {last} are not known")?,
            0 => write!(f, "the bank holidays are known until today, {last}")?,
            1 => write!(f, "the bank holidays are known until {last}, which is tomorrow")?,
            days => write!(f, "the bank holidays are known until {last}, {days} days from today")?,
        }
        f.write_str("; a newer version of this program brings those after it")
    }
}

/// The end of the table of holidays, from ninety days before it on.
pub fn holidays_end(at: Timestamp) -> Option<HolidaysEnd> {
    let today = local_date(at)?;
    let last = Date::new(*years_known()?.end(), 12, 31).ok()?;
    let days_left = today.until(last).ok()?.get_days();
    (days_left <= WARN_DAYS_AHEAD).then_some(HolidaysEnd { last, days_left })
}
