//! The queue of duty: every referral that is not decided, in the order in which somebody must look (PR-11), a page at a time.

mod order;

use std::sync::Arc;

use jiff::Timestamp;
use porch_domain::{
    calendar::end_of_day,
    measure::{Entries, Period, RiskWaits},
};
use porch_store::{ChangedSince, OpenEmergency, QueueLine, RiskLine, first_entries, risks_between, undelivered};

use crate::{
    Ctx, Rules,
    access::{Action, check, check_at_the_door},
    account::Names,
    error::AppError,
    look,
};

pub use order::{Order, Place, Position};

/// How many referrals a page of the queue shows.
pub const A_PAGE: usize = QueueLine::MOST;

/// The most emergencies that the banner of every page names.
const MOST_IN_BANNER: i64 = 20;

/// The most open risk answers that a list holds.
const MOST_RISKS: i64 = 200;

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
    /// Whose response clock has run out (D21).
    RunOut,
    /// Whose response clock runs out soon (D21).
    NearlyOut,
    /// Of which nobody has written anything, though the time for it has gone by (D19).
    WithoutEntry,
    /// What I took, and letters that I owe.
    Mine,
}

impl Filter {
    /// Every part, in the order in which the counts stand.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Emergencies,
        Self::DueToday,
        Self::WaitingForUs,
        Self::WaitingForOthers,
        Self::LetterDue,
        Self::RunOut,
        Self::NearlyOut,
        Self::WithoutEntry,
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
            Self::RunOut => "out",
            Self::NearlyOut => "nearly",
            Self::WithoutEntry => "unseen",
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
            Self::RunOut => "Clock run out",
            Self::NearlyOut => "Runs out in 3 days",
            Self::WithoutEntry => "No entry in time",
            Self::Mine => "Mine",
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
    rules: &'a Rules,
}

impl<'a> Standing<'a> {
    fn of(ctx: &'a Ctx) -> Self {
        Self {
            now: ctx.now,
            end_of_day: end_of_day(ctx.now, 0).unwrap_or(ctx.now),
            account: ctx.actor.account(),
            rules: &ctx.rules,
        }
    }
}

/// A page of the queue as it stood at an instant.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The part that is shown.
    pub filter: Filter,
    /// The page that was asked for.
    pub position: Position,
    /// The referrals of the page, in the order of duty.
    pub lines: Arc<[QueueLine]>,
    /// How many of the part stand before them.
    pub skipped: usize,
    /// The page before.
    pub previous: Option<Position>,
    /// The page after.
    pub next: Option<Position>,
    /// How many referrals each part has.
    pub counts: Vec<(Filter, usize)>,
    /// Risk answers that are open, of every stage and team, by reference alone.
    pub risks: Vec<RiskLine>,
    /// The names that colleagues read.
    pub names: Names,
    /// When it was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds: a newer one means that the list may have changed.
    pub batch: i64,
}

impl Queue {
    /// How many referrals the part has that is shown.
    pub fn all(&self) -> usize {
        self.counts.iter().find(|(filter, _)| *filter == self.filter).map_or(0, |(_, count)| *count)
    }
}

/// A page of a part of the queue. One look names every referral that it shows, and is on disk within a second.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx, order: &Order, filter: Filter, position: Position) -> Result<Queue, AppError> {
    // The queue is what is at the door: whoever may see that sees all of it.
    check_at_the_door(ctx, Action::SeeReferral)?;
    look::standing_list(ctx, Action::SeeReferral, "queue", filter.label(), || {
        let standing = Standing::of(ctx);
        let queue = ctx.store.read(|tx| {
            let window = order.window(tx, &standing, (filter, position), A_PAGE)?;
            Ok(Queue {
                filter,
                position,
                lines: order.lines(tx, ctx.footprint(), &window)?,
                skipped: window.skipped,
                previous: window.previous,
                next: window.next,
                counts: window.counts,
                risks: RiskLine::open(tx, ctx.footprint(), MOST_RISKS)?,
                names: Names::read(tx, ctx.footprint())?,
                as_at: ctx.now,
                batch: window.batch,
            })
        })?;
        let mut shown: Vec<_> = queue.lines.iter().map(|line| line.referral).collect();
        let risks = queue.risks.iter().map(|risk| risk.referral);
        let others: Vec<_> = risks.filter(|risk| !shown.contains(risk)).collect();
        shown.extend(others);
        let subjects = shown.iter().map(ToString::to_string).collect();
        Ok((queue, subjects))
    })
}

