//! The perinatal calendar: where she is, and until when each team and service is open to her (X3, D3).

use maud::{Markup, html};
use porch_domain::{
    eligibility::{Fit, Open, Proposed, counted, propose, until},
    footprint::area_of,
    referral::Stage,
};

use super::View;
use crate::{
    components::{Cell, Table, TableCaption, WarningCallout, table, warning_callout},
    moment,
    pages::decide::fits,
};

/// The section, while it is not decided or she is in care; nothing where the local rules say nobody's thresholds.
pub(super) fn section(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    match referral.stage {
        Stage::Pending(_) | Stage::Accepted { .. } => {}
        Stage::Discharged { .. } | Stage::Ended { .. } => return html! {},
    }
    let today = moment::local(view.now).date();
    let identity = view.identity();
    let area = area_of(&identity.cloned().unwrap_or_default(), view.footprint);
    let facts =
        porch_domain::eligibility::Facts::of(referral, identity.and_then(|identity| identity.birth_date), area, today);
    let proposed = propose(view.footprint, &facts, today);
    let in_question: Vec<&Proposed<'_>> = proposed.iter().filter(|one| one.fit != Fit::DoesNotFit).collect();
    if in_question.is_empty() {
        return html! {};
    }
    let clock = referral.respond_by.filter(|_| matches!(referral.stage, Stage::Pending(_)));
    let stands = |one: &Proposed<'_>| {
        let closes = until(view.footprint, one.by, &facts);
        (closes, Open::of(closes, today, clock))
    };
    let closing: Vec<String> = in_question
        .iter()
        .filter(|one| stands(one).1 == Open::ClosesBeforeClock)
        .map(|one| view.footprint.called(one.to()))
        .collect();
    let rows = in_question.iter().map(|one| {
        let (closes, open) = stands(one);
        let cells: Vec<Cell<'_>> =
            vec![view.footprint.called(one.to()).into(), one.fit.label().into(), fits::open(closes, open).into()];
        cells
    });
    html! {
        section aria-labelledby="calendar" {
            h2 class="nhsuk-heading-m" id="calendar" { "Until when each is open to her" }
            @if !closing.is_empty() {
                (warning_callout(&WarningCallout {
                    heading: "A window closes before the answer is due",
                    level: crate::components::Level::H3,
                    content: html! { p { (closing.join("; ")) ". Answer sooner: outside a window it is a question to the meeting, and never a refusal." } }.into(),
                    id: "closing",
                    ..WarningCallout::default()
                }))
            }
            p { (fits::calendar(counted(&facts, today))) " Those that cannot be hers are left out." }
            (table(&Table {
                caption: TableCaption::from("Teams and services, and until when each takes her"),
                head: ["Team or service", "Fits", "Open to her"].map(Into::into).to_vec(),
                rows: rows.collect(),
                first_cell_is_header: true,
                responsive: true,
                compact: true,
                id: "open-until",
                ..Table::default()
            }))
        }
    }
}
