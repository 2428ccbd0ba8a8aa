//! Under eighteen: whom we hold until the young people's service accepts by name, what her age asks for, and consent
//! (PR-18).

use porch_domain::{
    front_door::TaskKind,
    referral::{
        Ending, HandoverAgreement, OnwardState, RaisedTask, Verdict, YoungConsent,
        leaving::in_the_way,
        under_18::{ConsentBy, YoungWords},
    },
};

use super::*;

const SERVICE: &str = "Mental health help for under 18s (CAMHS)";

fn text() -> String {
    "invented".to_owned()
}

fn born(day: &str) -> Receipt {
    Receipt { birth_date: Some(on(day)), ..receipt(Asked::default(), None) }
}

/// Fifteen on the day of the receipt.
fn fifteen() -> Referral {
    received(born("2011-03-01"))
}

fn seventeen() -> Referral {
    received(born("2009-03-01"))
}

fn open_tasks(referral: &Referral) -> Vec<TaskKind> {
    let of_age = [TaskKind::SafeguardingToday, TaskKind::SafeguardingQuestion, TaskKind::YoungPeople];
    referral.triage.open_tasks().map(|(task, _)| task).filter(|task| of_age.contains(task)).collect()
}

fn refer_on(to: &str) -> ReferralCommand {
    let agreement = HandoverAgreement::Agrees { on: on("2026-11-20") };
    ReferralCommand::ReferOnward { to: to.to_owned(), chase_by: after(2_000), agreement, summary: text() }
}

fn chased(state: OnwardState) -> ReferralCommand {
    ReferralCommand::ChaseOnward { state, chase_by: after(3_000), note: None }
}

fn taken() -> ReferralCommand {
    chased(OnwardState::Taken { name: "Invented Nurse".to_owned() })
}

fn answered(referral: &Referral, task: TaskKind) -> Referral {
    step(referral, ReferralCommand::CloseTask { task, note: text() }, 40).unwrap()
}

/// Every no, with every reason that a person can choose.
fn noes() -> Vec<ReferralCommand> {
    let team = || TeamCode("community".to_owned());
    let reasons =
        ["criteria_not_met", "other_team_fits", "already_with_other_team", "lives_elsewhere", "advice_was_enough"];
    let each = reasons.into_iter().flat_map(|reason| {
        let ending = || super::engaging::ending(reason);
        [
            ReferralCommand::Reject { team: team(), ending: ending() },
            ReferralCommand::Signpost { team: team(), signposted_to: SERVICE.to_owned(), ending: ending() },
            ReferralCommand::Advise { team: team(), advice: text(), ending: ending() },
        ]
    });
    each.collect()
}

// PR-18: the day before each birthday, the birthday, and 29 February, where a birthday in another year is 1 March.
#[test]
fn what_her_age_asks_for_changes_on_her_birthdays() {
    use TaskKind::{SafeguardingQuestion as Question, SafeguardingToday as Today, YoungPeople as Young};
    let on_day = |day: &str, born_on: &str| {
        let received_at = at(&format!("{day}T10:00:00Z"));
        let receipt = Receipt { received_at, ..born(born_on) };
        let events = decide(None, ReferralCommand::Receive(Box::new(receipt)), &Actor::Public, received_at).unwrap();
        evolved(None, &events)
    };
    for (day, born_on, tasks) in [
        ("2026-11-20", "2013-11-21", vec![Today, Young]),
        ("2026-11-20", "2013-11-20", vec![Question, Young]),
        ("2026-11-20", "2010-11-21", vec![Question, Young]),
        ("2026-11-20", "2010-11-20", vec![Young]),
        ("2026-11-20", "2008-11-21", vec![Young]),
        ("2026-11-20", "2008-11-20", vec![]),
        ("2025-02-28", "2012-02-29", vec![Today, Young]),
        ("2025-03-01", "2012-02-29", vec![Question, Young]),
        ("2028-02-28", "2012-02-29", vec![Question, Young]),
        ("2028-02-29", "2012-02-29", vec![Young]),
        ("2026-02-28", "2008-02-29", vec![Young]),
        ("2026-03-01", "2008-02-29", vec![]),
    ] {
        let referral = on_day(day, born_on);
        assert_eq!(open_tasks(&referral), tasks, "{born_on} on {day}");
        assert_eq!(referral.held_as_young(on(day)), !tasks.is_empty(), "{born_on} on {day}");
        assert_eq!(referral.asked.under_18, !tasks.is_empty(), "{born_on} on {day}");
    }
}

