//! People's records: making one, changing it, and erasing what identifies her.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use porch_domain::{
    actor::Actor,
    advice::{self, AdviceCommand},
    disallowed::Disallowed,
    event::{Event, StreamId},
    ids::{CommandId, PersonId, ReferralId},
    message,
    person::{self, PersonCommand, PersonEvent, Pregnancy, Route},
    referral::{self, Deciding, Referral, ReferralCommand},
};
use porch_store::{Change, FoundReferral, Head, Record, ReferralLine, RowChange, Stream, load, records_of_person};

use crate::{
    Ctx,
    access::{Action, check, check_of, near},
    command, comment, duty,
    error::AppError,
    opening, reaching, screening, withheld,
};

/// Lets an actor pass who stands near enough to one of her referrals; whoever has none yet is at the door.
pub(crate) fn check_person(ctx: &Ctx, action: Action, id: PersonId) -> Result<(), AppError> {
    check(ctx, action)?;
    let allowed = ctx.store.read(|tx| {
        let hers = ReferralLine::ids_of_person(tx, ctx.footprint(), id)?;
        let mut any = hers.is_empty();
        for referral in hers {
            any = any || near(tx, ctx, action, referral)?;
        }
        Ok(any)
    })?;
    if allowed {
        return Ok(());
    }
    crate::look::denied(ctx, action, &[id.to_string()])?;
    Err(AppError::OthersReferral(action.described()))
}

/// Makes or changes a person's record.
///
/// # Errors
/// When the actor may not, the rules refuse, or the record changed in the meantime.
pub fn carry_out(ctx: &Ctx, command_id: CommandId, id: PersonId, command: PersonCommand) -> Result<(), AppError> {
    check_person(ctx, Action::KeepPerson, id)?;
    let newer = match &command {
        PersonCommand::RecordIdentity(identity) => Some(identity.clone()),
        PersonCommand::Register(_)
        | PersonCommand::RecordEpisode(_)
        | PersonCommand::RecordContactChoices(_)
        | PersonCommand::RecordTellingChoices(_)
        | PersonCommand::RecordCharacteristics(_)
        | PersonCommand::RecordDeath { .. }
        | PersonCommand::CorrectDeath { .. }
        | PersonCommand::ErasePersonalData { .. } => None,
    };
    command::carry_out_with(ctx, command_id, id, None, |stream, change| {
        let events = person::decide(person_of(stream), command, &ctx.actor)?;
        if let Some(newer) = newer {
            let mut routes = reaching::unsettle_others(ctx, change, id, &newer)?;
            routes.insert(id, reaching::unsettled_by(&events));
            note_in_referrals(ctx, change, id, None, &Learned { born: None, routes })?;
        }
        Ok(events.into_iter().map(Event::Person).collect())
    })
}

/// Opens a person's record: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: PersonId, why: &str) -> Result<Option<person::Person>, AppError> {
    check_person(ctx, Action::SeeReferral, id)?;
    crate::look::records(ctx, Action::SeeReferral, "person", why, || {
        let person = ctx.store.read(|tx| withheld::shown(tx, ctx.footprint(), id))?;
        Ok((person, vec![id.to_string()]))
    })
}

