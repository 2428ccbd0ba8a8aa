//! What staff read of questionnaires: totals and their trend, what is suggested and when it is not, the conversation that
//! follows, how often the questions were asked, and pages with much on them, with nothing, and with strange words.

use axum::http::StatusCode;
use jiff::{Span, Timestamp};
use porch_app::{World, referral, screening};
use porch_domain::{
    actor::{Actor, Role},
    front_door::{Asked, Situation, Told},
    ids::{CommandId, ReferralId},
    person::Pregnancy,
    referral::{AdditionKind, ReferralCommand},
    screening::{Asking, Beside, InstrumentId, Instruments, Interpreting},
};

use crate::{
    care::{in_care, record},
    deciding::Her,
    support::{Answer, House, between},
    visitor::words,
};

/// Somebody in care whose baby was born so many days before today.
fn with_baby(house: &House, her: Her, days: i64) -> ReferralId {
    let asked = Asked { situation: Some(Situation::LivingBaby), ..Asked::default() };
    let id = in_care(house, Her { asked, ..her });
    let actor = Actor::Staff { account: "demo-clinician".to_owned(), role: Role::Clinician };
    let ctx = house.ctx(actor);
    let pregnancy = Pregnancy { due_or_end_on: ctx.today() - Span::new().days(days), outcome: None };
    let told = Box::new(Told { pregnancy: Some(pregnancy), ..Told::default() });
    let add = ReferralCommand::Add { kind: AdditionKind::Door, told };
    referral::carry_out(&ctx, CommandId(house.command().parse().unwrap()), id, None, add).unwrap();
    id
}

/// Nine answers that add to a total, the last about risk; and how hard they made things.
fn phq9(total: u8) -> Vec<Option<u8>> {
    let mut left = total;
    let mut answers: Vec<Option<u8>> = (0..8)
        .map(|_| {
            let one = left.min(3);
            left -= one;
            Some(one)
        })
        .collect();
    assert_eq!(left, 0, "the ninth is about risk");
    answers.extend([Some(0), Some(1)]);
    answers
}

/// Writes down by the form what she answered; a missing one as not answered.
pub(crate) async fn write_down(
    house: &House,
    cookie: &str,
    id: ReferralId,
    what: &str,
    answers: &[Option<u8>],
) -> Answer {
    write_down_with(house, cookie, id, (what, answers), &[]).await
}

async fn write_down_with(
    house: &House,
    cookie: &str,
    id: ReferralId,
    (what, answers): (&str, &[Option<u8>]),
    more: &[(&str, &str)],
) -> Answer {
    let (command, now) =
        (house.command(), house.world.now().to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap()));
    let [time, day, month, year] = ["%H:%M", "%d", "%m", "%Y"].map(|part| now.strftime(part).to_string());
    let each: Vec<(String, String)> = (1..)
        .zip(answers)
        .map(|(nth, one)| (format!("item-q{nth}"), one.map_or_else(|| "-".to_owned(), |one| one.to_string())))
        .collect();
    let mut fields = vec![
        ("command", command.as_str()),
        ("what", what),
        ("asked", time.as_str()),
        ("asked_on-day", day.as_str()),
        ("asked_on-month", month.as_str()),
        ("asked_on-year", year.as_str()),
        ("language", "en"),
        ("interpreting", "not_needed"),
    ];
    fields.extend(each.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    fields.extend(more);
    let answer = house.post(cookie, &format!("/referrals/{id}/questionnaires/enter"), &fields).await;
    house.world.advance_minutes(5);
    answer
}

