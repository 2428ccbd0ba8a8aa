//! The workforce appendix to the digit, and where it does not follow from itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails where it stands")]

use porch_planning::workforce::{
    AdherenceOn, Basis, ConsultationAs, Costs, Input, Inputs, notes, plan, swings, where_they_part,
};
use proptest::prelude::*;
use serde_json::Value;

const INPUTS: &str = include_str!("../data/workforce/model_inputs.json");
const GOLDEN: &str = include_str!("../data/workforce/golden_tests.json");
const PRINTED: &str = include_str!("../data/workforce/published_results.json");
const CHECKS: &str = include_str!("../data/workforce/checks.json");

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn near(what: &str, found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{what}: {found} is not {wanted} within {within}");
}

// W1
#[test]
fn every_assumption_is_the_printed_one() {
    let printed = read(INPUTS);
    let places = [
        (Input::Births, "/births"),
        (Input::Miscarriages, "/losses_per_10000_births/miscarriage"),
        (Input::Ectopic, "/losses_per_10000_births/ectopic"),
        (Input::Stillbirths, "/losses_per_10000_births/stillbirth"),
        (Input::MedicalTerminations, "/losses_per_10000_births/medical_termination"),
        (Input::Prevalence, "/prevalence"),
        (Input::AlreadySeen, "/already_seen_england"),
        (Input::EnglandBirths, "/england_births"),
        (Input::NonTakeUp, "/non_take_up"),
        (Input::ShareHigh, "/share_high_intensity"),
        (Input::Overlap, "/overlap_of_high_intensity"),
        (Input::Adherence, "/adherence_on_hours"),
        (Input::PlanningMinutes, "/planning_minutes_per_clinical_hour"),
        (Input::Consultation, "/consultation_share_high_intensity"),
        (Input::AssessmentHigh, "/high_intensity/assessment_hours"),
        (Input::TreatmentHigh, "/high_intensity/treatment_hours"),
        (Input::AssessmentLow, "/low_intensity/assessment_hours"),
        (Input::TreatmentLow, "/low_intensity/treatment_hours"),
        (Input::LeadPosts, "/lead/wte"),
        (Input::LeadPatientShare, "/lead/patient_share"),
        (Input::Weeks, "/weeks_per_year"),
        (Input::HoursOfWeek, "/hours_per_week"),
    ];
    let inputs = Inputs::printed();
    for (input, place) in places {
        assert_eq!(Some(inputs.of(input)), printed.pointer(place).and_then(Value::as_f64), "{place}");
    }
    assert_eq!(inputs.of(Input::Caseload), read(PRINTED)["total_caseload"].as_f64().unwrap());
    assert_eq!(Input::ALL.len(), places.len() + 1, "every assumption was compared");
    for input in Input::ALL {
        let about = input.about();
        assert_eq!(Input::of_name(about.name), Some(input));
        assert!((about.least..=about.most).contains(&about.printed), "{}", about.name);
        assert!(!about.unit.is_empty() && !about.source.is_empty() && !about.label.is_empty());
    }
}

// W2, W3, W6
#[test]
fn every_golden_case_comes_out() {
    let golden = read(GOLDEN);
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let caseload = case["input_caseload"].as_f64().unwrap();
        let mut inputs = Inputs::printed().with(Input::Caseload, caseload).unwrap();
        if case.pointer("/options/consultation").is_some() {
            inputs.consultation_as = ConsultationAs::Share;
        }
        if case.pointer("/options/adherence").is_some() {
            inputs.adherence_on = AdherenceOn::Treatment;
        }
        let plan = plan(&inputs, Basis::Published);
        let within = case["tolerance"].as_f64().unwrap();
        for (name, wanted) in case["expect"].as_object().unwrap() {
            let found = match name.as_str() {
                "high" => plan.high_intensity,
                "low" => plan.low_intensity,
                "both" => plan.both,
                "hours" => plan.hours.total,
                "wte" => plan.posts.exact,
                "england_wte" => plan.posts.exact * plan.england.unwrap(),
                "hi_hours" => plan.hours_each_high,
                "li_hours" => plan.hours_each_low,
                "hi_per_wte" => {
                    // Without those whom the lead sees, who are rounded to a whole.
                    let of_lead = (0.5 * 0.7 * plan.hours_of_post / plan.hours_each_high).round();
                    (plan.high_intensity - of_lead) / plan.posts.high_intensity
                }
                "li_per_wte" => plan.low_intensity / plan.posts.low_intensity,
                other => panic!("{other}"),
            };
            near(&format!("{id} {name}"), found, wanted.as_f64().unwrap(), within);
        }
    }
}

