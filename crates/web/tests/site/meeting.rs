//! The meeting room: sittings, who is there, one decision for each case, two scribes, the end, and the report.

use porch_domain::actor::Role;

use crate::support::{Answer, House, between};

/// The first sitting after the Saturday on which the clock of these tests stands.
const ROOM: &str = "/meetings/2026-11-23-1000";

/// Writes a call down of somebody whose case waits for the meeting.
async fn waits(house: &House, cookie: &str, name: &str) -> String {
    house.call(cookie, &[("name", name), ("reach_telephone", "yes"), ("telephone", "01632 960 016")]).await
}

fn id(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}

/// The command of the form that a page sends to an address.
fn form<'a>(page: &'a Answer, action: &str) -> (&'a str, &'a str) {
    let form = between(&page.body, &format!("action=\"{action}\""), "</form>");
    (between(form, "name=\"command\" value=\"", "\""), between(form, "name=\"version\" value=\"", "\""))
}

/// Opens the meeting with three disciplines and one who is there beside the scribe.
async fn open(house: &House, cookie: &str) {
    let page = house.get_as(cookie, ROOM).await;
    let action = format!("{ROOM}/attendance");
    let (command, version) = form(&page, &action);
    let fields = [
        ("command", command),
        ("version", version),
        ("disciplines", "psychiatry"),
        ("disciplines", "nursing"),
        ("disciplines", "psychology"),
        ("people", "demo-duty"),
        ("people", "demo-clinician"),
    ];
    let answer = house.post(cookie, &action, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// Enters a decision of a case with the version that the page shows.
async fn decide(house: &House, cookie: &str, case: &str, fields: &[(&str, &str)]) -> Answer {
    let page = house.get_as(cookie, &format!("{ROOM}?case={}", id(case))).await;
    let action = format!("{ROOM}/cases/{}", id(case));
    let (command, version) = form(&page, &action);
    let mut all = vec![("command", command), ("version", version)];
    all.extend(fields);
    house.post(cookie, &action, &all).await
}

const ACCEPT: &[(&str, &str)] = &[("choice", "accept"), ("team", "community")];
const CARRY: &[(&str, &str)] = &[("choice", "carry"), ("owner", "demo-duty"), ("until", "2026-11-25T10:00")];

// PR-16
#[tokio::test]
async fn a_meeting_is_opened_and_each_case_leaves_a_decision_an_owner_and_a_next_date() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let names = ["Anna Example", "Berta Example", "Clara Example", "Dora Example", "Edda Example"];
    let mut cases = Vec::new();
    for name in names {
        cases.push(waits(&house, &duty, name).await);
    }
    let sittings = house.get_as(&duty, "/meetings").await;
    assert_eq!(sittings.title(), "Team meetings – Porch");
    assert!(sittings.links().contains(&ROOM.to_owned()), "{:?}", sittings.links());

    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, ROOM).await;
    assert!(page.body.contains("0 of 5 decided") && page.body.contains("This meeting is not open"), "{}", page.body);
    for name in names {
        assert!(page.body.contains(name), "{name}");
    }
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.shown), ("meeting", 5));
    open(&house, &duty).await;
    let page = house.get_as(&duty, ROOM).await;
    assert!(page.body.contains("3 disciplines are here. 3 make a quorum."), "{}", page.body);

    let letters = [("reasons", "other_team_fits"), ("owner", "demo-duty"), ("until", "2026-11-24T12:00")];
    let reject: Vec<_> = [("choice", "reject")].into_iter().chain(letters).collect();
    let signpost: Vec<_> = [("choice", "signpost"), ("to", "Invented service")].into_iter().chain(letters).collect();
    let ask = [
        ("choice", "ask"),
        ("what", "Which GP?"),
        ("of", "referrer"),
        ("owner", "demo-duty"),
        ("until", "2026-11-25T10:00"),
    ];
    let decisions: [(&[(&str, &str)], &str); 5] = [
        (ACCEPT, "Accepted"),
        (&reject, "Not taken on"),
        (&signpost, "Signposted"),
        (&ask, "More information"),
        (CARRY, "Carried over"),
    ];
    for (nth, (case, (fields, label))) in cases.iter().zip(decisions).enumerate() {
        let answer = decide(&house, &duty, case, fields).await;
        assert_eq!(answer.status, 303, "{label}: {}", answer.body);
        assert_eq!(answer.header("location"), format!("{ROOM}?after={}#case", id(case)));
        let page = house.get_as(&duty, &format!("{ROOM}?case={}", id(case))).await;
        assert!(page.body.contains(&format!("{} of 5 decided", nth + 1)), "{label}");
        let side = between(&page.body, "data-porch-decisions", "data-porch-keys");
        assert!(side.contains(label) && side.contains("Next: "), "{label}: {side}");
    }
    assert_eq!(house.count("SELECT count(*) FROM discussion WHERE owner <> '' AND until_ms > at_ms"), 5);
    assert_eq!(house.count("SELECT count(*) FROM caseload WHERE offered_to = 'community'"), 1);
    assert_eq!(house.count("SELECT count(*) FROM queue WHERE letter_owner = 'demo-duty'"), 2);
}

