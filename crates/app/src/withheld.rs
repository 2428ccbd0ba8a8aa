//! An address that is withheld: hidden wherever a record of hers is shown, and read here alone, with a reason that is noted
//! each time (PR-26).

mod named;

use std::collections::BTreeSet;

use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, PersonId, ReferralId},
    person::{self, Identity, Person, PersonEvent, Withheld},
    referral::{Personal, Referral},
};
use porch_store::{Change, OwnedBy, Record, StoreError, Stream, Tx, load, records_of_person};

use crate::{
    Ctx,
    access::{Action, check, check_of, check_whose},
    account::Names,
    error::AppError,
    look,
    referral::referral_of,
    restriction,
};

pub use named::{Named, Place};

/// What is withheld of somebody: the widest that holds in any of her records.
pub(crate) fn of_all<'a>(records: impl Iterator<Item = &'a Person>) -> Option<Withheld> {
    let withheld = records.filter_map(|record| record.withheld.as_deref().cloned());
    withheld.max_by_key(|withheld| (withheld.numbers, withheld.at))
}

/// What is withheld of somebody in whichever of her records.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn of(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Option<Withheld>, StoreError> {
    let records = all_records(tx, footprint, id)?;
    Ok(of_all(records.iter().filter_map(person_of)))
}

fn all_records(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Vec<Stream>, StoreError> {
    records_of_person(tx, footprint, id)?.into_iter().map(|record| load(tx, footprint, record)).collect()
}

/// What tells where somebody lives, of all her records, where that is withheld; nothing where it is not.
pub(crate) fn told_by(people: &[&Person]) -> Vec<String> {
    if of_all(people.iter().copied()).is_none() {
        return Vec::new();
    }
    people.iter().filter_map(|person| person.identity.as_ref()).flat_map(person::tell_tales).collect()
}

/// A record as every page but one shows it.
pub(crate) fn hidden(mut person: Person, withheld: Option<&Withheld>) -> Person {
    if let Some(withheld) = withheld {
        person.identity = person.identity.map(|identity| identity.without_address(withheld.numbers));
    }
    person
}

/// The record of a person as a list shows it: without what is withheld, and where it is restricted without who she is.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn shown(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Option<Person>, StoreError> {
    let Some(person) = person_of(&load(tx, footprint, id)?).cloned() else { return Ok(None) };
    let withheld = of(tx, footprint, id)?;
    Ok(Some(restriction::masked(hidden(person, withheld.as_ref()))))
}

/// A referral as every page but one shows it: also what was told of where she is and where she can be rung.
pub(crate) fn hidden_in(mut referral: Referral, withheld: Option<&Withheld>) -> Referral {
    if let (Personal::Told(story), Some(withheld)) = (&mut referral.personal, withheld) {
        story.where_she_is = None;
        if withheld.numbers {
            story.call_back = None;
            story.call_back_note = None;
        }
    }
    referral
}

/// Whether an address is withheld; the address only where it was asked for with a reason.
#[derive(Debug, Clone)]
pub struct WithheldPage {
    /// The short reference.
    pub reference: Option<String>,
    /// Her name, where it is held.
    pub name: Option<String>,
    /// Whether it is withheld, by whom and why; none where it is not.
    pub withheld: Option<Withheld>,
    /// What is known of where she is and how she is reached, in each of her records; none where nobody asked with a reason.
    pub held: Option<Vec<Identity>>,
    /// What was told at the door of where she is, and where she can be rung.
    pub told: Vec<String>,
    /// Texts that name her address, in the referrals that whoever looks may see; the address itself stands in none of this.
    pub named: Vec<Named>,
    /// How many more there are in referrals that are closed to whoever looks.
    pub named_elsewhere: usize,
    /// What the forms are drawn from: it grows with whatever is recorded in any of her records.
    pub version: i64,
    /// Whether what identified her was erased.
    pub erased: bool,
    /// The names that colleagues read.
    pub names: Names,
}

/// Whether her address is withheld, without the address.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn standing(ctx: &Ctx, id: ReferralId) -> Result<Option<WithheldPage>, AppError> {
    look::records(ctx, Action::SeeReferral, "whether an address is withheld", "triage", || {
        let page = ctx.store.read(|tx| read(tx, ctx, id))?;
        if let Some((referral, _)) = &page {
            check_of(ctx, Action::SeeReferral, referral)?;
        }
        let page = page.map(|(_, page)| WithheldPage { held: None, told: Vec::new(), ..page });
        let subjects = subjects(id, page.as_ref());
        Ok((page, subjects))
    })
}

