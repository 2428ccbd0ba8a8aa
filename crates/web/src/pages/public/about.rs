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
            @for key in ["privacy-here", "privacy-who", "privacy-cookies"] { (section(key)) }
            @if site.languages.len() > 1 { (wording::prose("privacy-languages")) }
            (section("privacy-leaving"))
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
            @for key in ["accessibility-can", "accessibility-short"] { (section(key)) }
            p { (languages(&site)) }
            p { a href="/easy" { (wording::text("easy-link")) } }
            (section("accessibility-help"))
            (help_now::urgent_card(view))
        };
        Content::reading("accessibility", &body)
    })
}

/// In which languages the pages can be read.
fn languages(site: &Site) -> String {
    match site.languages.as_slice() {
        [_english, others @ ..] if !others.is_empty() => {
            let names: Vec<_> = others.iter().map(|language| language.name()).collect();
            wording::text_with("accessibility-languages", "languages", &names.join(", "))
        }
        _ => wording::text("accessibility-english"),
    }
}
