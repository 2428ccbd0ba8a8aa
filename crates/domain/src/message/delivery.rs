//! What becomes of a message once it waits to leave: handed over, tried again, arrived, or on somebody's list.
//!
//! A message is handed over once. Where nobody can say whether it left, a person looks; it is never sent a second time in
//! the hope that the first did not.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Message, MessageDelayed, MessageEvent, MessageSent, MessageStage, Standing};
use crate::{actor::Actor, disallowed::Disallowed, person::Route};

/// Who took a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A person: posted, or said.
    Person,
    /// A mail server.
    Mail,
    /// GOV.UK Notify.
    GovukNotify,
    /// NHS Notify.
    NhsNotify,
    /// A folder of this machine, where nothing is really sent.
    Folder,
}

impl Via {
    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "by hand",
            Self::Mail => "by the mail server",
            Self::GovukNotify => "by GOV.UK Notify",
            Self::NhsNotify => "by NHS Notify",
            Self::Folder => "into a folder: nothing was really sent",
        }
    }
}

/// What kept a message from being handed over for now. None of it is the message's fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Nobody answered.
    Unreachable,
    /// Too much was sent at once.
    TooMany,
    /// The carrier has a fault.
    Broken,
    /// The carrier does not let this service in.
    Credentials,
}

impl Obstacle {
    /// Every obstacle.
    pub const ALL: [Self; 4] = [Self::Unreachable, Self::TooMany, Self::Broken, Self::Credentials];

    /// The obstacle of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|obstacle| obstacle.code() == code)
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TooMany => "too_many",
            Self::Broken => "broken",
            Self::Credentials => "credentials",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unreachable => "whoever carries it did not answer",
            Self::TooMany => "whoever carries it asked to wait",
            Self::Broken => "whoever carries it has a fault",
            Self::Credentials => "whoever carries it does not let this service in",
        }
    }
}

/// Why a message is on somebody's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// She does not agree to this way any more, or nobody knows.
    RouteNotAgreed,
    /// Her number or address is another, and nobody asked her again.
    RouteUnsettled,
    /// The text does not fit how things are now.
    TemplateDoesNotFit,
    /// She died.
    SheDied,
    /// The national record says so, and nobody has looked at that.
    DeathToLookAt,
    /// It names an address that is withheld.
    NamesWithheldAddress,
    /// The appointment that it is about is over, was called off or was moved.
    AppointmentGone,
    /// Somebody would read a copy to whom she did not agree.
    TellingNotAgreed,
    /// No number or address is known that this way could use.
    NoAddress,
    /// Whoever carries this way reaches only whom the national record is sure of, and it is not.
    NoVerifiedNumber,
    /// It is too long for this way.
    TooLong,
    /// The address was refused.
    AddressRefused,
    /// The text was refused, or its template is not known there.
    TextRefused,
    /// It was refused.
    Refused,
    /// It was tried for a day.
    GaveUp,
    /// It was taken, and did not arrive.
    NotDelivered,
    /// It may have left, or not: somebody has to find out.
    InDoubt,
    /// Kept in words that no rule reads, in the first entries.
    InWords,
}

impl Failure {
    /// Every reason.
    pub const ALL: [Self; 18] = [
        Self::RouteNotAgreed,
        Self::RouteUnsettled,
        Self::TemplateDoesNotFit,
        Self::SheDied,
        Self::DeathToLookAt,
        Self::NamesWithheldAddress,
        Self::AppointmentGone,
        Self::TellingNotAgreed,
        Self::NoAddress,
        Self::NoVerifiedNumber,
        Self::TooLong,
        Self::AddressRefused,
        Self::TextRefused,
        Self::Refused,
        Self::GaveUp,
        Self::NotDelivered,
        Self::InDoubt,
        Self::InWords,
    ];

