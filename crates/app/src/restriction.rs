//! Restricted records: a line without a name in every list, and open to those who are named, to the lead professional, and to
//! whoever says why (H15). Whoever the record is about never opens it.

use porch_domain::{
    actor::Actor,
    disallowed::Disallowed,
    event::Event,
    front_door::Story,
    ids::{CommandId, ReferralId},
    person::{self, Identity, Person, PersonEvent, Restriction, restriction::Asked},
    referral::{Personal, Referral},
};
use porch_store::{Change, OwnedBy, Record, RestrictedTo, StoreError, Stream, Tx, load, records_of_person};

use crate::{
    Ctx,
    access::{Action, check, check_of, check_whose},
    account::{self, AccountLine, Names},
    error::AppError,
    look,
    referral::referral_of,
    withheld,
};

/// Why a restricted record is closed to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closes {
    /// It is about them.
    Own,
    /// They are not named for it, and have not said why.
    NotNamed,
}

/// Whether the record behind a referral is closed to whoever acts because it is restricted.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn closes_in(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Option<Closes>, StoreError> {
    let Actor::Staff { account, .. } = &ctx.actor else { return Ok(None) };
    let Some(restricted) = RestrictedTo::of(tx, ctx.footprint(), id)? else { return Ok(None) };
    let said_why = ctx.held_open.iter().any(|held| held.referral == id && held.holds_at(ctx.now));
    Ok(if restricted.is_own(account) {
        Some(Closes::Own)
    } else if restricted.opens_for(account) || said_why {
        None
    } else {
        Some(Closes::NotNamed)
    })
}

/// The same, asked by itself.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn closes(ctx: &Ctx, id: ReferralId) -> Result<Option<Closes>, AppError> {
    match ctx.actor {
        Actor::Staff { .. } => Ok(ctx.store.ask(|tx| closes_in(tx, ctx, id))?),
        Actor::Operator { .. } | Actor::Public | Actor::System => Ok(None),
    }
}

/// A record as a list shows it where it is restricted.
pub(crate) fn masked(mut person: Person) -> Person {
    if person.restriction.is_some() {
        person.identity = person.identity.map(|_| Identity::restricted());
    }
    person
}

/// A referral without what was told, for a list that shows more than a line.
pub(crate) fn masked_referral(mut referral: Referral) -> Referral {
    if let Personal::Told(story) = &mut referral.personal {
        **story = Story::default();
    }
    referral
}

/// A case as a meeting shows it: whole to whoever may open it, and otherwise without who she is and what was told.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn as_case(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    referral: Referral,
) -> Result<(Referral, Option<Person>), StoreError> {
    let footprint = ctx.footprint();
    if closes_in(tx, ctx, referral.id)?.is_some() {
        let person = withheld::shown(tx, footprint, referral.person)?;
        return Ok((masked_referral(referral), person));
    }
    let person = load(tx, footprint, referral.person)?.record.as_ref().and_then(Record::person).cloned();
    let withheld = withheld::of(tx, footprint, referral.person)?;
    let person = person.map(|person| withheld::hidden(person, withheld.as_ref()));
    Ok((withheld::hidden_in(referral, withheld.as_ref()), person))
}

/// How a record is restricted, for the page that says so and takes it back.
#[derive(Debug, Clone)]
pub struct RestrictionPage {
    /// The short reference.
    pub reference: Option<String>,
    /// Her name, where it is held.
    pub name: Option<String>,
    /// The restriction; none where there is none.
    pub restriction: Option<Restriction>,
    /// The colleagues who may be named.
    pub colleagues: Vec<AccountLine>,
    /// What the forms are drawn from.
    pub version: i64,
    /// Whether what identified her was erased.
    pub erased: bool,
    /// The names that colleagues read.
    pub names: Names,
}

/// How a record is restricted. The look names the referral.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn standing(ctx: &Ctx, id: ReferralId) -> Result<Option<RestrictionPage>, AppError> {
    let colleagues = account::clinicians(ctx)?;
    look::records(ctx, Action::SeeReferral, "how a record is restricted", "triage", || {
        let footprint = ctx.footprint();
        let read = ctx.store.read(|tx| {
            let Some(referral) = referral_of(&load(tx, footprint, id)?).cloned() else { return Ok(None) };
            let records = all_records(tx, footprint, &referral)?;
            Ok(Some((referral, records, Names::read(tx, footprint)?)))
        })?;
        let Some((referral, records, names)) = read else { return Ok((None, Vec::new())) };
        check_of(ctx, Action::SeeReferral, &referral)?;
        let own = records.iter().filter_map(person_of).find(|person| person.id == referral.person);
        let page = RestrictionPage {
            reference: referral.reference.clone(),
            name: own.and_then(|person| person.identity.as_ref()?.name.clone()),
            restriction: own.and_then(|person| person.restriction.as_deref().cloned()),
            colleagues,
            version: version(&records),
            erased: own.is_none_or(|person| person.erased),
            names,
        };
        Ok((Some(page), vec![id.to_string()]))
    })
}

fn all_records(tx: &mut dyn Tx, footprint: &str, referral: &Referral) -> Result<Vec<Stream>, StoreError> {
    records_of_person(tx, footprint, referral.person)?.into_iter().map(|record| load(tx, footprint, record)).collect()
}

fn version(records: &[Stream]) -> i64 {
    records.iter().map(|record| record.head.version).sum()
}

/// Restricts the record of a referral, with all that are linked as hers.
///
/// # Errors
/// [`AppError::Stale`] when anything was recorded in one of her records since the page was drawn; or when the actor may not
/// or the rules refuse. Nothing was changed.
pub fn restrict(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    asked: &Asked,
) -> Result<(), AppError> {
    let known = account::clinicians(ctx)?;
    if !asked.named.iter().all(|one| known.iter().any(|line| line.name.as_str() == one.trim())) {
        return Err(Disallowed::UnknownAccount.into());
    }
    change(ctx, command_id, id, drawn_from, |person, _| {
        Ok(Some(person::restrict(person, &ctx.actor, ctx.now, asked.clone())?))
    })
}

/// Takes a restriction back, in all of her records.
///
/// # Errors
/// As [`restrict`].
pub fn lift(ctx: &Ctx, command_id: CommandId, id: ReferralId, drawn_from: i64, why: &str) -> Result<(), AppError> {
    change(ctx, command_id, id, drawn_from, |person, own| {
        // Her own record says why not, where it is not restricted.
        let here = own || person.restriction.is_some();
        here.then(|| person::unrestrict(person, &ctx.actor, ctx.now, why)).transpose()
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
        Ok((Some(referral.person), all_records(tx, ctx.footprint(), &referral)?))
    })?;
    if version(&records) != drawn_from {
        return Err(AppError::Stale);
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for stream in &mut records {
        let Some(person) = person_of(stream) else { continue };
        if let Some(event) = decide(person, Some(person.id) == about)? {
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
