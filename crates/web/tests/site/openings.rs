//! A record that is closed to whoever asks, opened in an emergency, and looked at afterwards.

use axum::http::StatusCode;
use porch_app::{access, access::Action};
use porch_domain::{
    actor::{Actor, Role},
    ids::ReferralId,
    relation::Relation,
};

use crate::{
    access::THIRD,
    deciding::{Her, referred},
    support::{Answer, House, KENT, between},
};

const NAME: &str = "Invented Person";

fn house() -> (House, ReferralId) {
    let house = House::of(&format!("{KENT}\n{THIRD}"), true);
    let hers = referred(&house, Her::default());
    (house, hers)
}

fn stranger(house: &House, account: &str) -> String {
    house.session_of(account, Role::Clinician, "THIRD", &["elsewhere"])
}

async fn opened(house: &House, cookie: &str, hers: ReferralId, reason: &str, why: &str) -> Answer {
    let command = house.command();
    let fields = [("command", command.as_str()), ("reason", reason), ("why", why)];
    house.post(cookie, &format!("/referrals/{hers}/open"), &fields).await
}

async fn reviewed(house: &House, cookie: &str, id: &str, finding: &str, note: &str) -> Answer {
    let command = house.command();
    let fields = [("command", command.as_str()), ("finding", finding), ("note", note)];
    house.post(cookie, &format!("/openings/{id}"), &fields).await
}

// H15, INV-02
#[tokio::test]
async fn a_closed_record_offers_to_be_opened_and_a_reason_opens_it_until_its_end_that_is_stated() {
    let (house, hers) = house();
    let (far, page) = (stranger(&house, "far.invented"), format!("/referrals/{hers}"));
    let closed = house.get_as(&far, &page).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    assert!(!house.looks()[0].allowed, "that it was asked is noted");
    let main = between(&closed.body, "<main", "</main>");
    assert!(!closed.body.contains(NAME) && main.contains("This record is closed to you"), "{main}");
    assert!(main.contains("for 4 hours") && main.contains("1:05pm"), "the end is stated: {main}");
    // One form, whose fields come in the order of their names, and one press.
    assert_eq!(main.matches("<form").count(), 1);
    assert_eq!(main.matches("type=\"radio\"").count(), 4);
    assert!(main.find("name=\"reason\"") < main.find("name=\"why\"") && main.matches("<button").count() == 1);

    for (reason, why, error) in [
        ("", "invented words", "Choose why you open it"),
        ("danger", "  ", "Say in your own words why you open it"),
        ("nonsense", "invented words", "Choose why you open it"),
    ] {
        let again = opened(&house, &far, hers, reason, why).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST);
        assert!(again.title().starts_with("Error: ") && again.body.contains(error), "{reason} {why}");
        assert_eq!(again.body.contains(">invented words</textarea>"), why == "invented words", "nothing typed is lost");
    }
    let long = "x".repeat(1_001);
    assert_eq!(opened(&house, &far, hers, "danger", &long).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(house.count("SELECT COUNT(*) FROM opening"), 0);
    assert_eq!(house.get_as(&far, &page).await.status, StatusCode::FORBIDDEN);

    house.world.advance_minutes(1);
    let done = opened(&house, &far, hers, "danger", "invented words").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, page.as_str()));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown, look.allowed), ("record opened in an emergency", 1, true));
    house.world.advance_minutes(1);
    let shown = house.get_as(&far, &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains(NAME) && shown.body.contains("Open to you for a limited time"));
    assert!(house.looks()[0].why.contains("opened in an emergency: She, a child"), "{:?}", house.looks()[0]);
    // An open tab asks again when the time is over, without a script.
    assert_eq!(shown.header("refresh"), format!("{}; url={page}", 4 * 3_600 - 60 + 1));
    for held in ["/decide\"", "Let it go", "I take this", "New referral for her", "Record safeguarding"] {
        assert!(!between(&shown.body, "class=\"porch-next\"", "</section>").contains(held), "{held}");
    }
    let other = stranger(&house, "farther.invented");
    assert_eq!(house.get_as(&other, &page).await.status, StatusCode::FORBIDDEN);
    assert!(house.get_as(&far, "/openings").await.body.contains(&format!("href=\"{page}\"")));
}