    /// The reason of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::RouteNotAgreed => "route_not_agreed",
            Self::RouteUnsettled => "route_unsettled",
            Self::TemplateDoesNotFit => "template_does_not_fit",
            Self::SheDied => "she_died",
            Self::DeathToLookAt => "death_to_look_at",
            Self::NamesWithheldAddress => "names_withheld_address",
            Self::AppointmentGone => "appointment_gone",
            Self::TellingNotAgreed => "telling_not_agreed",
            Self::NoAddress => "no_address",
            Self::NoVerifiedNumber => "no_verified_number",
            Self::TooLong => "too_long",
            Self::AddressRefused => "address_refused",
            Self::TextRefused => "text_refused",
            Self::Refused => "refused",
            Self::GaveUp => "gave_up",
            Self::NotDelivered => "not_delivered",
            Self::InDoubt => "in_doubt",
            Self::InWords => "in_words",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::RouteUnsettled => "her number or address is another since she agreed, and nobody has asked her again",
            Self::RouteNotAgreed => "she has not agreed to this way, as things stand now",
            Self::TemplateDoesNotFit => "the text does not fit how things are now",
            Self::SheDied => "she has died",
            Self::DeathToLookAt => "the national record says that she died, and nobody has looked at that",
            Self::NamesWithheldAddress => "it names an address that is withheld",
            Self::AppointmentGone => "the appointment that it is about is over, was called off or was moved",
            Self::TellingNotAgreed => "a copy would go to somebody to whom she has not agreed",
            Self::NoAddress => "no address or number for this way is known",
            Self::NoVerifiedNumber => {
                "whoever carries it needs an NHS number that was checked with the national record, and there is none"
            }
            Self::TooLong => "it is too long for this way",
            Self::AddressRefused => "the address or number was refused",
            Self::TextRefused => "its text was refused",
            Self::Refused => "it was refused",
            Self::GaveUp => "it was tried for a day",
            Self::NotDelivered => "it was sent, and did not arrive",
            Self::InDoubt => "the connection broke: it may have been sent, or not",
            Self::InWords => "it could not leave",
        }
    }

    /// What a rule said against sending, as it stands at that moment.
    pub fn of(disallowed: &Disallowed) -> Self {
        // Rules of other subjects are never asked about a message.
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other rule's no is a refusal like any other")]
        match disallowed {
            Disallowed::RouteNotAgreed => Self::RouteNotAgreed,
            Disallowed::RouteUnsettled => Self::RouteUnsettled,
            Disallowed::TemplateDoesNotFit => Self::TemplateDoesNotFit,
            Disallowed::SheDied => Self::SheDied,
            Disallowed::DeathToLookAt => Self::DeathToLookAt,
            Disallowed::NamesWithheldAddress { .. } => Self::NamesWithheldAddress,
            Disallowed::AppointmentGone => Self::AppointmentGone,
            Disallowed::TellingNotAgreed(_) => Self::TellingNotAgreed,
            _ => Self::Refused,
        }
    }
}

/// What came of handing a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was taken.
    Taken {
        /// By whom.
        via: Via,
        /// By what they find it again.
        receipt: Option<String>,
    },
    /// Not now.
    NotNow(Obstacle),
    /// Not at all.
    Failed(Failure),
}

/// What whoever carried a message says of it later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told {
    /// It arrived.
    Delivered,
    /// It did not, and will not.
    NotDelivered,
}

/// What came of handing a message over, so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// How often somebody let it wait to leave.
    pub let_go: u32,
    /// How often it could not be handed over since it began to wait.
    pub attempts: u32,
    /// What stood in the way the last time.
    pub obstacle: Option<Obstacle>,
    /// Not before then; at once where there is none.
    pub again_at: Option<Timestamp>,
    /// Who took it.
    pub via: Option<Via>,
    /// By what they find it again.
    pub receipt: Option<String>,
    /// Why it is on somebody's list.
    pub failure: Option<Failure>,
}

impl Delivery {
    /// What stands after an event.
    #[must_use]
    pub(super) fn after(self, event: &MessageEvent) -> Self {
        match event {
            // It waits from the beginning. The receipt stays, so that what the carrier says late finds its message.
            MessageEvent::MessageQueued => {
                Self { let_go: self.let_go.saturating_add(1), via: self.via, receipt: self.receipt, ..Self::default() }
            }
            MessageEvent::MessageSent(sent) => Self {
                let_go: self.let_go,
                attempts: self.attempts,
                via: sent.via,
                receipt: sent.receipt.clone(),
                ..Self::default()
            },
            MessageEvent::MessageDelayed(delayed) => Self {
                attempts: self.attempts.saturating_add(1),
                obstacle: Some(delayed.why),
                again_at: Some(delayed.again_at),
                ..self
            },
            MessageEvent::MessageFailed { why } => Self { failure: Some(*why), again_at: None, ..self },
            MessageEvent::MessageDelivered | MessageEvent::MessageWithdrawn { .. } => Self { failure: None, ..self },
            MessageEvent::MessageDrafted(_)
            | MessageEvent::MessageApproved
            | MessageEvent::MessageRouted { .. }
            | MessageEvent::PersonalDataErased(_) => self,
        }
    }
}

