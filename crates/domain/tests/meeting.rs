//! The rules of the team meeting, as tables of cases: when it sits, who is there, why a case is listed, and how a sitting ends.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::Footprint,
    front_door::{Concern, Situation},
    ids::{MeetingId, ReferralId, meeting_id},
    meeting::{
        self, Agenda, CaseFacts, Listed, Meeting, MeetingCommand, MeetingEvent, Reviewed, Reviews, Window, listed,
        marks, of_maternity, quorum, reviewed, window,
    },
    referral::Deciding,
};
use uuid::Uuid;

const SITTING: &str = "2026-11-23T10:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn on(text: &str) -> Date {
    text.parse().unwrap()
}

fn kent() -> Footprint {
    Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap()
}

fn scribe() -> Actor {
    Actor::Staff { account: "scribe".to_owned(), role: Role::Duty }
}

fn codes(of: &[&str]) -> BTreeSet<String> {
    of.iter().map(|code| (*code).to_owned()).collect()
}

fn referral(nth: u128) -> ReferralId {
    ReferralId(Uuid::from_u128(nth))
}

/// A sitting that is asked one thing after another, at one instant.
struct Room {
    footprint: Footprint,
    id: MeetingId,
    state: Option<Meeting>,
    now: Timestamp,
}

impl Room {
    fn new(now: &str) -> Self {
        let footprint = kent();
        let id = meeting_id(&footprint.name, at(SITTING));
        Self { footprint, id, state: None, now: at(now) }
    }

    fn ask_as(&mut self, actor: &Actor, command: MeetingCommand) -> Result<Vec<MeetingEvent>, Disallowed> {
        let deciding =
            Deciding { now: self.now, actor, footprint: &self.footprint, rules: "invented", rejected_before: false };
        let events = meeting::decide(self.id, self.state.as_ref(), command, &deciding)?;
        for event in &events {
            self.state = Some(meeting::evolve(self.id, self.state.take(), event).unwrap());
        }
        Ok(events)
    }

    fn ask(&mut self, command: MeetingCommand) -> Result<Vec<MeetingEvent>, Disallowed> {
        self.ask_as(&scribe(), command)
    }

    fn open(mut self, disciplines: &[&str]) -> Self {
        self.ask(MeetingCommand::Open { sitting: at(SITTING), discussion: None }).unwrap();
        let people = codes(&["scribe", "psychiatrist"]);
        self.ask(MeetingCommand::TakeAttendance { disciplines: codes(disciplines), services: BTreeSet::new(), people })
            .unwrap();
        self
    }

    fn state(&self) -> &Meeting {
        self.state.as_ref().unwrap()
    }
}

fn agenda(left: &[u128]) -> Agenda {
    let of = |ids: &[u128]| ids.iter().map(|nth| referral(*nth)).collect();
    Agenda { left: of(left), decided: of(&[1, 2]), carried_over: of(&[3]), noted: of(&[4]) }
}

// D8
#[test]
fn a_sitting_follows_from_the_local_rules_across_clock_changes_and_not_on_a_bank_holiday() {
    let meeting = kent().meeting;
    for (after, next) in [
        ("2026-11-22T12:00:00Z", "2026-11-23T10:00:00Z"),
        ("2026-11-23T09:59:59Z", "2026-11-23T10:00:00Z"),
        ("2026-11-23T10:00:00Z", "2026-11-25T10:00:00Z"),
        // The clocks go back on 25 October and forward on 28 March.
        ("2026-10-23T10:00:00Z", "2026-10-26T10:00:00Z"),
        ("2026-10-23T08:00:00Z", "2026-10-23T09:00:00Z"),
        ("2027-03-29T00:00:00Z", "2027-03-31T09:00:00Z"),
        // Christmas Day 2026 is a Friday, and the Monday after is the holiday for Boxing Day.
        ("2026-12-23T10:00:00Z", "2026-12-30T10:00:00Z"),
    ] {
        assert_eq!(meeting.sits_next(at(after)), Some(at(next)), "{after}");
        assert!(meeting.sits_at(at(next)));
        assert_eq!(meeting.sat_last(at(next)), Some(at(next)));
    }
    assert_eq!(meeting.sat_last(at("2026-12-30T09:59:00Z")), Some(at("2026-12-23T10:00:00Z")));
    for never in ["2026-11-24T10:00:00Z", "2026-11-23T10:01:00Z", "2026-12-25T10:00:00Z"] {
        assert!(!meeting.sits_at(at(never)), "{never}");
    }
}

