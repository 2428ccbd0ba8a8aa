//! What happens to every request and every answer.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::csrf::ProtectionError;

use crate::{
    Site, assets,
    failure::{Failure, Kind},
    pages::{failed, html, public::language},
    wording,
};

/// The longest that anybody waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a file is sent.
pub(crate) const UPLOAD: &str = "/ask/files";

/// The longest that a file may take over a slow connection.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(300);

/// Headers that every answer carries unless it says otherwise itself.
const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    // Other hosts learn nothing. Our own forms still send their origin, which browsers without Sec-Fetch-Site need.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Adds the headers that keep a page to itself.
pub(crate) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        if !headers.contains_key(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(assets::content_security_policy()));
    if site.secure_cookies {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Counts and logs every request by the pattern of its address: no query, no id, no person.
pub(crate) async fn observe(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let pattern = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = pattern.unwrap_or_else(|| "unknown".to_owned());
    let method = request.method().clone();
    let started = site.world.now();
    let response = next.run(request).await;
    let took = site.world.now().duration_since(started).unsigned_abs();
    let status = response.status().as_u16();
    site.metrics.answered(&route, status, took);
    tracing::info!(%method, route, status, millis = took.as_millis(), "answered");
    if REFUSALS.contains(&status) {
        tracing::warn!(%method, route, status, "refused");
    }
    response
}

/// What somebody gets who tries what no page of ours leads to: a form from elsewhere or of no shape, what the role may not, a
/// method that the address has not, too much, of another kind, or too often. Each stands in the log.
const REFUSALS: [u16; 6] = [400, 403, 405, 413, 415, 429];

/// Answers with a page of ours where something went wrong, wherever it did.
pub(crate) async fn explain(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let asked = match *request.method() {
        Method::GET => request.uri().path_and_query().map(|asked| asked.as_str().to_owned()),
        _ => None,
    };
    let language = language::chosen(&site, request.headers());
    let mut response = next.run(request).await;
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| failure_of(&response));
    match failure {
        Some(Failure { kind: kind @ Kind::First(first), .. }) => {
            (kind.status(), [(header::LOCATION, first.address(asked.as_deref()))]).into_response()
        }
        Some(failure) => {
            let page = wording::written_in(language, || failed::page(&site, &failure, asked.as_deref()));
            let status = failure.kind.status();
            let kept = [header::ALLOW, header::RETRY_AFTER].map(|name| (response.headers().get(&name).cloned(), name));
            let mut explained = (status, html(page)).into_response();
            for (value, name) in kept.into_iter().filter_map(|(value, name)| Some((value?, name))) {
                explained.headers_mut().insert(name, value);
            }
            explained
        }
        None => response,
    }
}

/// Answers in the language that was chosen: for the pages of the public, and what goes wrong with them.
pub(crate) async fn speak(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let language = language::chosen(&site, request.headers());
    wording::speaking(language, next.run(request)).await
}

/// What a layer or an extractor refused in its own words.
fn failure_of(response: &Response) -> Option<Failure> {
    if response.extensions().get::<ProtectionError>().is_some() {
        return Some(Kind::OtherSite.into());
    }
    let kind = match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        StatusCode::METHOD_NOT_ALLOWED => Kind::WrongMethod,
        _ => return None,
    };
    Some(kind.into())
}

/// Ends the waiting for an answer that does not come; what it was about to write is still written.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let patience = if request.uri().path() == UPLOAD { UPLOAD_PATIENCE } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::from(Kind::TookTooLong).into_response(),
    }
}

/// The answer when a handler panicked: our page, and no word of what was inside.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler ended in a panic");
    Failure::from(Kind::Broken).into_response()
}
