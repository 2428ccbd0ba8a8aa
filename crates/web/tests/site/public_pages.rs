//! Public pages: open to everybody, one heading, plain words.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::support::{House, between};

pub const PAGES: [&str; 19] = [
    "/",
    "/help-now",
    "/ask",
    "/ask/family",
    "/refer",
    "/refer/go-on",
    "/follow",
    "/services",
    "/more/1",
    "/more/1/ask",
    "/more/1/check",
    "/more/2",
    "/you-said-we-did",
    "/how-it-was",
    "/easy",
    "/easy/next",
    "/privacy",
    "/accessibility",
    "/sign-in",
];

/// Every footprint that comes with the program.
fn footprints() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../footprints");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let tables = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let found: Vec<String> = tables.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(!found.is_empty());
    found
}

/// The words between tags, in lower case.
fn words(html: &str) -> String {
    let body = html.split("<main").nth(1).unwrap_or_default();
    let text = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    format!("{} {}", between(html, "<title>", "</title>"), text.collect::<Vec<_>>().join(" ")).to_lowercase()
}

#[tokio::test]
async fn every_page_answers_everybody_with_one_heading_a_language_and_a_title_of_its_own() {
    let house = House::demonstration();
    let mut titles = BTreeSet::new();
    for path in PAGES {
        let page = house.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert!(page.body.contains("<html lang=\"en\""), "{path}");
        assert!(page.body.contains("class=\"porch-demo\""), "{path}");
        assert!(titles.insert(page.title().to_owned()), "{path}: {}", page.title());
    }
    assert!(!House::live().get("/").await.body.contains("class=\"porch-demo\""));
}

#[tokio::test]
async fn every_local_link_of_a_public_page_answers_without_an_account() {
    let house = House::demonstration();
    let mut asked = BTreeSet::new();
    for path in PAGES {
        for link in house.get(path).await.links() {
            // The way out leads elsewhere.
            if link != "/exit" && asked.insert(link.clone()) {
                assert_eq!(house.get(&link).await.status, StatusCode::OK, "{link} on {path}");
            }
        }
    }
    let pages = |link: &&String| !link.starts_with("/assets/");
    assert!(asked.iter().filter(pages).count() >= 10, "{asked:?}");
}

#[tokio::test]
async fn no_page_of_any_footprint_says_a_word_that_the_public_should_not_read() {
    for content in footprints() {
        let house = House::of(&content, true);
        for path in PAGES.iter().filter(|path| **path != "/sign-in").chain(&["/no-such-page"]) {
            let words = words(&house.get(path).await.body);
            for forbidden in ["perinatal", "service user", "dna", "mums"] {
                let found = words.split(|c: char| !c.is_alphabetic()).any(|word| word == forbidden);
                let found = found || (forbidden.contains(' ') && words.contains(forbidden));
                assert!(!found, "{path} says {forbidden}");
            }
            assert!(!words.contains("[["), "{path} lacks a message: {words}");
        }
    }
}

#[tokio::test]
async fn danger_comes_first_with_numbers_to_press() {
    let house = House::live();
    let home = house.get("/").await.body;
    let main = home.split("<main").nth(1).unwrap();
    let place = |part: &str| main.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    assert!(place("If you or someone is in danger now") < place("Ask for help for yourself"));
    assert!(place("tel:999") < place("tel:111"));
    assert!(place("tel:111") < place("tel:01632960011"));
    assert!(place("tel:01632960011") < place("href=\"/ask\""));
    let help_now = house.get("/help-now").await.body;
    for said in [
        "At any time",
        "Nobody has checked this number yet",
        "Front door (referrals and duty)",
        "Choose option 2",
        "made up",
    ] {
        assert!(help_now.contains(said), "{said}");
    }
}

#[tokio::test]
async fn every_public_page_says_whom_to_ring() {
    let house = House::live();
    for path in PAGES.iter().filter(|path| **path != "/sign-in").chain(&["/no-such-page"]) {
        let page = house.get(path).await.body;
        for number in ["tel:999", "tel:111", "tel:01632960011"] {
            assert!(page.contains(number), "{path} lacks {number}");
        }
    }
}

#[tokio::test]
async fn following_a_request_needs_no_form_and_says_how_to_come_by_a_page_of_ones_own() {
    let page = House::live().get("/follow").await.body;
    assert!(
        page.contains("If you have a page of your own, open its link") && page.contains("can give you such a page")
    );
    assert!(!page.contains("<form") && page.contains("tel:01632960011"));
}

#[tokio::test]
async fn services_are_the_footprints_own_words_and_say_what_is_not_offered() {
    let page = House::live().get("/services").await.body;
    assert!(page.contains("Help after a hard birth or a loss"));
    assert!(page.contains("do not assess dads and partners"));
    assert!(page.contains("self-check"));
}
