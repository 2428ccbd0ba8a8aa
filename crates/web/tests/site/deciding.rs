//! Deciding: each choice, each thing that is missing, and what is said when somebody was quicker.

use axum::http::{Method, Request, StatusCode, header};
use porch_app::World;
use porch_app::{deciding, message, referral};
use porch_domain::{
    actor::{Actor, Role},
    front_door::{Asked, Confidant, Referrer, Situation, Story, TellingChoices, WarningSign},
    ids::{CommandId, PersonId, ReferralId},
    message::{MessageStage, Recipient},
    person::{ContactChoices, Identity, PersonCommand, PersonRegistered, Pregnancy, Route, RouteChoice},
    referral::{Outcome, PersonKind, Priority, Receipt, ReferralCommand},
};

use crate::support::{Answer, House, between};

/// Somebody who was referred, as a test wants her.
pub struct Her {
    pub name: &'static str,
    pub asked: Asked,
    pub source: &'static str,
    pub email: &'static str,
    pub postcode: &'static str,
    pub contact: ContactChoices,
    pub may_tell: TellingChoices,
    pub own_words: Option<String>,
    pub born: Option<jiff::civil::Date>,
    pub pregnancy: Option<Pregnancy>,
    pub organisation: &'static str,
}

impl Default for Her {
    fn default() -> Self {
        Self {
            name: "Invented Person",
            asked: Asked::default(),
            source: "A1",
            email: "invented@nhs.net",
            postcode: "CT1 2AB",
            contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes), (Route::Telephone, RouteChoice::Yes)]),
            may_tell: TellingChoices::new([(Confidant::Gp, RouteChoice::Yes), (Confidant::Midwife, RouteChoice::No)]),
            own_words: None,
            born: None,
            pregnancy: None,
            organisation: "Invented Surgery",
        }
    }
}

fn duty() -> Actor {
    Actor::Staff { account: "demo-duty".to_owned(), role: Role::Duty }
}

pub fn referred(house: &House, her: Her) -> ReferralId {
    let ctx = house.ctx(duty());
    let (person, id) = (PersonId(house.world.id()), ReferralId(house.world.id()));
    let identity = Identity {
        name: Some(her.name.to_owned()),
        postcode: Some(her.postcode.to_owned()),
        address: Some("1 Invented Street\nInvented Town".to_owned()),
        birth_date: her.born,
        ..Identity::default()
    };
    let registered = PersonRegistered {
        ethnic_category: None,
        contact: her.contact.clone(),
        may_tell: her.may_tell,
        identity: Some(identity),
    };
    let command = || CommandId(house.world.id());
    porch_app::person::carry_out(&ctx, command(), person, PersonCommand::Register(registered)).unwrap();
    let referrer = Referrer {
        name: "Invented Referrer".to_owned(),
        organisation: Some(her.organisation.to_owned()),
        email: (!her.email.is_empty()).then(|| her.email.to_owned()),
        ..Referrer::default()
    };
    let receipt = Receipt {
        person,
        person_kind: PersonKind::BirthingParent,
        source: Some(her.source.to_owned()),
        priority: Priority::Routine,
        received_at: ctx.now,
        directed_to: None,
        pregnancy: her.pregnancy,
        asked: her.asked,
        birth_date: None,
        contact: her.contact,
        story: Story {
            worry: "invented worry".to_owned(),
            referrer: Some(referrer),
            own_words: her.own_words,
            ..Story::default()
        },
        safeguarding: None,
    };
    referral::carry_out(&ctx, command(), id, None, ReferralCommand::Receive(Box::new(receipt))).unwrap();
    house.world.advance_minutes(5);
    id
}

/// A form in a browser: what the page holds, and what is typed over it.
#[derive(Clone, Default)]
pub struct Browser {
    fields: Vec<(String, String)>,
}

