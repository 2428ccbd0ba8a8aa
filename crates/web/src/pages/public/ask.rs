//! `/ask`, `/ask/family`, `/refer`, `/follow`: how to ask today, while this version cannot take a request itself.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{Content, View, answer, help_now, section};
use crate::{
    Site,
    components::{InsetText, inset_text},
    wording,
};

/// For yourself.
pub(crate) async fn for_yourself(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| page(view, "ask", &["ask-say", "ask-next", "ask-who-sees"]))
}

/// For someone in the family.
pub(crate) async fn for_family(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| page(view, "family", &["family-say", "family-agree", "ask-next"]))
}

/// For professionals.
pub(crate) async fn for_professionals(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| page(view, "refer", &["refer-say", "refer-agree", "refer-next"]))
}

/// What became of a request.
pub(crate) async fn follow(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| page(view, "follow", &["follow-say"]))
}

fn page(view: &View, key: &str, sections: &[&str]) -> Content {
    let body = html! {
        (wording::prose(&format!("{key}-body")))
        (help_now::urgent_card(view))
        (inset_text(&InsetText { content: wording::prose("not-online-yet").into(), ..InsetText::default() }))
        (how(view, key))
        @for key in sections { (section(key)) }
    };
    Content::reading(key, &body)
}

/// Whom to ask today.
fn how(view: &View, key: &str) -> Markup {
    let calm: Vec<_> = help_now::routes(view).into_iter().filter(|route| !route.danger).collect();
    html! {
        h2 { (wording::text("how-heading")) }
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for route in calm {
                li {
                    (route.name) ": " (help_now::number(route)) ". " (route.hours) "."
                    @if route.demonstration { " " (wording::text("route-demonstration-note")) }
                }
            }
            @if key != "refer" && key != "follow" { li { (wording::text("how-professional")) } }
            @if key != "refer" && key != "follow" { li { (wording::text("how-111")) } }
            @if key == "refer" { li { (wording::text("how-letter")) } }
            @if key == "follow" { li { (wording::text("how-asked-for-you")) } }
        }
    }
}
