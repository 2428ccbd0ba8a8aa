//! The end of care: no page ends it while something is missing, and both are told.

use axum::http::StatusCode;
use porch_app::{deciding, message};
use porch_domain::{
    actor::{Actor, Role},
    front_door::{Asked, Situation},
    ids::ReferralId,
    message::{MessageStage, Recipient},
    referral::Outcome,
};

use crate::{
    care::{ALL_WELL, contact, contact_of, in_care, record},
    deciding::{Her, finish, open, referred},
    support::{Answer, House, between},
};

fn clinician() -> Actor {
    Actor::Staff { account: "demo-clinician".to_owned(), role: Role::Clinician }
}

fn page_of(id: ReferralId) -> String {
    format!("/referrals/{id}/discharge")
}

const PLAN: [(&str, &str); 6] = [
    ("reason", "care_complete"),
    ("plan", "Invented plan"),
    ("early_pregnancy", "Invented early advice"),
    ("way_back", "Invented way back"),
    ("onward", ""),
    ("safeguarding", ""),
];

/// Sends a step of the page as it was drawn, with these fields in place of the usual ones.
async fn send(house: &House, cookie: &str, id: ReferralId, step: &str, changed: &[(&str, &str)]) -> Answer {
    let version = house.version(cookie, &format!("/referrals/{id}")).await;
    let command = house.command();
    send_as(house, cookie, id, step, changed, &version, &command).await
}

async fn send_as(
    house: &House,
    cookie: &str,
    id: ReferralId,
    step: &str,
    changed: &[(&str, &str)],
    version: &str,
    command: &str,
) -> Answer {
    let mut fields = vec![("command", command), ("version", version), ("step", step)];
    let usual = PLAN.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    fields.extend(usual.chain(changed.iter().copied()));
    house.post(cookie, &page_of(id), &fields).await
}

/// The letters as the page of letters drafts them.
async fn texts(house: &House, cookie: &str, id: ReferralId, changed: &[(&str, &str)]) -> (String, String) {
    let letters = send(house, cookie, id, "letters", changed).await;
    assert_eq!(letters.status, StatusCode::OK, "{}", letters.body);
    assert!(letters.body.contains("Approve both letters and end care"));
    let text = |name: &str| {
        let area = letters.body.split("<textarea ").find(|part| part.contains(&format!("name=\"{name}\"")));
        between(area.unwrap_or_default(), ">", "</textarea>").to_owned()
    };
    (text("her_text"), text("ref_text"))
}

const TOLD: [(&str, &str); 4] =
    [("her_route", "letter"), ("ref_route", "email"), ("her_text", "Letter to her"), ("ref_text", "Letter to them")];

fn outcome(house: &House, id: ReferralId) -> (Outcome, Option<String>) {
    let referral = deciding::in_care(&house.ctx(clinician()), id).unwrap().unwrap().referral;
    (referral.outcome(), referral.discharge_reason().map(str::to_owned))
}

fn letters(house: &House) -> Vec<(Recipient, MessageStage, String)> {
    let ctx = house.ctx(clinician());
    let outbox = message::outbox(&ctx, None).unwrap().messages;
    let mut letters: Vec<_> = outbox
        .into_iter()
        .map(|line| {
            let body = message::open(&ctx, line.id).unwrap().unwrap().message.drafted.words.unwrap().body;
            (line.recipient, line.stage, body)
        })
        .collect();
    letters.sort_by_key(|(recipient, _, body)| (recipient.code(), body.clone()));
    letters
}

