//! The rules of what happens to a referral between its receipt and its decision, as tables of cases and as random histories.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

#[path = "steps/cases.rs"]
mod cases;
#[path = "steps/corners.rs"]
mod corners;
#[path = "steps/entry.rs"]
mod entry;
#[path = "steps/histories.rs"]
mod histories;
#[path = "steps/pause.rs"]
mod pause;
#[path = "steps/stopped.rs"]
mod stopped;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Known, Story, Told, WarningSign},
    ids::{PersonId, ReferralId},
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, Deciding, Ending, PersonKind, Priority, Receipt, Referral, ReferralCommand, ReferralEvent, Telling,
        ToldInPerson,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));

static FOOTPRINT: LazyLock<Footprint> =
    LazyLock::new(|| Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap());

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When every referral of these tests was received.
fn received_at() -> Timestamp {
    at("2026-11-20T16:55:00Z")
}

fn after(minutes: i64) -> Timestamp {
    received_at() + SignedDuration::from_mins(minutes)
}

fn staff(role: Role) -> Actor {
    Actor::Staff { account: format!("invented {}", role.code()), role }
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

fn receipt(asked: Asked) -> Receipt {
    Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: received_at(),
        directed_to: None,
        pregnancy: None,
        asked,
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    }
}

fn sign() -> Asked {
    Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() }
}

fn severe() -> Asked {
    Asked { severe_history: Known::Yes, ..Asked::default() }
}

fn told(asked: Asked) -> Box<Told> {
    let story = Story { worry: "more that is invented".to_owned(), ..Story::default() };
    Box::new(Told { asked, story, ..Told::default() })
}

fn ending() -> Ending {
    let told = || Telling::NotTold { why: "told by a person".to_owned() };
    Ending {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        what_would_change: Some("If it gets worse.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: Some(ToldInPerson { by: "Invented Clinician".to_owned(), at: received_at() }),
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: None,
    }
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

fn received(asked: Asked) -> Referral {
    let command = ReferralCommand::Receive(Box::new(receipt(asked)));
    evolved(None, &decide(None, command, &Actor::Public, received_at()).unwrap())
}

/// The same once an earlier no was looked for, and none was found.
fn looked_back(asked: Asked) -> Referral {
    let referral = received(asked);
    let command = ReferralCommand::LookBack { earlier: Vec::new() };
    let events = decide(Some(&referral), command, &Actor::System, received_at()).unwrap();
    evolved(Some(referral), &events)
}

/// The referral after a step by duty, so many minutes after its receipt.
fn step(referral: &Referral, command: ReferralCommand, minutes: i64) -> Result<Referral, Disallowed> {
    let events = decide(Some(referral), command, &staff(Role::Duty), after(minutes))?;
    Ok(evolved(Some(referral.clone()), &events))
}
