//! Wrong usage, and what is printed where.

use serde_json::Value;

use crate::bench::{ALL_TIME, Bench, history, referrals};

#[test]
fn wrong_usage_ends_with_two_and_words() {
    let bench = Bench::with_history();
    let before = bench.files();
    let report = |from: &str, to: &str, rest: &[&str]| {
        let mut arguments: Vec<String> = ["report", "annual", "--from", from, "--to", to].map(str::to_owned).to_vec();
        arguments.extend(rest.iter().map(|&part| part.to_owned()));
        arguments
    };
    for (arguments, said) in [
        (report("2023-04-01", "2022-03-31", &[]), "--from: 2023-04-01 lies after 2022-03-31"),
        (report("2022-02-30", "2022-03-31", &[]), "2022-02-30"),
        (report("01/04/2022", "2022-03-31", &[]), "01/04/2022"),
        (report("2022-04-01", "tomorrow", &[]), "tomorrow"),
        (report("2022-04-01", "2023-03-31", &["--format", "pdf"]), "pdf"),
        (report("2022-04-01", "2023-03-31", &["--as-at", "2022-04-01"]), "2022-04-01"),
        (report("2022-04-01", "2023-03-31", &["--footprint", "atlantis"]), "there is no footprint \"atlantis\""),
        (report("2022-04-01", "2023-03-31", &["--database", "mysql://porch@host/porch"]), "expected sqlite:PATH"),
        (report("2022-04-01", "2023-03-31", &["--colour"]), "--colour"),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = bench.run(&arguments);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{arguments:?}: {errors}");
        assert!(errors.starts_with("error: ") && errors.contains(said), "{arguments:?}: {errors}");
        assert!(bench.files() == before, "{arguments:?} changed the folder");
    }
}

#[test]
fn what_is_not_there_is_not_made() {
    let bench = Bench::new();
    let report = [&["report", "annual"][..], &ALL_TIME].concat();
    for arguments in [&report[..], &["verify"], &["verify", "--format", "json"], &["backup", "copy"]] {
        let errors = bench.refused(arguments);
        assert!(errors.starts_with("error: database: there is no database at sqlite:porch.db (expected"), "{errors}");
        assert!(bench.files().is_empty(), "{arguments:?} made {:?}", bench.files().keys());
    }
    bench.refused(&["restore", "copy"]);
    assert!(bench.files().is_empty(), "{:?}", bench.files().keys());
}

#[test]
fn a_dry_run_writes_nothing() {
    let bench = Bench::new();
    bench.write("history.csv", history(0..300));
    let dry = ["--quiet", "import", "referrals", "history.csv", "--dry-run"];
    let said = bench.done(&dry);
    assert!(said.contains("Rows read: 300 about 150 people") && said.contains("this was a dry run"), "{said}");
    assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["history.csv"]);
    let bench = Bench::with_history();
    bench.write("history.csv", history(0..310));
    let (hash, files) = (bench.state_hash(), bench.files());
    bench.done(&dry);
    assert!(bench.files() == files, "{:?}", bench.files().keys());
    assert_eq!((bench.state_hash(), bench.referrals()), (hash, 300));
}

