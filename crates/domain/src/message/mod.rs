//! Letters and messages: one outbox, each with a state; nothing leaves by a route she has not agreed (INV-10).

mod address;
mod delivery;
mod kind;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use address::{MOST_OF_A_TEXT, ORGANISATIONAL_ENDS, mobile_number, organisational_address, reached_at};
pub use delivery::{Attempt, Delivery, Failure, MOST_ATTEMPTS, Obstacle, Told, Via, again_at, reference_of};
pub use kind::MessageKind;

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::{Confidant, Situation, TellingChoices},
    ids::{MessageId, ReferralId},
    person::{ContactChoices, PersonalDataErased, Route, RouteChoice, names_one},
    wording::{Fits, first_line},
};

/// Who reads a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The person whom the referral is about.
    Woman,
    /// Who referred her.
    Referrer,
}

impl Recipient {
    /// The recipient of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Woman, Self::Referrer].into_iter().find(|recipient| recipient.code() == code)
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Referrer => "referrer",
        }
    }
}

/// A past fact about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageEvent {
    /// It was written.
    MessageDrafted(MessageDrafted),
    /// A named person read and approved it.
    MessageApproved,
    /// It waits to leave.
    MessageQueued,
    /// It left.
    MessageSent(MessageSent),
    /// It could not be handed over, and is tried again.
    MessageDelayed(MessageDelayed),
    /// Whoever carried it says that it arrived.
    MessageDelivered,
    /// It could not leave, or did not arrive; somebody owns that.
    MessageFailed {
        /// Why.
        why: Failure,
    },
    /// A person chose another way for it.
    MessageRouted {
        /// How it leaves now.
        route: Route,
    },
    /// It was taken back before it left.
    MessageWithdrawn {
        /// Why.
        why: String,
    },
    /// What it said was erased.
    PersonalDataErased(PersonalDataErased),
}

/// A message that left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSent {
    /// Who took it; none in the first entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
    /// By what whoever took it finds it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A message that could not be handed over yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDelayed {
    /// What stood in the way.
    pub why: Obstacle,
    /// When it is tried again.
    pub again_at: Timestamp,
}

/// A message that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDrafted {
    /// The referral that it is about.
    pub referral: ReferralId,
    /// Who reads it.
    pub recipient: Recipient,
    /// How it leaves.
    pub route: Route,
    /// The template that it was drafted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateUsed>,
    /// Who else reads it, as she agreed (PR-14, PR-20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copied_to: Vec<Confidant>,
    /// The number of the appointment that she is told of, where it is about one that is to stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<u32>,
    /// What it says; none once erased.
    #[serde(skip)]
    pub words: Option<Words>,
}

impl MessageDrafted {
    /// Which kind of message it is; none where it was drafted from no template that tells.
    pub fn kind(&self) -> Option<MessageKind> {
        self.template.as_ref().and_then(|used| MessageKind::of_template(&used.name))
    }
}

/// The version of a template that a message was drafted from, and which situations it fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUsed {
    /// Its name.
    pub name: String,
    /// Its version; 0 for the one that comes with the program.
    pub version: i64,
    /// Which situations it fits.
    pub fits: Fits,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The first line; neutral where others may see it.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStage {
    /// Written, not yet read by the person who answers for it.
    Drafted,
    /// Read and approved.
    Approved,
    /// Waiting to leave.
    Queued,
    /// Gone.
    Sent,
    /// Arrived, as whoever carried it says.
    Delivered,
    /// Could not leave, or did not arrive.
    Failed,
    /// Taken back before it left.
    Withdrawn,
}

impl MessageStage {
    /// Every state, in the order in which a message passes them.
    pub const ALL: [Self; 7] =
        [Self::Drafted, Self::Approved, Self::Queued, Self::Sent, Self::Delivered, Self::Failed, Self::Withdrawn];

    /// The state of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Approved => "approved",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The message.
    pub id: MessageId,
    /// What was drafted.
    pub drafted: MessageDrafted,
    /// Where it is.
    pub stage: MessageStage,
    /// What came of handing it over.
    pub delivery: Delivery,
}

impl Message {
    /// A message that was just written.
    pub fn drafted(id: MessageId, drafted: MessageDrafted) -> Self {
        Self { id, drafted, stage: MessageStage::Drafted, delivery: Delivery::default() }
    }
}

