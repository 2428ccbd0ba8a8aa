//! The page of duty: emergencies first, who is on, a shift that does not leave anybody behind, the log, the rota.

use axum::http::StatusCode;
use porch_domain::{actor::Role, footprint::Footprint};

use crate::{
    support::{Answer, House, KENT, between},
    visitor::Visitor,
};

/// A form of the page, with a command of its own.
async fn send(house: &House, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let command = house.command();
    house.post(cookie, "/duty", &[&[("command", command.as_str())][..], fields].concat()).await
}

async fn done(house: &House, cookie: &str, fields: &[(&str, &str)]) {
    let sent = send(house, cookie, fields).await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/duty"), "{fields:?}: {}", sent.body);
}

async fn duty(house: &House, cookie: &str) -> String {
    let shown = house.get_as(cookie, "/duty").await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    shown.body
}

/// What stands at a field that something is wrong with.
fn error_at<'a>(body: &'a str, field: &str) -> &'a str {
    between(body, &format!("id=\"{field}-error\""), "<input")
}

/// A page with nothing in it yet is a whole page, in every role that may see it; and nobody else sees it.
#[tokio::test]
async fn an_empty_page_says_so_and_only_those_who_may_see_it() {
    let house = House::demonstration();
    for role in [Role::Duty, Role::Clinician, Role::Manager, Role::InformationOfficer] {
        let cookie = house.sign_in(role).await;
        let shown = house.get_as(&cookie, "/duty").await;
        assert_eq!(shown.title(), "Duty – Porch", "{role:?}");
        for said in [
            "<h1>Duty</h1>",
            "No emergency is open.",
            "Nobody has begun a shift.",
            "Nothing waits for a decision.",
            "Nothing is written down for this day.",
            "Nobody is on the rota of these two weeks.",
        ] {
            assert!(shown.body.contains(said), "{role:?}: {said}");
        }
        assert!(shown.body.contains(">Duty</strong>"), "the navigation marks the page");
        let has = |step: &str| shown.body.contains(&format!("name=\"step\" value=\"{step}\""));
        let works = matches!(role, Role::Duty | Role::Clinician);
        assert_eq!((has("begin"), has("note")), (works, works), "{role:?}");
        assert_eq!(has("roster"), matches!(role, Role::Duty | Role::Manager), "{role:?}");
        assert!(!has("erase"), "there is nothing to erase");
    }
    let administrator = house.sign_in(Role::Administrator).await;
    let refused = house.get_as(&administrator, "/duty").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("/duty").await.status, StatusCode::UNAUTHORIZED);
}

