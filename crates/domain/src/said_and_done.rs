//! "You said, we did": what people told the service about itself, and what was changed because of it, for everybody to read
//! (T6). It names nobody.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    ids::SaidAndDoneId,
};

/// The most letters of what people said.
pub const LONGEST_SAID: usize = 300;
/// The most letters of what was done.
pub const LONGEST_DONE: usize = 600;

/// A past fact about one item of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaidAndDoneEvent {
    /// It was published, or published in other words.
    SaidAndDonePublished(SaidAndDonePublished),
    /// It was taken off the list.
    SaidAndDoneWithdrawn(SaidAndDoneWithdrawn),
}

/// The words of one item, which name nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidAndDonePublished {
    /// What people said.
    pub said: String,
    /// What was done.
    pub done: String,
    /// When it was done.
    pub done_on: Date,
    /// The account that published it.
    pub by: String,
}

/// One item was taken off the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidAndDoneWithdrawn {
    /// Why, for those who keep the list.
    pub why: String,
    /// The account that did.
    pub by: String,
}

/// One item as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidAndDone {
    /// Which.
    pub id: SaidAndDoneId,
    /// Its words, the newest.
    pub words: SaidAndDonePublished,
    /// Why it is off the list, where it is.
    pub withdrawn: Option<String>,
    /// How often something was done with it: the version that a form was drawn from.
    pub version: i64,
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaidAndDoneCommand {
    /// Puts it on the list, in these words; also one that was withdrawn.
    Publish {
        /// What people said.
        said: String,
        /// What was done.
        done: String,
        /// When.
        done_on: Date,
    },
    /// Takes it off the list.
    Withdraw {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be. The same words again change nothing.
///
/// # Errors
/// [`Disallowed`] when a program asks, something is missing or too long, it was not done yet, or the words name somebody.
pub fn decide(
    item: Option<&SaidAndDone>,
    command: SaidAndDoneCommand,
    actor: &Actor,
    today: Date,
) -> Result<Option<SaidAndDoneEvent>, Disallowed> {
    let by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
    match command {
        SaidAndDoneCommand::Publish { said, done, done_on } => {
            let said = checked(&said, "what people said", LONGEST_SAID)?;
            let done = checked(&done, "what was done", LONGEST_DONE)?;
            if done_on > today {
                return Err(Disallowed::NotYet);
            }
            let shown = item.filter(|item| item.withdrawn.is_none()).map(|item| &item.words);
            if shown.is_some_and(|words| (&words.said, &words.done, words.done_on) == (&said, &done, done_on)) {
                return Ok(None);
            }
            let published = SaidAndDonePublished { said, done, done_on, by };
            Ok(Some(SaidAndDoneEvent::SaidAndDonePublished(published)))
        }
        SaidAndDoneCommand::Withdraw { why } => {
            let item = item.ok_or(Disallowed::Unknown)?;
            let why = checked(&why, "why it is taken off the list", LONGEST_SAID)?;
            let withdrawn = SaidAndDoneWithdrawn { why, by };
            Ok(item.withdrawn.is_none().then_some(SaidAndDoneEvent::SaidAndDoneWithdrawn(withdrawn)))
        }
    }
}

/// Words for everybody: some, not too many, and without what stands for one person.
fn checked(text: &str, what: &'static str, longest: usize) -> Result<String, Disallowed> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Disallowed::Empty(what));
    }
    if text.chars().count() > longest {
        return Err(Disallowed::TooLong(what));
    }
    if names_somebody(&text) {
        return Err(Disallowed::NamesSomebody);
    }
    Ok(text)
}

/// Whether an e-mail address stands in a text, or ten digits that only spaces, hyphens and brackets part: a telephone number or
/// an NHS number. A name is not found by any rule: whoever publishes is asked.
fn names_somebody(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '@' => return true,
            c if c.is_ascii_digit() => digits += 1,
            ' ' | '-' | '(' | ')' | '+' => {}
            _ => digits = 0,
        }
        if digits >= 10 {
            return true;
        }
    }
    false
}

/// The item after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when something is withdrawn that was never published.
pub fn evolve(
    id: SaidAndDoneId,
    before: Option<SaidAndDone>,
    event: &SaidAndDoneEvent,
) -> Result<SaidAndDone, ImpossibleHistory> {
    let version = before.as_ref().map_or(0, |before| before.version) + 1;
    match (before, event) {
        (_, SaidAndDoneEvent::SaidAndDonePublished(words)) => {
            Ok(SaidAndDone { id, words: words.clone(), withdrawn: None, version })
        }
        (Some(before), SaidAndDoneEvent::SaidAndDoneWithdrawn(withdrawn)) => {
            Ok(SaidAndDone { withdrawn: Some(withdrawn.why.clone()), version, ..before })
        }
        (None, SaidAndDoneEvent::SaidAndDoneWithdrawn(_)) => {
            Err(ImpossibleHistory("an item of the list begins with its words"))
        }
    }
}
