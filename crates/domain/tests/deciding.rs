//! The rules of deciding a referral and of letting a message leave, as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::Event,
    footprint::{Footprint, TeamCode},
    ids::{MessageId, PersonId, ReferralId},
    invariants,
    message::{self, Message, MessageCommand, MessageDrafted, MessageEvent, Recipient, Words},
    person::{ContactChoices, PersonEvent, Route, RouteChoice},
    referral::{
        self, Deciding, Ending, Outcome, PersonKind, Priority, Receipt, Referral, ReferralCommand, Story, Telling,
    },
    release::{ReleaseClass, release_class},
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn footprint() -> Footprint {
    Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap()
}

fn duty() -> Actor {
    Actor::Staff { account: "invented".to_owned(), role: Role::Duty }
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

fn receipt(priority: Priority) -> ReferralCommand {
    ReferralCommand::Receive(Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority,
        received_at: at("2026-11-20T16:55:00Z"),
        directed_to: None,
        pregnancy: None,
        story: Story { worry: "invented".to_owned(), referrer: None },
    })
}

fn ending() -> Ending {
    let told = || Telling::NotTold { why: "told by a person".to_owned() };
    Ending {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
    }
}

fn decide(
    state: Option<&Referral>,
    command: ReferralCommand,
    actor: &Actor,
) -> Result<Vec<referral::ReferralEvent>, Disallowed> {
    let footprint = footprint();
    let deciding = Deciding { now: at("2026-11-20T17:00:00Z"), actor, footprint: &footprint, rules: "v1" };
    referral::decide(ID, state, command, &deciding)
}

fn after(state: Option<Referral>, command: ReferralCommand) -> Referral {
    let events = decide(state.as_ref(), command, &duty()).unwrap();
    events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap()
}

/// INV-01 and INV-07: what comes in is held by the front door, and due; an emergency within four hours.
#[test]
fn what_comes_in_is_held_and_due_at_once() {
    for priority in Priority::ALL {
        let referral = after(None, receipt(priority));
        let held = referral.held().unwrap();
        assert_eq!(held.by.0, "front_door");
        assert!(held.next_due <= at("2026-11-21T16:55:00Z"), "{priority:?}");
        assert_eq!(invariants::referral(&referral), Ok(()));
        assert_eq!(referral.outcome(), Outcome::Pending);
    }
    let emergency = after(None, receipt(Priority::Emergency));
    assert!(emergency.respond_by.unwrap() <= at("2026-11-20T20:55:00Z"));
    let late = Referral { respond_by: Some(at("2026-11-20T20:55:00.001Z")), ..emergency };
    assert_eq!(invariants::referral(&late).unwrap_err().id, "INV-07", "a later clock is a broken promise");
}

/// H20, INV-03 and INV-04: an ending needs a person, a reason, a way back, and who is told.
#[test]
fn an_ending_that_leaves_something_out_is_refused() {
    let pending = after(None, receipt(Priority::Routine));
    let reject = |ending: Ending| ReferralCommand::Reject { team: team(), ending };
    let blank = Telling::NotTold { why: " ".to_owned() };
    for (ending, why) in [
        (Ending { reasons: vec![], ..ending() }, Disallowed::ReasonMissing),
        (Ending { reasons: vec![], in_own_words: Some("words".to_owned()), ..ending() }, Disallowed::ReasonMissing),
        (Ending { reasons: vec!["other".to_owned()], ..ending() }, Disallowed::ReasonMissing),
        (Ending { reasons: vec!["03".to_owned()], ..ending() }, Disallowed::UnknownReason("03".to_owned())),
        (
            Ending { reasons: vec!["duplicate".to_owned()], ..ending() },
            Disallowed::UnknownReason("duplicate".to_owned()),
        ),
        (Ending { way_back: String::new(), ..ending() }, Disallowed::WayBackMissing),
        (Ending { to_woman: blank.clone(), ..ending() }, Disallowed::TellingMissing),
        (Ending { to_referrer: blank, ..ending() }, Disallowed::TellingMissing),
    ] {
        assert_eq!(decide(Some(&pending), reject(ending), &duty()), Err(why));
    }
    assert_eq!(decide(Some(&pending), reject(ending()), &Actor::System), Err(Disallowed::NeedsAPerson));
    let elsewhere = ReferralCommand::Reject { team: TeamCode("nowhere".to_owned()), ending: ending() };
    assert_eq!(decide(Some(&pending), elsewhere, &duty()), Err(Disallowed::UnknownTeam("nowhere".to_owned())));
    let nameless = ReferralCommand::Signpost { team: team(), signposted_to: " ".to_owned(), ending: ending() };
    assert_eq!(decide(Some(&pending), nameless, &duty()), Err(Disallowed::SignpostMissing));
}

