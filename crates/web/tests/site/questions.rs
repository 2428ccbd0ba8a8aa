//! Questionnaires: what she meets when she answers by herself, and what staff see of it.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::{
    support::{Answer, House, KENT, between},
    visitor::{Visitor, words},
};

const CALL: [(&str, &str); 2] = [("reach_telephone", "yes"), ("telephone", "01632 960 016")];

/// Gives her one, and gives what its address carries.
async fn given(house: &House, cookie: &str, page: &str, what: &str) -> String {
    let command = house.command();
    let fields = [
        ("command", command.as_str()),
        ("what", what),
        ("word", "Blue Iris"),
        ("language", "en"),
        ("interpreting", "not_needed"),
    ];
    let answer = house.post(cookie, &format!("{page}/questionnaires/give"), &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let link = between(&answer.body, "id=\"link\">/questions/", "<").to_owned();
    assert!(link.len() > 20, "{}", answer.body);
    link
}

async fn opens(house: &House, link: &str) -> Answer {
    let mut visitor = Visitor { house, cookie: String::new() };
    visitor.post("/questions", &[("link", link), ("word", "blue iris")]).await
}

async fn comes_in<'a>(house: &'a House, link: &str) -> Visitor<'a> {
    let mut visitor = Visitor { house, cookie: String::new() };
    let answer = visitor.post("/questions", &[("link", link), ("word", "blue iris")]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/questions/begin"));
    visitor
}

// H02, INV-06, PR-23
#[tokio::test]
async fn a_risk_answer_at_night_says_whom_to_ring_each_time_it_is_sent_and_is_with_duty() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let link = given(&house, &clinician, &page, "phq9").await;
    house.world.set("2026-11-22T02:10:00Z");
    let mut visitor = comes_in(&house, &link).await;
    let duty = house.sign_in(Role::Duty).await;
    assert!(!house.get_as(&duty, "/queue").await.body.contains("risk answer is open"));
    // The page that said whom to ring may have been lost on its way: the browser sends the same answer again.
    for _ in 0..2 {
        let heard = visitor.post("/questions/q/9", &[("answer", "1")]).await;
        assert_eq!((heard.status, heard.title()), (StatusCode::OK, "Some questions"));
        assert!(heard.body.contains("tel:999") && heard.body.contains("tel:01632960011"), "{}", words(&heard));
        assert!(words(&heard).contains("you do not have to wait for us"), "{}", words(&heard));
        let queue = house.get_as(&duty, "/queue").await.body;
        let risks = between(&queue, "id=\"risks\"", "</section>");
        assert!(risks.contains("1 risk answer is open, 1 of them with nobody"), "{risks}");
    }
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event = 'AnswerSaved'"), 1);
}