// D22, K7, INV-03
#[tokio::test]
async fn care_ends_with_a_plan_and_both_letters_in_one_step_and_only_once() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    let first = house.get_as(&cookie, &page_of(id)).await;
    assert_eq!((first.status, first.body.matches("<h1").count()), (StatusCode::OK, 1));
    assert!(
        first.body.contains("If you become pregnant again") && first.body.contains("Ask for help again at any time")
    );
    assert!(!first.body.contains("value=\"died\""), "a death is closed on its own");
    let (hers, theirs) = texts(&house, &cookie, id, &[]).await;
    for said in ["Invented plan", "Invented early advice", "Invented way back"] {
        assert!(hers.contains(said) && theirs.contains(said), "{said}: {hers} {theirs}");
    }
    assert!(theirs.contains("Perinatal MH Community Service"), "{theirs}");
    let (version, command) = (house.version(&cookie, &format!("/referrals/{id}")).await, house.command());
    for _ in 0..2 {
        let done = send_as(&house, &cookie, id, "finish", &TOLD, &version, &command).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    assert_eq!(outcome(&house, id), (Outcome::Accepted, Some("care_complete".to_owned())));
    let letters = letters(&house);
    assert_eq!(letters.len(), 2, "twice is once");
    assert!(letters.iter().all(|(_, stage, _)| *stage == MessageStage::Queued));
    assert_eq!(letters[1].2, "Letter to her");
    let ended = house.get_as(&cookie, &page_of(id)).await;
    assert!(
        ended.body.contains("<h1>Care has ended</h1>") && ended.body.contains("Care is complete"),
        "{}",
        ended.body
    );
    assert!(!house.get_as(&cookie, "/caseload").await.body.contains("Invented Person"));
    // D22, F6: counted where figures are read.
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/care?from=2026-11-01&to=2026-11-30").await.body;
    assert!(report.contains("<strong>100 %</strong> of discharges had a plan (1 of 1)."), "{report}");
    assert!(report.contains("saw one or two (1 of 1)"), "{report}");
}

// D22, K7, INV-03, PR-26
#[tokio::test]
async fn what_is_missing_for_leaving_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    record(&house, &cookie, id, "safeguarding", &[("what", "Invented fact")]).await;
    let answered = ("safeguarding", "The social worker has the plan.");
    for (field, typed, more, said) in [
        ("reason", "", answered, "Choose why care ends"),
        ("reason", "died", answered, "Choose why care ends"),
        ("plan", " ", answered, "Write the plan"),
        ("early_pregnancy", "", answered, "Say what she does early in another pregnancy"),
        ("way_back", "", answered, "Say how she can come back"),
        ("safeguarding", "", ("onward", ""), "Say what came of safeguarding"),
        ("onward", " ", ("reason", "another_service"), "Say which service looks after her from now on"),
    ] {
        for step in ["letters", "finish"] {
            let mut changed = vec![(field, typed)];
            changed.extend([more, answered].into_iter().filter(|(name, _)| *name != field));
            changed.dedup();
            changed.extend(TOLD);
            let page = send(&house, &cookie, id, step, &changed).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{step} {field}");
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{step} {field}");
            assert!(page.body.matches(said).count() >= 2, "{step} {field}: in the summary and beside the field");
            if field != "plan" {
                assert!(page.body.contains("Invented plan"), "{step} {field}");
            }
        }
    }
    for (field, said) in [
        ("her_route", "Choose how she is told"),
        ("ref_route", "Choose how whoever referred her is told"),
        ("her_text", "This letter is empty"),
    ] {
        let mut changed: Vec<(&str, &str)> = TOLD.into_iter().filter(|(name, _)| *name != field).collect();
        changed.extend([(field, ""), answered, ("her_drawn", "as drafted"), ("ref_drawn", "as drafted")]);
        let page = send(&house, &cookie, id, "finish", &changed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.body.matches(said).count() >= 2, "{field}: {}", page.body);
    }
    assert_eq!(outcome(&house, id), (Outcome::Accepted, None));
    assert!(letters(&house).is_empty());
    let (hers, theirs) = texts(&house, &cookie, id, &[answered]).await;
    assert!(!hers.contains("social worker") && !theirs.contains("social worker"), "PR-26: it stands in no letter");
}

