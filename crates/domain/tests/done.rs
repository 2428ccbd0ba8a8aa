//! What duty did, counted once wherever it is recorded, and advice in its time (D9, D23), as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    advice::{self, Advice, AdviceAsked, AdviceCommand, AdviceEvent, AnswerRoute},
    disallowed::Disallowed,
    duty::{AnswerShare, Done, DutyEvent, DutyNoted, Recorded, What, acts, counted},
    event::{Event, StreamId, StreamKind},
    footprint::TeamCode,
    front_door::{Answers, Asked, WayIn},
    ids::{AdviceId, PersonId, ReferralId},
    person::{PersonalDataErased, Route},
    referral::{
        Attempt, AttemptOutcome, ContactAttempted, Discussed, DiscussedAtMeeting, EmergencyTaken, Ending, Grounds,
        LetterDue, PersonKind, Priority, ReferralAccepted, ReferralClaimed, ReferralEvent, ReferralReceived,
        ReferralRejected, ReferralSignposted, Taken, Telling, Verdict,
    },
};
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day() -> Timestamp {
    at("2026-11-02T10:00:00Z")
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// An entry so many minutes into the day, by a command of its own.
fn entry(kind: StreamKind, id: u128, minute: i64, event: Event) -> Recorded {
    Recorded {
        stream: StreamId { kind, id: Uuid::from_u128(id) },
        version: minute,
        at: day() + minutes(minute),
        actor: "staff:duty:invented".to_owned(),
        command: format!("command {minute}"),
        event,
    }
}

fn referral(id: u128, minute: i64, event: ReferralEvent) -> Recorded {
    entry(StreamKind::Referral, id, minute, Event::Referral(event))
}

fn received(way: WayIn) -> ReferralEvent {
    ReferralEvent::ReferralReceived(Box::new(ReferralReceived {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        reference: "R".to_owned(),
        source: None,
        priority: Priority::Routine,
        received_at: day(),
        pregnancy: None,
        directed_to: None,
        responsible: team(),
        respond_by: day(),
        next_due: day(),
        rules: String::new(),
        strictest: None,
        asked: Asked { way, ..Asked::default() },
        tasks: Vec::new(),
        story: None,
    }))
}

fn claimed(of_emergency: bool) -> ReferralEvent {
    ReferralEvent::ReferralClaimed(ReferralClaimed { by: "invented".to_owned(), at: day(), of_emergency })
}

fn tried(outcome: AttemptOutcome) -> ReferralEvent {
    let attempt = Attempt { at: day(), by: "invented".to_owned(), route: Route::Telephone, outcome };
    ReferralEvent::ContactAttempted(ContactAttempted { attempt, said: None })
}

fn ending() -> Ending {
    let told = || Telling::NotTold { why: "told".to_owned() };
    Ending {
        reasons: vec!["other_team_fits".to_owned()],
        in_own_words: None,
        what_would_change: None,
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: None,
        second_clinician: None,
        safeguarding: None,
        criteria: Vec::new(),
    }
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

fn rejected() -> ReferralEvent {
    ReferralEvent::ReferralRejected(ReferralRejected {
        team: team(),
        decided_at: day(),
        ending: ending(),
        rules: String::new(),
        weighed: None,
    })
}

fn signposted() -> ReferralEvent {
    let signposted_to = "Invented".to_owned();
    let (team, decided_at, rules) = (team(), day(), String::new());
    ReferralEvent::ReferralSignposted(ReferralSignposted {
        team,
        signposted_to,
        decided_at,
        ending: ending(),
        rules,
        weighed: None,
    })
}

fn accepted() -> ReferralEvent {
    ReferralEvent::ReferralAccepted(ReferralAccepted {
        team: team(),
        responsible: None,
        decided_at: day(),
        next_due: day(),
        rules: String::new(),
        because: None,
        tellings: None,
        criteria: Vec::new(),
        weighed: None,
    })
}

fn saved() -> ReferralEvent {
    let (verdict, grounds) = (Verdict::Reject { team: team() }, Grounds::default());
    let (owner, by) = ("invented".to_owned(), day());
    ReferralEvent::DecisionSaved(LetterDue { verdict, grounds, decided_at: day(), owner, by, rules: String::new() })
}

fn discussed() -> ReferralEvent {
    ReferralEvent::DiscussedAtMeeting(DiscussedAtMeeting {
        at: day(),
        by: "invented".to_owned(),
        meeting: porch_domain::ids::MeetingId(Uuid::from_u128(9)),
        outcome: Discussed::Accept,
        owner: "invented".to_owned(),
        until: day(),
        said: None,
    })
}

fn elsewhere() -> ReferralEvent {
    let taken = Taken { at: day(), name: "Invented".to_owned(), service: "Invented".to_owned() };
    ReferralEvent::EmergencyTaken(EmergencyTaken { by: "invented".to_owned(), taken })
}

fn noted(kind: Done, about: Option<u128>, minute: i64) -> Recorded {
    let referral = about.map(|id| ReferralId(Uuid::from_u128(id)));
    let (at, by) = (day(), "invented".to_owned());
    let noted = DutyNoted { at, by, kind, referral, handed_at: None, words: None };
    entry(StreamKind::Duty, 99, minute, Event::Duty(DutyEvent::DutyNoted(noted)))
}

/// What is counted, in the order in which it was recorded.
fn done(recorded: &[Recorded]) -> Vec<(What, &'static str)> {
    acts(recorded).into_iter().map(|act| (act.what, act.outcome)).collect()
}

// D9
#[test]
fn each_thing_is_counted_by_what_it_is_and_what_came_of_it() {
    for (event, counted) in [
        (received(WayIn::Telephone), Some((What::Call, ""))),
        // What came by itself is nothing that duty did.
        (received(WayIn::Myself), None),
        (received(WayIn::Professional), None),
        (claimed(false), Some((What::Claim, ""))),
        (claimed(true), Some((What::EmergencyTaken, "here"))),
        (elsewhere(), Some((What::EmergencyTaken, "by another service"))),
        (tried(AttemptOutcome::NoAnswer), Some((What::Try, "no answer"))),
        (tried(AttemptOutcome::Spoke), Some((What::Try, "spoke with her"))),
        (accepted(), Some((What::Decision, "accepted"))),
        (rejected(), Some((What::Decision, "not taken on"))),
        (signposted(), Some((What::Decision, "signposted"))),
        (saved(), Some((What::LetterLeft, "not taken on"))),
        (ReferralEvent::PersonalDataErased(PersonalDataErased { why: "invented".to_owned() }), None),
    ] {
        assert_eq!(done(&[referral(1, 0, event.clone())]), Vec::from_iter(counted), "{event:?}");
    }
}

// D9
#[test]
fn nothing_is_counted_twice() {
    let at_meeting = |mut recorded: Recorded| {
        recorded.command = "the meeting's".to_owned();
        recorded
    };
    for (why, recorded, counted) in [
        (
            "decided, letter left, and finished later",
            vec![referral(1, 0, saved()), referral(1, 5, rejected())],
            vec![(What::Decision, "not taken on")],
        ),
        (
            "left for later again and again",
            vec![referral(1, 0, saved()), referral(1, 5, saved()), referral(2, 6, saved())],
            vec![(What::LetterLeft, "not taken on"), (What::LetterLeft, "not taken on")],
        ),
        (
            "the meeting decides",
            vec![
                at_meeting(referral(1, 0, accepted())),
                at_meeting(referral(1, 0, discussed())),
                referral(2, 1, accepted()),
            ],
            vec![(What::Decision, "accepted")],
        ),
        (
            "the log says what the referral says",
            vec![referral(1, 0, signposted()), noted(Done::Signposted, Some(1), 5)],
            vec![(What::Decision, "signposted")],
        ),
        (
            "the log says it before the referral does",
            vec![noted(Done::CalledBack, Some(1), 0), referral(1, 5, tried(AttemptOutcome::Spoke))],
            vec![(What::Try, "spoke with her")],
        ),
        (
            "a crisis team, in the log and on the referral",
            vec![noted(Done::ToldCrisisTeam, Some(1), 0), referral(1, 5, elsewhere())],
            vec![(What::EmergencyTaken, "by another service")],
        ),
        (
            "the log says something else, or of somebody else, or on another day",
            vec![
                noted(Done::Signposted, Some(1), 0),
                referral(1, 1, rejected()),
                referral(2, 2, signposted()),
                referral(1, 24 * 60, signposted()),
            ],
            vec![
                (What::Noted, "Signposted"),
                (What::Decision, "not taken on"),
                (What::Decision, "signposted"),
                (What::Decision, "signposted"),
            ],
        ),
        (
            "calls that stand on no referral",
            vec![noted(Done::AdviceCall, None, 0), noted(Done::AdviceCall, None, 1)],
            vec![(What::Noted, "Advice on the telephone"), (What::Noted, "Advice on the telephone")],
        ),
    ] {
        assert_eq!(done(&recorded), counted, "{why}");
    }
}

// D9
#[test]
fn the_figures_add_up_to_the_entries() {
    let recorded = [
        referral(1, 0, tried(AttemptOutcome::NoAnswer)),
        referral(1, 1, tried(AttemptOutcome::Spoke)),
        referral(2, 2, tried(AttemptOutcome::NoAnswer)),
        referral(2, 3, claimed(false)),
    ];
    let acts = acts(&recorded);
    let counts = counted(&acts);
    assert_eq!(counts.iter().map(|(what, _)| *what).collect::<Vec<_>>(), What::ALL);
    let of = |what: What| counts.iter().find(|(known, _)| *known == what).unwrap().1.clone();
    assert_eq!(of(What::Try), [("no answer", 2), ("spoke with her", 1)]);
    assert_eq!(of(What::Claim), [("", 1)]);
    assert_eq!(counts.iter().flat_map(|(_, outcomes)| outcomes).map(|(_, times)| times).sum::<usize>(), acts.len());
}

const QUESTION: AdviceId = AdviceId(Uuid::from_u128(40));

fn asked(minute: i64) -> AdviceCommand {
    AdviceCommand::Ask(AdviceAsked {
        asked_at: day() + minutes(minute),
        respond_by: day() + minutes(minute) + advice::ANSWER_WITHIN,
        site: None,
        source: None,
        answers: Some(Answers::default()),
    })
}

fn give(told: Option<i64>) -> AdviceCommand {
    let told_at = told.map(|minute| day() + minutes(minute));
    AdviceCommand::Give { advice: "Invented advice".to_owned(), route: AnswerRoute::Telephone, told_at }
}

fn again() -> AdviceCommand {
    AdviceCommand::AskAgain { said: "Nobody rang".to_owned() }
}

fn duty() -> Actor {
    Actor::Staff { account: "invented".to_owned(), role: Role::Duty }
}

/// A question after commands, each so many minutes into the day, and its entries.
fn question(id: u128, commands: &[(i64, AdviceCommand)]) -> (Advice, Vec<Recorded>) {
    let (mut state, mut recorded) = (None, Vec::new());
    for (minute, command) in commands {
        let events = advice::decide(state.as_ref(), command.clone(), &duty(), day() + minutes(*minute)).unwrap();
        for event in events {
            state = Some(advice::evolve(AdviceId(Uuid::from_u128(id)), state, &event).unwrap());
            recorded.push(entry(StreamKind::Advice, id, *minute, Event::Advice(event)));
        }
    }
    (state.unwrap(), recorded)
}

// D23
#[test]
fn an_answer_keeps_who_when_and_how_and_is_asked_for_again_only_once_it_was_given() {
    let (waiting, _) = question(40, &[(0, asked(0))]);
    let decide =
        |state: &Advice, command, minute| advice::decide(Some(state), command, &duty(), day() + minutes(minute));
    for (command, why) in [
        (give(Some(-1)), Disallowed::AnsweredAtUnclear),
        (give(Some(31)), Disallowed::AnsweredAtUnclear),
        (again(), Disallowed::NotAnsweredYet),
    ] {
        assert_eq!(decide(&waiting, command.clone(), 30), Err(why), "{command:?}");
    }
    assert_eq!(
        advice::decide(Some(&waiting), give(None), &Actor::System, day() + minutes(30)),
        Err(Disallowed::NeedsAPerson)
    );
    let (answered, _) = question(40, &[(0, asked(0)), (30, give(Some(20)))]);
    let given = answered.given.clone().unwrap();
    assert_eq!(
        (given.by.as_str(), given.route, given.answered_at()),
        ("invented", Some(AnswerRoute::Telephone), day() + minutes(20))
    );
    let empty = AdviceCommand::AskAgain { said: " ".to_owned() };
    assert_eq!(decide(&answered, empty, 40), Err(Disallowed::ReasonMissing));

    let (waits, _) = question(40, &[(0, asked(0)), (30, give(None)), (90, again())]);
    assert_eq!(waits.given, None, "it waits again");
    assert_eq!(waits.respond_by, day() + minutes(90) + advice::ANSWER_WITHIN, "with a time of its own");
    assert_eq!(waits.not_got.len(), 1);
    assert_eq!(decide(&waits, give(Some(60)), 120), Err(Disallowed::AnsweredAtUnclear), "before it was asked again");
    let (mut erased, _) = question(40, &[(0, asked(0)), (30, give(None)), (90, again()), (95, give(None))]);
    assert_eq!(erased.not_got.len(), 1);
    let why = PersonalDataErased { why: "invented".to_owned() };
    erased = advice::evolve(QUESTION, Some(erased), &AdviceEvent::PersonalDataErased(why)).unwrap();
    let words = erased.not_got.iter().any(|(given, again)| given.advice.is_some() || again.said.is_some());
    assert!(!words && erased.given.unwrap().advice.is_none());
}

// D23
#[test]
fn the_share_in_time_follows_each_asking_to_its_own_answer() {
    let hours = |hours: i64| 60 * hours;
    let referral = AdviceCommand::TurnIntoReferral { referral: ReferralId(Uuid::from_u128(7)) };
    let mut recorded: Vec<Recorded> = [
        question(41, &[(0, asked(0)), (hours(2), give(None))]).1,
        // Told in time and written down later.
        question(42, &[(0, asked(0)), (hours(25), give(Some(hours(23))))]).1,
        question(43, &[(0, asked(0)), (hours(25), give(None))]).1,
        question(44, &[(0, asked(0)), (hours(1), referral)]).1,
        // It did not arrive; the second asking has its own time.
        question(45, &[(0, asked(0)), (hours(1), give(None)), (hours(30), again()), (hours(31), give(None))]).1,
        question(46, &[(0, asked(0))]).1,
        question(47, &[(hours(40), asked(hours(40)))]).1,
        // After the period.
        question(48, &[(hours(48), asked(hours(48)))]).1,
    ]
    .concat();
    recorded.sort_by_key(|one| one.at);
    let share = AnswerShare::of(&recorded, day() + minutes(hours(48)), day() + minutes(hours(49)));
    assert_eq!(share, AnswerShare { asked: 8, again: 1, in_time: 5, late: 1, waiting: 1, overdue: 1 });
    assert_eq!(share.per_cent(), Some(83));
    assert_eq!(AnswerShare::default().per_cent(), None);
}
