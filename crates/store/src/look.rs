//! The look-log: who saw what of whom, when and why. Each look is sealed over the one before it, as the journal is, so that
//! none can be altered, taken out or put elsewhere unseen.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    engine::{Connection, Tx},
    error::StoreError,
    journal::{Hash, seal_of},
    sql, table,
    value::{Row, Val},
};

/// Places of a row of the log that are filled in while it is written.
const PLACE: usize = 8;
const SEAL: usize = 9;

/// Looks read at a time.
const PAGE: i64 = 2_000;

/// What was looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The page, list, search or export.
    pub what: &'a str,
    /// For what purpose.
    pub why: &'a str,
    /// Whether it was allowed.
    pub allowed: bool,
    /// The ids of everyone shown, as text.
    pub subjects: &'a [String],
}

impl Look<'_> {
    /// Its row, but for its place and its seal.
    pub(crate) fn row(&self, footprint: &str, id: Uuid, at: Timestamp, actor: &str) -> Vec<Val> {
        vec![
            footprint.into(),
            id.to_string().into(),
            Val::instant(at),
            actor.into(),
            self.what.into(),
            self.why.into(),
            Val::flag(self.allowed),
            serde_json::Value::from(self.subjects.to_vec()).to_string().into(),
            Val::Null,
            Val::Null,
        ]
    }
}

/// Where the log of a footprint stands: the place of its last look, and that one's seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LookHead {
    pub place: i64,
    pub seal: Hash,
}

impl Default for LookHead {
    fn default() -> Self {
        Self::NEW
    }
}

impl LookHead {
    /// Before the first look.
    pub(crate) const NEW: Self = Self { place: 0, seal: [0; 32] };

    /// Where a log stands.
    pub(crate) fn read(tx: &mut dyn Tx, footprint: &str) -> Result<Self, StoreError> {
        let mut head = Self::NEW;
        tx.query(sql::LOOK_HEAD, &[footprint.into()], &mut |values| {
            head = Self::of_row(&Row::new("look_head", values))?;
            Ok(())
        })?;
        Ok(head)
    }

    fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { place: row.int(0)?, seal: seal_of(row.bytes_or_none(1)?.unwrap_or(&[]))? })
    }

    fn params(&self, footprint: &str) -> [Val; 3] {
        [footprint.into(), self.place.into(), Val::Bytes(self.seal.to_vec())]
    }

    /// Gives a row the next place, and its seal over the look before.
    pub(crate) fn fill_in(&mut self, row: &mut [Val]) {
        self.place += 1;
        row[PLACE] = self.place.into();
        self.seal = sealed(row, &self.seal);
        row[SEAL] = Val::Bytes(self.seal.to_vec());
    }

    /// Whether a row is the next one, as it was written; if so the log stands there.
    pub(crate) fn follows(&mut self, row: &[Val]) -> Result<(), &'static str> {
        if row[PLACE] != Val::Int(self.place + 1) {
            return Err("a look before it is missing, or it stands in the wrong place");
        }
        let seal = sealed(row, &self.seal);
        let holds = row[SEAL] == Val::Bytes(seal.to_vec());
        // The next one is judged by what this one claims, so that one alteration is one finding.
        self.place += 1;
        self.seal = if let Val::Bytes(claimed) = &row[SEAL] { seal_of(claimed).unwrap_or(seal) } else { seal };
        if holds { Ok(()) } else { Err("its seal does not hold") }
    }
}

/// The seal of a row over the look before: of all that is stored of it, and its place.
fn sealed(row: &[Val], before: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update(before);
    for value in &row[..SEAL] {
        match value {
            Val::Text(text) => {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            Val::Int(number) => hash.update(number.to_be_bytes()),
            Val::Bytes(_) | Val::Null | Val::KnownAt => hash.update([0]),
        }
    }
    hash.finalize().into()
}

/// Writes looks of one footprint in the order in which they stand. The row of the head is the lock that gives them places;
/// it is held to the commit.
pub(crate) fn write(tx: &mut dyn Connection, footprint: &str, looks: &mut [&mut Vec<Val>]) -> Result<(), StoreError> {
    let count = Val::Int(i64::try_from(looks.len()).unwrap_or(i64::MAX));
    let mut head = loop {
        let mut head = None;
        tx.query(sql::LOOK_HEAD_NEXT, &[footprint.into(), count.clone()], &mut |values| {
            head = Some(LookHead::of_row(&Row::new("look_head", values))?);
            Ok(())
        })?;
        match head {
            Some(head) => break head,
            None => tx.exec(sql::LOOK_HEAD_NEW, &[footprint.into(), Val::Bytes(LookHead::NEW.seal.to_vec())])?,
        };
    };
    // What it gives is already where the log stands after these.
    head.place -= looks.len() as i64;
    for row in looks.iter_mut() {
        head.fill_in(row);
    }
    let rows: Vec<&[Val]> = looks.iter().map(|row| row.as_slice()).collect();
    tx.insert(&table::LOOK, &rows, false)?;
    tx.exec(sql::LOOK_HEAD_SET, &head.params(footprint))?;
    Ok(())
}

/// Says where the log of a footprint stands.
pub(crate) fn set_head(tx: &mut dyn Connection, footprint: &str, head: LookHead) -> Result<(), StoreError> {
    tx.exec(sql::LOOK_HEAD_NEW, &[footprint.into(), Val::Bytes(LookHead::NEW.seal.to_vec())])?;
    tx.exec(sql::LOOK_HEAD_SET, &head.params(footprint))?;
    Ok(())
}

/// Calls back with each look of a footprint that has a place, as a row of the table, in the order of their places.
pub(crate) fn each(
    tx: &mut dyn Tx,
    footprint: &str,
    each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let mut count = 0;
        tx.query(sql::LOOKS_AFTER, &[footprint.into(), after.into(), PAGE.into()], &mut |values| {
            count += 1;
            after = Row::new("look", values).int(PLACE)?;
            each(values)
        })?;
        if count < PAGE {
            return Ok(());
        }
    }
}

