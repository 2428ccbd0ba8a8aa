//! What a risk answer asks for: it climbs until somebody has it by name, and stays open until what was done is recorded
//! (INV-06, H02, H22).

use porch_domain::{
    front_door::TaskKind,
    ids::ScreeningId,
    referral::{
        ACT_WITHIN, Ending, RiskAction, RiskSource, Stage, ToldInPerson, due_now, leaving::in_the_way, system_due,
    },
    screening::risk::RiskDomain,
};
use proptest::prelude::*;

use super::*;

/// An answer of a questionnaire that she filled in by herself.
fn answered(domain: RiskDomain) -> ReferralCommand {
    let source = RiskSource::Questionnaire {
        screening: ScreeningId(Uuid::from_u128(9)),
        instrument: "phq9".to_owned(),
        item: "9".to_owned(),
    };
    ReferralCommand::HearRisk { source, domain, said: None }
}

fn told_staff() -> ReferralCommand {
    let source = RiskSource::Staff { by: "somebody else".to_owned() };
    ReferralCommand::HearRisk { source, domain: RiskDomain::SelfHarm, said: Some("invented".to_owned()) }
}

fn heard_of(referral: &Referral, domain: RiskDomain, minutes: i64) -> Referral {
    by(referral, answered(domain), &Actor::Public, minutes).unwrap()
}

fn heard(referral: &Referral, minutes: i64) -> Referral {
    heard_of(referral, RiskDomain::SelfHarm, minutes)
}

fn i_take_this() -> ReferralCommand {
    ReferralCommand::AcknowledgeRisk { elsewhere: None }
}

fn taken(referral: &Referral, minutes: i64) -> Referral {
    by(referral, i_take_this(), &staff(Role::Duty), minutes).unwrap()
}

fn did(action: RiskAction) -> ReferralCommand {
    let with = Some(("Their Senior".to_owned(), "Crisis team".to_owned()));
    ReferralCommand::RecordRiskAction { action, with, said: "invented".to_owned() }
}

fn closed(referral: &Referral, minutes: i64) -> Referral {
    step(referral, did(RiskAction::SafetyPlan), minutes).unwrap()
}

