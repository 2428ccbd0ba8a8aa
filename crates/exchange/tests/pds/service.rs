//! The service asked over HTTP, against a stand-in that holds every question to the description and fails on demand.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use porch_domain::person::national::{Answer, NotNow, Question};
use porch_exchange::{
    outgoing::{Bounds, Outgoing},
    pds::{Access, Service},
};
use porch_testkit::pds::{API_KEY, Fault, KEY_ID, KEY_OF_NOBODY, SHORT_KEY_OF_NOBODY, StandIn, now};
use uuid::Uuid;

use crate::{held, of_number, record};

const PATIENCE: Duration = Duration::from_secs(1);

fn service(stand_in: &StandIn) -> Service {
    let bounds = Bounds { connect: PATIENCE, total: PATIENCE, most_bytes: 256 * 1024 };
    let access = Access::new(&stand_in.token_address(), API_KEY, KEY_ID, KEY_OF_NOBODY.as_bytes()).unwrap();
    let outgoing = Outgoing::new(bounds, None, None).unwrap();
    Service::new(&stand_in.address(), outgoing, PATIENCE).let_in_by(access).for_organisation(Some("Y12345".to_owned()))
}

/// Asks with an id that was not used before.
fn ask(service: &Service, question: &Question, nth: u128) -> Answer {
    let id = uuid::Builder::from_random_bytes((nth * 0x9e37_79b9_7f4a_7c15_0123).to_be_bytes()).into_uuid();
    service.ask(question, id, now())
}

