//! One referral: what its page shows, the steps that are taken on it, and what happens to a form that is stale.

use axum::http::StatusCode;
use porch_app::door;
use porch_domain::{
    actor::{Actor, Role},
    front_door::{Answers, Step, WayIn},
};

use crate::support::{House, between};

async fn emergency(house: &House, cookie: &str) -> String {
    let fields = [
        ("signs", "frightening_things"),
        ("name", "Berta Example"),
        ("medicines", "Epilim 500"),
        ("home", "Two children"),
        ("helps", "Walking"),
        ("telephone", "01632 960 018"),
        ("reach_telephone", "no"),
        ("reach_text", "yes"),
        ("interpreter", "yes"),
        ("language", "Urdu"),
        ("agreement", "not_asked"),
        ("supporter", "Her sister Ida"),
        ("tell_supporter", "yes"),
        ("safeguarding", "Invented fact about a child"),
    ];
    house.call(cookie, &fields).await
}

/// Sends a step's form as the page drew it.
async fn step(house: &House, cookie: &str, page: &str, step: &str, fields: &[(&str, &str)]) -> crate::support::Answer {
    let (version, command) = (house.version(cookie, page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, &format!("{page}/steps/{step}"), &all).await
}

#[tokio::test]
async fn one_page_shows_what_matters_the_story_whom_we_may_tell_and_what_happened() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let page = emergency(&house, &cookie).await;
    house.world.advance_minutes(1);
    let answer = house.get_as(&cookie, &page).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body.matches("<h1").count(), 1);
    assert!(!answer.title().contains("Berta"), "a name stands in no title: {}", answer.title());
    let of = |id: &str| between(&answer.body, &format!("id=\"{id}\""), "</section>").to_owned();
    for said in [
        "Sees, hears or believes frightening things",
        "Only a clinician who has spoken with her may lower",
        "Prescriber review today",
        "3 h 59 min left",
        "Nobody has taken this",
        "Urdu",
        "Do not ring 01632 960 018",
        "<strong>Yes</strong>: 01632 960 018",
        "Not known",
        "Restricted",
    ] {
        assert!(of("matters").contains(said), "{said}");
    }
    for said in
        ["Invented worry", "Two children", "Walking", "Epilim 500", "She was not asked", "Ivy Invented, midwife"]
    {
        assert!(of("story").contains(said), "{said}");
    }
    assert!(of("telling").contains("Her sister Ida"));
    assert!(of("files").contains("No file came with it."));
    assert!(of("timeline").contains("Received, emergency"));
    assert!(of("timeline").contains("Demonstration clinician (Clinician)"));
    assert!(of("next").contains(&format!("href=\"{page}/decide\"")));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.why.as_str(), look.shown), ("referral", "triage", 1));
}

// H12
#[tokio::test]
async fn the_clocks_beside_the_response_are_shown_with_their_rule_and_end() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let clocks = |body: &str| between(body, "Other clocks", "Holds it").to_owned();
    let urgent = emergency(&house, &cookie).await;
    assert!(clocks(&house.get_as(&cookie, &urgent).await.body).contains("None runs"));
    let calm = house.call(&cookie, &[("name", "Clara Example"), ("telephone", "01632 960 019")]).await;
    let said = clocks(&house.get_as(&cookie, &calm).await.body);
    assert!(said.contains("First look by duty within 1 working day: "), "{said}");
    assert!(said.contains("Assessment within 14 days: "), "{said}");
}

// H23
#[tokio::test]
async fn valproate_or_lithium_is_named_beside_the_story_and_says_review_and_never_stop() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    for (typed, named) in [("epilim chrono", "valproate"), ("takes LITHUIM", "lithium")] {
        let page = house.call(&cookie, &[("medicines", typed)]).await;
        let body = house.get_as(&cookie, &page).await.body;
        let said = between(&body, "class=\"porch-review\"", "</p>");
        assert!(said.contains(&format!("Named: {named}.")), "{typed}: {said}");
        assert!(said.contains("A prescriber reviews this on the day."));
        assert!(body.contains("Prescriber review today"), "the task is there too");
        assert!(!said.to_lowercase().contains("stop"));
    }
    let none = house.call(&cookie, &[("medicines", "folic acid")]).await;
    assert!(!house.get_as(&cookie, &none).await.body.contains("porch-review"));
}

