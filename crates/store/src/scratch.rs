//! A scratch file beside the work: what one import must remember of a whole file without holding it in memory.

use std::path::Path;

use porch_domain::ids::PersonId;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::{engine::sqlite::error, error::StoreError};

/// Remembers which referrals a file named and what it says of each person; gone when it is dropped.
pub struct Scratch {
    db: Connection,
}

/// A person whom a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedPerson {
    /// Our id.
    pub person: PersonId,
    /// The sender's id.
    pub sender: String,
    /// What the file says of her.
    pub said: String,
}

impl Scratch {
    /// A new scratch file in a folder. It is unlinked at once, so that it goes with the program, even after a crash.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn new(folder: &Path) -> Result<Self, StoreError> {
        let file = tempfile::Builder::new().prefix(".porch-import-").tempfile_in(folder);
        let file = file.map_err(|failure| StoreError::CannotWrite(failure.to_string()))?;
        let db = Connection::open(file.path()).map_err(error)?;
        // The open connection keeps the unlinked file until the end.
        drop(file);
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA cache_size = -32000;
             CREATE TABLE referral (sender TEXT PRIMARY KEY, line INTEGER NOT NULL) STRICT, WITHOUT ROWID;
             CREATE TABLE person (id BLOB PRIMARY KEY, sender TEXT NOT NULL, said TEXT NOT NULL)
                 STRICT, WITHOUT ROWID;
             BEGIN;",
        )
        .map_err(error)?;
        Ok(Self { db })
    }

    /// Notes a referral's id, and says on which line it stood before, if it did.
    ///
    /// # Errors
    /// When the scratch file cannot be written.
    pub fn note_referral(&mut self, sender: &str, line: u64) -> Result<Option<u64>, StoreError> {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        let mut add = self
            .db
            .prepare_cached("INSERT INTO referral (sender, line) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .map_err(error)?;
        if add.execute(params![sender, line]).map_err(error)? == 1 {
            return Ok(None);
        }
        let mut find = self.db.prepare_cached("SELECT line FROM referral WHERE sender = ?1").map_err(error)?;
        let first: i64 = find.query_row(params![sender], |row| row.get(0)).map_err(error)?;
        Ok(Some(u64::try_from(first).unwrap_or(0)))
    }

    /// Notes what a row says of a person: `merge` gets what is known so far, and gives what is known then.
    ///
    /// # Errors
    /// When the scratch file cannot be written.
    pub fn note_person(
        &mut self,
        person: PersonId,
        sender: &str,
        merge: impl FnOnce(Option<&str>) -> Result<String, StoreError>,
    ) -> Result<(), StoreError> {
        let id = person.0.as_bytes();
        let mut find = self.db.prepare_cached("SELECT said FROM person WHERE id = ?1").map_err(error)?;
        let known: Option<String> = find.query_row(params![id], |row| row.get(0)).optional().map_err(error)?;
        let said = merge(known.as_deref())?;
        let mut put = self
            .db
            .prepare_cached(
                "INSERT INTO person (id, sender, said) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET said = excluded.said",
            )
            .map_err(error)?;
        put.execute(params![id, sender, said]).map(|_| ()).map_err(error)
    }

    /// The next people in the order of their ids, with what the file says of each.
    ///
    /// # Errors
    /// When the scratch file cannot be read.
    pub fn people_after(&self, after: Option<PersonId>, count: u64) -> Result<Vec<NotedPerson>, StoreError> {
        let mut next = self
            .db
            .prepare_cached("SELECT id, sender, said FROM person WHERE id > ?1 ORDER BY id LIMIT ?2")
            .map_err(error)?;
        let after = after.map(|person| *person.0.as_bytes());
        let after = after.as_ref().map_or(&[][..], |id| &id[..]);
        let rows = next.query_map(params![after, i64::try_from(count).unwrap_or(i64::MAX)], |row| {
            Ok(NotedPerson { person: PersonId(Uuid::from_bytes(row.get(0)?)), sender: row.get(1)?, said: row.get(2)? })
        });
        rows.map_err(error)?.collect::<Result<_, _>>().map_err(error)
    }

    /// How many people the file names.
    ///
    /// # Errors
    /// When the scratch file cannot be read.
    pub fn people(&self) -> Result<u64, StoreError> {
        let count: i64 = self.db.query_row("SELECT COUNT(*) FROM person", [], |row| row.get(0)).map_err(error)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
