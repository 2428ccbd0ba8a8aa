//! Public pages in another language: offered where somebody approved it, chosen by whoever reads, and gone at the exit.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode, header};
use fluent_syntax::{ast, parser};
use jiff::civil::date;
use porch_domain::actor::Role;
use porch_web::{Language, LanguageApproval, NotOffered};

use crate::{
    public_pages::PAGES,
    support::{Answer, House, request},
};

const POLISH: &str = "language=pl";
const ARABIC: &str = "language=ar";

fn house() -> House {
    House::demonstration_with(|site| site.offers(["pl", "ar"].map(|code| Language::find(code).unwrap())))
}

/// What a page says in a language where no message was put into; its lines, since a page sets paragraphs apart.
fn lines_of(code: &str) -> BTreeSet<String> {
    let messages = Language::find(code).unwrap().messages();
    let plain = messages.filter(|(_, text)| !text.contains(['{', '"', '&', '<', '\'']));
    let lines: Vec<_> = plain.flat_map(|(_, text)| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.into_iter().map(|line| line.trim_start_matches("- ").to_owned()).filter(|line| line.len() > 25).collect()
}

fn says(page: &Answer, lines: &BTreeSet<String>) -> Vec<String> {
    lines.iter().filter(|line| page.body.contains(&format!(">{line}<"))).cloned().collect()
}

// F5: nobody is offered a wording that nobody answers for.
#[tokio::test]
async fn a_language_that_nobody_approved_is_offered_to_nobody() {
    let house = House::demonstration();
    for path in PAGES {
        let page = house.get_as(POLISH, path).await;
        assert!(page.body.contains("<html lang=\"en\" dir=\"ltr\">"), "{path}");
        assert!(!page.body.contains("/language/") && !page.body.contains("porch-languages"), "{path}");
        assert_eq!(says(&page, &(&lines_of("pl") - &lines_of("en"))), [""; 0], "{path}");
    }
    let refused = house.get("/language/pl").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(refused.header("set-cookie"), "");
    assert_eq!(house.get("/language/en").await.status, StatusCode::SEE_OTHER, "back to English always leads");
}

#[tokio::test]
async fn every_public_page_is_said_in_the_language_that_was_chosen_and_in_no_other() {
    let house = house();
    for (cookie, lang, own, other) in [
        (POLISH, "<html lang=\"pl\" dir=\"ltr\">", "pl", "en"),
        (ARABIC, "<html lang=\"ar\" dir=\"rtl\">", "ar", "en"),
        ("language=en", "<html lang=\"en\" dir=\"ltr\">", "en", "pl"),
        ("language=cy", "<html lang=\"en\" dir=\"ltr\">", "en", "ar"),
    ] {
        // The door of staff is theirs.
        for path in PAGES.iter().filter(|path| **path != "/sign-in").chain(&["/no-such-page"]) {
            let page = house.get_as(cookie, path).await;
            assert!(page.body.contains(lang), "{path} {cookie}");
            assert!(!page.body.contains("[["), "{path} {cookie}");
            assert!(!says(&page, &lines_of(own)).is_empty(), "{path} {cookie}");
            let foreign = says(&page, &(&lines_of(other) - &lines_of(own)));
            assert_eq!(foreign, [""; 0], "{path} {cookie}");
        }
    }
    let staff = house.get_as(POLISH, "/sign-in").await;
    assert!(staff.body.contains("<html lang=\"en\""), "staff read English");
    let cookie = house.sign_in(Role::Duty).await;
    let staff = house.get_as(&format!("{cookie}; {ARABIC}"), "/queue").await;
    assert!(staff.status == StatusCode::OK && staff.body.contains("<html lang=\"en\" dir=\"ltr\">"));
}

#[tokio::test]
async fn a_choice_leads_back_to_its_page_is_kept_for_the_visit_and_goes_with_the_exit() {
    let house = house();
    let page = house.get("/ask").await;
    for part in [
        "<li lang=\"pl\" dir=\"ltr\"><a href=\"/language/pl\" hreflang=\"pl\">Polski</a></li>",
        "<li lang=\"ar\" dir=\"rtl\"><a href=\"/language/ar\" hreflang=\"ar\">العربية</a></li>",
        "<span aria-current=\"true\">English</span>",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let from = |referer: Option<&'static str>| {
        let mut asked = request(Method::GET, "/language/pl", "");
        asked.headers_mut().insert(header::HOST, "porch.example".parse().unwrap());
        if let Some(referer) = referer {
            asked.headers_mut().insert(header::REFERER, referer.parse().unwrap());
        }
        house.ask(asked)
    };
    let chosen = from(Some("http://porch.example/ask/q/signs?again=1")).await;
    assert_eq!((chosen.status, chosen.header("location")), (StatusCode::SEE_OTHER, "/ask/q/signs?again=1"));
    assert_eq!(chosen.header("set-cookie"), "language=pl; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(from(Some("https://porch.example/help-now")).await.header("location"), "/help-now", "behind a proxy");
    for elsewhere in [
        None,
        Some("http://elsewhere.example/ask"),
        Some("http://porch.example.elsewhere.example/ask"),
        Some("http://porch.example//elsewhere.example"),
        Some("http://porch.example/language/pl"),
        Some("nothing"),
    ] {
        assert_eq!(from(elsewhere).await.header("location"), "/", "{elsewhere:?}");
    }
    let left = house.get_as(POLISH, "/exit").await;
    let taken: Vec<_> = left.headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap()).collect();
    assert!(taken.iter().any(|set| set.starts_with("language=;") && set.ends_with("Max-Age=0")), "{taken:?}");

    let safe = House::with_https();
    assert!(safe.get("/language/en").await.header("set-cookie").starts_with("__Host-language=en; Path=/; HttpOnly"));
}

/// What a message puts in, and where.
fn places(pattern: &ast::Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            ast::Expression::Inline(inline) => inline,
            ast::Expression::Select { selector, variants } => {
                for variant in variants {
                    places(&variant.value, found);
                }
                selector
            }
        };
        if let ast::InlineExpression::VariableReference { id } = inline {
            found.insert(id.name.to_owned());
        }
    }
}

