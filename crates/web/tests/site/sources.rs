//! Who refers: every code under one source, and all of them together.

use axum::http::StatusCode;
use porch_domain::{
    actor::Role,
    referral::history::{HistoricDecision, HistoricReferral},
};

use crate::{
    records::historic,
    support::{House, between},
};

const YEAR: &str = "/reports/sources?from=2022-04-01&to=2023-03-31";

fn from(nth: usize, source: Option<&str>) -> HistoricReferral {
    let row =
        historic(&format!("R{nth}"), &format!("P{nth}"), "thrive", "2022-05-03T09:00:00Z", HistoricDecision::Accepted);
    HistoricReferral { source: source.map(str::to_owned), ..row }
}

/// The row of the table that begins with a source, as text.
fn row<'a>(page: &'a str, source: &str) -> &'a str {
    between(page, &format!(">{source}<"), "</tr>")
}

// PR-10, D17
#[tokio::test]
async fn each_code_stands_under_its_source_and_the_rows_add_up() {
    let house = House::demonstration();
    let sources = [Some("A1"), Some("A1"), Some("A4"), Some("J1"), Some("P1"), Some("M6"), None];
    let rows: Vec<_> = sources.iter().enumerate().map(|(nth, source)| from(nth, *source)).collect();
    house.import(&rows);
    let cookie = house.sign_in(Role::Manager).await;
    let page = house.get_as(&cookie, YEAR).await;
    assert_eq!(page.status, StatusCode::OK);
    let counted =
        |source: &str| between(row(&page.body, source), "<td", "</td>").split('>').next_back().map(str::to_owned);
    for (source, count) in [
        ("GP", "2"),
        ("Midwives", "1"),
        ("Community mental health teams", "2"),
        ("Health visitors", "0"),
        ("Another source", "1"),
        ("Not recorded", "1"),
        ("All", "7"),
    ] {
        assert_eq!(counted(source).as_deref(), Some(count), "{source}");
    }
    assert!(row(&page.body, "Community mental health teams").contains("P1 Internal Referral: 1"));
}

#[tokio::test]
async fn dates_that_cannot_be_are_told_beside_the_field_and_an_administrator_sees_nothing() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    let wrong = house.get_as(&manager, "/reports/sources?from=2022-02-30&to=2022-03-01").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("href=\"#from-day\"") && wrong.title().starts_with("Error: "), "{}", wrong.title());
    let administrator = house.sign_in(Role::Administrator).await;
    assert_eq!(house.get_as(&administrator, YEAR).await.status, StatusCode::FORBIDDEN);
}
