//! `/you-said-we-did`: what people said of the service, and what was done about it. It names nobody (T6).

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::said_and_done;
use porch_domain::said_and_done::SaidAndDone;

use super::{Content, View, ask::visit::at_door, help_now, how_it_was, page};
use crate::{
    Site,
    failure::{Failure, Kind},
    pages::html as answer,
    wording::{self, times},
};

/// The list, the newest first.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    match at_door(&site, said_and_done::shown).await {
        Ok(items) => answer(page(&site, &Content::reading("said-and-done", &list(&View::of(&site), &items)))),
        Err(_) => Failure::from(Kind::Unavailable).into_response(),
    }
}

fn list(view: &View, items: &[SaidAndDone]) -> Markup {
    html! {
        (wording::prose("said-and-done-body"))
        (help_now::urgent_card(view))
        p { a href=(how_it_was::ADDRESS) { (wording::text("how-it-was-link")) } }
        @if items.is_empty() { (wording::prose("said-and-done-none")) }
        @for item in items {
            div class="porch-entry" {
                h2 class="nhsuk-heading-s" { (wording::text("said-and-done-said")) }
                // The service writes in English.
                p lang="en" dir="ltr" { (item.words.said) }
                h3 class="nhsuk-heading-s" { (wording::text("said-and-done-done")) }
                p lang="en" dir="ltr" { (item.words.done) }
                p class="nhsuk-body-s porch-entry__kept" {
                    (wording::text_with("said-and-done-on", "day", &times::date(item.words.done_on)))
                }
            }
        }
    }
}
