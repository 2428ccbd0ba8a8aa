//! How it is safe to reach her (PR-19): what she agreed to holds for the number and the address for which she was asked.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::collections::BTreeSet;

use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::{MessageId, PersonId, ReferralId},
    message::{
        self, Failure, Message, MessageCommand, MessageDrafted, MessageKind, MessageStage, Recipient, Standing,
        TemplateUsed, Words,
    },
    person::{
        self, ContactChoices, Identity, Person, PersonCommand, PersonEvent, PersonRegistered, Route, RouteChoice,
        confirm_routes, unsettle,
    },
    wording::Fits,
};
use uuid::Uuid;

const HER: PersonId = PersonId(Uuid::from_u128(1));

fn staff() -> Actor {
    Actor::Staff { account: "duty".to_owned(), role: Role::Duty }
}

fn held() -> Identity {
    Identity {
        telephone: Some("07700 900123".to_owned()),
        email: Some("invented@example.org".to_owned()),
        address: Some("1 Invented Street\nInvented Town".to_owned()),
        postcode: Some("ZZ99 3VZ".to_owned()),
        ..Identity::default()
    }
}

fn person(identity: Identity, contact: ContactChoices) -> Person {
    let registered = PersonRegistered { identity: Some(identity), contact, ..PersonRegistered::default() };
    person::evolve(HER, None, &PersonEvent::PersonRegistered(registered)).unwrap()
}

fn everywhere(choice: RouteChoice) -> ContactChoices {
    ContactChoices::new(Route::ALL.map(|route| (route, choice)))
}

fn carried(person: &Person, command: PersonCommand) -> Person {
    let events = person::decide(Some(person), command, &staff()).unwrap();
    events.iter().fold(person.clone(), |person, event| person::evolve(HER, Some(person), event).unwrap())
}

/// What becomes known, and the ways for which that is another number or address than the held one.
fn newer() -> Vec<(Identity, &'static [Route])> {
    const BY_NUMBER: &[Route] = &[Route::Telephone, Route::Voicemail, Route::Text];
    let telephone = |number: &str| Identity { telephone: Some(number.to_owned()), ..Identity::default() };
    let email = |email: &str| Identity { email: Some(email.to_owned()), ..Identity::default() };
    let address = |address: &str| Identity { address: Some(address.to_owned()), ..Identity::default() };
    let postcode = |postcode: &str| Identity { postcode: Some(postcode.to_owned()), ..Identity::default() };
    vec![
        (telephone("07700 900124"), BY_NUMBER),
        (telephone("07700 900123 (her mother's)"), BY_NUMBER),
        (telephone("07700 900123"), &[]),
        (telephone("(07700) 900-123"), &[]),
        (telephone("+44 (0)7700 900 123"), &[]),
        (telephone("0044 7700 900123"), &[]),
        (email("newer@example.org"), &[Route::Email]),
        (email(" Invented@Example.org "), &[]),
        (address("2 Invented Street\nInvented Town"), &[Route::Letter]),
        (address("1 Invented Street"), &[Route::Letter]),
        (address("1 invented street, Invented Town"), &[]),
        (postcode("ZZ99 3WZ"), &[Route::Letter]),
        (postcode("zz993vz"), &[]),
        (Identity { name: Some("Another Name".to_owned()), ..Identity::default() }, &[]),
        (Identity::default(), &[]),
    ]
}

// H06
/// Each way, with each answer, against everything that can become known.
#[test]
fn a_yes_is_not_known_for_another_number_or_address_and_a_no_stays_a_no() {
    let mut unsettled = 0;
    for (newer, another) in newer() {
        for route in Route::ALL {
            for choice in RouteChoice::ALL {
                let before = person(held(), ContactChoices::new([(route, choice)]));
                let after = carried(&before, PersonCommand::RecordIdentity(newer.clone()));
                let lost = choice == RouteChoice::Yes && another.contains(&route);
                let expected = if lost { RouteChoice::NotKnown } else { choice };
                assert_eq!(after.contact.of(route), expected, "{route:?} {choice:?} {newer:?}");
                assert_eq!(after.unsettled.contains(&route), lost, "{route:?} {choice:?} {newer:?}");
                assert_eq!(after.contact.allow(route), choice == RouteChoice::Yes && !lost);
                unsettled += usize::from(lost);
            }
        }
    }
    assert_eq!(unsettled, 10);
}

