//! The rules of a warm handover, of joint work and of referring on, as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, civil::Date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story, TaskKind, WarningSign},
    ids::{MessageId, PersonId, ReferralId},
    invariants,
    measure::ReferralFact,
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, Attendance, Baby, Contact, ContactKind, Deciding, HandoverAgreement, OnwardState, PersonKind, Priority,
        Receipt, Referral, ReferralCommand, ReferralEvent, Telling,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));

static FOOTPRINT: LazyLock<Footprint> =
    LazyLock::new(|| Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap());

/// So many minutes after every referral of these tests was received: a Friday afternoon.
fn after(minutes: i64) -> Timestamp {
    let received_at: Timestamp = "2026-11-20T16:55:00Z".parse().unwrap();
    received_at + SignedDuration::from_mins(minutes)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn staff(account: &str) -> Actor {
    Actor::Staff { account: account.to_owned(), role: Role::Clinician }
}

/// Whoever offers.
fn sender() -> Actor {
    staff("invented sender")
}

/// Somebody of the team that is asked.
fn receiver() -> Actor {
    staff("invented receiver")
}

fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

fn decide(
    state: Option<&Referral>,
    command: ReferralCommand,
    actor: &Actor,
    minutes: i64,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let deciding = Deciding { now: after(minutes), actor, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
    referral::decide(ID, state, command, &deciding)
}

/// The referral after a step. No step of these tests may leave a broken promise behind.
fn step(referral: &Referral, command: ReferralCommand, actor: &Actor, minutes: i64) -> Result<Referral, Disallowed> {
    let events = decide(Some(referral), command, actor, minutes)?;
    let next = evolved(Some(referral.clone()), &events);
    assert_eq!(invariants::referral(&next), Ok(()));
    Ok(next)
}

fn evolved(state: Option<Referral>, events: &[ReferralEvent]) -> Referral {
    events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap())).unwrap()
}

fn received(asked: Asked) -> Referral {
    let receipt = Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: after(0),
        directed_to: None,
        pregnancy: None,
        asked,
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    };
    let command = ReferralCommand::Receive(Box::new(receipt));
    let received = evolved(None, &decide(None, command, &Actor::Public, 0).unwrap());
    let look_back = ReferralCommand::LookBack { earlier: Vec::new() };
    step(&received, look_back, &Actor::System, 0).unwrap()
}

fn accept(code: &str) -> ReferralCommand {
    ReferralCommand::Accept {
        team: team(code),
        because: Some("invented reason".to_owned()),
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    }
}

fn agrees() -> HandoverAgreement {
    HandoverAgreement::Agrees { on: day("2026-11-20") }
}

fn offer(code: &str) -> ReferralCommand {
    ReferralCommand::OfferHandover { to: team(code), agreement: agrees(), summary: "invented summary".to_owned() }
}

fn told() -> Telling {
    Telling::Message(MessageId(Uuid::from_u128(9)))
}

fn yes() -> ReferralCommand {
    ReferralCommand::AcceptHandover { to_woman: told() }
}

fn back() -> ReferralCommand {
    ReferralCommand::ReturnHandover { why: "invented reason".to_owned() }
}

fn take_back() -> ReferralCommand {
    ReferralCommand::TakeBackHandover { why: "invented reason".to_owned() }
}

/// Taken on by the community service and accepted there by name, ten minutes after it came.
fn in_care(asked: Asked) -> Referral {
    let accepted = step(&received(asked), accept("community"), &sender(), 5).unwrap();
    step(&accepted, yes(), &receiver(), 10).unwrap()
}

/// The same with an offer to Thrive that waits.
fn offered() -> Referral {
    step(&in_care(Asked::default()), offer("thrive"), &sender(), 20).unwrap()
}

/// When the footprint wants an answer to what is offered then, both in minutes since it was received.
fn answered_within(priority: Priority, offered: i64) -> i64 {
    let answer_by = FOOTPRINT.handover_answer_by(priority, after(offered)).unwrap();
    assert!(answer_by > after(offered));
    answer_by.duration_since(after(0)).as_mins()
}

