//! `/privacy` and `/accessibility`: how this site treats its readers.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;

use super::{Content, answer, section};
use crate::{Site, wording};

/// Who sees what.
pub(crate) async fn privacy(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |_| {
        let body = html! {
            (wording::prose("privacy-body"))
            @for key in ["privacy-here", "privacy-who", "privacy-cookies", "privacy-leaving"] { (section(key)) }
        };
        Content::reading("privacy", &body)
    })
}

/// How the site can be used, and what falls short.
pub(crate) async fn accessibility(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |_| {
        let body = html! {
            (wording::prose("accessibility-body"))
            @for key in ["accessibility-can", "accessibility-short", "accessibility-help"] { (section(key)) }
        };
        Content::reading("accessibility", &body)
    })
}
