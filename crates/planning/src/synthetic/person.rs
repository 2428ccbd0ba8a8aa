//! Invented people: what a referral says of the person, and of the pregnancy that it is about.

use jiff::civil::Date;
use porch_domain::person::NhsNumber;

use super::{
    calendar::{days_since, later},
    draw::Draw,
    plan::Team,
};

/// What every referral of an invented person repeats.
pub(super) struct Person {
    pub(super) birth_date: Option<Date>,
    pub(super) nhs_number: Option<NhsNumber>,
    pub(super) ethnic_category: Option<&'static str>,
    pub(super) postcode: Option<String>,
    pub(super) gp_practice: Option<String>,
    pub(super) pregnancy: Pregnancy,
}

impl Person {
    /// A new person, the `index`th of the history.
    pub(super) fn invent(draw: &mut Draw, seed: u64, index: usize, today: Date, pregnancy: Pregnancy) -> Self {
        let years = draw.pick(&AGE_WEIGHTS);
        Self {
            birth_date: (!draw.happens(1)).then(|| later(today, -(years * 365 + draw.between(10, 1700)))),
            nhs_number: if draw.happens(2) { None } else { test_number(seed, index) },
            ethnic_category: draw.pick(&ETHNIC_WEIGHTS),
            postcode: invented_postcode(draw),
            gp_practice: invented_practice(draw),
            pregnancy,
        }
    }

    /// What is new by the next referral: another address and practice now and then.
    pub(super) fn perhaps_moves(&mut self, draw: &mut Draw) {
        if draw.happens(8) {
            self.postcode = invented_postcode(draw);
            self.gp_practice = invented_practice(draw);
        }
    }

    /// Begins another pregnancy if the person has had time for one, and must or is to have one.
    pub(super) fn perhaps_pregnant_again(&mut self, draw: &mut Draw, today: Date, wanted: bool) {
        let last_end = self.pregnancy.due.max(self.pregnancy.ended);
        let [earliest, latest] = [later(last_end, DAYS_BETWEEN_PREGNANCIES), later(today, LONGEST_AHEAD)];
        let too_long_ago = days_since(today, self.pregnancy.ended) > 365;
        if earliest > latest || !(wanted || too_long_ago) {
            return;
        }
        let early = draw.happens(80);
        let from = earliest.max(later(today, if early { 110 } else { -300 }));
        let due = later(from, draw.between(0, days_since(latest, from)));
        self.pregnancy = Pregnancy::with_due_date(draw, due);
    }
}

/// A due date at which a referral can be the first word of a pregnancy: about six weeks into it.
///
/// # Source
/// Assumed: 40 weeks less six.
const LONGEST_AHEAD: i32 = 238;

/// Days from one end of pregnancy to the next that make it another pregnancy in every count.
///
/// # Source
/// More than the 300 days by which the annual report tells pregnancies apart.
const DAYS_BETWEEN_PREGNANCIES: i32 = 310;

/// One pregnancy as it turns out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pregnancy {
    /// The date on which it was expected to end.
    due: Date,
    /// The date on which it ended, or will.
    ended: Date,
    /// How it ended.
    outcome: Outcome,
}

/// The MSDS pregnancy outcomes in use that are drawn.
///
/// # Source
/// NHS Data Model and Dictionary, MSDS v2.0, PREGNANCY OUTCOME.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    LiveBirth,
    AntepartumStillbirth,
    IntrapartumStillbirth,
    StillbirthTimingUnknown,
    TerminationFrom24Weeks,
    /// Other: MSDS lists no outcome in use for a loss before 24 weeks.
    EarlyLoss,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::LiveBirth => "01",
            Self::AntepartumStillbirth => "02",
            Self::IntrapartumStillbirth => "03",
            Self::StillbirthTimingUnknown => "04",
            Self::TerminationFrom24Weeks => "05",
            Self::EarlyLoss => "98",
        }
    }

    /// How many days before its due date a pregnancy with this outcome ends.
    ///
    /// # Source
    /// Assumed, but for the 24 weeks (168 days of 280) of the MSDS outcomes.
    fn days_early(self, draw: &mut Draw) -> i32 {
        match self {
            Self::LiveBirth => draw.between(-12, 21),
            Self::AntepartumStillbirth | Self::TerminationFrom24Weeks => draw.between(0, 112),
            Self::IntrapartumStillbirth | Self::StillbirthTimingUnknown => draw.between(-5, 80),
            Self::EarlyLoss => draw.between(113, 200),
        }
    }
}