fn open_tasks(referral: &Referral) -> Vec<TaskKind> {
    referral.triage.open_tasks().map(|(task, _)| task).collect()
}

/// What no handover may touch: the clock, past counts, the first team (PR-29), when she came, was first met and assessed.
fn untouched(before: &Referral, after: &Referral) {
    assert_eq!(after.id, before.id, "it is the same referral");
    assert_eq!(after.received_at, before.received_at);
    assert_eq!(after.respond_by, before.respond_by);
    assert_eq!(after.responded_at, before.responded_at);
    assert_eq!(after.directed_to, before.directed_to, "PR-29");
    assert_eq!(after.first_contact_at, before.first_contact_at);
    assert_eq!(after.assessed_at, before.assessed_at);
    assert_eq!(after.asked, before.asked, "nothing is asked again");
    assert_eq!(after.personal, before.personal, "the story goes along");
    assert_eq!(ReferralFact::from(after), ReferralFact::from(before), "past counts");
}

/// N3, INV-02: an acceptance at the door names a team, and leaves the front door responsible until somebody there says yes.
#[test]
fn an_acceptance_offers_and_the_front_door_stays_responsible_until_the_team_accepts_by_name() {
    let waiting = step(&received(Asked::default()), accept("community"), &sender(), 5).unwrap();
    assert_eq!(waiting.held().unwrap().by, team("front_door"));
    let handover = waiting.handover.clone().unwrap();
    assert_eq!((handover.from, handover.to), (team("front_door"), team("community")));
    assert_eq!(handover.by, "invented sender");
    assert_eq!(Some(handover.answer_by), FOOTPRINT.handover_answer_by(Priority::Routine, after(5)));
    assert_eq!(handover.link.as_deref(), Some("Link nurse of the community service"), "N4");
    assert_eq!(step(&waiting, yes(), &sender(), 6), Err(Disallowed::OwnOffer));
    let taken = step(&waiting, yes(), &receiver(), 6).unwrap();
    assert_eq!((taken.held().unwrap().by.clone(), taken.handover.clone()), (team("community"), None));
    untouched(&waiting, &taken);
    // The front door can be the team itself: then there is nobody else to say yes.
    let own = step(&received(Asked::default()), accept("front_door"), &sender(), 5).unwrap();
    assert_eq!((own.held().unwrap().by.clone(), own.handover), (team("front_door"), None));
}

/// INV-02: an offer names another team, what it needs to know, and her agreement with its date or the basis without.
#[test]
fn an_offer_that_leaves_something_out_is_refused() {
    let held = in_care(Asked::default());
    let with = |to: &str, agreement: HandoverAgreement, summary: &str| ReferralCommand::OfferHandover {
        to: team(to),
        agreement,
        summary: summary.to_owned(),
    };
    let on = |text: &str| HandoverAgreement::Agrees { on: day(text) };
    let basis = |text: &str| HandoverAgreement::OnBasis { basis: text.to_owned() };
    for (command, why) in [
        (with("community", agrees(), "x"), Disallowed::HandoverToSelf),
        (with("nowhere", agrees(), "x"), Disallowed::UnknownTeam("nowhere".to_owned())),
        (with("thrive", agrees(), " "), Disallowed::ReasonMissing),
        (with("thrive", on("2026-11-21"), "x"), Disallowed::AgreementMissing),
        (with("thrive", basis(" \n"), "x"), Disallowed::AgreementMissing),
    ] {
        assert_eq!(step(&held, command.clone(), &sender(), 20), Err(why), "{command:?}");
    }
    for good in [with("thrive", on("2026-11-20"), "x"), with("thrive", basis("capacity"), "x")] {
        let waiting = step(&held, good, &sender(), 20).unwrap();
        assert_eq!(waiting.held().unwrap().by, team("community"));
        untouched(&held, &waiting);
    }
    let again = step(&offered(), offer("front_door"), &sender(), 21);
    assert_eq!(again, Err(Disallowed::HandoverOpen), "one at a time");
    for (referral, why) in
        [(received(Asked::default()), Disallowed::NotTakenOn), (ended(), Disallowed::AlreadyDecided("withdrawn"))]
    {
        assert_eq!(step(&referral, offer("thrive"), &sender(), 20), Err(why));
    }
    for actor in [Actor::System, Actor::Public, Actor::Operator { account: "invented".to_owned() }] {
        for (referral, command) in
            [(&held, offer("thrive")), (&offered(), yes()), (&offered(), back()), (&offered(), take_back())]
        {
            assert_eq!(step(referral, command, &actor, 21), Err(Disallowed::NeedsAPerson), "{actor:?}");
        }
    }
}