#[tokio::test]
async fn each_step_is_taken_stands_in_the_timeline_and_leads_back_to_the_page() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = emergency(&house, &cookie).await;
    house.world.advance_minutes(30);
    type Taken<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let steps: [Taken<'_>; 9] = [
        ("claim", &[], "Demonstration duty worker took it"),
        ("release", &[], "Was let go"),
        (
            "try",
            &[("route", "voicemail"), ("outcome", "left_message"), ("note", "Said my name only")],
            "Tried, voicemail: left a neutral message",
        ),
        ("ask", &[("of", "referrer"), ("what", "Which ward is she on?"), ("wait", "24")], "Asked the referrer"),
        ("add", &[("kind", "answer"), ("text", "Ward 4")], "An answer came"),
        ("add", &[("kind", "note"), ("text", "Sister rang")], "Sister rang"),
        ("task", &[("task", "prescriber_review"), ("note", "Dr Invented reviewed")], "Dr Invented reviewed"),
        (
            "lower",
            &[("to", "urgent"), ("spoke", "09:20"), ("why", "She slept and is safe with her sister")],
            "Urgency lowered from emergency to urgent; spoke with her 21 November 2026, 9:20am",
        ),
        ("raise", &[("to", "very_urgent"), ("why", "Worse again")], "Urgency raised from urgent to very urgent"),
    ];
    for (name, fields, said) in steps {
        let done = step(&house, &cookie, &page, name, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{name}: {}", between(&done.body, "<main", "</main>"));
        assert_eq!(done.header("location"), format!("{page}#next"), "{name}");
        let body = house.get_as(&cookie, &page).await.body;
        assert!(between(&body, "class=\"porch-timeline\"", "</ol>").contains(said), "{name}: {said}");
    }
    let body = house.get_as(&cookie, &page).await.body;
    let latest = between(&body, "class=\"porch-timeline\"", "</li>");
    assert!(latest.contains("Worse again"), "the latest is first: {latest}");
    let tries = house.get_as(&cookie, &format!("{page}?only=tries")).await.body;
    let only = between(&tries, "class=\"porch-timeline\"", "</ol>");
    assert!(only.contains("left a neutral message") && !only.contains("Worse again"), "{only}");
    assert!(!body.contains("id=\"task-prescriber_review\""), "the task is done, and asks for nothing more");
}

// H13
#[tokio::test]
async fn a_stale_form_says_what_changed_saves_nothing_and_keeps_what_was_typed() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let page = emergency(&house, &duty).await;
    let version = house.version(&duty, &page).await;
    house.world.advance_minutes(5);
    let other = step(&house, &clinician, &page, "raise", &[("to", "emergency"), ("why", "x")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "it is an emergency already");
    assert!(other.body.contains("it is as urgent as that already"));
    assert_eq!(step(&house, &clinician, &page, "claim", &[]).await.status, StatusCode::SEE_OTHER);
    let command = house.command();
    let typed = [("command", command.as_str()), ("version", &version), ("kind", "note"), ("text", "What I had typed")];
    let stale = house.post(&duty, &format!("{page}/steps/add"), &typed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let changed = between(&stale.body, "id=\"changed\"", "</ul>");
    assert!(changed.contains("Nothing was saved.") && changed.contains("Demonstration clinician took it"), "{changed}");
    assert!(!changed.contains("Received"), "only what is newer: {changed}");
    assert!(stale.body.contains("What I had typed</textarea>"));
    assert!(stale.body.contains("id=\"add\" open"), "its form is open");
    let now = house.get_as(&duty, &page).await.body;
    assert!(!now.contains("What I had typed"));
    let fresh = between(&stale.body, "name=\"version\" value=\"", "\"").to_owned();
    let command = house.command();
    let again = [("command", command.as_str()), ("version", &fresh), ("kind", "note"), ("text", "What I had typed")];
    assert_eq!(house.post(&duty, &format!("{page}/steps/add"), &again).await.status, StatusCode::SEE_OTHER);
}

// H13
#[tokio::test]
async fn a_referral_carries_its_version_and_news_of_a_newer_one_is_no_look() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = emergency(&house, &cookie).await;
    let other = emergency(&house, &cookie).await;
    let body = house.get_as(&cookie, &page).await.body;
    let position = format!("{}\n", between(&body, "data-position=\"", "\""));
    let looks = house.looks().len();
    let newest = format!("{page}/newest");
    assert!(body.contains(&format!("data-newest=\"{newest}\"")));
    assert_eq!(house.get_as(&cookie, &newest).await.body, position);
    assert_eq!(house.looks().len(), looks);
    step(&house, &cookie, &other, "claim", &[]).await;
    assert_eq!(house.get_as(&cookie, &newest).await.body, position, "another referral is no news of this one");
    step(&house, &cookie, &page, "claim", &[]).await;
    assert_ne!(house.get_as(&cookie, &newest).await.body, position);
}