// H14, INV-05, PR-21
#[tokio::test]
async fn while_something_is_open_the_page_says_what_and_has_no_button_that_ends_care() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    contact_of(&house, &cookie, id, "treatment", "attended", "not_brought").await;
    record(&house, &cookie, id, "admission", &[("unit", "Invented Unit")]).await;
    let page = house.get_as(&cookie, &page_of(id)).await;
    for (said, place) in [
        ("risk is reviewed first", "?open=review#review"),
        ("She is in a unit", "?open=left-unit#left-unit"),
        ("Name a lead professional", "#matters"),
    ] {
        assert!(page.body.contains(said) && page.body.contains(&format!("/referrals/{id}{place}\"")), "{said}");
        // Each way leads to what is really there.
        let (open, anchor) = place.split_once('#').unwrap();
        let there = house.get_as(&cookie, &format!("/referrals/{id}{open}")).await;
        assert!(there.body.contains(&format!("id=\"{anchor}\"")), "{place}");
        // A form that somebody is sent to is not left folded.
        let form = format!("id=\"{anchor}\" open");
        assert_eq!(there.body.contains(&form), !open.is_empty(), "{place}");
        let by_itself = house.get_as(&cookie, &format!("/referrals/{id}")).await;
        assert!(!by_itself.body.contains(&form), "{place}");
    }
    assert!(!between(&page.body, "<main", "</main>").contains("<button"), "{}", page.body);
    // The rules refuse as well whoever posts without the button.
    let forced = send(&house, &cookie, id, "finish", &TOLD).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(outcome(&house, id), (Outcome::Accepted, None));
    record(&house, &cookie, id, "left-unit", &[("lead", "Invented Lead"), ("next", "1")]).await;
    let forced = send(&house, &cookie, id, "finish", &TOLD).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "the review is still missing");
    assert_eq!(record(&house, &cookie, id, "review", &ALL_WELL).await.status, StatusCode::SEE_OTHER);
    let done = send(&house, &cookie, id, "finish", &TOLD).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

// D20, PR-21
#[tokio::test]
async fn that_she_does_not_engage_is_refused_where_the_review_found_another_cause() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    contact(&house, &cookie, id, "treatment", "did_not_attend").await;
    let leaving = [("reason", "not_engaging"), ("onward", "Invented Surgery")];
    let all: Vec<(&str, &str)> = leaving.into_iter().chain(TOLD).collect();
    for (delivered, said) in [("no", "it does not lie with her"), ("not_known", "Find out first")] {
        let checks: Vec<(&str, &str)> = ALL_WELL
            .into_iter()
            .map(|(name, typed)| (name, if name == "delivered" { delivered } else { typed }))
            .collect();
        assert_eq!(record(&house, &cookie, id, "review", &checks).await.status, StatusCode::SEE_OTHER);
        let refused = send(&house, &cookie, id, "finish", &all).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{delivered}");
        assert!(refused.body.contains(said), "{delivered}: {}", refused.body);
    }
    record(&house, &cookie, id, "review", &ALL_WELL).await;
    assert_eq!(send(&house, &cookie, id, "finish", &all).await.status, StatusCode::SEE_OTHER);
    assert_eq!(outcome(&house, id).1.as_deref(), Some("not_engaging"));
}

// H14, INV-05: the same path before anything is decided.
#[tokio::test]
async fn at_the_door_that_she_could_not_be_reached_needs_the_review_as_well() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    record(&house, &cookie, id, "try", &[("route", "telephone"), ("outcome", "no_answer")]).await;
    let typed = || async {
        open(&house, &cookie, id, "reject")
            .await
            .with("reasons", "could_not_be_reached")
            .with("what_would_change", "If she rings.")
            .with("meanwhile", "An invented helpline")
    };
    let refused = finish(&house, &cookie, id, &typed().await).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("risk is reviewed first"), "{}", refused.body);
    assert_eq!(record(&house, &cookie, id, "review", &ALL_WELL).await.status, StatusCode::SEE_OTHER);
    let done = finish(&house, &cookie, id, &typed().await).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(letters(&house).iter().any(|(_, _, body)| body.contains("We could not reach you.")));
}

