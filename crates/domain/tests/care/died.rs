//! A death is closed by a person, and nothing goes to her any more (PR-27).

use porch_domain::{
    front_door::TaskKind,
    ids::MessageId,
    message::{self, Message, MessageCommand, MessageDrafted, MessageEvent, MessageStage, Recipient, Standing, Words},
    person::{self, Person, PersonCommand, PersonRegistered},
    referral::{Ending, Outcome},
};

use super::*;

fn drafted(recipient: Recipient) -> MessageDrafted {
    MessageDrafted {
        referral: ID,
        recipient,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    }
}

fn standing(died: bool) -> Standing {
    Standing { contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes)]), died, ..Standing::default() }
}

fn message(stage: MessageStage, recipient: Recipient) -> Message {
    Message {
        id: MessageId(Uuid::from_u128(3)),
        drafted: drafted(recipient),
        stage,
        delivery: message::Delivery::default(),
    }
}

// PR-27
#[test]
fn nothing_is_written_or_leaves_to_somebody_who_died() {
    let actor = staff(Role::Clinician);
    for (recipient, refused) in [(Recipient::Woman, true), (Recipient::Referrer, false)] {
        for (state, command) in [
            (None, MessageCommand::Draft(drafted(recipient))),
            (Some(MessageStage::Drafted), MessageCommand::Redraft(drafted(recipient))),
            (Some(MessageStage::Approved), MessageCommand::Queue),
            (Some(MessageStage::Failed), MessageCommand::Queue),
        ] {
            let state = state.map(|stage| message(stage, recipient));
            let alive = message::decide(state.as_ref(), command.clone(), &actor, &standing(false));
            assert!(alive.is_ok(), "{command:?}");
            let died = message::decide(state.as_ref(), command.clone(), &actor, &standing(true));
            assert_eq!(died.err(), refused.then_some(Disallowed::SheDied), "{command:?}");
        }
    }
}

// PR-27
#[test]
fn whatever_has_not_left_is_taken_back_and_never_goes_again() {
    let (withdraw, standing) = (MessageCommand::Withdraw { why: "she died".to_owned() }, standing(false));
    for stage in MessageStage::ALL {
        let before = message(stage, Recipient::Woman);
        let answer = message::decide(Some(&before), withdraw.clone(), &Actor::System, &standing);
        if [MessageStage::Sent, MessageStage::Delivered, MessageStage::Withdrawn].contains(&stage) {
            assert_eq!(answer, Err(Disallowed::MessageStep("withdrawn")), "{stage:?}");
            continue;
        }
        let after =
            answer.unwrap().iter().fold(before, |state, event| message::evolve(state.id, Some(state), event).unwrap());
        assert_eq!(after.stage, MessageStage::Withdrawn, "{stage:?}");
        for command in
            [MessageCommand::Queue, MessageCommand::Approve, MessageCommand::Redraft(drafted(Recipient::Woman))]
        {
            assert!(
                message::decide(Some(&after), command.clone(), &staff(Role::Duty), &standing).is_err(),
                "{command:?}"
            );
        }
        for event in [MessageEvent::MessageQueued, MessageEvent::MessageApproved] {
            assert!(message::evolve(after.id, Some(after.clone()), &event).is_err(), "{event:?}");
        }
    }
}

// PR-27
#[test]
fn that_she_died_is_recorded_once_and_can_be_put_right_by_a_person_with_a_reason() {
    let id = PersonId(Uuid::from_u128(1));
    let carried = |state: Option<Person>, command, actor: &Actor| {
        let events = person::decide(state.as_ref(), command, actor)?;
        Ok::<_, Disallowed>(
            events.iter().fold(state, |state, event| Some(person::evolve(id, state, event).unwrap())).unwrap(),
        )
    };
    let death = || PersonCommand::RecordDeath { at: after(10) };
    let mistake = |why: &str| PersonCommand::CorrectDeath { at: after(20), why: why.to_owned() };
    let her = carried(None, PersonCommand::Register(PersonRegistered::default()), &staff(Role::Duty)).unwrap();
    assert_eq!(her.died_at, None);
    assert_eq!(carried(Some(her.clone()), mistake("invented"), &staff(Role::Duty)), Err(Disallowed::NoDeath));
    // The national record tells it as well.
    for actor in [staff(Role::Duty), Actor::System] {
        let died = carried(Some(her.clone()), death(), &actor).unwrap();
        assert_eq!(died.died_at, Some(after(10)));
        assert_eq!(carried(Some(died.clone()), death(), &actor), Err(Disallowed::SheDied));
        assert_eq!(carried(Some(died.clone()), mistake(" "), &staff(Role::Duty)), Err(Disallowed::ReasonMissing));
        assert_eq!(carried(Some(died.clone()), mistake("invented"), &Actor::System), Err(Disallowed::NeedsAPerson));
        assert_eq!(carried(Some(died), mistake("invented"), &staff(Role::Duty)).unwrap().died_at, None);
    }
}

