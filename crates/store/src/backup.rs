//! An engine-neutral backup: one gzip stream of JSON lines, closed by a count and a SHA-256 of what went before.
//!
//! It holds what cannot be made again: the journal with what identifies people, first outcomes, looks. Rows follow by
//! replay, but for the hashes of passwords: without them nobody could sign in to what was restored. It also lists every stream whose personal data were erased, so that a restore can never bring them back.

mod line;

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::Timestamp;
use porch_domain::{
    event::{StreamId, StreamKind},
    ids::{PersonId, hex},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    Store,
    change::RowChange,
    engine::{Connection, Tx},
    error::StoreError,
    journal::{Entry, Hash},
    record::Record,
    sql, table,
    value::{Row, Val},
    verify::Watch,
};

use line::{EntryLine, Line, parsed};

/// The format that this program writes; it reads every one before.
const FORMAT: u32 = 2;
const PAGE: i64 = 2_000;
/// The fact about a database that goes with its content: everyone in it is invented.
const DEMONSTRATION: &str = "demonstration";
/// Rows written in one go while restoring.
const GROUP: usize = 500;

/// Why a backup was not made or not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// The database says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is no backup of ours, or not whole.
    #[error("it is not a whole backup of this program: {0}")]
    NotWhole(String),
    /// Another program wrote it, perhaps a newer one.
    #[error("it was written in format {0}, and this program reads formats 1 to {FORMAT}")]
    OtherFormat(u32),
    /// The place is taken.
    #[error("the database is not empty (expected an empty one; a restore replaces nothing)")]
    NotEmpty,
    /// The journal in it was altered.
    #[error("{record} was altered: its seal does not hold")]
    Altered {
        /// Which.
        record: String,
    },
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backed {
    /// Journal entries.
    pub entries: u64,
    /// SHA-256 of the content, as the last line holds it.
    pub sha256: String,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Journal entries.
    pub entries: u64,
    /// Streams whose personal data stay erased.
    pub erased: u64,
}

struct Out<W: Write> {
    gzip: GzEncoder<W>,
    hash: Sha256,
    lines: u64,
    entries: u64,
}

impl<W: Write> Out<W> {
    fn line(&mut self, line: &Line) -> Result<(), StoreError> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        self.hash.update(text.as_bytes());
        self.lines += 1;
        self.gzip.write_all(text.as_bytes()).map_err(|error| StoreError::CannotWrite(error.to_string()))
    }
}

impl Store {
    /// Writes a consistent copy while others go on working.
    ///
    /// # Errors
    /// When the database cannot be read or `to` cannot be written.
    pub fn backup(&self, to: impl Write, now: Timestamp, watch: &mut Watch<'_>) -> Result<Backed, BackupError> {
        let mut out = Out { gzip: GzEncoder::new(to, Compression::fast()), hash: Sha256::new(), lines: 0, entries: 0 };
        self.read(|tx| {
            out.line(&Line::PorchBackup { format: FORMAT, made_at: now })?;
            if let Some(value) = meta(tx, DEMONSTRATION)? {
                out.line(&Line::Meta { name: DEMONSTRATION.to_owned(), value })?;
            }
            let mut footprints = Vec::new();
            tx.query(sql::FOOTPRINTS, &[], &mut |values| {
                footprints.push(Row::new("batch_counter", values).text(0)?.to_owned());
                Ok(())
            })?;
            for footprint in footprints {
                write_footprint(tx, &footprint, &mut out, watch)?;
            }
            Ok(())
        })?;
        let sha256 = hex(&out.hash.clone().finalize());
        let entries = out.entries;
        out.line(&Line::End { lines: out.lines, entries, sha256: sha256.clone() })?;
        out.gzip.finish()?.flush()?;
        Ok(Backed { entries, sha256 })
    }