fn why(answer: Answer) -> NotNow {
    match answer {
        Answer::NotNow(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_answer_comes_through_and_every_question_is_as_the_description_asks() {
    let stand_in = StandIn::start();
    stand_in.supersede("9000000017", "9000000009");
    stand_in.invalidate("9434765919");
    stand_in.add_alive("9990000018", "Ann", "Invented", "1991-03-04");
    stand_in.add_alive("9990000026", "Anna", "Invented", "1991-03-04");
    stand_in.add_alive("9990000034", "Zoë", "O'Neill", "1992-05-06");
    let service = service(&stand_in);
    let found = record(ask(&service, &of_number("9990000018"), 1));
    assert_eq!((found.name.as_deref(), found.died), (Some("Ann Invented"), None));
    let superseded = record(ask(&service, &of_number("9000000017"), 2));
    assert_eq!(superseded.instead_of.map(|old| old.digits().to_owned()).as_deref(), Some("9000000017"));
    let sensitive = record(ask(&service, &of_number("9000000025"), 3));
    assert!(sensitive.address.is_empty());
    assert_eq!(ask(&service, &of_number("9434765919"), 4), Answer::Invalidated);
    assert_eq!(ask(&service, &of_number("9990000042"), 5), Answer::Nobody);
    let by = |name: &str, born: &str, postcode: &str| Question::about(&held(name, born, postcode)).unwrap();
    assert_eq!(ask(&service, &by("Anna Invented", "1991-03-04", ""), 6), Answer::TooMany, "two begin with Ann");
    assert_eq!(record(ask(&service, &by("Zoë O'Neill", "1992-05-06", "LS1 6AE"), 7)).nhs_number.digits(), "9990000034");
    assert_eq!(ask(&service, &by("Zoë O'Neill", "1992-05-07", ""), 8), Answer::Nobody);
    // Somebody who is protected is not found by where she lives.
    assert_eq!(ask(&service, &by("Janet Smythe", "2010-10-22", "LS1 6AE"), 9), Answer::Nobody);
    assert_eq!(record(ask(&service, &by("Janet Smythe", "2010-10-22", ""), 10)).nhs_number.digits(), "9000000025");
    assert_eq!(stand_in.violations(), [""; 0], "every question is as the description says");
    assert_eq!((stand_in.asked().len(), stand_in.tokens_given()), (10, 1), "one token is for all of them");
}

#[test]
fn every_way_of_failing_is_told_within_its_time_and_asked_once() {
    let stand_in = StandIn::start();
    let service = service(&stand_in);
    let question = of_number("9000000009");
    record(ask(&service, &question, 1));
    let after = SignedDuration::from_secs(5);
    for (nth, (fault, expected)) in (2..).zip([
        (Fault::Status(429, "TOO_MANY_REQUESTS"), NotNow::TooOften { after: Some(after) }),
        (Fault::Status(500, "INTERNAL"), NotNow::Failing),
        (Fault::Status(503, "UNAVAILABLE"), NotNow::Failing),
        (Fault::Status(408, "UNABLE_TO_CALL_SERVICE"), NotNow::Slow),
        (Fault::Status(403, "ACCESS_DENIED"), NotNow::NotLetIn),
        (Fault::Slow(Duration::from_secs(10)), NotNow::Slow),
        (Fault::Closed, NotNow::Failing),
        (Fault::Malformed, NotNow::Unreadable),
        (Fault::Huge, NotNow::Unreadable),
        (Fault::NotHere, NotNow::Unreadable),
        (Fault::Elsewhere, NotNow::Unreadable),
    ]) {
        let before = stand_in.asked().len();
        stand_in.fail(fault);
        if expected == NotNow::NotLetIn {
            // Whoever is not let in shows a fresh token, once.
            stand_in.fail(fault);
        }
        let began = Instant::now();
        assert_eq!(why(ask(&service, &question, nth)), expected, "{fault:?}");
        assert!(began.elapsed() < PATIENCE + Duration::from_secs(5), "{fault:?} took {:?}", began.elapsed());
        let asked = stand_in.asked().len() - before;
        let times = if expected == NotNow::NotLetIn { 2 } else { 1 };
        assert!(asked <= times, "{fault:?} was asked {asked} times");
        // Nothing of it stays: the next question is answered.
        let answer = ask(&service, &question, 1_000 + nth);
        assert!(matches!(answer, Answer::Found(_)), "{fault:?}: {answer:?}");
    }
    assert_eq!(stand_in.violations(), [""; 0]);
}

#[test]
fn a_token_is_kept_until_its_end_and_one_that_is_refused_is_asked_for_anew_once() {
    let stand_in = StandIn::start();
    stand_in.tokens_last(60);
    let service = service(&stand_in);
    let question = of_number("9000000009");
    let at = |seconds: i64, nth: u128| {
        let id = Uuid::from_u128(nth << 8);
        service.ask(&question, id, now() + SignedDuration::from_secs(seconds))
    };
    for (nth, seconds) in (1..).zip([0, 10, 29]) {
        record(at(seconds, nth));
    }
    assert_eq!(stand_in.tokens_given(), 1);
    // Half a minute before its end another is asked for.
    record(at(31, 4));
    assert_eq!(stand_in.tokens_given(), 2);
    stand_in.fail(Fault::TokensEnd);
    record(at(32, 5));
    assert_eq!(stand_in.tokens_given(), 3, "the same question went through with a fresh one");
    assert_eq!(stand_in.violations(), [""; 0]);
    // A key that is not the registered one is told as such, and nothing loops.
    let bounds = Bounds { connect: PATIENCE, total: PATIENCE, most_bytes: 1024 };
    let stranger = Access::new(&stand_in.token_address(), "somebody else", KEY_ID, KEY_OF_NOBODY.as_bytes()).unwrap();
    let outgoing = Outgoing::new(bounds, None, None).unwrap();
    let strange = Service::new(&stand_in.address(), outgoing, PATIENCE).let_in_by(stranger);
    assert_eq!(why(ask(&strange, &question, 9)), NotNow::NotLetIn);
    assert_eq!(stand_in.tokens_given(), 3);
}

#[test]
fn a_key_that_is_none_is_refused_without_a_word_of_it() {
    for text in ["", "secret words", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
        let refused = Access::new("https://a.example", "a", "b", text.as_bytes()).unwrap_err();
        assert!(refused.contains("private RSA key") && !refused.contains("secret words"), "{refused}");
    }
    let refused = Access::new("https://a.example", "a", "b", SHORT_KEY_OF_NOBODY.as_bytes()).unwrap_err();
    assert!(refused.contains("3072 bits or more"), "{refused}");
    let access = Access::new("https://a.example", "the api key", "b", KEY_OF_NOBODY.as_bytes()).unwrap();
    assert_eq!(format!("{access:?}"), "Access");
}

#[test]
fn a_service_that_is_not_there_is_failing() {
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bounds = Bounds { connect: PATIENCE, total: PATIENCE, most_bytes: 1024 };
    let service = Service::new(&format!("http://{nowhere}"), Outgoing::new(bounds, None, None).unwrap(), PATIENCE);
    assert_eq!(why(ask(&service, &of_number("9000000009"), 1)), NotNow::Failing);
}
