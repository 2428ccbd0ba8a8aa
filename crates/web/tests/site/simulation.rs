//! `/planning/simulation`: how long people would wait, and what is asked beside it.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::Role,
    referral::{
        Priority,
        history::{HistoricDecision, HistoricReferral},
    },
};

use crate::{
    records::historic,
    support::{House, between},
    visitor::words,
};

const ADDRESS: &str = "/planning/simulation";
const RECORD: &str = "/planning/simulation/record";
/// Few replications: what the page says is tried here, and what the model says where the model is.
const FEW: &str =
    "replications=2&arrivals.a_year=300&staff.band5.posts=1&staff.band7.posts=3&sittings.weekdays=tuesday";

// X9, G1
#[tokio::test]
async fn waits_stand_in_words_pictures_and_tables_and_the_address_holds_every_value() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Commissioner).await;
    let page = house.get_as(&cookie, &format!("{ADDRESS}?{FEW}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let said = words(&page);
    for heading in
        ["how long people would wait", "where people go", "how many wait", "how much of the time of staff is used"]
    {
        assert!(said.contains(heading), "{heading}: {said}");
    }
    for picture in ["waits", "within", "flow", "courses", "line", "staff-use"] {
        let drawn = between(&page.body, &format!("id=\"{picture}\""), "</figure>");
        assert!(drawn.contains("role=\"img\"") && drawn.contains("<desc"), "{picture}");
    }
    assert!(said.contains("seen within 28 days") && said.contains("2 replications, seed 1"), "{said}");
    for kept in ["name=\"arrivals.a_year\" type=\"text\" value=\"300\"", "value=\"9.6\""] {
        assert_eq!(page.body.contains(kept), kept.contains("300"), "{kept}");
    }
    assert_eq!(page.body.matches("type=\"checkbox\"").count(), 5);
    assert_eq!(page.body.matches(" checked").count(), 2, "Tuesday, and what is asked");
    let again = house.get_as(&cookie, &format!("{ADDRESS}?{FEW}")).await;
    let answer = |body: &str| between(body, "<h2>How long people would wait", "</main>").to_owned();
    assert_eq!(answer(&page.body), answer(&again.body), "the same address gives the same figures");
}

// X9
#[tokio::test]
async fn a_change_enough_staff_and_a_backlog_are_answered() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    for (asked, told) in [
        ("ask=against&change=staff.band7.posts&to=4", "what the change would do"),
        ("ask=against&change=sittings.weekdays&to=Monday, friday", "what the change would do"),
        (
            "ask=enough&staff=band7&share=0.5&within=126",
            "whole-time posts of band 7 are enough for 50 % seen within 126 days",
        ),
        ("ask=backlog&people=50", "how long the backlog takes"),
    ] {
        let page = house.get_as(&cookie, &format!("{ADDRESS}?{FEW}&{}", asked.replace(' ', "%20"))).await;
        let said = words(&page);
        assert_eq!(page.status, StatusCode::OK, "{asked}: {said}");
        assert!(said.contains(told), "{asked}: {said}");
    }
    // What is asked most often is one press away, and keeps what was changed.
    let page = house.get_as(&cookie, &format!("{ADDRESS}?{FEW}")).await;
    let link = between(&page.body, "Ask further</h2>", "One post fewer of band 7");
    let link = link.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert!(link.contains("arrivals.a_year=300") && link.contains("&to=2"), "{link}");
    let changed = house.get_as(&cookie, &link).await;
    assert!(words(&changed).contains("what the change would do"), "{}", words(&changed));
}

