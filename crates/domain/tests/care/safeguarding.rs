//! Safeguarding as facts: what is recorded, whom it asks again, and what an ending answers (D27, PR-26).

use porch_domain::{
    front_door::TaskKind,
    person::Answer,
    referral::{
        Ending,
        leaving::in_the_way,
        safeguarding::{Alone, AtRisk, PersonAtRisk, PlanKind, SafeguardingOutcome},
    },
};

use super::*;
use porch_domain::referral::SafeguardingStep;

const CHILDRENS: &str = "Invented children's services";

fn text() -> String {
    "invented".to_owned()
}

fn safeguard(step: SafeguardingStep) -> ReferralCommand {
    ReferralCommand::Safeguard(Box::new(step))
}

fn child() -> PersonAtRisk {
    PersonAtRisk { relation: "her son".to_owned(), age: Some("4".to_owned()), ..PersonAtRisk::default() }
}

fn at_risk(who: AtRisk, person: PersonAtRisk) -> ReferralCommand {
    safeguard(SafeguardingStep::AtRisk { number: None, who, person, no_longer: false })
}

fn plan(since: &str, reviewed_on: Option<&str>, ended_on: Option<&str>) -> ReferralCommand {
    let (reviewed_on, ended_on) = (reviewed_on.map(on), ended_on.map(on));
    let (plan, since) = (PlanKind::ChildProtection, on(since));
    safeguard(SafeguardingStep::Plan { plan, since, reviewed_on, ended_on, said: None })
}

fn abuse(alone: Alone, answer: Option<Answer>, said: Option<&str>) -> ReferralCommand {
    safeguard(SafeguardingStep::Abuse { alone, answer, said: said.map(str::to_owned) })
}

/// A referral whose outcome is asked after so many minutes.
fn refer(to: &str, chase: i64) -> ReferralCommand {
    safeguard(SafeguardingStep::Refer {
        to: to.to_owned(),
        made_by: "Invented Midwife".to_owned(),
        made_on: on("2026-11-20"),
        owner: "invented clinician".to_owned(),
        chase_by: after(chase),
        said: text(),
    })
}

fn follow(to: &str, outcome: Option<SafeguardingOutcome>, chase: i64) -> ReferralCommand {
    let (to, owner) = (to.to_owned(), "invented duty".to_owned());
    safeguard(SafeguardingStep::Follow { to, outcome, owner, chase_by: after(chase), said: text() })
}

fn at_home() -> Referral {
    came(&cared_for(), 30)
}

// PR-26, D27
#[test]
fn whoever_is_at_risk_is_known_by_relation_and_age_or_due_date() {
    let with = |change: fn(&mut PersonAtRisk)| {
        let mut person = child();
        change(&mut person);
        person
    };
    let unborn = || with(|one| (one.age, one.due_on) = (None, Some(on("2027-02-01"))));
    for (who, person, allowed) in [
        (AtRisk::Child, child(), true),
        (AtRisk::Adult, child(), true),
        (AtRisk::Unborn, unborn(), true),
        (AtRisk::Child, with(|one| one.relation = "  ".to_owned()), false),
        (AtRisk::Child, with(|one| one.age = None), false),
        (AtRisk::Adult, with(|one| one.age = Some(" ".to_owned())), false),
        (AtRisk::Child, unborn(), false),
        (AtRisk::Unborn, child(), false),
    ] {
        let answer = step(&at_home(), at_risk(who, person.clone()), 60).map(|_| ());
        assert_eq!(answer, if allowed { Ok(()) } else { Err(Disallowed::AtRiskUnclear) }, "{who:?} {person:?}");
    }
    let two = step(&at_home(), at_risk(AtRisk::Child, child()), 60).unwrap();
    let two = step(&two, at_risk(AtRisk::Unborn, unborn()), 70).unwrap();
    let past = SafeguardingStep::AtRisk { number: Some(1), who: AtRisk::Child, person: child(), no_longer: true };
    let one = step(&two, safeguard(past.clone()), 80).unwrap();
    let still: Vec<_> = one.safeguarding.at_risk.values().filter(|one| !one.no_longer).map(|one| one.number).collect();
    assert_eq!((two.safeguarding.at_risk.len(), one.safeguarding.at_risk.len(), still), (2, 2, vec![2]));
    assert_eq!(step(&at_home(), safeguard(past), 80), Ok(one_at_risk_no_longer()));
    let nobody = SafeguardingStep::AtRisk { number: Some(9), who: AtRisk::Child, person: child(), no_longer: true };
    assert_eq!(step(&two, safeguard(nobody), 80), Err(Disallowed::NobodyAtRisk));
}

fn one_at_risk_no_longer() -> Referral {
    let past = SafeguardingStep::AtRisk { number: None, who: AtRisk::Child, person: child(), no_longer: true };
    step(&at_home(), safeguard(past), 80).unwrap()
}

