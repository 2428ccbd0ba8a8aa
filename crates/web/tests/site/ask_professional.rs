//! Professionals: an emergency at the end of the day, a referral, advice first, and what is saved for later.

use axum::http::StatusCode;

use crate::{
    support::{House, between},
    visitor::{Visitor, reference, words},
};

const BY: [(&str, &str); 4] = [
    ("by_name", "Mia Midwife"),
    ("by_source", "A4"),
    ("by_organisation", "Example Maternity"),
    ("by_telephone", "01632 960 200 ext 12"),
];

async fn a_referral<'a>(house: &'a House, nhs_number: &str) -> Visitor<'a> {
    let mut visitor = Visitor::begins_with(house, &[("way", "professional"), ("from", "ward-7")]).await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("words", &[("worry", "Low since the birth."), ("concerns", "low")]).await;
    visitor.answers("before", &[("severe", "not_known")]).await;
    visitor.answers("who", &[("name", "Fay Example"), ("nhs_number", nhs_number)]).await;
    visitor.answers("you", &BY).await;
    visitor.answers("agree", &[("agreement", "agrees")]).await;
    visitor
}

// PR-03, PR-04, H01: the least is asked, it is stored, and only then a spoken handover is asked for.
// H01
#[tokio::test]
async fn a_midwife_refers_an_emergency_at_five_to_five() {
    let house = House::live();
    house.world.set("2026-11-20T16:55:00Z");
    let mut visitor = Visitor::begins(&house, "professional").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[("situation", "living_baby")]).await;
    assert_eq!(visitor.answers("today", &[("signs", "sudden_change")]).await, "/ask/q/quick");
    let quick = visitor.get("/ask/q/quick").await;
    let fields = quick.body.matches("<label").count();
    assert_eq!(fields, 6, "the least that is needed, and nothing besides");
    assert!(!quick.body.contains("nhs_number") && !quick.body.contains("born-day"));
    let least = [
        ("by_name", "Mia Midwife"),
        ("call_back", "01632 960 200"),
        ("worry", "Confused since this morning."),
        ("where", "At home, 1 Example Road"),
        ("with", "Her mother; the baby too"),
    ];
    let missing = visitor.post("/ask/q/quick", &least).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("href=\"#name\"") && missing.body.contains("Confused since this morning."));
    let whole = [&least[..], &[("name", "Grace")]].concat();
    assert_eq!(visitor.answers("quick", &whole).await, "/ask/sent");
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE priority = 'emergency'"), 1);
    let sent = visitor.get("/ask/sent").await;
    let said = words(&sent);
    assert!(said.contains("until 5pm today") && said.contains("until monday at 9am"), "{said}");
    assert!(said.contains("have you spoken to someone?"), "{said}");
    let empty = visitor.post("/ask/handover", &[("spoken_to", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#spoken_to\""));
    let noted = visitor.post("/ask/handover", &[("spoken_to", "Sam Example, crisis team")]).await;
    assert_eq!(noted.header("location"), "/ask/sent?noted=1");
    assert!(words(&visitor.get("/ask/sent?noted=1").await).contains("we have noted whom you have spoken to"));
    assert!(house.told().contains("Sam Example, crisis team"));
    // Nobody is asked to hand over in words while duty has the day before it.
    house.world.set("2026-11-20T10:00:00Z");
    assert!(!words(&visitor.get("/ask/sent").await).contains("have you spoken to someone?"));
}

// D18, PR-10: the linking site is kept; PR-06: nobody learns from any page whether she is known.
#[tokio::test]
async fn pages_and_receipts_are_the_same_whether_she_is_known_or_not() {
    let house = House::live();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let mut visitor = a_referral(&house, "999 000 0018").await;
        let check = visitor.get("/ask/check").await;
        let sent = visitor.sends().await;
        let number = reference(&sent);
        seen.push((check.status, check.body, sent.status, sent.body.replace(&number, "REFERENCE"), number));
    }
    let (first, second) = (&seen[0], &seen[1]);
    assert_ne!(first.4, second.4);
    assert_eq!((first.0, &first.1, first.2, &first.3), (second.0, &second.1, second.2, &second.3));
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE source = 'A4'"), 2);
    assert_eq!(house.told().matches("\"site\":\"ward-7\"").count(), 2);
}

#[tokio::test]
async fn the_linking_site_is_carried_by_the_form_and_nothing_else_of_the_address_is() {
    let house = House::live();
    assert!(house.get("/refer?from=ward-7").await.body.contains("name=\"from\" value=\"ward-7\""));
    for path in ["/ask?from=%3Cscript%3E", "/ask?from=a%20b", "/ask?name=x"] {
        assert!(!house.get(path).await.body.contains("name=\"from\""), "{path}");
    }
}

// X10: what is missing is said plainly, and what only helps never holds anything up.
#[tokio::test]
async fn what_is_needed_and_what_helps_are_said_before_anyone_sends() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "professional").await;
    visitor.answers("now", &[("now", "loss")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    let check = visitor.get("/ask/check").await;
    assert!(check.body.contains("href=\"/ask/q/who?check=1#name\""), "{}", words(&check));
    assert!(words(&check).contains("it helps to add, if you have it: nhs number, date of birth"));
    let refused = visitor.post("/ask/check", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    for target in ["words?check=1#worry", "you?check=1#by_source", "agree?check=1#agreement"] {
        assert!(refused.body.contains(&format!("href=\"/ask/q/{target}\"")), "{target}");
    }
    let mut visitor = a_referral(&house, "").await;
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
}

#[tokio::test]
async fn advice_is_asked_without_naming_anyone_and_a_warning_sign_makes_it_a_referral() {
    let house = House::live();
    let purpose = [("way", "professional"), ("purpose", "advice")];
    let mut visitor = Visitor::begins_with(&house, &purpose).await;
    visitor.answers("now", &[("now", "pregnant")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("words", &[("worry", "May sertraline be kept?")]).await;
    assert_eq!(visitor.answers("before", &[]).await, "/ask/q/you");
    assert_eq!(visitor.answers("you", &BY).await, "/ask/check");
    let said = words(&visitor.sends().await);
    assert!(said.contains("request for advice received") && said.contains("it is not a referral"), "{said}");
    assert_eq!(house.count("SELECT count(*) FROM advice"), 1);
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    let mut visitor = Visitor::begins_with(&house, &purpose).await;
    visitor.answers("now", &[("now", "pregnant")]).await;
    assert_eq!(visitor.answers("today", &[("signs", "self_harm")]).await, "/ask/q/quick");
}

// PR-07: NOT SENT in words on every page, and only the right link and code open it.
#[tokio::test]
async fn what_is_kept_for_later_says_that_it_is_not_sent_and_opens_with_the_right_code_only() {
    let house = House::live();
    let mut visitor = a_referral(&house, "").await;
    let fields = [("step", "reach"), ("reach_telephone", "yes"), ("telephone", "not a number")];
    let kept = visitor.post("/ask/keep", &fields).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(words(&kept).contains("this referral is not sent") && words(&kept).contains("21 december 2026"));
    let link = between(&kept.body, "href=\"/refer/go-on/", "\"").to_owned();
    let code = reference(&kept);
    assert_eq!((link.len(), code.len()), (64, 9));
    for path in ["/ask/q/who", "/ask/check", "/ask/q/files"] {
        assert!(words(&visitor.get(path).await).contains("this referral is not sent"), "{path}");
    }
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    // The browser was closed; a day later at another machine.
    house.world.advance_minutes(60 * 30);
    let mut later = Visitor { house: &house, cookie: String::new() };
    assert_eq!(later.get(&format!("/refer/go-on/{link}")).await.status, StatusCode::OK);
    let wrong = later.post("/refer/go-on", &[("link", &link), ("code", "0000 0000")]).await;
    let other = later.post("/refer/go-on", &[("link", &"0".repeat(64)), ("code", &code)]).await;
    for refused in [&wrong, &other] {
        assert_eq!((refused.status, later.cookie.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
        assert!(words(refused).contains("this link and code open nothing"));
    }
    let whole = format!("http://porch.example/refer/go-on/{link}");
    let opened = later.post("/refer/go-on", &[("link", &whole), ("code", &code)]).await;
    assert_eq!((opened.status, opened.header("location")), (StatusCode::SEE_OTHER, "/ask/q/reach"));
    assert!(later.get("/ask/q/reach").await.body.contains("value=\"not a number\""));
    later.answers("reach", &[]).await;
    let sent = later.sends().await;
    assert!(!words(&sent).contains("not sent"), "{}", words(&sent));
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
    let again = later.post("/refer/go-on", &[("link", &link), ("code", &code)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_a_professionals_form_can_be_kept_for_later() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    assert!(!visitor.get("/ask/q/now").await.body.contains("/ask/keep"));
    assert_eq!(visitor.post("/ask/keep", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.count("SELECT count(*) FROM draft WHERE code_hash IS NOT NULL"), 0);
}
