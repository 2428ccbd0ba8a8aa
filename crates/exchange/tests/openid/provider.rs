//! A provider on this machine, that answers as it is told to. // 6.3, ASVS 10.2, 10.5

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use porch_exchange::{
    openid::{
        Algorithm, Asking, Client, Expected, Keys, Provider, ProviderProblem, Redeeming, Secret, Settings,
        TokenProblem, identity,
    },
    outgoing::{Bounds, NoAnswer, Outgoing},
};
use serde_json::{Value, json};

use super::signer::{Signer, client_key};

type Answers = Arc<Mutex<HashMap<&'static str, String>>>;

/// A provider: what it answers at each path, and what it was asked.
struct Stand {
    issuer: String,
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Stand {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let (answers, asked): (Answers, Arc<Mutex<Vec<String>>>) = Default::default();
        let (own, told) = (Arc::clone(&answers), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut question = vec![0; 64 * 1024];
                let length = stream.read(&mut question).unwrap_or(0);
                let question = String::from_utf8_lossy(&question[..length]).into_owned();
                let path = question.split([' ', '?']).nth(1).unwrap_or_default().to_owned();
                told.lock().unwrap().push(question);
                let content = own.lock().unwrap().get(path.as_str()).cloned();
                let (status, content) = content.map_or((404, String::new()), |content| (200, content));
                let head =
                    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", content.len());
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(content.as_bytes()));
            }
        });
        let stand = Self { issuer, answers, asked };
        stand.document(&[]);
        stand
    }

    fn answer(&self, path: &'static str, content: &Value) {
        self.answers.lock().unwrap().insert(path, content.to_string());
    }

    fn document(&self, changes: &[(&str, Value)]) {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer, "authorization_endpoint": at("/auth?x=1"), "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me"), "end_session_endpoint": at("/end"),
        });
        for (name, value) in changes {
            document[*name] = value.clone();
        }
        self.answer("/.well-known/openid-configuration", &document);
    }

    fn asked(&self, path: &str) -> Vec<String> {
        let with = |question: &&String| question.split([' ', '?']).nth(1) == Some(path);
        self.asked.lock().unwrap().iter().filter(with).cloned().collect()
    }

    fn provider(&self, client: Client, user_info: bool) -> Provider {
        let bounds = Bounds { connect: Duration::from_secs(2), total: Duration::from_secs(2), most_bytes: 64 * 1024 };
        let settings = Settings {
            issuer: self.issuer.clone(),
            client_id: "porch".to_owned(),
            client,
            redirect: "https://porch.example/sign-in/from/trust".to_owned(),
            scopes: vec!["openid".to_owned(), "profile".to_owned()],
            acr_values: vec!["AAL2_OR_AAL3_ANY".to_owned()],
            algorithms: vec![Algorithm::ES256],
            allow_rsa_2048: false,
            user_info,
        };
        Provider::new(settings, Arc::new(Outgoing::new(bounds, None, None).unwrap()))
    }

    fn token(&self, signer: &Signer) -> Value {
        let second = now().as_second();
        let claims = json!({
            "iss": self.issuer, "sub": "910000000001", "aud": "porch", "exp": second + 300, "iat": second, "nonce": "n-1",
        });
        json!({ "id_token": signer.sign(&claims), "access_token": "access", "token_type": "Bearer" })
    }
}

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn secret() -> Client {
    Client::Secret(Secret("a secret: 1".to_owned()))
}

fn redeeming() -> Redeeming<'static> {
    Redeeming { code: "c-1", verifier: "v-1", nonce: "n-1", shown_since: None, jti: "j-1" }
}

#[test]
fn the_question_says_what_binds_the_answer_to_it() {
    let stand = Stand::start();
    let provider = stand.provider(secret(), false);
    let asking = Asking { state: "s&1", nonce: "n-1", challenge: "ch", again: false };
    let address = provider.address(now(), &asking).unwrap();
    let expected = "/auth?x=1&response_type=code&client_id=porch&redirect_uri=https%3A%2F%2Fporch.example%2Fsign-in%2Ffrom%2Ftrust\
                    &scope=openid%20profile&state=s%261&nonce=n-1&code_challenge=ch&code_challenge_method=S256\
                    &acr_values=AAL2_OR_AAL3_ANY";
    assert_eq!(address, format!("{}{expected}", stand.issuer));
    let again = provider.address(now(), &Asking { again: true, ..asking }).unwrap();
    assert_eq!(again, format!("{address}&prompt=login&max_age=0"));
    assert_eq!(stand.asked("/.well-known/openid-configuration").len(), 1, "a document is kept");
    assert!(stand.asked("/keys").is_empty());
    let end = provider.end_address("https://porch.example/sign-in").unwrap();
    assert!(
        end.ends_with("/end?client_id=porch&post_logout_redirect_uri=https%3A%2F%2Fporch.example%2Fsign-in"),
        "{end}"
    );
}

