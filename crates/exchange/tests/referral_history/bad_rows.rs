//! Rows with bad values: each is told in full, and no personal value is repeated.

use super::{REQUIRED, see, with_value};

#[track_caller]
fn assert_says(column: &str, value: &str, what: &str) {
    let seen = see(with_value(column, value));
    assert_eq!(seen.errors, [format!("line 2: {column}: {what}")], "{column} {value:?}");
    assert!(seen.rows.is_empty());
}

/// A file with the required columns, one of them with this value.
fn with_required(column: &str, value: &str) -> String {
    let right = [
        ("referral_id", "r1"),
        ("person_id", "p1"),
        ("team", "thrive"),
        ("received_at", "2022-04-01T10:00"),
        ("decision", "accepted"),
    ];
    let row: Vec<&str> = right.iter().map(|(name, right)| if *name == column { value } else { right }).collect();
    format!("{REQUIRED}\n{}\n", row.join(","))
}

#[test]
fn every_bad_value_of_a_required_column_is_told() {
    let long = "x".repeat(201);
    for (column, value, what) in [
        ("referral_id", " ", "is blank (expected a value)"),
        ("referral_id", "\"r\n1\"", "has a control character or a line break (expected an id on one line)"),
        ("referral_id", &long, "has 201 characters (expected at most 200)"),
        ("person_id", "", "is blank (expected a value)"),
        ("person_id", "p\t1", "has a control character or a line break (expected an id on one line)"),
        ("team", "", "is blank (expected a value)"),
        (
            "team",
            "Thrive North",
            "\"Thrive North\" is no team of Kent and Medway (expected one of: Perinatal MH Community Service, \
             Thrive – Support for Birth Trauma & Loss, Front door (referrals and duty))",
        ),
        ("decision", "", "is blank (expected a value)"),
        (
            "decision",
            "Accepted",
            "\"Accepted\" is not a known code (expected one of: accepted, rejected, signposted, withdrawn, pending)",
        ),
        ("received_at", "", "is blank (expected a value)"),
    ] {
        let seen = see(with_required(column, value));
        assert_eq!(seen.errors, [format!("line 2: {column}: {what}")], "{column} {value:?}");
    }
}

#[test]
fn a_bad_time_of_receipt_is_told_with_what_was_expected() {
    let forms = "expected 2022-04-01T14:30:00+01:00, 2022-04-01T14:30 or 2022-04-01";
    for (value, what) in [
        ("05/01/2022", format!("is not a date or time ({forms})")),
        ("44566", format!("is not a date or time ({forms})")),
        ("2022-02-30", format!("is not a date or time that exists ({forms})")),
        ("1822-04-01", format!("is not in the years 1900 to 2100 ({forms})")),
        (
            "2022-03-27T01:30",
            "does not exist in Europe/London: the clocks went forward (expected a time that exists there, or one with \
             its offset)"
                .to_owned(),
        ),
        (
            "2022-10-30T01:30",
            "exists twice in Europe/London: the clocks went back (expected a time with its offset, such as \
             2022-10-30T01:30:00+01:00)"
                .to_owned(),
        ),
    ] {
        let seen = see(with_required("received_at", value));
        assert_eq!(seen.errors, [format!("line 2: received_at: \"{value}\" {what}")]);
    }
}