// H06
#[test]
fn a_number_that_becomes_known_for_the_first_time_was_never_asked_about() {
    let before = person(Identity::default(), everywhere(RouteChoice::Yes));
    let number = Identity { telephone: held().telephone, ..Identity::default() };
    let after = carried(&before, PersonCommand::RecordIdentity(number));
    assert_eq!(after.unsettled, BTreeSet::from([Route::Telephone, Route::Voicemail, Route::Text]));
    assert!(after.contact.allow(Route::Email) && after.contact.allow(Route::Letter));
    // A postcode that was missing is no other place.
    let before = person(Identity { postcode: None, ..held() }, everywhere(RouteChoice::Yes));
    let postcode = Identity { postcode: held().postcode, ..Identity::default() };
    assert_eq!(carried(&before, PersonCommand::RecordIdentity(postcode)).unsettled, BTreeSet::new());
}

#[test]
fn what_she_says_then_settles_each_way_apart_and_silence_settles_none() {
    let before = person(held(), everywhere(RouteChoice::Yes));
    let number = Identity { telephone: Some("07700 900124".to_owned()), ..Identity::default() };
    let after = carried(&before, PersonCommand::RecordIdentity(number));
    let said = |choices: &[(Route, RouteChoice)]| {
        let all = after.contact.clone().with(&ContactChoices::new(choices.iter().copied()));
        carried(&after, PersonCommand::RecordContactChoices(all))
    };
    for choice in [RouteChoice::Yes, RouteChoice::No] {
        let said = said(&[(Route::Text, choice)]);
        assert_eq!(said.unsettled, BTreeSet::from([Route::Telephone, Route::Voicemail]), "{choice:?}");
        assert_eq!(said.contact.of(Route::Text), choice);
    }
    assert_eq!(said(&[(Route::Text, RouteChoice::NotKnown)]).unsettled, after.unsettled);
    assert_eq!(said(&[]).unsettled, after.unsettled);
}

// PR-19
#[test]
fn that_it_is_still_right_is_said_by_a_person_and_only_of_what_was_asked() {
    let at: jiff::Timestamp = "2026-11-22T09:30:00Z".parse().unwrap();
    let asked = person(held(), everywhere(RouteChoice::Yes));
    let event = confirm_routes(&asked, &staff(), at).unwrap();
    let after = person::evolve(HER, Some(asked.clone()), &event).unwrap();
    let confirmed = after.routes_confirmed.clone().unwrap();
    assert_eq!((confirmed.at, confirmed.by.as_str()), (at, "duty"));
    assert_eq!((&after.contact, &after.unsettled), (&asked.contact, &asked.unsettled), "nothing else follows");
    for actor in [Actor::System, Actor::Public] {
        assert_eq!(confirm_routes(&asked, &actor, at), Err(Disallowed::NeedsAPerson));
    }
    let never = person(held(), ContactChoices::default());
    assert_eq!(confirm_routes(&never, &staff(), at), Err(Disallowed::NoRoutesHeld));
    let number = Identity { telephone: Some("07700 900124".to_owned()), ..Identity::default() };
    let unsettled = carried(&asked, PersonCommand::RecordIdentity(number));
    assert_eq!(confirm_routes(&unsettled, &staff(), at), Err(Disallowed::RouteUnsettled));
    let erased = Person { erased: true, ..asked };
    assert_eq!(confirm_routes(&erased, &staff(), at), Err(Disallowed::Erased));
}