fn ended() -> Referral {
    let not_told = || Telling::NotTold { why: "invented".to_owned() };
    let ending = referral::Ending {
        reasons: vec!["she_prefers_otherwise".to_owned()],
        in_own_words: None,
        what_would_change: None,
        way_back: "Ring us.".to_owned(),
        to_woman: not_told(),
        to_referrer: not_told(),
        told_in_person: None,
        second_clinician: None,
        criteria: Vec::new(),
        safeguarding: None,
    };
    step(&received(Asked::default()), ReferralCommand::Withdraw { ending }, &sender(), 5).unwrap()
}

/// INV-02, D4: who accepts, by name, for a team that was asked; she is told, or there is a reason why not.
#[test]
fn an_offer_is_accepted_once_by_somebody_else_and_she_is_told() {
    let waiting = offered();
    assert_eq!(step(&waiting, yes(), &sender(), 30), Err(Disallowed::OwnOffer));
    let silent = ReferralCommand::AcceptHandover { to_woman: Telling::NotTold { why: " ".to_owned() } };
    assert_eq!(step(&waiting, silent, &receiver(), 30), Err(Disallowed::TellingMissing));
    let with_reason =
        ReferralCommand::AcceptHandover { to_woman: Telling::NotTold { why: "told by voice".to_owned() } };
    for command in [yes(), with_reason] {
        let taken = step(&waiting, command, &receiver(), 30).unwrap();
        assert_eq!((taken.held().unwrap().by.clone(), taken.handover.clone()), (team("thrive"), None));
        untouched(&waiting, &taken);
        assert_eq!(step(&taken, yes(), &receiver(), 31), Err(Disallowed::NoHandover), "a second yes finds nothing");
        assert_eq!(step(&taken, back(), &receiver(), 31), Err(Disallowed::NoHandover));
    }
}

/// H01, INV-06: whoever accepts by name has it in hand; who had it before has let it go.
#[test]
fn whoever_accepts_has_it_in_hand_and_the_sender_no_more() {
    let sign = Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() };
    let claimed = step(&received(sign), ReferralCommand::Claim, &sender(), 1).unwrap();
    let waiting = step(&claimed, accept("community"), &sender(), 5).unwrap();
    assert_eq!(waiting.triage.claim.as_ref().unwrap().by, "invented sender", "nobody lets go before the other holds");
    let taken = step(&waiting, yes(), &receiver(), 10).unwrap();
    let claim = taken.triage.claim.as_ref().unwrap();
    assert_eq!((claim.by.as_str(), claim.at), ("invented receiver", after(10)));
    assert_eq!(taken.climbs_since(), None);
}

/// N3, INV-02: a return gives a reason, moves nothing, and is a task of the front door; the referrer hears nothing of it.
#[test]
fn a_return_goes_to_the_front_door_with_a_reason_and_moves_nothing() {
    let waiting = offered();
    let why = |text: &str| ReferralCommand::ReturnHandover { why: text.to_owned() };
    assert_eq!(step(&waiting, why(" "), &receiver(), 30), Err(Disallowed::ReasonMissing));
    let events = decide(Some(&waiting), back(), &receiver(), 30).unwrap();
    assert!(matches!(events.as_slice(), [ReferralEvent::HandoverReturned(_)]), "nobody is written to: {events:?}");
    let returned = evolved(Some(waiting.clone()), &events);
    assert_eq!((returned.held().unwrap().by.clone(), returned.handover.clone()), (team("community"), None));
    assert_eq!(open_tasks(&returned), [TaskKind::HandoverReturned]);
    assert!(returned.held().unwrap().next_due <= after(30 + 24 * 60));
    untouched(&waiting, &returned);
    // Offered again, to the same team or another, what the return asked for is done; returned again it is asked again.
    for to in ["thrive", "front_door"] {
        let again = step(&returned, offer(to), &sender(), 40).unwrap();
        assert_eq!(open_tasks(&again), []);
        let twice = step(&again, back(), &receiver(), 50).unwrap();
        assert_eq!(open_tasks(&twice), [TaskKind::HandoverReturned]);
    }
}

