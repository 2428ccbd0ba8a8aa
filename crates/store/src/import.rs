//! What an import needs of the store: a lease, what is known of a sender's row, and the taking out of what was not
//! finished.

use jiff::Timestamp;
use porch_domain::{
    event::StreamKind,
    ids::{ImportId, PersonId},
};

use crate::{
    Store,
    change::RowChange,
    engine::{Connection, Tx},
    error::StoreError,
    sql,
    value::{Row, Val},
};

/// Streams taken out in one transaction: short enough that nobody waits for it.
const TAKE_OUT: i64 = 500;

/// The right to write a history into a footprint; one program at a time holds it.
#[derive(Debug, Clone)]
pub struct ImportLease {
    footprint: String,
    holder: String,
}

/// An import that did not finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnfinishedImport(pub ImportId);

/// What is known of a sender's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRow {
    /// What stood for its content; none once what identified her was erased.
    pub content_key: Option<String>,
    /// The import that brought it.
    pub import: ImportId,
}

const LEASE: &str = "import";

impl ImportLease {
    /// Renews the lease in the same transaction as what is written under it: both or neither.
    pub fn renewed(&self, until: Timestamp) -> RowChange {
        let holder = self.holder.clone().into();
        RowChange::Must(
            sql::LEASE_RENEW,
            vec![self.footprint.clone().into(), LEASE.into(), holder, Val::instant(until)],
        )
    }
}

impl Store {
    /// Takes the lease, or says until when someone else holds it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn take_import_lease(
        &self,
        footprint: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Result<ImportLease, Timestamp>, StoreError> {
        self.maintain(|tx| {
            let mut taken = false;
            let params = [footprint.into(), LEASE.into(), holder.into(), Val::instant(until), Val::instant(now)];
            tx.query(sql::LEASE_TAKE, &params, &mut |_| {
                taken = true;
                Ok(())
            })?;
            if taken {
                return Ok(Ok(ImportLease { footprint: footprint.to_owned(), holder: holder.to_owned() }));
            }
            let mut held_until = now;
            tx.query(sql::LEASE_UNTIL, &[footprint.into(), LEASE.into()], &mut |values| {
                held_until = Row::new("lease", values).instant(0)?;
                Ok(())
            })?;
            Ok(Err(held_until))
        })
    }

    /// Gives the lease back.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn free_import_lease(&self, lease: &ImportLease) -> Result<(), StoreError> {
        self.maintain(|tx| {
            tx.exec(sql::LEASE_FREE, &[lease.footprint.clone().into(), LEASE.into(), lease.holder.clone().into()])
                .map(|_| ())
        })
    }

    /// Imports that did not finish.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unfinished_imports(&self, footprint: &str) -> Result<Vec<UnfinishedImport>, StoreError> {
        self.read(|tx| UnfinishedImport::all(tx, footprint))
    }

    /// Until when someone holds the lease, if anyone does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn import_lease_until(&self, footprint: &str) -> Result<Option<Timestamp>, StoreError> {
        self.read(|tx| {
            let mut until = None;
            tx.query(sql::LEASE_UNTIL, &[footprint.into(), LEASE.into()], &mut |values| {
                until = Some(Row::new("lease", values).instant(0)?);
                Ok(())
            })?;
            Ok(until)
        })
    }

    /// Takes out what an unfinished import wrote, a few streams at a time. Nobody has seen any of it; an import that is
    /// whole stays whole.
    ///
    /// # Errors
    /// When the database cannot be written; what is left is taken out the next time.
    pub fn take_out(&self, footprint: &str, import: ImportId) -> Result<u64, StoreError> {
        let mut taken = 0;
        loop {
            let now = self.maintain(|tx| take_out_some(tx, footprint, import))?;
            if now == 0 {
                return Ok(taken);
            }
            taken += now;
        }
    }
}

