//! A call that is written down: the least for an emergency, kept as it was typed, its clock from the call.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

/// What a duty worker types for an emergency, field by field; a space ticks a box.
const EMERGENCY: [(&str, &str); 7] = [
    ("signs", " "),
    ("by_name", "Ivy Invented, midwife"),
    ("call_back", "01632960015"),
    ("worry", "not slept for 3 nights, hears voices"),
    ("where", "home"),
    ("with", "her mother"),
    ("name", "Anna Example"),
];

/// The most keys that an emergency may take, from the first question to its being stored.
const MOST_KEYS: usize = 130;

/// The names of what the keyboard reaches in the form, in order.
fn reached(form: &str) -> Vec<String> {
    let controls = form.split('<').filter(|tag| {
        ["input ", "textarea ", "select ", "button "].iter().any(|kind| tag.starts_with(kind))
            && !tag.contains("type=\"hidden\"")
    });
    controls.map(|tag| between(tag, "name=\"", "\"").to_owned()).collect()
}

// PR-03
#[tokio::test]
async fn an_emergency_is_entered_by_keyboard_with_few_keys() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, "/queue").await.body;
    assert!(page.contains("href=\"/calls/new#signs\""), "the navigation takes the keyboard to the first question");
    let page = house.get_as(&cookie, "/calls/new").await.body;
    let form = between(&page, "<form class=\"porch-call\"", "</form>");
    assert!(form.contains("id=\"signs\""));
    let reached = reached(form);
    let mut keys = 0;
    let mut at = 0;
    for (field, typed) in EMERGENCY {
        let next = at + reached[at..].iter().position(|name| name == field).unwrap();
        keys += next - at + typed.chars().count();
        at = next;
    }
    // Enter in the last field, which is a line, sends the form by its first button: nothing below is passed.
    let keys = keys + 1;
    assert!(form.find("<button").unwrap() < form.find("name=\"medicines\"").unwrap());
    println!("keys to enter an emergency: {keys}");
    assert!(keys <= MOST_KEYS, "{keys}");
}

// PR-03
#[tokio::test]
async fn an_emergency_needs_the_least_and_nothing_else_and_every_gap_is_told_at_its_field() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.call(&cookie, &[("signs", "self_harm")]).await;
    assert!(house.get_as(&cookie, &page).await.body.contains("Emergency"));
    for missing in ["by_name", "call_back", "worry", "where", "with", "name"] {
        let command = house.command();
        let mut fields = vec![("command", command.as_str()), ("signs", "self_harm"), ("medicines", "kept as typed  ")];
        let least = EMERGENCY.into_iter().skip(1).filter(|(field, _)| *field != missing);
        fields.extend(least);
        let answer = house.post(&cookie, "/calls/new", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{missing}");
        assert!(answer.body.contains(&format!("href=\"#{missing}\"")), "{missing}");
        assert!(answer.body.contains(&format!("id=\"{missing}-error\"")), "{missing}");
        assert!(answer.body.contains("kept as typed  </textarea>"), "{missing}");
        assert!(between(&answer.body, "id=\"signs-2\"", ">").contains("checked"), "{missing}");
        assert!(answer.title().starts_with("Error: "), "{missing}");
    }
}

#[tokio::test]
async fn the_clock_of_a_call_runs_from_the_call_and_a_call_cannot_come_later_than_now() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let form = house.get_as(&cookie, "/calls/new").await.body;
    assert!(between(&form, "id=\"call_at\"", ">").contains("value=\"09:00\""));
    let page = house.call(&cookie, &[("signs", "self_harm"), ("call_at", "8:15")]).await;
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("3 h 15 min left"), "{body}");
    let command = house.command();
    let mut fields = vec![("command", command.as_str()), ("call_at", "9:30")];
    fields.extend(EMERGENCY);
    let late = house.post(&cookie, "/calls/new", &fields).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
    assert!(late.body.contains("The call cannot have come later than now"));
}

#[tokio::test]
async fn the_same_form_twice_is_one_referral() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let command = house.command();
    let mut fields = vec![("command", command.as_str())];
    fields.extend(EMERGENCY);
    let (one, two) =
        (house.post(&cookie, "/calls/new", &fields).await, house.post(&cookie, "/calls/new", &fields).await);
    assert_eq!(one.header("location"), two.header("location"));
    assert_eq!(between(&house.get_as(&cookie, "/queue").await.body, "<tbody", "</tbody>").matches("<tr").count(), 1);
}

