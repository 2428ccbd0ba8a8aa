//! One person once: two records side by side, a link between them as a person's act with a reason, and its undoing. Nothing
//! is copied, and no program links (H05, INV-04).

use std::collections::{BTreeMap, BTreeSet};

use porch_domain::{
    disallowed::Disallowed,
    event::{Event, StreamKind},
    ids::{CommandId, PersonId},
    person::{self, Likeness, Link, Person, PersonEvent, Withheld},
};
use porch_store::{
    Change, FoundReferral, Record, StoreError, Stream, Tx, ever_linked, load, load_all, records_of_person,
};

use crate::{Ctx, access::Action, error::AppError, look, person::check_person, restriction, withheld};

/// One record of the two that are compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The record.
    pub person: Person,
    /// Its own referrals, the latest first.
    pub referrals: Vec<FoundReferral>,
}

/// A link between two records of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The two records.
    pub between: (PersonId, PersonId),
    /// Who linked them, when and why.
    pub link: Link,
}

/// Two records side by side.
#[derive(Debug, Clone)]
pub struct SideBySide {
    /// The two, in the order in which they were asked for.
    pub records: [Compared; 2],
    /// What they have in common.
    pub likeness: Likeness,
    /// Whether they are one person by now, through whichever links.
    pub one_person: bool,
    /// Every link among the records of both.
    pub links: Vec<Linked>,
    /// What the page is drawn from: it grows with whatever is recorded in any of these records.
    pub drawn_from: i64,
}

/// Opens two records side by side: the look that names both is on disk before they are shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn compare(ctx: &Ctx, ids: [PersonId; 2]) -> Result<Option<SideBySide>, AppError> {
    check_both(ctx, Action::SeeReferral, ids)?;
    look::records(ctx, Action::SeeReferral, "two records side by side", "one person?", || {
        let shown = ctx.store.read(|tx| side_by_side(tx, ctx.footprint(), ids))?;
        let of = |record: &Compared| {
            let referrals = record.referrals.iter().map(|referral| referral.id.to_string());
            std::iter::once(record.person.id.to_string()).chain(referrals).collect::<Vec<_>>()
        };
        let subjects = shown.iter().flat_map(|shown| shown.records.iter().flat_map(of)).collect();
        Ok((shown, subjects))
    })
}

/// Lets whoever stands near enough to a referral of each record pass, or notes the attempt and refuses.
fn check_both(ctx: &Ctx, action: Action, ids: [PersonId; 2]) -> Result<(), AppError> {
    ids.into_iter().try_for_each(|id| check_person(ctx, action, id))
}

fn side_by_side(tx: &mut dyn Tx, footprint: &str, ids: [PersonId; 2]) -> Result<Option<SideBySide>, StoreError> {
    let both = Both::read(tx, footprint, ids)?;
    let mut records = Vec::new();
    for id in ids {
        let Some(person) = both.person(id).cloned() else { return Ok(None) };
        records.push(Compared { person, referrals: FoundReferral::of_record(tx, footprint, id)? });
    }
    // Somebody of an import that is not whole yet, or one record and itself: nothing to compare.
    let Ok(records) = <[Compared; 2]>::try_from(records) else { return Ok(None) };
    if ids[0] == ids[1] || records.iter().any(|record| record.referrals.is_empty()) {
        return Ok(None);
    }
    // What they have in common is told of the whole; what is withheld is shown in neither.
    let withheld = withheld::of_all(both.people());
    let [one, other] = records.each_ref().map(|record| &record.person);
    let likeness = Likeness::between(one, other).unwrap_or_else(|| {
        Likeness::of(&one.identity.clone().unwrap_or_default(), &other.identity.clone().unwrap_or_default())
    });
    Ok(Some(SideBySide {
        records: records.map(|record| Compared {
            person: restriction::masked(withheld::hidden(record.person, withheld.as_ref())),
            ..record
        }),
        likeness,
        one_person: both.one_person(),
        links: both.links(),
        drawn_from: both.drawn_from(),
    }))
}