fn take_out_some(tx: &mut dyn Connection, footprint: &str, import: ImportId) -> Result<u64, StoreError> {
    let import_text = import.to_string();
    // The counter's lock comes first: a completion that is on its way is then there to be seen, or comes too late.
    tx.exec(sql::COUNTER_LESS, &[footprint.into(), Val::Int(0)])?;
    let mut unfinished = false;
    tx.query(sql::IMPORT_UNFINISHED, &[footprint.into(), import_text.clone().into()], &mut |_| {
        unfinished = true;
        Ok(())
    })?;
    if !unfinished {
        return Ok(0);
    }
    let mut first_batch = 0;
    tx.query(sql::IMPORT_FIRST_BATCH, &[footprint.into(), import_text.clone().into()], &mut |values| {
        first_batch = Row::new("journal", values).int(0)?;
        Ok(())
    })?;
    let mut streams: Vec<(StreamKind, String, Option<String>)> = Vec::new();
    let params = [footprint.into(), import_text.clone().into(), first_batch.into(), TAKE_OUT.into()];
    tx.query(sql::IMPORTED_STREAMS, &params, &mut |values| {
        let row = Row::new("journal", values);
        let payload: serde_json::Value = row.parsed(2, "JSON", |text| serde_json::from_str(text).ok())?;
        streams.push((
            row.parsed(0, "a kind of stream", StreamKind::of_code)?,
            row.text(1)?.to_owned(),
            payload.get("sender_key").and_then(|key| key.as_str()).map(str::to_owned),
        ));
        Ok(())
    })?;
    let mut entries = 0;
    for (kind, id, sender_key) in &streams {
        let of_stream = [footprint.into(), kind.code().into(), id.clone().into()];
        tx.exec(sql::PERSONAL_ERASE, &of_stream)?;
        let of_import = [footprint.into(), id.clone().into(), import_text.clone().into()];
        match kind {
            StreamKind::Referral => {
                tx.exec(sql::DELETE_IMPORTED_REFERRAL, &of_import)?;
                tx.exec(sql::DELETE_IMPORTED_FACT, &of_import)?;
                tx.exec(sql::DELETE_IMPORTED_QUEUE, &of_import)?;
                tx.exec(sql::DELETE_IMPORTED_CASELOAD, &of_import)?;
                tx.exec(sql::DELETE_IMPORTED_DUE, &of_import)?;
            }
            StreamKind::Person => {
                tx.exec(sql::DELETE_IMPORTED_PERSON, &of_import)?;
            }
            StreamKind::Footprint
            | StreamKind::HistoryImport
            | StreamKind::Message
            | StreamKind::Advice
            | StreamKind::Template
            | StreamKind::Account
            | StreamKind::Duty
            | StreamKind::Meeting
            | StreamKind::Opening
            | StreamKind::Screening
            | StreamKind::TextPack
            | StreamKind::SaidAndDone
            | StreamKind::Comment => {}
        }
        if let Some(key) = sender_key {
            tx.exec(sql::DELETE_SENDER_ROW, &[footprint.into(), key.clone().into(), id.clone().into()])?;
        }
        let of_entry = [footprint.into(), kind.code().into(), id.clone().into(), import_text.clone().into()];
        entries += tx.exec(sql::DELETE_ENTRY, &of_entry)?;
    }
    tx.exec(sql::COUNTER_LESS, &[footprint.into(), Val::Int(i64::try_from(entries).unwrap_or(i64::MAX))])?;
    Ok(streams.len() as u64)
}

impl UnfinishedImport {
    /// Imports that did not finish.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        tx.query(sql::UNFINISHED_IMPORTS, &[footprint.into()], &mut |values| {
            let row = Row::new("history_import", values);
            found.push(Self(row.parsed(0, "an import's id", |text| text.parse().ok())?));
            Ok(())
        })?;
        Ok(found)
    }
}

impl KnownRow {
    /// What is known of a sender's row: the key of its content stands in the entry that it became, and nowhere else.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find(tx: &mut dyn Tx, footprint: &str, sender_key: &str) -> Result<Option<Self>, StoreError> {
        let mut known = None;
        tx.query(sql::SENDER_ROW_SAID, &[footprint.into(), sender_key.into()], &mut |values| {
            let row = Row::new("sender_row", values);
            let import = row.parsed(0, "an import's id", |text| text.parse().ok())?;
            let content_key = match row.text_or_none(1)? {
                None => None,
                Some(_) => Some(row.parsed(1, "what a sender's row said", content_key)?),
            };
            known = Some(Self { content_key, import });
            Ok(())
        })?;
        Ok(known)
    }

    /// Whether anything is known of a sender's row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_known(tx: &mut dyn Tx, footprint: &str, sender_key: &str) -> Result<bool, StoreError> {
        let mut known = false;
        tx.query(sql::SENDER_ROW, &[footprint.into(), sender_key.into()], &mut |_| {
            known = true;
            Ok(())
        })?;
        Ok(known)
    }
}

fn content_key(personal: &str) -> Option<String> {
    let said: serde_json::Value = serde_json::from_str(personal).ok()?;
    said.get("content_key")?.as_str().map(str::to_owned)
}

/// What is known of a person whom a sender's row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownPerson {
    /// She has a record.
    Recorded,
    /// She had one, and what identified her was erased.
    Erased,
}

impl KnownPerson {
    /// What is known of a person; nothing where she has no record.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Option<Self>, StoreError> {
        let mut known = None;
        tx.query(sql::PERSON_ERASED, &[footprint.into(), person.to_string().into()], &mut |values| {
            let erased = Row::new("person", values).int(0)? != 0;
            known = Some(if erased { Self::Erased } else { Self::Recorded });
            Ok(())
        })?;
        Ok(known)
    }
}
