//! Figures that may leave the service: small numbers are hidden, and the others rounded, so that none can be worked out
//! from the rest (PR-32, G2).

use super::{AnnualReport, TeamFigures};
use crate::referral::Outcome;

/// Below this a number is not shown.
///
/// # Source
/// NHS England's publications of the mental health services data set: counts below five are not shown, all others are
/// rounded to the nearest five.
pub const SMALLEST_SHOWN: u64 = 5;

/// A count as it may leave the service: none where it is small, nought with them, and otherwise to the nearest five.
pub fn shown_outside(count: u64) -> Option<u64> {
    (count >= SMALLEST_SHOWN).then(|| (count + 2) / 5 * 5)
}

/// One row: a team with its referrals and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregateRow {
    /// The team, or all of them.
    pub team: String,
    /// Referrals received.
    pub referrals: Option<u64>,
    /// By outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [Option<u64>; 5],
}

/// The annual figures as they may leave the service.
pub fn aggregate(report: &AnnualReport) -> Vec<AggregateRow> {
    let all = (report.teams.len() > 1).then_some(&report.all);
    report.teams.iter().chain(all).map(row).collect()
}

fn row(team: &TeamFigures) -> AggregateRow {
    let of = |outcome: Outcome| match outcome {
        Outcome::Accepted => team.accepted,
        Outcome::Rejected => team.rejected,
        Outcome::Signposted => team.signposted,
        Outcome::Withdrawn => team.withdrawn,
        Outcome::Pending => team.pending,
    };
    AggregateRow {
        team: team.team.clone(),
        referrals: shown_outside(team.referrals),
        outcomes: Outcome::ALL.map(|outcome| shown_outside(of(outcome))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-32
    #[test]
    fn a_small_number_is_hidden_and_every_other_is_rounded_to_five() {
        for (count, shown) in [
            (0, None),
            (1, None),
            (4, None),
            (5, Some(5)),
            (7, Some(5)),
            (8, Some(10)),
            (12, Some(10)),
            (13, Some(15)),
            (2_998, Some(3_000)),
        ] {
            assert_eq!(shown_outside(count), shown, "{count}");
        }
    }
}
