//! Referrals to services outside, counted: how many were asked, have her, refused or have not answered, and how long it
//! took until they had her (D19).

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::referral::OnwardState;

/// What a service outside has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnwardAnswer {
    /// Nothing yet.
    Waiting,
    /// They have her.
    Taken,
    /// They do not take her.
    Refused,
}

impl OnwardAnswer {
    /// The answer of a state, without a name.
    pub fn of(state: &OnwardState) -> Self {
        match state {
            OnwardState::Asked => Self::Waiting,
            OnwardState::Taken { .. } => Self::Taken,
            OnwardState::Refused => Self::Refused,
        }
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "asked",
            Self::Taken => "taken",
            Self::Refused => "refused",
        }
    }

    /// The answer of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Taken, Self::Refused].into_iter().find(|answer| answer.code() == code)
    }
}

/// One referral to a service outside, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnwardFact {
    /// The service, by name.
    pub service: String,
    /// What it answered.
    pub answer: OnwardAnswer,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it said yes or no.
    pub answered_at: Option<Timestamp>,
}

/// The counts of one service, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnwardCounts {
    /// How often it was asked.
    pub asked: usize,
    /// How often they have her.
    pub taken: usize,
    /// How often they refused.
    pub refused: usize,
    /// How often they have not answered.
    pub waiting: usize,
    /// Whole days from the asking until they had her, where they have her: half of the women waited no longer.
    pub median_days: Option<i64>,
    /// The same for who waited longest.
    pub longest_days: Option<i64>,
}

/// What came of the referrals to services outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnwardReport {
    /// By service, in the order of their names.
    pub services: Vec<(String, OnwardCounts)>,
    /// All of them.
    pub all: OnwardCounts,
}

impl OnwardReport {
    /// Counts. A service is one whatever capitals or spaces its name was written with, and is called as it was first.
    pub fn of(facts: &[OnwardFact]) -> Self {
        let mut services: BTreeMap<String, (&str, Vec<&OnwardFact>)> = BTreeMap::new();
        for fact in facts {
            let words = fact.service.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            services.entry(words).or_insert((fact.service.trim(), Vec::new())).1.push(fact);
        }
        let all: Vec<&OnwardFact> = facts.iter().collect();
        let services = services.into_values().map(|(name, facts)| (name.to_owned(), counts(&facts)));
        Self { services: services.collect(), all: counts(&all) }
    }
}

fn counts(facts: &[&OnwardFact]) -> OnwardCounts {
    let of = |answer: OnwardAnswer| facts.iter().filter(|fact| fact.answer == answer).count();
    let taken = facts.iter().filter(|fact| fact.answer == OnwardAnswer::Taken);
    let mut days: Vec<i64> = taken
        .filter_map(|fact| {
            fact.answered_at.map(|answered_at| answered_at.duration_since(fact.asked_at).as_hours() / 24)
        })
        .collect();
    days.sort_unstable();
    OnwardCounts {
        asked: facts.len(),
        taken: of(OnwardAnswer::Taken),
        refused: of(OnwardAnswer::Refused),
        waiting: of(OnwardAnswer::Waiting),
        // Of an even number the lower middle: a wait that somebody had.
        median_days: days.get(days.len().saturating_sub(1) / 2).copied(),
        longest_days: days.last().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(service: &str, answer: OnwardAnswer, days: i64) -> OnwardFact {
        let asked_at: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
        let answered_at =
            (answer != OnwardAnswer::Waiting).then(|| asked_at + jiff::SignedDuration::from_hours(days * 24));
        OnwardFact { service: service.to_owned(), answer, asked_at, answered_at }
    }

    // D19
    #[test]
    fn every_referral_on_is_counted_once_and_only_those_who_have_her_count_days() {
        use OnwardAnswer::{Refused, Taken, Waiting};
        let report = OnwardReport::of(&[
            fact("Invented Talking Therapy", Taken, 9),
            fact("invented  talking therapy ", Taken, 2),
            fact("Invented Talking Therapy", Taken, 4),
            fact("Invented Talking Therapy", Taken, 3),
            fact("Another", Refused, 90),
            fact("Another", Waiting, 0),
        ]);
        let names: Vec<&str> = report.services.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Another", "Invented Talking Therapy"]);
        let (another, therapy) = (&report.services[0].1, &report.services[1].1);
        assert_eq!((another.asked, another.taken, another.refused, another.waiting), (2, 0, 1, 1));
        assert_eq!(
            (another.median_days, another.longest_days),
            (None, None),
            "a refusal is no wait until they had her"
        );
        assert_eq!((therapy.asked, therapy.taken), (4, 4));
        assert_eq!((therapy.median_days, therapy.longest_days), (Some(3), Some(9)));
        let all = &report.all;
        assert_eq!(all.asked, all.taken + all.refused + all.waiting);
        assert_eq!((all.asked, all.median_days), (6, Some(3)));
        assert_eq!(OnwardReport::of(&[]), OnwardReport::default());
    }
}
