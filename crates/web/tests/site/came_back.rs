//! After a no: who came again, where they are, and what a referral's page asks about it.

use axum::http::StatusCode;
use porch_domain::{actor::Role, referral::history::HistoricDecision};

use crate::{
    records::historic,
    support::{House, between},
};

const YEAR: &str = "/reports/came-back?from=2022-04-01&to=2023-03-31";

fn count<'a>(page: &'a str, label: &str) -> &'a str {
    let row = between(page, &format!(">{label}<"), "</tr>");
    between(row, "<td", "</td>").split('>').next_back().unwrap_or_default()
}

// X1, H11
#[tokio::test]
async fn everybody_who_was_turned_away_is_counted_where_she_is() {
    let house = House::demonstration();
    let row = |id: &str, person: &str, at: &str, decision| historic(id, person, "thrive", at, decision);
    let mut rows = vec![
        row("A1", "A", "2022-05-03T09:00:00Z", HistoricDecision::Rejected),
        row("A2", "A", "2022-05-20T09:00:00Z", HistoricDecision::Accepted),
        row("B1", "B", "2022-06-01T09:00:00Z", HistoricDecision::Signposted),
        row("B2", "B", "2022-08-20T09:00:00Z", HistoricDecision::Rejected),
        row("C1", "C", "2022-07-01T09:00:00Z", HistoricDecision::Rejected),
    ];
    for row in &mut rows {
        row.decided_at = Some(row.received_at);
    }
    house.import(&rows);
    let cookie = house.sign_in(Role::Manager).await;
    let page = house.get_as(&cookie, YEAR).await;
    assert_eq!(page.status, StatusCode::OK);
    for (label, expected) in [
        ("within 30 days", "1"),
        ("within 90 days", "2"),
        ("within 365 days", "2"),
        ("Came again and was taken on", "1"),
        ("Came again and was not taken on", "1"),
        ("Nobody knows", "2"),
        ("All", "4"),
    ] {
        assert_eq!(count(&page.body, label), expected, "{label}");
    }
    assert!(!page.body.contains("Who they are"), "a manager sees figures and nobody behind them");
    let people = "/reports/came-back/people?from=2022-04-01&to=2023-03-31";
    assert_eq!(house.get_as(&cookie, people).await.status, StatusCode::FORBIDDEN);
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.get_as(&clinician, people).await;
    assert_eq!(page.body.matches(">after ").count(), 2, "two came again");
    for sent in ["A1", "B1", "B2", "C1"] {
        assert!(page.body.contains(&format!(">{sent}<")), "{sent}");
    }
    let wrong = house.get_as(&clinician, "/reports/came-back?from=2022-02-30&to=2022-03-01").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let empty = house.get_as(&clinician, "/reports/came-back/people?from=2010-04-01&to=2011-03-31").await;
    assert!(empty.body.contains("Nobody was turned away in this time."));
}

// X1
#[tokio::test]
async fn of_somebody_who_may_be_the_same_the_old_reason_is_one_press_away() {
    let house = House::demonstration();
    let mut old = historic("A1", "A", "thrive", "2026-06-01T09:00:00Z", HistoricDecision::Rejected);
    old.nhs_number = porch_domain::person::NhsNumber::parse("9990000018").ok();
    house.import(&[old]);
    let cookie = house.sign_in(Role::Duty).await;
    let fields = [
        ("name", "Anna Example"),
        ("nhs_number", "999 000 0018"),
        ("reach_telephone", "yes"),
        ("telephone", "01632 960 016"),
    ];
    let call = house.call(&cookie, &fields).await;
    let page = house.get_as(&cookie, &call).await;
    let alike = between(&page.body, "May be the same person", "</ul>");
    let link = between(alike, "<a href=\"", "\"").to_owned();
    assert!(link.starts_with("/referrals/") && link != call, "{alike}");
    let other = house.get_as(&cookie, &link).await.body;
    let why = between(&other, "Why it ended", "</ul>");
    assert!(why.contains("Does not meet eligibility criteria of service"), "{why}");
    assert!(!page.body.contains("Why it ended"), "it has not ended");
}
