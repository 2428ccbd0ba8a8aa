//! How many case discussions were held, and what came of them (H2).

use std::collections::BTreeMap;

use crate::referral::CaseOutcome;

/// What came of one case discussion in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// Days that were held to their end.
    pub days: u64,
    /// How referrals were left, each on each day.
    pub outcomes: BTreeMap<CaseOutcome, u64>,
}

impl CaseCounts {
    /// How often one was left so.
    pub fn of(&self, outcome: CaseOutcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    /// How many were discussed: all but those that were carried over.
    pub fn discussed(&self) -> u64 {
        self.outcomes.values().sum::<u64>() - self.of(CaseOutcome::CarriedOver)
    }
}

/// The same for each case discussion, by its code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFigures(pub BTreeMap<String, CaseCounts>);

impl CaseFigures {
    /// Counts a day that was held.
    pub fn day(&mut self, discussion: &str) {
        self.0.entry(discussion.to_owned()).or_default().days += 1;
    }

    /// Counts a referral that a day dealt with.
    pub fn case(&mut self, discussion: &str, outcome: CaseOutcome) {
        let counts = self.0.entry(discussion.to_owned()).or_default();
        *counts.outcomes.entry(outcome).or_default() += 1;
    }
}
