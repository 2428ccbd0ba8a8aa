//! The Personal Demographics Service: every published example, every published error, and what must never be taken for a
//! record. // H05, H25

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod service;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, civil::date};
use porch_domain::person::{
    Identity, NhsNumber, NumberStatus,
    national::{Answer, Died, NationalRecord, NotNow, Question, Withheld},
};
use porch_exchange::pds::{ERROR_SYSTEM, read, target};
use serde_json::{Value, json};

fn example(name: &str) -> String {
    let file = format!("{}/tests/pds/examples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap()
}

fn number(digits: &str) -> NhsNumber {
    NhsNumber::parse(digits).unwrap()
}

fn of_number(digits: &str) -> Question {
    Question::Number(number(digits))
}

fn held(name: &str, born: &str, postcode: &str) -> Identity {
    Identity {
        name: Some(name.to_owned()),
        birth_date: born.parse().ok(),
        postcode: (!postcode.is_empty()).then(|| postcode.to_owned()),
        ..Identity::default()
    }
}

fn by_particulars() -> Question {
    Question::about(&held("Jane Smith", "2010-10-22", "LS1 6AE")).unwrap()
}

fn ok(question: &Question, body: &str) -> Answer {
    read(question, 200, None, body.as_bytes())
}

fn record(answer: Answer) -> NationalRecord {
    match answer {
        Answer::Found(record) => *record,
        other => panic!("{other:?}"),
    }
}

fn dead() -> Option<Died> {
    Some(Died { on: Some(date(2010, 10, 22)), formal: true })
}

fn jane() -> NationalRecord {
    NationalRecord {
        nhs_number: number("9000000009"),
        status: Some(NumberStatus::Verified),
        instead_of: None,
        withheld: Withheld::Nothing,
        name: Some("Jane Smith".to_owned()),
        birth_date: Some(date(2010, 10, 22)),
        died: dead(),
        gp_practice: Some("Y12345".to_owned()),
        address: ["1 Trevelyan Square", "Boar Lane", "City Centre", "Leeds", "West Yorkshire"]
            .map(str::to_owned)
            .into(),
        postcode: Some("LS1 6AE".to_owned()),
    }
}

fn nothing_but(digits: &str) -> NationalRecord {
    NationalRecord {
        nhs_number: number(digits),
        name: None,
        birth_date: None,
        died: None,
        gp_practice: None,
        address: Vec::new(),
        postcode: None,
        ..jane()
    }
}

#[test]
fn every_published_example_is_read_as_what_it_is() {
    let jayne = NationalRecord { nhs_number: number("9000000017"), name: Some("Jayne Smyth".to_owned()), ..jane() };
    let janet = |year| NationalRecord {
        withheld: Withheld::Where,
        name: Some("Janet Smythe".to_owned()),
        birth_date: Some(year),
        died: Some(Died { on: Some(year), formal: true }),
        ..nothing_but("9000000025")
    };
    let unreadable = || Err(NotNow::Unreadable);
    let found = Ok::<_, NotNow>;
    let search = by_particulars();
    let cases: BTreeMap<&str, (Question, Result<NationalRecord, NotNow>)> = BTreeMap::from([
        ("Patient", (of_number("9000000009"), found(jane()))),
        ("Patient-Jayne-Smyth", (of_number("9000000017"), found(jayne.clone()))),
        ("Minimal_Patient", (of_number("9000000033"), found(nothing_but("9000000033")))),
        ("Sensitive_Patient", (of_number("9000000025"), found(janet(date(2010, 10, 22))))),
        ("PatientSearch", (search.clone(), found(jane()))),
        ("PatientSearch-Jayne-Smyth", (search.clone(), found(jayne))),
        ("Minimal_PatientSearch", (search.clone(), found(nothing_but("9000000033")))),
        ("Sensitive_PatientSearch", (search.clone(), found(janet(date(2005, 6, 16))))),
        // The check digit of its number does not hold: such a number is never taken, whoever sends it.
        ("PatientCompoundName", (search.clone(), unreadable())),
        // What is no answer to any question of ours.
        ("RelatedPersonBundle", (search.clone(), unreadable())),
        ("PatientPatch-add-name", (search.clone(), unreadable())),
        ("PatientPatch-update-address", (search.clone(), unreadable())),
        ("PatientPatch-update-gender", (search.clone(), unreadable())),
    ]);
    let folder = format!("{}/tests/pds/examples", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap();
    let files: BTreeSet<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let named: BTreeSet<String> = cases.keys().map(|name| (*name).to_owned()).collect();
    assert_eq!(files, named, "every example has its case");
    for (name, (question, expected)) in cases {
        let answer = ok(&question, &example(name));
        match (answer, expected) {
            (Answer::Found(found), Ok(expected)) => {
                assert!(*found == expected, "{name}: {}", differs(&found, &expected))
            }
            (Answer::NotNow(why), Err(expected)) => assert_eq!(why, expected, "{name}"),
            (answer, _) => panic!("{name}: {answer:?}"),
        }
    }
}

#[test]
fn a_compound_name_is_read_whole() {
    let body = example("PatientCompoundName").replace("9000000015", "9000000017");
    let read = record(ok(&by_particulars(), &body));
    assert_eq!(read.name.as_deref(), Some("John Paul Smith"));
}

/// Which fields differ: the records themselves show nothing.
fn differs(one: &NationalRecord, other: &NationalRecord) -> String {
    format!(
        "{:?}",
        [
            ("number", one.nhs_number == other.nhs_number),
            ("status", one.status == other.status),
            ("instead of", one.instead_of == other.instead_of),
            ("withheld", one.withheld == other.withheld),
            ("name", one.name == other.name),
            ("birth date", one.birth_date == other.birth_date),
            ("died", one.died == other.died),
            ("practice", one.gp_practice == other.gp_practice),
            ("address", one.address == other.address),
            ("postcode", one.postcode == other.postcode),
        ]
        .iter()
        .filter(|(_, same)| !same)
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
    )
}

fn error(code: &str) -> String {
    let coding = json!({ "system": ERROR_SYSTEM, "version": "1", "code": code });
    let issue = json!({ "severity": "error", "code": "value", "details": { "coding": [coding] } });
    json!({ "resourceType": "OperationOutcome", "issue": [issue] }).to_string()
}

#[test]
fn every_published_error_has_its_outcome() {
    use NotNow::{NotLetIn, NotUnderstood, Slow, TooOften, Unreadable};
    let not_now = Answer::NotNow;
    let expected: BTreeMap<(u16, &str), Answer> = BTreeMap::from([
        ((200, "TOO_MANY_MATCHES"), Answer::TooMany),
        ((200, "MULTIPLE_MATCHES"), Answer::TooMany),
        // Only whoever makes a record is answered so.
        ((200, "SINGLE_MATCH"), not_now(Unreadable)),
        ((201, ""), not_now(Unreadable)),
        ((400, "ADDITIONAL_PROPERTIES"), not_now(NotUnderstood)),
        ((400, "INVALID_RESOURCE_ID"), not_now(NotUnderstood)),
        ((400, "INVALID_SEARCH_DATA"), not_now(NotUnderstood)),
        ((400, "INVALID_UPDATE"), not_now(NotUnderstood)),
        ((400, "INVALID_VALUE"), not_now(NotUnderstood)),
        ((400, "MISSING_VALUE"), not_now(NotUnderstood)),
        ((400, "TOO_FEW_VALUES_SUBMITTED"), not_now(NotUnderstood)),
        ((400, "TOO_MANY_VALUES_SUBMITTED"), not_now(NotUnderstood)),
        ((400, "UNSUPPORTED_CHARACTERS_IN_FIELD"), not_now(NotUnderstood)),
        ((400, "UNSUPPORTED_SERVICE"), not_now(NotUnderstood)),
        ((400, "UNSUPPORTED_VALUE"), not_now(NotUnderstood)),
        ((400, "VALIDATION_ERROR"), not_now(NotUnderstood)),
        ((401, "ACCESS_DENIED"), not_now(NotLetIn)),
        ((403, "ACCESS_DENIED"), not_now(NotLetIn)),
        ((403, "FORBIDDEN_UPDATE"), not_now(NotUnderstood)),
        ((403, "INVALID_VALUE"), not_now(NotUnderstood)),
        ((404, "INVALIDATED_RESOURCE"), Answer::Invalidated),
        ((404, "RESOURCE_NOT_FOUND"), Answer::Nobody),
        ((408, "UNABLE_TO_CALL_SERVICE"), not_now(Slow)),
        ((409, "RESOURCE_VERSION_MISMATCH"), not_now(NotUnderstood)),
        ((412, "PRECONDITION_FAILED"), not_now(NotUnderstood)),
        ((429, "TOO_MANY_REQUESTS"), not_now(TooOften { after: Some(SignedDuration::from_secs(5)) })),
    ]);
    let mut published = BTreeSet::new();
    let table = include_str!("error-codes.csv");
    for line in table.lines().skip(1) {
        let mut cells = line.splitn(4, ',').skip(1);
        let status: u16 = cells.next().unwrap().parse().unwrap();
        published.insert((status, cells.next().unwrap()));
    }
    assert_eq!(published, expected.keys().copied().collect(), "every published code has its case");
    for ((status, code), expected) in expected {
        for question in [of_number("9000000009"), by_particulars()] {
            let answer = read(&question, status, Some("5"), error(code).as_bytes());
            assert_eq!(answer, expected, "{status} {code}");
        }
    }
}

#[test]
fn an_answer_that_is_not_the_services_own_is_never_nobody() {
    let question = of_number("9000000009");
    let not_now = |status, body: &[u8]| match read(&question, status, None, body) {
        Answer::NotNow(why) => why,
        other => panic!("{status}: {other:?}"),
    };
    for body in [&b""[..], b"<html>not here</html>", b"{\"resourceType\":\"Patient\"}", b"[]", b"{", &[0xff; 40]] {
        assert_eq!(not_now(404, body), NotNow::Unreadable, "a page at a wrong address");
        assert_eq!(not_now(200, body), NotNow::Unreadable);
        assert_eq!(not_now(500, body), NotNow::Failing);
        assert_eq!(not_now(302, body), NotNow::Unreadable);
        assert_eq!(not_now(401, body), NotNow::NotLetIn);
        assert_eq!(not_now(429, body), NotNow::TooOften { after: None });
    }
    // A code of another system is not the service's own.
    let strange = error("RESOURCE_NOT_FOUND").replace(ERROR_SYSTEM, "https://elsewhere.example");
    assert_eq!(not_now(404, strange.as_bytes()), NotNow::Unreadable);
    // A record is no answer to a search, nor a search result to a number.
    assert_eq!(ok(&by_particulars(), &example("Patient")), Answer::NotNow(NotNow::Unreadable));
    assert_eq!(ok(&question, &example("PatientSearch")), Answer::NotNow(NotNow::Unreadable));
}

/// An example with one thing changed.
fn changed(name: &str, pointer: &str, value: Value) -> String {
    let mut whole: Value = serde_json::from_str(&example(name)).unwrap();
    *whole.pointer_mut(pointer).unwrap() = value;
    whole.to_string()
}

#[test]
fn a_number_that_stands_in_anothers_place_is_told_with_the_one_that_was_asked() {
    let superseded = record(ok(&of_number("9000000017"), &example("Patient")));
    assert_eq!(superseded.nhs_number.digits(), "9000000009");
    assert_eq!(superseded.instead_of, Some(number("9000000017")));
    let found = record(ok(&by_particulars(), &example("PatientSearch")));
    assert_eq!(found.instead_of, None, "nobody asked for a number");
}

// H25
#[test]
fn of_somebody_whose_whereabouts_are_withheld_none_is_read_even_where_it_is_sent() {
    for (label, withheld) in [
        (json!("R"), Withheld::Where),
        (json!("V"), Withheld::Everything),
        (json!("what is not known here"), Withheld::Everything),
        (json!(null), Withheld::Everything),
    ] {
        let body = changed("Patient", "/meta/security/0/code", label.clone());
        let read = record(ok(&of_number("9000000009"), &body));
        assert_eq!(read.withheld, withheld, "{label}");
        assert!(read.address.is_empty() && read.postcode.is_none() && read.gp_practice.is_none(), "{label}");
        assert_eq!(read.name.is_some(), withheld == Withheld::Where, "{label}");
        assert_eq!(read.birth_date.is_some(), withheld == Withheld::Where, "{label}");
        assert!(read.died.is_some(), "that she died is never withheld");
    }
    let unlabelled = changed("Patient", "/meta/security", json!([]));
    assert_eq!(record(ok(&of_number("9000000009"), &unlabelled)).withheld, Withheld::Everything);
    let redacted = changed("Patient", "/meta/security/0/code", json!("REDACTED"));
    assert_eq!(ok(&of_number("9000000009"), &redacted), Answer::Invalidated);
}

#[test]
fn what_contradicts_itself_is_not_read() {
    let question = of_number("9000000009");
    for (pointer, value) in [
        ("/id", json!("9000000000")),
        ("/id", json!("9000000017")),
        ("/identifier/0/value", json!("9000000017")),
        ("/identifier", json!([])),
        ("/birthDate", json!("22/10/2010")),
        ("/birthDate", json!("2010-13-41")),
        ("/deceasedDateTime", json!("long ago")),
        ("/name", json!("Jane Smith")),
        ("/resourceType", json!("Person")),
    ] {
        let body = changed("Patient", pointer, value.clone());
        assert_eq!(ok(&question, &body), Answer::NotNow(NotNow::Unreadable), "{pointer} {value}");
    }
    let search = by_particulars();
    let two = changed("PatientSearch", "/total", json!(2));
    assert_eq!(ok(&search, &two), Answer::NotNow(NotNow::Unreadable), "it says two and sends one");
    let none = json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 }).to_string();
    assert_eq!(ok(&search, &none), Answer::Nobody);
}