impl Browser {
    /// Reads what a page's form holds, as a browser would send it.
    pub fn of(answer: &Answer) -> Self {
        let mut fields = Vec::new();
        let form = answer.body.split("<form method=\"post\" action=\"/referrals/").nth(1).unwrap_or_default();
        let form = form.split("</form>").next().unwrap_or_default();
        for tag in form.split("<input ").skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let value = |name: &str| between(tag, &format!("{name}=\""), "\"").to_owned();
            let ticked =
                !(tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"")) || tag.contains(" checked");
            if ticked {
                fields.push((plain(&value("name")), plain(&value("value"))));
            }
        }
        for tag in form.split("<textarea ").skip(1) {
            let name = between(tag, "name=\"", "\"").to_owned();
            fields.push((name, plain(tag.split('>').nth(1).unwrap_or_default().trim_end_matches("</textarea"))));
        }
        Self { fields }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.and(name, value)
    }

    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub async fn send(&self, house: &House, cookie: &str, id: ReferralId, step: &str) -> Answer {
        let fields = self.clone().with("step", step).fields;
        let text = serde_json_form(&fields);
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/referrals/{id}/decide"))
            .header("host", "porch.example")
            .header("cookie", cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        house.ask(request.body(text.into()).unwrap()).await
    }
}

