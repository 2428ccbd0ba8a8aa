use jiff::{Timestamp, civil::date};
use proptest::prelude::*;

use super::*;
use crate::{
    footprint::TeamCode,
    front_door::{Known, Situation, WarningSign},
    referral::{Priority, Verdict},
};

const KENT: &str = include_str!("../../../../footprints/kent-medway.toml");
const DORSET: &str = include_str!("../../../../footprints/dorset.toml");
const TOWER_HAMLETS: &str = include_str!("../../../../footprints/tower-hamlets.toml");
const BLACKPOOL: &str = include_str!("../../../../footprints/blackpool.toml");

const TODAY: Date = date(2026, 11, 18);

fn read(text: &str) -> Footprint {
    Footprint::parse(text).unwrap()
}

/// A woman of the area with a baby, of whom the most is known.
fn known(need: Need, how_severe: HowSevere, born: Date) -> Facts {
    Facts {
        needs: [need].into(),
        how_severe: Some(how_severe),
        stage: Some(PathwayStage::AfterBirth),
        ends_on: Some(born),
        age: Some(AgeGroup::Adult),
        area: Area::In,
        ..Facts::none()
    }
}

fn of<'a>(proposed: &[Proposed<'a>], code: &str) -> Proposed<'a> {
    let is = |one: &&Proposed<'_>| match one.to() {
        Destination::Team(team) => team.0 == code,
        Destination::Entry(entry) => entry == code,
    };
    *proposed.iter().find(is).unwrap()
}

// D2, N1
#[test]
fn each_team_is_proposed_once_with_the_criterion_that_fits_best_and_those_that_fit_stand_first() {
    let footprint = read(BLACKPOOL);
    let facts = known(Need::LowMood, HowSevere::Moderate, date(2026, 6, 18));
    let proposed = propose(&footprint, &facts, TODAY);
    let visitors = of(&proposed, "health_visiting");
    assert_eq!((visitors.fit, visitors.by.source.as_str()), (Fit::Fits, "integrate"));
    assert_eq!(visitors.by.until_months, Some(12), "by the criterion for a baby under a year");
    assert_eq!(of(&proposed, "community").fit, Fit::Fits);
    let maternal = of(&proposed, "maternal");
    assert_eq!((maternal.fit, maternal.would_change().collect::<Vec<_>>()), (Fit::DoesNotFit, vec![Asked::Need]));
    assert!(proposed.is_sorted_by_key(|one| one.fit));
    for one in &proposed {
        assert_eq!(proposed.iter().filter(|other| other.to() == one.to()).count(), 1, "{:?}", one.to());
    }
}

// D2: what is missing is asked for, and never guessed.
#[test]
fn of_somebody_of_whom_little_is_known_it_is_said_what_is_missing_and_nobody_is_turned_away() {
    let footprint = read(TOWER_HAMLETS);
    let proposed = propose(&footprint, &Facts::none(), TODAY);
    assert!(proposed.iter().all(|one| matches!(one.fit, Fit::NotKnown | Fit::AskMeeting)), "{proposed:?}");
    let therapies = of(&proposed, "talking_therapies");
    let missing: Vec<Asked> = therapies.missing().collect();
    assert_eq!(missing, [Asked::Need, Asked::HowSevere, Asked::Age, Asked::Window, Asked::Area]);

    // From 18 on, at home or with a GP of the borough.
    let facts = known(Need::Anxiety, HowSevere::Mild, date(2026, 9, 1));
    assert_eq!(of(&propose(&footprint, &facts, TODAY), "talking_therapies").fit, Fit::Fits);
    let young = Facts { age: Some(AgeGroup::Under18), ..facts.clone() };
    let proposed = propose(&footprint, &young, TODAY);
    assert_eq!(of(&proposed, "talking_therapies").would_change().collect::<Vec<_>>(), [Asked::Age]);
    assert_eq!(of(&proposed, "front_door").fit, Fit::AskMeeting, "PR-18: the front door holds her");
    let outside = Facts { area: Area::Out, ..facts };
    assert_eq!(of(&propose(&footprint, &outside, TODAY), "talking_therapies").fit, Fit::AskMeeting);
}

