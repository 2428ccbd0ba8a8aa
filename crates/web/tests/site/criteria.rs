//! The criteria of the day: offered where somebody decides, asked for where a no rests on them, and shown wherever the
//! decision is (D26).

use axum::http::StatusCode;
use porch_app::{deciding, message};
use porch_domain::{
    actor::{Actor, Role},
    message::Recipient,
    referral::Outcome,
};

use crate::{
    deciding::{Her, open, referred},
    support::{House, between},
};

const DORSET: &str = include_str!("../../../../footprints/dorset.toml");
const ROOM: &str = "/meetings/2026-11-23-0930";
const NEW_ILLNESS: &str = "Pregnant or after birth, and newly ill: moderate and complex, or severe";

fn duty() -> Actor {
    Actor::Staff { account: "demo-duty".to_owned(), role: Role::Duty }
}

// D26
#[tokio::test]
async fn a_no_says_which_criteria_are_not_met_and_both_the_second_reader_and_the_professional_read_them() {
    let house = House::of(DORSET, true);
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her { postcode: "", ..Her::default() });
    let form = open(&house, &cookie, id, "reject").await;
    let form = form
        .and("reasons", "criteria_not_met")
        .with("what_would_change", "If it gets worse.")
        .with("meanwhile", "An invented helpline");
    let missing = form.send(&house, &cookie, id, "letters").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("<a href=\"#criteria\">Choose which criteria are not met</a>"), "{}", missing.body);
    let asked = between(&missing.body, "<details", "</details>");
    assert!(asked.contains(" open") && asked.contains("Choose which criteria are not met"), "{asked}");
    assert!(missing.body.contains("If it gets worse."), "nothing typed is lost");
    let forged = form.clone().and("criteria", "moon").send(&house, &cookie, id, "letters").await;
    assert!(forged.body.contains("Choose among the criteria of the day"), "{}", forged.body);

    let form = form.and("criteria", "new_illness").and("criteria", "fear_trauma");
    let letters = form.send(&house, &cookie, id, "letters").await;
    assert_eq!(letters.status, StatusCode::OK, "{}", letters.body);
    let typed = crate::deciding::Browser::of(&letters);
    assert!(typed.get("ref_text").contains(&format!("- {NEW_ILLNESS} (since 1 April 2023; Service specification")));
    assert!(!typed.get("her_text").contains(NEW_ILLNESS), "her letter says it in her words");
    let review = typed.send(&house, &cookie, id, "review").await;
    assert!(review.body.contains("Criteria that this rests on") && review.body.contains(NEW_ILLNESS));
    let done = crate::deciding::Browser::of(&review).send(&house, &cookie, id, "finish").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    for page in ["/decide", "", "?only=decisions"] {
        let shown = house.get_as(&cookie, &format!("/referrals/{id}{page}")).await;
        assert!(shown.body.contains(NEW_ILLNESS) && shown.body.contains("Fear of birth"), "{page}");
        assert!(!shown.body.contains("leaving_mother_and_baby_unit"), "{page}");
    }
    let ctx = house.ctx(duty());
    assert_eq!(deciding::open(&ctx, id).unwrap().unwrap().referral.outcome(), Outcome::Rejected);
    let letter =
        message::about(&ctx, id).unwrap().into_iter().find(|one| one.recipient == Recipient::Referrer).unwrap();
    let words = message::open(&ctx, letter.id).unwrap().unwrap().message.drafted.words.unwrap();
    assert!(words.body.contains(NEW_ILLNESS));

    let reader = house.sign_in(Role::Clinician).await;
    let report = house.get_as(&reader, "/reports/came-back?from=2026-11-01&to=2026-11-30").await;
    let (_, row) = report.body.split_once(NEW_ILLNESS).unwrap();
    let (row, _) = row.split_once("</tr>").unwrap();
    // A count that is not nothing leads to the decisions behind it.
    let counted = |what: &str| row.contains(&format!("&amp;what={what}\">1<"));
    assert!(counted("no") && counted("reject"), "{row}");
    assert!(!row.contains("what=signpost") && !row.contains("what=advise") && !row.contains("what=accept"), "{row}");
    let behind = between(row, "href=\"/reports/came-back/criterion", "\"").replace("&amp;", "&");
    let looks = house.looks().len();
    let behind = house.get_as(&reader, &format!("/reports/came-back/criterion{behind}")).await;
    assert!(
        behind.body.contains(NEW_ILLNESS) && behind.body.contains(&format!("/referrals/{id}\"")),
        "{}",
        behind.body
    );
    assert_eq!((house.looks().len(), house.looks()[0].shown), (looks + 1, 1));
    for wrong in ["", "criterion=x&since=2023-04-01", "criterion=x&since=soon&what=no", "criterion=x&what=no"] {
        let address = format!("/reports/came-back/criterion?from=2026-11-01&to=2026-11-30&{wrong}");
        assert_eq!(house.get_as(&reader, &address).await.status, 400, "{wrong}");
    }
    let none = "/reports/came-back/criterion?from=2026-11-01&to=2026-11-30&criterion=x&since=2023-04-01&what=no";
    assert!(house.get_as(&reader, none).await.body.contains("No decision of this time rests on it."));
}

