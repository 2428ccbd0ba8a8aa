//! `/reports/proposed`: how often people decide as the local rules propose, by team and by reason (D2).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::proposal;
use porch_domain::{
    code_list,
    eligibility::WHY_OTHERWISE,
    footprint::Footprint,
    measure::{Agreed, AgreementCounted},
};

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

const ADDRESS: &str = "/reports/proposed";
const TITLE: &str = "Proposed and decided";

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
        Which::Lately,
        (ADDRESS, TITLE),
        proposal::report,
        move |typed, asked, counted, now| main(&rules.footprint, typed, asked, counted, now),
    )
    .await
}

fn main(footprint: &Footprint, typed: &Typed, asked: &Asked, counted: &AgreementCounted, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let all = counted.all();
    let caption = format!("{} decisions recorded from {from} to {to}, by team; as at {now}", all.all());
    let mut rows: Vec<Vec<Cell<'_>>> = counted
        .by_team
        .iter()
        .map(|(team, agreed)| row(footprint.team_by_code(team).map_or(team.0.as_str(), |known| &known.name), *agreed))
        .collect();
    rows.push(row("All", all));
    let why = format!("{} decisions otherwise than proposed, by reason", all.otherwise);
    let mut reasons: Vec<(&str, u64)> = counted.by_reason.iter().map(|(code, count)| (code.as_str(), *count)).collect();
    reasons.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let numbers = ["As proposed", "Otherwise", "Nothing proposed", "Not kept", "All"].map(HeadCell::numeric);
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        @if counted.by_team.is_empty() {
            p { "Nothing was decided in this time." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: std::iter::once("Team".into()).chain(numbers).collect(),
                rows,
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
        }
        @if !reasons.is_empty() {
            (table(&Table {
                caption: TableCaption::from(why.as_str()),
                head: vec!["Why".into(), HeadCell::numeric("Decisions")],
                rows: reasons.into_iter().map(|(code, count)| vec![reason(code).into(), count.to_string().into()]).collect(),
                first_cell_is_header: true,
                ..Table::default()
            }))
        }
        p {
            "What the local rules proposed is kept with each decision as it was on that day. A decision stands with the team "
            "that took her on, or on whose behalf she was not. Nothing was proposed where something was not known, such as "
            "how severe it is, or where it was a question to the meeting. Not kept are decisions made before this was kept. "
            "A decision counts on the day on which it was recorded; a withdrawal is none."
        }
        p { "A rule that people often decide against is a rule to look at: it says nothing about who decided." }
    }
}

fn row(team: &str, agreed: Agreed) -> Vec<Cell<'_>> {
    let counts = [agreed.as_proposed, agreed.otherwise, agreed.nothing_proposed, agreed.not_kept, agreed.all()];
    std::iter::once(team.into()).chain(counts.map(|count| count.to_string().into())).collect()
}

fn reason(code: &str) -> &str {
    code_list::find(WHY_OTHERWISE, code).map_or(code, |known| known.label)
}
