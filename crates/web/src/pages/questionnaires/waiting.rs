//! `/questionnaires`: what waits for somebody, each with its owner: finished and not read, opened and not finished, given
//! and not opened.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_app::{ScreeningLine, account::Names, screening};
use porch_domain::screening::{RiskState, ScreeningStage};

use super::{address, shown::title};
use crate::{
    Site, activity,
    failure::Failure,
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let (lines, names) = activity::carry_out(&site, &who, |_, ctx| screening::waiting(ctx)).await?;
    let ctx = site.ctx_of(&who);
    let part = |stage: ScreeningStage| lines.iter().filter(|line| line.stage == stage).collect::<Vec<_>>();
    let main = html! {
        h1 { "Questionnaires that wait" }
        @for stage in [ScreeningStage::Done, ScreeningStage::Opened, ScreeningStage::Given] {
            h2 class="nhsuk-heading-m" id=(stage.code()) { (stage.label()) }
            @let part = part(stage);
            @if part.is_empty() { p { "None." } } @else { (list(&ctx, &part, &names)) }
        }
        p class="nhsuk-body-s" { "As at " (moment::words(ctx.now)) "." }
    };
    let content = staff::Content {
        title: "Questionnaires that wait".to_owned(),
        main,
        wide: true,
        section: staff::Section::Caseload,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn list(ctx: &porch_app::Ctx, lines: &[&ScreeningLine], names: &Names) -> Markup {
    html! {
        table class="nhsuk-table" {
            thead { tr { th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Risk" } th scope="col" { "When" } th scope="col" { "Read by" } } }
            tbody {
                @for line in lines {
                    tr {
                        th scope="row" {
                            a href={ (address(line.referral)) "#q-" (line.id) } {
                                (line.name.as_deref().unwrap_or("A restricted record"))
                                @if let Some(reference) = &line.reference { ", " (reference) }
                            }
                        }
                        td { (title(ctx, line.instrument.as_str())) }
                        td { (risk(line.risk)) }
                        td {
                            (moment::words(line.finished_at.or(line.opened_at).unwrap_or(line.asked_at)))
                            @if line.until.is_some_and(|until| until < ctx.now) && line.stage != ScreeningStage::Done { "; its time is over" }
                        }
                        td { (names.of(&line.owner)) }
                    }
                }
            }
        }
    }
}

/// In a word or two. What was not asked is not a no.
fn risk(risk: Option<RiskState>) -> &'static str {
    match risk {
        Some(RiskState::Positive) => "yes",
        Some(RiskState::Negative) => "asked, and no",
        Some(RiskState::NotAsked) => "not asked",
        None => "–",
    }
}
