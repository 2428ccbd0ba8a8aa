//! `/follow`: what became of a request, while this version cannot show it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;

use super::{Content, answer, help_now, section};
use crate::{Site, wording};

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("follow-body"))
            (help_now::urgent_card(view))
            (help_now::whom_to_ring("how-heading", view))
            ul class="nhsuk-list nhsuk-list--bullet" { li { (wording::text("how-asked-for-you")) } }
            (section("follow-say"))
        };
        Content::reading("follow", &body)
    })
}