#[test]
fn every_bad_value_of_an_optional_column_is_told() {
    let long = "x".repeat(1_001);
    let date_form = "expected a date such as 2022-04-01";
    let form = "expected 2022-04-01T14:30:00+01:00, 2022-04-01T14:30 or 2022-04-01";
    for (column, value, what) in [
        ("person_kind", "mother", "\"mother\" is not a known code (expected one of: birthing_parent, partner, infant)"),
        (
            "priority",
            "URGENT",
            "\"URGENT\" is not a known code (expected one of: emergency, very_urgent, urgent, routine)",
        ),
        ("source", "a1", "\"a1\" is not a known code (expected a code of the MHSDS source of referral, such as A1)"),
        (
            "pregnancy_outcome",
            "1",
            "\"1\" is not a known code (expected a code of the MSDS pregnancy outcome, such as 01)",
        ),
        (
            "ethnic_category",
            "White",
            "\"White\" is not a known code (expected a code of the ethnic category 2001, such as A)",
        ),
        ("decision_reason", &long, "has 1001 characters (expected at most 1000)"),
        ("discharge_reason", &long, "has 1001 characters (expected at most 1000)"),
        ("decided_at", "yesterday", &format!("the value is not a date or time ({form})")),
        ("due_or_end_date", "2022-11-31", &format!("the value is not a date or time that exists ({date_form})")),
        ("due_or_end_date", "2022-11-30T09:00", &format!("the value is not a date or time ({date_form})")),
        ("birth_date", "01/02/1993", &format!("the value is not a date or time ({date_form})")),
        ("birth_date", "1893-02-01", &format!("the value is not in the years 1900 to 2100 ({date_form})")),
        ("nhs_number", "943476591", "an NHS number has ten digits (expected a valid NHS number or a blank)"),
        (
            "nhs_number",
            "9434765918",
            "the check digit of this NHS number does not hold (expected a valid NHS number or a blank)",
        ),
        ("nhs_number", "0000000000", "this NHS number was never issued (expected a valid NHS number or a blank)"),
        ("postcode", "CT1", "the value is no UK postcode (expected the shape CT1 2AB, or a ZZ99 code)"),
        ("gp_practice", "g82001", "\"g82001\" is no ODS code of a practice (expected a code such as V81997)"),
    ] {
        assert_says(column, value, what);
    }
}

#[test]
fn nothing_lies_before_receipt_and_no_discharge_before_the_first_contact() {
    for column in ["decided_at", "first_contact_at", "assessed_at", "discharged_at"] {
        for early in ["2022-04-01T09:59", "2022-03-31"] {
            assert_says(column, early, "is earlier than received_at (expected received_at or later)");
        }
    }
    let seen = see(format!(
        "{REQUIRED},first_contact_at,discharged_at\nr1,p1,thrive,2022-04-01T10:00,accepted,2022-04-09T10:00,2022-04-08\n"
    ));
    let what = "is earlier than first_contact_at (expected first_contact_at or later)";
    assert_eq!(seen.errors, [format!("line 2: discharged_at: {what}")]);
}

// H25
#[test]
fn every_problem_of_every_row_is_listed_and_good_rows_between_are_read() {
    let seen = see(format!(
        "{REQUIRED},priority,source\n\
         ,p1,nowhere,soon,maybe,high,ZZ\n\
         r2,p2,thrive,2022-04-01,accepted,,\n\
         r3,p3,thrive,2022-04-01,accepted,low,\n"
    ));
    let starts = [
        "line 2: referral_id: is blank",
        "line 2: team: \"nowhere\" is no team",
        "line 2: received_at: \"soon\" is not a date",
        "line 2: source: \"ZZ\" is not",
        "line 2: priority: \"high\" is not",
        "line 2: decision: \"maybe\" is not",
        "line 4: priority: \"low\" is not",
    ];
    assert_eq!(seen.errors.len(), starts.len(), "{:#?}", seen.errors);
    for (error, start) in seen.errors.iter().zip(starts) {
        assert!(error.starts_with(start), "{error}");
    }
    assert_eq!(seen.rows.len(), 1);
    assert_eq!(seen.rows[0].0, 3);
}

#[test]
fn personal_values_are_not_repeated_also_in_the_wrong_column() {
    let personal = ["943 476 5918", "9434765919", "CT1 2AC", "CT1 2AB", "31/12/1993"];
    for column in ["nhs_number", "birth_date", "postcode", "source", "decided_at", "team", "gp_practice"] {
        for value in personal {
            let file = if column == "team" { with_required(column, value) } else { with_value(column, value) };
            for error in see(file).errors {
                assert!(!error.contains(value), "{error}");
            }
        }
    }
}
