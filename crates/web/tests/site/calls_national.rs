//! The national record beside the fields of a call: asked with a press, a proposal that another press takes over, and in
//! every failure what was typed stays and nothing is stored.

use std::sync::Arc;

use axum::http::StatusCode;
use porch_app::national_record::{Demographics, NationalRecords};
use porch_domain::{
    actor::Role,
    person::{
        NhsNumber,
        national::{Answer, Died, NationalRecord, NotNow, Question, Withheld},
    },
};
use porch_testkit::{Says, national};
use uuid::Uuid;

use crate::support::{House, between};

const TYPED: &str = "9990000018";
const NEWER: &str = "9990000026";
const BORN: [(&str, &str); 3] = [("born-day", "4"), ("born-month", "3"), ("born-year", "1991")];

struct Spoken(Arc<Says>);

impl Demographics for Spoken {
    fn ask(&self, question: &Question, request: Uuid) -> Answer {
        self.0.ask(question, request)
    }
}

struct Desk {
    house: House,
    says: Arc<Says>,
    cookie: String,
}

async fn desk() -> Desk {
    let says = Arc::new(Says::default());
    let records = NationalRecords::new(Arc::new(Spoken(Arc::clone(&says))));
    let house = House::demonstration_with(|site| site.national_records(Some(records)));
    let cookie = house.sign_in(Role::Duty).await;
    Desk { house, says, cookie }
}

impl Desk {
    /// Presses, with what is typed.
    async fn press(&self, pressed: &str, typed: &[(&str, &str)]) -> (StatusCode, String) {
        let command = self.house.command();
        let worry = [("command", command.as_str()), ("national", pressed), ("worry", "Invented worry")];
        let shown = self.house.post(&self.cookie, "/calls/new", &[&worry[..], typed].concat()).await;
        assert!(
            shown.body.contains("Invented worry</textarea>"),
            "what was typed stays: {} {}",
            shown.status,
            shown.body
        );
        assert!(shown.body.contains(&command), "the form keeps its command");
        assert_eq!(self.house.count("SELECT COUNT(*) FROM referral"), 0, "nothing is stored");
        (shown.status, shown.body)
    }

    async fn ask(&self, answer: Answer, typed: &[(&str, &str)]) -> String {
        self.says.then(answer);
        let (status, body) = self.press("ask", typed).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }
}

fn found(record: NationalRecord) -> Answer {
    Answer::Found(Box::new(record))
}

/// What the button carries that takes it over.
fn carried(page: &str) -> Option<&str> {
    page.contains("value=\"take ").then(|| between(page, "value=\"take ", "\""))
}

fn value_of<'a>(page: &'a str, name: &str) -> &'a str {
    let tags = page.split("<input").map(|rest| rest.split('>').next().unwrap());
    let field = tags.into_iter().find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    if field.contains("value=\"") { between(field, "value=\"", "\"") } else { "" }
}

// H05, H25, PR-06
#[tokio::test]
async fn a_call_asks_before_it_is_saved_and_what_is_said_is_put_into_the_fields_by_a_press() {
    let desk = desk().await;
    let page = desk.house.get_as(&desk.cookie, "/calls/new").await.body;
    let form = between(&page, "<form class=\"porch-call\"", "</form>");
    let asks = form.find("name=\"national\"").unwrap();
    assert!(form.find("Save the call").unwrap() < asks, "an emergency passes it by: Enter saves, and it stands below");
    assert!(form.find("name=\"nhs_number\"").unwrap() < asks);

    // By name and date of birth, where no number is typed.
    let typed = [&[("name", "Ana Invented")][..], &BORN].concat();
    desk.house.world.advance_minutes(1);
    let shown = desk.ask(found(national(TYPED, "Ana Invented", "1991-03-04")), &typed).await;
    assert!(matches!(desk.says.heard()[0].question, Question::Particulars(_)));
    assert!(shown.contains("999 000 0018") && shown.contains("Nothing") && shown.contains("href=\"#national\""));
    assert_eq!(value_of(&shown, "nhs_number"), "", "a proposal is in no field");
    let look = &desk.house.looks()[0];
    assert_eq!((look.what.as_str(), look.why.as_str()), ("asked the national record", "a call is written down"));
    let take = format!("take {}", carried(&shown).unwrap());
    let (status, taken) = desk.press(&take, &typed).await;
    assert_eq!((status, value_of(&taken, "nhs_number")), (StatusCode::OK, "999 000 0018"));
    assert_eq!(desk.says.heard().len(), 1, "taking it over asks nothing again");

    // By the number alone: the day and the name are proposed as well, and a number that was replaced is replaced.
    let newer =
        NationalRecord { instead_of: NhsNumber::parse(TYPED).ok(), ..national(NEWER, "Ana Invented", "1991-03-04") };
    let typed = [("nhs_number", TYPED)];
    let shown = desk.ask(found(newer), &typed).await;
    assert!(shown.contains("999 000 0026, in the place of 999 000 0018"));
    let (_, taken) = desk.press(&format!("take {}", carried(&shown).unwrap()), &typed).await;
    let fields = ["nhs_number", "name", "born-day", "born-month", "born-year"].map(|name| value_of(&taken, name));
    assert_eq!(fields, ["999 000 0026", "Ana Invented", "4", "3", "1991"]);
    // What is no proposal of ours saves nothing either.
    let (status, _) = desk.press("take nothing", &typed).await;
    assert_eq!(status, StatusCode::OK);
    // What somebody typed stays.
    let (_, kept) = desk.press(&format!("take {NEWER} 1991-03-04 Ana Invented"), &[("name", "Annie")]).await;
    assert_eq!(value_of(&kept, "name"), "Annie");
}