// PR-27
#[tokio::test]
async fn a_death_takes_back_what_has_not_left_and_is_closed_by_a_person() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    // She asked before, and the letters of that no have not left.
    let id = referred(&house, Her::default());
    let typed = open(&house, &cookie, id, "accept:community").await;
    assert_eq!(finish(&house, &cookie, id, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(letters(&house).iter().all(|(_, stage, _)| *stage == MessageStage::Queued));
    let death = |what: &'static str, why: &'static str| {
        let (house, cookie) = (&house, &cookie);
        async move {
            let (page, command) = (format!("/referrals/{id}"), house.command());
            let version = house.version(cookie, &page).await;
            let fields = [("command", command.as_str()), ("version", &version), ("what", what), ("why", why)];
            house.post(cookie, &format!("{page}/death"), &fields).await
        }
    };
    assert_eq!(death("died", "").await.status, StatusCode::SEE_OTHER);
    let stages: Vec<(Recipient, MessageStage)> =
        letters(&house).into_iter().map(|(who, stage, _)| (who, stage)).collect();
    assert_eq!(stages, [(Recipient::Referrer, MessageStage::Queued), (Recipient::Woman, MessageStage::Withdrawn)]);
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(page.body.contains("Nothing more goes to her.") && page.body.contains("Close this referral"));
    assert_eq!(death("died", "").await.status, StatusCode::CONFLICT, "it is recorded once");
    // A mistake is put right with a reason, and what was taken back stays so.
    assert_eq!(death("alive", " ").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(death("alive", "She rang").await.status, StatusCode::SEE_OTHER);
    assert!(letters(&house).iter().any(|(_, stage, _)| *stage == MessageStage::Withdrawn));
    assert_eq!(death("died", "").await.status, StatusCode::SEE_OTHER);
    let form = house.get_as(&cookie, &page_of(id)).await;
    assert!(!form.body.contains("name=\"plan\"") && form.body.contains("Close this referral"), "{}", form.body);
    let silent = send(&house, &cookie, id, "died", &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("Say how whoever referred her is told"));
    let closed = send(&house, &cookie, id, "died", &[("referrer_told", "Rung by the consultant")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert_eq!(outcome(&house, id), (Outcome::Accepted, Some("died".to_owned())));
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/care?from=2026-11-01&to=2026-11-30").await.body;
    assert!(report.contains("1 who died are not among them."), "{report}");
}

// H13
#[tokio::test]
async fn whoever_was_quicker_is_told_and_nothing_ends() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "assessment", "attended").await;
    let version = house.version(&cookie, &format!("/referrals/{id}")).await;
    contact(&house, &cookie, id, "treatment", "attended").await;
    let stale = send_as(&house, &cookie, id, "finish", &TOLD, &version, &house.command()).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("This changed after you opened it") && stale.body.contains("Invented plan"));
    assert_eq!(outcome(&house, id), (Outcome::Accepted, None));
}

// H07
#[tokio::test]
async fn after_a_loss_the_advice_presumes_nothing() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let asked = Asked { situation: Some(Situation::Stillbirth), ..Asked::default() };
    let id = in_care(&house, Her { asked, own_words: Some("Ash".to_owned()), ..Her::default() });
    contact(&house, &cookie, id, "assessment", "attended").await;
    let page = house.get_as(&cookie, &page_of(id)).await;
    assert!(page.body.contains("If one day there is another pregnancy, and only if you wish"), "{}", page.body);
    let (hers, _) = texts(&house, &cookie, id, &[]).await;
    assert!(hers.contains("We are very sorry for your loss.") && hers.contains("Ash"), "{hers}");
}

#[tokio::test]
async fn what_is_not_decided_is_decided_and_not_ended() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = referred(&house, Her::default());
    let page = house.get_as(&cookie, &page_of(id)).await;
    assert!(
        page.body.contains("She is not in our care yet") && page.body.contains(&format!("/referrals/{id}/decide\""))
    );
    let forced = send(&house, &cookie, id, "finish", &TOLD).await;
    assert_ne!(forced.status, StatusCode::SEE_OTHER);
    assert_eq!(outcome(&house, id).0, Outcome::Pending);
    let nobody = house.get_as(&cookie, "/referrals/00000000-0000-7000-8000-000000000000/discharge").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
