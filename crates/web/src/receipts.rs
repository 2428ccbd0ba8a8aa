//! `/receipts/…`: what carriers tell later of messages that they took.
//!
//! No session, no form and no page: each carrier shows what was agreed with it, before anything that it sends is read. What can be
//! taken later is answered so that it is told again; what never can is answered so that it is not.

use std::{fmt, net::SocketAddr, sync::Arc};

use axum::{
    Extension,
    body::to_bytes,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use porch_app::sending::{Heard, hear};
use porch_domain::message::Told;
use porch_exchange::carrier::{
    self, MOST_TOLD, NotTold, ToldStatus, govuk_notify as govuk,
    nhs_notify::{self as nhs, Agreed},
};
use tokio::sync::Semaphore;

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    limit,
};

/// How many are read and written down at once: those who ask for pages have the other connections of the database.
const AT_ONCE: usize = 8;

/// After how many seconds NHS Notify is to tell again what came too early.
const AGAIN_SECONDS: HeaderValue = HeaderValue::from_static("60");

/// That it is not to be told again.
///
/// # Source
/// NHS Notify API, `/<client-provided-message-status-URI>`, answer 429: "Send a negative value in the `Retry-After` header to stop
/// retrying for that callback event."
const NEVER: HeaderValue = HeaderValue::from_static("-1");

/// From whom receipts are taken: what each carrier has to show.
pub struct Receipts {
    govuk_notify: Option<String>,
    nhs_notify: Option<(String, String)>,
    places: Semaphore,
}

impl Default for Receipts {
    fn default() -> Self {
        Self { govuk_notify: None, nhs_notify: None, places: Semaphore::new(AT_ONCE) }
    }
}

impl fmt::Debug for Receipts {
    /// Says nothing of what was agreed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipts")
    }
}

impl Receipts {
    /// Takes those of GOV.UK Notify, which shows this token.
    #[must_use]
    pub fn of_govuk_notify(self, token: Option<String>) -> Self {
        Self { govuk_notify: token, ..self }
    }

    /// Takes those of NHS Notify, which shows a key and signs with it and the id of our application.
    #[must_use]
    pub fn of_nhs_notify(self, application_and_key: Option<(String, String)>) -> Self {
        Self { nhs_notify: application_and_key, ..self }
    }

    /// What was agreed with a carrier; none where nothing was, and its address does not exist.
    fn agreed(&self, from: From) -> Option<Shown<'_>> {
        match from {
            From::GovukNotify => self.govuk_notify.as_deref().map(Shown::Token),
            From::NhsNotify => {
                let (application, api_key) = self.nhs_notify.as_ref()?;
                Some(Shown::Key(Agreed { application, api_key }))
            }
        }
    }
}

/// Who tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    GovukNotify,
    NhsNotify,
}

/// What whoever tells has to show.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Token(&'a str),
    Key(Agreed<'a>),
}

fn line<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

impl Shown<'_> {
    /// Whether the headers alone show it; a signature is looked at with what it signs.
    fn begins_well(self, headers: &HeaderMap) -> bool {
        match self {
            Self::Token(token) => govuk::is_let_in(line(headers, "authorization"), token),
            Self::Key(agreed) => nhs::shows_key(line(headers, "x-api-key"), agreed),
        }
    }

    fn told(self, headers: &HeaderMap, content: &[u8]) -> Result<Vec<Option<carrier::Told>>, NotTold> {
        match self {
            Self::Token(token) => {
                govuk::told(line(headers, "authorization"), token, content).map(|told| vec![Some(told)])
            }
            Self::Key(agreed) => {
                let signature = line(headers, "x-hmac-sha256-signature");
                nhs::told(line(headers, "x-api-key"), signature, agreed, content)
            }
        }
    }
}

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

/// What GOV.UK Notify tells.
pub(crate) async fn govuk_notify(State(site): State<Arc<Site>>, peer: Peer, request: Request) -> Response {
    take(&site, From::GovukNotify, peer, request).await
}

