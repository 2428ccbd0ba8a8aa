//! The annual report against a second counting, written straight from the contract and as slow as it likes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use porch_domain::{
    footprint::{Footprint, TeamCode},
    ids::{PersonId, ReferralId},
    measure::{
        AnnualReport, Behind, Columns, ColumnsBuilder, Figure, OfTeam, PartnersAssessed, Period, RecordsBehind,
        ReferralFact, TeamFigures, annual,
    },
    referral::{Outcome, PersonKind},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use uuid::Uuid;

/// The year of the report; facts lie around its edges.
const PERIOD: Period = Period { from: date(2022, 4, 1), to: date(2023, 3, 31) };

/// Days on which things happen, each counted from 1 April 2022: edges of the period, and gaps around 300 days.
const DAYS: [i64; 12] = [-800, -400, -301, -1, 0, 1, 99, 300, 301, 364, 365, 600];

/// Instants of a day: the first of the local day in summer, noon, and the last millisecond.
const MOMENTS: [i64; 3] = [-3_600_000, 43_200_000, 82_799_999];

const REASONS: [&str; 4] = ["criteria_not_met", "too late", "not recorded", "out_of_area"];

fn kent_medway() -> Footprint {
    Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap()
}

fn instant(day: usize, moment: usize) -> Timestamp {
    let start: Timestamp = "2022-04-01T00:00:00Z".parse().unwrap();
    Timestamp::from_millisecond(start.as_millisecond() + DAYS[day] * 86_400_000 + MOMENTS[moment]).unwrap()
}

fn day(place: usize) -> Date {
    instant(place, 1).to_zoned(jiff::tz::TimeZone::UTC).date()
}

prop_compose! {
    fn fact()(
        person in 0u128..4,
        kind in prop_oneof![4 => Just(PersonKind::BirthingParent), 1 => Just(PersonKind::Partner), 1 => Just(PersonKind::Infant)],
        team in prop_oneof![Just(Some("community")), Just(Some("thrive")), Just(Some("closed long ago")), Just(None)],
        received in (0..DAYS.len(), 0..MOMENTS.len()),
        outcome in prop::sample::select(Outcome::ALL.to_vec()),
        discharged in prop::option::of((0..DAYS.len(), 0..MOMENTS.len())),
        assessed in prop::option::of((0..DAYS.len(), 0..MOMENTS.len())),
        due in prop::option::of(0..DAYS.len()),
        reasons in prop::sample::subsequence(REASONS.to_vec(), 0..3),
    ) -> ReferralFact {
        let at = |(day, moment): (usize, usize)| instant(day, moment);
        ReferralFact {
            referral: ReferralId(Uuid::nil()),
            person: PersonId(Uuid::from_u128(person)),
            kind,
            team: team.map(|team| TeamCode(team.to_owned())),
            received_at: at(received),
            outcome,
            // As the domain makes facts: only what was accepted is discharged, only what was rejected has reasons.
            discharged_at: discharged.map(at).filter(|_| outcome == Outcome::Accepted),
            assessed_at: assessed.map(at),
            due_on: due.map(day),
            reasons: match outcome {
                Outcome::Rejected => reasons.into_iter().map(str::to_owned).collect(),
                _ => Vec::new(),
            },
        }
    }
}

fn facts() -> impl Strategy<Value = Vec<ReferralFact>> {
    prop::collection::vec(fact(), 0..14).prop_map(|mut facts| {
        for (nth, fact) in (1u128..).zip(&mut facts) {
            fact.referral = ReferralId(Uuid::from_u128(nth));
        }
        facts
    })
}

fn columns(facts: &[ReferralFact], mut builder: ColumnsBuilder) -> Columns {
    facts.iter().for_each(|fact| builder.add(fact));
    builder.finish()
}

/// The second counting. `Discharged` says how it asks whether care had ended, so that a wrong way can be tried.
struct Counting<'a> {
    facts: &'a [ReferralFact],
    had_ended: fn(discharged: Timestamp, received: Timestamp) -> bool,
}

impl<'a> Counting<'a> {
    fn right(facts: &'a [ReferralFact]) -> Self {
        Self { facts, had_ended: |discharged, received| discharged < received }
    }

