//! Answers as they are typed: kept as they are until they are sent, and read into what they mean.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest text of one answer, in characters.
pub const LONGEST: usize = 10_000;

/// The longest text of a short answer, such as a name, in characters.
pub const LONGEST_SHORT: usize = 300;

/// What was typed into a form so far, by field: a field with several answers has several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Vec<String>>);

/// Something about one field that stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The field.
    pub field: &'static str,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with an answer; the page has the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Nothing was chosen or written, and it is needed.
    Missing,
    /// None of the choices that there are.
    NotAChoice,
    /// Longer than can be kept.
    TooLong,
    /// No date.
    NotADate,
    /// A date that lies ahead where it cannot.
    InTheFuture,
    /// A date too long ago, or too far ahead, to be right.
    NotLikely,
    /// A date of birth that is a child's: the baby's, and not the mother's (H05).
    AChilds,
    /// An NHS number that is held as a child's: the baby's, and not the mother's (H05). Staff alone are told.
    AChildsNumber,
    /// Somebody else's: of a pregnancy or a baby in the record of a partner, or of a partner in a record that is held (PR-25). Staff
    /// alone are told.
    OfSomebodyElse,
    /// No telephone number.
    NotANumber,
    /// No e-mail address.
    NotAnEmail,
    /// No NHS number, or a mistyped one.
    NotAnNhsNumber,
    /// Neither a way to reach her nor anyone through whom.
    NoWayToReach,
}

impl What {
    /// The end of the name under which pages keep the words for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotAChoice => "choice",
            Self::TooLong => "long",
            Self::NotADate => "date",
            Self::InTheFuture => "future",
            Self::NotLikely => "likely",
            Self::AChilds => "child",
            Self::AChildsNumber => "childs-number",
            Self::OfSomebodyElse => "somebody-elses",
            Self::NotANumber => "number",
            Self::NotAnEmail => "email",
            Self::NotAnNhsNumber => "nhs-number",
            Self::NoWayToReach => "reach",
        }
    }
}

impl Answers {
    /// The answers of a form: fields in any order, a field once for each answer.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut answers = Self::default();
        for (field, value) in fields {
            // Browsers send a line end as two characters; a zero character can be typed by no one and stored by few.
            let value = value.replace("\r\n", "\n").replace('\0', "\u{fffd}");
            answers.0.entry(field).or_default().push(value);
        }
        answers
    }

    /// Puts the answers of some fields in place of what was there; a field that a form showed and that came back
    /// without a value has none.
    pub fn replace(&mut self, fields: &[&str], from: &Self) {
        for field in fields {
            match from.0.get(*field).filter(|values| values.iter().any(|value| !value.trim().is_empty())) {
                Some(values) => {
                    self.0.insert((*field).to_owned(), values.clone());
                }
                None => {
                    self.0.remove(*field);
                }
            }
        }
    }

    /// Puts one answer.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), vec![value.into()]);
    }

    /// The answer as it was typed; empty where there is none.
    pub fn typed(&self, field: &str) -> &str {
        self.0.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The answer without the spaces round it, where there is one.
    pub fn text(&self, field: &str) -> Option<String> {
        Some(self.typed(field).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Every answer of a field.
    pub fn all(&self, field: &str) -> impl Iterator<Item = &str> {
        self.0.get(field).into_iter().flatten().map(String::as_str)
    }

    /// Whether a field has an answer.
    pub fn has(&self, field: &str) -> bool {
        self.text(field).is_some()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A date from its three fields, where anything was written.
    ///
    /// # Errors
    /// [`What::NotADate`] where the three make no date.
    pub(super) fn date(&self, field: &str) -> Result<Option<Date>, What> {
        let parts = ["day", "month", "year"].map(|part| self.text(&format!("{field}-{part}")));
        if parts.iter().all(Option::is_none) {
            return Ok(None);
        }
        let [day, month, year] = parts.map(|part| part.unwrap_or_default());
        let number = |text: &str| text.parse::<i16>().ok().filter(|number| *number > 0);
        let month = month_of(&month).ok_or(What::NotADate)?;
        let (Some(day), Some(year)) = (number(&day).and_then(|day| i8::try_from(day).ok()), number(&year)) else {
            return Err(What::NotADate);
        };
        if year < 1900 {
            return Err(What::NotLikely);
        }
        Date::new(year, month, day).map(Some).map_err(|_| What::NotADate)
    }
}

/// A month as people write it: a number, its name, or the first three letters of it.
fn month_of(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    if let Ok(number) = text.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let at = NAMES.iter().position(|name| *name == text || (text.len() >= 3 && name.starts_with(&text)))?;
    i8::try_from(at + 1).ok()
}

/// Whether a text can be rung: digits with the signs that people put between them, and at least six.
pub(super) fn is_telephone(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.' | '/');
    let (number, extension) = split_extension(text);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    number.chars().all(allowed)
        && (6..=15).contains(&digits)
        && extension.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// A number and its extension ("ext 12", "x12").
fn split_extension(text: &str) -> (&str, &str) {
    let lower = text.find(|c: char| c.is_ascii_alphabetic());
    match lower {
        Some(at) => {
            let (number, rest) = text.split_at(at);
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
            let word = &text[at..text.len() - rest.len()];
            let known = matches!(word.trim_end_matches('.').to_ascii_lowercase().as_str(), "ext" | "x" | "extension");
            if known { (number, rest) } else { (text, "") }
        }
        None => (text, ""),
    }
}

/// Whether a text has the shape of an e-mail address: one at sign, something before, a dot after, no space.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    !local.is_empty()
        && !host.contains('@')
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn dated(day: &str, month: &str, year: &str) -> Answers {
        Answers::new(
            [("b-day", day), ("b-month", month), ("b-year", year)]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (day, month, year, read) in [
            ("1", "2", "1999", Ok(Some(date(1999, 2, 1)))),
            (" 01 ", "Feb", "1999", Ok(Some(date(1999, 2, 1)))),
            ("29", "february", "2024", Ok(Some(date(2024, 2, 29)))),
            ("", "", "", Ok(None)),
            ("29", "2", "2023", Err(What::NotADate)),
            ("1", "", "2023", Err(What::NotADate)),
            ("1", "13", "2023", Err(What::NotADate)),
            ("1", "xy", "2023", Err(What::NotADate)),
            ("1", "1", "23", Err(What::NotLikely)),
        ] {
            assert_eq!(dated(day, month, year).date("b"), read, "{day} {month} {year}");
        }
    }

    #[test]
    fn telephone_numbers_and_addresses_are_told_from_other_words() {
        for text in ["01632 960 011", "+44 (0)1632 960011", "07700900123", "01632 960011 ext 12", "01632960011x4"] {
            assert!(is_telephone(text), "{text}");
        }
        for text in ["", "none", "12345", "ring me", "01632 96001a", "1234567890123456"] {
            assert!(!is_telephone(text), "{text}");
        }
        for text in ["a@nhs.net", "first.last@trust.nhs.uk"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["", "a", "a@b", "@nhs.net", "a b@nhs.net", "a@b@nhs.net", "a@.net", "a@net."] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn a_field_that_came_back_empty_is_forgotten_and_others_stay() {
        let mut answers = Answers::new([("one".to_owned(), "1".to_owned()), ("two".to_owned(), "2".to_owned())]);
        answers.replace(
            &["one", "three"],
            &Answers::new([("one".to_owned(), "  ".to_owned()), ("two".to_owned(), "x".to_owned())]),
        );
        assert_eq!((answers.typed("one"), answers.typed("two")), ("", "2"));
    }
}
