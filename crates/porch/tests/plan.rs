//! `porch plan workforce` through the binary: the document of CONTRACTS section 6, and what a bad value is told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails where it stands")]

mod outcome;
mod program;

use serde_json::{Value, json};
use tempfile::TempDir;

fn printed(arguments: &[&str]) -> Value {
    let folder = TempDir::new().unwrap();
    let mut all = vec!["plan", "workforce", "--format", "json"];
    all.extend(arguments);
    serde_json::from_str(&outcome::done(&folder, &all)).unwrap()
}

// W1, W2, W3, W5, W6
#[test]
fn the_document_is_the_promised_one_on_both_bases() {
    let document = printed(&[]);
    let names: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    let mut promised = [
        "basis",
        "inputs",
        "adjusted_births",
        "patients",
        "high_intensity",
        "low_intensity",
        "both",
        "hours",
        "wte",
        "england",
        "notes",
    ];
    promised.sort_unstable();
    assert_eq!(names, promised);
    assert_eq!(document["basis"], "published");
    assert_eq!(document["wte"]["total"], json!(9.5));
    assert_eq!(document["wte"]["low_intensity"], json!(2.0));
    assert_eq!(document["wte"]["high_intensity"], json!(7.0));
    assert_eq!(document["wte"]["clinical_lead"], json!(0.5));
    assert!((document["wte"]["exact"].as_f64().unwrap() - 9.427_714).abs() < 1e-6);
    assert_eq!(document["england"]["wte"], json!(517.75));
    assert_eq!(document["inputs"]["prevalence"], json!(0.258));
    assert_eq!(document["inputs"]["non_take_up"], json!(0.3));
    let notes = document["notes"].as_array().unwrap();
    assert!(notes[0].as_str().unwrap().contains("stated gives 13.5"), "{notes:?}");
    let share = printed(&["--set", "consultation_as=share"]);
    assert!((share["wte"]["exact"].as_f64().unwrap() - 9.735_535).abs() < 1e-5);
    let stated = printed(&["--basis", "stated"]);
    assert!((stated["patients"].as_f64().unwrap() - 1484.7386).abs() < 1e-4);
    assert_eq!(stated["wte"]["total"], json!(13.5));
    let twice = printed(&["--births", "20,000"]);
    assert_eq!(twice["patients"], json!(2040.0));
    assert_eq!(twice["england"]["births"], json!(545_000.0));
    let dear = printed(&["--set", "cost_band_5=£40,000", "--set", "cost_band_7=60000", "--set", "cost_band_8a=70000"]);
    assert_eq!(dear["cost"], json!(535_000.0));
}

#[test]
fn every_bad_value_is_told_with_its_name_its_unit_and_its_range() {
    let folder = TempDir::new().unwrap();
    let of = |told: &str| format!("error: {told}");
    for (arguments, told) in [
        (&["--set", "prevalence=1.2"][..], "--set: prevalence is 1.2 (expected a share, from 0 to 1)"),
        (&["--set", "weeks=60"], "--set: weeks is 60 (expected weeks a year, from 1 to 53)"),
        (&["--births", "-1"], "--births: births is -1 (expected births a year, from 0 to 2000000)"),
        (&["--births", "some"], "--births: births is \"some\" (expected births a year, from 0 to 2000000)"),
        (
            &["--set", "cost_band_7=dear"],
            "--set: cost_band_7 is \"dear\" (expected pounds a year for one whole-time post, from 0 to 1000000)",
        ),
        (&["--set", "adherence_on=all"], "--set: adherence_on is \"all\" (expected one of all_hours, treatment)"),
    ] {
        let mut all = vec!["plan", "workforce"];
        all.extend(arguments);
        assert_eq!(outcome::refused(&folder, &all).trim_end(), of(told), "{arguments:?}");
    }
    let both = outcome::refused(&folder, &["plan", "workforce", "--set", "weeks=0", "--set", "overlap=2"]);
    assert_eq!(both.lines().count(), 2, "each is told");
    let unknown = outcome::refused(&folder, &["plan", "workforce", "--set", "weather=1"]);
    assert!(
        unknown.contains("there is no assumption \"weather\" (expected one of births, miscarriages, "),
        "{unknown}"
    );
}

#[test]
fn a_person_reads_each_step_what_matters_most_and_what_does_not_follow() {
    let folder = TempDir::new().unwrap();
    let text = outcome::done(&folder, &["plan", "workforce", "--basis", "stated", "--set", "non_take_up=0.2"]);
    for words in
        ["Unmet need", "2121.06", "Otherwise than printed", "Do not take care up", "What matters most", "overlap:"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}
