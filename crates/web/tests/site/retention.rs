//! Records of care whose time is over, listed and erased by an information officer.

use axum::http::StatusCode;
use porch_domain::{actor::Role, referral::history::HistoricReferral};
use porch_testkit::builders::{at, row};

use crate::support::{House, KENT, between};

fn house() -> House {
    let house = House::of(KENT, true);
    let ended = |name: &str, year: i32| {
        let at = |hour: i32| at(&format!("{year}-05-04T{hour:02}:00:00Z"));
        let received = row(name, &format!("P-{name}"), "community", &format!("{year}-05-04T09:00:00Z"));
        HistoricReferral { decided_at: Some(at(10)), discharged_at: Some(at(11)), ..received }
    };
    house.import(&[ended("Old-1", 2003), ended("Young-1", 2020)]);
    house
}

// H15
#[tokio::test]
async fn a_record_is_erased_once_its_reference_is_typed_again_with_a_reason() {
    let house = house();
    let officer = house.sign_in(Role::InformationOfficer).await;
    let list = house.get_as(&officer, "/retention").await.body;
    assert!(list.contains("Old-1") && !list.contains("Young-1"), "{list}");
    assert!(list.contains("for 20 years after the end of care"), "the rule stands beside it");
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("records whose time is over", 1));
    let page = format!("/retention/{}", between(&list, "href=\"/retention/", "\""));
    let one = house.get_as(&officer, &page).await.body;
    let form = between(&one, "<form action=\"/retention/", "</form>");
    assert!(!form.contains("Old-1") && !form.contains("value=\"o"), "nothing is filled in beforehand: {form}");
    let send = |typed: &'static str, why: &'static str| {
        let (house, page, officer, command) = (&house, &page, &officer, house.command());
        async move {
            let fields = [("command", command.as_str()), ("reference", typed), ("why", why)];
            house.post(officer, page, &fields).await
        }
    };
    let persons = || house.count("SELECT COUNT(*) FROM journal WHERE event = 'PersonalDataErased'");
    for (typed, why, error) in [
        ("", "invented", "Type the reference of one of her referrals"),
        ("Young-1", "invented", "Type the reference of one of her referrals"),
        ("Old-1", " ", "Say why it is erased"),
    ] {
        let again = send(typed, why).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST, "{typed:?} {why:?}");
        assert!(again.title().starts_with("Error: ") && again.body.contains(error), "{typed:?} {why:?}");
        assert_eq!(persons(), 0);
    }
    house.world.advance_minutes(1);
    let done = send("old-1", "its time is over").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/retention"));
    assert!(persons() > 0);
    assert_eq!(house.looks()[0].what, "record erased");
    assert!(house.get_as(&officer, "/retention").await.body.contains("No record is past its time."));
    assert_eq!(house.get_as(&officer, &page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send("Old-1", "again").await.status, StatusCode::NOT_FOUND);
}