// H21
#[test]
fn outside_a_window_is_a_question_to_the_meeting_and_the_last_day_is_within() {
    let footprint = read(DORSET);
    for (born, on, fit) in [
        (date(2026, 2, 18), TODAY, Fit::Fits),
        (date(2026, 2, 17), TODAY, Fit::AskMeeting),
        (date(2024, 11, 18), TODAY, Fit::AskMeeting),
        (date(2020, 1, 1), TODAY, Fit::AskMeeting),
        // Nine months from the end of May end with the last day of February.
        (date(2026, 5, 31), date(2027, 2, 28), Fit::Fits),
        (date(2026, 5, 31), date(2027, 3, 1), Fit::AskMeeting),
    ] {
        let facts = known(Need::SeriousIllness, HowSevere::Severe, born);
        assert_eq!(of(&propose(&footprint, &facts, on), "community").fit, fit, "{born} on {on}");
    }
}

// H21, X3: the table of the hazard, each with the last day on which Kent's community team takes her.
#[test]
fn a_window_counts_from_the_birth_or_the_loss_lasts_as_long_after_either_and_begins_with_neither_before() {
    let footprint = read(KENT);
    let after = |stage, on| (Some(stage), Some(on));
    for (case, (stage, ends_on), last) in [
        ("live birth", after(PathwayStage::AfterBirth, date(2025, 1, 31)), Until::On(date(2027, 1, 31))),
        (
            "preterm, from its own date",
            after(PathwayStage::AfterBirth, date(2024, 2, 29)),
            Until::On(date(2026, 2, 28)),
        ),
        ("stillbirth", after(PathwayStage::AfterLoss, date(2025, 1, 31)), Until::On(date(2027, 1, 31))),
        ("miscarriage at nine weeks", after(PathwayStage::AfterLoss, date(2026, 9, 10)), Until::On(date(2028, 9, 10))),
        ("no outcome, three weeks past the due date", after(PathwayStage::Pregnant, date(2026, 10, 28)), Until::NoEnd),
        ("pregnant again inside the window", after(PathwayStage::Pregnant, date(2027, 4, 1)), Until::NoEnd),
        ("a loss whose date nobody asked for", (Some(PathwayStage::AfterLoss), None), Until::NotKnown),
        ("before a pregnancy", (Some(PathwayStage::Preconception), None), Until::NoEnd),
        ("nothing said", (None, None), Until::NotKnown),
    ] {
        let facts = Facts { stage, ends_on, ..known(Need::SeriousIllness, HowSevere::Severe, TODAY) };
        let proposed = propose(&footprint, &facts, TODAY);
        assert_eq!(until(&footprint, of(&proposed, "community").by, &facts), last, "{case}");
    }
}

// X3
#[test]
fn weeks_are_counted_from_the_due_date_the_birth_or_the_loss() {
    for (stage, ends_on, expected) in [
        (Some(PathwayStage::Pregnant), Some(date(2027, 1, 13)), Counted::Pregnant { weeks: 32, days: 0 }),
        (Some(PathwayStage::Pregnant), Some(date(2027, 1, 14)), Counted::Pregnant { weeks: 31, days: 6 }),
        (Some(PathwayStage::Pregnant), Some(TODAY), Counted::Pregnant { weeks: 40, days: 0 }),
        (Some(PathwayStage::Pregnant), Some(date(2026, 10, 28)), Counted::PastDue { days: 21 }),
        (Some(PathwayStage::AfterBirth), Some(TODAY), Counted::After { weeks: 0 }),
        (Some(PathwayStage::AfterLoss), Some(date(2026, 11, 10)), Counted::After { weeks: 1 }),
        (None, Some(TODAY), Counted::NotKnown),
        (Some(PathwayStage::AfterLoss), None, Counted::NotKnown),
    ] {
        assert_eq!(counted(&Facts { stage, ends_on, ..Facts::none() }, TODAY), expected, "{stage:?} {ends_on:?}");
    }
}

