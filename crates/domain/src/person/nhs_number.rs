//! The NHS number as checked data: never a key, never in an address, never in a log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A ten-digit NHS number whose check digit holds.
///
/// `Debug` shows no digits, so that the number cannot reach a log by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

/// Why a text is no NHS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnNhsNumber {
    /// Not ten digits once spaces and hyphens are taken out.
    #[error("an NHS number has ten digits")]
    NotTenDigits,
    /// The tenth digit does not follow from the first nine.
    #[error("the check digit of this NHS number does not hold")]
    WrongCheckDigit,
    /// Ten zeros pass the sum but were never issued.
    #[error("this NHS number was never issued")]
    NeverIssued,
}

impl NhsNumber {
    /// Reads ten digits, with or without spaces or hyphens between them.
    ///
    /// # Errors
    /// Every variant of [`NotAnNhsNumber`].
    ///
    /// # Source
    /// NHS Data Dictionary, NHS NUMBER: modulus 11 over weights 10 to 2.
    pub fn parse(text: &str) -> Result<Self, NotAnNhsNumber> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAnNhsNumber::NotTenDigits);
        }
        let values: Vec<u32> = digits.bytes().map(|b| u32::from(b - b'0')).collect();
        let sum: u32 = values[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        if (11 - sum % 11) % 11 != values[9] {
            return Err(NotAnNhsNumber::WrongCheckDigit);
        }
        if values.iter().all(|&digit| digit == 0) {
            return Err(NotAnNhsNumber::NeverIssued);
        }
        Ok(Self(digits))
    }

    /// The ten digits, for storage and for a page that may show them.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(withheld)")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NotAnNhsNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_accepted_in_every_common_spelling() {
        for spelling in ["9434765919", "943 476 5919", "943-476-5919"] {
            assert_eq!(NhsNumber::parse(spelling).unwrap().digits(), "9434765919");
        }
    }

    // H25
    #[test]
    fn wrong_lengths_letters_check_digits_and_zeros_are_refused() {
        for (text, why) in [
            ("", NotAnNhsNumber::NotTenDigits),
            ("943476591", NotAnNhsNumber::NotTenDigits),
            ("94347659191", NotAnNhsNumber::NotTenDigits),
            ("943476591X", NotAnNhsNumber::NotTenDigits),
            ("９434765919", NotAnNhsNumber::NotTenDigits),
            ("9434765918", NotAnNhsNumber::WrongCheckDigit),
            ("0000000000", NotAnNhsNumber::NeverIssued),
        ] {
            assert_eq!(NhsNumber::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn debug_shows_no_digits() {
        assert_eq!(format!("{:?}", NhsNumber::parse("9434765919").unwrap()), "NhsNumber(withheld)");
    }
}
