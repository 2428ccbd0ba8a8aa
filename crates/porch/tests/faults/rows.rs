//! Rows that cannot be true: each is told with file, line and column, and nothing of the file is imported.

use crate::bench::{Bench, REQUIRED, history, refusal};

/// A column beyond the required ones with a bad value, and what is said of it.
const BAD_VALUES: &[(&str, &str, &str)] = &[
    ("person_kind", "mother", "\"mother\" is not a known code (expected one of: birthing_parent"),
    ("source", "a1", "\"a1\" is not a known code (expected"),
    ("priority", "URGENT", "\"URGENT\" is not a known code (expected one of: emergency"),
    ("pregnancy_outcome", "1", "\"1\" is not a known code (expected"),
    ("ethnic_category", "White", "\"White\" is not a known code (expected"),
    ("decided_at", "2022-03-31", "is earlier than received_at (expected"),
    ("decided_at", "soon", "the value is not a date or time (expected"),
    ("first_contact_at", "2022-03-27T01:30", "the value does not exist in Europe/London"),
    ("assessed_at", "2022-10-30T01:30", "the value exists twice in Europe/London"),
    ("discharged_at", "2022-03-31", "is earlier than received_at (expected"),
    ("due_or_end_date", "2022-02-30", "the value is not a date or time that exists"),
    ("nhs_number", "9434765918", "the check digit of this NHS number does not hold"),
    ("nhs_number", "943476591", "an NHS number has ten digits"),
    ("birth_date", "31/12/1993", "the value is not a date or time"),
    ("postcode", "CT1", "the value is no UK postcode"),
    ("gp_practice", "g82001", "\"g82001\" is no ODS code"),
];

/// A whole row after the required header, the column that is named, and what is said of it.
const BAD_ROWS: &[(&str, &str, &str)] = &[
    ("X1,Y1,Nobody knows,2022-04-01,accepted", "team", "\"Nobody knows\" is no team of"),
    (
        "X1,Y1,community,2022-03-27T01:30,accepted",
        "received_at",
        "\"2022-03-27T01:30\" does not exist in Europe/London",
    ),
    ("X1,Y1,community,2022-10-30T01:30,accepted", "received_at", "\"2022-10-30T01:30\" exists twice in Europe/London"),
    ("X1,Y1,community,2022-04-01,maybe", "decision", "\"maybe\" is not a known code (expected one of: accepted"),
    (",Y1,community,2022-04-01,accepted", "referral_id", "is blank (expected a value)"),
    ("X1,,community,2022-04-01,accepted", "person_id", "is blank (expected a value)"),
    ("R7,Y1,community,2022-04-01,accepted", "referral_id", "was imported before with other content (expected"),
];

fn bad_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (column, value, what) in BAD_VALUES {
        let csv = format!("{REQUIRED},{column}\nX1,Y1,community,2022-04-01T09:00,accepted,{value}\n");
        files.push((csv, format!("error: bad.csv line 2: {column}: {what}")));
    }
    for (row, column, what) in BAD_ROWS {
        files.push((format!("{REQUIRED}\n{row}\n"), format!("error: bad.csv line 2: {column}: {what}")));
    }
    let good = "X1,Y1,community,2022-04-01,accepted\n";
    files.push((
        format!("{REQUIRED}\n{good}X2,Y2,community,2022-04-01,accepted\n{good}"),
        "error: bad.csv line 4: referral_id: stands on line 2 too (expected".to_owned(),
    ));
    files.push((
        format!("{REQUIRED}\n{good}X2,Y2,community,2022-04-01\n"),
        "error: bad.csv line 3: the row has 4 values and the header has 5 (expected".to_owned(),
    ));
    files.push((
        format!("{REQUIRED}\n{good}X2,Y2,community,2022-04-01,accepted,\n"),
        "error: bad.csv line 3: the row has 6 values and the header has 5 (expected".to_owned(),
    ));
    files.push((
        format!("{REQUIRED},first_contact_at,discharged_at\n{},2022-04-09,2022-04-08\n", good.trim_end()),
        "error: bad.csv line 2: discharged_at: is earlier than first_contact_at (expected".to_owned(),
    ));
    files.push((
        format!("{REQUIRED},shoe_size\n{},44\n", good.trim_end()),
        "error: bad.csv line 1: shoe_size: unknown column (known columns: referral_id".to_owned(),
    ));
    files.push((
        format!("{}\n{}\n", &REQUIRED[..REQUIRED.len() - 9], &good[..good.len() - 10]),
        "error: bad.csv line 1: decision: the column is missing".to_owned(),
    ));
    files
}

/// H25: a file is taken whole or not at all.
#[test]
fn a_bad_row_is_told_and_changes_nothing() {
    let bench = Bench::with_history();
    let before = bench.state_hash();
    let mut files = bench.files();
    for (csv, said) in bad_files() {
        bench.write("bad.csv", &csv);
        let errors = refusal(&bench.import("bad.csv"));
        assert!(errors.starts_with(&said) && errors.lines().count() == 1, "{csv}\n{errors}\nexpected {said}");
        files.insert("bad.csv".to_owned(), csv.into_bytes());
        assert!(bench.files() == files, "files changed, or there are new ones: {:?}", bench.files().keys());
    }
    assert_eq!(bench.state_hash(), before);
    assert_eq!(bench.referrals(), 300);
}

