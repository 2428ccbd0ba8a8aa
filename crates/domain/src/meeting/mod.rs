//! The team meeting: its sittings, who was there, what a sitting dealt with, and what it leaves (PR-16). A day of a case
//! discussion across services is a sitting too, and says of which discussion; it has participants in place of disciplines, and
//! decides nothing (H2).
//!
//! What a sitting leaves of a referral is an event of the referral; the sitting itself has a stream of its own.

mod agenda;
mod cases;
mod decide;
mod plan;
mod review;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use agenda::{CaseFacts, Listed, Marks, Window, flagged, listed, marks, of_maternity, window};
pub use cases::{CaseCounts, CaseFigures};
pub use decide::{WITHIN, decide, evolve};
pub use review::{Reviewed, Reviews, reviewed};

use crate::{
    footprint::{self, Discipline},
    ids::{MeetingId, ReferralId},
};

/// A past fact about one sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingEvent {
    /// It began.
    MeetingOpened(MeetingOpened),
    /// It was noted who is there; the latest holds.
    AttendanceTaken(AttendanceTaken),
    /// Too few disciplines were there: who was not must confirm what was decided.
    ConfirmationNeeded(ConfirmationNeeded),
    /// A discipline that was not there confirmed it.
    MeetingConfirmed(MeetingConfirmed),
    /// It ended; every case was dealt with.
    MeetingClosed(MeetingClosed),
}

/// A sitting began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingOpened {
    /// The instant for which it was planned.
    pub sitting: Timestamp,
    /// The code of the case discussion that it is a day of; none where it is a sitting of the team meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussion: Option<String>,
    /// When it began.
    pub at: Timestamp,
    /// The account of the scribe.
    pub by: String,
}

/// Who is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceTaken {
    /// When it was noted.
    pub at: Timestamp,
    /// The account of the scribe.
    pub by: String,
    /// The codes of the disciplines of which somebody is there; of the teams, at a case discussion.
    pub disciplines: BTreeSet<String>,
    /// The services outside of which somebody is there, by name; at a case discussion only.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<String>,
    /// The accounts of those who are there.
    pub people: BTreeSet<String>,
}

/// Below the quorum: who must confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationNeeded {
    /// When.
    pub at: Timestamp,
    /// How many disciplines the local rules ask for.
    pub quorum: u16,
    /// How many were there.
    pub present: u16,
    /// The codes of those that were not, each of which confirms.
    pub of: BTreeSet<String>,
}

/// A discipline confirmed what was decided without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingConfirmed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The code of the discipline.
    pub discipline: String,
}

/// A sitting ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingClosed {
    /// When.
    pub at: Timestamp,
    /// The account of the scribe.
    pub by: String,
    /// What it decided.
    pub decided: BTreeSet<ReferralId>,
    /// What it carried over.
    pub carried_over: BTreeSet<ReferralId>,
    /// What was read out as one line each.
    pub noted: BTreeSet<ReferralId>,
}

/// What someone asks to be done about a sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingCommand {
    /// Begin it.
    Open {
        /// The instant for which it is planned.
        sitting: Timestamp,
        /// The code of the case discussion that it is a day of; none for the team meeting.
        discussion: Option<String>,
    },
    /// Note who is there.
    TakeAttendance {
        /// The codes of the disciplines of which somebody is there; of the teams, at a case discussion.
        disciplines: BTreeSet<String>,
        /// The services outside of which somebody is there; at a case discussion only.
        services: BTreeSet<String>,
        /// The accounts of those who are there.
        people: BTreeSet<String>,
    },
    /// Confirm for a discipline that was not there.
    Confirm {
        /// Its code.
        discipline: String,
    },
    /// End it.
    Close(Agenda),
}

/// How the cases of a sitting stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Neither decided nor carried over.
    pub left: BTreeSet<ReferralId>,
    /// Decided here.
    pub decided: BTreeSet<ReferralId>,
    /// Carried over.
    pub carried_over: BTreeSet<ReferralId>,
    /// One line each to note.
    pub noted: BTreeSet<ReferralId>,
}

/// A sitting as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Which.
    pub id: MeetingId,
    /// The code of the case discussion that it is a day of; none where it is a sitting of the team meeting.
    pub discussion: Option<String>,
    /// The instant for which it was planned.
    pub sitting: Timestamp,
    /// When it began.
    pub opened_at: Timestamp,
    /// Who opened it.
    pub opened_by: String,
    /// The codes of the disciplines that are there; of the teams, at a case discussion.
    pub disciplines: BTreeSet<String>,
    /// The services outside that are there, by name; at a case discussion only.
    pub services: BTreeSet<String>,
    /// The accounts of those who are there.
    pub people: BTreeSet<String>,
    /// The codes of the disciplines that must still confirm.
    pub to_confirm: BTreeSet<String>,
    /// What was confirmed by whom, in the order in which it was.
    pub confirmed: Vec<MeetingConfirmed>,
    /// How it ended.
    pub closed: Option<MeetingClosed>,
}

/// Whether enough disciplines are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorum<'a> {
    /// How many the local rules ask for.
    pub needed: u16,
    /// How many are there.
    pub present: u16,
    /// Those that are not.
    pub missing: Vec<&'a Discipline>,
}

impl Quorum<'_> {
    /// Whether enough are there.
    pub fn is_met(&self) -> bool {
        self.present >= self.needed
    }
}

/// How the disciplines that are there stand to what the local rules ask for.
pub fn quorum<'a>(rules: &'a footprint::Meeting, present: &BTreeSet<String>) -> Quorum<'a> {
    let (there, missing): (Vec<_>, Vec<_>) =
        rules.disciplines.iter().partition(|discipline| present.contains(&discipline.code));
    Quorum { needed: rules.quorum, present: u16::try_from(there.len()).unwrap_or(u16::MAX), missing }
}

impl Meeting {
    /// Somebody who was there beside the decider, and so counts as the second clinician for a no (PR-14).
    pub fn second_clinician(&self, decider: &str) -> Option<&str> {
        let own = decider.trim().to_lowercase();
        self.people.iter().map(String::as_str).find(|person| person.trim().to_lowercase() != own)
    }
}
