//! The criteria that a decision cites: those of the day on which the referral was received (D26), as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use jiff::Timestamp;
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::Event,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story},
    ids::{PersonId, ReferralId},
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, CitedCriterion, Deciding, Ending, Grounds, PersonKind, Priority, Receipt, Referral, ReferralCommand,
        ReferralEvent, Telling, Verdict, cite, criteria_for,
    },
    release::{ReleaseClass, release_class},
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));
const DORSET: &str = include_str!("../../../footprints/dorset.toml");
const KENT_MEDWAY: &str = include_str!("../../../footprints/kent-medway.toml");

/// Dorset, whose criteria began in April 2023, with one of them read otherwise from August 2026 on.
fn rules() -> Footprint {
    let later = "[[criteria]]\ncode = \"fear_trauma\"\ntext = \"Read otherwise\"\nfrom = 2026-08-01\nsource = \"this-project\"\n";
    let until = DORSET.replace(
        "code = \"fear_trauma\"\ntext = \"Fear of birth, birth trauma, or post-traumatic stress from the maternity experience\"\nfrom = 2023-04-01\n",
        "code = \"fear_trauma\"\ntext = \"Fear of birth, birth trauma, or post-traumatic stress from the maternity experience\"\nfrom = 2023-04-01\nuntil = 2026-07-31\n",
    );
    assert_ne!(until, DORSET);
    Footprint::parse(&format!("{until}\n{later}")).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn duty() -> Actor {
    Actor::Staff { account: "invented".to_owned(), role: Role::Duty }
}

fn step(
    rules: &Footprint,
    state: Option<&Referral>,
    command: ReferralCommand,
    now: Timestamp,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let actor = duty();
    let deciding = Deciding { now, actor: &actor, footprint: rules, rules: "v1", rejected_before: false };
    referral::decide(ID, state, command, &deciding)
}

fn received(rules: &Footprint, at: Timestamp) -> Referral {
    let receipt = ReferralCommand::Receive(Box::new(Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: at,
        directed_to: None,
        pregnancy: None,
        asked: Asked::default(),
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented".to_owned(), ..Story::default() },
        safeguarding: None,
    }));
    step(rules, None, receipt, at).unwrap().iter().fold(None, |state, event| Some(evolved(state, event))).unwrap()
}

fn evolved(state: Option<Referral>, event: &ReferralEvent) -> Referral {
    referral::evolve(ID, state, event).unwrap()
}

fn team() -> TeamCode {
    TeamCode("community".to_owned())
}

fn ending(reasons: &[&str], criteria: Vec<CitedCriterion>) -> Ending {
    let told = || Telling::NotTold { why: "told by a person".to_owned() };
    Ending {
        reasons: reasons.iter().map(|code| (*code).to_owned()).collect(),
        in_own_words: None,
        what_would_change: Some("If it gets worse.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: None,
        second_clinician: None,
        safeguarding: None,
        criteria,
    }
}

/// Every decision, with what it rests on.
fn decisions(reasons: &[&str], criteria: &[CitedCriterion]) -> Vec<(&'static str, bool, ReferralCommand)> {
    let ending = || ending(reasons, criteria.to_vec());
    let saved = |verdict: Verdict| {
        let grounds = Grounds {
            reasons: reasons.iter().map(|code| (*code).to_owned()).collect(),
            criteria: criteria.to_vec(),
            ..Grounds::default()
        };
        ReferralCommand::SaveDecision { verdict, grounds, owner: "invented".to_owned(), by: at("2026-08-20T12:00:00Z") }
    };
    let accept = ReferralCommand::Accept {
        team: team(),
        because: None,
        agreement: None,
        tellings: None,
        criteria: criteria.to_vec(),
    };
    let (signposted_to, advice) = ("Invented service".to_owned(), "Invented advice".to_owned());
    vec![
        ("accept", false, accept),
        ("reject", true, ReferralCommand::Reject { team: team(), ending: ending() }),
        ("signpost", true, ReferralCommand::Signpost { team: team(), signposted_to, ending: ending() }),
        ("advise", true, ReferralCommand::Advise { team: team(), advice, ending: ending() }),
        ("withdraw", false, ReferralCommand::Withdraw { ending: ending() }),
        ("save a yes", false, saved(Verdict::Accept { team: team() })),
        ("save a no", true, saved(Verdict::Reject { team: team() })),
    ]
}

fn words(of: &[CitedCriterion], code: &str) -> Option<String> {
    of.iter().find(|criterion| criterion.code == code).map(|criterion| criterion.text.clone())
}

// D26
#[test]
fn a_referral_is_judged_by_the_criteria_of_the_local_day_on_which_it_was_received() {
    let rules = rules();
    let fear = "Fear of birth, birth trauma, or post-traumatic stress from the maternity experience";
    for (received, how_many, says) in [
        // Version 2 is not known: nothing is judged by criteria that came later.
        ("2023-03-31T22:59:59Z", 0, None),
        // Eleven at night by the sun is the next day on the wall.
        ("2023-03-31T23:00:00Z", 13, Some(fear)),
        ("2026-07-31T22:59:59Z", 13, Some(fear)),
        ("2026-07-31T23:00:00Z", 13, Some("Read otherwise")),
    ] {
        let criteria = criteria_for(&rules, at(received));
        assert_eq!(criteria.len(), how_many, "{received}");
        assert_eq!(words(&criteria, "fear_trauma").as_deref(), says, "{received}");
    }
    let cited = cite(&rules, at("2026-08-10T09:00:00Z"), ["fear_trauma", "new_illness", "fear_trauma"]).unwrap();
    let codes: Vec<&str> = cited.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["new_illness", "fear_trauma"], "each once, in the order of the rules");
    assert!(cited[0].source.starts_with("Service specification"), "the source by its title: {}", cited[0].source);
    let unknown = cite(&rules, at("2026-08-10T09:00:00Z"), ["moon"]);
    assert_eq!(unknown, Err(Disallowed::UnknownCriterion("moon".to_owned())));
}

