//! The national record on the page of a referral: side by side, taken over with a press, taken back with a reason; what is
//! withheld, what tells of a death, and what to do by hand where there is no answer.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use porch_app::national_record::{Demographics, NationalRecords};
use porch_domain::{
    actor::Role,
    person::{
        NhsNumber,
        national::{Answer, Died, NationalRecord, NotNow, Question, Withheld},
    },
};
use porch_exchange::{
    outgoing::{Bounds, Outgoing},
    pds::{Access, Service},
};
use porch_testkit::{
    Says, national,
    pds::{API_KEY, Fault, KEY_ID, KEY_OF_NOBODY, StandIn, now},
};
use uuid::Uuid;

use crate::support::{House, between};

const BORN: [(&str, &str); 3] = [("born-day", "4"), ("born-month", "3"), ("born-year", "1991")];
const HELD: &str = "9990000018";
const NEWER: &str = "9990000026";

/// A national record that is the site's, and answers what a test tells it to.
struct Spoken(Arc<Says>);

impl Demographics for Spoken {
    fn ask(&self, question: &Question, request: Uuid) -> Answer {
        self.0.ask(question, request)
    }
}

/// A service that is set up to ask, one referral of a woman whose number is held, and what it is told.
struct Scene {
    house: House,
    says: Arc<Says>,
    cookie: String,
    page: String,
}

async fn scene(number: &str) -> Scene {
    let says = Arc::new(Says::default());
    let records = NationalRecords::new(Arc::new(Spoken(Arc::clone(&says))));
    let house = House::demonstration_with(|site| site.national_records(Some(records)));
    let cookie = house.sign_in(Role::Duty).await;
    let fields = [&[("name", "Ana Invented"), ("nhs_number", number)][..], &BORN].concat();
    let referral = house.call(&cookie, &fields).await;
    Scene { page: format!("{referral}/national-record"), house, says, cookie }
}

impl Scene {
    async fn ask(&self, answer: Answer) -> String {
        self.says.then(answer);
        let shown = self.house.post(&self.cookie, &self.page, &[("purpose", "number")]).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        shown.body
    }

    async fn referral(&self) -> String {
        let address = self.page.trim_end_matches("/national-record");
        self.house.get_as(&self.cookie, address).await.body
    }

    async fn act(&self, act: &str, drawn: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let (command, version) = (self.house.command(), between(drawn, "name=\"version\" value=\"", "\"").to_owned());
        let all = [&[("command", command.as_str()), ("version", version.as_str())], fields].concat();
        let answer = self.house.post(&self.cookie, &format!("{}/{act}", self.page), &all).await;
        (answer.status, answer.body)
    }
}

fn found(record: NationalRecord) -> Answer {
    Answer::Found(Box::new(record))
}

fn superseded() -> NationalRecord {
    NationalRecord {
        instead_of: NhsNumber::parse(HELD).ok(),
        gp_practice: Some("Y12345".to_owned()),
        ..national(NEWER, "Ana Invented", "1991-03-04")
    }
}

