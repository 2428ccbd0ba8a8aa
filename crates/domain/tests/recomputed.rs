//! A holiday that changes moves the clocks that it lies in, by the rule of their day, and nothing else (H12, INV-04).
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    calendar::NotComputed,
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story},
    ids::{PersonId, ReferralId},
    invariants,
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, ClockRecomputed, Deciding, PersonKind, Priority, Receipt, Referral, ReferralCommand, ReferralEvent,
    },
};
use proptest::prelude::*;
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));
const KENT_MEDWAY: &str = include_str!("../../../footprints/kent-medway.toml");
const URGENT: &str = "kind = \"working\"\ndays = 2\nfrom = 2026-12-01";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn read(text: &str) -> Footprint {
    Footprint::parse(text).unwrap()
}

/// A day that is kept otherwise, as a file says it.
fn day(on: &str, name: &str, kept: &str) -> String {
    format!("[[holidays]]\ndate = {on}\nname = \"{name}\"\nkept = \"{kept}\"\nsource = \"national\"\n\n")
}

/// Kent and Medway with days that are kept otherwise.
fn with(days: &[String]) -> String {
    KENT_MEDWAY.replacen("[hours]", &format!("{}[hours]", days.concat()), 1)
}

fn decide(
    state: Option<&Referral>,
    command: ReferralCommand,
    now: Timestamp,
    footprint: &Footprint,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let actor = match command {
        ReferralCommand::Receive(_) => Actor::Public,
        ReferralCommand::RecomputeClock { .. } => Actor::System,
        _ => Actor::Staff { account: "invented".to_owned(), role: Role::Duty },
    };
    let deciding = Deciding { now, actor: &actor, footprint, rules: "v2", rejected_before: false };
    referral::decide(ID, state, command, &deciding)
}

fn evolved(state: Option<Referral>, events: &[ReferralEvent]) -> Referral {
    let referral = events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap();
    assert_eq!(invariants::referral(&referral), Ok(()));
    referral
}

fn received(priority: Priority, received_at: Timestamp, footprint: &Footprint) -> Referral {
    let receipt = Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority,
        received_at,
        directed_to: None,
        pregnancy: None,
        asked: Asked::default(),
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    };
    evolved(None, &decide(None, ReferralCommand::Receive(Box::new(receipt)), received_at, footprint).unwrap())
}

fn step(referral: &Referral, command: ReferralCommand, now: Timestamp, footprint: &Footprint) -> Referral {
    evolved(Some(referral.clone()), &decide(Some(referral), command, now, footprint).unwrap())
}

fn raised(referral: &Referral, to: Priority, now: Timestamp, footprint: &Footprint) -> Referral {
    step(referral, ReferralCommand::RaisePriority { to, why: "invented".to_owned() }, now, footprint)
}

/// What follows when the last of the versions comes into force, all of them being applied.
fn again(referral: &Referral, versions: &[&Footprint]) -> Result<(ClockRecomputed, Referral), Disallowed> {
    let applied: Arc<[Footprint]> = versions.iter().rev().map(|version| (*version).clone()).collect();
    let now = referral.received_at + SignedDuration::from_hours(3);
    let in_force = versions.last().unwrap();
    let events = decide(Some(referral), ReferralCommand::RecomputeClock { applied }, now, in_force)?;
    let [ReferralEvent::ClockRecomputed(recomputed)] = events.as_slice() else { panic!("{events:?}") };
    Ok((recomputed.clone(), evolved(Some(referral.clone()), &events)))
}

