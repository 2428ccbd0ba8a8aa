//! `/reports/discussions`: how many days of case discussions were held in a period, and what came of the referrals (H2).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::case_discussion;
use porch_domain::{footprint::Footprint, meeting::CaseFigures, referral::CaseOutcome};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        period::{self, Asked, Typed},
        report_of_period::{self, Which},
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/discussions";
const TITLE: &str = "Case discussions across services: what came of them";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let rules = site.rules();
    report_of_period::shown(
        (&site, &who),
        &fields,
        Which::LastYear,
        (ADDRESS, TITLE),
        case_discussion::figures,
        |typed, asked, figures, now| main(&rules.footprint, typed, asked, figures, now),
    )
    .await
}

fn main(footprint: &Footprint, typed: &Typed, asked: &Asked, figures: &CaseFigures, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Case discussions from {from} to {to}; as at {now}");
    let name = |code: &str| {
        footprint.case_discussion(code).map_or_else(|| code.to_owned(), |discussion| discussion.name.clone())
    };
    let mut head: Vec<HeadCell<'_>> =
        vec!["Discussion".into(), HeadCell::numeric("Days held"), HeadCell::numeric("Discussed")];
    head.extend(CaseOutcome::ALL.map(|outcome| HeadCell::numeric(outcome.label())));
    let rows = figures.0.iter().map(|(code, counts)| {
        let mut cells: Vec<Cell<'_>> =
            vec![name(code).into(), counts.days.to_string().into(), counts.discussed().to_string().into()];
        cells.extend(CaseOutcome::ALL.map(|outcome| Cell::from(counts.of(outcome).to_string())));
        cells
    });
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        @if figures.0.is_empty() {
            p { "No case discussion of this period has dealt with a referral." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head,
                rows: rows.collect(),
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
        }
        h2 class="nhsuk-heading-m" { "How it is counted" }
        p {
            "A day counts by the time for which it was planned, once it is closed. A referral counts once for each day that dealt "
            "with it, when that was written down: discussed, with what was agreed, or carried over. What is agreed is no decision "
            "of a referral."
        }
        p { a href=(asked.address("/reports/meetings")) { "The team meeting in this period" } }
    }
}
