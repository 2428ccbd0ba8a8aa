//! Forms: what was typed stays, right or wrong, in any script; every error leads to its field; one sending is one referral.

use axum::http::StatusCode;

use crate::{
    support::{House, between},
    visitor::{Visitor, words},
};

/// Way, step, fields, and the id that the error leads to.
type Wrong = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

/// For each step of each way: what is wrong, and the field that the error leads to.
const WRONG: [Wrong; 17] = [
    ("myself", "now", &[], "now"),
    ("myself", "now", &[("now", "martian")], "now"),
    ("myself", "more", &[("ends-day", "31"), ("ends-month", "2"), ("ends-year", "2026")], "ends-ends-day"),
    ("myself", "today", &[], "signs"),
    ("myself", "call", &[], "call_back"),
    ("myself", "call", &[("call_back", "my sister's")], "call_back"),
    ("myself", "who", &[("postcode", "ME1 1AA")], "name"),
    ("myself", "who", &[("name", "A"), ("born-day", "1"), ("born-month", "1"), ("born-year", "2999")], "born-born-day"),
    ("myself", "who", &[("name", "A"), ("nhs_number", "999 000 0019")], "nhs_number"),
    ("myself", "reach", &[("reach_note", "mornings")], "reach_telephone"),
    ("myself", "reach", &[("reach_email", "yes"), ("email", "anna at example")], "email"),
    ("myself", "reach", &[("reach_letter", "yes")], "address"),
    ("family", "words", &[("helps", "tea")], "worry"),
    ("family", "you", &[("by_name", "Carl")], "by_telephone"),
    ("professional", "quick", &[("worry", "Not eating")], "by_name"),
    ("professional", "you", &[("by_name", "Mia"), ("by_email", "x")], "by_source"),
    ("professional", "agree", &[("agreement_why", "asleep")], "agreement"),
];

