//! The handshake between teams, as the people of both meet it.

use axum::http::StatusCode;
use porch_app::{message, referral};
use porch_domain::{
    actor::{Actor, Role},
    footprint::TeamCode,
    front_door::{Asked, Situation},
    ids::{CommandId, ReferralId},
    message::{MessageStage, Recipient},
    person::ContactChoices,
    referral::ReferralCommand,
};

use crate::{
    deciding::{Her, finish, open, referred},
    questionnaire_pages::write_down,
    support::{Answer, House, between},
};

fn actor(account: &str) -> Actor {
    Actor::Staff { account: account.to_owned(), role: Role::Duty }
}

fn carry_out(house: &House, actor: Actor, id: ReferralId, command: ReferralCommand) {
    let command_id = CommandId(porch_app::World::id(house.world.as_ref()));
    referral::carry_out(&house.ctx(actor), command_id, id, None, command).unwrap();
}

/// Taken on for the community service at the front door; nobody there has said yes.
fn accepted(house: &House, her: Her) -> ReferralId {
    let id = referred(house, her);
    let team = TeamCode("community".to_owned());
    let because = Some("Invented: what the front door knows".to_owned());
    carry_out(
        house,
        actor("another"),
        id,
        ReferralCommand::Accept { team, because, agreement: None, tellings: None, criteria: Vec::new() },
    );
    house.world.advance_minutes(5);
    id
}

/// Sends a form of the handover's page as the page drew it.
async fn act(house: &House, cookie: &str, id: ReferralId, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{id}/handover");
    let (version, command) = (house.version(cookie, &page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    house.post(cookie, &format!("{page}/{act}"), &all).await
}

const AGREED: [(&str, &str); 4] =
    [("agreement", "agrees"), ("agreed-day", "20"), ("agreed-month", "11"), ("agreed-year", "2026")];

async fn offer(house: &House, cookie: &str, id: ReferralId, to: &str) {
    let fields = [&[("to", to), ("summary", "Invented summary")][..], &AGREED].concat();
    let answer = act(house, cookie, id, "offer", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    house.world.advance_minutes(5);
}

/// The part of a page from one heading to the end of its section.
fn part<'a>(answer: &'a Answer, id: &str) -> &'a str {
    between(&answer.body, &format!("id=\"{id}\""), "</section>")
}

// N3, INV-02: two people, one handshake.
#[tokio::test]
async fn an_accepted_referral_waits_until_somebody_of_the_team_says_yes_by_name_and_she_is_written_to() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = accepted(&house, Her::default());
    let page = format!("/referrals/{id}");
    let waiting = house.get_as(&cookie, &page).await;
    assert!(part(&waiting, "between").contains("Waiting for an answer of"), "{}", part(&waiting, "between"));
    assert!(part(&waiting, "between").contains("Speak with: Link nurse of the community service, 01632 960 051"), "N4");
    assert!(part(&waiting, "next").contains("has not answered yet"), "{}", part(&waiting, "next"));
    assert!(between(&waiting.body, "id=\"matters\"", "</section>").contains("28 days left"), "the clock runs on");
    let queue = house.get_as(&cookie, "/queue").await.body;
    assert!(queue.contains("1 accepted referral is") && queue.contains("Handovers (1)"));
    assert!(house.get_as(&cookie, &format!("{page}/decide")).await.body.contains("has not answered yet"));

    let answer = house.get_as(&cookie, &format!("{page}/handover")).await;
    assert_eq!((answer.status, answer.body.matches("<h1").count()), (StatusCode::OK, 1));
    for said in [
        "21 November 2026, 9:00am",
        "A handover does not stop it",
        "Invented: what the front door knows",
        "invented worry",
        "Nothing was asked with a questionnaire yet.",
    ] {
        assert!(answer.body.contains(said), "{said}");
    }
    assert!(!answer.title().contains("Invented Person"), "a name stands in no title");
    let letter = between(&answer.body, "name=\"letter\"", "</textarea>").split_once('>').unwrap().1.to_owned();
    assert!(letter.contains("Dear Invented Person") && letter.contains("did not let go before we said yes"));

    let read = format!("{letter}\n\nPS: invented");
    let done = act(&house, &cookie, id, "accept", &[("tell", "letter"), ("letter", &read)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, format!("{page}#between").as_str()));
    let after = house.get_as(&cookie, &page).await;
    assert!(part(&after, "between").contains("No handover is open"));
    assert!(part(&after, "next").contains("You took this"), "whoever accepts has it in hand");
    assert!(part(&after, "timeline").contains("The handover was accepted"));
    let outbox = message::outbox(&house.ctx(actor("demo-duty")), None).unwrap().messages;
    assert_eq!(outbox.len(), 1);
    assert_eq!((outbox[0].recipient, outbox[0].stage), (Recipient::Woman, MessageStage::Queued));
    let opened = message::open(&house.ctx(actor("demo-duty")), outbox[0].id).unwrap().unwrap().message.drafted;
    assert_eq!(opened.template.unwrap().name, "introduce-woman");
    assert!(opened.words.unwrap().body.ends_with("PS: invented"), "it leaves as it was read");
    assert_eq!(house.count("SELECT COUNT(*) FROM referral"), 1, "no new referral");
}

