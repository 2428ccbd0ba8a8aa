//! Working time: what passes while duty is open, bank holidays closed, by the wall clock of Europe/London.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Holidays, UnknownYear, local_date};
use crate::footprint::Hours;

/// Why the end of a clock is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotComputed {
    /// The footprint has no clock for it on that day.
    #[error("no clock holds on that day")]
    NoClock,
    /// Whether its days are holidays is not known, and never guessed (H12).
    #[error("the bank holidays of {0} are not known")]
    UnknownYear(i16),
    /// Nothing is open as long as the calendar goes on.
    #[error("it never ends")]
    NoEnd,
}

impl From<UnknownYear> for NotComputed {
    fn from(unknown: UnknownYear) -> Self {
        Self::UnknownYear(unknown.0)
    }
}

/// The hours and holidays by which working time is counted.
#[derive(Debug, Clone, Copy)]
pub struct Working<'a> {
    /// When it is open.
    pub hours: &'a Hours,
    /// On which days it is not.
    pub holidays: &'a Holidays,
}

impl Working<'_> {
    /// When so many open hours have passed. While it is closed nothing passes, so an instant outside the hours begins at the
    /// next opening; what is left at closing time goes on at the next one. Hours that are used up at closing time end then.
    ///
    /// # Errors
    /// [`NotComputed::UnknownYear`] where a day on the way has a year without known holidays.
    pub fn hours_after(self, started_at: Timestamp, hours: u16) -> Result<Timestamp, NotComputed> {
        self.time_after(started_at, SignedDuration::from_hours(i64::from(hours)))
    }

    /// The same for any length of open time.
    ///
    /// # Errors
    /// As [`Working::hours_after`].
    pub fn time_after(self, started_at: Timestamp, mut left: SignedDuration) -> Result<Timestamp, NotComputed> {
        for opening in self.openings_from(local_date(started_at).ok_or(NotComputed::NoEnd)?) {
            let (opens, closes) = opening?;
            let begins = opens.max(started_at);
            if begins >= closes {
                continue;
            }
            let open = closes.duration_since(begins);
            if open >= left {
                return begins.checked_add(left).map_err(|_| NotComputed::NoEnd);
            }
            left -= open;
        }
        Err(NotComputed::NoEnd)
    }

    /// When so many working days have closed after the local day of the instant, which does not count itself, as with
    /// calendar days. A day on which it never opens is no working day.
    ///
    /// # Errors
    /// [`NotComputed::UnknownYear`] where a day on the way has a year without known holidays.
    pub fn days_after(self, started_at: Timestamp, days: u16) -> Result<Timestamp, NotComputed> {
        let first = local_date(started_at).and_then(|on| on.tomorrow().ok()).ok_or(NotComputed::NoEnd)?;
        let mut left = days;
        for opening in self.openings_from(first) {
            let (_, closes) = opening?;
            left = left.saturating_sub(1);
            if left == 0 {
                return Ok(closes);
            }
        }
        Err(NotComputed::NoEnd)
    }

    /// How much open time passes from one instant to another.
    ///
    /// # Errors
    /// [`NotComputed::UnknownYear`] where a day between has a year without known holidays.
    pub fn time_between(self, from: Timestamp, until: Timestamp) -> Result<SignedDuration, NotComputed> {
        let mut passed = SignedDuration::ZERO;
        for opening in self.openings_from(local_date(from).ok_or(NotComputed::NoEnd)?) {
            let (opens, closes) = opening?;
            if opens >= until {
                break;
            }
            let open = closes.min(until).duration_since(opens.max(from));
            passed += open.max(SignedDuration::ZERO);
        }
        Ok(passed)
    }

    /// How many working days there are after the local day of one instant, up to and with that of another.
    ///
    /// # Errors
    /// [`NotComputed::UnknownYear`] where a day between has a year without known holidays.
    pub fn days_between(self, from: Timestamp, until: Timestamp) -> Result<u16, NotComputed> {
        let first = local_date(from).and_then(|on| on.tomorrow().ok()).ok_or(NotComputed::NoEnd)?;
        let last = local_date(until).ok_or(NotComputed::NoEnd)?;
        let mut days = 0u16;
        for opening in self.openings_from(first) {
            let (opens, _) = opening?;
            if local_date(opens).is_none_or(|on| on > last) {
                break;
            }
            days = days.saturating_add(1);
        }
        Ok(days)
    }

    /// The openings from a date on, in their order.
    fn openings_from(self, first: Date) -> impl Iterator<Item = Result<(Timestamp, Timestamp), NotComputed>> {
        // What has no day never opens, and need not be looked for to the end of the calendar.
        let days = (!self.hours.weekdays.is_empty()).then(|| first.series(1.day())).into_iter().flatten();
        days.filter(move |on| self.hours.weekdays.contains(&on.weekday())).filter_map(move |on| {
            match self.holidays.is_holiday(on) {
                Ok(true) => None,
                Ok(false) => self.hours.times_on(on).map(Ok),
                Err(unknown) => Some(Err(unknown.into())),
            }
        })
    }
}
