//! Saying how it was: what somebody who was helped, a partner or family, or a professional writes of the service (T6). It is kept
//! apart from every record: it names no referral, but where she asked on her own page to be answered.
//!
//! Words that nobody reads are a hazard (H02): each is to be read by a named person within one working day, and what cannot wait
//! is passed to duty, who write down what they did.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    calendar::{Holidays, local_date},
    disallowed::{Disallowed, ImpossibleHistory},
    footprint::Hours,
    ids::{CommentId, ReferralId, SaidAndDoneId},
    measure::{Period, shown_outside},
    person::PersonalDataErased,
};

/// The most letters of each answer.
pub const LONGEST: usize = 2_000;
/// The most letters of where an answer may go.
pub const LONGEST_REACH: usize = 200;
/// The most letters of what staff write about one.
pub const LONGEST_NOTE: usize = 600;

/// A past fact about one comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentEvent {
    /// Somebody said how it was.
    CommentLeft(CommentLeft),
    /// A named person read it.
    CommentRead(CommentRead),
    /// It was passed to duty.
    CommentPassedOn(CommentPassedOn),
    /// Duty did something about it.
    CommentActedOn(CommentActedOn),
    /// An item of "You said, we did" answers it.
    CommentAnswered(CommentAnswered),
    /// It was closed with a reason.
    CommentClosed(CommentClosed),
    /// What identified anybody in it was erased.
    PersonalDataErased(PersonalDataErased),
}

/// Who writes, as they say themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Teller {
    /// Somebody who was helped, or asked for help.
    Herself,
    /// A partner, family or a friend.
    Family,
    /// A professional.
    Professional,
    /// Nothing was said of it.
    NotSaid,
}

impl Teller {
    /// Everybody, in the order of the question.
    pub const ALL: [Self; 4] = [Self::Herself, Self::Family, Self::Professional, Self::NotSaid];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Herself => "herself",
            Self::Family => "family",
            Self::Professional => "professional",
            Self::NotSaid => "not_said",
        }
    }

    /// Who has a code, if anybody.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|teller| teller.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Herself => "somebody who asked for help",
            Self::Family => "partner, family or friend",
            Self::Professional => "a professional",
            Self::NotSaid => "not said",
        }
    }
}

/// The words of a comment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentWords {
    /// What went well.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub well: String,
    /// What could be better.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub better: String,
    /// Where an answer may go, as it was typed on a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
}

/// Somebody said how it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentLeft {
    /// When.
    pub at: Timestamp,
    /// By when a named person reads it.
    pub read_by: Timestamp,
    /// Who writes.
    pub teller: Teller,
    /// The language of the page on which it was written.
    pub language: String,
    /// Whether it may be shown to everybody, in the words of the service.
    pub may_show: bool,
    /// Whether an answer is asked for.
    pub wants_answer: bool,
    /// Her referral, where she asked on her own page to be answered; otherwise none, and nothing else leads to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralId>,
    /// The words; none once erased.
    #[serde(skip)]
    pub words: Option<CommentWords>,
}

/// A named person read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRead {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
}

/// Why a comment goes to duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedFor {
    /// It may tell of danger to somebody.
    WarningSign,
    /// She asked to be answered, by a way that is safe.
    ToAnswer,
}

impl PassedFor {
    /// Each reason.
    pub const ALL: [Self; 2] = [Self::WarningSign, Self::ToAnswer];

    /// The code in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::WarningSign => "warning_sign",
            Self::ToAnswer => "to_answer",
        }
    }

    /// The reason of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::WarningSign => "it may tell of danger to somebody",
            Self::ToAnswer => "an answer is asked for, by a way that is safe",
        }
    }
}

/// It was passed to duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentPassedOn {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why.
    pub reason: PassedFor,
}

/// What staff wrote about a comment, which may identify somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentNote {
    /// The words.
    pub text: String,
}

