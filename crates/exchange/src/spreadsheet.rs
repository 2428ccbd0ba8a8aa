//! Lines of a file that people open in a spreadsheet.

/// A text that no spreadsheet takes for a formula: an apostrophe stands before a first character that begins one.
pub(crate) fn without_formula(text: &str) -> String {
    let begins_one =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(begins_one) || text.trim_start().starts_with(begins_one) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One line of values, those in quotes that need them.
pub(crate) fn line(out: &mut String, values: impl Iterator<Item = String>) {
    for (place, value) in values.enumerate() {
        if place > 0 {
            out.push(',');
        }
        if value.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&value);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_formula() {
        for text in ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", " =1", "＝1"] {
            assert_eq!(without_formula(text), format!("'{text}"));
        }
        for text in ["", "Thrive – Support for Birth Trauma & Loss", "a=b", "'=1"] {
            assert_eq!(without_formula(text), text);
        }
    }
}
