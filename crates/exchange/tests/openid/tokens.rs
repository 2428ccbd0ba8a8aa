//! What an identity token must say, and how it must be signed. // 6.3, H15, ASVS 9.1, 9.2, 10.5

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use porch_exchange::openid::{Algorithm, ClientKey, Ended, Expected, Keys, TokenProblem, identity, logout};
use porch_testkit::pds::SHORT_KEY_OF_NOBODY;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::signer::{NOBODYS, Signer, client_key, encoded, keys};

const NOW: &str = "2026-11-22T10:00:00Z";
const ALLOWED: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://provider.example",
        client: "porch",
        nonce: "n-1",
        now: now(),
        shown_since: None,
        algorithms: &ALLOWED,
        allow_rsa_2048: false,
        access_token: Some("access"),
    }
}

fn good() -> Value {
    let second = now().as_second();
    json!({
        "iss": "https://provider.example", "sub": "910000000001", "aud": "porch", "exp": second + 300, "iat": second - 5,
        "nonce": "n-1", "auth_time": second - 20, "acr": "AAL3_ANY", "amr": ["sc", "mfa"], "sid": "s-1",
        "at_hash": encoded(&digest(&SHA256, b"access").as_ref()[..16]),
    })
}

/// The good token with other values; a value of nothing is taken out.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut claims = good();
    for (name, value) in changes {
        let claims = claims.as_object_mut().unwrap();
        if value.is_null() {
            claims.remove(*name);
        } else {
            claims.insert((*name).to_owned(), value.clone());
        }
    }
    claims
}

#[test]
fn a_token_that_holds_says_who_and_how_they_showed_it() {
    for signer in [Signer::ec("a"), Signer::ed("b"), Signer::rsa("c")] {
        // Its digest is of another length with the second.
        let claims = if signer.kid == "b" { with(&[("at_hash", Value::Null)]) } else { good() };
        let token = identity(&signer.sign(&claims), &keys(&[&signer]), &expected()).unwrap();
        assert_eq!((token.subject.as_str(), token.acr.as_deref()), ("910000000001", Some("AAL3_ANY")));
        assert_eq!(
            (token.amr.as_slice(), token.session.as_deref()),
            (&["sc".to_owned(), "mfa".to_owned()][..], Some("s-1"))
        );
        assert_eq!(token.shown_at, Some(now() - SignedDuration::from_secs(20)));
    }
}

#[test]
fn each_claim_that_is_wrong_is_refused() {
    let signer = Signer::ec("a");
    let second = now().as_second();
    let cases: Vec<(&str, Vec<(&str, Value)>)> = vec![
        ("iss", vec![("iss", json!("https://provider.example/"))]),
        ("iss", vec![("iss", json!("https://other.example"))]),
        ("aud", vec![("aud", json!("another"))]),
        ("aud", vec![("aud", json!([]))]),
        ("aud", vec![("aud", json!(["another"]))]),
        ("aud", vec![("aud", json!({ "porch": true }))]),
        // For several, it must say for whom it was made, and that must be us.
        ("azp", vec![("aud", json!(["porch", "another"]))]),
        ("azp", vec![("aud", json!(["porch", "another"])), ("azp", json!("another"))]),
        ("azp", vec![("azp", json!("another"))]),
        ("exp", vec![("exp", json!(second - 60))]),
        ("iat", vec![("iat", json!(second + 61))]),
        ("iat", vec![("iat", json!(second - 601))]),
        ("nbf", vec![("nbf", json!(second + 61))]),
        ("nonce", vec![("nonce", json!("n-2"))]),
        ("nonce", vec![("nonce", json!(""))]),
        ("nonce", vec![("nonce", Value::Null)]),
        ("at_hash", vec![("at_hash", json!(encoded(&digest(&SHA256, b"another").as_ref()[..16])))]),
        ("sub", vec![("sub", json!(""))]),
        ("sub", vec![("sub", json!("a\nb"))]),
        ("sub", vec![("sub", json!("x".repeat(256)))]),
    ];
    for (claim, changes) in cases {
        let refused = identity(&signer.sign(&with(&changes)), &keys(&[&signer]), &expected());
        assert_eq!(refused, Err(TokenProblem::Claim(claim)), "{changes:?}");
    }
    for missing in ["iss", "sub", "aud", "exp", "iat"] {
        let refused = identity(&signer.sign(&with(&[(missing, Value::Null)])), &keys(&[&signer]), &expected());
        assert_eq!(refused, Err(TokenProblem::Shape), "{missing}");
    }
    for strange in [json!(-1), json!(i64::MAX), json!("soon"), json!(1.5)] {
        for claim in ["exp", "iat", "auth_time"] {
            let refused = identity(&signer.sign(&with(&[(claim, strange.clone())])), &keys(&[&signer]), &expected());
            assert_eq!(refused, Err(TokenProblem::Shape), "{claim} {strange}");
        }
    }
}