// W3, W4, W5, W7
#[test]
fn the_printed_tables_come_out_to_the_digit() {
    let printed = read(PRINTED);
    let number = |place: &str| printed.pointer(place).and_then(Value::as_f64).unwrap();
    let plan = plan(&Inputs::printed(), Basis::Published);
    assert_eq!(plan.steps[0].value, number("/total_losses"));
    near("adjusted", plan.adjusted_births, number("/adjusted_population"), 1e-9);
    near("high", plan.high_intensity, number("/cases/high_intensity"), 1e-9);
    near("low", plan.low_intensity, number("/cases/low_intensity"), 1e-9);
    assert_eq!(plan.both.round(), number("/cases/both"));
    near("hours each", plan.hours_each_high, number("/clinical_hours_per_patient/high_intensity"), 1e-9);
    near("hours each", plan.hours_each_low, number("/clinical_hours_per_patient/low_intensity"), 1e-9);
    let posts = (plan.posts.low_intensity, plan.posts.high_intensity, plan.posts.clinical_lead, plan.posts.total);
    assert_eq!(posts, (number("/staff/0/wte"), number("/staff/1/wte"), number("/staff/2/wte"), number("/total_wte")));
    let england = plan.england.unwrap();
    assert_eq!(england, 54.5);
    // The printed table rounds each of them; 517.75 and 381.5 stand before it.
    assert_eq!(posts.0 * england, number("/england/wte/low_intensity"));
    assert_eq!((posts.1 * england).round(), number("/england/wte/high_intensity"));
    assert_eq!((posts.2 * england).round(), number("/england/wte/lead"));
    assert_eq!((posts.3 * england).round(), number("/england/wte/total"));
}

/// Each of the 28 checks, computed by this calculator.
#[test]
fn each_check_of_the_appendix_says_what_it_says_here() {
    let checks = read(CHECKS);
    let checks = checks["checks"].as_array().unwrap();
    let computed = |id: &str| {
        let check = checks.iter().find(|check| check["id"] == id).unwrap();
        check["computed"].as_f64().or_else(|| check["computed"][0].as_f64())
    };
    let printed = Inputs::printed();
    let (published, stated) = (plan(&printed, Basis::Published), plan(&printed, Basis::Stated));
    let england = published.england.unwrap();
    let mut as_share = printed.clone();
    as_share.consultation_as = ConsultationAs::Share;
    let of_lead = 0.5 * 0.7 * published.hours_of_post;
    let at = |what: &str| stated.steps.iter().find(|step| step.what == what).unwrap().value;
    let found = [
        ("W01", at("Losses")),
        ("W02", published.adjusted_births),
        ("W03", published.adjusted_births * england),
        ("W04", at("Women with a need") * england),
        ("W05", stated.unmet * england),
        ("W06", published.hours_each_high),
        ("W07", published.hours_each_low),
        ("W08", published.high_intensity),
        ("W09", published.both),
        ("W10", published.hours_of_post),
        ("W11", of_lead / published.hours_each_high),
        ("W12", published.high_intensity - (of_lead / published.hours_each_high).round()),
        ("W13", published.patients),
        ("W14", published.hours.total),
        ("W15", 14_843.0 / published.hours_of_post),
        ("W16", published.posts.low_intensity * england),
        ("W17", published.posts.total * england),
        ("W18", stated.patients),
        ("W19", stated.hours.total),
        ("W20", stated.posts.exact),
        ("W21", plan(&as_share, Basis::Published).hours.total),
        ("W22", published.posts.low_intensity * published.hours_of_post / published.hours_each_low),
        ("W23", published.posts.high_intensity * published.hours_of_post / (published.hours_each_high * 1.2)),
        ("W24", 9.0 * published.hours_of_post + of_lead),
        ("W25", published.patients - published.both),
        ("W26", 0.1 * published.adjusted_births * england),
        ("W27", printed.of(Input::AlreadySeen)),
    ];
    for (id, found) in found {
        let wanted = computed(id).unwrap();
        near(id, found, wanted, wanted.abs() * 1e-3);
    }
    assert_eq!(checks.len(), found.len() + 1);
    assert_eq!(computed("W28"), None, "an assumption, which a note says");
    assert!(notes(&printed, Basis::Published).iter().any(|note| note.contains("applied to losses too")));
}

#[test]
fn both_bases_say_the_other_total_and_where_they_part() {
    let printed = Inputs::printed();
    let (published, stated) = (plan(&printed, Basis::Published), plan(&printed, Basis::Stated));
    let (here, there) = where_they_part(&published, &stated).unwrap();
    assert_eq!((here.what, there.what), ("Patients", "Patients"));
    assert_eq!((published.posts.total, stated.posts.total), (9.5, 13.5));
    for (basis, words) in
        [(Basis::Published, "stated gives 13.5 (13.7232)"), (Basis::Stated, "published gives 9.5 (9.4277)")]
    {
        let notes = notes(&printed, basis);
        assert!(notes[0].contains(words) && notes[0].contains("Patients"), "{}", notes[0]);
        for topic in ["rounding", "consultation share", "lead's caseload", "overlap", "already seen", "caseload"] {
            assert!(notes.iter().any(|note| note.starts_with(topic)), "{topic}");
        }
    }
    let same = Inputs::printed().with(Input::Caseload, stated.patients).unwrap();
    assert_eq!(where_they_part(&plan(&same, Basis::Published), &stated), None);
    assert_eq!(notes(&same, Basis::Published)[0], "basis: both give the same");
}

