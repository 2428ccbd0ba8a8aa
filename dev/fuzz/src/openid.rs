//! What a provider of OpenID Connect answers. The first line says what it is; the rest is what came.
//!
//! Nobody guesses a signature, so what is read behind one is signed here, with a key that is made for each run.

use std::sync::LazyLock;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jiff::Timestamp;
use porch_exchange::{
    openid::{
        Algorithm, Client, ClientKey, Document, Expected, IdentityToken, Keys, Secret, Settings, Tokens, Told,
        asserted, identity, logout, more,
    },
    outgoing::may_be_asked,
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

const ISSUER: &str = "https://provider.example";
const NONCE: &str = "n-1";
/// 10:00 on 22 November 2026, of which the seeds are.
const NOW: i64 = 1_795_341_600;

/// A key of the provider: as it signs, and as it is published.
static KEY: LazyLock<(ClientKey, Keys)> = LazyLock::new(|| {
    let (how, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let Ok(made) = EcdsaKeyPair::generate_pkcs8(how, &random) else { panic!("no randomness") };
    let lines = STANDARD.encode(made.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n");
    let pair = EcdsaKeyPair::from_pkcs8(how, made.as_ref(), &random);
    let (Ok(pair), Ok(signs)) = (pair, ClientKey::read(pem.as_bytes(), None, Some("k".to_owned()))) else {
        panic!("a key that was just made is none")
    };
    let point = pair.public_key().as_ref();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    let public = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "k", "x": x, "y": y }] });
    let Some(keys) = Keys::read(public.to_string().as_bytes()) else { panic!("a published key is not read") };
    (signs, keys)
});

fn settings() -> Settings {
    Settings {
        issuer: ISSUER.to_owned(),
        client_id: "porch".to_owned(),
        client: Client::Secret(Secret(String::new())),
        redirect: "https://porch.example/sign-in/from/trust".to_owned(),
        scopes: vec!["openid".to_owned()],
        acr_values: Vec::new(),
        algorithms: vec![Algorithm::ES256],
        allow_rsa_2048: false,
        user_info: true,
    }
}

fn expected() -> Expected<'static> {
    let Ok(now) = Timestamp::from_second(NOW) else { panic!("no instant") };
    let algorithms = &[Algorithm::ES256];
    Expected {
        issuer: ISSUER,
        client: "porch",
        nonce: NONCE,
        now,
        shown_since: None,
        algorithms,
        allow_rsa_2048: false,
        access_token: None,
    }
}

/// What came is read or refused, and what is taken is what was expected.
pub fn answered(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (kind, content) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    match kind {
        b"document" => {
            if let Ok(document) = Document::read(content, &settings()) {
                let more = document.userinfo_endpoint.as_deref();
                let places =
                    [Some(document.token_endpoint.as_str()), Some(document.authorization_endpoint.as_str()), more];
                assert!(places.into_iter().all(|place| place.is_some_and(may_be_asked)), "{document:?}");
            }
        }
        b"keys" => {
            if let Some(keys) = Keys::read(content) {
                let claims =
                    json!({ "iss": ISSUER, "sub": "1", "aud": "porch", "nonce": NONCE, "iat": NOW, "exp": NOW });
                let Ok(token) = KEY.0.sign(&claims) else { panic!("nothing is signed") };
                assert!(identity(&token, &keys, &expected()).is_err(), "taken with keys that signed nothing");
            }
        }
        b"tokens" => {
            if let Ok(tokens) = Tokens::read(content) {
                assert!(tokens.bearer().is_none_or(|token| !token.contains(char::is_control)));
                as_it_is(&tokens.id_token);
            }
        }
        b"token" => as_it_is(&String::from_utf8_lossy(content)),
        b"identity" => {
            if let Some(token) = signed(content).and_then(|token| identity(&token, &KEY.1, &expected()).ok()) {
                whom(token, Value::Null);
            }
        }
        b"ended" => {
            if let Some(ended) = signed(content).and_then(|token| logout(&token, &KEY.1, &expected()).ok()) {
                assert!(ended.subject.is_some() || ended.session.is_some(), "nobody's session ended");
            }
        }
        b"more" => {
            let token = IdentityToken {
                subject: "910000000001".to_owned(),
                acr: None,
                amr: Vec::new(),
                shown_at: None,
                session: None,
                claims: Value::Null,
            };
            if let Ok(more) = more(content, &token) {
                whom(token, more);
            }
        }
        _ => {}
    }
}

/// A token that nobody signed for this run is never taken.
fn as_it_is(token: &str) {
    assert!(identity(token, &KEY.1, &expected()).is_err(), "an identity without a signature");
    assert!(logout(token, &KEY.1, &expected()).is_err(), "an end without a signature");
}

fn signed(claims: &[u8]) -> Option<String> {
    let claims: Value = serde_json::from_slice(claims).ok()?;
    KEY.0.sign(&claims).ok()
}

/// Whom a provider told of is who its token is of, in bounds.
fn whom(token: IdentityToken, more: Value) {
    if !token.claims.is_null() {
        assert_eq!(token.claims["iss"], ISSUER);
        assert_eq!(token.claims["nonce"], NONCE);
        assert!(token.claims["exp"].as_i64().is_some_and(|until| until > NOW - 60), "one that is over is taken");
    }
    let subject = token.subject.clone();
    assert!(!subject.is_empty() && subject.len() <= 255 && !subject.contains(char::is_control));
    let told = asserted(ISSUER, Told { token, more });
    assert_eq!((told.identity.issuer.as_str(), told.identity.subject), (ISSUER, subject));
    assert!(told.roles.len() <= 100);
}
