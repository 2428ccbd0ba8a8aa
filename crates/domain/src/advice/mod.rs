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
    referral::Said,
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
    /// Whoever asked did not get the answer, and asks again.
    AdviceAskedAgain(AdviceAskedAgain),
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
    /// By which route, outside this program; none in what was written before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<AnswerRoute>,
    /// When whoever asked was told, where that was before it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Timestamp>,
    /// The advice; none once erased.
    #[serde(skip)]
    pub advice: Option<String>,
}

impl AdviceGiven {
    /// When whoever asked was told.
    pub fn answered_at(&self) -> Timestamp {
        self.told_at.unwrap_or(self.at)
    }
}

/// By which route an answer goes to whoever asked: nothing is sent from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerRoute {
    /// By telephone.
    Telephone,
    /// In a letter.
    Letter,
    /// By e-mail, from a mailbox of the service.
    Email,
    /// Face to face.
    InPerson,
}

impl AnswerRoute {
    /// Every route, in the order in which it is asked.
    pub const ALL: [Self; 4] = [Self::Telephone, Self::Letter, Self::Email, Self::InPerson];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Letter => "letter",
            Self::Email => "email",
            Self::InPerson => "in_person",
        }
    }

    /// The route of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Telephone => "by telephone",
            Self::Letter => "by letter",
            Self::Email => "by e-mail",
            Self::InPerson => "in person",
        }
    }
}

/// Whoever asked did not get the answer: the question waits again, with a time of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceAskedAgain {
    /// When.
    pub at: Timestamp,
    /// By whom it was recorded: the account.
    pub by: String,
    /// By when an answer is due now.
    pub respond_by: Timestamp,
    /// What whoever asked said; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
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
    /// What was answered; none while an answer is waited for.
    pub given: Option<AdviceGiven>,
    /// By when an answer is due, or was.
    pub respond_by: Timestamp,
    /// Answers that did not arrive, each with what was said when it was asked again; the earliest first.
    pub not_got: Vec<(AdviceGiven, AdviceAskedAgain)>,
    /// What it became.
    pub referral: Option<ReferralId>,
    /// Whether what identified anybody in it was erased.
    pub erased: bool,
}

impl Advice {
    /// When it was asked, the last time.
    pub fn asked_last(&self) -> Timestamp {
        self.not_got.last().map_or(self.asked.asked_at, |(_, again)| again.at)
    }
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
        /// By which route it was told.
        route: AnswerRoute,
        /// When, where that was before now.
        told_at: Option<Timestamp>,
    },
    /// Record that whoever asked did not get the answer.
    AskAgain {
        /// What they said.
        said: String,
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
            | AdviceCommand::AskAgain { .. }
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
        (Some(state), AdviceCommand::Give { advice, route, told_at }) => {
            if advice.trim().is_empty() {
                return Err(Disallowed::Empty("the advice"));
            }
            let by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
            if told_at.is_some_and(|at| at > now || at < state.asked_last()) {
                return Err(Disallowed::AnsweredAtUnclear);
            }
            AdviceEvent::AdviceGiven(AdviceGiven { at: now, by, route: Some(route), told_at, advice: Some(advice) })
        }
        (Some(state), AdviceCommand::AskAgain { said }) => {
            let by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
            if state.given.is_none() {
                return Err(Disallowed::NotAnsweredYet);
            }
            if said.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            let said = Some(Said { text: said });
            AdviceEvent::AdviceAskedAgain(AdviceAskedAgain { at: now, by, respond_by: now + ANSWER_WITHIN, said })
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
            return Ok(Advice {
                id,
                asked: asked.clone(),
                given: None,
                respond_by: asked.respond_by,
                not_got: Vec::new(),
                referral: None,
                erased: false,
            });
        }
        (None, _) => return Err(ImpossibleHistory("a request for advice begins with its question")),
        (Some(advice), _) => advice,
    };
    match event {
        AdviceEvent::AdviceAsked(_) => return Err(ImpossibleHistory("advice is asked for once")),
        AdviceEvent::AdviceGiven(given) => advice.given = Some(given.clone()),
        AdviceEvent::AdviceAskedAgain(again) => {
            let given = advice.given.take().ok_or(ImpossibleHistory("what is asked again was answered"))?;
            advice.not_got.push((given, again.clone()));
            advice.respond_by = again.respond_by;
        }
        AdviceEvent::AdviceTurnedIntoReferral(turned) => advice.referral = Some(turned.referral),
        AdviceEvent::PersonalDataErased(_) => {
            advice.asked.answers = None;
            if let Some(given) = &mut advice.given {
                given.advice = None;
            }
            for (given, again) in &mut advice.not_got {
                given.advice = None;
                again.said = None;
            }
            advice.erased = true;
        }
    }
    Ok(advice)
}