// D26, H10
#[test]
fn a_no_because_criteria_are_not_met_says_which_where_there_were_any_on_that_day() {
    let (with, without) = (rules(), Footprint::parse(KENT_MEDWAY).unwrap());
    let after = at("2026-08-14T09:00:00Z");
    let named = |rules: &Footprint, day: Timestamp| cite(rules, day, ["new_illness"]).unwrap_or_default();
    for (rules, came, reasons, cites, missing) in [
        (&with, "2026-08-10T09:00:00Z", ["criteria_not_met"], false, true),
        (&with, "2026-08-10T09:00:00Z", ["criteria_not_met"], true, false),
        (&with, "2026-08-10T09:00:00Z", ["lives_elsewhere"], false, false),
        (&with, "2026-08-10T09:00:00Z", ["lives_elsewhere"], true, false),
        // On its day there were none, or nobody has written any: then none is asked for.
        (&with, "2023-03-20T09:00:00Z", ["criteria_not_met"], false, false),
        (&without, "2026-08-10T09:00:00Z", ["criteria_not_met"], false, false),
    ] {
        let came = at(came);
        let referral = received(rules, came);
        let criteria = if cites { named(rules, came) } else { Vec::new() };
        assert_eq!(criteria.len(), usize::from(cites));
        for (what, a_no, command) in decisions(&reasons, &criteria) {
            let done = step(rules, Some(&referral), command, after);
            let expected = missing && a_no;
            assert_eq!(done == Err(Disallowed::CriterionMissing), expected, "{what} of {came}: {done:?}");
            assert_eq!(done.is_ok(), !expected, "{what} of {came}: {done:?}");
        }
    }
}

// D26
#[test]
fn nothing_is_cited_that_did_not_hold_on_its_day_or_reads_otherwise() {
    let rules = rules();
    let referral = received(&rules, at("2026-08-10T09:00:00Z"));
    let right = cite(&rules, referral.received_at, ["new_illness", "fear_trauma"]).unwrap();
    let before = cite(&rules, at("2026-07-10T09:00:00Z"), ["fear_trauma"]).unwrap();
    let changed = CitedCriterion { text: "Other words".to_owned(), ..right[0].clone() };
    for (why, cited, code) in [
        ("its earlier version", before, "fear_trauma"),
        ("other words", vec![changed], "new_illness"),
        ("twice the same", vec![right[0].clone(), right[0].clone()], "new_illness"),
    ] {
        for (what, _, command) in decisions(&["lives_elsewhere"], &cited) {
            let done = step(&rules, Some(&referral), command, at("2026-08-14T09:00:00Z"));
            assert_eq!(done, Err(Disallowed::UnknownCriterion(code.to_owned())), "{what}, {why}");
        }
    }
}

// D26, H15
#[test]
fn what_was_cited_is_read_again_in_its_words_when_the_rules_are_others() {
    let rules = rules();
    let referral = received(&rules, at("2026-08-10T09:00:00Z"));
    let cited = cite(&rules, referral.received_at, ["new_illness", "fear_trauma"]).unwrap();
    for (what, _, command) in decisions(&["criteria_not_met"], &cited) {
        let command = match command {
            ReferralCommand::Withdraw { .. } => continue,
            other => other,
        };
        let events = step(&rules, Some(&referral), command, at("2026-08-14T09:00:00Z")).unwrap();
        let event = Event::Referral(events[0].clone());
        assert_eq!(release_class(&event), ReleaseClass::Hold, "{what}");
        let written = event.write().unwrap();
        assert!(written.payload.contains("Read otherwise"), "{what}: {}", written.payload);
        let stands = evolved(Some(referral.clone()), &events[0]);
        assert_eq!(stands.rests_on(), cited, "{what}");
    }
    assert_eq!(referral.rests_on(), []);
}