// H12
#[test]
fn a_holiday_that_is_announced_moves_an_open_working_clock_and_says_why() {
    let (before, after) = (read(KENT_MEDWAY), read(&with(&[day("2026-12-18", "A one-off holiday", "closed")])));
    // Thursday to Monday.
    let referral = received(Priority::Urgent, at("2026-12-17T10:00:00Z"), &before);
    assert_eq!(referral.respond_by, Some(at("2026-12-21T17:00:00Z")));
    let (recomputed, moved) = again(&referral, &[&before, &after]).unwrap();
    assert_eq!(
        recomputed,
        ClockRecomputed {
            at: at("2026-12-17T13:00:00Z"),
            from: at("2026-12-21T17:00:00Z"),
            to: at("2026-12-22T17:00:00Z"),
            why: "18 December 2026 is a holiday (A one-off holiday)".to_owned(),
            rules: "v2".to_owned(),
        }
    );
    assert_eq!(moved.respond_by, Some(at("2026-12-22T17:00:00Z")));
    // Nothing else moves: neither the urgency nor when somebody looks again.
    assert_eq!(
        (moved.priority, moved.held(), moved.outcome()),
        (referral.priority, referral.held(), referral.outcome())
    );
    assert_eq!(moved.triage, referral.triage);
    // Done once, it stands.
    assert_eq!(again(&moved, &[&before, &after]), Err(Disallowed::ClockStands));
    // Taken back, it comes back, and says so.
    let (back, there) = again(&moved, &[&before, &after, &before]).unwrap();
    assert_eq!(
        (there.respond_by, back.why.as_str()),
        (referral.respond_by, "18 December 2026 is no holiday (A one-off holiday)")
    );
}

