//! How it is safe to reach her, as staff read and write it down.

use axum::http::StatusCode;
use porch_domain::{actor::Role, ids::ReferralId, person::Route};

use crate::{
    care::{contact, in_care},
    deciding::{Her, referred},
    outbox::waits,
    support::{Answer, House, between},
};

async fn act(house: &House, cookie: &str, hers: ReferralId, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{hers}/reaching");
    let (command, version) = (house.command(), house.version(cookie, &page).await);
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, &format!("{page}/{act}"), &all).await
}

fn all(choice: &'static str) -> Vec<(&'static str, &'static str)> {
    Route::ALL.map(|route| (route.code(), choice)).to_vec()
}

// H06
#[tokio::test]
async fn another_address_asks_for_her_again_wherever_her_routes_or_a_letter_are_shown() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let letter = format!("/messages/{}", waits(&house, hers));
    let (referral, page) = (format!("/referrals/{hers}"), format!("/referrals/{hers}/reaching"));
    let before = house.get_as(&cookie, &referral).await.body;
    assert!(before.contains(&format!("href=\"{page}\"")) && !before.contains("Ask her again<"), "{before}");

    let nothing = act(&house, &cookie, hers, "particulars", &[]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    assert!(nothing.body.contains("Write what is another") && nothing.title().starts_with("Error: "));
    let wrong = act(&house, &cookie, hers, "particulars", &[("email", "nowhere"), ("telephone", "none")]).await;
    assert!(wrong.body.contains("Write an e-mail address") && wrong.body.contains("Write a telephone number"));
    assert!(wrong.body.contains("value=\"nowhere\""), "what was typed is still there");
    let done = act(&house, &cookie, hers, "particulars", &[("email", "newer@example.org")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, page.as_str()));

    let asked = house.get_as(&cookie, &page).await.body;
    for words in [
        "Ask her again",
        "Her number or address is another since she agreed to: <strong>e-mail</strong>",
        "newer@example.org",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    let chosen = asked.split("id=\"email\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(chosen.contains(">Choose<") && !chosen.contains(" selected"), "nothing is chosen for her: {chosen}");
    let shown = house.get_as(&cookie, &referral).await.body;
    assert!(shown.contains("Her number or address is another: ask again about e-mail"), "{shown}");
    assert!(shown.contains("Ask her, and write down what she says"), "{shown}");
    let read = house.get_as(&cookie, &letter).await.body;
    assert!(
        read.contains("It does not leave: her number or address is another since she agreed to this way."),
        "{read}"
    );
    let queue = house.get_as(&cookie, "/queue").await.body;
    assert!(queue.to_lowercase().contains("ask again how to reach her"), "{queue}");

    let silent = act(&house, &cookie, hers, "choices", &[("email", "")]).await;
    assert_eq!(silent.status, StatusCode::BAD_REQUEST);
    assert!(silent.body.contains("Choose yes, no or not known"));
    let said = act(&house, &cookie, hers, "choices", &all("yes")).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let settled = house.get_as(&cookie, &referral).await.body;
    assert!(settled.contains("Done: Ask again how it is safe to reach her"), "{settled}");
    assert!(!house.get_as(&cookie, &page).await.body.contains("id=\"ask-again\""));
    assert!(!house.get_as(&cookie, &letter).await.body.contains("It does not leave"));
}

#[tokio::test]
async fn a_form_drawn_before_something_was_recorded_changes_nothing_and_keeps_what_was_typed() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let page = format!("/referrals/{hers}/reaching");
    let (command, version) = (house.command(), house.version(&cookie, &page).await);
    act(&house, &cookie, hers, "particulars", &[("telephone", "07700 900124")]).await;
    let mut fields = vec![("command", command.as_str()), ("version", version.as_str())];
    fields.extend(all("no"));
    let late = house.post(&cookie, &format!("{page}/choices"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("something of her was recorded after you opened this page"), "{}", late.body);
    assert!(late.body.contains("<option value=\"no\" selected"), "{}", late.body);
    let shown = house.get_as(&cookie, &page).await.body;
    assert!(!shown.contains("<strong>No</strong>"), "{shown}");
}

// H06
#[tokio::test]
async fn what_may_be_said_on_a_voicemail_stands_where_she_agreed_to_one_and_nowhere_else() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let pages = [format!("/referrals/{hers}"), format!("/referrals/{hers}/reaching")];
    for (choice, words) in [("no", false), ("not_known", false), ("yes", true)] {
        let mut said = all("yes");
        said.retain(|(route, _)| *route != "voicemail");
        said.push(("voicemail", choice));
        assert_eq!(act(&house, &cookie, hers, "choices", &said).await.status, StatusCode::SEE_OTHER);
        for page in &pages {
            let body = house.get_as(&cookie, page).await.body;
            assert_eq!(body.contains("Say no more than: “Hello, this is [your first name]"), words, "{choice} {page}");
            assert_eq!(body.contains("Leave no message."), !words, "{choice} {page}");
        }
    }
}

// H06, INV-10
#[tokio::test]
async fn what_she_says_otherwise_of_some_letters_is_kept_shown_and_decides_what_is_offered() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let hers = referred(&house, Her::default());
    let (referral, page) = (format!("/referrals/{hers}"), format!("/referrals/{hers}/reaching"));
    let empty = house.get_as(&cookie, &page).await.body;
    assert!(
        empty.contains("She says otherwise for some letters")
            && !empty.contains("<details class=\"nhsuk-details\" id=\"otherwise\" open")
    );
    assert!(empty.matches("<select").count() == Route::ALL.len() + 3, "short");
    let mut half = all("yes");
    half.push(("new_route", "letter"));
    let half = act(&house, &cookie, hers, "choices", &half).await;
    assert_eq!(half.status, StatusCode::BAD_REQUEST);
    assert!(half.body.contains("Choose the way, the letters and what she says"), "{}", half.body);
    assert!(half.body.contains("id=\"otherwise\" open"), "{}", half.body);
    let mut whole = all("yes");
    whole.extend([("new_route", "letter"), ("new_kind", "decision"), ("new_choice", "no")]);
    assert_eq!(act(&house, &cookie, hers, "choices", &whole).await.status, StatusCode::SEE_OTHER);
    for shown in [&page, &referral] {
        let shown = house.get_as(&cookie, shown).await.body;
        assert!(shown.contains("Letters about what was decided: <strong>No</strong>"), "{shown}");
    }
    let decide = house.get_as(&cookie, &format!("{referral}/decide?choice=reject")).await.body;
    assert!(decide.contains("Letter: she said no.") && decide.contains("E-mail, which she agreed to"), "{decide}");
    let ask = house.get_as(&cookie, &format!("{referral}/decide?choice=ask")).await.body;
    assert!(ask.contains("Letter, which she agreed to"), "{ask}");
    // Taken back: it is as for all others.
    let mut usual = all("yes");
    usual.push(("letter-decision", "as_usual"));
    assert_eq!(act(&house, &cookie, hers, "choices", &usual).await.status, StatusCode::SEE_OTHER);
    let decide = house.get_as(&cookie, &format!("{referral}/decide?choice=reject")).await.body;
    assert!(decide.contains("Letter, which she agreed to"), "{decide}");
}

