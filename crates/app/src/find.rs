//! Finding a referral or a person again: by reference, NHS number, or the words of a name. What was searched for is put in
//! no log and no look; the look names what was shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use porch_domain::{
    ids::{PersonId, ReferralId},
    person::{Identity, Likeness, Match, NhsNumber, Person, former_numbers, words_of_name},
    referral::Reference,
};
use porch_store::{FoundReferral, PersonLine, Record, StoreError, Tx, load, records_of_person};

use crate::{
    Ctx,
    access::{Action, may_at_all, near},
    error::AppError,
    look,
};

/// The most people that a search shows.
pub const MOST_SHOWN: usize = 50;

/// The most people that one word of a name is followed to.
const MOST_OF_A_WORD: usize = 5000;

/// The most people who may be the same as one that are looked at, by each thing that they have in common.
const MOST_ALIKE: i64 = 20;

/// The most words of a name by which somebody who may be the same is looked for.
const MOST_WORDS: usize = 8;

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
    /// Whether the number that was searched for was hers until the national record replaced it.
    pub by_former_number: bool,
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
    /// Referrals of whoever has exactly this reference or NHS number, which are closed to whoever asks: in an emergency
    /// they may be opened. Of whom they are is not said.
    pub closed: Vec<ReferralId>,
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
        let subjects = subjects.chain(found.closed.iter().map(ToString::to_string)).collect();
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
    let exactly = match asked {
        Asked::Reference(_) | Asked::NhsNumber(_) => may_at_all(&ctx.actor, Action::OpenInEmergency),
        Asked::Name(_) => false,
    };
    let (mut people, mut shown, mut closed) = (Vec::new(), BTreeSet::new(), Vec::new());
    for id in ids {
        // Records that are linked are one person, shown once.
        if shown.contains(&id) {
            continue;
        }
        shown.extend(records_of_person(tx, footprint, id)?);
        let Some(person) = PersonLine::of(tx, footprint, id)? else { continue };
        let hers = FoundReferral::of_person(tx, footprint, id)?;
        let open_first = hers.iter().find(|one| one.held_by.is_some()).or(hers.first()).map(|one| one.id);
        let referrals = seen_by(tx, ctx, hers)?;
        if referrals.is_empty() {
            closed.extend(open_first.filter(|_| exactly && !person.erased));
            // Somebody of an import that is not whole yet, without a referral, or with none that may be seen: nobody to show.
            continue;
        }
        if people.len() == MOST_SHOWN {
            return Ok(Found { by: asked.by(), people, more: true, closed });
        }
        let by_former_number = match asked {
            Asked::NhsNumber(number) => person.nhs_number.as_ref().is_some_and(|now| now != number),
            Asked::Reference(_) | Asked::Name(_) => false,
        };
        people.push(FoundPerson { person, referrals, by_former_number });
    }
    people.sort_by_key(|found| std::cmp::Reverse(found.referrals.first().map(|latest| latest.received_at)));
    Ok(Found { by: asked.by(), people, more: false, closed })
}

/// Everybody who may be the same person as one and is not linked with her, with what the two records have in common.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn alike(
    tx: &mut dyn Tx,
    footprint: &str,
    id: PersonId,
) -> Result<BTreeMap<PersonId, Likeness>, StoreError> {
    let own = load(tx, footprint, id)?;
    let Some(person) = own.record.as_ref().and_then(Record::person) else { return Ok(BTreeMap::new()) };
    let Some(identity) = person.identity.clone() else { return Ok(BTreeMap::new()) };
    let candidates = candidates(tx, footprint, &identity, &former_numbers(person))?;
    let mut alike = of_candidates(tx, footprint, candidates, |other| Likeness::between(person, other))?;
    for hers in records_of_person(tx, footprint, id)? {
        alike.remove(&hers);
    }
    Ok(alike)
}

