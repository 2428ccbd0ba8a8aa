//! The rules of care, from the first contact to the last, as tables of cases and as random histories: what stops a clock,
//! what not engaging asks for, and what leaving takes.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

#[path = "care/appointments.rs"]
mod appointments;
#[path = "care/clocks.rs"]
mod clocks;
#[path = "care/died.rs"]
mod died;
#[path = "care/engaging.rs"]
mod engaging;
#[path = "care/histories.rs"]
mod histories;
#[path = "care/leaving.rs"]
mod leaving;
#[path = "care/pregnancy.rs"]
mod pregnancy;
#[path = "care/risk.rs"]
mod risk;
#[path = "care/safeguarding.rs"]
mod safeguarding;
#[path = "care/time.rs"]
mod time;
#[path = "care/under_18.rs"]
mod under_18;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, civil::Date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Known, Story, WarningSign},
    ids::{PersonId, ReferralId},
    invariants,
    person::{ContactChoices, Pregnancy, Route, RouteChoice},
    referral::{
        self, Attendance, Baby, Contact, ContactKind, Deciding, EngagementChecks, Leaving, PersonKind, Priority,
        Receipt, Referral, ReferralCommand, ReferralEvent, Telling, leaving::NOT_ENGAGING,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));

static FOOTPRINT: LazyLock<Footprint> =
    LazyLock::new(|| Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap());

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn on(text: &str) -> Date {
    text.parse().unwrap()
}

/// When every referral of these tests was received.
fn received_at() -> Timestamp {
    at("2026-11-20T10:00:00Z")
}

fn after(minutes: i64) -> Timestamp {
    received_at() + SignedDuration::from_mins(minutes)
}

fn staff(role: Role) -> Actor {
    named(&format!("invented {}", role.code()), role)
}

fn named(account: &str, role: Role) -> Actor {
    Actor::Staff { account: account.to_owned(), role }
}

fn receipt(asked: Asked, ended_on: Option<&str>) -> Receipt {
    Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: received_at(),
        directed_to: None,
        pregnancy: ended_on.map(|day| Pregnancy { due_or_end_on: on(day), outcome: None }),
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
    let referral = events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap();
    assert_eq!(invariants::referral(&referral), Ok(()));
    referral
}

fn received(receipt: Receipt) -> Referral {
    let command = ReferralCommand::Receive(Box::new(receipt));
    let received = evolved(None, &decide(None, command, &Actor::Public, received_at()).unwrap());
    // Nobody of that name came before.
    let look_back = ReferralCommand::LookBack { earlier: Vec::new() };
    let events = decide(Some(&received), look_back, &Actor::System, received_at()).unwrap();
    evolved(Some(received), &events)
}

fn pending() -> Referral {
    received(receipt(Asked::default(), None))
}

/// The referral after a step by a clinician, so many minutes after its receipt.
fn step(referral: &Referral, command: ReferralCommand, minutes: i64) -> Result<Referral, Disallowed> {
    by(referral, command, &staff(Role::Clinician), minutes)
}

fn by(referral: &Referral, command: ReferralCommand, actor: &Actor, minutes: i64) -> Result<Referral, Disallowed> {
    let events = decide(Some(referral), command, actor, after(minutes))?;
    Ok(evolved(Some(referral.clone()), &events))
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

/// Taken on by a team: accepted by duty, and the handover by somebody of the team.
fn in_care(receipt: Receipt) -> Referral {
    let accept =
        ReferralCommand::Accept { team: team(), because: None, agreement: None, tellings: None, criteria: Vec::new() };
    let offered = by(&received(receipt), accept, &staff(Role::Duty), 10).unwrap();
    by(&offered, ReferralCommand::AcceptHandover { to_woman: not_told() }, &staff(Role::Clinician), 20).unwrap()
}

fn cared_for() -> Referral {
    in_care(receipt(Asked::default(), None))
}

fn not_told() -> Telling {
    Telling::NotTold { why: "told by a person".to_owned() }
}

/// A contact at some minute after the receipt, that is written down an hour later.
fn contact(kind: ContactKind, attendance: Attendance, minutes: i64) -> Contact {
    Contact {
        at: after(minutes),
        kind,
        attendance,
        baby: Baby::NotExpected,
        team: None,
        elsewhere: None,
        next_contact_by: after(minutes + 14 * 24 * 60),
        note: None,
    }
}

fn record(contact: Contact) -> ReferralCommand {
    ReferralCommand::RecordContact(Box::new(contact))
}

/// The referral after a contact, an hour after which it is written down.
fn met(referral: &Referral, one: Contact) -> Referral {
    let minutes = (one.at.duration_since(received_at()).as_secs() / 60) + 60;
    step(referral, record(one), minutes).unwrap()
}

fn missed(referral: &Referral, minutes: i64) -> Referral {
    met(referral, contact(ContactKind::Treatment, Attendance::DidNotAttend, minutes))
}

fn came(referral: &Referral, minutes: i64) -> Referral {
    met(referral, contact(ContactKind::Assessment, Attendance::Attended, minutes))
}

/// Everything was as it should be, and she did not come all the same.
fn all_well() -> EngagementChecks {
    EngagementChecks { delivered: Known::Yes, safe_route: Known::Yes, language: Known::Yes, stopped: Known::NotKnown }
}

fn review(checks: EngagementChecks, minutes: i64) -> ReferralCommand {
    let next_contact_by = after(minutes + 7 * 24 * 60);
    ReferralCommand::ReviewRisk { checks, next_contact_by, found: "invented".to_owned() }
}

fn reviewed(referral: &Referral, checks: EngagementChecks, minutes: i64) -> Referral {
    step(referral, review(checks, minutes), minutes).unwrap()
}

fn leaving(reason: &str) -> Leaving {
    Leaving {
        reason: reason.to_owned(),
        plan: "Her GP looks after her, and knows when to ring us.".to_owned(),
        early_pregnancy: "Tell your midwife or us as soon as you know.".to_owned(),
        what_helped: None,
        early_signs: None,
        way_back: "Ring us.".to_owned(),
        onward: Some("An invented service".to_owned()),
        safeguarding: None,
        to_woman: not_told(),
        to_referrer: not_told(),
    }
}

fn discharge(leaving: Leaving) -> ReferralCommand {
    ReferralCommand::Discharge(Box::new(leaving))
}

fn discharged_for(reason: &str) -> ReferralCommand {
    discharge(leaving(reason))
}

/// The reasons of a discharge but a death.
const REASONS: [&str; 6] = ["care_complete", "another_service", "moved", "she_asked", NOT_ENGAGING, "window_ended"];