#[tokio::test]
async fn a_file_is_a_download_of_its_own_type_and_the_look_names_it() {
    let house = House::demonstration();
    let public = house.ctx(Actor::Public);
    let key = door::begin(&public, WayIn::Myself, None).unwrap();
    let content = b"%PDF-1.7 invented <script>alert(1)</script>".to_vec();
    door::add_file(&public, None, &key, "Brief \u{17c}\"1\".pdf", content.clone()).unwrap();
    for (step, fields) in [
        (Step::Now, [("now", "baby")]),
        (Step::Signs, [("signs", "self_harm")]),
        (Step::CallBack, [("call_back", "01632 960 020")]),
    ] {
        let answers = Answers::new(fields.map(|(field, value)| (field.to_owned(), value.to_owned())));
        door::save(&public, &key, step, &answers).unwrap();
    }
    let sent = door::send(&public, &key).unwrap();
    let cookie = house.sign_in(Role::Clinician).await;
    let found = house.post(&cookie, "/find", &[("q", &sent.reference)]).await;
    let page = found.links().into_iter().rfind(|link| link.starts_with("/referrals/")).unwrap();
    let shown = house.get_as(&cookie, &page).await;
    let file = shown.links().into_iter().find(|link| link.contains("/files/")).unwrap();
    house.world.advance_minutes(1);
    let answer = house.get_as(&cookie, &file).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body.as_bytes(), content);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename=\"Brief __1_.pdf\"; filename*=UTF-8''Brief%20"),
        "{disposition}"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("file of a referral", 2));
    let elsewhere = file.replace(page.as_str(), "/referrals/01890000-0000-7000-8000-000000000000");
    assert_eq!(house.get_as(&cookie, &elsewhere).await.status, StatusCode::NOT_FOUND);
    let manager = house.sign_in(Role::Manager).await;
    assert_eq!(house.get_as(&manager, &file).await.status, StatusCode::FORBIDDEN);
}

// H20
#[tokio::test]
async fn an_urgency_is_lowered_only_by_whoever_says_when_she_spoke_with_her_and_why() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = emergency(&house, &cookie).await;
    house.world.advance_minutes(10);
    for (fields, id) in [
        (vec![("to", "routine"), ("why", "calmer")], "lower-spoke"),
        (vec![("to", "routine"), ("spoke", "half past"), ("why", "calmer")], "lower-spoke"),
        (vec![("to", "routine"), ("spoke", "09:05")], "lower-why"),
        (vec![("spoke", "09:05"), ("why", "calmer")], "lower-to"),
    ] {
        let refused = step(&house, &cookie, &page, "lower", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
        assert!(refused.body.contains(&format!("id=\"{id}-error\"")), "{fields:?}");
        assert!(refused.body.contains("id=\"lower\" open"), "{fields:?}");
    }
    let before_it_came =
        step(&house, &cookie, &page, "lower", &[("to", "routine"), ("spoke", "08:00"), ("why", "calmer")]).await;
    assert_eq!(before_it_came.status, StatusCode::CONFLICT);
    assert!(before_it_came.body.contains("say when you spoke with her"));
    let form = house.get_as(&cookie, &page).await.body;
    assert!(!between(&form, "id=\"lower-spoke\"", ">").contains("value="), "no time stands there by itself");
    assert!(house.get_as(&cookie, "/queue?show=emergencies").await.body.contains("Berta"));
}