#[tokio::test]
async fn she_is_written_to_only_as_she_agreed_and_in_words_that_fit() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let loss = Asked { situation: Some(Situation::Stillbirth), ..Asked::default() };
    let id = accepted(&house, Her { asked: loss, ..Her::default() });
    let body = house.get_as(&cookie, &format!("/referrals/{id}/handover")).await.body;
    assert!(body.contains("We are very sorry for your loss."));

    let silent = accepted(&house, Her { contact: ContactChoices::default(), ..Her::default() });
    let body = house.get_as(&cookie, &format!("/referrals/{silent}/handover")).await.body;
    assert!(body.contains("She has agreed to no letter and no e-mail.") && !body.contains("name=\"letter\""));
    let forced = act(&house, &cookie, silent, "accept", &[("tell", "letter"), ("letter", "x")]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    assert!(forced.body.contains("she has not agreed to be reached this way"));
    assert_eq!(house.count("SELECT COUNT(*) FROM message"), 0);
    for (fields, id) in [
        (vec![("tell", "none"), ("why_not", " ")], "accept-why_not"),
        (vec![], "accept-tell"),
        (vec![("tell", "letter"), ("letter", "")], "accept-letter"),
    ] {
        let refused = act(&house, &cookie, silent, "accept", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
        assert!(refused.body.contains(&format!("href=\"#{id}\"")), "{fields:?}");
    }
    let told = act(&house, &cookie, silent, "accept", &[("tell", "none"), ("why_not", "I ring her today")]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
}

// INV-02: an offer of one's own is answered by somebody else; D4: nothing is asked again.
#[tokio::test]
async fn an_offer_is_drafted_from_the_story_and_its_answer_is_somebody_elses() {
    let house = House::demonstration();
    let (sender, receiver) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    let id = accepted(&house, Her::default());
    let yes = act(&house, &receiver, id, "accept", &[("tell", "none"), ("why_not", "rung")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER);
    let body = house.get_as(&sender, &format!("/referrals/{id}/handover")).await.body;
    assert!(between(&body, "id=\"offer-summary\"", "</textarea>").contains("What was told: invented worry"));
    assert!(body.contains("Speak with: Link midwife of Thrive, 01632 960 052"), "N4");
    assert!(!between(&body, "id=\"offer-her\"", "</section>").contains("value=\"community\""), "it has her already");

    for (fields, id) in [
        (vec![("summary", "typed and kept"), ("agreement", "basis"), ("basis", "risk")], "offer-to"),
        (vec![("to", "thrive"), ("summary", "typed and kept")], "offer-agreement"),
        (vec![("to", "thrive"), ("summary", "typed and kept"), ("agreement", "basis")], "offer-basis"),
        (
            vec![("to", "thrive"), ("summary", "typed and kept"), ("agreement", "agrees"), ("agreed-day", "31")],
            "offer-agreed",
        ),
    ] {
        let refused = act(&house, &sender, self::id(&body), "offer", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
        assert!(refused.body.contains(&format!("href=\"#{id}\"")), "{fields:?}");
        assert!(refused.body.contains("typed and kept") && refused.title().starts_with("Error: "), "{fields:?}");
    }
    offer(&house, &sender, id, "thrive").await;
    let mine = house.get_as(&sender, &format!("/referrals/{id}/handover")).await.body;
    assert!(mine.contains("You offered it.") && !mine.contains("Accept by name"));
    let own = act(&house, &sender, id, "accept", &[("tell", "none"), ("why_not", "x")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.body.contains("somebody else than whoever offered it"));

    let back = act(&house, &receiver, id, "return", &[("why", "Invented: she needs another team")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&sender, &format!("/referrals/{id}")).await;
    assert!(part(&page, "matters").contains("The handover was returned: decide again which team fits"));
    assert!(part(&page, "timeline").contains("Invented: she needs another team"));
    assert_eq!(house.count("SELECT COUNT(*) FROM message"), 0, "nobody outside hears of it");
    offer(&house, &sender, id, "thrive").await;
    let taken = act(&house, &sender, id, "take-back", &[("why", "Invented: she moved")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
}

fn id(body: &str) -> ReferralId {
    between(body, "action=\"/referrals/", "/handover").parse().unwrap()
}

// H13: two who answer at once.
#[tokio::test]
async fn of_two_answers_one_holds_and_the_other_is_told_with_what_was_typed() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = accepted(&house, Her::default());
    let version = house.version(&cookie, &format!("/referrals/{id}/handover")).await;
    let back = ReferralCommand::ReturnHandover { why: "Invented, quicker".to_owned() };
    carry_out(&house, actor("quicker"), id, back);
    let command = house.command();
    let fields =
        [("command", command.as_str()), ("version", version.as_str()), ("tell", "none"), ("why_not", "typed and kept")];
    let late = house.post(&cookie, &format!("/referrals/{id}/handover/accept"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("This changed after you opened it") && late.body.contains("Invented, quicker"));
}

// H08: the lists of both teams.
#[tokio::test]
async fn the_lists_show_what_waits_what_came_back_and_who_is_to_be_chased_with_one_look() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let empty = house.get_as(&cookie, "/handovers").await;
    for said in ["No offer waits for an answer.", "Nothing came back.", "No service outside is waited for."] {
        assert!(empty.body.contains(said), "{said}");
    }
    let theirs = accepted(&house, Her::default());
    let returned = accepted(&house, Her::default());
    carry_out(&house, actor("another"), returned, ReferralCommand::ReturnHandover { why: "invented".to_owned() });
    let lapsed = accepted(&house, Her::default());
    let mine = accepted(&house, Her::default());
    let take_back = ReferralCommand::TakeBackHandover { why: "invented".to_owned() };
    carry_out(&house, actor("another"), mine, take_back);
    let cookie = house.sign_in(Role::Duty).await;
    offer(&house, &cookie, mine, "thrive").await;
    let chased = [
        &[
            ("service_name", "Invented Talking Therapy"),
            ("summary", "Invented"),
            ("agreement", "basis"),
            ("basis", "risk"),
        ][..],
        &[("chase-day", "24"), ("chase-month", "11"), ("chase-year", "2026")],
    ]
    .concat();
    assert_eq!(act(&house, &cookie, theirs, "onward", &chased).await.status, StatusCode::SEE_OTHER);
    // Somebody else's offer that nobody answers within the week.
    house.world.advance_minutes(8 * 24 * 60);
    let cookie = house.sign_in(Role::Duty).await;
    carry_out(&house, Actor::System, lapsed, ReferralCommand::LetHandoverLapse);
    let shown = house.get_as(&cookie, "/handovers").await;
    let link = |id: ReferralId| format!("href=\"/referrals/{id}/handover\"");
    for (section, ids) in
        [("answer", vec![theirs]), ("back", vec![returned, lapsed]), ("offered", vec![mine]), ("onward", vec![theirs])]
    {
        let section_body = part(&shown, section);
        assert_eq!(section_body.matches("/handover\"").count(), ids.len(), "{section}");
        assert!(ids.into_iter().all(|id| section_body.contains(&link(id))), "{section}");
    }
    assert!(part(&shown, "back").contains("Alarm: nobody answered in time"));
    assert!(part(&shown, "back").contains("Returned with a reason"));
    assert!(part(&shown, "onward").contains("Invented Talking Therapy"));
    let look = &house.looks()[0];
    assert_eq!((look.what.as_str(), look.why.as_str(), look.shown), ("handovers", "all", 4));
    let alarm = house.get_as(&cookie, &format!("/referrals/{lapsed}")).await;
    assert!(part(&alarm, "matters").contains("Nobody answered the handover: it is still yours"));
    let thrive = house.get_as(&cookie, "/handovers?show=answer&team=thrive").await.body;
    assert!(!thrive.contains(&link(theirs)), "it was offered to the community service");
    assert!(house.get_as(&cookie, "/handovers?show=nonsense&after=x").await.status.is_success());
    let clerk = house.sign_in(Role::Manager).await;
    assert_eq!(house.get_as(&clerk, "/handovers").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_long_list_goes_on_where_it_ended() {
    let house = House::demonstration();
    let mut all: Vec<String> = (0..40).map(|_| accepted(&house, Her::default()).to_string()).collect();
    let cookie = house.sign_in(Role::Duty).await;
    let first = house.get_as(&cookie, "/handovers").await;
    assert!(first.body.contains("All of this list") && first.body.contains("Handovers (40)"));
    let mut seen = Vec::new();
    let mut page = "/handovers?show=answer".to_owned();
    for _ in 0..2 {
        let answer = house.get_as(&cookie, &page).await;
        let rows = answer.links().into_iter().filter(|link| link.ends_with("/handover"));
        seen.extend(rows.map(|link| link.replace("/referrals/", "").replace("/handover", "")));
        page = answer.links().into_iter().find(|link| link.contains("after=") && *link != page).unwrap_or_default();
    }
    assert_eq!(page, "", "the second page is the last");
    all.sort();
    seen.sort();
    assert_eq!(seen, all);
}

// D4
#[tokio::test]
async fn joint_work_is_begun_with_her_agreement_and_ended_with_a_reason() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = accepted(&house, Her::default());
    act(&house, &cookie, id, "accept", &[("tell", "none"), ("why_not", "rung")]).await;
    let undated = act(&house, &cookie, id, "join", &[("team", "thrive"), ("what", "Invented")]).await;
    assert!(undated.status == StatusCode::BAD_REQUEST && undated.body.contains("href=\"#join-agreed\""));
    let fields = [&[("team", "thrive"), ("what", "Invented: who does what")][..], &AGREED[1..]].concat();
    assert_eq!(act(&house, &cookie, id, "join", &fields).await.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(part(&page, "between").contains("works with her too; she agreed on"));
    let silent = act(&house, &cookie, id, "part", &[("team", "thrive"), ("why", "")]).await;
    assert!(silent.status == StatusCode::BAD_REQUEST && silent.body.contains("id=\"part-why-error\""));
    let ended = act(&house, &cookie, id, "part", &[("team", "thrive"), ("why", "Invented")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
}

// D19
#[tokio::test]
async fn referring_on_is_recorded_chased_and_counted() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = accepted(&house, Her::default());
    for (fields, id) in [
        (vec![("summary", "x"), ("agreement", "basis"), ("basis", "risk")], "onward-service"),
        (
            vec![("service_name", "Invented"), ("chase-day", "1"), ("chase-month", "11"), ("chase-year", "2026")],
            "onward-chase",
        ),
    ] {
        let refused = act(&house, &cookie, self::accepted(&house, Her::default()), "onward", &fields).await;
        assert!(refused.status == StatusCode::BAD_REQUEST && refused.body.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    let fields = [
        &[("service_name", "Invented Talking Therapy"), ("summary", "Invented")][..],
        &AGREED,
        &[("chase-day", "24"), ("chase-month", "11"), ("chase-year", "2026")],
    ]
    .concat();
    assert_eq!(act(&house, &cookie, id, "onward", &fields).await.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(part(&page, "between").contains("until they have her she is ours"));
    let nameless = act(&house, &cookie, id, "chase", &[("state", "taken"), ("name", "")]).await;
    assert!(nameless.status == StatusCode::BAD_REQUEST && nameless.body.contains("href=\"#chase-name\""));
    house.world.advance_minutes(3 * 24 * 60);
    let cookie = house.sign_in(Role::Duty).await;
    let taken = [("state", "taken"), ("name", "Invented Colleague")];
    assert_eq!(act(&house, &cookie, id, "chase", &taken).await.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(part(&page, "between").contains("They have her, says Invented Colleague"));
    let report = house.get_as(&cookie, "/reports/onward?from=2026-11-01&to=2026-11-30").await;
    assert_eq!((report.status, report.title()), (StatusCode::OK, "Referred on – Porch"));
    let row = between(&report.body, "Invented Talking Therapy", "</tr>");
    let figures: Vec<&str> = row
        .split("nhsuk-table__cell--numeric")
        .skip(1)
        .map(|cell| {
            let text = cell.split("</td>").next().unwrap();
            text.rsplit('>').next().unwrap().trim()
        })
        .collect();
    assert_eq!(figures, ["1", "1", "0", "0", "3", "3"]);
    let before = house.get_as(&cookie, "/reports/onward?from=2026-10-01&to=2026-10-31").await.body;
    assert!(before.contains("Nobody was referred on"));
    assert_eq!(house.get_as(&cookie, "/reports/onward?from=x").await.status, StatusCode::BAD_REQUEST);
}

// PR-05, N3: her agreement is asked where a team is to have her, and whoever answers reads it; nothing has to be typed.
#[tokio::test]
async fn her_agreement_goes_with_an_acceptance_and_a_missing_answer_is_shown_as_not_asked() {
    for (fields, read) in [
        (&[][..], "<strong>She was not asked</strong>"),
        (&[("agreement", "agrees")][..], "She agreed on <time datetime=\"2026-11-21\">"),
        (
            &[("agreement", "basis"), ("basis", "Invented basis")][..],
            "Without her agreement, on this basis: Invented basis",
        ),
    ] {
        let house = House::demonstration();
        let cookie = house.sign_in(Role::Duty).await;
        let id = referred(&house, Her::default());
        let page = open(&house, &cookie, id, "accept:community").await;
        let typed = fields.iter().fold(page, |typed, (name, value)| typed.with(name, value));
        assert_eq!(finish(&house, &cookie, id, &typed).await.status, StatusCode::SEE_OTHER, "{read}");
        let other = house.sign_in(Role::Clinician).await;
        let offer = house.get_as(&other, &format!("/referrals/{id}/handover")).await.body;
        assert!(offer.contains(read), "{read}");
    }
    // What is missing or cannot be is said beside its field.
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    for (fields, said) in [
        ([("agreement", "agrees"), ("agreed_on", "2026-11-22")], "The day on which she agreed must not lie ahead"),
        ([("agreement", "agrees"), ("agreed_on", "soon")], "Say on which day she agreed"),
        ([("agreement", "basis"), ("basis", "")], "Say on which basis it is shared without her agreement"),
    ] {
        let page = open(&house, &cookie, id, "accept:community").await;
        let typed = fields.iter().fold(page, |typed, (name, value)| typed.with(name, value));
        let wrong = typed.send(&house, &cookie, id, "letters").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(wrong.body.contains(said), "{said}");
    }
}

// N3, R5: whoever takes her over reads what was asked, with its total and its day, and asks nothing again.
#[tokio::test]
async fn whoever_answers_a_handover_reads_her_scores() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = accepted(&house, Her::default());
    let answers = [Some(2), Some(2), Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(0), Some(1)];
    let written = write_down(&house, &cookie, id, "phq9", &answers).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let page = house.get_as(&cookie, &format!("/referrals/{id}/handover")).await.body;
    let scores = between(&page, "Scores", "</dd>");
    assert!(scores.contains("PHQ-9 <strong class=\"porch-figure\">10</strong>, 21 November 2026"), "{scores}");
    assert!(scores.contains(&format!("/referrals/{id}/questionnaires")), "{scores}");
}
