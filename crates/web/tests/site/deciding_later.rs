//! Deciding in two goes: what was said stays, and a second no is somebody else's.

use axum::http::StatusCode;
use porch_app::World;
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, ReferralId},
    referral::{EarlierNo, ReferralCommand},
};

use crate::{
    deciding::{Browser, Her, a_no, open, referred},
    support::{House, between},
};

// X1: the page says who decided the first no, and that the second is somebody else's; a yes is anybody's.
#[tokio::test]
async fn a_second_no_within_thirty_days_is_refused_to_whoever_decided_the_first() {
    let house = House::demonstration();
    let (first, other) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    let id = referred(&house, Her::default());
    let now = house.world.now();
    let earlier = EarlierNo {
        referral: ReferralId(house.world.id()),
        ended_at: now - jiff::SignedDuration::from_hours(24 * 20),
        certain: true,
        decided_by: Some("demo-duty".to_owned()),
    };
    let look_back = ReferralCommand::LookBack { earlier: vec![earlier] };
    let command = CommandId(house.world.id());
    porch_app::referral::carry_out(&house.ctx(Actor::System), command, id, None, look_back).unwrap();
    for (cookie, second, ends) in [(&first, "demo-clinician", false), (&other, "demo-duty", true)] {
        let page = house.get_as(cookie, &format!("/referrals/{id}/decide?choice=reject")).await;
        let said = between(&page.body, "id=\"another-decides\"", "</div>");
        assert!(said.contains("Demonstration duty worker, 20 days before this referral came"), "{said}");
        let typed = a_no(Browser::of(&page)).with("second_clinician", second);
        let letters = typed.send(&house, cookie, id, "letters").await;
        let review = Browser::of(&letters).send(&house, cookie, id, "review").await;
        let done = Browser::of(&review).send(&house, cookie, id, "finish").await;
        let ended = done.status == StatusCode::SEE_OTHER;
        assert_eq!(ended, ends, "{}", done.body);
        if !ended {
            assert!(done.body.contains("somebody else decides a second one"));
            assert!(done.body.contains("If it gets worse."), "nothing typed is lost");
        }
    }
}

// PR-05: what she agreed to is not asked again of whoever finishes it.
#[tokio::test]
async fn a_saved_acceptance_keeps_her_agreement() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    for (answer, field, value, offered) in [
        ("agrees", "agreed_on", "2026-11-19", "She agreed on 19 November 2026"),
        ("basis", "basis", "Risk to the baby", "Without her agreement: Risk to the baby"),
    ] {
        let id = referred(&house, Her::default());
        let page = open(&house, &cookie, id, "accept:community").await;
        let page = page.with("agreement", answer).with(field, value).send(&house, &cookie, id, "letters").await;
        let saved = Browser::of(&page).send(&house, &cookie, id, "save").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let again = Browser::of(&house.get_as(&cookie, &format!("/referrals/{id}/decide")).await);
        assert_eq!((again.get("agreement"), again.get(field)), (answer, value));
        let page = again.send(&house, &cookie, id, "letters").await;
        let review = Browser::of(&page).send(&house, &cookie, id, "review").await;
        assert!(review.body.contains(offered), "{}", review.body);
    }
}
