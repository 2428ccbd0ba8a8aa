//! Journal entries: what is stored of an event, and the chain that seals it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use porch_domain::{
    event::{Event, Stored, StreamId, StreamKind},
    ids::ImportId,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    engine::Tx,
    error::StoreError,
    record::{Meta, Record},
    sql,
    value::{Row, Val},
};

/// Thirty-two bytes of SHA-256.
pub type Hash = [u8; 32];

/// Where a stream stands: its latest version and the seal of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The latest version; 0 before the first.
    pub version: i64,
    /// The seal of the latest entry; zeros before the first.
    pub hash: Hash,
}

impl Head {
    /// Before the first entry.
    pub const NEW: Self = Self { version: 0, hash: [0; 32] };
}

/// A stream as it was read: what its events add up to, and where it stands.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Which.
    pub id: StreamId,
    /// What its events add up to; none before the first.
    pub record: Option<Record>,
    /// Where it stands.
    pub head: Head,
}

/// One stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub stream: StreamId,
    pub version: i64,
    pub batch: i64,
    pub known_at: Timestamp,
    pub actor: String,
    pub command_id: String,
    pub import: Option<ImportId>,
    pub event: String,
    pub format: i64,
    pub payload: String,
    pub personal_seal: Option<Hash>,
    pub hash: Hash,
    pub personal: Option<Personal>,
}

/// What identifies a person in an entry, stored beside the journal under its own salt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Personal {
    pub salt: Vec<u8>,
    pub content: String,
}

impl Personal {
    pub(crate) fn seal(&self) -> Hash {
        let mut hash = Sha256::new();
        for part in [self.salt.as_slice(), self.content.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// What a seal covers beside the seal before: all stored bytes and metadata, never a re-serialisation.
struct Covered<'a> {
    /// Footprint, kind and id of the stream, actor, command, import, event, payload.
    texts: [&'a str; 8],
    /// Version, batch, instant, format.
    numbers: [i64; 4],
    personal_seal: &'a [u8],
}

impl<'a> Covered<'a> {
    /// Of a row as [`Entry::values`] gives it.
    fn of_row(row: &'a [Val]) -> Self {
        let text = |at: usize| if let Some(Val::Text(text)) = row.get(at) { text.as_str() } else { "" };
        let number = |at: usize| if let Some(Val::Int(number)) = row.get(at) { *number } else { 0 };
        Self {
            texts: [0, 1, 2, 6, 7, 8, 9, 11].map(text),
            numbers: [3, BATCH, KNOWN_AT, 10].map(number),
            personal_seal: if let Some(Val::Bytes(seal)) = row.get(12) { seal } else { &[] },
        }
    }

    fn sealed(&self, before: &Hash) -> Hash {
        let mut hash = Sha256::new();
        hash.update(before);
        for part in self.texts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        for number in self.numbers {
            hash.update(number.to_be_bytes());
        }
        hash.update(self.personal_seal);
        hash.finalize().into()
    }
}

/// Places of a row of the journal that are filled in while it is written.
const BATCH: usize = 4;
const KNOWN_AT: usize = 5;
const HASH: usize = 13;

/// Fills in what only the transaction knows, and gives the seal.
pub(crate) fn fill_in(row: &mut [Val], batch: i64, known_at: Timestamp, before: &Hash) -> Hash {
    row[BATCH] = batch.into();
    row[KNOWN_AT] = Val::instant(known_at);
    let hash = Covered::of_row(row).sealed(before);
    row[HASH] = Val::Bytes(hash.to_vec());
    hash
}

impl Entry {
    /// The seal of this entry over the one before.
    pub(crate) fn sealed(&self, footprint: &str, before: &Hash) -> Hash {
        let stream_id = self.stream.id.to_string();
        let import = self.import.map(|import| import.to_string());
        let covered = Covered {
            texts: [
                footprint,
                self.stream.kind.code(),
                &stream_id,
                &self.actor,
                &self.command_id,
                import.as_deref().unwrap_or(""),
                &self.event,
                &self.payload,
            ],
            numbers: [self.version, self.batch, self.known_at.as_millisecond(), self.format],
            personal_seal: self.personal_seal.as_ref().map_or(&[], |seal| &seal[..]),
        };
        covered.sealed(before)
    }

    pub(crate) fn values(&self, footprint: &str) -> Vec<Val> {
        vec![
            footprint.into(),
            self.stream.kind.code().into(),
            self.stream.id.to_string().into(),
            self.version.into(),
            self.batch.into(),
            Val::instant(self.known_at),
            self.actor.clone().into(),
            self.command_id.clone().into(),
            Val::text_or_null(self.import.map(|import| import.to_string())),
            self.event.clone().into(),
            self.format.into(),
            self.payload.clone().into(),
            self.personal_seal.map_or(Val::Null, |seal| Val::Bytes(seal.to_vec())),
            Val::Bytes(self.hash.to_vec()),
        ]
    }

    pub(crate) fn personal_values(&self, footprint: &str) -> Option<Vec<Val>> {
        self.personal.as_ref().map(|personal| {
            vec![
                footprint.into(),
                self.stream.kind.code().into(),
                self.stream.id.to_string().into(),
                self.version.into(),
                Val::Bytes(personal.salt.clone()),
                personal.content.clone().into(),
            ]
        })
    }

    /// Reads a row of [`sql::STREAM`] or [`sql::JOURNAL_PAGE`].
    pub(crate) fn of_row(kind: StreamKind, row: &Row<'_>) -> Result<Self, StoreError> {
        let uuid = |column, expected| row.parsed(column, expected, |text| Uuid::parse_str(text).ok());
        let salt = row.bytes_or_none(11)?;
        Ok(Self {
            stream: StreamId { kind, id: uuid(13, "a stream's id")? },
            version: row.int(0)?,
            batch: row.int(1)?,
            known_at: row.instant(2)?,
            actor: row.text(3)?.to_owned(),
            command_id: row.text(4)?.to_owned(),
            import: match row.text_or_none(5)? {
                None => None,
                Some(_) => Some(ImportId(uuid(5, "an import's id")?)),
            },
            event: row.text(6)?.to_owned(),
            format: row.int(7)?,
            payload: row.text(8)?.to_owned(),
            personal_seal: row.bytes_or_none(9)?.map(seal_of).transpose()?,
            hash: seal_of(row.bytes_or_none(10)?.unwrap_or(&[]))?,
            personal: match salt {
                None => None,
                Some(salt) => Some(Personal { salt: salt.to_vec(), content: row.text(12)?.to_owned() }),
            },
        })
    }

    pub(crate) fn read(&self) -> Result<Event, StoreError> {
        let personal = self.personal.as_ref().map(|personal| personal.content.as_str());
        Ok(Event::read(&Stored {
            kind: self.stream.kind,
            event: &self.event,
            format: self.format,
            payload: &self.payload,
            personal,
            import: self.import,
        })?)
    }

    pub(crate) fn meta<'a>(&self, footprint: &'a str) -> Meta<'a> {
        Meta { footprint, version: self.version, known_at: Val::instant(self.known_at), import: self.import }
    }
}

/// Thirty-two bytes as they are stored.
pub(crate) fn seal_of(bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Impossible { what: "journal", column: 10, expected: "a seal of 32 bytes" })
}

