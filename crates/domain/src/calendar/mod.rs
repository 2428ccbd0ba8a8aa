//! Days and the wall clock of England and Wales: bank holidays, and when something is open.
//!
//! The table of holidays has a first year and a last one. Outside them the answer is "not known" and never "no holiday":
//! a day that is wrongly taken for a working day promises somebody an answer that nobody gives (H12).

mod bank_holiday;
mod opening;

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    civil::Date,
    tz::{TimeZone, TimeZoneDatabase},
};

pub use self::{
    bank_holiday::{UnknownYear, is_bank_holiday, years_known},
    opening::Reading,
};

/// The zone as compiled in, so that a deadline does not depend on the machine; a test holds that it is there.
pub(crate) static LONDON: LazyLock<Option<TimeZone>> =
    LazyLock::new(|| TimeZoneDatabase::bundled().get("Europe/London").ok());

/// The date on the wall in Europe/London.
pub fn local_date(at: Timestamp) -> Option<Date> {
    Some(LONDON.as_ref()?.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::LONDON;

    #[test]
    fn the_zone_is_compiled_in() {
        assert_eq!(LONDON.as_ref().and_then(|zone| zone.iana_name()), Some("Europe/London"));
    }
}