// X9
#[tokio::test]
async fn what_cannot_be_used_is_told_beside_its_field_and_nothing_is_simulated() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Board).await;
    for (wrong, told) in [
        (
            "arrivals.a_year=none",
            "referrals a year: \"none\" is no number (expected people a year from 0.1 to 1000000)",
        ),
        (
            "staff.band5.leave_weeks=52",
            "leave of band 5: nobody would ever be there (expected less than the weeks of a year)",
        ),
        ("arrivals.a_year=1000", "days of sittings:"),
        ("replications=1", "replications: it cannot be used (expected a whole number from 2 to 200)"),
        ("replications=x", "replications: \"x\" cannot be used"),
        ("arrivals.a_year=100000&sittings.weekdays=monday", "replications: this is too much for a page (expected "),
        ("ask=against", "what is otherwise: nothing is chosen"),
        ("ask=against&change=triage.a_day&to=0", "its other value: 0 cannot be used (expected referrals a working day"),
        ("ask=enough&share=2", "the share that is enough: 2 cannot be used (expected a share from 0 to 1)"),
        ("ask=enough&staff=band9", "whose posts: there are no staff"),
        ("ask=backlog&people=0", "people in the backlog: 0 cannot be used (expected people"),
    ] {
        let page = house.get_as(&cookie, &format!("{ADDRESS}?{wrong}")).await;
        let said = words(&page);
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}: {said}");
        assert!(said.contains(told) && said.contains("there is a problem"), "{wrong}: {said}");
        assert!(said.contains("nothing is simulated until every value can be used"), "{wrong}: {said}");
    }
}

// X9, H15
#[tokio::test]
async fn whoever_sees_no_figures_simulates_nothing() {
    let house = House::demonstration();
    for role in [Role::PeerWorker, Role::CharityWorker, Role::Administrator] {
        let cookie = house.sign_in(role).await;
        for query in ["", "?arrivals.a_year=none"] {
            let status = house.get_as(&cookie, &format!("{ADDRESS}{query}")).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{role:?} {query}");
        }
    }
}

/// Fourteen months of another system: who came, was decided upon four days later and seen after three weeks or so.
fn months() -> Vec<HistoricReferral> {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let (first, today) = (at("2025-09-01T09:00:00Z"), at("2026-11-21T09:00:00Z"));
    let after = |hours: i64| first + SignedDuration::from_hours(hours);
    let row = |nth: i64| {
        let hours = 16 * nth;
        let taken = nth % 5 > 0;
        let decision = if taken { HistoricDecision::Accepted } else { HistoricDecision::Rejected };
        let (decided, seen) = (after(hours + 24 * 4), after(hours + 24 * (16 + nth * 7 % 11)));
        let known = decided < today;
        HistoricReferral {
            priority: Some(if nth % 9 == 0 { Priority::Urgent } else { Priority::Routine }),
            decided_at: known.then_some(decided),
            assessed_at: (taken && seen < today).then_some(seen),
            ..historic(
                &format!("R{nth}"),
                &format!("P{nth}"),
                "community",
                &after(hours).to_string(),
                if known { decision } else { HistoricDecision::Pending },
            )
        }
    };
    (0..1_000).map(row).filter(|row| row.received_at < today).collect()
}

// X9
#[tokio::test]
async fn what_the_record_gives_is_told_with_what_came_of_months_that_it_did_not_see_and_can_be_asked_with() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    let empty = words(&house.get_as(&cookie, RECORD).await);
    assert!(empty.contains("twelve whole months are needed"), "{empty}");
    house.import(&months());
    let page = house.get_as(&cookie, RECORD).await;
    let said = words(&page);
    assert_eq!(page.status, StatusCode::OK, "{said}");
    for told in [
        "of 12 figures,",
        "2026-10, predicted",
        "referrals a year",
        "days of sittings",
        "how many posts give these waits",
        "assessments missed: 0 are too few to tell a share",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    for picture in ["tried-wait", "tried-within"] {
        assert!(between(&page.body, &format!("id=\"{picture}\""), "</figure>").contains("<polygon"), "{picture}");
    }
    let asked = page.links().into_iter().find(|link| link.starts_with("/planning/simulation?")).unwrap();
    let form = house.get_as(&cookie, &format!("{asked}&replications=2")).await;
    assert_eq!(form.status, StatusCode::OK, "{asked}: {}", words(&form));
    let kept = between(&form.body, "name=\"arrivals.a_year\" type=\"text\" value=\"", "\"");
    assert!(kept.parse::<f64>().unwrap() > 500.0, "{kept}");
    let all = words(&form);
    assert!(all.contains("2 replications"), "{all}");
    for role in [Role::Commissioner, Role::Board, Role::PeerWorker, Role::CharityWorker] {
        let cookie = house.sign_in(role).await;
        assert_eq!(house.get_as(&cookie, RECORD).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}