/// Reads a stream and replays it.
///
/// # Errors
/// When it cannot be read, or cannot be true.
pub fn load(tx: &mut dyn Tx, footprint: &str, id: impl Into<StreamId>) -> Result<Stream, StoreError> {
    let id = id.into();
    let mut stream = Stream { id, record: None, head: Head::NEW };
    let params = [footprint.into(), id.kind.code().into(), id.id.to_string().into()];
    tx.query(sql::STREAM, &params, &mut |values| {
        let entry = Entry::of_row(id.kind, &Row::new("journal", values))?;
        let record = Record::replayed(id, stream.record.take(), &entry.read()?, &entry.meta(footprint))?;
        stream.record = Some(record);
        stream.head = Head { version: entry.version, hash: entry.hash };
        Ok(())
    })?;
    Ok(stream)
}

/// How many streams one statement reads.
pub const STREAMS_AT_ONCE: usize = 16;

/// Reads and replays several streams of one kind, with one statement for each [`STREAMS_AT_ONCE`]; those of which nothing is
/// stored are left out.
///
/// # Errors
/// When they cannot be read, or one cannot be true.
pub fn load_all(
    tx: &mut dyn Tx,
    footprint: &str,
    kind: StreamKind,
    ids: &BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, Stream>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let mut streams: BTreeMap<Uuid, Stream> = BTreeMap::new();
    for some in ids.chunks(STREAMS_AT_ONCE) {
        let Some(last) = some.last() else { continue };
        let mut params = vec![footprint.into(), kind.code().into()];
        params.extend(some.iter().map(|id| Val::from(id.to_string())));
        params.resize(2 + STREAMS_AT_ONCE, Val::from(last.to_string()));
        tx.query(sql::STREAMS, &params, &mut |values| {
            let entry = Entry::of_row(kind, &Row::new("journal", values))?;
            let id = entry.stream;
            let stream = streams.entry(id.id).or_insert(Stream { id, record: None, head: Head::NEW });
            let record = Record::replayed(id, stream.record.take(), &entry.read()?, &entry.meta(footprint))?;
            stream.record = Some(record);
            stream.head = Head { version: entry.version, hash: entry.hash };
            Ok(())
        })?;
    }
    Ok(streams)
}

/// An entry as a timeline shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Its version in the stream.
    pub version: i64,
    /// When it became known.
    pub at: Timestamp,
    /// Who, as the journal keeps it: `staff:duty:name`, `public`, `system`.
    pub actor: String,
    /// What.
    pub event: Event,
}

/// Everything that happened in a stream, the earliest first.
///
/// # Errors
/// When it cannot be read.
pub fn happened(tx: &mut dyn Tx, footprint: &str, id: impl Into<StreamId>) -> Result<Vec<Happened>, StoreError> {
    let id = id.into();
    let mut all = Vec::new();
    let params = [footprint.into(), id.kind.code().into(), id.id.to_string().into()];
    tx.query(sql::STREAM, &params, &mut |values| {
        let entry = Entry::of_row(id.kind, &Row::new("journal", values))?;
        all.push(Happened {
            version: entry.version,
            at: entry.known_at,
            actor: entry.actor.clone(),
            event: entry.read()?,
        });
        Ok(())
    })?;
    Ok(all)
}

/// The latest version of a stream; 0 before the first entry.
///
/// # Errors
/// When it cannot be read.
pub fn head_version(tx: &mut dyn Tx, footprint: &str, id: impl Into<StreamId>) -> Result<i64, StoreError> {
    let id = id.into();
    let mut version = 0;
    let params = [footprint.into(), id.kind.code().into(), id.id.to_string().into()];
    tx.query(sql::STREAM_HEAD, &params, &mut |values| {
        version = Row::new("journal", values).int(0)?;
        Ok(())
    })?;
    Ok(version)
}
