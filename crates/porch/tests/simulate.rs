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
        "error: --preset: there is no \"mmk\" (expected one of mmc, mgc, service)\n"
    );
    let nothing = refused(&folder, &["simulate"]);
    assert!(nothing.contains("expected a file, or --preset with one of mmc, mgc, service"), "{nothing}");
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

const SERVICE: [&str; 9] =
    ["simulate", "--preset", "service", "--set", "warm_up_days=400", "--replications", "4", "--quiet", "--format"];

fn service(format: &str, more: &[&str]) -> String {
    let mut all = SERVICE.to_vec();
    all.push(format);
    all.extend(more);
    done(&folder(), &all)
}

#[test]
fn a_service_is_printed_with_its_kinds_courses_and_staff() {
    let document: Value = serde_json::from_str(&service("json", &[])).unwrap();
    let number = |of: &Value| of.as_u64().unwrap();
    let of = &document["service"];
    let kinds = of["kinds"].as_array().unwrap();
    assert_eq!(kinds.iter().map(|kind| number(&kind["arrivals"])).sum::<u64>(), number(&document["arrivals"]));
    let names = |list: &str| -> Vec<String> {
        of[list].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!([names("courses"), names("staff")], [["brief", "full"], ["band5", "band7"]]);
    assert_eq!(document["by_month"][0]["month"], "2025-04");
    let days: u64 = of["wait_days_counts"].as_array().unwrap().iter().map(number).sum();
    assert_eq!(days, number(&document["seen"]));
    let told = service("text", &[]);
    assert!(told.contains("\nCourse full: ") && told.contains("\nStaff band7: "), "{told}");
    assert!(told.contains(" at the end of 2025-04, ") && told.contains(" at the end of 2026-03\n"), "{told}");
}

/// These bytes must come from any machine. A change of them is a change of every result that somebody keeps.
#[test]
fn a_seed_gives_this_service_on_any_machine() {
    let document: Value = serde_json::from_str(&service("json", &["--threads", "2"])).unwrap();
    let found = [&document["arrivals"], &document["wait_days"]["mean"], &document["utilisation"]].map(Value::to_string);
    assert_eq!(found, ["3968", "9.84211163376598", "0.9826779815728676"]);
}

#[test]
fn a_plan_answers_what_it_is_asked() {
    let against: Value = serde_json::from_str(&service(
        "json",
        &["--against", "staff.band5.posts=4.8", "--against", "sittings.places=30"],
    ))
    .unwrap();
    let mean = |of: &Value| of["wait_days"]["mean"].as_f64().unwrap();
    let longer = against["difference"]["mean_wait_days"]["mean"].as_f64().unwrap();
    assert!((mean(&against["against"]) - mean(&against["first"]) - longer).abs() < 1e-9 && longer < 0.0, "{longer}");
    let told = service("text", &["--against", "staff.band5.posts=4.8"]);
    assert!(told.contains("What is otherwise changes, under the same chance:\nMean wait in days: -"), "{told}");

    let enough: Value =
        serde_json::from_str(&service("json", &["--enough", "band7", "--share", "0.9", "--within", "42"])).unwrap();
    let posts = enough["enough"]["posts"].as_f64().unwrap();
    let tried = enough["enough"]["tried"].as_array().unwrap();
    let share = tried.iter().find(|tried| tried["posts"].as_f64() == Some(posts)).unwrap()["share"].as_f64().unwrap();
    assert!(share >= 0.9, "{enough}");
    let told = service("text", &["--enough", "band7", "--share", "0.9", "--within", "42"]);
    assert!(
        told.contains(&format!("{posts:.1} of band7 are enough for 90 % within 42 days; there are 9.6 now.")),
        "{told}"
    );

    let backlog: Value = serde_json::from_str(&service("json", &["--backlog", "60"])).unwrap();
    assert_eq!(
        (&backlog["backlog"]["people"], &backlog["backlog"]["replications"]),
        (&Value::from(60), &Value::from(4))
    );
    assert!(service("text", &["--backlog", "60"]).contains("\nLeft of it after 30 days: "));
}

#[test]
fn a_question_that_cannot_be_asked_is_refused() {
    let folder = folder();
    let ask = |more: &[&str]| {
        let mut all = vec!["simulate", "--preset", "service"];
        all.extend(more);
        refused(&folder, &all)
    };
    for (question, expected) in [
        (&["--enough", "band6"][..], "error: --enough: there are no staff \"band6\" (expected one of band5, band7)\n"),
        (&["--enough", "band7", "--share", "95"], "error: --share: 95 cannot be used (expected a share from 0 to 1)\n"),
        (
            &["--enough", "band7", "--within", "40000"],
            "error: --within: 40000 cannot be used (expected days, a whole number from 0 to 36500)\n",
        ),
        (
            &["--backlog", "0"],
            "error: --backlog: 0 cannot be used (expected people, a whole number from 1 to 100000)\n",
        ),
        (
            &["--against", "staff.band5.leave_weeks=60"],
            "error: staff.band5.leave_weeks: 60 cannot be used (expected weeks a year from 0 to 52)\n",
        ),
    ] {
        assert_eq!(ask(question), expected);
    }
    for question in [&["--share", "0.9"][..], &["--backlog", "5", "--against", "days=30"], &["--backlog", "-5"]] {
        assert!(ask(question).starts_with("error: "), "{question:?}");
    }
}

/// Fifteen months of another system up to now: decided after four days, seen after some three weeks.
#[expect(clippy::disallowed_methods, reason = "the program reads the clock, and its record ends where it stands")]
fn history() -> String {
    let now = jiff::Timestamp::now();
    let after = |hours: i64| now - jiff::SignedDuration::from_hours(24 * 460) + jiff::SignedDuration::from_hours(hours);
    let told = |at: jiff::Timestamp| if at < now { at.to_string() } else { String::new() };
    let row = |nth: i64| {
        let (hours, taken) = (16 * nth, nth % 5 > 0);
        let decision = if taken { "accepted" } else { "rejected" };
        let decided = after(hours + 96);
        let decision = if decided < now { decision } else { "pending" };
        let seen = if taken { told(after(hours + 24 * (16 + nth * 7 % 11))) } else { String::new() };
        format!("R{nth},P{nth},community,{},{decision},{},{seen}\n", after(hours), told(decided))
    };
    let rows: String = (0..).take_while(|nth| after(16 * nth) < now).map(row).collect();
    format!("referral_id,person_id,team,received_at,decision,decided_at,assessed_at\n{rows}")
}

// X9
#[test]
fn a_record_gives_a_scenario_that_is_tried_on_months_it_did_not_see_and_can_be_simulated() {
    let folder = folder();
    std::fs::write(folder.path().join("history.csv"), history()).unwrap();
    done(&folder, &["--quiet", "import", "referrals", "history.csv"]);
    let record = ["simulate", "--record", "--replications", "20", "--quiet"];
    let said = done(&folder, &[&record[..], &["--write", "ours.toml"]].concat());
    for told in [
        "\narrivals.a_year = ",
        "\nassessment.missed: as it was; 0 are too few to tell a share; it takes 20\n",
        "\nstaff.band7.posts = ",
        " predicted: referrals ",
        "\nOf 12 figures of the months that it did not see, ",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(said.matches(" predicted: ").count(), 3);
    let document: Value = serde_json::from_str(&done(&folder, &[&record[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(keys(&document), ["back_test", "fitted", "replications", "seed"]);
    let months = document["back_test"]["months"].as_array().unwrap();
    assert_eq!((months.len(), &months[8]["predicted"], &months[9]["predicted"]), (12, &false.into(), &true.into()));
    assert_eq!(months[0]["arrivals"]["observed"], months[0]["arrivals"]["simulated"], "fitted months are replayed");
    let values = document["fitted"]["values"].as_array().unwrap();
    let arrivals = values.iter().find(|value| value["name"] == "arrivals.a_year").unwrap();
    let found: f64 = arrivals["value"].as_str().unwrap().parse().unwrap();
    assert!((500.0..600.0).contains(&found), "{arrivals}");
    let simulated = done(&folder, &["simulate", "ours.toml", "--replications", "3", "--format", "json", "--quiet"]);
    let simulated: Value = serde_json::from_str(&simulated).unwrap();
    assert!(simulated["arrivals"].as_u64().unwrap() > 1_200, "{simulated}");
}

#[test]
fn a_record_that_is_not_there_or_too_small_is_told() {
    let empty = folder();
    let said = refused(&empty, &["simulate", "--record", "--quiet"]);
    assert!(said.starts_with("error: "), "{said}");
    assert!(std::fs::read_dir(empty.path()).unwrap().next().is_none(), "no database is made by asking");
    let few: Vec<String> = history().lines().take(20).map(|line| format!("{line}\n")).collect();
    std::fs::write(empty.path().join("history.csv"), few.concat()).unwrap();
    done(&empty, &["--quiet", "import", "referrals", "history.csv"]);
    let said = refused(&empty, &["simulate", "--record", "--quiet"]);
    assert_eq!(said, "error: --record: there are too few referrals: 0 (expected 100 or more)\n");
    for more in [&["--preset", "service"][..], &["--backlog", "5"], &["--set", "days=3"]] {
        let said = refused(&empty, &[&["simulate", "--record"], more].concat());
        assert!(said.contains("cannot be used with"), "{said}");
    }
    for more in [&["--preset", "mmc"][..], &[]] {
        let said = refused(&empty, &[&["simulate", "--write", "x.toml"], more].concat());
        assert!(said.contains("--record"), "{said}");
    }
}
