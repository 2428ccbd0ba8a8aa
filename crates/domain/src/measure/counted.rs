//! Which referrals count, and what came before each: one pass over people in the order of receipt.

use std::ops::Range;

use super::{
    annual::Figure,
    columns::{Columns, Mark},
    packed::{Counting, Packed, Row, TeamIndex},
};
use crate::{person::SAME_PREGNANCY_DAYS, referral::Outcome};

/// A referral of the period, with what came before it.
pub(super) struct Counted<'a, M> {
    pub(super) row: &'a Row,
    /// What the columns keep of its id.
    pub(super) mark: M,
    same_team: &'a Earlier,
    any_team: &'a Earlier,
    pub(super) first_for_team: bool,
    pub(super) first_of_person: bool,
}

impl<M> Counted<'_, M> {
    pub(super) fn is(&self, figure: Figure) -> bool {
        let latest = &self.same_team.latest;
        match figure {
            Figure::AfterRejection => latest.rejected,
            Figure::AfterDischarge => latest.discharged_before(self.row),
            Figure::AfterAnyRejection => self.same_team.any_rejected,
            Figure::AfterAnyDischarge => {
                self.same_team.first_discharge.is_some_and(|discharged| discharged < self.row.received)
            }
            Figure::AfterDischargeNewPregnancy => latest.other_pregnancy(self.row),
            Figure::AfterRejectionByAnyTeam => self.any_team.latest.rejected,
            Figure::AfterDischargeByAnyTeam => self.any_team.latest.discharged_before(self.row),
        }
    }

    pub(super) fn follows_another(&self) -> bool {
        self.any_team.latest.received.is_some()
    }
}

/// Calls back with each referral of the period that counts, in one pass over people in the order of receipt.
pub(super) fn each_counted<M: Mark>(columns: &Columns<M>, period: &Range<i64>, mut each: impl FnMut(&Counted<'_, M>)) {
    let counting = Counting::received_in(period);
    let mut before = Before::default();
    columns.for_each_person_with(counting, |referrals, marks| {
        before.clear();
        // Two received at the same instant: neither is the earlier.
        let mut marks = marks.iter();
        for together in referrals.chunk_by(|one, other| one.received() == other.received()) {
            for (packed, mark) in together.iter().zip(&mut marks).filter(|(packed, _)| counting.holds(**packed)) {
                before.tell(&packed.row(), *mark, &mut each);
            }
            // What follows the period is nobody's earlier referral.
            if together[0].received() >= period.end {
                break;
            }
            before.add(together);
        }
    });
}

/// What is known of one person's referrals so far; kept from person to person for its space.
#[derive(Default)]
struct Before {
    any_team: Earlier,
    /// Those of the first `known` are hers.
    by_team: Vec<(TeamIndex, Earlier)>,
    known: usize,
    counted: Vec<TeamIndex>,
    none: Earlier,
}

impl Before {
    fn clear(&mut self) {
        self.any_team.clear();
        self.known = 0;
        self.counted.clear();
    }

    fn tell<M>(&mut self, row: &Row, mark: M, each: &mut impl FnMut(&Counted<'_, M>)) {
        let first_for_team = !self.counted.contains(&row.team);
        let same_team = self.by_team[..self.known].iter().find(|(team, _)| *team == row.team);
        each(&Counted {
            row,
            mark,
            same_team: same_team.map_or(&self.none, |(_, earlier)| earlier),
            any_team: &self.any_team,
            first_for_team,
            first_of_person: self.counted.is_empty(),
        });
        if first_for_team {
            self.counted.push(row.team);
        }
    }

    fn add(&mut self, together: &[Packed]) {
        for row in together.iter().map(|packed| packed.row()) {
            self.any_team.add(&row);
            let place = self.by_team[..self.known].iter().position(|(team, _)| *team == row.team);
            let place = place.unwrap_or_else(|| self.begin(row.team));
            self.by_team[place].1.add(&row);
        }
    }

    fn begin(&mut self, team: TeamIndex) -> usize {
        match self.by_team.get_mut(self.known) {
            Some((begun, earlier)) => {
                *begun = team;
                earlier.clear();
            }
            None => self.by_team.push((team, Earlier::default())),
        }
        self.known += 1;
        self.known - 1
    }
}

/// What is known of a person's earlier referrals while hers are read in the order of receipt.
#[derive(Debug, Clone, Default)]
struct Earlier {
    any_rejected: bool,
    first_discharge: Option<i64>,
    latest: Latest,
}

/// The latest earlier referral; where two were received at the same instant, either may answer.
#[derive(Debug, Clone, Default)]
struct Latest {
    received: Option<i64>,
    rejected: bool,
    discharges: Vec<(i64, Option<i32>)>,
}

impl Latest {
    fn discharged_before(&self, row: &Row) -> bool {
        self.discharges.iter().any(|(discharged, _)| *discharged < row.received)
    }

    fn other_pregnancy(&self, row: &Row) -> bool {
        self.discharges.iter().any(|(discharged, due_day)| {
            *discharged < row.received
                && matches!((due_day, row.due_day), (Some(one), Some(other))
                    if (one - other).abs() > SAME_PREGNANCY_DAYS)
        })
    }
}

impl Earlier {
    fn clear(&mut self) {
        self.any_rejected = false;
        self.first_discharge = None;
        self.latest.begin(None);
    }

    fn add(&mut self, row: &Row) {
        if self.latest.received != Some(row.received) {
            self.latest.begin(Some(row.received));
        }
        match row.outcome {
            Outcome::Rejected => {
                self.any_rejected = true;
                self.latest.rejected = true;
            }
            Outcome::Accepted => {
                if let Some(discharged) = row.discharged {
                    self.latest.discharges.push((discharged, row.due_day));
                    self.first_discharge = Some(self.first_discharge.map_or(discharged, |first| first.min(discharged)));
                }
            }
            Outcome::Signposted | Outcome::Withdrawn | Outcome::Pending => {}
        }
    }
}

impl Latest {
    fn begin(&mut self, received: Option<i64>) {
        self.received = received;
        self.rejected = false;
        self.discharges.clear();
    }
}
