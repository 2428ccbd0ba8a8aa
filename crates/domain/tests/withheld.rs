//! The rules of an address that is withheld, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::{MessageId, PersonId, ReferralId},
    message::{self, MessageCommand, MessageDrafted, MessageEvent, Recipient, Standing, Words},
    person::{
        ContactChoices, Identity, Person, PersonCommand, PersonEvent, PersonRegistered, PersonalDataErased, Route,
        RouteChoice, decide, evolve, lift, names_one, tell_tales, withhold,
    },
};
use uuid::Uuid;

fn letter() -> MessageDrafted {
    MessageDrafted {
        referral: ReferralId(Uuid::from_u128(2)),
        recipient: Recipient::Woman,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: None,
    }
}

fn now() -> Timestamp {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn staff() -> Actor {
    Actor::Staff { account: "one".to_owned(), role: Role::Duty }
}

fn after(person: Option<Person>, event: &PersonEvent) -> Person {
    evolve(PersonId(Uuid::from_u128(1)), person, event).unwrap()
}

fn registered() -> Person {
    let registered = PersonCommand::Register(PersonRegistered::default());
    after(None, &decide(None, registered, &staff()).unwrap()[0])
}

// H15, PR-26
#[test]
fn an_address_is_withheld_and_shown_again_by_a_person_with_a_reason() {
    let open = registered();
    for actor in [Actor::System, Actor::Public, Actor::Operator { account: "root".to_owned() }] {
        assert_eq!(withhold(&open, &actor, now(), false, "invented"), Err(Disallowed::NeedsAPerson), "{actor:?}");
        assert_eq!(lift(&open, &actor, now(), "invented"), Err(Disallowed::NeedsAPerson), "{actor:?}");
    }
    for why in ["", " \n"] {
        assert_eq!(withhold(&open, &staff(), now(), true, why), Err(Disallowed::WithholdingReasonMissing));
        assert_eq!(lift(&open, &staff(), now(), why), Err(Disallowed::WithholdingReasonMissing));
    }
    assert_eq!(lift(&open, &staff(), now(), "invented"), Err(Disallowed::NotWithheld));
    let withheld = after(Some(open), &withhold(&registered(), &staff(), now(), false, "invented").unwrap());
    let known = withheld.withheld.clone().unwrap();
    assert_eq!((known.by.as_str(), known.numbers, known.why.as_deref()), ("one", false, Some("invented")));
    assert_eq!(withhold(&withheld, &staff(), now(), false, "again"), Err(Disallowed::WithheldBefore));
    // Her numbers may be withheld as well, later.
    let more = after(Some(withheld.clone()), &withhold(&withheld, &staff(), now(), true, "and").unwrap());
    assert!(more.withheld.as_ref().unwrap().numbers);
    let shown = after(Some(more.clone()), &lift(&more, &staff(), now(), "she asked").unwrap());
    assert_eq!(shown.withheld, None);
    let erased = PersonEvent::PersonalDataErased(PersonalDataErased { why: "invented".to_owned() });
    let erased = after(Some(more), &erased);
    assert_eq!(erased.withheld.as_ref().unwrap().why, None, "the words go, and that it is withheld stays");
    assert_eq!(withhold(&erased, &staff(), now(), false, "x"), Err(Disallowed::Erased));
}

// H15
#[test]
fn what_is_withheld_is_the_address_and_the_numbers_where_it_says_so_and_nothing_else() {
    let some = |text: &str| Some(text.to_owned());
    let whole = Identity {
        name: some("Invented Person"),
        gp: some("Invented Surgery"),
        postcode: some("ZZ99 3VZ"),
        address: some("1 Secret Street"),
        telephone: some("01632 960 001"),
        email: some("secret@example.org"),
        ..Identity::default()
    };
    let without = whole.clone().without_address(false);
    assert_eq!(without, Identity { postcode: None, address: None, ..whole.clone() });
    let without = whole.clone().without_address(true);
    assert_eq!(without, Identity { postcode: None, address: None, telephone: None, email: None, ..whole });
}

// PR-26, H15
#[test]
fn a_text_names_a_place_however_it_is_written_and_only_as_whole_words() {
    let lives = |address: &str, postcode: &str| Identity {
        address: Some(address.to_owned()).filter(|address| !address.is_empty()),
        postcode: Some(postcode.to_owned()).filter(|postcode| !postcode.is_empty()),
        ..Identity::default()
    };
    let street = lives("Flat 2\n1 Secret Street, Invented Town", "ZZ99 3VZ");
    assert_eq!(tell_tales(&street), ["Flat 2", "1 Secret Street", "ZZ99 3VZ"]);
    assert_eq!(tell_tales(&lives("Rose Cottage, Invented Town", "")), ["Rose Cottage"]);
    assert_eq!(tell_tales(&lives("", "")), [""; 0]);
    for (text, so) in [
        ("She is at 1 Secret Street now.", true),
        ("She is at 1, SECRET street; call first", true),
        ("1\nSecret\nStreet", true),
        ("zz993vz", true),
        ("(ZZ99  3VZ)", true),
        ("ZZ99-3VZ.", true),
        ("the bell of flat 2", true),
        // Another house, another code, or words that only begin alike.
        ("11 Secret Street", false),
        ("1 Secret Streetlight", false),
        ("Secret Street", false),
        ("ZZ99 3VX", false),
        ("ZZ99", false),
        ("Invented Town", false),
        ("a flat at 2 o'clock", false),
        ("", false),
    ] {
        assert_eq!(names_one(&tell_tales(&street), text), so, "{text:?}");
    }
    assert!(!names_one(&[], "1 Secret Street"), "nothing is withheld");
    assert!(!names_one(&[" ".to_owned()], "anything"));
}

// PR-26, H15
#[test]
fn no_letter_to_anybody_names_an_address_that_is_withheld_neither_when_it_is_written_nor_when_it_leaves() {
    let contact = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let open = Standing { contact, ..Standing::default() };
    let closed = Standing { withheld: vec!["1 Secret Street".to_owned()], ..open.clone() };
    for recipient in [Recipient::Woman, Recipient::Referrer] {
        let words = |body: &str| MessageDrafted {
            recipient,
            appointment: None,
            words: Some(Words { subject: "Your visit".to_owned(), body: body.to_owned() }),
            ..letter()
        };
        let names = words("We come to 1 Secret Street.");
        let draft = |drafted: &MessageDrafted, standing: &Standing| {
            message::decide(None, MessageCommand::Draft(drafted.clone()), &staff(), standing).map(|_| ())
        };
        assert_eq!(draft(&names, &open), Ok(()));
        let refused = Disallowed::NamesWithheldAddress { to_her: recipient == Recipient::Woman };
        assert_eq!(draft(&names, &closed), Err(refused.clone()));
        assert_eq!(draft(&words("We come to see you."), &closed), Ok(()));
        // It was written before the address was withheld.
        let id = MessageId(Uuid::from_u128(9));
        let state = message::evolve(id, None, &MessageEvent::MessageDrafted(names)).unwrap();
        let approved = message::evolve(id, Some(state), &MessageEvent::MessageApproved).unwrap();
        let queued = |standing| message::decide(Some(&approved), MessageCommand::Queue, &staff(), standing).map(|_| ());
        assert_eq!((queued(&open), queued(&closed)), (Ok(()), Err(refused)));
    }
}
