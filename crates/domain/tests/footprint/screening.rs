//! How a footprint asks with questionnaires, as people write it.

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use porch_domain::{
    actor::{Actor, Role},
    footprint::{Footprint, OfAge, RiskKnown, Suggested, baby_days},
    front_door::{Asked, Story},
    ids::{PersonId, ReferralId},
    person::ContactChoices,
    referral::{self, Deciding, PersonKind, Priority, Receipt, Referral, ReferralCommand},
    screening::{InstrumentId, Instruments},
};
use uuid::Uuid;

use crate::{DORSET, KENT_MEDWAY, read};

fn id(code: &str) -> InstrumentId {
    InstrumentId::of(code).unwrap()
}

/// A referral in which so much was told.
fn received(asked: Asked, birth_date: Option<Date>) -> Referral {
    let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
    let receipt = Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: now,
        directed_to: None,
        pregnancy: None,
        asked,
        birth_date,
        contact: ContactChoices::default(),
        story: Story { worry: "invented".to_owned(), born: birth_date, ..Story::default() },
        safeguarding: None,
    };
    let (id, footprint) = (ReferralId(Uuid::from_u128(7)), read(KENT_MEDWAY));
    let actor = Actor::Staff { account: "invented".to_owned(), role: Role::Duty };
    let deciding = Deciding { now, actor: &actor, footprint: &footprint, rules: "v1", rejected_before: false };
    let events = referral::decide(id, None, ReferralCommand::Receive(Box::new(receipt)), &deciding).unwrap();
    events.iter().fold(None, |state, event| Some(referral::evolve(id, state, event).unwrap())).unwrap()
}

// S1, PR-24
#[test]
fn the_routine_contacts_are_those_that_the_file_lists() {
    for (name, text) in [("kent-medway", KENT_MEDWAY), ("dorset", DORSET)] {
        let footprint = read(text);
        let rules = footprint.screening();
        assert!(rules.contacts.len() >= 7, "{name}");
        assert!(rules.contacts.iter().all(|contact| contact.asks.contains(&id("whooley"))), "{name}");
        // S2: a positive Whooley is followed by CORE-10 or EPDS, which ask about risk; it does not.
        let follow = rules.follow_up(&id("whooley")).unwrap();
        assert_eq!(follow.offers, [id("core10"), id("epds")], "{name}");
        assert!(!follow.all, "one of them is chosen");
    }
}

// B2, PR-24
#[test]
fn a_treatment_is_suggested_within_its_limits_and_never_while_risk_is_open_or_was_not_asked() {
    let footprint = read(KENT_MEDWAY);
    let [suggestion] = footprint.screening().suggestions.as_slice() else { panic!("one suggestion") };
    let born = date(2025, 11, 22);
    let age = |days: i64| Some(baby_days(born, born.checked_add(jiff::Span::new().days(days)).unwrap()));
    for (total, days, risk, expected) in [
        (Some(9), age(150), RiskKnown::Asked, Suggested::OutsideTotal),
        (Some(10), age(150), RiskKnown::Asked, Suggested::Yes),
        (Some(19), age(150), RiskKnown::Asked, Suggested::Yes),
        (Some(20), age(150), RiskKnown::Asked, Suggested::OutsideTotal),
        (None, age(150), RiskKnown::Asked, Suggested::OutsideTotal),
        (Some(14), age(0), RiskKnown::Asked, Suggested::Yes),
        (Some(14), age(364), RiskKnown::Asked, Suggested::Yes),
        (Some(14), age(365), RiskKnown::Asked, Suggested::NoBabyOfThatAge),
        (Some(14), age(-1), RiskKnown::Asked, Suggested::NoBabyOfThatAge),
        (Some(14), None, RiskKnown::Asked, Suggested::NoBabyOfThatAge),
        (Some(14), age(150), RiskKnown::Open, Suggested::RiskOpen),
        (Some(14), age(150), RiskKnown::NotAsked, Suggested::RiskNotAsked),
    ] {
        assert_eq!(suggestion.suggested(total, days, risk), expected, "{total:?} {days:?} {risk:?}");
    }
}

const RULES: &str = r#"
[screening]
source = "national"

[[screening.contacts]]
code = "visit"
name = "A visit"
stage = "after_birth"
from_week = 1
to_week = 2
asks = ["whooley"]
source = "national"

