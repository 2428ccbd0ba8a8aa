//! Coming again after a no: which earlier referral counts, and what follows, as tables of cases (X5).
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story, TaskKind},
    ids::{PersonId, ReferralId},
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, CameBack, Deciding, EarlierNo, Ending, PersonKind, Priority, Receipt, Referral, ReferralCommand,
        ReferralEvent, SignpostState, Telling, came_back, due_now, system_due,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));
const EARLIER: ReferralId = ReferralId(Uuid::from_u128(8));

static FOOTPRINT: LazyLock<Footprint> =
    LazyLock::new(|| Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap());

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn no(ended_at: &str) -> EarlierNo {
    EarlierNo { referral: EARLIER, ended_at: at(ended_at), certain: true }
}

fn duty() -> Actor {
    Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty }
}

fn decide(
    state: Option<&Referral>,
    command: ReferralCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let deciding = Deciding { now, actor, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
    referral::decide(ID, state, command, &deciding)
}

fn evolved(state: Option<Referral>, events: &[ReferralEvent]) -> Referral {
    events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap()
}

fn received(at: Timestamp) -> Referral {
    let receipt = Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: at,
        directed_to: None,
        pregnancy: None,
        asked: Asked::default(),
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    };
    evolved(None, &decide(None, ReferralCommand::Receive(Box::new(receipt)), &Actor::Public, at).unwrap())
}

fn looked_back(referral: &Referral, earlier: Vec<EarlierNo>, now: Timestamp) -> Referral {
    let events = decide(Some(referral), ReferralCommand::LookBack { earlier }, &Actor::System, now).unwrap();
    evolved(Some(referral.clone()), &events)
}

/// Days are those of the wall calendar, over both changes of the clocks and a leap day; the day itself is day 0.
#[test]
fn days_since_the_no_are_counted_by_the_calendar_and_end_after_a_year() {
    for (ended, received, expected) in [
        ("2026-11-22T08:00:00Z", "2026-11-22T09:00:00Z", Some((0, Some(30)))),
        // Ten to midnight and ten past: a day apart on the wall.
        ("2026-11-21T23:50:00Z", "2026-11-22T00:10:00Z", Some((1, Some(30)))),
        ("2026-10-23T09:00:00Z", "2026-11-22T09:00:00Z", Some((30, Some(30)))),
        ("2026-10-22T09:00:00Z", "2026-11-22T09:00:00Z", Some((31, Some(90)))),
        // Half past midnight in summer is the day before by the sun of Greenwich.
        ("2026-06-30T23:30:00Z", "2026-07-30T23:30:00Z", Some((30, Some(30)))),
        ("2026-08-24T09:00:00Z", "2026-11-22T09:00:00Z", Some((90, Some(90)))),
        ("2026-08-23T09:00:00Z", "2026-11-22T09:00:00Z", Some((91, Some(365)))),
        ("2025-11-22T09:00:00Z", "2026-11-22T09:00:00Z", Some((365, Some(365)))),
        ("2023-11-23T09:00:00Z", "2024-11-22T09:00:00Z", Some((365, Some(365)))),
        ("2025-11-21T09:00:00Z", "2026-11-22T09:00:00Z", None),
        // A no that came after it is no earlier one.
        ("2026-11-22T09:00:01Z", "2026-11-22T09:00:00Z", None),
    ] {
        let found = came_back(at(received), &[no(ended)]);
        assert_eq!(found.map(|found| (found.days, found.within())), expected, "{ended} {received}");
    }
}

#[test]
fn the_latest_no_is_shown_and_all_within_a_year_are_counted() {
    let other = ReferralId(Uuid::from_u128(9));
    let earlier = [
        EarlierNo { referral: other, ended_at: at("2026-11-01T09:00:00Z"), certain: false },
        no("2026-03-01T09:00:00Z"),
        no("2024-03-01T09:00:00Z"),
    ];
    let found = came_back(at("2026-11-22T09:00:00Z"), &earlier);
    assert_eq!(found, Some(CameBack { earlier: other, days: 21, times: 2, certain: false }));
    assert_eq!(came_back(at("2026-11-22T09:00:00Z"), &[]), None);
}

