//! What an identity token says, if it is ours, fresh and of the sign-in that we began; and a token that ends a session.
//!
//! # Source
//! OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.8; OpenID Connect Back-Channel Logout 1.0, 2.6.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::jose::{Keys, TokenProblem, signed};
use crate::signing::Algorithm;

/// How far the clocks of two servers may be apart.
pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);
/// How old an identity token may be: it came with the answer to a question asked a moment ago.
const OLDEST: SignedDuration = SignedDuration::from_mins(10);
/// What identifies a logout token among the events it may carry.
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The longest name of somebody at a provider.
const LONGEST_SUBJECT: usize = 255;

/// What is expected of an identity token.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider that was set.
    pub issuer: &'a str,
    /// Us, as the provider knows us.
    pub client: &'a str,
    /// What we sent along, so that no other sign-in's token fits.
    pub nonce: &'a str,
    /// When this is.
    pub now: Timestamp,
    /// Since when they must have shown who they are, where that was asked.
    pub shown_since: Option<Timestamp>,
    /// The ways of signing that are allowed.
    pub algorithms: &'a [Algorithm],
    /// Whether its RSA keys may have 2048 bits, where 3072 are asked of everybody else.
    pub allow_rsa_2048: bool,
    /// The access token that came along.
    pub access_token: Option<&'a str>,
}

/// What an identity token says.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityToken {
    /// Who, as the provider calls them for ever.
    pub subject: String,
    /// How strongly they were asked.
    pub acr: Option<String>,
    /// With what they showed it.
    pub amr: Vec<String>,
    /// When they showed it.
    pub shown_at: Option<Timestamp>,
    /// Their session with the provider.
    pub session: Option<String>,
    /// Everything it says, for what only some providers say.
    pub claims: Value,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    auth_time: Option<i64>,
    acr: Option<String>,
    #[serde(default)]
    amr: Value,
    sid: Option<String>,
    at_hash: Option<String>,
}

/// Reads an identity token, if it holds.
///
/// # Errors
/// [`TokenProblem`]: the first thing that is wrong.
pub fn identity(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<IdentityToken, TokenProblem> {
    let signed = signed(token, keys, expected)?;
    // Another token of the same provider is none of these.
    if signed.kind.as_deref().is_some_and(|kind| kind != "jwt") {
        return Err(TokenProblem::Claim("typ"));
    }
    let claims: Claims = serde_json::from_value(signed.claims.clone()).map_err(|_| TokenProblem::Shape)?;
    let shown_at = claims.auth_time.map(instant).transpose()?;
    is(claims.iss == expected.issuer, "iss")?;
    let for_us = for_us(&claims.aud, expected.client);
    is(for_us.is_some(), "aud")?;
    is(for_us == Some(Alone(true)) || claims.azp.is_some(), "azp")?;
    is(claims.azp.is_none_or(|azp| azp == expected.client), "azp")?;
    is(expected.now < instant(claims.exp)? + LEEWAY, "exp")?;
    let issued = instant(claims.iat)?;
    is(issued <= expected.now + LEEWAY && expected.now - OLDEST <= issued, "iat")?;
    is(claims.nbf.map(instant).transpose()?.is_none_or(|from| from <= expected.now + LEEWAY), "nbf")?;
    is(!expected.nonce.is_empty() && claims.nonce.as_deref() == Some(expected.nonce), "nonce")?;
    if let Some(since) = expected.shown_since {
        is(shown_at.is_some_and(|at| since - LEEWAY <= at && at <= expected.now + LEEWAY), "auth_time")?;
    }
    if let Some(hash) = claims.at_hash {
        let of = |access: &str| {
            let digest = ring::digest::digest(signed.algorithm.digest(), access.as_bytes());
            URL_SAFE_NO_PAD.encode(&digest.as_ref()[..digest.as_ref().len() / 2])
        };
        is(expected.access_token.is_some_and(|access| of(access) == hash), "at_hash")?;
    }
    is(named(&claims.sub), "sub")?;
    let amr = match claims.amr {
        Value::Array(all) => all.into_iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        Value::String(one) => vec![one],
        _ => Vec::new(),
    };
    let (subject, acr, session) = (claims.sub, claims.acr, claims.sid);
    Ok(IdentityToken { subject, acr, amr, shown_at, session, claims: signed.claims })
}

/// Whose session with a provider ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Which session, where it is said.
    pub session: Option<String>,
    /// Who, where it is said.
    pub subject: Option<String>,
}

#[derive(Deserialize)]
struct LogoutClaims {
    iss: String,
    aud: Value,
    iat: i64,
    exp: i64,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    events: serde_json::Map<String, Value>,
    nonce: Option<Value>,
}

/// Reads a token by which a provider says that a session with it ended, if it holds.
///
/// # Errors
/// [`TokenProblem`]: the first thing that is wrong.
pub fn logout(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Ended, TokenProblem> {
    let signed = signed(token, keys, expected)?;
    is(matches!(signed.kind.as_deref(), None | Some("jwt" | "logout+jwt")), "typ")?;
    let claims: LogoutClaims = serde_json::from_value(signed.claims).map_err(|_| TokenProblem::Shape)?;
    is(claims.iss == expected.issuer, "iss")?;
    is(for_us(&claims.aud, expected.client).is_some(), "aud")?;
    is(expected.now < instant(claims.exp)? + LEEWAY, "exp")?;
    let issued = instant(claims.iat)?;
    is(issued <= expected.now + LEEWAY && expected.now - OLDEST <= issued, "iat")?;
    is(!claims.jti.is_empty(), "jti")?;
    is(claims.events.get(LOGOUT).is_some_and(Value::is_object), "events")?;
    // An identity token has one, and is none of these.
    is(claims.nonce.is_none(), "nonce")?;
    is(claims.sid.is_some() || claims.sub.is_some(), "sub")?;
    Ok(Ended { session: claims.sid, subject: claims.sub })
}

/// Whether a token is for us alone.
#[derive(PartialEq, Eq)]
struct Alone(bool);

fn for_us(audience: &Value, client: &str) -> Option<Alone> {
    match audience {
        Value::String(one) => (one == client).then_some(Alone(true)),
        Value::Array(all) => all.iter().any(|one| one.as_str() == Some(client)).then_some(Alone(all.len() == 1)),
        _ => None,
    }
}

fn named(subject: &str) -> bool {
    !subject.is_empty() && subject.len() <= LONGEST_SUBJECT && !subject.chars().any(char::is_control)
}

fn is(so: bool, claim: &'static str) -> Result<(), TokenProblem> {
    if so { Ok(()) } else { Err(TokenProblem::Claim(claim)) }
}

/// An instant of a token; one that no clock shows is the token's fault.
fn instant(seconds: i64) -> Result<Timestamp, TokenProblem> {
    // The ends of time are left out, so that a minute more or less of it can always be said.
    let sensible = 0..=253_402_000_000;
    let seconds = Some(seconds).filter(|seconds| sensible.contains(seconds)).ok_or(TokenProblem::Shape)?;
    Timestamp::from_second(seconds).map_err(|_| TokenProblem::Shape)
}
