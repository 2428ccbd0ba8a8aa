//! The log of looks for a spreadsheet.

use jiff::Timestamp;

use crate::spreadsheet::{line, without_formula};

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// When.
    pub at: Timestamp,
    /// Who, as colleagues read it.
    pub who: String,
    /// At what.
    pub what: &'a str,
    /// For what purpose.
    pub why: &'a str,
    /// Whether it was allowed.
    pub allowed: bool,
    /// How many records it showed.
    pub shown: usize,
}

/// One row a look under a row of names. Instants are in universal time, to the millisecond. No text can be taken for a
/// formula. There is no byte order mark: whoever offers it as a file for a spreadsheet puts one in front.
///
/// # Source
/// Formula injection: OWASP ASVS 5.0, 1.2.10.
pub fn csv<'a>(rows: impl Iterator<Item = Row<'a>>) -> String {
    let mut out = String::new();
    line(&mut out, ["at", "who", "what", "why", "allowed", "records_shown"].map(str::to_owned).into_iter());
    for row in rows {
        let allowed = if row.allowed { "yes" } else { "no" };
        let values = [
            row.at.to_string(),
            without_formula(&row.who),
            without_formula(row.what),
            without_formula(row.why),
            allowed.to_owned(),
            row.shown.to_string(),
        ];
        line(&mut out, values.into_iter());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_somebody_typed_is_no_formula_and_keeps_to_its_cell() {
        let row = Row {
            at: "2026-11-02T09:00:00.123Z".parse().unwrap_or_default(),
            who: "Invented, Worker".to_owned(),
            what: "safeguarding",
            why: "=HYPERLINK(\"http://example.invalid\")",
            allowed: true,
            shown: 1,
        };
        let expected = "at,who,what,why,allowed,records_shown\r\n2026-11-02T09:00:00.123Z,\"Invented, Worker\",\
                        safeguarding,\"'=HYPERLINK(\"\"http://example.invalid\"\")\",yes,1\r\n";
        assert_eq!(csv([row].into_iter()), expected);
    }
}
