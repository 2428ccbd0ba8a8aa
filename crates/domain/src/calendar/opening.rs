//! When something is open: hours of the week, closed on bank holidays, by the wall clock of Europe/London.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{Holidays, LONDON, is_bank_holiday, local_date};
use crate::footprint::Hours;

/// How many days ahead an opening is looked for: more than any run of bank holidays on one day of the week.
const DAYS_AHEAD: usize = 366;

/// What the hours say of an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Whether it is open.
    pub open: bool,
    /// Whether the bank holidays of that year are known. Where they are not, the hours of the weekday hold, and whoever
    /// shows them says so.
    pub holidays_known: bool,
}

impl Hours {
    /// Whether it is open at an instant: from the minute at which it opens, until just before the one at which it closes.
    ///
    /// Bank holidays are closed. A year without known holidays is no failure here, because a page at the door must not
    /// fail; the answer says so instead.
    pub fn open_at(&self, at: Timestamp, holidays: &Holidays) -> Reading {
        // A date is missing only at the ends of the calendar, where no holiday is known either.
        let Some(on) = local_date(at) else { return Reading { open: false, holidays_known: false } };
        let open = self.opening_on(on, holidays).is_some_and(|(opens, closes)| opens <= at && at < closes);
        Reading { open, holidays_known: is_bank_holiday(on).is_ok() }
    }

    /// The next instant at which it opens, later than `after`; while it is open, that is the opening after this one.
    ///
    /// None where no day of the week is named. Whether holidays were known for the answer, [`Hours::open_at`] says of it.
    pub fn opens_next(&self, after: Timestamp, holidays: &Holidays) -> Option<Timestamp> {
        let mut days = local_date(after)?.series(1.day()).take(DAYS_AHEAD);
        days.find_map(|on| self.opening_on(on, holidays).map(|(opens, _)| opens).filter(|opens| *opens > after))
    }

    /// The next instant at which it closes, later than `after`: of the opening that is, or else of the next one.
    ///
    /// None where no day of the week is named.
    pub fn closes_next(&self, after: Timestamp, holidays: &Holidays) -> Option<Timestamp> {
        let mut days = local_date(after)?.series(1.day()).take(DAYS_AHEAD);
        days.find_map(|on| self.opening_on(on, holidays).map(|(_, closes)| closes).filter(|closes| *closes > after))
    }

    /// When it opens and closes on a date; none where it stays closed.
    fn opening_on(&self, on: Date, holidays: &Holidays) -> Option<(Timestamp, Timestamp)> {
        if !self.weekdays.contains(&on.weekday()) || holidays.is_known_holiday(on) {
            return None;
        }
        self.times_on(on)
    }

    /// When the times of day come on a date, whatever day it is.
    ///
    /// A time that the clocks leave out in March is an hour later, and one that comes twice in October is the first.
    pub(super) fn times_on(&self, on: Date) -> Option<(Timestamp, Timestamp)> {
        let zone = LONDON.as_ref()?;
        let opens = on.to_datetime(self.from).to_zoned(zone.clone()).ok()?.timestamp();
        let closes = on.to_datetime(self.to).to_zoned(zone.clone()).ok()?.timestamp();
        // Hours that lie wholly in what the clocks leave out can come to nothing.
        (opens < closes).then_some((opens, closes))
    }
}