/// Duty did something about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentActedOn {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What was done; none once erased.
    #[serde(skip)]
    pub note: Option<CommentNote>,
}

/// An item of "You said, we did" answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentAnswered {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The item.
    pub item: SaidAndDoneId,
}

/// Why a comment is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Whoever wrote was answered.
    Answered,
    /// Whoever wrote cannot be reached safely.
    NotReached,
    /// It was told to those whom it concerns, and nothing changes for everybody.
    Shared,
    /// The same stands on the list already, or is being worked on.
    KnownAlready,
    /// It is a complaint, and goes its own way.
    Complaint,
    /// It is not about this service, or says nothing.
    NotAboutUs,
}

impl CloseReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Answered, Self::NotReached, Self::Shared, Self::KnownAlready, Self::Complaint, Self::NotAboutUs];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotReached => "not_reached",
            Self::Shared => "shared",
            Self::KnownAlready => "known_already",
            Self::Complaint => "complaint",
            Self::NotAboutUs => "not_about_us",
        }
    }

    /// The reason of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Answered => "whoever wrote was answered",
            Self::NotReached => "whoever wrote cannot be reached safely",
            Self::Shared => "told to those whom it concerns; nothing changes for everybody",
            Self::KnownAlready => "stands on the list already, or is being worked on",
            Self::Complaint => "a complaint, which goes its own way",
            Self::NotAboutUs => "not about this service, or nothing is said",
        }
    }

    /// Whether it says what became of the answer that was asked for.
    pub fn speaks_of_an_answer(self) -> bool {
        matches!(self, Self::Answered | Self::NotReached)
    }
}

/// It was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentClosed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why.
    pub reason: CloseReason,
    /// More of it, where there is; none once erased.
    #[serde(skip)]
    pub note: Option<CommentNote>,
}

/// A comment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// What was said; without the words once they are erased.
    pub left: CommentLeft,
    /// Who read it first.
    pub read: Option<CommentRead>,
    /// That it was passed to duty, the last time.
    pub passed_on: Option<CommentPassedOn>,
    /// What duty did, after it was passed on.
    pub acted_on: Option<CommentActedOn>,
    /// The item that answers it.
    pub answered: Option<CommentAnswered>,
    /// That it was closed.
    pub closed: Option<CommentClosed>,
    /// Whether the words are erased.
    pub erased: bool,
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommentStage {
    /// Nobody has read it.
    Unread,
    /// Duty has it and has not said what was done.
    WithDuty,
    /// It was read, and something is still to be done.
    Open,
    /// Nothing is left to be done.
    Done,
}

impl CommentStage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Unread, Self::WithDuty, Self::Open, Self::Done];

    /// The code kept in rows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::WithDuty => "with_duty",
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    /// The stage of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

impl Comment {
    /// Where it stands. An item for everybody does not answer whoever asked to be answered.
    pub fn stage(&self) -> CommentStage {
        if self.passed_on.is_some() && self.acted_on.is_none() && self.closed.is_none() {
            return CommentStage::WithDuty;
        }
        if self.erased || self.closed.is_some() || (self.answered.is_some() && !self.left.wants_answer) {
            return CommentStage::Done;
        }
        if self.read.is_some() { CommentStage::Open } else { CommentStage::Unread }
    }

    /// Whether an item for everybody may name it as what it answers.
    pub fn may_be_shown(&self) -> bool {
        self.left.may_show
            && self.answered.is_none()
            && matches!(self.stage(), CommentStage::Unread | CommentStage::Open)
    }
}

/// By when a named person reads what is said now: a day after it was said or the door opens next, and never while it is shut.
///
/// # Source
/// None outside: one working day is this project's default, the longest that a warning sign in free text may lie.
pub fn read_by(now: Timestamp, duty: &Hours, holidays: &Holidays) -> Timestamp {
    let open_from = |at: Timestamp| {
        let open = duty.open_at(at, holidays).open;
        if open { at } else { duty.opens_next(at, holidays).unwrap_or(at) }
    };
    open_from(open_from(now) + SignedDuration::from_hours(24))
}