// H06, PR-19
#[tokio::test]
async fn after_a_contact_the_page_asks_whether_it_is_still_right_and_one_press_says_so() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let hers = in_care(&house, Her::default());
    let referral = format!("/referrals/{hers}");
    let asks = "are the ways to reach her still right?";
    let before = house.get_as(&cookie, &referral).await.body;
    assert!(!before.contains(asks) && before.contains("As told at the door: nobody has asked her since."), "{before}");
    contact(&house, &cookie, hers, "treatment", "did_not_attend").await;
    assert!(!house.get_as(&cookie, &referral).await.body.contains(asks), "she was not there to be asked");
    contact(&house, &cookie, hers, "treatment", "attended").await;
    let after = house.get_as(&cookie, &referral).await.body;
    let panel = between(&after, "id=\"still-right\"", "</section>").to_owned();
    assert!(panel.contains("Yes: <strong>telephone call, letter</strong>"), "{panel}");
    let of_her = between(&panel, "name=\"of_her\" value=\"", "\"").to_owned();
    let (command, version) = (house.command(), house.version(&cookie, &referral).await);
    let press = |of_her: String| {
        let (command, version, cookie, page) =
            (command.clone(), version.clone(), cookie.clone(), format!("{referral}/reaching/confirm"));
        let house = &house;
        async move {
            let fields = [("command", command.as_str()), ("version", version.as_str()), ("of_her", of_her.as_str())];
            house.post(&cookie, &page, &fields).await
        }
    };
    let old = press("0".to_owned()).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    assert!(house.get_as(&cookie, &referral).await.body.contains(asks), "what was not done is asked on");
    let pressed = press(of_her).await;
    assert_eq!((pressed.status, pressed.header("location")), (StatusCode::SEE_OTHER, referral.as_str()));
    let said = house.get_as(&cookie, &referral).await.body;
    assert!(!said.contains(asks) && said.contains("Asked today by "), "{said}");
    // How old that is stands where a letter is approved, and it is asked anew at the next contact.
    house.world.advance_minutes(3 * 24 * 60);
    let cookie = house.sign_in(Role::Duty).await;
    let letter = format!("/messages/{}", waits(&house, hers));
    let read = house.get_as(&cookie, &letter).await.body;
    assert!(read.contains("Asked 3 days ago by "), "{read}");
    let cookie = house.sign_in(Role::Clinician).await;
    contact(&house, &cookie, hers, "treatment", "attended").await;
    assert!(house.get_as(&cookie, &referral).await.body.contains(asks));
}
