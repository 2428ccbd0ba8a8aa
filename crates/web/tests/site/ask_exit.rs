//! Leaving, and coming back to what is gone.

use axum::http::{Method, StatusCode};

use crate::{
    support::{House, request},
    visitor::{Visitor, words},
};

// H16: the answers are gone on the server before the browser is elsewhere, and the key opens nothing.
// H16
#[tokio::test]
async fn exit_ends_the_draft_takes_the_cookie_and_leads_to_the_weather() {
    for house in [House::live(), House::demonstration()] {
        let mut visitor = Visitor::begins(&house, "myself").await;
        visitor.answers("now", &[("now", "loss")]).await;
        assert_eq!(house.count("SELECT count(*) FROM draft"), 1);
        let left = visitor.get("/exit").await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        assert_eq!(left.header("location"), "https://www.bbc.co.uk/weather");
        assert_eq!(left.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(left.header("set-cookie").contains("visit=;") && left.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(house.count("SELECT count(*) FROM draft"), 0);
        // Going back asks again with the old key, and finds nothing of what was typed.
        let back = visitor.get("/ask/q/now").await;
        assert_eq!(back.status, StatusCode::GONE);
        assert!(!back.body.contains("checked") && back.body.contains("tel:999"));
        assert!(words(&back).contains("it was not sent. you can start again, or ring."), "{}", words(&back));
        for (path, fields) in [("/ask/q/now", &[("now", "baby")][..]), ("/ask/check", &[])] {
            assert_eq!(visitor.post(path, fields).await.status, StatusCode::GONE, "{path}");
        }
    }
}

// H16
#[tokio::test]
async fn every_public_page_has_the_way_out() {
    let house = House::live();
    let visitor = Visitor::begins(&house, "professional").await;
    let pages = ["/", "/help-now", "/ask", "/ask/family", "/refer", "/refer/go-on", "/follow", "/services", "/more/1"];
    let more = [
        "/more/1/check",
        "/more/1/ask",
        "/more/2",
        "/you-said-we-did",
        "/how-it-was",
        "/privacy",
        "/accessibility",
        "/no-such-page",
        "/ask/q/now",
        "/ask/check",
    ];
    for path in pages.into_iter().chain(more) {
        let page = visitor.get(path).await.body;
        assert!(
            page.contains("href=\"/exit\"") && page.contains("data-porch-exit=\"https://www.bbc.co.uk/weather\""),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nobody_elses_page_and_no_browser_that_reads_ahead_ends_what_is_typed() {
    let house = House::live();
    let visitor = Visitor::begins(&house, "myself").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
    ] {
        let mut asked = request(Method::GET, "/exit", &visitor.cookie);
        asked.headers_mut().insert(name, value.parse().unwrap());
        let answer = house.ask(asked).await;
        assert_eq!(house.count("SELECT count(*) FROM draft"), 1, "{name}: {value}");
        assert_eq!(answer.header("set-cookie"), "", "{name}: {value} takes no key away");
    }
}

// H16: exit works though nothing else does.
// H16
#[tokio::test]
async fn exit_leads_away_though_the_database_does_not_answer() {
    let house = House::live();
    let visitor = Visitor::begins(&house, "myself").await;
    house.meddle("ALTER TABLE draft RENAME TO lost");
    let left = visitor.get("/exit").await;
    assert_eq!((left.status, left.header("location")), (StatusCode::SEE_OTHER, "https://www.bbc.co.uk/weather"));
}

#[tokio::test]
async fn after_a_day_what_was_typed_is_gone_and_the_page_says_so() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "family").await;
    house.world.advance_minutes(23 * 60);
    visitor.answers("now", &[("now", "baby")]).await;
    house.world.advance_minutes(23 * 60);
    assert_eq!(visitor.get("/ask/q/more").await.status, StatusCode::OK);
    house.world.advance_minutes(61);
    let gone = visitor.get("/ask/q/more").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(words(&gone).contains("longer than 24 hours") && gone.body.contains("href=\"/ask/family\""));
    let stranger = Visitor { house: &house, cookie: String::new() };
    for path in ["/ask/q/now", "/ask/check", "/ask/sent", "/ask/ring"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::GONE, "{path}");
    }
}

// H16: whoever begins anew on the same machine finds nothing of whoever was there before.
// H16
#[tokio::test]
async fn beginning_anew_ends_what_was_begun_before() {
    let house = House::with_https();
    let mut visitor = Visitor::begins(&house, "myself").await;
    assert!(visitor.cookie.starts_with("__Host-visit="));
    visitor.answers("now", &[("now", "loss")]).await;
    let before = visitor.cookie.clone();
    let begun = visitor.post("/ask/start", &[("way", "family")]).await;
    let cookie = begun.header("set-cookie");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
    assert_ne!(visitor.cookie, before);
    assert_eq!(house.count("SELECT count(*) FROM draft"), 1);
    assert!(!visitor.get("/ask/q/now").await.body.contains("checked"));
}
