//! Whether two records may be about one person: a rule that proposes and never joins (H05, INV-04).

use jiff::civil::Date;

use super::{Identity, Person, name::in_order, national::former_numbers};
use crate::front_door::urgency::age_on;

/// Nobody younger is referred here as the person whom it is about: a younger one is the baby, or another child.
pub const YOUNGEST: i16 = 8;

/// Dates of birth so many years apart are those of a mother and her child, where no slip of the pen explains them.
const GENERATION: i16 = 12;

/// How one fact stands in two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same, however it is written.
    Same,
    /// Not the same, as a slip of the pen or a short form would make it.
    Near,
    /// Different.
    Differs,
    /// At least one record does not have it.
    NotKnown,
}

/// What two records have in common, fact by fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// The NHS numbers, whose check digits hold: they are the same or they differ, never near.
    pub nhs_number: Agreement,
    /// The dates of birth; near where day and month are swapped, or one digit differs.
    pub birth_date: Agreement,
    /// The first word of the names.
    pub given_name: Agreement,
    /// The last word of the names, wherever the other record has it behind the first.
    pub family_name: Agreement,
    /// The postcodes.
    pub postcode: Agreement,
    /// The telephone numbers.
    pub telephone: Agreement,
    /// Whether the dates of birth lie so far apart that one is the mother's and one her child's.
    generation_apart: bool,
}

/// What may be said of two records. None of them joins anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// Different NHS numbers: not the same person, whatever else is alike.
    Never,
    /// Too little in common to be told.
    Unlike,
    /// Alike enough that a person should look.
    Possible,
    /// The same NHS number and date of birth and one more fact, and no name that speaks against it.
    Strong,
}

/// What a person who looks should know first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// The number is the same and the dates of birth are a generation apart: the baby's number may stand at the mother.
    BabysNumber,
    /// The number is the same, and whatever else is known of both differs.
    NumberAlone,
    /// Born on the same day with another given name: they may be twins.
    Twins,
    /// Another family name.
    OtherFamilyName,
    /// The dates of birth are near and not the same.
    NearBirthDate,
}

impl Caution {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::BabysNumber => {
                "The NHS number is the same, and the dates of birth are many years apart: the number of a baby may have been written for the mother"
            }
            Self::NumberAlone => "The NHS number is the same, and nothing else agrees: one of them may be mistyped",
            Self::Twins => "Born on the same day, with another given name: they may be twins",
            Self::OtherFamilyName => "The family name is another one: it may have changed, or it is somebody else",
            Self::NearBirthDate => "The dates of birth are near and not the same: one of them may be mistyped",
        }
    }
}

impl Agreement {
    fn is_same(self) -> bool {
        self == Self::Same
    }

    fn is_close(self) -> bool {
        matches!(self, Self::Same | Self::Near)
    }
}

impl Likeness {
    /// Compares what two records say of who somebody is.
    pub fn of(one: &Identity, other: &Identity) -> Self {
        let (given_name, family_name) = names(one.name.as_deref(), other.name.as_deref());
        let apart = |one: Date, other: Date| {
            i16::abs(one.year() - other.year()) >= GENERATION && birth_dates(one, other) == Agreement::Differs
        };
        Self {
            nhs_number: both(one.nhs_number.as_ref(), other.nhs_number.as_ref(), |one, other| exact(one == other)),
            birth_date: both(one.birth_date, other.birth_date, birth_dates),
            given_name,
            family_name,
            postcode: both(code(one.postcode.as_deref()), code(other.postcode.as_deref()), |one, other| {
                exact(one == other)
            }),
            telephone: both(number(one.telephone.as_deref()), number(other.telephone.as_deref()), |one, other| {
                exact(one == other)
            }),
            generation_apart: one.birth_date.zip(other.birth_date).is_some_and(|(one, other)| apart(one, other)),
        }
    }

    /// Compares what is said of somebody with what is held of a person: a number that the national record replaced by hers
    /// is hers.
    pub fn to(who: &Identity, person: &Person) -> Option<Self> {
        let likeness = Self::of(who, person.identity.as_ref()?);
        let former = who.nhs_number.as_ref().is_some_and(|number| former_numbers(person).contains(number));
        Some(if former { Self { nhs_number: Agreement::Same, ..likeness } } else { likeness })
    }

    /// Compares two people's records, each with the numbers that it had before. Nothing where one is erased.
    pub fn between(one: &Person, other: &Person) -> Option<Self> {
        let likeness = Self::to(one.identity.as_ref()?, other)?;
        let back = Self::to(other.identity.as_ref()?, one)?;
        Some(if back.nhs_number == Agreement::Same {
            Self { nhs_number: Agreement::Same, ..likeness }
        } else {
            likeness
        })
    }

    /// What follows. Only what a person then does joins anything.
    pub fn says(&self) -> Match {
        let names = [self.given_name, self.family_name];
        let places = [self.postcode, self.telephone];
        let a_name_is_close = names.into_iter().any(Agreement::is_close);
        let both_names_are_close = names.into_iter().all(Agreement::is_close);
        let a_place_is_same = places.into_iter().any(Agreement::is_same);
        match (self.nhs_number, self.birth_date) {
            (Agreement::Differs, _) => Match::Never,
            (Agreement::Same, Agreement::Same)
                if self.given_name != Agreement::Differs
                    && (names.into_iter().any(Agreement::is_same) || a_place_is_same) =>
            {
                Match::Strong
            }
            (Agreement::Same, _) => Match::Possible,
            (_, Agreement::Same) if a_name_is_close || a_place_is_same => Match::Possible,
            (_, Agreement::Near) if self.given_name.is_close() && (both_names_are_close || a_place_is_same) => {
                Match::Possible
            }
            (_, Agreement::NotKnown) if both_names_are_close && a_place_is_same => Match::Possible,
            _ => Match::Unlike,
        }
    }