#[test]
fn a_document_of_somebody_else_is_refused() {
    let stand = Stand::start();
    let asking = Asking { state: "s", nonce: "n", challenge: "c", again: false };
    for (name, value) in [
        ("issuer", json!("https://other.example")),
        ("issuer", json!(format!("{}/", stand.issuer))),
        ("token_endpoint", json!("http://provider.example/token")),
        ("jwks_uri", json!("http://10.0.0.1/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("end_session_endpoint", json!("ftp://provider.example")),
        ("code_challenge_methods_supported", json!(["plain"])),
    ] {
        stand.document(&[(name, value.clone())]);
        let refused = stand.provider(secret(), false).address(now(), &asking);
        assert!(matches!(refused, Err(ProviderProblem::Document(_))), "{name} {value} {refused:?}");
    }
    stand.document(&[("userinfo_endpoint", Value::Null)]);
    assert!(stand.provider(secret(), true).address(now(), &asking).is_err());
    stand.answer("/.well-known/openid-configuration", &json!([]));
    let refused = stand.provider(secret(), false).address(now(), &asking);
    assert_eq!(refused, Err(ProviderProblem::Unreadable));
}

#[test]
fn a_code_is_handed_in_with_what_our_key_signed_and_only_that() {
    let (stand, signer) = (Stand::start(), Signer::ec("a"));
    stand.answer("/keys", &json!({ "keys": [signer.public()] }));
    stand.answer("/token", &stand.token(&signer));
    let told = stand.provider(Client::Key(client_key(None)), false).redeem(now(), &redeeming()).unwrap();
    assert_eq!((told.token.subject.as_str(), &told.more), ("910000000001", &Value::Null));
    let asked = stand.asked("/token").remove(0);
    assert!(
        asked.contains("grant_type=authorization_code&code=c-1&") && asked.contains("code_verifier=v-1"),
        "{asked}"
    );
    assert!(!asked.to_lowercase().contains("authorization:"), "{asked}");
    let assertion = asked.split("client_assertion=").nth(1).unwrap();
    let claims = assertion.split('.').nth(1).unwrap();
    let read: Value = serde_json::from_slice(
        &base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims).unwrap(),
    )
    .unwrap();
    let second = now().as_second();
    let expected = json!({
        "iss": "porch", "sub": "porch", "aud": format!("{}/token", stand.issuer), "jti": "j-1", "iat": second, "exp": second + 120,
    });
    assert_eq!(read, expected);
    // It is signed by our key: as an identity token it fails by what it says, not by its signature.
    let ours = Keys::read(json!({ "keys": [Signer::rsa("ours").public()] }).to_string().as_bytes()).unwrap();
    let as_identity = Expected {
        issuer: "porch",
        client: "porch",
        nonce: "n",
        now: now(),
        shown_since: None,
        algorithms: &[Algorithm::RS256],
        allow_rsa_2048: false,
        access_token: None,
    };
    assert_eq!(identity(assertion, &ours, &as_identity), Err(TokenProblem::Claim("aud")));
}

#[test]
fn a_secret_goes_in_the_header_or_where_the_provider_wants_it() {
    let (stand, signer) = (Stand::start(), Signer::ec("a"));
    stand.answer("/keys", &json!({ "keys": [signer.public()] }));
    stand.answer("/token", &stand.token(&signer));
    stand.provider(secret(), false).redeem(now(), &redeeming()).unwrap();
    // porch:a%20secret%3A%201
    assert!(stand.asked("/token")[0].contains("authorization: Basic cG9yY2g6YSUyMHNlY3JldCUzQSUyMDE="));
    assert!(!stand.asked("/token")[0].contains("client_secret"));
    stand.document(&[("token_endpoint_auth_methods_supported", json!(["client_secret_post"]))]);
    stand.provider(secret(), false).redeem(now(), &redeeming()).unwrap();
    assert!(stand.asked("/token")[1].ends_with("client_id=porch&client_secret=a%20secret%3A%201"));
    assert_eq!(format!("{:?}", secret()), "Secret(Secret)");
}

#[test]
fn a_key_that_is_new_is_asked_for_once_and_not_at_every_stranger_s_word() {
    let (stand, old, new) = (Stand::start(), Signer::ec("old"), Signer::ec("new"));
    stand.answer("/keys", &json!({ "keys": [old.public()] }));
    stand.answer("/token", &stand.token(&old));
    let provider = stand.provider(secret(), false);
    provider.redeem(now(), &redeeming()).unwrap();
    stand.answer("/token", &stand.token(&new));
    let unknown = Err(ProviderProblem::Token(TokenProblem::UnknownKey));
    // Asked a moment ago: nobody makes us ask again.
    assert_eq!(provider.redeem(now(), &redeeming()).map(|_| ()), unknown);
    assert_eq!(stand.asked("/keys").len(), 1);
    let later = now() + SignedDuration::from_secs(61);
    assert_eq!(provider.redeem(later, &redeeming()).map(|_| ()), unknown);
    assert_eq!(stand.asked("/keys").len(), 2);
    stand.answer("/keys", &json!({ "keys": [old.public(), new.public()] }));
    provider.redeem(later + SignedDuration::from_secs(61), &redeeming()).unwrap();
    assert_eq!(stand.asked("/keys").len(), 3);
}

#[test]
fn more_of_somebody_is_of_the_same_one_or_of_nobody() {
    let (stand, signer) = (Stand::start(), Signer::ec("a"));
    stand.answer("/keys", &json!({ "keys": [signer.public()] }));
    stand.answer("/token", &stand.token(&signer));
    stand.answer("/me", &json!({ "sub": "910000000001", "selected_roleid": "1" }));
    let provider = stand.provider(secret(), true);
    let told = provider.redeem(now(), &redeeming()).unwrap();
    assert_eq!(told.more["selected_roleid"], "1");
    assert!(stand.asked("/me")[0].contains("authorization: Bearer access"));
    for other in [json!({ "sub": "910000000002" }), json!({})] {
        stand.answer("/me", &other);
        assert_eq!(provider.redeem(now(), &redeeming()).map(|_| ()), Err(ProviderProblem::SomebodyElse));
    }
}

#[test]
fn an_answer_must_name_its_provider_where_the_provider_says_that_it_does() {
    let stand = Stand::start();
    let provider = stand.provider(secret(), false);
    let own = stand.issuer.clone();
    for (said, so) in [(None, true), (Some(own.as_str()), true), (Some("https://other.example"), false)] {
        assert_eq!(provider.is_of_it(now(), said), Ok(so), "{said:?}");
    }
    stand.document(&[("authorization_response_iss_parameter_supported", json!(true))]);
    let provider = stand.provider(secret(), false);
    for (said, so) in [(None, false), (Some(own.as_str()), true), (Some("https://other.example"), false)] {
        assert_eq!(provider.is_of_it(now(), said), Ok(so), "{said:?}");
    }
}

#[test]
fn a_provider_that_is_away_says_no_more_than_that_and_an_old_document_is_better_than_none() {
    let stand = Stand::start();
    let provider = stand.provider(secret(), false);
    let asking = Asking { state: "s", nonce: "n", challenge: "c", again: false };
    let before = provider.address(now(), &asking).unwrap();
    stand.answers.lock().unwrap().clear();
    assert_eq!(provider.address(now() + SignedDuration::from_hours(3), &asking).unwrap(), before);
    assert_eq!(stand.provider(secret(), false).address(now(), &asking), Err(ProviderProblem::Refused(404)));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let away = Stand { issuer: format!("http://{nobody}"), answers: Answers::default(), asked: Arc::default() };
    let refused = away.provider(secret(), false).address(now(), &asking);
    assert_eq!(refused, Err(ProviderProblem::Away(NoAnswer::Unreachable("127.0.0.1".to_owned()))));
    // A code that was used before is refused by the provider.
    let refused = provider.redeem(now(), &redeeming()).map(|_| ());
    assert_eq!(refused, Err(ProviderProblem::Refused(404)));
}
