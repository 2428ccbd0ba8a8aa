//! The records behind a printed figure: the same rules as the count, asked for ids in place of numbers.

use std::ops::Range;

use super::{ColumnsBuilder, Figure, LentFact, Period, annual::NOT_RECORDED, counted::each_counted};
use crate::{
    footprint::TeamCode,
    ids::ReferralId,
    referral::{Outcome, PersonKind},
};

/// A figure of the annual report that records stand behind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Behind {
    /// All that were received; the people among them are theirs.
    Received,
    /// Those with one outcome.
    Outcome(Outcome),
    /// Those that followed an earlier one.
    Figure(Figure),
    /// Those rejected for one reason, as recorded.
    RejectedFor(String),
    /// Partners who were assessed in the period, whenever they were referred.
    PartnersAssessed,
}

/// The team of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OfTeam {
    /// All teams together.
    All,
    /// One team.
    One(TeamCode),
    /// What no team was given yet.
    NotDirected,
}

impl Behind {
    /// The name used in addresses; a reason is named beside it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Received => "referrals",
            Self::Outcome(outcome) => outcome.code(),
            Self::Figure(figure) => figure.code(),
            Self::RejectedFor(_) => "rejected_for",
            Self::PartnersAssessed => "partners_assessed",
        }
    }

    /// What a name in an address, and the reason beside it, stand for.
    pub fn of_code(code: &str, reason: Option<&str>) -> Option<Self> {
        let outcomes = Outcome::ALL.into_iter().map(Self::Outcome);
        let figures = Figure::ALL.into_iter().map(Self::Figure);
        let reason = reason.map(|reason| Self::RejectedFor(reason.to_owned()));
        let all = [Self::Received, Self::PartnersAssessed].into_iter().chain(outcomes).chain(figures).chain(reason);
        all.into_iter().find(|behind| behind.code() == code)
    }
}

/// Collects facts in any order, and finds the records behind one figure.
#[derive(Debug)]
pub struct RecordsBehind {
    period: Range<i64>,
    team: OfTeam,
    behind: Behind,
    found: Vec<ReferralId>,
    /// What followed an earlier referral can only be told once every fact is there.
    all: ColumnsBuilder<ReferralId>,
}

impl RecordsBehind {
    /// Begins to look.
    ///
    /// # Errors
    /// When a day of the period does not exist in the zone table.
    pub fn new(period: Period, team: OfTeam, behind: Behind) -> Result<Self, jiff::Error> {
        let (period, all) = (period.instants()?, ColumnsBuilder::default());
        Ok(Self { period, team, behind, found: Vec::new(), all })
    }

    /// Takes one visible fact: the latest about its referral.
    pub fn add<'a>(&mut self, fact: impl Into<LentFact<'a>>) {
        let fact = fact.into();
        let received_then = self.period.contains(&fact.received_at.as_millisecond());
        let counts = received_then && fact.kind == PersonKind::BirthingParent;
        let fits = match &self.behind {
            Behind::Received => counts,
            Behind::Outcome(outcome) => counts && fact.outcome == *outcome,
            Behind::RejectedFor(reason) => {
                let without = reason == NOT_RECORDED && fact.reasons.is_empty();
                counts && fact.outcome == Outcome::Rejected && (without || fact.reasons.contains(reason))
            }
            Behind::PartnersAssessed => {
                let assessed = fact.assessed_at.is_some_and(|at| self.period.contains(&at.as_millisecond()));
                assessed && fact.kind == PersonKind::Partner
            }
            Behind::Figure(_) => {
                self.all.add(fact);
                false
            }
        };
        if fits && of_team(&self.team, fact.team) {
            self.found.push(fact.referral);
        }
    }

    /// The records, in no order.
    pub fn finish(self) -> Vec<ReferralId> {
        let Behind::Figure(figure) = self.behind else { return self.found };
        let columns = self.all.finish();
        let mut found = Vec::new();
        each_counted(&columns, &self.period, |counted| {
            let team = columns.teams().get(usize::from(counted.row.team.0)).map(|team| team.0.as_str());
            if counted.is(figure) && of_team(&self.team, team) {
                found.push(counted.mark);
            }
        });
        found
    }
}

fn of_team(wanted: &OfTeam, team: Option<&str>) -> bool {
    match wanted {
        OfTeam::All => true,
        OfTeam::One(code) => team == Some(code.0.as_str()),
        OfTeam::NotDirected => team.is_none(),
    }
}
