//! `/help-now`: whom to ring now; and the red card that says so on other pages.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_domain::footprint::{UrgentRoute, is_stale};

use super::{Content, View, answer, section};
use crate::{
    Site,
    components::{Card, CardVariant, Level, SummaryList, SummaryRow, card, summary_list},
    moment,
    wording::{self, times},
};

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("help-now-body"))
            @for route in routes(view) { (details(view, route)) }
            h2 { (wording::text("duty-heading")) }
            (duty(view))
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

/// Whether the duty worker is there now, and until when or from when on.
pub(super) fn duty(view: &View) -> Markup {
    let (hours, holidays) = (&view.footprint().duty, &view.footprint().holidays);
    let reading = hours.open_at(view.now, holidays);
    let (said, holidays_known) = if reading.open {
        let until = times::hour(hours.to);
        (Some(wording::text_with("duty-there", "until", &until)), reading.holidays_known)
    } else {
        let next = hours.opens_next(view.now, holidays);
        let said = next.map(|next| wording::text_with("duty-not-there", "back", &times::day_and_hour(next)));
        (said, next.is_none_or(|next| hours.open_at(next, holidays).holidays_known))
    };
    let closed = !reading.open;
    html! {
        @if let Some(said) = said {
            p {
                (said)
                @if hours.flexible { " " (wording::text("duty-flexible")) }
                @if !holidays_known { " " (wording::text("duty-holidays-not-known")) }
            }
        }
        @if closed { p { (told(view)) } }
    }
}

/// While no duty worker reads: who is told of an emergency first, which is no promise that somebody answers; or that nobody
/// is (PR-04).
pub(super) fn told(view: &View) -> String {
    match view.footprint().told_first(view.now) {
        Some(step) => wording::text_with("told-first", "who", &step.name),
        None => wording::text("told-nobody"),
    }
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
    let digits = digits(&route.number);
    html! { a class="porch-number" href={ "tel:" (digits) } { (route.number) } }
}

/// A number as an address takes it.
pub(super) fn digits(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// When somebody last checked what is shown, and whether that is long ago; that nobody has is said too.
pub(super) fn checked(last_checked: Option<Date>, today: Date, never: &str) -> Markup {
    match last_checked {
        Some(on) => html! {
            (times::day(on))
            @if is_stale(on, today) {
                ", " (wording::text_counting("checked-long-ago", "months", moment::whole_months(on, today)))
            }
        },
        None => html! { (wording::text(never)) },
    }
}

fn details(view: &View, route: &UrgentRoute) -> Markup {
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
    rows.push(row("route-checked", html! { (checked(route.last_checked, view.today, "checked-never-number")) }));
    rows.push(row("route-owner", html! { (route.owner) }));
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
