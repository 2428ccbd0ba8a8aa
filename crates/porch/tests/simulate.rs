//! `porch simulate` through the real binary.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod outcome;
mod program;

use serde_json::Value;
use tempfile::TempDir;

use outcome::{done, refused};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

const SHORT: [&str; 8] = ["simulate", "--preset", "mmc", "--set", "days=100", "--replications", "4", "--quiet"];

fn simulated(more: &[&str]) -> String {
    let mut all = SHORT.to_vec();
    all.extend(["--format", "json"]);
    all.extend(more);
    done(&folder(), &all)
}

// CONTRACTS 7: these fields, in this order.
#[test]
fn a_simulation_is_printed_with_every_field_in_its_order() {
    let printed = simulated(&["--seed", "7"]);
    let order = [
        "scenario",
        "seed",
        "replications",
        "arrivals",
        "seen",
        "left",
        "waiting",
        "wait_days",
        "seen_within",
        "utilisation",
        "by_month",
    ];
    let places: Vec<usize> = order.iter().map(|key| printed.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{printed}");
    let document: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(keys(&document).len(), order.len());
    assert_eq!((&document["scenario"], &document["seed"]), (&Value::from("mmc"), &Value::from(7)));
    let number = |of: &Value| of.as_u64().unwrap();
    let gone = number(&document["seen"]) + number(&document["left"]) + number(&document["waiting"]);
    assert_eq!(number(&document["arrivals"]), gone);
    let wait = &document["wait_days"];
    let bounds: Vec<f64> = wait["ci95_mean"].as_array().unwrap().iter().map(|end| end.as_f64().unwrap()).collect();
    let mean = wait["mean"].as_f64().unwrap();
    assert!(bounds.len() == 2 && bounds[0] < mean && mean < bounds[1]);
    assert!(["p50", "p90", "p95"].iter().all(|key| wait[key].is_f64()));
    let within = document["seen_within"].as_array().unwrap();
    assert!(within.iter().any(|one| one["days"] == 28 && one["share"].as_f64().unwrap() > 0.9), "{within:?}");
    assert!((document["utilisation"].as_f64().unwrap() - 0.8).abs() < 0.1);
    assert_eq!(document["by_month"].as_array().unwrap().len(), 4);
}

#[test]
fn the_same_seed_prints_the_same_bytes_with_any_number_of_threads() {
    let first = simulated(&["--threads", "1"]);
    assert_eq!(simulated(&["--threads", "2"]), first);
    assert_eq!(simulated(&["--threads", "7"]), first);
    assert_eq!(simulated(&[]), first);
    assert_ne!(simulated(&["--seed", "2"]), first);
}

/// These bytes must come from any machine. A change of them is a change of every result that somebody keeps.
#[test]
fn a_seed_gives_these_figures_on_any_machine() {
    let document: Value = serde_json::from_str(&simulated(&[])).unwrap();
    let found = [&document["arrivals"], &document["wait_days"]["mean"], &document["utilisation"]].map(Value::to_string);
    assert_eq!(found, ["3279", "0.28584012649242635", "0.84348893840829"]);
}

#[test]
fn a_file_is_a_scenario_and_its_errors_name_it() {
    let folder = folder();
    let text = "name = \"one line\"\nmodel = \"queue\"\narrival_rate = 0.5\nservice_rate = 1\nservers = 1\ndays = 50\n";
    std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
    let told = done(&folder, &["simulate", "scenario.toml", "--set", "targets_days=[3]", "--quiet"]);
    assert!(told.starts_with("one line: 30 replications, seed 1\n"), "{told}");
    assert!(told.contains("Seen within 3 days: "), "{told}");
    assert_eq!(
        refused(&folder, &["simulate", "scenario.toml", "--set", "servers=0"]),
        "error: scenario.toml: servers: 0 cannot be used (expected servers, a whole number from 1 to 10000)\n"
    );
    let missing = refused(&folder, &["simulate", "missing.toml"]);
    assert!(missing.starts_with("error: missing.toml: "), "{missing}");
}

#[test]
fn an_option_that_cannot_be_used_is_named_with_what_was_expected() {
    let folder = folder();
    for (option, bad, expected) in [
        ("--replications", "0", "expected a number of replications, a whole number from 1 to 100000"),
        ("--replications", "100001", "expected a number of replications, a whole number from 1 to 100000"),
        ("--threads", "0", "expected a number of threads, a whole number from 1 to 1024"),
        ("--threads", "two", "expected a number of threads, a whole number from 1 to 1024"),
        ("--seed", "-1", "expected a whole number from 0 to 18446744073709551615"),
        ("--set", "days", "expected NAME=VALUE"),
    ] {
        let said = refused(&folder, &["simulate", "--preset", "mmc", &format!("{option}={bad}")]);
        assert!(said.contains(option) && said.contains(bad) && said.contains(expected), "{said}");
    }
    assert_eq!(
        refused(&folder, &["simulate", "--preset", "mmk"]),
        "error: --preset: there is no \"mmk\" (expected one of mmc, mgc)\n"
    );
    let nothing = refused(&folder, &["simulate"]);
    assert!(nothing.contains("expected a file, or --preset with one of mmc, mgc"), "{nothing}");
}

#[test]
fn a_plot_is_a_picture_of_every_month_with_its_words() {
    let folder = folder();
    let mut arguments = SHORT.to_vec();
    arguments.extend(["--plot", "waits.svg", "--set", "name=a <queue>"]);
    done(&folder, &arguments);
    let drawn = std::fs::read_to_string(folder.path().join("waits.svg")).unwrap();
    assert!(
        drawn.contains("<title id=\"title\">a &lt;queue&gt;: mean wait by month of arrival, in days</title>"),
        "{drawn}"
    );
    let points = drawn.split("<polyline points=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(points.split(' ').count(), 4);
}