// PR-17
#[tokio::test]
async fn a_shift_does_not_end_while_an_emergency_is_with_nobody_who_stays() {
    let house = House::demonstration();
    let (mine, colleague) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    done(&house, &mine, &[("step", "begin")]).await;
    let body = duty(&house, &mine).await;
    assert!(body.contains("Demonstration duty worker, since 9:00am") && body.contains("End this shift"), "{body}");
    assert!(body.contains("Nothing keeps this shift from ending"));
    let again = send(&house, &mine, &[("step", "begin")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("Your shift began before and has not ended"));

    let page = house.call(&mine, &[("signs", "self_harm")]).await;
    house.world.advance_minutes(12);
    let body = duty(&house, &mine).await;
    let now = between(&body, "id=\"now\"", "<h2");
    assert!(now.contains(&format!("href=\"{page}\"")) && now.contains("came 12 min ago"), "{now}");
    assert!(now.contains("3 h 48 min left") && now.contains("Nobody has taken it."), "{now}");
    assert!(body.contains("Still open, and with nobody who stays:"));

    let end = [("step", "end"), ("on", "2026-11-21"), ("of", "demo-duty"), ("told", "  ")];
    let refused = send(&house, &mine, &end).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(refused.title(), "Error: Duty – Porch");
    let field = "told-2026-11-21-demo-duty";
    let said = "An emergency or a risk answer is open that nobody else has taken; somebody else takes it first, or you record who on call was told";
    assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{}", refused.body);
    assert!(error_at(&refused.body, field).contains(said), "{}", refused.body);
    assert_eq!(refused.body.matches(said).count(), 2, "in the summary and at the field");
    assert!(duty(&house, &mine).await.contains("End this shift"), "the shift goes on");

    // A claim of the one who leaves takes nobody over.
    let command = house.command();
    let claim = [("command", command.as_str()), ("shown", "")];
    house.post(&mine, &format!("{page}/steps/claim"), &claim).await;
    assert_eq!(send(&house, &mine, &end).await.status, StatusCode::CONFLICT);

    // A colleague ends a shift that was forgotten, by the same rule, with the name of who was told.
    let body = duty(&house, &colleague).await;
    assert!(body.contains("End the shift of Demonstration duty worker, begun 21 November 2026, 9:00am"), "{body}");
    let told = [("step", "end"), ("on", "2026-11-21"), ("of", "demo-duty"), ("told", "Dr Invented Night, crisis team")];
    done(&house, &colleague, &told).await;
    let body = duty(&house, &colleague).await;
    assert!(body.contains("Open then: 1. Told on call: Dr Invented Night, crisis team"), "{body}");
    assert!(body.contains("recorded by Demonstration clinician") && body.contains("Nobody has begun a shift."));
    assert!(between(&body, "id=\"now\"", "<h2").contains(&page), "it stays open, and nothing mutes it");
}

// D9
#[tokio::test]
async fn what_was_done_is_written_down_counted_and_shown_to_those_who_see_referrals() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.call(&cookie, &[("name", "Anna Example")]).await;
    let reference =
        between(&house.get_as(&cookie, &page).await.body, "R-", "<").split([' ', ',', '.']).next().unwrap().to_owned();
    let advice = [("step", "note"), ("kind", "advice_call"), ("outcome", "Told the midwife whom to ring")];
    done(&house, &cookie, &advice).await;

    let typed =
        [("step", "note"), ("kind", "told_crisis_team"), ("outcome", "They go to see her"), ("reference", "nonsense")];
    let missing = send(&house, &cookie, &typed).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    assert!(missing.body.contains("id=\"handed_to-error\"") && missing.body.contains("They go to see her</textarea>"));
    assert!(missing.body.contains("<option value=\"told_crisis_team\" selected>"), "nothing typed is lost");
    let named = [&typed[..], &[("handed_to", "Nurse Invented, crisis team")]].concat();
    let untimed = send(&house, &cookie, &named).await;
    assert!(untimed.body.contains("id=\"handed-error\""), "{}", untimed.body);
    let timed = [&named[..], &[("handed", "08:55")]].concat();
    let unknown = send(&house, &cookie, &timed).await;
    assert_eq!(unknown.status, StatusCode::CONFLICT);
    assert!(error_at(&unknown.body, "reference").contains("no referral"), "{}", unknown.body);
    let late: Vec<_> =
        timed.iter().map(|(name, value)| (*name, if *name == "handed" { "09:30" } else { *value })).collect();
    let late: Vec<_> = late.into_iter().filter(|(name, _)| *name != "reference").collect();
    assert!(
        send(&house, &cookie, &late).await.body.contains("id=\"handed_to-error\""),
        "nobody took it over in the future"
    );
    let whole: Vec<_> = timed
        .iter()
        .map(|(name, value)| (*name, if *name == "reference" { format!("R-{reference}") } else { (*value).to_owned() }))
        .collect();
    let whole: Vec<_> = whole.iter().map(|(name, value)| (*name, value.as_str())).collect();
    done(&house, &cookie, &whole).await;

    let body = duty(&house, &cookie).await;
    for said in
        ["Told the midwife whom to ring", "Nurse Invented, crisis team, 21 November 2026, 8:55am", "They go to see her"]
    {
        assert!(body.contains(said), "{said}");
    }
    assert!(between(&body, "What was done</caption>", "</table>").contains(&format!("href=\"{page}\"")));
    let counts: String = between(&body, "in the last seven days", "</table>").split_whitespace().collect();
    let cells: Vec<&str> = counts.split("</td>").map(|cell| cell.rsplit('>').next().unwrap()).collect();
    assert_eq!(&cells[..2], ["1", "1"], "one piece of advice, and that without a referral: {counts}");

    let manager = house.sign_in(Role::Manager).await;
    let shown = duty(&house, &manager).await;
    assert!(shown.contains("not shown in your role") && !shown.contains("They go to see her"));
    assert!(!shown.contains("href=\"/referrals/") && !shown.contains("href=\"/queue"));
    let officer = house.sign_in(Role::InformationOfficer).await;
    assert!(
        send(&house, &officer, &[("step", "erase"), ("on", "2026-11-21"), ("why", "")])
            .await
            .body
            .contains("id=\"why-error\"")
    );
    done(&house, &officer, &[("step", "erase"), ("on", "2026-11-21"), ("why", "she asked for it")]).await;
    let after = duty(&house, &cookie).await;
    assert!(!after.contains("They go to see her") && after.contains(">erased<"), "{after}");
    let refused = send(&house, &cookie, &[("step", "erase"), ("on", "2026-11-21"), ("why", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_rota_says_who_is_on_now_and_next_and_is_kept_by_duty_and_the_manager() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    let line = |shift, account, from, until, day| {
        vec![
            ("step", "roster"),
            ("shift", shift),
            ("account", account),
            ("from", from),
            ("from_on-day", "21"),
            ("from_on-month", "11"),
            ("from_on-year", "2026"),
            ("until", until),
            ("until_on-day", day),
            ("until_on-month", "11"),
            ("until_on-year", "2026"),
        ]
    };
    done(&house, &manager, &line("duty", "demo-duty", "08:00", "17:00", "21")).await;
    done(&house, &manager, &line("on_call", "demo-clinician", "17:00", "09:00", "22")).await;
    let body = duty(&house, &manager).await;
    assert!(body.contains("Demonstration duty worker, until Saturday 21 November at 5pm"), "{body}");
    assert!(body.contains("Next: Demonstration clinician, from Saturday 21 November at 5pm."));
    let rota = between(&body, "Who is on duty and on call</caption>", "</table>");
    assert!(rota.contains("5pm to 9am on Sunday 22 November") && rota.matches("Take off").count() == 2, "{rota}");
    house.world.advance_minutes(9 * 60);
    let (manager, clinician) = (house.sign_in(Role::Manager).await, house.sign_in(Role::Clinician).await);
    assert!(duty(&house, &clinician).await.contains("Demonstration clinician, until Sunday 22 November at 9am"));

    let backwards = send(&house, &manager, &line("duty", "demo-duty", "20:00", "19:00", "21")).await;
    assert!(error_at(&backwards.body, "from").contains("it ends later than it begins"));
    assert!(backwards.body.contains("value=\"20:00\""), "what was typed stands there");
    let again = send(&house, &manager, &line("on_call", "demo-clinician", "18:00", "09:00", "22")).await;
    assert!(error_at(&again.body, "account").contains("on the rota for that time already"));
    let empty = send(&house, &manager, &[("step", "roster")]).await;
    for field in ["shift", "account", "from", "until"] {
        assert!(empty.body.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    let take = [("step", "take-back"), ("on", "2026-11-21"), ("nth", "2")];
    assert_eq!(send(&house, &clinician, &take).await.status, StatusCode::FORBIDDEN);
    done(&house, &manager, &take).await;
    let body = duty(&house, &manager).await;
    assert_eq!(between(&body, "Who is on duty and on call</caption>", "</table>").matches("Take off").count(), 1);
}

/// One line for each team that holds something; emergencies stand apart, above it.
#[tokio::test]
async fn what_waits_is_one_line_for_each_team_with_ways_into_the_queue() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    house.call(&cookie, &[("name", "Anna Example")]).await;
    house.call(&cookie, &[("name", "Berta Example"), ("signs", "self_harm")]).await;
    let numbers = |body: &str| -> Vec<String> {
        let row = between(body, "by the team that holds them", "</table>");
        let cells = between(row, "<tbody", "</tbody>").split("</td>");
        let text = |cell: &str| cell.rsplit('>').next().unwrap().trim().to_owned();
        cells.map(text).filter(|text| !text.is_empty()).collect()
    };
    let body = duty(&house, &cookie).await;
    assert!(body.contains("Front door (referrals and duty)"));
    assert_eq!(numbers(&body), ["2", "1", "0", "0", "2"], "{body}");
    assert!(body.find("id=\"now\"") < body.find("What waits"), "emergencies stand first");
    house.world.advance_minutes(5 * 60);
    let cookie = house.sign_in(Role::Duty).await;
    assert_eq!(numbers(&duty(&house, &cookie).await)[2], "1", "the emergency is overdue");
    for link in ["/queue", "/queue?show=emergencies", "/queue?show=today", "/queue?show=us"] {
        assert!(body.contains(&format!("href=\"{link}\"")), "{link}");
        assert_eq!(house.get_as(&cookie, link).await.status, StatusCode::OK);
    }
    assert!(!body.contains("/queue?show=others"), "nothing waits for others");
    // What is to be done stands before what is only told, and each part further down has its way from the top.
    let contents = body.find("aria-label=\"On this page\"").unwrap();
    assert!(body.find("What waits") < Some(contents));
    for part in ["shift", "on", "teams", "log", "rota"] {
        let there = body.find(&format!("id=\"{part}\"")).unwrap();
        assert!(contents < there && body.contains(&format!("href=\"#{part}\"")), "{part}");
    }
}

// PR-04
#[tokio::test]
async fn who_is_told_first_is_said_and_a_gap_is_too() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    // A Saturday.
    assert!(
        duty(&house, &cookie).await.contains("The senior clinician on call, 01632 960 042 (a demonstration number)")
    );
    house.world.set("2026-11-23T10:00:00Z");
    let cookie = house.sign_in(Role::Duty).await;
    assert!(duty(&house, &cookie).await.contains("The duty worker, 01632 960 011"));
    let by_day = KENT.replacen("around_the_clock = true\non_call = true", "hours = \"duty\"\non_call = true", 1);
    assert!(!Footprint::parse(&by_day).unwrap().gaps().is_empty());
    let house = House::of(&by_day, true);
    let cookie = house.sign_in(Role::Duty).await;
    assert!(duty(&house, &cookie).await.contains("Nobody in time: the ladder has a gap at this hour."));
}

/// Every page that asks somebody to send something, read at an hour; and the page after an emergency was sent.
async fn read_at(content: &str, instant: &str) -> Vec<String> {
    let house = House::of(content, false);
    house.world.set(instant);
    let mut pages = Vec::new();
    for page in ["/ask", "/ask/family", "/refer", "/services", "/help-now"] {
        pages.push(house.get(page).await.body);
    }
    let mut visitor = Visitor::begins(&house, "professional").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[("situation", "living_baby")]).await;
    visitor.answers("today", &[("signs", "sudden_change")]).await;
    let least = [
        ("by_name", "Mia Midwife"),
        ("call_back", "01632 960 200"),
        ("worry", "Confused since this morning."),
        ("where", "At home, 1 Example Road"),
        ("with", "Her mother; the baby too"),
        ("name", "Grace"),
    ];
    assert_eq!(visitor.answers("quick", &least).await, "/ask/sent");
    pages.push(visitor.get("/ask/sent").await.body);
    pages
}

// PR-04, H01
#[tokio::test]
async fn every_way_in_says_at_night_who_is_told_or_that_nobody_is_and_whom_to_ring() {
    let listed =
        "the first person on our list to be told now is: The senior clinician on call. Nobody can promise when";
    let nobody = "there is nobody here to be told of it. Do not wait for us: ring.";
    let by_day = KENT.replacen("around_the_clock = true\non_call = true", "hours = \"duty\"\non_call = true", 1);
    for (content, instant, says, never) in [
        (KENT, "2026-11-21T02:00:00Z", listed, nobody),
        (KENT, "2026-12-25T10:00:00Z", listed, nobody),
        (by_day.as_str(), "2026-11-21T02:00:00Z", nobody, "the first person on our list"),
    ] {
        for page in read_at(content, instant).await {
            assert!(page.contains(says), "{instant}: {page}");
            assert!(!page.contains(never) && page.contains("tel:999") && page.contains("tel:111"), "{instant}: {page}");
        }
    }
    for page in read_at(KENT, "2026-11-20T10:00:00Z").await {
        assert!(!page.contains("on our list to be told") && !page.contains(nobody), "{page}");
    }
}