async fn page(house: &House, cookie: &str, id: ReferralId) -> Answer {
    let page = house.get_as(cookie, &format!("/referrals/{id}/questionnaires")).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

/// The words of each questionnaire of a page, the latest first.
fn cards(page: &Answer) -> Vec<String> {
    let plain = |card: &str| {
        let text = card.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    page.body.split("<div class=\"porch-card\"").skip(1).map(plain).collect()
}

/// What the page says about behavioural activation: suggested, why not, or nothing.
fn suggestion(page: &Answer) -> Option<String> {
    let said = words(page);
    if said.contains("to talk about with her: behavioural activation") {
        return Some("suggested".to_owned());
    }
    let why = said.split("is not suggested: ").nth(1)?;
    why.split('.').next().map(str::to_owned)
}

// S2, S6
#[tokio::test]
async fn a_total_stands_with_its_status_version_date_items_and_what_came_before() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let version = Instruments::shipped().definition_called("phq9").unwrap();
    let (hash, version) = (version.hash()[..12].to_owned(), version.version());

    write_down(&house, &cookie, id, "phq9", &phq9(19)).await;
    let first = page(&house, &cookie, id).await;
    assert!(!words(&first).contains("over time"), "one total is no trend");
    house.world.set("2026-12-07T10:00:00Z");
    let cookie = house.sign_in(Role::Clinician).await;
    write_down(&house, &cookie, id, "phq9", &phq9(9)).await;
    let mut partly = phq9(9);
    partly[3] = None;
    write_down(&house, &cookie, id, "phq9", &partly).await;

    let shown = page(&house, &cookie, id).await;
    let cards = cards(&shown);
    assert_eq!(cards.len(), 3);
    for (card, said) in [
        (&cards[2], ["19 , complete", "moderately severe", "answered 9 of 9", "21 november 2026"]),
        (&cards[1], ["9 , complete", "mild", "answered 9 of 9", "7 december 2026"]),
        (
            &cards[0],
            ["none: too much is missing for a total", "asked, and she said no", "answered 8 of 9", "7 december 2026"],
        ),
    ] {
        for said in said {
            assert!(card.contains(said), "{said} is missing: {card}");
        }
        assert!(card.contains(&format!("version {version}")) && card.contains(&hash), "{card}");
    }
    // What has no total is no point of the trend, and no zero.
    let said = words(&shown);
    assert!(said.contains("phq-9 over time: 19 , then 9 . from the first to the last: "), "{said}");
}

// PR-24, B1
#[tokio::test]
async fn a_treatment_is_suggested_between_its_totals_and_for_a_baby_of_its_age_alone() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    for (total, days, expected) in [
        (9, 364, None),
        (10, 364, Some("suggested")),
        (19, 364, Some("suggested")),
        (20, 364, None),
        (12, 0, Some("suggested")),
        (12, 365, Some("no baby of the age that it is for is known")),
    ] {
        let id = with_baby(&house, Her::default(), days);
        let saved = write_down(&house, &cookie, id, "phq9", &phq9(total)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
        let found = suggestion(&page(&house, &cookie, id).await);
        assert_eq!(found.as_deref(), expected, "{total}, day {days}");
    }
    let id = in_care(&house, Her::default());
    write_down(&house, &cookie, id, "phq9", &phq9(12)).await;
    let found = suggestion(&page(&house, &cookie, id).await);
    assert_eq!(found.as_deref(), Some("no baby of the age that it is for is known"), "nobody told of a baby");
}

// PR-24, H03
#[tokio::test]
async fn no_treatment_is_suggested_while_risk_is_open_or_was_not_asked() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = with_baby(&house, Her::default(), 100);
    let mut not_asked = phq9(12);
    not_asked[8] = None;
    write_down(&house, &cookie, id, "phq9", &not_asked).await;
    let shown = page(&house, &cookie, id).await;
    assert_ne!(suggestion(&shown).as_deref(), Some("suggested"), "{}", words(&shown));
    assert!(cards(&shown)[0].contains("that is not a no: ask her"), "{}", cards(&shown)[0]);

    let mut positive = phq9(12);
    positive[8] = Some(1);
    write_down(&house, &cookie, id, "phq9", &positive).await;
    let open = suggestion(&page(&house, &cookie, id).await);
    assert_eq!(open.as_deref(), Some("an answer about risk waits for a named person"));
    let done = [("action", "safety_plan"), ("said", "Invented act")];
    assert_eq!(record(&house, &cookie, id, "risk-done", &done).await.status, StatusCode::SEE_OTHER);
    assert_eq!(suggestion(&page(&house, &cookie, id).await).as_deref(), Some("suggested"));
}

