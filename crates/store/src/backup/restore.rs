//! Restoring a backup: checked whole, then written whole, with what was erased left away.

use std::io::Read;

use jiff::Timestamp;
use porch_domain::{
    event::{StreamId, StreamKind},
    ids::unhex,
};

use super::{
    BackupError, Restored,
    line::{EntryLine, Erased, FileLine, Line, check, lines, parsed},
};
use crate::{
    Store,
    change::RowChange,
    due::due_row,
    engine::{Connection, lent},
    error::StoreError,
    journal::Hash,
    look::{self, LookHead},
    record::Record,
    sql, table,
    value::{Row, Val},
    verify::Watch,
};

/// Rows written in one go.
const GROUP: usize = 500;

/// Bytes of files that wait, at most, beside the one that comes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

impl Store {
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
    look_head: LookHead,
    seals: Vec<Vec<Val>>,
    credentials: Vec<Vec<Val>>,
    files: Vec<Vec<Val>>,
    door_counts: Vec<Vec<Val>>,
    bytes_of_files: usize,
    rows: Vec<RowChange>,
    entries: u64,
    in_footprint: i64,
}

fn write_all(
    tx: &mut dyn Connection,
    lines: impl Iterator<Item = Result<String, BackupError>>,
    erased: &Erased,
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
            Line::Look { footprint, id, at, actor, what, why, allowed, subjects, place, seal } => {
                let seal = seal.as_deref().and_then(unhex).map(Val::Bytes);
                restoring.look(vec![
                    footprint.into(),
                    id.into(),
                    at.into(),
                    actor.into(),
                    what.into(),
                    why.into(),
                    allowed.into(),
                    subjects.into(),
                    place.map_or(Val::Null, Val::Int),
                    seal.unwrap_or(Val::Null),
                ])?;
            }
            Line::Seal(line) => {
                let seal = line.seal().ok_or_else(|| BackupError::NotWhole("a seal of it is none".to_owned()))?;
                restoring.seals.push(seal.row());
            }
            Line::Credential { footprint, account, password_hash, set } => {
                restoring.credentials.push(vec![footprint.into(), account.into(), password_hash.into(), set.into()]);
            }
            Line::File(file) => restoring.file(*file, erased)?,
            Line::DoorCount { footprint, on, what, times } => {
                restoring.door_counts.push(vec![footprint.into(), on.into(), what.into(), times.into()]);
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
        let of = footprint.clone();
        let params = [footprint.into(), last_batch.into(), Val::instant(last_known), restoring.in_footprint.into()];
        tx.exec(sql::COUNTER_SET, &params)?;
        look::set_head(tx, &of, restoring.look_head)?;
    }
    restoring.look_head = LookHead::NEW;
    restoring.in_footprint = 0;
    Ok(())
}

impl Restoring {
    fn entry(&mut self, line: EntryLine, erased: &Erased) -> Result<(), BackupError> {
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
        self.rows.extend(rows);
        if let Some(referral) = after.referral() {
            self.rows.extend(due_row(&footprint, referral, (entry.version, entry.version == 1), None));
        }
        self.record = Some(after);
        self.personal.extend(entry.personal_values(&footprint));
        self.journal.push(entry.values(&footprint));
        self.entries += 1;
        self.in_footprint += 1;
        Ok(())
    }

    /// A look as it was sealed; one of before there were seals is sealed in the order of the copy.
    fn look(&mut self, mut row: Vec<Val>) -> Result<(), BackupError> {
        if row[8] == Val::Null {
            self.look_head.fill_in(&mut row);
        } else {
            let record = if let Val::Text(id) = &row[1] { format!("look {id}") } else { String::new() };
            self.look_head.follows(&row).map_err(|_| BackupError::Altered { record })?;
        }
        self.looks.push(row);
        Ok(())
    }

    /// A file whose referral was erased stays away.
    fn file(&mut self, file: FileLine, erased: &Erased) -> Result<(), BackupError> {
        if erased.contains(&(file.footprint.clone(), StreamKind::Referral.code().to_owned(), file.referral.0)) {
            return Ok(());
        }
        let record = format!("the file {} of referral {}", file.id, file.referral);
        let values = file.values().ok_or(BackupError::Altered { record })?;
        self.bytes_of_files +=
            values.iter().map(|value| if let Val::Bytes(bytes) = value { bytes.len() } else { 0 }).sum::<usize>();
        self.files.push(values);
        Ok(())
    }

