//! The shapes of single values, and what may be repeated of a bad one.

/// A postcode in upper case with one space, where the text has the shape of one.
///
/// # Source
/// Royal Mail postcode shapes (BS 7666): an area and district, then a digit and two letters that are none of C I K M O V.
/// Pseudo-postcodes (ZZ99 …) use all letters: NHS Data Dictionary, "Postcode: pseudo-postcodes".
pub(super) fn postcode(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let (outward, inward) = upper.split_at_checked(upper.len().checked_sub(3)?)?;
    let outward = outward.trim_end();
    let shape: Vec<u8> = outward
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => b'9',
            b'A'..=b'Z' => b'A',
            other => other,
        })
        .collect();
    let outward_fits =
        matches!(shape.as_slice(), b"A9" | b"A99" | b"AA9" | b"AA99" | b"A9A" | b"AA9A") || outward == "GIR";
    let &[sector, one, two] = inward.as_bytes() else { return None };
    let unit_letter = |byte: u8| {
        byte.is_ascii_uppercase() && (outward == "ZZ99" || !matches!(byte, b'C' | b'I' | b'K' | b'M' | b'O' | b'V'))
    };
    (outward_fits && sector.is_ascii_digit() && unit_letter(one) && unit_letter(two))
        .then(|| format!("{outward} {inward}"))
}

/// Whether a text has the shape of a GP practice's ODS code: six upper-case letters and digits, a letter among them.
pub(super) fn is_practice_code(text: &str) -> bool {
    text.len() == 6
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// A bad value as an error repeats it: in quotes and of limited length, and not at all where it may be an NHS number or
/// a postcode that stands in the wrong column.
pub(super) fn shown(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only_digits_and_gaps = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if (only_digits_and_gaps && digits >= 9) || postcode(text).is_some() {
        return "the value".to_owned();
    }
    const SHOWN: usize = 60;
    let mut shown: String =
        text.chars().take(SHOWN).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
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
        assert_eq!(shown("a\nb"), "\"a\u{fffd}b\"");
        assert_eq!(shown(&"x".repeat(61)).chars().count(), 63);
    }
}
