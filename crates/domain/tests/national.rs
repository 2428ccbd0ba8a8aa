//! What may be taken over from the national record, by whom, and what it may never do. // H05, H25, PR-27

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::{MessageId, PersonId, ReferralId},
    message::{self, Message, MessageCommand, MessageDrafted, MessageStage, Recipient, Standing, Words},
    person::{
        ContactChoices, Identity, Likeness, Match, NhsNumber, NumberStatus, Person, PersonCommand, PersonEvent,
        PersonRegistered, Route, RouteChoice, decide, evolve, former_numbers,
        national::{
            NationalRecord, Particulars, Question, Withheld, set_death_aside, take_number, take_number_back, tell_death,
        },
        number_status,
    },
};
use uuid::Uuid;

/// Numbers whose check digits hold, of the range that is given to nobody.
const NUMBERS: [&str; 3] = ["9990000018", "9990000026", "9990000034"];

const HER: PersonId = PersonId(Uuid::from_u128(1));

fn number(at: usize) -> NhsNumber {
    NhsNumber::parse(NUMBERS[at]).unwrap()
}

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

fn at() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().unwrap()
}

fn staff() -> Actor {
    Actor::Staff { account: "jo.invented".to_owned(), role: Role::Duty }
}

fn who(held: Option<usize>, born: &str, name: &str) -> Identity {
    Identity {
        nhs_number: held.map(number),
        birth_date: born.parse().ok(),
        name: (!name.is_empty()).then(|| name.to_owned()),
        ..Identity::default()
    }
}

fn held(identity: Identity) -> Person {
    let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
    evolve(HER, None, &PersonEvent::PersonRegistered(registered)).unwrap()
}

fn after(person: &Person, event: &PersonEvent) -> Person {
    evolve(HER, Some(person.clone()), event).unwrap()
}

/// What the national record says, of a number that may stand in the place of another.
fn said(digits: usize, instead_of: Option<usize>, born: &str, name: &str) -> NationalRecord {
    NationalRecord {
        nhs_number: number(digits),
        status: Some(NumberStatus::Verified),
        instead_of: instead_of.map(number),
        withheld: Withheld::Nothing,
        name: (!name.is_empty()).then(|| name.to_owned()),
        birth_date: born.parse().ok(),
        died: None,
        gp_practice: None,
        address: Vec::new(),
        postcode: None,
    }
}

const BORN: &str = "1991-03-04";
const ANA: &str = "Ana Invented";

// H05, H25
#[test]
fn a_number_is_taken_over_where_it_is_hers_and_never_instead_of_another() {
    use Disallowed::{AnotherNumber, BabysNumber, NotLikeHer};
    let cases = [
        ("none is held, and born on the day", who(None, BORN, ANA), said(0, None, BORN, ANA), None),
        ("the same is held", who(Some(0), BORN, ANA), said(0, None, BORN, ANA), None),
        ("the same is held, and she has another name", who(Some(0), BORN, ANA), said(0, None, BORN, "Bea Other"), None),
        ("the one that is held is superseded", who(Some(0), BORN, ANA), said(1, Some(0), BORN, ANA), None),
        ("a different valid number is held", who(Some(0), BORN, ANA), said(1, None, BORN, ANA), Some(AnotherNumber)),
        ("a third number is superseded", who(Some(0), BORN, ANA), said(1, Some(2), BORN, ANA), Some(AnotherNumber)),
        ("the baby's", who(None, BORN, ANA), said(0, None, "2026-10-30", "Ana Invented"), Some(BabysNumber)),
        (
            "the baby's, held for her",
            who(Some(0), BORN, ANA),
            said(0, None, "2026-10-30", "Ivy Invented"),
            Some(BabysNumber),
        ),
        ("her mother's", who(Some(0), BORN, ANA), said(0, None, "1960-07-19", "Bea Invented"), Some(BabysNumber)),
        ("another day", who(Some(0), BORN, ANA), said(0, None, "1993-08-17", ANA), Some(NotLikeHer)),
        ("nearly the day", who(Some(0), BORN, ANA), said(0, None, "1991-03-05", ANA), Some(NotLikeHer)),
        ("somebody else of that day", who(None, BORN, ANA), said(0, None, BORN, "Bea Other"), Some(NotLikeHer)),
        ("no day held, the same names", who(Some(0), "", ANA), said(0, None, BORN, ANA), None),
        ("no day held, another name", who(Some(0), "", ANA), said(0, None, BORN, "Ana Other"), Some(NotLikeHer)),
        ("nothing but the number", who(Some(0), BORN, ANA), said(0, None, "", ""), Some(NotLikeHer)),
    ];
    for (case, identity, record, refused) in cases {
        let person = held(identity);
        let answer = take_number(&person, &record, &staff(), at(), today());
        assert_eq!(answer.as_ref().err(), refused.as_ref(), "{case}");
        if let Ok(event) = answer {
            let after = after(&person, &event);
            assert_eq!(number_status(&after), NumberStatus::Verified, "{case}");
            assert_eq!(after.identity.unwrap().nhs_number, Some(record.nhs_number), "{case}");
        }
    }
}

