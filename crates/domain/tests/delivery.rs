//! What becomes of a message once it waits to leave, as tables of cases and over any order of what can be told of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::Situation,
    ids::{MessageId, ReferralId},
    message::{
        self, Attempt, Failure, MOST_ATTEMPTS, Message, MessageCommand, MessageDrafted, MessageEvent, MessageStage,
        Obstacle, Recipient, Standing, TemplateUsed, Told, Via, Words, again_at,
    },
    person::{ContactChoices, Route, RouteChoice},
    wording::Fits,
};
use proptest::prelude::*;
use uuid::Uuid;

fn drafted(recipient: Recipient, route: Route, fits: Fits) -> MessageDrafted {
    MessageDrafted {
        referral: ReferralId(Uuid::from_u128(1)),
        recipient,
        route,
        template: Some(TemplateUsed { name: "accept-woman".to_owned(), version: 0, fits }),
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    }
}

fn message(stage: MessageStage, recipient: Recipient, route: Route) -> Message {
    let drafted = drafted(recipient, route, Fits::Any);
    Message { stage, ..Message::drafted(MessageId(Uuid::from_u128(3)), drafted) }
}

fn by(route: Route, choice: RouteChoice) -> Standing {
    Standing { contact: ContactChoices::new([(route, choice)]), ..Standing::default() }
}

fn staff() -> Actor {
    Actor::Staff { account: "duty".to_owned(), role: Role::Duty }
}

fn at() -> Timestamp {
    "2026-11-02T10:00:00Z".parse().unwrap()
}

fn after(state: Message, events: &[MessageEvent]) -> Message {
    events.iter().fold(state, |state, event| message::evolve(state.id, Some(state), event).unwrap())
}

fn carried(state: &Message, command: MessageCommand, actor: &Actor) -> Result<Message, Disallowed> {
    let events = message::decide(Some(state), command, actor, &Standing::default())?;
    Ok(after(state.clone(), &events))
}

fn attempt(state: &Message, attempt: Attempt) -> Result<Message, Disallowed> {
    carried(state, MessageCommand::Attempted { attempt, at: at() }, &Actor::System)
}