// PR-16
#[test]
fn a_sitting_opens_within_a_week_of_its_plan_once_and_by_a_person() {
    for (now, opens) in [
        ("2026-11-16T09:59:59Z", Err(Disallowed::SittingTooFar)),
        ("2026-11-16T10:00:00Z", Ok(1)),
        ("2026-11-22T12:00:00Z", Ok(1)),
        ("2026-11-30T10:00:00Z", Ok(1)),
        ("2026-11-30T10:00:01Z", Err(Disallowed::SittingTooFar)),
    ] {
        let opened = Room::new(now).ask(MeetingCommand::Open { sitting: at(SITTING), discussion: None });
        assert_eq!(opened.map(|events| events.len()), opens, "{now}");
    }
    let mut room = Room::new(SITTING).open(&["nursing"]);
    assert_eq!(room.ask(MeetingCommand::Open { sitting: at(SITTING), discussion: None }), Ok(vec![]));
    let mut another = Room::new(SITTING);
    assert_eq!(
        another.ask(MeetingCommand::Open { sitting: at("2026-11-25T10:00:00Z"), discussion: None }),
        Err(Disallowed::NoSuchSitting),
        "the id is that of another sitting"
    );
    assert_eq!(another.ask(MeetingCommand::Close(agenda(&[]))), Err(Disallowed::MeetingNotOpen));
    let open = MeetingCommand::Open { sitting: at(SITTING), discussion: None };
    assert_eq!(another.ask_as(&Actor::System, open), Err(Disallowed::NeedsAPerson));
}

// PR-16
#[test]
fn below_the_quorum_a_sitting_warns_and_lists_who_must_confirm_and_ends_all_the_same() {
    let all = ["psychiatry", "nursing", "psychology", "occupational_therapy", "social_work", "nursery_nursing"];
    for there in 0..=all.len() {
        let mut room = Room::new(SITTING).open(&all[..there]);
        let footprint = kent();
        let standing = quorum(&footprint.meeting, &room.state().disciplines);
        assert_eq!((usize::from(standing.present), standing.is_met()), (there, there >= 3));
        let events = room.ask(MeetingCommand::Close(agenda(&[]))).unwrap();
        let missing = if there >= 3 { BTreeSet::new() } else { codes(&all[there..]) };
        assert_eq!(room.state().to_confirm, missing, "{there} there");
        assert_eq!(events.len(), if there >= 3 { 1 } else { 2 });
        for code in &missing {
            let confirm = || MeetingCommand::Confirm { discipline: code.clone() };
            room.ask(confirm()).unwrap();
            assert_eq!(room.ask(confirm()), Err(Disallowed::NothingToConfirm));
        }
        assert_eq!(room.state().to_confirm, BTreeSet::new());
    }
    let mut room = Room::new(SITTING).open(&[]);
    let unknown = MeetingCommand::TakeAttendance {
        disciplines: codes(&["astrology"]),
        services: BTreeSet::new(),
        people: codes(&[]),
    };
    assert_eq!(room.ask(unknown), Err(Disallowed::UnknownDiscipline("astrology".to_owned())));
}

// PR-14
#[test]
fn somebody_else_who_was_there_counts_as_second_clinician() {
    let room = Room::new(SITTING).open(&["nursing"]);
    assert_eq!(room.state().second_clinician("scribe"), Some("psychiatrist"));
    assert_eq!(room.state().second_clinician(" Scribe "), Some("psychiatrist"));
    assert_eq!(room.state().second_clinician("psychiatrist"), Some("scribe"));
    let mut alone = Room::new(SITTING).open(&["nursing"]);
    let command = MeetingCommand::TakeAttendance {
        disciplines: codes(&["nursing"]),
        services: BTreeSet::new(),
        people: codes(&["scribe"]),
    };
    alone.ask(command).unwrap();
    assert_eq!(alone.state().second_clinician("scribe"), None);
}

