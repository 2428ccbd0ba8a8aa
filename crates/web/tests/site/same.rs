//! One person once: two records side by side, a link with a reason and its undoing; and staff learn at the first
//! particulars that there is an open referral.

use axum::http::StatusCode;
use porch_domain::actor::{Actor, Role};
use porch_testkit::ask_for_advice;

use crate::support::{House, between};

const BORN: [(&str, &str); 3] = [("born-day", "3"), ("born-month", "2"), ("born-year", "1997")];

fn side_by_side(body: &str) -> String {
    let link = between(body, "id=\"maybe-same\"", "See the two records side by side");
    format!("/people/{}", link.rsplit_once("href=\"/people/").unwrap().1.split_once('"').unwrap().0)
}

/// The referral to which the first button of a page adds.
fn adds_to(body: &str) -> String {
    between(between(body, "name=\"add\"", ">"), "value=\"", "\"").to_owned()
}

// H05, H13
#[tokio::test]
async fn two_records_are_compared_linked_with_a_reason_and_taken_apart() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let first =
        house.call(&cookie, &[&[("name", "Berta Example"), ("nhs_number", "9990000018")][..], &BORN].concat()).await;
    let second =
        house.call(&cookie, &[&[("name", "Berta Married"), ("postcode", "TN1 2AB")][..], &BORN].concat()).await;
    house.world.advance_minutes(1);
    let page = side_by_side(&house.get_as(&cookie, &second).await.body);
    house.world.advance_minutes(1);
    let shown = house.get_as(&cookie, &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    for said in [
        "<h1>Are these one person?</h1>",
        "Berta Example",
        "Berta Married",
        "999 000 0018",
        "The family name is another one",
        "<strong>Different</strong>",
        "The same",
        "TN1 2AB",
    ] {
        assert!(shown.body.contains(said), "{said}");
    }
    assert!(shown.body.contains(&format!("href=\"{first}\"")) && shown.body.contains(&format!("href=\"{second}\"")));
    assert_eq!(house.looks()[0].shown, 4, "the look names both records and both referrals");

    let (version, command) = (house.version(&cookie, &page).await, house.command());
    let hidden = [("command", command.as_str()), ("version", version.as_str())];
    let empty = house.post(&cookie, &page, &[&hidden[..], &[("why", "")]].concat()).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    assert!(empty.body.contains("id=\"why-error\"") && empty.body.contains("<title>Error: One person?"));
    let why = [&hidden[..], &[("why", "She told her maiden name")]].concat();
    assert_eq!(house.post(&cookie, &page, &why).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.post(&cookie, &page, &why).await.status,
        StatusCode::SEE_OTHER,
        "the same press again is the same"
    );

    // Whoever was slower is told, and keeps what was typed.
    let other = house.command();
    let late = [("command", other.as_str()), ("version", version.as_str()), ("why", "I think so too")];
    let late = house.post(&cookie, &page, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("after you opened this page") && late.body.contains("I think so too"));

    let body = house.get_as(&cookie, &second).await.body;
    let earlier = between(&body, "id=\"earlier\"", "</section>");
    assert!(
        earlier.contains(&format!("href=\"{first}\"")) && earlier.contains("Staff linked another record"),
        "{earlier}"
    );
    assert!(!body.contains("id=\"maybe-same\""));
    let linked = house.get_as(&cookie, &page).await.body;
    assert!(linked.contains("Two records of one person") && linked.contains("She told her maiden name"));

    let apart = format!("/people/{}", between(&linked, "action=\"/people/", "\""));
    let (version, command) = (house.version(&cookie, &page).await, house.command());
    let undo = [("command", command.as_str()), ("version", version.as_str()), ("why", "Another street, another voice")];
    assert_eq!(house.post(&cookie, &apart, &undo).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&cookie, &second).await.body;
    assert!(between(&body, "id=\"earlier\"", "id=\"maybe-same\"").contains("None is held."));
}

