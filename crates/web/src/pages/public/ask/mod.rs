//! Three ways in without an account: `/ask`, `/ask/family`, `/refer`, and the questions, one page at a time.
//!
//! What was typed lies in a draft on the server; the browser holds a key to it in one cookie. Addresses and titles say
//! nothing of who asks, or what (H16).

pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod filled;
pub(crate) mod fits;
pub(super) mod form;
pub(crate) mod keep;
pub(super) mod opening;
pub(crate) mod posted;
pub(super) mod questions;
pub(crate) mod sent;
pub(crate) mod start;
pub(crate) mod step;
pub(crate) mod trouble;
pub(crate) mod visit;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_domain::front_door::Step;

use super::{Back, Content, View, help_now, page};
pub(super) use questions::signs_for_family;

use crate::{
    Site,
    components::{Details, NotificationBanner, details, notification_banner},
    wording,
};

/// Where the answers are read once more before they are sent.
const CHECK: &str = "/ask/check";
/// What became of what was sent.
const SENT: &str = "/ask/sent";

/// The address of a step; `checking` leads back to the summary afterwards.
fn address(step: Step, checking: bool) -> String {
    format!("/ask/q/{}{}", step.path(), if checking { "?check=1" } else { "" })
}

/// To another page, by a new request.
fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_owned())]).into_response()
}

/// A page of the way in as an answer.
pub(super) fn answer(site: &Site, status: StatusCode, title: String, back: Back, body: &Markup) -> Response {
    let main = html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" { (body) } }
    };
    (status, crate::pages::html(page(site, &Content { title, main, back }))).into_response()
}

/// Below each question: whom to ring instead, and whom in danger.
fn by_phone(view: &View) -> Markup {
    let content = html! {
        (wording::prose("by-phone"))
        (help_now::calm_routes(view))
    };
    html! {
        div class="porch-aside" {
            (details(&Details {
                summary: wording::text("by-phone-summary").into(),
                content: content.into(),
                ..Details::default()
            }))
            (help_now::danger_line(view))
        }
    }
}

/// Something that must not be missed, above everything else of a page.
fn banner(key: &str, id: &str) -> Markup {
    let (title, heading) = (wording::text(&format!("{key}-title")), wording::text(&format!("{key}-heading")));
    notification_banner(&NotificationBanner {
        title: &title,
        title_id: id,
        heading: &heading,
        content: wording::prose(key).into(),
        ..NotificationBanner::default()
    })
}

/// On each page of a draft that is kept for later: it is not sent.
fn not_sent_yet() -> Markup {
    banner("kept-banner", "not-sent-yet")
}