#[test]
fn an_offer_is_taken_back_with_a_reason_and_leaves_no_task() {
    let waiting = offered();
    let silent = ReferralCommand::TakeBackHandover { why: String::new() };
    assert_eq!(step(&waiting, silent, &sender(), 30), Err(Disallowed::ReasonMissing));
    let taken = step(&waiting, take_back(), &sender(), 30).unwrap();
    assert_eq!((taken.held().unwrap().by.clone(), taken.handover.clone()), (team("community"), None));
    assert_eq!(open_tasks(&taken), []);
    untouched(&waiting, &taken);
    assert_eq!(step(&taken, take_back(), &sender(), 31), Err(Disallowed::NoHandover));
    assert_eq!(step(&taken, yes(), &receiver(), 31), Err(Disallowed::NoHandover), "too late to accept");
}

/// INV-02, H08: unanswered by its deadline it is the sender's as before, with an alarm; never earlier, and by no person.
#[test]
fn an_offer_lapses_by_itself_when_it_is_due_and_not_before() {
    let lapse = || ReferralCommand::LetHandoverLapse;
    for priority in Priority::ALL {
        let mut held = in_care(Asked::default());
        if priority < Priority::Routine {
            let raise = ReferralCommand::RaisePriority { to: priority, why: "invented".to_owned() };
            held = step(&held, raise, &sender(), 15).unwrap();
        }
        let waiting = step(&held, offer("thrive"), &sender(), 20).unwrap();
        let due = answered_within(priority, 20);
        assert_eq!(waiting.handover.as_ref().unwrap().answer_by, after(due), "{priority:?}");
        assert!(waiting.held().unwrap().next_due <= after(due));
        assert_eq!(step(&waiting, lapse(), &Actor::System, due - 1), Err(Disallowed::NotDue));
        for actor in [sender(), receiver(), Actor::Public, Actor::Operator { account: "invented".to_owned() }] {
            assert_eq!(step(&waiting, lapse(), &actor, due), Err(Disallowed::NeedsTheService), "{actor:?}");
        }
        let alarmed = step(&waiting, lapse(), &Actor::System, due).unwrap();
        assert_eq!((alarmed.held().unwrap().by.clone(), alarmed.handover.clone()), (team("community"), None));
        assert_eq!(open_tasks(&alarmed), [TaskKind::HandoverUnanswered]);
        assert!(alarmed.held().unwrap().next_due <= after(due + 24 * 60));
        untouched(&waiting, &alarmed);
        assert_eq!(step(&alarmed, lapse(), &Actor::System, due), Err(Disallowed::NoHandover), "once");
        assert_eq!(step(&alarmed, yes(), &receiver(), due + 1), Err(Disallowed::NoHandover));
    }
    // Asked of the rules, the service itself comes to the same.
    let (waiting, due) = (offered(), answered_within(Priority::Routine, 20));
    assert_eq!(referral::system_due(&waiting, &FOOTPRINT), Some(after(due)));
    let asked = |minutes: i64| {
        let system = Actor::System;
        let now = after(minutes);
        let deciding = Deciding { now, actor: &system, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
        referral::due_now(&waiting, &deciding)
    };
    assert_eq!((asked(due - 1), asked(due)), (None, Some(lapse())));
}

/// H08: an erasure takes words away, and never the end of an offer that waits.
#[test]
fn an_offer_about_somebody_who_was_erased_still_ends() {
    let erase = ReferralCommand::ErasePersonalData { why: "she asked for it".to_owned() };
    let erased = step(&offered(), erase, &sender(), 30).unwrap();
    let due = answered_within(Priority::Routine, 20);
    assert_eq!(referral::system_due(&erased, &FOOTPRINT), Some(after(due)));
    let ended = step(&erased, ReferralCommand::LetHandoverLapse, &Actor::System, due).unwrap();
    assert_eq!(ended.handover, None);
    assert_eq!(referral::system_due(&ended, &FOOTPRINT), None, "nothing is asked of the service again and again");
}

/// D4, H09: other teams work beside the one responsible, as she agreed, on a day.
#[test]
fn joint_work_has_her_agreement_with_its_date_and_moves_nothing() {
    let held = in_care(Asked::default());
    let join = |code: &str, on: &str, what: &str| ReferralCommand::BeginJointWork {
        team: team(code),
        agreed_on: day(on),
        what: what.to_owned(),
    };
    for (command, why) in [
        (join("community", "2026-11-20", "x"), Disallowed::WorksWithHer),
        (join("nowhere", "2026-11-20", "x"), Disallowed::UnknownTeam("nowhere".to_owned())),
        (join("thrive", "2026-11-21", "x"), Disallowed::AgreementMissing),
        (join("thrive", "2026-11-20", " "), Disallowed::ReasonMissing),
    ] {
        assert_eq!(step(&held, command.clone(), &sender(), 20), Err(why), "{command:?}");
    }
    let pending = received(Asked::default());
    assert_eq!(step(&pending, join("thrive", "2026-11-20", "x"), &sender(), 20), Err(Disallowed::NotTakenOn));
    let together = step(&held, join("thrive", "2026-11-20", "x"), &sender(), 20).unwrap();
    assert_eq!(together.joint.len(), 1);
    assert_eq!((&together.joint[0].team, together.joint[0].agreed_on), (&team("thrive"), day("2026-11-20")));
    assert_eq!(together.held().unwrap().by, team("community"), "one team is responsible");
    untouched(&held, &together);
    assert_eq!(step(&together, join("thrive", "2026-11-20", "x"), &sender(), 21), Err(Disallowed::WorksWithHer));
    let part = |code: &str, why: &str| ReferralCommand::EndJointWork { team: team(code), why: why.to_owned() };
    assert_eq!(
        step(&together, part("front_door", "x"), &sender(), 22),
        Err(Disallowed::UnknownTeam("front_door".to_owned()))
    );
    assert_eq!(step(&together, part("thrive", ""), &sender(), 22), Err(Disallowed::ReasonMissing));
    let alone = step(&together, part("thrive", "x"), &sender(), 22).unwrap();
    assert_eq!(alone.joint, []);
    untouched(&held, &alone);
    // A team that takes responsibility is no longer one beside it.
    let offered = step(&together, offer("thrive"), &sender(), 30).unwrap();
    let taken = step(&offered, yes(), &receiver(), 31).unwrap();
    assert_eq!((taken.held().unwrap().by.clone(), taken.joint), (team("thrive"), Vec::new()));
}

/// D19: she is ours until the other side says by name that it has her, and somebody asks by a day.
#[test]
fn referring_on_is_chased_until_they_have_her() {
    let held = in_care(Asked::default());
    let on = |to: &str, minutes: i64, summary: &str| ReferralCommand::ReferOnward {
        to: to.to_owned(),
        chase_by: after(minutes),
        agreement: agrees(),
        summary: summary.to_owned(),
    };
    let four_weeks = 28 * 24 * 60;
    for (command, why) in [
        (on(" ", 3_000, "x"), Disallowed::SignpostMissing),
        (on("An invented service", 20, "x"), Disallowed::ChaseTooLate),
        (on("An invented service", 20 + four_weeks + 1, "x"), Disallowed::ChaseTooLate),
        (on("An invented service", 3_000, ""), Disallowed::ReasonMissing),
    ] {
        assert_eq!(step(&held, command.clone(), &sender(), 20), Err(why), "{command:?}");
    }
    let asked = step(&held, on("An invented service", 20 + four_weeks, "x"), &sender(), 20).unwrap();
    assert_eq!(asked.held().unwrap().by, team("community"), "she stays ours");
    untouched(&held, &asked);
    let asked = step(&held, on("An invented service", 3_000, "x"), &sender(), 20).unwrap();
    assert!(asked.held().unwrap().next_due <= after(3_000), "INV-01: somebody asks by then");
    assert_eq!(step(&asked, on("Another", 3_000, "x"), &sender(), 30), Err(Disallowed::OnwardOpen));

    let chase = |state: OnwardState, minutes: i64| ReferralCommand::ChaseOnward {
        state,
        chase_by: after(minutes),
        note: Some("invented".to_owned()),
    };
    let taken = |name: &str| OnwardState::Taken { name: name.to_owned() };
    assert_eq!(step(&held, chase(OnwardState::Refused, 0), &sender(), 30), Err(Disallowed::NoOnward));
    assert_eq!(step(&asked, chase(OnwardState::Asked, 30), &sender(), 30), Err(Disallowed::ChaseTooLate));
    assert_eq!(step(&asked, chase(taken(" "), 0), &sender(), 30), Err(Disallowed::Empty("who took her")));
    let again = step(&asked, chase(OnwardState::Asked, 4_000), &sender(), 2_900).unwrap();
    assert_eq!(again.onward_open().unwrap().chase_by, after(4_000));
    for (state, minutes) in [(taken("Invented Colleague"), 3_900), (OnwardState::Refused, 3_900)] {
        let answered = step(&again, chase(state.clone(), 0), &sender(), minutes).unwrap();
        assert_eq!(answered.onward_open(), None);
        let onward = answered.onward.clone().unwrap();
        assert_eq!((onward.state, onward.answered_at), (state, Some(after(minutes))));
        assert_eq!(onward.at, after(20), "the time until they had her counts from when they were asked");
        assert_eq!(answered.held().unwrap().by, team("community"), "only a discharge ends our care");
        untouched(&held, &answered);
        assert_eq!(step(&answered, chase(OnwardState::Refused, 0), &sender(), 4_000), Err(Disallowed::NoOnward));
        let next = step(&answered, on("Another", 5_000, "x"), &sender(), 4_000).unwrap().onward.unwrap();
        assert_eq!((next.number, next.answered_at), (2, None), "each is counted");
    }
}

/// PR-29, D4: first met and assessed at one team, handed over, and none of it is done or counted again.
#[test]
fn what_was_done_before_a_handover_stays_done() {
    let held = in_care(Asked::default());
    let contact = Contact {
        kind: ContactKind::Assessment,
        attendance: Attendance::Attended,
        at: after(60),
        baby: Baby::NotExpected,
        team: None,
        elsewhere: None,
        next_contact_by: after(20_000),
        note: None,
    };
    let assessed = step(&held, ReferralCommand::RecordContact(Box::new(contact)), &receiver(), 90).unwrap();
    assert_eq!((assessed.assessed_at, assessed.clock_ends()), (Some(after(60)), None));
    let waiting = step(&assessed, offer("thrive"), &receiver(), 100).unwrap();
    for answer in [yes(), back()] {
        let answered = step(&waiting, answer, &sender(), 110).unwrap();
        untouched(&assessed, &answered);
        assert_eq!(answered.clock_ends(), None, "no clock begins anew");
    }
}

/// H08, INV-02: a state in which the sender is forgotten is told, whatever brought it about.
#[test]
fn a_handover_that_forgets_its_sender_is_found() {
    let waiting = offered();
    let forgotten = |held: &str, from: &str| {
        let mut broken = waiting.clone();
        if let referral::Stage::Accepted { held: now, .. } = &mut broken.stage {
            now.by = team(held);
        }
        broken.handover.as_mut().unwrap().from = team(from);
        invariants::referral(&broken)
    };
    assert_eq!(forgotten("community", "community"), Ok(()));
    for (held, from) in [("thrive", "community"), ("community", "front_door"), ("thrive", "thrive")] {
        assert_eq!(forgotten(held, from).unwrap_err().id, "INV-02", "{held} {from}");
    }
    // Nor can a journal bring it about: only the team that is responsible has offered.
    let mut events = decide(Some(&in_care(Asked::default())), offer("thrive"), &sender(), 20).unwrap();
    if let ReferralEvent::HandoverOffered(offered) = &mut events[0] {
        offered.from = team("front_door");
    }
    assert!(referral::evolve(ID, Some(in_care(Asked::default())), &events[0]).is_err());
    assert!(referral::evolve(ID, Some(waiting.clone()), &events[0]).is_err());
}

// INV-04: an offer that nobody has answered yet is answered within the time of the new urgency, and never later than before.
#[test]
fn a_raised_urgency_shortens_the_answer_to_an_open_offer_and_nothing_lengthens_it() {
    let raise = |to| ReferralCommand::RaisePriority { to, why: "invented".to_owned() };
    let answer_by = |referral: &Referral| referral.handover.as_ref().map(|handover| handover.answer_by);
    // Offered on a Friday afternoon at five past five: routine is answered by the close of the second working day.
    let offered = step(&received(Asked::default()), accept("community"), &sender(), 10).unwrap();
    let routine = "2026-11-24T17:00:00Z".parse().unwrap();
    assert_eq!(answer_by(&offered), Some(routine));
    for (to, minutes, expected) in [
        (Priority::Emergency, 70, after(70 + 60)),
        (Priority::VeryUrgent, 70, after(70 + 4 * 60)),
        // On Monday evening a shorter time would end later than the offer does: it stays as it is.
        (Priority::Urgent, 3 * 24 * 60 + 120, routine),
    ] {
        let raised = step(&offered, raise(to), &sender(), minutes).unwrap();
        assert_eq!(answer_by(&raised), Some(expected), "{to:?}");
        let due = referral::system_due(&raised, &FOOTPRINT);
        assert!(due.is_some_and(|due| due <= expected), "{to:?}: the service looks in time: {due:?}");
        let lapsed = step(&raised, ReferralCommand::LetHandoverLapse, &Actor::System, {
            expected.duration_since(after(0)).as_mins()
        });
        assert!(lapsed.is_ok(), "{to:?}: unanswered it ends then: {lapsed:?}");
        // Lowered again it keeps the time that it has.
        if to == Priority::VeryUrgent {
            let lower = ReferralCommand::LowerPriority {
                to: Priority::Routine,
                spoke_at: after(75),
                why: "invented".to_owned(),
            };
            assert_eq!(answer_by(&step(&raised, lower, &sender(), 80).unwrap()), Some(expected));
        }
    }
    // What is told at the door raises it as well.
    let sign = Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() };
    let told = porch_domain::front_door::Told { asked: sign, ..Default::default() };
    let door = ReferralCommand::Add { kind: porch_domain::referral::AdditionKind::Door, told: Box::new(told) };
    assert_eq!(answer_by(&step(&offered, door, &Actor::Public, 70).unwrap()), Some(after(130)));
}

