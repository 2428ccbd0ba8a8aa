//! A scenario fitted to the record of a service, and tried on months that it did not see.
//!
//! Each value comes from days that were counted, with how many and how far chance may have moved it. What a record does not tell stays
//! as the scenario has it, and is named. One thing is found by simulating: how many posts give the waits that there were.

mod back_test;
mod courses;
mod fit;
mod posts;

use jiff::civil::Date;
use porch_domain::measure::Journey;

use super::{read::ScenarioError, replication::Runs, scenario::Scenario, student::Estimate};

pub use back_test::{BackTest, Figure, MonthOfRecord};

/// Those who were seen, at least, for posts to be found from their waits.
pub const LEAST_SEEN: u64 = 50;

/// Referrals, at least, for anything to be fitted.
pub const LEAST_CAME: u64 = 100;

/// A value that was fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedValue {
    /// As the scenario names it.
    pub name: String,
    /// What was found, as a scenario has it.
    pub value: String,
    /// What the scenario has where nothing is found.
    pub usual: String,
    /// From so many: referrals, decisions, contacts or courses.
    pub from: u64,
    /// How far chance may have moved it, in 95 of 100 such records; none where that is not known.
    pub interval: Option<(f64, f64)>,
    /// From what.
    pub how: &'static str,
}

/// A value that stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAsIs {
    /// As the scenario names it.
    pub name: &'static str,
    /// Why.
    pub why: String,
}

/// How many posts give the waits that there were. Each pair is what there was, and what is simulated with the posts that were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Posts {
    /// How many were seen.
    pub seen: (u64, f64),
    /// The mean wait of those who were seen, in days.
    pub mean_wait: (f64, Estimate),
    /// The days that those who were seen and those who still waited had waited, for each of them: what posts are found by. The mean wait of those
    /// who were seen would not do, as where next to nobody is seen those few are the urgent ones.
    pub days_each: (f64, f64),
    /// For each kind of staff: posts as the scenario had them, and as they were found.
    pub staff: Vec<(String, f64, f64)>,
}

/// A scenario of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub to: Date,
    /// What was found.
    pub values: Vec<FittedValue>,
    /// What was not.
    pub left_as_is: Vec<LeftAsIs>,
    /// How many posts it takes.
    pub posts: Posts,
    /// The scenario with what was found, from the first day to the last.
    pub scenario: Scenario,
}

impl Fitted {
    /// Everything that is otherwise than in the scenario that comes with the program, to be set in it.
    pub fn settings(&self) -> Vec<(String, String)> {
        let values = self.values.iter().map(|value| (value.name.clone(), value.value.clone()));
        let posts =
            self.posts.staff.iter().map(|(name, _, posts)| (format!("staff.{name}.posts"), format!("{posts:.2}")));
        values.chain(posts).collect()
    }
}

/// Why nothing was fitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFitted {
    /// There are too few of something.
    #[error("there are too few {what}: {number} (expected {least} or more)")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// So many there are.
        number: u64,
        /// So many it takes.
        least: u64,
    },
    /// The record does not reach back to this day.
    #[error("the record does not reach back to {0} (expected twelve whole months)")]
    TooShort(Date),
    /// What was found is no scenario.
    #[error("what was found is no scenario: {0}")]
    Scenario(#[from] ScenarioError),
}

/// What had happened before a day.
fn before(journeys: &[Journey], day: Date) -> Vec<Journey> {
    journeys.iter().filter_map(|journey| journey.before(day)).collect()
}

/// Fits a scenario to what had happened in these days, as it was known at their end.
///
/// # Errors
/// When there is too little to fit, or what was found is no scenario.
pub fn fitted(
    journeys: &[Journey],
    (from, to): (Date, Date),
    runs: Runs,
    told: &(dyn Fn(u64) + Sync),
) -> Result<Fitted, NotFitted> {
    let known = before(journeys, to);
    let usual = Scenario::preset("service", &[])?;
    let found = fit::values(&usual, &known, (from, to))?;
    let settings: Vec<(String, String)> =
        found.values.iter().map(|value| (value.name.clone(), value.value.clone())).collect();
    let scenario = usual
        .with(&settings)?
        .with(&[("start".to_owned(), from.to_string()), ("days".to_owned(), fit::days(from, to).to_string())])?;
    let (posts, scenario) = posts::found(&scenario, &known, (from, to), runs, told)?;
    Ok(Fitted { from, to, values: found.values, left_as_is: found.left_as_is, posts, scenario })
}

/// Fits to the first nine of the twelve months before a first of a month, and predicts the last three.
///
/// # Errors
/// When the record is too short, there is too little to fit, or what was found is no scenario.
pub fn back_test(
    journeys: &[Journey],
    to: Date,
    runs: Runs,
    told: &(dyn Fn(u64) + Sync),
) -> Result<BackTest, NotFitted> {
    BackTest::of(journeys, to, runs, told)
}
