//! NHS Notify: whom it is asked to reach and where, every answer that its description has, and what it tells by itself.

use std::{sync::Arc, time::Instant};

use porch_exchange::{
    carrier::{
        Carrier, Clock, Handed, Left, NotNow, NotTold, Parcel, Refused, Told, ToldStatus,
        nhs_notify::{Agreed, Contacts, NhsNotify, Plans, told},
    },
    outgoing::Outgoing,
    pds::Access,
};
use porch_testkit::pds::{API_KEY, KEY_ID, KEY_OF_NOBODY, StandIn, now};
use proptest::prelude::*;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    PATIENCE, SLACK, bounds, parcel,
    service::{Reply, Service},
};

const EMAIL: &str = "b838b13c-f98c-4def-93f0-515d4e4f4ee1";
const TEXT: &str = "49e43b98-70cb-47a9-a55e-fe70c9a6f77c";
const RECORD: &str = "b402cd20-b62a-4357-8e02-2952959531c8";
const AGREED: Agreed<'_> = Agreed { application: "app-1", api_key: "0bb04a0e-d005-42dd-8993-dacf37410a12" };

fn example(name: &str) -> Value {
    let examples: Value = serde_json::from_str(include_str!("nhs-notify-examples.json")).unwrap();
    examples[name].clone()
}

fn carrier(service: &Service, tokens: &StandIn) -> NhsNotify {
    let outgoing = Arc::new(Outgoing::new(bounds(), None, None).unwrap());
    let access = Access::new(&tokens.token_address(), API_KEY, KEY_ID, KEY_OF_NOBODY.as_bytes()).unwrap();
    let plan = |id: &str| Some(id.parse().unwrap());
    let plans = Plans { email: plan(EMAIL), text: plan(TEXT), national_record: plan(RECORD) };
    let clock: Clock = Arc::new(now);
    NhsNotify::new(&service.address(), access, plans, outgoing, clock)
}

fn to(to: &str) -> Parcel {
    Parcel { to: to.to_owned(), ..parcel() }
}

fn named() -> Parcel {
    to("9990548609 ann.invented@person.example")
}

#[test]
fn she_is_reached_where_the_message_says_and_elsewhere_only_where_that_was_chosen() {
    let (service, tokens) = (Service::start(&[Reply::Say(201, example("taken").to_string())]), StandIn::start());
    let careful = carrier(&service, &tokens).for_organisation(Some("X26".to_owned()));
    let taken = Handed::Taken { receipt: Some("2WL3qFTEFM0qMY8xjRbt1LIKCzM".to_owned()) };
    assert_eq!(careful.hand(&named()), taken);
    assert_eq!(careful.hand(&to("9990548609 07700900123")), taken);
    for nowhere in ["9990548609", "9990548608 ann@person.example", "ann.invented@person.example", "07700900123", "x 1"]
    {
        assert_eq!(careful.hand(&to(nowhere)), Handed::Refused(Refused::Address), "{nowhere}");
    }
    assert_eq!(service.asked().len(), 2);
    let anywhere = carrier(&service, &tokens).to(Contacts::NationalRecord);
    assert_eq!(anywhere.hand(&to("9990548609")), taken);

    let personalisation = json!({ "subject": parcel().subject, "body": parcel().body });
    let attributes = |plan: &str, recipient: Value| {
        json!({
            "routingPlanId": plan, "messageReference": parcel().reference, "recipient": recipient,
            "personalisation": personalisation,
        })
    };
    let mut expected = [
        attributes(
            EMAIL,
            json!({ "nhsNumber": "9990548609", "contactDetails": { "email": "ann.invented@person.example" } }),
        ),
        attributes(TEXT, json!({ "nhsNumber": "9990548609", "contactDetails": { "sms": "07700900123" } })),
        attributes(RECORD, json!({ "nhsNumber": "9990548609" })),
    ];
    for attributes in &mut expected[..2] {
        attributes["originator"] = json!({ "odsCode": "X26" });
    }
    for (asked, attributes) in service.asked().iter().zip(expected) {
        assert_eq!(asked.line, "POST /v1/messages HTTP/1.1");
        assert_eq!(asked.content, json!({ "data": { "type": "Message", "attributes": attributes } }));
        assert_eq!(asked.header("content-type"), "application/vnd.api+json");
        assert_eq!(asked.header("x-correlation-id"), parcel().reference);
        assert!(asked.header("authorization").starts_with("Bearer invented-token-"));
    }
    // One token for all messages of a carrier, and each asked for as the platform says.
    assert_eq!((tokens.tokens_given(), tokens.violations()), (2, vec![]));
}