// PR-26
#[test]
fn a_plan_holds_since_a_day_and_is_reviewed_and_ends_after_it() {
    for (command, allowed) in [
        (plan("2026-11-20", None, None), true),
        (plan("2026-05-01", Some("2026-11-01"), None), true),
        (plan("2026-05-01", Some("2026-11-20"), Some("2026-11-20")), true),
        (plan("2026-11-21", None, None), false),
        (plan("2026-05-01", Some("2026-04-30"), None), false),
        (plan("2026-05-01", Some("2026-11-21"), None), false),
        (plan("2026-05-01", None, Some("2026-04-30")), false),
        (plan("2026-05-01", None, Some("2026-11-21")), false),
    ] {
        let answer = step(&at_home(), command.clone(), 60).map(|_| ());
        assert_eq!(answer, if allowed { Ok(()) } else { Err(Disallowed::PlanDatesUnclear) }, "{command:?}");
    }
}

// PR-26: asked alone. A no with somebody beside her proves nothing; a yes is heard wherever it is said.
#[test]
fn a_no_about_domestic_abuse_counts_only_where_she_was_alone() {
    use Alone::{CouldNotAsk, No, Yes};
    let why = Disallowed::Empty("why she could not be asked");
    for (alone, answer, said, allowed) in [
        (Yes, Some(Answer::Yes), None, Ok(())),
        (Yes, Some(Answer::No), None, Ok(())),
        (Yes, Some(Answer::PreferNotToSay), None, Ok(())),
        (Yes, None, Some("words"), Err(Disallowed::AbuseAnswerMissing)),
        (Yes, Some(Answer::NotAsked), None, Err(Disallowed::AbuseAnswerMissing)),
        (No, None, None, Ok(())),
        (No, Some(Answer::Yes), None, Ok(())),
        (No, Some(Answer::No), None, Err(Disallowed::NotAlone)),
        (No, Some(Answer::PreferNotToSay), None, Err(Disallowed::NotAlone)),
        (CouldNotAsk, None, Some("no interpreter"), Ok(())),
        (CouldNotAsk, None, Some(" "), Err(why.clone())),
        (CouldNotAsk, None, None, Err(why)),
        (CouldNotAsk, Some(Answer::No), Some("words"), Err(Disallowed::NotAlone)),
    ] {
        let asked = step(&at_home(), abuse(alone, answer, said), 60).map(|_| ());
        assert_eq!(asked, allowed, "{alone:?} {answer:?} {said:?}");
    }
}

// PR-26, INV-01
#[test]
fn a_safeguarding_referral_is_a_task_until_its_outcome_is_known() {
    let task =
        |referral: &Referral| referral.triage.open_tasks().find(|(task, _)| *task == TaskKind::SafeguardingChase);
    let made = step(&at_home(), refer(CHILDRENS, 1_000), 60).unwrap();
    assert_eq!(task(&made), Some((TaskKind::SafeguardingChase, after(1_000))));
    assert_eq!(made.held().unwrap().next_due, after(1_000), "somebody looks by then");
    let chaser = |referral: &Referral| {
        let open = referral.safeguarding.open().map(|open| open.chaser().map(|(who, by)| (who.to_owned(), by)));
        open.flatten().collect::<Vec<_>>()
    };
    assert_eq!(chaser(&made), [("invented clinician".to_owned(), after(1_000))]);
    // A note does not do it, and a second referral to the same service waits for the first.
    let note = ReferralCommand::CloseTask { task: TaskKind::SafeguardingChase, note: text() };
    assert_eq!(step(&made, note, 70), Err(Disallowed::DoneByDoing));
    let again = Err(Disallowed::SafeguardingOpen(CHILDRENS.to_owned()));
    assert_eq!(step(&made, refer(CHILDRENS, 2_000), 70), again);
    // Asked again later, by somebody else; the earliest of two counts.
    let asked = step(&made, follow(CHILDRENS, None, 5_000), 1_100).unwrap();
    assert_eq!(task(&asked).map(|(_, by)| by), Some(after(5_000)));
    assert_eq!(chaser(&asked), [("invented duty".to_owned(), after(5_000))]);
    let two = step(&asked, refer("Invented adults' services", 3_000), 1_200).unwrap();
    assert_eq!(task(&two).map(|(_, by)| by), Some(after(3_000)));
    let one = step(&two, follow("Invented adults' services", Some(SafeguardingOutcome::Advice), 0), 1_300).unwrap();
    assert_eq!(task(&one).map(|(_, by)| by), Some(after(5_000)));
    for outcome in SafeguardingOutcome::ALL {
        let known = step(&one, follow(CHILDRENS, Some(*outcome), 0), 1_400).unwrap();
        assert_eq!((task(&known), known.safeguarding.open().count()), (None, 0), "{outcome:?}");
        let late = step(&known, follow(CHILDRENS, None, 5_000), 1_500);
        assert_eq!(late, Err(Disallowed::NoSafeguardingReferral));
    }
    let four_weeks = 28 * 24 * 60;
    for (chase, allowed) in [(60, false), (61, true), (four_weeks + 60, true), (four_weeks + 61, false)] {
        let made = step(&at_home(), refer(CHILDRENS, chase), 60).map(|_| ());
        assert_eq!(made, if allowed { Ok(()) } else { Err(Disallowed::ChaseTooLate) }, "{chase}");
    }
}