/// What somebody asks to be done with a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentCommand {
    /// Take it in.
    Leave(CommentLeft),
    /// Say that it was read, and nothing in it cannot wait.
    Read,
    /// Pass it to duty.
    PassOn(PassedFor),
    /// Say what duty did.
    Act {
        /// What was done.
        done: String,
    },
    /// Name the item that answers it.
    Answer(SaidAndDoneId),
    /// Close it.
    Close {
        /// Why.
        reason: CloseReason,
        /// More of it; may be empty.
        note: String,
    },
    /// Erase what identifies anybody in it.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be. What was read before is not read again.
///
/// # Errors
/// [`Disallowed`] when it exists already or does not, is done with, nothing is said or too much, duty has it and has not said what
/// was done, or it may not be shown.
pub fn decide(
    state: Option<&Comment>,
    command: CommentCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<CommentEvent>, Disallowed> {
    let (state, command) = match (state, command) {
        (None, CommentCommand::Leave(left)) => return Ok(vec![CommentEvent::CommentLeft(checked(left)?)]),
        (Some(_), CommentCommand::Leave(_)) => return Err(Disallowed::AlreadyExists),
        (None, _) => return Err(Disallowed::Unknown),
        (Some(state), command) => (state, command),
    };
    let by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
    if let CommentCommand::ErasePersonalData { why } = command {
        if why.trim().is_empty() {
            return Err(Disallowed::ReasonMissing);
        }
        let erased = CommentEvent::PersonalDataErased(PersonalDataErased { why });
        return Ok(if state.erased { Vec::new() } else { vec![erased] });
    }
    let stage = state.stage();
    if stage == CommentStage::Done {
        return Err(Disallowed::CommentDone);
    }
    // Whatever is done with it was read before.
    let read =
        (stage == CommentStage::Unread).then(|| CommentEvent::CommentRead(CommentRead { at: now, by: by.clone() }));
    let next = match command {
        CommentCommand::Leave(_) | CommentCommand::ErasePersonalData { .. } | CommentCommand::Read => None,
        CommentCommand::PassOn(_) if stage == CommentStage::WithDuty => None,
        CommentCommand::PassOn(reason) => Some(CommentEvent::CommentPassedOn(CommentPassedOn { at: now, by, reason })),
        CommentCommand::Act { done } => {
            if stage != CommentStage::WithDuty {
                return Err(Disallowed::NotWithDuty);
            }
            let note =
                Some(CommentNote { text: note(&done, "what was done")?.ok_or(Disallowed::Empty("what was done"))? });
            Some(CommentEvent::CommentActedOn(CommentActedOn { at: now, by, note }))
        }
        CommentCommand::Answer(_) | CommentCommand::Close { .. } if stage == CommentStage::WithDuty => {
            return Err(Disallowed::WithDuty);
        }
        CommentCommand::Answer(item) => {
            if !state.left.may_show {
                return Err(Disallowed::MayNotBeShown);
            }
            (state.answered.as_ref().is_none_or(|answered| answered.item != item))
                .then_some(CommentEvent::CommentAnswered(CommentAnswered { at: now, by, item }))
        }
        CommentCommand::Close { reason, note: more } => {
            if state.left.wants_answer != reason.speaks_of_an_answer() {
                return Err(Disallowed::AnswerNotSpokenOf);
            }
            let note = note(&more, "the note")?.map(|text| CommentNote { text });
            Some(CommentEvent::CommentClosed(CommentClosed { at: now, by, reason, note }))
        }
    };
    Ok(read.into_iter().chain(next).collect())
}

fn checked(mut left: CommentLeft) -> Result<CommentLeft, Disallowed> {
    let words = left.words.take().unwrap_or_default();
    let words = CommentWords {
        well: words.well.trim().to_owned(),
        better: words.better.trim().to_owned(),
        reach: words.reach.map(|reach| reach.trim().to_owned()).filter(|reach| !reach.is_empty()),
    };
    if words.well.is_empty() && words.better.is_empty() {
        return Err(Disallowed::Empty("how it was"));
    }
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    if too_long(&words.well, LONGEST)
        || too_long(&words.better, LONGEST)
        || words.reach.as_deref().is_some_and(|reach| too_long(reach, LONGEST_REACH))
    {
        return Err(Disallowed::TooLong("what you wrote"));
    }
    let reachable = left.referral.is_some() || words.reach.is_some();
    // Without an answer nothing leads to whoever wrote; with one, something must.
    if left.wants_answer != reachable {
        return Err(Disallowed::Empty("where an answer may go"));
    }
    left.words = Some(words);
    Ok(left)
}

fn note(text: &str, what: &'static str) -> Result<Option<String>, Disallowed> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NOTE {
        return Err(Disallowed::TooLong(what));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// The comment after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: CommentId, state: Option<Comment>, event: &CommentEvent) -> Result<Comment, ImpossibleHistory> {
    let mut comment = match (state, event) {
        (None, CommentEvent::CommentLeft(left)) => {
            return Ok(Comment {
                id,
                left: left.clone(),
                read: None,
                passed_on: None,
                acted_on: None,
                answered: None,
                closed: None,
                erased: false,
            });
        }
        (None, _) => return Err(ImpossibleHistory("a comment begins with what was said")),
        (Some(comment), _) => comment,
    };
    match event {
        CommentEvent::CommentLeft(_) => return Err(ImpossibleHistory("a comment is left once")),
        CommentEvent::CommentRead(read) => comment.read = Some(read.clone()),
        CommentEvent::CommentPassedOn(passed) => {
            comment.passed_on = Some(passed.clone());
            comment.acted_on = None;
        }
        CommentEvent::CommentActedOn(acted) => comment.acted_on = Some(acted.clone()),
        CommentEvent::CommentAnswered(answered) => comment.answered = Some(answered.clone()),
        CommentEvent::CommentClosed(closed) => comment.closed = Some(closed.clone()),
        CommentEvent::PersonalDataErased(_) => {
            comment.left.words = None;
            if let Some(acted) = &mut comment.acted_on {
                acted.note = None;
            }
            if let Some(closed) = &mut comment.closed {
                closed.note = None;
            }
            comment.erased = true;
        }
    }
    Ok(comment)
}

/// How many said how it was in a month, or in all of a period: small numbers are hidden, and the others rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentCount {
    /// The first day of the month; none for all of the period.
    pub month: Option<Date>,
    /// All of them.
    pub all: Option<u64>,
    /// By who wrote, in the order of [`Teller::ALL`].
    pub tellers: [Option<u64>; 4],
}

/// The counts of a period, from when each was left and by whom: month by month in which there was any, and last the whole.
pub fn comment_counts(left: &[(Timestamp, Teller)], period: Period) -> Vec<CommentCount> {
    let left: Vec<(Date, Teller)> = left
        .iter()
        .filter_map(|(at, teller)| Some((local_date(*at)?, *teller)))
        .filter(|(day, _)| (period.from..=period.to).contains(day))
        .collect();
    let mut months: Vec<Date> = left.iter().map(|(day, _)| day.first_of_month()).collect();
    months.sort_unstable();
    months.dedup();
    let row = |month: Option<Date>| {
        let within = |day: &Date| month.is_none_or(|month| day.first_of_month() == month);
        let count = |of: &dyn Fn(Teller) -> bool| {
            shown_outside(left.iter().filter(|(day, teller)| within(day) && of(*teller)).count() as u64)
        };
        CommentCount {
            month,
            all: count(&|_| true),
            tellers: Teller::ALL.map(|teller| count(&|other| other == teller)),
        }
    };
    months.into_iter().map(Some).chain([None]).map(row).collect()
}
