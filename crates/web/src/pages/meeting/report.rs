//! `/reports/meetings`: of the referrals received in a period, how many the first meeting after their receipt looked at (D8).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::meeting;
use porch_domain::meeting::Reviews;

use crate::{
    Site,
    components::{HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        period::{self, Asked, Typed},
        report_of_period,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/meetings";
const TITLE: &str = "Looked at by the first meeting";

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
        meeting::reviews,
        main,
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, counted: &Reviews, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption =
        format!("Referrals received here from {from} to {to}, by the meeting that first looked at them; as at {now}");
    let rows = [
        ("At the first meeting after receipt", counted.first),
        ("At a later one", counted.later),
        ("At none, though the first has passed", counted.missed),
        ("At none, and the first is still to come", counted.to_come),
        ("All", counted.all()),
    ];
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        p class="nhsuk-body-l" {
            @match counted.share() {
                Some(share) => {
                    strong { (share) "%" } " were looked at by the first meeting: " (counted.first) " of " (counted.due())
                    " for which there was one."
                }
                None => { "No referral of this period has come to a meeting yet." }
            }
        }
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["Looked at".into(), HeadCell::numeric("Referrals")],
            rows: rows.into_iter().map(|(label, count)| vec![label.into(), count.to_string().into()]).collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        h2 class="nhsuk-heading-m" { "How it is counted" }
        p { "Every referral counts that came in here, emergencies as well; history from another system does not." }
        p {
            "The first meeting is the first that the local rules plan after the receipt. A meeting looked at a referral where "
            "it decided it, carried it over, asked for more, or read it out as one that duty had decided or as an emergency. "
            "What was read out counts once the meeting is closed. The share is of those for which the first meeting has passed."
        }
        p { a href=(asked.address("/reports/annual")) { "The annual report of this period" } }
    }
}
