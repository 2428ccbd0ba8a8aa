//! The log of looks on its page (H15): who looked at whom, what was refused, and what is unusual.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

#[tokio::test]
async fn the_information_officer_sees_who_looked() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    house.get_as(&clinician, "/looks").await;
    let officer = house.sign_in(Role::InformationOfficer).await;
    let page = house.get_as(&officer, "/looks").await;
    assert!(page.body.contains("Demonstration clinician (Clinician)"), "{}", page.body);
    assert!(page.body.contains("see who looked at what"));
    assert!(!page.body.contains("There is a problem"));
    assert!(page.body.contains("<strong>no</strong>"));
    assert!(page.body.contains(">Who looked</strong>"), "the navigation marks the page");
    let report = house.get_as(&clinician, "/reports/annual").await;
    assert!(!report.body.contains("href=\"/looks\""));
    for (path, fields) in [("/looks", &[][..]), ("/looks", &[("want", "file")][..])] {
        assert_eq!(house.post(&clinician, path, fields).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(house.looks().iter().filter(|look| !look.allowed).count(), 3, "each attempt is noted");
}

// H15
#[tokio::test]
async fn who_looked_at_somebody_is_found_and_stands_in_no_address() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let page = house.call(&duty, &[("name", "Siobhán O'Neill-Example"), ("nhs_number", "999 000 0018")]).await;
    house.call(&duty, &[("name", "Anna Example")]).await;
    let body = house.get_as(&duty, &page).await.body;
    let reference = between(&body, "<span class=\"nhsuk-caption-l\">Referral ", "<").to_owned();
    house.world.advance_minutes(1);
    let officer = house.sign_in(Role::InformationOfficer).await;
    for asked in ["999 000 0018", &reference] {
        let found = house.post(&officer, "/looks", &[("whom", asked)]).await;
        assert_eq!(found.status, StatusCode::OK);
        let table = between(&found.body, "<table", "</table>");
        assert!(table.contains("Demonstration duty worker (Duty worker)") && table.contains(">referral<"), "{table}");
        assert!(!found.body.contains("Siobh"), "a name is nowhere");
        let one = between(table, "href=\"/looks/", "\"").to_owned();
        let one = house.get_as(&officer, &format!("/looks/{one}")).await;
        assert!(one.body.contains(&format!("referral {reference}")), "{}", one.body);
        assert!(!one.body.contains("Siobh"));
    }
    let nobody = house.post(&officer, "/looks", &[("whom", "999 000 0026")]).await;
    assert!(nobody.body.contains("No record here has this reference or NHS number"));
    let slip = house.post(&officer, "/looks", &[("whom", "999 000 0019"), ("account", "demo-duty")]).await;
    assert_eq!(slip.status, StatusCode::BAD_REQUEST);
    assert!(slip.title().starts_with("Error: ") && slip.body.contains("it has a slip in it"));
    assert!(slip.body.contains("value=\"999 000 0019\"") && !slip.body.contains("<table"), "nothing typed is lost");
    let days = [("from[day]", "31"), ("from[month]", "2"), ("from[year]", "2026")];
    let no_day = house.post(&officer, "/looks", &days).await;
    assert_eq!(no_day.status, StatusCode::BAD_REQUEST);
    assert!(no_day.body.contains("href=\"#from-day\"") && no_day.body.matches("There is a problem").count() == 1);
    assert!(no_day.body.contains("The first day must be a day that the calendar has"), "{}", no_day.body);
    for path in ["/looks/none", "/looks/00000000-0000-7000-8000-000000000000"] {
        assert_eq!(house.get_as(&officer, path).await.status, StatusCode::NOT_FOUND);
    }
    let metrics = house.get("/metrics").await.body;
    assert!(metrics.contains("route=\"/looks\"") && !metrics.contains("9990000018"));
}

#[tokio::test]
async fn more_looks_than_a_page_holds_go_on_and_a_file_holds_them_all() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    for _ in 0..250 {
        house.get_as(&duty, "/queue").await;
        house.world.advance_minutes(1);
    }
    let officer = house.sign_in(Role::InformationOfficer).await;
    let asked = [("account", "demo-duty"), ("whom", "")];
    let first = house.post(&officer, "/looks", &asked).await.body;
    assert!(first.contains("The latest 200 of more looks"));
    let before = between(&first, "name=\"before\" value=\"", "\"").to_owned();
    let next = house.post(&officer, "/looks", &[("account", "demo-duty"), ("before", &before)]).await.body;
    assert!(next.contains("50 looks, the latest first") && !next.contains("Show earlier looks"));
    let file = house.post(&officer, "/looks", &[("account", "demo-duty"), ("want", "file")]).await;
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"looks-"));
    assert_eq!(file.body.lines().count(), 251, "a line of names and each look");
}

#[tokio::test]
async fn what_is_unusual_stands_above_the_log() {
    let house = House::demonstration();
    let officer = house.sign_in(Role::InformationOfficer).await;
    let quiet = house.get_as(&officer, "/looks").await.body;
    assert!(between(&quiet, "id=\"unusual\"", "</section>").contains("Nothing."));
    let manager = house.sign_in(Role::Manager).await;
    for _ in 0..5 {
        house.get_as(&manager, "/queue").await;
    }
    let told = house.get_as(&officer, "/looks").await.body;
    let unusual = between(&told, "id=\"unusual\"", "</section>");
    assert!(unusual.contains("Demonstration service manager</strong> was refused 5 times"), "{unusual}");
}