// H05, H25
#[tokio::test]
async fn a_superseded_number_is_shown_beside_hers_replaced_with_a_press_and_taken_back_with_a_reason() {
    let scene = scene(HELD).await;
    let before = scene.house.get_as(&scene.cookie, &scene.page).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.body.contains("999 000 0018, not checked in the national record"));
    assert!(scene.says.heard().is_empty(), "opening the page asks nothing");
    let unreasoned = scene.house.post(&scene.cookie, &scene.page, &[]).await;
    assert_eq!(unreasoned.status, StatusCode::BAD_REQUEST);
    assert!(unreasoned.body.contains("Say why you ask") && unreasoned.title().starts_with("Error: "));
    assert!(scene.says.heard().is_empty());

    scene.house.world.advance_minutes(1);
    let shown = scene.ask(found(superseded())).await;
    for said in ["999 000 0026, in the place of 999 000 0018", "Y12345", "It is she: replace the number", "The same"] {
        assert!(shown.contains(said), "{said}");
    }
    let look = &scene.house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("asked the national record", 2));
    assert_eq!(look.why, "Her NHS number is missing or not checked");
    let referral = scene.referral().await;
    assert!(referral.contains("999 000 0018, not checked"), "nothing is written by itself");

    scene.says.then(found(superseded()));
    let (status, _) = scene.act("take", &shown, &[("number", NEWER)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(scene.referral().await.contains("999 000 0026, checked in the national record"));

    let search = async |number| scene.house.post(&scene.cookie, "/find", &[("q", number)]).await.body;
    let replaced = "The number that you wrote was replaced by this one";
    let by_the_old = search(HELD).await;
    assert!(by_the_old.contains("Ana Invented") && by_the_old.contains(replaced), "who has the old number finds her");
    assert!(!search(NEWER).await.contains(replaced));

    let taken = scene.house.get_as(&scene.cookie, &scene.page).await.body;
    let (status, body) = scene.act("take-back", &taken, &[("why", "")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("id=\"back-why-error\"") && body.contains("Say how you know"));
    let (status, _) = scene.act("take-back", &taken, &[("why", "Another woman answered")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(scene.referral().await.contains("999 000 0018, not checked in the national record"));
}

// H15, PR-26
#[tokio::test]
async fn where_somebody_is_whose_address_is_withheld_here_stands_not_in_what_the_national_record_says() {
    let scene = scene(HELD).await;
    let record = NationalRecord {
        address: vec!["1 Hidden Lane".to_owned()],
        postcode: Some("ZZ99 3VZ".to_owned()),
        gp_practice: Some("Y12345".to_owned()),
        ..national(HELD, "Ana Invented", "1991-03-04")
    };
    let says = ["1 Hidden Lane", "ZZ99 3VZ", "Y12345"];
    let shown = scene.ask(found(record.clone())).await;
    assert!(says.iter().all(|said| shown.contains(said)), "{shown}");
    let withheld = scene.page.replace("/national-record", "/withheld");
    let drawn = scene.house.get_as(&scene.cookie, &withheld).await.body;
    let (command, version) = (scene.house.command(), between(&drawn, "name=\"version\" value=\"", "\"").to_owned());
    let fields = [("command", command.as_str()), ("version", version.as_str()), ("why", "invented reason")];
    let done = scene.house.post(&scene.cookie, &format!("{withheld}/withhold"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = scene.ask(found(record)).await;
    assert!(shown.contains("Ana Invented") && says.iter().all(|said| !shown.contains(said)), "{shown}");
    // What is kept back is not taken for what nobody knows.
    assert_eq!(shown.matches(">Withheld here<").count(), 5, "practice, postcode and address: {shown}");
    let before = scene.house.get_as(&scene.cookie, &scene.page).await.body;
    assert_eq!(before.matches(">Withheld here<").count(), 2, "{before}");
}

// H05
#[tokio::test]
async fn a_different_number_and_a_childs_have_no_button_and_are_refused_if_sent() {
    let scene = scene(HELD).await;
    for (record, said) in [
        (national(NEWER, "Ana Invented", "1991-03-04"), "Another NHS number is held for her."),
        (national(HELD, "Ivy Invented", "2026-10-30"), "This is a child&#39;s record."),
    ] {
        let number = record.nhs_number.digits().to_owned();
        let shown = scene.ask(found(record.clone())).await;
        assert!(shown.contains(said) || shown.contains(&said.replace("&#39;", "'")), "{said}");
        assert!(!shown.contains("national-record/take\""), "{said}");
        scene.says.then(found(record));
        let drawn = scene.house.get_as(&scene.cookie, &scene.page).await.body;
        assert!(!drawn.contains("name=\"version\""), "nothing to send but a question");
        let version = scene.house.count("SELECT MAX(version) FROM journal WHERE stream_kind = 'person'").to_string();
        let drawn = format!("name=\"version\" value=\"{version}\"");
        let (status, body) = scene.act("take", &drawn, &[("number", &number)]).await;
        assert_eq!(status, StatusCode::CONFLICT, "{said}");
        assert!(body.contains("Nothing was changed"), "{body}");
    }
    assert!(scene.referral().await.contains("999 000 0018, not checked"));
}

// H25
#[tokio::test]
async fn of_whoever_is_protected_no_address_is_shown_and_the_mark_stays_on_her_page() {
    let scene = scene(HELD).await;
    let protected = NationalRecord { withheld: Withheld::Where, ..national(HELD, "Ana Invented", "1991-03-04") };
    let shown = scene.ask(found(protected.clone())).await;
    assert!(shown.contains("Her whereabouts are protected."));
    assert_eq!(shown.matches(">Protected<").count(), 3, "practice, postcode and address");
    assert!(!scene.referral().await.contains("Her whereabouts are protected"), "not before it is taken over");
    scene.says.then(found(protected));
    let (status, _) = scene.act("take", &shown, &[("number", HELD)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(scene.referral().await.contains("Her whereabouts are protected in the national record."));
}

// PR-27
#[tokio::test]
async fn a_death_stands_above_all_else_until_somebody_looked_at_it() {
    let scene = scene(HELD).await;
    let died = Some(Died { on: Some("2026-10-01".parse().unwrap()), formal: true });
    let shown = scene.ask(found(NationalRecord { died, ..national(HELD, "Ana Invented", "1991-03-04") })).await;
    let told = between(&shown, "id=\"death-told\"", "</form>");
    assert!(told.contains("from the registrar of deaths") && told.contains("1 October 2026"), "{told}");
    assert!(scene.referral().await.contains("The national record says that she died"));
    let queue = scene.house.get_as(&scene.cookie, "/queue").await.body;
    assert!(queue.to_lowercase().contains("said to have died"), "a task for a person stands in the queue");
    let (status, body) = scene.act("not-so", &shown, &[("why", "")]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("id=\"not-so-why-error\""));
    let (status, _) = scene.act("not-so", &shown, &[("why", "She answered the telephone")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let after = scene.referral().await;
    assert!(
        !after.contains("id=\"death-told\"") && after.contains("She answered the telephone"),
        "what came of it stays"
    );
}

#[tokio::test]
async fn every_failure_is_told_with_what_to_do_by_hand_and_the_page_stays() {
    let cases = [
        (Answer::Nobody, "Nobody has this number."),
        (Answer::TooMany, "More than one was found, and none of them is shown."),
        (Answer::Invalidated, "any more."),
        (Answer::NotNow(NotNow::NotUnderstood), "It did not understand the question."),
        (Answer::NotNow(NotNow::Slow), "It took too long"),
        (Answer::NotNow(NotNow::NotLetIn), "It does not let this service in."),
        (Answer::NotNow(NotNow::Unreadable), "cannot be read"),
        (Answer::Nobody, "left alone for a minute"),
    ];
    let scene = scene(HELD).await;
    for (answer, said) in cases {
        let shown = scene.ask(answer).await;
        let outcome = between(&shown, "id=\"outcome\"", "</div>");
        assert!(outcome.contains(said) && outcome.contains("ring her GP practice"), "{said}: {outcome}");
        assert!(
            shown.contains(">Ask<") || shown.contains("Ask\n") || shown.contains("name=\"purpose\""),
            "it can be asked again"
        );
    }
    let metrics = scene.house.get("/metrics").await.body;
    for line in [
        "porch_national_record_asked_total{outcome=\"nobody\"} 1",
        "porch_national_record_asked_total{outcome=\"resting\"} 1",
        "porch_national_record_rests 1",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    assert!(!metrics.contains("999"), "no number is in a figure");
}

#[tokio::test]
async fn a_service_that_is_not_set_up_says_that_numbers_are_checked_by_hand() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let referral = house.call(&cookie, &[&[("name", "Ana Invented")][..], &BORN].concat()).await;
    let page = format!("{referral}/national-record");
    for body in
        [house.get_as(&cookie, &page).await.body, house.post(&cookie, &page, &[("purpose", "number")]).await.body]
    {
        assert!(body.contains("NHS numbers are checked by hand here"));
        assert!(!body.contains("name=\"purpose\""), "there is no button");
    }
}

// H16: that it is asked is on disk before the question leaves.
#[tokio::test]
async fn where_the_look_cannot_be_written_nothing_is_asked() {
    let scene = scene(HELD).await;
    scene.house.meddle("CREATE TRIGGER full_look BEFORE INSERT ON look BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    scene.says.then(Answer::Nobody);
    let shown = scene.house.post(&scene.cookie, &scene.page, &[("purpose", "number")]).await;
    assert!(!shown.status.is_success(), "{}", shown.status);
    assert!(scene.says.heard().is_empty(), "the question left without its look");
}

// PR-06
#[tokio::test]
async fn nobody_without_a_session_reaches_it() {
    let scene = scene(HELD).await;
    for (path, fields) in
        [(scene.page.clone(), &[("purpose", "number")][..]), (format!("{}/take", scene.page), &[("number", HELD)])]
    {
        let answer = scene.house.post("", &path, fields).await;
        assert!(answer.status == StatusCode::SEE_OTHER || answer.status.is_client_error(), "{}", answer.status);
    }
    for path in ["/", "/ask", "/refer", "/help-now", "/services"] {
        scene.house.get(path).await;
    }
    assert!(scene.says.heard().is_empty());
}

/// The service asked over HTTP, as the program asks it.
struct OverHttp(Service);

impl Demographics for OverHttp {
    fn ask(&self, question: &Question, request: Uuid) -> Answer {
        self.0.ask(question, request, now())
    }
}

// H05, PR-27: from the page to the stand-in and back.
#[tokio::test]
async fn a_page_asks_over_http_as_the_description_says_and_stays_whole_when_that_fails() {
    let stand_in = StandIn::start();
    stand_in.add_alive(NEWER, "Ana", "Invented", "1991-03-04");
    stand_in.supersede(HELD, NEWER);
    let patience = Duration::from_secs(2);
    let bounds = Bounds { connect: patience, total: patience, most_bytes: 256 * 1024 };
    let access = Access::new(&stand_in.token_address(), API_KEY, KEY_ID, KEY_OF_NOBODY.as_bytes()).unwrap();
    let service = Service::new(&stand_in.address(), Outgoing::new(bounds, None, None).unwrap(), patience);
    let records = NationalRecords::new(Arc::new(OverHttp(service.let_in_by(access))));
    let house = House::demonstration_with(|site| site.national_records(Some(records)));
    let cookie = house.sign_in(Role::Duty).await;
    let fields = [&[("name", "Ana Invented"), ("nhs_number", HELD)][..], &BORN].concat();
    let page = format!("{}/national-record", house.call(&cookie, &fields).await);
    let ask = async |said: &str| {
        let shown = house.post(&cookie, &page, &[("purpose", "number")]).await;
        assert_eq!(shown.status, StatusCode::OK, "{said}");
        assert!(shown.body.contains(said), "{said}: {}", between(&shown.body, "id=\"outcome\"", "</div>"));
        shown.body
    };
    stand_in.fail(Fault::Slow(Duration::from_secs(20)));
    ask("It took too long").await;
    stand_in.fail(Fault::Status(503, "UNAVAILABLE"));
    ask("It cannot be reached, or fails.").await;
    let shown = ask("999 000 0026, in the place of 999 000 0018").await;
    let (command, version) = (house.command(), between(&shown, "name=\"version\" value=\"", "\"").to_owned());
    let take = [("command", command.as_str()), ("version", version.as_str()), ("number", NEWER)];
    assert_eq!(house.post(&cookie, &format!("{page}/take"), &take).await.status, StatusCode::SEE_OTHER);
    let taken = house.get_as(&cookie, &page).await.body;
    assert!(taken.contains("999 000 0026, checked in the national record"));
    assert_eq!(stand_in.violations(), [""; 0], "every question was as the description says");
    assert!(stand_in.asked().iter().all(|asked| asked.starts_with("/Patient/999000")));
    assert!(!house.get("/metrics").await.body.contains("999"));
}
