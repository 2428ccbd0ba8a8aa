//! The invented history holds to the published year, to the contract of an import, and to itself.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date, civil::date, tz::TimeZone};
use porch_domain::{
    code_list::{self, Code},
    footprint::TeamCode,
    referral::{
        PersonKind,
        history::{HistoricDecision, HistoricReferral},
    },
};
use porch_planning::synthetic::{kent_medway, kmpt_published_year};

const SEEDS: [u64; 3] = [0, 2022, u64::MAX];
const COMMUNITY: &str = "community";
const THRIVE: &str = "thrive";

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn year_end() -> Timestamp {
    instant("2023-04-01T00:00:00Z")
}

fn years_later() -> Timestamp {
    instant("2026-11-21T09:00:00Z")
}

fn london_date(at: Timestamp) -> Date {
    TimeZone::get("Europe/London").unwrap().to_datetime(at).date()
}

/// The counts of `porch report annual` that the published tables print, and the two `any` forms.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counted {
    referrals: usize,
    rejected: usize,
    after_rejection: usize,
    after_discharge: usize,
    after_any_rejection: usize,
    after_any_discharge: usize,
    new_pregnancy: usize,
}

impl Counted {
    fn published(self) -> [usize; 4] {
        [self.referrals, self.rejected, self.after_rejection, self.after_discharge]
    }
}

/// Counts by looking at every pair of referrals of one person to one team.
fn count(rows: &[HistoricReferral], team: &str, from: Date, to: Date) -> Counted {
    let mut of_person: BTreeMap<&str, Vec<&HistoricReferral>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.team.0 == team && row.person_kind == PersonKind::BirthingParent) {
        of_person.entry(&row.sender_person_id).or_default().push(row);
    }
    let discharged_before = |row: &HistoricReferral, at| {
        row.decision == HistoricDecision::Accepted && row.discharged_at.is_some_and(|d| d < at)
    };
    let mut counted = Counted::default();
    for referrals in of_person.values() {
        for this in referrals {
            let received_on = london_date(this.received_at);
            if received_on < from || received_on > to {
                continue;
            }
            counted.referrals += 1;
            counted.rejected += usize::from(this.decision == HistoricDecision::Rejected);
            let earlier = referrals.iter().filter(|other| other.received_at < this.received_at);
            counted.after_any_rejection +=
                usize::from(earlier.clone().any(|other| other.decision == HistoricDecision::Rejected));
            counted.after_any_discharge +=
                usize::from(earlier.clone().any(|other| discharged_before(other, this.received_at)));
            let Some(latest) = earlier.max_by_key(|other| other.received_at) else { continue };
            counted.after_rejection += usize::from(latest.decision == HistoricDecision::Rejected);
            if discharged_before(latest, this.received_at) {
                counted.after_discharge += 1;
                if let (Some(before), Some(now)) = (latest.due_or_end_date, this.due_or_end_date) {
                    let apart = (now.duration_since(before).as_hours() / 24).abs();
                    counted.new_pregnancy += usize::from(apart > 300);
                }
            }
        }
    }
    counted
}

fn published_year(rows: &[HistoricReferral], team: &str) -> Counted {
    count(rows, team, date(2022, 4, 1), date(2023, 3, 31))
}

fn assert_published(rows: &[HistoricReferral], what: &str) {
    assert_eq!(published_year(rows, COMMUNITY).published(), [2427, 384, 239, 766], "community, {what}");
    assert_eq!(published_year(rows, THRIVE).published(), [142, 28, 9, 49], "thrive, {what}");
}