#[tokio::test]
async fn who_may_not_see_a_referral_may_not_compare_people_and_one_record_is_not_two() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    house.call(&cookie, &[&[("name", "Berta Example")][..], &BORN].concat()).await;
    let second = house.call(&cookie, &[&[("name", "Berta Married")][..], &BORN].concat()).await;
    let page = side_by_side(&house.get_as(&cookie, &second).await.body);
    let manager = house.sign_in(Role::Manager).await;
    assert_eq!(house.get_as(&manager, &page).await.status, StatusCode::FORBIDDEN);
    let one = page.rsplit('/').next().unwrap();
    assert_eq!(house.get_as(&cookie, &format!("/people/{one}/same/{one}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&cookie, "/people/nobody/same/nobody").await.status, StatusCode::NOT_FOUND);
}

const LEAST: [(&str, &str); 6] = [
    ("by_name", "Ivy Invented"),
    ("call_back", "01632 960 015"),
    ("worry", "It is worse since Friday"),
    ("where", "At home"),
    ("with", "Her sister"),
    ("signs", "none"),
];

// PR-06
#[tokio::test]
async fn a_call_about_somebody_with_an_open_referral_is_added_to_it_or_saved_as_new() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let open =
        house.call(&cookie, &[&[("name", "Berta Example"), ("nhs_number", "9990000018")][..], &BORN].concat()).await;
    house.world.advance_minutes(1);
    let command = house.command();
    let form =
        [&[("command", command.as_str()), ("name", "Berta E."), ("nhs_number", "999 000 0018")][..], &LEAST].concat();

    // Looking stores nothing, and the look is noted.
    let looked = house.post(&cookie, "/calls/new", &[&form[..], &[("look", "yes")]].concat()).await;
    assert_eq!(looked.status, StatusCode::OK);
    let told = between(&looked.body, "id=\"known-here\"", "</div>");
    assert!(told.contains("There is an open referral"));
    assert!(looked.body.contains("It is worse since Friday"), "what was typed is still there");
    assert_eq!((house.looks()[0].what.as_str(), house.looks()[0].shown), ("is she known here", 2));

    // Saving asks first, and saves nothing yet.
    let asked = house.post(&cookie, "/calls/new", &form).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.body.contains("Nothing was saved yet") && asked.body.contains("It is worse since Friday"));
    let add = adds_to(&asked.body);
    assert!(open.ends_with(&add) && !add.is_empty(), "{add} is the referral that is open");
    assert!(
        asked.body.find("name=\"look\"").unwrap() < asked.body.find("name=\"add\"").unwrap(),
        "Enter adds to nobody's"
    );

    let added = house.post(&cookie, "/calls/new", &[&form[..], &[("add", &add)]].concat()).await;
    assert_eq!((added.status, added.header("location")), (StatusCode::SEE_OTHER, open.as_str()));
    assert!(house.get_as(&cookie, &open).await.body.contains("It is worse since Friday"));

    // Or it is something new: one press more.
    let command = house.command();
    let form = [
        &[("command", command.as_str()), ("checked", "yes"), ("name", "B. E."), ("nhs_number", "999 000 0018")][..],
        &LEAST,
    ]
    .concat();
    let new = house.post(&cookie, "/calls/new", &form).await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
    assert_ne!(new.header("location"), open);

    // An emergency waits for nothing.
    let command = house.command();
    let urgent: Vec<_> = LEAST.into_iter().filter(|(field, _)| *field != "signs").collect();
    let form = [
        &[("command", command.as_str()), ("signs", "frightening_things"), ("name", "B."), ("nhs_number", "9990000018")]
            [..],
        &urgent,
    ]
    .concat();
    assert_eq!(house.post(&cookie, "/calls/new", &form).await.status, StatusCode::SEE_OTHER);
}

// PR-06
#[tokio::test]
async fn a_question_about_somebody_with_an_open_referral_is_added_to_it_with_one_press() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let open =
        house.call(&cookie, &[&[("name", "Berta Example"), ("nhs_number", "9990000018")][..], &BORN].concat()).await;
    let question =
        [("purpose", "advice"), ("worry", "May she go on with it?"), ("name", "Berta"), ("nhs_number", "9990000018")];
    let id = ask_for_advice(&house.ctx(Actor::Public), &question);
    let page = format!("/advice/{id}");
    let shown = house.get_as(&cookie, &page).await.body;
    assert!(shown.contains("There is an open referral"));
    let add = adds_to(&shown);
    let (version, command) = (house.version(&cookie, &page).await, house.command());
    let fields = [("command", command.as_str()), ("version", version.as_str()), ("add", add.as_str())];
    let added = house.post(&cookie, &format!("{page}/referral"), &fields).await;
    assert_eq!((added.status, added.header("location")), (StatusCode::SEE_OTHER, open.as_str()), "{}", added.body);
    assert!(house.get_as(&cookie, &open).await.body.contains("May she go on with it?"));
}

// H05
#[tokio::test]
async fn a_childs_date_of_birth_is_refused_where_it_is_typed() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let born = [("born-day", "3"), ("born-month", "10"), ("born-year", "2026")];
    let command = house.command();
    let form = [&[("command", command.as_str()), ("name", "Berta Example")][..], &LEAST, &born].concat();
    let wrong = house.post(&cookie, "/calls/new", &form).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let at = between(&wrong.body, "id=\"born-error\"", "</");
    assert!(at.len() < 400, "{at}");
    assert!(
        wrong.body.contains("This is a child&#39;s date of birth")
            || wrong.body.contains("This is a child's date of birth")
    );
}
