//! Random histories: whatever is asked in whatever order by whomever, the promises hold after each step.

use porch_domain::{
    front_door::{Concern, TaskKind},
    invariants,
    person::Pregnancy,
    referral::{AdditionKind, AskedOf, AttemptOutcome, Grounds, Priority, ReferralCommand, Verdict},
};
use proptest::prelude::*;

use super::*;

fn asked() -> impl Strategy<Value = Asked> {
    let signs = proptest::sample::subsequence(&WarningSign::ALL[..], 0..=2);
    (signs, any::<bool>(), any::<bool>(), 0u8..4).prop_map(|(signs, severe, low, quiet)| Asked {
        // Most of what is told has no warning sign, so that other ways to raise are seen.
        signs: if quiet > 0 { [].into() } else { signs.into_iter().collect() },
        severe_history: if severe { Known::Yes } else { Known::NotKnown },
        concerns: if low { [Concern::Low].into() } else { [].into() },
        ..Asked::default()
    })
}

fn priority() -> impl Strategy<Value = Priority> {
    proptest::sample::select(&Priority::ALL[..])
}

fn told() -> impl Strategy<Value = Box<Told>> {
    let medicines = proptest::option::of(proptest::sample::select(vec!["lithium", "sertraline"]));
    let born =
        proptest::option::of(proptest::sample::select(vec!["2014-01-01", "2011-01-01", "2009-06-01", "1990-01-01"]));
    let ended = proptest::option::of(proptest::sample::select(vec!["2026-11-01", "2026-01-01", "2027-02-01"]));
    (asked(), medicines, born, ended).prop_map(|(asked, medicines, born, ended)| {
        let mut told = Told { asked, ..Told::default() };
        told.story.medicines = medicines.map(str::to_owned);
        told.identity.birth_date = born.map(|born| born.parse().unwrap());
        told.pregnancy = ended.map(|on| Pregnancy { due_or_end_on: on.parse().unwrap(), outcome: None });
        Box::new(told)
    })
}

fn command() -> impl Strategy<Value = ReferralCommand> {
    let why = || "invented".to_owned();
    let kinds = vec![AdditionKind::Door, AdditionKind::Note, AdditionKind::Answer, AdditionKind::SpokenHandover];
    let minutes = -60i64..20_000;
    // Endings are rare, so that histories are long.
    prop_oneof![
        4 => Just(ReferralCommand::Claim),
        2 => Just(ReferralCommand::Release),
        4 => proptest::sample::select(&AttemptOutcome::ALL[..]).prop_map(|outcome| ReferralCommand::RecordAttempt {
            route: Route::Telephone,
            outcome,
            note: None
        }),
        8 => (proptest::sample::select(kinds), told()).prop_map(|(kind, told)| ReferralCommand::Add { kind, told }),
        6 => priority().prop_map(move |to| ReferralCommand::RaisePriority { to, why: why() }),
        6 => (priority(), minutes.clone())
            .prop_map(move |(to, spoke)| ReferralCommand::LowerPriority { to, spoke_at: after(spoke), why: why() }),
        4 => minutes.clone().prop_map(move |until| ReferralCommand::AskForInformation {
            of: AskedOf::Woman,
            what: why(),
            until: after(until)
        }),
        6 => proptest::sample::select(&TaskKind::ALL[..])
            .prop_map(move |task| ReferralCommand::CloseTask { task, note: why() }),
        2 => Just(ReferralCommand::RecordSafeguarding { what: why() }),
        4 => minutes.prop_map(move |by| ReferralCommand::SaveDecision {
            verdict: Verdict::Reject { team: team() },
            grounds: Grounds { reasons: vec!["criteria_not_met".to_owned()], ..Grounds::default() },
            owner: why(),
            by: after(by)
        }),
        2 => Just(ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() }),
        1 => Just(ReferralCommand::Reject { team: team(), ending: ending() }),
        1 => Just(ReferralCommand::Withdraw { ending: ending() }),
        1 => Just(ReferralCommand::ErasePersonalData { why: why() }),
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => Just(staff(Role::Duty)),
        2 => Just(staff(Role::Clinician)),
        1 => Just(staff(Role::Manager)),
        1 => Just(Actor::Public),
        1 => Just(Actor::System),
    ]
}