/// FNV-1a over everything a row says, so that one changed byte anywhere changes it.
fn digest(rows: &[HistoricReferral]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for row in rows {
        let number = row.nhs_number.as_ref().map_or("", |number| number.digits());
        for byte in format!("{row:?}{number}").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[test]
fn the_published_year_is_met_exactly_when_looked_at_on_its_last_evening_and_years_later() {
    for seed in SEEDS {
        for until in [year_end(), instant("2023-03-31T23:00:00Z"), years_later()] {
            assert_published(&kent_medway(seed, until), &format!("seed {seed} until {until}"));
        }
        assert_published(&kmpt_published_year(seed), &format!("seed {seed}, the year alone"));
    }
}

#[test]
fn the_published_year_is_met_exactly_for_many_more_seeds() {
    // 207 once had a re-referral during one care counted after the discharge from another.
    for seed in (100..106).chain([207]) {
        assert_published(&kmpt_published_year(seed), &format!("seed {seed}"));
    }
}

#[test]
fn the_counter_sees_a_lost_row_a_changed_decision_and_a_late_discharge() {
    let rows = kmpt_published_year(7);
    let whole = published_year(&rows, COMMUNITY);
    let in_year = |row: &HistoricReferral| row.team.0 == COMMUNITY && london_date(row.received_at) >= date(2022, 4, 1);
    let rejected = rows.iter().position(|row| in_year(row) && row.decision == HistoricDecision::Rejected).unwrap();

    let mut fewer = rows.clone();
    fewer.remove(rejected);
    assert_eq!(published_year(&fewer, COMMUNITY).referrals, whole.referrals - 1);
    assert_eq!(published_year(&fewer, COMMUNITY).rejected, whole.rejected - 1);

    let mut never_discharged = rows.clone();
    for row in &mut never_discharged {
        row.discharged_at = None;
    }
    assert_eq!(published_year(&never_discharged, COMMUNITY).after_discharge, 0);

    let mut none_rejected = rows.clone();
    for row in none_rejected.iter_mut().filter(|row| !in_year(row)) {
        if row.decision == HistoricDecision::Rejected {
            row.decision = HistoricDecision::Withdrawn;
        }
    }
    assert!(published_year(&none_rejected, COMMUNITY).after_rejection < whole.after_rejection);

    let mut one_person_each = rows;
    for row in &mut one_person_each {
        row.sender_person_id.clone_from(&row.sender_referral_id);
    }
    assert_eq!(published_year(&one_person_each, COMMUNITY).published(), [2427, 384, 0, 0]);
}

#[test]
fn looking_at_the_latest_and_at_any_earlier_referral_differ_and_so_do_second_pregnancies() {
    for seed in [0, 3] {
        let rows = kent_medway(seed, years_later());
        let whole_thrive = count(&rows, THRIVE, date(2021, 1, 1), date(2026, 11, 21));
        for counted in [published_year(&rows, COMMUNITY), whole_thrive] {
            assert!(counted.after_any_discharge > counted.after_discharge, "{counted:?}");
            assert!(counted.after_any_rejection > counted.after_rejection, "{counted:?}");
            assert!(counted.new_pregnancy > 0 && counted.new_pregnancy < counted.after_discharge, "{counted:?}");
        }
    }
}

/// A change of this number is a change of every demonstration and fixture: it must be meant.
#[test]
fn the_rows_of_one_seed_are_the_same_on_every_machine() {
    assert_eq!(digest(&kmpt_published_year(2022)), 0x7d7b_6ba1_5d68_5f46);
}

#[test]
fn the_same_seed_and_instant_give_the_same_rows_and_another_seed_gives_others() {
    let once = kent_medway(11, years_later());
    assert_eq!(digest(&once), digest(&kent_medway(11, years_later())));
    assert_ne!(digest(&once), digest(&kent_medway(12, years_later())));
}

#[test]
fn an_earlier_history_is_the_later_one_with_what_was_not_yet_known_left_out() {
    let later = kent_medway(5, years_later());
    let earlier = kent_medway(5, instant("2021-08-13T11:30:00Z"));
    let cut = instant("2021-08-13T11:30:00Z");
    assert_eq!(earlier.len(), later.iter().filter(|row| row.received_at <= cut).count());
    for (early, late) in earlier.iter().zip(&later) {
        assert_eq!(early.sender_referral_id, late.sender_referral_id);
        assert_eq!(early.sender_person_id, late.sender_person_id);
        assert_eq!(early.received_at, late.received_at);
        match early.decided_at {
            Some(decided_at) => assert_eq!((decided_at, early.decision), (late.decided_at.unwrap(), late.decision)),
            None => assert!(late.decided_at.unwrap() > cut),
        }
        assert_eq!(early.discharged_at, late.discharged_at.filter(|&at| at <= cut));
    }
}

#[test]
fn nothing_happens_before_receipt_or_after_the_last_instant_and_no_discharge_before_the_first_contact() {
    for seed in SEEDS {
        for until in [year_end(), years_later()] {
            let rows = kent_medway(seed, until);
            assert!(rows.is_sorted_by_key(|row| row.received_at));
            for row in &rows {
                let path = [
                    Some(row.received_at),
                    row.decided_at,
                    row.first_contact_at,
                    row.assessed_at,
                    row.discharged_at,
                    Some(until),
                ];
                let path: Vec<Timestamp> = path.into_iter().flatten().collect();
                assert!(path.is_sorted(), "{}: {path:?}", row.sender_referral_id);
                assert_eq!(row.decided_at.is_none(), row.decision == HistoricDecision::Pending);
                if row.decision != HistoricDecision::Accepted {
                    assert_eq!((row.first_contact_at, row.assessed_at, row.discharged_at), (None, None, None));
                }
                assert!(row.decision_reason.is_none() || row.decided_at.is_some());
                assert!(row.discharge_reason.is_none() || row.discharged_at.is_some());
            }
        }
    }
}

#[test]
fn only_the_last_weeks_are_undecided() {
    for until in [year_end(), years_later()] {
        let rows = kent_medway(9, until);
        let pending: Vec<_> = rows.iter().filter(|row| row.decision == HistoricDecision::Pending).collect();
        assert!(!pending.is_empty() && pending.len() < 120, "{}", pending.len());
        let oldest = until - SignedDuration::from_hours(21 * 24);
        assert!(pending.iter().all(|row| row.received_at > oldest));
    }
}

fn assert_in_list(list: &'static [Code], code: Option<&String>, retired_too: bool) {
    if let Some(code) = code {
        let entry = code_list::find(list, code).unwrap_or_else(|| panic!("{code} is not in its list"));
        assert!(retired_too || !entry.retired, "{code} is retired");
    }
}

#[test]
fn ids_are_unique_codes_are_in_use_and_no_number_code_or_place_could_be_real() {
    let rows = kent_medway(1, years_later());
    let mut referral_ids = BTreeSet::new();
    let mut number_of: BTreeMap<&str, &str> = BTreeMap::new();
    let mut person_of: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &rows {
        assert!(referral_ids.insert(&row.sender_referral_id));
        assert!(row.sender_referral_id.starts_with('D') && row.sender_person_id.starts_with('P'));
        assert_in_list(code_list::SOURCE_OF_REFERRAL, row.source.as_ref(), false);
        assert_in_list(code_list::PREGNANCY_OUTCOME, row.pregnancy_outcome.as_ref(), false);
        assert_in_list(code_list::ETHNIC_CATEGORY, row.ethnic_category.as_ref(), false);
        assert_in_list(code_list::CLOSURE_REASON, row.discharge_reason.as_ref(), false);
        if let Some(number) = &row.nhs_number {
            assert!(number.digits().starts_with("999"));
            assert_eq!(*number_of.entry(&row.sender_person_id).or_insert(number.digits()), number.digits());
            assert_eq!(*person_of.entry(number.digits()).or_insert(&row.sender_person_id), row.sender_person_id);
        }
        if let Some(postcode) = &row.postcode {
            let (outward, inward) = postcode.split_once(' ').unwrap();
            assert_eq!(outward, "ZZ99");
            assert!(!inward.ends_with('Z'), "{postcode} is a pseudo-postcode with a meaning");
            let shape: Vec<bool> = inward.chars().map(|c| c.is_ascii_digit()).collect();
            assert_eq!(shape, [true, false, false], "{postcode}");
        }
        if let Some(practice) = &row.gp_practice {
            assert!(practice.starts_with("Y99") && practice.len() == 6, "{practice}");
        }
        if let Some(born) = row.birth_date {
            let years = london_date(row.received_at).year() - born.year();
            assert!((15..=60).contains(&years), "{years}");
        }
    }
    assert!(number_of.len() * 10 > rows.len());
}

#[test]
fn rejections_give_the_printed_reason_mostly_a_coded_one_sometimes_and_none_now_and_then() {
    let rows = kent_medway(1, years_later());
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.decision == HistoricDecision::Rejected) {
        *given.entry(row.decision_reason.as_deref().unwrap_or("")).or_default() += 1;
    }
    let printed = given["Does not meet eligibility criteria of service"];
    assert!(printed * 2 > given.values().sum::<usize>());
    for (reason, count) in given {
        assert!(count > 0);
        let is_code = code_list::find(code_list::REJECTION_REASON, reason).is_some();
        assert!(is_code || reason.is_empty() || reason.starts_with("Does not meet"), "{reason}");
    }
}

#[test]
fn partners_are_signposted_and_never_assessed_and_there_are_no_infants() {
    let rows = kent_medway(1, years_later());
    let partners: Vec<_> = rows.iter().filter(|row| row.person_kind == PersonKind::Partner).collect();
    assert!(partners.len() > 50);
    for row in partners {
        assert!(matches!(row.decision, HistoricDecision::Signposted | HistoricDecision::Pending));
        assert_eq!((row.assessed_at, row.first_contact_at), (None, None));
        assert_eq!(row.team, TeamCode(COMMUNITY.to_owned()));
    }
    assert!(rows.iter().all(|row| row.person_kind != PersonKind::Infant));
    let mut kind_of: BTreeMap<&str, PersonKind> = BTreeMap::new();
    for row in &rows {
        assert_eq!(*kind_of.entry(&row.sender_person_id).or_insert(row.person_kind), row.person_kind);
    }
}

#[test]
fn thrive_begins_in_january_2021_and_sees_losses_and_live_births() {
    let rows = kent_medway(1, years_later());
    let thrive: Vec<_> = rows.iter().filter(|row| row.team.0 == THRIVE).collect();
    assert_eq!(london_date(thrive[0].received_at).year(), 2021);
    assert!(london_date(thrive[0].received_at) < date(2021, 3, 1));
    let outcomes: BTreeSet<_> = thrive.iter().filter_map(|row| row.pregnancy_outcome.as_deref()).collect();
    assert!(outcomes.contains("01") && outcomes.contains("02") && outcomes.contains("98"), "{outcomes:?}");
    assert!(rows.iter().all(|row| row.team.0 == THRIVE || row.team.0 == COMMUNITY));
}

#[test]
fn the_history_starts_in_april_2018_grows_every_year_and_ends_where_the_plan_ends() {
    let rows = kent_medway(1, instant("2040-01-01T00:00:00Z"));
    assert_eq!(london_date(rows[0].received_at).first_of_month(), date(2018, 4, 1));
    assert!(london_date(rows.last().unwrap().received_at) <= date(2030, 3, 31));
    let volume = |year| count(&rows, COMMUNITY, date(year, 4, 1), date(year + 1, 3, 31)).referrals;
    for year in 2018..2029 {
        assert!(volume(year) < volume(year + 1), "{year}");
    }
    assert_eq!(kent_medway(1, instant("2018-03-01T00:00:00Z")), []);
}

#[test]
fn most_referrals_arrive_on_weekdays_in_working_hours() {
    let london = TimeZone::get("Europe/London").unwrap();
    let rows = kent_medway(1, years_later());
    let working = rows
        .iter()
        .map(|row| london.to_datetime(row.received_at))
        .filter(|at| (8..19).contains(&at.hour()) && at.weekday().to_monday_one_offset() <= 5)
        .count();
    assert!(working * 100 > rows.len() * 88 && working < rows.len(), "{working} of {}", rows.len());
}
