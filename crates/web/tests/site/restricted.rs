//! Safeguarding as facts, behind the restricted opening and on the list of whoever asks again (D27, PR-26).

use axum::http::StatusCode;
use porch_domain::{actor::Role, ids::ReferralId};

use crate::{
    care::{contact, in_care},
    deciding::Her,
    support::{Answer, House, between},
};

/// Sends a form of the restricted page as it was drawn.
pub async fn fact(house: &House, cookie: &str, id: ReferralId, fact: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{id}");
    let (version, command) = (house.version(cookie, &page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str()), ("why", "supervision")];
    all.extend(fields);
    let answer = house.post(cookie, &format!("{page}/restricted/{fact}"), &all).await;
    house.world.advance_minutes(5);
    answer
}

const CHILD: [(&str, &str); 4] =
    [("who", "child"), ("relation", "her secret son"), ("name", "Secret Child"), ("age", "4")];

const PLAN: [(&str, &str); 5] = [
    ("plan", "child_protection"),
    ("since-day", "1"),
    ("since-month", "5"),
    ("since-year", "2026"),
    ("said", "Secret plan"),
];

const REFERRAL: [(&str, &str); 7] = [
    ("to", "Secret children's services"),
    ("made_by", "Secret Midwife"),
    ("made-day", "2"),
    ("made-month", "11"),
    ("made-year", "2026"),
    ("said", "Secret concern"),
    ("chase", "1"),
];

fn refer(owner: &str) -> Vec<(&str, &str)> {
    let mut fields = REFERRAL.to_vec();
    fields.push(("owner", owner));
    fields
}

// D27, PR-26, H15
#[tokio::test]
async fn facts_are_recorded_behind_the_restricted_opening_and_stand_nowhere_else() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    let abuse = [("alone", "yes"), ("answer", "yes"), ("said", "Secret answer")];
    for (path, fields, shown) in [
        ("at-risk", CHILD.to_vec(), "A child: her secret son, Secret Child, aged 4"),
        ("plan", PLAN.to_vec(), "Child protection plan, since 1 May 2026, no review recorded"),
        ("abuse", abuse.to_vec(), "alone; she said yes"),
        ("refer", refer("demo-clinician"), "No outcome yet."),
    ] {
        let answer = fact(&house, &cookie, id, path, &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", between(&answer.body, "<main", "</main>"));
        assert!(answer.body.contains("It is recorded.") && answer.body.contains(shown), "{path}: {}", answer.body);
        let looks = house.looks();
        let mut latest = looks.iter().take(2).map(|look| (look.what.as_str(), look.why.as_str()));
        assert!(latest.any(|look| look == ("safeguarding", "supervision")), "{path}");
    }
    let page = format!("/referrals/{id}");
    for at in [
        page.clone(),
        format!("{page}/handover"),
        format!("{page}/discharge"),
        "/queue".to_owned(),
        "/caseload".to_owned(),
        "/handovers".to_owned(),
        "/restricted-tasks".to_owned(),
    ] {
        let body = house.get_as(&cookie, &at).await.body;
        // That somebody is still to answer is named where care would end, and nowhere else (PR-26).
        let named = if at.ends_with("/discharge") { body.replace("Secret children's services", "") } else { body };
        assert!(!named.contains("Secret") && !named.contains("secret son"), "{at}: {named}");
        assert!(!named.contains("domestic abuse") && !named.contains("hild protection"), "{at}");
    }
    let nobody = house.get_as(&house.sign_in(Role::Manager).await, "/restricted-tasks").await;
    assert_eq!(nobody.status, StatusCode::FORBIDDEN);
}