// PR-05: an acceptance of the meeting goes to the team with her agreement, and says so where she was not asked.
#[tokio::test]
async fn an_acceptance_of_the_meeting_says_whether_she_agrees() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let asked = waits(&house, &duty, "Anna Example").await;
    let not_asked = waits(&house, &duty, "Berta Example").await;
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    open(&house, &duty).await;
    for (wrong, field) in [
        (vec![("agreement", "agrees"), ("agreed_on", "")], "accept-agreed_on"),
        (vec![("agreement", "agrees"), ("agreed_on", "2026-11-24")], "accept-agreed_on"),
        (vec![("agreement", "basis"), ("basis", "")], "accept-basis"),
    ] {
        let fields: Vec<_> = ACCEPT.iter().copied().chain(wrong).collect();
        let answer = decide(&house, &duty, &asked, &fields).await;
        assert_eq!(answer.status, 400, "{fields:?}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{fields:?}: {}", answer.body);
    }
    let agrees: Vec<_> = ACCEPT.iter().copied().chain([("agreement", "agrees"), ("agreed_on", "2026-11-20")]).collect();
    assert_eq!(decide(&house, &duty, &asked, &agrees).await.status, 303);
    assert_eq!(decide(&house, &duty, &not_asked, ACCEPT).await.status, 303);
    let offer = house.get_as(&duty, &format!("{asked}/handover")).await.body;
    assert!(between(&offer, "Her agreement", "</dd>").contains("20 November 2026"), "{offer}");
    let offer = house.get_as(&duty, &format!("{not_asked}/handover")).await.body;
    assert!(between(&offer, "Her agreement", "</dd>").to_lowercase().contains("not asked"), "{offer}");
}

// X5: what follows from a meeting is forgotten by nobody: each letter has an owner and a time, and duty counts them.
#[tokio::test]
async fn the_letters_that_a_meeting_leaves_stand_with_an_owner_and_are_counted_until_they_are_written() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    open(&house, &duty).await;
    assert!(!house.get_as(&duty, "/duty").await.body.contains("Letters due"));
    let reject = [
        ("choice", "reject"),
        ("reasons", "other_team_fits"),
        ("owner", "demo-clinician"),
        ("until", "2026-11-24T12:00"),
    ];
    assert_eq!(decide(&house, &duty, &case, &reject).await.status, 303);
    let action = format!("{ROOM}/close");
    let page = house.get_as(&duty, ROOM).await;
    let closed = house.post(&duty, &action, &[("command", form(&page, &action).0)]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let end = house.get_as(&duty, ROOM).await.body;
    let end = between(&end, "Letters that follow", "</section>");
    assert!(end.contains("Demonstration clinician, by") && end.contains("/outbox"), "{end}");
    let due = house.get_as(&duty, "/outbox").await.body;
    let due = between(&due, "Decided, and a letter is due", "</table>");
    assert!(due.contains("Demonstration clinician") && due.contains("24 November 2026"), "{due}");
    let board = house.get_as(&duty, "/duty").await.body;
    assert!(board.contains("<a href=\"/outbox\">Letters due</a>: 1<"), "{board}");
    house.world.set("2026-11-24T12:01:00Z");
    let duty = house.sign_in(Role::Duty).await;
    let board = house.get_as(&duty, "/duty").await.body;
    assert!(board.contains("Letters due</a>: 1, <strong>1 late</strong>"), "{board}");
    // The time of the letter stands beside one that ran out before it.
    let queue = house.get_as(&duty, "/queue").await.body;
    assert!(!queue.contains("letter due: "), "{queue}");
}

