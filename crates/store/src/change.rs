//! What one command writes: entries of the journal, the rows that follow, and its first outcome.

use jiff::Timestamp;
use porch_domain::{
    actor::Actor,
    event::{Event, StreamId},
    ids::{CommandId, ImportId},
};

use crate::{
    due::{Under, due_row},
    error::StoreError,
    journal::{Entry, Head, Personal, Stream},
    look::Look,
    record::{Meta, Record},
    table::Table,
    value::Val,
};

/// A change of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowChange {
    /// Writes a row, in place of one with the same key.
    Put(&'static Table, Vec<Val>),
    /// Writes a row whose key must be free.
    Add(&'static Table, Vec<Val>),
    /// Takes a row out by its key.
    Delete(&'static Table, Vec<Val>),
    /// Runs a statement of `sql.rs`.
    Run(&'static str, Vec<Val>),
    /// Runs a statement of `sql.rs` that must change a row; if it does not, the whole change is stale.
    Must(&'static str, Vec<Val>),
}

impl RowChange {
    /// Whether it waits for the instant from which the batch is known.
    fn needs_known_at(&self) -> bool {
        match self {
            Self::Put(_, values)
            | Self::Add(_, values)
            | Self::Delete(_, values)
            | Self::Run(_, values)
            | Self::Must(_, values) => values.contains(&Val::KnownAt),
        }
    }

    pub(crate) fn filled(&self, known: Timestamp) -> Self {
        let fill = |values: &[Val]| values.iter().map(|value| value.filled(known)).collect();
        match self {
            Self::Put(table, values) => Self::Put(table, fill(values)),
            Self::Add(table, values) => Self::Add(table, fill(values)),
            Self::Delete(table, values) => Self::Delete(table, fill(values)),
            Self::Run(sql, values) => Self::Run(sql, fill(values)),
            Self::Must(sql, values) => Self::Must(sql, fill(values)),
        }
    }
}

/// An entry that waits for its batch.
#[derive(Debug, Clone)]
pub(crate) struct NewEntry {
    pub stream: StreamId,
    pub version: i64,
    /// The seal of the entry before, where that was read; none when it stands in the same change.
    pub before: Option<[u8; 32]>,
    /// The row of the journal, but for what the transaction fills in.
    pub row: Vec<Val>,
    /// What identifies a person, beside it.
    pub personal: Option<Vec<Val>>,
}

/// Everything that one command writes, in one transaction or not at all.
#[derive(Debug, Clone)]
pub struct Change {
    pub(crate) footprint: String,
    pub(crate) now: Timestamp,
    pub(crate) actor: String,
    pub(crate) command: CommandId,
    pub(crate) import: Option<ImportId>,
    pub(crate) outcome: Option<String>,
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) rows: Vec<RowChange>,
    /// Rows that wait for the instant from which the batch is known; written after the others.
    pub(crate) late: Vec<RowChange>,
    /// Rows of the look-log, but for what the transaction fills in.
    pub(crate) looks: Vec<Vec<Val>>,
}

impl Change {
    /// An empty change of a command.
    pub fn new(footprint: &str, now: Timestamp, actor: &Actor, command: CommandId) -> Self {
        Self {
            footprint: footprint.to_owned(),
            now,
            actor: actor.written(),
            command,
            import: None,
            outcome: None,
            entries: Vec::new(),
            rows: Vec::new(),
            late: Vec::new(),
            looks: Vec::new(),
        }
    }

    /// Marks everything in it as part of an import, which nobody sees before the import is whole.
    #[must_use]
    pub fn of_import(mut self, import: ImportId) -> Self {
        self.import = Some(import);
        self
    }

    /// Keeps the outcome, so that the same command again gives the same answer and changes nothing (INV-08).
    pub fn first_outcome(&mut self, outcome: String) {
        self.outcome = Some(outcome);
    }

    /// Adds an event to a stream that was read, and the rows that follow from it. `salt` is fresh randomness. The service
    /// looks at the referral at once, since no rules say when it must.
    ///
    /// # Errors
    /// When the event cannot follow, cannot be written, or would break a promise.
    pub fn append(&mut self, stream: &mut Stream, event: &Event, salt: [u8; 16]) -> Result<(), StoreError> {
        self.append_under(None, stream, event, salt)
    }

    /// The same, where it is known by which rules the service must look at the referral again.
    ///
    /// # Errors
    /// When the event cannot follow, cannot be written, or would break a promise.
    pub fn append_under(
        &mut self,
        under: Option<&Under<'_>>,
        stream: &mut Stream,
        event: &Event,
        salt: [u8; 16],
    ) -> Result<(), StoreError> {
        let written = event.write()?;
        let version = stream.head.version + 1;
        let meta = Meta { footprint: &self.footprint, version, known_at: Val::KnownAt, import: self.import };
        let (record, rows) = Record::after(stream.id, stream.record.take(), event, &meta)?;
        record.promises()?;
        if let Some(referral) = record.referral() {
            self.rows.extend(due_row(&self.footprint, referral, (version, version == 1), under));
        }
        // A stream that is new has nothing before it to look for.
        let in_this_change = version > 1 && self.entries.iter().any(|entry| entry.stream == stream.id);
        let personal = written.personal.map(|content| Personal { salt: salt.to_vec(), content });
        let entry = Entry {
            stream: stream.id,
            version,
            batch: 0,
            known_at: self.now,
            actor: self.actor.clone(),
            command_id: self.command.to_string(),
            import: self.import,
            event: written.event.to_owned(),
            format: written.format,
            payload: written.payload,
            personal_seal: personal.as_ref().map(Personal::seal),
            hash: [0; 32],
            personal,
        };
        self.entries.push(NewEntry {
            stream: stream.id,
            version,
            before: (!in_this_change).then_some(stream.head.hash),
            row: entry.values(&self.footprint),
            personal: entry.personal_values(&self.footprint),
        });
        rows.into_iter().for_each(|row| self.row(row));
        stream.record = Some(record);
        stream.head = Head { version, ..stream.head };
        Ok(())
    }

    /// Adds a row that does not follow from the journal, such as a look or a session.
    pub fn row(&mut self, row: RowChange) {
        if row.needs_known_at() { self.late.push(row) } else { self.rows.push(row) }
    }

    /// The rows alone, to go with another change.
    pub fn into_rows(mut self) -> Vec<RowChange> {
        self.rows.append(&mut self.late);
        self.rows
    }

    /// How many journal entries it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many rows it writes, entries included.
    pub(crate) fn rows_to_write(&self) -> usize {
        self.entries.len() + self.rows.len() + self.late.len() + self.looks.len()
    }

    /// Whether it writes nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.rows.is_empty()
            && self.late.is_empty()
            && self.looks.is_empty()
            && self.outcome.is_none()
    }

    /// Streams that it writes to, each once for each entry.
    pub(crate) fn streams(&self) -> impl Iterator<Item = StreamId> + '_ {
        self.entries.iter().map(|entry| entry.stream)
    }

    /// Notes that somebody looked, under a fresh id.
    pub fn look(&mut self, id: uuid::Uuid, look: &Look<'_>) {
        self.looks.push(look.row(&self.footprint, id, self.now, &self.actor));
    }

    pub(crate) fn command_row(&self) -> Option<Vec<Val>> {
        self.outcome.as_ref().map(|outcome| {
            vec![
                self.footprint.clone().into(),
                self.command.to_string().into(),
                Val::instant(self.now),
                outcome.clone().into(),
            ]
        })
    }
}
