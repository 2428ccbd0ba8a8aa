//! One year of one team laid out in order of receipt, before anybody is put into it.

use jiff::Timestamp;

use super::{
    calendar::{CLOSES, London, later, receipts},
    course::Decision,
    draw::Draw,
    plan::{Team, YearPlan},
};

/// What a referral follows on, seen from the same person and team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    /// The person's first to this team.
    Nothing,
    /// The latest earlier one was rejected.
    Rejection,
    /// The latest earlier one was accepted and ended in discharge.
    Discharge,
    /// The latest earlier one was accepted and is still open.
    OpenCare,
    /// The latest earlier one was signposted or withdrawn.
    Other,
}

/// Whom a place in the year is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// A birthing parent, counted in the plan.
    BirthingParent {
        /// What the referral is to follow on.
        follows: Follows,
        /// How it is decided.
        decision: Decision,
    },
    /// A partner, beside the plan.
    Partner,
}

/// One place in a year: a referral that somebody is yet to be put into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) received_at: Timestamp,
    pub(super) team: Team,
    pub(super) about: About,
    /// The last instant at which a rejection counts in this year.
    pub(super) rejected_by: Timestamp,
}

/// Lays out a year: as many referrals of each sort as planned, in an order of chance.
///
/// A rejection is decided before the year is over, so that the year's count is complete on its last evening; nothing received
/// after work on the last day is rejected.
pub(super) fn lay_out(draw: &mut Draw, london: &London, plan: &YearPlan) -> Vec<Place> {
    let received = receipts(draw, london, plan.from, plan.before, plan.referrals);
    let rejected_by = london.instant(later(plan.before, -1), CLOSES);
    let rejectable = received.partition_point(|&at| at < rejected_by);

    let mut follows = spread(
        draw,
        received.len(),
        Follows::Nothing,
        &[
            (plan.after_rejection, Follows::Rejection),
            (plan.after_discharge, Follows::Discharge),
            (plan.while_open, Follows::OpenCare),
            (plan.after_other, Follows::Other),
        ],
    );
    let mut decisions = spread(
        draw,
        received.len(),
        Decision::Accepted,
        &[
            (plan.rejected, Decision::Rejected),
            (plan.signposted, Decision::Signposted),
            (plan.withdrawn, Decision::Withdrawn),
        ],
    );
    for late in rejectable..decisions.len() {
        if decisions[late] == Decision::Rejected {
            exchange(draw, &mut decisions[..], late, rejectable, |decision| decision != Decision::Rejected);
        }
    }
    reject_most_duplicates(draw, &mut follows[..rejectable], &mut decisions[..rejectable]);

    let parents = received.into_iter().zip(follows.into_iter().zip(decisions));
    let partners = receipts(draw, london, plan.from, plan.before, plan.partners);
    let mut places: Vec<Place> = parents
        .map(|(received_at, (follows, decision))| (received_at, About::BirthingParent { follows, decision }))
        .chain(partners.into_iter().map(|received_at| (received_at, About::Partner)))
        .map(|(received_at, about)| Place { received_at, team: plan.team, about, rejected_by })
        .collect();
    places.sort_by_key(|place| place.received_at);
    places
}

/// As many of each value as asked for, the rest filled with one value, in an order of chance.
fn spread<T: Copy>(draw: &mut Draw, length: usize, rest: T, counts: &[(u32, T)]) -> Vec<T> {
    let mut values: Vec<T> =
        counts.iter().flat_map(|&(count, value)| std::iter::repeat_n(value, count as usize)).collect();
    values.resize(length, rest);
    draw.shuffle(&mut values);
    values
}

/// Swaps one value with a suitable one of the first `among`, beginning at a place of chance.
fn exchange<T: Copy>(draw: &mut Draw, values: &mut [T], one: usize, among: usize, suits: impl Fn(T) -> bool) {
    let start = draw.index(among);
    if let Some(other) = (start..among).chain(0..start).find(|&other| suits(values[other])) {
        values.swap(one, other);
    }
}

/// Moves rejections to referrals of people who are in care already, where most are duplicates.
fn reject_most_duplicates(draw: &mut Draw, follows: &mut [Follows], decisions: &mut [Decision]) {
    for place in 0..decisions.len() {
        if follows[place] == Follows::OpenCare && decisions[place] != Decision::Rejected && draw.happens(55) {
            let start = draw.index(decisions.len());
            let rejected = (start..decisions.len())
                .chain(0..start)
                .find(|&other| decisions[other] == Decision::Rejected && follows[other] != Follows::OpenCare);
            if let Some(rejected) = rejected {
                decisions.swap(place, rejected);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::plan::year_plan;

    #[test]
    fn a_year_holds_exactly_what_was_planned_and_its_rejections_can_be_decided_in_it() {
        let london = London::new();
        for seed in 0..20 {
            for team in Team::ALL {
                let plan = year_plan(team, 2022).unwrap();
                let places = lay_out(&mut Draw::new(seed, 1), &london, &plan);
                let parents: Vec<(Follows, Decision, &Place)> = places
                    .iter()
                    .filter_map(|place| match place.about {
                        About::BirthingParent { follows, decision } => Some((follows, decision, place)),
                        About::Partner => None,
                    })
                    .collect();
                let following = |what| parents.iter().filter(|(follows, ..)| *follows == what).count();
                assert_eq!(parents.len(), plan.referrals as usize);
                assert_eq!(places.len() - parents.len(), plan.partners as usize);
                assert_eq!(following(Follows::Rejection), plan.after_rejection as usize);
                assert_eq!(following(Follows::Discharge), plan.after_discharge as usize);
                let rejected: Vec<_> =
                    parents.iter().filter(|(_, decision, _)| *decision == Decision::Rejected).collect();
                assert_eq!(rejected.len(), plan.rejected as usize);
                assert!(rejected.iter().all(|(.., place)| place.received_at < place.rejected_by));
            }
        }
    }
}
