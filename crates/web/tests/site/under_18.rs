//! Under eighteen as staff meet it (PR-18).

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

async fn send(house: &House, cookie: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> crate::support::Answer {
    let (version, command) = (house.version(cookie, page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    let answer = house.post(cookie, &format!("{page}/{path}"), &all).await;
    house.world.advance_minutes(5);
    answer
}

// PR-18
#[tokio::test]
async fn a_date_of_birth_that_is_recorded_later_holds_her_for_the_young_peoples_service() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.call(&cookie, &[("name", "Ida Example")]).await;
    assert!(!house.get_as(&cookie, &page).await.body.contains("id=\"under-18\""));
    for wrong in ["", "31 2 2012", "1 1 2999", "soon"] {
        let answer = send(&house, &cookie, &page, "birth-date", &[("born", wrong)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(
            answer.body.contains("href=\"#born\"") && answer.body.contains(&format!("value=\"{wrong}\""))
                || wrong.is_empty()
        );
    }
    let saved = send(&house, &cookie, &page, "birth-date", &[("born", "3 4 2012")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("Ida Example, 14"), "her age stands at her name");
    let held = between(&body, "id=\"under-18\"", "Record a try");
    assert!(held.contains("We hold her") && held.contains("Her parents are not told"), "{held}");
    assert!(held.contains("CAMHS") && held.contains("Safeguarding question: under 16"), "{held}");
    let queue = house.get_as(&cookie, "/queue").await.body;
    assert!(queue.contains("Ida Example, 14") && queue.contains("nder 18"), "{queue}");
    let no = house.get_as(&cookie, &format!("{page}/decide?choice=reject")).await.body;
    assert!(no.contains("She is under 18.") && no.contains("/handover#onward"), "{no}");
    let onward = house.get_as(&cookie, &format!("{page}/handover")).await.body;
    assert!(onward.contains("Ida Example, 14"));
    assert!(
        onward.contains("<option value=\"young_people\" selected>"),
        "{}",
        between(&onward, "id=\"onward\"", "</section>")
    );
}

// PR-18, PR-20
#[tokio::test]
async fn consent_and_home_are_recorded_and_parents_are_not_told_by_default() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let born = [("name", "Ida Example"), ("born-day", "3"), ("born-month", "4"), ("born-year", "2012")];
    let page = house.call(&cookie, &born).await;
    let whole = [
        ("consent", "herself"),
        ("competent", "yes"),
        ("competence", "She explained it in her own words"),
        ("lives_with", "Her aunt"),
        ("parents", "no"),
    ];
    for (at, field) in
        [(0, "consent-consent"), (1, "consent-competent"), (3, "consent-lives_with"), (4, "consent-parents")]
    {
        let mut fields = whole.to_vec();
        fields.remove(at);
        let answer = send(&house, &cookie, &page, "steps/consent", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let mut silent = whole.to_vec();
    silent.remove(2);
    let refused = send(&house, &cookie, &page, "steps/consent", &silent).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("how that was judged, or who consents for her"), "{}", refused.body);
    assert_eq!(send(&house, &cookie, &page, "steps/consent", &whole).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &page).await.body;
    let held = between(&body, "id=\"under-18\"", "Record a try");
    assert!(held.contains("She was judged able to consent for herself: She explained it in her own words"), "{held}");
    assert!(
        held.contains("She lives with: Her aunt") && held.contains("Her parents are not told: she does not agree.")
    );
}
