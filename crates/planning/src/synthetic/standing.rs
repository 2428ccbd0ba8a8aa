//! How every person stands with a team as the history goes on, so that a re-referral finds somebody whom it suits.

use std::{cmp::Reverse, collections::BinaryHeap};

use jiff::{SignedDuration, Timestamp};

use super::{course::Decision, deck::Follows, draw::Draw};

/// One referral as far as later ones depend on it.
#[derive(Debug, Clone, Copy)]
struct Earlier {
    person: usize,
    /// When the referral was settled: decided, or for an accepted one discharged.
    settled_at: Timestamp,
    /// When this and every earlier referral of the person was settled.
    all_settled_at: Timestamp,
}

/// Where everybody stands with one team.
#[derive(Debug, Default)]
pub(super) struct Standings {
    referrals: Vec<Earlier>,
    /// The latest referral of each person, by the person's place in the history.
    latest: Vec<Option<usize>>,
    /// What becomes possible, and from when.
    to_come: BinaryHeap<Reverse<(Timestamp, usize, Pool)>>,
    pools: [Vec<usize>; 4],
}

/// The referrals on which another of the same person can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pool {
    Rejected,
    Discharged,
    Open,
    Other,
}

/// How many suitable people are looked at for each re-referral; the one whose wait is nearest to the one drawn is taken.
const LOOKED_AT: usize = 12;

impl Standings {
    /// The person's latest referral to this team, if any.
    fn latest_of(&self, person: usize) -> Option<usize> {
        self.latest.get(person).copied().flatten()
    }

    /// Whether the person was ever referred to this team.
    pub(super) fn knows(&self, person: usize) -> bool {
        self.latest_of(person).is_some()
    }

    /// Notes a referral; `ended_at` is the end of care of an accepted one.
    pub(super) fn note(
        &mut self,
        person: usize,
        decision: Decision,
        decided_at: Timestamp,
        ended_at: Option<Timestamp>,
    ) {
        let referral = self.referrals.len();
        let settled_at = ended_at.unwrap_or(decided_at);
        // Somebody in care who is referred again meanwhile stays in care until the end of that.
        let all_settled_at =
            self.latest_of(person).map_or(settled_at, |before| settled_at.max(self.referrals[before].all_settled_at));
        let mut later = |pool, at, days: i64| {
            self.to_come.push(Reverse((at + SignedDuration::from_hours(24 * days), referral, pool)));
        };
        match decision {
            Decision::Accepted => {
                later(Pool::Open, decided_at, 1);
                later(Pool::Discharged, all_settled_at, 10);
            }
            Decision::Rejected => later(Pool::Rejected, all_settled_at, 3),
            Decision::Signposted | Decision::Withdrawn => later(Pool::Other, all_settled_at, 7),
        }
        self.referrals.push(Earlier { person, settled_at, all_settled_at });
        if self.latest.len() <= person {
            self.latest.resize(person + 1, None);
        }
        self.latest[person] = Some(referral);
    }

    /// Somebody whose latest referral to this team is the one that a new referral at `at` is to follow on.
    pub(super) fn somebody(&mut self, draw: &mut Draw, follows: Follows, at: Timestamp) -> Option<usize> {
        while let Some(&Reverse((from, referral, pool))) = self.to_come.peek() {
            if from > at {
                break;
            }
            self.to_come.pop();
            self.pools[pool as usize].push(referral);
        }
        let (pool, wanted_days) = match follows {
            Follows::Nothing => return None,
            Follows::Rejection => (Pool::Rejected, days_after_rejection(draw)),
            Follows::Discharge => (Pool::Discharged, days_after_discharge(draw)),
            Follows::OpenCare => (Pool::Open, 0),
            Follows::Other => (Pool::Other, draw.between(20, 300)),
        };
        let wanted = SignedDuration::from_hours(24 * i64::from(wanted_days));
        let mut found: Option<(SignedDuration, usize)> = None;
        let mut seen = 0;
        while seen < LOOKED_AT && !self.pools[pool as usize].is_empty() {
            let place = draw.index(self.pools[pool as usize].len());
            let referral = self.pools[pool as usize][place];
            let earlier = self.referrals[referral];
            let outdated = self.latest_of(earlier.person) != Some(referral);
            if outdated || (pool == Pool::Open && earlier.settled_at <= at) {
                self.pools[pool as usize].swap_remove(place);
                continue;
            }
            seen += 1;
            let off = (at.duration_since(earlier.settled_at).abs() - wanted).abs();
            if found.is_none_or(|(nearest, _)| off < nearest) {
                found = Some((off, earlier.person));
            }
        }
        found.map(|(_, person)| person)
    }
}

