//! `/easy` and `/easy/next`: how to ask, and what happens next, in easy read. Short sentences of one idea each, under a picture of our
//! own with words for whoever does not see it (F5).

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{Content, View, answer, help_now};
use crate::{
    Site,
    components::{Button, Card, CardVariant, Level, button, card},
    wording,
};

/// What happens next, for a link from her page.
pub(super) const NEXT: &str = "/easy/next";

/// With what a sentence ends, in any of our languages: each stands on a line of its own.
const ENDS: [char; 3] = ['.', '?', '؟'];

/// What a picture shows, drawn of a few lines.
#[derive(Debug, Clone, Copy)]
enum Picture {
    People,
    Paper,
    Telephone,
    Eye,
    Key,
    Calendar,
    Hand,
    Door,
}

impl Picture {
    /// The message that says what it shows.
    fn says(self) -> &'static str {
        match self {
            Self::People => "easy-picture-people",
            Self::Paper => "easy-picture-paper",
            Self::Telephone => "easy-picture-telephone",
            Self::Eye => "easy-picture-eye",
            Self::Key => "easy-picture-key",
            Self::Calendar => "easy-picture-calendar",
            Self::Hand => "easy-picture-hand",
            Self::Door => "easy-picture-door",
        }
    }

    /// Its lines, in a square of 64.
    fn lines(self) -> &'static str {
        match self {
            Self::People => {
                "M20 10a8 8 0 1 0 .01 0M44 10a8 8 0 1 0 .01 0M6 54v-8a14 12 0 0 1 28 0v8M30 54v-8a14 12 0 0 1 28 0v8M6 54h52"
            }
            Self::Paper => "M14 6h26l10 10v42H14zM40 6v10h10M22 26h20M22 36h20M22 46h12",
            Self::Telephone => "M20 4h24v56H20zM20 12h24M20 48h24M31 54h2",
            Self::Eye => "M4 32c14-22 42-22 56 0c-14 22-42 22-56 0zM32 22a10 10 0 1 0 .01 0",
            Self::Key => "M18 22a12 12 0 1 0 .01 0M30 34h30v8M48 34v8",
            Self::Calendar => "M8 12h48v44H8zM8 24h48M20 6v12M44 6v12M18 34h6M29 34h6M40 34h6M18 45h6M29 45h6",
            Self::Hand => {
                "M18 58V30M18 34V18a4 4 0 0 1 8 0v14M26 30V10a4 4 0 0 1 8 0v20M34 30V12a4 4 0 0 1 8 0v20M42 32V20a4 4 0 0 1 8 0v22c0 8-4 12-8 16"
            }
            Self::Door => "M14 58V6h36v52zM6 58h52M42 33h.01",
        }
    }
}

fn picture(of: Picture) -> Markup {
    html! {
        svg class="porch-easy__picture" role="img" aria-label=(wording::text(of.says())) viewBox="0 0 64 64" width="64" height="64"
            fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" {
            path d=(of.lines());
        }
    }
}

/// A heading, its picture, and sentences of one idea each.
fn part((key, shows): (&str, Picture)) -> Markup {
    html! {
        section class="porch-easy" aria-labelledby=(key) {
            (picture(shows))
            div {
                h2 id=(key) { (wording::text(&format!("{key}-heading"))) }
                @for sentence in wording::text(key).split_inclusive(ENDS) { p { (sentence.trim()) } }
            }
        }
    }
}

/// Whom to ring, without what else is said of each.
fn danger(view: &View) -> Markup {
    let heading = wording::text("easy-danger-heading");
    let content = html! {
        (wording::prose("easy-danger"))
        ul class="porch-routes" {
            @for route in help_now::routes(view) {
                li class="porch-routes__route" { strong { (route.name) ": " (help_now::number(route)) } }
            }
        }
    };
    card(&Card {
        heading: &heading,
        level: Level::H2,
        variant: CardVariant::Emergency,
        content: content.into(),
        ..Card::default()
    })
}

fn go_on(key: &str, href: &str) -> Markup {
    button(&Button { content: wording::text(key).into(), href, ..Button::default() })
}

/// What we do, and how to ask.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (danger(view))
            @for one in [("easy-what", Picture::People), ("easy-ask", Picture::Paper), ("easy-help", Picture::Hand)] { (part(one)) }
            @for one in [("easy-who", Picture::Eye), ("easy-safe", Picture::Key)] { (part(one)) }
            (go_on("easy-ask-link", "/ask"))
            p { a href=(NEXT) { (wording::text("easy-next-link")) } }
        };
        Content::reading("easy", &body)
    })
}

/// What happens once somebody asked.
pub(crate) async fn next(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (danger(view))
            @for one in [
                ("easy-read", Picture::Eye),
                ("easy-ring", Picture::Telephone),
                ("easy-decide", Picture::People),
                ("easy-meet", Picture::Calendar),
                ("easy-changed", Picture::Paper),
                ("easy-stop", Picture::Hand),
                ("easy-back", Picture::Door),
            ] { (part(one)) }
            p { a href="/easy" { (wording::text("easy-link")) } }
        };
        Content::reading("easy-next", &body)
    })
}
