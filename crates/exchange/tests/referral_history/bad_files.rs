//! Files that are not what they should be as a whole, or whose records cannot be told apart.

use super::{REQUIRED, Seen, see};

const ROW: &str = "r1,p1,thrive,2022-04-01,accepted\n";

#[track_caller]
fn assert_errors(file: impl AsRef<[u8]>, errors: &[&str]) -> Seen {
    let seen = see(file);
    assert_eq!(seen.errors, errors);
    seen
}

const KNOWN: &str = "known columns: referral_id, person_id, person_kind, team, received_at, source, priority, decision, \
                     decided_at, decision_reason, first_contact_at, assessed_at, discharged_at, discharge_reason, \
                     due_or_end_date, pregnancy_outcome, nhs_number, birth_date, postcode, gp_practice, ethnic_category";

#[test]
fn an_empty_file_is_an_error() {
    for file in ["", "\u{feff}"] {
        assert_errors(file, &["line 1: the file is empty (expected a header row, then one row a referral)"]);
    }
}

#[test]
fn a_header_without_rows_is_an_error() {
    let file = format!("{REQUIRED}\n");
    assert_errors(file, &["line 1: the file has a header but no rows (expected one row a referral)"]);
}

#[test]
fn a_missing_required_column_is_named() {
    assert_errors(
        "referral_id,person_id,team\nr1,p1,thrive\n",
        &[
            "line 1: received_at: the column is missing (it is required)",
            "line 1: decision: the column is missing (it is required)",
        ],
    );
}

#[test]
fn an_unknown_column_is_named_beside_the_known_ones() {
    assert_errors(
        format!("{REQUIRED},Favourite colour\n{ROW}"),
        &[&format!("line 1: Favourite colour: unknown column ({KNOWN})")],
    );
    assert_errors(format!("{REQUIRED},\n{ROW}"), &[&format!("line 1: column 6: unknown column ({KNOWN})")]);
}

#[test]
fn many_unknown_columns_are_counted() {
    let seen = see(format!("{REQUIRED}{}\n{ROW}", ",x".repeat(300)));
    assert_eq!(seen.errors.len(), 11);
    assert_eq!(seen.errors[10], format!("line 1: 290 more unknown columns ({KNOWN})"));
}

#[test]
fn a_file_without_a_header_is_an_error_that_repeats_nothing_of_the_row() {
    assert_errors(
        "r1,Ada Example,9434765919,CT1 2AB\n",
        &[&format!("line 1: no column has a known name (expected a header row; {KNOWN})")],
    );
}

#[test]
fn a_column_named_twice_is_an_error() {
    assert_errors(format!("{REQUIRED},team\n{ROW}"), &["line 1: team: the column is named twice (expected it once)"]);
}

#[test]
fn a_blank_line_is_an_error_wherever_it_stands() {
    let blank = "the line is blank (expected a row; take blank lines out)";
    let seen = assert_errors(
        format!("{REQUIRED}\n\n{ROW} \t\r\n{ROW}\n"),
        &[&format!("line 2: {blank}"), &format!("line 4: {blank}"), &format!("line 6: {blank}")],
    );
    assert_eq!(seen.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5]);
    assert_errors(format!("\n{REQUIRED}\n{ROW}"), &[&format!("line 1: {blank}")]);
}

#[test]
fn too_few_and_too_many_values_are_counted() {
    let expected = "(expected one value a column; a value with a comma needs quotes)";
    assert_errors(
        format!("{REQUIRED}\nr1,p1,thrive,2022-04-01\nr2,p2,thrive,2022-04-01,accepted,\nr3\n"),
        &[
            &format!("line 2: the row has 4 values and the header has 5 {expected}"),
            &format!("line 3: the row has 6 values and the header has 5 {expected}"),
            &format!("line 4: the row has 1 value and the header has 5 {expected}"),
        ],
    );
}

#[test]
fn a_file_whose_last_line_has_no_end_may_have_been_cut_off() {
    let seen = assert_errors(
        format!("{REQUIRED}\n{ROW}r2,p2,thrive,2022-04-01,accepted"),
        &[
            "line 3: the file ends in the middle of a line (expected a line end after the last row; it may have been cut off)",
        ],
    );
    assert!(seen.stopped_early);
    assert_eq!(seen.rows.len(), 1);
}

#[test]
fn a_quote_without_its_end_is_an_error_where_its_row_starts() {
    let seen = assert_errors(
        format!("{REQUIRED}\n{ROW}\"r2,p2,thrive,2022-04-01,accepted\n{ROW}"),
        &[
            "line 3: the file ends inside a quoted value (a quote may be missing its end, or the file may have been cut off)",
        ],
    );
    assert!(seen.stopped_early);
}