#[tokio::test]
async fn what_is_missing_in_a_form_is_told_at_its_field_and_at_the_top() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = emergency(&house, &cookie).await;
    for (name, fields, id) in [
        ("ask", vec![("of", "woman"), ("wait", "24")], "ask-what"),
        ("ask", vec![("of", "woman"), ("what", "x"), ("wait", "9999")], "ask-wait"),
        ("try", vec![("route", "pigeon"), ("outcome", "no_answer")], "try-route"),
        ("add", vec![("kind", "note"), ("text", "  ")], "add-text"),
        ("task", vec![("task", "prescriber_review")], "task-prescriber_review"),
        ("safeguarding", vec![], "safeguarding-what"),
    ] {
        let refused = step(&house, &cookie, &page, name, &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name}");
        assert!(refused.body.contains(&format!("href=\"#{id}\"")), "{name}");
        assert!(refused.body.contains(&format!("id=\"{id}-error\"")), "{name}");
        assert!(refused.title().starts_with("Error: "), "{name}");
    }
    for path in ["/referrals/none", "/referrals/01890000-0000-7000-8000-000000000000"] {
        assert_eq!(house.get_as(&cookie, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let command = house.command();
    let unknown = house.post(&cookie, &format!("{page}/steps/forget"), &[("command", &command)]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

// PR-26
#[tokio::test]
async fn what_is_restricted_opens_only_with_a_reason_and_the_look_keeps_it() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let page = emergency(&house, &cookie).await;
    let secret = "Invented fact about a child";
    let body = house.get_as(&cookie, &page).await.body;
    assert!(!body.contains(secret) && body.contains("Something was recorded on the restricted page"));
    let restricted = format!("{page}/restricted");
    assert!(!house.get_as(&cookie, &restricted).await.body.contains(secret));
    let without = house.post(&cookie, &restricted, &[("why", " ")]).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    assert!(!without.body.contains(secret) && without.body.contains("id=\"why-error\""));
    house.world.advance_minutes(1);
    let opened = house.post(&cookie, &restricted, &[("why", "strategy meeting today")]).await;
    assert!(opened.body.contains(secret));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.why.as_str(), look.shown), ("safeguarding", "strategy meeting today", 1));
    let recorded = step(&house, &cookie, &page, "safeguarding", &[("what", "A second invented fact")]).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER);
    assert!(!house.get_as(&cookie, &page).await.body.contains("A second invented fact"));
    let opened = house.post(&cookie, &restricted, &[("why", "again")]).await.body;
    assert!(opened.find("A second invented fact") < opened.find(secret), "the latest first");
}

// H05
#[tokio::test]
async fn who_may_be_the_same_is_told_as_that_and_stays_apart() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let born = [("born-day", "3"), ("born-month", "2"), ("born-year", "1997")];
    let first =
        house.call(&cookie, &[&[("name", "Berta Example"), ("nhs_number", "9990000018")][..], &born].concat()).await;
    let same_day = house.call(&cookie, &[&[("name", "BERTA Sample")][..], &born].concat()).await;
    let same_number = house.call(&cookie, &[("name", "B. E."), ("nhs_number", "999 000 0018")]).await;
    let neither = house.call(&cookie, &[("name", "Berta Example")]).await;
    let twin = house.call(&cookie, &[&[("name", "Clara Elsewhere")][..], &born].concat()).await;
    house.world.advance_minutes(1);
    let body = house.get_as(&cookie, &first).await.body;
    let told = between(&body, "id=\"maybe-same\"", "</section>");
    assert!(told.contains("May be the same person") && told.contains("stay apart until a person has made sure"));
    assert!(
        told.contains(&format!("href=\"{same_day}\"")) && told.contains("born on the same day, and a name in common")
    );
    assert!(told.contains(&format!("href=\"{same_number}\"")) && told.contains("the same NHS number"));
    assert!(!told.contains(&neither) && !told.contains(&twin), "{told}");
    let earlier = between(&body, "id=\"earlier\"", "id=\"maybe-same\"");
    assert!(earlier.contains("None is held."), "they are nowhere among her own referrals");
    assert_eq!(house.looks()[0].shown, 5, "the look names her referral, both people and both of theirs");
}