#[tokio::test]
async fn every_error_keeps_what_was_typed_and_leads_to_its_field() {
    let house = House::live();
    for (way, step, fields, target) in WRONG {
        let mut visitor = Visitor::begins(&house, way).await;
        visitor.answers("now", &[("now", "baby")]).await;
        let sign = if matches!(step, "call" | "quick") { "sudden_change" } else { "none" };
        visitor.answers("today", &[("signs", sign)]).await;
        let page = visitor.post(&format!("/ask/q/{step}"), fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{way} {step}");
        let summary = between(&page.body, "nhsuk-error-summary__list", "</ul>");
        assert!(summary.contains(&format!("href=\"#{target}\"")), "{way} {step}: {summary}");
        assert!(page.body.contains(&format!(" id=\"{target}\"")), "{way} {step} {target}");
        assert!(page.body.contains("nhsuk-error-message") && page.title().starts_with("Error: Step "), "{way} {step}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{way} {step}");
        assert!(!page.body.contains("[["), "{way} {step}");
        // It was saved, though it is wrong: the page shows it again when it is opened anew.
        let again = visitor.get(&format!("/ask/q/{step}")).await;
        for (_, value) in fields.iter().filter(|(_, value)| *value != "martian") {
            assert!(page.body.contains(value) && again.body.contains(value), "{way} {step} lost {value}");
        }
    }
}

// What people type comes back as it was typed, and does nothing.
#[tokio::test]
async fn names_of_every_script_and_hostile_text_come_back_as_typed_and_harmless() {
    let house = House::live();
    let hostile = [
        "Zoë O'Brien-Nguyễn 李 أحمد 👩🏽‍🍼",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE draft; --",
        "=HYPERLINK(\"http://example.com\")",
        "{{7*7}} ${7*7} [[worry]] \u{202e}reversed",
        "\n  first line is empty\n\nthird",
        "&amp; &lt;b&gt; %00 %41",
    ];
    for text in hostile {
        let mut visitor = Visitor::begins(&house, "family").await;
        visitor.answers("now", &[("now", "baby")]).await;
        visitor.answers("today", &[("signs", "none")]).await;
        visitor.answers("words", &[("worry", text)]).await;
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let shown = visitor.get("/ask/q/words").await.body;
        let area = between(&shown, "name=\"worry\"", "</textarea>");
        let area = area.split_once('>').unwrap().1;
        assert_eq!(area.strip_prefix('\n').filter(|_| text.starts_with('\n')).unwrap_or(area), escaped, "{text}");
        assert!(!shown.contains("<script>alert") && !shown.contains("<img src=x"), "{text}");
        let check = visitor.get("/ask/check").await.body;
        assert!(check.contains(escaped.trim()) && !check.contains("<script>alert"), "{text}");
        visitor.answers("you", &[("by_name", text), ("by_telephone", "01632 960 001")]).await;
        visitor.answers("who", &[("name", text)]).await;
        visitor.sends().await;
        let stored = serde_json::to_string(text.trim()).unwrap();
        assert!(house.told().contains(stored.trim_matches('"')), "{stored}");
    }
    assert_eq!(house.count("SELECT count(*) FROM referral"), 8);
}

#[tokio::test]
async fn ten_thousand_characters_of_any_script_are_taken_and_one_more_is_told_and_kept() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "professional").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    let full = "👶".repeat(10_000);
    let fields = [("worry", full.as_str()), ("helps", full.as_str()), ("with_baby", full.as_str())];
    visitor.answers("words", &fields).await;
    assert!(visitor.get("/ask/check").await.body.contains(&full));
    let long = format!("{full}x");
    let page = visitor.post("/ask/q/words", &[("worry", &long)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains(&long) && page.body.contains("href=\"#worry\""));
    let far_too_long = visitor.post("/ask/q/words", &[("worry", &"x".repeat(600_000))]).await;
    assert_eq!(far_too_long.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(words(&far_too_long).contains("it was not sent") && far_too_long.body.contains("tel:999"));
}

// Sent twice, by an impatient finger or a browser that tries again, it is one referral.
#[tokio::test]
async fn a_double_sending_is_one_referral_with_one_reference() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "pregnant")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("who", &[("name", "Anna Example")]).await;
    visitor.answers("reach", &[("reach_text", "yes"), ("telephone", "07700 900123")]).await;
    let mut second = Visitor { house: &house, cookie: visitor.cookie.clone() };
    let (one, two) = tokio::join!(visitor.post("/ask/check", &[]), second.post("/ask/check", &[]));
    for answer in [one, two, visitor.post("/ask/check", &[]).await] {
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/ask/sent"));
    }
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
    assert_eq!(visitor.get("/ask/sent").await.body, second.get("/ask/sent").await.body);
}

// H16: addresses and titles say nothing; answers stand in no address.
// H16
#[tokio::test]
async fn titles_and_addresses_of_the_questions_give_nobody_away() {
    let house = House::live();
    for way in ["myself", "family", "professional"] {
        let mut visitor = Visitor::begins(&house, way).await;
        visitor.answers("now", &[("now", "loss")]).await;
        for step in ["now", "more", "today", "words", "before", "who", "reach"] {
            let page = visitor.get(&format!("/ask/q/{step}")).await;
            assert!(page.title().starts_with("Step ") && page.title().len() < 8, "{}", page.title());
            assert_eq!(page.header("cache-control"), "no-store");
        }
        assert_eq!(visitor.get("/ask/check").await.title(), "Check");
    }
    for path in ["/", "/ask", "/ask/family", "/refer", "/refer/go-on", "/help-now", "/privacy"] {
        let title = house.get(path).await.title().to_lowercase();
        for word in ["mental", "pregnan", "baby", "psych", "refer", "perinatal", "birth"] {
            assert!(!title.contains(word), "{path}: {title}");
        }
    }
}

#[tokio::test]
async fn sixty_may_begin_in_a_minute_from_one_place_and_nobody_who_has_begun_is_held_up() {
    let house = House::live();
    let mut first = Visitor::begins(&house, "myself").await;
    for _ in 1..60 {
        Visitor::begins(&house, "myself").await;
    }
    let mut late = Visitor { house: &house, cookie: String::new() };
    let refused = late.post("/ask/start", &[("way", "myself")]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(words(&refused).contains("try again in a minute") && refused.body.contains("tel:999"));
    first.answers("now", &[("now", "baby")]).await;
    house.world.advance_minutes(1);
    Visitor::begins(&house, "myself").await;
}
