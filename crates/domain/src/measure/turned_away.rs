//! Where those went who were turned away: everybody who heard a no in a period, followed for twelve months (X5).

use jiff::Timestamp;

use crate::{
    calendar::local_date,
    ids::ReferralId,
    person::day_number,
    referral::{Outcome, SignpostState, WITHIN_DAYS},
};

/// A referral that ended with a no, and what became of her since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnedAway {
    /// The referral.
    pub referral: ReferralId,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The first referral of her that came in later.
    pub again: Option<Again>,
    /// Whether the service that she was pointed to has her, where somebody asked.
    pub signpost: Option<SignpostState>,
}

/// A later referral of the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// The referral.
    pub referral: ReferralId,
    /// When it came.
    pub received_at: Timestamp,
    /// How it stands.
    pub outcome: Outcome,
}

/// Where somebody is who was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whereabouts {
    /// She came again and was taken on.
    TakenOn,
    /// She came again and is not decided.
    Waiting,
    /// She came again and was turned away again, or it was withdrawn.
    TurnedAwayAgain,
    /// The service that she was pointed to has her.
    SignpostHasHer,
    /// The service that she was pointed to does not have her.
    SignpostHasNot,
    /// Nobody knows.
    NotKnown,
}

impl Whereabouts {
    /// Every one, in the order of the report.
    pub const ALL: [Self; 6] = [
        Self::TakenOn,
        Self::Waiting,
        Self::TurnedAwayAgain,
        Self::SignpostHasHer,
        Self::SignpostHasNot,
        Self::NotKnown,
    ];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::TakenOn => "Came again and was taken on",
            Self::Waiting => "Came again and waits for a decision",
            Self::TurnedAwayAgain => "Came again and was not taken on",
            Self::SignpostHasHer => "The service that she was pointed to has her",
            Self::SignpostHasNot => "The service that she was pointed to does not have her",
            Self::NotKnown => "Nobody knows",
        }
    }
}

impl TurnedAway {
    /// Days from the no to the next referral, by the calendar in Europe/London; none where there was none within a year.
    pub fn days_until_again(&self) -> Option<i32> {
        let again = self.again?;
        let days = day_number(local_date(again.received_at)?) - day_number(local_date(self.ended_at)?);
        (days <= WITHIN_DAYS[2]).then_some(days)
    }

    /// Where she is. Coming again says more than what the other service said before.
    pub fn whereabouts(&self) -> Whereabouts {
        let again = self.again.filter(|_| self.days_until_again().is_some());
        match (again.map(|again| again.outcome), self.signpost) {
            (Some(Outcome::Accepted), _) => Whereabouts::TakenOn,
            (Some(Outcome::Pending), _) => Whereabouts::Waiting,
            (Some(Outcome::Rejected | Outcome::Signposted | Outcome::Withdrawn), _) => Whereabouts::TurnedAwayAgain,
            (None, Some(SignpostState::Taken)) => Whereabouts::SignpostHasHer,
            (None, Some(SignpostState::NotTaken)) => Whereabouts::SignpostHasNot,
            (None, Some(SignpostState::NotKnown) | None) => Whereabouts::NotKnown,
        }
    }

    /// Whether twelve months have passed since the no.
    pub fn followed_for_a_year(&self, now: Timestamp) -> bool {
        let days = local_date(now).zip(local_date(self.ended_at)).map(|(now, then)| day_number(now) - day_number(then));
        days.is_some_and(|days| days > WITHIN_DAYS[2])
    }
}

/// What became of everybody who was turned away in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterNo {
    /// How many referrals ended with a no.
    pub all: usize,
    /// How many came again within so many days.
    pub within: Vec<(i32, usize)>,
    /// Where they are; the counts add up to all.
    pub whereabouts: Vec<(Whereabouts, usize)>,
    /// How many of them are not yet followed for twelve months.
    pub not_yet_a_year: usize,
}

impl AfterNo {
    /// Counts.
    pub fn of(turned_away: &[TurnedAway], now: Timestamp) -> Self {
        let count = |counts: &dyn Fn(&TurnedAway) -> bool| turned_away.iter().filter(|one| counts(one)).count();
        let within = WITHIN_DAYS.into_iter();
        Self {
            all: turned_away.len(),
            within: within
                .map(|within| (within, count(&|one| one.days_until_again().is_some_and(|days| days <= within))))
                .collect(),
            whereabouts: Whereabouts::ALL
                .into_iter()
                .map(|whereabouts| (whereabouts, count(&|one| one.whereabouts() == whereabouts)))
                .collect(),
            not_yet_a_year: count(&|one| !one.followed_for_a_year(now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: ReferralId = ReferralId(Uuid::from_u128(1));

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn one(again: Option<(&str, Outcome)>, signpost: Option<SignpostState>) -> TurnedAway {
        let again = again.map(|(received_at, outcome)| Again { referral: ID, received_at: at(received_at), outcome });
        TurnedAway { referral: ID, ended_at: at("2026-01-10T12:00:00Z"), again, signpost }
    }

    // X5
    #[test]
    fn everybody_is_somewhere_and_nobody_twice() {
        let cohort = [
            one(Some(("2026-01-10T13:00:00Z", Outcome::Accepted)), None),
            one(Some(("2026-02-09T12:00:00Z", Outcome::Pending)), Some(SignpostState::NotTaken)),
            one(Some(("2026-02-10T12:00:00Z", Outcome::Rejected)), None),
            one(Some(("2026-04-10T12:00:00Z", Outcome::Withdrawn)), None),
            one(Some(("2027-01-10T12:00:00Z", Outcome::Signposted)), None),
            // After a year it no longer belongs to this no.
            one(Some(("2027-01-11T12:00:00Z", Outcome::Accepted)), Some(SignpostState::Taken)),
            one(None, Some(SignpostState::NotTaken)),
            one(None, Some(SignpostState::NotKnown)),
            one(None, None),
        ];
        let counted = AfterNo::of(&cohort, at("2027-01-10T12:00:00Z"));
        assert_eq!(counted.within, [(30, 2), (90, 4), (365, 5)]);
        let counts: Vec<usize> = counted.whereabouts.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [1, 1, 3, 1, 1, 2]);
        assert_eq!(counts.iter().sum::<usize>(), counted.all);
        assert_eq!(counted.not_yet_a_year, 9);
        assert_eq!(AfterNo::of(&cohort, at("2027-01-11T00:00:00Z")).not_yet_a_year, 0);
    }
}
