//! GOV.UK Notify: what it is asked, every answer that its description has, and every way of giving none.

use std::{sync::Arc, time::Instant};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use porch_exchange::{
    carrier::{
        Carrier, Handed, Left, NotNow, NotTold, Parcel, Refused, Told, ToldStatus,
        govuk_notify::{GovukNotify, Templates, told},
    },
    outgoing::Outgoing,
};
use proptest::prelude::*;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    PATIENCE, SLACK, bounds, clock, parcel,
    service::{Reply, Service},
};

/// The key of the description, which opens nothing.
const API_KEY: &str = "my_test_key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const EMAIL: &str = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3";
const TEXT: &str = "f33517ff-2a88-4f6e-b855-c550268ce08a";
const TOKEN: &str = "agreed-between-us-4711";

fn examples() -> Value {
    serde_json::from_str(include_str!("govuk-notify-examples.json")).unwrap()
}

fn carrier(service: &Service) -> GovukNotify {
    let templates = Templates { email: Some(EMAIL.parse().unwrap()), text: Some(TEXT.parse().unwrap()) };
    let outgoing = Arc::new(Outgoing::new(bounds(), None, None).unwrap());
    GovukNotify::new(&service.address(), API_KEY, templates, outgoing, clock()).unwrap()
}

fn text() -> Parcel {
    Parcel { to: "+447700900123".to_owned(), ..parcel() }
}

