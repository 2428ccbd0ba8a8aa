//! Carriers: programs that bring a message to somebody, by e-mail or by text. What is handed over, to whom, and what may come back.
//!
//! A carrier is handed a [`Parcel`] and answers with [`Handed`]: it has it, not now, never, or nobody knows. The four are told
//! apart by what is to be done next: nothing, the same again later, a person's look, or asking [`Carrier::left`] first. One
//! parcel keeps its reference however often it is handed over, so that a carrier that knows references takes it once.
//!
//! Every call has its time and every answer its size. Nothing of a parcel and nothing secret stands in what is debugged.
//! Nothing here reads a clock: a carrier that has to say what time it is was given a [`Clock`].

mod dialogue;
pub mod file;
pub mod govuk_notify;
pub mod mail;
pub mod nhs_notify;

use std::{fmt, sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::outgoing::{Bounds, NoAnswer};

/// How long handing over may take, where nothing else is said.
const TOTAL: Duration = Duration::from_secs(20);
/// How many bytes an answer may have, where nothing else is said.
const MOST_BYTES: usize = 256 * 1024;
/// The most bytes of what is told at once.
pub const MOST_TOLD: usize = 256 * 1024;
/// The longest name of a message that a carrier gives.
const LONGEST_RECEIPT: usize = 100;
/// The longest reference.
const LONGEST_REFERENCE: usize = 64;

/// What time it is, of whoever may know it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The bounds of a carrier, where nothing else is said: five seconds for a connection, twenty for the whole.
pub fn bounds() -> Bounds {
    Bounds { total: TOTAL, most_bytes: MOST_BYTES, ..Bounds::default() }
}

/// What is handed to a carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The message's id: the same whenever it is tried again. Letters, digits and `-`, so that it can be a name anywhere.
    pub reference: String,
    /// An e-mail address or a telephone number; each carrier says what else it takes.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Whether a reference is a name that may stand anywhere.
fn is_reference(reference: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=LONGEST_REFERENCE).contains(&reference.len()) && reference.bytes().all(plain)
}

/// A carrier's own name for a message, if it is one.
fn receipt(text: &str) -> Option<String> {
    let fits = (1..=LONGEST_RECEIPT).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

/// What it means for a message that no answer came, where the question did not come through.
fn unanswered(why: &NoAnswer) -> NotNow {
    match why {
        NoAnswer::Unreachable(_) | NoAnswer::TooSlow(_) => NotNow::Unreachable,
        NoAnswer::Address | NoAnswer::TooMuch(_) | NoAnswer::Elsewhere(_) | NoAnswer::Broken(_) => NotNow::Broken,
    }
}

impl Parcel {
    /// Whether it can be handed to anybody: a reference that is a name, somebody to bring it to, and lines that stay lines.
    /// Whoever could end a line could write lines of their own before the text.
    fn fits(&self) -> Result<(), Refused> {
        if !is_reference(&self.reference) {
            Err(Refused::Other)
        } else if self.to.trim().is_empty() || self.to.contains(char::is_control) {
            Err(Refused::Address)
        } else if self.subject.contains(char::is_control) {
            Err(Refused::Content)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Parcel {
    /// Says nothing of whom it is for and of what it says: what is debugged may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parcel").field("reference", &self.reference).finish_non_exhaustive()
    }
}

/// What a carrier answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// It has it.
    Taken {
        /// What finds it again at the carrier, where it says so.
        receipt: Option<String>,
    },
    /// It did not take it, and nobody's message is at fault: the same is handed over again later.
    NotNow(NotNow),
    /// It will never take it as it is: a person has to see to it.
    Refused(Refused),
    /// It may have left: everything was handed over, and no answer came.
    InDoubt,
}

/// Why a carrier did not take a message now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotNow {
    /// Nobody was there, or not the one whose certificate was expected, or it was too slow.
    Unreachable,
    /// It has had enough for the moment.
    TooMany,
    /// It cannot do its work, or does not speak as was agreed.
    Broken,
    /// It does not let this service in, or not as whom the settings say.
    Credentials,
}

impl NotNow {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Unreachable, Self::TooMany, Self::Broken, Self::Credentials];

    /// As it is kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TooMany => "too_many",
            Self::Broken => "broken",
            Self::Credentials => "credentials",
        }
    }
}

/// Why a carrier will never take a message as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// Nobody can be reached at the address or number.
    Address,
    /// Its template is not known there, or asks for something that was not given.
    Template,
    /// What it says is too long or may not be said.
    Content,
    /// Something else, which stands in the carrier's own log.
    Other,
}

impl Refused {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Address, Self::Template, Self::Content, Self::Other];

    /// As it is kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Template => "template",
            Self::Content => "content",
            Self::Other => "other",
        }
    }
}

/// What a carrier says of a message that was in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// It has it.
    Yes {
        /// What finds it again at the carrier, where it says so.
        receipt: Option<String>,
    },
    /// It does not have it.
    No,
    /// It does not know, or was not asked: a person decides.
    CannotSay,
}

/// Brings messages to people.
pub trait Carrier: Send + Sync {
    /// Hands over, and waits for the answer. Not for a thread that answers others.
    fn hand(&self, parcel: &Parcel) -> Handed;

    /// Whether a message that was in doubt has left, by its reference. To be asked some minutes later: what was still on its
    /// way in would not be known yet.
    fn left(&self, reference: &str) -> Left;
}

/// What a carrier tells later of a message that it took. It may be told late, twice, and not in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What the carrier called it when it took it.
    pub receipt: String,
    /// What we called it.
    pub reference: Option<String>,
    /// How it stands.
    pub status: ToldStatus,
}

/// How a message stands at its carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToldStatus {
    /// It arrived, as far as the carrier can tell.
    Delivered,
    /// It did not arrive and will not at this address or number.
    Failed,
    /// It did not arrive, after the carrier's own tries; another message might.
    FailedForNow,
    /// It is on its way, or the carrier will hear no more of it.
    Underway,
}

/// Why what somebody told is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotTold {
    /// Whoever told it did not show that they are the carrier.
    #[error("it does not come from the carrier")]
    NotLetIn,
    /// It is not what the carrier's description says.
    #[error("it cannot be read as what a carrier tells")]
    Unreadable,
}