// PR-22, PR-23, H16
#[tokio::test]
async fn no_page_shows_an_earlier_answer_or_names_her_and_the_exit_shuts_it_here() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let link = given(&house, &clinician, &page, "phq9").await;
    let mut visitor = comes_in(&house, &link).await;
    let saved = visitor.post("/questions/q/1", &[("answer", "2")]).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/questions/q/2"));
    let mut visitor = comes_in(&house, &link).await;
    for path in ["/questions/begin", "/questions/q/1", "/questions/q/2", "/questions/q/9", "/questions/end"] {
        let shown = visitor.get(path).await;
        assert_eq!((shown.status, shown.title()), (StatusCode::OK, "Some questions"), "{path}");
        assert!(!shown.body.contains(" checked"), "{path}");
        assert!(!shown.body.contains("Anna") && !between(&shown.body, "<h1", "</h1>").contains("PHQ"), "{path}");
    }
    let key = visitor.cookie.clone();
    assert_eq!(house.get_as(&key, "/exit").await.status, StatusCode::SEE_OTHER);
    let shut = house.get_as(&key, "/questions/q/2").await;
    assert_eq!(shut.status, StatusCode::GONE, "the key opens nothing more");
    assert!(shut.body.contains("tel:999"));
    visitor.cookie = key;
    assert_eq!(visitor.post("/questions/q/2", &[("answer", "1")]).await.status, StatusCode::GONE);
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event = 'AnswerSaved'"), 1);

    for _ in 0..5 {
        let wrong = visitor.post("/questions", &[("link", &link), ("word", "red rose")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(opens(&house, &link).await.status, StatusCode::UNPROCESSABLE_ENTITY, "five wrong words shut it");
}

// PR-23
#[tokio::test]
async fn when_nobody_would_hear_her_the_questions_say_from_when_and_whom_to_ring() {
    let night = "around_the_clock = true\non_call = true\nnumber = \"01632 960 042\"";
    assert!(KENT.contains(night));
    let house = House::of(&KENT.replace(night, "hours = \"duty\"\non_call = true\nnumber = \"01632 960 042\""), true);
    house.world.set("2026-11-23T10:00:00Z");
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let (risk, none) = (given(&house, &clinician, &page, "phq9").await, given(&house, &clinician, &page, "gad7").await);
    house.world.set("2026-11-24T02:10:00Z");
    let shut = opens(&house, &risk).await;
    assert_eq!(shut.status, StatusCode::OK);
    assert!(shut.header("set-cookie").is_empty(), "it is not open");
    let said = words(&shut);
    assert!(said.contains("you cannot answer these questions just now"), "{said}");
    assert!(said.contains("you can open them again from tuesday 24 november") && said.contains("9am"), "{said}");
    assert!(shut.body.contains("tel:999"), "{said}");
    assert_eq!(opens(&house, &none).await.status, StatusCode::SEE_OTHER, "it asks nothing of risk");
    house.world.set("2026-11-24T10:00:00Z");
    assert_eq!(opens(&house, &risk).await.status, StatusCode::SEE_OTHER);
}

// H02, H19
#[tokio::test]
async fn an_answer_that_is_not_saved_says_so_with_whom_to_ring_and_can_be_sent_again() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let link = given(&house, &clinician, &page, "phq9").await;
    let mut visitor = comes_in(&house, &link).await;
    house.fill_the_disk();
    let lost = visitor.post("/questions/q/9", &[("answer", "1")]).await;
    assert!(lost.status.is_server_error(), "{}", lost.status);
    assert!(words(&lost).contains("this was not sent") && lost.body.contains("tel:999"), "{}", words(&lost));
    assert!(lost.body.contains("action=\"/questions/q/9\"") && lost.body.contains("name=\"answer\" value=\"1\""));
    let lost = visitor.post("/questions/end", &[("worry", "I am <frightened>")]).await;
    assert!(lost.status.is_server_error() && words(&lost).contains("i am &lt;frightened&gt;"), "{}", words(&lost));
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event = 'AnswerSaved'"), 0);
    house.empty_the_disk();
    assert_eq!(visitor.post("/questions/q/9", &[("answer", "1")]).await.status, StatusCode::OK);
    let done = visitor.post("/questions/end", &[("worry", "I am <frightened>")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/questions/done"));
    let body = house.get_as(&clinician, &format!("{page}/questionnaires")).await.body;
    assert!(body.contains("I am &lt;frightened&gt;"), "{body}");
}

// PR-23
#[tokio::test]
async fn what_is_no_answer_is_the_senders_error_and_changes_nothing() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let link = given(&house, &clinician, &page, "phq9").await;
    let mut visitor = comes_in(&house, &link).await;
    let before = house.count("SELECT count(*) FROM journal");
    let huge = "9".repeat(3_000_000);
    for (path, answer) in [
        ("/questions/q/0", "1"),
        ("/questions/q/11", "1"),
        ("/questions/q/x", "1"),
        ("/questions/q/1", "4"),
        ("/questions/q/9", "200"),
        ("/questions/q/1", "256"),
        ("/questions/q/1", "-1"),
        ("/questions/q/1", ""),
        ("/questions/q/1", huge.as_str()),
        ("/questions/end", huge.as_str()),
    ] {
        let name = if path.ends_with("end") { "worry" } else { "answer" };
        let refused = visitor.post(path, &[(name, answer)]).await;
        assert!(refused.status.is_client_error(), "{path} {}: {}", answer.len(), refused.status);
    }
    let strange = "00000000-0000-4000-8000-000000000000";
    let of = page.rsplit('/').next().unwrap();
    for act in ["read", "take-back", "renew"] {
        let command = house.command();
        let fields = [("command", command.as_str()), ("referral", of), ("words", "Invented words")];
        let refused = house.post(&clinician, &format!("/questionnaires/{strange}/{act}"), &fields).await;
        assert!(refused.status.is_client_error(), "{act}: {}", refused.status);
    }
    assert_eq!(house.count("SELECT count(*) FROM journal"), before);
}

// H03: what was not asked is never told as a no, and what was typed stays.
#[tokio::test]
async fn what_staff_left_out_is_said_beside_it_and_not_asked_is_never_a_no() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    let form = house.get_as(&clinician, &format!("{site}/new?what=epds")).await;
    assert_eq!(form.status, StatusCode::OK);
    let values = |id: &str| between(&form.body, &format!("name=\"{id}\" type=\"text\" value=\""), "\"").to_owned();
    let (command, asked) = (house.command(), values("asked"));
    let items: Vec<String> = form.body.split("name=\"item-").skip(1).map(|rest| rest.split('"').next().unwrap()).fold(
        Vec::new(),
        |mut all: Vec<String>, id| {
            if all.last().is_none_or(|last| last != id) {
                all.push(id.to_owned());
            }
            all
        },
    );
    assert_eq!(items.len(), 10, "{items:?}");
    let names: Vec<String> = items.iter().map(|item| format!("item-{item}")).collect();
    let mut fields = vec![
        ("command", command.as_str()),
        ("what", "epds"),
        ("asked", if asked.is_empty() { "9:00" } else { asked.as_str() }),
        ("asked_on-day", "21"),
        ("asked_on-month", "11"),
        ("asked_on-year", "2026"),
        ("language", "en"),
        ("interpreting", "not_needed"),
        ("concern", "She <hides> it"),
    ];
    fields.extend(names.iter().take(9).map(|name| (name.as_str(), "0")));
    let wrong = house.post(&clinician, &format!("{site}/enter"), &fields).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.title().starts_with("Error: "), "{}", wrong.title());
    assert!(wrong.body.contains("Choose what she answered, or that she did not"));
    assert!(wrong.body.contains("She &lt;hides&gt; it</textarea>"), "nothing typed is lost");
    assert_eq!(wrong.body.matches(" checked").count(), 10, "nine answers and the interpreter");
    let nobody: Vec<_> = fields.iter().filter(|(name, _)| *name != "interpreting").copied().collect();
    let wrong = house.post(&clinician, &format!("{site}/enter"), &nobody).await;
    assert!(wrong.body.contains("Choose whether somebody interpreted"), "{}", words(&wrong));
    fields.push((names[9].as_str(), "-"));
    let saved = house.post(&clinician, &format!("{site}/enter"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
    let shown = house.get_as(&clinician, &site).await;
    let card = between(&shown.body, "class=\"porch-card\"", "class=\"nhsuk-details").to_lowercase();
    assert!(card.contains("not asked.") && card.contains("that is not a no"), "{card}");
    assert!(!card.contains("negative") && !card.contains("said no"), "{card}");
}