// PR-18: under thirteen on the day; under sixteen before duty closes, which is on a Monday where it came on a Friday evening.
#[test]
fn the_question_about_safeguarding_has_its_time() {
    for (received, born_on, task, due_by) in [
        ("2026-11-20T10:00:00Z", "2011-03-01", TaskKind::SafeguardingQuestion, "2026-11-20T17:00:00Z"),
        ("2026-11-20T16:59:00Z", "2011-03-01", TaskKind::SafeguardingQuestion, "2026-11-20T17:00:00Z"),
        ("2026-11-20T17:00:00Z", "2011-03-01", TaskKind::SafeguardingQuestion, "2026-11-23T17:00:00Z"),
        ("2026-11-20T22:00:00Z", "2014-03-01", TaskKind::SafeguardingToday, "2026-11-20T23:59:59.999Z"),
    ] {
        let received_at = at(received);
        let receipt = Receipt { received_at, ..born(born_on) };
        let events = decide(None, ReferralCommand::Receive(Box::new(receipt)), &Actor::Public, received_at).unwrap();
        let due = evolved(None, &events).triage.open_tasks().find(|(open, _)| *open == task).map(|(_, by)| by);
        assert_eq!(due, Some(at(due_by)), "{received}");
    }
}

// PR-18, PR-13: no reason is a way round.
#[test]
fn nobody_under_18_is_turned_away_before_somebody_of_the_young_peoples_service_has_her_by_name() {
    for young in [answered(&fifteen(), TaskKind::SafeguardingQuestion), seventeen()] {
        let asked = step(&young, refer_on(SERVICE), 50).unwrap();
        let refused = step(&asked, chased(OnwardState::Refused), 60).unwrap();
        let elsewhere = step(&young, refer_on("Childline"), 50).unwrap();
        let elsewhere = step(&elsewhere, taken(), 60).unwrap();
        for held in [&young, &asked, &refused, &elsewhere] {
            for no in noes() {
                assert_eq!(step(held, no, 100), Err(Disallowed::YoungPeopleFirst));
            }
            let note = ReferralCommand::CloseTask { task: TaskKind::YoungPeople, note: text() };
            assert_eq!(step(held, note, 100), Err(Disallowed::YoungPeopleFirst));
            let saved = ReferralCommand::SaveDecision {
                verdict: Verdict::Reject { team: TeamCode("community".to_owned()) },
                grounds: referral::Grounds { reasons: vec!["criteria_not_met".to_owned()], ..Default::default() },
                owner: text(),
                by: after(1_000),
            };
            assert_eq!(step(held, saved, 100), Err(Disallowed::YoungPeopleFirst));
        }
        let has_her = step(&asked, taken(), 60).unwrap();
        assert_eq!(open_tasks(&has_her), []);
        assert_eq!(has_her.young.taken.as_ref().map(|taken| taken.name.as_str()), Some("Invented Nurse"));
        for no in noes() {
            assert!(step(&has_her, no, 100).is_ok());
        }
    }
    let grown = received(born("2008-11-20"));
    for no in noes() {
        assert!(step(&grown, no, 100).is_ok(), "eighteen today");
    }
}

// PR-18: who turns eighteen meanwhile is decided as everybody.
#[test]
fn on_her_eighteenth_birthday_she_is_held_no_longer() {
    let almost = received(born("2008-11-21"));
    let no = || noes().swap_remove(0);
    let until_midnight = 14 * 60;
    assert_eq!(step(&almost, no(), until_midnight - 1), Err(Disallowed::YoungPeopleFirst));
    assert!(step(&almost, no(), until_midnight).is_ok());
    let note = ReferralCommand::CloseTask { task: TaskKind::YoungPeople, note: text() };
    assert_eq!(open_tasks(&step(&almost, note, until_midnight).unwrap()), []);
}

// PR-18, PR-26
#[test]
fn care_does_not_end_and_nothing_is_withdrawn_over_what_her_age_asks() {
    let cared_for = came(&in_care(born("2011-03-01")), 30);
    let open = [TaskKind::SafeguardingQuestion, TaskKind::YoungPeople].map(|task| Disallowed::TaskOpen(task.label()));
    assert_eq!(in_the_way(&cared_for), open);
    let withdraw = || ReferralCommand::Withdraw { ending: super::engaging::ending("she_prefers_otherwise") };
    let young = fifteen();
    assert_eq!(step(&young, withdraw(), 100), Err(open[0].clone()));
    // What she asks for herself is hers, once somebody has asked about safeguarding.
    assert!(step(&answered(&young, TaskKind::SafeguardingQuestion), withdraw(), 100).is_ok());
    let died =
        ReferralCommand::Withdraw { ending: Ending { way_back: String::new(), ..super::engaging::ending("died") } };
    assert!(step(&young, died, 100).is_ok(), "PR-27: a death is closed as it is");
}

// PR-18, PR-02: clocks unchanged, an emergency acted on now.
#[test]
fn her_age_changes_no_clock_and_holds_up_no_emergency() {
    for asked in [Asked::default(), sign()] {
        let grown = received(Receipt { birth_date: Some(on("1990-01-01")), ..receipt(asked.clone(), None) });
        for born_on in ["2014-03-01", "2011-03-01", "2009-03-01"] {
            let young = received(Receipt { birth_date: Some(on(born_on)), ..receipt(asked.clone(), None) });
            assert_eq!((young.respond_by, young.priority), (grown.respond_by, grown.priority), "{born_on}");
            assert_eq!(young.climbs_since(), grown.climbs_since(), "{born_on}");
            let seen = step(&young, refer_on(SERVICE), 20).unwrap();
            let seen = came(&step(&seen, taken(), 25).unwrap(), 30);
            assert_eq!((seen.respond_by, seen.responded_at), (grown.respond_by, Some(after(30))), "{born_on}");
        }
    }
}