/// All records of two people, each with the first of hers first.
struct Both {
    groups: [Vec<Stream>; 2],
}

impl Both {
    fn read(tx: &mut dyn Tx, footprint: &str, ids: [PersonId; 2]) -> Result<Self, StoreError> {
        let mut of = |id| -> Result<Vec<Stream>, StoreError> {
            records_of_person(tx, footprint, id)?.into_iter().map(|id| load(tx, footprint, id)).collect()
        };
        Ok(Self { groups: [of(ids[0])?, of(ids[1])?] })
    }

    fn one_person(&self) -> bool {
        let first = |group: &[Stream]| group.first().map(|stream| stream.id);
        first(&self.groups[0]) == first(&self.groups[1])
    }

    /// Each record once.
    fn streams(&self) -> impl Iterator<Item = &Stream> {
        let [one, other] = &self.groups;
        let also = if self.one_person() { &[][..] } else { &other[..] };
        one.iter().chain(also)
    }

    fn people(&self) -> impl Iterator<Item = &Person> {
        self.streams().filter_map(person_of)
    }

    fn person(&self, id: PersonId) -> Option<&Person> {
        self.people().find(|person| person.id == id)
    }

    fn drawn_from(&self) -> i64 {
        self.streams().map(|stream| stream.head.version).sum()
    }

    fn links(&self) -> Vec<Linked> {
        let of = |person: &Person| {
            let id = person.id;
            let once = person.linked_with.clone().into_iter().filter(move |(other, _)| id < *other);
            once.map(move |(other, link)| Linked { between: (id, other), link })
        };
        self.people().flat_map(of).collect()
    }
}

/// Links two records, with a reason: from here on whatever asks about the person asks of both. Where one of them is linked
/// already, the link is made between the first records of both people, so that of two who link at once one is told.
///
/// # Errors
/// [`AppError::Stale`] when anything was recorded in one of them since the page was drawn; or when the actor may not or the
/// rules refuse. Nothing was changed.
pub fn link(ctx: &Ctx, command_id: CommandId, ids: [PersonId; 2], drawn_from: i64, why: &str) -> Result<(), AppError> {
    change(ctx, command_id, ids, drawn_from, |both, change| {
        let [one, other] = both.groups.each_ref().map(|group| group.iter().filter_map(person_of).collect::<Vec<_>>());
        let events = person::link(&one, &other, &ctx.actor, ctx.now, why)?;
        let [one, other] = both.groups.each_mut().map(|group| group.first_mut());
        for (stream, event) in one.into_iter().chain(other).zip(events) {
            append(ctx, change, stream, event)?;
        }
        restrict_all(ctx, change, both)
    })
}

/// What one of her records is restricted to holds for all of them.
fn restrict_all(ctx: &Ctx, change: &mut Change, both: &mut Both) -> Result<(), AppError> {
    let Some(restriction) = both.people().find_map(|person| person.restriction.clone()) else { return Ok(()) };
    for stream in both.groups.iter_mut().flatten() {
        if person_of(stream).is_some_and(|person| person.restriction.is_none()) {
            append(ctx, change, stream, PersonEvent::RecordRestricted(restriction.again()))?;
        }
    }
    Ok(())
}

/// Takes a link back, with a reason: everything that asks about a person is as before it.
///
/// # Errors
/// As [`link`].
pub fn unlink(
    ctx: &Ctx,
    command_id: CommandId,
    ids: [PersonId; 2],
    drawn_from: i64,
    why: &str,
) -> Result<(), AppError> {
    change(ctx, command_id, ids, drawn_from, |both, change| {
        let people = ids.map(|id| both.person(id));
        let [Some(one), Some(other)] = people else { return Err(Disallowed::Unknown.into()) };
        let events = person::unlink(one, other, &ctx.actor, ctx.now, why)?;
        for (id, event) in ids.into_iter().zip(events) {
            let of = |stream: &&mut Stream| person_of(stream).is_some_and(|person| person.id == id);
            if let Some(stream) = both.groups[0].iter_mut().find(of) {
                append(ctx, change, stream, event)?;
            }
        }
        Ok(())
    })
}

