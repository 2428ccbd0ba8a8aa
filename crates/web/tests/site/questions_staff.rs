//! Questionnaires as staff meet them: for whom one is made, the link that is handed over, what is taken back, what was typed.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use porch_app::sending::{Carrier, Carriers, Handed, Left, Parcel, Sender, let_leave};
use porch_domain::{
    actor::{Actor, Role},
    message::Via,
    person::Route,
};

use crate::{
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const CALL: [(&str, &str); 2] = [("reach_telephone", "yes"), ("telephone", "01632 960 016")];
const GIVEN: [(&str, &str); 4] =
    [("what", "phq9"), ("word", "Blue Iris"), ("language", "en"), ("interpreting", "not_needed")];

/// Sends a form of her questionnaires.
async fn send(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = house.command();
    let mut all = vec![("command", command.as_str())];
    all.extend(fields);
    house.post(cookie, path, &all).await
}

// PR-18
#[tokio::test]
async fn what_is_made_for_adults_is_not_offered_for_somebody_younger_and_says_what_instead() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    let give = format!("{site}/give");
    let body = house.get_as(&clinician, &site).await.body;
    assert!(between(&body, "id=\"age-not-known\"", "</p>").contains("Her date of birth is not known"), "{body}");
    assert!(!body.contains("id=\"for-adults\""));
    let given = send(&house, &clinician, &give, &GIVEN).await;
    assert_eq!(given.status, StatusCode::OK, "not known, it is given");
    let link = between(&given.body, "/questions/", "<").to_owned();

    let (version, command) = (house.version(&clinician, &page).await, house.command());
    let born = [("command", command.as_str()), ("version", version.as_str()), ("born", "3 4 2010")];
    assert_eq!(house.post(&clinician, &format!("{page}/birth-date"), &born).await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&clinician, &site).await.body;
    let why = between(&body, "id=\"for-adults\"", "</p>");
    assert!(
        why.contains("PHQ-9") && why.contains("Ask her yourself") && !body.contains("id=\"age-not-known\""),
        "{why}"
    );
    assert!(!between(&body, "id=\"give-what\"", "</select>").contains("phq9"));
    let refused = send(&house, &clinician, &give, &GIVEN).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("sent to nobody younger: ask her yourself"), "{}", words(&refused));
    let form = house.get_as(&clinician, &format!("{site}/new?what=phq9")).await.body;
    assert!(between(&form, "id=\"for-adults\"", "</p>").contains("is yours to judge"), "a clinician asks with it");

    let mut visitor = Visitor { house: &house, cookie: String::new() };
    let opened = visitor.post("/questions", &[("link", &link), ("word", "blue iris")]).await;
    assert_eq!((opened.status, opened.title()), (StatusCode::OK, "Some questions"));
    assert!(opened.header("set-cookie").is_empty(), "it is not open");
    assert!(words(&opened).contains("these questions are for adults") && opened.body.contains("tel:999"));
}

/// What a clinician writes down of the PHQ-9, each item answered by the same option.
async fn entered(house: &House, cookie: &str, site: &str, position: &str) -> Answer {
    let names: Vec<String> = (1..=10).map(|nth| format!("item-q{nth}")).collect();
    let mut fields = vec![
        ("what", "phq9"),
        ("asked", "9:00"),
        ("asked_on-day", "21"),
        ("asked_on-month", "11"),
        ("asked_on-year", "2026"),
        ("language", "cy"),
        ("interpreting", "not_needed"),
        ("worry", "She <worries>"),
    ];
    fields.extend(names.iter().map(|name| (name.as_str(), position)));
    send(house, cookie, &format!("{site}/enter"), &fields).await
}