// S4
#[tokio::test]
async fn a_positive_score_asks_for_a_conversation_which_only_a_note_closes() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let task = "Talk with her about her answers";
    let has = async || house.get_as(&cookie, &format!("/referrals/{id}")).await.body.contains(task);
    write_down(&house, &cookie, id, "phq9", &phq9(9)).await;
    assert!(!has().await, "nothing came out positive");
    write_down(&house, &cookie, id, "whooley", &[Some(0), Some(1), Some(0)]).await;
    assert!(has().await);
    let said = words(&page(&house, &cookie, id).await);
    assert!(said.contains("asked next") && said.contains("came out positive. ask one of these"), "{said}");

    let empty = record(&house, &cookie, id, "task", &[("task", "talk_about_answers"), ("note", "  ")]).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST, "{}", words(&empty));
    assert!(empty.title().starts_with("Error: ") && has().await);
    let closed =
        record(&house, &cookie, id, "task", &[("task", "talk_about_answers"), ("note", "Invented talk")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", words(&closed));
    let after = house.get_as(&cookie, &format!("/referrals/{id}")).await.body;
    assert!(after.contains("Invented talk"), "what came of it is read");
    assert!(!between(&after, "<h1", "id=\"timeline\"").contains("value=\"talk_about_answers\""));
}

// S5
#[tokio::test]
async fn asked_not_asked_and_nothing_known_add_to_all_and_to_a_hundred() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let yes = [Some(0), Some(0), Some(0)];
    let mut fields =
        vec![("what", "whooley"), ("contact", "weeks_6_to_8"), ("was_on-day", "21"), ("was_on-month", "11")];
    fields.extend([("was_on-year", "2026"), ("was", "09:00")]);
    for why in ["", "", "", "refused", "no_interpreter", "no_time", "nothing known"] {
        let id = with_baby(&house, Her::default(), 42);
        match why {
            "" => {
                let contact = [("contact", "weeks_6_to_8")];
                let saved = write_down_with(&house, &cookie, id, ("whooley", &yes), &contact).await;
                assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
            }
            "nothing known" => {}
            why => {
                let (command, address) = (house.command(), format!("/referrals/{id}/questionnaires/not-asked"));
                let mut all = fields.clone();
                all.extend([("command", command.as_str()), ("why", why), ("note", "Invented <note>")]);
                let saved = house.post(&cookie, &address, &all).await;
                assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
                let card = cards(&page(&house, &cookie, id).await).remove(0);
                for said in ["not asked", "why not", ": invented &lt;note&gt;", "six to eight weeks after the birth"] {
                    assert!(card.contains(said), "{said} is missing: {card}");
                }
            }
        }
    }
    // The time of the contact is over: what nobody wrote down is missing.
    house.world.set("2027-01-20T10:00:00Z");
    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/questions").await;
    assert_eq!(report.status, StatusCode::OK);
    let figures = |label: &str| -> Vec<u64> {
        let row = report.body.split("<tr").find(|row| between(row, "<th", "</th>").contains(label)).unwrap_or_default();
        let cells = row.split("<td").skip(1).map(|cell| cell.split("</td>").next().unwrap_or_default());
        // On a narrow screen each figure has its heading before it.
        let words = cells.map(|cell| cell.rsplit('>').next().unwrap_or_default().trim().replace(',', ""));
        words.map(|figure| figure.parse().unwrap_or_else(|_| panic!("{figure}: {row}"))).collect()
    };
    for label in ["Six to eight weeks after the birth", "All"] {
        let row = figures(label);
        assert_eq!(row[..5], [7, 3, 1, 2, 1], "{label}");
        assert_eq!(row[0], row[1..5].iter().sum::<u64>(), "{label}");
    }
    let said = words(&report);
    assert!(said.contains("of 100 questions, 43 were asked, 43 were not, and of 14 nothing is known"), "{said}");
    assert!(!report.body.contains("Invented Person"), "it names nobody");
}

/// A name of 120 characters in two scripts, which a page has to break.
const LONG: &str = "\u{627}\u{633}\u{645} \u{645}\u{62e}\u{62a}\u{631}\u{639} Maximiliana-Theodora-Wilhelmina-Konstantina-Bartholomea \
                    Example-Invented-Featherstonehaugh-of-the-Very-Long-Na";

// PR-20
#[tokio::test]
async fn long_names_long_worries_and_words_from_right_to_left_break_nothing() {
    assert_eq!(LONG.chars().count(), 120);
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her { name: LONG, ..Her::default() });
    let worry = format!("{}</textarea><script>alert(1)</script>", "\u{5d0}\u{5d1}\u{5d2} & <b> ".repeat(220));
    let worry: String = worry.chars().rev().take(2_000).collect::<Vec<_>>().into_iter().rev().collect();
    assert_eq!(worry.chars().count(), 2_000);
    let concern = "\u{202e}backwards\u{202c} \u{1f469}\u{200d}\u{1f37c} e\u{301}";
    let more = [("worry", worry.as_str()), ("concern", concern)];
    let saved = write_down_with(&house, &cookie, id, ("phq9", &phq9(4)), &more).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
    let shown = page(&house, &cookie, id).await;
    let escaped = worry.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    assert!(shown.body.contains(&escaped), "every character of it is read");
    assert!(shown.body.contains(concern) && !shown.body.contains("<script>alert"));

    // Sent back with a fault, nothing that was typed is lost.
    let mut wrong = more.to_vec();
    wrong.push(("language", "?"));
    let mut all = wrong.clone();
    all.reverse();
    let fields: Vec<(&str, &str)> = all.into_iter().collect();
    let again = write_down_with(&house, &cookie, id, ("phq9", &[]), &fields).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.body.contains(&format!("{escaped}</textarea>")), "{}", words(&again));

    let command = house.command();
    let fields =
        [("command", command.as_str()), ("what", "gad7"), ("word", "\u{5d0}\u{5d1}\u{5d2}\u{5d3}"), ("language", "en")];
    let mut fields = fields.to_vec();
    fields.push(("interpreting", "not_needed"));
    let given = house.post(&cookie, &format!("/referrals/{id}/questionnaires/give"), &fields).await;
    assert_eq!(given.status, StatusCode::OK, "{}", words(&given));
    let waiting = house.get_as(&cookie, "/questionnaires").await;
    assert!(waiting.status == StatusCode::OK && waiting.body.contains(LONG), "{}", words(&waiting));
}