/// What NHS Notify tells.
pub(crate) async fn nhs_notify(State(site): State<Arc<Site>>, peer: Peer, request: Request) -> Response {
    take(&site, From::NhsNotify, peer, request).await
}

async fn take(site: &Arc<Site>, from: From, peer: Peer, request: Request) -> Response {
    let Some(shown) = site.receipts.agreed(from) else { return Failure::from(Kind::NotFound).into_response() };
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    if !shown.begins_well(headers) {
        return not_let_in(site, from, peer, headers);
    }
    let Ok(_place) = site.receipts.places.try_acquire() else { return later(from) };
    let Ok(content) = to_bytes(body, MOST_TOLD).await else { return never(from, StatusCode::PAYLOAD_TOO_LARGE) };
    let told = match shown.told(headers, &content) {
        Ok(told) => told,
        Err(NotTold::NotLetIn) => return not_let_in(site, from, peer, headers),
        Err(NotTold::Unreadable) => {
            tracing::warn!(?from, "what a carrier told could not be read");
            return never(from, StatusCode::BAD_REQUEST);
        }
    };
    let unreadable = told.iter().filter(|told| told.is_none()).count();
    if unreadable > 0 {
        tracing::warn!(?from, unreadable, "some of what a carrier told could not be read");
    }
    let told: Vec<_> = told.into_iter().flatten().collect();
    let asked = Arc::clone(site);
    match activity::apart(move || hear_all(&asked, &told)).await {
        Ok(Ok(heard)) => {
            if heard.unknown > 0 {
                tracing::warn!(?from, unknown = heard.unknown, "a carrier told of messages that nobody here knows");
            }
            // All of it is told again: what was noted is noted once.
            if heard.too_early > 0 { later(from) } else { StatusCode::ACCEPTED.into_response() }
        }
        Ok(Err(error)) => {
            tracing::error!(?from, %error, "what a carrier told could not be written down");
            later(from)
        }
        Err(_) => later(from),
    }
}

/// What came of several things that were told.
#[derive(Default)]
struct AllHeard {
    unknown: usize,
    too_early: usize,
}

fn hear_all(site: &Site, told: &[carrier::Told]) -> Result<AllHeard, porch_app::AppError> {
    let ctx = site.ctx_of_the_service();
    let mut heard = AllHeard::default();
    for carrier::Told { receipt, reference, status } in told {
        let told = match status {
            ToldStatus::Delivered => Told::Delivered,
            ToldStatus::Failed | ToldStatus::FailedForNow => Told::NotDelivered,
            // Nothing of it is kept: that it left is known from handing it over.
            ToldStatus::Underway => continue,
        };
        match hear(&ctx, receipt, reference.as_deref(), told)? {
            Heard::Noted => {}
            Heard::TooEarly => heard.too_early += 1,
            Heard::Unknown => heard.unknown += 1,
        }
    }
    Ok(heard)
}

/// To be told again: GOV.UK Notify does so after a 5xx, every five minutes and five times; NHS Notify after a 429.
fn later(from: From) -> Response {
    match from {
        From::GovukNotify => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        From::NhsNotify => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, AGAIN_SECONDS)]).into_response(),
    }
}

/// Not to be told again: GOV.UK Notify does not after a 4xx.
fn never(from: From, status: StatusCode) -> Response {
    match from {
        From::GovukNotify => status.into_response(),
        From::NhsNotify => (status, [(header::RETRY_AFTER, NEVER)]).into_response(),
    }
}

/// Who shows nothing that was agreed is refused as often as anybody who guesses; a carrier that shows it is held up by nobody.
fn not_let_in(site: &Site, from: From, peer: Peer, headers: &HeaderMap) -> Response {
    let place = limit::place(&site.trusted_proxies, headers, peer);
    if !site.forged_receipts.allows(place, site.world.now()) {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    tracing::warn!(?from, "somebody told of a message without showing what was agreed with its carrier");
    StatusCode::UNAUTHORIZED.into_response()
}