// H05, H25
#[test]
fn a_number_that_was_replaced_is_hers_while_the_one_in_its_place_is() {
    let replaced = |person: &Person, by: usize, of: usize| {
        let event = take_number(person, &said(by, Some(of), BORN, ANA), &staff(), at(), today()).unwrap();
        after(person, &event)
    };
    let former =
        |person: &Person| former_numbers(person).iter().map(|number| number.digits().to_owned()).collect::<Vec<_>>();
    let first = held(who(Some(0), BORN, ANA));
    assert!(former(&first).is_empty());
    let checked = take_number(&first, &said(0, None, BORN, ANA), &staff(), at(), today()).unwrap();
    assert!(former(&after(&first, &checked)).is_empty(), "a number that was checked replaced none");
    let second = replaced(&first, 1, 0);
    assert_eq!(former(&second), NUMBERS[..1]);
    let third = replaced(&second, 2, 1);
    assert_eq!(former(&third), NUMBERS[..2], "each that led to the one that she has");
    let back = take_number_back(&third, &staff(), at(), "Invented").unwrap();
    assert_eq!(former(&after(&third, &back)), NUMBERS[..1]);

    // What is told with either is hers, with a third is not, and neither comes back by being told.
    for (digits, says) in [(0, Match::Strong), (1, Match::Strong), (2, Match::Never)] {
        let told = who(Some(digits), BORN, ANA);
        assert_eq!(Likeness::to(&told, &second).unwrap().says(), says, "{digits}");
        assert_eq!(Likeness::between(&second, &held(told.clone())).unwrap().says(), says, "{digits}");
        assert_eq!(Likeness::between(&held(told), &second).unwrap().says(), says, "{digits}");
    }
    let told = |digits| PersonCommand::RecordIdentity(who(Some(digits), BORN, "Ana Renamed"));
    let stands = |digits| {
        let events = decide(Some(&second), told(digits), &staff()).unwrap();
        events.iter().fold(second.clone(), |person, event| after(&person, event))
    };
    let again = stands(0).identity.unwrap();
    assert_eq!((again.nhs_number, again.name.as_deref()), (Some(number(1)), Some("Ana Renamed")));
    // Somebody put the number right since: what led to the other one is not known to be hers.
    assert!(former(&stands(2)).is_empty());
    assert_eq!(Likeness::to(&who(Some(0), BORN, ANA), &stands(2)).unwrap().says(), Match::Never);
}

// INV-04
#[test]
fn only_a_person_takes_over_and_takes_back() {
    let person = held(who(Some(0), BORN, ANA));
    let record = said(0, None, BORN, ANA);
    let taken = after(&person, &take_number(&person, &record, &staff(), at(), today()).unwrap());
    for nobody in [Actor::System, Actor::Public, Actor::Operator { account: "root".to_owned() }] {
        assert_eq!(take_number(&person, &record, &nobody, at(), today()), Err(Disallowed::NeedsAPerson));
        assert_eq!(take_number_back(&taken, &nobody, at(), "invented"), Err(Disallowed::NeedsAPerson));
    }
    assert_eq!(take_number_back(&taken, &staff(), at(), " "), Err(Disallowed::ReasonMissing));
    assert_eq!(take_number_back(&person, &staff(), at(), "invented"), Err(Disallowed::NotTraced));
    assert_eq!(take_number(&taken, &record, &staff(), at(), today()), Err(Disallowed::TracedAlready));
}

