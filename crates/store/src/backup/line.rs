//! The lines of a backup.

use jiff::Timestamp;
use porch_domain::{
    event::{StreamId, StreamKind},
    ids::{ImportId, hex},
};
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::journal::{Entry, Hash, Personal};

/// One line; its name is the key of the one member of its object.
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
    },
    Credential {
        footprint: String,
        account: String,
        password_hash: String,
        set: i64,
    },
    End {
        lines: u64,
        entries: u64,
        sha256: String,
    },
}

/// A journal entry with its personal part, as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct EntryLine {
    pub(super) footprint: String,
    pub(super) kind: String,
    pub(super) stream: uuid::Uuid,
    pub(super) version: i64,
    pub(super) batch: i64,
    pub(super) known: i64,
    pub(super) actor: String,
    pub(super) command: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) import: Option<ImportId>,
    pub(super) event: String,
    pub(super) format: i64,
    pub(super) payload: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seal: Option<String>,
    pub(super) hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) salt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) personal: Option<String>,
}

impl EntryLine {
    pub(super) fn of(footprint: &str, entry: Entry) -> Self {
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

    pub(super) fn entry(self) -> Option<Entry> {
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

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// Reads a line.
pub(super) fn parsed(line: &str) -> Result<Line, BackupError> {
    // The library's own words would repeat what stands there, which may be about a person.
    serde_json::from_str(line).map_err(|error| {
        BackupError::NotWhole(format!("a line of it cannot be read from its character {} on", error.column()))
    })
}
