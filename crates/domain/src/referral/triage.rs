//! What happens to a referral between its receipt and its decision: claims, attempts, questions, tasks.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CameBack, LetterDue, Pause, Priority, ladder::Ladder};
use crate::{
    calendar::NotComputed,
    front_door::{Asked, Story, TaskKind},
    person::{Pregnancy, Route},
};

/// What is known of a referral's way to its decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Triage {
    /// What a person must do beside deciding.
    pub tasks: BTreeMap<TaskKind, Task>,
    /// Who said "I take this".
    pub claim: Option<Claim>,
    /// How often somebody tried to reach her.
    pub attempts: u32,
    /// The last try.
    pub last_attempt: Option<Attempt>,
    /// Whose answer is waited for.
    pub waiting: Option<Waiting>,
    /// Decided, and a letter is due.
    pub letter_due: Option<LetterDue>,
    /// Whether something is recorded on the restricted page.
    pub safeguarding: bool,
    /// Since when it is an emergency, or when it last became one: that risk was mentioned stays true when the urgency is
    /// lowered.
    pub emergency_since: Option<Timestamp>,
    /// Whether an earlier no was looked for.
    pub looked_back: bool,
    /// That she came again after a no.
    pub came_back: Option<CameBack>,
    /// The account of who decided that no, where somebody here did.
    pub first_no_by: Option<String>,
    /// When the urgency was last raised.
    pub raised_at: Option<Timestamp>,
    /// How far up the ladder it is, where it is an emergency.
    pub ladder: Ladder,
    /// What its response clock is counted from: the earliest of their ends is by when it must be answered.
    pub counted_from: Vec<CountedFrom>,
    /// Since when, and until when, its response clock stands still.
    pub paused: Option<Pause>,
    /// The pauses that moved the end of the response clock: from when until when it stood still.
    pub pauses: Vec<(Timestamp, Timestamp)>,
    /// When a member of staff last did something about it.
    pub last_step_at: Option<Timestamp>,
    /// When somebody of the service first wrote something about it (D19).
    pub first_entry_at: Option<Timestamp>,
}

/// From when the response clock of a priority is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedFrom {
    /// The priority.
    pub priority: Priority,
    /// The receipt, or when it was raised to this.
    pub since: Timestamp,
}

/// Something that a person must do about a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// By when.
    pub due_by: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// Who took a referral in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The account.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was an emergency then: who took it before has not taken the emergency.
    pub of_emergency: bool,
}

/// A try to reach her. It never stops a clock (PR-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// Who tried.
    pub by: String,
    /// How.
    pub route: Route,
    /// What came of it.
    pub outcome: AttemptOutcome,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// Nobody answered.
    NoAnswer,
    /// A neutral message was left.
    LeftMessage,
    /// Somebody else answered; nothing was said.
    SomebodyElse,
    /// She spoke.
    Spoke,
}

impl AttemptOutcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::NoAnswer, Self::LeftMessage, Self::SomebodyElse, Self::Spoke];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::LeftMessage => "left_message",
            Self::SomebodyElse => "somebody_else",
            Self::Spoke => "spoke",
        }
    }

    /// The outcome of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoAnswer => "no answer",
            Self::LeftMessage => "left a neutral message",
            Self::SomebodyElse => "somebody else answered",
            Self::Spoke => "spoke with her",
        }
    }
}

/// Whose answer is waited for, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Of whom.
    pub of: AskedOf,
    /// Until when before somebody looks again.
    pub until: Timestamp,
}

/// Who is asked for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedOf {
    /// The woman herself.
    Woman,
    /// Who referred her.
    Referrer,
    /// Somebody else.
    Other,
}

impl AskedOf {
    /// Everyone who can be asked.
    pub const ALL: [Self; 3] = [Self::Referrer, Self::Woman, Self::Other];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Referrer => "referrer",
            Self::Other => "other",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Woman => "her",
            Self::Referrer => "the referrer",
            Self::Other => "somebody else",
        }
    }
}

/// A task that was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedTask {
    /// Which.
    pub task: TaskKind,
    /// By when.
    pub due_by: Timestamp,
}

/// Words that somebody wrote about a referral; erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub text: String,
}

/// Somebody said "I take this", or let it go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralClaimed {
    /// The account.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was an emergency then; not said in what was written before it was asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_emergency: bool,
}

/// A claim was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimReleased {
    /// When.
    pub at: Timestamp,
}

/// Somebody tried to reach her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAttempted {
    /// The try.
    #[serde(flatten)]
    pub attempt: Attempt,
    /// What was noted; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Where an addition comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdditionKind {
    /// Whoever asked told more by the same way in.
    Door,
    /// A member of staff wrote a note.
    Note,
    /// An answer to what was asked came.
    Answer,
    /// The referrer confirmed that the emergency was handed over in speech (PR-04).
    SpokenHandover,
    /// She said on her own page that something has changed (X6).
    HerPage,
}

/// More became known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralAddedTo {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub kind: AdditionKind,
    /// What was answered by code; earlier answers that are left out stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Box<Asked>>,
    /// The MHSDS source of referral, where it was told now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The pregnancy that it is about, where its date was told now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pregnancy: Option<Pregnancy>,
    /// Tasks that follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// What was told in words; none once erased.
    #[serde(skip)]
    pub story: Option<Box<Story>>,
}

/// The urgency was raised, or lowered by a clinician who had spoken with her (PR-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityChanged {
    /// When.
    pub at: Timestamp,
    /// From what.
    pub from: Option<Priority>,
    /// To what.
    pub to: Priority,
    /// The end of the response clock from there.
    pub respond_by: Timestamp,
    /// Why the clock is the strictest there is, where the rules gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strictest: Option<NotComputed>,
    /// When the clinician spoke with her, where it was lowered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke_at: Option<Timestamp>,
    /// The account that raised it; none where what was told raised it, and in what was written before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// By when an offer to another team that was open must now be answered, where that is sooner than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Holidays changed, and the response clock was computed again by the rule of its day. The urgency stays (INV-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRecomputed {
    /// When.
    pub at: Timestamp,
    /// The end of the response clock before.
    pub from: Timestamp,
    /// Its end from there; for an emergency never a later one.
    pub to: Timestamp,
    /// Which days are kept otherwise.
    pub why: String,
    /// The footprint version whose holidays were applied.
    pub rules: String,
}

/// More was asked of somebody; the clock runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationAsked {
    /// When.
    pub at: Timestamp,
    /// Of whom.
    pub of: AskedOf,
    /// Until when an answer is waited for.
    pub until: Timestamp,
    /// What was asked; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A task was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDone {
    /// When.
    pub at: Timestamp,
    /// Which.
    pub task: TaskKind,
    /// What came of it; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Safeguarding was recorded on its own page (PR-26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeguardingRecorded {
    /// When.
    pub at: Timestamp,
    /// What is known; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

impl Triage {
    /// The tasks that are not done.
    pub fn open_tasks(&self) -> impl Iterator<Item = (TaskKind, Timestamp)> + '_ {
        self.tasks.iter().filter(|(_, task)| task.done_at.is_none()).map(|(kind, task)| (*kind, task.due_by))
    }

    /// Adds tasks; one that is open already keeps the earlier time, and one that was done is open again.
    pub(super) fn raise(&mut self, tasks: &[RaisedTask]) {
        for raised in tasks {
            let task = self.tasks.entry(raised.task).or_insert(Task { due_by: raised.due_by, done_at: None });
            *task = match task.done_at {
                None => Task { due_by: task.due_by.min(raised.due_by), done_at: None },
                Some(_) => Task { due_by: raised.due_by, done_at: None },
            };
        }
    }
}
