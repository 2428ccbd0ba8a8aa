//! An address that is withheld: on no page, letter or print, but for a reason.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use porch_domain::{actor::Role, ids::ReferralId};

use crate::{
    deciding::{Browser, Her, finish, open, referred},
    support::{Answer, House, between},
};

const SECRETS: [&str; 3] = ["1 Invented Street", "ZZ99 3VZ", "Hidden Lane"];

fn house() -> (House, ReferralId) {
    let house = House::demonstration();
    let hers = referred(&house, Her { postcode: "ZZ99 3VZ", ..Her::default() });
    (house, hers)
}

async fn act(house: &House, cookie: &str, hers: ReferralId, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{hers}/withheld");
    let (command, version) = (house.command(), house.version(cookie, &page).await);
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, &format!("{page}/{act}"), &all).await
}

/// Which secrets any page shows that can be reached by links from where staff begin.
async fn crawled(house: &House, cookie: &str, hers: ReferralId) -> BTreeSet<&'static str> {
    let mut waiting: VecDeque<String> =
        ["/queue", "/caseload", "/meetings", "/discussions", "/outbox", "/beside", "/duty", "/handovers"]
            .map(str::to_owned)
            .into();
    waiting.extend(["", "/handover", "/decide", "/shared", "/withheld"].map(|part| format!("/referrals/{hers}{part}")));
    let (mut known, mut found): (BTreeSet<String>, BTreeSet<&str>) =
        (waiting.iter().cloned().collect(), BTreeSet::new());
    let mut opened = 0;
    while let Some(path) = waiting.pop_front() {
        if path.starts_with("/exit") || path.starts_with("/assets") || opened > 150 {
            continue;
        }
        let answer = house.get_as(cookie, &path).await;
        opened += 1;
        found.extend(SECRETS.into_iter().filter(|secret| answer.body.contains(secret)));
        for link in answer.links() {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    assert!(opened > 30, "{opened}");
    found
}

// H15, PR-26
#[tokio::test]
async fn a_withheld_address_is_found_on_no_page_and_in_no_letter_by_whoever_gives_no_reason() {
    let (house, _) = house();
    let duty = house.sign_in(Role::Duty).await;
    // A call from where she is, so that it was told at the door as well.
    let fields = [("signs", "self_harm"), ("where", "Hidden Lane"), ("call_back", "01632 960 015")];
    let page = house.call(&duty, &fields).await;
    let called: ReferralId = page.rsplit('/').next().unwrap().parse().unwrap();
    let hers = referred(&house, Her { postcode: "ZZ99 3VZ", ..Her::default() });
    assert!(house.get_as(&duty, &page).await.body.contains("Hidden Lane"));
    assert!(crawled(&house, &duty, hers).await.contains("ZZ99 3VZ"), "the crawl finds what is not withheld");
    for one in [hers, called] {
        let done = act(&house, &duty, one, "withhold", &[("why", "invented reason"), ("numbers", "yes")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    let told = house.get_as(&duty, &page).await.body;
    assert!(!told.contains("Hidden Lane") && !told.contains("01632 960 015"));
    assert!(told.contains("Her address and her numbers are withheld."));
    let other = referred(&house, Her { postcode: "ZZ99 3VY", ..Her::default() });
    for role in [Role::Duty, Role::Clinician] {
        let cookie = house.sign_in(role).await;
        let page = house.get_as(&cookie, &format!("/referrals/{hers}")).await.body;
        assert!(!page.contains("1 Invented Street") && !page.contains("ZZ99 3VZ"), "{role:?}");
        assert!(house.get_as(&cookie, &format!("/referrals/{other}")).await.body.contains("ZZ99 3VY"));
    }
}

// H15, PR-26
#[tokio::test]
async fn whoever_says_why_sees_it_once_and_each_time_is_noted_with_the_reason() {
    let (house, hers) = house();
    let duty = house.sign_in(Role::Duty).await;
    let page = format!("/referrals/{hers}/withheld");
    assert!(house.get_as(&duty, &page).await.body.contains("Her address is not withheld"));
    let missing = act(&house, &duty, hers, "withhold", &[("why", " ")]).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    assert!(missing.title().starts_with("Error: ") && missing.body.contains("href=\"#withhold-why\""));
    assert_eq!(act(&house, &duty, hers, "withhold", &[("why", "invented reason")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(act(&house, &duty, hers, "withhold", &[("why", "again")]).await.status, StatusCode::CONFLICT);
    assert!(crawled(&house, &duty, hers).await.is_empty());

    let nothing = house.post(&duty, &page, &[("why", " ")]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    assert!(nothing.body.contains("href=\"#see-why\"") && !nothing.body.contains("1 Invented Street"));
    house.world.advance_minutes(1);
    let seen = house.post(&duty, &page, &[("why", "an invented taxi")]).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("1 Invented Street") && seen.body.contains("ZZ99 3VZ"));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.why.as_str(), look.shown), ("withheld address", "an invented taxi", 1));
    assert!(!house.get_as(&duty, &page).await.body.contains("1 Invented Street"), "once");
    let officer = house.sign_in(Role::InformationOfficer).await;
    assert!(house.get_as(&officer, "/looks").await.body.contains("an invented taxi"));

    assert_eq!(act(&house, &duty, hers, "lift", &[("why", "she asked")]).await.status, StatusCode::SEE_OTHER);
    assert!(crawled(&house, &duty, hers).await.contains("ZZ99 3VZ"));
}

// H15
#[tokio::test]
async fn a_letter_to_her_leaves_the_withheld_address_out_and_says_where_it_is_read() {
    let (house, hers) = house();
    let duty = house.sign_in(Role::Duty).await;
    act(&house, &duty, hers, "withhold", &[("why", "invented reason")]).await;
    let done = finish(&house, &duty, hers, &open(&house, &duty, hers, "accept:community").await).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let decided = house.get_as(&duty, &format!("/referrals/{hers}/decide")).await;
    let mut linked = decided.body.split("<a href=\"/messages/").skip(1);
    let letter = linked.find(|rest| rest.split('<').next().unwrap().ends_with("Letter to her")).unwrap();
    let letter = format!("/messages/{}", letter.split('"').next().unwrap());
    let shown = house.get_as(&duty, &letter).await.body;
    assert!(between(&shown, "porch-letter__address", "</div>").contains("Invented Person"));
    assert!(SECRETS.iter().all(|secret| !shown.contains(secret)), "{shown}");
    assert!(shown.contains("the letter leaves it out") && shown.contains(&format!("/referrals/{hers}/withheld")));
    act(&house, &duty, hers, "lift", &[("why", "she asked")]).await;
    assert!(house.get_as(&duty, &letter).await.body.contains("1 Invented Street"));
}

// PR-26, H15
#[tokio::test]
async fn a_letter_that_names_the_withheld_address_is_refused_at_its_words_and_nothing_typed_is_lost() {
    let (house, hers) = house();
    let duty = house.sign_in(Role::Duty).await;
    act(&house, &duty, hers, "withhold", &[("why", "invented reason")]).await;
    for (field, words) in [("her_text", "We come to 1 invented street."), ("ref_text", "She lives in ZZ993VZ.")] {
        let page = open(&house, &duty, hers, "accept:community").await.send(&house, &duty, hers, "letters").await;
        let typed = Browser::of(&page).with(field, words);
        let review = typed.send(&house, &duty, hers, "review").await;
        let refused = Browser::of(&review).send(&house, &duty, hers, "finish").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(
            between(&refused.body, &format!("id=\"{field}-error\""), "</p>").contains("an address that is withheld")
        );
        assert_eq!(Browser::of(&refused).get(field).trim(), words);
        assert_eq!(house.count("SELECT count(*) FROM message"), 0, "{field}");
    }
}

// H15, PR-26
#[tokio::test]
async fn whoever_withholds_an_address_is_told_which_words_name_it_before_and_after() {
    let (house, hers) = house();
    let duty = house.sign_in(Role::Duty).await;
    let page = format!("/referrals/{hers}/withheld");
    let shown = async || house.get_as(&duty, &page).await.body;
    assert!(!shown().await.contains("id=\"named\""), "nobody wrote it");
    let note = async |words: &str| {
        house.world.advance_minutes(1);
        let (command, version) = (house.command(), house.version(&duty, &format!("/referrals/{hers}")).await);
        let fields = [("command", command.as_str()), ("version", version.as_str()), ("kind", "note"), ("text", words)];
        let done = house.post(&duty, &format!("/referrals/{hers}/steps/add"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    };
    note("seen at home, well").await;
    note("a taxi went to zz993vz").await;
    let letters = |body: &str| between(body, "id=\"named\"", "</ul>").matches("href=\"/messages/").count();
    let notes = |body: &str| between(body, "id=\"named\"", "</ul>").matches("#timeline\"").count();
    let before = shown().await;
    assert_eq!((notes(&before), letters(&before)), (1, 0), "{}", between(&before, "id=\"named\"", "</ul>"));
    assert!(!before.contains("taxi"), "where it is, and not what it says");
    act(&house, &duty, hers, "withhold", &[("why", "invented reason")]).await;
    let after = shown().await;
    assert_eq!(notes(&after), 1);
    assert!(SECRETS.iter().all(|secret| !after.contains(secret)) && !after.contains("zz993vz"));
    let done = finish(&house, &duty, hers, &open(&house, &duty, hers, "accept:community").await).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    house.meddle("UPDATE message SET body = 'To 1 Invented  street, as agreed' WHERE recipient = 'woman'");
    let after = shown().await;
    assert!(letters(&after) >= 1, "{}", between(&after, "id=\"named\"", "</ul>"));
    assert!(between(&after, "id=\"named\"", "</ul>").contains(" to her"), "{after}");
}
