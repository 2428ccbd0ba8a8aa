//! Finding a referral or a person again: by reference, NHS number, or the words of a name. What was searched for is put in
//! no log and no look; the look names what was shown.

use std::collections::{BTreeMap, BTreeSet};

use porch_domain::{
    ids::PersonId,
    person::{NhsNumber, words_of_name},
    referral::Reference,
};
use porch_store::{FoundReferral, PersonLine, StoreError, Tx};

use crate::{
    Ctx,
    access::{Action, near},
    error::AppError,
    look,
};

/// The most people that a search shows.
pub const MOST_SHOWN: usize = 50;

/// The most people that one word of a name is followed to.
const MOST_OF_A_WORD: usize = 5000;

/// The most people who may be the same as one that are looked at.
const MOST_ALIKE: i64 = 20;

/// How something was searched for; the words themselves are kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A reference that holds together.
    Reference,
    /// An NHS number whose check digit holds.
    NhsNumber,
    /// Words of a name.
    Name,
    /// Nothing that could be searched for.
    Nothing,
}

impl By {
    /// What the look-log says.
    fn label(self) -> &'static str {
        match self {
            Self::Reference => "search by reference",
            Self::NhsNumber => "search by NHS number",
            Self::Name => "search by name",
            Self::Nothing => "search for nothing",
        }
    }
}

/// A person who was found, and the referrals about her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// Who she is.
    pub person: PersonLine,
    /// The referrals about her, the latest first.
    pub referrals: Vec<FoundReferral>,
}

/// What a search gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it was searched for.
    pub by: By,
    /// Who was found.
    pub people: Vec<FoundPerson>,
    /// Whether there are more than [`MOST_SHOWN`].
    pub more: bool,
}

/// Searches. One look names every person and referral that is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn find(ctx: &Ctx, text: &str) -> Result<Found, AppError> {
    let asked = read(text);
    look::records(ctx, Action::SeeReferral, "search", asked.by().label(), || {
        let found = ctx.store.read(|tx| found(tx, ctx, &asked))?;
        let subjects = found.people.iter().flat_map(|found| {
            let referrals = found.referrals.iter().map(|referral| referral.id.to_string());
            std::iter::once(found.person.id.to_string()).chain(referrals)
        });
        let subjects = subjects.collect();
        Ok((found, subjects))
    })
}

/// What a text asks for.
enum Asked {
    Reference(Reference),
    NhsNumber(NhsNumber),
    Name(BTreeSet<String>),
}

impl Asked {
    fn by(&self) -> By {
        match self {
            Self::Reference(_) => By::Reference,
            Self::NhsNumber(_) => By::NhsNumber,
            Self::Name(words) if words.is_empty() => By::Nothing,
            Self::Name(_) => By::Name,
        }
    }
}

fn read(text: &str) -> Asked {
    if let Ok(number) = NhsNumber::parse(text.trim()) {
        return Asked::NhsNumber(number);
    }
    match Reference::parse(text.trim()) {
        Some(reference) => Asked::Reference(reference),
        None => Asked::Name(words_of_name(text)),
    }
}

/// The referrals of those that whoever looks may see.
pub(crate) fn seen_by(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    referrals: Vec<FoundReferral>,
) -> Result<Vec<FoundReferral>, StoreError> {
    let mut seen = Vec::new();
    for referral in referrals {
        let id = referral.id;
        if near(tx, ctx, Action::SeeReferral, id)? || near(tx, ctx, Action::SeeShared, id)? {
            seen.push(referral);
        }
    }
    Ok(seen)
}

fn found(tx: &mut dyn Tx, ctx: &Ctx, asked: &Asked) -> Result<Found, StoreError> {
    let footprint = ctx.footprint();
    let limit = i64::try_from(MOST_SHOWN + 1).unwrap_or(i64::MAX);
    let ids: BTreeSet<PersonId> = match asked {
        Asked::Reference(reference) => {
            let referral = FoundReferral::id_by_reference(tx, footprint, &reference.to_string())?;
            let line = match referral {
                Some(id) => porch_store::ReferralLine::of(tx, footprint, id)?,
                None => None,
            };
            line.map(|line| line.person).into_iter().collect()
        }
        Asked::NhsNumber(number) => PersonLine::by_nhs_number(tx, footprint, number, limit)?,
        Asked::Name(words) => of_all_words(tx, footprint, words)?,
    };
    let mut people = Vec::new();
    for id in ids {
        let Some(person) = PersonLine::of(tx, footprint, id)? else { continue };
        let hers = FoundReferral::of_person(tx, footprint, id)?;
        let referrals = seen_by(tx, ctx, hers)?;
        if referrals.is_empty() {
            // Somebody of an import that is not whole yet, without a referral, or with none that may be seen: nobody to show.
            continue;
        }
        if people.len() == MOST_SHOWN {
            return Ok(Found { by: asked.by(), people, more: true });
        }
        people.push(FoundPerson { person, referrals });
    }
    people.sort_by_key(|found| std::cmp::Reverse(found.referrals.first().map(|latest| latest.received_at)));
    Ok(Found { by: asked.by(), people, more: false })
}

/// Everybody who may be the same person as one, and whether by the NHS number; otherwise the day of birth and a word of the
/// name are the same.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn alike(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<BTreeMap<PersonId, bool>, StoreError> {
    let Some(own) = PersonLine::of(tx, footprint, id)? else { return Ok(BTreeMap::new()) };
    let by_number = match &own.nhs_number {
        Some(number) => PersonLine::by_nhs_number(tx, footprint, number, MOST_ALIKE)?,
        None => BTreeSet::new(),
    };
    let by_day = match own.birth_date {
        Some(birth_date) => PersonLine::of_same_day_and_word(tx, footprint, id, birth_date, MOST_ALIKE)?,
        None => BTreeSet::new(),
    };
    let alike = by_number.union(&by_day).filter(|other| **other != id);
    Ok(alike.map(|other| (*other, by_number.contains(other))).collect())
}

/// People of whose names each word begins some word. The rarest word is followed, the others are asked of whom it gave.
fn of_all_words(tx: &mut dyn Tx, footprint: &str, words: &BTreeSet<String>) -> Result<BTreeSet<PersonId>, StoreError> {
    let limit = i64::try_from(MOST_OF_A_WORD).unwrap_or(i64::MAX);
    let mut rarest: Option<(&String, BTreeSet<PersonId>)> = None;
    for word in words {
        let of_word = PersonLine::by_beginning(tx, footprint, word, limit)?;
        if rarest.as_ref().is_none_or(|(_, people)| of_word.len() < people.len()) {
            rarest = Some((word, of_word));
        }
    }
    let Some((rarest, candidates)) = rarest else { return Ok(BTreeSet::new()) };
    let mut people = BTreeSet::new();
    for id in candidates {
        let mut all = true;
        for word in words.iter().filter(|word| *word != rarest) {
            all = all && PersonLine::has_beginning(tx, footprint, id, word)?;
        }
        if all {
            people.insert(id);
        }
    }
    Ok(people)
}