    /// "Counts are of `birthing_parent` referrals received in the period, by the team to which each was first directed."
    fn counted(&self, team: Team<'_>) -> Vec<&'a ReferralFact> {
        let in_period = |fact: &ReferralFact| within(fact.received_at);
        let kind = PersonKind::BirthingParent;
        self.facts.iter().filter(|fact| fact.kind == kind && in_period(fact) && team.is_of(fact)).collect()
    }

    /// "An earlier referral is one of the same person to the same team, received earlier."
    fn earlier(&self, fact: &ReferralFact, same_team: bool) -> Vec<&'a ReferralFact> {
        let others = self.facts.iter().filter(|other| other.person == fact.person);
        others.filter(|other| other.received_at < fact.received_at && (!same_team || other.team == fact.team)).collect()
    }

    fn is(&self, fact: &ReferralFact, figure: Figure) -> bool {
        let by_any_team = matches!(figure, Figure::AfterRejectionByAnyTeam | Figure::AfterDischargeByAnyTeam);
        let earlier = self.earlier(fact, !by_any_team);
        let last = earlier.iter().map(|other| other.received_at).max();
        // Two received at the same instant: neither is the earlier, so either is the latest.
        let latest = || earlier.iter().filter(|other| Some(other.received_at) == last);
        let rejected = |other: &&&ReferralFact| other.outcome == Outcome::Rejected;
        let discharged = |other: &&&ReferralFact| {
            other.outcome == Outcome::Accepted
                && other.discharged_at.is_some_and(|at| (self.had_ended)(at, fact.received_at))
        };
        let new_pregnancy = |other: &&&ReferralFact| match (other.due_on, fact.due_on) {
            (Some(one), Some(other)) => (one.until(other).unwrap().get_days()).abs() > 300,
            _ => false,
        };
        match figure {
            Figure::AfterRejection | Figure::AfterRejectionByAnyTeam => latest().any(|other| rejected(&other)),
            Figure::AfterDischarge | Figure::AfterDischargeByAnyTeam => latest().any(|other| discharged(&other)),
            Figure::AfterAnyRejection => earlier.iter().any(|other| rejected(&other)),
            Figure::AfterAnyDischarge => earlier.iter().any(|other| discharged(&other)),
            Figure::AfterDischargeNewPregnancy => latest().any(|other| discharged(&other) && new_pregnancy(&other)),
        }
    }

    fn figure(&self, team: Team<'_>, figure: Figure) -> u64 {
        self.counted(team).into_iter().filter(|fact| self.is(fact, figure)).count() as u64
    }

    fn reasons(&self, team: Team<'_>) -> Vec<(String, u64)> {
        let mut counts: Vec<(String, u64)> = Vec::new();
        for fact in self.counted(team).into_iter().filter(|fact| fact.outcome == Outcome::Rejected) {
            let unrecorded = ["not recorded".to_owned()];
            let given = if fact.reasons.is_empty() { &unrecorded[..] } else { &fact.reasons };
            for reason in given {
                match counts.iter_mut().find(|(known, _)| known == reason) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((reason.clone(), 1)),
                }
            }
        }
        counts.sort();
        counts
    }

    fn partners(&self, team: Team<'_>) -> u64 {
        let assessed = |fact: &&ReferralFact| fact.kind == PersonKind::Partner && fact.assessed_at.is_some_and(within);
        self.facts.iter().filter(assessed).filter(|fact| team.is_of(fact)).count() as u64
    }
}

/// Which row of the report.
#[derive(Clone, Copy)]
enum Team<'a> {
    All,
    Of(Option<&'a TeamCode>),
}

impl Team<'_> {
    fn is_of(self, fact: &ReferralFact) -> bool {
        match self {
            Self::All => true,
            Self::Of(team) => fact.team.as_ref() == team,
        }
    }
}

/// "Both ends of a date range are included, as local dates in Europe/London."
fn within(at: Timestamp) -> bool {
    let local = at.in_tz("Europe/London").unwrap().date();
    PERIOD.from <= local && local <= PERIOD.to
}

fn printed(figures: &TeamFigures, figure: Figure) -> u64 {
    match figure {
        Figure::AfterRejection => figures.re_referrals_after_rejection,
        Figure::AfterDischarge => figures.re_referrals_after_discharge,
        Figure::AfterAnyRejection => figures.re_referrals_after_any_rejection,
        Figure::AfterAnyDischarge => figures.re_referrals_after_any_discharge,
        Figure::AfterDischargeNewPregnancy => figures.re_referrals_after_discharge_new_pregnancy,
        Figure::AfterRejectionByAnyTeam => figures.re_referrals_after_rejection_by_any_team,
        Figure::AfterDischargeByAnyTeam => figures.re_referrals_after_discharge_by_any_team,
    }
}

fn outcome(figures: &TeamFigures, outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Accepted => figures.accepted,
        Outcome::Rejected => figures.rejected,
        Outcome::Signposted => figures.signposted,
        Outcome::Withdrawn => figures.withdrawn,
        Outcome::Pending => figures.pending,
    }
}