// H05
#[test]
fn what_was_taken_over_is_taken_back_whole() {
    for (held_before, record) in
        [(None, said(0, None, BORN, ANA)), (Some(0), said(0, None, BORN, ANA)), (Some(0), said(1, Some(0), BORN, ANA))]
    {
        let before = held(who(held_before, BORN, ANA));
        let taken = after(&before, &take_number(&before, &record, &staff(), at(), today()).unwrap());
        assert_ne!(taken, before);
        let back = after(&taken, &take_number_back(&taken, &staff(), at(), "Another voice").unwrap());
        assert_eq!(back, before, "nothing is left behind");
    }
    // Twice superseded: each is taken back to the one before it.
    let first = held(who(Some(0), BORN, ANA));
    let second = after(&first, &take_number(&first, &said(1, Some(0), BORN, ANA), &staff(), at(), today()).unwrap());
    let third = after(&second, &take_number(&second, &said(2, Some(1), BORN, ANA), &staff(), at(), today()).unwrap());
    let back = after(&third, &take_number_back(&third, &staff(), at(), "Invented").unwrap());
    assert_eq!(back, second);
    assert_eq!(after(&back, &take_number_back(&back, &staff(), at(), "Invented").unwrap()), first);
    // A number that was put right since is not undone by the way.
    let newer = PersonCommand::RecordIdentity(Identity { nhs_number: Some(number(2)), ..Identity::default() });
    let changed = after(&second, &decide(Some(&second), newer, &staff()).unwrap()[0]);
    assert_eq!(number_status(&changed), NumberStatus::NotTraced);
    assert_eq!(take_number_back(&changed, &staff(), at(), "Invented"), Err(Disallowed::NumberChangedSince));
}

// H19
#[test]
fn an_erasure_takes_the_numbers_before_as_well_and_nothing_is_taken_over_after_it() {
    let before = held(who(Some(0), BORN, ANA));
    let record = said(1, Some(0), BORN, ANA);
    let taken = after(&before, &take_number(&before, &record, &staff(), at(), today()).unwrap());
    let erase = PersonCommand::ErasePersonalData { why: "invented".to_owned() };
    let erased = after(&taken, &decide(Some(&taken), erase, &staff()).unwrap()[0]);
    assert!(erased.traced.iter().all(|traced| traced.numbers.is_none()));
    assert_eq!(take_number(&erased, &record, &staff(), at(), today()), Err(Disallowed::Erased));
    assert_eq!(take_number_back(&erased, &staff(), at(), "invented"), Err(Disallowed::Erased));
    assert_eq!(tell_death(&erased, &staff(), at()), None);
}

// H25
#[test]
fn that_her_whereabouts_are_withheld_stays_as_a_mark() {
    let before = held(who(Some(0), BORN, ANA));
    let taken = after(&before, &take_number(&before, &said(0, None, BORN, ANA), &staff(), at(), today()).unwrap());
    let withheld = NationalRecord { withheld: Withheld::Where, ..said(0, None, BORN, ANA) };
    // The number is checked already: the mark is new.
    let marked = after(&taken, &take_number(&taken, &withheld, &staff(), at(), today()).unwrap());
    assert!(marked.traced.last().unwrap().withheld && !taken.traced.last().unwrap().withheld);
    assert_eq!(take_number(&marked, &withheld, &staff(), at(), today()), Err(Disallowed::TracedAlready));
}

fn to(recipient: Recipient) -> MessageDrafted {
    MessageDrafted {
        referral: ReferralId(Uuid::from_u128(2)),
        recipient,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter".to_owned(), body: "invented".to_owned() }),
    }
}

