//! The queue: its rows, its parts, the steps that are taken in it, and whether it is still true.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

/// The rows of the list, as text.
fn rows(body: &str) -> Vec<String> {
    let table = between(body, "<tbody", "</tbody>");
    table.split("<tr").skip(1).map(words).collect()
}

/// The words between tags, with single spaces.
fn words(html: &str) -> String {
    let text = html.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Three referrals: an emergency, one with needs, and a plain one.
async fn three(house: &House, cookie: &str) -> [String; 3] {
    let emergency = house
        .call(
            cookie,
            &[
                ("signs", "frightening_things"),
                ("signs", "no_sleep_full_of_energy"),
                ("name", "Berta Example"),
                ("born-day", "3"),
                ("born-month", "2"),
                ("born-year", "1997"),
                ("now", "baby"),
                ("situation", "living_baby"),
                ("ends-day", "12"),
                ("ends-month", "11"),
                ("ends-year", "2026"),
                ("by_source", "A4"),
                ("medicines", "Priadel"),
                ("safeguarding", "Invented fact about a child"),
            ],
        )
        .await;
    let needs = house
        .call(cookie, &[("name", "Clara Example"), ("interpreter", "yes"), ("language", "Urdu"), ("concerns", "low")])
        .await;
    let plain = house
        .call(cookie, &[("name", "Dora Example"), ("reach_telephone", "yes"), ("telephone", "01632 960 016")])
        .await;
    [emergency, needs, plain]
}

// PR-11
#[tokio::test]
async fn a_row_says_who_when_what_is_worrying_what_she_needs_and_how_long_there_is() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    three(&house, &cookie).await;
    house.world.advance_minutes(20);
    let page = house.get_as(&cookie, "/queue").await;
    assert_eq!(page.status, StatusCode::OK);
    let rows = rows(&page.body);
    assert_eq!(rows.len(), 3);
    for said in [
        "Emergency 3 h 40 min left 4 h, used 0:20",
        "by 21 November 2026, 1:00pm",
        "Berta Example, 29",
        "Baby at home, 9 days after birth",
        "Sees, hears or believes frightening things; not sleeping while full of energy",
        "Prescriber review today",
        "(Midwives, by telephone)",
        "No safe route known",
        "Nobody yet",
        "I take this",
        "Tried, no answer",
    ] {
        assert!(rows[0].contains(said), "{said} is missing from {}", rows[0]);
    }
    assert!(rows[1].contains("Interpreter") && rows[1].contains("Low mood"), "{}", rows[1]);
    assert!(rows[2].contains("Dora Example") && rows[2].contains("nothing special"), "{}", rows[2]);
    assert!(page.body.contains("True at <time"));
}

// PR-26
#[tokio::test]
async fn nothing_about_safeguarding_stands_on_a_row() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    three(&house, &cookie).await;
    house
        .call(&cookie, &[("name", "Elsa Example"), ("born-day", "1"), ("born-month", "1"), ("born-year", "2014")])
        .await;
    let page = house.get_as(&cookie, "/queue").await.body;
    assert!(page.contains("Elsa Example, 12") && page.contains("Under 18"));
    let table = between(&page, "<table", "</table>").to_lowercase();
    assert!(!table.contains("safeguarding") && !table.contains("restricted") && !table.contains("fact about a child"));
}

#[tokio::test]
async fn each_row_has_one_link_for_a_screen_reader_and_it_is_the_head_of_the_row() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let [emergency, ..] = three(&house, &cookie).await;
    let page = house.get_as(&cookie, "/queue").await.body;
    for row in between(&page, "<tbody", "</tbody>").split("<tr").skip(1) {
        assert_eq!(
            row.matches("<a ").count() - row.matches("tabindex=\"-1\" aria-hidden=\"true\"").count(),
            1,
            "{row}"
        );
        assert!(between(row, "scope=\"row\"", "</th>").contains("href=\"/referrals/"), "{row}");
    }
    assert!(page.contains(&format!("href=\"{emergency}\"")));
}