fn serde_json_form(fields: &[(String, String)]) -> String {
    let escaped = |text: &str| {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect::<Vec<_>>().join("&")
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub async fn open(house: &House, cookie: &str, id: ReferralId, choice: &str) -> Browser {
    let answer = house.get_as(cookie, &format!("/referrals/{id}/decide?choice={choice}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    Browser::of(&answer)
}

pub fn a_no(browser: Browser) -> Browser {
    browser
        .and("reasons", "criteria_not_met")
        .and("reasons", "lives_elsewhere")
        .with("what_would_change", "If it gets worse.")
        .with("meanwhile", "An invented helpline")
}

fn outcome(house: &House, id: ReferralId) -> Outcome {
    deciding::open(&house.ctx(duty()), id).unwrap().unwrap().referral.outcome()
}

fn letters(house: &House) -> Vec<(Recipient, MessageStage, String)> {
    let ctx = house.ctx(duty());
    let outbox = message::outbox(&ctx, None).unwrap().messages;
    let mut letters: Vec<_> = outbox
        .into_iter()
        .map(|line| {
            let body = message::open(&ctx, line.id).unwrap().unwrap().message.drafted.words.unwrap().body;
            (line.recipient, line.stage, body)
        })
        .collect();
    letters.sort_by_key(|(recipient, _, _)| recipient.code());
    letters
}

pub async fn finish(house: &House, cookie: &str, id: ReferralId, typed: &Browser) -> Answer {
    let page = typed.send(house, cookie, id, "letters").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let page = Browser::of(&page).send(house, cookie, id, "review").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    Browser::of(&page).send(house, cookie, id, "finish").await
}

#[tokio::test]
async fn every_choice_is_offered_and_each_ends_as_chosen() {
    for (choice, ends) in [
        ("accept:community", Outcome::Accepted),
        ("accept:thrive", Outcome::Accepted),
        ("signpost", Outcome::Signposted),
        ("reject", Outcome::Rejected),
        ("advise", Outcome::Rejected),
        ("withdraw", Outcome::Withdrawn),
    ] {
        let house = House::demonstration();
        let cookie = house.sign_in(Role::Duty).await;
        let id = referred(&house, Her::default());
        let page = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
        assert!(page.body.contains(&format!("value=\"{choice}\"")), "{choice}");
        assert!(!page.body.contains("accept:front_door"));
        let typed = open(&house, &cookie, id, choice).await;
        let typed = match choice {
            "signpost" => a_no(typed).with("signposted_to", "An invented service"),
            "reject" => a_no(typed),
            "advise" => a_no(typed).with("advice", "Invented advice"),
            "withdraw" => typed
                .with("told_by", "Invented Clinician")
                .with("told_at", "2026-11-21T09:03")
                .with("spoke_route", "telephone")
                .with("in_own_words", "She feels better and wants nothing now."),
            _ => typed,
        };
        let done = finish(&house, &cookie, id, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{choice}: {}", done.body);
        assert_eq!(outcome(&house, id), ends, "{choice}");
        let letters = letters(&house);
        assert_eq!(letters.len(), 2, "{choice}");
        assert!(letters.iter().all(|(_, stage, _)| *stage == MessageStage::Queued), "{choice}");
        let decided = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
        assert!(decided.body.contains("<h1>Decided: "), "{}", decided.body);
        assert!(decided.body.contains("print each letter and post it"), "{choice}");
        if choice == "withdraw" {
            // PR-22: what she said stands in no letter.
            assert!(letters.iter().all(|(_, _, body)| !body.contains("feels better")));
        }
    }
}

// H10, K3, K6
#[tokio::test]
async fn each_thing_that_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    for (choice, field, said) in [
        ("reject", "reasons", "Choose at least one reason"),
        ("reject", "what_would_change", "Say what would change this decision"),
        ("reject", "meanwhile", "Name who can help her meanwhile"),
        ("reject", "way_back", "Say how she can come back"),
        ("signpost", "signposted_to", "Name the service that she is pointed to"),
        ("advise", "advice", "Write the advice"),
        ("withdraw", "told_by", "Say who spoke with her"),
        ("withdraw", "told_at", "Say when somebody spoke with her, with date and time"),
        ("withdraw", "spoke_route", "Say how somebody spoke with her"),
        ("withdraw", "in_own_words", "Write what she said when somebody spoke with her"),
        ("ask", "of", "Choose who is asked"),
        ("ask", "question", "Write what is asked"),
        ("ask", "until", "Say until when an answer is waited for, with date and time"),
        ("accept:community", "ref_route", "Choose how whoever referred her is told"),
        ("accept:community", "her_route", "Choose how she is told"),
    ] {
        let typed = open(&house, &cookie, id, choice).await;
        let full = a_no(typed)
            .with("signposted_to", "An invented service")
            .with("advice", "Invented advice")
            .with("told_by", "Invented Clinician")
            .with("told_at", "2026-11-21T09:03")
            .with("spoke_route", "telephone")
            .with("in_own_words", "words that must stay")
            .with("question", "Which medicine?")
            .with("because", "because that must stay")
            .with("of", "referrer")
            .with("until", "2026-11-23T12:00");
        let mut left_out = full.with(field, "");
        left_out.fields.retain(|(name, value)| name != field || !value.is_empty());
        let page = left_out.send(&house, &cookie, id, "letters").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{choice} {field}");
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{choice} {field}");
        assert!(page.body.matches(said).count() >= 2, "{choice} {field}: in the summary and beside the field");
        let stays = match choice {
            "ask" => "Which medicine?",
            "accept:community" => "because that must stay",
            _ => "words that must stay",
        };
        if !matches!(field, "in_own_words" | "question") {
            assert!(page.body.contains(stays), "{choice} {field}");
        }
    }
    assert_eq!(outcome(&house, id), Outcome::Pending);
    assert!(letters(&house).is_empty());
}

// PR-14, H10
#[tokio::test]
async fn a_no_with_risk_is_told_in_person_first_and_needs_a_second_clinician() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let asked = Asked { signs: [WarningSign::ALL[0]].into(), ..Asked::default() };
    let id = referred(&house, Her { asked, ..Her::default() });
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide?choice=reject")).await;
    assert!(page.body.contains("A person tells her first."));
    assert!(page.body.contains("Risk was mentioned, so a second clinician must agree."));
    let typed = a_no(Browser::of(&page));
    let refused = typed.send(&house, &cookie, id, "letters").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Say who told her in person", "Name the second clinician who agrees"] {
        assert!(refused.body.contains(said), "{said}");
    }
    let told = typed.with("told_by", "Invented Clinician").with("told_at", "2026-11-21T09:03");
    let own = told.clone().with("second_clinician", "demo-duty");
    let refused = finish(&house, &cookie, id, &own).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody is second to themselves");
    assert!(refused.body.contains("#second_clinician"), "{}", refused.body);
    let done = finish(&house, &cookie, id, &told.with("second_clinician", "demo-clinician")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let letters = letters(&house);
    assert!(letters[1].2.contains("Invented Clinician spoke with you about this on 21 November 2026."));
    assert!(letters[0].2.contains("Invented Clinician told her in person on 21 November 2026."));
}

// H07, PR-09
#[tokio::test]
async fn a_letter_after_a_stillbirth_speaks_to_the_loss_in_her_own_words() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let asked = Asked { situation: Some(Situation::Stillbirth), ..Asked::default() };
    let id = referred(&house, Her { asked, own_words: Some("Ash".to_owned()), ..Her::default() });
    let typed = open(&house, &cookie, id, "accept:thrive").await;
    let page = typed.send(&house, &cookie, id, "letters").await;
    let letter = Browser::of(&page).get("her_text").to_owned();
    assert!(letter.contains("We are very sorry for your loss."), "{letter}");
    assert!(letter.contains("You told us the words that you want used: Ash"), "{letter}");
    let lower = letter.to_lowercase();
    for word in ["pregnan", "baby", "birth", "mum", "mother"] {
        assert!(!lower.contains(word), "{word}: {letter}");
    }
    // A no after a loss is told by a person first.
    let no = a_no(open(&house, &cookie, id, "reject").await).send(&house, &cookie, id, "letters").await;
    assert!(no.body.contains("Say who told her in person"));
}

// PR-15
#[tokio::test]
async fn family_read_a_receipt_and_a_private_address_reads_no_reasons() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let family = referred(&house, Her { source: "B2", email: "family@example.org", ..Her::default() });
    let typed = a_no(open(&house, &cookie, family, "reject").await);
    let page = typed.send(&house, &cookie, family, "letters").await;
    assert!(page.body.contains("Receipt to family"), "{}", page.body);
    let typed = Browser::of(&page).with("ref_text", "She was rejected: here is everything.");
    let review = typed.send(&house, &cookie, family, "review").await;
    let done = Browser::of(&review).send(&house, &cookie, family, "finish").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let to_family = &letters(&house)[0].2;
    assert!(to_family.contains("a person has read it"));
    assert!(!to_family.contains("everything") && !to_family.contains("Invented Person"), "{to_family}");

    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let private = referred(&house, Her { email: "someone@example.org", ..Her::default() });
    let page = house.get_as(&cookie, &format!("/referrals/{private}/decide?choice=accept:community")).await;
    assert!(page.body.contains("someone@example.org is not an organisation's address"), "{}", page.body);
    assert!(page.body.contains("Printed and posted to the organisation"));
    assert!(!page.body.contains("E-mail to someone@example.org"));
    let by_mail = Browser::of(&page).with("ref_route", "email").send(&house, &cookie, private, "letters").await;
    assert_eq!(by_mail.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nowhere = Browser::of(&page).with("organisation", "").send(&house, &cookie, private, "letters").await;
    assert!(nowhere.body.contains("Name the organisation to which the letter is posted"));

    let herself = referred(&house, Her { source: "B1", ..Her::default() });
    let page = house.get_as(&cookie, &format!("/referrals/{herself}/decide?choice=accept:community")).await;
    assert!(page.body.contains("She asked for herself, so nobody else is written to."));
    let done = finish(&house, &cookie, herself, &Browser::of(&page)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

// INV-10, H06
#[tokio::test]
async fn only_routes_and_readers_that_she_agreed_to_are_offered() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let contact = ContactChoices::new([(Route::Letter, RouteChoice::No)]);
    let id = referred(&house, Her { contact, ..Her::default() });
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide?choice=accept:community")).await;
    assert!(page.body.contains("Letter: she said no. E-mail: not known, which is not yes."), "{}", page.body);
    assert!(page.body.contains("No safe route for a letter is agreed yet."));
    assert!(page.body.contains("No route is agreed yet"));
    for (name, value) in [("her_route", "letter"), ("her_route", "email"), ("her_route", "text")] {
        let refused = Browser::of(&page).with(name, value).send(&house, &cookie, id, "letters").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
    }
    let letters_page = Browser::of(&page).send(&house, &cookie, id, "letters").await;
    let review = Browser::of(&letters_page).send(&house, &cookie, id, "review").await;
    assert!(review.body.contains("She has not heard this from anybody"), "{}", review.body);
    let done = finish(&house, &cookie, id, &Browser::of(&page)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(letters(&house).len(), 1, "only the referrer's");
    let decided = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
    assert!(decided.body.contains("No letter goes to her"));

    let id = referred(&house, Her::default());
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide?choice=accept:community")).await;
    assert!(page.body.contains("value=\"gp\"") && !page.body.contains("value=\"midwife\""));
    let forged = Browser::of(&page).and("copied", "midwife");
    let refused = finish(&house, &cookie, id, &forged).await;
    assert!(refused.body.contains("She has not agreed that Midwife is told"), "{}", refused.body);
    let agreed = Browser::of(&page).and("copied", "gp");
    assert_eq!(finish(&house, &cookie, id, &agreed).await.status, StatusCode::SEE_OTHER);
    let hers = letters(&house).into_iter().rfind(|(recipient, _, _)| *recipient == Recipient::Woman).unwrap();
    assert!(hers.2.contains("A copy of this letter goes to your GP, as you agreed."), "{}", hers.2);
}

// D1, L2
#[tokio::test]
async fn from_outside_the_area_she_is_taken_on_with_a_reason() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her { postcode: "SE1 1AA", ..Her::default() });
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide?choice=accept:community")).await;
    assert!(page.body.contains("Outside the area") && page.body.contains("By where she lives."));
    assert!(page.body.contains("The districts are assumed"));
    let refused = Browser::of(&page).send(&house, &cookie, id, "letters").await;
    assert!(refused.body.contains("Say why she is taken on from outside the area"));
    let because = Browser::of(&page).with("because", "Her needs: she moves here next week.");
    assert_eq!(finish(&house, &cookie, id, &because).await.status, StatusCode::SEE_OTHER);
    assert!(letters(&house)[0].2.contains("she moves here next week"));
}

// PR-13
#[tokio::test]
async fn saved_as_decided_it_stays_open_and_is_finished_from_the_same_page() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let decided_at = house.world.now();
    let page = a_no(open(&house, &cookie, id, "reject").await).send(&house, &cookie, id, "letters").await;
    let typed = Browser::of(&page);
    let changed = format!("{}\n\nA line of my own.", typed.get("her_text"));
    let typed = typed.with("her_text", &changed);
    let refused =
        typed.clone().with("owner", "").with("due_at", "2026-12-24T12:00").send(&house, &cookie, id, "save").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Say who writes the letter") && refused.body.contains("within the next seven days"));
    assert!(refused.body.contains("A line of my own."));
    let saved = typed.send(&house, &cookie, id, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(outcome(&house, id), Outcome::Pending);
    let outbox = house.get_as(&cookie, "/outbox").await;
    assert!(outbox.body.contains("Decided, and a letter is due") && outbox.body.contains("Demonstration duty worker"));
    let board = house.get_as(&cookie, "/duty").await;
    assert!(board.body.contains("<a href=\"/outbox\">Letters due</a>: 1"), "{}", board.body);
    let draft = message::outbox(&house.ctx(duty()), None).unwrap().messages[0].id;
    let draft = house.get_as(&cookie, &format!("/messages/{draft}")).await;
    assert!(draft.body.contains("It waits with a decision.") && !draft.body.contains("Approve this letter"));

    house.world.advance_minutes(20);
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
    assert!(page.body.contains("a letter is due") && page.body.contains("If it gets worse."), "{}", page.body);
    assert!(page.body.contains("An invented helpline"));
    let page = Browser::of(&page).send(&house, &cookie, id, "letters").await;
    assert!(Browser::of(&page).get("her_text").ends_with("A line of my own."), "the kept draft comes back");
    let review = Browser::of(&page).send(&house, &cookie, id, "review").await;
    assert!(review.body.contains("<ins>") && review.body.contains("5 words put in."), "{}", review.body);
    let done = Browser::of(&review).send(&house, &cookie, id, "finish").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let referral = deciding::open(&house.ctx(duty()), id).unwrap().unwrap().referral;
    assert_eq!(referral.decided_at(), Some(decided_at), "it counts from when it was decided");
    assert_eq!(letters(&house).len(), 2);
}

// H13
#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_keeps_every_word() {
    let house = House::demonstration();
    let (one, other) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    let id = referred(&house, Her::default());
    let accept = open(&house, &one, id, "accept:community").await;
    let page = a_no(open(&house, &other, id, "reject").await).send(&house, &other, id, "letters").await;
    let mine = Browser::of(&page).with("her_text", "A letter that took an hour.");
    let mine = Browser::of(&mine.send(&house, &other, id, "review").await);
    assert_eq!(finish(&house, &one, id, &accept).await.status, StatusCode::SEE_OTHER);
    let late = mine.send(&house, &other, id, "finish").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for said in [
        "Somebody else has decided this referral",
        "Demonstration duty worker accepted it",
        "A letter that took an hour.",
        "If it gets worse.",
        "An invented helpline",
        "You chose: Do not take on.",
    ] {
        assert!(late.body.contains(said), "{said}: {}", late.body);
    }
    assert_eq!(outcome(&house, id), Outcome::Accepted);
    assert_eq!(letters(&house).len(), 2, "no letter of the one who came late");
    let again = mine.send(&house, &other, id, "finish").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "asking again changes nothing");
}