/// By what a carrier knows a message: the same whenever it is tried again, and another once a person lets it go again.
pub fn reference_of(message: &Message) -> String {
    format!("{}-{}", message.id, message.delivery.let_go)
}

/// After so many tries a message is given up and put on somebody's list: 1, 2, 4 … 32 minutes and then every hour, a day.
pub const MOST_ATTEMPTS: u32 = 29;

/// When a message is tried again that could not be handed over for the `attempts`th time.
pub fn again_at(now: Timestamp, attempts: u32) -> Timestamp {
    let minutes = 1i64 << attempts.saturating_sub(1).min(6);
    now + SignedDuration::from_mins(minutes.min(60))
}

/// Handing over, as its outcome follows from the state.
pub(super) fn attempted(
    message: &Message,
    attempt: Attempt,
    at: Timestamp,
    actor: &Actor,
) -> Result<Vec<MessageEvent>, Disallowed> {
    if *actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    match (message.stage, &attempt) {
        (MessageStage::Queued, _) => {}
        // It was in a carrier's hand when somebody took it back. It left, and nobody is to read otherwise.
        (MessageStage::Withdrawn, Attempt::Taken { .. }) if message.delivery.let_go > 0 => {}
        (
            MessageStage::Drafted
            | MessageStage::Approved
            | MessageStage::Sent
            | MessageStage::Delivered
            | MessageStage::Failed
            | MessageStage::Withdrawn,
            _,
        ) => return Err(Disallowed::MessageStep("sent")),
    }
    let attempts = message.delivery.attempts.saturating_add(1);
    Ok(vec![match attempt {
        Attempt::Taken { via, receipt } => MessageEvent::MessageSent(MessageSent { via: Some(via), receipt }),
        Attempt::NotNow(_) if attempts >= MOST_ATTEMPTS => MessageEvent::MessageFailed { why: Failure::GaveUp },
        Attempt::NotNow(why) => MessageEvent::MessageDelayed(MessageDelayed { why, again_at: again_at(at, attempts) }),
        Attempt::Failed(why) => MessageEvent::MessageFailed { why },
    }])
}

/// What the carrier says later, in whatever order and however often: what is known already changes nothing.
pub(super) fn told(message: &Message, told: Told) -> Vec<MessageEvent> {
    match (message.stage, told) {
        (MessageStage::Sent, Told::Delivered) => vec![MessageEvent::MessageDelivered],
        // Only of what did leave, or may have, can it be said that it arrived.
        (MessageStage::Failed, Told::Delivered) => match message.delivery.failure {
            Some(Failure::NotDelivered | Failure::InDoubt) => vec![MessageEvent::MessageDelivered],
            _ => Vec::new(),
        },
        (MessageStage::Sent, Told::NotDelivered) => {
            vec![MessageEvent::MessageFailed { why: Failure::NotDelivered }]
        }
        (
            MessageStage::Drafted
            | MessageStage::Approved
            | MessageStage::Queued
            | MessageStage::Delivered
            | MessageStage::Failed
            | MessageStage::Withdrawn,
            Told::Delivered | Told::NotDelivered,
        ) => Vec::new(),
    }
}

/// A person chooses another way; it waits to leave by it at once.
pub(super) fn rerouted(
    message: &Message,
    route: Route,
    actor: &Actor,
    standing: &Standing,
) -> Result<Vec<MessageEvent>, Disallowed> {
    if !actor.is_named() {
        return Err(Disallowed::NeedsAPerson);
    }
    match message.stage {
        MessageStage::Approved | MessageStage::Failed => {}
        MessageStage::Drafted
        | MessageStage::Queued
        | MessageStage::Sent
        | MessageStage::Delivered
        | MessageStage::Withdrawn => return Err(Disallowed::MessageStep("sent another way")),
    }
    let drafted = super::MessageDrafted { route, ..message.drafted.clone() };
    standing.lets_leave(&drafted)?;
    Ok(vec![MessageEvent::MessageRouted { route }, MessageEvent::MessageQueued])
}

/// A person posted it, or said it.
pub(super) fn sent_by_hand(
    message: &Message,
    actor: &Actor,
    standing: &Standing,
) -> Result<Vec<MessageEvent>, Disallowed> {
    if !actor.is_named() {
        return Err(Disallowed::NeedsAPerson);
    }
    if message.stage != MessageStage::Queued {
        return Err(Disallowed::MessageStep("sent"));
    }
    standing.lets_leave(&message.drafted)?;
    Ok(vec![MessageEvent::MessageSent(MessageSent { via: Some(Via::Person), receipt: None })])
}
