//! Questions of professionals: listed with the time left, answered, and made a referral with nothing typed again.

use axum::http::StatusCode;
use porch_domain::actor::{Actor, Role};
use porch_testkit::ask_for_advice;

use crate::support::{House, between};

const QUESTION: [(&str, &str); 9] = [
    ("purpose", "advice"),
    ("now", "pregnant"),
    ("worry", "May she go on with sertraline?"),
    ("medicines", "sertraline, Priadel before"),
    ("name", "Anna Example"),
    ("telephone", "01632 960 019"),
    ("by_name", "Ivy Invented"),
    ("by_source", "A4"),
    ("by_organisation", "Invented Maternity Unit"),
];

// D23
#[tokio::test]
async fn a_question_has_its_own_time_is_answered_and_becomes_a_referral_with_one_press() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    assert!(house.get_as(&cookie, "/advice").await.body.contains("Nobody asks for advice."));
    let id = ask_for_advice(&house.ctx(Actor::Public), &QUESTION);
    house.world.advance_minutes(25);
    let list = house.get_as(&cookie, "/advice").await.body;
    assert!(list.contains("23 h 35 min left") && list.contains("No answer yet") && list.contains("Midwives"));
    let page = format!("/advice/{id}");
    let shown = house.get_as(&cookie, &page).await.body;
    assert!(shown.contains("May she go on with sertraline?") && shown.contains("Invented Maternity Unit"));

    let (version, command) = (house.version(&cookie, &page).await, house.command());
    let hidden = [("command", command.as_str()), ("version", version.as_str())];
    let empty = house.post(&cookie, &format!("{page}/answer"), &[&hidden[..], &[("advice", "")]].concat()).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    assert!(empty.body.contains("id=\"advice-error\""));
    let given = [&hidden[..], &[("advice", "Yes; ring us before any change"), ("route", "telephone")]].concat();
    assert_eq!(house.post(&cookie, &format!("{page}/answer"), &given).await.status, StatusCode::SEE_OTHER);
    assert!(house.get_as(&cookie, &page).await.body.contains("Yes; ring us before any change"));

    let (version, command) = (house.version(&cookie, &page).await, house.command());
    let hidden = [("command", command.as_str()), ("version", version.as_str())];
    let made = house.post(&cookie, &format!("{page}/referral"), &hidden).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let referral = made.header("location").to_owned();
    let again = house.post(&cookie, &format!("{page}/referral"), &hidden).await;
    assert_eq!(again.header("location"), referral, "the same press is the same referral");
    let body = house.get_as(&cookie, &referral).await.body;
    for said in
        ["Anna Example", "May she go on with sertraline?", "01632 960 019", "Ivy Invented", "Named: lithium", "ward-4"]
    {
        assert!(body.contains(said), "{said}");
    }
    assert!(body.contains(&format!("href=\"{page}\"")), "it leads back to the question");
    assert!(house.get_as(&cookie, &page).await.body.contains(&format!("href=\"{referral}\"")));
    assert!(house.get_as(&cookie, "/queue").await.body.contains(&format!("href=\"{referral}\"")));
}

// H13
#[tokio::test]
async fn an_answer_to_a_question_that_changed_meanwhile_is_kept_in_its_form() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = format!("/advice/{}", ask_for_advice(&house.ctx(Actor::Public), &QUESTION));
    let version = house.version(&cookie, &page).await;
    let (one, other) = (house.command(), house.command());
    let first = [("command", one.as_str()), ("version", &version), ("advice", "First"), ("route", "telephone")];
    assert_eq!(house.post(&cookie, &format!("{page}/answer"), &first).await.status, StatusCode::SEE_OTHER);
    let second = [
        ("command", other.as_str()),
        ("version", &version),
        ("advice", "Second, typed meanwhile"),
        ("route", "letter"),
    ];
    let stale = house.post(&cookie, &format!("{page}/answer"), &second).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Second, typed meanwhile</textarea>"));
    assert!(between(&stale.body, "class=\"porch-words\">First", "<").is_empty());
    assert!(stale.body.contains("Somebody changed this after you opened it"));
    let unknown = house.get_as(&cookie, "/advice/01890000-0000-7000-8000-000000000000").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
