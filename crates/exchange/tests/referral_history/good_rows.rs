//! Rows that are right, in every spelling that the format allows.

use jiff::{Timestamp, civil::date};
use porch_domain::{
    footprint::TeamCode,
    person::NhsNumber,
    referral::{
        PersonKind, Priority,
        history::{HistoricDecision, HistoricReferral},
    },
};

use super::{REQUIRED, see, with_value};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[track_caller]
fn only_row(file: &str) -> HistoricReferral {
    let mut seen = see(file);
    assert_eq!(seen.errors, Vec::<String>::new());
    assert_eq!(seen.rows.len(), 1);
    seen.rows.remove(0).1
}

#[test]
fn a_row_with_every_column_in_any_order_is_read_in_full() {
    let file = "\u{feff} ethnic_category , gp_practice,postcode,birth_date,nhs_number,pregnancy_outcome,due_or_end_date,\
                discharge_reason,discharged_at,assessed_at,first_contact_at,decision_reason,decided_at,decision,priority,\
                source,received_at,team,person_kind,person_id,referral_id\r\n\
                A,V81997,ct12ab,1993-02-01,943 476 5919,01,2022-11-30,\"Better, \"\"thanks\"\"\",2022-09-01T12:00+X,\
                2022-05-01T11:00:00+01:00,2022-04-20 10:00,02,2022-04-02,accepted,very_urgent,A1,2022-04-01T14:00:00.1239,\
                THRIVE - support for birth trauma &  loss,birthing_parent, p 1 ,r1\r\n"
        .replace("2022-09-01T12:00+X", "2022-09-01T12:00");
    let expected = HistoricReferral {
        sender_referral_id: "r1".to_owned(),
        sender_person_id: "p 1".to_owned(),
        person_kind: PersonKind::BirthingParent,
        team: TeamCode("thrive".to_owned()),
        received_at: at("2022-04-01T13:00:00.123Z"),
        source: Some("A1".to_owned()),
        priority: Some(Priority::VeryUrgent),
        decision: HistoricDecision::Accepted,
        decided_at: Some(at("2022-04-02T08:00:00Z")),
        decision_reason: Some("02".to_owned()),
        first_contact_at: Some(at("2022-04-20T09:00:00Z")),
        assessed_at: Some(at("2022-05-01T10:00:00Z")),
        discharged_at: Some(at("2022-09-01T11:00:00Z")),
        discharge_reason: Some("Better, \"thanks\"".to_owned()),
        due_or_end_date: Some(date(2022, 11, 30)),
        pregnancy_outcome: Some("01".to_owned()),
        nhs_number: Some(NhsNumber::parse("9434765919").unwrap()),
        birth_date: Some(date(1993, 2, 1)),
        postcode: Some("CT1 2AB".to_owned()),
        gp_practice: Some("V81997".to_owned()),
        ethnic_category: Some("A".to_owned()),
    };
    assert_eq!(only_row(&file), expected);
}

#[test]
fn a_missing_optional_column_is_the_same_as_a_blank() {
    let without = only_row(&format!("{REQUIRED}\nr1,p1,thrive,2022-04-01T10:00,accepted\n"));
    let every_optional = "person_kind,source,priority,decided_at,decision_reason,first_contact_at,assessed_at,\
                          discharged_at,discharge_reason,due_or_end_date,pregnancy_outcome,nhs_number,birth_date,postcode,\
                          gp_practice,ethnic_category";
    let blanks = ", ".repeat(16);
    let with = only_row(&format!("{REQUIRED},{every_optional}\nr1,p1,thrive,2022-04-01T10:00,accepted{blanks}\n"));
    assert_eq!(without, with);
    assert_eq!(without.person_kind, PersonKind::BirthingParent);
    assert_eq!(without.decided_at, None);
}

#[test]
fn a_byte_order_mark_may_stand_before_a_quoted_header() {
    let names: Vec<String> = REQUIRED.split(',').map(|name| format!("\"{name}\"")).collect();
    only_row(&format!("\u{feff}{}\nr1,p1,thrive,2022-04-01,accepted\n", names.join(",")));
}

