//! Seals over everything that is kept for good: the journal up to a batch, and the look-log up to a place. Each is sealed over
//! the one before. A chain inside a database can be made anew by whoever may write to it; a seal that was written elsewhere
//! cannot, so it proves that nothing before it was altered, taken out, added or put elsewhere.

use jiff::Timestamp;
use porch_domain::{
    actor::Actor,
    ids::{CommandId, hex, unhex},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Store,
    change::{Change, RowChange},
    engine::Tx,
    error::StoreError,
    journal::{Hash, seal_of},
    look::LookHead,
    sql, table,
    value::{Row, Val},
    verify::Finding,
};

/// A seal over a part of the journal and the whole of the look-log up to then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The footprint.
    pub footprint: String,
    /// Its number: one more than that of the seal before.
    pub number: i64,
    /// When it was made.
    pub at: Timestamp,
    /// The last batch that it covers.
    pub batch: i64,
    /// How many entries came after those of the seal before.
    pub entries: i64,
    /// SHA-256 over the seals of those entries.
    pub journal: [u8; 32],
    /// The place of the last look that it covers.
    pub looks: i64,
    /// The seal of that look.
    pub look: [u8; 32],
    /// SHA-256 over all of this and the seal before.
    pub hash: [u8; 32],
}

/// A seal as one line of a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealLine {
    footprint: String,
    number: i64,
    at: Timestamp,
    batch: i64,
    entries: i64,
    journal: String,
    looks: i64,
    look: String,
    hash: String,
}

impl From<&Seal> for SealLine {
    fn from(seal: &Seal) -> Self {
        Self {
            footprint: seal.footprint.clone(),
            number: seal.number,
            at: seal.at,
            batch: seal.batch,
            entries: seal.entries,
            journal: hex(&seal.journal),
            looks: seal.looks,
            look: hex(&seal.look),
            hash: hex(&seal.hash),
        }
    }
}

impl SealLine {
    /// The seal; none where a hash is none.
    pub(crate) fn seal(self) -> Option<Seal> {
        let bytes = |text: &str| unhex(text).and_then(|bytes| Hash::try_from(bytes).ok());
        Some(Seal {
            number: self.number,
            at: self.at,
            batch: self.batch,
            entries: self.entries,
            journal: bytes(&self.journal)?,
            looks: self.looks,
            look: bytes(&self.look)?,
            hash: bytes(&self.hash)?,
            footprint: self.footprint,
        })
    }
}

impl Seal {
    /// The seal as one line of JSON, without the end of the line.
    pub fn line(&self) -> String {
        // No field of it can fail to be written.
        serde_json::to_string(&SealLine::from(self)).unwrap_or_default()
    }

    /// Reads one line; none where it is no seal.
    pub fn parse(line: &str) -> Option<Self> {
        serde_json::from_str::<SealLine>(line).ok()?.seal()
    }

    /// What its hash must be, over the hash of the seal before.
    fn sealed(&self, before: &Hash) -> Hash {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update((self.footprint.len() as u64).to_be_bytes());
        hash.update(self.footprint.as_bytes());
        for number in [self.number, self.at.as_millisecond(), self.batch, self.entries, self.looks] {
            hash.update(number.to_be_bytes());
        }
        hash.update(self.journal);
        hash.update(self.look);
        hash.finalize().into()
    }

    pub(crate) fn row(&self) -> Vec<Val> {
        let bytes = |hash: &Hash| Val::Bytes(hash.to_vec());
        vec![
            self.footprint.clone().into(),
            self.number.into(),
            Val::instant(self.at),
            self.batch.into(),
            self.entries.into(),
            bytes(&self.journal),
            self.looks.into(),
            bytes(&self.look),
            bytes(&self.hash),
        ]
    }

    pub(crate) fn of_row(values: &[Val]) -> Result<Self, StoreError> {
        let row = Row::new("seal", values);
        let bytes = |column| seal_of(row.bytes_or_none(column)?.unwrap_or(&[]));
        Ok(Self {
            footprint: row.text(0)?.to_owned(),
            number: row.int(1)?,
            at: row.instant(2)?,
            batch: row.int(3)?,
            entries: row.int(4)?,
            journal: bytes(5)?,
            looks: row.int(6)?,
            look: bytes(7)?,
            hash: bytes(8)?,
        })
    }
}

