//! What a stranger finds: every address without a session, on a site full of people, searched for all that is stored of them.

use std::collections::BTreeSet;

use axum::http::Method;
use porch_domain::actor::Role;
use serde_json::Value;

use crate::{
    addresses::ADDRESSES,
    support::{Answer, House, between, request},
    visitor::{Visitor, encoded, reference},
};

const NAME: &str = "Orsolya Heuhaufen";
const NHS_NUMBER: &str = "9434765919";
const BORN: [(&str, &str); 3] = [("born-day", "4"), ("born-month", "3"), ("born-year", "1991")];

/// Addresses that the list of pages has not: what takes a file, and what is no address at all.
const MORE: [&str; 3] = ["/ask/files", "/referrals", "/nowhere/{id}"];

/// As every address is asked; the first two alter nothing.
const ALL: [Method; 3] = [Method::GET, Method::HEAD, Method::POST];

/// A service with a call, a woman who asked for herself, a professional's referral, a form kept for later and a colleague.
async fn full() -> (House, String) {
    let house = House::live();
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.session_of("quentin.sekretaer", Role::Duty, "KMPT", &["front_door"]);
    // Behind HTTPS the cookie is of this host alone.
    let duty = format!("__Host-{duty}");
    house.session_of("nachtigall.invented", Role::Clinician, "KMPT", &["community"]);
    let call = [
        ("name", NAME),
        ("nhs_number", NHS_NUMBER),
        ("telephone", "07700 900987"),
        ("address", "17 Larkspur Hollow"),
        ("postcode", "ZZ99 3VZ"),
        ("email", "orsolya@heuhaufen.example"),
        ("worry", "Straw upon straw, invented"),
        ("by_name", "Ludmilla Invented, midwife"),
    ];
    house.call(&duty, &[&call[..], &BORN].concat()).await;
    let mut herself = Visitor::begins(&house, "myself").await;
    herself.answers("now", &[("now", "baby")]).await;
    herself.answers("more", &[]).await;
    herself.answers("today", &[("signs", "none")]).await;
    herself.answers("words", &[("worry", "Cobwebs behind every door, invented")]).await;
    herself.answers("before", &[("severe", "no")]).await;
    herself.answers("who", &[("name", "Perpetua Zwirn"), ("address", "8 Thimble Court")]).await;
    herself
        .answers("reach", &[("reach_telephone", "yes"), ("telephone", "07700 900123"), ("reach_letter", "no")])
        .await;
    herself.answers("tell", &[("tell_gp", "no"), ("supporter", "Sorrel Zwirn")]).await;
    herself.answers("needs", &[("preferences", "")]).await;
    assert!(!reference(&herself.sends().await).is_empty());
    let mut midwife = Visitor::begins(&house, "professional").await;
    midwife.answers("now", &[("now", "baby")]).await;
    midwife.answers("more", &[]).await;
    midwife.answers("today", &[("signs", "none")]).await;
    midwife.answers("words", &[("worry", "Glass and thistles, invented"), ("concerns", "low")]).await;
    midwife.answers("before", &[("severe", "not_known")]).await;
    midwife.answers("who", &[("name", "Wilhelmina Distel")]).await;
    midwife
        .answers(
            "you",
            &[
                ("by_name", "Mia Scherenschnitt"),
                ("by_source", "A4"),
                ("by_organisation", "Distel Ward"),
                ("by_telephone", "01632 960 211"),
            ],
        )
        .await;
    let kept = midwife.post("/ask/keep", &[]).await;
    let link = between(&kept.body, "href=\"/refer/go-on/", "\"").to_owned();
    assert_eq!(link.len(), 64, "{}", kept.status);
    (house, link)
}

/// Every text within, with an address or a number also as it is written without blanks.
fn texts_of(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.extend(text.lines().map(str::to_owned));
            into.extend(text.split_whitespace().filter(|word| word.len() > 6).map(str::to_owned));
            into.insert(text.replace(' ', ""));
        }
        Value::Array(all) => all.iter().for_each(|one| texts_of(one, into)),
        Value::Object(all) => all.values().for_each(|one| texts_of(one, into)),
        _ => {}
    }
}

/// All that is stored of anybody: personal parts, what is typed and kept, references, ids, and who works here.
fn stored(house: &House) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for question in ["SELECT content FROM personal", "SELECT answers FROM draft"] {
        for text in house.texts(question) {
            texts_of(&serde_json::from_str(&text).unwrap_or(Value::String(text)), &mut found);
        }
    }
    for question in [
        "SELECT reference FROM referral",
        "SELECT referral_id FROM referral",
        "SELECT person_id FROM person",
        "SELECT name FROM account",
        "SELECT display_name FROM account",
        "SELECT account_id FROM account",
    ] {
        found.extend(house.texts(question));
    }
    found.insert(format!("{} {} {}", &NHS_NUMBER[..3], &NHS_NUMBER[3..6], &NHS_NUMBER[6..]));
    found.retain(|text| text.chars().count() > 4);
    found
}