// PR-11
#[tokio::test]
async fn one_press_claims_or_records_a_try_and_comes_back_to_the_row() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let [emergency, ..] = three(&house, &cookie).await;
    let id = emergency.trim_start_matches("/referrals/");
    for (step, more) in [("claim", ("shown", "")), ("try", ("route", "telephone"))] {
        let command = house.command();
        let fields =
            [("command", command.as_str()), ("from", "queue"), ("show", "emergencies"), ("outcome", "no_answer"), more];
        let done = house.post(&cookie, &format!("{emergency}/steps/{step}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{step}: {}", done.body);
        assert_eq!(done.header("location"), format!("/queue?show=emergencies&row={id}#r-{id}"));
        // The same form again is the same command.
        let again = house.post(&cookie, &format!("{emergency}/steps/{step}"), &fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{step}");
    }
    let page = house.get_as(&cookie, "/queue?show=mine").await.body;
    let rows = rows(&page);
    assert_eq!(rows.len(), 1);
    assert!(rows[0].contains("You took this, 9:00am"), "{}", rows[0]);
    assert!(rows[0].contains("telephone call: no answer") && !rows[0].contains("tries"), "{}", rows[0]);
    assert!(page.contains(&format!("id=\"r-{id}\"")));
}

// H09
#[tokio::test]
async fn what_is_written_meanwhile_keeps_nobody_from_taking_an_emergency_on_its_page() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let [emergency, ..] = three(&house, &duty).await;
    let page = house.get_as(&duty, &emergency).await.body;
    // The last of the forms is that of the page; the banner above it has one of its own.
    let form = page.rsplit(&format!("action=\"{emergency}/steps/claim\"")).next().unwrap();
    let form = form.split("</form>").next().unwrap();
    assert!(form.contains("name=\"shown\"") && !form.contains("name=\"version\""), "{form}");
    let command = between(form, "name=\"command\" value=\"", "\"");
    let tried = [("command", house.command()), ("route", "telephone".to_owned()), ("outcome", "no_answer".to_owned())];
    let tried: Vec<(&str, &str)> = tried.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let noted = house.post(&duty, &format!("{emergency}/steps/try"), &tried).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    let taken = house.post(&duty, &format!("{emergency}/steps/claim"), &[("command", command), ("shown", "")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
}

// H13
#[tokio::test]
async fn who_took_it_meanwhile_is_not_pushed_aside() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let [emergency, ..] = three(&house, &duty).await;
    let claim = format!("{emergency}/steps/claim");
    let (one, other, third) = (house.command(), house.command(), house.command());
    let first = house.post(&clinician, &claim, &[("command", &one), ("shown", ""), ("from", "queue")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let late = house.post(&duty, &claim, &[("command", &other), ("shown", ""), ("from", "queue")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Demonstration clinician took this"), "{}", late.body);
    assert!(late.body.contains("Nothing was saved"));
    let shown = "demo-clinician";
    let over = house.post(&duty, &claim, &[("command", &third), ("shown", shown), ("from", "queue")]).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "whoever sees who has it may take it over");
}

#[tokio::test]
async fn the_parts_count_and_show_what_belongs_to_them() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let [emergency, needs, _] = three(&house, &cookie).await;
    let (version, command) = (house.version(&cookie, &needs).await, house.command());
    let asked = [
        ("command", command.as_str()),
        ("version", &version),
        ("of", "referrer"),
        ("what", "Which GP?"),
        ("wait", "48"),
    ];
    let done = house.post(&cookie, &format!("{needs}/steps/ask"), &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    for (part, count, holds) in [
        ("all", 3, "Dora Example"),
        ("emergencies", 1, "Berta Example"),
        ("today", 1, "Berta Example"),
        ("us", 2, "Dora Example"),
        ("others", 1, "Clara Example"),
        ("letter", 0, "Nothing in this part: letter due"),
        ("out", 0, "Nothing in this part: clock run out"),
        ("nearly", 1, "Berta Example"),
        ("unseen", 0, "Nothing in this part: no entry in time"),
        ("mine", 0, "Nothing in this part: mine"),
    ] {
        let page = house.get_as(&cookie, &format!("/queue?show={part}")).await.body;
        assert_eq!(rows(&page).len(), count, "{part}");
        assert!(page.contains(holds), "{part}");
        let current = between(&page, "porch-counts__link--current", "</a>");
        assert!(current.contains(&format!(">{count}</span>")), "{part}: {current}");
        assert!(current.contains("aria-current=\"page\""), "{part}");
    }
    assert!(!emergency.is_empty());
}

#[tokio::test]
async fn one_look_names_all_that_a_list_shows_and_asking_for_news_is_no_look() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    three(&house, &cookie).await;
    let before = house.looks().len();
    house.world.advance_minutes(1);
    house.get_as(&cookie, "/queue").await;
    let looks = house.looks();
    assert_eq!(looks.len(), before + 1);
    assert_eq!((looks[0].what.as_str(), looks[0].why.as_str(), looks[0].shown), ("queue", "All", 3));
    house.world.advance_minutes(1);
    house.get_as(&cookie, "/queue?show=emergencies").await;
    assert_eq!(house.looks()[0].shown, 1);
    house.get_as(&cookie, "/queue/newest").await;
    assert_eq!(house.looks().len(), before + 2);
}

// H13
#[tokio::test]
async fn a_list_carries_its_batch_and_news_of_a_newer_one_says_that_it_changed() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let [_, _, plain] = three(&house, &cookie).await;
    let page = house.get_as(&cookie, "/queue").await.body;
    let batch = between(&page, "data-position=\"", "\"").to_owned();
    assert_eq!(house.get_as(&cookie, "/queue/newest").await.body, format!("{batch}\n"));
    let command = house.command();
    house.post(&cookie, &format!("{plain}/steps/claim"), &[("command", &command), ("shown", "")]).await;
    assert_ne!(house.get_as(&cookie, "/queue/newest").await.body, format!("{batch}\n"));
}

// H16
#[tokio::test]
async fn a_page_that_asks_by_itself_does_not_keep_a_session_from_ending() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    for _ in 0..6 {
        house.world.advance_minutes(5);
        assert_eq!(house.get_as(&cookie, "/queue/newest").await.status, StatusCode::OK);
    }
    house.world.advance_minutes(1);
    assert_eq!(house.get_as(&cookie, "/queue/newest").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get_as(&cookie, "/queue").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_banner_of_every_staff_page_names_emergencies_that_nobody_took_and_no_person() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    assert!(!house.get_as(&cookie, "/queue").await.body.contains("porch-emergencies"));
    let [emergency, ..] = three(&house, &cookie).await;
    house.world.advance_minutes(10);
    for path in ["/queue", "/duty", "/advice", "/calls/new", "/reports/annual", "/find"] {
        let page = house.get_as(&cookie, path).await.body;
        let banner = between(&page, "class=\"porch-emergencies\"", "</section>");
        assert!(words(banner).contains("1 emergency that nobody has taken"), "{path}");
        assert!(
            words(banner).contains(
                "came 10 min ago · 3 h 50 min left · Front door (referrals and duty) is responsible I take this"
            ),
            "{path}: {}",
            words(banner)
        );
        assert!(!banner.contains("Berta"), "{path}");
        assert!(banner.contains(&format!("action=\"{emergency}/steps/claim\"")), "{path}");
    }
    let manager = house.sign_in(Role::Manager).await;
    assert!(!house.get_as(&manager, "/reports/annual").await.body.contains("porch-emergencies"));
    let command = house.command();
    let done = house.post(&cookie, &format!("{emergency}/steps/claim"), &[("command", &command), ("shown", "")]).await;
    assert_eq!(done.header("location"), format!("{emergency}#next"));
    assert!(!house.get_as(&cookie, "/queue").await.body.contains("porch-emergencies"));
}

#[tokio::test]
async fn these_pages_are_for_duty_and_clinicians_and_a_refusal_is_noted() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let [emergency, ..] = three(&house, &duty).await;
    let restricted = format!("{emergency}/restricted");
    let pages = ["/queue", "/queue/newest", "/calls/new", "/advice", "/find", emergency.as_str(), restricted.as_str()];
    for role in Role::ALL {
        let cookie = house.sign_in(role).await;
        for path in pages {
            let refused = |house: &House| house.looks().iter().filter(|look| !look.allowed).count();
            let before = refused(&house);
            let status = house.get_as(&cookie, path).await.status;
            let may = matches!(role, Role::Duty | Role::Clinician);
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!((status, refused(&house) - before), (expected, usize::from(!may)), "{role:?} {path}");
        }
        if !matches!(role, Role::Duty | Role::Clinician) {
            for (path, fields) in [("/find", vec![("q", "Berta")]), ("/calls/new", vec![("name", "x")])] {
                assert_eq!(house.post(&cookie, path, &fields).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            let command = house.command();
            let fields = [("command", command.as_str()), ("shown", "")];
            let claim = house.post(&cookie, &format!("{emergency}/steps/claim"), &fields).await;
            assert_eq!(claim.status, StatusCode::FORBIDDEN, "{role:?}");
            assert!(!house.get_as(&cookie, "/sign-in").await.body.contains("action=\"/find\""), "{role:?}");
        }
    }
}

/// So many referrals of another system that wait, each received a minute after the one before, and so in that order.
fn import_waiting(house: &House, count: usize) {
    let row = |n: usize| {
        let decision = porch_domain::referral::history::HistoricDecision::Pending;
        let received = format!("2026-11-01T{:02}:{:02}:00Z", 8 + n / 60, n % 60);
        crate::records::historic(&format!("r{n}"), &format!("p{n}"), "community", &received, decision)
    };
    house.import(&(0..count).map(row).collect::<Vec<_>>());
}

/// The ids of the rows of a page, in their order.
fn ids(body: &str) -> Vec<String> {
    let table = between(body, "<tbody", "</tbody>");
    table.split(" id=\"r-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The address of the page before (`prev`) or after (`next`), where the page has a link to it.
fn link(body: &str, rel: &str) -> Option<String> {
    let (before, _) = body.split_once(&format!("rel=\"{rel}\""))?;
    let (_, href) = before.rsplit_once("href=\"")?;
    Some(href.split('"').next().unwrap().replace("&amp;", "&"))
}

#[tokio::test]
async fn a_queue_is_shown_in_pages_that_say_which_of_how_many_they_are() {
    for (count, pages) in [(0, vec![0]), (36, vec![36]), (37, vec![36, 1]), (73, vec![36, 36, 1])] {
        let house = House::demonstration();
        let cookie = house.sign_in(Role::Duty).await;
        import_waiting(&house, count);
        let (mut path, mut before) = ("/queue".to_owned(), Vec::<(String, Vec<String>)>::new());
        for (nth, rows) in pages.iter().enumerate() {
            let page = house.get_as(&cookie, &path).await.body;
            let shown = ids(&page);
            assert_eq!(shown.len(), *rows, "{count} {nth}");
            assert!(page.contains(&format!("__count\">{count}</span>")), "{count} {nth}");
            let skipped: usize = pages[..nth].iter().sum();
            let stretch = match rows {
                1 => format!("{count} of {count}"),
                rows => format!("{} to {} of {count}", skipped + 1, skipped + rows),
            };
            assert_eq!(words(&page).contains(&stretch), pages.len() > 1, "{count} {nth} {stretch}");
            let title = between(&page, "<title>", "</title>");
            assert_eq!(title.contains(&stretch), nth > 0, "{title}");
            assert!(before.iter().all(|(_, earlier)| earlier.iter().all(|id| !shown.contains(id))), "{count} {nth}");
            // Back shows the page before as it was.
            let back = link(&page, "prev");
            assert_eq!(back.is_some(), nth > 0, "{count} {nth}");
            if let (Some(back), Some((_, earlier))) = (back, before.last()) {
                assert_eq!(&ids(&house.get_as(&cookie, &back).await.body), earlier, "{count} {nth}");
            }
            before.push((path.clone(), shown));
            let next = link(&page, "next");
            assert_eq!(next.is_some(), nth + 1 < pages.len(), "{count} {nth}");
            path = next.unwrap_or(path);
        }
        let whole: usize = before.iter().map(|(_, shown)| shown.len()).sum();
        assert_eq!(whole, count);
        if count == 0 {
            assert!(house.get_as(&cookie, "/queue").await.body.contains("Nothing waits for a decision."));
        } else {
            // Of two looks in one instant nobody can say which is the later.
            house.world.advance_minutes(1);
            assert!(house.get_as(&cookie, "/queue").await.body.contains("No name held"));
        }
        assert_eq!(house.looks()[0].shown, pages[0], "the look names those of the page");
    }
}

#[tokio::test]
async fn every_row_has_its_page_and_an_address_that_leads_nowhere_leads_to_a_page() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    import_waiting(&house, 73);
    let first = house.get_as(&cookie, "/queue").await.body;
    let second = house.get_as(&cookie, &link(&first, "next").unwrap()).await.body;
    let row = &ids(&second)[7];
    assert_eq!(ids(&house.get_as(&cookie, &format!("/queue?row={row}")).await.body), ids(&second));
    let last = house.get_as(&cookie, &link(&second, "next").unwrap()).await.body;
    let beyond = "/queue?after=9.9999999999999.ffffffff-ffff-7fff-bfff-ffffffffffff";
    assert_eq!(ids(&house.get_as(&cookie, beyond).await.body), ids(&last), "past the end is the last page");
    for nowhere in [
        "/queue?before=0.0.00000000-0000-7000-8000-000000000000",
        "/queue?row=00000000-0000-7000-8000-000000000000",
        "/queue?after=1.2",
        "/queue?before=x",
        "/queue?row=x",
        "/queue?page=2",
    ] {
        let page = house.get_as(&cookie, nowhere).await;
        assert_eq!((page.status, ids(&page.body)), (StatusCode::OK, ids(&first)), "{nowhere}");
    }
    let of_part = house.get_as(&cookie, &format!("/queue?show=us&row={row}")).await.body;
    assert_eq!(ids(&of_part), ids(&second));
    let next = link(&of_part, "next").unwrap();
    assert!(next.starts_with("/queue?show=us&after="), "{next}");
}

// H13
#[tokio::test]
async fn what_another_decides_between_two_pages_hides_no_row() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    import_waiting(&house, 80);
    let page = house.get_as(&cookie, "/queue").await.body;
    let (shown, next) = (ids(&page), link(&page, "next").unwrap());
    let all_before = ids(&house.get_as(&cookie, &next).await.body);
    // Another decides the first row and the last of the page that is on the screen, at whose end the next page begins.
    for id in [&shown[0], &shown[35]] {
        house.accept(id);
    }
    let page = house.get_as(&cookie, &next).await.body;
    assert_eq!(ids(&page), all_before, "nobody slips over the edge of the page");
    assert!(words(&page).contains("35 to 70 of 78"), "the counts are as of now");
    let back = ids(&house.get_as(&cookie, &link(&page, "prev").unwrap()).await.body);
    assert_eq!(back[..34], shown[1..35]);
    assert!(words(&house.get_as(&cookie, &format!("/queue?row={}", shown[0])).await.body).contains("1 to 36 of 78"));
}

// PR-11
#[tokio::test]
async fn a_step_on_a_later_page_comes_back_to_the_page_of_its_row() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    for _ in 0..40 {
        house.call(&cookie, &[]).await;
        house.world.advance_minutes(1);
    }
    let next = link(&house.get_as(&cookie, "/queue").await.body, "next").unwrap();
    let shown = ids(&house.get_as(&cookie, &next).await.body);
    let claim = async |id: &str| {
        let command = house.command();
        let fields = [("command", command.as_str()), ("from", "queue"), ("show", "all"), ("shown", "")];
        let done = house.post(&cookie, &format!("/referrals/{id}/steps/claim"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let (path, row) = done.header("location").split_once('#').unwrap();
        assert_eq!(row, format!("r-{id}"));
        house.get_as(&cookie, path).await.body
    };
    let page = claim(&shown[2]).await;
    assert_eq!(ids(&page), shown);
    assert!(rows(&page)[2].contains("You took this"), "{}", rows(&page)[2]);
    // Another has become an emergency meanwhile: her row stands on the first page.
    let (version, command) = (house.version(&cookie, &format!("/referrals/{}", shown[3])).await, house.command());
    let raise = [("command", command.as_str()), ("version", &version), ("to", "emergency"), ("why", "Invented reason")];
    let raised = house.post(&cookie, &format!("/referrals/{}/steps/raise", shown[3]), &raise).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.body);
    let page = claim(&shown[3]).await;
    assert_eq!((ids(&page).len(), &ids(&page)[0]), (36, &shown[3]));
}

// D21: what has run out and what nearly has, by the minute; the count is on the page of duty too.
#[tokio::test]
async fn what_has_run_out_is_listed_from_its_minute_and_what_nearly_has_three_days_before() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let case = house.call(&cookie, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    let counts = async |at: &str| {
        house.world.set(at);
        let cookie = house.sign_in(Role::Duty).await;
        let mut counts = Vec::new();
        for part in ["nearly", "out"] {
            let page = house.get_as(&cookie, &format!("/queue?show={part}")).await.body;
            let listed = rows(&page).len();
            let current = between(&page, "porch-counts__link--current", "</a>").to_owned();
            assert!(current.contains(&format!(">{listed}</span>")), "{at} {part}: {current}");
            let duty = house.get_as(&cookie, "/duty").await.body;
            let label = if part == "out" { "Clock run out" } else { "Clock runs out within 3 days" };
            // A part that holds nothing is no work, and stands not among what is to be done.
            let said = duty.contains(&format!("{label}</a>: {listed}<"));
            assert_eq!((said, duty.contains(label)), (listed > 0, listed > 0), "{at} {part}");
            counts.push(listed);
        }
        (counts[0], counts[1])
    };
    // Routine: 28 days after a Saturday in November, to the last millisecond of the day.
    assert_eq!(counts("2026-12-16T23:59:59.999Z").await, (0, 0));
    assert_eq!(counts("2026-12-17T00:00:00Z").await, (1, 0));
    assert_eq!(counts("2026-12-19T23:59:59.999Z").await, (1, 0));
    assert_eq!(counts("2026-12-20T00:00:00Z").await, (0, 1));
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, "/queue?show=out").await;
    assert_eq!(page.title(), "Queue: clock run out – Porch");
    assert!(page.body.contains(&case), "it leads to the referral");
}

// D19: one that nobody has written about stands in its list from the close of the first working day, until somebody has.
#[tokio::test]
async fn a_referral_without_an_entry_for_a_working_day_is_listed_until_somebody_writes_and_is_counted() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let case = house.call(&cookie, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    let report = "/reports/entries?from=2026-11-01&to=2026-11-30";
    let listed = async |at: &str| {
        house.world.set(at);
        let cookie = house.sign_in(Role::Duty).await;
        let page = house.get_as(&cookie, "/queue?show=unseen").await.body;
        let duty = house.get_as(&cookie, "/duty").await.body;
        let listed = rows(&page).len();
        let said = duty.contains(&format!("No entry in time</a>: {listed}<"));
        assert_eq!((said, duty.contains("No entry in time")), (listed > 0, listed > 0), "{at}");
        rows(&page).len()
    };
    // It came on a Saturday, so the first working day is Monday, when duty closes at five.
    assert_eq!(listed("2026-11-23T17:00:00Z").await, 0);
    let manager = house.sign_in(Role::Manager).await;
    let before = house.get_as(&manager, report).await.body;
    assert!(before.contains("No referral of this period has an entry, and none should have one yet"), "{before}");
    assert_eq!(listed("2026-11-23T17:00:00.001Z").await, 1);
    let manager = house.sign_in(Role::Manager).await;
    let missing = house.get_as(&manager, report).await.body;
    assert!(missing.contains("0%") && missing.contains("0 of 1") && !missing.contains("Anna"), "{missing}");
    let cookie = house.sign_in(Role::Duty).await;
    let (command, version) = (house.command(), house.version(&cookie, &case).await);
    let note = [("command", command.as_str()), ("version", &version), ("kind", "note"), ("text", "She was rung")];
    let done = house.post(&cookie, &format!("{case}/steps/add"), &note).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(listed("2026-11-23T17:05:00Z").await, 0);
    let manager = house.sign_in(Role::Manager).await;
    let late = house.get_as(&manager, report).await.body;
    assert!(words(&late).contains("An entry too late 1"), "{late}");
    let administrator = house.sign_in(Role::Administrator).await;
    assert_eq!(house.get_as(&administrator, report).await.status, 403);
}