// D26
#[tokio::test]
async fn an_acceptance_may_say_which_criteria_are_met_and_none_is_offered_where_none_held_on_its_day() {
    let house = House::of(DORSET, true);
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her { postcode: "", ..Her::default() });
    let form = open(&house, &cookie, id, "accept:community").await;
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide?choice=accept:community")).await;
    assert_eq!(page.body.matches("name=\"criteria\"").count(), 13, "{}", page.body);
    assert!(page.body.contains("Which criteria are met? (optional)"));
    let without = form.send(&house, &cookie, id, "letters").await;
    assert_eq!(without.status, StatusCode::OK, "none is asked for: {}", without.body);
    let letters = form.and("criteria", "new_illness").send(&house, &cookie, id, "letters").await;
    let typed = crate::deciding::Browser::of(&letters);
    assert!(typed.get("ref_text").contains(NEW_ILLNESS));
    let review = typed.send(&house, &cookie, id, "review").await;
    assert!(review.body.contains("Criteria that are met"));
    let done = crate::deciding::Browser::of(&review).send(&house, &cookie, id, "finish").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(shown.body.contains("Criteria of its decision") && shown.body.contains(NEW_ILLNESS));

    let kent = House::demonstration();
    let cookie = kent.sign_in(Role::Duty).await;
    let id = referred(&kent, Her::default());
    for choice in ["accept:community", "reject"] {
        let page = kent.get_as(&cookie, &format!("/referrals/{id}/decide?choice={choice}")).await;
        assert!(!page.body.contains("Which criteria"), "nobody has written any: {choice}");
    }
}

// D26, PR-16
#[tokio::test]
async fn a_meeting_that_says_no_because_criteria_are_not_met_says_which() {
    let house = House::of(DORSET, true);
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her { postcode: "", ..Her::default() });
    let page = house.get_as(&cookie, ROOM).await;
    let form = between(&page.body, &format!("action=\"{ROOM}/attendance\""), "</form>");
    let command = between(form, "name=\"command\" value=\"", "\"").to_owned();
    let fields =
        [("command", command.as_str()), ("version", "0"), ("disciplines", "psychiatry"), ("people", "demo-duty")];
    assert_eq!(house.post(&cookie, &format!("{ROOM}/attendance"), &fields).await.status, 303);
    let room = house.get_as(&cookie, &format!("{ROOM}?case={id}")).await;
    let action = format!("{ROOM}/cases/{id}");
    let form = between(&room.body, &format!("action=\"{action}\""), "</form>");
    let (command, version) =
        (between(form, "name=\"command\" value=\"", "\""), between(form, "name=\"version\" value=\"", "\""));
    let no = [
        ("command", command),
        ("version", version),
        ("choice", "reject"),
        ("reasons", "criteria_not_met"),
        ("owner", "demo-duty"),
        ("until", "2026-11-24T10:00"),
    ];
    let missing = house.post(&cookie, &action, &no).await;
    assert_eq!(missing.status, 400);
    assert!(
        missing.body.contains("<a href=\"#reject-criteria\">Choose which criteria are not met</a>"),
        "{}",
        missing.body
    );
    let with: Vec<_> = no.into_iter().chain([("criteria", "fear_trauma")]).collect();
    assert_eq!(house.post(&cookie, &action, &with).await.status, 303);
    let shown = house.get_as(&cookie, &format!("{ROOM}?case={id}")).await;
    assert!(
        shown.body.contains("It rests on:") && shown.body.contains("Fear of birth, birth trauma"),
        "{}",
        shown.body
    );
    // The letters that are due begin with the same criteria.
    let letters = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
    let ticked = between(&letters.body, "value=\"fear_trauma\"", ">");
    assert!(ticked.contains("checked"), "{ticked}");
}