#[test]
fn two_matches_are_too_many_and_none_of_them_is_chosen() {
    let mut whole: Value = serde_json::from_str(&example("PatientSearch")).unwrap();
    let one = whole["entry"][0].clone();
    whole["entry"].as_array_mut().unwrap().push(one);
    whole["total"] = json!(2);
    assert_eq!(ok(&by_particulars(), &whole.to_string()), Answer::TooMany);
}

#[test]
fn a_death_that_was_taken_back_is_none_and_a_year_alone_is_no_date() {
    let status = "/extension/3/extension/0/valueCodeableConcept/coding/0/code";
    let removed = changed("Patient", status, json!("U"));
    assert_eq!(record(ok(&of_number("9000000009"), &removed)).died, None);
    let informal = changed("Patient", status, json!("1"));
    assert_eq!(
        record(ok(&of_number("9000000009"), &informal)).died,
        Some(Died { on: Some(date(2010, 10, 22)), formal: false })
    );
    let mut alive: Value = serde_json::from_str(&example("Patient")).unwrap();
    alive.as_object_mut().unwrap().remove("deceasedDateTime");
    alive["extension"] = json!([]);
    assert_eq!(record(ok(&of_number("9000000009"), &alive.to_string())).died, None);
    for partly in ["1991", "1991-03"] {
        let body = changed("Patient", "/birthDate", json!(partly));
        assert_eq!(record(ok(&of_number("9000000009"), &body)).birth_date, None, "{partly}");
    }
}

