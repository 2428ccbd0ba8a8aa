//! `/reports/aggregates`: figures for those who see figures alone, with small numbers hidden, and no record behind any (G2).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{access, report};
use porch_domain::{
    measure::{AggregateRow, SMALLEST_SHOWN},
    referral::Outcome,
};

use crate::{
    Site, activity,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        grouped, html as answer,
        period::{self, Asked, Typed},
        staff,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/aggregates";
const TITLE: &str = "Referrals and what became of them";

/// The figures of a period, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let typed = Typed::of(&fields, site.today());
    let asked = match typed.read() {
        Ok(asked) => asked,
        Err(errors) => {
            activity::carry_out(&site, &who, |_, ctx| access::check(ctx, access::Action::SeeAggregates)).await?;
            let main = html! { (period::summary(&errors)) h1 { (TITLE) } (period::form(ADDRESS, &typed, &errors)) };
            let page = staff::page(&site, Some(&who), &content(format!("Error: {TITLE}"), main));
            return Ok((StatusCode::BAD_REQUEST, answer(page)).into_response());
        }
    };
    let drawn =
        activity::carry_out(&site, &who, move |site, ctx| report::aggregates(ctx, &site.measures, asked.period));
    let (rows, as_at) = drawn.await?;
    let main = main(&typed, &asked, &rows, &moment::words(as_at));
    Ok(answer(staff::page(&site, Some(&who), &content(TITLE.to_owned(), main))))
}

fn content(title: String, main: Markup) -> staff::Content {
    staff::Content { title, main, wide: true, section: staff::Section::Aggregates }
}

fn main(typed: &Typed, asked: &Asked, rows: &[AggregateRow], as_at: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Referrals received from {from} to {to}, by the team first asked; as at {as_at}");
    let outcome = |outcome: Outcome| match outcome {
        Outcome::Accepted => "Accepted",
        Outcome::Rejected => "Rejected",
        Outcome::Signposted => "Signposted",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::Pending => "Pending",
    };
    let heads = Outcome::ALL.map(|one| HeadCell::numeric(outcome(one)));
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: [HeadCell::from("Team"), HeadCell::numeric("Received")].into_iter().chain(heads).collect(),
            rows: rows.iter().map(row).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
        p {
            "A count below " (SMALLEST_SHOWN) " is shown as \u{2217}, nought with them, and every other is rounded to the \
             nearest five, so that nobody can be told from a figure. So the columns need not add up. No record stands \
             behind a figure here."
        }
    }
}

fn row(row: &AggregateRow) -> Vec<Cell<'static>> {
    let printed = |count: Option<u64>| count.map_or_else(|| "\u{2217}".to_owned(), grouped).into();
    let figures = [row.referrals].into_iter().chain(row.outcomes).map(printed);
    [Cell::from(row.team.clone())].into_iter().chain(figures).collect()
}