// H12
#[test]
fn a_holiday_that_is_cancelled_moves_it_forward_and_somebody_looks_in_time() {
    let (before, after) = (read(KENT_MEDWAY), read(&with(&[day("2026-12-28", "Boxing Day, substitute", "open")])));
    let received_at = at("2026-12-24T16:59:00Z");
    let referral = received(Priority::Urgent, received_at, &before);
    assert_eq!(referral.respond_by, Some(at("2026-12-30T17:00:00Z")));
    // It was taken on, and is looked at again when its clock ends.
    let accept = ReferralCommand::Accept {
        team: TeamCode("community".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    let accepted = step(&referral, accept, at("2026-12-24T17:30:00Z"), &before);
    assert_eq!(accepted.held().unwrap().next_due, at("2026-12-30T17:00:00Z"));
    for referral in [referral, accepted] {
        let (recomputed, moved) = again(&referral, &[&before, &after]).unwrap();
        assert_eq!((recomputed.to, moved.respond_by), (at("2026-12-29T17:00:00Z"), Some(at("2026-12-29T17:00:00Z"))));
        assert!(moved.held().unwrap().next_due <= at("2026-12-29T17:00:00Z"));
    }
}

// INV-04, INV-07
#[test]
fn an_emergency_never_gets_more_time() {
    let closed = read(&with(&[day("2026-12-21", "A one-off holiday", "closed")]));
    let open = read(KENT_MEDWAY);
    // Urgent from Thursday, and an emergency from two hours before its end on Monday: that end stays.
    let urgent = received(Priority::Urgent, at("2026-12-17T10:00:00Z"), &open);
    let emergency = raised(&urgent, Priority::Emergency, at("2026-12-21T15:00:00Z"), &open);
    assert_eq!(emergency.respond_by, Some(at("2026-12-21T17:00:00Z")));
    assert_eq!(again(&emergency, &[&open, &closed]), Err(Disallowed::ClockStands));
    // The other way round it is due sooner.
    let urgent = received(Priority::Urgent, at("2026-12-17T10:00:00Z"), &closed);
    let emergency = raised(&urgent, Priority::Emergency, at("2026-12-21T15:00:00Z"), &closed);
    assert_eq!(emergency.respond_by, Some(at("2026-12-21T19:00:00Z")));
    let (_, sooner) = again(&emergency, &[&closed, &open]).unwrap();
    assert_eq!((sooner.respond_by, sooner.priority), (Some(at("2026-12-21T17:00:00Z")), Some(Priority::Emergency)));
    // One that was an emergency from the start has no clock that holidays move.
    let emergency = received(Priority::Emergency, at("2026-12-17T10:00:00Z"), &open);
    assert_eq!(again(&emergency, &[&open, &closed]), Err(Disallowed::ClockStands));
}

#[test]
fn a_referral_that_was_raised_or_lowered_is_counted_from_when_it_was() {
    let (before, after) = (read(KENT_MEDWAY), read(&with(&[day("2026-12-18", "A one-off holiday", "closed")])));
    let routine = received(Priority::Routine, at("2026-12-10T10:00:00Z"), &before);
    assert_eq!(again(&routine, &[&before, &after]), Err(Disallowed::ClockStands));
    let urgent = raised(&routine, Priority::Urgent, at("2026-12-17T10:00:00Z"), &before);
    assert_eq!(urgent.respond_by, Some(at("2026-12-21T17:00:00Z")));
    assert_eq!(again(&urgent, &[&before, &after]).unwrap().0.to, at("2026-12-22T17:00:00Z"));
    // Raised on the last day but one of its own clock, it keeps that end, which no holiday moves.
    let late = raised(&routine, Priority::Urgent, at("2027-01-06T10:00:00Z"), &before);
    assert_eq!(late.respond_by, Some(at("2027-01-07T23:59:59.999Z")));
    let closed = read(&with(&[day("2027-01-07", "A one-off holiday", "closed")]));
    assert_eq!(again(&late, &[&before, &closed]), Err(Disallowed::ClockStands));
    // Lowered, it is counted from the receipt.
    let emergency = received(Priority::Emergency, at("2026-12-17T10:00:00Z"), &before);
    let spoke_at = at("2026-12-17T11:00:00Z");
    let lower = ReferralCommand::LowerPriority { to: Priority::Urgent, spoke_at, why: "invented".to_owned() };
    let lowered = step(&emergency, lower, at("2026-12-17T12:00:00Z"), &before);
    assert_eq!(again(&lowered, &[&before, &after]).unwrap().0.to, at("2026-12-22T17:00:00Z"));
}

// Old referrals are judged by the rule of their day.
#[test]
fn a_later_version_with_another_limit_or_other_hours_moves_nothing_but_holidays() {
    let holiday = [day("2026-12-18", "A one-off holiday", "closed")];
    let first = read(KENT_MEDWAY);
    let referral = received(Priority::Urgent, at("2026-12-17T10:00:00Z"), &first);
    for (case, from, to) in [
        ("another limit", URGENT, "kind = \"working\"\ndays = 9\nfrom = 2026-12-01"),
        ("another kind", URGENT, "kind = \"calendar\"\ndays = 9\nfrom = 2026-12-01"),
        ("other hours of duty", "[duty]\nweekdays = [\"monday\", \"tuesday\",", "[duty]\nweekdays = [\"tuesday\","),
    ] {
        assert!(KENT_MEDWAY.contains(from), "{case}");
        let second = read(&KENT_MEDWAY.replacen(from, to, 1));
        assert_eq!(again(&referral, &[&first, &second]), Err(Disallowed::ClockStands), "{case}");
        let third = read(&with(&holiday).replacen(from, to, 1));
        let (recomputed, moved) = again(&referral, &[&first, &second, &third]).unwrap();
        assert_eq!(recomputed.to, at("2026-12-22T17:00:00Z"), "{case}");
        assert_eq!(again(&moved, &[&first, &second, &third]), Err(Disallowed::ClockStands), "{case}");
    }
}

// H12: a receipt never fails for want of a clock; the strictest stands in, and the record says why.
#[test]
fn where_the_holidays_are_not_known_the_strictest_clock_stands_in_and_is_never_made_later() {
    let footprint = read(KENT_MEDWAY);
    let received_at = at("2030-12-30T10:00:00Z");
    let referral = received(Priority::Urgent, received_at, &footprint);
    assert_eq!(referral.respond_by, Some(at("2030-12-30T14:00:00Z")));
    assert!(referral.held().unwrap().next_due <= at("2030-12-30T14:00:00Z"));
    let strictest = |events: Vec<ReferralEvent>| match events.as_slice() {
        [ReferralEvent::ReferralReceived(received)] => received.strictest,
        [ReferralEvent::PriorityRaised(changed) | ReferralEvent::PriorityLowered(changed)] => changed.strictest,
        other => panic!("{other:?}"),
    };
    let raise = |referral: &Referral, now| {
        let command = ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
        strictest(decide(Some(referral), command, now, &footprint).unwrap())
    };
    // A known clock that ends sooner is not the stand-in.
    let routine = received(Priority::Routine, at("2030-12-10T10:00:00Z"), &footprint);
    assert_eq!(raise(&routine, at("2030-12-18T10:00:00Z")), None);
    assert_eq!(raise(&routine, received_at), Some(NotComputed::UnknownYear(2031)));
    let ends = at("2031-01-07T23:59:59.999Z");
    assert_eq!(routine.respond_by, Some(ends));
    assert_eq!(raise(&routine, ends - SignedDuration::from_hours(1)), None);
    let closed = read(&with(&[day("2030-12-31", "A one-off holiday", "closed")]));
    assert_eq!(again(&referral, &[&footprint, &closed]), Err(Disallowed::ClockStands));
}

#[test]
fn what_is_decided_against_or_came_from_elsewhere_stands() {
    let (before, after) = (read(KENT_MEDWAY), read(&with(&[day("2026-12-18", "A one-off holiday", "closed")])));
    let referral = received(Priority::Urgent, at("2026-12-17T10:00:00Z"), &before);
    // PR-12: an attended assessment stops the clock.
    let assessed = Referral { assessed_at: Some(at("2026-12-17T12:00:00Z")), ..referral.clone() };
    assert_eq!(again(&assessed, &[&before, &after]), Err(Disallowed::ClockStands));
    let without_clock = Referral { respond_by: None, ..referral.clone() };
    assert_eq!(again(&without_clock, &[&before, &after]), Err(Disallowed::ClockStands));
    let ended = Referral {
        stage: referral::Stage::Ended {
            outcome: referral::EndedOutcome::Withdrawn,
            decided_at: None,
            reasons: vec!["invented".to_owned()],
        },
        ..referral
    };
    assert_eq!(again(&ended, &[&before, &after]), Err(Disallowed::AlreadyDecided("withdrawn")));
}

proptest! {
    /// Whatever days change, an open clock ends where one that begins at the same instant under the new holidays does, in
    /// one step and not in two; the urgency stays, and somebody looks before the clock has run out.
    #[test]
    fn an_open_clock_ends_where_a_new_one_would(
        minutes in 0i64..40 * 24 * 60,
        first in proptest::collection::btree_map(0i64..50, any::<bool>(), 0..6),
        second in proptest::collection::btree_map(0i64..50, any::<bool>(), 0..6),
    ) {
        let start = at("2026-12-01T00:00:00Z");
        let days = |of: &std::collections::BTreeMap<i64, bool>| -> Vec<String> {
            of.iter().map(|(after, closed)| {
                let on = (start + SignedDuration::from_hours(24 * after)).strftime("%F").to_string();
                day(&on, "A day", if *closed { "closed" } else { "open" })
            }).collect()
        };
        let (before, after) = (read(&with(&days(&first))), read(&with(&days(&second))));
        let received_at = start + SignedDuration::from_mins(minutes);
        let referral = received(Priority::Urgent, received_at, &before);
        let fresh = received(Priority::Urgent, received_at, &after);
        match again(&referral, &[&before, &after]) {
            Ok((recomputed, moved)) => {
                prop_assert_eq!(moved.respond_by, fresh.respond_by);
                prop_assert_eq!(recomputed.from, referral.respond_by.unwrap());
                prop_assert!(!recomputed.why.is_empty());
                prop_assert_eq!(moved.priority, referral.priority);
                prop_assert!(moved.held().unwrap().next_due <= moved.respond_by.unwrap());
                prop_assert_eq!(again(&moved, &[&before, &after]), Err(Disallowed::ClockStands));
            }
            Err(refused) => {
                prop_assert_eq!(refused, Disallowed::ClockStands);
                prop_assert_eq!(referral.respond_by, fresh.respond_by);
            }
        }
    }
}
