//! A provider of OpenID Connect, as we ask it: its document, its keys, the code for tokens, and what it tells of somebody.
//!
//! Nothing of it is stored and nothing is logged. A provider that is away is an error of the question, never of the program.

use std::sync::{Arc, Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    answer::{Document, Tokens, more},
    jose::{Keys, TokenProblem},
    token::{self, Ended, Expected, IdentityToken},
};
use crate::{
    outgoing::{Answer, NoAnswer, Outgoing, Question, form},
    signing::{Algorithm, ClientKey, STATEMENT, Unsigned},
};

/// How long a provider's document and its keys are used before they are asked for again.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// How long after they were asked for a key that is not among them makes us ask again: no stranger can make us ask more often.
const ASKED_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// How long what we sign of ourselves holds.
const ASSERTION: SignedDuration = SignedDuration::from_mins(2);

/// How we show a provider that it is us who ask.
#[derive(Debug)]
pub enum Client {
    /// With what our private key signs (`private_key_jwt`).
    Key(ClientKey),
    /// With a secret that both know.
    Secret(Secret),
}

/// A secret that is never printed.
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// How a provider is asked.
#[derive(Debug)]
pub struct Settings {
    /// Its name, exactly as its document says it.
    pub issuer: String,
    /// Us, as it knows us.
    pub client_id: String,
    /// How we show that it is us.
    pub client: Client,
    /// Where it sends people back to.
    pub redirect: String,
    /// What is asked of it, `openid` first.
    pub scopes: Vec<String>,
    /// How strongly it is to ask.
    pub acr_values: Vec<String>,
    /// How it may sign.
    pub algorithms: Vec<Algorithm>,
    /// Whether its RSA keys may have 2048 bits.
    pub allow_rsa_2048: bool,
    /// Whether more of somebody is asked than the identity token says.
    pub user_info: bool,
}

/// Why a provider gave nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderProblem {
    /// It cannot be asked now.
    #[error("{0}")]
    Away(#[from] NoAnswer),
    /// What it says of itself is not what was set, or cannot be used.
    #[error("the provider's document: {0}")]
    Document(&'static str),
    /// It did not take the code, or us.
    #[error("the provider refused it with {0}")]
    Refused(u16),
    /// What it answered cannot be read.
    #[error("the provider's answer cannot be read")]
    Unreadable,
    /// Its token does not hold.
    #[error("the provider's token: {0}")]
    Token(#[from] TokenProblem),
    /// We could not sign what shows that it is us.
    #[error("{0}")]
    Unsigned(#[from] Unsigned),
    /// What it told of somebody is of somebody else.
    #[error("the provider told of somebody else")]
    SomebodyElse,
}

/// What a sign-in is begun with.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Comes back with the answer.
    pub state: &'a str,
    /// Comes back in the identity token.
    pub nonce: &'a str,
    /// Of what is shown when the code is handed in (RFC 7636, S256).
    pub challenge: &'a str,
    /// Whether they must show again who they are.
    pub again: bool,
}

/// What a code is handed in with.
#[derive(Debug, Clone, Copy)]
pub struct Redeeming<'a> {
    /// The code.
    pub code: &'a str,
    /// What the challenge was made of.
    pub verifier: &'a str,
    /// What must stand in the identity token.
    pub nonce: &'a str,
    /// Since when they must have shown who they are, where that was asked.
    pub shown_since: Option<Timestamp>,
    /// A name for what we sign, used once.
    pub jti: &'a str,
}

/// Whom a provider told of.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The identity token.
    pub token: IdentityToken,
    /// What it said when it was asked for more.
    pub more: Value,
}

#[derive(Default)]
struct Known {
    document: Option<(Arc<Document>, Timestamp)>,
    keys: Option<(Arc<Keys>, Timestamp)>,
}

/// A provider that is asked.
pub struct Provider {
    settings: Settings,
    outgoing: Arc<Outgoing>,
    known: Mutex<Known>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.settings.issuer)
    }
}

impl Provider {
    /// A provider that was set. Nothing is asked yet.
    pub fn new(settings: Settings, outgoing: Arc<Outgoing>) -> Self {
        Self { settings, outgoing, known: Mutex::default() }
    }