    /// Restores a backup of either engine into an empty database, whole or not at all.
    ///
    /// `open` gives the content from its start, twice: it is checked before anything is written.
    ///
    /// # Errors
    /// [`BackupError`]; nothing was changed.
    pub fn restore<R: Read>(
        &self,
        mut open: impl FnMut() -> std::io::Result<R>,
        watch: &mut Watch<'_>,
    ) -> Result<Restored, BackupError> {
        let erased = check(lines(open()?))?;
        let mut failed = None;
        let restored = self.maintain(|tx| {
            let mut held = 0;
            tx.query(sql::JOURNAL_COUNT, &[], &mut |values| {
                held = Row::new("journal", values).int(0)?;
                Ok(())
            })?;
            let written = if held > 0 {
                Err(BackupError::NotEmpty)
            } else {
                open().map_err(BackupError::File).and_then(|content| write_all(tx, lines(content), &erased, watch))
            };
            written.map_err(|error| {
                failed = Some(error);
                StoreError::Closed
            })
        });
        match (restored, failed) {
            (_, Some(error)) => Err(error),
            (restored, None) => Ok(restored?),
        }
    }
}

fn meta(tx: &mut dyn Tx, name: &str) -> Result<Option<String>, StoreError> {
    let mut value = None;
    tx.query(sql::META, &[name.into()], &mut |values| {
        value = Some(Row::new("meta", values).text(0)?.to_owned());
        Ok(())
    })?;
    Ok(value)
}

fn write_footprint<W: Write>(
    tx: &mut dyn Tx,
    footprint: &str,
    out: &mut Out<W>,
    watch: &mut Watch<'_>,
) -> Result<(), StoreError> {
    let mut counter = (0, Timestamp::UNIX_EPOCH);
    tx.query(sql::COUNTER, &[footprint.into()], &mut |values| {
        let row = Row::new("batch_counter", values);
        counter = (row.int(0)?, row.instant(1)?);
        Ok(())
    })?;
    out.line(&Line::Footprint { footprint: footprint.to_owned(), last_batch: counter.0, last_known: counter.1 })?;
    let mut unfinished = BTreeSet::new();
    tx.query(sql::UNFINISHED_IMPORTS, &[footprint.into()], &mut |values| {
        unfinished.insert(Row::new("history_import", values).text(0)?.to_owned());
        Ok(())
    })?;
    // Two passes over the entries: what was erased comes first, so that a restore knows it before it writes.
    for listing in [true, false] {
        for kind in StreamKind::ALL {
            each_entry(tx, footprint, kind, &mut |entry| {
                let of_unfinished = entry.import.is_some_and(|import| unfinished.contains(&import.to_string()))
                    || (kind == StreamKind::HistoryImport && unfinished.contains(&entry.stream.id.to_string()));
                if of_unfinished {
                    return Ok(());
                }
                if listing {
                    if entry.event == "PersonalDataErased" {
                        out.line(&Line::Erased {
                            footprint: footprint.to_owned(),
                            kind: kind.code().to_owned(),
                            id: entry.stream.id,
                        })?;
                    }
                    return Ok(());
                }
                out.entries += 1;
                watch(out.entries);
                out.line(&Line::Entry(Box::new(EntryLine::of(footprint, entry))))
            })?;
        }
    }
    tx.query(sql::COMMANDS, &[footprint.into()], &mut |values| {
        let row = Row::new("command", values);
        out.line(&Line::Command {
            footprint: footprint.to_owned(),
            command: row.text(0)?.to_owned(),
            known: row.int(1)?,
            outcome: row.text(2)?.to_owned(),
        })
    })?;
    tx.query(sql::LOOKS_ALL, &[footprint.into()], &mut |values| {
        let row = Row::new("look", values);
        out.line(&Line::Look {
            footprint: footprint.to_owned(),
            id: row.text(0)?.to_owned(),
            at: row.int(1)?,
            actor: row.text(2)?.to_owned(),
            what: row.text(3)?.to_owned(),
            why: row.text(4)?.to_owned(),
            allowed: row.int(5)?,
            subjects: row.text(6)?.to_owned(),
        })
    })?;
    tx.query(sql::CREDENTIALS, &[footprint.into()], &mut |values| {
        let row = Row::new("credential", values);
        out.line(&Line::Credential {
            footprint: footprint.to_owned(),
            account: row.text(0)?.to_owned(),
            password_hash: row.text(1)?.to_owned(),
            set: row.int(2)?,
        })
    })
}

