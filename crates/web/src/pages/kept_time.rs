//! `/reports/kept-time`: the time that the local rules keep for this work, beside what its teams did (G1).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::report;
use porch_domain::measure::{KeptTime, Period};

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

const ADDRESS: &str = "/reports/kept-time";
const TITLE: &str = "Time that is kept for this work";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let counted = Arc::clone(&site);
    report_of_period::shown(
        (&site, &who),
        &fields,
        report_of_period::Which::Lately,
        (ADDRESS, TITLE),
        move |ctx, period| report::kept_time(ctx, &counted.measures, period),
        |typed, asked, counted, now| main(typed, asked, counted, now),
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, counted: &[KeptTime], now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("{from} to {to}; as at {now}");
    let heads = ["Referrals first directed to it", "Taken on", "Women seen or reached", "Contacts", "Missed"];
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        @if counted.is_empty() {
            p { "The local rules keep no time for this work." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: ["Kept by".into(), "What for".into(), "Whole-time posts".into()]
                    .into_iter()
                    .chain(heads.map(HeadCell::numeric))
                    .chain([HeadCell::numeric("Contacts a week for each post")])
                    .collect(),
                rows: counted.iter().map(|kept| row(kept, asked.period)).collect(),
                first_cell_is_header: true,
                scroll: true,
                ..Table::default()
            }))
            p { "What a team did is counted, whoever of it did it: no contact says whether it was in the time that is kept. Missed are those to which she did not come and had not said so." }
        }
        p { a href=(asked.address("/reports/annual")) { "The annual report of this period" } }
    }
}

fn row(kept: &KeptTime, period: Period) -> Vec<Cell<'static>> {
    let posts = match (kept.kept.wte, kept.kept.per_births) {
        (Some(posts), Some(births)) => format!("{posts} for {} births a year", grouped(u64::from(births))),
        (Some(posts), None) => posts.to_string(),
        (None, _) => "not stated".to_owned(),
    };
    let each =
        kept.contacts_a_post_and_week(period).map_or_else(|| "not known".to_owned(), |each| format!("{each:.1}"));
    let counts =
        [kept.referrals, kept.accepted, kept.women, kept.attended, kept.missed].map(|count| Cell::from(grouped(count)));
    let mut row = vec![Cell::from(kept.team.clone()), Cell::from(kept.kept.what.clone()), Cell::from(posts)];
    row.extend(counts);
    row.push(Cell::from(each));
    row
}