/// The address that is withheld. A reason is needed each time, and is noted with the look.
///
/// # Errors
/// When the actor may not, no reason is given, or the database cannot be read or written.
pub fn seen(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<WithheldPage>, AppError> {
    check(ctx, Action::SeeSafeguarding)?;
    let why = why.trim();
    if why.is_empty() {
        return Err(Disallowed::WithholdingReasonMissing.into());
    }
    look::records(ctx, Action::SeeSafeguarding, "withheld address", why, || {
        let page = ctx.store.read(|tx| read(tx, ctx, id))?;
        if let Some((referral, _)) = &page {
            check_of(ctx, Action::SeeSafeguarding, referral)?;
        }
        let page = page.map(|(_, page)| page);
        let subjects = subjects(id, page.as_ref());
        Ok((page, subjects))
    })
}

/// Whom a page shows: the referral, and others of hers of which a text is named.
fn subjects(id: ReferralId, page: Option<&WithheldPage>) -> Vec<String> {
    let named = page.into_iter().flat_map(|page| page.named.iter().map(|named| named.referral));
    let all: BTreeSet<ReferralId> = named.chain([id]).collect();
    all.iter().map(ToString::to_string).collect()
}

fn read(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<(Referral, WithheldPage)>, StoreError> {
    let footprint = ctx.footprint();
    let Some(referral) = referral_of(&load(tx, footprint, id)?).cloned() else { return Ok(None) };
    let records = all_records(tx, footprint, referral.person)?;
    let people = || records.iter().filter_map(person_of);
    let own = people().find(|person| person.id == referral.person);
    let story = referral.story();
    let told = story.map(|story| [&story.where_she_is, &story.call_back, &story.call_back_note]);
    let places: Vec<String> =
        people().filter_map(|person| person.identity.as_ref()).flat_map(person::tell_tales).collect();
    let (named, named_elsewhere) = named::named(tx, ctx, referral.person, &places)?;
    let page = WithheldPage {
        named,
        named_elsewhere,
        reference: referral.reference.clone(),
        name: own.and_then(|person| person.identity.as_ref()?.name.clone()),
        withheld: of_all(people()),
        held: Some(people().filter_map(|person| person.identity.clone()).collect()),
        told: told.into_iter().flatten().flatten().cloned().collect(),
        version: records.iter().map(|record| record.head.version).sum(),
        erased: own.is_none_or(|person| person.erased),
        names: Names::read(tx, footprint)?,
    };
    Ok(Some((referral, page)))
}

/// Withholds her address, and her numbers where they are to be hidden too, in the record of a referral; it holds for all of
/// her records that are linked.
///
/// # Errors
/// [`AppError::Stale`] when anything was recorded in one of her records since the page was drawn; or when the actor may not
/// or the rules refuse. Nothing was changed.
pub fn withhold(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    numbers: bool,
    why: &str,
) -> Result<(), AppError> {
    change(ctx, command_id, id, drawn_from, |person, own| {
        own.then(|| person::withhold(person, &ctx.actor, ctx.now, numbers, why)).transpose()
    })
}

/// Takes a withholding back, in whichever of her records it stands.
///
/// # Errors
/// As [`withhold`].
pub fn lift(ctx: &Ctx, command_id: CommandId, id: ReferralId, drawn_from: i64, why: &str) -> Result<(), AppError> {
    change(ctx, command_id, id, drawn_from, |person, own| {
        // Her own record says why not, where nothing is withheld in any.
        let here = own || person.withheld.is_some();
        here.then(|| person::lift(person, &ctx.actor, ctx.now, why)).transpose()
    })
}

fn change(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    decide: impl Fn(&Person, bool) -> Result<Option<PersonEvent>, Disallowed>,
) -> Result<(), AppError> {
    check(ctx, Action::KeepPerson)?;
    let owned = ctx.store.ask(|tx| OwnedBy::of(tx, ctx.footprint(), id))?.ok_or(Disallowed::Unknown)?;
    check_whose(ctx, Action::KeepPerson, &owned.whose(), &id.to_string())?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let (about, mut records) = ctx.store.read(|tx| {
        let Some(referral) = referral_of(&load(tx, ctx.footprint(), id)?).cloned() else {
            return Ok((None, Vec::new()));
        };
        Ok((Some(referral.person), all_records(tx, ctx.footprint(), referral.person)?))
    })?;
    let about = about.ok_or(Disallowed::Unknown)?;
    if records.iter().map(|record| record.head.version).sum::<i64>() != drawn_from {
        return Err(AppError::Stale);
    }
    let withheld_elsewhere = records.iter().filter_map(person_of).any(|one| one.id != about && one.withheld.is_some());
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for stream in &mut records {
        let Some(person) = person_of(stream) else { continue };
        let event = match decide(person, person.id == about) {
            // It stands in another of her records, from which it is taken.
            Err(Disallowed::NotWithheld) if withheld_elsewhere => None,
            decided => decided?,
        };
        if let Some(event) = event {
            ctx.append(&mut change, stream, &Event::Person(event))?;
        }
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

fn person_of(stream: &Stream) -> Option<&Person> {
    stream.record.as_ref().and_then(Record::person)
}