// PR-26
#[tokio::test]
async fn the_chaser_is_due_on_the_list_of_its_owner_and_goes_with_the_outcome() {
    let house = House::demonstration();
    let (cookie, duty) = (house.sign_in(Role::Clinician).await, house.sign_in(Role::Duty).await);
    let id = in_care(&house, Her::default());
    assert!(house.get_as(&cookie, "/restricted-tasks").await.body.contains("Nothing waits for you."));
    fact(&house, &cookie, id, "refer", &refer("demo-clinician")).await;
    let list = house.get_as(&cookie, "/caseload").await.body;
    assert!(list.contains("1 restricted task is yours") && !list.contains("is due</strong>"), "{list}");
    assert!(!house.get_as(&duty, "/caseload").await.body.contains("restricted task"), "it is the owner's");
    house.world.advance_minutes(25 * 60);
    let (cookie, duty) = (house.sign_in(Role::Clinician).await, house.sign_in(Role::Duty).await);
    assert!(house.get_as(&cookie, "/caseload").await.body.contains("<strong>1 is due</strong>"));
    assert!(house.get_as(&cookie, "/duty").await.body.contains("<strong>1 is due</strong>"));
    let own = house.get_as(&cookie, "/restricted-tasks").await.body;
    assert!(own.contains(&format!("/referrals/{id}/restricted")) && own.contains("<strong>Due: "), "{own}");
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await.body;
    let matters = between(&page, "id=\"matters\"", "</section>");
    assert!(matters.contains("somebody asks what came of something") && !matters.contains("name=\"task\""));
    // Asked, and nothing is known: somebody else asks again.
    let again = [
        ("to", "Secret children's services"),
        ("outcome", "not_yet"),
        ("said", "Secret news"),
        ("owner", "demo-duty"),
        ("chase", "7"),
    ];
    let asked = fact(&house, &cookie, id, "follow", &again).await;
    assert!(asked.body.contains("demo-duty asks by"), "{}", asked.body);
    assert!(house.get_as(&duty, "/caseload").await.body.contains("1 restricted task is yours"));
    assert!(house.get_as(&cookie, "/restricted-tasks").await.body.contains("Nothing waits for you."));
    // It stands in the way of the end of care, by name, until it has an outcome.
    let way = house.get_as(&cookie, &format!("/referrals/{id}/discharge")).await.body;
    assert!(
        way.contains("no outcome yet, to Secret children&#39;s services")
            || way.contains("no outcome yet, to Secret children's services"),
        "{way}"
    );
    assert!(way.contains(&format!("/referrals/{id}/restricted")));
    let outcome =
        [("to", "Secret children's services"), ("outcome", "taken_up"), ("said", "Secret outcome"), ("chase", "7")];
    let known = fact(&house, &cookie, id, "follow", &outcome).await;
    assert!(known.body.contains("Outcome: They assess, or have made a plan."), "{}", known.body);
    assert!(!house.get_as(&duty, "/caseload").await.body.contains("restricted task"));
    let way = house.get_as(&cookie, &format!("/referrals/{id}/discharge")).await.body;
    assert!(!way.contains("Secret") && way.contains("What came of safeguarding?"), "{way}");
}

// PR-26, H13
#[tokio::test]
async fn a_fact_that_is_not_whole_comes_back_with_what_was_typed_and_records_nothing() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let page = format!("/referrals/{id}");
    let version = house.version(&cookie, &page).await;
    for (path, fields, field) in [
        ("at-risk", vec![("who", "child"), ("relation", "her son")], "at-risk-age"),
        ("at-risk", vec![("who", "unborn"), ("relation", "her baby"), ("age", "4")], "at-risk-due"),
        ("at-risk", vec![("who", "unborn"), ("relation", "her baby"), ("due-day", "40")], "at-risk-due"),
        ("at-risk", vec![("relation", "her son"), ("age", "4")], "at-risk-who"),
        ("plan", vec![("plan", "pre_birth")], "plan-since"),
        ("plan", vec![("since-day", "1"), ("since-month", "5"), ("since-year", "2026")], "plan-plan"),
        ("abuse", vec![("answer", "no")], "abuse-alone"),
        ("refer", REFERRAL[1..].to_vec(), "refer-to"),
        ("refer", REFERRAL[..6].to_vec(), "refer-chase"),
        ("follow", vec![("to", "x"), ("chase", "1"), ("said", "y")], "follow-outcome"),
    ] {
        let answer = fact(&house, &cookie, id, path, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {field}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{path} {field}: {}", answer.body);
        assert!(answer.body.contains("Error: Restricted, opened"));
        for (_, typed) in fields.iter().filter(|(name, _)| *name == "relation" || *name == "said") {
            assert!(answer.body.contains(typed), "{path} {field}: {typed} is kept");
        }
    }
    // What the rules refuse is told, and what was typed stays.
    for (path, fields, why) in [
        (
            "abuse",
            vec![("alone", "no"), ("answer", "no"), ("said", "kept words")],
            "a no counts only where she was alone",
        ),
        ("refer", refer("nobody-of-ours"), "there is no account of that name"),
        ("plan", [&PLAN[..3], &[("since-year", "2027"), ("said", "kept words")]].concat(), "a plan holds since a day"),
    ] {
        let answer = fact(&house, &cookie, id, path, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{path}");
        let kept = if path == "refer" { "Secret concern" } else { "kept words" };
        assert!(answer.body.contains(why) && answer.body.contains(kept), "{path}: {}", answer.body);
    }
    assert_eq!(house.version(&cookie, &page).await, version, "nothing was recorded");
    // Without a reason nothing opens, and nothing is recorded.
    let mut without = CHILD.to_vec();
    let command = house.command();
    without.extend([("command", command.as_str()), ("version", version.as_str()), ("why", " ")]);
    let refused = house.post(&cookie, &format!("{page}/restricted/at-risk"), &without).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(!refused.body.contains("secret son"));
    assert_eq!(house.version(&cookie, &page).await, version);
}
