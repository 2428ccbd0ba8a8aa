//! How it is safe to reach her: what she said, and what is asked again once her number or address is another (PR-19).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, PersonId, ReferralId},
    person::{
        self, ContactChoices, Identity, Person, PersonCommand, PersonEvent, Route, RoutesConfirmed, Withheld,
        confirm_routes,
    },
    referral::{self, Referral, ReferralCommand},
};
use porch_store::{Change, FoundReferral, OwnedBy, Record, Stream, load, records_of_person};

use crate::{
    Ctx,
    access::{Action, check, check_of, check_whose},
    account::Names,
    error::AppError,
    look,
    person::{Learned, note_in_referrals},
    referral::referral_of,
    same_person,
};

/// How it is safe to reach her, as at one instant.
#[derive(Debug, Clone)]
pub struct Reaching {
    /// The referral's short reference.
    pub reference: Option<String>,
    /// What is known of who she is, without what is withheld.
    pub identity: Identity,
    /// What is withheld of her, where something is.
    pub withheld: Option<Withheld>,
    /// What she said in this record.
    pub contact: ContactChoices,
    /// The same, with a no wherever she said no in another record of hers: what is acted on.
    pub careful: ContactChoices,
    /// The ways of which she is to be asked again.
    pub unsettled: BTreeSet<Route>,
    /// When somebody asked her last, and who; none where nobody did since the door.
    pub confirmed: Option<RoutesConfirmed>,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// What the forms are drawn from.
    pub version: i64,
    /// Whether what identified her was erased.
    pub erased: bool,
    /// Whether whoever looks may record it.
    pub may: bool,
    /// The names that colleagues read.
    pub names: Names,
}

/// How it is safe to reach the woman of a referral.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn standing(ctx: &Ctx, id: ReferralId) -> Result<Option<Reaching>, AppError> {
    look::records(ctx, Action::SeeReferral, "how it is safe to reach her", "triage", || {
        let footprint = ctx.footprint();
        let read = ctx.store.read(|tx| {
            let Some(referral) = referral_of(&load(tx, footprint, id)?).cloned() else { return Ok(None) };
            let own = load(tx, footprint, referral.person)?;
            let known = same_person::careful_with(tx, footprint, referral.person)?;
            Ok(Some((referral, own, known, Names::read(tx, footprint)?)))
        })?;
        let Some((referral, own, known, names)) = read else { return Ok((None, vec![id.to_string()])) };
        check_of(ctx, Action::SeeReferral, &referral)?;
        let (careful, withheld) = known.map_or((None, None), |(person, withheld)| (Some(person), withheld));
        let person = person_of(&own);
        let page = Reaching {
            reference: referral.reference.clone(),
            contact: person.map(|person| person.contact.clone()).unwrap_or_default(),
            careful: careful.as_ref().map(|person| person.contact.clone()).unwrap_or_default(),
            unsettled: person.map(|person| person.unsettled.clone()).unwrap_or_default(),
            confirmed: person.and_then(|person| person.routes_confirmed.as_deref().cloned()),
            as_at: ctx.now,
            erased: person.is_none_or(|person| person.erased),
            identity: careful.and_then(|person| person.identity).unwrap_or_default(),
            withheld,
            version: own.head.version,
            may: crate::access::may_with(ctx, Action::KeepPerson, &referral.whose()),
            names,
        };
        Ok((Some(page), vec![id.to_string()]))
    })
}