fn change(
    ctx: &Ctx,
    command_id: CommandId,
    ids: [PersonId; 2],
    drawn_from: i64,
    decide: impl FnOnce(&mut Both, &mut Change) -> Result<(), AppError>,
) -> Result<(), AppError> {
    check_both(ctx, Action::KeepPerson, ids)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let (mut both, shown) = ctx.store.ask(|tx| {
        let both = Both::read(tx, ctx.footprint(), ids)?;
        let mut shown = true;
        for id in ids {
            shown &= !FoundReferral::of_record(tx, ctx.footprint(), id)?.is_empty();
        }
        Ok((both, shown))
    })?;
    // Nobody sees a record of an import that is not whole, so nobody links it.
    if !shown {
        return Err(Disallowed::Unknown.into());
    }
    if both.drawn_from() != drawn_from {
        return Err(AppError::Stale);
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    decide(&mut both, &mut change)?;
    change.first_outcome(ids[0].to_string());
    ctx.store.commit(change)?;
    Ok(())
}

fn append(ctx: &Ctx, change: &mut Change, stream: &mut Stream, event: PersonEvent) -> Result<(), AppError> {
    Ok(ctx.append(change, stream, &Event::Person(event))?)
}

/// Other records of the person of a record, for a page that shows one of them, each with the link by which it is hers.
pub(crate) fn others(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Vec<Person>, StoreError> {
    let withheld = withheld::of(tx, footprint, id)?;
    Ok(as_held(tx, footprint, id)?.into_iter().map(|other| withheld::hidden(other, withheld.as_ref())).collect())
}

/// Several people's records, each with the others of hers, with a few statements for all of them.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn all_as_held(
    tx: &mut dyn Tx,
    footprint: &str,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, (Person, Vec<Person>)>, StoreError> {
    let mut groups: BTreeMap<PersonId, BTreeSet<PersonId>> = people.iter().map(|id| (*id, BTreeSet::new())).collect();
    for id in ever_linked(tx, footprint, people)? {
        groups.insert(id, records_of_person(tx, footprint, id)?);
    }
    let ids = groups.iter().flat_map(|(own, others)| others.iter().chain([own])).map(|id| id.0).collect();
    let streams = load_all(tx, footprint, StreamKind::Person, &ids)?;
    let read = |id: &PersonId| streams.get(&id.0).and_then(person_of).cloned();
    let whole = |(own, group): (PersonId, BTreeSet<PersonId>)| {
        let others = group.iter().filter(|other| **other != own).filter_map(read).collect();
        Some((own, (read(&own)?, others)))
    };
    Ok(groups.into_iter().filter_map(whole).collect())
}

pub(crate) fn as_held(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Vec<Person>, StoreError> {
    let mut others = Vec::new();
    let ids: BTreeSet<PersonId> = records_of_person(tx, footprint, id)?;
    for other in ids.into_iter().filter(|other| *other != id) {
        others.extend(person_of(&load(tx, footprint, other)?).cloned());
    }
    Ok(others)
}

/// A record as it is acted on: a route that she refused in any of her records is refused (H06), and an address that is
/// withheld in any is in none. Everything else is its own.
pub(crate) fn careful(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(careful_with(tx, footprint, id)?.map(|(person, _)| person))
}

/// The same, with what is withheld of her.
pub(crate) fn careful_with(
    tx: &mut dyn Tx,
    footprint: &str,
    id: PersonId,
) -> Result<Option<(Person, Option<Withheld>)>, StoreError> {
    let Some(mut person) = person_of(&load(tx, footprint, id)?).cloned() else { return Ok(None) };
    let others = as_held(tx, footprint, id)?;
    for other in &others {
        person.contact = person.contact.refused_as_in(&other.contact);
    }
    let withheld = withheld::of_all(std::iter::once(&person).chain(&others));
    Ok(Some((withheld::hidden(person, withheld.as_ref()), withheld)))
}

fn person_of(stream: &Stream) -> Option<&Person> {
    stream.record.as_ref().and_then(Record::person)
}