#[test]
fn a_receipt_with_a_date_alone_is_nine_in_the_morning_in_london() {
    for (text, instant) in [("2022-01-05", "2022-01-05T09:00:00Z"), ("2022-07-05", "2022-07-05T08:00:00Z")] {
        let row = only_row(&format!("{REQUIRED}\nr1,p1,thrive,{text},accepted\n"));
        assert_eq!(row.received_at, at(instant));
    }
}

#[test]
fn a_later_date_alone_is_nine_but_never_before_what_it_follows_on_the_same_day() {
    let row = only_row(&format!(
        "{REQUIRED},decided_at,first_contact_at,discharged_at\nr1,p1,thrive,2022-04-01T14:00,accepted,2022-04-01,\
         2022-04-01T16:00,2022-04-01\n"
    ));
    assert_eq!(row.decided_at, Some(row.received_at));
    assert_eq!(row.discharged_at, row.first_contact_at);

    let row = only_row(&with_value("decided_at", "2022-04-02"));
    assert_eq!(row.decided_at, Some(at("2022-04-02T08:00:00Z")));

    // Late in the evening in London it is already the next day in UTC, and the other way round.
    let row = only_row(&format!("{REQUIRED},decided_at\nr1,p1,thrive,2022-06-30T23:30:00Z,accepted,2022-07-01\n"));
    assert_eq!(row.decided_at, Some(at("2022-07-01T08:00:00Z")));
}

#[test]
fn only_the_two_orders_are_checked() {
    let row = only_row(&format!(
        "{REQUIRED},decided_at,first_contact_at,assessed_at,discharged_at\nr1,p1,thrive,2022-04-01T10:00,rejected,\
         2022-06-01,2022-05-01,2022-04-01T10:00,2022-05-01\n"
    ));
    assert_eq!(row.assessed_at, Some(row.received_at));
    assert_eq!(row.discharged_at, row.first_contact_at);
}

#[test]
fn a_team_is_found_by_code_name_or_alias() {
    for team in [
        "thrive",
        "Thrive",
        "Thrive – Support for Birth Trauma & Loss",
        "\"Thrive – Support for Birth Trauma and Loss\"",
    ] {
        let row = only_row(&format!("{REQUIRED}\nr1,p1,{team},2022-04-01,accepted\n"));
        assert_eq!(row.team, TeamCode("thrive".to_owned()), "{team}");
    }
}

#[test]
fn lines_are_the_physical_ones_with_every_line_end_and_quoted_breaks() {
    let file = format!(
        "{REQUIRED},decision_reason\nr1,p1,thrive,2022-04-01,accepted,\"a\n\nb\"\nr2,p1,thrive,2022-04-01,accepted,\n\
         r3,p1,thrive,2022-04-01,accepted,\"x\n\"\nr4,p1,thrive,2022-04-01,oops,\"y\nz\"\nr5,p1,thrive,2022-04-01,accepted,\n"
    );
    let mixed = file.replacen('\n', "\r\n", 3);
    for file in [file.clone(), file.replace('\n', "\r\n"), mixed] {
        let seen = see(&file);
        assert_eq!(seen.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5, 6, 10]);
        assert_eq!(seen.errors.len(), 1);
        assert!(seen.errors[0].starts_with("line 8: decision: \"oops\""), "{:?}", seen.errors);
    }
}

#[test]
fn line_breaks_in_a_reason_stay_as_they_were_sent() {
    for reason in ["one\ntwo", "one\r\ntwo", "one\rtwo", "\"quoted\"", "–, é and 🙂"] {
        let row = only_row(&with_value("decision_reason", &format!("\"{}\"", reason.replace('"', "\"\""))));
        assert_eq!(row.decision_reason.as_deref(), Some(reason));
    }
}

#[test]
fn the_longest_ids_and_reasons_are_counted_in_characters() {
    let row = only_row(&with_value("decision_reason", &"é".repeat(1_000)));
    assert_eq!(row.decision_reason.map(|reason| reason.chars().count()), Some(1_000));
    let id = "é".repeat(200);
    assert_eq!(only_row(&format!("{REQUIRED}\n{id},p1,thrive,2022-04-01,accepted\n")).sender_referral_id, id);
}