// X3
#[test]
fn a_window_that_closes_before_the_clock_does_is_told() {
    let clock: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
    for (until, open) in [
        (Until::On(date(2026, 11, 17)), Open::Closed),
        (Until::On(date(2026, 11, 18)), Open::ClosesBeforeClock),
        (Until::On(date(2026, 11, 19)), Open::ClosesBeforeClock),
        (Until::On(date(2026, 11, 20)), Open::LongEnough),
        (Until::NoEnd, Open::LongEnough),
        (Until::NotKnown, Open::NotKnown),
    ] {
        assert_eq!(Open::of(until, TODAY, Some(clock)), open, "{until:?}");
    }
    assert_eq!(Open::of(Until::On(TODAY), TODAY, None), Open::LongEnough, "without a clock nothing closes before it");
}

// D2, H20: a person decides, and what was proposed is kept beside it in codes alone.
#[test]
fn a_decision_is_as_proposed_or_otherwise_with_a_reason_or_nothing_was_proposed() {
    let footprint = read(BLACKPOOL);
    let team = |code: &str| TeamCode(code.to_owned());
    let accept = |code: &str| Verdict::Accept { team: team(code) };
    let reject = || Verdict::Reject { team: team("community") };
    let signpost =
        |to: &str| Verdict::Signpost { team: team("community"), signposted_to: format!("{to}, 01632 960 000") };
    let moderate = known(Need::LowMood, HowSevere::Moderate, date(2026, 6, 18));
    let mild = known(Need::LowMood, HowSevere::Mild, date(2026, 6, 18));
    let too_late = known(Need::FearOfBirth, HowSevere::Severe, date(2026, 6, 18));
    let unsaid = Facts { how_severe: None, ..moderate.clone() };
    let midwives = footprint.called(&Destination::Entry("talking_therapies".to_owned()));
    for (case, facts, verdict, expected) in [
        ("a team that fits", &moderate, accept("health_visiting"), Some(Agreement::AsProposed)),
        ("another that does not", &moderate, accept("maternal"), Some(Agreement::Otherwise)),
        ("one of which too little is known", &unsaid, accept("community"), Some(Agreement::NothingProposed)),
        ("nobody though a team fits", &moderate, reject(), Some(Agreement::Otherwise)),
        ("nobody while little is known", &unsaid, reject(), Some(Agreement::NothingProposed)),
        ("nobody where no team can be hers", &too_late, reject(), Some(Agreement::AsProposed)),
        ("a service that fits", &mild, signpost(&midwives), Some(Agreement::AsProposed)),
        ("one that nobody proposes", &mild, signpost("An invented service"), Some(Agreement::Otherwise)),
        ("she withdraws", &moderate, Verdict::Withdraw, None),
    ] {
        let proposed = propose(&footprint, facts, TODAY);
        assert_eq!(agreement(&footprint, &proposed, &verdict), expected, "{case}");
        let kept = |why| Weighed::of(&footprint, facts, TODAY, &verdict, why);
        let missing = Err(crate::disallowed::Disallowed::OtherwiseReasonMissing);
        match expected {
            Some(Agreement::Otherwise) => {
                assert_eq!((kept(None), kept(Some("moon"))), (missing.clone(), missing), "{case}");
                let kept = kept(Some("her_wish")).unwrap().unwrap();
                assert_eq!((kept.agreement, kept.why.as_deref()), (Agreement::Otherwise, Some("her_wish")), "{case}");
            }
            Some(agreed) => {
                let kept = kept(Some("her_wish")).unwrap().unwrap();
                assert_eq!((kept.agreement, kept.why), (agreed, None), "{case}: a reason is of what is otherwise");
            }
            None => assert_eq!(kept(None), Ok(None), "{case}"),
        }
    }
    let kept = Weighed::of(&footprint, &moderate, TODAY, &accept("community"), None).unwrap().unwrap();
    assert_eq!(kept.proposed, ["team:health_visiting", "team:community", "entry:talking_therapies"]);
    assert_eq!(kept.how_severe.as_deref(), Some("moderate"));
}