    /// How it was set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn document(&self, now: Timestamp) -> Result<Arc<Document>, ProviderProblem> {
        let kept = self.known().document.clone();
        if let Some((document, asked)) = &kept
            && now.duration_since(*asked) < KEPT
        {
            return Ok(Arc::clone(document));
        }
        match self.asked_document() {
            Ok(document) => {
                self.known().document = Some((Arc::clone(&document), now));
                Ok(document)
            }
            // An old one is better than none: where its addresses do not hold any more, they do not answer.
            Err(problem) => kept.map(|(document, _)| document).ok_or(problem),
        }
    }

    fn asked_document(&self) -> Result<Arc<Document>, ProviderProblem> {
        let address = format!("{}/.well-known/openid-configuration", self.settings.issuer.trim_end_matches('/'));
        let answer = success(self.outgoing.ask(&Question::get(address))?)?;
        Ok(Arc::new(Document::read(&answer.content, &self.settings)?))
    }

    /// The keys, asked for again where they are old, or where a token names one that is not among them.
    fn keys(&self, document: &Document, now: Timestamp, again: bool) -> Result<Arc<Keys>, ProviderProblem> {
        let kept = self.known().keys.clone();
        let fresh_for = if again { ASKED_AGAIN_AFTER } else { KEPT };
        if let Some((keys, asked)) = &kept
            && now.duration_since(*asked) < fresh_for
        {
            return Ok(Arc::clone(keys));
        }
        let answer = success(self.outgoing.ask(&Question::get(&document.jwks_uri))?)?;
        let keys = Keys::read(&answer.content).filter(|keys| !keys.is_empty()).ok_or(ProviderProblem::Unreadable)?;
        let keys = Arc::new(keys);
        self.known().keys = Some((Arc::clone(&keys), now));
        Ok(keys)
    }

    /// Checks a token with the keys that are known; where one is not among them, with those that there are now.
    fn checked<T>(
        &self,
        document: &Document,
        now: Timestamp,
        check: impl Fn(&Keys) -> Result<T, TokenProblem>,
    ) -> Result<T, ProviderProblem> {
        match check(&*self.keys(document, now, false)?) {
            Err(TokenProblem::UnknownKey) => Ok(check(&*self.keys(document, now, true)?)?),
            checked => Ok(checked?),
        }
    }

    /// Where somebody's browser goes to sign in.
    ///
    /// # Errors
    /// When the provider cannot be asked for its document, or that cannot be used.
    pub fn address(&self, now: Timestamp, asking: &Asking<'_>) -> Result<String, ProviderProblem> {
        let document = self.document(now)?;
        let (scopes, acr) = (self.settings.scopes.join(" "), self.settings.acr_values.join(" "));
        let mut fields = vec![
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", &self.settings.redirect),
            ("scope", &scopes),
            ("state", asking.state),
            ("nonce", asking.nonce),
            ("code_challenge", asking.challenge),
            ("code_challenge_method", "S256"),
        ];
        if !acr.is_empty() {
            fields.push(("acr_values", &acr));
        }
        if asking.again {
            fields.extend([("prompt", "login"), ("max_age", "0")]);
        }
        Ok(joined(&document.authorization_endpoint, &fields))
    }

    /// Whether an answer names the provider that was asked (RFC 9207): it must where the provider says that it does.
    ///
    /// # Errors
    /// When the document cannot be asked for.
    pub fn is_of_it(&self, now: Timestamp, issuer: Option<&str>) -> Result<bool, ProviderProblem> {
        let must = self.document(now)?.authorization_response_iss_parameter_supported;
        Ok(issuer.map_or(!must, |issuer| issuer == self.settings.issuer))
    }

    /// Hands in a code, and gives whom the provider tells of.
    ///
    /// # Errors
    /// [`ProviderProblem`].
    pub fn redeem(&self, now: Timestamp, redeeming: &Redeeming<'_>) -> Result<Told, ProviderProblem> {
        let document = self.document(now)?;
        let answer = self.outgoing.ask(&self.handing_in(&document, now, redeeming)?)?;
        let tokens = Tokens::read(&success(answer)?.content)?;
        let expected = Expected {
            nonce: redeeming.nonce,
            shown_since: redeeming.shown_since,
            access_token: tokens.access_token.as_deref(),
            ..self.expected(now)
        };
        let token = self.checked(&document, now, |keys| token::identity(&tokens.id_token, keys, &expected))?;
        let more = match (&document.userinfo_endpoint, tokens.bearer()) {
            (Some(endpoint), Some(access)) if self.settings.user_info => {
                let question = Question::get(endpoint).with("authorization", format!("Bearer {access}"));
                more(&success(self.outgoing.ask(&question)?)?.content, &token)?
            }
            _ if self.settings.user_info => return Err(ProviderProblem::Unreadable),
            _ => Value::Null,
        };
        Ok(Told { token, more })
    }

    fn handing_in(
        &self,
        document: &Document,
        now: Timestamp,
        redeeming: &Redeeming<'_>,
    ) -> Result<Question, ProviderProblem> {
        let (client, endpoint) = (&self.settings.client_id, &document.token_endpoint);
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", redeeming.code),
            ("redirect_uri", &self.settings.redirect),
            ("code_verifier", redeeming.verifier),
        ];
        let assertion;
        match &self.settings.client {
            Client::Key(key) => {
                let (from, until) = (now.as_second(), (now + ASSERTION).as_second());
                assertion = key.sign(&json!({
                    "iss": client, "sub": client, "aud": endpoint, "jti": redeeming.jti, "iat": from, "exp": until,
                }))?;
                fields.extend([
                    ("client_id", client.as_str()),
                    ("client_assertion_type", STATEMENT),
                    ("client_assertion", &assertion),
                ]);
                Ok(Question::form(endpoint, &fields))
            }
            Client::Secret(Secret(secret)) => {
                let methods = &document.token_endpoint_auth_methods_supported;
                let in_header =
                    methods.as_ref().is_none_or(|known| known.iter().any(|one| one == "client_secret_basic"));
                if in_header {
                    let pair = STANDARD.encode(format!("{}:{}", escaped(client), escaped(secret)));
                    Ok(Question::form(endpoint, &fields).with("authorization", format!("Basic {pair}")))
                } else {
                    fields.extend([("client_id", client.as_str()), ("client_secret", secret)]);
                    Ok(Question::form(endpoint, &fields))
                }
            }
        }
    }

    /// Whose session with the provider ended, as it tells us without a browser.
    ///
    /// # Errors
    /// [`ProviderProblem`].
    pub fn ended(&self, now: Timestamp, token: &str) -> Result<Ended, ProviderProblem> {
        let document = self.document(now)?;
        self.checked(&document, now, |keys| token::logout(token, keys, &self.expected(now)))
    }

    fn expected(&self, now: Timestamp) -> Expected<'_> {
        Expected {
            issuer: &self.settings.issuer,
            client: &self.settings.client_id,
            nonce: "",
            now,
            shown_since: None,
            algorithms: &self.settings.algorithms,
            allow_rsa_2048: self.settings.allow_rsa_2048,
            access_token: None,
        }
    }

    /// Where somebody's browser goes to end the session with the provider, where that is known and there is such a place.
    pub fn end_address(&self, back: &str) -> Option<String> {
        let document = self.known().document.clone().map(|(document, _)| document)?;
        let fields = [("client_id", self.settings.client_id.as_str()), ("post_logout_redirect_uri", back)];
        Some(joined(document.end_session_endpoint.as_ref()?, &fields))
    }
}

/// What the provider is told of what is shown later, from its SHA-256 (RFC 7636, 4.2).
pub fn challenge(digest: &[u8]) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest)
}

/// An address with more in its query.
fn joined(address: &str, fields: &[(&str, &str)]) -> String {
    let with = if address.contains('?') { '&' } else { '?' };
    format!("{address}{with}{}", form(fields))
}

/// As the standard wants names and secrets in a header (RFC 6749, 2.3.1).
fn escaped(text: &str) -> String {
    form(&[("", text)]).split_off(1)
}

fn success(answer: Answer) -> Result<Answer, ProviderProblem> {
    if answer.is_success() { Ok(answer) } else { Err(ProviderProblem::Refused(answer.status)) }
}
