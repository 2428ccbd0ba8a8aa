//! `/reports/onward`: referrals to services outside in a period: how often each was asked, what it answered, and how long it
//! took until they had her (D19).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::handover;
use porch_domain::measure::{OnwardCounts, OnwardReport};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        grouped,
        period::{self, Asked, Typed},
        report_of_period,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/onward";
const TITLE: &str = "Referred on";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    report_of_period::shown(
        (&site, &who),
        &fields,
        report_of_period::Which::Lately,
        (ADDRESS, TITLE),
        handover::onward_report,
        main,
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, report: &OnwardReport, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Referrals to services outside that were made from {from} to {to}; as at {now}");
    let mut rows: Vec<Vec<Cell>> = report.services.iter().map(|(name, counts)| row(name, counts)).collect();
    rows.push(row("All", &report.all));
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        @if report.services.is_empty() {
            p { "Nobody was referred on from " (from) " to " (to) ", as at " (now) "." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: vec![
                    "Service".into(),
                    HeadCell::numeric("Asked"),
                    HeadCell::numeric("Have her"),
                    HeadCell::numeric("Refused"),
                    HeadCell::numeric("No answer yet"),
                    HeadCell::numeric("Days until they had her, median"),
                    HeadCell::numeric("Longest"),
                ],
                rows,
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
        }
        p { "Asked = have her + refused + no answer yet. Each referral to a service outside counts in the period in which it was made; a woman who was referred on twice counts twice. Days are whole days from the asking until a named person there said that they have her, of those whom they have; half waited no longer than the median. These counts are for the service itself: small numbers are not suppressed." }
        p { a href="/handovers?show=onward" { "Those that are to be chased" } }
    }
}

fn row<'a>(name: &'a str, counts: &OnwardCounts) -> Vec<Cell<'a>> {
    let count = |count: usize| grouped(count as u64).into();
    let days = |days: Option<i64>| days.map_or_else(|| "none".to_owned(), |days| days.to_string()).into();
    vec![
        name.into(),
        count(counts.asked),
        count(counts.taken),
        count(counts.refused),
        count(counts.waiting),
        days(counts.median_days),
        days(counts.longest_days),
    ]
}