// H05, H25
#[tokio::test]
async fn every_failure_at_a_call_is_told_in_words_and_what_was_typed_stays() {
    let desk = desk().await;
    let all = [&[("name", "Ana Invented"), ("nhs_number", TYPED)][..], &BORN].concat();
    for (answer, said) in [
        (Answer::TooMany, "More than one was found"),
        (Answer::Nobody, "Nobody has this number"),
        (Answer::Invalidated, "This number is nobody"),
        (Answer::NotNow(NotNow::NotUnderstood), "It did not understand"),
        (Answer::NotNow(NotNow::Slow), "It took too long"),
        (Answer::NotNow(NotNow::Failing), "It cannot be reached"),
    ] {
        let shown = desk.ask(answer, &all).await;
        assert!(shown.contains(said), "{said}");
        assert_eq!(carried(&shown), None);
        assert_eq!((value_of(&shown, "nhs_number"), value_of(&shown, "born-year")), (TYPED, "1991"));
    }
    let heard = desk.says.heard().len();
    desk.house.world.advance_minutes(2);
    // What cannot be asked is not.
    let (status, shown) = desk.press("ask", &[("nhs_number", "9990000019")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(shown.contains("Check the NHS number") && shown.contains("There is a problem"));
    let (_, shown) = desk.press("ask", &[("name", "Ana Invented")]).await;
    assert!(shown.contains("The national record was not asked"));
    assert_eq!(desk.says.heard().len(), heard);
    // Nobody by the number: by name and date of birth is another press.
    let shown = desk.ask(Answer::Nobody, &all).await;
    assert!(shown.contains("value=\"particulars\""));
    desk.says.then(found(national(NEWER, "Ana Invented", "1991-03-04")));
    let (_, shown) = desk.press("particulars", &all).await;
    assert!(shown.contains("Another NHS number is typed") && carried(&shown).is_none());
}

// H05, H15, PR-26
#[tokio::test]
async fn a_childs_a_strangers_and_a_protected_record_are_told_as_that() {
    let desk = desk().await;
    let all = [&[("name", "Ana Invented"), ("nhs_number", TYPED)][..], &BORN].concat();
    let childs = desk.ask(found(national(TYPED, "Ivy Invented", "2026-10-30")), &all).await;
    assert!(childs.contains("This is a child") && carried(&childs).is_none());
    let strangers = desk.ask(found(national(TYPED, "Bea Other", "1960-07-19")), &all).await;
    assert!(strangers.contains("This is not like her") && carried(&strangers).is_none());
    let hidden = NationalRecord {
        withheld: Withheld::Where,
        died: Some(Died { on: None, formal: true }),
        ..national(TYPED, "Ana Invented", "1991-03-04")
    };
    let shown = desk.ask(found(hidden), &all).await;
    assert!(shown.contains("Her whereabouts are protected") && shown.contains("Protected"));
    assert!(shown.contains("says that this person died"));
    assert!(carried(&shown).is_some(), "her number may be taken over");
    // Whose address is kept back here has it in no answer.
    let her = desk.house.call(&desk.cookie, &[&all[..], &[("postcode", "ZZ99 3VZ")]].concat()).await;
    let (command, page) =
        (desk.house.command(), desk.house.get_as(&desk.cookie, &format!("{her}/withheld")).await.body);
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let withhold = [("command", command.as_str()), ("version", version.as_str()), ("why", "Invented reason")];
    let done = desk.house.post(&desk.cookie, &format!("{her}/withheld/withhold"), &withhold).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let told = NationalRecord {
        postcode: Some("ZZ99 9ZZ".to_owned()),
        gp_practice: Some("Y12345".to_owned()),
        ..national(TYPED, "Ana Invented", "1991-03-04")
    };
    desk.says.then(found(told));
    let command = desk.house.command();
    let pressed = [&[("command", command.as_str()), ("national", "ask")][..], &all].concat();
    let shown = desk.house.post(&desk.cookie, "/calls/new", &pressed).await.body;
    assert!(shown.contains("999 000 0018") && !shown.contains("ZZ99 9ZZ") && !shown.contains("Y12345"));
}

// H25
#[tokio::test]
async fn without_the_settings_there_is_no_button_and_whoever_may_not_asks_nothing() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    assert!(!house.get_as(&cookie, "/calls/new").await.body.contains("name=\"national\""));
    let command = house.command();
    let asked = house.post(&cookie, "/calls/new", &[("command", command.as_str()), ("national", "ask")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(!asked.body.contains("id=\"national\""));
    let desk = desk().await;
    let manager = desk.house.sign_in(Role::Manager).await;
    let command = desk.house.command();
    let asked = desk
        .house
        .post(&manager, "/calls/new", &[("command", command.as_str()), ("national", "ask"), ("nhs_number", TYPED)])
        .await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(desk.says.heard().is_empty());
}