fn each_entry(
    tx: &mut dyn Tx,
    footprint: &str,
    kind: StreamKind,
    each: &mut dyn FnMut(Entry) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut after = (String::new(), 0i64);
    loop {
        let mut count = 0;
        let params = [footprint.into(), kind.code().into(), after.0.clone().into(), after.1.into(), PAGE.into()];
        tx.query(sql::JOURNAL_PAGE, &params, &mut |values| {
            let entry = Entry::of_row(kind, &Row::new("journal", values))?;
            after = (entry.stream.id.to_string(), entry.version);
            count += 1;
            each(entry)
        })?;
        if count < PAGE {
            return Ok(());
        }
    }
}

fn lines<R: Read>(content: R) -> impl Iterator<Item = Result<String, BackupError>> {
    BufReader::new(GzDecoder::new(content)).lines().map(|line| {
        line.map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
                BackupError::NotWhole(error.to_string())
            }
            _ => BackupError::File(error),
        })
    })
}

/// The people whose personal data were erased before a copy was made, each with her footprint.
///
/// # Errors
/// When it is not a whole copy of ours.
pub fn erased_people(content: impl Read) -> Result<Vec<(String, PersonId)>, BackupError> {
    let erased = check(lines(content))?.into_iter();
    let people = erased.filter(|(_, kind, _)| kind == StreamKind::Person.code());
    Ok(people.map(|(footprint, _, id)| (footprint, PersonId(id))).collect())
}

/// Reads all of it: whole, ours, and not newer. Gives the streams whose personal data are erased.
fn check(
    lines: impl Iterator<Item = Result<String, BackupError>>,
) -> Result<BTreeSet<(String, String, uuid::Uuid)>, BackupError> {
    let mut hash = Sha256::new();
    let mut erased = BTreeSet::new();
    let mut ended = false;
    for (count, line) in (0u64..).zip(lines) {
        let text = line?;
        if ended {
            return Err(BackupError::NotWhole("something follows its end".to_owned()));
        }
        let line = parsed(&text)?;
        if count == 0 {
            match &line {
                Line::PorchBackup { format, .. } if !(1..=FORMAT).contains(format) => {
                    return Err(BackupError::OtherFormat(*format));
                }
                Line::PorchBackup { .. } => {}
                _ => return Err(BackupError::NotWhole("it does not begin as one".to_owned())),
            }
        }
        match line {
            Line::End { lines, sha256, .. } => {
                if lines != count || sha256 != hex(&hash.clone().finalize()) {
                    return Err(BackupError::NotWhole("its content does not give its own SHA-256".to_owned()));
                }
                ended = true;
            }
            Line::Erased { footprint, kind, id } => {
                erased.insert((footprint, kind, id));
            }
            Line::PorchBackup { .. }
            | Line::Meta { .. }
            | Line::Footprint { .. }
            | Line::Entry(_)
            | Line::Command { .. }
            | Line::Look { .. }
            | Line::Credential { .. } => {}
        }
        hash.update(text.as_bytes());
        hash.update(b"\n");
    }
    if ended { Ok(erased) } else { Err(BackupError::NotWhole("its end is missing".to_owned())) }
}

#[derive(Default)]
struct Restoring {
    stream: Option<(String, StreamId)>,
    record: Option<Record>,
    seal: Hash,
    version: i64,
    journal: Vec<Vec<Val>>,
    personal: Vec<Vec<Val>>,
    commands: Vec<Vec<Val>>,
    looks: Vec<Vec<Val>>,
    credentials: Vec<Vec<Val>>,
    rows: Vec<RowChange>,
    entries: u64,
    in_footprint: i64,
}