/// Erases what identifies a person, wherever it is kept: all records that are linked as hers, her referrals with their files and drafts, the letters
/// about them, the requests for advice that became one, the words of each day of duty on which something was written about
/// one, and those of whoever opened one in an emergency.
///
/// # Errors
/// When the actor may not, the rules refuse, or a record changed in the meantime; then nothing was erased.
pub fn erase(ctx: &Ctx, command_id: CommandId, id: PersonId, why: &str) -> Result<(), AppError> {
    check(ctx, Action::ErasePersonalData)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let footprint = ctx.footprint();
    let (people, referrals, messages, advice) = ctx.store.read(|tx| {
        // All records of hers, that which was asked for first.
        let mut people = vec![load(tx, footprint, id)?];
        for other in records_of_person(tx, footprint, id)?.into_iter().filter(|other| *other != id) {
            people.push(load(tx, footprint, other)?);
        }
        let ids = ReferralLine::ids_of_person(tx, footprint, id)?;
        let mut referrals = Vec::new();
        let (mut messages, mut advice) = (Vec::new(), Vec::new());
        for id in ids {
            for asked in ReferralLine::advice(tx, footprint, id)? {
                advice.push(load(tx, footprint, asked)?);
            }
            for message in ReferralLine::messages(tx, footprint, id)? {
                messages.push(load(tx, footprint, message)?);
            }
            referrals.push(load(tx, footprint, id)?);
        }
        Ok((people, referrals, messages, advice))
    })?;
    let mut change = Change::new(footprint, ctx.now, &ctx.actor, command_id);
    for person in people {
        if person.id != id.into() && person_of(&person).is_none_or(|person| person.erased) {
            continue;
        }
        let command = PersonCommand::ErasePersonalData { why: why.to_owned() };
        let events = person::decide(person_of(&person), command, &ctx.actor)?;
        append_erasure(ctx, &mut change, person, events.into_iter().map(Event::Person))?;
    }
    let hers: Vec<_> = referrals.iter().map(|stream| porch_domain::ids::ReferralId(stream.id.id)).collect();
    for stream in referrals {
        let Some(state) = stream.record.as_ref().and_then(Record::referral).filter(|referral| !referral.erased())
        else {
            continue;
        };
        let id = porch_domain::ids::ReferralId(stream.id.id);
        let command = ReferralCommand::ErasePersonalData { why: why.to_owned() };
        let events = referral::decide(id, Some(state), command, &ctx.deciding())?;
        append_erasure(ctx, &mut change, stream, events.into_iter().map(Event::Referral))?;
        for row in RowChange::erase_files(footprint, id) {
            change.row(row);
        }
    }
    for stream in advice {
        let Some(state) = stream.record.as_ref().and_then(Record::advice).filter(|advice| !advice.erased) else {
            continue;
        };
        let command = AdviceCommand::ErasePersonalData { why: why.to_owned() };
        let events = advice::decide(Some(state), command, &ctx.actor, ctx.now)?;
        append_erasure(ctx, &mut change, stream, events.into_iter().map(Event::Advice))?;
    }
    duty::append_erasures(ctx, &mut change, &hers, why)?;
    opening::append_erasures(ctx, &mut change, &hers, why)?;
    screening::append_erasures(ctx, &mut change, &hers, why)?;
    comment::append_erasures(ctx, &mut change, &hers, why)?;
    for stream in messages {
        let state = stream.record.as_ref().and_then(Record::message);
        let command = message::MessageCommand::ErasePersonalData { why: why.to_owned() };
        let events = message::decide(state, command, &ctx.actor, &message::Standing::default())?;
        append_erasure(ctx, &mut change, stream, events.into_iter().map(Event::Message))?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Erases again what a later copy says was erased, after an older copy was restored. Gives how many people that were.
///
/// # Errors
/// As [`erase`]; those before stay erased.
pub fn erase_again(ctx: &Ctx, people: &[PersonId]) -> Result<u64, AppError> {
    check(ctx, Action::ErasePersonalData)?;
    let mut erased = 0;
    for id in people {
        let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), *id))?;
        if person_of(&stream).is_some_and(|person| !person.erased) {
            erase(ctx, CommandId(ctx.world.id()), *id, "erased before this copy was restored")?;
            erased += 1;
        }
    }
    Ok(erased)
}

fn append_erasure(
    ctx: &Ctx,
    change: &mut Change,
    mut stream: Stream,
    events: impl Iterator<Item = Event>,
) -> Result<(), AppError> {
    for event in events {
        ctx.append(change, &mut stream, &event)?;
    }
    change.row(RowChange::erase_personal(ctx.footprint(), stream.id));
    Ok(())
}

/// Her date of birth, where her record holds it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn birth_date(ctx: &Ctx, id: PersonId) -> Result<Option<Date>, AppError> {
    let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    Ok(person_of(&stream).and_then(|person| person.identity.as_ref()?.birth_date))
}

/// What became known of a person, and something follows from it in her open referrals.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// Her date of birth: what follows from her age is raised by the service itself (PR-18).
    pub(crate) born: Option<Date>,
    /// Ways of which she is to be asked again, since her number or address is another, in each of her records (PR-19).
    pub(crate) routes: BTreeMap<PersonId, BTreeSet<Route>>,
}

impl Learned {
    /// What is noted in one of her referrals: her age where it is of the record in which it became known, and the ways of its
    /// own record.
    fn commands(&self, state: &Referral, about: PersonId) -> Vec<ReferralCommand> {
        let born = self.born.filter(|born| state.person == about && state.born() != Some(*born));
        let routes = self.routes.get(&state.person).filter(|routes| !routes.is_empty());
        let born = born.map(|born| ReferralCommand::LearnBirthDate { born });
        born.into_iter()
            .chain(routes.map(|routes| ReferralCommand::AskRoutesAgain { routes: routes.clone() }))
            .collect()
    }
}

