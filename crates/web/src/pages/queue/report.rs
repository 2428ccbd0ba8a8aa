//! `/reports/entries`: of the referrals received in a period, about how many somebody here wrote something in time (D19).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::queue;
use porch_domain::measure::Entries;

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

const ADDRESS: &str = "/reports/entries";
const TITLE: &str = "First entry in time";

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
        queue::entries,
        main,
    )
    .await
}

fn main(typed: &Typed, asked: &Asked, counted: &Entries, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Referrals received here from {from} to {to}, by their first entry; as at {now}");
    let rows = [
        ("An entry in time", counted.in_time),
        ("An entry too late", counted.late),
        ("No entry, and the time has gone by", counted.missing),
        ("No entry, and there is still time", counted.to_come),
        ("All", counted.all()),
    ];
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        p class="nhsuk-body-l" {
            @match counted.share() {
                Some(share) => {
                    strong { (share) "%" } " had an entry in time: " (grouped(counted.in_time)) " of " (grouped(counted.due()))
                    " that had one, or whose time has gone by."
                }
                None => { "No referral of this period has an entry, and none should have one yet." }
            }
        }
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["First entry".into(), HeadCell::numeric("Referrals")],
            rows: rows.into_iter().map(|(label, count)| vec![label.into(), grouped(count).into()]).collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        h2 class="nhsuk-heading-m" { "How it is counted" }
        p { "Every referral counts that came in here, emergencies as well; history from another system does not." }
        p {
            "An entry is what somebody of the service wrote: a claim, a try to reach her, a question, a note or an answer, a task "
            "that was closed, a change of urgency, a contact, a meeting, or a decision. What was told at the door is none, nor is "
            "what the service does by itself. The time is the clock for the first look of duty in the local rules, by the urgency "
            "that the referral has now; where they have none, the end of the first working day after the receipt. The share is "
            "rounded down, so that only all of them are 100%."
        }
        p {
            a href="/queue?show=unseen" { "Those without an entry now" } ", and "
            a href=(asked.address("/reports/annual")) { "the annual report of this period" }
        }
    }
}
