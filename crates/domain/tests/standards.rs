//! Which clocks run on a referral beside the one for its response, and until when.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    calendar::NotComputed,
    footprint::{Footprint, Purpose, TeamCode},
    front_door::{Asked, Situation, Story},
    ids::{ImportId, PersonId, ReferralId},
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, Attendance, Baby, Contact, ContactKind, Deciding, PersonKind, Priority, Receipt, Referral,
        ReferralCommand, standards,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn kent() -> Footprint {
    Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap()
}

fn after(state: Option<Referral>, command: ReferralCommand, now: Timestamp) -> Referral {
    let (footprint, actor) = (kent(), Actor::Staff { account: "invented".to_owned(), role: Role::Duty });
    let deciding = Deciding { now, actor: &actor, footprint: &footprint, rules: "v1", rejected_before: false };
    let events = referral::decide(ID, state.as_ref(), command, &deciding).unwrap();
    events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap()
}

fn received(priority: Priority, situation: Situation, received_at: Timestamp) -> Referral {
    let receipt = Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority,
        received_at,
        directed_to: None,
        pregnancy: None,
        asked: Asked { situation: Some(situation), ..Asked::default() },
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    };
    after(None, ReferralCommand::Receive(Box::new(receipt)), received_at)
}

fn running(referral: &Referral) -> Vec<(Purpose, Result<Timestamp, NotComputed>)> {
    standards(referral, &kent()).iter().map(|standard| (standard.clock.purpose, standard.ends_at)).collect()
}

#[test]
fn the_clocks_that_run_follow_from_how_things_are_and_how_far_it_came() {
    // A Friday.
    let received_at = at("2026-11-20T16:55:00Z");
    let hour = received_at + SignedDuration::from_hours(1);
    let accept = || ReferralCommand::Accept {
        team: TeamCode("community".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    let triage = (Purpose::Triage, Ok(at("2026-11-23T17:00:00Z")));
    let assessment = (Purpose::Assessment, Ok(at("2026-12-04T23:59:59.999Z")));
    let treatment = (Purpose::Treatment, Ok(at("2027-01-01T23:59:59.999Z")));
    let counselling = (Purpose::Preconception, Ok(at("2027-01-01T23:59:59.999Z")));

    let pregnant = received(Priority::Routine, Situation::Pregnant, received_at);
    assert_eq!(running(&pregnant), [triage, assessment]);
    let looked_at = after(Some(pregnant.clone()), ReferralCommand::Claim, hour);
    assert_eq!(running(&looked_at), [assessment]);
    let accepted = after(Some(looked_at), accept(), hour);
    assert_eq!(running(&accepted), [assessment, treatment]);
    let assessed = Referral { assessed_at: Some(at("2026-12-01T10:00:00Z")), ..accepted };
    let sooner = (Purpose::TreatmentAfterAssessment, Ok(at("2026-12-29T23:59:59.999Z")));
    assert_eq!(running(&assessed), [treatment, sooner]);
    // A session that she did not come to begins nothing; one that she came to is what both clocks wait for.
    let session = |attendance| {
        let now = at("2026-12-10T11:00:00Z");
        let contact = Contact {
            at: at("2026-12-10T10:00:00Z"),
            kind: ContactKind::Treatment,
            attendance,
            baby: Baby::NotExpected,
            elsewhere: None,
            team: None,
            next_contact_by: at("2026-12-24T10:00:00Z"),
            note: None,
        };
        after(Some(assessed.clone()), ReferralCommand::RecordContact(Box::new(contact)), now)
    };
    assert_eq!(running(&session(Attendance::DidNotAttend)), [treatment, sooner]);
    assert_eq!(running(&session(Attendance::Attended)), []);

    let planning = received(Priority::Routine, Situation::Preconception, received_at);
    assert_eq!(running(&planning), [triage, counselling]);
    assert_eq!(running(&after(Some(planning), accept(), hour)), [counselling]);

    // Nothing that looks like more time stands beside four hours, and no clock of ours runs on what came from elsewhere.
    assert_eq!(running(&received(Priority::Emergency, Situation::Pregnant, received_at)), []);
    let elsewhere = Referral { import: Some(ImportId(Uuid::from_u128(3))), ..pregnant };
    assert_eq!(running(&elsewhere), []);

    // H12: an end that is not known is said so.
    let late = received(Priority::Routine, Situation::Pregnant, at("2030-12-31T12:00:00Z"));
    assert_eq!(running(&late)[0], (Purpose::Triage, Err(NotComputed::UnknownYear(2031))));
}