/// How many referrals each part has. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn counts(ctx: &Ctx, order: &Order) -> Result<Vec<(Filter, usize)>, AppError> {
    check(ctx, Action::SeeDuty)?;
    let counted = |tx: &mut dyn porch_store::Tx| order.window(tx, &Standing::of(ctx), Default::default(), A_PAGE);
    Ok(ctx.store.read(counted)?.counts)
}

/// Referrals that came in here in a period, by whether somebody wrote something about each in time (D19). It names nobody, so
/// no look is noted.
///
/// # Errors
/// When the actor may not, the calendar does not know the period, or the database cannot be read.
pub fn entries(ctx: &Ctx, period: Period) -> Result<Entries, AppError> {
    check(ctx, Action::SeeReport)?;
    let received = period.instants()?;
    let mut counted = Entries::default();
    ctx.store.read(|tx| {
        first_entries(tx, ctx.footprint(), received, &mut |received_at, priority, entry_at| {
            counted.count(&ctx.rules.footprint, (received_at, priority), entry_at, ctx.now);
        })
    })?;
    Ok(counted)
}

/// How long risk answers of a period waited for a named person, as at now (H02). It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, the calendar does not know the period, or the database cannot be read.
pub fn risk_waits(ctx: &Ctx, period: Period) -> Result<RiskWaits, AppError> {
    check(ctx, Action::SeeReport)?;
    let within = period.instants()?;
    let facts = ctx.store.read(|tx| risks_between(tx, ctx.footprint(), &within))?;
    Ok(RiskWaits::of(&facts, ctx.now))
}

/// The newest batch, for a page that asks whether what it shows is still true. It shows no record, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn newest_batch(ctx: &Ctx) -> Result<i64, AppError> {
    check_at_the_door(ctx, Action::SeeReferral)?;
    Ok(ctx.store.read(|tx| ChangedSince::newest(tx, ctx.footprint()))?)
}

/// What the banner of every staff page names: by reference alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Untaken {
    /// Emergencies that nobody has by name.
    pub emergencies: Vec<OpenEmergency>,
    /// Risk answers that nobody has by name.
    pub risks: Vec<RiskLine>,
    /// Messages that did not leave or did not arrive, and that nobody has seen to (H18).
    pub not_left: i64,
    /// Messages that were tried for an hour and wait on.
    pub tried_in_vain: i64,
}

/// After so many tries, an hour, whoever works at the queue hears that a message waits: 1, 2, 4 … 32 minutes.
const TRIES_IN_VAIN: i64 = 6;

/// Emergencies and risk answers that nobody has taken, by reference alone: what the banner of every staff page says; nothing where no batch
/// is newer than one that is known. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn open_emergencies(ctx: &Ctx, known: i64) -> Result<Option<(i64, Untaken)>, AppError> {
    check(ctx, Action::SeeReferral)?;
    Ok(ctx.store.read(|tx| {
        let batch = ChangedSince::newest(tx, ctx.footprint())?;
        if batch == known {
            return Ok(None);
        }
        let mut risks = RiskLine::open(tx, ctx.footprint(), MOST_IN_BANNER)?;
        risks.retain(|risk| risk.climbs_since.is_some());
        let emergencies = OpenEmergency::unclaimed(tx, ctx.footprint(), MOST_IN_BANNER)?;
        let (not_left, tried_in_vain) = undelivered(tx, ctx.footprint(), TRIES_IN_VAIN)?;
        Ok(Some((batch, Untaken { emergencies, risks, not_left, tried_in_vain })))
    })?)
}
