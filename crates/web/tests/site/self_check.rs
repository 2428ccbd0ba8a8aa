//! The page for partners, and the self-check that nobody reads.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::House;

const CHECK: &str = "/more/1/check";
const COUNTED: &str = "SELECT COALESCE(SUM(times), 0) FROM door_count";

fn answers(all: [&'static str; 5]) -> Vec<(&'static str, &'static str)> {
    ["a1", "a2", "a3", "a4", "a5"].into_iter().zip(all).filter(|(_, answer)| !answer.is_empty()).collect()
}

#[tokio::test]
async fn the_address_that_is_said_aloud_leads_to_the_page_for_partners() {
    let house = House::demonstration();
    let said = house.get("/partners").await;
    assert_eq!((said.status, said.header("location")), (StatusCode::SEE_OTHER, "/more/1"));
    let page = house.get("/more/1").await;
    assert!(house.get("/").await.links().contains(&"/more/1".to_owned()));
    assert!(page.links().contains(&CHECK.to_owned()) && page.links().contains(&"/ask/family".to_owned()));
    // Warning signs in her, in the words for family, with whom to ring.
    assert!(page.body.contains("They hardly sleep, and they are still full of energy"), "{}", page.body);
    let baby = page.body.find("If there is a baby:").unwrap();
    assert!(page.body.find("They seem cut off from the baby").unwrap() > baby, "a baby is presumed nowhere");
    assert!(page.body.find("tel:999").unwrap() < page.body.find("They seem cut off").unwrap());
    assert!(page.body.contains("<h3 class=\"nhsuk-heading-s\">NHS Talking Therapies</h3>"), "{}", page.body);
}

// H02: whoever says so reads whom to ring at once, and that nobody here reads it; also where nothing can be written.
#[tokio::test]
async fn a_thought_of_self_harm_shows_whom_to_ring_and_says_that_nobody_reads_it() {
    let house = House::live();
    for broken in [false, true] {
        if broken {
            house.fill_the_disk();
        }
        for given in [["0", "0", "0", "0", "1"], ["", "", "", "", "3"], ["3", "", "x", "", "2"]] {
            let page = house.post("", CHECK, &answers(given)).await;
            assert_eq!(page.status, StatusCode::OK, "{given:?}");
            assert!(page.body.contains("<h1>Please ring someone now</h1>"), "{given:?}: {}", page.body);
            assert!(page.body.contains("Nobody reads this, so nobody will ring you"));
            assert!(page.body.contains("tel:999") && page.body.contains("tel:111"));
        }
    }
    house.empty_the_disk();
    assert_eq!(house.count(COUNTED), 3, "what could not be counted is not counted");
}

// PR-25, H16: nothing of what was answered is anywhere but in that one page.
#[tokio::test]
async fn the_answers_are_in_no_row_address_or_cookie_and_its_use_is_a_number_of_the_day() {
    let house = House::live();
    let (entries, looks) = (house.count("SELECT COUNT(*) FROM journal"), house.looks().len());
    for (given, heading) in [
        (["0", "1", "0", "1", "0"], "Nothing in your answers stands out"),
        (["1", "1", "0", "0", "not"], "Please talk to someone"),
        (["0", "0", "3", "3", "0"], "Please talk to someone"),
    ] {
        let page = house.post("", CHECK, &answers(given)).await;
        assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
        assert!(page.body.contains(&format!("<h1>{heading}</h1>")), "{}", page.body);
        assert!(
            page.body.contains("tel:999") && page.body.contains("Nobody reads your answers, and they are gone now")
        );
        assert!(!page.body.contains("type=\"radio\""), "an answer does not stand on it");
        assert_eq!((page.header("set-cookie"), page.title()), ("", house.get(CHECK).await.title()));
        assert!(!page.links().iter().any(|link| link.contains('?')), "{:?}", page.links());
        assert!(!page.body.contains("diagnos"));
    }
    assert_eq!((house.count("SELECT COUNT(*) FROM journal"), house.looks().len()), (entries, looks));
    for table in ["draft", "person", "referral", "screening", "personal"] {
        assert_eq!(house.count(&format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
    }
    let counted = house.texts("SELECT on_day || ' ' || what || ' ' || times FROM door_count ORDER BY what");
    assert_eq!(counted, ["2026-11-21 self_check_nothing 1", "2026-11-21 self_check_talk 2"]);
}

#[tokio::test]
async fn what_was_left_out_is_asked_for_and_what_was_chosen_stands() {
    let house = House::live();
    let page = house.post("", CHECK, &answers(["2", "", "0", "0", ""])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("href=\"#a2\"") && page.body.contains("href=\"#a5\"") && !page.body.contains("href=\"#a1\"")
    );
    assert_eq!(page.body.matches(" checked").count(), 3, "{}", page.body);
    assert!(page.body.contains("tel:999"));
    assert_eq!(house.count(COUNTED), 0);
}

// H17: an instrument is put in words that somebody answers for, or in English and marked as such.
#[tokio::test]
async fn in_another_language_the_questions_are_english_and_say_so() {
    let house = House::demonstration_with(|site| site.offers(porch_web::Language::find("ar")));
    let page = house.get_as("language=ar", CHECK).await;
    assert!(page.body.contains("<html lang=\"ar\"") && page.body.contains("الأسئلة باللغة الإنجليزية"), "{}", page.body);
    assert!(page.body.contains("<span lang=\"en\" dir=\"ltr\">Feeling down, depressed, or hopeless</span>"));
    assert!(
        !house.get(CHECK).await.body.contains("have checked them")
            && !house.get(CHECK).await.body.contains("are in English")
    );
}

// PR-32: a manager reads numbers, and no small one.
#[tokio::test]
async fn its_use_is_a_report_with_small_numbers_hidden() {
    let house = House::demonstration();
    for _ in 0..6 {
        house.post("", CHECK, &answers(["3", "3", "0", "0", "0"])).await;
    }
    house.post("", CHECK, &answers(["3", "3", "0", "0", "1"])).await;
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/self-check?from=2026-11-01&to=2026-11-30").await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.body);
    let body = report.body.replace("</td>", " ").replace("</th>", " ");
    let cells: Vec<&str> = body.split('>').map(|piece| piece.split('<').next().unwrap().trim()).collect();
    let row = |name: &str| {
        let at = cells.iter().position(|cell| *cell == name).unwrap();
        let figures = cells[at + 1..].iter().filter(|cell| !cell.is_empty());
        figures.take(4).copied().collect::<Vec<_>>()
    };
    assert_eq!(row("November 2026"), ["5", "∗", "5", "∗"]);
    assert_eq!(row("All"), ["5", "∗", "5", "∗"]);
    let lately = house.get_as(&manager, "/reports/self-check").await;
    assert!(lately.body.contains("November 2026"));
    assert!(
        house
            .get_as(&manager, "/reports/annual?from=2026-04-01&to=2027-03-31")
            .await
            .body
            .contains("/reports/self-check?")
    );
}
