//! Opening a record in an emergency: by somebody who stands in no relation to it, with a reason, for a limited time, and
//! looked at afterwards by an information officer who did not open it (H15).
//!
//! Each opening has a stream of its own, so that it puts nobody's form about the referral out of date.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    footprint::Openings,
    ids::{OpeningId, ReferralId},
    person::PersonalDataErased,
    referral::Said,
};

/// A past fact about an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningEvent {
    /// Somebody opened a record.
    RecordOpened(RecordOpened),
    /// Whoever opened it, or an information officer, closed it before its end.
    OpeningEnded(OpeningEnded),
    /// An information officer looked at it.
    OpeningReviewed(OpeningReviewed),
    /// What identified anybody in its words was erased.
    PersonalDataErased(PersonalDataErased),
}

/// For what a record is opened: what whoever opens it chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningReason {
    /// Somebody may be in danger.
    Danger,
    /// She, or somebody about her, is in contact now.
    InContact,
    /// An emergency service or a ward asks.
    AskedUrgently,
    /// Something else that cannot wait.
    Other,
    /// Whoever opens it works on it: for a record that is restricted, and for no other.
    Work,
}

impl OpeningReason {
    /// Every reason, in the order in which it is asked.
    pub const ALL: [Self; 5] = [Self::Work, Self::Danger, Self::InContact, Self::AskedUrgently, Self::Other];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::InContact => "in_contact",
            Self::AskedUrgently => "asked_urgently",
            Self::Other => "other",
            Self::Work => "work",
        }
    }

    /// The reason of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Danger => "She, a child or somebody else may be in danger now",
            Self::InContact => "She, or somebody about her, is in contact with us now and her team cannot be reached",
            Self::AskedUrgently => "An ambulance, the police, an emergency department or a ward asks about her now",
            Self::Other => "Something else that cannot wait for her team",
            Self::Work => "I am to work on it",
        }
    }
}

/// Somebody opened a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordOpened {
    /// The referral.
    pub referral: ReferralId,
    /// The account.
    pub by: String,
    /// For what.
    pub reason: OpeningReason,
    /// When.
    pub at: Timestamp,
    /// When it closes again by itself.
    pub until: Timestamp,
    /// By when somebody should have looked at it.
    pub review_by: Timestamp,
    /// Why, in their own words; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A record was closed again before its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningEnded {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
}

/// What an information officer found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It was right to open it.
    Right,
    /// Somebody has to look into it further.
    FollowUp,
}

impl Finding {
    /// Every finding, in the order in which it is asked.
    pub const ALL: [Self; 2] = [Self::Right, Self::FollowUp];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::FollowUp => "follow_up",
        }
    }

    /// The finding of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Right => "It was right to open it",
            Self::FollowUp => "It is to be followed up",
        }
    }
}

/// An information officer looked at an opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningReviewed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What was found.
    pub finding: Finding,
    /// How that is known; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// An opening as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Which.
    pub id: OpeningId,
    /// What was opened, by whom, for what and until when.
    pub opened: RecordOpened,
    /// That it was closed before its end.
    pub ended: Option<OpeningEnded>,
    /// What somebody found who looked at it.
    pub reviewed: Option<OpeningReviewed>,
    /// Whether its words were erased.
    pub erased: bool,
}

impl Opening {
    /// When it closes, or closed: by itself, or before that by somebody.
    pub fn until(&self) -> Timestamp {
        self.ended.as_ref().map_or(self.opened.until, |ended| ended.at)
    }

    /// Whether an account is the one that opened it.
    pub fn is_of(&self, account: &str) -> bool {
        same_account(&self.opened.by, account)
    }
}

/// What someone asks to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningCommand {
    /// Open a record.
    Open {
        /// The referral.
        referral: ReferralId,
        /// For what.
        reason: OpeningReason,
        /// Why, in their own words.
        why: String,
    },
    /// Close it before its end.
    End,
    /// Say what was found.
    Review {
        /// What.
        finding: Finding,
        /// How that is known.
        note: String,
    },
    /// Erase what identifies anybody in its words.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be. A review is somebody else's than the opening.