impl Pregnancy {
    /// The pregnancy of a first referral to a team; `eligible` is not when it ended too long ago for the team.
    ///
    /// # Source
    /// Assumed: three in five community referrals come during pregnancy, and those after it come soon after it. Thrive is for
    /// trauma and loss, so most of its referrals come after the end, and some in a pregnancy that follows a loss.
    pub(super) fn of_first_referral(draw: &mut Draw, team: Team, today: Date, eligible: bool) -> Self {
        if !eligible {
            let ago = draw.between(366, 520);
            return Self::ended_on(draw, later(today, -ago), Outcome::LiveBirth);
        }
        match team {
            Team::Community if draw.happens(60) => {
                let due = later(today, draw.between(14, LONGEST_AHEAD));
                Self::with_due_date(draw, due)
            }
            Team::Community => {
                let ago = draw.between(3, 345).min(draw.between(3, 345));
                let outcome = draw.pick(&COMMUNITY_OUTCOMES);
                Self::ended_on(draw, later(today, -ago), outcome)
            }
            Team::Thrive if draw.happens(20) => {
                let due = later(today, draw.between(14, 200));
                Self::with_due_date(draw, due)
            }
            Team::Thrive => {
                let ago = draw.between(21, 345).min(draw.between(21, 345));
                let outcome = draw.pick(&THRIVE_OUTCOMES);
                Self::ended_on(draw, later(today, -ago), outcome)
            }
        }
    }

    fn with_due_date(draw: &mut Draw, due: Date) -> Self {
        let outcome = draw.pick(&COMMUNITY_OUTCOMES);
        Self { due, ended: later(due, -outcome.days_early(draw)), outcome }
    }

    fn ended_on(draw: &mut Draw, ended: Date, outcome: Outcome) -> Self {
        Self { due: later(ended, outcome.days_early(draw)), ended, outcome }
    }

    /// Expected or actual end, and the outcome once there is one, as known on a day.
    pub(super) fn as_known_on(&self, today: Date) -> (Date, Option<&'static str>) {
        if self.ended <= today { (self.ended, Some(self.outcome.code())) } else { (self.due, None) }
    }

    /// Whether it ended in the year before a day, so that Thrive could be asked about it.
    pub(super) fn ended_in_the_year_before(&self, today: Date) -> bool {
        (14..=365).contains(&days_since(today, self.ended))
    }
}

/// Outcomes of community referrals.
///
/// # Source
/// Weights assumed: losses are few.
const COMMUNITY_OUTCOMES: [(u32, Outcome); 4] = [
    (975, Outcome::LiveBirth),
    (8, Outcome::AntepartumStillbirth),
    (3, Outcome::StillbirthTimingUnknown),
    (14, Outcome::EarlyLoss),
];

/// Outcomes of Thrive referrals.
///
/// # Source
/// Weights assumed: trauma of a live birth
/// and loss are about as frequent (the service is for both: KMPT news, 7 April 2021).
const THRIVE_OUTCOMES: [(u32, Outcome); 6] = [
    (46, Outcome::LiveBirth),
    (16, Outcome::AntepartumStillbirth),
    (5, Outcome::IntrapartumStillbirth),
    (5, Outcome::StillbirthTimingUnknown),
    (5, Outcome::TerminationFrom24Weeks),
    (23, Outcome::EarlyLoss),
];

/// Age in completed years, less a remainder of up to five years that is drawn evenly.
///
/// # Source
/// Assumed: about 30 on average, from 16 to the middle of the forties.
const AGE_WEIGHTS: [(u32, i32); 6] = [(6, 16), (16, 20), (30, 25), (32, 29), (14, 34), (2, 40)];