/// Notes what became known of a person in every open referral of hers but one.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn note_in_referrals(
    ctx: &Ctx,
    change: &mut Change,
    id: PersonId,
    but: Option<ReferralId>,
    learned: &Learned,
) -> Result<(), AppError> {
    if learned.born.is_none() && learned.routes.is_empty() {
        return Ok(());
    }
    let footprint = ctx.footprint();
    let streams = ctx.store.read(|tx| {
        let hers = FoundReferral::of_person(tx, footprint, id)?;
        hers.into_iter()
            .map(|hers| hers.id)
            .filter(|hers| Some(*hers) != but)
            .map(|hers| load(tx, footprint, hers))
            .collect::<Result<Vec<_>, _>>()
    })?;
    for mut stream in streams {
        let Some(state) = stream.record.as_ref().and_then(Record::referral) else { continue };
        if state.held().is_none() || state.erased() {
            continue;
        }
        for command in learned.commands(state, id) {
            note(ctx, change, &mut stream, command)?;
        }
    }
    Ok(())
}

/// Notes in a referral what the service itself knows of her.
///
/// # Errors
/// When the rules refuse.
pub(crate) fn note(
    ctx: &Ctx,
    change: &mut Change,
    stream: &mut Stream,
    command: ReferralCommand,
) -> Result<(), AppError> {
    let deciding = Deciding { actor: &Actor::System, ..ctx.deciding() };
    let Some(state) = stream.record.as_ref().and_then(Record::referral) else { return Ok(()) };
    for event in referral::decide(state.id, Some(state), command, &deciding)? {
        ctx.append(change, stream, &Event::Referral(event))?;
    }
    Ok(())
}

/// Notes a pregnancy in a person's record, where that is held and does not hold it already (T5).
///
/// # Errors
/// When the rules refuse, or the database cannot be read.
pub(crate) fn note_pregnancy(
    ctx: &Ctx,
    change: &mut Change,
    id: PersonId,
    pregnancy: &Pregnancy,
) -> Result<(), AppError> {
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let Some(hers) = person_of(&stream).filter(|hers| !hers.erased && !hers.pregnancies.contains(pregnancy)) else {
        return Ok(());
    };
    let command = PersonCommand::RecordEpisode(pregnancy.clone());
    for event in person::decide(Some(hers), command, &ctx.actor)? {
        ctx.append(change, &mut stream, &Event::Person(event))?;
    }
    Ok(())
}

/// Records her date of birth from a referral's page, in her record and in each of her open referrals, in one change.
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime.
pub fn record_birth_date(
    ctx: &Ctx,
    command_id: CommandId,
    referral: ReferralId,
    drawn_from: i64,
    born: Date,
) -> Result<(), AppError> {
    check(ctx, Action::KeepPerson)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    if born > ctx.today() {
        return Err(Disallowed::BornAhead.into());
    }
    let seen = ctx.store.ask(|tx| load(tx, ctx.footprint(), referral))?;
    if seen.head.version != drawn_from {
        return Err(AppError::Stale);
    }
    let referred = seen.record.as_ref().and_then(Record::referral).ok_or(Disallowed::Unknown)?;
    check_of(ctx, Action::KeepPerson, referred)?;
    let about = referred.person;
    let mut person = ctx.store.ask(|tx| load(tx, ctx.footprint(), about))?;
    let identity = person::Identity { birth_date: Some(born), ..person::Identity::default() };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for event in person::decide(person_of(&person), PersonCommand::RecordIdentity(identity), &ctx.actor)? {
        ctx.append(&mut change, &mut person, &Event::Person(event))?;
    }
    note_in_referrals(ctx, &mut change, about, None, &Learned { born: Some(born), ..Learned::default() })?;
    change.first_outcome(referral.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

fn person_of(stream: &Stream) -> Option<&person::Person> {
    stream.record.as_ref().and_then(Record::person)
}

/// A stream that does not exist yet.
pub(crate) fn new_stream(id: impl Into<StreamId>) -> Stream {
    Stream { id: id.into(), record: None, head: Head::NEW }
}

/// Adds the making of a person's record to a change, for activities that meet a person for the first time.
///
/// # Errors
/// When the rules refuse.
pub(crate) fn add_new(ctx: &Ctx, change: &mut Change, id: PersonId, event: PersonEvent) -> Result<(), AppError> {
    Ok(ctx.append(change, &mut new_stream(id), &Event::Person(event))?)
}
