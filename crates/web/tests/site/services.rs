//! `/services`: the directory as a page, for each choice, and in each state of its data.

use axum::http::StatusCode;

use crate::support::{House, KENT, between};

const DORSET: &str = include_str!("../../../../footprints/dorset.toml");

/// The names of the entries that a page shows, in its order.
fn shown(page: &str) -> Vec<String> {
    let entries = page.split("class=\"porch-entry\"").skip(1);
    entries.map(|entry| between(entry, "nhsuk-heading-s\">", "</h3>").replace("&#39;", "'")).collect()
}

/// One entry of a page.
fn entry<'a>(page: &'a str, name: &str) -> &'a str {
    let mut entries = page.split("class=\"porch-entry\"").skip(1);
    let found = entries.find(|entry| entry.contains(&format!(">{name}</h3>")));
    found.unwrap_or_else(|| panic!("{name} is missing")).split("</div>").next().unwrap()
}

/// The headings of the second level.
fn headings(page: &str) -> Vec<&str> {
    let main = page.split("<main").nth(1).unwrap();
    let texts = main.split("<h2").skip(1).filter_map(|rest| rest.split_once('>'));
    texts.map(|(_, rest)| rest.split("</h2>").next().unwrap()).collect()
}

#[tokio::test]
async fn each_choice_shows_what_fits_and_nothing_chosen_shows_everything() {
    let house = House::live();
    for (choice, there, not_there) in [
        ("", vec!["Samaritans", "Midwives", "Sands", "Self-check for dads and partners"], vec![]),
        ("?now=0&for=0", vec!["Samaritans", "Midwives", "Sands"], vec![]),
        ("?now=1", vec!["Samaritans", "Tommy's"], vec!["Midwives", "Health visitors", "PANDAS", "Sands"]),
        ("?now=2", vec!["Midwives", "PANDAS", "Tommy's"], vec!["Sands", "The Miscarriage Association"]),
        ("?now=3", vec!["Health visitors", "PANDAS"], vec!["Sands", "Tommy's"]),
        ("?now=4", vec!["Sands", "The Miscarriage Association", "Samaritans"], vec!["Midwives", "PANDAS"]),
        ("?for=1", vec!["Self-check for dads and partners", "Samaritans"], vec![]),
        ("?for=3", vec!["Samaritans"], vec!["Self-check for dads and partners"]),
        ("?now=4&for=2", vec!["Sands", "Self-check for dads and partners"], vec!["Health visitors"]),
    ] {
        let page = house.get(&format!("/services{choice}")).await;
        assert_eq!(page.status, StatusCode::OK, "{choice}");
        let names = shown(&page.body);
        for name in there {
            assert!(names.iter().any(|shown| shown == name), "{choice} lacks {name}: {names:?}");
        }
        for name in not_there {
            assert!(names.iter().all(|shown| shown != name), "{choice} shows {name}");
        }
        let chosen = page.body.contains("You see what fits what you chose.");
        assert_eq!(chosen, !["", "?now=0&for=0"].contains(&choice), "{choice}");
    }
}

#[tokio::test]
async fn what_was_chosen_stays_chosen_and_leads_to_the_way_to_ask_that_fits() {
    let house = House::live();
    for (choice, ask) in [("", "/ask"), ("?now=3&for=1", "/ask"), ("?now=2&for=2", "/ask/family"), ("?for=3", "/refer")]
    {
        let page = house.get(&format!("/services{choice}")).await.body;
        let form = between(&page, "<form class=\"porch-choose\"", "</form>");
        assert_eq!(form.matches(" checked").count(), 2, "{choice}");
        let main = page.split("<main").nth(1).unwrap();
        assert!(main.contains(&format!("href=\"{ask}\"")), "{choice}");
        assert_eq!(main.contains("You can ask for yourself."), ask == "/ask", "{choice}");
    }
    let page = house.get("/services?now=3&for=2").await.body;
    for (name, value) in [("now", "3"), ("for", "2")] {
        let kept = page.split("<input").skip(1).filter_map(|input| input.split('>').next()).any(|input| {
            [format!("name=\"{name}\""), format!("value=\"{value}\""), " checked".to_owned()]
                .iter()
                .all(|part| input.contains(part))
        });
        assert!(kept, "{name}={value}");
    }
}

