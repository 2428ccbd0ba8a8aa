//! The rules of a restricted record, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::PersonId,
    person::{
        Person, PersonCommand, PersonEvent, PersonRegistered, PersonalDataErased, decide, evolve, restrict,
        restriction::{Asked, RestrictionKind},
        unrestrict,
    },
};
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn staff(account: &str) -> Actor {
    Actor::Staff { account: account.to_owned(), role: Role::Clinician }
}

fn after(person: Option<Person>, event: &PersonEvent) -> Person {
    evolve(PersonId(Uuid::from_u128(1)), person, event).unwrap()
}

fn registered() -> Person {
    let registered = PersonCommand::Register(PersonRegistered::default());
    after(None, &decide(None, registered, &staff("one")).unwrap()[0])
}

fn asked(named: &[&str], account: Option<&str>, why: &str) -> Asked {
    Asked {
        kind: RestrictionKind::Colleague,
        named: named.iter().map(|one| (*one).to_owned()).collect(),
        account: account.map(str::to_owned),
        why: why.to_owned(),
    }
}

// H15
#[test]
fn a_record_is_restricted_by_a_person_with_a_reason_to_somebody_and_never_to_whom_it_is_about() {
    let person = registered();
    for (by, named, account, why, refused) in [
        (Actor::System, &["two"][..], None, "invented", Disallowed::NeedsAPerson),
        (Actor::Operator { account: "root".to_owned() }, &["two"], None, "invented", Disallowed::NeedsAPerson),
        (staff("one"), &["two"], None, " ", Disallowed::WithholdingReasonMissing),
        (staff("one"), &[], None, "invented", Disallowed::NobodyNamed),
        (staff("one"), &[" "], None, "invented", Disallowed::NobodyNamed),
        (staff("one"), &["two", "her"], Some("her"), "invented", Disallowed::OwnRecord),
        (staff("one"), &["two", "her"], Some(" HER "), "invented", Disallowed::OwnRecord),
        (staff("her"), &["two"], Some("her"), "invented", Disallowed::OwnRecord),
    ] {
        assert_eq!(
            restrict(&person, &by, now(), asked(named, account, why)),
            Err(refused),
            "{by:?} {named:?} {account:?}"
        );
    }
    let event =
        restrict(&person, &staff("one"), now(), asked(&["two", "two", "one"], Some("Her"), "invented")).unwrap();
    let restricted = after(Some(person), &event);
    let known = restricted.restriction.clone().unwrap();
    assert_eq!(
        (known.named.clone(), known.account.as_deref()),
        (vec!["one".to_owned(), "two".to_owned()], Some("her"))
    );
    // The same of another record of hers says the same.
    let again = after(Some(registered()), &PersonEvent::RecordRestricted(known.again()));
    assert_eq!(again.restriction, Some(known));
    // Who is named may be said anew.
    let anew = restrict(&restricted, &staff("one"), now(), asked(&["three"], None, "invented")).unwrap();
    assert_eq!(after(Some(restricted), &anew).restriction.unwrap().named, ["three"]);
}

// H15
#[test]
fn a_restriction_is_taken_back_with_a_reason_and_an_erasure_takes_whom_it_is_about() {
    let person = registered();
    assert_eq!(unrestrict(&person, &staff("one"), now(), "invented"), Err(Disallowed::NotRestricted));
    let event = restrict(&person, &staff("one"), now(), asked(&["two"], Some("her"), "invented")).unwrap();
    let restricted = after(Some(person), &event);
    assert_eq!(unrestrict(&restricted, &staff("one"), now(), " "), Err(Disallowed::WithholdingReasonMissing));
    assert_eq!(unrestrict(&restricted, &Actor::System, now(), "x"), Err(Disallowed::NeedsAPerson));
    let open = after(Some(restricted.clone()), &unrestrict(&restricted, &staff("two"), now(), "invented").unwrap());
    assert_eq!(open.restriction, None);
    let erased = PersonEvent::PersonalDataErased(PersonalDataErased { why: "invented".to_owned() });
    let erased = after(Some(restricted), &erased).restriction.unwrap();
    assert_eq!((erased.why, erased.account, erased.named), (None, None, vec!["two".to_owned()]));
}