#[test]
fn each_decision_gives_its_outcome_and_a_second_is_refused() {
    let signposted_to = "an invented service".to_owned();
    for (command, outcome) in [
        (ReferralCommand::Accept { team: team() }, Outcome::Accepted),
        (ReferralCommand::Reject { team: team(), ending: ending() }, Outcome::Rejected),
        (ReferralCommand::Signpost { team: team(), signposted_to, ending: ending() }, Outcome::Signposted),
        (ReferralCommand::Withdraw { ending: ending() }, Outcome::Withdrawn),
    ] {
        let decided = after(Some(after(None, receipt(Priority::Urgent))), command.clone());
        assert_eq!(decided.outcome(), outcome);
        assert_eq!(invariants::referral(&decided), Ok(()));
        let again = decide(Some(&decided), command, &duty());
        assert_eq!(again, Err(Disallowed::AlreadyDecided(outcome.code())));
        let by_program = decide(Some(&decided), ReferralCommand::Accept { team: team() }, &Actor::System);
        assert_eq!(by_program, Err(Disallowed::NeedsAPerson));
    }
    assert_eq!(decide(None, ReferralCommand::Accept { team: team() }, &duty()), Err(Disallowed::Unknown));
}

/// PR-29: the team of a referral in every count is the first that it was directed to.
#[test]
fn the_first_team_stays_the_team_of_the_count() {
    let accepted = after(Some(after(None, receipt(Priority::Urgent))), ReferralCommand::Accept { team: team() });
    assert_eq!(accepted.directed_to, Some(team()));
    let mut directed = after(None, receipt(Priority::Urgent));
    directed.directed_to = Some(TeamCode("thrive".to_owned()));
    let accepted = after(Some(directed), ReferralCommand::Accept { team: team() });
    assert_eq!(accepted.directed_to, Some(TeamCode("thrive".to_owned())));
    assert_eq!(accepted.held().unwrap().by, team());
}

/// H06, INV-10: a message to her leaves only by a route that she agreed to; not known is no.
#[test]
fn a_message_leaves_only_approved_and_by_an_agreed_route() {
    let drafted = MessageDrafted {
        referral: ID,
        recipient: Recipient::Woman,
        route: Route::Letter,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    };
    let id = MessageId(Uuid::from_u128(3));
    let message = |events: &[MessageEvent]| {
        let draft = MessageEvent::MessageDrafted(drafted.clone());
        let all = [draft].into_iter().chain(events.iter().cloned());
        all.fold(None, |state: Option<Message>, event| Some(message::evolve(id, state, &event).unwrap())).unwrap()
    };
    let agreed = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let approved = message(&[MessageEvent::MessageApproved]);
    for (choice, allowed) in [(RouteChoice::Yes, true), (RouteChoice::No, false), (RouteChoice::NotKnown, false)] {
        let choices = ContactChoices::new([(Route::Letter, choice), (Route::Text, RouteChoice::Yes)]);
        let queued = message::decide(Some(&approved), MessageCommand::Queue, &duty(), &choices);
        assert_eq!(queued.is_ok(), allowed, "{choice:?}");
    }
    let unread = message::decide(Some(&message(&[])), MessageCommand::Queue, &duty(), &agreed);
    assert_eq!(unread, Err(Disallowed::MessageStep("queued")));
    let by_program = message::decide(Some(&message(&[])), MessageCommand::Approve, &Actor::System, &agreed);
    assert_eq!(by_program, Err(Disallowed::NeedsAPerson));
    let failed = message(&[
        MessageEvent::MessageApproved,
        MessageEvent::MessageQueued,
        MessageEvent::MessageFailed { why: "no such address".to_owned() },
    ]);
    assert!(message::decide(Some(&failed), MessageCommand::Queue, &duty(), &agreed).is_ok());
}

/// H15: nothing of a referral is ever released by default.
#[test]
fn what_is_not_named_as_released_is_held() {
    let events = decide(None, receipt(Priority::Urgent), &duty()).unwrap();
    assert_eq!(release_class(&Event::Referral(events[0].clone())), ReleaseClass::Hold);
    let choices = PersonEvent::ContactChoicesRecorded(ContactChoices::default());
    assert_eq!(release_class(&Event::Person(choices)), ReleaseClass::HerPage);
}
