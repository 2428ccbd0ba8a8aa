//! A risk answer: written down, told on every page, taken from a list with one button, closed by what was done (H02).

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{Answer, House, between};

async fn step(house: &House, cookie: &str, page: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    let (version, command) = (house.version(cookie, page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, &format!("{page}/steps/{step}"), &all).await
}

async fn told(house: &House, cookie: &str, page: &str, domain: &str) {
    let fields = [("domain", domain), ("said", "Invented words of hers")];
    let sent = step(house, cookie, page, "risk", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

/// What a list says of risk answers.
fn block(body: &str) -> &str {
    between(body, "id=\"risks\"", "</section>")
}

// H02, INV-06
#[tokio::test]
async fn a_risk_answer_is_on_every_page_and_is_taken_from_a_list_with_one_button() {
    let house = House::demonstration();
    let (duty, clinician) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    let page = house.call(&duty, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    assert!(!house.get_as(&duty, "/queue").await.body.contains("risk answer is open"));
    assert!(house.get_as(&duty, "/duty").await.body.contains("No risk answer is open."));
    told(&house, &clinician, &page, "self_harm_or_suicide").await;
    house.world.advance_minutes(7);

    let caseload = house.get_as(&duty, "/caseload").await.body;
    let banner = between(&caseload, "id=\"emergencies\"", "</section>");
    assert!(banner.contains("1 risk answer that nobody has taken") && banner.contains("7 min ago"), "{banner}");
    assert!(banner.contains(&format!("{page}/steps/risk-take")) && !banner.contains("Self-harm"), "{banner}");
    for (list, about) in [("/queue", true), ("/duty", false)] {
        let body = house.get_as(&duty, list).await.body;
        let block = block(&body);
        assert!(block.contains("1 risk answer is open, 1 of them with nobody"), "{list}: {block}");
        assert!(block.contains("nobody has it") && !block.contains("Anna"), "{list}: {block}");
        assert_eq!(block.contains("Self-harm or suicide"), about, "{list}: {block}");
    }

    // One button, which leads back to the list; the same again, or by another who saw it with nobody, changes nothing.
    let command = house.command();
    let take = [("command", command.as_str()), ("shown", ""), ("from", "risks-duty")];
    for _ in 0..2 {
        let taken = house.post(&duty, &format!("{page}/steps/risk-take"), &take).await;
        assert_eq!((taken.status, taken.header("location")), (StatusCode::SEE_OTHER, "/duty#risks"), "{}", taken.body);
    }
    let command = house.command();
    let late = [("command", command.as_str()), ("shown", ""), ("from", "risks-queue")];
    let late = house.post(&clinician, &format!("{page}/steps/risk-take"), &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let body = house.get_as(&duty, "/duty").await.body;
    assert!(block(&body).contains("Demonstration duty worker has it"), "{body}");
    assert!(block(&body).contains("1 risk answer is open, and somebody has each"), "{body}");
    assert!(!body.contains("that nobody has taken"), "the banner is gone");
}

// H02, INV-06: with the keyboard and without script: every step is a form of the page.
#[tokio::test]
async fn the_page_says_what_she_said_who_was_told_and_closes_by_what_was_done() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let page = house.call(&cookie, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    let empty = step(&house, &cookie, &page, "risk", &[("domain", ""), ("said", "")]).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    for said in ["Choose what it is about", "Write what she said"] {
        assert!(empty.body.contains(said), "{said}");
    }
    told(&house, &cookie, &page, "harm_to_infant").await;
    let body = house.get_as(&cookie, &page).await.body;
    let matters = between(&body, "id=\"matters\"", "</section>");
    for said in [
        "Risk answer: Harm to the baby",
        "she told Demonstration clinician",
        "Invented words of hers",
        "Nobody has it by name",
        "The baby's safety today",
        "I take this",
    ] {
        assert!(matters.contains(said), "{said}: {matters}");
    }
    assert!(matters.find("Risk answer") < matters.find("Warning signs"), "at the very top");

    let short = step(&house, &cookie, &page, "risk-done", &[("action", "handed_over"), ("said", "Invented act")]).await;
    assert_eq!(short.status, StatusCode::BAD_REQUEST);
    assert!(short.body.contains("Name the service") && short.body.contains("Invented act"), "{}", short.body);
    let tried = [("action", "not_reached"), ("said", "No answer at the door")];
    assert_eq!(step(&house, &cookie, &page, "risk-done", &tried).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("She could not be reached.") && body.contains("Nobody has it by name"), "{body}");
    let there = [("name", "Their Senior"), ("service", "Crisis team")];
    assert_eq!(step(&house, &cookie, &page, "risk-taken", &there).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("Their Senior, Crisis team, has it since"), "{body}");
    let closed =
        [("action", "handed_over"), ("said", "Invented act"), ("name", "Their Senior"), ("service", "Crisis team")];
    assert_eq!(step(&house, &cookie, &page, "risk-done", &closed).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &page).await.body;
    assert!(!body.contains("Nobody has it by name") && body.contains("Last risk answer"), "{body}");
    let timeline = between(&body, "id=\"timeline\"", "</section>");
    for said in [
        "Risk answer, harm to the baby: she told Demonstration clinician",
        "Could not reach her",
        "Their Senior of Crisis team has the risk answer",
        "has her, by name: Their Senior, Crisis team",
        "Invented act",
    ] {
        assert!(timeline.contains(said), "{said}: {timeline}");
    }
}

// H02
#[tokio::test]
async fn how_long_risk_answers_waited_is_counted_with_those_that_wait() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let report = "/reports/risk?from=2026-11-01&to=2026-11-30";
    let manager = house.sign_in(Role::Manager).await;
    assert!(house.get_as(&manager, report).await.body.contains("No risk answer came in this period."));
    let page = house.call(&cookie, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    told(&house, &cookie, &page, "personal_safety").await;
    house.world.advance_minutes(20);
    let body = house.get_as(&manager, report).await.body;
    assert!(body.contains("1 (100%)") && body.contains("20 min"), "{body}");
    let command = house.command();
    let take = [("command", command.as_str()), ("shown", "")];
    let taken = house.post(&cookie, &format!("{page}/steps/risk-take"), &take).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let body = house.get_as(&manager, report).await.body;
    assert!(body.contains("0 (0%)") && body.contains("1 (100%)") && !body.contains("Anna"), "{body}");
    let administrator = house.sign_in(Role::Administrator).await;
    assert_eq!(house.get_as(&administrator, report).await.status, StatusCode::FORBIDDEN);
}