///
/// # Errors
/// [`Disallowed`] when no person acts, a reason or note is missing, it is closed already, was looked at before, or by whoever
/// opened it.
pub fn decide(
    state: Option<&Opening>,
    command: OpeningCommand,
    actor: &Actor,
    now: Timestamp,
    rules: Openings,
) -> Result<Vec<OpeningEvent>, Disallowed> {
    if !actor.is_named() {
        return Err(Disallowed::NeedsAPerson);
    }
    let staff = || actor.account().map(str::to_owned).ok_or(Disallowed::NeedsAPerson);
    let event = match (state, command) {
        (None, OpeningCommand::Open { referral, reason, why }) => {
            let (by, said) = (staff()?, words(why).ok_or(Disallowed::OpeningReasonMissing)?);
            let (until, review_by) = (now + rules.lasts(), now + rules.reviewed_within());
            OpeningEvent::RecordOpened(RecordOpened {
                referral,
                by,
                reason,
                at: now,
                until,
                review_by,
                said: Some(said),
            })
        }
        (Some(_), OpeningCommand::Open { .. }) => return Err(Disallowed::AlreadyExists),
        (None, OpeningCommand::End | OpeningCommand::Review { .. } | OpeningCommand::ErasePersonalData { .. }) => {
            return Err(Disallowed::Unknown);
        }
        (Some(state), OpeningCommand::End) => {
            let by = staff()?;
            if state.until() <= now {
                return Err(Disallowed::OpeningOver);
            }
            OpeningEvent::OpeningEnded(OpeningEnded { at: now, by })
        }
        (Some(state), OpeningCommand::Review { finding, note }) => {
            let by = staff()?;
            if state.is_of(&by) {
                return Err(Disallowed::OwnOpening);
            }
            if state.reviewed.is_some() {
                return Err(Disallowed::OpeningReviewedBefore);
            }
            let said = words(note).ok_or(Disallowed::ReviewNoteMissing)?;
            OpeningEvent::OpeningReviewed(OpeningReviewed { at: now, by, finding, said: Some(said) })
        }
        (Some(state), OpeningCommand::ErasePersonalData { .. }) if state.erased => return Err(Disallowed::Erased),
        (Some(_), OpeningCommand::ErasePersonalData { why }) => {
            if why.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            OpeningEvent::PersonalDataErased(PersonalDataErased { why })
        }
    };
    Ok(vec![event])
}

fn words(typed: String) -> Option<Said> {
    (!typed.trim().is_empty()).then_some(Said { text: typed })
}

fn same_account(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The state after an event.
///
/// # Errors
/// When the event cannot follow.
pub fn evolve(id: OpeningId, state: Option<Opening>, event: &OpeningEvent) -> Result<Opening, ImpossibleHistory> {
    let mut opening = match (state, event) {
        (None, OpeningEvent::RecordOpened(opened)) => {
            return Ok(Opening { id, opened: opened.clone(), ended: None, reviewed: None, erased: false });
        }
        (
            None,
            OpeningEvent::OpeningEnded(_) | OpeningEvent::OpeningReviewed(_) | OpeningEvent::PersonalDataErased(_),
        ) => {
            return Err(ImpossibleHistory("an opening that nobody opened"));
        }
        (Some(opening), _) => opening,
    };
    match event {
        OpeningEvent::RecordOpened(_) => return Err(ImpossibleHistory("an opening that began twice")),
        OpeningEvent::OpeningEnded(_) if opening.ended.is_some() => {
            return Err(ImpossibleHistory("an opening that was closed twice"));
        }
        OpeningEvent::OpeningEnded(ended) => opening.ended = Some(ended.clone()),
        OpeningEvent::OpeningReviewed(_) if opening.reviewed.is_some() => {
            return Err(ImpossibleHistory("an opening that was reviewed twice"));
        }
        OpeningEvent::OpeningReviewed(reviewed) => opening.reviewed = Some(reviewed.clone()),
        OpeningEvent::PersonalDataErased(_) => {
            opening.opened.said = None;
            if let Some(reviewed) = &mut opening.reviewed {
                reviewed.said = None;
            }
            opening.erased = true;
        }
    }
    Ok(opening)
}