// PR-16, INV-08
#[test]
fn a_sitting_ends_with_every_case_dealt_with_and_ending_it_twice_changes_nothing() {
    let mut room = Room::new(SITTING).open(&["psychiatry", "nursing", "psychology"]);
    assert_eq!(room.ask(MeetingCommand::Close(agenda(&[7, 8]))), Err(Disallowed::CasesLeft(2)));
    assert_eq!(room.state().closed, None);
    assert_eq!(room.ask(MeetingCommand::Close(agenda(&[]))).unwrap().len(), 1);
    let closed = room.state().clone();
    assert_eq!(room.ask(MeetingCommand::Close(agenda(&[]))), Ok(vec![]));
    assert_eq!(room.ask(MeetingCommand::Close(agenda(&[9]))), Ok(vec![]));
    let late = MeetingCommand::TakeAttendance {
        disciplines: codes(&["nursing"]),
        services: BTreeSet::new(),
        people: codes(&[]),
    };
    assert_eq!(room.ask(late), Err(Disallowed::MeetingClosed));
    assert_eq!(room.state(), &closed);
    let id = room.id;
    let again = MeetingEvent::MeetingClosed(closed.closed.clone().unwrap());
    assert!(meeting::evolve(id, Some(closed), &again).is_err());
}

fn facts() -> CaseFacts {
    CaseFacts {
        received_at: at("2026-11-20T09:00:00Z"),
        next_step_by: at("2026-12-18T09:00:00Z"),
        returned: false,
        seen: false,
        carried_over: 0,
        carried_until: None,
        ends_on: Some(on("2026-06-01")),
        of_maternity: false,
        rejected_before: false,
    }
}

// PR-16
#[test]
fn a_case_says_why_it_is_listed() {
    let now = at(SITTING);
    let overdue = at("2026-11-23T09:59:59Z");
    for (case, why) in [
        (facts(), Listed::New),
        (CaseFacts { next_step_by: now, ..facts() }, Listed::New),
        (CaseFacts { next_step_by: overdue, ..facts() }, Listed::Overdue),
        (CaseFacts { seen: true, ..facts() }, Listed::Asked),
        (CaseFacts { seen: true, carried_over: 1, ..facts() }, Listed::CarriedOver),
        (CaseFacts { seen: true, carried_over: 1, next_step_by: overdue, ..facts() }, Listed::Overdue),
        // Its time is the one that the sitting set, until that has come and gone.
        (
            CaseFacts { seen: true, carried_over: 1, carried_until: Some(now), next_step_by: overdue, ..facts() },
            Listed::CarriedOver,
        ),
        (
            CaseFacts { seen: true, carried_over: 1, carried_until: Some(overdue), next_step_by: overdue, ..facts() },
            Listed::Overdue,
        ),
        (CaseFacts { returned: true, next_step_by: overdue, ..facts() }, Listed::Returned),
    ] {
        assert_eq!(listed(&case, now), why, "{case:?}");
        assert_eq!(marks(&case, now, &kent()).overdue, case.next_step_by < now, "told in either case");
    }
}

// PR-16
#[test]
fn a_third_carrying_over_is_flagged_before_it_is_done_and_after() {
    for (times, flagged) in [(0, None), (1, None), (2, Some(2)), (3, Some(3)), (4, Some(4))] {
        let case = CaseFacts { seen: true, carried_over: times, ..facts() };
        assert_eq!(marks(&case, at(SITTING), &kent()).carried_over, flagged, "{times}");
    }
}

// H21, D3
#[test]
fn outside_the_window_of_24_months_is_marked_and_its_last_day_is_within() {
    for (ended, received, lies) in [
        (None, "2026-11-20", Window::NotKnown),
        (Some("2027-03-01"), "2026-11-20", Window::Inside),
        (Some("2024-11-20"), "2026-11-20", Window::Inside),
        (Some("2024-11-19"), "2026-11-20", Window::Outside),
        // 24 months after the last day of February in a leap year is the 28th.
        (Some("2024-02-29"), "2026-02-28", Window::Inside),
        (Some("2024-02-29"), "2026-03-01", Window::Outside),
    ] {
        assert_eq!(window(ended.map(on), false, on(received), &kent()), lies, "{ended:?} {received}");
    }
    let late = CaseFacts { ends_on: Some(on("2024-11-19")), rejected_before: true, ..facts() };
    let marked = marks(&late, at(SITTING), &kent());
    assert_eq!((marked.window, marked.rejected_before), (Window::Outside, true));
}