fn read(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(format!("{}/locales/{code}/public.ftl", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let file = parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{code}: {errors:?}"));
    let mut found = BTreeMap::new();
    for entry in &file.body {
        if let ast::Entry::Message(message) = entry {
            let mut own = BTreeSet::new();
            let pattern = message.value.as_ref().unwrap();
            assert!(!pattern.elements.is_empty(), "{code}: {}", message.id.name);
            places(pattern, &mut own);
            assert!(found.insert(message.id.name.to_owned(), own).is_none(), "{code}: {} twice", message.id.name);
        }
    }
    found
}

#[test]
fn every_language_has_every_message_with_the_same_places() {
    let english = read("en");
    for language in Language::all() {
        let own = read(language.code());
        assert_eq!(own, english, "{}", language.code());
        assert_eq!(language.missing(), [""; 0]);
        let told: BTreeSet<_> = language.messages().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(told, english.keys().cloned().collect(), "{}", language.code());
    }
}

#[test]
fn an_approval_is_by_somebody_on_a_day_and_of_the_very_words() {
    let today = date(2026, 11, 23);
    let polish = Language::find("pl").unwrap();
    let good = LanguageApproval {
        language: "pl".to_owned(),
        approved_by: "An Invented Interpreter, lead for languages".to_owned(),
        approved_on: today,
        wording: polish.wording_hash(),
    };
    assert_eq!(good.language(today).unwrap().code(), "pl");
    let refused = |change: &dyn Fn(&mut LanguageApproval)| {
        let mut approval = good.clone();
        change(&mut approval);
        approval.language(today).unwrap_err()
    };
    let other = refused(&|approval| approval.wording = Language::find("ar").unwrap().wording_hash());
    assert!(matches!(other, NotOffered::OtherWording { language: "Polish", .. }) && !other.is_mistaken(), "{other}");
    for (why, mistaken) in [
        (
            refused(&|approval| "en".clone_into(&mut approval.language)),
            "no wording is held in \"en\" (expected one of: pl, ar)",
        ),
        (refused(&|approval| "  ".clone_into(&mut approval.approved_by)), "approved_by names nobody"),
        (
            refused(&|approval| approval.approved_on = date(2026, 11, 24)),
            "approved_on is 2026-11-24, which has not come yet",
        ),
    ] {
        assert!(why.is_mistaken() && why.to_string().starts_with(mistaken), "{why}");
    }
}