/// Ethnic category, full national codes; not stated, not known and missing are three different answers.
///
/// # Source
/// Codes: NHS Data Model and Dictionary. Weights assumed.
const ETHNIC_WEIGHTS: [(u32, Option<&str>); 22] = [
    (702, Some("A")),
    (8, Some("B")),
    (62, Some("C")),
    (10, Some("D")),
    (6, Some("E")),
    (9, Some("F")),
    (9, Some("G")),
    (20, Some("H")),
    (8, Some("J")),
    (8, Some("K")),
    (17, Some("L")),
    (6, Some("M")),
    (22, Some("N")),
    (6, Some("P")),
    (4, Some("R")),
    (8, Some("S")),
    (5, Some("T")),
    (3, Some("U")),
    (3, Some("V")),
    (34, Some("Z")),
    (20, Some("99")),
    (30, None),
];

/// A postcode of the area ZZ99, which no address has. None ends in Z, as the pseudo-postcodes for countries and for no fixed
/// abode do, so that it means nothing either.
fn invented_postcode(draw: &mut Draw) -> Option<String> {
    const LETTERS: [char; 19] =
        ['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y'];
    let [first, second] = [LETTERS[draw.index(LETTERS.len())], LETTERS[draw.index(LETTERS.len())]];
    let sector = draw.below(10);
    (!draw.happens(2)).then(|| format!("ZZ99 {sector}{first}{second}"))
}

/// One of 48 invented practices: the shape of an ODS code, a letter and five digits, in a part of the Y codes that is not
/// known to be given out.
fn invented_practice(draw: &mut Draw) -> Option<String> {
    let number = draw.between(1, 48).min(draw.between(1, 48));
    (!draw.happens(3)).then(|| format!("Y99{number:03}"))
}

/// An NHS number of the range 999, which is kept for tests and never issued; none for the one in eleven whose check digit
/// would be 10. No two people of a seed share one, for fewer than a million people.
///
/// # Source
/// NHS Data Dictionary, NHS NUMBER: modulus 11 over weights 10 to 2.
fn test_number(seed: u64, index: usize) -> Option<NhsNumber> {
    // 7,919 is prime and divides no power of ten, so that the product runs through every remainder once.
    let place = (u64::try_from(index).ok()? * 7919 + seed % 1_000_000) % 1_000_000;
    let nine = format!("999{place:06}");
    let sum: u32 = nine.bytes().map(|digit| u32::from(digit - b'0')).zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    let check = (11 - sum % 11) % 11;
    NhsNumber::parse(&format!("{nine}{check}")).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn test_numbers_are_valid_distinct_and_of_the_range_999() {
        let numbers: Vec<NhsNumber> = (0..2000).filter_map(|index| test_number(u64::MAX, index)).collect();
        assert!(numbers.len() > 1750 && numbers.len() < 1900, "{}", numbers.len());
        assert!(numbers.iter().all(|number| number.digits().starts_with("999")));
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    }

    #[test]
    fn a_second_pregnancy_needs_time_and_is_told_apart_by_more_than_300_days() {
        let mut draw = Draw::new(1, 0);
        let today = date(2022, 6, 1);
        for _ in 0..500 {
            let first = Pregnancy::ended_on(&mut draw, later(today, -300), Outcome::LiveBirth);
            let mut person = Person::invent(&mut draw, 1, 0, today, first);
            person.perhaps_pregnant_again(&mut draw, today, true);
            assert!(days_since(person.pregnancy.due, first.due) >= DAYS_BETWEEN_PREGNANCIES);
            assert!(days_since(person.pregnancy.due, today) <= LONGEST_AHEAD);

            let recent = Pregnancy::ended_on(&mut draw, later(today, -20), Outcome::LiveBirth);
            person.pregnancy = recent;
            person.perhaps_pregnant_again(&mut draw, today, true);
            assert_eq!(person.pregnancy.due, recent.due);
        }
    }

    #[test]
    fn a_referral_long_after_the_end_is_about_another_pregnancy() {
        let mut draw = Draw::new(1, 0);
        let today = date(2022, 6, 1);
        let long_ago = Pregnancy::ended_on(&mut draw, date(2019, 1, 1), Outcome::LiveBirth);
        let mut person = Person::invent(&mut draw, 1, 0, today, long_ago);
        person.perhaps_pregnant_again(&mut draw, today, false);
        assert!(days_since(person.pregnancy.due, today) >= -300);
    }
}