[[screening.follow_ups]]
after = "whooley"
offers = ["phq9", "gad7"]
all = true
source = "national"

[[screening.suggestions]]
code = "something"
name = "Something"
instrument = "phq9"
at_least = 10
at_most = 19
source = "national"

[[screening.ages]]
instrument = "gad2"
from_age = 12
source = "national"
"#;

/// The shipped file with other rules about questionnaires.
fn with(rules: &str) -> String {
    let whole = KENT_MEDWAY.replace("\r\n", "\n");
    let begin = whole.find("[screening]").unwrap();
    let end = whole[begin..].find("\n# Who is of the area").unwrap() + begin;
    format!("{}\n{rules}\n{}", &whole[..begin], &whole[end..])
}

#[test]
fn a_file_without_rules_asks_at_no_contact_and_keeps_the_times_that_stand() {
    let footprint = read(&with(""));
    assert_eq!(footprint.screening(), &porch_domain::footprint::ScreeningRules::default());
    let footprint = read(&with(RULES));
    assert_eq!((footprint.screening().read_within_hours, footprint.screening().open_days), (24, 7));
    assert!(footprint.screening().follow_ups[0].all, "B1: both are asked");
}

// PR-18
#[test]
fn what_the_rules_give_no_earlier_age_for_is_made_for_adults() {
    for text in [KENT_MEDWAY, DORSET] {
        let footprint = read(text);
        let all = Instruments::shipped();
        assert!(all.definitions().all(|one| footprint.screening().from_age(one.id()) == 18));
    }
    let footprint = read(&with(RULES));
    let rules = footprint.screening();
    assert_eq!((rules.from_age(&id("gad2")), rules.from_age(&id("phq9"))), (12, 18));
    let today = date(2026, 11, 22);
    let of = |instrument: &str, born: Option<Date>, told: bool| {
        let asked = Asked { under_18: told, ..Asked::default() };
        rules.of_age(&id(instrument), &received(asked, born), today)
    };
    for (instrument, born, told, expected) in [
        ("phq9", Some(date(2008, 11, 22)), true, OfAge::Yes),
        ("phq9", Some(date(2008, 11, 23)), false, OfAge::TooYoung(18)),
        ("gad2", Some(date(2014, 11, 22)), true, OfAge::Yes),
        ("gad2", Some(date(2014, 11, 23)), true, OfAge::TooYoung(12)),
        ("phq9", None, false, OfAge::NotKnown(18)),
        ("phq9", None, true, OfAge::TooYoung(18)),
        ("gad2", None, true, OfAge::NotKnown(12)),
    ] {
        assert_eq!(of(instrument, born, told), expected, "{instrument} {born:?} {told}");
    }
}

#[test]
fn what_is_wrong_with_the_rules_is_told_with_its_line() {
    for (right, wrong, told) in [
        (r#"code = "visit""#, r#"code = "Visit""#, "is no code"),
        (r#"stage = "after_birth""#, r#"stage = "later""#, "pregnant or after_birth"),
        ("to_week = 2", "to_week = 0", "before the first week"),
        ("to_week = 2", "to_week = 105", "from 0 to 104"),
        (r#"asks = ["whooley"]"#, "asks = []", "no questionnaire"),
        (r#"asks = ["whooley"]"#, r#"asks = ["whooley", "whooley"]"#, "again"),
        (r#"asks = ["whooley"]"#, r#"asks = ["nothing"]"#, "porch instruments list"),
        (r#"offers = ["phq9", "gad7"]"#, "offers = []", "no questionnaire"),
        ("at_most = 19", "at_most = 9", "less than the lowest"),
        (r#"source = "national""#, r#"source = "nobody""#, "unknown source"),
        ("all = true", "every = true", "unknown key"),
        ("from_age = 12", "from_age = 18", "no earlier age"),
        ("from_age = 12", "from_age = 0", "a whole number from 1"),
        ("instrument = \"gad2\"", "instrument = \"gad\"", "porch instruments list"),
    ] {
        let text = with(&RULES.replacen(right, wrong, 1));
        let problems = Footprint::parse(&text).unwrap_err();
        assert!(problems.iter().any(|problem| problem.to_string().contains(told)), "{told}: {problems:?}");
    }
}
