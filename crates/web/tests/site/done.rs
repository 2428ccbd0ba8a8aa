//! What duty did: counted on its page and in the report, each figure with its entries; and advice in its time (D9, D23).

use axum::http::StatusCode;
use porch_domain::actor::{Actor, Role};
use porch_testkit::ask_for_advice;

use crate::support::{House, between};

const QUESTION: [(&str, &str); 6] = [
    ("purpose", "advice"),
    ("now", "pregnant"),
    ("worry", "Invented question?"),
    ("by_name", "Ivy Invented"),
    ("by_source", "A4"),
    ("by_organisation", "Invented Maternity Unit"),
];

/// The cells of a figure's row: how often, and what came of it.
fn row(page: &str, what: &str) -> String {
    let row = page.split("<tr").find(|row| row.contains(what)).unwrap_or_default();
    let (mut text, mut inside) = (String::new(), true);
    for letter in format!("<tr{row}").chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// D9
#[tokio::test]
async fn a_call_that_is_written_down_stands_among_what_duty_did_and_its_figure_leads_to_it() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let empty = house.get_as(&duty, "/duty").await.body;
    assert!(empty.contains("Nothing was recorded on this day."));
    let call = house
        .call(&duty, &[("name", "Anna Example"), ("reach_telephone", "yes"), ("telephone", "01632 960 016")])
        .await;
    let page = house.get_as(&duty, "/duty").await;
    assert!(row(&page.body, "Calls written down").contains("How often 1"), "{}", row(&page.body, "Calls written down"));
    let address = "/duty/done?from=2026-11-21&to=2026-11-21&what=call";
    assert!(page.links().contains(&address.to_owned()), "{:?}", page.links());
    let list = house.get_as(&duty, address).await;
    assert!(
        list.body.contains("Recorded on 21 November 2026: 1.") && list.links().contains(&call),
        "{:?}",
        list.links()
    );
    let looks = house.looks();
    assert_eq!(looks[0].what, "what was done");
    for wrong in ["/duty/done?from=2026-11-21&to=2026-11-21&what=moon", "/duty/done?from=moon&what=call"] {
        assert_eq!(house.get_as(&duty, wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/duty?from=2026-11-01&to=2026-11-30").await;
    assert!(row(&report.body, "Calls written down").contains("How often 1"));
    assert!(report.body.contains("None was answered."));
    assert!(!report.body.contains("Anna Example"), "the report names nobody");
}

// D23
#[tokio::test]
async fn an_answer_says_how_it_went_and_one_that_did_not_arrive_is_asked_for_again() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let page = format!("/advice/{}", ask_for_advice(&house.ctx(Actor::Public), &QUESTION));
    house.world.advance_minutes(30);
    let send_as = async |duty: &str, step: &str, fields: &[(&str, &str)]| {
        let (version, command) = (house.version(duty, &page).await, house.command());
        let hidden = [("command", command.as_str()), ("version", version.as_str())];
        house.post(duty, &format!("{page}/{step}"), &[&hidden[..], fields].concat()).await
    };
    let send = async |step: &str, fields: &[(&str, &str)]| send_as(&duty, step, fields).await;
    let missing = send("answer", &[("advice", "Kept words")]).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    assert!(missing.body.contains("href=\"#route\"") && missing.body.contains("Kept words</textarea>"));
    let to_come = [("advice", "Words"), ("route", "email"), ("told_at", "2026-11-21T23:00")];
    assert!(send("answer", &to_come).await.body.contains("This is still to come"));
    let before = [("advice", "Words"), ("route", "email"), ("told_at", "2026-11-20T09:00")];
    assert!(send("answer", &before).await.body.contains("after it was asked and before now"));
    assert_eq!(send("again", &[("said", "Nothing came")]).await.status, StatusCode::CONFLICT, "nobody answered yet");
    let given = [("advice", "First answer"), ("route", "email"), ("told_at", "2026-11-21T09:20")];
    assert_eq!(send("answer", &given).await.status, StatusCode::SEE_OTHER);
    let shown = house.get_as(&duty, &page).await.body;
    assert!(
        shown.contains("by e-mail; written down") && !shown.contains("Later than its time"),
        "{}",
        between(&shown, "<main", "</main>")
    );
    assert_eq!(send("again", &[("said", "")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(send("again", &[("said", "Nothing came")]).await.status, StatusCode::SEE_OTHER);
    let shown = house.get_as(&duty, &page).await.body;
    for said in ["An answer that did not arrive", "First answer", "Nothing came", "1 day left"] {
        assert!(shown.contains(said), "{said}: {}", between(&shown, "<main", "</main>"));
    }
    assert!(house.get_as(&duty, "/advice").await.body.contains("No answer yet"));
    house.world.advance_minutes(25 * 60);
    let duty = house.sign_in(Role::Duty).await;
    let late = house.get_as(&duty, "/duty").await;
    assert!(late.body.contains("Questions for advice that are late") && late.links().contains(&page));
    let ring = [("advice", "Second answer"), ("route", "telephone")];
    assert_eq!(send_as(&duty, "answer", &ring).await.status, StatusCode::SEE_OTHER);
    assert!(house.get_as(&duty, &page).await.body.contains("Later than its time."));
    assert!(!house.get_as(&duty, "/duty").await.body.contains("Questions for advice that are late"));
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/duty?from=2026-11-21&to=2026-11-22").await.body;
    assert!(
        row(&report, "Questions answered").contains("by e-mail: 1 by telephone: 1"),
        "{}",
        row(&report, "Questions answered")
    );
    assert!(report.contains("<strong>50 %</strong> of 2 answered"), "{}", between(&report, "<main", "</main>"));
}
