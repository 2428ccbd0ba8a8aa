//! Passkeys, with a device of the test's own: it makes keys and signs as a browser's would.

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use porch_domain::actor::Role;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Answer, House, between, cookie_of};

const ORIGIN: &str = "https://porch.example";
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// A device with one key.
struct Device {
    key: SigningKey,
    id: [u8; 16],
    origin: &'static str,
    /// Whether it asked for a finger, a face or a number.
    verifies: bool,
    count: u32,
}

fn options(page: &Answer) -> Value {
    let written = between(&page.body, "data-porch-options=\"", "\"").replace("&quot;", "\"").replace("&amp;", "&");
    serde_json::from_str::<Value>(&written).unwrap()["publicKey"].take()
}

impl Device {
    fn new(nth: u8) -> Self {
        let key = SigningKey::from_slice(&[nth; 32]).unwrap();
        Self { key, id: [nth; 16], origin: ORIGIN, verifies: true, count: 1 }
    }

    fn client_data(&self, what: &str, asked: &Value) -> String {
        json!({ "type": what, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn said(&self, more: u8) -> Vec<u8> {
        let mut said = Sha256::digest(b"porch.example").to_vec();
        said.push(PRESENT | more | if self.verifies { VERIFIED } else { 0 });
        said.extend(self.count.to_be_bytes());
        said
    }

    /// What a browser answers that is asked for a new key. CBOR (RFC 8949) by hand: few bytes, always the same.
    fn made(&self, asked: &Value) -> String {
        let point = self.key.verifying_key().to_sec1_point(false);
        let point = point.as_bytes();
        let mut data = self.said(WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client = self.client_data("webauthn.create", asked);
        let response = json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client) });
        self.answer(&response)
    }

    /// What a browser answers that is asked to show the key.
    fn shown(&mut self, asked: &Value) -> String {
        self.count += 1;
        let client = self.client_data("webauthn.get", asked);
        let data = self.said(0);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.answer(&json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": null,
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response }).to_string()
    }
}

impl House {
    async fn adds(&self, cookie: &str, device: &Device, name: &str) -> Answer {
        let page = self.get_as(cookie, "/account/factors/passkey").await;
        let answer = device.made(&options(&page));
        self.post(cookie, "/account/factors/passkey", &[("name", name), ("passkey", &answer)]).await
    }

    async fn halfway(&self, who: &str) -> (String, Answer) {
        let cookie = cookie_of(&self.password(who, crate::second_factors::CHOSEN, "").await);
        let page = self.get_as(&cookie, "/sign-in/code").await;
        (cookie, page)
    }
}

