//! The rules of deciding a referral and of letting a message leave, as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::Event,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Concern, Confidant, Situation, Story, TellingChoices, WarningSign},
    ids::{MessageId, PersonId, ReferralId},
    invariants,
    message::{self, Message, MessageCommand, MessageDrafted, MessageEvent, Recipient, Standing, TemplateUsed, Words},
    person::{ContactChoices, PersonEvent, Route, RouteChoice},
    referral::{
        self, Deciding, Ending, Outcome, PersonKind, Priority, Receipt, Referral, ReferralCommand, Telling,
        ToldInPerson,
    },
    release::{ReleaseClass, release_class},
    wording::Fits,
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
    receipt_of(priority, Asked::default())
}

fn receipt_of(priority: Priority, asked: Asked) -> ReferralCommand {
    ReferralCommand::Receive(Box::new(Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority,
        received_at: at("2026-11-20T16:55:00Z"),
        directed_to: None,
        pregnancy: None,
        asked,
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    }))
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
        told_in_person: None,
        second_clinician: None,
        criteria: Vec::new(),
        safeguarding: None,
    }
}

fn accept(team: TeamCode) -> ReferralCommand {
    ReferralCommand::Accept { team, because: None, agreement: None, tellings: None, criteria: Vec::new() }
}

fn decide(
    state: Option<&Referral>,
    command: ReferralCommand,
    actor: &Actor,
) -> Result<Vec<referral::ReferralEvent>, Disallowed> {
    decide_after(state, command, actor, false)
}

fn decide_after(
    state: Option<&Referral>,
    command: ReferralCommand,
    actor: &Actor,
    rejected_before: bool,
) -> Result<Vec<referral::ReferralEvent>, Disallowed> {
    let (footprint, now) = (footprint(), at("2026-11-20T17:00:00Z"));
    let deciding = Deciding { now, actor, footprint: &footprint, rules: "v1", rejected_before };
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

/// H10, H20, INV-03 and INV-04: an ending needs a person, a reason, a way back, and who is told.
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
        (Ending { what_would_change: None, ..ending() }, Disallowed::WhatWouldChangeMissing),
        (Ending { what_would_change: Some(" ".to_owned()), ..ending() }, Disallowed::WhatWouldChangeMissing),
        (Ending { to_woman: blank.clone(), ..ending() }, Disallowed::TellingMissing),
        (Ending { to_referrer: blank, ..ending() }, Disallowed::TellingMissing),
    ] {
        assert_eq!(decide(Some(&pending), reject(ending), &duty()), Err(why));
    }
    assert_eq!(decide(Some(&pending), reject(ending()), &Actor::System), Err(Disallowed::NeedsAPerson));
    let elsewhere = ReferralCommand::Reject { team: TeamCode("nowhere".to_owned()), ending: ending() };
    assert_eq!(decide(Some(&pending), elsewhere, &duty()), Err(Disallowed::UnknownTeam("nowhere".to_owned())));
    let silent = ReferralCommand::Advise { team: team(), advice: " ".to_owned(), ending: ending() };
    assert_eq!(decide(Some(&pending), silent, &duty()), Err(Disallowed::Empty("the advice")));
    let nameless = ReferralCommand::Signpost { team: team(), signposted_to: " ".to_owned(), ending: ending() };
    assert_eq!(decide(Some(&pending), nameless, &duty()), Err(Disallowed::SignpostMissing));
}

#[test]
fn each_decision_gives_its_outcome_and_a_second_is_refused() {
    let signposted_to = "an invented service".to_owned();
    for (command, outcome) in [
        (accept(team()), Outcome::Accepted),
        (ReferralCommand::Reject { team: team(), ending: ending() }, Outcome::Rejected),
        (ReferralCommand::Signpost { team: team(), signposted_to, ending: ending() }, Outcome::Signposted),
        // PR-13: advice only is a no, and counts as one.
        (ReferralCommand::Advise { team: team(), advice: "invented".to_owned(), ending: ending() }, Outcome::Rejected),
        (ReferralCommand::Withdraw { ending: ending() }, Outcome::Withdrawn),
    ] {
        let decided = after(Some(after(None, receipt(Priority::Urgent))), command.clone());
        assert_eq!(decided.outcome(), outcome);
        assert_eq!(invariants::referral(&decided), Ok(()));
        let again = decide(Some(&decided), command, &duty());
        assert_eq!(again, Err(Disallowed::AlreadyDecided(outcome.code())));
        let by_program = decide(Some(&decided), accept(team()), &Actor::System);
        assert_eq!(by_program, Err(Disallowed::NeedsAPerson));
    }
    assert_eq!(decide(None, accept(team()), &duty()), Err(Disallowed::Unknown));
}

