//! The shapes of single values, and what may be repeated of a bad one.

/// A postcode in upper case with one space, where the text has the shape of one.
///
/// # Source
/// Royal Mail postcode shapes (BS 7666): an area and district, then a digit and two letters that are none of C I K M O V.
/// Pseudo-postcodes (ZZ99 …) use all letters: NHS Data Dictionary, "Postcode: pseudo-postcodes".
pub(super) fn postcode(text: &str) -> Option<String> {
    let (outward, inward) = postcode_parts(text)?;
    let unit_fits = outward == "ZZ99" || !inward.contains(['C', 'I', 'K', 'M', 'O', 'V']);
    unit_fits.then(|| format!("{outward} {inward}"))
}

/// The two halves of what looks like a postcode, in upper case.
fn postcode_parts(text: &str) -> Option<(String, String)> {
    let upper = text.to_ascii_uppercase();
    let (outward, inward) = upper.split_at_checked(upper.len().checked_sub(3)?)?;
    let outward = outward.trim_end();
    let outward_fits = matches!(shape(outward).as_slice(), b"A9" | b"A99" | b"AA9" | b"AA99" | b"A9A" | b"AA9A");
    ((outward_fits || outward == "GIR") && shape(inward) == b"9AA").then(|| (outward.to_owned(), inward.to_owned()))
}

/// A text with every digit as a 9 and every upper-case letter as an A.
fn shape(text: &str) -> Vec<u8> {
    let kind = |byte: u8| match byte {
        b'0'..=b'9' => b'9',
        b'A'..=b'Z' => b'A',
        other => other,
    };
    text.bytes().map(kind).collect()
}

/// Whether a text has the shape of a GP practice's ODS code: six upper-case letters and digits, a letter among them.
pub(super) fn is_practice_code(text: &str) -> bool {
    text.len() == 6
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// A bad code or name as an error repeats it: in quotes and of limited length, and not at all where it may be an NHS
/// number, a date of birth or a postcode that stands in the wrong column.
pub(super) fn shown(text: &str) -> String {
    let in_date = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/' | '.' | ':');
    if text.chars().all(in_date) && digits(text) >= 6 { withheld() } else { shown_receipt(text) }
}

/// A bad time of receipt as an error repeats it: as [`shown`], and dates too.
pub(super) fn shown_receipt(text: &str) -> String {
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
    if (text.chars().all(in_number) && digits(text) >= 9) || postcode_parts(text).is_some() {
        return withheld();
    }
    const SHOWN: usize = 60;
    let mut shown: String =
        text.chars().take(SHOWN).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn withheld() -> String {
    "the value".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_of_every_shape_are_read_and_spaced() {
        for (text, postcode_read) in [
            ("m11ae", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("CR2  6XH", "CR2 6XH"),
            ("dn55 1pt", "DN55 1PT"),
            ("W1A 0AX", "W1A 0AX"),
            ("EC1A1BB", "EC1A 1BB"),
            ("GIR 0AA", "GIR 0AA"),
            ("zz993cz", "ZZ99 3CZ"),
            ("ZZ99 3VZ", "ZZ99 3VZ"),
        ] {
            assert_eq!(postcode(text).as_deref(), Some(postcode_read), "{text}");
        }
    }

    #[test]
    fn what_has_no_shape_of_a_postcode_is_refused() {
        for text in [
            "",
            "CT1",
            "1AA",
            "CT1 2",
            "CT1 2A",
            "CT1 2AC",
            "CT123 2AA",
            "C T1 2AA",
            "11 2AA",
            "CT1-2AA",
            "CTé 2AA",
            "CT1 2A A",
        ] {
            assert_eq!(postcode(text), None, "{text}");
        }
    }

    #[test]
    fn practice_codes_have_six_characters_in_upper_case() {
        for (text, fits) in [
            ("V81997", true),
            ("G82001", true),
            ("A1B2C3", true),
            ("v81997", false),
            ("123456", false),
            ("G8200", false),
            ("G82001X", false),
        ] {
            assert_eq!(is_practice_code(text), fits, "{text}");
        }
    }

    #[test]
    fn a_bad_value_is_repeated_only_where_it_cannot_be_personal() {
        assert_eq!(shown("thrice"), "\"thrice\"");
        assert_eq!(shown("943 476 5919"), "the value");
        assert_eq!(shown("ct1 2ab"), "the value");
        assert_eq!(shown("CT1 2AC"), "the value");
        assert_eq!(shown("31/12/1993"), "the value");
        assert_eq!(shown_receipt("31/12/2022"), "\"31/12/2022\"");
        assert_eq!(shown_receipt("9434765919"), "the value");
        assert_eq!(shown("a\nb"), "\"a\u{fffd}b\"");
        assert_eq!(shown(&"x".repeat(61)).chars().count(), 63);
    }
}
