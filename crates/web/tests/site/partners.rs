//! A partner asks for themselves, in a record of their own; and the carer's assessment.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::{
    support::House,
    visitor::{Visitor, reference, words},
};

const MONDAY_AT_TEN: &str = "2026-11-23T10:00:00Z";

/// Begins as the form of the page for partners does.
async fn begins(house: &House) -> Visitor<'_> {
    let page = house.get("/more/1/ask").await;
    assert!(
        page.body.contains("name=\"about\" value=\"partner\"") && page.body.contains("name=\"way\" value=\"myself\"")
    );
    let mut visitor = Visitor { house, cookie: String::new() };
    let begun = visitor.post("/ask/start", &[("way", "myself"), ("about", "partner")]).await;
    assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, "/ask/q/today"));
    visitor
}

/// Asks to the end, and gives the page that says so.
async fn asks(house: &House, name: &str) -> crate::support::Answer {
    let mut visitor = begins(house).await;
    assert_eq!(visitor.answers("today", &[("signs", "none")]).await, "/ask/q/words");
    assert_eq!(visitor.answers("words", &[("worry", "I do not sleep.")]).await, "/ask/q/before");
    assert_eq!(visitor.answers("before", &[("severe", "no")]).await, "/ask/q/who");
    assert_eq!(visitor.answers("who", &[("name", name), ("postcode", "ME4 4AA")]).await, "/ask/q/reach");
    let reach = [("reach_telephone", "yes"), ("telephone", "07700 900124")];
    assert_eq!(visitor.answers("reach", &reach).await, "/ask/q/tell");
    assert_eq!(visitor.answers("tell", &[("tell_gp", "no")]).await, "/ask/q/needs");
    assert_eq!(visitor.answers("needs", &[]).await, "/ask/check");
    visitor.sends().await
}

// PR-25, PR-06, H05, H15: a person of their own with choices of their own, and nobody's pregnancy; the pages are the same whether
// she is known here or not.
#[tokio::test]
async fn a_partner_asks_in_a_record_of_their_own_and_learns_nothing_of_hers() {
    let house = House::demonstration();
    house.world.set(MONDAY_AT_TEN);
    let before = words(&asks(&house, "Ben Example").await);
    let mut hers = Visitor::begins(&house, "myself").await;
    hers.answers("now", &[("now", "pregnant")]).await;
    hers.answers("more", &[]).await;
    hers.answers("today", &[("signs", "none")]).await;
    hers.answers("words", &[("worry", "Her own worry.")]).await;
    hers.answers("before", &[("severe", "no")]).await;
    hers.answers("who", &[("name", "Anna Example"), ("postcode", "ME4 4AA")]).await;
    hers.answers("reach", &[("reach_telephone", "yes"), ("telephone", "07700 900124")]).await;
    hers.answers("tell", &[("tell_gp", "no")]).await;
    hers.answers("needs", &[]).await;
    hers.sends().await;
    let sent = asks(&house, "Ben Example").await;
    let said = |text: &str, of: &str| text.replace(&of.to_lowercase(), "");
    let first = before.split("r-").nth(1).unwrap_or_default().split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(said(&words(&sent), &reference(&sent)), said(&before, &format!("r-{first}")));
    let partners = "SELECT COUNT(*) FROM referral WHERE person_kind = 'partner' AND due_or_end_on IS NULL";
    assert_eq!(house.count(partners), 2);
    assert_eq!(house.count("SELECT COUNT(*) FROM person"), 3, "each time a person of its own");
    assert_eq!(house.count("SELECT COUNT(*) FROM person_link"), 0);
}

// PR-09, PR-25: what presumes a pregnancy or a baby of theirs, or leads to her, is not asked of a partner.
#[tokio::test]
async fn no_question_to_a_partner_presumes_a_pregnancy_or_asks_whose_partner() {
    let house = House::live();
    let mut visitor = begins(&house).await;
    visitor.answers("today", &[("signs", "none")]).await;
    for step in ["today", "words", "before", "who", "reach", "tell", "needs"] {
        let page = words(&visitor.get(&format!("/ask/q/{step}")).await);
        for presumes in
            ["pregnan", "my baby", "your baby", "birth of", "giving birth", "midwife", "whose partner", "[["]
        {
            assert!(!page.contains(presumes), "{step} says {presumes}: {page}");
        }
    }
    for step in ["now", "more"] {
        assert_eq!(visitor.get(&format!("/ask/q/{step}")).await.status, StatusCode::SEE_OTHER, "{step}");
    }
}

// H01, PR-25: a warning sign of a partner is an emergency of their own.
#[tokio::test]
async fn a_warning_sign_of_a_partner_is_an_emergency_in_their_own_record() {
    let house = House::live();
    house.world.set(MONDAY_AT_TEN);
    let mut visitor = begins(&house).await;
    assert_eq!(visitor.answers("today", &[("signs", "self_harm")]).await, "/ask/q/call");
    visitor.post("/ask/q/call", &[("call_back", "07700 900124")]).await;
    let kept = "SELECT COUNT(*) FROM referral WHERE person_kind = 'partner' AND priority = 'emergency'";
    assert_eq!(house.count(kept), 1);
}