/// Where a row of the report and the second counting differ.
fn difference(figures: &TeamFigures, team: Team<'_>, counting: &Counting<'_>) -> Option<String> {
    let counted = counting.counted(team);
    let mut people: Vec<PersonId> = counted.iter().map(|fact| fact.person).collect();
    people.sort();
    people.dedup();
    let mut pairs =
        vec![("referrals", figures.referrals, counted.len() as u64), ("people", figures.people, people.len() as u64)];
    for one in Outcome::ALL {
        let count = counted.iter().filter(|fact| fact.outcome == one).count() as u64;
        pairs.push((one.code(), outcome(figures, one), count));
    }
    for figure in Figure::ALL {
        pairs.push((figure.code(), printed(figures, figure), counting.figure(team, figure)));
    }
    let partners = match figures.partners_assessed {
        PartnersAssessed::Count(count) => count,
        PartnersAssessed::NotOffered => 0,
    };
    pairs.push(("partners", partners, counting.partners(team)));
    let tenths =
        |part: u64, whole: u64| (whole > 0).then(|| (part as f64 * 1000.0 / whole as f64 + 1e-9).round() as u64);
    let decided = counted.iter().filter(|fact| fact.outcome != Outcome::Pending).count() as u64;
    for (what, found, whole) in [
        ("rejected_percent", figures.rejected_per_mille(), figures.referrals),
        ("rejected_percent_of_decided", figures.rejected_per_mille_of_decided(), decided),
    ] {
        if found != tenths(figures.rejected, whole) {
            return Some(format!("{}: {what} is {found:?}", figures.team));
        }
    }
    let mut reasons: Vec<_> =
        figures.rejection_reasons.iter().map(|reason| (reason.reason.clone(), reason.count)).collect();
    reasons.sort();
    if reasons != counting.reasons(team) {
        return Some(format!("{}: {reasons:?}, expected {:?}", figures.team, counting.reasons(team)));
    }
    let wrong = pairs.into_iter().find(|(_, found, expected)| found != expected)?;
    Some(format!("{}: {} is {}, expected {}", figures.team, wrong.0, wrong.1, wrong.2))
}

fn differences(report: &AnnualReport, footprint: &Footprint, counting: &Counting<'_>) -> Option<String> {
    let shown = |team: Option<&TeamCode>| report.teams.iter().any(|figures| figures.code.as_ref() == team);
    for team in footprint.teams().iter().map(|team| &team.code) {
        if !shown(Some(team)) {
            return Some(format!("{} is not printed", team.0));
        }
    }
    for fact in counting.facts.iter().filter(|fact| fact.kind == PersonKind::BirthingParent && within(fact.received_at))
    {
        if !shown(fact.team.as_ref()) {
            return Some(format!("{:?} is not printed", fact.team));
        }
    }
    let rows = report.teams.iter().map(|figures| (figures, Team::Of(figures.code.as_ref())));
    rows.chain([(&report.all, Team::All)]).find_map(|(figures, team)| difference(figures, team, counting))
}

/// Whether a referral stands behind a figure.
type Fits<'a> = Box<dyn Fn(&ReferralFact) -> bool + 'a>;

