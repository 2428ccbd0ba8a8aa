//! What the waits of a service would be: a simulation for those who may see figures. It reads no record.

use std::{
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, TryLockError},
};

use jiff::{Timestamp, ToSpan};
use porch_domain::calendar::start_of_day;
use porch_planning::simulation::record;

pub use porch_planning::simulation::record::{
    BackTest, Figure, Fitted, FittedValue, LeftAsIs, MonthOfRecord, NotFitted, Posts,
};
pub use porch_planning::simulation::{
    Answer, Backlog, Comparison, Enough, Estimate, Month, OfCourse, OfKind, OfService, OfStaff, Outcome, Question,
    Runs, Scenario, ScenarioError,
};

use porch_store::journeys;

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// So many people, each in each replication, are simulated for a page at most: some seconds of one processor.
pub const MOST_PEOPLE: f64 = 6_000_000.0;

/// How often a search for enough staff simulates, about: it halves what is left each time.
const TRIES: f64 = 12.0;

/// Simulations of pages that run at the same time: the rest of the machine answers those who wait for a record.
static ONE: Mutex<()> = Mutex::new(());

/// Why nothing was simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSimulated {
    /// A value cannot be used.
    Wrong(ScenarioError),
    /// It is too much for a page: so many replications would do.
    TooMuch(u32),
    /// Another simulation runs.
    Busy,
}

/// What the record of the service gives for a simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct OfRecord {
    /// A scenario fitted to the last twelve whole months.
    pub fitted: Fitted,
    /// One fitted to the first nine of them, and what it says of the last three.
    pub back_test: BackTest,
}

/// Why nothing is told of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOfRecord {
    /// There is too little of it.
    NotFitted(NotFitted),
    /// Another simulation runs.
    Busy,
}

/// Whether somebody may simulate at all.
///
/// # Errors
/// When the actor may not see figures.
pub fn allowed(ctx: &Ctx) -> Result<(), AppError> {
    check(ctx, Action::SeeAggregates)
}

/// Answers a question about a scenario, on one thread.
///
/// # Errors
/// When the actor may not see figures; the inner one says why nothing was simulated.
pub fn simulated(
    ctx: &Ctx,
    scenario: &Scenario,
    question: &Question,
    (seed, replications): (u64, NonZeroU32),
) -> Result<Result<Answer, NotSimulated>, AppError> {
    allowed(ctx)?;
    let runs = Runs { seed, replications, threads: NonZeroU32::MIN };
    let times = question.replications(runs).map_or(TRIES, |all| all as f64 / f64::from(replications.get()));
    let people = scenario.people_in_a_replication() * times;
    if people * f64::from(replications.get()) > MOST_PEOPLE {
        return Ok(Err(NotSimulated::TooMuch((MOST_PEOPLE / people) as u32)));
    }
    let Some(_alone) = alone() else { return Ok(Err(NotSimulated::Busy)) };
    Ok(scenario.answer(question, runs, &|_| {}).map_err(NotSimulated::Wrong))
}

/// Fits a scenario to the record of the service, and tries it on months that it did not see. It counts days and names nobody.
///
/// # Errors
/// When the actor may not see reports, or the database cannot be read; the inner one says why nothing was fitted.
pub fn of_record(
    ctx: &Ctx,
    runs: Runs,
    told: &(dyn Fn(u64) + Sync),
) -> Result<Result<OfRecord, NotOfRecord>, AppError> {
    check(ctx, Action::SeeReport)?;
    let to = ctx.today().first_of_month();
    let until = start_of_day(to).map_or(i64::MAX, Timestamp::as_millisecond);
    let journeys = ctx.store.read(|tx| journeys(tx, ctx.footprint(), 0..until))?;
    let Some(_alone) = alone() else { return Ok(Err(NotOfRecord::Busy)) };
    let both = || {
        let back_test = record::back_test(&journeys, to, runs, told)?;
        let fitted = record::fitted(&journeys, (to.saturating_sub(12.months()), to), runs, told)?;
        Ok(OfRecord { fitted, back_test })
    };
    Ok(both().map_err(NotOfRecord::NotFitted))
}

/// The right to simulate for a page, which one has at a time.
fn alone() -> Option<MutexGuard<'static, ()>> {
    match ONE.try_lock() {
        Ok(alone) => Some(alone),
        // It guards nothing but time.
        Err(TryLockError::Poisoned(alone)) => Some(alone.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}
