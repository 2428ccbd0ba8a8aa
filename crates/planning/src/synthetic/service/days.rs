//! The days on which the invented service worked, backwards from an instant.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use porch_domain::calendar::is_bank_holiday;

use crate::synthetic::calendar::London;

/// How many working days are looked back.
const WORKING_DAYS: usize = 130;

/// The calendar of a plan.
pub(super) struct Days {
    pub(super) now: Timestamp,
    pub(super) today: Date,
    london: London,
    /// Working days before today, the latest first.
    worked: Vec<Date>,
}

impl Days {
    pub(super) fn until(now: Timestamp) -> Self {
        let london = London::new();
        let today = london.date_of(now);
        let mut worked = Vec::with_capacity(WORKING_DAYS);
        let mut day = today;
        while worked.len() < WORKING_DAYS {
            let Ok(before) = day.yesterday() else { break };
            day = before;
            if works(day) {
                worked.push(day);
            }
        }
        Self { now, today, london, worked }
    }

    /// The working day so many before today; the first is 1.
    pub(super) fn worked(&self, back: usize) -> Date {
        self.worked.get(back.saturating_sub(1)).or(self.worked.last()).copied().unwrap_or(self.today)
    }

    /// A time on the wall of such a day.
    pub(super) fn at(&self, back: usize, hour: i8, minute: i8) -> Timestamp {
        self.on(self.worked(back), hour, minute)
    }

    /// A time on the wall of a day.
    pub(super) fn on(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        self.london.instant(day, i32::from(hour) * 60 + i32::from(minute))
    }

    /// The working day so many after today; the first is 1.
    pub(super) fn works_next(&self, ahead: usize) -> Date {
        let days = std::iter::successors(self.today.tomorrow().ok(), |day| day.tomorrow().ok());
        days.filter(|day| works(*day)).nth(ahead.saturating_sub(1)).unwrap_or(self.today)
    }

    /// The day of an instant, on the clock on the wall.
    pub(super) fn date_of(&self, at: Timestamp) -> Date {
        self.london.date_of(at)
    }

    /// So many minutes before now.
    pub(super) fn ago(&self, minutes: i64) -> Timestamp {
        self.now - SignedDuration::from_mins(minutes)
    }

    /// The Monday of this week, and the days after it.
    pub(super) fn this_week(&self, day: i64) -> Date {
        let monday = i64::from(self.today.weekday().to_monday_zero_offset());
        self.today.checked_add((day - monday).days()).unwrap_or(self.today)
    }
}

/// Whether duty works on a day; where holidays are not known, weekdays are meant.
pub(super) fn works(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() < 5 && !is_bank_holiday(day).unwrap_or(false)
}