// H06
/// Her other records hold older numbers: what she agreed to for those goes back with them.
#[test]
fn another_record_of_hers_loses_what_was_agreed_for_an_older_number_and_keeps_the_rest() {
    let newer = Identity { telephone: Some("07700 900124".to_owned()), ..Identity::default() };
    let holds = |number: &str| Identity { telephone: Some(number.to_owned()), ..held() };
    let older = person(holds("07700 900123"), everywhere(RouteChoice::Yes));
    let event = unsettle(&older, &newer).unwrap();
    let after = person::evolve(HER, Some(older), &event).unwrap();
    assert_eq!(after.unsettled, BTreeSet::from([Route::Telephone, Route::Voicemail, Route::Text]));
    assert!(after.contact.allow(Route::Email));
    for (kept, choice) in [
        (holds("07700900124"), RouteChoice::Yes),
        (holds("07700 900123"), RouteChoice::No),
        (holds("07700 900123"), RouteChoice::NotKnown),
    ] {
        assert_eq!(unsettle(&person(kept.clone(), everywhere(choice)), &newer), None, "{kept:?} {choice:?}");
    }
    let mut erased = person(holds("07700 900123"), everywhere(RouteChoice::Yes));
    erased.erased = true;
    assert_eq!(unsettle(&erased, &newer), None);
}

fn kinds() -> impl Iterator<Item = Option<MessageKind>> {
    MessageKind::ALL.into_iter().map(Some).chain([None])
}

fn written(route: Route, kind: Option<MessageKind>) -> MessageDrafted {
    let named = |kind| match kind {
        MessageKind::Decision => "reject-woman",
        MessageKind::Question => "ask-woman-loss",
        MessageKind::Care => "discharge-woman",
        MessageKind::Appointment => "invite-woman-text",
        MessageKind::Reminder => "remind-woman-email",
        MessageKind::Link => "link-woman-text",
    };
    MessageDrafted {
        referral: ReferralId(Uuid::from_u128(2)),
        recipient: Recipient::Woman,
        route,
        template: kind.map(|kind| TemplateUsed { name: named(kind).to_owned(), version: 0, fits: Fits::Any }),
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    }
}

// H06, INV-10
/// Each way, with what she says of it, otherwise of one kind, and each kind of message, one of no kind among them.
#[test]
fn what_she_says_of_a_kind_holds_for_that_kind_and_the_rest_for_all_others() {
    let mut left = 0;
    for route in Route::ALL {
        for usual in RouteChoice::ALL {
            let alone = ContactChoices::new([(route, usual)]);
            for kind in kinds() {
                assert_eq!(alone.of_kind(route, kind), usual, "older choices hold for all kinds");
            }
            for (apart, said) in MessageKind::ALL.into_iter().flat_map(|kind| RouteChoice::ALL.map(|said| (kind, said)))
            {
                let contact = alone.clone().but(route, apart, said);
                let standing = Standing { contact: contact.clone(), ..Standing::default() };
                for kind in kinds() {
                    let holds = match kind {
                        Some(kind) if kind == apart => said == RouteChoice::Yes,
                        Some(_) => usual == RouteChoice::Yes,
                        None => said == RouteChoice::Yes && usual == RouteChoice::Yes,
                    };
                    let drafted = written(route, kind);
                    assert_eq!(drafted.kind(), kind);
                    assert_eq!(
                        standing.lets_leave(&drafted).is_ok(),
                        holds,
                        "{route:?} {usual:?} {apart:?} {said:?} {kind:?}"
                    );
                    left += usize::from(holds);
                }
                // Another number takes every yes back, and no no; what she refused in one record is refused in all.
                let unsettled = contact.clone().unsettled(&BTreeSet::from([route]));
                let refused = alone.clone().refused_as_in(&contact);
                for kind in kinds() {
                    let before = contact.of_kind(route, kind);
                    let expected = if before == RouteChoice::Yes { RouteChoice::NotKnown } else { before };
                    assert_eq!(unsettled.of_kind(route, kind), expected);
                    let expected = if before == RouteChoice::No { RouteChoice::No } else { usual };
                    assert_eq!(refused.of_kind(route, kind), expected, "{contact:?} {kind:?}");
                }
                let stored = serde_json::to_string(&contact).unwrap();
                assert_eq!(serde_json::from_str::<ContactChoices>(&stored).unwrap(), contact, "{stored}");
            }
        }
    }
    let kinds = MessageKind::ALL.len();
    assert_eq!(left, Route::ALL.len() * kinds * (3 * kinds + 1));
}

