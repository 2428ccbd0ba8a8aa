//! Days and the wall clock of England and Wales: bank holidays, and when something is open.
//!
//! The table of holidays has a first year and a last one. Outside them the answer is "not known" and never "no holiday":
//! a day that is wrongly taken for a working day promises somebody an answer that nobody gives (H12).

mod bank_holiday;
mod opening;
mod warning;
mod working;

use std::sync::LazyLock;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::Date,
    tz::{TimeZone, TimeZoneDatabase},
};

pub use self::{
    bank_holiday::{Holidays, LocalHoliday, UnknownYear, holiday_table, is_bank_holiday, years_known},
    opening::Reading,
    warning::{HolidaysEnd, WARN_DAYS_AHEAD, holidays_end},
    working::{NotComputed, Working},
};

/// The zone as compiled in, so that a deadline does not depend on the machine; a test holds that it is there.
pub(crate) static LONDON: LazyLock<Option<TimeZone>> =
    LazyLock::new(|| TimeZoneDatabase::bundled().get("Europe/London").ok());

/// The day and the time on the clock on the wall in Europe/London; none where the calendar ends.
pub fn on_the_wall(at: Timestamp) -> Option<jiff::civil::DateTime> {
    Some(at.to_zoned(LONDON.clone()?).datetime())
}

/// The date on the wall in Europe/London.
pub fn local_date(at: Timestamp) -> Option<Date> {
    Some(LONDON.as_ref()?.to_datetime(at).date())
}

/// The hour on the wall in Europe/London, 0 to 23.
pub fn local_hour(at: Timestamp) -> Option<i8> {
    Some(LONDON.as_ref()?.to_datetime(at).hour())
}

/// The first instant of a day on the wall in Europe/London.
///
/// None only at the ends of the calendar, some eight thousand years away.
pub fn start_of_day(on: Date) -> Option<Timestamp> {
    Some(on.to_zoned(LONDON.clone()?).ok()?.timestamp())
}

/// The last instant of the local day so many days after the one of an instant: to the millisecond, because that is what is
/// stored.
///
/// None only at the ends of the calendar, some eight thousand years away.
pub fn end_of_day(at: Timestamp, days_after: u16) -> Option<Timestamp> {
    let zone = LONDON.as_ref()?;
    let day_after = local_date(at)?.checked_add((i64::from(days_after) + 1).days()).ok()?;
    let midnight = day_after.to_zoned(zone.clone()).ok()?.timestamp();
    midnight.checked_sub(SignedDuration::from_millis(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::LONDON;

    #[test]
    fn the_zone_is_compiled_in() {
        assert_eq!(LONDON.as_ref().and_then(|zone| zone.iana_name()), Some("Europe/London"));
    }
}