    /// Whether the dates of birth are those of a mother and a child.
    pub fn generation_apart(&self) -> bool {
        self.generation_apart
    }

    /// What a person who looks should know first.
    pub fn cautions(&self) -> Vec<Caution> {
        let facts = [self.birth_date, self.given_name, self.family_name, self.postcode, self.telephone];
        let same_number = self.nhs_number.is_same();
        let mut cautions = Vec::new();
        if same_number && self.generation_apart {
            cautions.push(Caution::BabysNumber);
        } else if same_number && facts.contains(&Agreement::Differs) && !facts.into_iter().any(Agreement::is_close) {
            cautions.push(Caution::NumberAlone);
        }
        if self.birth_date.is_same() && self.given_name == Agreement::Differs {
            cautions.push(Caution::Twins);
        }
        if self.family_name == Agreement::Differs {
            cautions.push(Caution::OtherFamilyName);
        }
        if self.birth_date == Agreement::Near {
            cautions.push(Caution::NearBirthDate);
        }
        cautions
    }
}

/// Whether somebody born then is a child of whom nothing is referred here: the date, and the NHS number that goes with it,
/// are the baby's and not the mother's.
pub fn is_a_childs(born: Date, today: Date) -> bool {
    born <= today && age_on(born, today) < YOUNGEST
}

fn exact(same: bool) -> Agreement {
    if same { Agreement::Same } else { Agreement::Differs }
}

fn both<T>(one: Option<T>, other: Option<T>, compare: impl FnOnce(T, T) -> Agreement) -> Agreement {
    one.zip(other).map_or(Agreement::NotKnown, |(one, other)| compare(one, other))
}

fn birth_dates(one: Date, other: Date) -> Agreement {
    let swapped = one.year() == other.year() && one.month() == other.day() && one.day() == other.month();
    let (first, second) = (one.to_string(), other.to_string());
    let digits_off = first.bytes().zip(second.bytes()).filter(|(one, other)| one != other).count();
    match digits_off {
        0 => Agreement::Same,
        1 => Agreement::Near,
        _ if swapped => Agreement::Near,
        _ => Agreement::Differs,
    }
}

/// How the given and the family names agree.
fn names(one: Option<&str>, other: Option<&str>) -> (Agreement, Agreement) {
    let none = (Agreement::NotKnown, Agreement::NotKnown);
    let (Some(one), Some(other)) = (one.map(in_order), other.map(in_order)) else { return none };
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return none };
    // The family name may stand first in one record and last in the other.
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    };
    if one.len() > 1 && sorted(&one) == sorted(&other) {
        return (Agreement::Same, Agreement::Same);
    }
    match (one.as_slice(), other.as_slice()) {
        ([alone], words @ [given, ..]) | (words @ [given, ..], [alone]) => {
            let is_family = words.len() > 1 && words[1..].contains(alone);
            if is_family {
                (Agreement::NotKnown, Agreement::Same)
            } else {
                (words_agree(alone, given), Agreement::NotKnown)
            }
        }
        _ => {
            // A second given name may stand first in the other record.
            let given = match words_agree(first, second) {
                Agreement::Differs if one.contains(second) || other.contains(first) => Agreement::Near,
                agreement => agreement,
            };
            let (one, other) = (&one[1..], &other[1..]);
            let has = |words: &[String], last: Option<&String>| last.is_some_and(|last| words.contains(last));
            let family = if has(one, other.last()) || has(other, one.last()) {
                Agreement::Same
            } else {
                both(one.last(), other.last(), |one, other| words_agree(one, other))
            };
            (given, family)
        }
    }
}

/// Two words of names: near where one slip of the pen lies between them, or one is a short form or an initial of the other.
fn words_agree(one: &str, other: &str) -> Agreement {
    if one == other {
        return Agreement::Same;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let begins = long.starts_with(short) && (short.len() == 1 || short.len() >= 3);
    if begins || (short.len() >= 3 && one_slip(short, long)) { Agreement::Near } else { Agreement::Differs }
}

/// Whether one letter was left out, added, mistyped, or swapped with its neighbour.
fn one_slip(short: &[char], long: &[char]) -> bool {
    let same_before = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short[same_before..], &long[same_before..]);
    match long.len() - short.len() {
        0 => {
            let swapped =
                matches!((short, long), ([a, b, one @ ..], [c, d, other @ ..]) if a == d && b == c && one == other);
            swapped || short.get(1..) == long.get(1..)
        }
        1 => long.get(1..) == Some(short),
        _ => false,
    }
}

/// A postcode as it is compared.
fn code(text: Option<&str>) -> Option<String> {
    let code: String = text?.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    (!code.is_empty()).then_some(code)
}

/// A telephone number as it is compared: its digits, with the country's code as the nought that stands for it at home.
fn number(text: Option<&str>) -> Option<String> {
    let digits: String = text?.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44")).or_else(|| digits.strip_prefix('0'));
    let number = bare.unwrap_or(&digits).to_owned();
    (number.len() >= 6).then_some(number)
}