#[test]
fn every_answer_of_the_description_has_its_meaning() {
    use Handed::{NotNow as Later, Refused as Never};
    let (service, tokens) = (Service::start(&[Reply::Close]), StandIn::start());
    let carrier = carrier(&service, &tokens);
    let fault = |code: &str, at: &str| json!({ "errors": [{ "code": code, "source": { "pointer": at } }] });
    let recipient = "/data/attributes/recipient/contactDetails/email";
    for (status, body, expected) in [
        (422, example("duplicate"), Handed::Taken { receipt: None }),
        (422, json!({}), Never(Refused::Other)),
        (400, example("invalid"), Never(Refused::Address)),
        (400, fault("CM_INVALID_VALUE", recipient), Never(Refused::Address)),
        (400, fault("CM_MISSING_VALUE", "/data/attributes/personalisation"), Never(Refused::Template)),
        (400, fault("CM_INVALID_VALUE", "/data/attributes/routingPlanId"), Never(Refused::Template)),
        (400, fault("CM_NULL_VALUE", "/data/attributes/messageReference"), Never(Refused::Other)),
        (400, fault("CM_CANNOT_SET_CONTACT_DETAILS", recipient), Later(NotNow::Credentials)),
        (400, fault("CM_ODS_CODE_REQUIRED", ""), Later(NotNow::Credentials)),
        (400, fault("CM_CANNOT_SET_ODS_CODE", ""), Later(NotNow::Credentials)),
        (400, json!("what"), Later(NotNow::Broken)),
        (404, example("no_such_plan"), Never(Refused::Template)),
        (404, json!({}), Later(NotNow::Broken)),
        (405, json!({}), Later(NotNow::Broken)),
        (406, json!({}), Later(NotNow::Broken)),
        (408, json!({}), Later(NotNow::Broken)),
        (415, json!({}), Later(NotNow::Broken)),
        (425, fault("CM_RETRY_TOO_EARLY", ""), Later(NotNow::TooMany)),
        (429, fault("CM_QUOTA", ""), Later(NotNow::TooMany)),
        (500, fault("CM_MISSING_ROUTING_PLAN_TEMPLATE", ""), Never(Refused::Template)),
        (500, fault("CM_ROUTING_PLAN_DUPLICATE_TEMPLATES", ""), Never(Refused::Template)),
        (500, fault("CM_INTERNAL_SERVER_ERROR", ""), Later(NotNow::Broken)),
        (503, json!({}), Later(NotNow::Broken)),
        (504, json!({}), Later(NotNow::Broken)),
    ] {
        service.then(Reply::Say(status, body.to_string()));
        assert_eq!(carrier.hand(&named()), expected, "{status} {body}");
    }
    assert_eq!(tokens.tokens_given(), 1);
}

