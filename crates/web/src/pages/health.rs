//! `/healthz`, `/readyz`, `/metrics`: for whatever keeps the program running; `/.well-known/security.txt`: for whoever finds
//! a weakness in it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use porch_app::StoreError;

use crate::{
    Site, activity,
    failure::{Failure, Kind},
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

/// What monitoring reads.
pub(crate) async fn metrics(State(site): State<Arc<Site>>) -> Response {
    let text = site.metrics.text(site.is_ready());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// Whom to tell of a weakness.
pub(crate) async fn security_contact(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let contact = site.security_contact.as_ref().ok_or(Kind::NotFound)?;
    Ok(contact.text(site.world.now()).into_response())
}
