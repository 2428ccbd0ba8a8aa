//! A form that a record system filled in, who fits beside a form, and what a practice is told of what it sent (N2, X10).

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use porch_domain::{
    actor::Role,
    front_door::{Asked, Concern, Situation},
};
use porch_exchange::filled_form::Statement;
use porch_web::RecordSystems;

use crate::{
    deciding::{Her, referred},
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const KEY: &str = "an invented key of thirty-two characters";
const NUMBER: &str = "0190a0b0-0000-7000-8000-000000000009";
const NOW: &str = "2026-11-23T10:00:00Z";
const CONTENT: &str = r#"{"now":"baby","ends":"2026-06-18","concerns":["low","anxious"],"worry":"Low since the birth.",
    "name":"Fay Example","born":"1996-05-04","nhs_number":"999 000 0018","by_name":"Robin Example","by_source":"A1"}"#;

fn house() -> House {
    let systems = RecordSystems::default().with("example-gp".to_owned(), KEY.to_owned());
    let house = House::live_with(|site| site.record_systems(systems));
    house.world.set(NOW);
    house
}

/// What a system sends, and with which headers.
async fn sends(
    house: &House,
    content: &str,
    number: &str,
    at: &str,
    change: impl Fn(&str, String) -> String,
) -> Answer {
    let said = Statement { at, number, content: content.as_bytes() };
    let mut request = Request::builder().method(Method::POST).uri("/refer/filled").header("host", "porch.example");
    for (name, value) in [
        ("porch-system", "example-gp".to_owned()),
        ("porch-at", at.to_owned()),
        ("porch-number", number.to_owned()),
        ("porch-signature", said.signature(KEY)),
    ] {
        request = request.header(name, change(name, value));
    }
    house.ask(request.header("content-type", "application/json").body(Body::from(content.to_owned())).unwrap()).await
}

async fn as_it_is(house: &House, content: &str, number: &str) -> Answer {
    sends(house, content, number, NOW, |_, value| value).await
}

fn link(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    between(&answer.body, "\"open\":\"", "\"").to_owned()
}

