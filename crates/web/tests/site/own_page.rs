//! Her own page: what she meets on it, what staff see of it, and what nobody does.

use std::sync::Arc;

use axum::http::StatusCode;
use porch_app::sending::{Carrier, Carriers, Handed};
use porch_domain::{actor::Role, ids::ReferralId, person::Route};

use crate::{
    deciding::{Her, a_no, finish, open, referred},
    outbox::{Always, waits},
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const TITLE: &str = "Your page";

pub async fn given(house: &House, cookie: &str, hers: ReferralId) -> String {
    let command = house.command();
    let fields = [("command", command.as_str()), ("word", "Blue Iris")];
    let answer = house.post(cookie, &format!("/referrals/{hers}/page/give"), &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let link = between(&answer.body, "<code class=\"porch-secret\">", "</code>");
    link.rsplit('/').next().unwrap().to_owned()
}

pub async fn comes_in<'a>(house: &'a House, link: &str) -> Visitor<'a> {
    let mut visitor = Visitor { house, cookie: String::new() };
    let answer = visitor.post("/page", &[("link", link), ("word", "blue iris")]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/page/now"));
    visitor
}

pub fn names_nobody(answer: &Answer) {
    assert_eq!(answer.title(), TITLE);
    let said = words(answer);
    for telling in ["invented person", "anna", "01632 960 016", "iris", "community perinatal", "mother and baby"] {
        let main = said.split("where things are").nth(1).unwrap_or(&said);
        assert!(!main.contains(telling), "{telling}: {said}");
    }
    assert!(answer.header("cache-control").contains("no-store"), "{}", answer.header("cache-control"));
}

// X6, PR-22, H16
#[tokio::test]
async fn she_opens_her_page_and_reads_where_things_are_and_it_names_nobody() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let page = format!("/referrals/{hers}/page");
    let none = house.get_as(&duty, &page).await;
    assert!(words(&none).contains("she has no page that a link opens"), "{}", words(&none));
    let command = house.command();
    let short = house.post(&duty, &format!("{page}/give"), &[("command", command.as_str()), ("word", "abc")]).await;
    assert_eq!(short.status, StatusCode::BAD_REQUEST);
    assert!(words(&short).contains("agree a word of four letters or more with her"));
    let link = given(&house, &duty, hers).await;

    let mut stranger = Visitor { house: &house, cookie: String::new() };
    let asked = stranger.get(&format!("/page/{link}")).await;
    names_nobody(&asked);
    let wrong = stranger.post("/page", &[("link", &link), ("word", "red rose")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = stranger.post("/page", &[("link", "0"), ("word", "red rose")]).await;
    let told = |answer: &Answer| words(answer).replace(&link, "");
    assert_eq!(told(&unknown), told(&wrong), "whether there is a page is told to nobody");
    assert_eq!(stranger.get("/page/now").await.status, StatusCode::GONE);

    let visitor = comes_in(&house, &link).await;
    for path in ["/page/now", "/page/changed", "/page/choices", "/page/stop"] {
        let shown = visitor.get(path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        names_nobody(&shown);
    }
    let shown = visitor.get("/page/now").await;
    let present = between(&shown.body, "aria-current=\"step\">", "</li>");
    assert!(present.contains("We read it and decide who can help") && present.contains("Now"), "{present}");
    assert!(words(&shown).contains("talked with you at length, by"), "{}", words(&shown));
    assert!(shown.body.contains("tel:999"));
    let opened = house.get_as(&duty, &page).await;
    assert!(words(&opened).contains("she has a page. it was last opened"), "{}", words(&opened));

    let key = visitor.cookie.clone();
    assert_eq!(house.get_as(&key, "/exit").await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get_as(&key, "/page/now").await.status, StatusCode::GONE, "the exit closes it on the server");
}

// X6, PR-12, PR-22
#[tokio::test]
async fn what_has_changed_and_that_she_wants_to_stop_are_tasks_and_a_sign_says_whom_to_ring() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let link = given(&house, &duty, hers).await;
    let mut visitor = comes_in(&house, &link).await;
    let empty = visitor.post("/page/changed", &[("words", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&empty).contains("choose what has happened, or write what has changed"));
    let long = "x".repeat(2001);
    assert_eq!(visitor.post("/page/stop", &[("words", &long)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let heard = visitor.post("/page/changed", &[("words", "Invented <b>news</b>"), ("signs", "none")]).await;
    assert!(words(&heard).contains("thank you, we have it"), "{}", words(&heard));
    names_nobody(&heard);
    let stopped = visitor.post("/page/stop", &[("words", "")]).await;
    assert!(words(&stopped).contains("nothing is closed yet"), "{}", words(&stopped));
    let now = words(&visitor.get("/page/now").await);
    assert!(
        now.contains("you told us that something has changed") && now.contains("you do not want to go on"),
        "{now}"
    );
    assert!(!now.contains("news"), "what she wrote is not shown again");
    let referral = house.get_as(&duty, &format!("/referrals/{hers}")).await;
    for said in
        ["said on her own page that something has changed", "asked on her own page not to go on", "&lt;b&gt;news"]
    {
        let found = words(&referral).contains(said) || referral.body.contains(said);
        assert!(found, "{said}");
    }
    let queue = words(&house.get_as(&duty, "/queue").await);
    assert!(queue.contains("something has changed, asks not to go on"), "{queue}");

    let sign = visitor.post("/page/changed", &[("signs", "self_harm"), ("words", "")]).await;
    let said = words(&sign);
    assert!(said.contains("thank you for telling us. do not wait for us."), "{said}");
    assert!(sign.body.contains("tel:999"));
    let queue = words(&house.get_as(&duty, "/queue").await);
    assert!(queue.contains("thoughts or acts of self-harm"), "{queue}");
}

// H06, PR-19
#[tokio::test]
async fn her_choices_hold_at_once_where_they_are_a_no_and_wait_where_they_were() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let link = given(&house, &duty, hers).await;
    let mut visitor = comes_in(&house, &link).await;
    let first = [("reach_letter", "no"), ("reach_text", "no"), ("tell_gp", "no"), ("reach_email", "nonsense")];
    let saved = visitor.post("/page/choices", &first).await;
    assert!(words(&saved).contains("we have your choices") && !words(&saved).contains("was a no before"));
    let form = visitor.get("/page/choices").await;
    let letter = between(&form.body, "name=\"reach_letter\" type=\"radio\" value=\"no\"", ">");
    assert!(letter.contains("checked"), "{}", form.body);
    let again = visitor.post("/page/choices", &[("reach_letter", "yes")]).await;
    assert!(words(&again).contains("it stays a no until one of us has talked with you"), "{}", words(&again));
    let reaching = words(&house.get_as(&duty, &format!("/referrals/{hers}/reaching")).await);
    assert!(reaching.contains("letter no"), "{reaching}");
    let referral = words(&house.get_as(&duty, &format!("/referrals/{hers}")).await);
    assert!(referral.contains("reach her by: letter"), "{referral}");
}

// X6, PR-15
#[tokio::test]
async fn after_a_no_her_page_says_the_plain_reason_and_the_way_back() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let link = given(&house, &duty, hers).await;
    let typed = a_no(open(&house, &duty, hers, "reject").await);
    let done = finish(&house, &duty, hers, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
    let mut visitor = comes_in(&house, &link).await;
    let shown = visitor.get("/page/now").await;
    let said = words(&shown);
    names_nobody(&shown);
    assert!(said.contains("we could not take this on") && said.contains("the reason:"), "{said}");
    assert!(shown.body.contains("href=\"/ask\""), "the way back");
    assert!(!shown.body.contains("href=\"/page/stop\""), "there is nothing to stop");
    let late = visitor.post("/page/stop", &[("words", "")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(words(&late).contains("this could not be kept"), "{}", words(&late));
}

// H19
#[tokio::test]
async fn what_is_not_kept_says_so_with_whom_to_ring_and_can_be_sent_again() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let link = given(&house, &duty, hers).await;
    let mut visitor = comes_in(&house, &link).await;
    house.fill_the_disk();
    let lost = visitor.post("/page/changed", &[("words", "I am <frightened>"), ("signs", "self_harm")]).await;
    assert!(lost.status.is_server_error(), "{}", lost.status);
    assert!(words(&lost).contains("this was not sent") && lost.body.contains("tel:999"), "{}", words(&lost));
    assert!(lost.body.contains("action=\"/page/changed\"") && lost.body.contains("value=\"I am &lt;frightened&gt;\""));
}

// X6, PR-06
#[tokio::test]
async fn whoever_asked_for_herself_takes_a_page_with_her_own_word_once() {
    let house = House::demonstration();
    let mut visitor = Visitor::begins(&house, "myself").await;
    for (step, fields) in [
        ("now", &[("now", "baby")][..]),
        ("more", &[("situation", "living_baby")]),
        ("today", &[("signs", "none")]),
        ("words", &[("worry", "an invented worry")]),
        ("before", &[("severe", "no")]),
        ("who", &[("name", "Anna Example")]),
        ("reach", &[("reach_telephone", "yes"), ("telephone", "01632 960001")]),
        ("tell", &[]),
        ("needs", &[]),
    ] {
        visitor.answers(step, fields).await;
    }
    visitor.sends().await;
    let sent = visitor.get("/ask/sent").await;
    assert!(sent.body.contains("action=\"/ask/page\""), "{}", words(&sent));
    let short = visitor.post("/ask/page", &[("word", "abc")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = visitor.post("/ask/page", &[("word", "Blue iris")]).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", words(&taken));
    let link = between(&taken.body, "<code class=\"porch-secret\">", "</code>").rsplit('/').next().unwrap().to_owned();
    let own = comes_in(&house, &link).await;
    assert_eq!(own.get("/page/now").await.status, StatusCode::OK);
    assert!(!visitor.get("/ask/sent").await.body.contains("action=\"/ask/page\""), "once");
    assert_eq!(visitor.post("/ask/page", &[("word", "Blue iris")]).await.status, StatusCode::GONE);
}

// PR-22, PR-19, H06
#[tokio::test]
async fn her_link_is_sent_by_the_way_that_she_agreed_to_and_staff_do_not_read_what_opens() {
    let carrier: Arc<dyn Carrier> = Arc::new(Always(Handed::Taken { receipt: None }));
    let carriers = Carriers::new([(Route::Email, carrier)]);
    let house = House::demonstration_with(|site| site.leaves_by_itself(&carriers));
    let duty = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let give = async || {
        let command = house.command();
        let fields = [("command", command.as_str()), ("word", "Blue Iris")];
        house.post(&duty, &format!("/referrals/{hers}/page/give"), &fields).await
    };
    let no_way = give().await;
    assert!(words(&no_way).contains("it cannot be sent from here") && !no_way.body.contains("/page/send"));
    // An e-mail to her that waits: she agreed to that way.
    waits(&house, hers);
    let given = give().await;
    assert!(words(&given).contains("it can go by e-mail , as she agreed"), "{}", words(&given));
    let token = between(&given.body, "name=\"link\" value=\"", "\"").to_owned();
    let command = house.command();
    let fields = [("command", command.as_str()), ("link", token.as_str())];
    let sent = house.post(&duty, &format!("/referrals/{hers}/page/send"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", words(&sent));
    let shown = house.get_as(&duty, sent.header("location")).await;
    assert!(!shown.body.contains(&token) && shown.body.contains("/page/…"), "{}", shown.body);
    assert!(words(&shown).contains("it leaves by itself"), "{}", words(&shown));
    assert!(!shown.body.to_lowercase().contains("iris"));
    let not_hers = [("command", "00000000-0000-7000-8000-000000000001"), ("link", "0")];
    let refused = house.post(&duty, &format!("/referrals/{hers}/page/send"), &not_hers).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}