// D17
#[tokio::test]
async fn a_new_call_about_a_known_person_is_one_more_referral_of_hers() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let first = house.call(&cookie, &[("nhs_number", "999 000 0018"), ("telephone", "01632 960 017")]).await;
    let page = house.get_as(&cookie, &first).await;
    let link = page.links().into_iter().find(|link| link.starts_with("/calls/new?person=")).unwrap();
    let form = house.get_as(&cookie, link.trim_end_matches("#signs")).await.body;
    assert!(form.contains("A new referral for <strong>Anna Example</strong>"));
    assert!(between(&form, "id=\"name\"", ">").contains("Anna Example"));
    let person = between(&form, "name=\"person\" value=\"", "\"");
    let second = house.call(&cookie, &[("person", person), ("worry", "It came back")]).await;
    let body = house.get_as(&cookie, &second).await.body;
    let earlier = between(&body, "id=\"earlier\"", "</section>");
    assert!(earlier.contains(&format!("href=\"{first}\"")), "{earlier}");
    assert!(body.contains("01632 960 017"), "what was known of her is still known");
    let nobody = "/calls/new?person=01890000-0000-7000-8000-000000000000";
    assert_eq!(house.get_as(&cookie, nobody).await.status, StatusCode::NOT_FOUND);
}

// PR-03
#[tokio::test]
async fn what_is_typed_is_kept_for_whoever_typed_it_offered_again_and_gone_once_it_is_saved() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let command = house.command();
    let typed = [("command", command.as_str()), ("signs", "self_harm"), ("worry", "half a senten")];
    assert_eq!(house.post(&duty, "/calls/keep", &typed).await.status, StatusCode::NO_CONTENT);
    assert!(house.get_as(&duty, "/queue").await.body.contains("Nothing waits"), "it is no referral");
    let form = house.get_as(&duty, "/calls/new").await.body;
    assert!(form.contains("You have a call that is not saved"));
    assert!(!form.contains("half a senten"), "another call is never put into a new form by itself");
    let other = house.get_as(&clinician, "/calls/new?kept=1").await.body;
    assert!(!other.contains("not saved</strong>") && !other.contains("half a senten"), "it is nobody else's");
    let again = house.get_as(&duty, "/calls/new?kept=1").await.body;
    assert!(again.contains("half a senten</textarea>"));
    assert!(again.contains(&format!("name=\"command\" value=\"{command}\"")));
    let mut fields = vec![("command", command.as_str())];
    fields.extend(EMERGENCY);
    assert_eq!(house.post(&duty, "/calls/new", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!house.get_as(&duty, "/calls/new").await.body.contains("not saved</strong>"));
    house.post(&duty, "/calls/keep", &typed).await;
    assert!(
        !house.get_as(&duty, "/calls/new").await.body.contains("not saved</strong>"),
        "what was saved is not kept again"
    );

    let another = house.command();
    house.post(&duty, "/calls/keep", &[("command", &another), ("worry", "x")]).await;
    assert!(house.get_as(&duty, "/calls/new").await.body.contains("not saved</strong>"));
    assert_eq!(house.post(&duty, "/calls/forget", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!house.get_as(&duty, "/calls/new").await.body.contains("not saved</strong>"));
    let manager = house.sign_in(Role::Manager).await;
    assert_eq!(house.post(&manager, "/calls/keep", &typed).await.status, StatusCode::FORBIDDEN);
}

// PR-03
#[tokio::test]
async fn an_emergency_waits_for_no_date_and_loses_none_that_was_typed_wrong() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let wrong = [("born-day", "31"), ("born-month", "2"), ("born-year", "1990"), ("nhs_number", "999 000 0019")];
    let page = house.call(&cookie, &[&[("signs", "self_harm")][..], &wrong].concat()).await;
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("Typed on the call, to be checked: date of birth 31 2 1990; NHS number 999 000 0019."));
    let command = house.command();
    let mut fields = vec![("command", command.as_str())];
    fields.extend(EMERGENCY.into_iter().filter(|(field, _)| *field != "signs"));
    fields.extend(wrong);
    let plain = house.post(&cookie, "/calls/new", &fields).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST, "without a warning sign it is asked again");
    assert!(plain.body.contains("id=\"born-error\"") && plain.body.contains("id=\"nhs_number-error\""));
    assert!(plain.body.contains(&format!("value=\"{command}\"")), "what was not carried out keeps its command");
}
