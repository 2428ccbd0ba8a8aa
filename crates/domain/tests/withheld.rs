//! The rules of an address that is withheld, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::PersonId,
    person::{
        Identity, Person, PersonCommand, PersonEvent, PersonRegistered, PersonalDataErased, decide, evolve, lift,
        withhold,
    },
};
use uuid::Uuid;

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