// PR-05: the offer that goes with an acceptance holds her agreement and its day, or the basis without, or that she was not asked.
#[test]
fn an_acceptance_hands_over_her_agreement_like_any_other_offer() {
    let pending = received(Asked::default());
    let with = |agreement| ReferralCommand::Accept {
        team: team("community"),
        because: None,
        agreement,
        tellings: None,
        criteria: Vec::new(),
    };
    let offered = |agreement| {
        let events = decide(Some(&pending), with(agreement), &sender(), 10)?;
        let offered = events.into_iter().find_map(|event| match event {
            ReferralEvent::HandoverOffered(offered) => Some(offered),
            _ => None,
        });
        let offered = offered.unwrap();
        Ok((offered.agreed_on, offered.words.and_then(|words| words.basis)))
    };
    let basis = |basis: &str| Some(HandoverAgreement::OnBasis { basis: basis.to_owned() });
    let on = |on| Some(HandoverAgreement::Agrees { on: day(on) });
    assert_eq!(offered(Some(agrees())), Ok((Some(day("2026-11-20")), None)));
    assert_eq!(offered(basis("invented basis")), Ok((None, Some("invented basis".to_owned()))));
    assert_eq!(offered(None), Ok((None, None)), "she was not asked");
    assert_eq!(offered(on("2026-11-21")), Err(Disallowed::AgreementMissing), "it cannot lie ahead");
    assert_eq!(offered(basis(" ")), Err(Disallowed::AgreementMissing));
}
