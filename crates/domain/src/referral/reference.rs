//! The short reference that people read to each other over the telephone.

use std::fmt;

use crate::ids::ReferralId;

/// Thirty-one characters that are not mistaken for one another; a prime number, so that the check catches swaps.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRTVWXYZ";

/// A reference such as `R-4F7K-92TA`: seven characters and a check character.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(String);

impl Reference {
    /// The reference of a referral, from the random part of its id.
    pub fn of(id: ReferralId) -> Self {
        let mut rest = id.0.as_u128() & ((1 << 62) - 1);
        let mut values = [0u32; 7];
        for value in &mut values {
            *value = u32::try_from(rest % 31).unwrap_or(0);
            rest /= 31;
        }
        let check = check_value(&values);
        let letters: String = values.iter().chain([&check]).map(|&value| letter(value)).collect();
        Self(format!("R-{}-{}", &letters[..4], &letters[4..]))
    }

    /// Reads a reference as people type it: any case, with or without `R`, hyphens and spaces.
    ///
    /// Returns nothing when a character is mistyped or two are swapped.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters: String =
            text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
        if letters.len() == 9 && letters.starts_with('R') {
            letters.remove(0);
        }
        let values: Vec<u32> = letters
            .bytes()
            .map(|byte| ALPHABET.iter().position(|&known| known == byte).and_then(|at| u32::try_from(at).ok()))
            .collect::<Option<_>>()?;
        let (check, first) = values.split_last()?;
        (first.len() == 7 && check_value(first) == *check)
            .then(|| Self(format!("R-{}-{}", &letters[..4], &letters[4..])))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn letter(value: u32) -> char {
    char::from(ALPHABET[value as usize % ALPHABET.len()])
}

fn check_value(values: &[u32]) -> u32 {
    (2u32..).zip(values).map(|(weight, value)| weight * value).sum::<u32>() % 31
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn a_reference_reads_back_and_every_slip_of_one_character_or_swap_is_caught(
            bits in any::<u128>(), at in 0usize..8, other in 0usize..31,
        ) {
            let reference = Reference::of(ReferralId(Uuid::from_u128(bits)));
            let text = reference.to_string();
            prop_assert_eq!(Reference::parse(&text.to_lowercase().replace('-', " ")), Some(reference));
            let mut letters: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).skip(1).collect();
            let right = letters.clone();
            letters[at] = ALPHABET[other];
            let read = Reference::parse(std::str::from_utf8(&letters).unwrap());
            prop_assert_eq!(read.is_some(), letters == right);
            let mut swapped = right.clone();
            swapped.swap(at, (at + 1) % 8);
            if (at + 1) < 7 && swapped != right {
                prop_assert_eq!(Reference::parse(std::str::from_utf8(&swapped).unwrap()), None);
            }
        }
    }
}