#[test]
fn what_is_told_later_of_a_way_holds_for_all_kinds_but_takes_no_no_back() {
    let yes = |route| ContactChoices::new([(route, RouteChoice::Yes)]);
    let no = |route| ContactChoices::new([(route, RouteChoice::No)]);
    let (text, ask) = (Route::Text, Some(MessageKind::Question));
    let but_no = yes(text).but(text, MessageKind::Question, RouteChoice::No);
    assert_eq!(but_no.clone().with(&yes(text)).of_kind(text, ask), RouteChoice::No);
    assert_eq!(but_no.clone().with(&yes(Route::Email)), but_no.clone().with(&yes(Route::Email)).with(&but_no));
    let but_yes = no(text).but(text, MessageKind::Question, RouteChoice::Yes);
    assert_eq!(but_yes.clone().with(&no(text)).of_kind(text, ask), RouteChoice::No);
    assert_eq!(but_yes.with(&no(Route::Email)).of_kind(text, ask), RouteChoice::Yes);
    assert_eq!(yes(text).but(text, MessageKind::Care, RouteChoice::Yes), yes(text), "what is the same is no exception");
    assert_eq!(but_no.but(text, MessageKind::Question, RouteChoice::Yes), yes(text));
}

// H06, INV-10
/// Each way, with each answer, as it stands when a message is let go, posted, sent another way, or leaves.
#[test]
fn a_message_says_that_she_is_to_be_asked_again_and_does_not_leave() {
    let mut asked_again = 0;
    for route in Route::ALL {
        for choice in RouteChoice::ALL {
            for unsettled in [false, true] {
                let standing = Standing {
                    contact: ContactChoices::new([(route, choice)]),
                    unsettled: unsettled.then_some(route).into_iter().collect(),
                    ..Standing::default()
                };
                let drafted = MessageDrafted {
                    referral: ReferralId(Uuid::from_u128(2)),
                    recipient: Recipient::Woman,
                    route,
                    template: None,
                    copied_to: Vec::new(),
                    appointment: None,
                    words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
                };
                let expected = match (choice, unsettled) {
                    (RouteChoice::Yes, _) => Ok(()),
                    (RouteChoice::NotKnown, true) => Err(Disallowed::RouteUnsettled),
                    (RouteChoice::NotKnown, false) | (RouteChoice::No, _) => Err(Disallowed::RouteNotAgreed),
                };
                assert_eq!(standing.lets_leave(&drafted), expected, "{route:?} {choice:?} {unsettled}");
                let message =
                    |stage| Message { stage, ..Message::drafted(MessageId(Uuid::from_u128(3)), drafted.clone()) };
                for (stage, command) in [
                    (MessageStage::Approved, MessageCommand::Queue),
                    (MessageStage::Queued, MessageCommand::MarkSent),
                    (MessageStage::Failed, MessageCommand::Reroute { route }),
                ] {
                    let answer = message::decide(Some(&message(stage)), command, &staff(), &standing).map(drop);
                    assert_eq!(answer, expected, "{stage:?} {route:?} {choice:?} {unsettled}");
                }
                let failure = expected.err().map(|disallowed| Failure::of(&disallowed));
                asked_again += usize::from(failure == Some(Failure::RouteUnsettled));
            }
        }
    }
    assert_eq!(asked_again, Route::ALL.len());
}

#[test]
fn the_reason_is_kept_by_a_code_of_its_own() {
    let codes: BTreeSet<_> = Failure::ALL.into_iter().map(Failure::code).collect();
    assert_eq!(codes.len(), Failure::ALL.len());
    for failure in Failure::ALL {
        assert_eq!(Failure::of_code(failure.code()), Some(failure));
    }
}