/// What someone asks to be done with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageCommand {
    /// Write it.
    Draft(MessageDrafted),
    /// Write it anew, while nobody has approved it.
    Redraft(MessageDrafted),
    /// Approve it.
    Approve,
    /// Let it leave.
    Queue,
    /// Let it go another way.
    Reroute {
        /// How it leaves.
        route: Route,
    },
    /// A person posted it, or said it.
    MarkSent,
    /// The service handed it over, or could not.
    Attempted {
        /// What came of it.
        attempt: Attempt,
        /// When.
        at: Timestamp,
    },
    /// Whoever carried it says what became of it.
    Told(Told),
    /// Take it back before it leaves, or say that a failure was seen to.
    Withdraw {
        /// Why.
        why: String,
    },
    /// Erase what it says.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What holds of the person whom a message is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How it is safe to reach her.
    pub contact: ContactChoices,
    /// The ways of which she is to be asked again: her number or address is another.
    pub unsettled: BTreeSet<Route>,
    /// Whom we may tell.
    pub may_tell: TellingChoices,
    /// How things are.
    pub situation: Option<Situation>,
    /// Whether she died: nothing goes to her any more (PR-27).
    pub died: bool,
    /// Whether the national record says so, and nobody has looked at that: nothing goes to her until somebody has (PR-27).
    pub death_to_look_at: bool,
    /// When she is expected, by the numbers of her appointments.
    pub expected: BTreeMap<u32, Timestamp>,
    /// What tells where she lives, where that is withheld: it stands in no letter to anybody (PR-26).
    pub withheld: Vec<String>,
}

impl Standing {
    /// Whether a message may leave as things stand: by a way that she agreed to, with a text that fits (INV-10).
    ///
    /// # Errors
    /// [`Disallowed`] with what stands against it.
    pub fn lets_leave(&self, drafted: &MessageDrafted) -> Result<(), Disallowed> {
        if drafted.recipient == Recipient::Woman && !self.contact.allow_kind(drafted.route, drafted.kind()) {
            return Err(self.not_by(drafted.route, drafted.kind()));
        }
        self.admits(drafted)
    }

    /// The same at an instant: what began before it is over.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.expected.retain(|_, starts_at| *starts_at > now);
        self
    }

    /// Why nothing goes to her by a way that is not agreed.
    pub fn not_by(&self, route: Route, kind: Option<MessageKind>) -> Disallowed {
        if self.contact.of_kind(route, kind) == RouteChoice::NotKnown && self.unsettled.contains(&route) {
            Disallowed::RouteUnsettled
        } else {
            Disallowed::RouteNotAgreed
        }
    }

    /// The text fits how things are, and everyone who reads a copy is one whom she agreed to.
    fn admits(&self, drafted: &MessageDrafted) -> Result<(), Disallowed> {
        if self.died && drafted.recipient == Recipient::Woman {
            return Err(Disallowed::SheDied);
        }
        if self.death_to_look_at && drafted.recipient == Recipient::Woman {
            return Err(Disallowed::DeathToLookAt);
        }
        if drafted.template.as_ref().is_some_and(|template| !template.fits.allows(self.situation)) {
            return Err(Disallowed::TemplateDoesNotFit);
        }
        if drafted.appointment.is_some_and(|number| !self.expected.contains_key(&number)) {
            return Err(Disallowed::AppointmentGone);
        }
        let words = drafted.words.as_ref();
        if words.is_some_and(|words| names_one(&self.withheld, &format!("{} {}", words.subject, words.body))) {
            return Err(Disallowed::NamesWithheldAddress { to_her: drafted.recipient == Recipient::Woman });
        }
        match drafted.copied_to.iter().find(|confidant| self.may_tell.of(**confidant) != RouteChoice::Yes) {
            Some(confidant) => Err(Disallowed::TellingNotAgreed(confidant.label())),
            None => Ok(()),
        }
    }
}

/// What follows from a command, or why it may not be. `standing` is what holds of her now; it decides when a
/// message is drafted and again when it is queued (INV-10).
///
/// # Errors
/// [`Disallowed`] when the route is not agreed, nobody approved the message, or the step does not follow.
pub fn decide(
    state: Option<&Message>,
    command: MessageCommand,
    actor: &Actor,
    standing: &Standing,
) -> Result<Vec<MessageEvent>, Disallowed> {
    match (state, command) {
        (Some(_), MessageCommand::Draft(_)) => Err(Disallowed::AlreadyExists),
        (None, MessageCommand::Draft(drafted)) => drafted_well(drafted, standing),
        (Some(message), MessageCommand::Redraft(drafted)) => {
            let same = (message.drafted.referral, message.drafted.recipient) == (drafted.referral, drafted.recipient);
            if message.stage != MessageStage::Drafted || !same {
                return Err(Disallowed::MessageStep("written anew"));
            }
            drafted_well(drafted, standing)
        }
        (
            None,
            MessageCommand::Redraft(_)
            | MessageCommand::Approve
            | MessageCommand::Queue
            | MessageCommand::Reroute { .. }
            | MessageCommand::MarkSent
            | MessageCommand::Attempted { .. }
            | MessageCommand::Told(_)
            | MessageCommand::Withdraw { .. }
            | MessageCommand::ErasePersonalData { .. },
        ) => Err(Disallowed::Unknown),
        (Some(_), MessageCommand::ErasePersonalData { why }) => {
            Ok(vec![MessageEvent::PersonalDataErased(PersonalDataErased { why })])
        }
        (Some(message), MessageCommand::Withdraw { why }) => match message.stage {
            MessageStage::Drafted | MessageStage::Approved | MessageStage::Queued | MessageStage::Failed => {
                Ok(vec![MessageEvent::MessageWithdrawn { why }])
            }
            MessageStage::Sent | MessageStage::Delivered | MessageStage::Withdrawn => {
                Err(Disallowed::MessageStep("withdrawn"))
            }
        },
        (Some(message), MessageCommand::Approve) => {
            let by_itself = *actor == Actor::System && message.drafted.kind().is_some_and(MessageKind::made_by_itself);
            if !actor.is_named() && !by_itself {
                return Err(Disallowed::NeedsAPerson);
            }
            if message.stage != MessageStage::Drafted {
                return Err(Disallowed::MessageStep("approved"));
            }
            Ok(vec![MessageEvent::MessageApproved])
        }
        (Some(message), MessageCommand::Queue) => {
            match message.stage {
                MessageStage::Approved | MessageStage::Failed => {}
                MessageStage::Drafted
                | MessageStage::Queued
                | MessageStage::Sent
                | MessageStage::Delivered
                | MessageStage::Withdrawn => {
                    return Err(Disallowed::MessageStep("queued"));
                }
            }
            standing.lets_leave(&message.drafted)?;
            Ok(vec![MessageEvent::MessageQueued])
        }
        (Some(message), MessageCommand::Reroute { route }) => delivery::rerouted(message, route, actor, standing),
        (Some(message), MessageCommand::MarkSent) => delivery::sent_by_hand(message, actor, standing),
        (Some(message), MessageCommand::Attempted { attempt, at }) => delivery::attempted(message, attempt, at, actor),
        (Some(message), MessageCommand::Told(told)) => Ok(delivery::told(message, told)),
    }
}

