//! An address that is withheld: it stands on no page, letter or print, but where somebody asks for it with a reason (PR-26).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Identity, Person, PersonEvent};
use crate::{actor::Actor, disallowed::Disallowed, referral::Said};

/// Somebody said that her address is to be shown nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressWithheld {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Whether her telephone numbers and e-mail addresses are withheld as well.
    #[serde(default, skip_serializing_if = "is_false")]
    pub numbers: bool,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Somebody took that back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithholdingLifted {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// That her address is withheld, as the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Since when.
    pub at: Timestamp,
    /// The account that said so.
    pub by: String,
    /// Whether her telephone numbers and e-mail addresses are withheld as well.
    pub numbers: bool,
    /// Why; none once erased.
    pub why: Option<String>,
}

impl From<&AddressWithheld> for Withheld {
    fn from(withheld: &AddressWithheld) -> Self {
        Self {
            at: withheld.at,
            by: withheld.by.clone(),
            numbers: withheld.numbers,
            why: withheld.said.as_ref().map(|said| said.text.clone()),
        }
    }
}

impl Identity {
    /// These particulars without her address and postcode, and without her numbers where they are withheld too.
    #[must_use]
    pub fn without_address(self, numbers: bool) -> Self {
        let shown = |what: Option<String>| what.filter(|_| !numbers);
        Self { address: None, postcode: None, telephone: shown(self.telephone), email: shown(self.email), ..self }
    }
}

/// What tells where somebody lives: her postcode, and each part of her address with a number in it, or its first where none
/// has one.
pub fn tell_tales(identity: &Identity) -> Vec<String> {
    let parts: Vec<&str> =
        identity.address.iter().flat_map(|address| address.split(['\n', ','])).map(str::trim).collect();
    let numbered = |part: &&str| words_of(part).len() > 1 && part.contains(|one: char| one.is_ascii_digit());
    let mut told: Vec<String> = parts.iter().copied().filter(numbered).map(str::to_owned).collect();
    if told.is_empty() {
        told.extend(parts.into_iter().find(|part| words_of(part).len() > 1).map(str::to_owned));
    }
    told.extend(identity.postcode.clone());
    told
}

/// Whether a text names one of the places, however it is written: with other blanks, stops and letters, and as whole words.
pub fn names_one(places: &[String], text: &str) -> bool {
    let words = words_of(text);
    places.iter().any(|place| {
        let place = words_of(place);
        let whole = place.concat();
        // A postcode is written in one word or in two.
        let lengths = 1..=place.len() + 1;
        !whole.is_empty() && lengths.into_iter().any(|length| words.windows(length).any(|some| some.concat() == whole))
    })
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Withholds an address. It is a person's act with a reason; saying the same twice is none.
///
/// # Errors
/// When no member of staff acts, no reason is given, the record was erased, or it is withheld so already.
pub fn withhold(
    person: &Person,
    actor: &Actor,
    at: Timestamp,
    numbers: bool,
    why: &str,
) -> Result<PersonEvent, Disallowed> {
    let (by, said) = act(person, actor, why)?;
    if person.withheld.as_ref().is_some_and(|withheld| withheld.numbers == numbers) {
        return Err(Disallowed::WithheldBefore);
    }
    Ok(PersonEvent::AddressWithheld(AddressWithheld { at, by, numbers, said: Some(said) }))
}

/// Takes a withholding back: a person's act with a reason.
///
/// # Errors
/// When no member of staff acts, no reason is given, the record was erased, or nothing is withheld.
pub fn lift(person: &Person, actor: &Actor, at: Timestamp, why: &str) -> Result<PersonEvent, Disallowed> {
    let (by, said) = act(person, actor, why)?;
    if person.withheld.is_none() {
        return Err(Disallowed::NotWithheld);
    }
    Ok(PersonEvent::WithholdingLifted(WithholdingLifted { at, by, said: Some(said) }))
}

fn act(person: &Person, actor: &Actor, why: &str) -> Result<(String, Said), Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if person.erased {
        return Err(Disallowed::Erased);
    }
    if why.trim().is_empty() {
        return Err(Disallowed::WithholdingReasonMissing);
    }
    Ok((account.clone(), Said { text: why.to_owned() }))
}