// PR-27, INV-04
#[test]
fn a_death_is_closed_as_it_is_and_asks_for_no_plan() {
    let nothing = || Leaving {
        plan: String::new(),
        early_pregnancy: String::new(),
        what_helped: None,
        early_signs: None,
        way_back: String::new(),
        onward: None,
        ..leaving("died")
    };
    // In care: whatever is open, and without a review.
    let open = missed(&in_care(receipt(sign(), None)), 60);
    let left = step(&open, discharge(nothing()), 200).unwrap();
    assert_eq!((left.outcome(), left.discharge_reason()), (Outcome::Accepted, Some("died")));
    assert_eq!(left.care.left_with_plan, Some(false), "it is counted as what it is");
    let silent = Leaving { to_woman: Telling::NotTold { why: " ".to_owned() }, ..nothing() };
    assert_eq!(step(&open, discharge(silent), 200), Err(Disallowed::TellingMissing));
    // At the door it is a withdrawal, and never a no.
    let ending = || Ending {
        reasons: vec!["died".to_owned()],
        in_own_words: None,
        what_would_change: Some("Nothing.".to_owned()),
        way_back: String::new(),
        to_woman: not_told(),
        to_referrer: not_told(),
        told_in_person: None,
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: None,
    };
    let withdraw = || ReferralCommand::Withdraw { ending: ending() };
    let missed = missed(&pending(), 30);
    let closed = step(&missed, withdraw(), 100).unwrap();
    assert_eq!(closed.outcome(), Outcome::Withdrawn);
    assert_eq!(by(&missed, withdraw(), &Actor::System, 100), Err(Disallowed::NeedsAPerson));
    let no = ReferralCommand::Reject { team: team(), ending: ending() };
    assert_eq!(step(&pending(), no, 100), Err(Disallowed::UnknownReason("died".to_owned())));
    let two = Ending { reasons: vec!["died".to_owned(), "lives_elsewhere".to_owned()], ..ending() };
    assert!(step(&pending(), ReferralCommand::Withdraw { ending: two }, 100).is_err());
}

// PR-27
#[test]
fn a_death_in_the_national_record_is_a_task_of_the_same_day_that_the_service_raises_and_a_person_closes() {
    let open = |referral: &Referral| referral.triage.open_tasks().any(|(task, _)| task == TaskKind::DeathTold);
    let before = pending();
    for actor in [staff(Role::Duty), Actor::Public] {
        assert_eq!(by(&before, ReferralCommand::LearnDeath, &actor, 30), Err(Disallowed::NeedsTheService));
    }
    let told = by(&before, ReferralCommand::LearnDeath, &Actor::System, 30).unwrap();
    assert!(open(&told));
    assert_eq!(told.triage.tasks[&TaskKind::DeathTold].due_by, TaskKind::DeathTold.due_by(after(30)));
    assert_eq!(by(&told, ReferralCommand::LearnDeath, &Actor::System, 40), Err(Disallowed::KnownAlready));
    assert_eq!((told.outcome(), told.respond_by), (before.outcome(), before.respond_by), "nothing else follows");
    let close = || ReferralCommand::CloseTask { task: TaskKind::DeathTold, note: "She answered".to_owned() };
    let looked = step(&told, close(), 50).unwrap();
    assert!(!open(&looked));
    assert!(
        open(&by(&looked, ReferralCommand::LearnDeath, &Actor::System, 60).unwrap()),
        "told again, it is looked at again"
    );
}