fn drafted_well(drafted: MessageDrafted, standing: &Standing) -> Result<Vec<MessageEvent>, Disallowed> {
    if drafted.words.as_ref().is_none_or(|words| words.body.trim().is_empty()) {
        return Err(Disallowed::Empty("the message"));
    }
    let line = drafted.words.as_ref().filter(|_| drafted.recipient == Recipient::Woman).map(|words| &words.subject);
    // However it came about: what others see of it says nothing (H06).
    if let Some(word) = line.and_then(|line| first_line::tells(line)) {
        return Err(Disallowed::FirstLineTells(word));
    }
    standing.admits(&drafted)?;
    Ok(vec![MessageEvent::MessageDrafted(drafted)])
}

/// The message after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: MessageId, state: Option<Message>, event: &MessageEvent) -> Result<Message, ImpossibleHistory> {
    let mut message = match (state, event) {
        (None, MessageEvent::MessageDrafted(drafted)) => return Ok(Message::drafted(id, drafted.clone())),
        (None, _) => return Err(ImpossibleHistory("a message begins with its draft")),
        (Some(message), _) => message,
    };
    message.stage = match (message.stage, event) {
        (MessageStage::Drafted, MessageEvent::MessageDrafted(anew)) => {
            message.drafted = anew.clone();
            MessageStage::Drafted
        }
        (MessageStage::Drafted, MessageEvent::MessageApproved) => MessageStage::Approved,
        (MessageStage::Approved | MessageStage::Failed, MessageEvent::MessageQueued) => MessageStage::Queued,
        (MessageStage::Queued | MessageStage::Withdrawn, MessageEvent::MessageSent(_)) => MessageStage::Sent,
        (MessageStage::Queued, MessageEvent::MessageDelayed(_)) => MessageStage::Queued,
        (MessageStage::Queued | MessageStage::Sent, MessageEvent::MessageFailed { .. }) => MessageStage::Failed,
        // A carrier may say late that what it gave up, or what was in doubt, did arrive.
        (MessageStage::Sent | MessageStage::Failed, MessageEvent::MessageDelivered) => MessageStage::Delivered,
        (
            stage @ (MessageStage::Approved | MessageStage::Queued | MessageStage::Failed),
            MessageEvent::MessageRouted { route },
        ) => {
            message.drafted.route = *route;
            if stage == MessageStage::Queued { MessageStage::Approved } else { stage }
        }
        (
            MessageStage::Drafted | MessageStage::Approved | MessageStage::Queued | MessageStage::Failed,
            MessageEvent::MessageWithdrawn { .. },
        ) => MessageStage::Withdrawn,
        (stage, MessageEvent::PersonalDataErased(_)) => {
            message.drafted.words = None;
            stage
        }
        (_, MessageEvent::MessageDrafted(_))
        | (_, MessageEvent::MessageApproved)
        | (_, MessageEvent::MessageQueued)
        | (_, MessageEvent::MessageSent(_))
        | (_, MessageEvent::MessageDelayed(_))
        | (_, MessageEvent::MessageDelivered)
        | (_, MessageEvent::MessageFailed { .. })
        | (_, MessageEvent::MessageRouted { .. })
        | (_, MessageEvent::MessageWithdrawn { .. }) => {
            return Err(ImpossibleHistory("this step of a message does not follow from the one before"));
        }
    };
    message.delivery = message.delivery.after(event);
    Ok(message)
}
