//! A record that was opened in an emergency: until when it is open, what can be done in that time, and who opened it.

use axum::{
    http::{HeaderName, HeaderValue},
    response::Response,
};
use maud::{Markup, html};
use porch_domain::ids::ReferralId;

use super::{View, acts::Step, steps};
use crate::{
    Site,
    components::{Level, WarningCallout, warning_callout},
    moment,
    pages::openings,
    sign_in::SignedIn,
};

/// The header by which a browser asks again after a time, without a script.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Lets an open tab ask again when the record closes: what it shows goes, also where nobody touches it.
pub(super) fn closing_by_itself(site: &Site, who: &SignedIn, id: ReferralId, mut shown: Response) -> Response {
    let now = site.world.now();
    let held = who.held_open.iter().filter(|held| held.referral == id && held.holds_at(now));
    if let Some(until) = held.map(|held| held.until).max() {
        let seconds = until.duration_since(now).as_secs() + 1;
        if let Ok(value) = HeaderValue::from_str(&format!("{seconds}; url={}", super::address(id))) {
            shown.headers_mut().insert(REFRESH, value);
        }
    }
    shown
}

/// Until when it is open to whoever looks.
pub(super) fn until(view: &View<'_>) -> Markup {
    let Some(until) = view.page.open_until else { return Markup::default() };
    let content = html! {
        p {
            "You opened this record in an emergency. It closes by itself at " strong { (moment::time(until)) }
            ", also while you read it; what is not sent by then is not saved."
        }
        p { "What you look at is noted with your name and your reason." }
        @if let Some(one) = view.page.openings.iter().find(|one| one.by == view.account && one.until == until) {
            (openings::ending(view.site, one.id, view.page.referral.reference.as_deref().unwrap_or("this record")))
        }
    };
    warning_callout(&WarningCallout {
        heading: "Open to you for a limited time",
        level: Level::H2,
        content: content.into(),
        id: "opened",
        ..WarningCallout::default()
    })
}

/// What an emergency needs, and nothing more.
pub(super) fn steps(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    html! {
        p { (steps::who_holds(view)) "." }
        @if referral.held().is_some() {
            @if referral.climbs_since().is_some() {
                (steps::form(view, Step::Taken, "Another service has this emergency", &steps::taken_fields(view)))
            }
            (steps::form(view, Step::Try, "Record a try to reach her", &steps::try_fields(view)))
            (steps::form(view, Step::Add, "Add a note or an answer", &steps::add_fields(view)))
            (super::risk::hear(view))
            (steps::raise(view))
        } @else {
            p { "It is closed, and nothing more is recorded on it." }
        }
        p { a href={ (view.address()) "/restricted" } { "What is recorded of safeguarding" } }
    }
}

/// Who opened it in an emergency: her own team learns of it.
pub(super) fn section(view: &View<'_>) -> Markup {
    if view.page.openings.is_empty() {
        return Markup::default();
    }
    html! {
        section aria-labelledby="openings" {
            h2 class="nhsuk-heading-m" id="openings" { "Opened in an emergency" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in &view.page.openings {
                    li {
                        (view.name(&one.by)) " opened it, " (moment::time(one.at)) ", until " (moment::time(one.until)) ": " (one.reason.label()) ". "
                        @match &one.reviewed {
                            Some((by, _, finding)) => { (finding.label()) ", " (view.name(by)) " found." }
                            None => "Nobody has looked at it yet.",
                        }
                    }
                }
            }
        }
    }
}
