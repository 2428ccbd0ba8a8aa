//! `/help-now`: whom to ring now; and the red card that says so on other pages.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_domain::footprint::UrgentRoute;

use super::{Content, View, answer, section};
use crate::{
    Site,
    components::{Card, CardVariant, Level, SummaryList, SummaryRow, card, summary_list},
    moment, wording,
};

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("help-now-body"))
            @for route in routes(view) { (details(route)) }
            (section("help-now-also"))
        };
        Content::reading("help-now", &body)
    })
}

/// The footprint's routes, those for danger first.
pub(super) fn routes(view: &View) -> Vec<&UrgentRoute> {
    let (danger, calm): (Vec<_>, Vec<_>) = view.footprint().urgent_routes.iter().partition(|route| route.danger);
    danger.into_iter().chain(calm).collect()
}

/// The red card: whom to ring if someone is in danger, the most urgent first.
pub(crate) fn urgent_card(view: &View) -> Markup {
    card_of(view, true, &html! { p { a href="/help-now" { (wording::text("danger-more")) } } })
}

/// The red card among questions: no link leads away from what was typed, and it speaks of a baby only where that may be
/// (PR-09).
pub(super) fn card_among_questions(view: &View, baby: bool) -> Markup {
    card_of(view, baby, &html! {})
}

fn card_of(view: &View, baby: bool, more: &Markup) -> Markup {
    let heading = wording::text("danger-heading");
    let content = html! {
        ul class="porch-routes" {
            @for route in routes(view) { li class="porch-routes__route" { (line(route, baby)) } }
        }
        (more)
    };
    card(&Card {
        heading: &heading,
        level: Level::H2,
        variant: CardVariant::Emergency,
        content: content.into(),
        ..Card::default()
    })
}

/// A route in a line or two.
fn line(route: &UrgentRoute, baby: bool) -> Markup {
    let note = route.note.as_ref().filter(|note| baby || !note.contains("baby"));
    html! {
        strong { (route.name) ": " (number(route)) }
        br;
        span class="porch-routes__when" {
            @if let Some(note) = note { (note) ". " }
            (route.hours) "."
        }
    }
}

/// The number, to be pressed on a telephone.
pub(super) fn number(route: &UrgentRoute) -> Markup {
    let digits: String = route.number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! { a class="porch-number" href={ "tel:" (digits) } { (route.number) } }
}

fn details(route: &UrgentRoute) -> Markup {
    let row = |key: &str, value: Markup| SummaryRow {
        key: wording::text(key).into(),
        value: value.into(),
        ..SummaryRow::default()
    };
    let mut rows = vec![row("route-number", html! { strong { (number(route)) } })];
    if let Some(note) = &route.note {
        rows.push(row("route-note", html! { (note) }));
    }
    rows.push(row("route-hours", html! { (route.hours) }));
    rows.push(row("route-checked", html! { (moment::day(route.last_checked)) ", " (route.owner) }));
    if route.demonstration {
        rows.push(row("route-demonstration", html! { (wording::text("route-demonstration-note")) }));
    }
    html! {
        h2 { (route.name) }
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
    }
}

/// Under a heading, whom to ring when nobody is in danger.
pub(super) fn whom_to_ring(heading: &str, view: &View) -> Markup {
    html! {
        h2 { (wording::text(heading)) }
        (calm_routes(view))
    }
}

/// Whom to ring when nobody is in danger, as a list.
pub(super) fn calm_routes(view: &View) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for route in routes(view).into_iter().filter(|route| !route.danger) {
                li {
                    (route.name) ": " (number(route)) ". " (route.hours) "."
                    @if route.demonstration { " " (wording::text("route-demonstration-note")) }
                }
            }
        }
    }
}

/// Whom to ring in danger, in one sentence.
pub(super) fn danger_line(view: &View) -> Markup {
    let danger = routes(view).into_iter().filter(|route| route.danger);
    html! {
        p class="porch-danger-line" {
            strong { (wording::text("danger-line")) }
            @for route in danger { " " (route.name) ": " (number(route)) "." }
        }
    }
}
