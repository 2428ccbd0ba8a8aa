//! `/beside`: the least that a peer worker or a charity worker needs of those whom their team has.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_app::beside::{self, Beside, MOST};
use porch_domain::footprint::Footprint;

use crate::{
    Site, activity,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{html as answer, staff, team_name},
    sign_in::SignedIn,
};

const TITLE: &str = "Those whom your team has";

/// The list.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let shown = activity::carry_out(&site, &who, |_, ctx| beside::list(ctx)).await?;
    let content = staff::Content {
        title: TITLE.to_owned(),
        main: main(&site.rules().footprint, &shown),
        wide: true,
        section: staff::Section::Beside,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn main(footprint: &Footprint, shown: &[Beside]) -> Markup {
    html! {
        h1 { (TITLE) }
        p { "Only what walking beside her needs: no story, no risk, no letters. For anything more, ask her lead professional. That you looked is noted." }
        @if shown.is_empty() {
            p class="nhsuk-body-l" { "Your teams have nobody in their care now." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("In the care of your teams, the first due first"),
                head: ["Who", "How it is safe to reach her", "What she asked for", "Next date", "Team"]
                    .into_iter().map(HeadCell::from).collect(),
                rows: shown.iter().map(|one| row(footprint, one)).collect(),
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
            @if shown.len() == MOST { p { "The first " (MOST) " are shown." } }
        }
    }
}

fn row(footprint: &Footprint, one: &Beside) -> Vec<Cell<'static>> {
    let routes = html! {
        @if one.routes.is_empty() { "Not known: ask her lead professional before you ring or write" }
        @for (nth, (route, number)) in one.routes.iter().enumerate() {
            @if nth > 0 { br; }
            (route.label()) @if let Some(number) = number { ": " (number) }
        }
    };
    let next = one.next_contact_by.map_or_else(|| "None recorded".to_owned(), moment::words);
    let asked = if one.asked.is_empty() { "Nothing recorded".to_owned() } else { one.asked.join("; ") };
    vec![
        one.name.clone().unwrap_or_else(|| "Name not known".to_owned()).into(),
        routes.into(),
        asked.into(),
        next.into(),
        team_name(footprint, &one.team).into(),
    ]
}