// PR-16, INV-08
#[tokio::test]
async fn a_meeting_with_cases_left_says_which_and_closing_twice_sends_nothing_twice() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    open(&house, &duty).await;
    let page = house.get_as(&duty, ROOM).await;
    let action = format!("{ROOM}/close");
    let command = form(&page, &action).0.to_owned();
    let refused = house.post(&duty, &action, &[("command", &command)]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("cases are neither decided nor carried over: 1"), "{}", refused.body);
    let end = between(&refused.body, "The end of the meeting", "</section>");
    let reference = between(&house.get_as(&duty, &case).await.body, "nhsuk-caption-l\">Referral ", "<").to_owned();
    assert!(end.contains(&reference), "{reference}: {end}");

    let fields =
        [("command", command.as_str()), ("carry", "yes"), ("owner", "demo-duty"), ("until", "2026-12-31T10:00")];
    let too_late = house.post(&duty, &action, &fields).await;
    assert_eq!(too_late.status, 400);
    assert!(too_late.title().starts_with("Error: ") && too_late.body.contains("within the next seven days"));
    let fields =
        [("command", command.as_str()), ("carry", "yes"), ("owner", "demo-duty"), ("until", "2026-11-25T10:00")];
    assert_eq!(house.post(&duty, &action, &fields).await.status, 303);
    let entries = house.count("SELECT count(*) FROM journal");
    let messages = house.count("SELECT count(*) FROM message");
    assert_eq!(house.post(&duty, &action, &fields).await.status, 303);
    let fresh = house.command();
    assert_eq!(house.post(&duty, &action, &[("command", fresh.as_str())]).await.status, 303);
    assert_eq!(house.count("SELECT count(*) FROM journal"), entries);
    assert_eq!(house.count("SELECT count(*) FROM message"), messages);
    let closed = house.get_as(&duty, ROOM).await;
    assert!(closed.body.contains("0 decided, 1 carried over, 0 noted"), "{}", closed.body);
    assert!(house.get_as(&duty, "/meetings/2026-11-25-1000").await.body.contains("Anna Example"));
}

// H13
#[tokio::test]
async fn of_two_scribes_the_second_is_told_and_loses_nothing_typed() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    let other = waits(&house, &duty, "Berta Example").await;
    house.world.set("2026-11-23T10:00:00Z");
    let (duty, clinician) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    open(&house, &duty).await;
    let action = format!("{ROOM}/cases/{}", id(&case));
    let page = house.get_as(&clinician, &format!("{ROOM}?case={}", id(&case))).await;
    let (command, version) = form(&page, &action);
    assert_eq!(decide(&house, &duty, &case, ACCEPT).await.status, 303);
    let fields = [
        ("command", command),
        ("version", version),
        ("choice", "carry"),
        ("note", "Invented words of the second scribe"),
        ("owner", "demo-clinician"),
        ("until", "2026-11-25T10:00"),
    ];
    let late = house.post(&clinician, &action, &fields).await;
    assert_eq!(late.status, 409);
    let told = between(&late.body, "Somebody else was quicker", "<h1");
    assert!(told.contains("Accepted") && told.contains("entered by Demonstration duty worker"), "{told}");
    assert!(told.contains("Invented words of the second scribe"), "{told}");
    // Where the case only moved on, the form holds what was typed.
    let action = format!("{ROOM}/cases/{}", id(&other));
    let page = house.get_as(&clinician, &format!("{ROOM}?case={}", id(&other))).await;
    let (command, version) = form(&page, &action);
    let seen = house.version(&duty, &other).await;
    let note =
        [("command", house.command()), ("version", seen), ("kind", "note".to_owned()), ("text", "New".to_owned())];
    let note: Vec<(&str, &str)> = note.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(house.post(&duty, &format!("{other}/steps/add"), &note).await.status, 303);
    let fields: Vec<_> =
        [("command", command), ("version", version)].into_iter().chain(fields[2..].iter().copied()).collect();
    let moved = house.post(&clinician, &action, &fields).await;
    assert_eq!(moved.status, 409);
    let form = between(&moved.body, "name=\"choice\" value=\"carry\"", "</form>");
    assert!(form.contains("Invented words of the second scribe"), "{form}");
}