/// Days from a rejection to the next referral.
///
/// # Source
/// Assumed; KMPT writes to the referrer and recommends another referral "should a persons needs change".
fn days_after_rejection(draw: &mut Draw) -> i32 {
    draw.between(7, 120).min(draw.between(7, 240))
}

/// Days from a discharge to the next referral.
///
/// # Source
/// Assumed; KMPT names second pregnancies as the chief cause, so that most waits are long.
fn days_after_discharge(draw: &mut Draw) -> i32 {
    if draw.happens(30) { draw.between(14, 150) } else { draw.between(180, 900) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day)
    }

    #[test]
    fn each_sort_of_referral_finds_only_the_person_whom_it_suits() {
        let mut draw = Draw::new(1, 0);
        let mut standings = Standings::default();
        standings.note(0, Decision::Rejected, day(1), None);
        standings.note(1, Decision::Accepted, day(1), Some(day(30)));
        standings.note(2, Decision::Accepted, day(1), Some(day(300)));
        standings.note(3, Decision::Withdrawn, day(1), None);
        for (follows, person) in [
            (Follows::Nothing, None),
            (Follows::Rejection, Some(0)),
            (Follows::Discharge, Some(1)),
            (Follows::OpenCare, Some(2)),
            (Follows::Other, Some(3)),
        ] {
            assert_eq!(standings.somebody(&mut draw, follows, day(100)), person, "{follows:?}");
        }
    }

    #[test]
    fn a_newer_referral_takes_the_place_of_the_older_one() {
        let mut draw = Draw::new(1, 0);
        let mut standings = Standings::default();
        standings.note(0, Decision::Rejected, day(1), None);
        standings.note(0, Decision::Accepted, day(20), Some(day(60)));
        assert_eq!(standings.somebody(&mut draw, Follows::Rejection, day(100)), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Discharge, day(100)), Some(0));
    }

    #[test]
    fn nobody_is_re_referred_on_the_strength_of_what_has_not_happened() {
        let mut draw = Draw::new(1, 0);
        let mut standings = Standings::default();
        standings.note(0, Decision::Accepted, day(10), Some(day(50)));
        assert_eq!(standings.somebody(&mut draw, Follows::Discharge, day(49)), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Discharge, day(61)), Some(0));
    }

    #[test]
    fn care_that_ended_under_the_latest_referral_is_not_open_because_an_older_one_is() {
        let mut draw = Draw::new(1, 0);
        let mut standings = Standings::default();
        standings.note(0, Decision::Accepted, day(1), Some(day(300)));
        standings.note(0, Decision::Accepted, day(50), Some(day(100)));
        assert_eq!(standings.somebody(&mut draw, Follows::OpenCare, day(90)), Some(0));
        assert_eq!(standings.somebody(&mut draw, Follows::OpenCare, day(200)), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Discharge, day(200)), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Discharge, day(320)), Some(0));
    }

    #[test]
    fn a_duplicate_rejected_during_care_is_followed_only_after_that_care() {
        let mut draw = Draw::new(1, 0);
        let mut standings = Standings::default();
        standings.note(0, Decision::Accepted, day(1), Some(day(200)));
        standings.note(0, Decision::Rejected, day(50), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Rejection, day(199)), None);
        assert_eq!(standings.somebody(&mut draw, Follows::Rejection, day(210)), Some(0));
    }
}
