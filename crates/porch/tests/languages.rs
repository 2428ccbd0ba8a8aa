//! `porch languages`, and the settings that offer one to the public, through the real binary.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod outcome;
mod program;

use serde_json::Value;
use tempfile::TempDir;

use outcome::{done, refused};

fn hash_of(code: &str) -> String {
    let printed = done(&tempfile::tempdir().unwrap(), &["languages", "list", "--format", "json"]);
    let document: Value = serde_json::from_str(&printed).unwrap();
    let all = document["languages"].as_array().unwrap();
    let one = all.iter().find(|one| one["language"] == code).unwrap();
    assert_eq!(one["missing"], serde_json::json!([]), "{code}");
    one["wording"].as_str().unwrap().to_owned()
}

fn settings(folder: &TempDir, lines: &str) -> String {
    let file = folder.path().join("porch.toml");
    std::fs::write(&file, lines).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn each_language_is_listed_with_the_hash_that_an_approval_repeats() {
    let folder = tempfile::tempdir().unwrap();
    let printed = done(&folder, &["languages", "list"]);
    for (code, name) in [("en", "English"), ("pl", "Polish"), ("ar", "Arabic")] {
        let line = printed.lines().find(|line| line.starts_with(&format!("{code}: {name}; "))).unwrap();
        assert!(line.ends_with(&format!("wording {}", hash_of(code))) && !line.contains("missing"), "{line}");
    }
    let shown = done(&folder, &["languages", "show", "pl"]);
    assert!(shown.contains("\n[skip]\nSkip to main content\n--\n"), "{shown}");
    assert!(!shown.contains("(missing)"));
    let unknown = refused(&folder, &["languages", "show", "xx"]);
    assert!(unknown.contains("no wording is held in \"xx\" (expected one of: en, pl, ar)"), "{unknown}");
}

#[test]
fn an_approval_that_is_mistaken_keeps_the_server_from_starting_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let hash = hash_of("pl");
    let one = |language: &str, by: &str, on: &str| {
        let lines = format!(
            "[[public_language]]\nlanguage = \"{language}\"\napproved_by = \"{by}\"\napproved_on = \"{on}\"\nwording = \"{hash}\"\n"
        );
        let file = settings(&folder, &lines);
        let database = format!("sqlite:{}", folder.path().join("porch.db").display());
        refused(&folder, &["serve", "--listen", "127.0.0.1:0", "--config", &file, "--database", &database])
    };
    for (told, expected) in [
        (one("xx", "An Invented Interpreter", "2026-11-01"), "no wording is held in \"xx\" (expected one of: pl, ar)"),
        (one("pl", "", "2026-11-01"), "approved_by names nobody"),
        (one("pl", "An Invented Interpreter", "2999-01-01"), "approved_on is 2999-01-01, which has not come yet"),
        (one("pl", "An Invented Interpreter", "yesterday"), "porch.toml line"),
    ] {
        assert!(told.contains(expected), "{told}");
    }
}