proptest! {
    #![proptest_config(Config { cases: 1_500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_report_counts_as_the_contract_says(facts in facts()) {
        let footprint = kent_medway_once();
        let report = annual(&columns(&facts, ColumnsBuilder::default()), footprint, PERIOD).unwrap();
        prop_assert_eq!(differences(&report, footprint, &Counting::right(&facts)), None);
        let first = facts.iter().map(|fact| fact.received_at).min();
        prop_assert_eq!(report.history_from, first.map(|at| at.in_tz("Europe/London").unwrap().date()));
    }

    #[test]
    fn a_table_brought_up_to_date_equals_one_made_anew(before in facts(), after in facts(), changed in 0u128..16) {
        let footprint = kent_medway_once();
        let of = |facts: &[ReferralFact], person: PersonId| -> Vec<ReferralFact> {
            facts.iter().filter(|fact| fact.person == person).cloned().collect()
        };
        let mut kept = columns(&before, ColumnsBuilder::default());
        let mut now = Vec::new();
        for nth in 0..4u128 {
            let person = PersonId(Uuid::from_u128(nth));
            if changed >> nth & 1 == 1 {
                // Twice: what was replaced once is replaced again.
                kept.replace_person(person, &of(&before, person));
                kept.replace_person(person, &of(&after, person));
                now.extend(of(&after, person));
            } else {
                now.extend(of(&before, person));
            }
        }
        let anew = columns(&now, ColumnsBuilder::default());
        prop_assert_eq!(kept.len(), anew.len());
        prop_assert_eq!(kept.is_empty(), anew.is_empty());
        let (kept, anew) = (annual(&kept, footprint, PERIOD).unwrap(), annual(&anew, footprint, PERIOD).unwrap());
        prop_assert_eq!(differences(&kept, footprint, &Counting::right(&now)), None);
        prop_assert_eq!(by_team(kept), by_team(anew));
    }

    #[test]
    fn as_many_referrals_stand_behind_a_figure_as_it_says(facts in facts()) {
        let footprint = kent_medway_once();
        let columns = columns(&facts, ColumnsBuilder::default());
        let report = annual(&columns, footprint, PERIOD).unwrap();
        let counting = &Counting::right(&facts);
        for figures in report.teams.iter().filter(|figures| figures.code.is_some()).chain([&report.all]) {
            let team = figures.code.as_ref();
            let row = team.map_or(Team::All, |team| Team::Of(Some(team)));
            let reasons = figures.rejection_reasons.iter().map(|reason| Behind::RejectedFor(reason.reason.clone()));
            for behind in [Behind::Received].into_iter().chain(reasons)
                .chain(Outcome::ALL.map(Behind::Outcome)).chain(Figure::ALL.map(Behind::Figure)) {
                let (said, fits): (u64, Fits<'_>) = match behind.clone() {
                    Behind::Received | Behind::PartnersAssessed => (figures.referrals, Box::new(|_| true)),
                    Behind::RejectedFor(reason) => {
                        let count = figures.rejection_reasons.iter().find(|known| known.reason == reason);
                        (count.map_or(0, |known| known.count), Box::new(move |fact| {
                            let none = fact.reasons.is_empty() && reason == "not recorded";
                            fact.outcome == Outcome::Rejected && (none || fact.reasons.contains(&reason))
                        }))
                    }
                    Behind::Outcome(one) => (outcome(figures, one), Box::new(move |fact| fact.outcome == one)),
                    Behind::Figure(figure) => (printed(figures, figure), Box::new(move |fact| counting.is(fact, figure))),
                };
                let of_team = team.map_or(OfTeam::All, |team| OfTeam::One(team.clone()));
                let mut records = RecordsBehind::new(PERIOD, of_team, behind.clone()).unwrap();
                facts.iter().for_each(|fact| records.add(fact));
                let mut ids = records.finish();
                ids.sort();
                prop_assert_eq!(ids.len() as u64, said, "{} of {}", behind.code(), &figures.team);
                let mut expected: Vec<ReferralId> = counting.counted(row).into_iter()
                    .filter(|fact| fits(fact)).map(|fact| fact.referral).collect();
                expected.sort();
                prop_assert_eq!(ids, expected, "{} of {}", behind.code(), &figures.team);
            }
        }
    }
}

/// What a row of the report counts: its numbers, and how often each reason was given.
fn numbers(figures: &TeamFigures) -> (Vec<u64>, BTreeMap<String, u64>) {
    let mut numbers = vec![figures.referrals, figures.people];
    numbers.extend(Outcome::ALL.map(|one| outcome(figures, one)));
    numbers.extend(Figure::ALL.map(|figure| printed(figures, figure)));
    numbers.push(match figures.partners_assessed {
        PartnersAssessed::Count(count) => count,
        PartnersAssessed::NotOffered => 0,
    });
    (numbers, figures.rejection_reasons.iter().map(|given| (given.reason.clone(), given.count)).collect())
}

fn numbers_by_team(report: &AnnualReport) -> BTreeMap<String, (Vec<u64>, BTreeMap<String, u64>)> {
    report.teams.iter().chain([&report.all]).map(|figures| (figures.team.clone(), numbers(figures))).collect()
}

