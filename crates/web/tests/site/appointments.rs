//! Appointments on the pages of staff: booked, moved, called off, and a missed one with its own invitation.

use axum::http::StatusCode;
use jiff::{SignedDuration, tz::TimeZone};
use porch_app::World;
use porch_domain::{actor::Role, ids::ReferralId};

use crate::{
    deciding::{Her, referred},
    support::{Answer, House, between},
    visitor::words,
};

fn version(page: &Answer) -> String {
    between(&page.body, "name=\"version\" value=\"", "\"").to_owned()
}

async fn book(house: &House, cookie: &str, hers: ReferralId, time: &str, day: &str) -> Answer {
    let at = format!("/referrals/{hers}/appointments");
    let (command, version) = (house.command(), version(&house.get_as(cookie, &at).await));
    let fields = [
        ("command", command.as_str()),
        ("version", version.as_str()),
        ("starts", time),
        ("starts_on-day", day),
        ("starts_on-month", "12"),
        ("starts_on-year", "2026"),
        ("kind", "assessment"),
        ("venue", "telephone"),
        ("place", ""),
    ];
    house.post(cookie, &format!("{at}/book"), &fields).await
}

// K7, K8
#[tokio::test]
async fn an_appointment_is_booked_moved_and_called_off_with_its_messages_beside_it() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let at = format!("/referrals/{hers}/appointments");
    let none = words(&house.get_as(&duty, &at).await);
    assert!(
        none.contains("none was booked") && none.contains("a reminder by text or e-mail follows 2 days before"),
        "{none}"
    );
    let without_time = book(&house, &duty, hers, "", "3").await;
    assert_eq!(without_time.status, StatusCode::BAD_REQUEST);
    assert!(words(&without_time).contains("say at which time it begins"));
    let booked = book(&house, &duty, hers, "14:30", "3").await;
    assert_eq!((booked.status, booked.header("location")), (StatusCode::SEE_OTHER, at.as_str()));
    let shown = house.get_as(&duty, &at).await;
    let said = words(&shown);
    assert!(said.contains("she is expected.") && said.contains("invitation by"), "{said}");
    let referral = words(&house.get_as(&duty, &format!("/referrals/{hers}")).await);
    assert!(referral.contains("appointment booked: assessment by a mental health clinician"), "{referral}");

    let (command, version) = (house.command(), version(&shown));
    let past = [
        ("command", command.as_str()),
        ("version", version.as_str()),
        ("number", "1"),
        ("starts", "09:00"),
        ("starts_on-day", "3"),
        ("starts_on-month", "12"),
        ("starts_on-year", "2020"),
        ("kind", "assessment"),
        ("venue", "telephone"),
    ];
    let refused = house.post(&duty, &format!("{at}/move"), &past).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(words(&refused).contains("choose when the appointment begins"), "{}", words(&refused));
    let later: Vec<_> =
        past.iter().map(|(name, value)| (*name, if *name == "starts_on-year" { "2026" } else { value })).collect();
    let moved = house.post(&duty, &format!("{at}/move"), &later).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", words(&moved));
    let said = words(&house.get_as(&duty, &at).await);
    assert!(said.contains("it was called off or moved.") && said.contains("taken back"), "{said}");

    let shown = house.get_as(&duty, &at).await;
    let (command, version) = (house.command(), self::version(&shown));
    let off = [("command", command.as_str()), ("version", version.as_str()), ("number", "2"), ("why", "Invented")];
    let stale = [("command", command.as_str()), ("version", "1"), ("number", "2")];
    assert_eq!(house.post(&duty, &format!("{at}/cancel"), &stale).await.status, StatusCode::CONFLICT);
    assert_eq!(house.post(&duty, &format!("{at}/cancel"), &off).await.status, StatusCode::SEE_OTHER);
    let said = words(&house.get_as(&duty, &at).await);
    assert!(!said.contains("she is expected."), "{said}");
    assert_eq!(house.post(&duty, &format!("{at}/other"), &off).await.status, StatusCode::NOT_FOUND);
}

// K7, K8, PR-21, H18
#[tokio::test]
async fn the_review_of_a_missed_contact_shows_the_very_invitation_of_that_contact() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let page = format!("/referrals/{hers}");
    assert_eq!(book(&house, &duty, hers, "23:50", "31").await.status, StatusCode::SEE_OTHER);
    let at = format!("{page}/appointments");
    let shown = house.get_as(&duty, &at).await;
    let (command, version) = (house.command(), version(&shown));
    // In winter the clock on the wall is that of the world.
    let soon = (house.world.now() + SignedDuration::from_mins(3)).to_zoned(TimeZone::UTC);
    let [time, day, month, year] = ["%H:%M", "%d", "%m", "%Y"].map(|form| soon.strftime(form).to_string());
    let fields = [
        ("command", command.as_str()),
        ("version", version.as_str()),
        ("starts", time.as_str()),
        ("starts_on-day", day.as_str()),
        ("starts_on-month", month.as_str()),
        ("starts_on-year", year.as_str()),
        ("kind", "treatment"),
        ("venue", "video"),
    ];
    let soon = house.post(&duty, &format!("{at}/book"), &fields).await;
    assert_eq!(soon.status, StatusCode::SEE_OTHER, "{}", words(&soon));
    house.world.advance_minutes(5);
    let shown = house.get_as(&duty, &page).await;
    let (command, version) = (house.command(), self::version(&shown));
    let contact = [
        ("command", command.as_str()),
        ("version", version.as_str()),
        ("kind", "treatment"),
        ("attendance", "did_not_attend"),
        ("met", time.as_str()),
        ("met_on-day", day.as_str()),
        ("met_on-month", month.as_str()),
        ("met_on-year", year.as_str()),
        ("baby", "not_expected"),
        ("next", "14"),
    ];
    let recorded = house.post(&duty, &format!("{page}/steps/contact"), &contact).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", words(&recorded));
    let said = words(&house.get_as(&duty, &page).await);
    assert!(said.contains("the appointment that she missed:"), "{said}");
    let review = said.split("the appointment that she missed:").nth(1).unwrap();
    assert!(review.contains("invitation by"), "{review}");
}