/// One more thing becomes known.
#[derive(Debug, Clone)]
enum Learned {
    Need(Need),
    HowSevere(HowSevere),
    Situation(Situation),
    EndsOn(Date),
    Age(AgeGroup),
    Sign(WarningSign),
    SevereHistory(Known),
    Under18,
    RiskOpen,
}

fn learned() -> impl Strategy<Value = Learned> {
    prop_oneof![
        prop::sample::select(Need::ALL.to_vec()).prop_map(Learned::Need),
        prop::sample::select(HowSevere::ALL.to_vec()).prop_map(Learned::HowSevere),
        prop::sample::select(Situation::ALL.to_vec()).prop_map(Learned::Situation),
        (-300i32..900).prop_map(|days| Learned::EndsOn(TODAY.checked_sub(jiff::Span::new().days(days)).unwrap())),
        prop::sample::select(AgeGroup::ALL.to_vec()).prop_map(Learned::Age),
        prop::sample::select(WarningSign::ALL.to_vec()).prop_map(Learned::Sign),
        prop::sample::select(vec![Known::Yes, Known::No, Known::NotKnown]).prop_map(Learned::SevereHistory),
        Just(Learned::Under18),
        Just(Learned::RiskOpen),
    ]
}

fn add(facts: &mut Facts, one: Learned) {
    match one {
        Learned::Need(need) => {
            facts.needs.insert(need);
        }
        Learned::HowSevere(how_severe) => facts.how_severe = Some(how_severe),
        Learned::Situation(situation) => facts.told.situation = Some(situation),
        Learned::EndsOn(on) => facts.ends_on = Some(on),
        Learned::Age(age) => facts.age = Some(age),
        Learned::Sign(sign) => {
            facts.told.signs.insert(sign);
        }
        Learned::SevereHistory(answer) => facts.told.severe_history = answer,
        Learned::Under18 => {
            facts.told.under_18 = true;
            facts.age = Some(AgeGroup::Under18);
        }
        Learned::RiskOpen => facts.risk_open = true,
    }
}

/// Whether a rule, asked after each thing that becomes known, ever lowers what it said before.
fn ever_lowers(rule: impl Fn(&Facts, Date) -> Priority, becomes_known: Vec<Learned>) -> bool {
    let mut facts = Facts::none();
    let mut said = rule(&facts, TODAY);
    for one in becomes_known {
        facts.held = Some(said);
        add(&mut facts, one);
        let now = rule(&facts, TODAY);
        // The stricter comes first.
        if now > said {
            return true;
        }
        said = now;
    }
    false
}

proptest! {
    // H20, H21
    #[test]
    fn whatever_becomes_known_the_proposed_urgency_is_never_lowered(
        becomes_known in prop::collection::vec(learned(), 0..12),
    ) {
        prop_assert!(!ever_lowers(urgency, becomes_known));
    }
}

// H20: the property finds a rule that forgets what was said before.
#[test]
fn a_rule_that_forgets_the_urgency_of_the_referral_is_found_out() {
    let forgets = |facts: &Facts, on: Date| urgency(&Facts { held: None, ..facts.clone() }, on);
    let history = vec![Learned::SevereHistory(Known::Yes), Learned::EndsOn(date(2024, 1, 1))];
    assert!(ever_lowers(forgets, history.clone()));
    assert!(!ever_lowers(urgency, history));
}
