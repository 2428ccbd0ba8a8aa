//! The questionnaires on a referral's page: the newest answers in a line each, risk first, and the way to all of them.

use maud::{Markup, html};
use porch_app::ScreeningLine;
use porch_domain::screening::{Instruments, RiskState, ScreeningStage};

use super::View;
use crate::{moment, pages::questionnaires};

/// How many stand here; the others are one press away.
const NEWEST: usize = 5;

/// The section.
pub(super) fn section(view: &View<'_>) -> Markup {
    let asked = &view.page.screenings;
    html! {
        section aria-labelledby="measures" {
            h2 class="nhsuk-heading-m" id="measures" { "Questionnaires" }
            @if asked.is_empty() {
                p { "Nothing was asked with a questionnaire yet." }
            } @else {
                (newest(asked))
            }
            p {
                a href=(questionnaires::address(view.page.referral.id)) {
                    @if asked.len() > NEWEST { "All " (asked.len()) " questionnaires, and asking" } @else { "Ask, give, or read questionnaires" }
                }
            }
        }
    }
}

/// The newest, a line each; what was taken back stays, struck through.
pub(super) fn newest(asked: &[ScreeningLine]) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for line in asked.iter().take(NEWEST) {
                li { @if line.stage == ScreeningStage::TakenBack { del { (said(line)) } } @else { (said(line)) } }
            }
        }
    }
}

fn said(line: &ScreeningLine) -> Markup {
    let definition = Instruments::shipped().definition(&line.instrument);
    let title = definition.map_or(line.instrument.as_str(), |definition| definition.short_title());
    html! {
        @match line.risk {
            Some(RiskState::Positive) => { strong { "Risk answered yes. " } }
            Some(RiskState::NotAsked) => { strong { "Risk not asked. " } }
            Some(RiskState::Negative) | None => {}
        }
        (title)
        @if let Some(total) = &line.total { " " strong class="porch-figure" { (total) } }
        ", " (moment::words(line.finished_at.unwrap_or(line.asked_at)))
        @if line.stage != ScreeningStage::Read { ": " (line.stage.label().to_lowercase()) }
        @if let Some(why) = line.why { " (" (why.label().to_lowercase()) ")" }
    }
}
