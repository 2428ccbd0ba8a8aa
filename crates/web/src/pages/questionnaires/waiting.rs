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
    components::{Cell, Table, table},
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
    let row = |line: &&ScreeningLine| -> Vec<Cell<'static>> {
        let who = html! {
            a class="nhsuk-link" href={ (address(line.referral)) "#q-" (line.id) } {
                (line.name.as_deref().unwrap_or("A restricted record"))
                @if let Some(reference) = &line.reference { ", " (reference) }
            }
        };
        let over = line.until.is_some_and(|until| until < ctx.now) && line.stage != ScreeningStage::Done;
        let when = html! {
            (moment::words(line.finished_at.or(line.opened_at).unwrap_or(line.asked_at)))
            @if over { "; its time is over" }
        };
        vec![
            who.into(),
            html! { (title(ctx, line.instrument.as_str())) }.into(),
            risk(line.risk, line.stage).into(),
            when.into(),
            html! { (names.of(&line.owner)) }.into(),
        ]
    };
    table(&Table {
        head: vec!["Who".into(), "What".into(), "Risk".into(), "When".into(), "Whose to read".into()],
        rows: lines.iter().map(row).collect(),
        first_cell_is_header: true,
        responsive: true,
        ..Table::default()
    })
}

/// In a word or two. What was not asked is not a no, and neither is what was not answered yet.
fn risk(risk: Option<RiskState>, stage: ScreeningStage) -> &'static str {
    match risk {
        Some(RiskState::Positive) => "yes",
        Some(RiskState::Negative) => "asked, and no",
        Some(RiskState::NotAsked) => "not asked",
        None if stage == ScreeningStage::Done => "does not ask",
        None => "not known yet",
    }
}
