//! `/healthz`, `/readyz`, `/metrics`: for whatever keeps the program running; `/.well-known/security.txt`: for whoever finds
//! a weakness in it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Extension,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use porch_app::{
    StoreError,
    system_token::{self, Scope},
};
use porch_domain::actor::Actor;

use crate::{
    MetricsFor, Site, activity,
    failure::{Failure, Kind},
    limit,
};

/// The process runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers and is whole as far as anybody knows, and what the site needs is complete.
pub(crate) async fn ready(State(site): State<Arc<Site>>) -> Response {
    let asked = Arc::clone(&site);
    let answer = activity::apart(move || asked.store.answers()).await;
    let not_ready = match answer {
        Err(_) => "not ready: the database could not be asked",
        Ok(Err(StoreError::Damaged(_))) => "not ready: the database is damaged; stop the service and restore a backup",
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            "not ready: the database does not answer"
        }
        Ok(Ok(())) if !site.is_ready() => "not ready: the data are not complete yet",
        Ok(Ok(())) => return "ready\n".into_response(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("{not_ready}\n")).into_response()
}

/// What monitoring reads: on this machine itself, with a token, or as the settings say. A token that is shown and wrong is
/// refused in any case.
pub(crate) async fn metrics(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let needs_a_token = match site.metrics_for {
        MetricsFor::Everybody => false,
        MetricsFor::Token => true,
        MetricsFor::Here => !limit::is_from_here(&site.trusted_proxies, &headers, peer),
    };
    let shown = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
    if shown.is_some() || needs_a_token {
        let token = shown.as_deref().and_then(|shown| shown.strip_prefix("Bearer ")).unwrap_or_default().to_owned();
        let asked = Arc::clone(&site);
        let admits = move || system_token::admits(&asked.ctx(Actor::Public), Scope::Metrics, &token);
        match activity::apart(admits).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => {
                let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"porch\"")];
                return (StatusCode::UNAUTHORIZED, challenge, "a token for metrics is needed\n").into_response();
            }
            Ok(Err(_)) | Err(_) => return (StatusCode::SERVICE_UNAVAILABLE, "not now\n").into_response(),
        }
    }
    let rests = site.national_records.as_ref().is_some_and(|records| records.rests(&site.ctx_of_the_service()));
    site.metrics.national_record_rests(rests);
    let text = site.metrics.text(site.is_ready());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// Whom to tell of a weakness.
pub(crate) async fn security_contact(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let contact = site.security_contact.as_ref().ok_or(Kind::NotFound)?;
    Ok(contact.text(site.world.now()).into_response())
}
