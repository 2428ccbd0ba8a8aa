//! `/queue`: what duty looks at. It says when it was true, and whether something changed since, and never changes under
//! the hand (H13).

mod filter;
mod row;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::queue::{self, Filter, Queue};

use crate::{
    Site, activity,
    failure::Failure,
    moment,
    pages::{annual::Fields, html as answer, staff},
    sign_in::{SignedIn, Watching},
};

use row::View;
pub(crate) use row::sentence;

/// The queue, or a part of it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let asked = fields.iter().find(|(key, _)| key == "show").map_or("", |(_, value)| value.as_str());
    let filter = Filter::of_code(asked).unwrap_or_default();
    let shown = activity::carry_out(&site, &who, move |_, ctx| queue::list(ctx, filter)).await?;
    Ok(answer(staff::page(&site, Some(&who), &content(&site, &who, &shown))))
}

/// The newest batch, for a page that asks whether what it shows is still true.
pub(crate) async fn newest(State(site): State<Arc<Site>>, Watching(who): Watching) -> Result<Response, Failure> {
    let batch = activity::carry_out(&site, &who, |_, ctx| queue::newest_batch(ctx)).await?;
    Ok(format!("{batch}\n").into_response())
}

/// The address of a part of the queue.
pub(crate) fn address(filter: Filter) -> String {
    if filter == Filter::All { "/queue".to_owned() } else { format!("/queue?show={}", filter.code()) }
}

/// The address of a row in a part of the queue.
pub(crate) fn address_of_row(filter: Filter, referral: porch_domain::ids::ReferralId) -> String {
    format!("{}#r-{referral}", address(filter))
}

fn content(site: &Site, who: &SignedIn, shown: &Queue) -> staff::Content {
    let view = View {
        site,
        account: &who.account,
        now: shown.as_at,
        today: moment::local(shown.as_at).date(),
        filter: shown.filter,
    };
    let main = html! {
        h1 { "Queue" }
        (filter::counts(shown))
        (true_at(&Shown {
            at: shown.as_at,
            position: shown.batch,
            newest: "/queue/newest",
            again: &address(shown.filter),
            what: "list",
        }))
        @if shown.lines.is_empty() {
            (nothing(shown.filter))
        } @else {
            (row::table(&view, shown))
        }
        @if shown.more {
            p { "There are more than " (queue::MOST_SHOWN) " referrals. The most urgent of them are shown." }
        }
        (keys())
    };
    let title = match shown.filter {
        Filter::All => "Queue".to_owned(),
        part => format!("Queue: {}", part.label().to_lowercase()),
    };
    staff::Content { title, main, wide: true, section: staff::Section::Queue }
}

/// What a page shows, at which position of the journal, and where it asks whether that is still the newest.
pub(crate) struct Shown<'a> {
    /// When it was true.
    pub(crate) at: Timestamp,
    /// The newest batch or version that it holds.
    pub(crate) position: i64,
    /// Where the newest is told.
    pub(crate) newest: &'a str,
    /// Where it is shown anew.
    pub(crate) again: &'a str,
    /// What it is, in a word.
    pub(crate) what: &'a str,
}

/// When it was true; and, where script runs, whether it still is.
pub(crate) fn true_at(shown: &Shown<'_>) -> Markup {
    html! {
        div class="porch-true" data-porch-list data-position=(shown.position) data-newest=(shown.newest) {
            p class="porch-true__at" {
                "True at "
                time datetime=(shown.at) title=(moment::words(shown.at)) { (moment::to_the_second(shown.at)) }
            }
            div role="status" {
                p class="porch-true__note" data-porch-changed hidden {
                    "The " (shown.what) " has changed. "
                    a href=(shown.again) data-porch-again { "Show the new " (shown.what) }
                }
                p class="porch-true__note" data-porch-old hidden {
                    strong { "This " (shown.what) " is old. " }
                    "Nothing was heard from the service for more than a minute. "
                    a href=(shown.again) data-porch-again { "Try to show the " (shown.what) " again" }
                }
            }
        }
    }
}

fn nothing(filter: Filter) -> Markup {
    html! {
        @match filter {
            Filter::All => {
                p class="nhsuk-body-l" { "Nothing waits for a decision." }
                p { "New referrals stand here as soon as they are stored." }
            }
            part => {
                p class="nhsuk-body-l" { "Nothing in this part: " (part.label().to_lowercase()) "." }
                p { a href=(address(Filter::All)) { "Show all of the queue" } }
            }
        }
    }
}

/// What each key does. Without script there are none, so it shows only where script runs.
fn keys() -> Markup {
    let keys = [
        ("j", "the next referral"),
        ("k", "the one before"),
        ("Enter", "open it"),
        ("c", "I take this"),
        ("t", "tried, no answer"),
        ("/", "find a person or referral"),
        ("?", "this list of keys"),
    ];
    html! {
        div class="porch-keys" data-porch-keys hidden {
            h2 class="nhsuk-heading-s" id="keys" tabindex="-1" { "Keys" }
            dl class="porch-keys__list" {
                @for (key, does) in keys { div { dt { kbd { (key) } } dd { (does) } } }
            }
            button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="button" data-porch-keys-switch
                aria-pressed="true" { "Single keys are on" }
        }
    }
}