// D3: Dorset's nine months are of an illness after childbirth; what comes of the maternity experience has twenty-four.
#[test]
fn where_the_local_rules_give_an_illness_less_time_it_is_told_apart_from_what_comes_of_the_birth() {
    use Concern::{Anxious, BirthTrauma, EarlierTrauma, FearOfBirth, Loss, Low, Planning, WithBaby};
    let dorset = Footprint::parse(include_str!("../../../footprints/dorset.toml")).unwrap();
    assert_eq!((dorset.care().illness_until_months, kent().care().illness_until_months), (Some(9), None));
    let birth = Some(Situation::LivingBaby);
    for (situation, concerns, comes_of_it) in [
        (birth, vec![], false),
        (birth, vec![Low, Anxious, EarlierTrauma, Planning], false),
        (birth, vec![Low, BirthTrauma], true),
        (birth, vec![FearOfBirth], true),
        (birth, vec![WithBaby], true),
        (None, vec![Loss], true),
        (Some(Situation::Stillbirth), vec![], true),
    ] {
        assert_eq!(of_maternity(situation, &concerns), comes_of_it, "{situation:?} {concerns:?}");
    }
    for (ended, received, illness, maternity) in [
        // Nine months after 20 February is 20 November, that day within.
        ("2026-02-20", "2026-11-20", Window::Inside, Window::Inside),
        ("2026-02-19", "2026-11-20", Window::PastIllness, Window::Inside),
        ("2027-03-01", "2026-11-20", Window::Inside, Window::Inside),
        ("2024-11-20", "2026-11-20", Window::PastIllness, Window::Inside),
        ("2024-11-19", "2026-11-20", Window::Outside, Window::Outside),
        // Nine months after the last day of May is the last of February.
        ("2025-05-31", "2026-02-28", Window::Inside, Window::Inside),
        ("2025-05-31", "2026-03-01", Window::PastIllness, Window::Inside),
    ] {
        for (of_maternity, lies) in [(false, illness), (true, maternity)] {
            assert_eq!(window(Some(on(ended)), of_maternity, on(received), &dorset), lies, "{ended} {of_maternity}");
        }
        let one = |of_maternity| window(Some(on(ended)), of_maternity, on(received), &kent());
        assert!(one(false) != Window::PastIllness && one(false) == one(true), "{ended}: one time for all");
    }
    assert_eq!(window(None, false, on("2026-11-20"), &dorset), Window::NotKnown);
}

// D8
#[test]
fn the_first_sitting_after_receipt_is_told_from_a_later_one_and_from_none() {
    let rules = kent().meeting;
    let received = at("2026-11-20T16:55:00Z");
    for (seen, when) in [
        (None, Reviewed::NotYet),
        (Some(SITTING), Reviewed::First),
        (Some("2026-11-20T10:00:00Z"), Reviewed::First),
        (Some("2026-11-25T10:00:00Z"), Reviewed::Later),
    ] {
        assert_eq!(reviewed(&rules, received, seen.map(at)), when, "{seen:?}");
    }
    let mut counted = Reviews::default();
    let now = at("2026-11-24T09:00:00Z");
    for (received, seen) in [
        ("2026-11-20T16:55:00Z", Some(SITTING)),
        ("2026-11-20T16:55:00Z", Some(SITTING)),
        ("2026-11-20T16:55:00Z", Some("2026-11-25T10:00:00Z")),
        ("2026-11-20T16:55:00Z", None),
        ("2026-11-23T10:00:00Z", None),
    ] {
        counted.count(&rules, at(received), seen.map(at), now);
    }
    assert_eq!(counted, Reviews { first: 2, later: 1, missed: 1, to_come: 1 });
    assert_eq!((counted.all(), counted.due(), counted.share()), (5, 4, Some(50)));
    assert_eq!(Reviews::default().share(), None);
}