#[test]
fn a_row_longer_than_the_limit_is_an_error_and_ends_the_reading() {
    for line in [format!("\"{}\n", ROW.repeat(40_000)), "x".repeat(1 << 20) + "\n"] {
        let seen = assert_errors(
            format!("{REQUIRED}\n{ROW}{line}{ROW}"),
            &["line 3: the row is longer than 1 MiB (expected a shorter one; a quote may be missing its end)"],
        );
        assert!(seen.stopped_early);
    }
}

#[test]
fn a_row_of_exactly_the_limit_is_read() {
    let start = "r1,p1,thrive,2022-04-01,accepted";
    let spaces = " ".repeat((1 << 20) - start.len() - 1);
    assert_eq!(assert_errors(format!("{REQUIRED}\n{start}{spaces}\n"), &[]).rows.len(), 1);
}

#[test]
fn a_quote_out_of_place_is_an_error_and_reading_goes_on() {
    let seen = assert_errors(
        format!(
            "{REQUIRED}\nr\"1\",p1,thrive,2022-04-01,accepted\n\"r1\" x,p1,thrive,2022-04-01,accepted\nr1, \"p1\",thrive,2022-04-01,accepted\n{ROW}"
        ),
        &[
            "line 2: a quote stands inside a value that is not quoted (expected the whole value in quotes, and two quotes for one)",
            "line 3: text follows a closing quote (expected a comma or the end of the row)",
            "line 4: a quote stands inside a value that is not quoted (expected the whole value in quotes, and two quotes for one)",
        ],
    );
    assert_eq!(seen.rows.len(), 1);
    assert!(!seen.stopped_early);
}

#[test]
fn a_lone_carriage_return_is_an_error() {
    let what = "a carriage return stands outside quotes without a line feed (expected lines that end in CRLF or LF)";
    assert_errors(format!("{REQUIRED}\nr1,p1,thrive,2022-04-01,acc\repted\n"), &[&format!("line 2: {what}")]);
    assert_errors(format!("{REQUIRED}\r{ROW}").replace('\n', "\r"), &[&format!("line 1: {what}")]);
    assert_errors(format!("{REQUIRED}\r{}", ROW.repeat(40_000)).replace('\n', "\r"), &[&format!("line 1: {what}")]);
}

#[test]
fn utf_16_is_refused_in_words_that_help() {
    let text = format!("{REQUIRED}\r\n{ROW}");
    let little: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for file in [little, big] {
        assert_errors(file, &["line 1: is not UTF-8 text but UTF-16 (expected UTF-8; save as CSV UTF-8)"]);
    }
}

#[test]
fn other_encodings_are_found_on_their_lines_and_reading_goes_on() {
    let mut file = format!("{REQUIRED}\n{ROW}").into_bytes();
    file.extend_from_slice(b"r2,p2,Thrive \x96 Support,2022-04-01,accepted\n");
    file.extend_from_slice(b"r3,p3,thrive,2022-04-01,nowhere\n");
    // The two halves of one character, on either side of a comma, are no character.
    file.extend_from_slice(b"\"r\xC3\",\"\xA9p\",thrive,2022-04-01,accepted\n");
    let seen = assert_errors(
        file,
        &[
            "line 3: is not UTF-8 text (expected UTF-8; save as CSV UTF-8)",
            "line 4: decision: \"nowhere\" is not a known code (expected one of: accepted, rejected, signposted, withdrawn, pending)",
            "line 5: is not UTF-8 text (expected UTF-8; save as CSV UTF-8)",
        ],
    );
    assert_eq!(seen.rows.len(), 1);
}

#[test]
fn a_nul_character_is_an_error() {
    let what = "contains a NUL character (expected UTF-8 text; save as CSV UTF-8)";
    assert_errors(format!("{REQUIRED}\nr\0,p1,thrive,2022-04-01,accepted\n{ROW}"), &[&format!("line 2: {what}")]);
    let without_mark: Vec<u8> = REQUIRED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_errors(without_mark, &[&format!("line 1: {what}")]);
}

#[test]
fn two_files_joined_into_one_are_found() {
    let file = format!("\u{feff}{REQUIRED}\n{ROW}");
    let seen = see(format!("{file}{file}"));
    let what = "a byte order mark stands in the middle of the file (expected one file; two may have been joined)";
    assert_eq!(seen.errors, [format!("line 3: {what}")]);
}

#[test]
fn an_input_that_fails_is_an_error_and_ends_the_reading() {
    use std::io::{BufReader, Error, Read, Result};
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            Err(Error::other("the disk went away"))
        }
    }
    let start = format!("{REQUIRED}\n{ROW}");
    let input = BufReader::new(start.as_bytes().chain(Failing));
    let mut reader = porch_exchange::referral_history::Reader::new(input, super::kent_medway()).unwrap();
    assert!(reader.next().unwrap().is_ok());
    assert_eq!(reader.next().unwrap().unwrap_err().to_string(), "line 3: cannot be read: the disk went away");
    assert!(reader.next().is_none());
    assert!(reader.stopped_early());
}