// PR-27
#[test]
fn no_letter_to_her_leaves_before_somebody_looked_at_what_is_told_of_a_death() {
    let her = held(who(Some(0), BORN, ANA));
    let told = after(&her, &tell_death(&her, &staff(), at()).unwrap());
    assert_eq!(told.death_told_at, Some(at()));
    assert_eq!(told.died_at, None, "that she died is a person's word");
    assert_eq!(tell_death(&told, &staff(), at()), None, "once");
    let contact = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let standing = Standing { contact, death_to_look_at: told.death_told_at.is_some(), ..Standing::default() };
    for (recipient, refused) in [(Recipient::Woman, true), (Recipient::Referrer, false)] {
        for stage in [MessageStage::Approved, MessageStage::Failed] {
            let letter = Message {
                id: MessageId(Uuid::from_u128(3)),
                drafted: to(recipient),
                stage,
                delivery: message::Delivery::default(),
            };
            let answer = message::decide(Some(&letter), MessageCommand::Queue, &staff(), &standing);
            assert_eq!(answer.err(), refused.then_some(Disallowed::DeathToLookAt), "{recipient:?} {stage:?}");
        }
    }
    // Both ways out are a person's: it is so, or it is not.
    assert_eq!(set_death_aside(&told, &Actor::System, at(), "invented"), Err(Disallowed::NeedsAPerson));
    assert_eq!(set_death_aside(&told, &staff(), at(), ""), Err(Disallowed::ReasonMissing));
    assert_eq!(set_death_aside(&her, &staff(), at(), "invented"), Err(Disallowed::NoDeath));
    assert_eq!(after(&told, &set_death_aside(&told, &staff(), at(), "She answered").unwrap()), her);
    let so = after(&told, &decide(Some(&told), PersonCommand::RecordDeath { at: at() }, &staff()).unwrap()[0]);
    assert_eq!((so.died_at, so.death_told_at), (Some(at()), None));
    assert_eq!(tell_death(&so, &staff(), at()), None);
}

// H05
#[test]
fn what_is_told_of_a_death_counts_where_it_may_be_hers() {
    for (case, identity, record, hers) in [
        ("number and day", who(Some(0), BORN, ANA), said(0, None, BORN, ANA), true),
        ("the number alone is held", who(Some(0), "", ""), said(0, None, BORN, ANA), true),
        ("number and name, another day", who(Some(0), BORN, ANA), said(0, None, "1971-08-17", ANA), true),
        (
            "a mistyped number: nothing else agrees",
            who(Some(0), BORN, ANA),
            said(0, None, "1931-08-17", "Bea Other"),
            false,
        ),
        ("superseded", who(Some(0), BORN, ANA), said(1, Some(0), BORN, ANA), true),
        ("found by name, another number is held", who(Some(0), BORN, ANA), said(1, None, BORN, ANA), false),
        ("found by name", who(None, BORN, ANA), said(1, None, BORN, ANA), true),
    ] {
        assert_eq!(record.may_be_hers(&identity), hers, "{case}");
    }
}

#[test]
fn a_number_is_asked_for_before_a_name_and_without_either_nothing_is() {
    let asked = |held: Identity| Question::about(&held);
    assert_eq!(asked(who(Some(0), BORN, ANA)), Some(Question::Number(number(0))));
    let by_name = |family: &str, given: Option<&str>| {
        Some(Question::Particulars(Particulars {
            family_name: family.to_owned(),
            given_name: given.map(str::to_owned),
            birth_date: BORN.parse().unwrap(),
            postcode: None,
        }))
    };
    assert_eq!(asked(who(None, BORN, "Mrs. Ana Maria O'Neill")), by_name("O'Neill", Some("Ana")));
    assert_eq!(asked(who(None, BORN, "Mrs Invented")), by_name("Invented", None));
    assert_eq!(asked(who(None, BORN, " - ")), None);
    assert_eq!(asked(who(None, "", ANA)), None);
    assert_eq!(asked(Identity::default()), None);
}