// PR-16
#[tokio::test]
async fn what_is_missing_stands_at_its_field_and_nothing_is_entered() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    let early = decide(&house, &duty, &case, ACCEPT).await;
    assert_eq!(early.status, 400, "the page of a meeting that is not open has no form");
    open(&house, &duty).await;
    let owed = [("owner", "demo-duty"), ("until", "2026-11-24T12:00")];
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("choice", "accept")], "accept-team"),
        (&[("choice", "reject"), owed[0], owed[1]], "reject-reasons"),
        (&[("choice", "reject"), ("reasons", "other"), owed[0], owed[1]], "reject-in_own_words"),
        (&[("choice", "signpost"), ("reasons", "other_team_fits"), owed[0], owed[1]], "signpost-to"),
        (&[("choice", "ask"), ("of", "referrer"), owed[0], owed[1]], "ask-what"),
        (&[("choice", "carry"), owed[0], ("until", "yesterday")], "carry-until"),
    ];
    for (fields, field) in cases {
        let answer = decide(&house, &duty, &case, fields).await;
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", answer.body);
    }
    assert_eq!(house.count("SELECT count(*) FROM discussion"), 0);
    let unknown = decide(&house, &duty, &case, &[("choice", "accept"), ("team", "nobody")]).await;
    assert_eq!(unknown.status, 409);
    for path in ["/meetings/2026-11-24-1000", "/meetings/2026-11-23-1001", "/meetings/next"] {
        assert_eq!(house.get_as(&duty, path).await.status, 404, "{path}");
    }
}

// PR-14, PR-16
#[tokio::test]
async fn below_the_quorum_it_warns_and_accepts_and_who_was_there_counts_as_second_clinician() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    let risky = house
        .call(
            &duty,
            &[("name", "Berta Example"), ("reach_telephone", "yes"), ("telephone", "01632 960 017"), ("severe", "yes")],
        )
        .await;
    house.world.set("2026-11-23T10:00:00Z");
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, ROOM).await;
    let action = format!("{ROOM}/attendance");
    let (command, version) = form(&page, &action);
    let there = [("command", command), ("version", version), ("disciplines", "nursing"), ("people", "demo-clinician")];
    assert_eq!(house.post(&duty, &action, &there).await.status, 303);
    let page = house.get_as(&duty, ROOM).await;
    assert!(page.body.contains("Below the quorum") && page.body.contains("What is decided holds"), "{}", page.body);
    assert_eq!(decide(&house, &duty, &case, ACCEPT).await.status, 303, "too few never stand in the way");
    let reject =
        [("choice", "reject"), ("reasons", "other_team_fits"), ("owner", "demo-duty"), ("until", "2026-11-24T12:00")];
    let entered = decide(&house, &duty, &risky, &reject).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    let letters = house.get_as(&duty, &format!("{risky}/decide?choice=reject")).await;
    let second = between(&letters.body, "id=\"second_clinician\"", "</select>");
    assert!(second.contains("<option value=\"demo-clinician\" selected"), "{second}");

    let close = house.command();
    assert_eq!(house.post(&duty, &format!("{ROOM}/close"), &[("command", &close)]).await.status, 303);
    let closed = house.get_as(&duty, ROOM).await;
    assert!(closed.body.contains("Confirm what was decided, for Psychiatry"), "{}", closed.body);
    let confirm = house.command();
    let fields = [("command", confirm.as_str()), ("discipline", "psychiatry")];
    assert_eq!(house.post(&duty, &format!("{ROOM}/confirm"), &fields).await.status, 303);
    let confirmed = house.get_as(&duty, ROOM).await;
    assert!(
        confirmed.body.contains("Psychiatry confirmed: Demonstration duty worker")
            && !confirmed.body.contains("for Psychiatry")
    );
}

// D8
#[tokio::test]
async fn the_share_of_the_first_meeting_is_reported_to_whoever_sees_reports_and_names_nobody() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let case = waits(&house, &duty, "Anna Example").await;
    let manager = house.sign_in(Role::Manager).await;
    let path = "/reports/meetings?from=2026-11-01&to=2026-11-30";
    let before = house.get_as(&manager, path).await;
    assert!(before.body.contains("No referral of this period has come to a meeting yet"), "{}", before.body);
    house.world.set("2026-11-23T10:00:00Z");
    let (duty, manager) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Manager).await);
    open(&house, &duty).await;
    let missed = house.get_as(&manager, path).await;
    assert!(missed.body.contains("0%") && missed.body.contains("0 of 1"), "{}", missed.body);
    assert_eq!(decide(&house, &duty, &case, CARRY).await.status, 303);
    let seen = house.get_as(&manager, path).await;
    assert!(seen.body.contains("100%") && seen.body.contains("1 of 1") && !seen.body.contains("Anna"), "{}", seen.body);
    assert_eq!(house.get_as(&manager, ROOM).await.status, 403);
    let administrator = house.sign_in(Role::Administrator).await;
    assert_eq!(house.get_as(&administrator, path).await.status, 403);
}