#[test]
fn a_search_is_asked_as_the_description_recommends() {
    let asked = |name: &str, born: &str, postcode: &str| {
        Question::about(&held(name, born, postcode)).map(|question| target(&question))
    };
    let end = "&_history=true&_max-results=1";
    for (name, postcode, expected) in [
        (
            "Annabel Invented",
            "LS11 6AD",
            "family=Invented&given=Ann%2A&birthdate=eq1991-03-04&address-postalcode=LS%2A",
        ),
        ("Mrs Ann O'Reilly", "", "family=O%27Reilly&given=Ann&birthdate=eq1991-03-04"),
        ("Invented", "", "family=Invented&birthdate=eq1991-03-04"),
        ("Jo Kociński", "", "family=Koci%C5%84ski&given=Jo&birthdate=eq1991-03-04"),
        // A star that somebody typed is no wildcard.
        ("A* In*vented", "", "family=Invented&given=A&birthdate=eq1991-03-04"),
    ] {
        assert_eq!(asked(name, "1991-03-04", postcode), Some(format!("/Patient?{expected}{end}")), "{name}");
    }
    let long = asked(&"x".repeat(60), "1991-03-04", "").unwrap();
    assert!(long.starts_with(&format!("/Patient?family={}&", "x".repeat(35))), "{long}");
    assert_eq!(asked("", "1991-03-04", ""), None, "without a name nobody is asked for");
    assert_eq!(asked("Ann Invented", "", ""), None, "without a date of birth neither");
    assert_eq!(target(&of_number("9000000009")), "/Patient/9000000009");
}