/// Opens every address as nobody, or with the cookie of a form that was begun, and gives all that came back.
async fn everything(house: &House, cookie: &str, her: &str, link: &str, methods: &[Method]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut keep = |path: &str, answer: Answer| {
        let headers: Vec<String> = answer.headers.values().map(|value| format!("{value:?}")).collect();
        found.push((path.to_owned(), format!("{} {}", headers.join(" "), answer.body)));
    };
    let steps = ["now", "more", "today", "words", "before", "who", "you", "agree", "reach", "tell", "needs", "files"];
    for pattern in ADDRESSES.iter().map(|(pattern, ..)| *pattern).chain(MORE) {
        // Whoever leaves ends the form, which is what the rest is asked with.
        if pattern == "/exit" {
            continue;
        }
        let filled = pattern.replace("{id}", her).replace("{link}", link).replace("{name}", "accept-woman");
        let filled = filled.replace("{day}", "2026-11-26").replace("{at}", "2026-11-23-1000").replace("{other}", her);
        let paths = if pattern.contains("{step}") {
            steps.iter().map(|step| filled.replace("{step}", step)).collect()
        } else {
            vec![filled]
        };
        for path in paths {
            for method in methods {
                let mut asked = request(method.clone(), &path, cookie);
                if *method == Method::POST {
                    let fields =
                        [("link", link), ("code", "0000 0000"), ("password", "not this one, surely"), ("way", "x")];
                    asked.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
                    *asked.body_mut() = encoded(&fields).into();
                }
                keep(&format!("{method} {pattern}"), house.ask(asked).await);
            }
        }
    }
    found
}

/// Where a needle stands in what a stranger gets, which the same addresses of an empty service do not say.
fn leaks(needles: &BTreeSet<String>, empty: &[(String, String)], full: &[(String, String)]) -> Vec<String> {
    let said: String = empty.iter().map(|(_, text)| text.as_str()).collect();
    let needles: Vec<&String> = needles.iter().filter(|needle| !said.contains(needle.as_str())).collect();
    assert!(needles.len() > 40, "{needles:?}");
    full.iter()
        .flat_map(|(path, text)| {
            let found = needles.iter().filter(|needle| text.contains(needle.as_str()));
            found.map(move |needle| format!("{path} says {needle:?}"))
        })
        .collect()
}

// H15, H16, PR-06
#[tokio::test]
async fn nobody_without_a_session_finds_anything_of_anybody_on_any_address() {
    let (house, link) = full().await;
    let needles = stored(&house);
    for said in [NAME, NHS_NUMBER, "07700 900987", "07700900123", "17 Larkspur Hollow", "ZZ99 3VZ", "Perpetua Zwirn"] {
        assert!(needles.contains(said), "{said} is not looked for: {needles:?}");
    }
    for said in ["Cobwebs behind every door, invented", "Wilhelmina Distel", "quentin.sekretaer", "Somebody Invented"] {
        assert!(needles.contains(said), "{said} is not looked for: {needles:?}");
    }
    let her = &house.texts("SELECT referral_id FROM referral ORDER BY reference")[0];
    let nobody = "00000000-0000-7000-8000-000000000000";
    let empty = House::live();
    empty.world.set("2026-11-23T10:00:00Z");
    let said = everything(&empty, "", nobody, &"0".repeat(64), &ALL).await;
    assert!(said.len() > 250, "{}", said.len());
    // What a stranger writes into an address or a form may come back; it is not ours to hide.
    let given = |needles: &BTreeSet<String>| {
        needles.iter().filter(|needle| *needle != her).cloned().collect::<BTreeSet<String>>()
    };
    assert_eq!(leaks(&given(&needles), &said, &everything(&house, "", her, &link, &ALL).await), [""; 0]);

    // Somebody at the door who types her number and date of birth learns nothing by it.
    let typed = [&[("name", "Somebody Else"), ("nhs_number", NHS_NUMBER)][..], &BORN].concat();
    let mut pages = Vec::new();
    for service in [&empty, &house] {
        let mut stranger = Visitor::begins(service, "myself").await;
        stranger.answers("now", &[("now", "baby")]).await;
        stranger.answers("more", &[]).await;
        stranger.answers("today", &[("signs", "none")]).await;
        stranger.answers("words", &[("worry", "Nothing much")]).await;
        stranger.answers("before", &[("severe", "no")]).await;
        stranger.answers("who", &typed).await;
        stranger
            .answers("reach", &[("reach_telephone", "yes"), ("telephone", "07700 900555"), ("reach_letter", "no")])
            .await;
        stranger.answers("tell", &[("tell_gp", "no")]).await;
        stranger.answers("needs", &[("preferences", "")]).await;
        let mut found = everything(service, &stranger.cookie, her, &link, &ALL[..2]).await;
        let sent = stranger.sends().await;
        found.push(("sent".to_owned(), sent.body));
        // What is sent now alters the form that was begun; each page that refuses it is read as well.
        found.extend(everything(service, &stranger.cookie, her, &link, &ALL).await);
        pages.push(found);
    }
    assert_eq!(leaks(&given(&needles), &pages[0], &pages[1]), [""; 0]);
}
