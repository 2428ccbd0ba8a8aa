//! Care as staff meet it: the caseload, what is recorded on a referral's page, and the figures of it.

use axum::http::StatusCode;
use porch_app::{care, referral};
use porch_domain::{
    actor::{Actor, Role},
    front_door::Told,
    ids::{CommandId, ReferralId},
    person::Pregnancy,
    referral::{AdditionKind, ReferralCommand, Telling},
};

use crate::{
    deciding::{Her, referred},
    support::{Answer, House, between},
};

fn clinician() -> Actor {
    Actor::Staff { account: "demo-clinician".to_owned(), role: Role::Clinician }
}

/// Somebody who was taken on by the community team.
pub fn in_care(house: &House, her: Her) -> ReferralId {
    let id = referred(house, her);
    house.accept(&id.to_string());
    let to_woman = Telling::NotTold { why: "invented".to_owned() };
    let command = CommandId(house.command().parse().unwrap());
    referral::carry_out(&house.ctx(clinician()), command, id, None, ReferralCommand::AcceptHandover { to_woman })
        .unwrap();
    house.world.advance_minutes(5);
    id
}

/// Sends a form of care as the page drew it.
pub async fn record(house: &House, cookie: &str, id: ReferralId, step: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{id}");
    let (version, command) = (house.version(cookie, &page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    let answer = house.post(cookie, &format!("{page}/steps/{step}"), &all).await;
    house.world.advance_minutes(5);
    answer
}

/// A contact just now.
pub async fn contact(house: &House, cookie: &str, id: ReferralId, kind: &str, attendance: &str) {
    contact_of(house, cookie, id, kind, attendance, "not_expected").await;
}

pub async fn contact_of(house: &House, cookie: &str, id: ReferralId, kind: &str, attendance: &str, baby: &str) {
    let at = porch_app::World::now(house.world.as_ref()).to_string()[11..16].to_owned();
    let fields = [("kind", kind), ("attendance", attendance), ("met", &at), ("baby", baby), ("next", "14")];
    let answer = record(house, cookie, id, "contact", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", between(&answer.body, "<main", "</main>"));
}

pub const ALL_WELL: [(&str, &str); 6] = [
    ("delivered", "yes"),
    ("safe_route", "yes"),
    ("language", "yes"),
    ("stopped", "not_known"),
    ("found", "Invented finding"),
    ("next", "7"),
];

fn care_of(page: &Answer) -> &str {
    between(&page.body, "id=\"care\"", "</section>")
}

#[tokio::test]
async fn the_caseload_says_who_leads_when_she_is_next_seen_and_what_is_missed_and_to_do() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let nobody = house.get_as(&cookie, "/caseload").await;
    assert_eq!(nobody.status, StatusCode::OK);
    assert!(nobody.body.contains("Nobody in this part: everybody in our care."), "{}", nobody.body);
    let id = in_care(&house, Her::default());
    for _ in 0..2 {
        contact(&house, &cookie, id, "treatment", "did_not_attend").await;
    }
    assert_eq!(record(&house, &cookie, id, "lead", &[("lead", "demo-clinician")]).await.status, StatusCode::SEE_OTHER);
    record(&house, &cookie, id, "safeguarding", &[("what", "Invented fact")]).await;
    let page = house.get_as(&cookie, "/caseload").await;
    assert_eq!(page.body.matches("<h1").count(), 1);
    let list = between(&page.body, "<tbody", "</tbody>");
    for said in [
        "Invented Person",
        &format!("href=\"/referrals/{id}\""),
        "Perinatal MH Community Service",
        "Demonstration clinician",
        "13 days left",
        "2 contacts",
        "Risk review",
        "28 days left",
    ] {
        assert!(list.contains(said), "{said} is missing: {list}");
    }
    assert!(!list.to_lowercase().contains("safeguarding"), "PR-26: it stands on no row");
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("caseload", 1));
    for (part, shown) in [
        ("?show=mine", true),
        ("?show=team:community", true),
        ("?show=team:thrive", false),
        ("?show=clock", false),
        ("?show=team:nowhere", true),
        ("?after=nonsense", true),
    ] {
        let page = house.get_as(&cookie, &format!("/caseload{part}")).await;
        assert_eq!(page.status, StatusCode::OK, "{part}");
        assert_eq!(page.body.contains("Invented Person"), shown, "{part}");
    }
    let other = house.sign_in(Role::Duty).await;
    assert!(!house.get_as(&other, "/caseload?show=mine").await.body.contains("Invented Person"));
    let manager = house.sign_in(Role::Manager).await;
    assert_eq!(house.get_as(&manager, "/caseload").await.status, StatusCode::FORBIDDEN);
}

// D21
#[tokio::test]
async fn the_clock_part_holds_what_has_run_out_or_nearly_and_nothing_that_was_stopped() {
    let house = House::demonstration();
    let late = in_care(&house, Her::default());
    house.world.set("2026-12-17T09:00:00Z");
    let early = in_care(&house, Her::default());
    let cookie = house.sign_in(Role::Clinician).await;
    let listed = |page: &Answer, id: ReferralId| page.body.contains(&format!("/referrals/{id}\""));
    let nearly = house.get_as(&cookie, "/caseload?show=clock").await;
    assert!(listed(&nearly, late) && !listed(&nearly, early), "{}", nearly.body);
    house.world.set("2026-12-22T09:00:00Z");
    let cookie = house.sign_in(Role::Clinician).await;
    let out = house.get_as(&cookie, "/caseload?show=clock").await;
    assert!(
        listed(&out, late) && between(&out.body, "<tbody", "</tbody>").contains("Overdue by 2 days"),
        "{}",
        out.body
    );
    contact(&house, &cookie, late, "assessment", "attended").await;
    let stopped = house.get_as(&cookie, "/caseload?show=clock").await;
    assert!(!listed(&stopped, late));
    // What stopped it stands behind the figure.
    let manager = house.sign_in(Role::Manager).await;
    let period = "from=2026-11-01&to=2026-12-31";
    let report = house.get_as(&manager, &format!("/reports/care?{period}")).await;
    assert_eq!(report.status, StatusCode::OK);
    let routine = between(&report.body, "Routine", "</tr>");
    assert!(routine.contains(">0<") && routine.contains(">1<") && routine.contains("0 %"), "{routine}");
    assert!(!report.body.contains("/reports/care/late"), "a manager sees no records");
    // Looks of one instant have no order.
    house.world.advance_minutes(1);
    let behind = house.get_as(&cookie, &format!("/reports/care/late?{period}")).await;
    assert!(behind.body.contains("Assessment by demo-clinician") && listed(&behind, late), "{}", behind.body);
    assert_eq!(house.looks()[0].what, "clocks stopped too late");
    assert_eq!(house.get_as(&manager, &format!("/reports/care/late?{period}")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_long_caseload_comes_in_pages_that_hold_everybody_once() {
    let house = House::demonstration();
    let all: Vec<ReferralId> = (0..care::A_PAGE + 3).map(|_| in_care(&house, Her::default())).collect();
    let cookie = house.sign_in(Role::Clinician).await;
    let mut address = Some("/caseload".to_owned());
    let (mut pages, mut listed) = (0, Vec::<&ReferralId>::new());
    while let Some(at) = address {
        let page = house.get_as(&cookie, &at).await;
        assert_eq!(page.status, StatusCode::OK);
        listed.extend(all.iter().filter(|id| page.body.contains(&format!("/referrals/{id}\""))));
        address = page.links().into_iter().find(|link| link.contains("after="));
        pages += 1;
        assert_eq!(page.body.contains("Beginning of the list"), pages > 1);
        assert!(pages < 5);
    }
    assert_eq!((pages, listed.len()), (2, all.len()));
    listed.sort();
    listed.dedup();
    assert_eq!(listed.len(), all.len());
}

#[tokio::test]
async fn each_thing_that_is_missing_in_a_form_of_care_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    contact(&house, &cookie, id, "treatment", "did_not_attend").await;
    let contact = [
        ("kind", "assessment"),
        ("attendance", "attended"),
        ("met", "09:05"),
        ("baby", "brought"),
        ("next", "14"),
        ("note", "words that must stay"),
    ];
    for (step, full, field, typed, said) in [
        ("contact", &contact[..], "kind", "", "Choose what it was for"),
        ("contact", &contact[..], "attendance", "", "Choose who came"),
        ("contact", &contact[..], "met", "", "Say when it was"),
        ("contact", &contact[..], "met", "25:00", "Write the time as hours and minutes"),
        ("contact", &contact[..], "next", "400", "Choose when the next contact is due"),
        ("contact", &contact[..], "service", "Liaison", "Name the clinician who saw her"),
        ("contact", &contact[..], "seen_by", "Invented Nurse", "Name the service"),
        ("review", &ALL_WELL[..], "delivered", "", "Choose yes, no or not known"),
        ("review", &ALL_WELL[..], "found", " ", "Say what was found"),
        ("lead", &[("lead", "")][..], "lead", "", "Say who leads"),
        ("admission", &[("unit", "")][..], "unit", "", "Name the unit"),
    ] {
        let mut fields: Vec<(&str, &str)> = full.iter().copied().filter(|(name, _)| *name != field).collect();
        fields.push((field, typed));
        let answer = record(&house, &cookie, id, step, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{step} {field}");
        // What is missing beside the one is the other.
        let at = match field {
            "service" => "seen_by",
            "seen_by" => "service",
            field => field,
        };
        assert!(answer.body.contains(&format!("href=\"#{step}-{at}\"")), "{step} {field}");
        assert!(answer.body.matches(said).count() >= 2, "{step} {field}: in the summary and beside the field");
        if full.iter().any(|(_, typed)| *typed == "words that must stay") {
            assert!(answer.body.contains("words that must stay"), "{step} {field}");
        }
        assert!(answer.title().starts_with("Error: "), "{step} {field}");
    }
    // What the rules refuse is told as well, and nothing is changed.
    let ahead =
        [("kind", "treatment"), ("attendance", "attended"), ("met", "23:59"), ("baby", "brought"), ("next", "14")];
    let refused = record(&house, &cookie, id, "contact", &ahead).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("say when the contact was, after the referral came and before now"));
}

// D16, F6, PR-12, PR-21
#[tokio::test]
async fn what_is_recorded_of_care_stands_on_her_page() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let page = format!("/referrals/{id}");
    let first = house.get_as(&cookie, &page).await;
    for said in ["Nobody is named", "Nobody yet"] {
        assert!(care_of(&first).contains(said), "{said}");
    }
    contact_of(&house, &cookie, id, "treatment", "attended", "not_brought").await;
    let answer = house.get_as(&cookie, &page).await;
    assert!(
        care_of(&answer).contains("Baby not brought")
            && care_of(&answer).contains("Risk is reviewed before anything ends.")
    );
    assert_eq!(record(&house, &cookie, id, "review", &ALL_WELL).await.status, StatusCode::SEE_OTHER);
    let at = ("met", "09:06");
    let elsewhere = [
        ("kind", "assessment"),
        ("attendance", "attended"),
        at,
        ("baby", "not_expected"),
        ("next", "2"),
        ("seen_by", "Invented Nurse"),
        ("service", "Liaison"),
    ];
    assert_eq!(record(&house, &cookie, id, "contact", &elsewhere).await.status, StatusCode::SEE_OTHER);
    record(&house, &cookie, id, "admission", &[("unit", "Invented Unit")]).await;
    let answer = house.get_as(&cookie, &page).await;
    for said in [
        "2 different staff: Invented Nurse, Liaison; demo-clinician",
        "Assessment by Invented Nurse, Liaison",
        "Invented Unit",
    ] {
        assert!(care_of(&answer).contains(said), "{said}: {}", care_of(&answer));
    }
    assert!(answer.body.contains("Name a lead professional: she was admitted without one"));
    let left = record(&house, &cookie, id, "left-unit", &[("lead", "Invented Lead"), ("next", "1")]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let answer = house.get_as(&cookie, &page).await;
    assert!(care_of(&answer).contains("Invented Lead") && !care_of(&answer).contains("Invented Unit"));
    assert!(!answer.body.contains("<strong>Name a lead professional"));
}

// D14
#[tokio::test]
async fn care_goes_on_beyond_its_time_only_with_a_reason() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let page = format!("/referrals/{id}");
    assert!(!house.get_as(&cookie, &page).await.body.contains("Go on beyond her time"), "no end is known");
    let pregnancy = Pregnancy { due_or_end_on: "2024-11-20".parse().unwrap(), outcome: None };
    let told = Box::new(Told { pregnancy: Some(pregnancy), ..Told::default() });
    let command = CommandId(house.command().parse().unwrap());
    let add = ReferralCommand::Add { kind: AdditionKind::Door, told };
    referral::carry_out(&house.ctx(clinician()), command, id, None, add).unwrap();
    let over = house.get_as(&cookie, &page).await;
    assert!(care_of(&over).contains("over, and no reason to go on is recorded"), "{}", care_of(&over));
    for (field, fields, said) in [
        ("until", [("until", "soon"), ("why", "words that must stay")], "Write the day as numbers"),
        ("why", [("until", "15 5 2027"), ("why", " ")], "Say what the clinical need is"),
    ] {
        let answer = record(&house, &cookie, id, "continue", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
        assert!(answer.body.matches(said).count() >= 2, "{field}: in the summary and beside the field");
        assert!(answer.body.contains(if field == "until" { "words that must stay" } else { "15 5 2027" }), "{field}");
    }
    let gone_by = record(&house, &cookie, id, "continue", &[("until", "20 11 2026"), ("why", "invented need")]).await;
    assert!(gone_by.status == StatusCode::CONFLICT && gone_by.body.contains("choose a day that is still to come"));
    let done = record(&house, &cookie, id, "continue", &[("until", "15 5 2027"), ("why", "invented need")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let goes_on = house.get_as(&cookie, &page).await;
    assert!(care_of(&goes_on).contains(", continued with a reason"), "{}", care_of(&goes_on));
}

// F6, D22
#[tokio::test]
async fn the_figures_of_care_say_when_there_is_nothing_to_count() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    let page = house.get_as(&manager, "/reports/care?from=2026-04-01&to=2027-03-31").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("<h1").count(), 1);
    for said in ["Nobody who was received in this period has been seen yet.", "Nobody&#39;s care ended in this period."]
    {
        assert!(page.body.contains(said) || page.body.contains(&said.replace("&#39;", "'")), "{said}");
    }
    let wrong = house.get_as(&manager, "/reports/care?from=2026-04-01&to=2025-03-31").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let administrator = house.sign_in(Role::Administrator).await;
    assert_eq!(house.get_as(&administrator, "/reports/care").await.status, StatusCode::FORBIDDEN);
}
