//! A file that was cut off somewhere is found, wherever that is.

use super::see;

const FILE: &str = "referral_id,person_id,team,received_at,decision,decision_reason\n\
    r1,p1,thrive,2022-04-01T10:00,accepted,\n\
    r2,p2,Thrive – Support for Birth Trauma & Loss,2022-04-01,rejected,\"two\nlines, and \"\"quotes\"\"\"\n\
    r3,p1,community,2022-05-01T10:00:00Z,pending,\"\"\n\
    \"r4\",\"p3\",\"front_door\",\"2022-06-01\",\"signposted\",\"é\n\n–\"\n\
    r5,p4,thrive,2022-07-01,withdrawn,12\n";

/// The lengths at which a row ends, and how many rows there are up to there.
fn row_ends(file: &[u8]) -> Vec<(usize, usize)> {
    let mut quoted = false;
    let mut ends = Vec::new();
    for (place, byte) in file.iter().enumerate() {
        quoted ^= *byte == b'"';
        if *byte == b'\n' && !quoted {
            ends.push((place + 1, ends.len()));
        }
    }
    ends
}

// H25
#[test]
fn a_cut_at_any_byte_is_an_error_or_leaves_whole_rows() {
    let marked = format!("\u{feff}{FILE}");
    for file in [FILE.to_owned(), FILE.replace('\n', "\r\n"), marked] {
        let file = file.as_bytes();
        let whole = see(file);
        assert_eq!(whole.errors, Vec::<String>::new());
        assert_eq!(whole.rows.len(), 5);
        let ends = row_ends(file);
        for length in 0..file.len() {
            let cut = see(&file[..length]);
            match ends.iter().find(|(end, _)| *end == length) {
                Some((_, rows)) if *rows > 0 => {
                    assert_eq!(cut.errors, Vec::<String>::new());
                    assert_eq!(cut.rows, whole.rows[..*rows]);
                }
                Some(_) | None => {
                    assert_eq!(cut.errors.len(), 1, "cut at {length}: {:?}", cut.errors);
                    assert!(whole.rows.starts_with(&cut.rows));
                }
            }
        }
    }
}
