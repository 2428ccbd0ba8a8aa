//! The way of one referral, by its days: what a plan is fitted to.

use jiff::civil::Date;

use super::Waits;
use crate::{
    ids::ReferralId,
    referral::{Attendance, ContactKind, Outcome},
};

/// A referral from its receipt on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The referral.
    pub referral: ReferralId,
    /// When it came.
    pub received_on: Date,
    /// Whether it is more urgent than routine; none where no system said so.
    pub urgent: Option<bool>,
    /// What was decided.
    pub outcome: Outcome,
    /// When.
    pub decided_on: Option<Date>,
    /// The first attended assessment.
    pub assessed_on: Option<Date>,
    /// When care ended.
    pub discharged_on: Option<Date>,
    /// Contacts that were written down here, in the order of writing; none where the referral came with another system's history.
    pub contacts: Vec<JourneyContact>,
}

/// A contact, or what should have been one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JourneyContact {
    /// The day.
    pub on: Date,
    /// What for.
    pub kind: ContactKind,
    /// Who came.
    pub attendance: Attendance,
}

/// What a referral was on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whether {
    /// She was seen after so many days.
    Seen(u32),
    /// She is gone without being seen.
    Gone,
    /// She waits, since so many days.
    Waits(u32),
}

impl Journey {
    /// What had happened before a day, and nothing after: none where the referral had not come.
    pub fn before(&self, day: Date) -> Option<Self> {
        if self.received_on >= day {
            return None;
        }
        let known = |on: Option<Date>| on.filter(|on| *on < day);
        let decided_on = known(self.decided_on);
        // Whoever ended it without a day of the decision ended it by leaving.
        let decided = decided_on.is_some() || self.decided_on.is_none();
        Some(Self {
            outcome: if decided { self.outcome } else { Outcome::Pending },
            decided_on,
            assessed_on: known(self.assessed_on),
            discharged_on: known(self.discharged_on),
            contacts: self.contacts.iter().filter(|contact| contact.on < day).copied().collect(),
            ..*self
        })
    }

    /// Whether somebody had taken her on before a day and she waited then to be seen.
    pub fn waits_before(&self, day: Date) -> bool {
        let then = self.before(day);
        then.is_some_and(|then| then.outcome == Outcome::Accepted && matches!(then.whether(day), Whether::Waits(_)))
    }

    /// Whether she was seen, is gone or waits, as it stands at the end of the day before this one.
    pub fn whether(&self, day: Date) -> Whether {
        let days = |on: Date| u32::try_from((on - self.received_on).get_days()).unwrap_or(0);
        match (self.assessed_on, self.outcome) {
            (Some(assessed_on), _) => Whether::Seen(days(assessed_on)),
            (None, Outcome::Rejected | Outcome::Signposted | Outcome::Withdrawn) => Whether::Gone,
            (None, Outcome::Accepted | Outcome::Pending) if self.discharged_on.is_some() => Whether::Gone,
            (None, Outcome::Accepted | Outcome::Pending) => Whether::Waits(days(day).saturating_sub(1)),
        }
    }
}

/// The waits of these, as they stand at the end of the day before this one, and how many are gone without being seen.
pub fn waits_of<'a>(journeys: impl IntoIterator<Item = &'a Journey>, day: Date) -> (Waits, u64) {
    let (mut waits, mut gone) = (Waits::default(), 0);
    for journey in journeys {
        match journey.whether(day) {
            Whether::Seen(days) => waits.record_seen(days),
            Whether::Waits(days) => waits.record_waiting(days),
            Whether::Gone => gone += 1,
        }
    }
    (waits, gone)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn journey() -> Journey {
        Journey {
            referral: ReferralId(uuid::Uuid::nil()),
            received_on: date(2026, 3, 2),
            urgent: Some(false),
            outcome: Outcome::Accepted,
            decided_on: Some(date(2026, 3, 5)),
            assessed_on: Some(date(2026, 3, 20)),
            discharged_on: Some(date(2026, 8, 1)),
            contacts: vec![JourneyContact {
                on: date(2026, 3, 20),
                kind: ContactKind::Assessment,
                attendance: Attendance::Attended,
            }],
        }
    }

    #[test]
    fn what_had_happened_before_a_day_says_nothing_of_what_came_later() {
        let whole = journey();
        assert_eq!(whole.before(date(2026, 3, 2)), None);
        for (day, outcome, whether) in [
            (date(2026, 3, 5), Outcome::Pending, Whether::Waits(2)),
            (date(2026, 3, 20), Outcome::Accepted, Whether::Waits(17)),
            (date(2026, 3, 21), Outcome::Accepted, Whether::Seen(18)),
        ] {
            let then = whole.before(day).unwrap();
            assert_eq!((then.outcome, then.whether(day)), (outcome, whether), "{day}");
            assert_eq!(then.contacts.is_empty(), day < date(2026, 3, 21), "{day}");
            assert_eq!(then.discharged_on, None, "{day}");
        }
        assert_eq!(whole.before(date(2026, 9, 1)), Some(whole));
    }

    #[test]
    fn who_left_without_being_seen_waits_no_longer() {
        for outcome in [Outcome::Rejected, Outcome::Signposted, Outcome::Withdrawn] {
            let gone = Journey { outcome, assessed_on: None, discharged_on: None, ..journey() };
            assert_eq!(gone.whether(date(2026, 9, 1)), Whether::Gone, "{outcome:?}");
        }
        let left = Journey { assessed_on: None, ..journey() };
        assert_eq!(left.whether(date(2026, 9, 1)), Whether::Gone);
        let (waits, gone) = waits_of([&left, &journey()], date(2026, 9, 1));
        assert_eq!((waits.seen(), waits.waiting(), gone), (1, 0, 1));
    }
}