fn write_all(
    tx: &mut dyn Connection,
    lines: impl Iterator<Item = Result<String, BackupError>>,
    erased: &BTreeSet<(String, String, uuid::Uuid)>,
    watch: &mut Watch<'_>,
) -> Result<Restored, BackupError> {
    let mut restoring = Restoring::default();
    let mut counter: Option<(String, i64, Timestamp)> = None;
    for line in lines {
        match parsed(&line?)? {
            Line::Meta { name, value } => {
                tx.exec(sql::META_PUT, &[name.into(), value.into()])?;
            }
            Line::Footprint { footprint, last_batch, last_known } => {
                close_footprint(tx, &mut counter, &mut restoring)?;
                counter = Some((footprint, last_batch, last_known));
            }
            Line::Entry(entry) => {
                restoring.entry(*entry, erased)?;
                watch(restoring.entries);
            }
            Line::Command { footprint, command, known, outcome } => {
                restoring.commands.push(vec![footprint.into(), command.into(), known.into(), outcome.into()]);
            }
            Line::Look { footprint, id, at, actor, what, why, allowed, subjects } => restoring.looks.push(vec![
                footprint.into(),
                id.into(),
                at.into(),
                actor.into(),
                what.into(),
                why.into(),
                allowed.into(),
                subjects.into(),
            ]),
            Line::Credential { footprint, account, password_hash, set } => {
                restoring.credentials.push(vec![footprint.into(), account.into(), password_hash.into(), set.into()]);
            }
            Line::PorchBackup { .. } | Line::Erased { .. } | Line::End { .. } => {}
        }
        restoring.flush(tx, GROUP)?;
    }
    close_footprint(tx, &mut counter, &mut restoring)?;
    restoring.flush(tx, 0)?;
    Ok(Restored { entries: restoring.entries, erased: erased.len() as u64 })
}

fn close_footprint(
    tx: &mut dyn Connection,
    counter: &mut Option<(String, i64, Timestamp)>,
    restoring: &mut Restoring,
) -> Result<(), StoreError> {
    if let Some((footprint, last_batch, last_known)) = counter.take() {
        tx.exec(sql::COUNTER_NEW, &[footprint.clone().into()])?;
        let params = [footprint.into(), last_batch.into(), Val::instant(last_known), restoring.in_footprint.into()];
        tx.exec(sql::COUNTER_SET, &params)?;
    }
    restoring.in_footprint = 0;
    Ok(())
}

impl Restoring {
    fn entry(&mut self, line: EntryLine, erased: &BTreeSet<(String, String, uuid::Uuid)>) -> Result<(), BackupError> {
        let footprint = line.footprint.clone();
        let gone = erased.contains(&(footprint.clone(), line.kind.clone(), line.stream));
        let record = format!("{} {} version {}", line.kind, line.stream, line.version);
        let altered = || BackupError::Altered { record: record.clone() };
        let mut entry = line.entry().ok_or_else(altered)?;
        if self.stream.as_ref().is_none_or(|(known, stream)| *known != footprint || *stream != entry.stream) {
            self.stream = Some((footprint.clone(), entry.stream));
            (self.record, self.seal, self.version) = (None, [0; 32], 0);
        }
        let seal_holds = entry.sealed(&footprint, &self.seal) == entry.hash && entry.version == self.version + 1;
        let personal_holds = match (&entry.personal, &entry.personal_seal) {
            (Some(personal), Some(seal)) => personal.seal() == *seal,
            (None, _) => true,
            (Some(_), None) => false,
        };
        if !seal_holds || !personal_holds {
            return Err(altered());
        }
        if gone {
            entry.personal = None;
        }
        (self.seal, self.version) = (entry.hash, entry.version);
        let (after, rows) = Record::after(entry.stream, self.record.take(), &entry.read()?, &entry.meta(&footprint))?;
        self.record = Some(after);
        self.rows.extend(rows);
        self.personal.extend(entry.personal_values(&footprint));
        self.journal.push(entry.values(&footprint));
        self.entries += 1;
        self.in_footprint += 1;
        Ok(())
    }

    fn flush(&mut self, tx: &mut dyn Connection, when_over: usize) -> Result<(), StoreError> {
        let waiting = [&self.journal, &self.commands, &self.looks, &self.credentials]
            .map(Vec::len)
            .into_iter()
            .max()
            .unwrap_or(0);
        if waiting <= when_over && when_over > 0 {
            return Ok(());
        }
        tx.insert(&table::JOURNAL, &std::mem::take(&mut self.journal), false)?;
        tx.insert(&table::PERSONAL, &std::mem::take(&mut self.personal), false)?;
        tx.insert(&table::COMMAND, &std::mem::take(&mut self.commands), false)?;
        tx.insert(&table::LOOK, &std::mem::take(&mut self.looks), false)?;
        tx.insert(&table::CREDENTIAL, &std::mem::take(&mut self.credentials), false)?;
        crate::writer::write_rows(tx, &std::mem::take(&mut self.rows))
    }
}
