//! Saying how it was: what whoever writes meets, and what managers and duty do with it.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::{
    deciding::{Her, referred},
    own_page::{comes_in, given, names_nobody},
    support::{House, between},
    visitor::{Visitor, words},
};

const ASKED: &str = "/how-it-was";
const HERS: &str = "/page/how";

fn stranger(house: &House) -> Visitor<'_> {
    Visitor { house, cookie: String::new() }
}

async fn step(house: &House, cookie: &str, address: &str, fields: &[(&str, &str)]) -> StatusCode {
    let page = house.get_as(cookie, address).await;
    let (command, version) = (house.command(), between(&page.body, "name=\"version\" value=\"", "\"").to_owned());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, address, &all).await.status
}

// T6, H02: before the first question stands that nobody reads it at once, by when somebody does, and whom to ring now.
#[tokio::test]
async fn before_the_first_question_stands_that_nobody_reads_it_at_once_and_whom_to_ring() {
    let house = House::live();
    let page = stranger(&house).get(ASKED).await;
    assert_eq!((page.status, page.title()), (StatusCode::OK, "How it was"));
    let before = page.body.split("<form method=\"post\" action=\"/how-it-was\"").next().unwrap();
    assert!(before.contains("This is not read at once.") && before.contains("tel:999"), "{before}");
    assert!(words(&page).contains("we want to read it by "), "{}", words(&page));
    assert!(words(&page).contains("we do not keep your name or your device"));
    for (path, why) in [("/you-said-we-did", "the list"), ("/more/1", "partners")] {
        assert!(house.get(path).await.links().contains(&ASKED.to_owned()), "{why}");
    }
    let mut visitor = stranger(&house);
    let twice = between(&page.body, "name=\"once\" value=\"", "\"").to_owned();
    let fields = [("once", twice.as_str()), ("who", "family"), ("well", "They <b>rang</b> back"), ("show", "yes")];
    for _ in 0..2 {
        let thanks = visitor.post(ASKED, &fields).await;
        assert_eq!(thanks.status, StatusCode::OK);
        assert!(words(&thanks).contains("thank you") && thanks.body.contains("tel:999"), "{}", words(&thanks));
        assert!(!thanks.body.contains("rang"), "what was written is not shown again");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM comment WHERE referral_id IS NULL AND teller = 'family'"), 1);
}

// T6
#[tokio::test]
async fn what_is_missing_or_too_long_is_said_at_its_field_and_nothing_typed_is_lost() {
    let house = House::live();
    let mut visitor = stranger(&house);
    let long = "x".repeat(2_001);
    for (fields, said, at) in [
        (vec![("well", " ")], "Write what went well, or what could be better", "#well"),
        (vec![("better", long.as_str())], "At most 2,000 letters fit here", "#better"),
        (vec![("well", "Kept words"), ("answer", "yes")], "Write where the answer may go", "#reach"),
        (
            vec![("well", "Kept words"), ("answer", "yes"), ("reach", &long)],
            "That is too long. A phone number",
            "#reach",
        ),
    ] {
        let page = visitor.post(ASKED, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.body.contains(said) && page.body.contains(&format!("href=\"{at}\"")), "{said}: {}", page.body);
        if fields[0].1 == "Kept words" {
            assert!(page.body.contains(">Kept words</textarea>"), "{}", page.body);
        }
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM comment"), 0);
}

// T6, H15, H16: on her own page it leads to her only where she asks to be answered, and names nobody.
#[tokio::test]
async fn on_her_page_it_leads_to_her_only_where_she_asks_to_be_answered() {
    let house = House::demonstration();
    let (duty, manager) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Manager).await);
    let hers = referred(&house, Her::default());
    let link = given(&house, &duty, hers).await;
    assert_eq!(stranger(&house).get(HERS).await.status, StatusCode::GONE);
    let mut visitor = comes_in(&house, &link).await;
    assert!(visitor.get("/page/now").await.links().contains(&HERS.to_owned()));
    let page = visitor.get(HERS).await;
    names_nobody(&page);
    assert!(words(&page).contains("we also keep when your page was opened"), "{}", words(&page));
    assert!(page.links().contains(&"/page/changed".to_owned()));
    let quiet = visitor.post(HERS, &[("well", "Invented praise"), ("reach", "nobody@example.test")]).await;
    assert_eq!(quiet.status, StatusCode::OK);
    names_nobody(&quiet);
    let asked = visitor.post(HERS, &[("better", "Invented wish"), ("answer", "yes")]).await;
    assert!(words(&asked).contains("you get an answer after that"), "{}", words(&asked));
    assert_eq!(house.count("SELECT COUNT(*) FROM comment WHERE referral_id IS NULL"), 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM comment WHERE referral_id IS NOT NULL AND wants_answer = 1"), 1);
    let told = house.texts("SELECT CAST(p.content AS TEXT) FROM personal p WHERE p.stream_kind = 'comment'").join(" ");
    assert!(!told.contains("nobody@example.test"), "an address that nobody asked for is not kept: {told}");
    // Nothing of it stands in her record.
    for path in [format!("/referrals/{hers}"), format!("/referrals/{hers}/page")] {
        let record = house.get_as(&duty, &path).await;
        assert!(!record.body.contains("Invented wish") && !record.body.contains("Invented praise"), "{path}");
    }
    // A manager is told, and sees neither her name nor her referral's page.
    let list = house.get_as(&manager, "/comments").await;
    let lines: Vec<String> = list.links().into_iter().filter(|link| link.starts_with("/comments/")).collect();
    assert_eq!(lines.len(), 2);
    for line in &lines {
        let page = house.get_as(&manager, line).await;
        assert!(!page.links().iter().any(|link| link.contains("/referrals/")), "{:?}", page.links());
        assert!(!page.body.contains("Invented Person"), "{}", page.body);
    }
}

// H02: a manager is told on every page until it is read; what may tell of danger goes to duty, who say what they did.
#[tokio::test]
async fn a_manager_is_told_until_it_is_read_and_what_cannot_wait_is_with_duty_until_they_say_what_they_did() {
    let house = House::demonstration();
    let (duty, manager) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Manager).await);
    let sent = stranger(&house).post(ASKED, &[("better", "She is in danger"), ("show", "yes")]).await;
    assert_eq!(sent.status, StatusCode::OK);
    let every = house.get_as(&manager, "/templates").await;
    assert!(every.body.contains("1 comment waits to be read."), "{}", every.body);
    let list = house.get_as(&manager, "/comments").await;
    let address = list.links().into_iter().find(|link| link.starts_with("/comments/")).unwrap();
    assert!(words(&list).contains("to be read by"), "{}", words(&list));
    house.world.advance_minutes(4 * 24 * 60);
    let (duty_then, manager_then) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Manager).await);
    let late = house.get_as(&manager_then, "/comments").await;
    assert!(
        words(&late).contains("late: to be read by") && late.body.contains("1 of them is late"),
        "{}",
        words(&late)
    );
    let page = house.get_as(&duty_then, "/duty").await;
    assert!(words(&page).contains("1 comment of somebody was not read in time"), "{}", words(&page));
    drop((duty, manager));
    let to_duty = format!("/duty{address}");
    assert_eq!(house.get_as(&duty_then, &to_duty).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&duty_then, &address).await.status, StatusCode::FORBIDDEN);
    let pass = [("step", "pass"), ("reason", "warning_sign")];
    assert_eq!(step(&house, &manager_then, &address, &pass).await, StatusCode::SEE_OTHER);
    assert!(!house.get_as(&manager_then, "/templates").await.body.contains("to be read"));
    let page = house.get_as(&duty_then, "/duty").await;
    assert!(page.links().contains(&to_duty), "{:?}", page.links());
    assert!(house.get_as(&duty_then, &to_duty).await.body.contains("She is in danger"));
    let empty = step(&house, &duty_then, &to_duty, &[("step", "act"), ("done", " ")]).await;
    assert_eq!(empty, StatusCode::UNPROCESSABLE_ENTITY);
    let act = [("step", "act"), ("done", "Nobody can be found by it; the police were told")];
    assert_eq!(step(&house, &duty_then, &to_duty, &act).await, StatusCode::SEE_OTHER);
    let seen = house.get_as(&manager_then, &address).await;
    assert!(seen.body.contains("the police were told"), "{}", seen.body);
    let close = [("step", "close"), ("reason", "shared"), ("note", "Told to the team")];
    assert_eq!(step(&house, &manager_then, &address, &[("step", "close")]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(step(&house, &manager_then, &address, &close).await, StatusCode::SEE_OTHER);
    let done = house.get_as(&manager_then, "/comments").await;
    assert!(words(&done).contains("nothing waits.") && words(&done).contains("done with"), "{}", words(&done));
}

// T6
#[tokio::test]
async fn a_manager_publishes_what_was_done_and_names_the_comments_that_it_answers() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    let mut visitor = stranger(&house);
    for (well, show) in [("Waited <long>", "yes"), ("Tell nobody of this", "no")] {
        visitor.post(ASKED, &[("well", well), ("show", show), ("who", "professional")]).await;
    }
    let page = house.get_as(&manager, "/said-and-done").await;
    assert!(page.body.contains("Waited &lt;long&gt;") && !page.body.contains("Tell nobody"), "{}", page.body);
    let id = between(&page.body, "name=\"answers\" type=\"checkbox\" value=\"", "\"").to_owned();
    let command = house.command();
    let fields = [
        ("command", command.as_str()),
        ("version", "0"),
        ("said", "Waiting was long"),
        ("done", "A letter says how long it takes"),
        ("day-day", "1"),
        ("day-month", "11"),
        ("day-year", "2026"),
        ("nobody", "yes"),
        ("answers", id.as_str()),
    ];
    assert_eq!(house.post(&manager, "/said-and-done", &fields).await.status, StatusCode::SEE_OTHER);
    let list = words(&house.get_as(&manager, "/comments").await);
    assert!(list.contains("answered"), "{list}");
    assert!(!house.get_as(&manager, "/said-and-done").await.body.contains("Waited &lt;long&gt;"));
    let public = house.get("/you-said-we-did").await;
    assert!(public.body.contains("A letter says how long it takes") && !public.body.contains("Waited"));
    let report = house.get_as(&manager, "/reports/comments").await;
    assert!(words(&report).contains("all \u{2217} \u{2217} \u{2217} \u{2217} \u{2217}"), "{}", words(&report));
}

// An information officer erases the words, and nothing else is left to do with them.
#[tokio::test]
async fn an_information_officer_erases_the_words_of_a_comment_that_names_somebody() {
    let house = House::demonstration();
    let officer = house.sign_in(Role::InformationOfficer).await;
    stranger(&house).post(ASKED, &[("well", "Invented Person was kind")]).await;
    let id = house.texts("SELECT comment_id FROM comment").remove(0);
    let address = format!("/comments/{id}");
    assert!(house.get_as(&officer, &address).await.body.contains("Invented Person was kind"));
    assert_eq!(step(&house, &officer, &address, &[("step", "erase")]).await, StatusCode::UNPROCESSABLE_ENTITY);
    let erase = [("step", "erase"), ("why", "it names a colleague")];
    assert_eq!(step(&house, &officer, &address, &erase).await, StatusCode::SEE_OTHER);
    let page = house.get_as(&officer, &address).await;
    assert!(!page.body.contains("Invented Person") && words(&page).contains("erased"), "{}", words(&page));
}
