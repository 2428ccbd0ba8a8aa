//! Questionnaires as staff meet them: for whom one is made, the link that is handed over, what is taken back, what was typed.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::{
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const CALL: [(&str, &str); 2] = [("reach_telephone", "yes"), ("telephone", "01632 960 016")];
const GIVEN: [(&str, &str); 4] =
    [("what", "phq9"), ("word", "Blue Iris"), ("language", "en"), ("interpreting", "not_needed")];

/// Sends a form of her questionnaires.
async fn send(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = house.command();
    let mut all = vec![("command", command.as_str())];
    all.extend(fields);
    house.post(cookie, path, &all).await
}

// PR-18
#[tokio::test]
async fn what_is_made_for_adults_is_not_offered_for_somebody_younger_and_says_what_instead() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    let give = format!("{site}/give");
    let body = house.get_as(&clinician, &site).await.body;
    assert!(between(&body, "id=\"age-not-known\"", "</p>").contains("Her date of birth is not known"), "{body}");
    assert!(!body.contains("id=\"for-adults\""));
    let given = send(&house, &clinician, &give, &GIVEN).await;
    assert_eq!(given.status, StatusCode::OK, "not known, it is given");
    let link = between(&given.body, "/questions/", "<").to_owned();

    let (version, command) = (house.version(&clinician, &page).await, house.command());
    let born = [("command", command.as_str()), ("version", version.as_str()), ("born", "3 4 2010")];
    assert_eq!(house.post(&clinician, &format!("{page}/birth-date"), &born).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&clinician, &site).await.body;
    let why = between(&body, "id=\"for-adults\"", "</p>");
    assert!(
        why.contains("PHQ-9") && why.contains("Ask her yourself") && !body.contains("id=\"age-not-known\""),
        "{why}"
    );
    assert!(!between(&body, "id=\"give-what\"", "</select>").contains("phq9"));
    let refused = send(&house, &clinician, &give, &GIVEN).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("sent to nobody younger: ask her yourself"), "{}", words(&refused));
    let form = house.get_as(&clinician, &format!("{site}/new?what=phq9")).await.body;
    assert!(between(&form, "id=\"for-adults\"", "</p>").contains("is yours to judge"), "a clinician asks with it");

    let mut visitor = Visitor { house: &house, cookie: String::new() };
    let opened = visitor.post("/questions", &[("link", &link), ("word", "blue iris")]).await;
    assert_eq!((opened.status, opened.title()), (StatusCode::OK, "Some questions"));
    assert!(opened.header("set-cookie").is_empty(), "it is not open");
    assert!(words(&opened).contains("these questions are for adults") && opened.body.contains("tel:999"));
}