// D13, PR-25: a call about a partner is written down in a record of their own, without what is somebody else's.
#[tokio::test]
async fn a_call_about_a_partner_is_a_record_of_their_own_and_takes_nothing_of_hers() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let hers = house.call(&duty, &[("name", "Anna Example"), ("now", "pregnant")]).await;
    assert!(house.get_as(&duty, "/calls/new").await.body.contains("It is about a partner, who asks for themselves"));
    let save = async |more: &[(&str, &str)]| {
        let command = house.command();
        let mut fields = vec![
            ("command", command.as_str()),
            ("checked", "yes"),
            ("about", "partner"),
            ("by_name", "Ben Example, himself"),
            ("call_back", "07700 900125"),
            ("worry", "Does not sleep."),
            ("where", "At home"),
            ("with", "Nobody"),
            ("name", "Ben Example"),
        ];
        fields.extend(more);
        house.post(&duty, "/calls/new", &fields).await
    };
    let born = [("ends-day", "3"), ("ends-month", "11"), ("ends-year", "2026")];
    for of_hers in [&[("now", "baby")][..], &[("own_words", "Robin")], &born] {
        let refused = save(&[&[("signs", "none")], of_hers].concat()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{of_hers:?}");
        assert!(words(&refused).contains("leave this out: it is somebody else's"), "{of_hers:?}: {}", words(&refused));
        assert!(refused.body.contains("Does not sleep."), "what was typed is given back");
    }
    let partners = "SELECT COUNT(*) FROM referral WHERE person_kind = 'partner' AND due_or_end_on IS NULL";
    assert_eq!(house.count(partners), 0);
    let saved = save(&[("signs", "none")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
    assert_eq!(house.count(partners), 1);
    let page = house.get_as(&duty, saved.header("location")).await;
    assert!(page.body.contains("A partner, on a call.") && page.body.contains("linked with nobody"));
    // An emergency does not wait: it is saved without what is hers, and says so.
    let emergency = save(&[("signs", "self_harm"), ("now", "baby")]).await;
    assert_eq!(emergency.status, StatusCode::SEE_OTHER, "{}", words(&emergency));
    let page = house.get_as(&duty, emergency.header("location")).await;
    assert!(page.body.contains("not kept as theirs"), "{}", words(&page));
    assert_eq!(house.count(partners), 2);
    assert!(!house.get_as(&duty, &hers).await.body.contains("A partner, on a call."));
}

// D13, D1: staff read whose record it is, and point them on where no team assesses partners.
#[tokio::test]
async fn staff_read_that_it_is_a_partners_own_record_and_where_to_point_them() {
    let house = House::demonstration();
    house.world.set(MONDAY_AT_TEN);
    asks(&house, "Ben Example").await;
    let clinician = house.sign_in(Role::Clinician).await;
    let id = house.texts("SELECT referral_id FROM referral").remove(0);
    let page = house.get_as(&clinician, &format!("/referrals/{id}")).await;
    assert!(page.body.contains("A partner, who asked for themselves.") && page.body.contains("linked with nobody"));
    assert!(
        page.body.contains("No team here assesses partners.") && page.body.contains(&format!("/referrals/{id}/decide"))
    );
    assert!(page.body.contains("They ask for themselves") && !page.body.contains("She asks for herself"));
    assert!(!page.body.contains("Carer's assessment"));
}

// D13: the right of whoever looks after her, for the public and for staff, with the councils of the local rules.
#[tokio::test]
async fn a_carers_assessment_is_signposted_to_the_councils_of_the_local_rules() {
    for (rules, councils) in [
        (crate::support::KENT, ["www.kent.gov.uk", "www.medway.gov.uk"]),
        (include_str!("../../../../footprints/dorset.toml"), ["www.dorsetcouncil.gov.uk", "www.bcpcouncil.gov.uk"]),
    ] {
        let page = House::of(rules, false).get("/more/1").await;
        let at = page.body.find("you have a right to a carer's assessment").unwrap();
        for council in councils {
            assert!(page.body.rfind(&format!("https://{council}")).unwrap() > at, "{council}");
        }
    }
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.call(&clinician, &[("signs", "self_harm")]).await;
    let before = house.get_as(&clinician, &page).await;
    assert!(!before.body.contains("Carer's assessment, for whoever looks after her"));
    house.accept(page.rsplit('/').next().unwrap());
    let community = house.session_of("cleo", Role::Clinician, "KMPT", &["community"]);
    let cared = house.get_as(&community, &page).await;
    assert_eq!(cared.status, StatusCode::OK);
    assert!(cared.body.contains("Carer's assessment, for whoever looks after her"), "{}", cared.body);
    assert!(cared.body.contains("https://www.kent.gov.uk") && cared.body.contains("Care Act 2014"));
}