// PR-26: whatever was recorded is answered at every end, but a no that she gave alone.
#[test]
fn every_ending_answers_the_facts_that_are_recorded() {
    let recorded = [
        (Some(at_risk(AtRisk::Child, child())), true),
        (Some(plan("2026-05-01", None, Some("2026-06-01"))), true),
        (Some(abuse(Alone::Yes, Some(Answer::Yes), None)), true),
        (Some(abuse(Alone::Yes, Some(Answer::No), None)), false),
        (Some(abuse(Alone::No, None, None)), false),
        (Some(ReferralCommand::RecordSafeguarding { what: text() }), true),
        (None, false),
    ];
    for (recorded, needed) in recorded {
        let (door, home) = match recorded.clone() {
            Some(command) => (step(&pending(), command.clone(), 60).unwrap(), step(&at_home(), command, 60).unwrap()),
            None => (pending(), at_home()),
        };
        for (answer, given) in [(None, false), (Some(" "), false), (Some("The social worker has the plan."), true)] {
            let safeguarding = answer.map(str::to_owned);
            let expected = if needed && !given { Err(Disallowed::SafeguardingAnswerMissing) } else { Ok(()) };
            let ending = |reason: &str| Ending { safeguarding: safeguarding.clone(), ..ending(reason) };
            let team = || TeamCode("community".to_owned());
            let commands = [
                ReferralCommand::Reject { team: team(), ending: ending("criteria_not_met") },
                ReferralCommand::Signpost { team: team(), signposted_to: text(), ending: ending("criteria_not_met") },
                ReferralCommand::Advise { team: team(), advice: text(), ending: ending("advice_was_enough") },
                ReferralCommand::Withdraw { ending: ending("she_prefers_otherwise") },
                ReferralCommand::Withdraw { ending: ending("died") },
            ];
            for command in commands {
                assert_eq!(step(&door, command.clone(), 100).map(|_| ()), expected, "{recorded:?} {command:?}");
            }
            for reason in ["care_complete", "died"] {
                let left = Leaving { safeguarding: safeguarding.clone(), ..leaving(reason) };
                assert_eq!(step(&home, discharge(left), 100).map(|_| ()), expected, "{recorded:?} {reason}");
            }
        }
    }
}

// PR-26: children stay when she has gone, so a death does not close it either.
#[test]
fn nothing_ends_while_a_safeguarding_referral_has_no_outcome() {
    let open = Disallowed::SafeguardingOpen(CHILDRENS.to_owned());
    let (door, home) = (
        step(&pending(), refer(CHILDRENS, 1_000), 60).unwrap(),
        step(&at_home(), refer(CHILDRENS, 1_000), 60).unwrap(),
    );
    assert_eq!(in_the_way(&home), std::slice::from_ref(&open));
    let answer = || Some("They have it.".to_owned());
    for reason in ["care_complete", "another_service", "died"] {
        let left = Leaving { safeguarding: answer(), ..leaving(reason) };
        assert_eq!(step(&home, discharge(left), 100), Err(open.clone()), "{reason}");
    }
    for reason in ["she_prefers_otherwise", "died"] {
        let ending = Ending { safeguarding: answer(), ..ending(reason) };
        assert_eq!(step(&door, ReferralCommand::Withdraw { ending }, 100), Err(open.clone()), "{reason}");
    }
    let known = step(&home, follow(CHILDRENS, Some(SafeguardingOutcome::FollowedElsewhere), 0), 90).unwrap();
    let left = Leaving { safeguarding: answer(), ..leaving("care_complete") };
    assert!(step(&known, discharge(left), 100).is_ok());
}

// INV-09, H15: what identifies goes; that something was recorded, and when it is asked, stays.
#[test]
fn an_erasure_takes_names_and_words_of_safeguarding() {
    let all = [
        at_risk(AtRisk::Child, child()),
        plan("2026-05-01", None, None),
        abuse(Alone::Yes, Some(Answer::Yes), Some("he shouts")),
        refer(CHILDRENS, 1_000),
        follow(CHILDRENS, None, 2_000),
    ];
    let full = all.into_iter().fold(at_home(), |referral, command| step(&referral, command, 60).unwrap());
    let erased = step(&full, ReferralCommand::ErasePersonalData { why: text() }, 70).unwrap();
    let held = format!("{:?}", erased.safeguarding);
    assert!(!held.contains("her son") && !held.contains("he shouts") && !held.contains("invented\""), "{held}");
    assert_eq!(erased.safeguarding.at_risk.len(), 1);
    assert!(erased.safeguarding.open().count() == 1 && erased.triage.safeguarding);
    let left = step(&erased, discharged_for("care_complete"), 80);
    assert!(left.is_ok(), "what was erased is closed as it is: {left:?}");
}

fn ending(reason: &str) -> Ending {
    super::engaging::ending(reason)
}
