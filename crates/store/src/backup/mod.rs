//! An engine-neutral backup: one gzip stream of JSON lines, closed by a count and a SHA-256 of what went before.
//!
//! It holds what cannot be made again: the journal with what identifies people, first outcomes, looks, files of referrals,
//! what was counted at the door, and the hashes of passwords and second factors, without which nobody could sign in to what
//! was restored. Rows follow by replay; drafts, sessions, tries at passwords and tokens of other programs are left out. It also lists every stream whose personal data
//! were erased, so that a restore can never bring them back.

mod line;
mod restore;

use std::{collections::BTreeSet, io::Write};

use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use porch_domain::{event::StreamKind, ids::hex};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use line::erased_people;

use line::{EntryLine, FileLine, Line};

use crate::{
    Store,
    draft::{StoredFile, door_counts},
    engine::Tx,
    error::StoreError,
    journal::Entry,
    look,
    seal::{Seal, SealLine},
    sql,
    value::Row,
    verify::Watch,
};

/// The format that this program writes; it reads those before it. The second has hashes of passwords, files,
/// and what was counted at the door; the third has seals; the fourth second factors.
const FORMAT: u32 = 4;
const PAGE: i64 = 2_000;
/// The fact about a database that goes with its content: everyone in it is invented.
const DEMONSTRATION: &str = "demonstration";

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
        self.settle()?;
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
    write_looks(tx, footprint, out)?;
    tx.query(sql::CREDENTIALS, &[footprint.into()], &mut |values| {
        let row = Row::new("credential", values);
        out.line(&Line::Credential {
            footprint: footprint.to_owned(),
            account: row.text(0)?.to_owned(),
            password_hash: row.text(1)?.to_owned(),
            set: row.int(2)?,
        })
    })?;
    write_factors(tx, footprint, out)?;
    write_files(tx, footprint, out)?;
    for (on, what, times) in door_counts(tx, footprint)? {
        out.line(&Line::DoorCount { footprint: footprint.to_owned(), on: on.to_string(), what, times })?;
    }
    Ok(())
}

/// Factors as they are kept, encrypted where they are secret, and the hashes of recovery codes.
fn write_factors<W: Write>(tx: &mut dyn Tx, footprint: &str, out: &mut Out<W>) -> Result<(), StoreError> {
    tx.query(sql::FACTORS_ALL, &[footprint.into()], &mut |values| {
        let row = Row::new("factor", values);
        out.line(&Line::Factor {
            footprint: footprint.to_owned(),
            account: row.text(0)?.to_owned(),
            factor: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            kept: hex(row.bytes(3)?),
            last_step: row.int(4)?,
            made: row.int(5)?,
            used: row.int_or_none(6)?,
        })
    })?;
    tx.query(sql::RECOVERY_CODES_ALL, &[footprint.into()], &mut |values| {
        let row = Row::new("recovery_code", values);
        out.line(&Line::RecoveryCode {
            footprint: footprint.to_owned(),
            account: row.text(0)?.to_owned(),
            code_hash: row.text(1)?.to_owned(),
            made: row.int(2)?,
        })
    })
}

/// Looks in their places, and the seals over them and the journal.
fn write_looks<W: Write>(tx: &mut dyn Tx, footprint: &str, out: &mut Out<W>) -> Result<(), StoreError> {
    look::each(tx, footprint, &mut |values| {
        let row = Row::new("look", values);
        out.line(&Line::Look {
            footprint: footprint.to_owned(),
            id: row.text(1)?.to_owned(),
            at: row.int(2)?,
            actor: row.text(3)?.to_owned(),
            what: row.text(4)?.to_owned(),
            why: row.text(5)?.to_owned(),
            allowed: row.int(6)?,
            subjects: row.text(7)?.to_owned(),
            place: Some(row.int(8)?),
            seal: row.bytes_or_none(9)?.map(hex),
        })
    })?;
    tx.query(sql::SEALS_AFTER, &[footprint.into(), 0.into()], &mut |values| {
        out.line(&Line::Seal(Box::new(SealLine::from(&Seal::of_row(values)?))))
    })
}

/// One file at a time: all of them together may be more than fits into memory.
fn write_files<W: Write>(tx: &mut dyn Tx, footprint: &str, out: &mut Out<W>) -> Result<(), StoreError> {
    let mut files = Vec::new();
    tx.query(sql::FILES_ALL, &[footprint.into()], &mut |values| {
        files.push(FileLine::of(footprint, &Row::new("attachment", values))?);
        Ok(())
    })?;
    for file in files {
        let content = StoredFile::content(tx, footprint, file.referral, file.id)?.unwrap_or_default();
        out.line(&Line::File(Box::new(file.with(&content))))?;
    }
    Ok(())
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
