//! `/services`: what there is, in the footprint's own public words, and what there is not.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::html;
use porch_domain::footprint::{Offering, Team};

use super::{Content, View, answer, help_now, section};
use crate::{Site, wording};

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    answer(&site, content)
}

fn content(view: &View) -> Content {
    let footprint = view.footprint();
    let teams: Vec<&Team> = footprint.teams().iter().filter(|team| team.exists_on(view.today)).collect();
    let no_partners = teams.iter().any(|team| footprint.not_offered(&team.code, Offering::PartnerAssessment).is_some());
    let body = html! {
        (wording::prose("services-body"))
        (help_now::urgent_card(view))
        @for team in &teams {
            h2 { (team.public_name) }
            p { (team.public_about) }
        }
        (section("services-anyone"))
        @if no_partners {
            (section("services-not-offered"))
            p { a href="/partners" { (wording::text("services-partners-link")) } }
        }
        (section("services-how"))
        p { a href="/ask" { (wording::text("home-ask")) } }
    };
    Content::reading("services", &body)
}