#[tokio::test]
async fn fifty_questionnaires_of_one_woman_are_one_page_whose_work_grows_by_each_and_no_faster() {
    let house = House::demonstration();
    let id = with_baby(&house, Her::default(), 60);
    let ctx = || house.ctx(Actor::Staff { account: "demo-clinician".to_owned(), role: Role::Clinician });
    let mut work = Vec::new();
    for nth in 1..=50u8 {
        let asking = Asking { language: "en".to_owned(), interpreting: Interpreting::NotNeeded, contact: None };
        let entry = screening::Entry {
            instrument: InstrumentId::of("phq9").unwrap(),
            asking,
            asked_at: Timestamp::min(house.world.now(), ctx().now),
            answers: phq9(nth % 25),
            beside: Beside { worry: Some(format!("Invented worry {nth}")), concern: None },
        };
        screening::enter(&ctx(), CommandId(house.command().parse().unwrap()), id, entry).unwrap();
        house.world.advance_minutes(5);
        if nth % 25 == 0 {
            let cookie = house.sign_in(Role::Clinician).await;
            let before = ctx().store.statements();
            let shown = page(&house, &cookie, id).await;
            work.push(ctx().store.statements() - before);
            assert_eq!(cards(&shown).len(), usize::from(nth));
        }
    }
    let cookie = house.sign_in(Role::Clinician).await;
    let shown = page(&house, &cookie, id).await;
    assert_eq!(shown.body.matches("<h1").count(), 1);
    assert_eq!(shown.body.matches("Each answer").count(), 50, "folded away, one to each");
    for nth in 1..=50 {
        assert!(shown.body.contains(&format!("Invented worry {nth}<")), "{nth} can be read");
    }
    assert!(shown.body.len() < 1_000_000, "{} bytes", shown.body.len());
    // Each is a stream of its own, read once.
    assert!(work[1] <= work[0] + 25 && work[0] <= 25 + 20, "{work:?}");
}

#[tokio::test]
async fn where_nothing_was_asked_each_page_says_so_in_a_sentence() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let waiting = words(&house.get_as(&cookie, "/questionnaires").await);
    assert_eq!(waiting.matches("none.").count(), 3, "{waiting}");
    let id = in_care(&house, Her::default());
    let hers = words(&page(&house, &cookie, id).await);
    assert!(hers.contains("nothing was asked yet.") && !hers.contains("over time"), "{hers}");
    let manager = house.sign_in(Role::Manager).await;
    let report = words(&house.get_as(&manager, "/reports/questions").await);
    assert!(report.contains("no question belonged to a contact of this period."), "{report}");
    let nobody = "00000000-0000-4000-8000-000000000000";
    let none = house.get_as(&cookie, &format!("/referrals/{nobody}/questionnaires")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

// R5
#[tokio::test]
async fn what_she_answered_in_the_same_words_is_taken_over_by_a_press_and_names_its_source() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let id = in_care(&house, Her::default());
    let form = |reuse: &str| format!("/referrals/{id}/questionnaires/new?what=phq9{reuse}");
    assert!(!house.get_as(&cookie, &form("")).await.body.contains("answered this already"));
    write_down(&house, &cookie, id, "phq2", &[Some(2), None]).await;
    let asked = house.get_as(&cookie, &form("")).await;
    let plain = words(&asked);
    let source = "she answered this already, in the same words. phq-2,";
    assert!(plain.contains(source), "{plain}");
    assert!(plain.contains("little interest or pleasure in doing things: more than half the days (2)"), "{plain}");
    assert!(!plain.contains("2. feeling down, depressed, or hopeless: "), "what was not answered is no answer");
    let chosen = |page: &Answer| page.body.matches(" checked").count();
    let before = chosen(&asked);
    let taken = house.get_as(&cookie, &form("&reuse=yes")).await;
    assert_eq!(chosen(&taken), before + 1, "a person takes them over, nobody else");
    assert!(taken.body.contains("name=\"item-q1\" type=\"radio\" value=\"2\" checked"), "{}", taken.body);
    // Another's questions are not hers, and what asks in other words is another question.
    for what in ["gad7", "epds"] {
        let other = house.get_as(&cookie, &format!("/referrals/{id}/questionnaires/new?what={what}&reuse=yes")).await;
        assert!(!other.body.contains("answered this already"), "{what}");
    }
    // After a week it is about other days.
    house.world.advance_minutes(7 * 24 * 60);
    let cookie = house.sign_in(Role::Clinician).await;
    let late = house.get_as(&cookie, &form("&reuse=yes")).await;
    assert!(!late.body.contains("answered this already") && chosen(&late) == before);
}