#[test]
fn a_bad_value_is_told_by_its_name_its_unit_and_its_range() {
    for (written, told) in [
        ("1.2", "prevalence is 1.2 (expected a share, from 0 to 1)"),
        ("-0.1", "prevalence is -0.1 (expected a share, from 0 to 1)"),
        ("many", "prevalence is \"many\" (expected a share, from 0 to 1)"),
        ("NaN", "prevalence is NaN (expected a share, from 0 to 1)"),
        ("", "prevalence is \"\" (expected a share, from 0 to 1)"),
    ] {
        assert_eq!(Inputs::printed().with_written(Input::Prevalence, written).unwrap_err().to_string(), told);
    }
    assert_eq!(Inputs::printed().with_written(Input::Births, " 545,000 ").unwrap().of(Input::Births), 545_000.0);
    for input in Input::ALL {
        let about = input.about();
        for value in [about.least - 1.0, about.most * 1.01 + 1.0, f64::INFINITY, f64::NAN] {
            assert!(Inputs::printed().with(input, value).is_err(), "{} {value}", about.name);
        }
    }
}

#[test]
fn what_matters_most_is_first_and_what_bears_on_nothing_is_left_out() {
    let swings_of = |basis| swings(&Inputs::printed(), basis);
    let (published, stated) = (swings_of(Basis::Published), swings_of(Basis::Stated));
    assert!(published.windows(2).all(|pair| pair[0].width() >= pair[1].width()));
    let named = |swings: &[porch_planning::workforce::Swing], input| swings.iter().any(|swing| swing.input == input);
    assert!(!named(&published, Input::Prevalence) && named(&published, Input::Caseload));
    assert!(named(&stated, Input::Prevalence) && !named(&stated, Input::Caseload));
    assert!(!named(&stated, Input::Overlap), "it changes neither hours nor posts");
    assert_eq!(stated[0].input, Input::Prevalence);
    let births = stated.iter().find(|swing| swing.input == Input::Births).unwrap();
    near("births", births.more.1, 1.1 * 13.723_226_977_798_165, 1e-6);
}

#[test]
fn costs_are_told_only_where_every_band_has_one() {
    let posts = plan(&Inputs::printed(), Basis::Published).posts;
    let all = Costs { low_intensity: Some(40_000.0), high_intensity: Some(60_000.0), clinical_lead: Some(70_000.0) };
    assert_eq!(all.of(&posts), Some(2.0 * 40_000.0 + 7.0 * 60_000.0 + 0.5 * 70_000.0));
    assert_eq!(Costs { clinical_lead: None, ..all }.of(&posts), None);
    let nobody = plan(&Inputs::printed().with(Input::Births, 0.0).unwrap(), Basis::Stated);
    assert_eq!(
        (nobody.posts.total, nobody.posts.exact, nobody.posts.clinical_lead, nobody.england),
        (0.0, 0.0, 0.0, None)
    );
}

proptest! {
    /// More of what makes work never asks for fewer hours, and parts add up to the whole.
    #[test]
    fn more_need_never_asks_for_less(births in 0.0..2e6f64, prevalence in 0.0..1.0f64, more in 0.0..0.5f64, basis in 0..2usize) {
        let basis = Basis::ALL[basis];
        let base = Inputs::printed().with(Input::Births, births).unwrap().with(Input::Prevalence, prevalence).unwrap();
        let one = plan(&base, basis);
        for input in [Input::Births, Input::Prevalence, Input::Caseload, Input::ShareHigh, Input::Adherence, Input::TreatmentHigh, Input::PlanningMinutes] {
            let about = input.about();
            let value = (base.of(input) * (1.0 + more)).min(about.most);
            let other = plan(&base.clone().with(input, value).unwrap(), basis);
            prop_assert!(other.hours.total >= one.hours.total - 1e-6, "{}", about.name);
        }
        prop_assert!((one.high_intensity + one.low_intensity - one.patients).abs() < 1e-6);
        let parts = one.posts.low_intensity + one.posts.high_intensity + one.posts.clinical_lead;
        prop_assert!((parts - one.posts.total).abs() < 1e-9);
        prop_assert!((one.posts.total - one.posts.exact).abs() <= 0.25 + 1e-9);
        prop_assert!(one.posts.high_intensity >= 0.0 && one.posts.low_intensity >= 0.0);
    }
}
