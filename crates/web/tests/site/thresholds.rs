//! The page of thresholds: who takes what, and where nobody does (G3).

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, KENT, between};

const DORSET: &str = include_str!("../../../../footprints/dorset.toml");

/// The row of a need in the table of a stage, cell by cell.
fn row<'a>(page: &'a str, stage: &str, need: &str) -> Vec<&'a str> {
    let table = page.split("<table").skip(1).find(|table| table.contains(stage)).unwrap_or_default();
    let row = table.split("<tr").find(|row| row.contains(need)).unwrap_or_default();
    row.split("<td").skip(1).collect()
}

// G3
#[tokio::test]
async fn the_table_names_who_takes_each_need_and_says_nobody_where_nobody_does() {
    let house = House::of(DORSET, true);
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, "/thresholds").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.title(), "Who takes what, aged 18 or over \u{2013} Porch");
    assert!(
        page.body.contains("Nobody takes 10 of 108 places of this table."),
        "{}",
        between(&page.body, "<main", "</main>")
    );
    let before = row(&page.body, "Before a pregnancy", "Low mood");
    assert_eq!(before.len(), 3);
    assert!(before[0].contains("NHS Talking Therapies") && before[0].contains("(assumed)"), "{}", before[0]);
    assert!(before[2].contains("<strong>Nobody</strong>"), "{}", before[2]);
    let after = row(&page.body, "After a birth", "Low mood");
    assert!(after[2].contains("Dorset Perinatal Mental Health Service, to month 9"), "{}", after[2]);
    assert!(after[2].contains("each one talked through") && !after[2].contains("Nobody"), "{}", after[2]);
    let young = house.get_as(&duty, "/thresholds?age=under_18").await;
    assert_eq!(young.title(), "Who takes what, under 18 \u{2013} Porch");
    assert!(young.body.contains("Every need has somebody at each stage"), "no gap");
    assert!(row(&young.body, "In pregnancy", "Eating")[1].contains("CAMHS"));
    assert_eq!(house.get_as(&duty, "/thresholds?age=old").await.status, StatusCode::BAD_REQUEST);
    for from in ["/duty"] {
        assert!(house.get_as(&duty, from).await.links().contains(&"/thresholds".to_owned()), "{from}");
    }
}

// G3
#[tokio::test]
async fn whoever_is_not_signed_in_sees_no_table_and_rules_without_thresholds_say_so() {
    let house = House::demonstration();
    assert_eq!(house.get("/thresholds").await.status, StatusCode::UNAUTHORIZED);
    let manager = house.sign_in(Role::Manager).await;
    assert!(house.get_as(&manager, "/thresholds").await.body.contains("Every need has somebody at each stage"));
    let start = KENT.find("# Thresholds:").unwrap();
    let end = KENT.find("# 999 and 111").unwrap();
    let house = House::of(&format!("{}{}", &KENT[..start], &KENT[end..]), true);
    let duty = house.sign_in(Role::Duty).await;
    assert!(house.get_as(&duty, "/thresholds").await.body.contains("no thresholds are written"));
}