/// A table that is sorted in parts by two threads, and in which people are found over long ways.
#[test]
fn a_large_table_counts_what_its_parts_count() {
    const COPIES: u128 = 50;
    let mut runner = TestRunner::deterministic();
    let histories: Vec<Vec<ReferralFact>> =
        (0..400).map(|_| facts().new_tree(&mut runner).unwrap().current()).collect();
    let footprint = kent_medway_once();
    let mut expected = BTreeMap::new();
    for history in &histories {
        let report = annual(&columns(history, ColumnsBuilder::default()), footprint, PERIOD).unwrap();
        for (team, (numbers, reasons)) in numbers_by_team(&report) {
            let (sums, sum_of_reasons) = expected.entry(team).or_insert((vec![0; numbers.len()], BTreeMap::new()));
            sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number * COPIES as u64);
            for (reason, count) in reasons {
                *sum_of_reasons.entry(reason).or_default() += count * COPIES as u64;
            }
        }
    }
    let mut all = Vec::new();
    for copy in 0..COPIES {
        for (nth, history) in (0u128..).zip(&histories) {
            all.extend(history.iter().cloned().map(|mut fact| {
                let place = (copy * 400 + nth) * 4 + fact.person.0.as_u128();
                fact.person = PersonId(Uuid::from_u128(place.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)));
                fact
            }));
        }
    }
    assert!(all.len() > 100_000, "{}", all.len());
    let mut whole = columns(&all, ColumnsBuilder::default());
    assert_eq!(numbers_by_team(&annual(&whole, footprint, PERIOD).unwrap()), expected);

    let gone = |fact: &ReferralFact| fact.person.0.as_u128().is_multiple_of(97);
    for fact in all.iter().filter(|fact| gone(fact)) {
        whole.replace_person(fact.person, &[]);
    }
    all.retain(|fact| !gone(fact));
    let anew = columns(&all, ColumnsBuilder::default());
    assert!(whole.changed_people() > 100, "{}", whole.changed_people());
    assert_eq!(whole.len(), anew.len());
    let [whole, anew] = [whole, anew].map(|columns| annual(&columns, footprint, PERIOD).unwrap());
    assert_eq!(by_team(whole), by_team(anew));
}

/// A packed row has room for a thousand lists of reasons; what is more lies apart, and counts no less.
#[test]
fn more_lists_of_reasons_than_a_row_can_name_are_counted() {
    let mut runner = TestRunner::deterministic();
    let mut all: Vec<ReferralFact> = Vec::new();
    while all.len() < 1_400 {
        all.extend(facts().new_tree(&mut runner).unwrap().current());
    }
    for (nth, fact) in (1u128..).zip(&mut all) {
        fact.referral = ReferralId(Uuid::from_u128(nth));
        fact.person = PersonId(Uuid::from_u128(nth / 2));
        (fact.outcome, fact.discharged_at) = (Outcome::Rejected, None);
        fact.reasons = vec![format!("words {nth}"), "too late".to_owned()];
    }
    let footprint = kent_medway_once();
    let mut kept = columns(&all, ColumnsBuilder::default());
    let report = annual(&kept, footprint, PERIOD).unwrap();
    assert_eq!(differences(&report, footprint, &Counting::right(&all)), None);
    assert!(report.all.rejection_reasons.len() > 100, "{}", report.all.rejection_reasons.len());

    let last = PersonId(Uuid::from_u128(all.len() as u128 / 2 - 3));
    let mut hers: Vec<ReferralFact> = all.iter().filter(|fact| fact.person == last).cloned().collect();
    all.retain(|fact| fact.person != last);
    for fact in &mut hers {
        fact.kind = PersonKind::BirthingParent;
        fact.received_at = instant(4, 1);
        fact.reasons.push("newer words".to_owned());
    }
    kept.replace_person(last, &hers);
    all.extend(hers);
    let report = annual(&kept, footprint, PERIOD).unwrap();
    assert_eq!(differences(&report, footprint, &Counting::right(&all)), None);
    assert!(report.all.rejection_reasons.iter().any(|given| given.reason == "newer words" && given.count == 2));
}

/// Rows of teams that the footprint does not know stand in the order in which they were met.
fn by_team(mut report: AnnualReport) -> AnnualReport {
    report.teams.sort_by(|one, other| one.team.cmp(&other.team));
    report
}

fn kent_medway_once() -> &'static Footprint {
    static ONCE: std::sync::OnceLock<Footprint> = std::sync::OnceLock::new();
    ONCE.get_or_init(kent_medway)
}

/// The comparison can fail: a counting that lets a discharge at the very instant of receipt count is told apart.
#[test]
fn a_counting_with_a_small_mistake_is_told_apart() {
    let mut runner = TestRunner::new(Config { cases: 1_500, failure_persistence: None, ..Config::default() });
    let found = runner.run(&facts(), |facts| {
        let report = annual(&columns(&facts, ColumnsBuilder::default()), kent_medway_once(), PERIOD).unwrap();
        let wrong = Counting { facts: &facts, had_ended: |discharged, received| discharged <= received };
        prop_assert_eq!(differences(&report, kent_medway_once(), &wrong), None);
        Ok(())
    });
    assert!(found.is_err(), "the mistake was not found");
}