#[test]
fn what_is_just_within_is_taken() {
    let signer = Signer::ec("a");
    let second = now().as_second();
    for changes in [
        vec![("exp", json!(second - 59))],
        vec![("iat", json!(second + 60))],
        vec![("iat", json!(second - 600))],
        vec![("nbf", json!(second + 60))],
        vec![("aud", json!(["porch"]))],
        vec![("aud", json!(["porch", "another"])), ("azp", json!("porch"))],
        vec![("at_hash", Value::Null), ("acr", Value::Null), ("amr", Value::Null), ("auth_time", Value::Null)],
        vec![("amr", json!("pwd"))],
    ] {
        let taken = identity(&signer.sign(&with(&changes)), &keys(&[&signer]), &expected());
        assert!(taken.is_ok(), "{changes:?} {taken:?}");
    }
}

#[test]
fn who_must_show_again_who_they_are_must_have_done_so_since() {
    let signer = Signer::ec("a");
    let second = now().as_second();
    let since = Expected { shown_since: Some(now()), ..expected() };
    for (auth_time, so) in [
        (json!(second), true),
        (json!(second - 60), true),
        (json!(second - 61), false),
        (json!(second + 61), false),
        (Value::Null, false),
    ] {
        let taken = identity(&signer.sign(&with(&[("auth_time", auth_time.clone())])), &keys(&[&signer]), &since);
        let expected = if so { Ok(()) } else { Err(TokenProblem::Claim("auth_time")) };
        assert_eq!(taken.map(|_| ()), expected, "{auth_time}");
    }
}

