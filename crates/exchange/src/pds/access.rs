//! Letting this service in: a token for a signed statement of who asks, kept until it ends.

use std::{fmt, sync::Mutex};

use jiff::{SignedDuration, Timestamp};
use porch_domain::person::national::NotNow;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::service::no_answer;
use crate::{
    outgoing::{Answer, Outgoing, Question},
    signing::{Algorithm, ClientKey, STATEMENT},
};

/// How long a statement of who asks holds.
///
/// # Source
/// NHS England, "Application-restricted RESTful APIs - signed JWT authentication": at most five minutes.
const STATEMENT_HOLDS: SignedDuration = SignedDuration::from_mins(4);

/// How long before its end a token is not used any more.
const SPARE: SignedDuration = SignedDuration::from_secs(30);

/// The longest that a token is kept, whatever is said of it.
const LONGEST_KEPT: i64 = 3_600;

/// How it is signed, which the same page says.
const ALGORITHM: Algorithm = Algorithm::RS512;

/// With what this service is let in. Nothing of it is ever shown.
pub struct Access {
    token_address: String,
    api_key: String,
    key: ClientKey,
    held: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    text: String,
    until: Timestamp,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access")
    }
}

impl Access {
    /// Reads a private key in PEM; `key_id` names its public half, as it was registered. What stands in it is not repeated.
    ///
    /// # Errors
    /// What was expected.
    pub fn new(token_address: &str, api_key: &str, key_id: &str, private_key: &[u8]) -> Result<Self, &'static str> {
        let expected = "it holds no key that can be used (expected a private RSA key of 3072 bits or more, as PEM)";
        let key = ClientKey::read(private_key, Some(ALGORITHM), Some(key_id.to_owned())).map_err(|_| expected)?;
        Ok(Self { token_address: token_address.to_owned(), api_key: api_key.to_owned(), key, held: Mutex::new(None) })
    }

    /// A token, and whether it was held before.
    pub(crate) fn token(&self, outgoing: &Outgoing, now: Timestamp, statement: Uuid) -> Result<(String, bool), NotNow> {
        // One asks for a token and the others wait for it, instead of each for one of its own.
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(token) = held.as_ref().filter(|token| now < token.until) {
            return Ok((token.text.clone(), true));
        }
        let statement = self.statement(now, statement)?;
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", STATEMENT),
            ("client_assertion", statement.as_str()),
        ];
        let answer = outgoing.ask(&Question::form(&self.token_address, &fields)).map_err(|why| no_answer(&why))?;
        let token = token_of(&answer, now)?;
        *held = Some(token.clone());
        Ok((token.text, false))
    }

    /// Forgets a token that is not taken any more, where it is still the one that is held.
    pub(crate) fn forget(&self, refused: &str) {
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.as_ref().is_some_and(|token| token.text == refused) {
            *held = None;
        }
    }

    /// A signed statement of who asks (RFC 7523), in the way of signing that the service takes.
    fn statement(&self, now: Timestamp, id: Uuid) -> Result<String, NotNow> {
        let claims = json!({
            "iss": self.api_key,
            "sub": self.api_key,
            "aud": self.token_address,
            "jti": id.to_string(),
            "exp": (now + STATEMENT_HOLDS).as_second(),
        });
        self.key.sign(&claims).map_err(|_| NotNow::Failing)
    }
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: Seconds,
}

/// The service writes seconds as text, and the standard as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(i64),
    Text(String),
}

fn token_of(answer: &Answer, now: Timestamp) -> Result<Token, NotNow> {
    match answer.status {
        200 => {}
        400 | 401 | 403 => return Err(NotNow::NotLetIn),
        429 => return Err(NotNow::TooOften { after: None }),
        500..=599 => return Err(NotNow::Failing),
        _ => return Err(NotNow::Unreadable),
    }
    let given: Given = serde_json::from_slice(&answer.content).map_err(|_| NotNow::Unreadable)?;
    let seconds = match given.expires_in {
        Seconds::Number(seconds) => seconds,
        Seconds::Text(text) => text.parse().map_err(|_| NotNow::Unreadable)?,
    };
    let fits = !given.access_token.is_empty() && given.access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if !fits || seconds <= 0 {
        return Err(NotNow::Unreadable);
    }
    let until = now + SignedDuration::from_secs(seconds.min(LONGEST_KEPT)) - SPARE;
    Ok(Token { text: given.access_token, until })
}