#[test]
fn what_is_asked_is_as_the_description_says() {
    let taken = examples()["SendTextMessageResponse"].to_string();
    let service = Service::start(&[Reply::Say(201, taken)]);
    let carrier = carrier(&service);
    let receipt = Some("740e5834-3a29-46b4-9a6f-16142fde533a".to_owned());
    assert_eq!(carrier.hand(&parcel()), Handed::Taken { receipt: receipt.clone() });
    assert_eq!(carrier.hand(&text()), Handed::Taken { receipt });
    let asked = service.asked();
    let lines: Vec<_> = asked.iter().map(|asked| asked.line.as_str()).collect();
    assert_eq!(lines, ["POST /v2/notifications/email HTTP/1.1", "POST /v2/notifications/sms HTTP/1.1"]);
    assert_eq!(
        asked[0].content,
        json!({
            "email_address": "ann.invented@person.example", "template_id": EMAIL,
            "personalisation": { "subject": "Your appointment", "body": parcel().body }, "reference": parcel().reference,
        })
    );
    assert_eq!(
        asked[1].content,
        json!({
            "phone_number": "+447700900123", "template_id": TEXT,
            "personalisation": { "body": parcel().body }, "reference": parcel().reference,
        })
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    for asked in asked {
        assert_eq!(asked.header("content-type"), "application/json");
        let (message, signature) =
            asked.header("authorization").strip_prefix("Bearer ").unwrap().rsplit_once('.').unwrap();
        assert!(hmac::verify(&key, message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).is_ok());
        let parts: Vec<Value> = message
            .split('.')
            .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
            .collect();
        assert_eq!(
            parts,
            [
                json!({ "typ": "JWT", "alg": "HS256" }),
                json!({ "iss": "26785a09-ab16-4eb0-8407-a37497a57506", "iat": 1_795_341_600 }),
            ]
        );
    }
}

#[test]
fn every_error_of_the_description_has_its_meaning() {
    let errors: Value = serde_json::from_str(include_str!("govuk-notify-errors.json")).unwrap();
    let service = Service::start(&[Reply::Close]);
    let carrier = carrier(&service);
    let mut seen = 0;
    for (kind, parcel) in [("sms", text()), ("email", parcel())] {
        for (name, body) in errors[kind].as_object().unwrap() {
            let expected = match name.as_str() {
                "Too Many Digits"
                | "Not Enough Digits"
                | "Not a UK mobile number"
                | "Must not contain letters"
                | "Not a valid country prefix"
                | "Cannot send to international"
                | "Not a valid email address" => Refused::Address,
                "Email too large" => Refused::Content,
                _ => Refused::Other,
            };
            service.then(Reply::Say(400, body.to_string()));
            assert_eq!(carrier.hand(&parcel), Handed::Refused(expected), "{name}");
            seen += 1;
        }
    }
    assert_eq!(seen, 13);
    let bad =
        |message: &str| json!({ "status_code": 400, "errors": [{ "error": "BadRequestError", "message": message }] });
    for (message, expected) in [
        ("Template not found", Refused::Template),
        ("Missing personalisation: body", Refused::Template),
        ("Content for template has a character count greater than the limit of 918", Refused::Content),
    ] {
        service.then(Reply::Say(400, bad(message).to_string()));
        assert_eq!(carrier.hand(&text()), Handed::Refused(expected), "{message}");
    }
    let examples = examples();
    for (status, body, expected) in [
        (403, &examples["AuthError"], NotNow::Credentials),
        (401, &Value::Null, NotNow::Credentials),
        (429, &examples["LimitError"], NotNow::TooMany),
        (500, &examples["ServerError"], NotNow::Broken),
        (503, &Value::Null, NotNow::Broken),
        (404, &Value::Null, NotNow::Broken),
        (400, &Value::Null, NotNow::Broken),
    ] {
        service.then(Reply::Say(status, body.to_string()));
        assert_eq!(carrier.hand(&text()), Handed::NotNow(expected), "{status}");
    }
}

#[test]
fn whoever_gives_no_answer_leaves_a_doubt_that_its_reference_ends() {
    let service = Service::start(&[Reply::Close]);
    let carrier = carrier(&service);
    let cut = [Reply::Close, Reply::Half, Reply::Silence, Reply::Trickle, Reply::Huge];
    let gateways = [502, 504, 200, 202].map(|status| Reply::Say(status, String::new()));
    for reply in cut.into_iter().chain(gateways) {
        service.then(reply.clone());
        let began = Instant::now();
        assert_eq!(carrier.hand(&text()), Handed::InDoubt, "{reply:?}");
        assert!(began.elapsed() < PATIENCE + SLACK, "{reply:?} took {:?}", began.elapsed());
        assert_eq!(carrier.left(&text().reference), Left::CannotSay, "{reply:?}");
    }
    service.then(Reply::Elsewhere);
    assert_eq!(carrier.hand(&text()), Handed::NotNow(NotNow::Broken));

    let known =
        |reference: &str| json!({ "notifications": [{ "id": "740e5834", "reference": reference }], "links": {} });
    let none = examples()["GetMessageNoResultFoundError"].to_string();
    let own = text().reference;
    for (status, body, expected) in [
        (200, known(&own).to_string(), Left::Yes { receipt: Some("740e5834".to_owned()) }),
        (200, json!({ "notifications": [], "links": {} }).to_string(), Left::No),
        (404, none, Left::No),
        (404, String::new(), Left::CannotSay),
        (200, known("another").to_string(), Left::CannotSay),
        (200, "{}".to_owned(), Left::CannotSay),
        (403, String::new(), Left::CannotSay),
        (500, String::new(), Left::CannotSay),
    ] {
        service.then(Reply::Say(status, body.clone()));
        assert_eq!(carrier.left(&own), expected, "{status} {body}");
    }
    assert_eq!(service.asked().last().unwrap().line, format!("GET /v2/notifications?reference={own} HTTP/1.1"));
    assert_eq!(carrier.left("a&b=c"), Left::CannotSay);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let outgoing = Arc::new(Outgoing::new(bounds(), None, None).unwrap());
    let templates = Templates { text: Some(TEXT.parse().unwrap()), ..Templates::default() };
    let alone = GovukNotify::new(&format!("http://{nobody}"), API_KEY, templates, outgoing, clock()).unwrap();
    assert_eq!(alone.hand(&text()), Handed::NotNow(NotNow::Unreachable));
    assert_eq!(alone.hand(&parcel()), Handed::Refused(Refused::Template));
    assert_eq!(format!("{alone:?}"), "GovukNotify");
}

#[test]
fn a_key_that_is_none_is_refused_without_a_word_of_it() {
    let outgoing = Arc::new(Outgoing::new(bounds(), None, None).unwrap());
    let half = &API_KEY[12..];
    for key in
        ["", SECRET, half, &format!("-{half}"), "ä26785a09-ab16-4eb0-8407-a37497a57506", &API_KEY.replace("3d8", "x")]
    {
        let refused = GovukNotify::new("http://127.0.0.1", key, Templates::default(), Arc::clone(&outgoing), clock())
            .unwrap_err();
        assert!(!refused.contains("b122b0") && refused.contains("no API key"), "{refused}");
    }
}

fn receipt_of(status: &str) -> Vec<u8> {
    let mut told = examples()["EmailCallbackRequest"].clone();
    (told["status"], told["reference"]) = (json!(status), json!(parcel().reference));
    told.to_string().into_bytes()
}

#[test]
fn what_is_told_later_is_read_as_often_as_it_is_told() {
    let shown = format!("Bearer {TOKEN}");
    for (word, status) in [
        ("created", ToldStatus::Underway),
        ("sending", ToldStatus::Underway),
        ("pending", ToldStatus::Underway),
        ("sent", ToldStatus::Underway),
        ("delivered", ToldStatus::Delivered),
        ("permanent-failure", ToldStatus::Failed),
        ("temporary-failure", ToldStatus::FailedForNow),
        ("technical-failure", ToldStatus::FailedForNow),
    ] {
        let expected = Told {
            receipt: "201b576e-c09b-467b-9dfa-9c3b689ee730".to_owned(),
            reference: Some(parcel().reference),
            status,
        };
        for _ in 0..2 {
            assert_eq!(told(Some(&shown), TOKEN, &receipt_of(word)), Ok(expected.clone()), "{word}");
        }
    }
    for wrong in [receipt_of("lost"), b"{}".to_vec(), b"[]".to_vec(), vec![b' '; 300_000], Vec::new()] {
        assert_eq!(told(Some(&shown), TOKEN, &wrong), Err(NotTold::Unreadable));
    }
    let unnamed = br#"{"id":"a","reference":null,"status":"delivered","to":"ann@person.example"}"#;
    let read = told(Some(&shown), TOKEN, unnamed).unwrap();
    assert_eq!(read.reference, None);
    assert!(!format!("{read:?}").contains("person.example"));
}

#[test]
fn whoever_does_not_show_the_token_tells_nothing() {
    let content = receipt_of("delivered");
    let almost = format!("Bearer {}", &TOKEN[1..]);
    for shown in [
        None,
        Some(""),
        Some("Bearer"),
        Some("Bearer "),
        Some(TOKEN),
        Some("Basic agreed-between-us-4711"),
        Some(&almost),
    ] {
        assert_eq!(told(shown, TOKEN, &content), Err(NotTold::NotLetIn), "{shown:?}");
    }
    // Where no token was agreed nobody has it.
    assert_eq!(told(Some("Bearer "), "", &content), Err(NotTold::NotLetIn));
}

proptest! {
    #[test]
    fn nothing_that_is_told_breaks_the_reader(content in proptest::collection::vec(any::<u8>(), 0..300), line in ".{0,40}") {
        prop_assert_eq!(told(Some(&line), TOKEN, &content), Err(NotTold::NotLetIn));
        prop_assert_eq!(told(Some(&format!("Bearer {TOKEN}")), TOKEN, &content), Err(NotTold::Unreadable));
    }
}