// H15
#[tokio::test]
async fn at_its_end_every_page_and_form_of_an_open_tab_is_closed_again_and_each_attempt_is_noted() {
    let (house, hers) = house();
    let page = format!("/referrals/{hers}");
    let far = stranger(&house, "far.invented");
    opened(&house, &far, hers, "in_contact", "invented words").await;
    let version = house.version(&far, &page).await;
    let note = || async {
        let command = house.command();
        let fields = [
            ("command", command.as_str()),
            ("version", version.as_str()),
            ("kind", "note"),
            ("text", "invented late words"),
        ];
        house.post(&stranger(&house, "far.invented"), &format!("{page}/steps/add"), &fields).await
    };
    let before = house.count("SELECT COUNT(*) FROM journal WHERE stream_kind = 'referral'");
    house.world.advance_minutes(4 * 60);
    let refused = || house.count("SELECT COUNT(*) FROM look WHERE allowed = 0");
    for path in ["", "/newest", "/handover", "/shared"] {
        let denied = refused();
        let cookie = stranger(&house, "far.invented");
        assert_eq!(house.get_as(&cookie, &format!("{page}{path}")).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(refused(), denied + 1, "{path}");
    }
    let denied = refused();
    let late = note().await;
    assert_eq!((late.status, refused()), (StatusCode::FORBIDDEN, denied + 1));
    assert!(late.body.contains("Open it in an emergency"), "it may be opened again, with a reason");
    assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE stream_kind = 'referral'"), before);
    assert!(house.get_as(&stranger(&house, "far.invented"), "/openings").await.body.contains("You hold none open now"));
}

// H15
#[tokio::test]
async fn an_information_officer_is_told_on_every_page_and_says_of_each_opening_what_was_found() {
    let (house, hers) = house();
    let officer = house.sign_in(Role::InformationOfficer).await;
    assert!(house.get_as(&officer, "/openings").await.body.contains("Nothing waits for you."));
    let far = stranger(&house, "far.invented");
    opened(&house, &far, hers, "asked_urgently", "invented <words>").await;
    let start = house.get_as(&officer, "/reports/annual").await.body;
    assert!(start.contains("1 record was opened in an emergency") && start.contains("Openings (1)"), "{start}");
    assert!(!house.get_as(&house.sign_in(Role::Manager).await, "/reports/annual").await.body.contains("/openings"));
    let list = house.get_as(&officer, "/openings").await.body;
    assert!(list.contains("invented &lt;words&gt;") && !list.contains(NAME), "{list}");
    assert!(list.contains("Somebody Invented"), "by whom");
    let id = between(&list, "action=\"/openings/", "/end\"").to_owned();

    for (finding, note, error) in [
        ("", "invented note", "Choose what you found"),
        ("right", " ", "Say how you know, or what is to be followed up"),
    ] {
        let again = reviewed(&house, &officer, &id, finding, note).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST);
        assert!(again.title().starts_with("Error: ") && again.body.contains(error), "{error}");
    }
    house.world.set("2026-11-24T09:04:00Z");
    let officer = house.sign_in(Role::InformationOfficer).await;
    assert!(!house.get_as(&officer, "/openings").await.body.contains("Late:"));
    house.world.set("2026-11-24T09:20:00Z");
    let late = house.get_as(&officer, "/openings").await.body;
    assert!(late.contains("Late: it was to be looked at") && late.contains("1 of them"), "{late}");
    assert_eq!(reviewed(&house, &officer, &id, "right", "invented note").await.status, StatusCode::SEE_OTHER);
    let list = house.get_as(&officer, "/openings").await.body;
    assert!(list.contains("It was right to open it") && list.contains("invented note"));
    assert!(!list.contains("nobody has looked at it") && list.contains("Nothing waits for you."), "{list}");
    assert_eq!(reviewed(&house, &officer, &id, "right", "again").await.status, StatusCode::CONFLICT);
    // Her own team learns of it at the record.
    let duty = house.sign_in(Role::Duty).await;
    let hers = house.get_as(&duty, &format!("/referrals/{hers}")).await.body;
    let section = between(&hers, "id=\"openings\"", "</section>");
    assert!(
        section.contains("Somebody Invented opened it") && section.contains("It was right to open it"),
        "{section}"
    );
}

