//! What the team meeting said of a referral (PR-16). What it decided is an event of its own, as anywhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Referral, ReferralEvent, Said,
    step::{staff, within_reach, words},
};
use crate::{disallowed::Disallowed, ids::MeetingId};

/// What is known of a referral's way through the meetings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingTrail {
    /// The sitting that first looked at it.
    pub first: Option<MeetingId>,
    /// When that was.
    pub first_at: Option<Timestamp>,
    /// How often it was carried over since it was last decided.
    pub carried_over: u32,
    /// The last sitting that looked at it.
    pub last: Option<MeetingId>,
    /// How that sitting left it.
    pub left: Option<Discussed>,
    /// Who owes the next step.
    pub owner: Option<String>,
    /// When it is looked at again, where it was carried over.
    pub until: Option<Timestamp>,
}

/// How a sitting left a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discussed {
    /// A team takes it on.
    Accept,
    /// She is pointed to another service.
    Signpost,
    /// It is not taken on.
    Reject,
    /// More is asked of somebody.
    MoreInformation,
    /// It is looked at again at a later sitting.
    CarriedOver,
    /// Read out, and noted.
    Noted,
}

impl Discussed {
    /// Every one, in the order in which a meeting offers them.
    pub const ALL: [Self; 6] =
        [Self::Accept, Self::Signpost, Self::Reject, Self::MoreInformation, Self::CarriedOver, Self::Noted];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Signpost => "signpost",
            Self::Reject => "reject",
            Self::MoreInformation => "more_information",
            Self::CarriedOver => "carried_over",
            Self::Noted => "noted",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "Accept",
            Self::Signpost => "Signpost",
            Self::Reject => "Reject",
            Self::MoreInformation => "More information",
            Self::CarriedOver => "Carry over",
            Self::Noted => "Noted",
        }
    }
}

/// A sitting looked at a referral: decision, owner, next date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscussedAtMeeting {
    /// When.
    pub at: Timestamp,
    /// The account of the scribe.
    pub by: String,
    /// The sitting.
    pub meeting: MeetingId,
    /// How it left the case.
    pub outcome: Discussed,
    /// Who owes the next step.
    pub owner: String,
    /// When the next step is due.
    pub until: Timestamp,
    /// What was said; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A sitting looks at a case and leaves an owner and a next date; never a case without both.
///
/// # Errors
/// When it is closed, the owner is missing, or the date is not within a week.
pub(super) fn discussed(
    referral: &Referral,
    meeting: MeetingId,
    outcome: Discussed,
    owner: String,
    until: Timestamp,
    note: Option<String>,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.meeting.last == Some(meeting) && outcome != Discussed::Noted {
        return Err(Disallowed::DiscussedAlready);
    }
    let owner = words(owner).map_err(|_| Disallowed::OwnerMissing)?.text;
    let (at, until) = (deciding.now, within_reach(until, deciding.now)?);
    let said = note.filter(|note| !note.trim().is_empty()).map(|text| Said { text });
    Ok(ReferralEvent::DiscussedAtMeeting(DiscussedAtMeeting { at, by, meeting, outcome, owner, until, said }))
}
