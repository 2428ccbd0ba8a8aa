//! A scenario fitted to a record, against a small service whose every value is known.

#![expect(clippy::expect_used, reason = "a test panics where it is not so")]

use std::{collections::VecDeque, num::NonZeroU32};

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use porch_domain::{
    ids::ReferralId,
    measure::{Journey, JourneyContact},
    referral::{Attendance, ContactKind, Outcome},
};
use porch_planning::simulation::{
    Runs, Scenario,
    record::{Fitted, NotFitted, back_test, fitted},
};

const FIRST: Date = date(2024, 9, 1);
const CUT: Date = date(2026, 6, 1);
const TO: Date = date(2026, 9, 1);

fn runs(replications: u32) -> Runs {
    let number = |number| NonZeroU32::new(number).expect("above 0");
    Runs { seed: 3, replications: number(replications), threads: number(2) }
}

/// Chance of its own: what is tested draws from none of it.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn is(&mut self, chance: f64) -> bool {
        self.share() < chance
    }
}

/// What the service is, and what must be found again.
struct Truth {
    a_day: f64,
    urgent: f64,
    accepted: f64,
    missed: f64,
    brief: f64,
    full: f64,
    /// Assessments on a working day.
    slots: f64,
    gives_up_a_day: f64,
}

const TRUTH: Truth = Truth {
    a_day: 2.4,
    urgent: 0.1,
    accepted: 0.8,
    missed: 0.15,
    brief: 0.4,
    full: 0.3,
    slots: 2.8,
    gives_up_a_day: 0.004,
};

/// A service that was never simulated by the program: one line, so many assessments a day, sittings on Tuesdays and Fridays.
fn record(truth: &Truth, seed: u64) -> Vec<Journey> {
    let mut dice = Dice(seed);
    let mut journeys: Vec<Journey> = Vec::new();
    let (mut to_decide, mut to_assess) = (Vec::new(), VecDeque::new());
    let mut room = 0.0;
    for today in FIRST.series(1.day()).take_while(|day| *day < TO) {
        // Weekdays bring three times as many as weekends; the chance of each quarter of an hour is the same.
        let weekend = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
        let expected = truth.a_day * if weekend { 0.4 } else { 1.24 };
        for _ in 0..96 {
            if dice.is(expected / 96.0) {
                let urgent = dice.is(truth.urgent);
                to_decide.push(journeys.len());
                journeys.push(Journey {
                    referral: ReferralId(uuid(journeys.len())),
                    received_on: today,
                    urgent: Some(urgent),
                    outcome: Outcome::Pending,
                    decided_on: None,
                    assessed_on: None,
                    discharged_on: None,
                    contacts: Vec::new(),
                });
            }
        }
        let sits = matches!(today.weekday(), Weekday::Tuesday | Weekday::Friday);
        to_decide.retain(|nth: &usize| {
            let journey = &mut journeys[*nth];
            if !sits && (journey.urgent == Some(false) || weekend) {
                return true;
            }
            let accepted = dice.is(truth.accepted);
            journey.outcome = if accepted { Outcome::Accepted } else { Outcome::Rejected };
            journey.decided_on = Some(today);
            if accepted {
                if journey.urgent == Some(true) { to_assess.push_front(*nth) } else { to_assess.push_back(*nth) }
            }
            false
        });
        to_assess.retain(|nth| {
            let leaves = dice.is(truth.gives_up_a_day);
            if leaves {
                journeys[*nth].discharged_on = Some(today);
            }
            !leaves
        });
        if weekend {
            continue;
        }
        room = f64::min(room + truth.slots, truth.slots + 1.0);
        while room >= 1.0 {
            let Some(nth) = to_assess.pop_front() else { break };
            room -= 1.0;
            if dice.is(truth.missed) {
                journeys[nth].contacts.push(contact(today, ContactKind::Assessment, Attendance::DidNotAttend));
                to_assess.push_front(nth);
            } else {
                treated(&mut journeys[nth], today, truth, &mut dice);
            }
        }
    }
    journeys.into_iter().filter_map(|journey| journey.before(TO)).collect()
}

fn uuid(nth: usize) -> uuid::Uuid {
    uuid::Uuid::from_u128(nth as u128)
}

