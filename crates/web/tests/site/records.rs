//! The records behind a figure, and the look that names them.

use axum::http::StatusCode;
use porch_domain::{
    actor::{Actor, Role},
    footprint::TeamCode,
    ids::{CommandId, historic_person_id},
    referral::history::{HistoricDecision, HistoricReferral},
};

use crate::support::{House, between};

/// A row of another system's history.
pub fn historic(id: &str, person: &str, team: &str, received_at: &str, decision: HistoricDecision) -> HistoricReferral {
    let received_at = received_at.parse().unwrap();
    HistoricReferral {
        sender_referral_id: id.to_owned(),
        sender_person_id: person.to_owned(),
        person_kind: porch_domain::referral::PersonKind::BirthingParent,
        team: TeamCode(team.to_owned()),
        received_at,
        source: None,
        priority: None,
        decision,
        decided_at: (decision != HistoricDecision::Pending).then_some(received_at),
        decision_reason: (decision == HistoricDecision::Rejected).then(|| "criteria_not_met".to_owned()),
        first_contact_at: None,
        assessed_at: None,
        discharged_at: None,
        discharge_reason: None,
        due_or_end_date: None,
        pregnancy_outcome: None,
        nhs_number: None,
        birth_date: None,
        postcode: None,
        gp_practice: None,
        ethnic_category: None,
    }
}

/// Three referrals to one team in one year: accepted, rejected, pending.
pub fn kent_year() -> Vec<HistoricReferral> {
    vec![
        historic("r1", "p1", "community", "2022-05-01T08:00:00Z", HistoricDecision::Accepted),
        historic("r2", "p2", "community", "2022-06-01T08:00:00Z", HistoricDecision::Rejected),
        historic("r3", "p3", "community", "2022-07-01T08:00:00Z", HistoricDecision::Pending),
    ]
}

const ALL: &str = "/reports/annual/records?figure=referrals&team=community&from=2022-04-01&to=2023-03-31";

#[tokio::test]
async fn one_look_names_every_record_shown_and_nothing_else_is_shown() {
    let house = House::demonstration();
    house.import(&kent_year());
    let cookie = house.sign_in(Role::Clinician).await;
    let page = house.get_as(&cookie, ALL).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.title().starts_with("Referrals received, Perinatal MH Community Service"), "{}", page.title());
    let table = between(&page.body, "<tbody", "</tbody>");
    assert_eq!(table.matches("<tr").count(), 3);
    for id in ["r1", "r2", "r3"] {
        assert!(table.contains(id), "{id}");
    }
    let looks = house.looks();
    assert_eq!(looks.len(), 1, "{looks:?}");
    assert_eq!((looks[0].shown, looks[0].allowed), (3, true));
    assert_eq!(looks[0].actor, "staff:clinician:demo-clinician");
    assert_eq!(looks[0].why, "Referrals received");
}

#[tokio::test]
async fn a_figure_of_one_outcome_shows_that_outcome() {
    let house = House::demonstration();
    house.import(&kent_year());
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, &ALL.replace("figure=referrals", "figure=rejected")).await;
    let table = between(&page.body, "<tbody", "</tbody>");
    assert_eq!(table.matches("<tr").count(), 1);
    assert!(table.contains("r2") && table.contains("Rejected"));
}

#[tokio::test]
async fn an_erased_record_says_so() {
    let house = House::demonstration();
    house.import(&kent_year());
    house.world.advance_minutes(1);
    let officer = Actor::Staff { account: "ian".to_owned(), role: Role::InformationOfficer };
    let ctx = house.ctx(officer);
    let person = historic_person_id("kent-medway", "p1");
    let command = CommandId(porch_app::World::id(house.world.as_ref()));
    porch_app::person::erase(&ctx, command, person, "she asked for it").unwrap();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, ALL).await;
    assert!(page.body.contains("personal data erased"));
    assert!(!between(&page.body, "<tbody", "</tbody>").contains("r1"));
}

#[tokio::test]
async fn a_long_list_is_shown_in_pages() {
    let house = House::demonstration();
    let row = |n: usize| {
        historic(&format!("r{n}"), &format!("p{n}"), "community", "2022-05-01T08:00:00Z", HistoricDecision::Accepted)
    };
    house.import(&(0..620).map(row).collect::<Vec<_>>());
    let cookie = house.sign_in(Role::Duty).await;
    let first = house.get_as(&cookie, ALL).await;
    assert_eq!(between(&first.body, "<tbody", "</tbody>").matches("<tr").count(), 500);
    assert!(first.body.contains("Records 1 to 500 of 620"));
    let next = first.links().into_iter().find(|link| link.contains("page=2")).unwrap();
    let second = house.get_as(&cookie, &next).await;
    assert_eq!(between(&second.body, "<tbody", "</tbody>").matches("<tr").count(), 120);
    assert_ne!(first.title(), second.title());
}

#[tokio::test]
async fn an_address_that_names_no_figure_is_told_so() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    for path in ["/reports/annual/records", "/reports/annual/records?figure=people", &format!("{ALL}&page=0")] {
        let page = house.get_as(&cookie, path).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(page.body.contains("the address names no"), "{path}");
    }
    assert!(house.looks().is_empty());
}