impl Store {
    /// Seals what came since the last seal; none where nothing did. Entries of an import that is not whole wait for it, since
    /// they may be taken out again. Where another program sealed meanwhile, this gives none as well.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn make_seal(&self, footprint: &str, at: Timestamp, command: CommandId) -> Result<Option<Seal>, StoreError> {
        self.settle()?;
        let next = self.read(|tx| next(tx, footprint, at))?;
        let Some(seal) = next else { return Ok(None) };
        let mut change = Change::new(footprint, at, &Actor::System, command);
        change.row(RowChange::Add(&table::SEAL, seal.row()));
        match self.commit(change) {
            Ok(_) => Ok(Some(seal)),
            Err(StoreError::Taken(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The last seal of a footprint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_seal(&self, footprint: &str) -> Result<Option<Seal>, StoreError> {
        self.read(|tx| Ok(seals(tx, sql::SEAL_LAST, &[footprint.into()])?.pop()))
    }

    /// The seals after one number, the first first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn seals_after(&self, footprint: &str, number: i64) -> Result<Vec<Seal>, StoreError> {
        self.read(|tx| seals(tx, sql::SEALS_AFTER, &[footprint.into(), number.into()]))
    }

    /// Compares seals that were kept elsewhere with what is stored. That the chains within the database hold is for
    /// [`Store::verify`] to say; together they leave nothing before the last seal that could have been altered.
    ///
    /// # Errors
    /// When the database cannot be read. What does not hold is a finding, not an error.
    pub fn against_seals(&self, kept: &[Seal]) -> Result<Vec<Finding>, StoreError> {
        let mut kept: Vec<&Seal> = kept.iter().collect();
        kept.sort_by(|one, other| (&one.footprint, one.number).cmp(&(&other.footprint, other.number)));
        kept.dedup();
        self.read(|tx| {
            let mut findings = Vec::new();
            for of_one in kept.chunk_by(|one, other| one.footprint == other.footprint) {
                against(tx, of_one, &mut findings)?;
            }
            Ok(findings)
        })
    }
}

/// The seals of one footprint, in their order.
fn against(tx: &mut dyn Tx, kept: &[&Seal], findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let (mut number, mut batch, mut hash) = (0, 0, Hash::default());
    let stored = match kept.first() {
        Some(first) => seals(tx, sql::SEALS_AFTER, &[first.footprint.clone().into(), 0.into()])?,
        None => Vec::new(),
    };
    for seal in kept {
        let mut found = |what: &str| {
            let record = format!("seal {} of {}", seal.number, seal.at);
            findings.push(Finding { footprint: seal.footprint.clone(), record, what: what.to_owned() });
        };
        if seal.number != number + 1 {
            found("a seal before it is missing, or another has its number");
        } else if seal.sealed(&hash) != seal.hash {
            found("it was altered, or one before it was");
        } else if part(tx, &seal.footprint, batch, seal.batch)? != (seal.entries, seal.journal) {
            found("entries of the journal that it covers were altered, taken out, added or put elsewhere");
        }
        if look_at(tx, &seal.footprint, seal.looks)? != seal.look {
            found("looks that it covers were altered, taken out or put elsewhere");
        }
        if stored.iter().find(|stored| stored.number == seal.number) != Some(*seal) {
            found("the database has another seal of this number, or none");
        }
        (number, batch, hash) = (seal.number, seal.batch, seal.hash);
    }
    Ok(())
}

fn next(tx: &mut dyn Tx, footprint: &str, at: Timestamp) -> Result<Option<Seal>, StoreError> {
    let last = seals(tx, sql::SEAL_LAST, &[footprint.into()])?.pop();
    let (number, from, seen, before) =
        last.map_or((0, 0, 0, Hash::default()), |last| (last.number, last.batch, last.looks, last.hash));
    let batch = whole_up_to(tx, footprint)?.max(from);
    let (entries, journal) = part(tx, footprint, from, batch)?;
    let head = LookHead::read(tx, footprint)?;
    if entries == 0 && head.place == seen {
        return Ok(None);
    }
    let mut seal = Seal {
        footprint: footprint.to_owned(),
        number: number + 1,
        at,
        batch,
        entries,
        journal,
        looks: head.place,
        look: head.seal,
        hash: Hash::default(),
    };
    seal.hash = seal.sealed(&before);
    Ok(Some(seal))
}

fn seals(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<Seal>, StoreError> {
    let mut seals = Vec::new();
    tx.query(statement, params, &mut |values| {
        seals.push(Seal::of_row(values)?);
        Ok(())
    })?;
    Ok(seals)
}

/// The last batch before anything that may still be taken out.
fn whole_up_to(tx: &mut dyn Tx, footprint: &str) -> Result<i64, StoreError> {
    let mut up_to = 0;
    tx.query(sql::COUNTER, &[footprint.into()], &mut |values| {
        up_to = Row::new("batch_counter", values).int(0)?;
        Ok(())
    })?;
    let mut unfinished = Vec::new();
    tx.query(sql::UNFINISHED_IMPORTS, &[footprint.into()], &mut |values| {
        unfinished.push(values[0].clone());
        Ok(())
    })?;
    for import in unfinished {
        tx.query(sql::IMPORT_FIRST_BATCH, &[footprint.into(), import], &mut |values| {
            up_to = up_to.min(Row::new("journal", values).int(0)? - 1);
            Ok(())
        })?;
    }
    Ok(up_to)
}

/// How many entries came after one batch and up to another, and the hash over their seals.
fn part(tx: &mut dyn Tx, footprint: &str, after: i64, up_to: i64) -> Result<(i64, Hash), StoreError> {
    let (mut entries, mut hash) = (0, Sha256::new());
    tx.query(sql::SEALED_ENTRIES, &[footprint.into(), after.into(), up_to.into()], &mut |values| {
        entries += 1;
        hash.update(Row::new("journal", values).bytes_or_none(0)?.unwrap_or(&[]));
        Ok(())
    })?;
    Ok((entries, hash.finalize().into()))
}

/// The seal of the look at a place; that of an empty log before the first.
fn look_at(tx: &mut dyn Tx, footprint: &str, place: i64) -> Result<Hash, StoreError> {
    let mut seal = LookHead::NEW.seal;
    tx.query(sql::LOOK_SEAL, &[footprint.into(), place.into()], &mut |values| {
        seal = seal_of(Row::new("look", values).bytes_or_none(0)?.unwrap_or(&[]))?;
        Ok(())
    })?;
    Ok(seal)
}
