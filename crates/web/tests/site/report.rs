//! The annual report as a page and as files.

use axum::http::StatusCode;
use porch_domain::{actor::Role, referral::history::HistoricDecision};

use crate::{
    records::{historic, kent_year},
    support::{House, KENT, between},
};

const YEAR: &str = "/reports/annual?from=2022-04-01&to=2023-03-31";

#[tokio::test]
async fn the_page_names_period_instant_teams_figures_and_whose_definitions_they_are() {
    let house = House::demonstration();
    house.import(&kent_year());
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, YEAR).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("<h1").count(), 1);
    for said in [
        "1 April 2022 to 31 March 2023",
        "As at",
        "2026-11-21T09:00:00Z",
        "Perinatal MH Community Service",
        "Thrive – Support for Birth Trauma &amp; Loss",
        "These definitions are this service's own, not a trust's published method.",
        "not offered",
        "After discharge by any team",
        "the latest earlier referral of the same person to the same team was rejected",
        "33.3%",
        "50.0%",
        "role=\"img\"",
        "Kent and Medway",
        "Duty worker",
        "action=\"/sign-out\" method=\"post\"",
    ] {
        assert!(page.body.contains(said), "{said} is missing");
    }
    assert!(page.body.contains("Before you use these figures"), "the history is too short");
}

#[tokio::test]
async fn without_dates_it_is_the_last_complete_financial_year() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    let page = house.get_as(&cookie, "/reports/annual").await;
    assert!(page.title().starts_with("Annual report, 1 April 2025 to 31 March 2026"), "{}", page.title());
}

#[tokio::test]
async fn figures_are_links_only_for_those_who_may_see_the_records() {
    let house = House::demonstration();
    house.import(&kent_year());
    let records = "/reports/annual/records?";
    let manager = house.sign_in(Role::Manager).await;
    assert!(!house.get_as(&manager, YEAR).await.body.contains(records));
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, YEAR).await;
    let links: Vec<String> = page.links().into_iter().filter(|link| link.starts_with(records)).collect();
    assert!(links.iter().any(|link| link.ends_with("&figure=rejected&team=community")), "{links:?}");
    for link in links {
        assert_eq!(house.get_as(&duty, &link).await.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let form = "/reports/annual?from%5Bday%5D=31&from%5Bmonth%5D=2&from%5Byear%5D=2022\
                &to%5Bday%5D=%22%3E%3Cb%3E&to%5Bmonth%5D=3&to%5Byear%5D=2023";
    let page = house.get_as(&cookie, form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.title().starts_with("Error: "));
    assert!(page.body.contains("nhsuk-error-summary"));
    assert!(page.body.contains("href=\"#from-day\""));
    assert_eq!(page.body.matches("The first day must be a day that the calendar has").count(), 2);
    assert!(page.body.contains("value=\"31\""));
    assert!(page.body.contains("value=\"&quot;&gt;&lt;b&gt;\""), "what was typed is kept, as text");
    assert!(!page.body.contains("<b>"));
}

#[tokio::test]
async fn a_form_that_fits_leads_to_an_address_that_can_be_kept() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let form = "/reports/annual?from%5Bday%5D=1&from%5Bmonth%5D=4&from%5Byear%5D=2022\
                &to%5Bday%5D=31&to%5Bmonth%5D=3&to%5Byear%5D=2023";
    let answer = house.get_as(&cookie, form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, YEAR));
}

#[tokio::test]
async fn the_same_instant_gives_the_same_figures_later() {
    let house = House::demonstration();
    house.import(&kent_year());
    house.world.advance_minutes(1);
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, YEAR).await;
    let kept = page.links().into_iter().find(|link| link.contains("as_at=") && !link.contains("figure=")).unwrap();
    house.world.advance_minutes(10);
    house.import(&[historic("late", "p9", "community", "2022-05-05T09:00:00Z", HistoricDecision::Accepted)]);
    house.world.advance_minutes(1);
    let figures = |body: &str| between(body, "<table class=\"nhsuk-table", "</table>").to_owned();
    let then = house.get_as(&cookie, &kept).await;
    let now = house.get_as(&cookie, YEAR).await;
    assert_eq!(figures(&then.body), figures(&page.body));
    assert!(figures(&page.body).contains("50.0%"), "one of two decided");
    assert!(figures(&now.body).contains("25.0%"), "one of four received");
}

#[tokio::test]
async fn files_say_what_they_are() {
    let house = House::demonstration();
    house.import(&kent_year());
    let cookie = house.sign_in(Role::Manager).await;
    let csv = house.get_as(&cookie, &YEAR.replace("annual?", "annual.csv?")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.body.starts_with("\u{feff}team,"), "a spreadsheet knows it is UTF-8");
    assert!(csv.body.contains("\nPerinatal MH Community Service,2022-04-01,2023-03-31,"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"annual-report-2022-04-01-to-2023-03-31.csv\""
    );
    let json = house.get_as(&cookie, &YEAR.replace("annual?", "annual.json?")).await;
    assert_eq!(json.header("content-type"), "application/json");
    assert!(json.body.starts_with('{') && json.body.contains("\"Thrive – Support for Birth Trauma & Loss\""));
    let wrong = house.get_as(&cookie, "/reports/annual.json?from=yesterday").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("The first day must be"));
}

#[tokio::test]
async fn names_and_reasons_from_outside_stay_text() {
    let footprint = KENT.replace("Perinatal MH Community Service", "<img src=x onerror=alert(2)>");
    let house = House::of(&footprint, true);
    let mut rows = kent_year();
    for row in &mut rows {
        row.decision_reason = Some("<script>alert(1)</script>".to_owned());
        row.sender_referral_id.push_str("<script>alert(3)</script>");
    }
    house.import(&rows);
    let cookie = house.sign_in(Role::Duty).await;
    let report = house.get_as(&cookie, YEAR).await.body;
    assert!(report.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(report.contains("&lt;img src=x onerror=alert(2)&gt;"));
    let records = "/reports/annual/records?figure=referrals&from=2022-04-01&to=2023-03-31";
    let records = house.get_as(&cookie, records).await.body;
    assert!(records.contains("&lt;script&gt;alert(3)&lt;/script&gt;"));
    for page in [report, records] {
        assert!(!page.contains("<script>alert") && !page.contains("<img"));
    }
}
