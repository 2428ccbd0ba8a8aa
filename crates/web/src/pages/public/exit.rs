//! `/exit`: what was typed is gone on the server before the browser is somewhere harmless (H16).

use std::{sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use porch_app::{door, her_page, screening::herself};

use super::{
    ask::visit,
    key_cookie::{LEAF, SHEET, VISIT},
    language,
};
use crate::{Site, components::ELSEWHERE};

/// The longest that anyone waits here for the database.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ends the draft, takes the cookie away, and leads elsewhere, whatever fails meanwhile.
pub(crate) async fn leave(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let says =
        |name: &str, value: &str| headers.get(name).is_some_and(|said| said.as_bytes().starts_with(value.as_bytes()));
    if says("sec-purpose", "prefetch") || says("purpose", "prefetch") {
        // A browser that only reads ahead must not end anything.
        return StatusCode::NO_CONTENT.into_response();
    }
    // Nobody else's page may end what is typed here, or take its key away.
    if says("sec-fetch-site", "cross-site") || says("sec-fetch-site", "same-site") {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, ELSEWHERE)]).into_response();
    }
    if let Some(key) = VISIT.key(&site, &headers) {
        let ending = visit::at_door(&site, move |ctx| door::exit(ctx, &key));
        if !matches!(tokio::time::timeout(PATIENCE, ending).await, Ok(Ok(()))) {
            tracing::error!("a draft could not be ended at exit; it goes when its time is over");
        }
    }
    if let Some(key) = SHEET.key(&site, &headers) {
        let leaving = visit::at_door(&site, move |ctx| herself::leave(ctx, &key));
        if !matches!(tokio::time::timeout(PATIENCE, leaving).await, Ok(Ok(()))) {
            tracing::error!("a questionnaire could not be closed at exit; it closes when its time is over");
        }
    }
    if let Some(key) = LEAF.key(&site, &headers) {
        let leaving = visit::at_door(&site, move |ctx| her_page::leave(ctx, &key));
        if !matches!(tokio::time::timeout(PATIENCE, leaving).await, Ok(Ok(()))) {
            tracing::error!("a page of her own could not be closed at exit; it closes when its time is over");
        }
    }
    // Several cookies are taken away, so none may stand in place of the other.
    let answer = AppendHeaders([
        (header::LOCATION, ELSEWHERE.to_owned()),
        (header::SET_COOKIE, VISIT.gone(&site)),
        (header::SET_COOKIE, SHEET.gone(&site)),
        (header::SET_COOKIE, LEAF.gone(&site)),
        (header::SET_COOKIE, language::no_cookie(&site)),
        (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned()),
    ]);
    (StatusCode::SEE_OTHER, answer).into_response()
}