/// Everybody who may be whoever is described: the rule of [`Likeness`], asked of those with the same NHS number, and of
/// those born on the same day, or with day and month swapped, of whose names a word is the same.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn alike_to(
    tx: &mut dyn Tx,
    footprint: &str,
    who: &Identity,
) -> Result<BTreeMap<PersonId, Likeness>, StoreError> {
    let candidates = candidates(tx, footprint, who, &BTreeSet::new())?;
    of_candidates(tx, footprint, candidates, |person| Likeness::to(who, person))
}

/// Those of whom the rule is asked; `former` are numbers that whoever is described had before.
fn candidates(
    tx: &mut dyn Tx,
    footprint: &str,
    who: &Identity,
    former: &BTreeSet<NhsNumber>,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut candidates = BTreeSet::new();
    for number in who.nhs_number.iter().chain(former) {
        candidates.extend(PersonLine::by_nhs_number(tx, footprint, number, MOST_ALIKE)?);
    }
    if let (Some(born), Some(name)) = (who.birth_date, &who.name) {
        let swapped = Date::new(born.year(), born.day(), born.month()).ok().filter(|swapped| *swapped != born);
        for word in words_of_name(name).iter().take(MOST_WORDS) {
            for day in [Some(born), swapped].into_iter().flatten() {
                candidates.extend(PersonLine::by_word_and_day(tx, footprint, word, day, MOST_ALIKE)?);
            }
        }
    }
    Ok(candidates)
}

fn of_candidates(
    tx: &mut dyn Tx,
    footprint: &str,
    candidates: BTreeSet<PersonId>,
    compare: impl Fn(&Person) -> Option<Likeness>,
) -> Result<BTreeMap<PersonId, Likeness>, StoreError> {
    let mut alike = BTreeMap::new();
    for id in candidates {
        let stream = load(tx, footprint, id)?;
        let likeness = stream.record.as_ref().and_then(Record::person).and_then(&compare);
        if let Some(likeness) = likeness.filter(|likeness| likeness.says() >= Match::Possible) {
            alike.insert(id, likeness);
        }
    }
    Ok(alike)
}

/// Somebody who is held here and may be whoever is asked about, with the referrals of all her records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHere {
    /// Who.
    pub person: PersonLine,
    /// What is known of both.
    pub likeness: Likeness,
    /// The referrals about her that are open, the latest first.
    pub open: Vec<FoundReferral>,
}

/// Who of those with an open referral may be whoever a member of staff is told about, from the first particulars that
/// identify her on (PR-06: nobody else ever learns). One look names everybody who is shown; what was asked is kept nowhere.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn known_here(ctx: &Ctx, who: &Identity) -> Result<Vec<KnownHere>, AppError> {
    look::records(ctx, Action::SeeReferral, "is she known here", "taking in a referral", || {
        let known = ctx.store.read(|tx| open_of_alike(tx, ctx, who))?;
        let subjects = known.iter().flat_map(|known| {
            let referrals = known.open.iter().map(|referral| referral.id.to_string());
            std::iter::once(known.person.id.to_string()).chain(referrals)
        });
        let subjects = subjects.collect();
        Ok((known, subjects))
    })
}

fn open_of_alike(tx: &mut dyn Tx, ctx: &Ctx, who: &Identity) -> Result<Vec<KnownHere>, StoreError> {
    let footprint = ctx.footprint();
    let (mut known, mut shown) = (Vec::new(), BTreeSet::new());
    for (id, likeness) in alike_to(tx, footprint, who)? {
        if shown.contains(&id) {
            continue;
        }
        shown.extend(records_of_person(tx, footprint, id)?);
        let theirs = FoundReferral::of_person(tx, footprint, id)?;
        let mut open = seen_by(tx, ctx, theirs)?;
        open.retain(|referral| referral.held_by.is_some());
        if let Some(person) = PersonLine::of(tx, footprint, id)?.filter(|_| !open.is_empty()) {
            known.push(KnownHere { person, likeness, open });
        }
    }
    known.sort_by_key(|known| std::cmp::Reverse(known.likeness.says()));
    Ok(known)
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