#[test]
fn a_bad_row_leaves_no_database_where_there_was_none() {
    let bench = Bench::new();
    for (csv, said) in bad_files().into_iter().filter(|(_, said)| !said.contains("was imported before")) {
        bench.write("bad.csv", &csv);
        let errors = refusal(&bench.import("bad.csv"));
        assert!(errors.starts_with(&said), "{csv}\n{errors}\nexpected {said}");
        assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["bad.csv"]);
    }
}

#[test]
fn a_bad_row_changes_nothing_on_postgresql() {
    let Some(bench) = Bench::on_postgres() else { return };
    let bench = bench.and_history();
    let before = bench.state_hash();
    for (csv, said) in bad_files().into_iter().step_by(5) {
        bench.write("bad.csv", &csv);
        assert!(refusal(&bench.import("bad.csv")).starts_with(&said), "{csv}");
    }
    assert_eq!(bench.state_hash(), before);
}

/// What identifies a person is not repeated on a screen or in a log.
#[test]
fn an_error_never_repeats_an_nhs_number_a_birth_date_or_a_postcode() {
    let bench = Bench::new();
    let personal = ["9434765918", "943 476 5918", "31/12/1993", "CT9 9ZC"];
    for column in ["nhs_number", "birth_date", "postcode", "gp_practice", "source", "decided_at"] {
        for value in personal {
            bench.write("bad.csv", format!("{REQUIRED},{column}\nX1,Y1,community,2022-04-01,accepted,{value}\n"));
            let errors = refusal(&bench.import("bad.csv"));
            assert!(errors.contains(&format!("line 2: {column}: ")) && !errors.contains(value), "{errors}");
        }
    }
}

#[test]
fn an_unknown_team_is_told_beside_the_known_ones() {
    let bench = Bench::new();
    bench.write("bad.csv", format!("{REQUIRED}\nX1,Y1,Nobody knows,2022-04-01,accepted\n"));
    let errors = refusal(&bench.import("bad.csv"));
    for team in ["Perinatal MH Community Service", "Thrive – Support for Birth Trauma & Loss"] {
        assert!(errors.contains(team), "{errors}");
    }
}

/// H25: every bad row is named.
#[test]
fn every_bad_row_is_listed() {
    let bench = Bench::with_history();
    let before = bench.state_hash();
    bench.write(
        "bad.csv",
        format!("{REQUIRED}\n,Y1,community,2022-04-01,maybe\nX2,Y2,community,2022-04-01,accepted\nX3,Y3,nowhere,soon,accepted\n"),
    );
    let errors = refusal(&bench.import("bad.csv"));
    let places: Vec<String> =
        errors.lines().map(|line| line.split(": ").skip(1).take(2).collect::<Vec<_>>().join(" ")).collect();
    let expected =
        ["bad.csv line 2 referral_id", "bad.csv line 2 decision", "bad.csv line 4 team", "bad.csv line 4 received_at"];
    assert_eq!(places, expected, "{errors}");
    assert_eq!(bench.state_hash(), before);
}

#[test]
fn one_bad_row_after_twenty_thousand_good_ones_stops_all() {
    let bench = Bench::new();
    let mut csv = history(0..20_000);
    csv.push_str("R7,P3,community,2022-04-01,accepted,\n");
    bench.write("bad.csv", csv);
    let errors = refusal(&bench.import("bad.csv"));
    assert_eq!(errors, "error: bad.csv line 20002: referral_id: stands on line 9 too (expected each referral once)\n");
    assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["bad.csv"]);
}

#[test]
fn a_line_is_a_line_of_the_file_also_after_quoted_line_breaks() {
    let bench = Bench::new();
    bench.write(
        "bad.csv",
        format!("{REQUIRED},decision_reason\nX1,Y1,community,2022-04-01,rejected,\"one\ntwo\r\nthree\"\nX2,Y2,nowhere,2022-04-01,rejected,\n"),
    );
    let errors = refusal(&bench.import("bad.csv"));
    assert!(errors.starts_with("error: bad.csv line 5: team: "), "{errors}");
}

#[test]
fn the_same_rows_again_change_nothing() {
    let bench = Bench::with_history();
    let before = bench.state_hash();
    bench.write("again.csv", history(0..300));
    let said = bench.done(&["--quiet", "import", "referrals", "again.csv"]);
    assert!(said.contains("Imported: 0 referrals and 0 people that were not known before."), "{said}");
    assert_eq!((bench.state_hash(), bench.referrals()), (before, 300));
    bench.write("more.csv", history(0..310));
    let said = bench.done(&["--quiet", "import", "referrals", "more.csv"]);
    assert!(said.contains("Imported: 10 referrals and 5 people that were not known before."), "{said}");
    assert_eq!(bench.referrals(), 310);
}
