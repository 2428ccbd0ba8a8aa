//! How long an answer may take, by priority and by the day on which the rule held.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use crate::{
    calendar::{LONDON, local_date},
    referral::Priority,
};

/// The most that any footprint may allow for an emergency (INV-07).
///
/// # Source
/// Standard S01: NICE CG192 as reported, and the Dorset service specification.
pub const EMERGENCY_HOURS: u16 = 4;

/// How long an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockLimit {
    /// So many hours that pass, whatever the wall clock does.
    Elapsed {
        /// Hours.
        hours: u16,
    },
    /// To the end of the local day so many days after the first.
    Calendar {
        /// Days after the first.
        days: u16,
    },
}

/// The response time of one priority, and when that rule held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The priority it is for.
    pub priority: Priority,
    /// How long an answer may take.
    pub limit: ClockLimit,
    /// The first day on which a referral received is judged by it.
    pub from: Date,
    /// The last such day; none while nothing later is written.
    pub until: Option<Date>,
    /// The code of the source that states it.
    pub source: String,
}

impl Clock {
    /// Whether a referral received on this local date is judged by it, unless a later rule for the priority also is.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

impl ClockLimit {
    /// When it ends: to the millisecond, because that is what is stored, a calendar limit is the last of its day.
    ///
    /// None only at the ends of the calendar, some eight thousand years away.
    pub fn ends_at(self, started_at: Timestamp) -> Option<Timestamp> {
        match self {
            ClockLimit::Elapsed { hours } => started_at.checked_add(SignedDuration::from_hours(i64::from(hours))).ok(),
            ClockLimit::Calendar { days } => {
                let zone = LONDON.as_ref()?;
                let day_after = local_date(started_at)?.checked_add((i64::from(days) + 1).days()).ok()?;
                let midnight = day_after.to_zoned(zone.clone()).ok()?.timestamp();
                midnight.checked_sub(SignedDuration::from_millis(1)).ok()
            }
        }
    }
}
