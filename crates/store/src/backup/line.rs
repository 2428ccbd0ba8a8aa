//! The lines of a backup: what each holds, and whether all of them are there.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use jiff::Timestamp;
use porch_domain::{
    event::{StreamId, StreamKind},
    ids::{AttachmentId, ImportId, PersonId, ReferralId, hex, unhex},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BackupError, FORMAT};
use crate::{
    error::StoreError,
    journal::{Entry, Hash, Personal},
    seal::SealLine,
    value::{Row, Val},
};

/// Streams whose personal data were erased: footprint, kind, id.
pub(super) type Erased = BTreeSet<(String, String, uuid::Uuid)>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    PorchBackup {
        format: u32,
        made_at: Timestamp,
    },
    Meta {
        name: String,
        value: String,
    },
    Footprint {
        footprint: String,
        last_batch: i64,
        last_known: Timestamp,
    },
    Erased {
        footprint: String,
        kind: String,
        id: uuid::Uuid,
    },
    Entry(Box<EntryLine>),
    Command {
        footprint: String,
        command: String,
        known: i64,
        outcome: String,
    },
    Look {
        footprint: String,
        id: String,
        at: i64,
        actor: String,
        what: String,
        why: String,
        allowed: i64,
        subjects: String,
        /// Its place and seal; none in a backup of before looks were sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<String>,
    },
    Seal(Box<SealLine>),
    Credential {
        footprint: String,
        account: String,
        password_hash: String,
        set: i64,
    },
    File(Box<FileLine>),
    DoorCount {
        footprint: String,
        on: String,
        what: String,
        times: i64,
    },
    End {
        lines: u64,
        entries: u64,
        sha256: String,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct EntryLine {
    pub footprint: String,
    pub kind: String,
    pub stream: uuid::Uuid,
    pub version: i64,
    pub batch: i64,
    pub known: i64,
    pub actor: String,
    pub command: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
    pub event: String,
    pub format: i64,
    pub payload: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    pub hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal: Option<String>,
}

/// A file of a referral, its content in base64.
#[derive(Serialize, Deserialize)]
pub(super) struct FileLine {
    pub footprint: String,
    pub id: AttachmentId,
    pub referral: ReferralId,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    stored: i64,
    content: String,
}

impl FileLine {
    /// The line of a file from its row without the content, whose columns are those of `FILES_ALL`.
    pub fn of(footprint: &str, row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            footprint: footprint.to_owned(),
            id: row.parsed(0, "a file's id", |text| text.parse().ok())?,
            referral: row.parsed(1, "a referral's id", |text| text.parse().ok())?,
            name: row.text(2)?.to_owned(),
            media_type: row.text(3)?.to_owned(),
            size: row.int(4)?,
            sha256: row.text(5)?.to_owned(),
            stored: row.int(6)?,
            content: String::new(),
        })
    }

    /// With its content.
    pub fn with(mut self, content: &[u8]) -> Self {
        self.content = STANDARD.encode(content);
        self
    }

    /// Its row; none where the content is not the one that its hash was taken of.
    pub fn values(self) -> Option<Vec<Val>> {
        let content = STANDARD.decode(&self.content).ok()?;
        let same = hex(&Sha256::digest(&content)) == self.sha256 && i64::try_from(content.len()) == Ok(self.size);
        same.then(|| {
            vec![
                self.footprint.into(),
                self.id.to_string().into(),
                Val::Null,
                self.referral.to_string().into(),
                self.name.into(),
                self.media_type.into(),
                self.size.into(),
                self.sha256.into(),
                self.stored.into(),
                Val::Bytes(content),
            ]
        })
    }
}

impl EntryLine {
    pub fn of(footprint: &str, entry: Entry) -> Self {
        let (salt, personal) =
            entry.personal.map_or((None, None), |personal| (Some(hex(&personal.salt)), Some(personal.content)));
        Self {
            footprint: footprint.to_owned(),
            kind: entry.stream.kind.code().to_owned(),
            stream: entry.stream.id,
            version: entry.version,
            batch: entry.batch,
            known: entry.known_at.as_millisecond(),
            actor: entry.actor,
            command: entry.command_id,
            import: entry.import,
            event: entry.event,
            format: entry.format,
            payload: entry.payload,
            seal: entry.personal_seal.map(|seal| hex(&seal)),
            hash: hex(&entry.hash),
            salt,
            personal,
        }
    }

    pub fn entry(self) -> Option<Entry> {
        let seal = |text: &str| unhex(text).and_then(|bytes| Hash::try_from(bytes).ok());
        Some(Entry {
            stream: StreamId { kind: StreamKind::of_code(&self.kind)?, id: self.stream },
            version: self.version,
            batch: self.batch,
            known_at: Timestamp::from_millisecond(self.known).ok()?,
            actor: self.actor,
            command_id: self.command,
            import: self.import,
            event: self.event,
            format: self.format,
            payload: self.payload,
            personal_seal: match self.seal {
                None => None,
                Some(text) => Some(seal(&text)?),
            },
            hash: seal(&self.hash)?,
            personal: match (self.salt, self.personal) {
                (Some(salt), Some(content)) => Some(Personal { salt: unhex(&salt)?, content }),
                (None, None) => None,
                (Some(_), None) | (None, Some(_)) => return None,
            },
        })
    }
}

pub(super) fn lines<R: Read>(content: R) -> impl Iterator<Item = Result<String, BackupError>> {
    BufReader::new(GzDecoder::new(content)).lines().map(|line| {
        line.map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
                BackupError::NotWhole(error.to_string())
            }
            _ => BackupError::File(error),
        })
    })
}

pub(super) fn parsed(line: &str) -> Result<Line, BackupError> {
    // The library's own words would repeat what stands there, which may be about a person.
    serde_json::from_str(line).map_err(|error| {
        BackupError::NotWhole(format!("a line of it cannot be read from its character {} on", error.column()))
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
pub(super) fn check(lines: impl Iterator<Item = Result<String, BackupError>>) -> Result<Erased, BackupError> {
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
            | Line::Seal(_)
            | Line::Credential { .. }
            | Line::File(_)
            | Line::DoorCount { .. } => {}
        }
        hash.update(text.as_bytes());
        hash.update(b"\n");
    }
    if ended { Ok(erased) } else { Err(BackupError::NotWhole("its end is missing".to_owned())) }
}