/// What must hold of a referral at any time, beside the promises.
fn holds(referral: &Referral) -> Result<(), TestCaseError> {
    prop_assert_eq!(invariants::referral(referral), Ok(()));
    let Some(held) = referral.held() else { return Ok(()) };
    prop_assert!(!held.by.0.is_empty());
    prop_assert!(held.next_due <= referral.respond_by.unwrap(), "somebody looks after the clock has run out");
    let first_task = referral.triage.open_tasks().map(|(_, due_by)| due_by).min();
    prop_assert!(first_task.is_none_or(|due_by| held.next_due <= due_by), "a task waits for longer than it may");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// INV-01, INV-03, INV-04, INV-07, H20: after each step of any history every promise holds; an open referral has a team
    /// and a time; an emergency is never due later; and no program and nobody at the door lowers or decides anything.
    #[test]
    fn every_promise_holds_after_each_step_of_any_history(
        first in asked(),
        steps in proptest::collection::vec((command(), actor(), 0i64..900), 0..30),
    ) {
        let mut referral = received(first);
        holds(&referral)?;
        let mut now = received_at();
        for (command, actor, minutes) in steps {
            now += SignedDuration::from_mins(minutes);
            let lowers = matches!(command, ReferralCommand::LowerPriority { .. });
            let deciding = Deciding { now, actor: &actor, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
            let due = referral::due_now(&referral, &deciding).as_ref() == Some(&command);
            let Ok(events) = decide(Some(&referral), command.clone(), &actor, now) else { continue };
            let before = referral.clone();
            referral = evolved(Some(referral), &events);
            holds(&referral)?;
            prop_assert!(due || actor != Actor::System, "a program did {command:?}");
            if lowers {
                let clinician = matches!(actor, Actor::Staff { role: Role::Duty | Role::Clinician, .. });
                prop_assert!(clinician, "{actor:?} lowered an urgency");
            } else {
                prop_assert!(referral.priority <= before.priority, "{command:?} lowered an urgency");
                prop_assert!(referral.respond_by <= before.respond_by, "{command:?} moved a clock back");
            }
            let kept = before.triage.tasks.keys().all(|task| referral.triage.tasks.contains_key(task));
            prop_assert!(kept, "{command:?} took a task away");
            prop_assert!(before.asked.signs.is_subset(&referral.asked.signs), "{command:?} took a sign away");
            if actor == Actor::Public {
                prop_assert_eq!(referral.outcome(), before.outcome(), "the door decided");
            }
        }
    }
}

proptest! {
    // Each history is followed far into the night.
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// H01: what the service does by itself is due when its own answer says so and not before; the rules let it be done; and
    /// what was done is not due again at that time. An emergency that nobody takes climbs on, later each time.
    #[test]
    fn what_is_due_can_be_done_and_is_not_due_again(
        first in asked(),
        steps in proptest::collection::vec((command(), actor(), 0i64..900), 0..30),
    ) {
        let mut referral = received(first);
        let mut now = received_at();
        for (command, actor, minutes) in steps {
            now += SignedDuration::from_mins(minutes);
            if let Ok(events) = decide(Some(&referral), command, &actor, now) {
                referral = evolved(Some(referral), &events);
            }
            let mut later = referral.clone();
            let mut done = Vec::new();
            for _ in 0..12 {
                let Some(due) = referral::system_due(&later, &FOOTPRINT) else { break };
                let asked = |now| {
                    let deciding =
                        Deciding { now, actor: &Actor::System, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
                    referral::due_now(&later, &deciding)
                };
                prop_assert_eq!(asked(due - SignedDuration::from_millis(1)), None, "done before it was due");
                let then = due.max(now);
                let command = asked(then);
                prop_assert!(command.is_some(), "due, and nothing to do");
                let events = command.map(|command| decide(Some(&later), command, &Actor::System, then));
                let Some(Ok(events)) = events else { panic!("due, and refused: {events:?}") };
                let again = (due, events.clone());
                prop_assert!(!done.contains(&again), "due again: {again:?}");
                done.push(again);
                later = evolved(Some(later), &events);
                holds(&later)?;
            }
        }
    }
}
