//! What came of everything that one practice, or another organisation, sent in a quarter; and what would have helped (X10).
//!
//! It is made to be handed over, so every number leaves as others do: small ones hidden, the rest rounded (PR-32). Of whole
//! quarters alone: from two times that overlap a single referral could be told.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};

use super::{Period, shown_outside};
use crate::{
    front_door::{Known, Now},
    person::Identity,
    referral::{Outcome, Referral},
};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    first: Date,
}

impl Quarter {
    /// The one in which a day lies.
    pub fn of(day: Date) -> Self {
        let month = (day.month() - 1) / 3 * 3 + 1;
        Self { first: Date::new(day.year(), month, 1).unwrap_or(day) }
    }

    /// The one before; itself where the calendar ends.
    #[must_use]
    pub fn before(self) -> Self {
        self.first.checked_sub(3.months()).map_or(self, Self::of)
    }

    /// The one of a code, where it is one: `2026-07`, its first month.
    pub fn of_code(code: &str) -> Option<Self> {
        let first: Date = format!("{code}-01").parse().ok()?;
        Some(Self::of(first)).filter(|quarter| quarter.first == first)
    }

    /// Its code.
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.first.year(), self.first.month())
    }

    /// Its days.
    pub fn period(self) -> Period {
        let last = self.first.checked_add(2.months()).map_or(self.first, Date::last_of_month);
        Period { from: self.first, to: last }
    }
}

/// What helps to decide soon, and was missing when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// Whether she knows and agrees.
    Agreement,
    /// The due date, or the date of the birth.
    Date,
    /// Whether she has or had a severe mental illness.
    SevereHistory,
    /// Her NHS number.
    NhsNumber,
    /// Her date of birth.
    BirthDate,
}

impl Missing {
    /// What the organisation reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agreement => "Whether she knows and agrees",
            Self::Date => "The due date, or the date of the birth",
            Self::SevereHistory => "Whether she has or had bipolar disorder or a psychosis",
            Self::NhsNumber => "Her NHS number",
            Self::BirthDate => "Her date of birth",
        }
    }
}

/// An organisation's name as it is compared: without the difference of capitals and of spaces.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What one organisation sent in a quarter, exactly: it stays in the service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    sent: u64,
    outcomes: BTreeMap<Outcome, u64>,
    reasons: BTreeMap<String, u64>,
    missing: BTreeMap<Missing, u64>,
}

/// The same as it may be handed over; a number that is none is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// How many came.
    pub sent: Option<u64>,
    /// By outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [Option<u64>; 5],
    /// Why some were not taken on, by code; those alone whose number is not small.
    pub reasons: Vec<(String, u64)>,
    /// What would have helped; those alone whose number is not small.
    pub missing: Vec<(Missing, u64)>,
}

impl Sent {
    /// Counts one referral. A date is never missing after a loss: nobody demands it (PR-09).
    pub fn count(&mut self, referral: &Referral, identity: Option<&Identity>) {
        self.sent += 1;
        *self.outcomes.entry(referral.outcome()).or_default() += 1;
        for reason in referral.reasons() {
            *self.reasons.entry(reason.clone()).or_default() += 1;
        }
        let now = referral.situation().map(crate::front_door::Situation::now);
        let dated = matches!(now, Some(Now::Pregnant | Now::Baby))
            && !referral.situation().is_some_and(crate::front_door::Situation::is_loss);
        let known = |of: fn(&Identity) -> bool| identity.is_some_and(of);
        for (missing, is) in [
            (Missing::Agreement, referral.asked.agreement.is_none()),
            (Missing::Date, dated && referral.ends_on().is_none()),
            (Missing::SevereHistory, referral.asked.severe_history == Known::NotKnown),
            (Missing::NhsNumber, !known(|identity| identity.nhs_number.is_some())),
            (Missing::BirthDate, !known(|identity| identity.birth_date.is_some())),
        ] {
            if is {
                *self.missing.entry(missing).or_default() += 1;
            }
        }
    }

    /// As it may be handed over.
    pub fn handed_over(&self) -> HandedOver {
        let shown = |count: &u64| shown_outside(*count);
        let reasons = self.reasons.iter().filter_map(|(code, count)| Some((code.clone(), shown(count)?)));
        let missing = self.missing.iter().filter_map(|(what, count)| Some((*what, shown(count)?)));
        HandedOver {
            sent: shown_outside(self.sent),
            outcomes: Outcome::ALL.map(|outcome| shown_outside(self.outcomes.get(&outcome).copied().unwrap_or(0))),
            reasons: reasons.collect(),
            missing: missing.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    // X10, PR-32
    #[test]
    fn a_quarter_is_three_whole_months_and_nothing_else_is_one() {
        let quarter = Quarter::of(date(2026, 11, 23));
        assert_eq!((quarter.code(), quarter.before().code()), ("2026-10".to_owned(), "2026-07".to_owned()));
        assert_eq!(quarter.period(), Period { from: date(2026, 10, 1), to: date(2026, 12, 31) });
        assert_eq!(Quarter::of(date(2024, 2, 29)).period(), Period { from: date(2024, 1, 1), to: date(2024, 3, 31) });
        assert_eq!(Quarter::of_code("2026-10"), Some(quarter));
        for none in ["2026-11", "2026-13", "2026", "", "2026-10-01"] {
            assert_eq!(Quarter::of_code(none), None, "{none}");
        }
    }

    // X10, PR-32
    #[test]
    fn a_small_number_is_handed_over_in_no_part() {
        let mut sent = Sent { sent: 4, ..Sent::default() };
        sent.outcomes.insert(Outcome::Accepted, 4);
        sent.reasons.insert("lives_elsewhere".to_owned(), 4);
        sent.missing.insert(Missing::NhsNumber, 4);
        let none = HandedOver { sent: None, outcomes: [None; 5], reasons: Vec::new(), missing: Vec::new() };
        assert_eq!(sent.handed_over(), none);
        sent.reasons.insert("criteria_not_met".to_owned(), 6);
        sent.missing.insert(Missing::BirthDate, 8);
        let shown = sent.handed_over();
        assert_eq!(shown.reasons, [("criteria_not_met".to_owned(), 5)]);
        assert_eq!(shown.missing, [(Missing::BirthDate, 10)]);
    }

    #[test]
    fn a_name_is_one_whatever_its_capitals_and_spaces() {
        assert_eq!(folded("  Example   SURGERY "), folded("Example Surgery"));
        assert_ne!(folded("Example Surgery"), folded("Example Surgery 2"));
    }
}