// H15
#[tokio::test]
async fn one_press_closes_a_record_again_on_every_page_and_the_review_says_who_did() {
    let (house, hers) = house();
    let page = format!("/referrals/{hers}");
    let far = stranger(&house, "far.invented");
    opened(&house, &far, hers, "danger", "invented words").await;
    let shown = house.get_as(&far, &page).await.body;
    let id = between(&shown, "action=\"/openings/", "/end\"").to_owned();
    let end = |cookie: String, id: String| {
        let (house, command) = (&house, house.command());
        async move { house.post(&cookie, &format!("/openings/{id}/end"), &[("command", command.as_str())]).await }
    };
    let other = stranger(&house, "farther.invented");
    assert_eq!(end(other, id.clone()).await.status, StatusCode::FORBIDDEN);
    assert!(!house.looks()[0].allowed, "that somebody else tried is noted");
    assert_eq!(house.get_as(&far, &page).await.status, StatusCode::OK);
    house.world.advance_minutes(20);
    let done = end(far.clone(), id.clone()).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/openings"));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("record closed again before its end", 1));
    for path in ["", "/newest", "/handover", "/shared"] {
        assert_eq!(house.get_as(&far, &format!("{page}{path}")).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let again = end(far.clone(), id.clone()).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.body.contains("this record is closed again already") && again.body.contains("You hold none open now")
    );

    let officer = house.sign_in(Role::InformationOfficer).await;
    let list = house.get_as(&officer, "/openings").await.body;
    assert!(list.contains("Somebody Invented closed it before its end"), "{list}");
    assert!(!list.contains("/end\""), "what is closed is not offered to be closed");
    // An officer closes what somebody else holds open.
    opened(&house, &far, hers, "danger", "invented words").await;
    let list = house.get_as(&officer, "/openings").await.body;
    let before = list.split("/end\"").next().unwrap();
    let second = before.rsplit("/openings/").next().unwrap().to_owned();
    assert_ne!(second, id);
    assert_eq!(end(officer, second).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get_as(&far, &page).await.status, StatusCode::FORBIDDEN);
}

// H15
#[tokio::test]
async fn nobody_without_a_clinical_role_is_offered_an_opening_and_whoever_sees_the_record_needs_none() {
    let (house, hers) = house();
    for role in Role::ALL {
        let teams: &[&str] = if role.has_teams() { &["elsewhere"] } else { &[] };
        let account = format!("{}.far", role.code().replace('_', "-"));
        let cookie = house.session_of(&account, role, "THIRD", teams);
        let answer = house.get_as(&cookie, &format!("/referrals/{hers}")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
        let may = access::may(&Actor::Staff { account, role }, Action::OpenInEmergency, Relation::Other);
        assert_eq!((may, answer.body.contains("Open it in an emergency")), (role.is_clinical(), may), "{role:?}");
        let done = opened(&house, &cookie, hers, "danger", "invented").await;
        assert_eq!(done.status, if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN }, "{role:?}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM opening"), 2, "a duty worker's and a clinician's");
    let duty = house.sign_in(Role::Duty).await;
    let led = house.get_as(&duty, &format!("/referrals/{hers}/open")).await;
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, format!("/referrals/{hers}").as_str()));
    assert_eq!(opened(&house, &duty, hers, "danger", "invented").await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.count("SELECT COUNT(*) FROM opening"), 2, "they may see it anyway");
    // What another relation would allow and an opening would not is not offered.
    let far = stranger(&house, "decider.invented");
    let decide = house.get_as(&far, &format!("/referrals/{hers}/decide")).await;
    assert!(decide.status == StatusCode::FORBIDDEN && !decide.body.contains("Open it in an emergency"));
    let nobody = format!("/referrals/{}/open", "00000000-0000-7000-8000-000000000000");
    assert_eq!(house.get_as(&far, &nobody).await.status, StatusCode::NOT_FOUND);
}

// H15, PR-06
#[tokio::test]
async fn a_whole_reference_finds_that_a_closed_record_is_there_and_the_words_of_a_name_do_not() {
    let (house, hers) = house();
    let reference = {
        let duty = house.sign_in(Role::Duty).await;
        let body = house.get_as(&duty, &format!("/referrals/{hers}")).await.body;
        between(&body, "<span class=\"nhsuk-caption-l\">Referral ", "<").to_owned()
    };
    let far = stranger(&house, "far.invented");
    house.world.advance_minutes(1);
    let found = house.post(&far, "/find", &[("q", &reference)]).await.body;
    assert!(found.contains(&format!("href=\"/referrals/{hers}/open\"")) && !found.contains(NAME), "{found}");
    assert_eq!(house.looks()[0].shown, 1, "the look names the record of which it was said that it is there");
    let by_name = house.post(&far, "/find", &[("q", "Invented Pers")]).await.body;
    assert!(by_name.contains("Nobody was found") && !by_name.contains(&hers.to_string()));
}
