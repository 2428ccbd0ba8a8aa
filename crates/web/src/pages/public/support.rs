//! `/more/1` and `/more/2`: for partners, and after a loss, whom a page about pregnancy easily leaves out.
//!
//! Neither the address nor, after a loss, the title says what the reader is concerned with (H16).

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_domain::{
    footprint::{DirectoryKind, Offering, Seeker},
    front_door::Now,
};

use super::{Content, View, answer, ask, help_now, how_it_was, section, self_check, services};
use crate::{Site, wording};

/// Where a partner asks for himself or herself.
pub(super) const ASK: &str = "/more/1/ask";

/// For dads and partners, at the address that a poster or a midwife can say: it leads on, so that it stays in no list of pages
/// that were read.
pub(crate) async fn partners_said() -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, "/more/1")]).into_response()
}

/// For dads and partners.
pub(crate) async fn partners(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let [any, with_a_baby] = ask::signs_for_family();
        let signs = |words: &[String]| html! { ul class="nhsuk-list nhsuk-list--bullet" { @for one in words { li { (one) } } } };
        let body = html! {
            (wording::prose("partners-body"))
            (help_now::urgent_card(view))
            h2 { (wording::text("partners-signs-heading")) }
            (wording::prose("partners-signs"))
            (signs(&any))
            (wording::prose("partners-signs-baby"))
            (signs(&with_a_baby))
            h2 { (wording::text("partners-her-heading")) }
            (wording::prose("partners-her"))
            p { a href="/ask/family" { (wording::text("home-family")) } }
            (section("partners-check"))
            p { a href=(self_check::ADDRESS) { (wording::text("partners-check-link")) } }
            (section("partners-you"))
            (for_partners(view))
            @if !offers_partners(view) { (section("partners-not-offered")) }
            p { a href=(ASK) { (wording::text("partners-ask-link")) } }
            (section("partners-carers"))
            (of_kind(view, |kind| kind == DirectoryKind::CarersAssessment))
            p { a href=(how_it_was::ADDRESS) { (wording::text("how-it-was-link")) } }
        };
        Content::reading("partners", &body)
    })
}

/// What the local rules name for a partner who looks for help: talking therapies, and what is for partners alone. What cannot
/// be turned to from here, as it has neither number nor address, is left to the list of services.
pub(super) fn for_partners(view: &View) -> Markup {
    of_kind(view, |kind| matches!(kind, DirectoryKind::TalkingTherapy | DirectoryKind::PartnerSupport))
}

fn of_kind(view: &View, is_for: impl Fn(DirectoryKind) -> bool) -> Markup {
    let entries = view.footprint().directory().filter(|entry| {
        is_for(entry.kind)
            && entry.fits(Now::NotSaid, Some(Seeker::Oneself))
            && (entry.number.is_some() || entry.web.is_some() || entry.kind == DirectoryKind::CarersAssessment)
    });
    html! { @for entry in entries { (services::entry_of(view, entry)) } }
}

fn offers_partners(view: &View) -> bool {
    let footprint = view.footprint();
    footprint.teams().iter().any(|team| footprint.not_offered(&team.code, Offering::PartnerAssessment).is_none())
}

/// After a loss.
pub(crate) async fn after_a_loss(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("loss-body"))
            (help_now::urgent_card(view))
            (section("loss-help"))
            (section("loss-say"))
            p { a href="/ask" { (wording::text("home-ask")) } }
            (section("loss-partners"))
        };
        Content::titled(wording::text("loss-quiet-title"), &wording::text("loss-title"), &body)
    })
}
