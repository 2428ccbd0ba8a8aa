//! Letters as they are: sent without script, one at a time, listed and taken away again (PR-07).

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use porch_app::door::{FileScanner, Scanned};

use crate::{
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const BORDER: &str = "----border";

/// A form with a file, as a browser sends it.
fn upload(name: &str, content: &[u8], button: &str) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend_from_slice(
        format!(
            "--{BORDER}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(content);
    if !button.is_empty() {
        let part = format!("\r\n--{BORDER}\r\nContent-Disposition: form-data; name=\"{button}\"\r\n\r\n1");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(format!("\r\n--{BORDER}--\r\n").as_bytes());
    body
}

async fn sends(visitor: &mut Visitor<'_>, name: &str, content: &[u8], button: &str) -> Answer {
    let kind = format!("multipart/form-data; boundary={BORDER}");
    visitor.post_as("/ask/files", &kind, upload(name, content, button)).await
}

async fn a_professional(house: &House) -> Visitor<'_> {
    let mut visitor = Visitor::begins(house, "professional").await;
    visitor.answers("now", &[("now", "pregnant")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("words", &[("worry", "See the letter.")]).await;
    visitor.answers("who", &[("name", "Hana Example")]).await;
    let you = [
        ("by_name", "Ivo"),
        ("by_source", "A1"),
        ("by_organisation", "Example Surgery"),
        ("by_email", "i@example.com"),
    ];
    visitor.answers("you", &you).await;
    visitor.answers("agree", &[("agreement", "agrees")]).await;
    visitor
}

// PR-07
#[tokio::test]
async fn letters_are_added_listed_taken_away_and_sent_with_the_referral() {
    let house = House::live();
    let mut visitor = a_professional(&house).await;
    assert!(visitor.get("/ask/q/files").await.body.contains("enctype=\"multipart/form-data\""));
    let added = sends(&mut visitor, "C:\\letters\\größe <1>.pdf", b"%PDF-1.7 one", "").await;
    assert_eq!((added.status, added.header("location")), (StatusCode::SEE_OTHER, "/ask/q/files"));
    sends(&mut visitor, "two.txt", "Dear colleague".as_bytes(), "").await;
    let listed = visitor.get("/ask/q/files").await;
    assert!(listed.body.contains("größe &lt;1&gt;.pdf") && listed.body.contains("two.txt"), "{}", words(&listed));
    let id =
        listed.body.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let removed = visitor.post("/ask/files/remove", &[("id", &id)]).await;
    assert_eq!(removed.header("location"), "/ask/q/files");
    assert_eq!(house.count("SELECT count(*) FROM attachment"), 1);
    // A file that was chosen is not lost when "Continue" is pressed at once.
    let went_on = sends(&mut visitor, "three.pdf", b"%PDF-1.7 three", "go_on").await;
    assert_eq!(went_on.header("location"), "/ask/check");
    assert_eq!(house.count("SELECT count(*) FROM attachment"), 2);
    assert!(words(&visitor.get("/ask/check").await).contains("three.pdf"));
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM attachment WHERE referral_id IS NOT NULL AND draft_key IS NULL"), 2);
}

#[tokio::test]
async fn a_file_that_is_not_taken_says_why_and_nothing_else_is_lost() {
    let house = House::live();
    let mut visitor = a_professional(&house).await;
    let large = vec![b'a'; 7 * 1024 * 1024];
    for (name, content, why) in [
        ("empty.pdf", &b""[..], "The file is empty"),
        ("letter.pdf", b"MZ\x90\x00", "The file must be a PDF"),
        ("photo.jpg", &large, "smaller than 5 MB"),
    ] {
        let page = sends(&mut visitor, name, content, "go_on").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let summary = between(&page.body, "nhsuk-error-summary__list", "</ul>");
        assert!(summary.contains(why) && summary.contains("href=\"#file\""), "{name}: {summary}");
        assert!(page.body.contains(" id=\"file\""), "{name}");
    }
    for number in 0..5 {
        sends(&mut visitor, &format!("{number}.txt"), b"text", "").await;
    }
    assert!(words(&visitor.get("/ask/q/files").await).contains("there are five files already"));
    let sixth = sends(&mut visitor, "6.txt", b"text", "").await;
    assert_eq!(sixth.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.count("SELECT count(*) FROM attachment"), 5);
    house.fill_the_disk();
    visitor.post("/ask/files/remove", &[("id", "no-id")]).await;
    let kind = format!("multipart/form-data; boundary={BORDER}");
    let none = visitor.post_as("/ask/files", &kind, upload("", b"", "go_on")).await;
    assert_eq!(none.header("location"), "/ask/check");
    let broken = visitor.post_as("/ask/files", &kind, b"nonsense".to_vec()).await;
    assert!(broken.status.is_client_error() && broken.body.contains("tel:999"), "{}", broken.status);
}

#[tokio::test]
async fn a_file_that_could_not_be_kept_says_so_and_whom_to_ring() {
    let house = House::live();
    let mut visitor = a_professional(&house).await;
    house.fill_the_disk();
    let page = sends(&mut visitor, "one.pdf", b"%PDF-1.7 one", "go_on").await;
    assert!(page.status.is_server_error(), "{}", page.status);
    assert!(words(&page).contains("the file was not kept") && page.body.contains("tel:01632960011"));
}

/// A scanner that says what it was told to say.
struct Saying(Arc<Mutex<Scanned>>);

impl FileScanner for Saying {
    fn scan(&self, _content: &[u8]) -> Scanned {
        *self.0.lock().unwrap()
    }
}

// PR-07, ASVS 5.4.3
#[tokio::test]
async fn a_file_that_is_harmful_or_could_not_be_looked_through_is_told_of_and_not_kept() {
    let says = Arc::new(Mutex::new(Scanned::Harmful));
    let scanner = Saying(Arc::clone(&says));
    let house = House::live_with(|site| site.file_scanner(Some(Arc::new(scanner))));
    let mut visitor = a_professional(&house).await;
    for (said, status, told) in [
        (Scanned::Harmful, StatusCode::UNPROCESSABLE_ENTITY, "The file was NOT kept: a virus was found in it"),
        (Scanned::NoAnswer, StatusCode::SERVICE_UNAVAILABLE, "The file could not be checked for viruses"),
    ] {
        *says.lock().unwrap() = said;
        for button in ["", "go_on"] {
            let answer = sends(&mut visitor, "letter.txt", b"Dear colleague", button).await;
            assert_eq!(answer.status, status, "{said:?} {button}");
            assert!(answer.body.contains(told) && !answer.body.contains("letter.txt"), "{}", words(&answer));
        }
    }
    *says.lock().unwrap() = Scanned::Nothing;
    assert_eq!(sends(&mut visitor, "letter.txt", b"Dear colleague", "").await.status, StatusCode::SEE_OTHER);
    assert!(visitor.get("/ask/q/files").await.body.contains("letter.txt"));
}