fn consent(consent: ConsentBy, competent: Known, who: Option<&str>, competence: Option<&str>) -> ReferralCommand {
    let said = |text: Option<&str>| text.map(str::to_owned);
    let words = YoungWords { lives_with: "Her aunt".to_owned(), who: said(who), competence: said(competence) };
    ReferralCommand::RecordConsent(Box::new(YoungConsent { consent, competent, parents_told: Known::NotKnown, words }))
}

// PR-18, PR-20
#[test]
fn consent_says_by_whom_and_of_those_under_16_how_competence_was_judged() {
    use ConsentBy::{Authority, Herself, NotYet, ParentalResponsibility as Parent};
    use Known::{No, NotKnown, Yes};
    let missing = || Err(Disallowed::CompetenceMissing);
    let unclear = || Err(Disallowed::ConsentUnclear);
    for (by, competent, who, competence, under_16, older) in [
        (Herself, Yes, None, Some("understands"), Ok(()), Ok(())),
        (Herself, Yes, None, None, missing(), Ok(())),
        (Herself, Yes, None, Some(" "), missing(), Ok(())),
        (Herself, NotKnown, None, Some("understands"), missing(), Ok(())),
        (Herself, No, None, Some("does not"), missing(), missing()),
        (Parent, No, Some("Her mother"), Some("does not"), Ok(()), Ok(())),
        (Parent, NotKnown, Some(" "), None, unclear(), unclear()),
        (Authority, NotKnown, None, None, unclear(), unclear()),
        (Authority, NotKnown, Some("A court"), None, Ok(()), Ok(())),
        (NotYet, NotKnown, Some("to be asked"), None, Ok(()), Ok(())),
        (NotYet, NotKnown, None, None, unclear(), unclear()),
    ] {
        for (referral, expected) in [(fifteen(), &under_16), (seventeen(), &older)] {
            let recorded = step(&referral, consent(by, competent, who, competence), 30).map(|_| ());
            assert_eq!(recorded, *expected, "{by:?} {competent:?} {who:?} {competence:?} {:?}", referral.born());
        }
    }
    let grown = received(born("1990-01-01"));
    assert_eq!(step(&grown, consent(Herself, Yes, None, Some("x")), 30), Err(Disallowed::NotUnder18));
    let told = step(&fifteen(), consent(Parent, No, Some("Her mother"), None), 30).unwrap();
    let recorded = told.young.consent.clone().unwrap();
    assert_eq!(recorded.parents_told, NotKnown, "not known is not yes");
    let erased = step(&told, ReferralCommand::ErasePersonalData { why: text() }, 40).unwrap();
    assert_eq!(erased.young.consent.and_then(|consent| consent.words), None);
}

// PR-18: by the program itself, when a date of birth becomes known.
#[test]
fn a_date_of_birth_that_becomes_known_raises_what_her_age_asks_and_takes_nothing_away() {
    let learn = |born_on: &str| ReferralCommand::LearnBirthDate { born: on(born_on) };
    let unknown = pending();
    assert_eq!(open_tasks(&unknown), []);
    let young = by(&unknown, learn("2014-03-01"), &Actor::System, 60).unwrap();
    assert_eq!(open_tasks(&young), [TaskKind::SafeguardingToday, TaskKind::YoungPeople]);
    assert!(young.asked.under_18 && young.held_as_young(on("2026-11-20")));
    assert_eq!((young.respond_by, young.priority), (unknown.respond_by, unknown.priority));
    // Put right: she is grown. Nothing that was raised goes by itself, and somebody closes it.
    let grown = by(&young, learn("1990-03-01"), &Actor::System, 70).unwrap();
    assert_eq!(open_tasks(&grown), [TaskKind::SafeguardingToday, TaskKind::YoungPeople]);
    assert!(!grown.held_as_young(on("2026-11-20")));
    assert_eq!(open_tasks(&answered(&answered(&grown, TaskKind::YoungPeople), TaskKind::SafeguardingToday)), []);
    assert_eq!(by(&young, learn("2014-03-01"), &Actor::System, 80), Err(Disallowed::KnownAlready));
    assert_eq!(by(&young, learn("2026-11-21"), &Actor::System, 80), Err(Disallowed::BornAhead));
    for actor in [Actor::Public, staff(Role::Duty)] {
        assert_eq!(by(&young, learn("2014-03-02"), &actor, 80), Err(Disallowed::NeedsTheService));
    }
    let done = RaisedTask { task: TaskKind::YoungPeople, due_by: after(0) };
    assert!(young.triage.tasks.contains_key(&done.task));
}