// H15
#[test]
fn only_an_allowed_signature_of_a_known_key_counts() {
    let (ec, rsa, ed) = (Signer::ec("a"), Signer::rsa("c"), Signer::ed("b"));
    let known = keys(&[&ec, &rsa]);
    let read = |token: &str, keys: &Keys| identity(token, keys, &expected()).map(|_| ());
    let under = |signer: &Signer, header: Value| signer.sign_under(&header, &good());

    // Without a signature, or with a secret that is the public key.
    let unsigned = format!("{}.{}.", encoded(br#"{"alg":"none"}"#), encoded(good().to_string().as_bytes()));
    assert_eq!(read(&unsigned, &known), Err(TokenProblem::Algorithm));
    for alg in ["none", "None", "HS256", "HS512", "RS1", ""] {
        assert_eq!(read(&under(&ec, json!({ "alg": alg, "kid": "a" })), &known), Err(TokenProblem::Algorithm), "{alg}");
    }
    // In a way that is right, and not among those that were set.
    let rs512 = json!({ "alg": "RS512", "kid": "c" });
    assert_eq!(read(&under(&rsa, rs512), &known), Err(TokenProblem::Algorithm));
    // With a key of another kind under the name of one, or one that nobody knows.
    assert_eq!(read(&under(&ec, json!({ "alg": "ES256", "kid": "c" })), &known), Err(TokenProblem::UnknownKey));
    assert_eq!(read(&under(&ed, json!({ "alg": "EdDSA", "kid": "b" })), &known), Err(TokenProblem::UnknownKey));
    // With another's key under a known name.
    assert_eq!(
        read(&under(&Signer::ec("x"), json!({ "alg": "ES256", "kid": "a" })), &known),
        Err(TokenProblem::Signature)
    );
    // A key that it brings along, or an address of one, counts for nothing.
    let brought = json!({ "alg": "ES256", "jwk": ed.public(), "jku": "https://evil.example/keys", "x5u": "https://evil.example" });
    assert_eq!(read(&under(&Signer::ec("x"), brought), &known), Err(TokenProblem::Signature));
    // Without a name every key that fits is tried.
    assert_eq!(read(&under(&ec, json!({ "alg": "ES256" })), &known), Ok(()));
    // What must be understood and is not.
    assert_eq!(
        read(&under(&ec, json!({ "alg": "ES256", "kid": "a", "crit": ["exp"] })), &known),
        Err(TokenProblem::Shape)
    );
    // Another kind of token of the same provider.
    for kind in ["at+jwt", "logout+jwt"] {
        let other = under(&ec, json!({ "alg": "ES256", "kid": "a", "typ": kind }));
        assert_eq!(read(&other, &known), Err(TokenProblem::Claim("typ")), "{kind}");
    }
    // One letter changed anywhere.
    let token = ec.sign(&good());
    for place in (0..token.len()).step_by(7) {
        let mut other = token.clone().into_bytes();
        other[place] = if other[place] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        assert!(other == token || read(&other, &known).is_err(), "{place}");
    }
}

// ASVS 11.2.3
#[test]
fn an_rsa_key_of_fewer_than_3072_bits_is_taken_only_from_a_provider_whose_settings_say_so() {
    let (short, long) = (Signer::short_rsa("s"), Signer::rsa("c"));
    let known = keys(&[&short, &long]);
    let allowing = Expected { allow_rsa_2048: true, ..expected() };
    let read = |signer: &Signer, expected: &Expected<'_>| {
        identity(&signer.sign(&good()), &known, expected).map(|token| token.subject)
    };
    let somebody = Ok("910000000001".to_owned());
    assert_eq!(read(&short, &expected()), Err(TokenProblem::ShortKey));
    assert_eq!(read(&short, &allowing), somebody);
    assert_eq!((read(&long, &expected()), read(&long, &allowing)), (somebody.clone(), somebody));
    // A short one is no longer for zeros before it, and one that is shorter still is never taken.
    let mut padded = short.public();
    let number = URL_SAFE_NO_PAD.decode(padded["n"].as_str().unwrap()).unwrap();
    padded["n"] = json!(encoded(&[vec![0; 128], number.clone()].concat()));
    let padded = Keys::read(json!({ "keys": [padded] }).to_string().as_bytes()).unwrap();
    assert_eq!(identity(&short.sign(&good()), &padded, &expected()), Err(TokenProblem::ShortKey));
    let mut cut = short.public();
    cut["n"] = json!(encoded(&number[..128]));
    let cut = Keys::read(json!({ "keys": [cut] }).to_string().as_bytes()).unwrap();
    assert_eq!(identity(&short.sign(&good()), &cut, &allowing), Err(TokenProblem::Signature));
    assert!(TokenProblem::ShortKey.to_string().contains("allow_rsa_2048"));
}

#[test]
fn what_is_no_token_is_refused() {
    let known = keys(&[&Signer::ec("a")]);
    let long = "a".repeat(40_000);
    for text in
        ["", ".", "..", "...", "a.b.c", "a.b", "e30.e30.e30", "é.é.é", long.as_str(), "eyJhbGciOiJFUzI1NiJ9..AA"]
    {
        assert!(identity(text, &known, &expected()).is_err(), "{}", &text[..text.len().min(20)]);
    }
}

#[test]
fn keys_that_are_not_for_signatures_or_not_known_here_are_left_out() {
    let ec = Signer::ec("a");
    let mut encrypts = ec.public();
    encrypts["use"] = json!("enc");
    let mut short = ec.public();
    short["x"] = json!("AAAA");
    let shared = json!({ "kty": "oct", "kid": "a", "k": "c2VjcmV0" });
    for left_out in [encrypts, short, shared, json!({ "kty": "EC" }), json!(7)] {
        let keys = Keys::read(json!({ "keys": [left_out] }).to_string().as_bytes()).unwrap();
        assert!(keys.is_empty(), "{left_out}");
    }
    assert!(Keys::read(b"[]").is_none() && Keys::read(b"").is_none());
}

fn ended(changes: &[(&str, Value)]) -> Value {
    let second = now().as_second();
    let mut claims = json!({
        "iss": "https://provider.example", "sub": "910000000001", "aud": "porch", "exp": second + 60, "iat": second,
        "jti": "j-1", "sid": "s-1", "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    for (name, value) in changes {
        let claims = claims.as_object_mut().unwrap();
        if value.is_null() {
            claims.remove(*name);
        } else {
            claims.insert((*name).to_owned(), value.clone());
        }
    }
    claims
}

#[test]
fn a_token_that_ends_a_session_is_one_of_its_own_kind() {
    let signer = Signer::ec("a");
    let known = keys(&[&signer]);
    let read = |claims: &Value| logout(&signer.sign(claims), &known, &expected());
    let whole = Ended { session: Some("s-1".to_owned()), subject: Some("910000000001".to_owned()) };
    assert_eq!(read(&ended(&[])), Ok(whole));
    assert_eq!(read(&ended(&[("sub", Value::Null)])).map(|ended| ended.subject), Ok(None));
    let second = now().as_second();
    for (claim, changes) in [
        ("iss", vec![("iss", json!("https://other.example"))]),
        ("aud", vec![("aud", json!("another"))]),
        ("exp", vec![("exp", json!(second - 60))]),
        ("iat", vec![("iat", json!(second - 601))]),
        ("jti", vec![("jti", json!(""))]),
        ("events", vec![("events", json!({}))]),
        ("nonce", vec![("nonce", json!("n-1"))]),
        ("sub", vec![("sub", Value::Null), ("sid", Value::Null)]),
    ] {
        assert_eq!(read(&ended(&changes)), Err(TokenProblem::Claim(claim)), "{changes:?}");
    }
    // Each in place of the other.
    assert_eq!(read(&good()), Err(TokenProblem::Shape));
    let second_kind = identity(&signer.sign(&ended(&[])), &known, &expected());
    assert_eq!(second_kind, Err(TokenProblem::Claim("nonce")));
}

#[test]
fn what_we_sign_is_checked_by_our_public_key_and_says_nothing_of_the_private_one() {
    for algorithm in [None, Some(Algorithm::RS512), Some(Algorithm::PS256)] {
        let key = client_key(algorithm);
        let token = key.sign(&good()).unwrap();
        let way = algorithm.unwrap_or(Algorithm::RS256);
        let mut public = Signer::rsa("ours").public();
        public["alg"] = json!(way.name());
        let known = Keys::read(json!({ "keys": [public] }).to_string().as_bytes()).unwrap();
        let read =
            identity(&token, &known, &Expected { algorithms: &[way], access_token: Some("access"), ..expected() });
        // Its digest is of another length with another way of signing; everything else holds.
        assert!(read.is_ok() || (way == Algorithm::RS512 && read == Err(TokenProblem::Claim("at_hash"))), "{read:?}");
        assert_eq!(format!("{key:?}"), "ClientKey");
    }
    for (pem, algorithm) in [
        ("", None),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None),
        (NOBODYS, Some(Algorithm::ES256)),
    ] {
        let said = ClientKey::read(pem.as_bytes(), algorithm, None).unwrap_err();
        assert!(!said.contains("AAAA"), "{said}");
    }
}

// ASVS 11.2.3
#[test]
fn a_key_of_ours_has_128_bits_of_strength() {
    for algorithm in [None, Some(Algorithm::RS256), Some(Algorithm::PS512)] {
        let said = ClientKey::read(SHORT_KEY_OF_NOBODY.as_bytes(), algorithm, None).unwrap_err();
        assert!(said.contains("expected 3072 bits or more"), "{said}");
        assert!(ClientKey::read(NOBODYS.as_bytes(), algorithm, None).is_ok());
    }
}
