//! `/more/1` and `/more/2`: for partners, and after a loss, whom a page about pregnancy easily leaves out.
//!
//! Neither the address nor, after a loss, the title says what the reader is concerned with (H16).

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;
use porch_domain::footprint::Offering;

use super::{Content, View, answer, help_now, section};
use crate::{Site, wording};

/// For dads and partners.
pub(crate) async fn partners(State(site): State<Arc<Site>>) -> Response {
    answer(&site, |view| {
        let body = html! {
            (wording::prose("partners-body"))
            (help_now::urgent_card(view))
            (section("partners-you"))
            @if !offers_partners(view) { (section("partners-not-offered")) }
            (section("partners-her"))
            p { a href="/ask/family" { (wording::text("home-family")) } }
        };
        Content::reading("partners", &body)
    })
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