/// PR-29: the team of a referral in every count is the first that it was directed to.
#[test]
fn the_first_team_stays_the_team_of_the_count() {
    let accepted = after(Some(after(None, receipt(Priority::Urgent))), accept(team()));
    assert_eq!(accepted.directed_to, Some(team()));
    let mut directed = after(None, receipt(Priority::Urgent));
    directed.directed_to = Some(TeamCode("thrive".to_owned()));
    let accepted = after(Some(directed), accept(team()));
    assert_eq!(accepted.directed_to, Some(TeamCode("thrive".to_owned())));
    // Until somebody of the team accepts the handover by name, the front door is responsible (INV-02).
    assert_eq!(accepted.held().unwrap().by, TeamCode("front_door".to_owned()));
    assert_eq!(accepted.handover.unwrap().to, team());
}

/// H06, INV-10: a message to her leaves only by a route that she agreed to; not known is no.
#[test]
fn a_message_leaves_only_approved_and_by_an_agreed_route() {
    let drafted = MessageDrafted {
        referral: ID,
        recipient: Recipient::Woman,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    };
    let id = MessageId(Uuid::from_u128(3));
    let message = |events: &[MessageEvent]| {
        let draft = MessageEvent::MessageDrafted(drafted.clone());
        let all = [draft].into_iter().chain(events.iter().cloned());
        all.fold(None, |state: Option<Message>, event| Some(message::evolve(id, state, &event).unwrap())).unwrap()
    };
    let standing = |contact| Standing { contact, ..Standing::default() };
    let agreed = standing(ContactChoices::new([(Route::Letter, RouteChoice::Yes)]));
    let approved = message(&[MessageEvent::MessageApproved]);
    for (choice, allowed) in [(RouteChoice::Yes, true), (RouteChoice::No, false), (RouteChoice::NotKnown, false)] {
        let choices = ContactChoices::new([(Route::Letter, choice), (Route::Text, RouteChoice::Yes)]);
        let queued = message::decide(Some(&approved), MessageCommand::Queue, &duty(), &standing(choices));
        assert_eq!(queued.is_ok(), allowed, "{choice:?}");
    }
    let unread = message::decide(Some(&message(&[])), MessageCommand::Queue, &duty(), &agreed);
    assert_eq!(unread, Err(Disallowed::MessageStep("queued")));
    let by_program = message::decide(Some(&message(&[])), MessageCommand::Approve, &Actor::System, &agreed);
    assert_eq!(by_program, Err(Disallowed::NeedsAPerson));
    let failed = message(&[
        MessageEvent::MessageApproved,
        MessageEvent::MessageQueued,
        MessageEvent::MessageFailed { why: message::Failure::AddressRefused },
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

fn no_to(referral: &Referral, ending: Ending, rejected_before: bool) -> Result<(), Disallowed> {
    let commands = [
        ReferralCommand::Reject { team: team(), ending: ending.clone() },
        ReferralCommand::Signpost { team: team(), signposted_to: "invented".to_owned(), ending: ending.clone() },
        ReferralCommand::Advise { team: team(), advice: "invented".to_owned(), ending },
    ];
    let answers = commands.map(|command| decide_after(Some(referral), command, &duty(), rejected_before).map(|_| ()));
    // PR-13: there is no soft way round a rejection.
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    answers[0].clone()
}

/// H10, PR-14: where risk, loss or trauma was mentioned, a letter never is the first to tell her.
#[test]
fn a_person_tells_her_a_no_before_a_letter_does() {
    let letter = || Ending {
        to_woman: Telling::Message(MessageId(Uuid::from_u128(3))),
        second_clinician: Some("another".to_owned()),
        ..ending()
    };
    let sign = Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() };
    let loss = Asked { situation: Some(Situation::Miscarriage), ..Asked::default() };
    let twin = Asked { situation: Some(Situation::TwinsOneLost), ..Asked::default() };
    let trauma = Asked { concerns: [Concern::BirthTrauma].into(), ..Asked::default() };
    let at_first = |asked: Asked| after(None, receipt_of(Priority::Routine, asked));
    for asked in [sign, loss, twin, trauma] {
        let referral = at_first(asked);
        assert_eq!(no_to(&referral, letter(), false), Err(Disallowed::TellHerFirst));
        let silent = Ending { second_clinician: Some("another".to_owned()), ..ending() };
        assert_eq!(no_to(&referral, silent, false), Err(Disallowed::TellHerFirst), "no letter is no way round it");
        let told = |by: &str, when: &str| Some(ToldInPerson { by: by.to_owned(), at: at(when) });
        for (told_in_person, allowed) in [
            (told("Invented Clinician", "2026-11-20T16:58:00Z"), true),
            (told(" ", "2026-11-20T16:58:00Z"), false),
            (told("Invented Clinician", "2026-11-20T17:00:00.001Z"), false),
        ] {
            let answer = no_to(&referral, Ending { told_in_person, ..letter() }, false);
            assert_eq!(answer, if allowed { Ok(()) } else { Err(Disallowed::TellHerFirst) });
        }
    }
    assert_eq!(no_to(&at_first(Asked::default()), letter(), false), Ok(()));
}

/// H10, PR-14: risk or an earlier no needs a second clinician, who is not the one who decides.
#[test]
fn a_no_after_risk_or_an_earlier_no_needs_a_second_clinician() {
    let calm = after(None, receipt(Priority::Routine));
    let risk = after(None, receipt(Priority::Emergency));
    let told = ToldInPerson { by: "Invented Clinician".to_owned(), at: at("2026-11-20T16:58:00Z") };
    let by = |second: Option<&str>| Ending {
        second_clinician: second.map(str::to_owned),
        told_in_person: Some(told.clone()),
        ..ending()
    };
    for (referral, rejected_before) in [(&risk, false), (&calm, true)] {
        for second in [None, Some(" "), Some("invented"), Some(" Invented ")] {
            let answer = no_to(referral, by(second), rejected_before);
            assert_eq!(answer, Err(Disallowed::SecondClinicianMissing), "{second:?}");
        }
        assert_eq!(no_to(referral, by(Some("another")), rejected_before), Ok(()));
    }
    assert_eq!(no_to(&calm, by(None), false), Ok(()));
    // That it was an emergency is remembered when a clinician has lowered it.
    let lower = ReferralCommand::LowerPriority {
        to: Priority::Routine,
        spoke_at: at("2026-11-20T16:59:00Z"),
        why: "invented".to_owned(),
    };
    assert_eq!(no_to(&after(Some(risk), lower), by(None), false), Err(Disallowed::SecondClinicianMissing));
}

/// H07, PR-09: a text is drafted and leaves only where it fits how things are; PR-20: a copy only as she agreed.
#[test]
fn a_message_fits_her_situation_and_is_copied_only_as_she_agreed() {
    let drafted = |fits, copied_to: &[Confidant]| MessageDrafted {
        referral: ID,
        recipient: Recipient::Woman,
        route: Route::Letter,
        template: Some(TemplateUsed { name: "invented".to_owned(), version: 1, fits }),
        copied_to: copied_to.to_vec(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    };
    let standing = |situation, gp| Standing {
        contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes)]),
        may_tell: TellingChoices::new([(Confidant::Gp, gp)]),
        situation,
        ..Standing::default()
    };
    for situation in Situation::ALL.into_iter().map(Some).chain([None]) {
        for fits in Fits::ALL {
            let standing = standing(situation, RouteChoice::NotKnown);
            let draft = MessageCommand::Draft(drafted(fits, &[]));
            let answer = message::decide(None, draft, &duty(), &standing).map(|_| ());
            let expected = if fits.allows(situation) { Ok(()) } else { Err(Disallowed::TemplateDoesNotFit) };
            assert_eq!(answer, expected, "{fits:?} {situation:?}");
            // The loss may become known a moment before it leaves.
            let approved = Message {
                id: MessageId(Uuid::from_u128(3)),
                drafted: drafted(fits, &[]),
                stage: message::MessageStage::Approved,
                delivery: message::Delivery::default(),
            };
            let queued = message::decide(Some(&approved), MessageCommand::Queue, &duty(), &standing).map(|_| ());
            assert_eq!(queued, expected, "{fits:?} {situation:?}");
        }
    }
    for (choice, allowed) in [(RouteChoice::Yes, true), (RouteChoice::No, false), (RouteChoice::NotKnown, false)] {
        let draft = MessageCommand::Draft(drafted(Fits::Any, &[Confidant::Gp]));
        let answer = message::decide(None, draft, &duty(), &standing(None, choice));
        assert_eq!(answer.is_ok(), allowed, "{choice:?}");
    }
}
