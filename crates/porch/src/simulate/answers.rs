//! What was asked of a scenario, and the answer.

use porch_planning::simulation::{Backlog, Comparison, Enough, Outcome, Runs, Scenario, ScenarioError};

use super::SimulateVerb;
use crate::failure::Failure;

/// The answer to what was asked.
pub enum Answer {
    /// What its waits would be.
    Simulated(Outcome),
    /// What something else would change.
    Compared(Box<Comparison>),
    /// How many staff are enough, with the scenario as it is.
    Enough { outcome: Outcome, enough: Enough, share: f64, days: u32 },
    /// How long a backlog takes, with the scenario as it is.
    Backlog { outcome: Outcome, backlog: Backlog },
}

impl Answer {
    /// The scenario as it is.
    pub fn outcome(&self) -> &Outcome {
        match self {
            Self::Simulated(outcome) | Self::Enough { outcome, .. } | Self::Backlog { outcome, .. } => outcome,
            Self::Compared(comparison) => &comparison.first,
        }
    }
}

/// How many replications it takes, where that is known beforehand.
pub fn replications(verb: &SimulateVerb) -> Option<u64> {
    let one = u64::from(verb.replications.get());
    let times = match (&verb.enough, verb.against.is_empty(), verb.backlog) {
        (Some(_), _, _) => return None,
        (None, _, Some(_)) => 3,
        (None, false, None) => 2,
        (None, true, None) => 1,
    };
    Some(times * one)
}

/// Answers.
pub fn answer(
    verb: &SimulateVerb,
    scenario: &Scenario,
    runs: Runs,
    told: &(dyn Fn(u64) + Sync),
) -> Result<Answer, Failure> {
    let named = |error: ScenarioError| Failure::at(error.place, error.what);
    if let Some(staff) = &verb.enough {
        let enough = scenario.enough(staff, verb.share, verb.within, runs, told).map_err(named)?;
        let outcome = scenario.run(runs, told);
        return Ok(Answer::Enough { outcome, enough, share: verb.share, days: verb.within });
    }
    if let Some(people) = verb.backlog {
        let backlog = scenario.backlog(people, runs, told).map_err(named)?;
        return Ok(Answer::Backlog { outcome: scenario.run(runs, told), backlog });
    }
    if verb.against.is_empty() {
        return Ok(Answer::Simulated(scenario.run(runs, told)));
    }
    let other = scenario.with(&verb.against).map_err(named)?;
    Ok(Answer::Compared(Box::new(scenario.against(&other, runs, told))))
}
