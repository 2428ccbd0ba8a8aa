//! When women are expected, and what told them so: an invitation that arrived and one that did not, a reminder, a time that was
//! moved, and whoever is expected in the days ahead.

use jiff::{SignedDuration, Timestamp, ToSpan};
use porch_domain::referral::{ContactKind, Venue};

use super::{
    super::{Act, Appoint, Expects},
    Course, When,
};

/// Booked now, for then.
pub(super) type Times = (When, Timestamp);

/// What for, and how it is held.
pub(super) type What = (ContactKind, Venue);

/// A message that waits has left so long after it was made.
const SOON: SignedDuration = SignedDuration::from_secs(40);

impl Course<'_, '_> {
    /// Five minutes past the hour of a working day behind: a contact that is written down at noon began then.
    pub(super) fn behind(&self, back: usize) -> Timestamp {
        self.weeks.days.at(back, 11, 5)
    }

    /// A time of a working day ahead, the first is 1.
    pub(super) fn ahead(&self, days: usize, hour: i8, minute: i8) -> Timestamp {
        self.weeks.days.on(self.weeks.days.works_next(days), hour, minute)
    }

    /// She is expected, and told: what tells her arrives or does not.
    pub(super) fn expected(self, times: Times, by: &'static str, what: What, arrives: bool) -> Self {
        self.appointed(times, by, what, Appoint::Book, arrives)
    }

    /// Another time in place of the one before.
    pub(super) fn expected_instead(
        self,
        times: Times,
        by: &'static str,
        what: What,
        (before, why): (Timestamp, &'static str),
    ) -> Self {
        self.appointed(times, by, what, Appoint::InPlaceOf(before, why), true)
    }

    fn appointed(
        self,
        (when, starts_at): Times,
        by: &'static str,
        (kind, venue): What,
        how: Appoint,
        arrives: bool,
    ) -> Self {
        let (at, whom) = (self.when(when), self.whom);
        let place = (venue == Venue::AtAPlace).then_some("Example Children's Centre, 4 Example Street, first floor");
        self.weeks.at(at, Act::Expect(Expects { by, whom, starts_at, kind, venue, place, how }));
        self.weeks.at(at + SOON, Act::Leave { arrives });
        // The service reminds her two days before, at ten on the clock on the wall.
        let on = self.weeks.days.date_of(starts_at);
        if let Ok(day) = on.checked_sub(2.days()) {
            let reminded = self.weeks.days.on(day, 10, 0);
            if reminded > at {
                self.weeks.at(reminded + SignedDuration::from_secs(20), Act::WhatIsDue);
                self.weeks.at(reminded + SOON, Act::Leave { arrives });
            }
        }
        self
    }
}
