//! What carriers tell later of messages that they took: who is believed, and what is told again.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use porch_app::{message, sending::Handed};
use porch_domain::{
    ids::MessageId,
    message::{Failure, MessageStage, reference_of},
};
use porch_web::Receipts;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    deciding::{Her, referred},
    outbox::{carried, duty, stage, waits},
    support::{Answer, House, request},
};

const TOKEN: &str = "an invented token of receipts";
const KEY: &str = "0bb04a0e-d005-42dd-8993-dacf37410a12";
const APPLICATION: &str = "invented-application";

const GOVUK: &str = "/receipts/govuk-notify";
const NHS: &str = "/receipts/nhs-notify";

/// An address, what is shown and what is said.
type Forged<'a> = (&'a str, Vec<(&'static str, &'a str)>, &'a str);

fn house() -> House {
    let agreed = Some((APPLICATION.to_owned(), KEY.to_owned()));
    let receipts = Receipts::default().of_govuk_notify(Some(TOKEN.to_owned())).of_nhs_notify(agreed);
    House::demonstration_with(|site| site.receipts(receipts))
}

async fn told(house: &House, path: &str, headers: &[(&'static str, &str)], content: &[u8]) -> Answer {
    let mut request = request(Method::POST, path, "");
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    *request.body_mut() = Body::from(content.to_vec());
    house.ask(request).await
}

async fn by_govuk(house: &House, content: impl AsRef<[u8]>) -> StatusCode {
    told(house, GOVUK, &[("authorization", &format!("Bearer {TOKEN}"))], content.as_ref()).await.status
}

fn signature(content: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, format!("{APPLICATION}.{KEY}").as_bytes());
    hmac::sign(&key, content).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The status, and when it is to be told again.
async fn by_nhs(house: &House, content: impl AsRef<[u8]>) -> (u16, String) {
    let content = content.as_ref();
    let headers = [("x-api-key", KEY), ("x-hmac-sha256-signature", &signature(content))];
    let answer = told(house, NHS, &headers, content).await;
    (answer.status.as_u16(), answer.header("retry-after").to_owned())
}

fn reference(house: &House, id: &str) -> String {
    reference_of(&message::open(&house.ctx(duty()), id.parse().unwrap()).unwrap().unwrap().message)
}

fn of_govuk(reference: &str, status: &str) -> String {
    json!({
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": reference, "to": "invented@example.org", "status": status,
        "created_at": "2026-11-23T09:00:00.000000Z", "notification_type": "email",
    })
    .to_string()
}

fn change(reference: &str, status: &str) -> Value {
    let attributes =
        json!({ "messageId": "2WL3qFTEFM0qMY8xjRbt1LIKCzM", "messageReference": reference, "messageStatus": status });
    json!({ "type": "MessageStatus", "attributes": attributes })
}

fn of_nhs(changes: &[Value]) -> String {
    json!({ "data": changes }).to_string()
}

/// Messages that a carrier took, without a receipt of its own.
fn taken<const N: usize>(house: &House) -> [String; N] {
    let referral = referred(house, Her::default());
    let ids = [(); N].map(|()| waits(house, referral));
    carried(house, Handed::Taken { receipt: None });
    assert!(ids.iter().all(|id| stage(house, id) == MessageStage::Sent));
    ids
}

fn failure(house: &House, id: &str) -> Option<Failure> {
    message::open(&house.ctx(duty()), id.parse().unwrap()).unwrap().unwrap().message.delivery.failure
}

fn entries(house: &House) -> i64 {
    house.count("SELECT count(*) FROM journal")
}

// H18
#[tokio::test]
async fn what_a_carrier_tells_is_kept_once_in_whatever_order_it_comes() {
    let house = house();
    let [first, second, third, fourth] = taken::<4>(&house);
    let names = [&first, &second, &third, &fourth].map(|id| reference(&house, id));
    for status in ["created", "sending", "delivered", "delivered", "temporary-failure", "sending"] {
        assert_eq!(by_govuk(&house, of_govuk(&names[0], status)).await, StatusCode::ACCEPTED, "{status}");
    }
    assert_eq!((stage(&house, &first), failure(&house, &first)), (MessageStage::Delivered, None));
    // What did not arrive is on somebody's list, and that it did arrive may be told after that.
    assert_eq!(by_govuk(&house, of_govuk(&names[1], "permanent-failure")).await, StatusCode::ACCEPTED);
    assert_eq!((stage(&house, &second), failure(&house, &second)), (MessageStage::Failed, Some(Failure::NotDelivered)));
    let both = [change(&names[2], "failed"), change(&names[3], "sending"), change(&names[3], "delivered")];
    let before = entries(&house);
    assert_eq!(by_nhs(&house, of_nhs(&both)).await, (202, String::new()));
    assert_eq!((stage(&house, &third), stage(&house, &fourth)), (MessageStage::Failed, MessageStage::Delivered));
    let kept = entries(&house);
    assert_eq!(kept - before, 2);
    assert_eq!(by_nhs(&house, of_nhs(&both)).await, (202, String::new()));
    assert_eq!(entries(&house), kept, "twice is once");
    assert_eq!(by_nhs(&house, of_nhs(&[change(&names[2], "delivered")])).await, (202, String::new()));
    assert_eq!((stage(&house, &third), failure(&house, &third)), (MessageStage::Delivered, None));

    let cookie = house.sign_in(porch_domain::actor::Role::Duty).await;
    let list = house.get_as(&cookie, "/outbox").await.body;
    let failed = list.split("All letters").next().unwrap();
    assert!(failed.contains(&second) && !failed.contains(&third), "{list}");
    // To whom it went is not taken from what a carrier tells.
    assert!(!house.told().contains("740e5834-3a29-46b4-9a6f-16142fde533a"));
}

// ASVS 2.4.1
#[tokio::test]
async fn whoever_does_not_show_what_was_agreed_is_refused_and_holds_up_no_carrier() {
    let house = house();
    let [id] = taken::<1>(&house);
    let name = reference(&house, &id);
    let (govuk, nhs) = (of_govuk(&name, "delivered"), of_nhs(&[change(&name, "delivered")]));
    let kept = entries(&house);
    let good = signature(nhs.as_bytes());
    let other = signature(b"something else");
    let bearer = format!("Bearer {TOKEN}");
    let cut = &bearer[..bearer.len() - 1];
    let mut wrong: Vec<Forged<'_>> = vec![
        (GOVUK, vec![], &govuk),
        (GOVUK, vec![("authorization", "Bearer ")], &govuk),
        (GOVUK, vec![("authorization", TOKEN)], &govuk),
        (GOVUK, vec![("authorization", cut)], &govuk),
        (GOVUK, vec![("x-api-key", TOKEN)], &govuk),
        (GOVUK, vec![("authorization", "Basic dG9rZW4=")], "{"),
        (NHS, vec![], &nhs),
        (NHS, vec![("x-api-key", KEY)], &nhs),
        (NHS, vec![("x-hmac-sha256-signature", &good)], &nhs),
        (NHS, vec![("x-api-key", "another"), ("x-hmac-sha256-signature", &good)], &nhs),
        (NHS, vec![("x-api-key", KEY), ("x-hmac-sha256-signature", &other)], &nhs),
        (NHS, vec![("x-api-key", KEY), ("x-hmac-sha256-signature", &good)], &govuk),
        (NHS, vec![("authorization", &bearer)], &nhs),
    ];
    for (path, headers, content) in &wrong {
        let answer = told(&house, path, headers, content.as_bytes()).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, ""), "{path} {headers:?}");
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_eq!((stage(&house, &id), entries(&house)), (MessageStage::Sent, kept));
    // Whoever goes on guessing is answered less; the carrier itself is held up by nobody who guesses from the same place.
    let guess = wrong.remove(3);
    for _ in wrong.len()..60 {
        told(&house, guess.0, &guess.1, guess.2.as_bytes()).await;
    }
    assert_eq!(told(&house, guess.0, &guess.1, guess.2.as_bytes()).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(by_govuk(&house, &govuk).await, StatusCode::ACCEPTED);
    assert_eq!(by_nhs(&house, &nhs).await.0, 202);
    assert_eq!((stage(&house, &id), entries(&house)), (MessageStage::Delivered, kept + 1));
    house.world.advance_minutes(1);
    assert_eq!(told(&house, guess.0, &guess.1, guess.2.as_bytes()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_may_be_taken_later_is_told_again_and_what_never_can_is_not() {
    let house = house();
    let referral = referred(&house, Her::default());
    let id = waits(&house, referral);
    let name = reference(&house, &id);
    let delivered = |name: &str| (of_govuk(name, "delivered"), of_nhs(&[change(name, "delivered")]));
    let kept = entries(&house);
    // The carrier tells before what it answered is written down.
    let (govuk, nhs) = delivered(&name);
    assert_eq!(by_govuk(&house, &govuk).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(by_nhs(&house, &nhs).await, (429, "60".to_owned()));
    // Nobody here ever knew these, and nobody will.
    let nobodys = MessageId(uuid::Uuid::from_u128(7));
    for name in [format!("{nobodys}-1"), "another-service".to_owned(), String::new(), "é".repeat(36)] {
        let (govuk, nhs) = delivered(&name);
        assert_eq!(by_govuk(&house, &govuk).await, StatusCode::ACCEPTED, "{name}");
        assert_eq!(by_nhs(&house, &nhs).await, (202, String::new()), "{name}");
    }
    let unknown = of_nhs(&[change(&name, "lost")]);
    for content in ["", "{", "[]", "{\"data\":[]}", "\u{0}", unknown.as_str()] {
        assert_eq!(by_govuk(&house, content).await, StatusCode::BAD_REQUEST, "{content}");
        assert_eq!(by_nhs(&house, content).await, (400, "-1".to_owned()), "{content}");
    }
    for size in [256 * 1024 + 1, 600 * 1024] {
        let huge = vec![b' '; size];
        assert_eq!(by_govuk(&house, &huge).await, StatusCode::PAYLOAD_TOO_LARGE, "{size}");
        assert_eq!(by_nhs(&house, &huge).await.0, 413, "{size}");
    }
    assert_eq!((stage(&house, &id), entries(&house)), (MessageStage::Queued, kept));

    carried(&house, Handed::Taken { receipt: None });
    // Nothing can be written just now.
    house.fill_the_disk();
    assert_eq!(by_govuk(&house, &govuk).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(by_nhs(&house, &nhs).await, (429, "60".to_owned()));
    house.empty_the_disk();
    // What cannot be read takes nothing from what stands beside it.
    let beside = of_nhs(&[change(&name, "lost"), json!("what"), change(&name, "delivered")]);
    assert_eq!(by_nhs(&house, beside).await, (202, String::new()));
    assert_eq!(stage(&house, &id), MessageStage::Delivered);
}

#[tokio::test]
async fn where_nothing_was_agreed_there_is_no_such_address() {
    let house = House::demonstration();
    for path in [GOVUK, NHS] {
        let nothing = told(&house, path, &[("authorization", "Bearer "), ("x-api-key", "")], b"").await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND, "{path}");
    }
}
