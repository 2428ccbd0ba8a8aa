//! `/reports/self-check`: how often the self-check of partners was used, with small numbers hidden (K8, PR-25).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::self_check;
use porch_domain::{
    measure::SMALLEST_SHOWN,
    screening::{SelfCheckBand, SelfCheckUse},
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

const ADDRESS: &str = "/reports/self-check";
const TITLE: &str = "Use of the self-check for partners";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let drawn = |typed: &Typed, asked: &Asked, used: &Vec<SelfCheckUse>, now: &str| main(typed, asked, used, now);
    report_of_period::shown((&site, &who), &fields, Which::Lately, (ADDRESS, TITLE), self_check::used, drawn).await
}

fn main(typed: &Typed, asked: &Asked, used: &[SelfCheckUse], now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Used from {from} to {to}, by where the answers pointed; as at {now}");
    let heads = SelfCheckBand::ALL.map(|band| HeadCell::numeric(label(band)));
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: [HeadCell::from("Month"), HeadCell::numeric("Used")].into_iter().chain(heads).collect(),
            rows: used.iter().map(row).collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
        p {
            "A count below " (SMALLEST_SHOWN) " is shown as \u{2217}, nought with them, and every other is rounded to the \
             nearest five. So the columns need not add up."
        }
        p {
            "Nobody reads the answers and nothing of them is kept: a use is a number of its day. Whoever answers twice counts \
             twice, and a use while the database did not answer is not counted."
        }
    }
}

/// What a manager reads.
fn label(band: SelfCheckBand) -> &'static str {
    match band {
        SelfCheckBand::RingNow => "Ring now",
        SelfCheckBand::TalkToSomebody => "Talk to somebody",
        SelfCheckBand::NothingStandsOut => "Nothing stands out",
    }
}

fn row(row: &SelfCheckUse) -> Vec<Cell<'static>> {
    let printed = |count: Option<u64>| count.map_or_else(|| "\u{2217}".to_owned(), grouped).into();
    let month = row.month.map_or_else(|| "All".to_owned(), |month| month.strftime("%B %Y").to_string());
    let figures = [row.times].into_iter().chain(row.bands).map(printed);
    [Cell::from(month)].into_iter().chain(figures).collect()
}
