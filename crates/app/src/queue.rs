//! The queue of duty: every referral that is not decided, in the order in which somebody must look (PR-11).

use jiff::Timestamp;
use porch_domain::{footprint::ClockLimit, referral::Priority};
use porch_store::{ChangedSince, OpenEmergency, QueueLine};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look,
};

/// The most referrals that one list shows; a queue that is longer says so.
pub const MOST_SHOWN: usize = 2000;

/// The most emergencies that the banner of every page names.
const MOST_IN_BANNER: i64 = 20;

/// A part of the queue. The counts of the parts are also the way to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All of it.
    #[default]
    All,
    /// Emergencies.
    Emergencies,
    /// What somebody must do today, or should have done.
    DueToday,
    /// What waits for a step of ours.
    WaitingForUs,
    /// What waits for an answer from outside.
    WaitingForOthers,
    /// Decided, and a letter is due.
    LetterDue,
    /// What I took, and letters that I owe.
    Mine,
}

impl Filter {
    /// Every part, in the order in which the counts stand.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Emergencies,
        Self::DueToday,
        Self::WaitingForUs,
        Self::WaitingForOthers,
        Self::LetterDue,
        Self::Mine,
    ];

    /// The code in an address; it says nothing of a person.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Emergencies => "emergencies",
            Self::DueToday => "today",
            Self::WaitingForUs => "us",
            Self::WaitingForOthers => "others",
            Self::LetterDue => "letter",
            Self::Mine => "mine",
        }
    }

    /// The part of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Emergencies => "Emergencies",
            Self::DueToday => "Due today",
            Self::WaitingForUs => "Waiting for us",
            Self::WaitingForOthers => "Waiting for others",
            Self::LetterDue => "Letter due",
            Self::Mine => "Mine",
        }
    }

    /// Whether a referral belongs to it.
    fn holds(self, line: &QueueLine, standing: &Standing<'_>) -> bool {
        let others = line.waiting.as_ref().is_some_and(|(_, until)| *until > standing.now);
        let letter = line.letter_due.as_ref();
        match self {
            Self::All => true,
            Self::Emergencies => line.priority == Some(Priority::Emergency),
            Self::DueToday => next_step_by(line) <= standing.end_of_day,
            Self::WaitingForUs => !others && letter.is_none(),
            Self::WaitingForOthers => others && letter.is_none(),
            Self::LetterDue => letter.is_some(),
            Self::Mine => {
                let claimed = line.claimed.as_ref().is_some_and(|(by, _)| Some(by.as_str()) == standing.account);
                claimed || letter.is_some_and(|(_, owner, _)| Some(owner.as_str()) == standing.account)
            }
        }
    }
}

/// The earliest time by which somebody must do something about a referral.
pub fn next_step_by(line: &QueueLine) -> Timestamp {
    line.respond_by.map_or(line.next_due, |respond_by| respond_by.min(line.next_due))
}

/// What the parts are measured against.
struct Standing<'a> {
    now: Timestamp,
    end_of_day: Timestamp,
    account: Option<&'a str>,
}

/// The queue as it stood at an instant.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The part that is shown.
    pub filter: Filter,
    /// Its referrals, in the order of duty.
    pub lines: Vec<QueueLine>,
    /// How many referrals each part has.
    pub counts: Vec<(Filter, usize)>,
    /// When it was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds: a newer one means that the list may have changed.
    pub batch: i64,
    /// Whether there are more than [`MOST_SHOWN`].
    pub more: bool,
}

/// A part of the queue. One look names every referral that it shows, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx, filter: Filter) -> Result<Queue, AppError> {
    look::records(ctx, Action::SeeReferral, "queue", filter.label(), || {
        let limit = i64::try_from(MOST_SHOWN + 1).unwrap_or(i64::MAX);
        let (batch, mut all) = ctx.store.read(|tx| {
            let batch = ChangedSince::newest(tx, ctx.footprint())?;
            Ok((batch, QueueLine::all(tx, ctx.footprint(), limit)?))
        })?;
        let more = all.len() > MOST_SHOWN;
        all.truncate(MOST_SHOWN);
        let standing = Standing {
            now: ctx.now,
            end_of_day: ClockLimit::Calendar { days: 0 }.ends_at(ctx.now).unwrap_or(ctx.now),
            account: ctx.actor.account(),
        };
        let count = |filter: Filter| all.iter().filter(|line| filter.holds(line, &standing)).count();
        let counts = Filter::ALL.into_iter().map(|filter| (filter, count(filter))).collect();
        all.retain(|line| filter.holds(line, &standing));
        let subjects = all.iter().map(|line| line.referral.to_string()).collect();
        Ok((Queue { filter, lines: all, counts, as_at: ctx.now, batch, more }, subjects))
    })
}

/// The newest batch, for a page that asks whether what it shows is still true. It shows no record, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn newest_batch(ctx: &Ctx) -> Result<i64, AppError> {
    check(ctx, Action::SeeReferral)?;
    Ok(ctx.store.read(|tx| ChangedSince::newest(tx, ctx.footprint()))?)
}

/// Emergencies that nobody has taken, by reference alone: what the banner of every staff page says. It names nobody, so no
/// look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn open_emergencies(ctx: &Ctx) -> Result<(i64, Vec<OpenEmergency>), AppError> {
    check(ctx, Action::SeeReferral)?;
    Ok(ctx.store.read(|tx| {
        let batch = ChangedSince::newest(tx, ctx.footprint())?;
        Ok((batch, OpenEmergency::unclaimed(tx, ctx.footprint(), MOST_IN_BANNER)?))
    })?)
}