/// What the service does by itself up to an instant: which event, and how many minutes after the receipt.
fn by_itself(referral: &Referral, until: i64) -> (Referral, Vec<(&'static str, i64)>) {
    let (mut referral, mut done) = (referral.clone(), Vec::new());
    while let Some(at) = system_due(&referral, &FOOTPRINT).filter(|at| *at <= after(until)) {
        let deciding =
            Deciding { now: at, actor: &Actor::System, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
        let command = due_now(&referral, &deciding).unwrap();
        for event in referral::decide(ID, Some(&referral), command, &deciding).unwrap() {
            let what = match &event {
                ReferralEvent::RiskClimbed(_) => "told",
                ReferralEvent::RiskLetGo(_) => "let go",
                _ => "other",
            };
            done.push((what, at.duration_since(received_at()).as_secs() / 60));
            referral = evolved(Some(referral), &[event]);
        }
    }
    (referral, done)
}

fn ended(referral: &Referral, minutes: i64) -> Result<Referral, Disallowed> {
    let ending = ending("criteria_not_met");
    by(referral, ReferralCommand::Withdraw { ending }, &staff(Role::Duty), minutes)
}

fn ending(reason: &str) -> Ending {
    Ending {
        reasons: vec![reason.to_owned()],
        in_own_words: None,
        what_would_change: Some("invented".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: not_told(),
        to_referrer: not_told(),
        told_in_person: Some(ToldInPerson { by: "Invented Clinician".to_owned(), at: received_at() }),
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: Some("invented".to_owned()),
    }
}

// H02, INV-06: whatever the stage, somebody is told at once, one on call within the hour, and again and again.
#[test]
fn a_risk_answer_climbs_from_its_first_minute_at_every_stage() {
    let withdrawn = || ended(&pending(), 10).unwrap();
    let discharged = || step(&came(&cared_for(), 30), discharged_for("care_complete"), 100).unwrap();
    for (what, referral) in
        [("not decided", pending()), ("in care", cared_for()), ("withdrawn", withdrawn()), ("discharged", discharged())]
    {
        // Friday at 16:50: duty goes at 17:00.
        let heard = heard(&referral, 410);
        assert!(heard.risk_open() && heard.risk_mentioned(), "{what}");
        assert_eq!(heard.risk_last().map(|answer| answer.domain), Some(RiskDomain::SelfHarm), "{what}");
        assert_eq!(heard.priority, referral.priority, "INV-04, {what}: it changes no urgency by itself");
        let (after, done) = by_itself(&heard, 410 + 12 * 60);
        let told: Vec<i64> = done.iter().filter(|(what, _)| *what == "told").map(|(_, minutes)| *minutes).collect();
        assert_eq!(told.first(), Some(&410), "{what}");
        assert!(told.windows(2).all(|two| two[1] - two[0] <= 60) && told.len() > 20, "{what}: {told:?}");
        let alert = after.risk_alert().unwrap();
        assert!(alert.ladder.steps.iter().any(|step| step.0 == "on_call_senior"), "{what}");
        assert_eq!(after.triage.ladder.steps.len(), 0, "{what}: no emergency climbs with it");
    }
}

// H02: nothing ran from 16:50 until the next morning.
#[test]
fn steps_of_a_risk_answer_that_were_missed_are_made_good_once() {
    let heard = heard(&cared_for(), 410);
    let events = decide(Some(&heard), ReferralCommand::ClimbRisk, &Actor::System, at("2026-11-21T03:00:00Z")).unwrap();
    let [ReferralEvent::RiskClimbed(climbed)] = events.as_slice() else { panic!("{events:?}") };
    assert!(climbed.missed.is_some_and(|missed| missed.steps > 10 && missed.from == after(410)), "{climbed:?}");
    assert_eq!(climbed.step.0, "on_call_senior");
    assert!(climbed.next_at > at("2026-11-21T03:00:00Z"));
    let early = decide(
        Some(&evolved(Some(heard), &events)),
        ReferralCommand::ClimbRisk,
        &Actor::System,
        at("2026-11-21T03:00:01Z"),
    );
    assert_eq!(early, Err(Disallowed::NotDue));
}

// H02, INV-06: who has it by name stops the climbing, for as long as it takes to record what was done.
#[test]
fn who_has_it_by_name_stops_the_ladder_and_is_let_go_after_four_hours() {
    let elsewhere =
        |name: &str| ReferralCommand::AcknowledgeRisk { elsewhere: Some((name.to_owned(), "Crisis team".to_owned())) };
    for (what, command) in [("here", i_take_this()), ("elsewhere", elsewhere("Their Senior"))] {
        let heard = heard(&cared_for(), 60);
        let taken = by(&heard, command, &staff(Role::Duty), 70).unwrap();
        assert_eq!(taken.risk_alert().unwrap().climbs_since(), None, "{what}");
        assert!(taken.risk_open(), "{what}");
        assert_eq!(system_due(&taken, &FOOTPRINT), Some(after(70) + ACT_WITHIN), "{what}");
        let (again, done) = by_itself(&taken, 70 + 4 * 60);
        assert_eq!(done.first(), Some(&("let go", 310)), "{what}");
        assert_eq!(done.get(1), Some(&("told", 310)), "{what}");
        let alert = again.risk_alert().unwrap();
        assert_eq!((alert.acknowledged.as_ref(), alert.first_acknowledged_at), (None, Some(after(70))), "{what}");
    }
    let heard = heard(&cared_for(), 60);
    assert_eq!(step(&heard, elsewhere(" "), 70), Err(Disallowed::Empty("who has her")));
    for actor in [Actor::System, Actor::Public] {
        assert_eq!(by(&heard, i_take_this(), &actor, 70), Err(Disallowed::NeedsAPerson), "{actor:?}");
    }
    assert_eq!(by(&cared_for(), i_take_this(), &staff(Role::Duty), 70), Err(Disallowed::NoRiskAlert));
    let mine = taken(&heard, 70);
    let again = by(&mine, i_take_this(), &staff(Role::Duty), 80);
    assert_eq!(again, Err(Disallowed::AlreadyClaimed("you".to_owned())));
    let over = step(&mine, i_take_this(), 80).unwrap();
    assert_eq!(over.risk_alert().unwrap().acknowledged.as_ref().unwrap().who(), "invented clinician");
}

/// An action, who records it, whether it may, and whether it closes the alert.
type Recorded = (RiskAction, Actor, Option<Disallowed>, bool);

// INV-06: only a clinician closes it, with words; a try closes nothing; the service never does.
#[test]
fn only_what_a_clinician_did_closes_a_risk_answer() {
    let peer = staff(Role::PeerWorker);
    let cases: [Recorded; 9] = [
        (RiskAction::SafetyPlan, staff(Role::Clinician), None, true),
        (RiskAction::SafetyPlan, staff(Role::Duty), None, true),
        (RiskAction::HandedOver, staff(Role::Duty), None, true),
        (RiskAction::SeenSameDay, staff(Role::Clinician), None, true),
        (RiskAction::NotReached, staff(Role::Clinician), None, false),
        (RiskAction::SafetyPlan, peer.clone(), Some(Disallowed::RiskNeedsAClinician), false),
        (RiskAction::NotReached, peer, None, false),
        (RiskAction::SafetyPlan, Actor::System, Some(Disallowed::NeedsAPerson), false),
        (RiskAction::SeenSameDay, Actor::Public, Some(Disallowed::NeedsAPerson), false),
    ];
    for (action, actor, why_not, closes) in cases {
        for was_taken in [false, true] {
            let open = heard(&cared_for(), 60);
            let open = if was_taken { taken(&open, 65) } else { open };
            let after_it = by(&open, did(action), &actor, 90);
            if let Some(why) = &why_not {
                assert_eq!(after_it.as_ref().err(), Some(why), "{action:?} {actor:?}");
                continue;
            }
            let after_it = after_it.unwrap();
            assert_eq!(after_it.risk_open(), !closes, "{action:?} {actor:?}");
            let alert = after_it.risk.alert.as_ref().unwrap();
            assert_eq!(alert.first_acknowledged_at.is_some(), was_taken || closes, "{action:?}: by name");
            assert_eq!(alert.tries, u32::from(!closes), "{action:?}");
            // A try takes it from nobody and gives it to nobody.
            assert_eq!(alert.climbs_since().is_some(), !closes && !was_taken, "{action:?}");
        }
    }
    let open = heard(&cared_for(), 60);
    let silent = ReferralCommand::RecordRiskAction { action: RiskAction::SafetyPlan, with: None, said: " ".to_owned() };
    assert_eq!(step(&open, silent, 90), Err(Disallowed::Empty("what was done")));
    let nobody =
        ReferralCommand::RecordRiskAction { action: RiskAction::HandedOver, with: None, said: "invented".to_owned() };
    assert_eq!(step(&open, nobody, 90), Err(Disallowed::Empty("who has her")));
}

// INV-06: a second answer joins; where somebody has it, or it was dealt with, somebody is told anew.
#[test]
fn a_second_answer_joins_an_open_alert_and_never_slows_it() {
    let climbing = by_itself(&heard(&cared_for(), 60), 60).0;
    let next = climbing.risk_alert().unwrap().due_at();
    let joined = heard_of(&climbing, RiskDomain::PersonalSafety, 65);
    let alert = joined.risk_alert().unwrap();
    assert_eq!((alert.number, alert.answers.len(), alert.since, alert.due_at()), (1, 2, after(60), next));
    assert_eq!(alert.domains(), [RiskDomain::SelfHarm, RiskDomain::PersonalSafety]);
    for domain in [RiskDomain::SelfHarm, RiskDomain::HarmToOthers] {
        let again = heard_of(&taken(&joined, 70), domain, 75);
        let alert = again.risk_alert().unwrap();
        assert_eq!((alert.number, alert.answers.len(), alert.climbs_since()), (1, 3, Some(after(75))), "{domain:?}");
        assert_eq!(alert.first_acknowledged_at, Some(after(70)), "{domain:?}");
    }
    let anew = heard(&closed(&joined, 80), 90);
    let alert = anew.risk_alert().unwrap();
    assert_eq!((alert.number, alert.answers.len(), alert.climbs_since()), (2, 1, Some(after(90))));
    assert_eq!(alert.first_acknowledged_at, None);
}

// H02, INV-06: nothing ends while it is open, but after a death.
#[test]
fn nobody_is_let_go_while_a_risk_answer_is_open() {
    let no = |reason: &str| ReferralCommand::Reject { team: team(), ending: ending(reason) };
    let signpost = ReferralCommand::Signpost {
        team: team(),
        signposted_to: "An invented service".to_owned(),
        ending: ending("criteria_not_met"),
    };
    let advise =
        ReferralCommand::Advise { team: team(), advice: "invented".to_owned(), ending: ending("criteria_not_met") };
    let withdraw = ReferralCommand::Withdraw { ending: ending("criteria_not_met") };
    for command in [no("criteria_not_met"), signpost, advise, withdraw] {
        for open in [heard(&pending(), 60), taken(&heard(&pending(), 60), 65)] {
            assert_eq!(step(&open, command.clone(), 90), Err(Disallowed::RiskOpen), "{command:?}");
        }
        let done = closed(&heard(&pending(), 60), 70);
        assert!(step(&done, command.clone(), 90).is_ok(), "{command:?}");
    }
    for reason in REASONS {
        let seen = reviewed(&missed(&came(&cared_for(), 30), 100), all_well(), 200);
        let open = heard(&seen, 210);
        assert!(in_the_way(&open).contains(&Disallowed::RiskOpen));
        assert_eq!(step(&open, discharged_for(reason), 300), Err(Disallowed::RiskOpen), "{reason}");
        assert!(step(&closed(&open, 220), discharged_for(reason), 300).is_ok(), "{reason}");
    }
    // PR-27: nobody is left to reach, and a person says so.
    for (what, dead) in [
        ("in care", step(&heard(&cared_for(), 60), discharged_for("died"), 90)),
        ("not decided", step(&heard(&pending(), 60), ReferralCommand::Withdraw { ending: ending("died") }, 90)),
    ] {
        let dead = dead.unwrap();
        assert!(!dead.risk_open(), "{what}");
        assert_eq!(system_due(&dead, &FOOTPRINT), None, "{what}");
    }
}

// INV-06: what identifies her is gone, and nobody is left to reach.
#[test]
fn an_erasure_ends_the_climbing_and_no_answer_is_heard_after_it() {
    let erase = ReferralCommand::ErasePersonalData { why: "invented".to_owned() };
    let erased = step(&heard(&cared_for(), 60), erase, 70).unwrap();
    assert!(!erased.risk_open());
    assert_eq!(system_due(&erased, &FOOTPRINT), None);
    for command in [answered(RiskDomain::SelfHarm), i_take_this(), did(RiskAction::SafetyPlan)] {
        assert_eq!(step(&erased, command, 80), Err(Disallowed::Erased));
    }
}

// H22: harm to the baby asks for more, on the same day, and for an answer when it ends.
#[test]
fn an_answer_about_harm_to_the_baby_raises_its_own_tasks_and_needs_an_answer() {
    let tasks = |referral: &Referral| referral.triage.open_tasks().map(|(task, _)| task).collect::<Vec<_>>();
    for domain in RiskDomain::ALL {
        let heard = heard_of(&came(&cared_for(), 30), domain, 120);
        let baby = domain == RiskDomain::HarmToInfant;
        let expected: &[TaskKind] = if baby { &[TaskKind::BabySafety, TaskKind::SafeguardingToday] } else { &[] };
        assert_eq!(tasks(&heard), expected, "{domain:?}");
        assert_eq!(heard.safeguarding.needs_an_answer(), baby, "{domain:?}");
        let mut closed = closed(&heard, 130);
        for task in expected {
            let open = step(&closed, discharged_for("care_complete"), 140);
            assert_eq!(open, Err(Disallowed::TaskOpen(task.label())));
            let note = "invented".to_owned();
            closed = step(&closed, ReferralCommand::CloseTask { task: *task, note }, 140).unwrap();
        }
        let left = step(&closed, discharged_for("care_complete"), 150);
        assert_eq!(left.err(), baby.then_some(Disallowed::SafeguardingAnswerMissing), "{domain:?}");
        let answer = Leaving { safeguarding: Some("invented".to_owned()), ..leaving("care_complete") };
        assert!(step(&closed, discharge(answer), 150).is_ok(), "{domain:?}");
    }
    let due = heard_of(&cared_for(), RiskDomain::HarmToInfant, 60).triage.open_tasks().map(|(_, due)| due).max();
    assert!(due.is_some_and(|due| due <= at("2026-11-21T00:00:00Z")), "{due:?}: the same day");
}

// H02: a member of staff who writes it down stands there by name; the service hears no staff's words.
#[test]
fn what_she_told_somebody_names_who_wrote_it_down() {
    let told = step(&cared_for(), told_staff(), 60).unwrap();
    let source = told.risk_last().map(|answer| answer.source.clone());
    assert_eq!(source, Some(RiskSource::Staff { by: "invented clinician".to_owned() }));
    for actor in [Actor::Public, Actor::System] {
        assert_eq!(by(&cared_for(), told_staff(), &actor, 60), Err(Disallowed::NeedsAPerson), "{actor:?}");
    }
}

// INV-01: the list of people knows when somebody must look.
#[test]
fn an_open_risk_answer_stands_in_the_next_due_of_its_referral() {
    let due = |referral: &Referral| match &referral.stage {
        Stage::Pending(held) | Stage::Accepted { held, .. } => held.next_due,
        Stage::Discharged { .. } | Stage::Ended { .. } => Timestamp::MAX,
    };
    let heard = heard(&cared_for(), 60);
    assert_eq!(due(&heard), after(75));
    assert_eq!(due(&taken(&heard, 70)), after(70) + ACT_WITHIN);
    assert!(due(&closed(&heard, 70)) > after(70) + ACT_WITHIN);
}

proptest! {
    /// INV-06: in whatever order, an open alert is somebody's by name or has a step due within the hour.
    #[test]
    fn whatever_happens_an_open_risk_answer_is_somebodys_or_climbs(steps in proptest::collection::vec((0u8..7, 1i64..200), 1..25)) {
        let (mut referral, mut minutes) = (cared_for(), 30);
        for (what, later) in steps {
            minutes += later;
            referral = by_itself(&referral, minutes).0;
            let (command, actor) = match what {
                0 | 1 => (answered(RiskDomain::ALL[usize::from(what) * 2]), Actor::Public),
                2 => (i_take_this(), staff(Role::Duty)),
                3 => (i_take_this(), staff(Role::Clinician)),
                4 => (did(RiskAction::NotReached), staff(Role::Duty)),
                5 => (did(RiskAction::SafetyPlan), staff(Role::Clinician)),
                _ => (discharged_for("she_asked"), staff(Role::Clinician)),
            };
            let was_open = referral.risk_open();
            match by(&referral, command, &actor, minutes) {
                Ok(after) => {
                    prop_assert!(!was_open || after.risk_open() || what == 5, "only a clinician closes it");
                    referral = after;
                }
                Err(_) => continue,
            }
            if let Some(alert) = referral.risk_alert() {
                let by_name = alert.acknowledged.as_ref().is_some_and(|one| !one.who().is_empty());
                let soon = after(minutes) + SignedDuration::from_mins(60);
                prop_assert!(by_name || system_due(&referral, &FOOTPRINT).is_some_and(|at| at <= soon));
            }
        }
    }
}