// H16
#[tokio::test]
async fn no_address_or_title_says_what_its_reader_is_concerned_with() {
    let house = House::live();
    let quiet = house.get("/services").await.title().to_owned();
    for choice in ["?now=1&for=1", "?now=2&for=2", "?now=3&for=3", "?now=4&for=1"] {
        assert_eq!(house.get(&format!("/services{choice}")).await.title(), quiet, "{choice}");
    }
    let telling = ["loss", "lost", "baby", "birth", "partner", "pregnan", "miscarriage"];
    for path in ["/", "/services", "/services?now=4", "/more/1", "/more/2"] {
        let page = house.get(path).await;
        for link in page.links() {
            assert!(telling.iter().all(|word| !link.contains(word)), "{link} on {path}");
        }
        let values = page.body.split(" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(values.into_iter().all(|value| value.len() == 1 && value.as_bytes()[0].is_ascii_digit()), "{path}");
    }
    let after_a_loss = house.get("/more/2").await;
    assert!(after_a_loss.body.contains("After a loss</h1>"));
    assert!(!after_a_loss.title().to_lowercase().contains("loss"), "{}", after_a_loss.title());
}

// H16
#[tokio::test]
async fn help_for_those_who_are_afraid_at_home_is_shown_to_everybody_under_no_heading_of_its_own() {
    for footprint in [KENT, DORSET] {
        let house = House::of(footprint, false);
        for now in 0..5 {
            for seeker in 0..4 {
                let page = house.get(&format!("/services?now={now}&for={seeker}")).await.body;
                let names = shown(&page);
                let position = names.iter().position(|name| name == "National Domestic Abuse Helpline").unwrap();
                assert!(position > 0 && names.len() > position + 1, "{names:?}");
                assert!(headings(&page).iter().all(|heading| !heading.to_lowercase().contains("abuse")));
            }
        }
    }
}

#[tokio::test]
async fn after_a_loss_nothing_speaks_of_a_baby_at_home() {
    for footprint in [KENT, DORSET] {
        let page = House::of(footprint, false).get("/services?now=4").await.body;
        let main = page.split("<main").nth(1).unwrap().split("<footer").next().unwrap();
        let (before, after) = main.split_once("<form").unwrap();
        let read = format!("{before}{}", after.split_once("</form>").unwrap().1).to_lowercase();
        for said in ["baby at home", "your baby", "a baby is", "with a baby", "health visitors", "newborn"] {
            assert!(!read.contains(said), "{said}");
        }
        assert!(read.contains("loss") && headings(&page).contains(&"After a loss"));
        assert!(read.contains("the team that reads what you send"));
    }
}

#[tokio::test]
async fn numbers_can_be_pressed_and_made_up_ones_say_so() {
    let page = House::live().get("/services").await.body;
    let samaritans = entry(&page, "Samaritans");
    assert!(samaritans.contains("href=\"tel:116123\"") && samaritans.contains("At any time."));
    assert!(!samaritans.contains("made up"));
    let shout = entry(&page, "Shout");
    assert!(shout.contains("Send a text to") && shout.contains("href=\"sms:85258\"") && !shout.contains("tel:"));
    assert!(entry(&page, "Midwives").contains("This number is made up. Nobody answers it."));
    assert!(!shown(&page).iter().any(|name| name == "Emergency services"), "it stands on the red card");
    assert_eq!(page.matches("tel:999\"").count(), 1);
}

#[tokio::test]
async fn other_websites_are_links_that_take_no_address_along_and_nothing_is_asked_of_them() {
    let page = House::live().get("/services").await.body;
    let elsewhere: Vec<&str> = page.split("<a ").filter(|link| link.contains("href=\"https://")).collect();
    assert!(elsewhere.len() > 5);
    // The way to leave the page is a link to elsewhere too.
    let of_entries = elsewhere.iter().filter(|link| link.contains("porch-web"));
    assert!(of_entries.clone().count() > 5);
    for link in of_entries {
        assert!(link.split('>').next().unwrap().contains("rel=\"noreferrer\""), "{link}");
    }
    assert!(!page.contains("src=\"http") && !page.contains("action=\"http"));
}

// PR-28
#[tokio::test]
async fn every_entry_says_who_keeps_it_and_when_somebody_last_checked_it() {
    let page = House::live().get("/services").await.body;
    let entries = shown(&page).len();
    assert_eq!(page.matches("Who keeps this right: Front door (referrals and duty).").count(), entries);
    assert!(entry(&page, "Samaritans").contains(" Nobody has checked this number yet."));
    assert!(entry(&page, "Mind").contains(" Nobody has checked this yet."));
    // The day of the house is 21 November 2026.
    let checked = |on: &str| {
        let line = "web = \"www.samaritans.org\"";
        KENT.replacen(line, &format!("{line}\nlast_checked = {on}"), 1)
    };
    for (on, said, old) in [
        ("2026-11-21", "21 November 2026", false),
        ("2026-05-25", "25 May 2026", false),
        ("2026-05-24", "24 May 2026", true),
        ("2025-09-02", "2 September 2025", true),
    ] {
        let page = House::of(&checked(on), false).get("/services").await.body;
        let samaritans = entry(&page, "Samaritans");
        assert!(samaritans.contains(said) && !samaritans.contains("Nobody has checked"), "{on}: {samaritans}");
        assert_eq!(samaritans.contains("months ago. It may have changed."), old, "{on}: {samaritans}");
    }
    let page = House::of(&checked("2025-09-02"), false).get("/services").await.body;
    assert!(entry(&page, "Samaritans").contains(", 14 months ago."));
}

#[tokio::test]
async fn a_footprint_without_a_directory_still_shows_its_teams() {
    let (before, _) = KENT.split_once("[[directory]]").unwrap();
    // Nor can a threshold name an entry that is not there.
    let (start, rest) = before.split_once("# Thresholds:").unwrap();
    let (_, end) = rest.split_once("# 999 and 111").unwrap();
    let house = House::of(&format!("{start}# 999 and 111{end}"), false);
    for choice in ["", "?now=4", "?for=3"] {
        let page = house.get(&format!("/services{choice}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("There is nobody else on our list for this."), "{choice}");
        assert!(page.body.contains("The team that reads what you send"), "{choice}");
        assert!(!page.body.contains("<form class=\"porch-choose\""), "{choice}");
        assert!(shown(&page.body).is_empty());
    }
}

#[tokio::test]
async fn an_address_that_says_something_else_shows_everything() {
    let house = House::live();
    let everything = shown(&house.get("/services").await.body);
    for address in ["?now=9", "?now=loss&for=x", "?now", "?now=%FF%00", "?=&&&", "?now=04", "?for=-1"] {
        let page = house.get(&format!("/services{address}")).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert_eq!(shown(&page.body), everything, "{address}");
    }
}

#[tokio::test]
async fn the_page_says_whether_the_duty_worker_is_there_and_when_they_are_back() {
    let house = House::live();
    for path in ["/services", "/help-now"] {
        let page = house.get(path).await.body;
        assert!(page.contains("not there now. They are back on Monday 23 November at 9am."), "{path}");
    }
    // From Saturday at nine to Monday at ten.
    house.world.advance_minutes(49 * 60);
    for path in ["/services", "/help-now"] {
        assert!(house.get(path).await.body.contains("The duty worker is there now, until 5pm."), "{path}");
    }
    // To Christmas Day: the next day is a Saturday, and Monday stands in for Boxing Day.
    house.world.advance_minutes(32 * 24 * 60);
    assert!(house.get("/services").await.body.contains("back on Tuesday 29 December at 9am."));
    // To New Year's Day of 2031, whose holidays nobody knows: the weekday holds, and the page says so.
    house.world.advance_minutes((4 * 365 + 1 + 7) * 24 * 60);
    let page = house.get("/services").await.body;
    assert!(page.contains("The duty worker is there now") && page.contains("If that day is a bank holiday"), "{page}");
}
