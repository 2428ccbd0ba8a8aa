//! `/reports/comments`: how many said how it was, month by month, with small numbers hidden (T6, PR-32).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::comment;
use porch_domain::{
    comment::{CommentCount, Teller},
    measure::SMALLEST_SHOWN,
};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        grouped,
        period::{self, Asked, Typed},
        report_of_period::{self, Which},
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/comments";
const TITLE: &str = "How many said how it was";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let drawn = |typed: &Typed, asked: &Asked, counts: &Vec<CommentCount>, now: &str| main(typed, asked, counts, now);
    report_of_period::shown((&site, &who), &fields, Which::Lately, (ADDRESS, TITLE), comment::counts, drawn).await
}

fn main(typed: &Typed, asked: &Asked, counts: &[CommentCount], now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Said how it was from {from} to {to}, by who they say they are; as at {now}");
    let heads = Teller::ALL.map(|teller| HeadCell::numeric(label(teller)));
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: [HeadCell::from("Month"), HeadCell::numeric("All")].into_iter().chain(heads).collect(),
            rows: counts.iter().map(row).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
        p {
            "A count below " (SMALLEST_SHOWN) " is shown as \u{2217}, nought with them, and every other is rounded to the \
             nearest five. So the columns need not add up."
        }
        p { "Whoever writes twice counts twice. Nobody is asked to prove who they are." }
    }
}

/// The head of a column.
fn label(teller: Teller) -> &'static str {
    match teller {
        Teller::Herself => "Asked for help",
        Teller::Family => "Partner, family, friend",
        Teller::Professional => "Professional",
        Teller::NotSaid => "Not said",
    }
}

fn row(row: &CommentCount) -> Vec<Cell<'static>> {
    let printed = |count: Option<u64>| count.map_or_else(|| "\u{2217}".to_owned(), grouped).into();
    let month = row.month.map_or_else(|| "All".to_owned(), |month| month.strftime("%B %Y").to_string());
    let figures = [row.all].into_iter().chain(row.tellers).map(printed);
    [Cell::from(month)].into_iter().chain(figures).collect()
}