// N2, H16
#[tokio::test]
async fn a_record_system_fills_in_the_form_and_a_person_reads_it_and_sends_it_once() {
    let house = house();
    let filled = as_it_is(&house, CONTENT, NUMBER).await;
    let link = link(&filled);
    assert!(!link.contains("Fay") && !filled.body.contains("Example"), "nothing of a person stands in the link");
    let mut visitor = Visitor { house: &house, cookie: String::new() };
    // A program that only follows the link opens nothing.
    for _ in 0..3 {
        let page = visitor.get(&link).await;
        assert_eq!((page.status, page.header("set-cookie")), (StatusCode::OK, ""));
        assert!(!page.body.contains("Fay Example"), "nobody reads it before it is opened");
    }
    let opened = visitor.post(&link, &[]).await;
    assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/ask/q/now"), "{}", opened.body);
    let who = visitor.get("/ask/q/who").await;
    for value in ["value=\"Fay Example\"", "value=\"999 000 0018\"", "value=\"1996\""] {
        assert!(who.body.contains(value), "{value}: {}", who.body);
    }
    assert!(visitor.get("/ask/q/words").await.body.contains("Low since the birth."));
    // What only a person can answer is open.
    let check = words(&visitor.get("/ask/check").await);
    assert!(check.contains("needed") || check.contains("still"), "{check}");
    assert_eq!(visitor.post("/ask/check", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    visitor.answers("today", &[("signs", "none")]).await;
    let by = [
        ("by_name", "Robin Example"),
        ("by_source", "A1"),
        ("by_organisation", "Example Surgery"),
        ("by_telephone", "01632 960 200"),
    ];
    visitor.answers("you", &by).await;
    visitor.answers("agree", &[("agreement", "agrees")]).await;
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
    assert!(house.told().contains("\"site\":\"example-gp\""), "it stands with the referral");

    // The link, and a second press of it, open nothing again; what was never there reads the same.
    let mut another = Visitor { house: &house, cookie: String::new() };
    let gone = another.get(&link).await;
    let never = another.get(&format!("/refer/filled/{}", "0".repeat(64))).await;
    assert_eq!((gone.status, &gone.body), (StatusCode::GONE, &never.body));
    assert_eq!(another.post(&link, &[]).await.status, StatusCode::GONE);
}

// N2: tampering and replay are refused.
#[tokio::test]
async fn what_is_altered_repeated_old_or_made_up_fills_in_nothing() {
    let house = house();
    for (header, value, case) in [
        ("porch-system", "another", "a system that is not known"),
        ("porch-at", "2026-11-23T10:00:01Z", "another time"),
        ("porch-number", "0190a0b0-0000-7000-8000-000000000008", "another number"),
        ("porch-signature", "", "no signature"),
        ("porch-signature", &"0".repeat(64), "a made-up signature"),
    ] {
        let change = |name: &str, own: String| if name == header { value.to_owned() } else { own };
        let answer = sends(&house, CONTENT, NUMBER, NOW, change).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{case}");
    }
    let said = Statement { at: NOW, number: NUMBER, content: CONTENT.as_bytes() }.signature(KEY);
    let change = |name: &str, own: String| if name == "porch-signature" { said.clone() } else { own };
    let altered = CONTENT.replace("999 000 0018", "999 000 0026");
    assert_eq!(sends(&house, &altered, NUMBER, NOW, change).await.status, StatusCode::UNAUTHORIZED, "altered");
    let old = sends(&house, CONTENT, NUMBER, "2026-11-23T09:54:59Z", |_, value| value).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    for (content, case) in [
        ("nonsense", "no object"),
        (r#"{"signs":"none"}"#, "warning signs are asked by a person"),
        (r#"{"agreement":"agrees"}"#, "so is her agreement"),
        (r#"{"reach_telephone":"yes"}"#, "and what is safe"),
        (r#"{"born":"the fourth of May"}"#, "no date"),
        (r#"{"name":5}"#, "no text"),
    ] {
        assert_eq!(as_it_is(&house, content, NUMBER).await.status, StatusCode::BAD_REQUEST, "{case}");
    }
    assert_eq!(as_it_is(&house, CONTENT, "nine").await.status, StatusCode::BAD_REQUEST, "a number that is no UUID");
    assert_eq!(house.count("SELECT count(*) FROM draft"), 0, "nothing was kept of any of it");

    let link = link(&as_it_is(&house, CONTENT, NUMBER).await);
    assert_eq!(as_it_is(&house, CONTENT, NUMBER).await.status, StatusCode::CONFLICT, "the same once more");
    let other = as_it_is(&house, "{}", NUMBER).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "another statement with a number that was used");
    house.world.set("2026-11-23T10:15:00Z");
    let visitor = Visitor { house: &house, cookie: String::new() };
    assert_eq!(visitor.get(&link).await.status, StatusCode::GONE, "after a quarter of an hour");
    assert_eq!(House::live().post("", "/refer/filled", &[]).await.status, StatusCode::NOT_FOUND, "without a system");
}

// X10, PR-06
#[tokio::test]
async fn beside_a_professionals_form_stands_who_fits_so_far_and_what_is_missing() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "professional").await;
    let fits = |page: &Answer| between(&page.body, "id=\"fits\"", "</form>").to_owned();
    let first = visitor.get("/ask/q/now").await;
    assert!(fits(&first).contains("teams that may fit stand here"), "{}", fits(&first));
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[("ends-day", "18"), ("ends-month", "6"), ("ends-year", "2026")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    // With a script it follows while somebody types, and nothing of that is kept.
    let typed = visitor.post("/ask/fits/words", &[("concerns", "birth_trauma"), ("worry", "It comes back.")]).await;
    assert_eq!(typed.status, StatusCode::OK);
    assert!(typed.body.contains("loss or birth trauma") || typed.body.contains("<li>"), "{}", typed.body);
    assert!(!visitor.get("/ask/q/words").await.body.contains("It comes back."), "nothing was kept");
    visitor.answers("words", &[("concerns", "birth_trauma"), ("worry", "It comes back.")]).await;
    let page = visitor.get("/ask/q/who").await;
    let said = fits(&page);
    for missing in ["how severe it is", "date of birth", "postcode or GP practice"] {
        assert!(said.contains(missing), "{missing}: {said}");
    }
    let who = [
        ("name", "Fay Example"),
        ("born-day", "4"),
        ("born-month", "5"),
        ("born-year", "1996"),
        ("postcode", "CT1 2AB"),
    ];
    visitor.answers("who", &who).await;
    let said = fits(&visitor.get("/ask/q/you").await);
    assert!(said.contains("how severe it is") && !said.contains("date of birth"), "{said}");

    // Nobody else is shown it, and nobody in an emergency.
    for way in ["myself", "family"] {
        let other = Visitor::begins(&house, way).await;
        assert!(!other.get("/ask/q/now").await.body.contains("id=\"fits\""), "{way}");
    }
    let mut emergency = Visitor::begins(&house, "professional").await;
    emergency.answers("now", &[("now", "baby")]).await;
    emergency.answers("more", &[]).await;
    emergency.answers("today", &[("signs", "self_harm")]).await;
    assert!(!emergency.get("/ask/q/quick").await.body.contains("id=\"fits\""));
    assert_eq!(emergency.post("/ask/fits/words", &[]).await.status, StatusCode::NO_CONTENT);
}

// X10, PR-32
#[tokio::test]
async fn a_practice_is_told_of_what_it_sent_alone_in_whole_quarters_without_small_numbers() {
    let house = House::demonstration();
    let from = |organisation: &'static str, agreement| Her {
        organisation,
        asked: Asked {
            situation: Some(Situation::LivingBaby),
            concerns: [Concern::Low].into(),
            agreement,
            ..Asked::default()
        },
        ..Her::default()
    };
    house.world.set("2026-08-03T09:00:00Z");
    for nth in 0..8 {
        let id = referred(&house, from(if nth % 2 == 0 { "Example Surgery" } else { "example  SURGERY" }, None));
        if nth < 6 {
            house.accept(&id.to_string());
        }
    }
    for _ in 0..4 {
        referred(&house, from("Another Surgery", None));
    }
    house.world.set("2026-11-23T09:00:00Z");
    referred(&house, from("Example Surgery", None));
    let manager = house.sign_in(Role::Manager).await;
    let page = house.get_as(&manager, "/reports/practices").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("<option value=\"Another Surgery\"").count(), 1, "{}", page.body);
    let ours = house.get_as(&manager, "/reports/practices?quarter=2026-07&organisation=EXAMPLE+surgery").await;
    let said = words(&ours);
    assert!(said.contains("received from 1 july 2026 to 30 september 2026"), "{said}");
    assert!(
        said.contains("sent 10 ") && said.contains("accepted 5 ") && said.contains("not decided yet \u{2217}"),
        "{said}"
    );
    assert!(said.contains("whether she knows and agrees 10") && said.contains("her nhs number 10"), "{said}");
    assert!(!ours.body.contains("Invented Person") && !ours.body.contains("/referrals/"), "it names nobody");
    // Another's are in no number of it, and so few are told in none.
    let few = words(&house.get_as(&manager, "/reports/practices?quarter=2026-07&organisation=Another+Surgery").await);
    assert!(few.contains("sent \u{2217}") && !few.contains("what would have helped"), "{few}");
    let none = words(&house.get_as(&manager, "/reports/practices?quarter=2026-04&organisation=Example+Surgery").await);
    assert!(none.contains("referred nobody in this quarter"), "{none}");
    // A quarter that goes on, and anything that is no quarter, is not told.
    for wrong in ["2026-10", "2026-08", "2031-01", "soon"] {
        let page = house.get_as(&manager, &format!("/reports/practices?quarter={wrong}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}