// INV-06, H03: a mistake is struck through with its reason, and what it raised stays open.
#[tokio::test]
async fn what_was_written_down_by_mistake_is_struck_through_and_its_risk_answer_stays_open() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    assert_eq!(entered(&house, &clinician, &site, "3").await.status, StatusCode::SEE_OTHER);
    let not_asked = [
        ("contact", "booking"),
        ("what", "whooley"),
        ("was", "9:00"),
        ("was_on-day", "21"),
        ("was_on-month", "11"),
        ("was_on-year", "2026"),
        ("why", "not_alone"),
    ];
    assert_eq!(send(&house, &clinician, &format!("{site}/not-asked"), &not_asked).await.status, StatusCode::SEE_OTHER);
    let of = page.rsplit('/').next().unwrap().to_owned();
    for (what, tag) in [("PHQ-9", "27"), ("Whooley", "She was not alone")] {
        let body = house.get_as(&clinician, &site).await.body;
        let card = body
            .split("class=\"porch-card\"")
            .skip(1)
            .find(|card| card.contains(tag) && !card.contains("<del>"))
            .unwrap();
        assert!(card.contains(what), "{card}");
        let act = format!("/questionnaires/{}/take-back", between(card, "action=\"/questionnaires/", "/take-back\""));
        let silent = send(&house, &clinician, &act, &[("referral", &of), ("words", " ")]).await;
        assert_eq!(silent.status, StatusCode::BAD_REQUEST);
        assert!(silent.body.contains("Say why") && silent.title().starts_with("Error: "), "{}", words(&silent));
        let taken = [("referral", of.as_str()), ("words", "Meant for <somebody> else")];
        assert_eq!(send(&house, &clinician, &act, &taken).await.status, StatusCode::SEE_OTHER);
        let twice = send(&house, &clinician, &act, &taken).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let body = house.get_as(&clinician, &site).await.body;
        let struck = body.split("class=\"porch-card\"").skip(1).find(|card| card.contains(tag)).unwrap();
        assert!(struck.contains("Taken back by") && struck.contains("Meant for &lt;somebody&gt; else"), "{struck}");
        assert!(between(struck, "<del>", "</del>").contains(tag), "struck through: {struck}");
        assert!(!struck.contains("/take-back\""), "once");
    }
    let body = house.get_as(&clinician, &page).await.body;
    let measures = between(&body, "id=\"measures\"", "</section>");
    assert_eq!(measures.matches("<del>").count(), 2, "{measures}");
    let duty = house.sign_in(Role::Duty).await;
    let queue = house.get_as(&duty, "/queue").await.body;
    assert!(between(&queue, "id=\"risks\"", "</section>").contains("1 risk answer is open, 1 of them with nobody"));
}

// PR-23: what is handed over is whole, and says in which language she is asked.
#[tokio::test]
async fn the_link_that_is_handed_over_is_a_whole_address_and_languages_have_names() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    let given = send(&house, &clinician, &format!("{site}/give"), &GIVEN).await;
    let secret = between(&given.body, "<code class=\"porch-secret\">", "</code>");
    let whole = secret.replace("<span id=\"link\">", "").replace("</span>", "");
    let token = whole.strip_prefix("http://porch.example/questions/").unwrap_or_else(|| panic!("{whole}"));
    let mut visitor = Visitor { house: &house, cookie: String::new() };
    let opened = visitor.post("/questions", &[("link", token), ("word", "blue iris")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{whole}");
    let card = between(&given.body, "class=\"porch-card\"", "</dl>").to_owned();
    assert!(card.contains("; in English"), "{card}");
    let renew = format!("/questionnaires/{}/renew", between(&given.body, "action=\"/questionnaires/", "/renew\""));
    let of = page.rsplit('/').next().unwrap();
    let renewed = send(&house, &clinician, &renew, &[("referral", of), ("words", "red rose")]).await;
    assert!(renewed.body.contains("http://porch.example<span id=\"link\">/questions/"), "{}", words(&renewed));
    assert_eq!(entered(&house, &clinician, &site, "0").await.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&clinician, &site).await.body;
    assert!(body.contains("; in Welsh") && !body.contains("; in cy"), "{body}");
}

// H19: what was not saved is given back in the words of the options, to be sent again or copied.
#[tokio::test]
async fn what_a_clinician_wrote_down_and_was_not_saved_stands_in_words_and_can_be_sent_again() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &CALL).await;
    let site = format!("{page}/questionnaires");
    house.fill_the_disk();
    let lost = entered(&house, &clinician, &site, "2").await;
    assert!(!lost.status.is_success() && !lost.status.is_redirection(), "{}", lost.status);
    assert!(lost.title().contains("PHQ-9, not saved"), "{}", lost.title());
    assert_eq!(lost.body.matches("More than half the days (2)").count(), 9, "{}", words(&lost));
    assert!(lost.body.contains("Tell duty yourself") || lost.body.contains("tell duty yourself"), "{}", words(&lost));
    assert!(lost.body.contains("She &lt;worries&gt;") && lost.body.contains("Welsh"), "{}", words(&lost));
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event = 'ScreeningEntered'"), 0);
    house.empty_the_disk();
    let hidden = between(&lost.body, &format!("action=\"{site}/enter\""), "</form>");
    let fields: Vec<(String, String)> = hidden
        .split("type=\"hidden\" name=\"")
        .skip(1)
        .map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap().replace("&lt;", "<").replace("&gt;", ">");
            (name.to_owned(), value)
        })
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for _ in 0..2 {
        let saved = house.post(&clinician, &format!("{site}/enter"), &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
    }
    assert_eq!(
        house.count("SELECT count(*) FROM journal WHERE event = 'ScreeningEntered'"),
        1,
        "sent twice, kept once"
    );
    let body = house.get_as(&clinician, &site).await.body;
    assert!(body.contains("She &lt;worries&gt;"));
}