// H13
#[tokio::test]
async fn what_changed_meanwhile_is_told_and_the_decision_goes_on_with_what_was_typed() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let page = a_no(open(&house, &cookie, id, "reject").await).send(&house, &cookie, id, "letters").await;
    let review = Browser::of(&page).with("her_text", "My own letter.").send(&house, &cookie, id, "review").await;
    let raise = ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
    referral::carry_out(&house.ctx(duty()), CommandId(house.world.id()), id, None, raise).unwrap();
    let stale = Browser::of(&review).send(&house, &cookie, id, "finish").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.body.contains("Demonstration duty worker raised the urgency") && stale.body.contains("My own letter.")
    );
    assert_eq!(outcome(&house, id), Outcome::Pending);
    let done = Browser::of(&stale).send(&house, &cookie, id, "finish").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let twice = Browser::of(&stale).send(&house, &cookie, id, "finish").await;
    assert_eq!(twice.status, StatusCode::SEE_OTHER, "the same press twice is the same decision");
    assert_eq!(letters(&house).len(), 2);
}

// PR-12
// H20: nothing is decided by a post that comes from no button of the page.
#[tokio::test]
async fn a_post_without_a_known_step_decides_nothing() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let typed = open(&house, &cookie, id, "accept:community").await;
    for step in ["", "finishing"] {
        let answer = typed.send(&house, &cookie, id, step).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
    }
    let page = house.get_as(&cookie, &format!("/referrals/{id}/decide")).await;
    assert!(page.body.contains("accept:community"), "it is still to be decided");
}

