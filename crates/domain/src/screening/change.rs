//! What became of her between a first and a last score: reliable change, caseness, recovery.

use super::{
    instrument::{ChangeRule, Definition, HigherIs},
    number::Total,
};

/// How far two scores of one instrument lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Better by as much as counts.
    ReliablyBetter,
    /// Worse by as much as counts.
    ReliablyWorse,
    /// Less than that, in either direction.
    NotReliable,
}

impl Change {
    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::ReliablyBetter => "reliably better",
            Self::ReliablyWorse => "reliably worse",
            Self::NotReliable => "no reliable change",
        }
    }
}

impl Definition {
    /// How far a last score lies from a first; none where the instrument has no rule for it.
    pub fn change(&self, first: Total, last: Total) -> Option<Change> {
        let rule = self.change.as_ref()?;
        let moved = last.since(first);
        let (up, down) = (moved >= rule.reliable, first.since(last) >= rule.reliable);
        Some(match (self.higher_is(), up, down) {
            (HigherIs::Worse, true, _) | (HigherIs::Better, _, true) => Change::ReliablyWorse,
            (HigherIs::Worse, _, true) | (HigherIs::Better, true, _) => Change::ReliablyBetter,
            _ => Change::NotReliable,
        })
    }

    /// Whether a score is that of a case; none where the instrument has no rule for it.
    pub fn is_case(&self, total: Total) -> Option<bool> {
        self.change.as_ref().and_then(|rule| case(rule, total))
    }

    /// Who says what counts as a change.
    pub fn change_source(&self) -> Option<&str> {
        self.change.as_ref().map(|rule| rule.source.as_str())
    }
}

fn case(rule: &ChangeRule, total: Total) -> Option<bool> {
    match (rule.caseness_at_least, rule.caseness_below) {
        (Some(least), _) => Some(total >= least),
        (None, Some(below)) => Some(total < below),
        (None, None) => None,
    }
}

/// A first and a last score of one instrument.
pub type Pair<'a> = (&'a Definition, Option<Total>, Option<Total>);

/// What became of her by the rules of NHS Talking Therapies.
///
/// # Source
/// NHS England's published definitions; that neither measure may move the other way is from memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TherapyOutcome {
    /// A case at the first score.
    pub case_at_start: bool,
    /// A case at the last.
    pub case_at_end: bool,
    /// A case at the first and not at the last.
    pub recovered: bool,
    /// One measure is reliably better, and none reliably worse.
    pub reliably_better: bool,
    /// One is reliably worse, and none reliably better.
    pub reliably_worse: bool,
}

impl TherapyOutcome {
    /// Recovered, and reliably better.
    pub fn reliably_recovered(self) -> bool {
        self.recovered && self.reliably_better
    }

    /// Neither reliably better nor reliably worse.
    pub fn no_reliable_change(self) -> bool {
        !self.reliably_better && !self.reliably_worse
    }
}

/// What became of her over two measures; none where one of them has no first or no last score, which is never guessed.
pub fn therapy_outcome(measures: &[Pair<'_>]) -> Option<TherapyOutcome> {
    let mut outcome = TherapyOutcome {
        case_at_start: false,
        case_at_end: false,
        recovered: false,
        reliably_better: false,
        reliably_worse: false,
    };
    let (mut better, mut worse) = (false, false);
    for (definition, first, last) in measures {
        let (first, last) = ((*first)?, (*last)?);
        outcome.case_at_start |= definition.is_case(first)?;
        outcome.case_at_end |= definition.is_case(last)?;
        match definition.change(first, last)? {
            Change::ReliablyBetter => better = true,
            Change::ReliablyWorse => worse = true,
            Change::NotReliable => {}
        }
    }
    outcome.recovered = outcome.case_at_start && !outcome.case_at_end;
    outcome.reliably_better = better && !worse;
    outcome.reliably_worse = worse && !better;
    Some(outcome)
}