    fn flush(&mut self, tx: &mut dyn Connection, when_over: usize) -> Result<(), StoreError> {
        let waiting = [&self.journal, &self.commands, &self.looks, &self.door_counts, &self.credentials]
            .map(Vec::len)
            .into_iter()
            .max()
            .unwrap_or(0);
        if waiting <= when_over && when_over > 0 && self.bytes_of_files <= MOST_BYTES {
            return Ok(());
        }
        tx.insert(&table::JOURNAL, &lent(&std::mem::take(&mut self.journal)), false)?;
        tx.insert(&table::PERSONAL, &lent(&std::mem::take(&mut self.personal)), false)?;
        tx.insert(&table::COMMAND, &lent(&std::mem::take(&mut self.commands)), false)?;
        tx.insert(&table::LOOK, &lent(&std::mem::take(&mut self.looks)), false)?;
        tx.insert(&table::SEAL, &lent(&std::mem::take(&mut self.seals)), false)?;
        tx.insert(&table::CREDENTIAL, &lent(&std::mem::take(&mut self.credentials)), false)?;
        tx.insert(&table::ATTACHMENT, &lent(&std::mem::take(&mut self.files)), false)?;
        self.bytes_of_files = 0;
        tx.insert(&table::DOOR_COUNT, &lent(&std::mem::take(&mut self.door_counts)), false)?;
        crate::writer::write_rows(tx, &std::mem::take(&mut self.rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERRAL: &str = "0190a0b0-0000-7000-8000-000000000003";

    fn file(content: &str) -> FileLine {
        let line = serde_json::json!({
            "footprint": "f",
            "id": "0190a0b0-0000-7000-8000-000000000021",
            "referral": REFERRAL,
            "name": "letter.txt",
            "media_type": "text/plain",
            "size": 8,
            // Of "invented".
            "sha256": porch_domain::ids::hex(&<sha2::Sha256 as sha2::Digest>::digest(b"invented")),
            "stored": 0,
            "content": content,
        });
        serde_json::from_value(line).unwrap()
    }

    fn look(place: Val, seal: Val) -> Vec<Val> {
        let texts =
            ["f", "0190a0b0-0000-7000-8000-000000000022", "", "staff:invented", "the queue", "triage", "", "[]"];
        let mut row: Vec<Val> = texts.map(Val::from).to_vec();
        (row[2], row[6]) = (Val::Int(0), Val::Int(1));
        row.extend([place, seal]);
        row
    }

    #[test]
    fn looks_are_restored_as_they_were_sealed_and_those_of_before_are_sealed_then() {
        let mut before = Restoring::default();
        for _ in 0..2 {
            before.look(look(Val::Null, Val::Null)).unwrap();
        }
        let mut again = Restoring::default();
        for row in before.looks.clone() {
            again.look(row).unwrap();
        }
        assert_eq!((again.look_head, &again.looks), (before.look_head, &before.looks));
        let altered = |change: fn(&mut Vec<Val>)| {
            let mut row = before.looks[0].clone();
            change(&mut row);
            Restoring::default().look(row).is_err()
        };
        assert!(altered(|row| row[7] = "[1]".into()) && altered(|row| row[8] = 2.into()));
        assert!(altered(|row| row[9] = Val::Null) && altered(|row| row[9] = Val::Bytes(vec![0; 32])));
    }

    /// Whoever can write a copy can also close it again: what a file holds is held together by its own hash.
    #[test]
    fn a_file_is_restored_only_as_it_was_and_never_after_an_erasure() {
        let nobody = Erased::new();
        for (content, whole) in [("aW52ZW50ZWQ=", true), ("aW52ZW50ZWR4", false), ("", false), ("no base64", false)] {
            let mut restoring = Restoring::default();
            assert_eq!(restoring.file(file(content), &nobody).is_ok(), whole, "{content}");
            assert_eq!(restoring.files.len(), usize::from(whole), "{content}");
        }
        let erased = Erased::from([("f".to_owned(), "referral".to_owned(), REFERRAL.parse().unwrap())]);
        let mut restoring = Restoring::default();
        restoring.file(file("aW52ZW50ZWQ="), &erased).unwrap();
        assert_eq!(restoring.files, [] as [Vec<Val>; 0]);
    }
}