#[tokio::test]
async fn a_passkey_is_added_named_shown_at_the_sign_in_and_taken_away() {
    let house = House::strict();
    let cookie = house.with_password("jo.invented", Role::Clinician).await;
    let page = house.get_as(&cookie, "/account/factors/passkey").await;
    assert!(
        page.body.contains("<noscript><p>A passkey needs a browser that runs scripts.")
            && page.body.contains("hidden>")
    );
    let asked = options(&page);
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(asked["rp"]["id"], "porch.example");
    let nameless = house.post(&cookie, "/account/factors/passkey", &[("name", " ")]).await;
    assert_eq!(nameless.title(), "Error: Add a passkey – Porch");
    let long = "x".repeat(61);
    assert!(house.post(&cookie, "/account/factors/passkey", &[("name", &long)]).await.body.contains("Use 60 or fewer"));
    // Of another address, without verification, or an answer to something else: nothing is added.
    let mut device = Device::new(1);
    for wrong in
        [Device { origin: "https://elsewhere.example", ..Device::new(1) }, Device { verifies: false, ..Device::new(1) }]
    {
        let refused = house.adds(&cookie, &wrong, "telephone").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("The passkey was not added") && refused.body.contains("value=\"telephone\""));
    }
    let old = device.made(&asked);
    let refused = house.post(&cookie, "/account/factors/passkey", &[("name", "telephone"), ("passkey", &old)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["", "{}", "null"] {
        let fields = [("name", "telephone"), ("passkey", text)];
        assert_eq!(
            house.post(&cookie, "/account/factors/passkey", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let added = house.adds(&cookie, &device, "telephone <b>").await;
    assert_eq!(crate::second_factors::codes(&added.body).len(), 10, "{}", added.body);
    let cookie = cookie_of(&added);
    let mut second = Device::new(2);
    let added = house.adds(&cookie, &second, "security key").await;
    assert_eq!(added.header("location"), "/account/factors?done=added");
    let cookie = cookie_of(&added);
    let listed = house.get_as(&cookie, "/account/factors").await;
    assert!(listed.body.contains("telephone &lt;b&gt;") && listed.body.contains("security key"));

    // Either opens, each answer once, and only for whoever was asked.
    let (halfway, page) = house.halfway("jo.invented").await;
    assert!(page.body.contains("It needs a browser that runs scripts; without one, use the code"));
    let asked = options(&page);
    let answer = device.shown(&asked);
    let shown = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!((shown.status, shown.header("location")), (StatusCode::SEE_OTHER, "/queue"));
    assert_eq!(house.get_as(&cookie_of(&shown), "/queue").await.status, StatusCode::OK);
    assert!(house.get_as(&cookie_of(&shown), "/account/sessions").await.body.contains(">passkey<"));
    let (other, _) = house.halfway("jo.invented").await;
    let again = house.post(&other, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "an answer to another question opens");
    for mut wrong in [
        Device::new(3),
        Device { id: [1; 16], ..Device::new(3) },
        Device { origin: "https://elsewhere.example", count: 50, ..Device::new(1) },
        Device { verifies: false, count: 50, ..Device::new(1) },
        Device { count: 0, ..Device::new(1) },
    ] {
        let (halfway, page) = house.halfway("jo.invented").await;
        let answer = wrong.shown(&options(&page));
        let refused = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?} {}", wrong.id, wrong.count);
        house.world.advance_minutes(16);
    }
    let (halfway, page) = house.halfway("jo.invented").await;
    let answer = second.shown(&options(&page));
    let shown = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!(shown.header("location"), "/queue", "a right one takes the count of wrong ones away");
    let (halfway, page) = house.halfway("jo.invented").await;
    let answer = second.shown(&options(&page));
    house.world.advance_minutes(6);
    let late = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "five minutes are over");
    assert!(late.body.contains("The passkey was not taken") && !late.body.contains("clock of the device"));
    let answer = second.shown(&options(&late));
    let shown = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!(shown.header("location"), "/queue", "the page asked anew");

    // Showing again who one is, and taking one away; the last stays.
    let cookie = cookie_of(&shown);
    house.world.advance_minutes(11);
    let page = house.get_as(&cookie, "/account/again?next=/account/factors").await;
    let proof = second.shown(&options(&page));
    let without =
        house.post(&cookie, "/account/again", &[("password", "not this one, surely"), ("passkey", &proof)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("The password or the passkey is not right"));
    let proof = second.shown(&options(&without));
    let fields = [("password", crate::second_factors::CHOSEN), ("passkey", &proof), ("next", "/account/factors")];
    assert_eq!(house.post(&cookie, "/account/again", &fields).await.header("location"), "/account/factors");
    let listed = house.get_as(&cookie, "/account/factors").await;
    let first = between(&listed.body, "action=\"/account/factors/", "/remove\"").to_owned();
    let removed = house.post(&cookie, &format!("/account/factors/{first}/remove"), &[]).await;
    assert_eq!(removed.header("location"), "/account/factors?done=removed");
    let (halfway, page) = house.halfway("jo.invented").await;
    let answer = device.shown(&options(&page));
    let refused = house.post(&halfway, "/sign-in/code", &[("passkey", &answer)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "one that was taken away opens");
    let listed = house.get_as(&cookie, "/account/factors").await;
    assert!(listed.body.contains("this one stays until you have another"));
}

#[tokio::test]
async fn a_service_that_does_not_know_its_address_offers_no_passkey() {
    let house = House::without_a_key();
    let cookie = house.with_password("jo.invented", Role::Clinician).await;
    assert!(!house.get_as(&cookie, "/account/factors").await.body.contains("passkey"));
    assert_eq!(house.get_as(&cookie, "/account/factors/passkey").await.status, StatusCode::CONFLICT);
}
