//! The outbox, a letter by itself, and the templates.

use axum::http::{Method, Request, StatusCode, header};
use porch_domain::actor::Role;

use crate::{
    deciding::{Her, finish, open, referred},
    support::{Answer, House, between},
};

async fn post(house: &House, cookie: &str, path: &str, body: String) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "porch.example")
        .header("cookie", cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    house.ask(request.body(body.into()).unwrap()).await
}

fn typed(page: &Answer, step: &str, subject: &str, body: &str) -> String {
    let hidden = |name: &str| between(&page.body, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    format!(
        "version={}&command={}&step={step}&subject={}&body={}",
        hidden("version"),
        hidden("command"),
        escaped(subject),
        escaped(body)
    )
}

#[tokio::test]
async fn a_manager_tries_a_text_in_every_situation_and_approves_it() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    let list = house.get_as(&cookie, "/templates").await;
    assert!(
        list.body.contains("href=\"/templates/reject-woman-loss\"")
            && list.body.contains("as it comes with the program")
    );
    let path = "/templates/accept-woman";
    let page = house.get_as(&cookie, path).await;
    let wrong = post(&house, &cookie, path, typed(&page, "preview", "A letter", "Dear {{ her_nam }}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("a place that is not there") && wrong.body.contains("href=\"#body\""));
    assert!(wrong.body.contains("Dear {{ her_nam }}"), "what was typed stays");
    let wrong = post(&house, &cookie, path, typed(&page, "approve", "{{ nothing }}", "Dear you")).await;
    assert!(wrong.body.contains("href=\"#subject\""));
    let tried = post(&house, &cookie, path, typed(&page, "preview", "A letter", "Dear {{ her_name }}, yes.")).await;
    assert!(tried.body.contains("Dear Invented Person, yes.") && tried.body.contains("Stillbirth"), "{}", tried.body);
    assert!(tried.body.contains("Nothing known") && tried.body.contains("<ins>"));
    assert!(tried.body.contains("<p>Reading age ") && !tried.body.contains("shorter words"), "{}", tried.body);
    let hard = "Psychological difficulties necessitate comprehensive multidisciplinary consideration, ".repeat(5)
        + "soon. "
        + &"Deliberations continue. ".repeat(4);
    let read = post(&house, &cookie, path, typed(&page, "preview", "A letter", &hard)).await;
    assert!(read.body.contains("try shorter words and shorter sentences"), "{}", read.body);
    assert!(read.body.contains("The longest sentence has 31 words"), "{}", read.body);
    let done = post(&house, &cookie, path, typed(&tried, "approve", "A letter", "Dear {{ her_name }}, yes.")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = house.get_as(&cookie, "/templates").await;
    assert!(list.body.contains("version 1, approved by demo-manager"), "{}", list.body);

    // Two managers: the one who came late is told, and keeps the text.
    let late = post(
        &house,
        &cookie,
        path,
        typed(&page, "approve", "A letter", "Another text.").replace("command=", "command=0"),
    )
    .await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(
        late.body.contains("Somebody else approved another version meanwhile.") && late.body.contains("Another text.")
    );

    // From then on a letter is drafted from it, and says which version.
    let duty = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let done = finish(&house, &duty, id, &open(&house, &duty, id, "accept:community").await).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let decided = house.get_as(&duty, &format!("/referrals/{id}/decide")).await;
    let mut linked = decided.body.split("<a href=\"/messages/").skip(1);
    let hers = linked.find(|rest| rest.split('<').next().unwrap().ends_with("Letter to her")).unwrap();
    let hers = hers.split('"').next().unwrap();
    let letter = house.get_as(&duty, &format!("/messages/{hers}")).await;
    assert!(letter.body.contains("accept-woman, version 1") && letter.body.contains("Dear Invented Person, yes."));
    assert!(letter.body.contains("1 Invented Street"), "the address stands on it");
}

#[tokio::test]
async fn templates_are_the_managers_and_letters_are_not() {
    let house = House::demonstration();
    for role in Role::ALL {
        let cookie = house.sign_in(role).await;
        let may = |allowed: bool| if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(house.get_as(&cookie, "/templates").await.status, may(role == Role::Manager), "{role:?}");
        let clinical = matches!(role, Role::Duty | Role::Clinician);
        assert_eq!(house.get_as(&cookie, "/outbox").await.status, may(clinical), "{role:?}");
        let id = referred(&house, Her::default());
        let decide = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
        assert_eq!(decide.status, may(clinical), "{role:?}");
    }
    let unknown = "/messages/00000000-0000-7000-8000-000000000000";
    let duty = house.sign_in(Role::Duty).await;
    assert_eq!(house.get_as(&duty, unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&duty, "/messages/nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&duty, "/referrals/nothing/decide").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_outbox_says_so_and_a_look_at_it_is_noted() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, "/outbox").await;
    assert!(
        page.body.contains("Every decision has its letters.") && page.body.contains("Nobody has written a letter yet.")
    );
    let filtered = house.get_as(&cookie, "/outbox?state=queued").await;
    assert!(filtered.body.contains("None in this state."));
    assert!(house.looks().iter().any(|look| look.what == "outbox" && look.allowed));
}

// H06, PR-09, K7
#[tokio::test]
async fn a_text_for_one_way_is_tried_in_every_situation_and_refused_where_any_of_it_tells() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    let path = "/templates/remind-woman-text";
    let page = house.get_as(&cookie, path).await;
    assert!(page.body.contains("Reminder of an appointment, by text"), "{}", page.body);
    for (body, told) in [
        ("The clinic sees you on {{ appointment_day }} at {{ appointment_time }}.", "&quot;clinic&quot; tells"),
        ("{{ her_name }}, come on {{ appointment_day }} at {{ appointment_time }}.", "names her"),
        ("Come soon.", "leaves out what it is sent for"),
    ] {
        let wrong = post(&house, &cookie, path, typed(&page, "approve", "A time for you", body)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(wrong.body.contains(told) && wrong.body.contains("href=\"#body\""), "{body}: {}", wrong.body);
    }
    let body = "See you on {{ appointment_day }} at {{ appointment_time }}.";
    let tried = post(&house, &cookie, path, typed(&page, "preview", "A time for you", body)).await;
    assert!(tried.body.contains("Stillbirth") && tried.body.contains("See you on Tuesday 10 November 2026 at 10:30."));
    let done = post(&house, &cookie, path, typed(&tried, "approve", "A time for you", body)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = house.get_as(&cookie, "/templates").await;
    assert!(list.body.contains("version 1, approved by demo-manager"), "{}", list.body);
}