#[tokio::test]
async fn asking_for_more_drafts_a_letter_and_stops_no_clock() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let before = deciding::open(&house.ctx(duty()), id).unwrap().unwrap().referral.respond_by;
    let typed =
        open(&house, &cookie, id, "ask").await.with("of", "referrer").with("question", "Which medicine, please?");
    let page = typed.send(&house, &cookie, id, "letters").await;
    assert!(page.body.contains("Which medicine, please?"));
    let draft = Browser::of(&page).send(&house, &cookie, id, "save").await;
    assert_eq!(draft.status, StatusCode::SEE_OTHER, "{}", draft.body);
    let opened = deciding::open(&house.ctx(duty()), id).unwrap().unwrap();
    assert_eq!(opened.referral.outcome(), Outcome::Pending);
    assert_eq!(opened.referral.respond_by, before);
    assert!(opened.referral.triage.waiting.is_some());
    let line = message::outbox(&house.ctx(duty()), None).unwrap().messages.remove(0);
    assert_eq!((line.stage, line.owner.as_str()), (MessageStage::Drafted, "demo-duty"));
    let path = format!("/messages/{}", line.id);
    assert!(house.get_as(&cookie, &path).await.body.contains("Approve this letter"));
    let approved = house.ask(crate::support::request(Method::POST, &path, &cookie)).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&cookie, &path).await;
    assert!(page.body.contains("Approved, ready to go") && page.body.contains("Nothing is sent by itself here"));
    assert!(page.body.contains("Read and approved by"));
}
