//! `/`: the first page.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{Content, View, answer, help_now};
use crate::{
    Site,
    components::{Card, CardVariant, card},
    wording,
};

/// The four ways in.
const WAYS: [(&str, &str); 4] =
    [("home-ask", "/ask"), ("home-family", "/ask/family"), ("home-refer", "/refer"), ("home-services", "/services")];

/// What is asked for less often.
const MORE: [(&str, &str); 5] = [
    ("easy-link", "/easy"),
    ("home-follow", "/follow"),
    ("home-partners", "/more/1"),
    ("home-after-a-loss", "/more/2"),
    ("home-said-and-done", "/you-said-we-did"),
];

/// The first page.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, content)
}

fn content(view: &View) -> Content {
    let main = html! {
        (hero(view))
        (help_now::urgent_card(view))
        ul class="nhsuk-grid-row nhsuk-card-group" {
            @for (key, href) in WAYS { li class="nhsuk-grid-column-one-half nhsuk-card-group__item" { (way(key, href)) } }
        }
        h2 { (wording::text("home-more")) }
        ul class="nhsuk-list nhsuk-list--border" {
            @for (key, href) in MORE { li { a href=(href) { (wording::text(key)) } } }
        }
    };
    Content { title: wording::text("home-title"), main, back: super::Back::Nowhere }
}

fn hero(view: &View) -> Markup {
    html! {
        div class="porch-hero" {
            h1 class="porch-hero__sentence" { (wording::text("home-hero")) }
            p class="nhsuk-body-l nhsuk-u-margin-bottom-0" {
                (wording::text_with("home-place", "place", &view.footprint().title))
            }
        }
    }
}

fn way(key: &str, href: &str) -> Markup {
    let (heading, about) = (wording::text(key), wording::text(&format!("{key}-about")));
    card(&Card {
        heading: &heading,
        href,
        clickable: true,
        variant: CardVariant::Primary,
        content: about.into(),
        ..Card::default()
    })
}