fn contact(on: Date, kind: ContactKind, attendance: Attendance) -> JourneyContact {
    JourneyContact { on, kind, attendance }
}

fn treated(journey: &mut Journey, today: Date, truth: &Truth, dice: &mut Dice) {
    journey.assessed_on = Some(today);
    journey.contacts.push(contact(today, ContactKind::Assessment, Attendance::Attended));
    let share = dice.share();
    let sessions = if share < truth.brief {
        6
    } else if share < truth.brief + truth.full {
        15
    } else {
        0
    };
    let (mut day, mut had) = (today, 0);
    while had < sessions {
        day = day.saturating_add(7.days());
        let missed = dice.is(truth.missed);
        let attendance = if missed { Attendance::DidNotAttend } else { Attendance::Attended };
        journey.contacts.push(contact(day, ContactKind::Treatment, attendance));
        had += u32::from(!missed);
    }
    journey.discharged_on = Some(day.saturating_add(1.day()));
}

fn found(fitted: &Fitted, name: &str) -> (f64, Option<(f64, f64)>) {
    let value = fitted.values.iter().find(|value| value.name == name).unwrap_or_else(|| panic!("{name}: {fitted:?}"));
    (value.value.parse().expect(name), value.interval)
}

fn text<'a>(fitted: &'a Fitted, name: &str) -> &'a str {
    fitted.values.iter().find(|value| value.name == name).map(|value| value.value.as_str()).expect(name)
}