/// Keeps what it is given, to be read as she reads it.
#[derive(Default)]
struct Kept(Mutex<Vec<Parcel>>);

impl Carrier for Kept {
    fn via(&self) -> Via {
        Via::Mail
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        self.0.lock().unwrap().push(parcel.clone());
        Handed::Taken { receipt: None }
    }

    fn left(&self, _: Route, _: &str) -> Left {
        Left::CannotSay
    }
}

// PR-19, PR-22, H06
#[tokio::test]
async fn the_link_of_a_questionnaire_leaves_by_text_without_the_word_and_opens_it() {
    let kept = Arc::new(Kept::default());
    let carrier: Arc<dyn Carrier> = Arc::<Kept>::clone(&kept);
    let carriers = Carriers::new([(Route::Text, carrier)]);
    let house = House::demonstration_with(|site| site.leaves_by_itself(&carriers));
    let clinician = house.sign_in(Role::Clinician).await;
    let give = async |reached: &[(&str, &str)]| {
        let page = house.call(&clinician, reached).await;
        let given = send(&house, &clinician, &format!("{page}/questionnaires/give"), &GIVEN).await;
        (page, given)
    };
    // She did not agree to texts: nothing offers one.
    let (_, by_nothing) = give(&CALL).await;
    assert!(words(&by_nothing).contains("it cannot be sent from here"), "{}", words(&by_nothing));
    assert!(!by_nothing.body.contains("/page/send"));

    let agreed = [("name", "Beth Example"), ("reach_text", "yes"), ("telephone", "07700 900 016")];
    let (page, given) = give(&agreed).await;
    assert!(words(&given).contains("it can go by text message , as she agreed"), "{}", words(&given));
    let form = between(&given.body, &format!("action=\"{page}/page/send\""), "</form>");
    let token = between(form, "name=\"link\" value=\"", "\"").to_owned();
    let sent = send(&house, &clinician, &format!("{page}/page/send"), &[("link", &token)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", words(&sent));
    let shown = house.get_as(&clinician, sent.header("location")).await;
    assert!(!shown.body.contains(&token) && shown.body.contains("/questions/…"), "{}", shown.body);

    let ctx = house.ctx(Actor::System);
    let sender = Sender::new(ctx.world.as_ref());
    let_leave(&ctx, &sender, &carriers, 10).unwrap();
    let parcels = std::mem::take(&mut *kept.0.lock().unwrap());
    let [parcel] = parcels.as_slice() else { panic!("{} left", parcels.len()) };
    assert_eq!((parcel.route, parcel.to.as_str()), (Route::Text, "+447700900016"));
    let said = parcel.body.to_lowercase();
    for telling in ["iris", "beth", "questionnaire", "mental", "mood", "baby"] {
        assert!(!said.contains(telling), "{telling}: {said}");
    }
    let link = parcel.body.split_whitespace().find(|word| word.contains("://")).unwrap();
    assert_eq!(link, format!("http://porch.example/questions/{token}"));
    let mut visitor = Visitor { house: &house, cookie: String::new() };
    let opened = visitor.post("/questions", &[("link", &token), ("word", "blue iris")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
}