/// H11: a second referral within thirty days of a no is reviewed on the same day; within a year somebody asks what has changed.
#[test]
fn what_follows_depends_on_how_soon_she_came_again() {
    let now = at("2026-11-20T09:00:00Z");
    for (ended, expected) in [
        ("2026-10-21T09:00:00Z", Some((TaskKind::CameBackSoon, "2026-11-20T23:59:59.999Z"))),
        ("2026-10-20T09:00:00Z", Some((TaskKind::CameBack, "2026-11-21T09:00:00Z"))),
        ("2025-11-19T09:00:00Z", None),
    ] {
        let referral = looked_back(&received(now), vec![no(ended)], now);
        let tasks: Vec<_> = referral.triage.open_tasks().collect();
        assert_eq!(tasks, expected.map(|(task, by)| (task, at(by))).into_iter().collect::<Vec<_>>(), "{ended}");
        assert_eq!(referral.triage.came_back.is_some(), expected.is_some());
        assert_eq!(referral.priority, Some(Priority::Routine), "nothing of it touches the urgency");
    }
}

/// It is looked for once, by the service, as soon as a referral has come in; never for history that was imported.
#[test]
fn the_service_looks_back_once() {
    let now = at("2026-11-20T09:00:00Z");
    let referral = received(now);
    assert_eq!(system_due(&referral, &FOOTPRINT), Some(now));
    let deciding = Deciding { now, actor: &Actor::System, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
    assert_eq!(due_now(&referral, &deciding), Some(ReferralCommand::LookBack { earlier: Vec::new() }));
    let by_a_person = decide(Some(&referral), ReferralCommand::LookBack { earlier: Vec::new() }, &duty(), now);
    assert_eq!(by_a_person, Err(Disallowed::NeedsTheService));
    let after = looked_back(&referral, Vec::new(), now);
    assert_eq!((system_due(&after, &FOOTPRINT), due_now(&after, &deciding)), (None, None));
    let again = decide(
        Some(&after),
        ReferralCommand::LookBack { earlier: vec![no("2026-11-01T09:00:00Z")] },
        &Actor::System,
        now,
    );
    assert_eq!(again, Err(Disallowed::NotDue));
}

/// PR-14: a no to somebody who came again after a no needs a second clinician, also where only her name and day of birth
/// are alike.
#[test]
fn a_second_no_needs_a_second_clinician() {
    let now = at("2026-11-20T09:00:00Z");
    let team = TeamCode("community".to_owned());
    let told = || Telling::NotTold { why: "told by a person".to_owned() };
    let ending = Ending {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        what_would_change: Some("If it gets worse.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: None,
        second_clinician: None,
        criteria: Vec::new(),
        safeguarding: None,
    };
    let reject = || ReferralCommand::Reject { team: team.clone(), ending: ending.clone() };
    let later = now + SignedDuration::from_mins(5);
    let first = looked_back(&received(now), Vec::new(), now);
    assert!(decide(Some(&first), reject(), &duty(), later).is_ok());
    let alike = EarlierNo { certain: false, ..no("2026-06-01T09:00:00Z") };
    let second = looked_back(&received(now), vec![alike], now);
    assert_eq!(decide(Some(&second), reject(), &duty(), later), Err(Disallowed::SecondClinicianMissing));
}

/// Whether the signpost took her is asked after the end, and of nobody who was not pointed anywhere.
#[test]
fn whether_the_signpost_took_her_is_kept() {
    let now = at("2026-11-20T09:00:00Z");
    let follow = || ReferralCommand::FollowSignpost { state: SignpostState::NotTaken, note: Some("waits".to_owned()) };
    let referral = received(now);
    assert_eq!(decide(Some(&referral), follow(), &duty(), now), Err(Disallowed::NotPointedAnywhere));
    let told = || Telling::NotTold { why: "told by a person".to_owned() };
    let ending = Ending {
        reasons: vec!["other_team_fits".to_owned()],
        in_own_words: None,
        what_would_change: Some("If it gets worse.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: None,
        second_clinician: None,
        criteria: Vec::new(),
        safeguarding: None,
    };
    let team = TeamCode("community".to_owned());
    let signpost = ReferralCommand::Signpost { team, signposted_to: "A service".to_owned(), ending };
    let ended = evolved(Some(referral.clone()), &decide(Some(&referral), signpost, &duty(), now).unwrap());
    let followed = evolved(Some(ended.clone()), &decide(Some(&ended), follow(), &duty(), now).unwrap());
    assert_eq!(followed.signpost, Some(SignpostState::NotTaken));
    assert_eq!(followed.stage, ended.stage, "it stays ended");
    assert_eq!(decide(Some(&ended), follow(), &Actor::Public, now), Err(Disallowed::NeedsAPerson));
}
