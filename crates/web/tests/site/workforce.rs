//! `/planning/workforce`: the page of the workforce appendix.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::{
    support::{House, between},
    visitor::words,
};

// W1, W3, W5, W6, X9
#[tokio::test]
async fn both_bases_stand_side_by_side_and_the_address_holds_every_assumption() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Commissioner).await;
    let page = house.get_as(&cookie, "/planning/workforce").await;
    assert_eq!(page.status, StatusCode::OK);
    let said = words(&page);
    for both in [
        "all posts 9.5 13.5",
        "before rounding 9.428 13.723",
        "hours a year 14,848.65 21,614.08",
        "england, at the same rate 517.75 735.75",
    ] {
        assert!(said.contains(both), "{both}: {said}");
    }
    assert!(said.contains("the two part at “patients”") && said.contains("overlap:"), "{said}");
    assert_eq!(page.body.matches("name=\"prevalence\"").count(), 1);
    let changed = house.get_as(&cookie, "/planning/workforce?births=20,000&basis=stated&prevalence=0.2").await;
    for kept in ["value=\"20,000\"", "value=\"0.2\""] {
        assert!(changed.body.contains(kept), "{kept} is passed on with the address");
    }
    let tornado = between(&changed.body, "Posts before rounding, of", "</table>");
    assert!(tornado.contains("Women with a need") && !tornado.contains("Patients, as printed"), "{tornado}");
    let dear =
        house.get_as(&cookie, "/planning/workforce?cost_band_5=40000&cost_band_7=60000&cost_band_8a=70000").await;
    assert!(words(&dear).contains("cost, pounds a year 535,000"), "{}", words(&dear));
}

#[tokio::test]
async fn a_bad_number_is_told_at_its_field_and_nothing_is_calculated() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    for (query, told) in [
        ("prevalence=1.5", "women with a need: a share, from 0 to 1"),
        ("weeks=many", "weeks worked: weeks a year, from 1 to 53"),
        (
            "cost_band_7=-1",
            "high-intensity therapist, band 7: pounds a year for one whole-time post, from 0 to 1000000",
        ),
    ] {
        let page = house.get_as(&cookie, &format!("/planning/workforce?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
        let said = words(&page);
        assert!(said.contains(told) && !said.contains("all posts"), "{query}: {said}");
        assert!(page.title().starts_with("Error: "));
    }
    let empty = house.get_as(&cookie, "/planning/workforce?births=0&basis=nonsense&unknown=1").await;
    assert!(words(&empty).contains("all posts 0 0"), "{}", words(&empty));
}

#[tokio::test]
async fn whoever_sees_no_figures_sees_no_planning() {
    let house = House::demonstration();
    for (role, may) in
        [(Role::PeerWorker, false), (Role::Administrator, false), (Role::Board, true), (Role::Duty, true)]
    {
        let cookie = house.sign_in(role).await;
        let status = house.get_as(&cookie, "/planning/workforce").await.status;
        assert_eq!(status == StatusCode::OK, may, "{role:?}: {status}");
    }
}