#[test]
fn whoever_is_not_let_in_shows_a_fresh_token_once() {
    let not_let_in = Reply::Say(401, r#"{"errors":[{"code":"CM_DENIED"}]}"#.to_owned());
    let taken = Reply::Say(201, example("taken").to_string());
    let service = Service::start(&[taken.clone(), not_let_in.clone(), taken, not_let_in]);
    let tokens = StandIn::start();
    let carrier = carrier(&service, &tokens);
    assert!(matches!(carrier.hand(&named()), Handed::Taken { .. }));
    // The token that was held has ended, and the next one is taken.
    assert!(matches!(carrier.hand(&named()), Handed::Taken { .. }));
    assert_eq!((service.asked().len(), tokens.tokens_given()), (3, 2));
    // Nor is a fresh one: that is told, and nothing loops.
    assert_eq!(carrier.hand(&named()), Handed::NotNow(NotNow::Credentials));
    assert_eq!((service.asked().len(), tokens.tokens_given()), (5, 3));
    // Another token would not help whoever is known and may not.
    service.then(Reply::Say(403, r#"{"errors":[{"code":"CM_FORBIDDEN"}]}"#.to_owned()));
    assert_eq!(carrier.hand(&named()), Handed::NotNow(NotNow::Credentials));
    assert_eq!(service.asked().len(), 6);
    assert_eq!(tokens.violations(), [""; 0]);

    // A key that is not the registered one asks for nothing.
    let outgoing = Arc::new(Outgoing::new(bounds(), None, None).unwrap());
    let stranger = Access::new(&tokens.token_address(), "somebody else", KEY_ID, KEY_OF_NOBODY.as_bytes()).unwrap();
    let plans = Plans { email: Some(EMAIL.parse().unwrap()), ..Plans::default() };
    let strange = NhsNotify::new(&service.address(), stranger, plans, outgoing, Arc::new(now));
    assert_eq!(strange.hand(&named()), Handed::NotNow(NotNow::Credentials));
    assert_eq!(strange.hand(&to("9990548609 07700900123")), Handed::Refused(Refused::Template));
    assert_eq!(service.asked().len(), 6);
    assert_eq!(format!("{strange:?} {AGREED:?}"), "NhsNotify Agreed");
}

#[test]
fn a_lost_answer_is_no_doubt_because_the_same_is_taken_once() {
    let (service, tokens) = (Service::start(&[Reply::Close]), StandIn::start());
    let carrier = carrier(&service, &tokens);
    for (reply, expected) in [
        (Reply::Close, NotNow::Broken),
        (Reply::Half, NotNow::Broken),
        (Reply::Huge, NotNow::Broken),
        (Reply::Elsewhere, NotNow::Broken),
        (Reply::Silence, NotNow::Unreachable),
        (Reply::Trickle, NotNow::Unreachable),
    ] {
        service.then(reply.clone());
        let began = Instant::now();
        assert_eq!(carrier.hand(&named()), Handed::NotNow(expected), "{reply:?}");
        assert!(began.elapsed() < 3 * PATIENCE + SLACK, "{reply:?} took {:?}", began.elapsed());
        service.then(Reply::Say(422, example("duplicate").to_string()));
        assert_eq!(carrier.hand(&named()), Handed::Taken { receipt: None });
    }
    let references: Vec<_> =
        service.asked().iter().map(|asked| asked.content["data"]["attributes"]["messageReference"].clone()).collect();
    assert!(references.iter().all(|reference| *reference == json!(parcel().reference)));
    assert_eq!(carrier.left(&parcel().reference), Left::CannotSay);
}

/// As the service signs it.
fn signed(content: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, format!("{}.{}", AGREED.application, AGREED.api_key).as_bytes());
    hmac::sign(&key, content).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(content: &[u8]) -> Result<Vec<Option<Told>>, NotTold> {
    told(Some(AGREED.api_key), Some(&signed(content)), AGREED, content)
}

#[test]
fn what_is_told_later_is_read_as_often_as_it_is_told() {
    let expected = |status: ToldStatus| Told {
        receipt: "2WL3qFTEFM0qMY8xjRbt1LIKCzM".to_owned(),
        reference: Some("1642109b-69eb-447f-8f97-ab70a74f5db4".to_owned()),
        status,
    };
    for (kind, member, word, status) in [
        ("message_status", "messageStatus", "created", ToldStatus::Underway),
        ("message_status", "messageStatus", "pending_enrichment", ToldStatus::Underway),
        ("message_status", "messageStatus", "enriched", ToldStatus::Underway),
        ("message_status", "messageStatus", "sending", ToldStatus::Underway),
        ("message_status", "messageStatus", "delivered", ToldStatus::Delivered),
        ("message_status", "messageStatus", "failed", ToldStatus::Failed),
        ("channel_status", "channelStatus", "created", ToldStatus::Underway),
        ("channel_status", "channelStatus", "sending", ToldStatus::Underway),
        ("channel_status", "channelStatus", "delivered", ToldStatus::Delivered),
        ("channel_status", "channelStatus", "skipped", ToldStatus::Underway),
        // Another channel may follow; what becomes of the message is told by itself.
        ("channel_status", "channelStatus", "failed", ToldStatus::Underway),
    ] {
        let mut content = example(kind);
        content["data"][0]["attributes"][member] = json!(word);
        for _ in 0..2 {
            assert_eq!(read(content.to_string().as_bytes()), Ok(vec![Some(expected(status))]), "{kind} {word}");
        }
    }
    let mut two = example("message_status");
    let again = two["data"][0].clone();
    two["data"].as_array_mut().unwrap().push(again);
    assert_eq!(read(two.to_string().as_bytes()).unwrap().len(), 2);
    let mut unknown = example("message_status");
    unknown["data"][0]["attributes"]["messageStatus"] = json!("lost");
    // What cannot be read takes nothing from what stands beside it.
    let mut beside = two.clone();
    beside["data"][0] = unknown["data"][0].clone();
    assert_eq!(read(beside.to_string().as_bytes()), Ok(vec![None, Some(expected(ToldStatus::Underway))]));
    beside["data"][0] = json!(7);
    assert_eq!(read(beside.to_string().as_bytes()), Ok(vec![None, Some(expected(ToldStatus::Underway))]));
    for wrong in [unknown.to_string().into_bytes(), b"{}".to_vec(), Vec::new(), vec![b' '; 300_000]] {
        assert_eq!(read(&wrong), Err(NotTold::Unreadable));
    }
}

#[test]
fn whoever_forges_a_signature_tells_nothing() {
    let content = example("message_status").to_string();
    let other = content.replace("sending", "delivered");
    let (key, good) = (Some(AGREED.api_key), signed(content.as_bytes()));
    assert!(told(key, Some(&good), AGREED, content.as_bytes()).is_ok());
    assert!(told(key, Some(&good.to_uppercase()), AGREED, content.as_bytes()).is_ok());
    assert_eq!(told(key, Some(&good), AGREED, other.as_bytes()), Err(NotTold::NotLetIn), "another content");
    let short = &good[..62];
    let odd = good.replacen(|c: char| c.is_ascii_digit(), "é", 1);
    let plus = format!("+{}", &good[1..]);
    for signature in [None, Some(""), Some(short), Some(odd.as_str()), Some(plus.as_str()), Some(&"0".repeat(64))] {
        assert_eq!(told(key, signature, AGREED, content.as_bytes()), Err(NotTold::NotLetIn), "{signature:?}");
    }
    for key in [None, Some(""), Some("0bb04a0e")] {
        assert_eq!(told(key, Some(&good), AGREED, content.as_bytes()), Err(NotTold::NotLetIn), "{key:?}");
    }
    // Where nothing was agreed nobody can show it.
    let nothing = Agreed { application: "", api_key: "" };
    let key = hmac::Key::new(hmac::HMAC_SHA256, b".");
    let by_nobody: String =
        hmac::sign(&key, content.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told(Some(""), Some(&by_nobody), nothing, content.as_bytes()), Err(NotTold::NotLetIn));
}

proptest! {
    #[test]
    fn nothing_that_is_told_breaks_the_reader(content in proptest::collection::vec(any::<u8>(), 0..300), line in ".{0,70}") {
        prop_assert_eq!(told(Some(AGREED.api_key), Some(&line), AGREED, &content), Err(NotTold::NotLetIn));
        prop_assert_eq!(read(&content), Err(NotTold::Unreadable));
    }
}
