//! When the database does not take it: the page says so in words, says whom to ring, and keeps what was typed.

use axum::http::StatusCode;

use crate::{
    support::{Answer, House},
    visitor::{Visitor, words},
};

/// In words, with whom to ring, and no status that looks like success.
fn assert_not_sent(answer: &Answer, what: &str) {
    assert!(answer.status.is_server_error(), "{what}: {}", answer.status);
    assert!(words(answer).contains("this was not sent"), "{what}: {}", words(answer));
    assert!(answer.body.contains("tel:999") && answer.body.contains("tel:01632960011"), "{what}");
    assert_eq!((answer.body.matches("<h1").count(), answer.title()), (1, "Not sent"), "{what}");
}

// H19
#[tokio::test]
async fn with_a_full_disk_every_page_says_not_sent_and_keeps_what_was_typed() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("who", &[("name", "Anna Example")]).await;
    visitor.answers("reach", &[("reach_text", "yes"), ("telephone", "07700 900123")]).await;
    house.fill_the_disk();
    let page = visitor.post("/ask/q/words", &[("worry", "I am <frightened>")]).await;
    assert_not_sent(&page, "saving");
    assert!(page.body.contains("I am &lt;frightened&gt;</textarea>") && page.body.contains("action=\"/ask/q/words\""));
    let page = visitor.post("/ask/check", &[]).await;
    assert_not_sent(&page, "sending");
    assert!(page.body.contains("Anna Example"));
    let mut new = Visitor { house: &house, cookie: String::new() };
    assert_not_sent(&new.post("/ask/start", &[("way", "myself")]).await, "beginning");
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    house.empty_the_disk();
    visitor.answers("words", &[("worry", "I am <frightened>")]).await;
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
}

// H01: an emergency that could not be stored is never taken for sent.
// H01
#[tokio::test]
async fn an_emergency_that_is_not_stored_says_so_at_once_with_whom_to_ring() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "loss")]).await;
    visitor.answers("today", &[("signs", "self_harm")]).await;
    house.fill_the_disk();
    let page = visitor.post("/ask/q/call", &[("call_back", "01632 960 123")]).await;
    assert_not_sent(&page, "an emergency");
    assert!(page.body.contains("value=\"01632 960 123\"") && !words(&page).contains("baby"), "{}", words(&page));
    house.empty_the_disk();
    // The draft can be written and the journal cannot.
    house.meddle("CREATE TRIGGER shut BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    assert_not_sent(&visitor.post("/ask/q/call", &[("call_back", "01632 960 123")]).await, "the journal");
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    house.meddle("DROP TRIGGER shut");
    assert_eq!(visitor.answers("call", &[("call_back", "01632 960 123")]).await, "/ask/sent");
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
}

#[tokio::test]
async fn with_a_database_that_cannot_be_read_what_was_typed_is_given_back() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "baby")]).await;
    house.meddle("ALTER TABLE draft RENAME TO lost");
    let page = visitor.post("/ask/q/words", &[("worry", "Please read <this>"), ("concerns", "low")]).await;
    assert_not_sent(&page, "reading");
    assert!(page.body.contains("name=\"worry\" value=\"Please read &lt;this&gt;\""), "{}", page.body);
    assert!(page.body.contains("<p class=\"porch-typed\">Please read &lt;this&gt;</p>"));
    assert!(visitor.get("/ask/q/words").await.status.is_server_error());
    house.meddle("ALTER TABLE lost RENAME TO draft");
    let again = visitor.post("/ask/q/words", &[("worry", "Please read <this>"), ("concerns", "low")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}
