//! The rules of duty as tables of cases: rota, shifts, log, and how a shift ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{Timestamp, civil::date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    duty::{self, Deciding, Done, DutyCommand, DutyDay, DutyEvent, Handed, Shift},
    ids::{DutyDayId, duty_day_id},
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-19T12:00:00Z")
}

fn staff(account: &str) -> Actor {
    Actor::Staff { account: account.to_owned(), role: Role::Duty }
}

fn id() -> DutyDayId {
    duty_day_id("kent-medway", date(2026, 11, 19))
}

fn ask(state: Option<&DutyDay>, actor: &Actor, command: DutyCommand) -> Result<Vec<DutyEvent>, Disallowed> {
    duty::decide(state, command, &Deciding { now: now(), on: date(2026, 11, 19), actor })
}

/// A day after commands that are allowed.
fn after(commands: impl IntoIterator<Item = (&'static str, DutyCommand)>) -> DutyDay {
    let mut day = None;
    for (account, command) in commands {
        for event in ask(day.as_ref(), &staff(account), command).unwrap() {
            day = Some(duty::evolve(id(), day, &event).unwrap());
        }
    }
    day.unwrap()
}

fn roster(account: &str, from: &str, to: &str) -> DutyCommand {
    DutyCommand::Roster { shift: Shift::Duty, account: account.to_owned(), from: at(from), to: at(to) }
}

fn end(of: &str, on_call_told: Option<&str>, open: u32) -> DutyCommand {
    DutyCommand::End { of: of.to_owned(), on_call_told: on_call_told.map(str::to_owned), open }
}

fn note(kind: Done, outcome: &str, handed: Option<(&str, &str)>) -> DutyCommand {
    let handed = handed.map(|(to, when)| Handed { to: to.to_owned(), at: at(when) });
    DutyCommand::Note { kind, outcome: outcome.to_owned(), handed, referral: None }
}

// PR-17
#[test]
fn a_shift_does_not_end_with_an_open_emergency_unless_somebody_on_call_is_recorded_as_told() {
    let day = after([("anna", DutyCommand::Begin)]);
    for (case, command, expected) in [
        ("nothing is open", end("anna", None, 0), Ok((0, None))),
        (
            "nothing is open, and somebody was told all the same",
            end("anna", Some("Dr Night"), 0),
            Ok((0, Some("Dr Night"))),
        ),
        ("one is open", end("anna", None, 1), Err(Disallowed::EmergencyNotAccepted(1))),
        ("two are open and the name is none", end("anna", Some("  "), 2), Err(Disallowed::EmergencyNotAccepted(2))),
        ("one is open and somebody on call knows", end("anna", Some(" Dr Night "), 1), Ok((1, Some("Dr Night")))),
        ("a shift that nobody began", end("berta", Some("Dr Night"), 0), Err(Disallowed::NotOnDuty)),
    ] {
        // Who records it makes no difference: a shift that was forgotten is ended by a colleague under the same rule.
        for actor in [staff("anna"), staff("berta")] {
            let answered = ask(Some(&day), &actor, command.clone());
            match (&answered, &expected) {
                (Ok(events), Ok((open, told))) => {
                    let [DutyEvent::ShiftEnded(ended)] = &events[..] else { panic!("{case}: {events:?}") };
                    assert_eq!(
                        (ended.open, ended.on_call.as_ref().map(|told| told.0.as_str())),
                        (*open, *told),
                        "{case}"
                    );
                    assert_eq!((ended.of.as_str(), Some(ended.by.as_str())), ("anna", actor.account()), "{case}");
                    let day = duty::evolve(id(), Some(day.clone()), &events[0]).unwrap();
                    assert_eq!(day.going_on().count(), 0, "{case}");
                }
                (Err(why), Err(expected)) => assert_eq!(why, expected, "{case}"),
                _ => panic!("{case}: {answered:?}"),
            }
        }
    }
    let told = Disallowed::EmergencyNotAccepted(1).to_string();
    assert_eq!(
        told,
        "an emergency or a risk answer is open that nobody else has taken; somebody else takes it first, or you record who on call was told"
    );
    assert!(Disallowed::EmergencyNotAccepted(3).to_string().starts_with("3 emergencies or risk answers are open"));
}

#[test]
fn each_person_has_one_shift_at_a_time_and_may_come_back() {
    let day = after([("anna", DutyCommand::Begin), ("berta", DutyCommand::Begin)]);
    assert_eq!(ask(Some(&day), &staff("anna"), DutyCommand::Begin), Err(Disallowed::OnDutyAlready));
    let day = after([("anna", DutyCommand::Begin), ("anna", end("anna", None, 0)), ("anna", DutyCommand::Begin)]);
    assert_eq!((day.shifts.len(), day.is_on("anna")), (2, true));
    for command in
        [DutyCommand::Begin, end("anna", None, 0), note(Done::Other, "x", None), DutyCommand::TakeBack { nth: 1 }]
    {
        assert_eq!(ask(Some(&day), &Actor::System, command), Err(Disallowed::NeedsAPerson));
    }
}

#[test]
fn a_line_of_the_rota_begins_on_its_day_ends_later_and_stands_once() {
    let day = after([
        ("mona", roster("anna", "2026-11-19T09:00:00Z", "2026-11-19T17:00:00Z")),
        ("mona", roster("berta", "2026-11-19T17:00:00Z", "2026-11-20T09:00:00Z")),
    ]);
    for (case, command, expected) in [
        ("backwards", roster("carla", "2026-11-19T17:00:00Z", "2026-11-19T09:00:00Z"), Some(Disallowed::ShiftUnclear)),
        (
            "of no length",
            roster("carla", "2026-11-19T17:00:00Z", "2026-11-19T17:00:00Z"),
            Some(Disallowed::ShiftUnclear),
        ),
        (
            "of four days",
            roster("carla", "2026-11-19T17:00:00Z", "2026-11-22T17:00:01Z"),
            Some(Disallowed::ShiftUnclear),
        ),
        (
            "over already",
            roster("carla", "2026-11-19T09:00:00Z", "2026-11-19T12:00:00Z"),
            Some(Disallowed::ShiftUnclear),
        ),
        (
            "of the next day",
            roster("carla", "2026-11-20T00:00:00Z", "2026-11-20T09:00:00Z"),
            Some(Disallowed::ShiftUnclear),
        ),
        (
            "the same again",
            roster("anna", "2026-11-19T16:59:00Z", "2026-11-19T18:00:00Z"),
            Some(Disallowed::OnTheRotaAlready),
        ),
        ("right after", roster("anna", "2026-11-19T17:00:00Z", "2026-11-19T18:00:00Z"), None),
        ("a weekend", roster("carla", "2026-11-19T18:00:00Z", "2026-11-22T18:00:00Z"), None),
        ("taken back", DutyCommand::TakeBack { nth: 2 }, None),
        ("taken back what is not there", DutyCommand::TakeBack { nth: 3 }, Some(Disallowed::NotOnTheRota)),
    ] {
        assert_eq!(ask(Some(&day), &staff("mona"), command).err(), expected, "{case}");
    }
    let taken = ask(Some(&day), &staff("mona"), DutyCommand::TakeBack { nth: 1 }).unwrap();
    let day = duty::evolve(id(), Some(day), &taken[0]).unwrap();
    assert_eq!(day.standing().map(|line| line.rostered.account.as_str()).collect::<Vec<_>>(), ["berta"]);
    assert_eq!(ask(Some(&day), &staff("mona"), DutyCommand::TakeBack { nth: 1 }), Err(Disallowed::NotOnTheRota));
    let again = roster("anna", "2026-11-19T09:00:00Z", "2026-11-19T17:00:00Z");
    assert!(ask(Some(&day), &staff("mona"), again).is_ok(), "what was taken back stands in nobody's way");
}

// D9
#[test]
fn an_entry_says_what_came_of_it_and_a_crisis_team_is_told_by_name_and_time() {
    for (case, command, expected) in [
        ("no outcome", note(Done::AdviceCall, " ", None), Some(Disallowed::Empty("what came of it"))),
        ("advice", note(Done::AdviceCall, "told the midwife", None), None),
        (
            "a crisis team without a name",
            note(Done::ToldCrisisTeam, "they go", None),
            Some(Disallowed::HandedToMissing),
        ),
        ("a crisis team", note(Done::ToldCrisisTeam, "they go", Some(("Nurse Night", "2026-11-19T11:50:00Z"))), None),
        (
            "an empty name",
            note(Done::ToldCrisisTeam, "they go", Some((" ", "2026-11-19T11:50:00Z"))),
            Some(Disallowed::HandedToMissing),
        ),
        (
            "still to come",
            note(Done::Other, "x", Some(("Nurse Night", "2026-11-19T12:00:01Z"))),
            Some(Disallowed::HandedToMissing),
        ),
        (
            "the day before yesterday",
            note(Done::Other, "x", Some(("Nurse Night", "2026-11-18T11:59:59Z"))),
            Some(Disallowed::HandedToMissing),
        ),
    ] {
        assert_eq!(ask(None, &staff("anna"), command).err(), expected, "{case}");
    }
    let day = after([("anna", note(Done::ToldCrisisTeam, "they go", Some(("Nurse Night", "2026-11-19T11:50:00Z"))))]);
    let noted = &day.log[0].noted;
    assert_eq!((noted.by.as_str(), noted.at, noted.handed_at), ("anna", now(), Some(at("2026-11-19T11:50:00Z"))));
    assert_eq!(noted.words.as_ref().unwrap().handed_to.as_deref(), Some("Nurse Night"));
}

#[test]
fn an_erasure_takes_the_words_and_leaves_what_was_counted() {
    let day = after([
        ("anna", DutyCommand::Begin),
        ("anna", note(Done::AdviceCall, "words", None)),
        ("anna", end("anna", Some("Dr Night"), 1)),
    ]);
    let erase = |why: &str| DutyCommand::ErasePersonalData { why: why.to_owned() };
    assert_eq!(ask(Some(&day), &staff("ida"), erase(" ")), Err(Disallowed::ReasonMissing));
    assert_eq!(ask(None, &staff("ida"), erase("asked for")), Err(Disallowed::Unknown));
    assert_eq!(ask(Some(&day), &Actor::System, erase("asked for")), Err(Disallowed::NeedsAPerson));
    let event = ask(Some(&day), &staff("ida"), erase("asked for")).unwrap().remove(0);
    let erased = duty::evolve(id(), Some(day), &event).unwrap();
    assert_eq!((erased.log[0].noted.words.as_ref(), erased.log[0].noted.kind), (None, Done::AdviceCall));
    let ended = erased.shifts[0].ended.as_ref().unwrap();
    assert_eq!((ended.on_call.as_ref(), ended.open), (None, 1));
}

#[test]
fn no_day_begins_without_its_opening_and_each_local_system_has_its_own() {
    let mut events = ask(None, &staff("anna"), DutyCommand::Begin).unwrap();
    let DutyEvent::DutyDayOpened(opened) = &events[0] else { panic!("{events:?}") };
    assert_eq!((opened.on, events.len()), (date(2026, 11, 19), 2));
    let opening = events.remove(0);
    assert!(duty::evolve(id(), None, &events[0]).is_err());
    let day = duty::evolve(id(), None, &opening).unwrap();
    assert!(duty::evolve(id(), Some(day.clone()), &opening).is_err());
    let ended =
        DutyEvent::ShiftEnded(duty::ShiftEnded { at: now(), by: "a".into(), of: "a".into(), open: 0, on_call: None });
    assert!(duty::evolve(id(), Some(day.clone()), &ended).is_err());
    assert!(
        duty::evolve(id(), Some(day), &DutyEvent::RotaTakenBack(duty::RotaTakenBack { by: "a".into(), nth: 1 }))
            .is_err()
    );
    assert_ne!(id(), duty_day_id("dorset", date(2026, 11, 19)));
    assert_ne!(id(), duty_day_id("kent-medway", date(2026, 11, 20)));
}
