//! What holds between teams and over time: who is the link to whom, how soon an offered handover is answered, and how long
//! care goes on.

use jiff::{SignedDuration, Timestamp};

use super::{Footprint, Purpose, TeamCode};
use crate::{calendar::local_date, referral::Priority};

/// The post through which one team speaks with another (N4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The team that looks for the other.
    pub from: TeamCode,
    /// The team to which the post belongs.
    pub to: TeamCode,
    /// The post, such as "Link midwife": a post and not a name, which would change with the person.
    pub post: String,
    /// How it is reached: a number or an address.
    pub contact: String,
    /// The code of the source that states it.
    pub source: String,
}

/// How many hours, as they pass, an offered handover may wait for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandoverHours {
    /// For an emergency; never more than four (INV-07).
    pub emergency: u16,
    /// For a very urgent referral.
    pub very_urgent: u16,
    /// For an urgent one.
    pub urgent: u16,
    /// For a routine one.
    pub routine: u16,
}

/// What holds where a file says nothing of handovers: this project's own choice, to be confirmed by each site.
impl Default for HandoverHours {
    fn default() -> Self {
        Self { emergency: 4, very_urgent: 24, urgent: 48, routine: 168 }
    }
}

impl HandoverHours {
    fn of(self, priority: Priority) -> u16 {
        match priority {
            Priority::Emergency => self.emergency,
            Priority::VeryUrgent => self.very_urgent,
            Priority::Urgent => self.urgent,
            Priority::Routine => self.routine,
        }
    }
}

/// How long care goes on, and when somebody looks into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// Months after the birth until which care goes on without a reason being asked (D14).
    pub until_months: u16,
    /// Months after the birth within which an illness is taken as one of this time, where that is shorter (D3).
    pub illness_until_months: Option<u16>,
    /// Weeks before that in which a warning stands.
    pub warn_weeks: u16,
    /// Days within which there is a next contact, where nothing else says when.
    pub next_contact_days: u16,
    /// So many days before an appointment a reminder is made.
    pub remind_days: u16,
    /// After so many missed contacts in a row not engaging is looked into (PR-21).
    pub did_not_engage_after: u16,
}

/// What holds where a file says nothing of care.
///
/// # Source
/// The 24 months: Dorset service specification, version 3. The others are this project's own choice, to be confirmed.
impl Default for Care {
    fn default() -> Self {
        Self {
            until_months: 24,
            illness_until_months: None,
            warn_weeks: 8,
            next_contact_days: 14,
            remind_days: 2,
            did_not_engage_after: 2,
        }
    }
}

impl Footprint {
    /// The post through which a team speaks with another; none where the file names none for this pair, in this direction.
    pub fn link(&self, from: &TeamCode, to: &TeamCode) -> Option<&Link> {
        self.links.iter().find(|link| link.from == *from && link.to == *to)
    }

    /// Every link, in the order of the file.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// By when a handover is answered that was offered at this instant: by the clock of the file for it, and otherwise, or
    /// where that cannot be computed, in hours as they pass; none only at the end of the calendar.
    pub fn handover_answer_by(&self, priority: Priority, offered_at: Timestamp) -> Option<Timestamp> {
        let clock = local_date(offered_at).and_then(|on| self.clock(Purpose::HandoverAnswer, priority, on));
        if clock.is_some()
            && let Ok(by_clock) = self.ends_at(Purpose::HandoverAnswer, priority, offered_at)
        {
            return Some(by_clock);
        }
        let hours = i64::from(self.handover_hours.of(priority));
        offered_at.checked_add(SignedDuration::from_hours(hours)).ok()
    }

    /// How long care goes on, and when somebody looks into it.
    pub fn care(&self) -> Care {
        self.care
    }
}
