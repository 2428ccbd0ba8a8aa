//! `/privacy` and `/accessibility`: how this site treats its readers.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;

use super::{Content, answer, help_now, section};
use crate::{Site, wording};

/// Who sees what.
pub(crate) async fn privacy(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("privacy-body"))
            @for key in ["privacy-here", "privacy-who", "privacy-cookies", "privacy-leaving"] { (section(key)) }
            (help_now::urgent_card(view))
        };
        Content::reading("privacy", &body)
    })
}

/// How the site can be used, and what falls short.
pub(crate) async fn accessibility(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("accessibility-body"))
            @for key in ["accessibility-can", "accessibility-short", "accessibility-help"] { (section(key)) }
            (help_now::urgent_card(view))
        };
        Content::reading("accessibility", &body)
    })
}
