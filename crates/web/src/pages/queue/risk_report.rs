//! `/reports/risk`: how long risk answers of a period waited for a named person (H02).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::SignedDuration;
use maud::{Markup, html};
use porch_app::queue;
use porch_domain::measure::RiskWaits;

use crate::{
    Site,
    components::{HeadCell, Table, TableCaption, table},
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

const ADDRESS: &str = "/reports/risk";
const TITLE: &str = "Risk answers: time to a named person";

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
        queue::risk_waits,
        main,
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, counted: &RiskWaits, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Risk answers whose first answer came from {from} to {to}; as at {now}");
    let waited = |wait: Option<SignedDuration>| wait.map_or_else(|| "none".to_owned(), moment::long);
    let with_share = |count: u64| match counted.share(count) {
        Some(share) => format!("{} ({share}%)", grouped(count)),
        None => grouped(count),
    };
    let rows = [
        ("Somebody had it by name within 15 minutes", with_share(counted.within_15)),
        ("Somebody had it by name within 60 minutes, those before with it", with_share(counted.within_60)),
        ("Somebody had it by name later", with_share(counted.later)),
        ("Open, and nobody has had it by name yet", with_share(counted.nobody)),
        ("Closed without anybody having it: she died, or was erased", grouped(counted.without)),
        ("All", grouped(counted.all)),
        ("Of all: open now, whoever has them", grouped(counted.open)),
        ("Median wait of those that somebody had", waited(counted.median)),
        ("Longest wait, those that wait now with it", waited(counted.longest)),
    ];
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        @if counted.all == 0 { p class="nhsuk-body-l" { "No risk answer came in this period." } }
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["Wait".into(), HeadCell::numeric("Risk answers")],
            rows: rows.into_iter().map(|(label, count)| vec![label.into(), count.into()]).collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        h2 class="nhsuk-heading-m" { "How it is counted" }
        p {
            "A risk answer counts once from its first answer until what was done is recorded; answers that joined it meanwhile "
            "are not counted again, and one that comes after it was closed is counted anew. The wait runs from the first answer, "
            "by day and by night, until somebody had it by name: \"I take this\" by a colleague, or a named person of another "
            "service. That it was let go later, and taken again, does not change the wait. Shares are of those that somebody had "
            "or that wait still, and rounded down. It names nobody, and small numbers are not hidden: it is not for publication."
        }
        p { "It is as at the moment above: a report drawn later counts what was done since." }
    }
}