// X9
#[test]
fn what_a_service_is_is_found_in_its_record() {
    let mut held = (0, 0);
    for seed in 1..=6 {
        let fitted = fitted(&record(&TRUTH, seed), (date(2025, 9, 1), TO), runs(20), &|_| {}).expect("enough of it");
        for (name, truth) in [
            ("arrivals.a_year", TRUTH.a_day * 365.25),
            ("kind.urgent.share", TRUTH.urgent),
            ("kind.routine.accepted", TRUTH.accepted),
            ("kind.urgent.accepted", TRUTH.accepted),
            ("assessment.missed", TRUTH.missed),
            ("course.full.missed", TRUTH.missed),
            ("kind.routine.goes_to.brief", TRUTH.brief),
            ("gives_up_after_days", 1.0 / TRUTH.gives_up_a_day),
        ] {
            let (value, interval) = found(&fitted, name);
            let (low, high) = interval.expect(name);
            held = (held.0 + i32::from(low <= truth && truth <= high), held.1 + 1);
            assert!(value > truth * 0.6 && value < truth * 1.6, "seed {seed}, {name}: {value} for {truth}");
        }
        assert_eq!(text(&fitted, "sittings.weekdays"), r#"["tuesday", "friday"]"#);
        assert_eq!((text(&fitted, "course.brief.planned"), text(&fitted, "course.full.planned")), ("6", "15"));
        assert_eq!(text(&fitted, "course.brief.every_days"), "7");
        let weekdays = text(&fitted, "arrivals.by_weekday").trim_matches(['[', ']']).split(", ");
        let weekdays: Vec<f64> = weekdays.map(|weight| weight.parse().expect("a weight")).collect();
        assert!(
            weekdays[..5].iter().all(|day| *day > 1.0) && weekdays[5..].iter().all(|day| *day < 0.7),
            "{weekdays:?}"
        );
        // The posts that were found give the waits that there were.
        let (observed, simulated) = fitted.posts.days_each;
        assert!((simulated - observed).abs() < 0.15 * observed + 0.5, "seed {seed}: {simulated} for {observed}");
        let (seen, simulated) = (fitted.posts.seen.0 as f64, fitted.posts.seen.1);
        assert!((simulated - seen).abs() < 0.12 * seen, "seed {seed}: {simulated} seen for {seen}");
        let again = Scenario::preset("service", &fitted.settings()).expect("a scenario");
        assert_eq!(again.staff(), fitted.scenario.staff(), "what is told is what was used");
    }
    // 48 intervals of 95 %, of services of chance: eight or more that miss come once in three hundred times.
    assert!(held.0 >= held.1 - 7, "{held:?} intervals hold the truth");
}

// X9
#[test]
fn three_months_are_predicted_from_nine_and_from_nothing_after_them() {
    let mut held = (0, 0);
    for seed in 1..=4 {
        let whole = record(&TRUTH, seed);
        let tried = back_test(&whole, TO, runs(40), &|_| {}).expect("enough of it");
        let months: Vec<(&str, bool)> =
            tried.months.iter().map(|month| (month.month.as_str(), month.predicted)).collect();
        assert_eq!(
            (months.len(), months[0], months[8], months[9]),
            (12, ("2025-09", false), ("2026-05", false), ("2026-06", true))
        );
        for month in tried.months.iter().filter(|month| !month.predicted) {
            assert_eq!(month.arrivals.observed, month.arrivals.simulated, "{}: they are replayed", month.month);
        }
        let (within, of) = tried.held();
        assert_eq!(of, 12, "{tried:?}");
        held = (held.0 + within, held.1 + of);
        // Whatever came after the cut changes nothing of what was fitted.
        let without: Vec<Journey> = whole.iter().filter_map(|journey| journey.before(CUT)).collect();
        let blind = fitted(&without, (tried.fitted.from, CUT), runs(40), &|_| {}).expect("enough of it");
        assert_eq!(blind, tried.fitted, "seed {seed}");
    }
    // The service is another than the scenario's, and what was fitted is not known for certain: a range of 95 % holds less.
    assert!(held.0 * 100 >= held.1 * 75, "{held:?} figures lie where 95 of 100 replications do");
}

// X9
#[test]
fn a_service_that_lost_staff_after_the_nine_months_is_seen_to_be_another() {
    let (mut worse, mut as_before) = (0, 0);
    for seed in 1..=2 {
        let slower = record(&Truth { slots: 1.6, ..TRUTH }, seed);
        let whole = record(&TRUTH, seed);
        let changed: Vec<Journey> = whole.iter().filter_map(|journey| journey.before(CUT)).collect();
        // From the cut on, those who came wait as they would with little more than half of the staff.
        let after = slower.into_iter().filter(|journey| journey.received_on >= CUT);
        let changed: Vec<Journey> =
            changed.into_iter().filter(|journey| journey.received_on < CUT).chain(after).collect();
        worse += back_test(&changed, TO, runs(40), &|_| {}).expect("enough of it").held().0;
        as_before += back_test(&whole, TO, runs(40), &|_| {}).expect("enough of it").held().0;
    }
    assert!(worse + 5 <= as_before, "{worse} figures held, and {as_before} of a service as before");
}

// X9
#[test]
fn a_record_that_is_too_small_or_too_short_says_so() {
    let whole = record(&TRUTH, 1);
    let refused = |journeys: &[Journey]| back_test(journeys, TO, runs(5), &|_| {}).expect_err("too little");
    let late: Vec<Journey> = whole.iter().filter(|journey| journey.received_on >= date(2026, 1, 1)).cloned().collect();
    assert_eq!(refused(&late), NotFitted::TooShort(date(2025, 9, 1)));
    assert_eq!(refused(&[]), NotFitted::TooShort(date(2025, 9, 1)));
    let few: Vec<Journey> = whole.iter().step_by(20).cloned().collect();
    let NotFitted::TooFew { what: "referrals", number, least: 100 } = refused(&few) else {
        panic!("too few referrals")
    };
    assert!(number < 60, "{number}");
    let unseen: Vec<Journey> = whole.iter().map(|journey| Journey { assessed_on: None, ..journey.clone() }).collect();
    assert_eq!(refused(&unseen), NotFitted::TooFew { what: "of them seen", number: 0, least: 50 });
    // Without contacts, what is asked of them stays as it was, and says why.
    let bare: Vec<Journey> = whole.iter().map(|journey| Journey { contacts: Vec::new(), ..journey.clone() }).collect();
    let fitted = fitted(&bare, (date(2025, 9, 1), TO), runs(5), &|_| {}).expect("waits are known");
    for name in ["assessment.missed", "course.brief.missed", "course.brief.planned", "kind.routine.goes_to.full"] {
        let left = fitted.left_as_is.iter().find(|left| left.name == name).expect(name);
        assert!(left.why.contains("0 ") && left.why.contains("too few"), "{left:?}");
        assert!(fitted.values.iter().all(|value| value.name != name), "{name}");
    }
}