/// Records that her number or address is another: what she agreed to for the one before is not known for the new one, and a
/// person asks her again.
///
/// # Errors
/// [`AppError::Stale`] where something of her was recorded since the page was drawn; or when the actor may not, or the rules
/// refuse. Nothing was changed.
pub fn record_particulars(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    newer: Identity,
) -> Result<(), AppError> {
    let Some((mut stream, mut change)) = begun(ctx, command_id, id, drawn_from)? else { return Ok(()) };
    let about = PersonId(stream.id.id);
    let events = person::decide(person_of(&stream), PersonCommand::RecordIdentity(newer.clone()), &ctx.actor)?;
    let mut routes = unsettle_others(ctx, &mut change, about, &newer)?;
    routes.insert(about, unsettled_by(&events));
    append(ctx, &mut change, &mut stream, events)?;
    note_in_referrals(ctx, &mut change, about, None, &Learned { born: None, routes })?;
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Records what she says now; what waited for her to be asked is done with it.
///
/// # Errors
/// As [`record_particulars`].
pub fn record_choices(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    choices: ContactChoices,
) -> Result<(), AppError> {
    let Some((mut stream, mut change)) = begun(ctx, command_id, id, drawn_from)? else { return Ok(()) };
    let events = person::decide(person_of(&stream), PersonCommand::RecordContactChoices(choices), &ctx.actor)?;
    append(ctx, &mut change, &mut stream, events)?;
    // She was asked now, but for what is still to be asked.
    if let Some(confirmed) = person_of(&stream).and_then(|person| confirm_routes(person, &ctx.actor, ctx.now).ok()) {
        append(ctx, &mut change, &mut stream, vec![confirmed])?;
    }
    asked(ctx, &mut change, &stream)?;
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Notes that she was asked, and that all of it is still right.
///
/// # Errors
/// As [`record_particulars`].
pub fn confirm(ctx: &Ctx, command_id: CommandId, id: ReferralId, drawn_from: i64) -> Result<(), AppError> {
    let Some((mut stream, mut change)) = begun(ctx, command_id, id, drawn_from)? else { return Ok(()) };
    let person = person_of(&stream).ok_or(Disallowed::Unknown)?;
    let confirmed = confirm_routes(person, &ctx.actor, ctx.now)?;
    append(ctx, &mut change, &mut stream, vec![confirmed])?;
    asked(ctx, &mut change, &stream)?;
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// The record of a referral's person and an empty change; none where the command was carried out before.
fn begun(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
) -> Result<Option<(Stream, Change)>, AppError> {
    check(ctx, Action::KeepPerson)?;
    let owned = ctx.store.ask(|tx| OwnedBy::of(tx, ctx.footprint(), id))?.ok_or(Disallowed::Unknown)?;
    check_whose(ctx, Action::KeepPerson, &owned.whose(), &id.to_string())?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(None);
    }
    let stream = ctx.store.ask(|tx| {
        let referral = load(tx, ctx.footprint(), id)?;
        referral_of(&referral).map(|referral| load(tx, ctx.footprint(), referral.person)).transpose()
    })?;
    let stream = stream.ok_or(Disallowed::Unknown)?;
    if stream.head.version != drawn_from {
        return Err(AppError::Stale);
    }
    Ok(Some((stream, Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id))))
}

/// Closes in her open referrals of a record what waited for her to be asked.
fn asked(ctx: &Ctx, change: &mut Change, stream: &Stream) -> Result<(), AppError> {
    let Some(person) = person_of(stream) else { return Ok(()) };
    let waits = |route: &Route| route.carries_messages() && person.unsettled.contains(route);
    let agreed = |route: &Route| route.carries_messages() && person.contact.agreed_at_all(*route);
    let (settled, agreed) = (!Route::ALL.iter().any(waits), Route::ALL.iter().any(agreed));
    for mut stream in open_referrals(ctx, person.id)? {
        let Some(state) = referral_of(&stream) else { continue };
        let command = ReferralCommand::RoutesAsked { settled, agreed };
        for event in referral::decide(state.id, Some(state), command, &ctx.deciding())? {
            ctx.append(change, &mut stream, &Event::Referral(event))?;
        }
    }
    Ok(())
}

fn open_referrals(ctx: &Ctx, about: PersonId) -> Result<Vec<Stream>, AppError> {
    let streams = ctx.store.read(|tx| {
        let hers = FoundReferral::of_record(tx, ctx.footprint(), about)?;
        hers.into_iter().map(|found| load(tx, ctx.footprint(), found.id)).collect::<Result<Vec<_>, _>>()
    })?;
    let open = |referral: &Referral| referral.held().is_some() && !referral.erased();
    Ok(streams.into_iter().filter(|stream| referral_of(stream).is_some_and(open)).collect())
}

/// The ways of which she is to be asked again, as events of her record say.
pub(crate) fn unsettled_by(events: &[PersonEvent]) -> BTreeSet<Route> {
    let mut routes = BTreeSet::new();
    for event in events {
        if let PersonEvent::RoutesUnsettled(unsettled) = event {
            routes.extend(&unsettled.routes);
        }
    }
    routes
}

/// Adds to a change what particulars that became known in one record of hers mean for what she agreed to in the others: their
/// numbers and addresses are older.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn unsettle_others(
    ctx: &Ctx,
    change: &mut Change,
    about: PersonId,
    newer: &Identity,
) -> Result<BTreeMap<PersonId, BTreeSet<Route>>, AppError> {
    if newer.telephone.is_none() && newer.email.is_none() && newer.address.is_none() && newer.postcode.is_none() {
        return Ok(BTreeMap::new());
    }
    let streams = ctx.store.ask(|tx| {
        let others = records_of_person(tx, ctx.footprint(), about)?.into_iter().filter(|other| *other != about);
        others.map(|other| load(tx, ctx.footprint(), other)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut routes = BTreeMap::new();
    for mut stream in streams {
        let Some(event) = person_of(&stream).and_then(|person| person::unsettle(person, newer)) else { continue };
        let events = vec![event];
        routes.insert(PersonId(stream.id.id), unsettled_by(&events));
        append(ctx, change, &mut stream, events)?;
    }
    Ok(routes)
}

fn append(ctx: &Ctx, change: &mut Change, stream: &mut Stream, events: Vec<PersonEvent>) -> Result<(), AppError> {
    for event in events {
        ctx.append(change, stream, &Event::Person(event))?;
    }
    Ok(())
}

fn person_of(stream: &Stream) -> Option<&Person> {
    stream.record.as_ref().and_then(Record::person)
}