// H06, H07, INV-10
/// Route, kind and situation, each with each, as they stand at the moment of sending.
#[test]
fn a_message_leaves_only_by_an_agreed_way_and_where_its_text_fits_at_that_moment() {
    let situations = || Situation::ALL.into_iter().map(Some).chain([None]);
    let mut refused = 0;
    for route in Route::ALL {
        for choice in [RouteChoice::Yes, RouteChoice::No, RouteChoice::NotKnown] {
            for recipient in [Recipient::Woman, Recipient::Referrer] {
                for (fits, situation) in Fits::ALL.into_iter().flat_map(|fits| situations().map(move |now| (fits, now)))
                {
                    let standing = Standing { situation, ..by(route, choice) };
                    let answer = standing.lets_leave(&drafted(recipient, route, fits));
                    let expected = if recipient == Recipient::Woman && choice != RouteChoice::Yes {
                        Err(Disallowed::RouteNotAgreed)
                    } else if fits.allows(situation) {
                        Ok(())
                    } else {
                        Err(Disallowed::TemplateDoesNotFit)
                    };
                    refused += usize::from(answer.is_err());
                    assert_eq!(answer, expected, "{route:?} {choice:?} {recipient:?} {fits:?} {situation:?}");
                }
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn what_came_of_handing_over_is_sent_tried_again_or_on_a_list() {
    let queued = message(MessageStage::Queued, Recipient::Woman, Route::Email);
    let taken = Attempt::Taken { via: Via::Mail, receipt: Some("invented".to_owned()) };
    let sent = attempt(&queued, taken.clone()).unwrap();
    assert_eq!((sent.stage, sent.delivery.via), (MessageStage::Sent, Some(Via::Mail)));
    assert_eq!(sent.delivery.receipt.as_deref(), Some("invented"));
    for why in Obstacle::ALL {
        let delayed = attempt(&queued, Attempt::NotNow(why)).unwrap();
        assert_eq!(delayed.stage, MessageStage::Queued);
        assert_eq!((delayed.delivery.attempts, delayed.delivery.obstacle), (1, Some(why)));
        assert_eq!(delayed.delivery.again_at, Some(at() + SignedDuration::from_mins(1)));
        // Taken the next time, nothing of the delay is left on it but how often it was tried.
        let sent = attempt(&delayed, taken.clone()).unwrap();
        assert_eq!((sent.delivery.obstacle, sent.delivery.again_at, sent.delivery.attempts), (None, None, 1));
    }
    for why in Failure::ALL {
        let failed = attempt(&queued, Attempt::Failed(why)).unwrap();
        assert_eq!((failed.stage, failed.delivery.failure), (MessageStage::Failed, Some(why)));
    }
    // Only what waits is handed over, and only by the service.
    for stage in MessageStage::ALL.into_iter().filter(|stage| *stage != MessageStage::Queued) {
        let other = message(stage, Recipient::Woman, Route::Email);
        let not_now = attempt(&other, Attempt::NotNow(Obstacle::Broken));
        assert_eq!(not_now, Err(Disallowed::MessageStep("sent")), "{stage:?}");
        assert_eq!(attempt(&other, taken.clone()), Err(Disallowed::MessageStep("sent")), "{stage:?}");
    }
    // What was in a carrier's hand when it was taken back did leave, and the record says so.
    let approved = message(MessageStage::Approved, Recipient::Woman, Route::Email);
    let in_hand =
        after(approved, &[MessageEvent::MessageQueued, MessageEvent::MessageWithdrawn { why: String::new() }]);
    assert_eq!(attempt(&in_hand, taken.clone()).map(|message| message.stage), Ok(MessageStage::Sent));
    let by_hand = carried(&queued, MessageCommand::Attempted { attempt: taken, at: at() }, &staff());
    assert_eq!(by_hand, Err(Disallowed::NeedsTheService));
}

// H18
#[test]
fn six_hours_of_failure_lose_nothing_and_a_day_of_it_is_on_a_list() {
    let mut state = message(MessageStage::Queued, Recipient::Woman, Route::Email);
    let (mut now, mut waits) = (at(), Vec::new());
    while state.stage == MessageStage::Queued {
        let command = MessageCommand::Attempted { attempt: Attempt::NotNow(Obstacle::Unreachable), at: now };
        state = carried(&state, command, &Actor::System).unwrap();
        if let Some(again) = state.delivery.again_at {
            waits.push(again.duration_since(now).as_mins());
            now = again;
        }
    }
    assert_eq!(&waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    let lasted = now.duration_since(at());
    assert!((SignedDuration::from_hours(6)..=SignedDuration::from_hours(25)).contains(&lasted), "{lasted:?}");
    assert_eq!(waits.len() + 1, usize::try_from(MOST_ATTEMPTS).unwrap());
    assert_eq!((state.stage, state.delivery.failure), (MessageStage::Failed, Some(Failure::GaveUp)));
    assert_eq!(again_at(at(), u32::MAX), at() + SignedDuration::from_mins(60));
}

#[test]
fn what_a_carrier_says_late_twice_or_out_of_order_does_no_harm() {
    let of = |stage, failure| {
        let mut state = message(stage, Recipient::Woman, Route::Text);
        state.delivery.failure = failure;
        state
    };
    let told = |state: &Message, told| carried(state, MessageCommand::Told(told), &Actor::System).unwrap();
    for stage in MessageStage::ALL {
        let state = of(stage, None);
        let arrived = if stage == MessageStage::Sent { MessageStage::Delivered } else { stage };
        let lost = if stage == MessageStage::Sent { MessageStage::Failed } else { stage };
        assert_eq!(told(&state, Told::Delivered).stage, arrived, "{stage:?}");
        assert_eq!(told(&state, Told::NotDelivered).stage, lost, "{stage:?}");
    }
    for why in Failure::ALL {
        let late = told(&of(MessageStage::Failed, Some(why)), Told::Delivered);
        let may_have_left = matches!(why, Failure::NotDelivered | Failure::InDoubt);
        assert_eq!(late.stage == MessageStage::Delivered, may_have_left, "{why:?}");
    }
    let delivered = told(&of(MessageStage::Sent, None), Told::Delivered);
    assert_eq!(told(&delivered, Told::NotDelivered), delivered, "the first word that it arrived stands");
}

#[test]
fn a_person_chooses_another_way_that_she_agreed_to_and_says_what_was_posted() {
    let choices = ContactChoices::new([(Route::Email, RouteChoice::Yes), (Route::Letter, RouteChoice::Yes)]);
    let standing = Standing { contact: choices, ..Standing::default() };
    for stage in MessageStage::ALL {
        let state = message(stage, Recipient::Woman, Route::Email);
        let reroute =
            |route, actor: &Actor| message::decide(Some(&state), MessageCommand::Reroute { route }, actor, &standing);
        let may = [MessageStage::Approved, MessageStage::Failed].contains(&stage);
        let answer = reroute(Route::Letter, &staff());
        assert_eq!(answer.is_ok(), may, "{stage:?}");
        if let Ok(events) = answer {
            let state = after(state.clone(), &events);
            assert_eq!((state.stage, state.drafted.route), (MessageStage::Queued, Route::Letter));
            assert_eq!(reroute(Route::Text, &staff()), Err(Disallowed::RouteNotAgreed));
            assert_eq!(reroute(Route::Letter, &Actor::System), Err(Disallowed::NeedsAPerson));
        }
        let posted = message::decide(Some(&state), MessageCommand::MarkSent, &staff(), &standing);
        assert_eq!(posted.is_ok(), stage == MessageStage::Queued, "{stage:?}");
    }
    let queued = message(MessageStage::Queued, Recipient::Woman, Route::Letter);
    let no = message::decide(Some(&queued), MessageCommand::MarkSent, &staff(), &by(Route::Letter, RouteChoice::No));
    assert_eq!(no, Err(Disallowed::RouteNotAgreed), "what she refused since is not posted either");
    let program = message::decide(Some(&queued), MessageCommand::MarkSent, &Actor::System, &standing);
    assert_eq!(program, Err(Disallowed::NeedsAPerson));
}

fn any_step() -> impl Strategy<Value = MessageCommand> {
    let attempt = prop_oneof![
        Just(Attempt::Taken { via: Via::GovukNotify, receipt: Some("invented".to_owned()) }),
        proptest::sample::select(Obstacle::ALL.to_vec()).prop_map(Attempt::NotNow),
        proptest::sample::select(Failure::ALL.to_vec()).prop_map(Attempt::Failed),
    ];
    prop_oneof![
        attempt.prop_map(|attempt| MessageCommand::Attempted { attempt, at: at() }),
        Just(MessageCommand::Told(Told::Delivered)),
        Just(MessageCommand::Told(Told::NotDelivered)),
        Just(MessageCommand::Queue),
        Just(MessageCommand::Approve),
        Just(MessageCommand::MarkSent),
        Just(MessageCommand::Reroute { route: Route::Text }),
        Just(MessageCommand::Withdraw { why: "invented".to_owned() }),
    ]
}

proptest! {
    /// H06: whatever happens in whatever order, it leaves at most once for each time that somebody let it wait, it never leaves
    /// unapproved, and what failed names why until somebody acts.
    #[test]
    fn it_leaves_once_for_each_time_that_it_was_let_go(steps in proptest::collection::vec(any_step(), 0..60)) {
        let choices = ContactChoices::new([(Route::Email, RouteChoice::Yes), (Route::Text, RouteChoice::Yes)]);
        let standing = Standing { contact: choices, ..Standing::default() };
        let mut state = message(MessageStage::Drafted, Recipient::Woman, Route::Email);
        let (mut approved, mut let_go, mut left, mut taken_back) = (false, 0, 0, false);
        for step in steps {
            let by_service = matches!(step, MessageCommand::Attempted { .. } | MessageCommand::Told(_));
            let actor = if by_service { Actor::System } else { staff() };
            let Ok(events) = message::decide(Some(&state), step, &actor, &standing) else { continue };
            for event in &events {
                approved |= matches!(event, MessageEvent::MessageApproved);
                let_go += usize::from(matches!(event, MessageEvent::MessageQueued));
                left += usize::from(matches!(event, MessageEvent::MessageSent(_)));
                // The service hands nothing over that was not let go; a carrier had it in hand when it was taken back.
                taken_back |= matches!(event, MessageEvent::MessageWithdrawn { .. });
                state = message::evolve(state.id, Some(state), event).unwrap();
            }
            prop_assert!((left <= let_go || taken_back) && (left == 0 || approved));
            prop_assert_eq!(state.stage == MessageStage::Failed, state.delivery.failure.is_some());
        }
    }
}
