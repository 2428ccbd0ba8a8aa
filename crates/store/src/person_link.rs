//! Records of one person, as staff said of each two: nothing is copied between them, so every question about a person asks
//! of all of them (H05).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use porch_domain::{
    ids::PersonId,
    person::{Person, PersonEvent},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    queue::QueueLine,
    record::Meta,
    sql, table,
    value::{Row, Val},
};

/// The row of what was said of two records; each of the two has one.
pub(crate) fn row(person: &Person, event: &PersonEvent, meta: &Meta<'_>) -> Option<RowChange> {
    let (other, linked) = match event {
        PersonEvent::PeopleLinked(linked) => (linked.with, true),
        PersonEvent::PeopleUnlinked(unlinked) => (unlinked.from, false),
        PersonEvent::PersonRegistered(_)
        | PersonEvent::PersonHistoryImported(_)
        | PersonEvent::EpisodeRecorded(_)
        | PersonEvent::IdentityRecorded(_)
        | PersonEvent::ContactChoicesRecorded(_)
        | PersonEvent::RoutesConfirmed(_)
        | PersonEvent::RoutesUnsettled(_)
        | PersonEvent::TellingChoicesRecorded(_)
        | PersonEvent::CharacteristicsRecorded(_)
        | PersonEvent::DeathRecorded(_)
        | PersonEvent::DeathCorrected(_)
        | PersonEvent::RecordRestricted(_)
        | PersonEvent::RestrictionLifted(_)
        | PersonEvent::AddressWithheld(_)
        | PersonEvent::WithholdingLifted(_)
        | PersonEvent::NumberTraced(_)
        | PersonEvent::TraceTakenBack(_)
        | PersonEvent::DeathTold(_)
        | PersonEvent::DeathSetAside(_)
        | PersonEvent::PersonalDataErased(_) => return None,
    };
    Some(RowChange::Put(
        &table::PERSON_LINK,
        vec![
            meta.footprint.into(),
            person.id.to_string().into(),
            meta.version.into(),
            other.to_string().into(),
            Val::flag(linked),
            meta.known_at.clone(),
        ],
    ))
}

/// Every record of one person, the one asked for among them.
///
/// # Errors
/// When the database cannot be read.
pub fn records_of_person(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut records = BTreeSet::from([id]);
    let mut to_ask = vec![id];
    while let Some(asked) = to_ask.pop() {
        let mut linked = BTreeSet::new();
        tx.query(sql::LINKS_OF_PERSON, &[footprint.into(), asked.to_string().into()], &mut |values| {
            let row = Row::new("person_link", values);
            said(&mut linked, row.parsed(0, "a person's id", |text| text.parse().ok())?, row.int(1)? != 0);
            Ok(())
        })?;
        to_ask.extend(linked.into_iter().filter(|other| records.insert(*other)));
    }
    Ok(records)
}

/// Those of some people of whom a link with another record was ever said; one statement for each page of a queue's length.
///
/// # Errors
/// When the database cannot be read.
pub fn ever_linked(
    tx: &mut dyn Tx,
    footprint: &str,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let people: Vec<PersonId> = people.iter().copied().collect();
    let mut linked = BTreeSet::new();
    for some in people.chunks(QueueLine::MOST) {
        let Some(last) = some.last() else { continue };
        let mut params = vec![footprint.into()];
        params.extend(some.iter().map(|id| Val::from(id.to_string())));
        params.resize(1 + QueueLine::MOST, Val::from(last.to_string()));
        tx.query(sql::PEOPLE_EVER_LINKED, &params, &mut |values| {
            linked.insert(Row::new("person_link", values).parsed(0, "a person's id", |text| text.parse().ok())?);
            Ok(())
        })?;
    }
    Ok(linked)
}

fn said(linked: &mut BTreeSet<PersonId>, other: PersonId, is_linked: bool) {
    if is_linked {
        linked.insert(other);
    } else {
        linked.remove(&other);
    }
}

/// All links of a footprint at once, for what counts people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Linked {
    /// Every record that is linked, with the first of those of its person.
    first: BTreeMap<PersonId, PersonId>,
}

impl Linked {
    /// The links as they stand now.
    pub fn now(tx: &mut dyn Tx, footprint: &str) -> Result<Self, StoreError> {
        Self::known_by(tx, footprint, Val::Int(i64::MAX))
    }

    /// The links as they stood at an instant (INV-09).
    pub fn at(tx: &mut dyn Tx, footprint: &str, as_at: Timestamp) -> Result<Self, StoreError> {
        Self::known_by(tx, footprint, Val::instant(as_at))
    }

    fn known_by(tx: &mut dyn Tx, footprint: &str, known_by: Val) -> Result<Self, StoreError> {
        let mut links: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        tx.query(sql::LINKS_KNOWN_BY, &[footprint.into(), known_by], &mut |values| {
            let row = Row::new("person_link", values);
            let id: PersonId = row.parsed(0, "a person's id", |text| text.parse().ok())?;
            let other = row.parsed(1, "a person's id", |text| text.parse().ok())?;
            said(links.entry(id).or_default(), other, row.int(2)? != 0);
            Ok(())
        })?;
        let mut first = BTreeMap::new();
        // In the order of the ids, so that the first that is met is the first of its person.
        for id in links.keys() {
            let mut to_ask = vec![*id];
            while let Some(asked) = to_ask.pop() {
                let others = links.get(&asked).filter(|others| !others.is_empty());
                if let Some(others) = others.filter(|_| !first.contains_key(&asked)) {
                    first.insert(asked, *id);
                    to_ask.extend(others);
                }
            }
        }
        Ok(Self { first })
    }

    /// The record under which a person is counted: the first of hers.
    pub fn counted_as(&self, id: PersonId) -> PersonId {
        if self.first.is_empty() { id } else { self.first.get(&id).copied().unwrap_or(id) }
    }
}