#[test]
fn results_in_json_are_one_document_and_nothing_else() {
    let bench = Bench::with_history();
    bench.write("good.toml", include_str!("../../../../footprints/kent-medway.toml"));
    let report = [&["report", "annual", "--format", "json"][..], &ALL_TIME].concat();
    for arguments in [
        &report[..],
        &["verify", "--format", "json"],
        &["backup", "copy", "--format", "json"],
        &["restore", "copy", "--format", "json", "--database", "sqlite:other.db"],
        &["footprint", "check", "good.toml", "--format", "json"],
        &["user", "list", "--format", "json"],
    ] {
        let output = bench.run(arguments);
        assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
        let mut documents = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        assert!(documents.next().unwrap().unwrap().is_object(), "{arguments:?}: {output:?}");
        assert!(documents.next().is_none(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_report_as_at_an_instant_before_the_import_counts_nothing() {
    let bench = Bench::with_history();
    let at = |instant: &str| {
        let rest = ["--format", "json", "--as-at", instant];
        referrals(&bench.done(&[&["report", "annual"][..], &ALL_TIME, &rest].concat()))
    };
    assert_eq!(at("2020-01-01T00:00:00Z"), 0);
    assert_eq!(at("2099-01-01T00:00:00Z"), 300);
}

#[test]
fn several_footprints_in_one_database_must_be_told_apart() {
    let bench = Bench::with_history();
    let dorset = include_str!("../../../../footprints/dorset.toml");
    bench.write("dorset.toml", dorset);
    bench.done(&["footprint", "apply", "dorset.toml", "--from", "2022-04-01"]);
    let report = [&["report", "annual", "--format", "json"][..], &ALL_TIME].concat();
    let errors = bench.refused(&report);
    assert_eq!(errors, "error: --footprint: the database holds several (expected one of dorset, kent-medway)\n");
    for (name, count) in [("dorset", 0), ("kent-medway", 300)] {
        assert_eq!(referrals(&bench.done(&[&report[..], &["--footprint", name]].concat())), count);
    }
    bench.write("more.csv", history(0..310));
    assert!(bench.refused(&["import", "referrals", "more.csv"]).starts_with("error: --footprint: "));
}

/// A look at another system's figures must not change what the next command is about.
#[test]
fn a_report_applies_no_footprint() {
    let bench = Bench::with_history();
    let report = [&["report", "annual", "--format", "json"][..], &ALL_TIME].concat();
    assert_eq!(referrals(&bench.done(&[&report[..], &["--footprint", "dorset"]].concat())), 0);
    assert_eq!(referrals(&bench.done(&report)), 300);
}

#[test]
fn no_password_of_a_database_is_printed() {
    let bench = Bench::new();
    let url = "postgres://porch:s3cret@127.0.0.1:1/porch";
    for arguments in [&["verify", "--help"][..], &["verify"], &["verify", "--format", "pdf"]] {
        let output = bench.command(arguments).env("PORCH_DATABASE", url).output().unwrap();
        let printed = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8(printed).unwrap().contains("s3cret"), "{arguments:?}");
    }
}

// H12
#[test]
fn a_clock_that_cannot_be_computed_is_told_and_is_no_problem_of_the_file() {
    let bench = Bench::new();
    let kent = include_str!("../../../../footprints/kent-medway.toml");
    let letter = "purpose = \"letter\"\nkind = \"working\"\ndays = ";
    assert!(kent.contains(letter));
    // So many working days lie beyond any table of holidays.
    bench.write("kent.toml", kent.replacen(&format!("{letter}1"), &format!("{letter}9000"), 1));
    let said = bench.done(&["footprint", "check", "kent.toml"]);
    assert!(said.starts_with("kent.toml: nothing is wrong.\nwarning: "), "{said}");
    assert!(said.contains("the clock for letter cannot be computed: the bank holidays of 20"), "{said}");
    let json: Value =
        serde_json::from_str(&bench.done(&["footprint", "check", "kent.toml", "--format", "json"])).unwrap();
    let warned = json["warnings"].as_array().is_some_and(|warnings| !warnings.is_empty());
    assert!(json["holds"] == true && warned, "{json}");
    assert!(!bench.done(&["footprint", "apply", "kent.toml", "--from", "2026-01-01"]).contains("computed again"));
}

#[test]
fn a_number_that_will_have_been_checked_is_refused_with_its_line() {
    let bench = Bench::new();
    let kent = include_str!("../../../../footprints/kent-medway.toml");
    bench.write("kent.toml", kent.replacen("danger = true", "danger = true\nlast_checked = 9999-01-01", 1));
    let output = bench.run(&["footprint", "check", "kent.toml"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("urgent_routes[1].last_checked: 9999-01-01 is still to come"), "{told}");
    let told = bench.refused(&["footprint", "apply", "kent.toml", "--from", "2026-01-01"]);
    assert!(told.contains("is still to come"), "{told}");
    assert!(!bench.files().contains_key("porch.db"), "a database was made");
}

// G3
#[test]
fn a_footprint_whose_thresholds_leave_a_need_to_nobody_fails_its_check_with_the_place() {
    let bench = Bench::new();
    let kent = include_str!("../../../../footprints/kent-medway.toml");
    bench.write("kent.toml", kent);
    let said = bench.done(&["footprint", "check", "kent.toml"]);
    assert!(said.starts_with("kent.toml: nothing is wrong.\nwarning: thresholds, before a pregnancy"), "{said}");
    assert!(said.contains("each one is talked through"), "{said}");
    let without = kent.replacen(
        "entry = \"health_visitors\"\nneeds = [\"low_mood\", ",
        "entry = \"health_visitors\"\nneeds = [",
        1,
    );
    let without = without.replacen(
        "entry = \"talking_therapies\"\nneeds = [\"low_mood\", ",
        "entry = \"talking_therapies\"\nneeds = [",
        1,
    );
    assert_ne!(without, kent);
    bench.write("gap.toml", &without);
    let output = bench.run(&["footprint", "check", "gap.toml"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let place = "thresholds, after a birth, mild, or well and at risk, aged 18 or over: nobody takes these: low_mood";
    assert!(told.contains(&format!("gap.toml {place}\n")), "{told}");
    let output = bench.run(&["footprint", "check", "gap.toml", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &json["holds"]), (Some(1), &serde_json::json!(false)));
    assert!(json["gaps"].as_array().unwrap().contains(&serde_json::json!(place)), "{json}");
    // Rules with a gap can be applied: whoever falls there is talked through, and the operator is told.
    let applied = bench.run(&["footprint", "apply", "gap.toml", "--from", "2026-01-01"]);
    let warned = String::from_utf8(applied.stderr).unwrap();
    assert!(applied.status.success() && warned.contains(&format!("warning: gap.toml {place}")), "{warned}");
    // What Dorset's specification leaves open stands as a gap.
    bench.write("dorset.toml", include_str!("../../../../footprints/dorset.toml"));
    let output = bench.run(&["footprint", "check", "dorset.toml"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), told.lines().count()), (Some(1), 4), "{told}");
}

// PR-18
#[test]
fn a_footprint_that_names_no_young_peoples_service_is_warned_of_when_it_is_checked_and_when_it_is_applied() {
    let bench = Bench::new();
    let kent = include_str!("../../../../footprints/kent-medway.toml");
    let warning = "no young people's service is named, so that whoever is under 18 stays with us until she is 18";
    bench.write("kent.toml", kent);
    assert!(!bench.done(&["footprint", "check", "kent.toml"]).contains(warning));
    let without = kent.replacen("accepts_under_18 = true\n", "", 1);
    assert_ne!(without, kent);
    bench.write("without.toml", &without);
    let said = bench.done(&["footprint", "check", "without.toml"]);
    assert!(said.contains(&format!("warning: {warning}: set accepts_under_18 at the entry")), "{said}");
    let json = bench.done(&["footprint", "check", "without.toml", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let warned = json["warnings"].as_array().unwrap().iter().any(|told| told.as_str().unwrap().starts_with(warning));
    assert!(json["holds"] == true && warned, "{json}");
    let applied = bench.run(&["footprint", "apply", "without.toml", "--from", "2026-01-01"]);
    let told = String::from_utf8(applied.stderr).unwrap();
    assert!(applied.status.success() && told.contains(&format!("warning: without.toml {warning}")), "{told}");
}

// PR-04
#[test]
fn a_footprint_with_hours_at_which_nobody_is_told_of_an_emergency_fails_its_check_and_one_that_is_no_file_another_way()
{
    let bench = Bench::new();
    for (name, text) in [
        ("kent.toml", include_str!("../../../../footprints/kent-medway.toml")),
        ("dorset.toml", include_str!("../../../../footprints/dorset.toml")),
    ] {
        bench.write(name, text);
        let output = bench.run(&["footprint", "check", name]);
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!told.contains("no step"), "{told}");
        let only_by_day =
            text.replacen("around_the_clock = true\non_call = true", "hours = \"duty\"\non_call = true", 1);
        assert_ne!(only_by_day, text);
        bench.write("day.toml", only_by_day);
        let output = bench.run(&["footprint", "check", "day.toml"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        for line in [
            "day.toml Friday, 17:00 to 24:00: no step of the ladder is staffed within 15 minutes of an emergency",
            "day.toml Sunday, 00:00 to 24:00: no step",
            "day.toml bank holidays, 00:00 to 24:00: no step",
        ] {
            assert!(told.contains(line), "{told}");
        }
        let output = bench.run(&["footprint", "check", "day.toml", "--format", "json"]);
        assert_eq!(output.status.code(), Some(1));
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&json["holds"], json["problems"].as_array().map(Vec::len)), (&serde_json::json!(false), Some(0)));
        assert!(json["gaps"].as_array().unwrap().len() > 10, "{json}");
        let applied = bench.run(&["footprint", "apply", "day.toml", "--from", "2026-01-01"]);
        let warned = String::from_utf8(applied.stderr).unwrap();
        assert!(applied.status.success() && warned.contains("warning: day.toml Friday, 17:00"), "{warned}");
    }
    bench.write("broken.toml", "name = ");
    assert_eq!(bench.run(&["footprint", "check", "broken.toml"]).status.code(), Some(2));
    assert_eq!(bench.run(&["footprint", "check", "nothing.toml"]).status.code(), Some(2));
}