#[tokio::test]
async fn what_was_erased_is_told_as_erased_and_nothing_of_it_is_shown() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = emergency(&house, &cookie).await;
    let body = house.get_as(&cookie, &page).await.body;
    let person = between(&body, "/calls/new?person=", "#").parse().unwrap();
    house.world.advance_minutes(1);
    let officer = Actor::Staff { account: "ian".to_owned(), role: Role::InformationOfficer };
    let command = house.command().parse().unwrap();
    porch_app::person::erase(&house.ctx(officer), command, person, "she asked for it").unwrap();
    let body = house.get_as(&cookie, &page).await.body;
    assert!(body.contains("Personal data erased") && body.contains("What was told was erased."));
    assert!(body.contains("cannot be shown again"));
    for gone in ["Berta", "Invented worry", "01632 960 018", "Two children", "/calls/new?person="] {
        assert!(!body.contains(gone), "{gone}");
    }
    assert!(!house.get_as(&cookie, "/queue").await.body.contains("Berta"));
}

// D21: a pause is offered only where the local rules allow it; what was typed stays, and the time since the receipt is shown.
#[tokio::test]
async fn a_clock_is_paused_on_the_page_where_the_rules_allow_it_and_let_run_again() {
    let pause = "pause_allowed = true\npause_source = \"this-project\"\npriority = \"routine\"";
    let house = House::of(&crate::support::KENT.replace("priority = \"routine\"", pause), true);
    let cookie = house.sign_in(Role::Duty).await;
    let case = house.call(&cookie, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    let emergency = house.call(&cookie, &[("signs", "frightening_things"), ("name", "Berta Example")]).await;
    assert!(!house.get_as(&cookie, &emergency).await.body.contains("Pause the clock"));
    let plain = House::demonstration();
    let other = plain.sign_in(Role::Duty).await;
    let not_allowed = plain.call(&other, &[("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await;
    assert!(!plain.get_as(&other, &not_allowed).await.body.contains("Pause the clock"), "no rule allows it");

    let page = house.get_as(&cookie, &case).await.body;
    assert!(page.contains("Pause the clock") && page.contains("The local rules allow it (this-project)"));
    let take = async |step: &str, fields: &[(&str, &str)]| {
        let (command, version) = (house.command(), house.version(&cookie, &case).await);
        let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
        all.extend(fields);
        house.post(&cookie, &format!("{case}/steps/{step}"), &all).await
    };
    let missing = take("pause", &[("days", "14"), ("why", "")]).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    assert!(missing.body.contains("Say why the clock is paused"));
    assert!(missing.body.contains("value=\"14\" selected"), "what was chosen stays");
    let done = take("pause", &[("days", "14"), ("why", "She is on the neonatal unit with her baby")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    house.world.advance_minutes(3 * 24 * 60);
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, &case).await.body;
    for said in [
        "<strong>Paused</strong> since",
        "3 days have passed since the receipt",
        "Clock paused until 5 December 2026",
        "She is on the neonatal unit with her baby",
        "Let the clock run again",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(house.get_as(&cookie, "/queue").await.body.contains("clock paused until 5 December 2026"));
    let (command, version) = (house.command(), house.version(&cookie, &case).await);
    let fields = [("command", command.as_str()), ("version", version.as_str())];
    let done = house.post(&cookie, &format!("{case}/steps/resume"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.get_as(&cookie, &case).await.body;
    assert!(page.contains("Clock let run again") && page.contains("it ends 22 December 2026, 11:59pm"), "{page}");
}
