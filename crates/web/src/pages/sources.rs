//! `/reports/sources`: who refers, by the seed's seven sources and every MHSDS code, adding up to all referrals (PR-10).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::report;
use porch_domain::{
    code_list::{self, SOURCE_OF_REFERRAL},
    front_door::source::{BySource, SourceRow},
};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        period::{self, Asked, Typed},
        report_of_period,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/sources";
const TITLE: &str = "Who refers";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    report_of_period::shown(
        (&site, &who),
        &fields,
        report_of_period::Which::LastYear,
        (ADDRESS, TITLE),
        report::by_source,
        main,
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, counted: &BySource, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Referrals received from {from} to {to}, of everybody, by who referred; as at {now}");
    let mut rows: Vec<Vec<Cell>> = counted.rows.iter().map(row).collect();
    rows.push(vec!["All".into(), counted.all.to_string().into(), "".into()]);
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["Source".into(), HeadCell::numeric("Referrals"), "Made up of these MHSDS codes".into()],
            rows,
            first_cell_is_header: true,
            ..Table::default()
        }))
        p { "Each MHSDS code belongs to one source, so that the rows add up to all referrals. A code that is none of the national list counts as not recorded, and stands as it was sent." }
        p { a href=(asked.address("/reports/annual")) { "The annual report of this period" } }
    }
}

fn row(row: &SourceRow) -> Vec<Cell<'_>> {
    let codes = html! {
        @for (nth, (code, count)) in row.codes.iter().enumerate() {
            @if nth > 0 { br; }
            (code) " " (code_list::find(SOURCE_OF_REFERRAL, code).map_or("(no code of the list)", |code| code.label))
            ": " (count)
        }
    };
    vec![row.source.label().into(), row.count.to_string().into(), codes.into()]
}
