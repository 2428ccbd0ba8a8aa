//! `porch score` and `porch instruments` through the real binary.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod outcome;
mod program;

use serde_json::{Value, json};
use tempfile::TempDir;

use outcome::{done, refused};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn scored(arguments: &[&str]) -> String {
    let mut all = vec!["score"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    done(&folder(), &all)
}

fn json_of(arguments: &[&str]) -> Value {
    serde_json::from_str(&scored(arguments)).unwrap()
}

// CONTRACTS 5: these fields, in this order.
#[test]
fn a_score_is_printed_with_every_field_in_its_order() {
    let printed = scored(&["phq9", "--answers", "3,3,3,1,0,0,0,0,1"]);
    let document: Value = serde_json::from_str(&printed).unwrap();
    let hash = document["definition"].as_str().unwrap();
    assert_eq!(hash.len(), 64);
    assert_eq!(
        printed.trim_end(),
        format!(
            r#"{{"instrument":"phq9","definition":"{hash}","answered":9,"items":9,"total":11,"band":"moderate","caseness":true,"risk":[{{"item":"q9","state":"positive"}}],"flags":["risk_positive"]}}"#
        )
    );
}

// H03: a blank is no nought and no no, and a risk answer stands whatever else is missing.
#[test]
fn what_was_not_answered_gives_no_total_and_no_negative() {
    let left = json_of(&["phq9", "--answers", "3,3,3,3,3,3,3,3,-"]);
    assert_eq!((&left["total"], &left["band"], &left["caseness"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&left["answered"], &left["risk"][0]["state"]), (&json!(8), &json!("not_asked")));
    let abandoned = json_of(&["epds", "--positions", "--answers", "-,-,-,-,-,-,-,-,-,0"]);
    assert_eq!((&abandoned["total"], &abandoned["risk"][0]["state"]), (&Value::Null, &json!("positive")));
    // A rule over two items tells each of them.
    let pbq = json_of(&[
        "pbq",
        "--answers",
        &["-"; 17].iter().chain(&["0"]).chain(&["-"; 7]).copied().collect::<Vec<_>>().join(","),
    ]);
    assert_eq!(pbq["risk"], json!([{"item": "q18", "state": "negative"}, {"item": "q24", "state": "not_asked"}]));
}

// H04
#[test]
fn totals_are_numbers_whole_or_with_their_decimals() {
    assert!(scored(&["core10", "--answers", "2,2,2,2,2,0,2,2,2,-"]).contains(r#""total":17.78,"#));
    let whole = scored(&["core10", "--answers", "2,2,2,2,2,-,2,2,2,2"]);
    assert!(whole.contains(r#""total":20,"#) && whole.contains("prorated"), "{whole}");
    // The printed order is turned round: all first options of the EPDS.
    let first = json_of(&["epds", "--positions", "--answers", "0,0,0,0,0,0,0,0,0,0"]);
    assert_eq!((&first["total"], &first["caseness"]), (&json!(21), &json!(true)));
    let work = json_of(&["wsas", "--not-applicable", "--answers", "-,8,8,8,8"]);
    assert_eq!((&work["total"], &work["flags"]), (&json!(32), &json!(["asks_nothing_of_risk", "not_applicable"])));
    // The tenth question of the PHQ-9 may be given and is never part of the total.
    assert_eq!(json_of(&["phq9", "--answers", "0,0,0,0,0,0,0,0,0,3"])["total"], 0);
    assert_eq!(json_of(&["whooley", "--answers", "-,1"])["band"], "positive");
    assert_eq!(json_of(&["honos_wa", "--answers", "9,9,9,9,9,9,9,9,9,9,9,9"])["total"], Value::Null);
}

#[test]
fn what_cannot_be_scored_is_refused_with_what_there_is() {
    for (arguments, told) in [
        (
            &["phq99", "--answers", "1"][..],
            "error: INSTRUMENT: there is no questionnaire \"phq99\" (expected one of city_bits, core10",
        ),
        (&["phq2", "--answers", "0,4"], "error: --answers: q2 has no option worth 4: it has 0, 1, 2, 3"),
        (&["phq2", "--answers", "-1,0"], "error: --answers: q1 has no option worth -1"),
        (&["phq2", "--answers", "0"], "error: --answers: 1 answers were given, and there are 2 items"),
        (&["phq2", "--answers", "0,,"], "error: --answers: answer 2 is \"\" (expected a whole number"),
        (&["phq2", "--answers", "0,1.5"], "error: --answers: answer 2 is \"1.5\""),
        (&["phq2", "--positions", "--answers", "0,4"], "q2 has no option at position 4: it has 4"),
        (&["phq2", "--positions", "--answers", "0,-2"], "a position is below 0"),
        (
            &["reqol10", "--positions", "--answers", "0,0,0,0,0,0,0,0,0,0"],
            "the order in which the options are printed is not known",
        ),
        (
            &["phq2", "--not-applicable", "--answers", "0,0"],
            "error: --not-applicable: every item of phq2 concerns everybody",
        ),
    ] {
        let mut all = vec!["score"];
        all.extend(arguments);
        let error = refused(&folder(), &all);
        assert!(error.contains(told), "{arguments:?}: {error}");
    }
}

// H03: a person reads of risk before any number, and never that something not asked is negative.
#[test]
fn a_person_reads_of_risk_first() {
    let text = done(&folder(), &["score", "core10", "--answers", "2,2,2,2,2,-,2,2,2,2"]);
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is not in {text}"));
    assert!(place("NOT ASKED") < place("Answered: 9 of 10") && place("Answered:") < place("Total: 20, of 0 to 40"));
    assert!(!text.contains("negative"), "{text}");
    for cutoff in ["perinatal, 9 or more: yes", "general_distress, 11 or more: yes", "depression, 13 or more: yes"] {
        place(cutoff);
    }
    place("Definition: version 1, ");
}

#[test]
fn every_questionnaire_answers_and_is_listed() {
    let folder = folder();
    let list: Value = serde_json::from_str(&done(&folder, &["instruments", "list", "--format", "json"])).unwrap();
    let all = list["instruments"].as_array().unwrap();
    assert_eq!(all.len(), 19);
    for one in all {
        let (id, items) = (one["instrument"].as_str().unwrap(), one["items"].as_u64().unwrap());
        let blank = vec!["-"; usize::try_from(items).unwrap()].join(",");
        let answered = json_of(&[id, "--answers", &blank]);
        assert_eq!((&answered["total"], &answered["answered"]), (&Value::Null, &json!(0)), "{id}");
        assert_eq!(answered["definition"], one["definition"], "{id}");
        for risk in answered["risk"].as_array().unwrap() {
            assert_eq!(risk["state"], "not_asked", "{id}");
        }
        done(&folder, &["score", id, "--answers", &blank]);
    }
    let sent: Vec<&str> = all
        .iter()
        .filter(|one| one["sendable_in"] == json!(["en"]))
        .map(|one| one["instrument"].as_str().unwrap())
        .collect();
    assert_eq!(sent, ["gad2", "gad7", "phq2", "phq9", "whooley"]);
    let text = done(&folder, &["instruments", "list"]);
    assert!(
        text.contains("epds: Edinburgh Postnatal Depression Scale; 10 items; 0 to 30; asks of risk; never sent"),
        "{text}"
    );
}

// H17
#[test]
fn a_text_pack_is_checked_and_each_problem_is_a_line() {
    let folder = folder();
    let right = include_str!("../../../instruments/packs/whooley.en.json");
    let file = folder.path().join("pack.json");
    std::fs::write(&file, right).unwrap();
    assert!(
        done(&folder, &["instruments", "check", "pack.json"])
            .starts_with("pack.json: nothing is wrong.\nwhooley in en, ")
    );
    let mut wrong: Value = serde_json::from_str(right).unwrap();
    wrong["language"] = json!("ur");
    wrong["rights"]["holder"] = json!("");
    std::fs::write(&file, wrong.to_string()).unwrap();
    let error = refused(&folder, &["instruments", "check", "pack.json"]);
    assert!(error.contains("error: pack.json: rights.validation is missing"), "{error}");
    assert!(error.contains("error: pack.json: rights.holder is empty") && error.lines().count() == 2, "{error}");
    assert!(refused(&folder, &["instruments", "check", "none.json"]).starts_with("error: none.json: "));
}

// H17, S3: nothing is kept of a pack that has a problem; what was added is in the database once, and it verifies.
#[test]
fn a_text_pack_is_added_once_and_only_when_nothing_is_wrong_with_it() {
    let folder = folder();
    let add = ["instruments", "add", "pack.json", "--database", "sqlite:porch.db"];
    let mut pack: Value = serde_json::from_str(include_str!("../../../instruments/packs/whooley.en.json")).unwrap();
    pack["language"] = json!("ur");
    let file = folder.path().join("pack.json");
    std::fs::write(&file, pack.to_string()).unwrap();
    assert!(refused(&folder, &add).contains("rights.validation is missing"));
    assert!(!folder.path().join("porch.db").exists(), "no database was made");
    pack["rights"]["validation"] = json!("An invented study");
    std::fs::write(&file, pack.to_string()).unwrap();
    let said = done(&folder, &add);
    assert!(said.starts_with("whooley may be sent in ur now. SHA-256: "), "{said}");
    let verify = ["verify", "--database", "sqlite:porch.db", "--format", "json"];
    let entries = || {
        let document: Value = serde_json::from_str(&done(&folder, &verify)).unwrap();
        assert_eq!(document["failures"], 0, "{document}");
        document["entries"].clone()
    };
    let before = entries();
    assert_eq!(done(&folder, &add), said);
    assert_eq!(entries(), before, "the same content again changes nothing");
}
