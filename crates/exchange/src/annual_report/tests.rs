use jiff::{Timestamp, civil::date};
use porch_domain::{
    footprint::TeamCode,
    measure::{AnnualReport, PartnersAssessed, Period, ReasonCount, TeamFigures},
};

use super::*;

fn team(code: Option<&str>, name: &str) -> TeamFigures {
    TeamFigures {
        code: code.map(|code| TeamCode(code.to_owned())),
        team: name.to_owned(),
        referrals: 0,
        people: 0,
        accepted: 0,
        rejected: 0,
        signposted: 0,
        withdrawn: 0,
        pending: 0,
        rejection_reasons: Vec::new(),
        re_referrals_after_rejection: 0,
        re_referrals_after_discharge: 0,
        re_referrals_after_any_rejection: 0,
        re_referrals_after_any_discharge: 0,
        re_referrals_after_discharge_new_pregnancy: 0,
        re_referrals_after_rejection_by_any_team: 0,
        re_referrals_after_discharge_by_any_team: 0,
        partners_assessed: PartnersAssessed::Count(0),
    }
}

fn report() -> AnnualReport {
    let reason =
        |reason: &str, label: &str, count| ReasonCount { reason: reason.to_owned(), label: label.to_owned(), count };
    let community = TeamFigures {
        referrals: 1200,
        people: 1100,
        accepted: 800,
        rejected: 333,
        signposted: 40,
        withdrawn: 7,
        pending: 20,
        rejection_reasons: vec![
            reason("criteria_not_met", "Does not meet eligibility criteria of service", 330),
            reason("=cmd, \"see\"\nnote", "=cmd, \"see\"\nnote", 3),
        ],
        re_referrals_after_rejection: 5,
        re_referrals_after_discharge: 6,
        re_referrals_after_any_rejection: 8,
        re_referrals_after_any_discharge: 9,
        re_referrals_after_discharge_new_pregnancy: 2,
        re_referrals_after_rejection_by_any_team: 11,
        re_referrals_after_discharge_by_any_team: 12,
        partners_assessed: PartnersAssessed::NotOffered,
        ..team(Some("community"), "Perinatal MH Community Service")
    };
    let thrive = TeamFigures {
        partners_assessed: PartnersAssessed::Count(31),
        ..team(Some("thrive"), "Thrive – Support for Birth Trauma & Loss")
    };
    let all = TeamFigures {
        code: None,
        team: "All teams".to_owned(),
        partners_assessed: PartnersAssessed::Count(31),
        ..community.clone()
    };
    AnnualReport {
        period: Period { from: date(2022, 4, 1), to: date(2023, 3, 31) },
        history_from: Some(date(2018, 2, 3)),
        warnings: vec!["history is thin, so re-referrals may be too low".to_owned()],
        teams: vec![community, thrive],
        all,
    }
}

fn as_at() -> Timestamp {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

/// Fails with both texts in full, so that the expected one can be read against what came.
fn assert_text(came: &str, expected: &str) {
    assert!(came == expected, "--- came\n{came}\n--- expected\n{expected}");
}

#[test]
fn the_json_has_the_keys_of_the_contract_in_its_order() {
    let json = json(&report(), as_at());
    let from_teams = json.find("  \"teams\"").unwrap();
    let from_definitions = json.find("  \"definitions\"").unwrap();
    assert_text(&json[..from_definitions], include_str!("expected/report-head.json"));
    assert_text(&json[from_teams..], include_str!("expected/report-teams.json"));
}

#[test]
fn every_figure_of_a_team_has_its_definition_and_no_other_key_has() {
    let document: serde_json::Value = serde_json::from_str(&json(&report(), as_at())).unwrap();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().filter(|key| *key != "team").cloned().collect()
    };
    assert_eq!(keys(&document["definitions"]), keys(&document["teams"][0]));
    for (figure, sentence) in DEFINITIONS {
        assert!(sentence.ends_with('.') && sentence.len() > 40, "{figure}");
    }
}

#[test]
fn a_report_without_history_says_null_and_keeps_its_warning() {
    let report = AnnualReport { history_from: None, teams: Vec::new(), ..report() };
    let document: serde_json::Value = serde_json::from_str(&json(&report, as_at())).unwrap();
    assert!(document["history_from"].is_null());
    assert_eq!(document["warnings"][0], "history is thin, so re-referrals may be too low");
    assert!(text(&report, as_at()).contains("no history held"));
}

#[test]
fn an_instant_is_whole_seconds_or_milliseconds() {
    for (at, as_printed) in [
        ("2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z"),
        ("2026-11-21T09:00:00.5Z", "2026-11-21T09:00:00.500Z"),
        ("2026-11-21T09:00:00.1239Z", "2026-11-21T09:00:00.123Z"),
        ("2026-11-21T09:00:00.0009Z", "2026-11-21T09:00:00Z"),
        ("2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00Z"),
    ] {
        assert_eq!(printed(at.parse().unwrap()), as_printed);
    }
}

#[test]
fn the_csv_has_a_row_for_each_team_and_no_formula() {
    assert_text(&csv(&report(), as_at()).replace("\r\n", "\n"), include_str!("expected/report.csv"));
}

#[test]
fn every_row_of_the_csv_has_as_many_values_as_the_header() {
    let mut report = report();
    report.teams[0].team = "=HYPERLINK(\"http://example.org\", \"x\")".to_owned();
    let text = csv(&report, as_at());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let width = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == width));
    assert_eq!(&rows[0][0], "'=HYPERLINK(\"http://example.org\", \"x\")");
}

#[test]
fn the_text_has_warnings_first_an_aligned_table_and_every_definition() {
    let text = text(&report(), as_at());
    let (table, definitions) = text.split_at(text.find("Definitions\n").unwrap());
    assert_text(table, include_str!("expected/report-table.txt"));
    let unwrapped = definitions.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unwrapped.contains(WHOSE_DEFINITIONS));
    for (figure, sentence) in DEFINITIONS {
        assert!(unwrapped.contains(&format!("{figure} {sentence}")), "{figure}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100 && line.trim_end() == line));
}

#[test]
fn many_teams_stand_below_each_other() {
    let mut report = report();
    report.teams = (1..=7).map(|number| team(None, &format!("Team {number}"))).collect();
    let text = text(&report, as_at());
    assert_eq!(text.matches("\nReferrals ").count(), 2);
    assert!(text.lines().all(|line| line.chars().count() <= 130));
}
