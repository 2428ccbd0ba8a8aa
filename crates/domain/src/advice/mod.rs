//! Advice for professionals: asked first, with its own response time, and turned into a referral with nothing typed again
//! (D23).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::Answers,
    ids::{AdviceId, ReferralId},
    person::PersonalDataErased,
};

/// A question of a professional waits no longer than this for its answer.
///
/// # Source
/// Capability D23: timely advice with its own response time; a day is this project's default.
pub const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// A past fact about a request for advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdviceEvent {
    /// A professional asked.
    AdviceAsked(AdviceAsked),
    /// Advice was given.
    AdviceGiven(AdviceGiven),
    /// It became a referral.
    AdviceTurnedIntoReferral(AdviceTurnedIntoReferral),
    /// What identified anybody in it was erased.
    PersonalDataErased(PersonalDataErased),
}

/// A professional asked for advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceAsked {
    /// When.
    pub asked_at: Timestamp,
    /// By when an answer is due.
    pub respond_by: Timestamp,
    /// The site whose link was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// MHSDS source of referral of whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The answers as they were typed, so that a referral needs nothing anew; none once erased.
    #[serde(skip)]
    pub answers: Option<Answers>,
}

/// Advice was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceGiven {
    /// When.
    pub at: Timestamp,
    /// By whom: the account.
    pub by: String,
    /// The advice; none once erased.
    #[serde(skip)]
    pub advice: Option<String>,
}

/// A request for advice became a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceTurnedIntoReferral {
    /// When.
    pub at: Timestamp,
    /// The referral.
    pub referral: ReferralId,
}

/// A request for advice as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The request.
    pub id: AdviceId,
    /// What was asked.
    pub asked: AdviceAsked,
    /// What was answered.
    pub given: Option<AdviceGiven>,
    /// What it became.
    pub referral: Option<ReferralId>,
    /// Whether what identified anybody in it was erased.
    pub erased: bool,
}

/// What someone asks to be done with a request for advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdviceCommand {
    /// Take it in.
    Ask(AdviceAsked),
    /// Give advice.
    Give {
        /// The advice.
        advice: String,
    },
    /// Make it a referral.
    TurnIntoReferral {
        /// The referral's id.
        referral: ReferralId,
    },
    /// Erase what identifies anybody in it.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be.
///
/// # Errors
/// [`Disallowed`] when it exists already or does not, became a referral before, or the advice is empty.
pub fn decide(
    state: Option<&Advice>,
    command: AdviceCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<AdviceEvent>, Disallowed> {
    let event = match (state, command) {
        (None, AdviceCommand::Ask(asked)) => AdviceEvent::AdviceAsked(asked),
        (Some(_), AdviceCommand::Ask(_)) => return Err(Disallowed::AlreadyExists),
        (
            None,
            AdviceCommand::Give { .. }
            | AdviceCommand::TurnIntoReferral { .. }
            | AdviceCommand::ErasePersonalData { .. },
        ) => return Err(Disallowed::Unknown),
        (Some(state), _) if state.erased => return Err(Disallowed::Erased),
        (Some(_), AdviceCommand::ErasePersonalData { why }) => {
            if !actor.is_named() {
                return Err(Disallowed::NeedsAPerson);
            }
            if why.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            AdviceEvent::PersonalDataErased(PersonalDataErased { why })
        }
        (Some(state), _) if state.referral.is_some() => return Err(Disallowed::AlreadyAReferral),
        (Some(_), AdviceCommand::Give { advice }) => {
            if advice.trim().is_empty() {
                return Err(Disallowed::Empty("the advice"));
            }
            let by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
            AdviceEvent::AdviceGiven(AdviceGiven { at: now, by, advice: Some(advice) })
        }
        (Some(_), AdviceCommand::TurnIntoReferral { referral }) => {
            if !actor.is_named() {
                return Err(Disallowed::NeedsAPerson);
            }
            AdviceEvent::AdviceTurnedIntoReferral(AdviceTurnedIntoReferral { at: now, referral })
        }
    };
    Ok(vec![event])
}

/// The request after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: AdviceId, state: Option<Advice>, event: &AdviceEvent) -> Result<Advice, ImpossibleHistory> {
    let mut advice = match (state, event) {
        (None, AdviceEvent::AdviceAsked(asked)) => {
            return Ok(Advice { id, asked: asked.clone(), given: None, referral: None, erased: false });
        }
        (None, _) => return Err(ImpossibleHistory("a request for advice begins with its question")),
        (Some(advice), _) => advice,
    };
    match event {
        AdviceEvent::AdviceAsked(_) => return Err(ImpossibleHistory("advice is asked for once")),
        AdviceEvent::AdviceGiven(given) => advice.given = Some(given.clone()),
        AdviceEvent::AdviceTurnedIntoReferral(turned) => advice.referral = Some(turned.referral),
        AdviceEvent::PersonalDataErased(_) => {
            advice.asked.answers = None;
            if let Some(given) = &mut advice.given {
                given.advice = None;
            }
            advice.erased = true;
        }
    }
    Ok(advice)
}