/// Seals the looks of before there were seals, in the order of their ids.
pub(crate) fn seal_all(tx: &mut dyn Connection) -> Result<(), StoreError> {
    let mut rows: Vec<Vec<Val>> = Vec::new();
    tx.query(sql::LOOKS_UNSEALED, &[], &mut |values| {
        rows.push(values.to_vec());
        Ok(())
    })?;
    for of_one in rows.chunk_by_mut(|one, other| one[0] == other[0]) {
        let mut head = LookHead::NEW;
        for row in of_one.iter_mut() {
            head.fill_in(row);
        }
        let rows: Vec<&[Val]> = of_one.iter().map(Vec::as_slice).collect();
        tx.insert(&table::LOOK, &rows, true)?;
        if let Some(Val::Text(footprint)) = of_one.first().map(|row| &row[0]) {
            set_head(tx, footprint, head)?;
        }
    }
    Ok(())
}

/// One line of the look-log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookLine {
    /// Its id; those of later looks are greater.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// At what.
    pub what: String,
    /// For what purpose.
    pub why: String,
    /// Whether it was allowed.
    pub allowed: bool,
    /// The ids of everything that it showed.
    pub subjects: Vec<String>,
}

/// Which looks are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct LooksAsked<'a> {
    /// None before this instant.
    pub from: Option<Timestamp>,
    /// None from this instant on.
    pub until: Option<Timestamp>,
    /// Only those before this one.
    pub before: Option<Uuid>,
    /// Only those of an account.
    pub account: Option<&'a str>,
    /// Only those that showed this.
    pub subject: Option<&'a str>,
    /// Only those that were refused.
    pub refused: bool,
}

impl LooksAsked<'_> {
    /// The looks stand in the order of their ids, which begin with the instant: days are a range of the key.
    fn params(&self, footprint: &str) -> [Val; 6] {
        let first = |at: Option<Timestamp>, otherwise| at.map_or(otherwise, first_id_at).to_string();
        let until = first(self.until, Uuid::max());
        let before = self.before.map_or(until.clone(), |before| before.to_string());
        [
            footprint.into(),
            first(self.from, Uuid::nil()).into(),
            until.min(before).into(),
            Val::flag(!self.refused),
            self.account.map_or_else(String::new, |account| format!("staff:%:{account}")).into(),
            self.subject.map_or_else(String::new, |subject| format!("%\"{subject}\"%")).into(),
        ]
    }
}

/// No id that was made at an instant or later is smaller.
fn first_id_at(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Uuid::from_u64_pair(millis << 16, 0)
}

impl LookLine {
    /// Looks that are asked for, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn found(
        tx: &mut dyn Tx,
        footprint: &str,
        asked: &LooksAsked<'_>,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        let params: Vec<Val> = asked.params(footprint).into_iter().chain([limit.into()]).collect();
        tx.query(sql::LOOKS_FOUND, &params, &mut |values| {
            lines.push(Self::of_row(values)?);
            Ok(())
        })?;
        Ok(lines)
    }

    /// The latest looks.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        Self::found(tx, footprint, &LooksAsked::default(), limit)
    }

    /// Calls back with each look between two instants, the earliest first, one at a time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_between(
        tx: &mut dyn Tx,
        footprint: &str,
        (from, until): (Timestamp, Timestamp),
        each: &mut dyn FnMut(Self),
    ) -> Result<(), StoreError> {
        let asked = LooksAsked { from: Some(from), until: Some(until), ..LooksAsked::default() };
        let [footprint, first, last, ..] = asked.params(footprint);
        tx.query(sql::LOOKS_BETWEEN, &[footprint, first, last], &mut |values| {
            each(Self::of_row(values)?);
            Ok(())
        })
    }

    /// One look.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, id: Uuid) -> Result<Option<Self>, StoreError> {
        let mut line = None;
        tx.query(sql::LOOK_LINE, &[footprint.into(), id.to_string().into()], &mut |values| {
            line = Some(Self::of_row(values)?);
            Ok(())
        })?;
        Ok(line)
    }

    fn of_row(values: &[Val]) -> Result<Self, StoreError> {
        let row = Row::new("look", values);
        Ok(Self {
            id: row.parsed(0, "a look's id", |text| text.parse().ok())?,
            at: row.instant(1)?,
            actor: row.text(2)?.to_owned(),
            what: row.text(3)?.to_owned(),
            why: row.text(4)?.to_owned(),
            allowed: row.int(5)? != 0,
            subjects: row.parsed(6, "a list of ids", |text| serde_json::from_str(text).ok())?,
        })
    }
}
