//! An import of another system's history: it becomes visible whole, at one instant, or not at all.

use serde::{Deserialize, Serialize};

use crate::{disallowed::ImpossibleHistory, ids::ImportId};

/// A past fact about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryImportEvent {
    /// Rows are being written; nobody sees them yet.
    HistoryImportStarted(HistoryImportStarted),
    /// Every row was written: all are known from this instant (INV-09).
    HistoryImportCompleted(HistoryImportCompleted),
    /// The import did not finish; what it had written was taken out.
    HistoryImportAbandoned(HistoryImportAbandoned),
}

/// What is being imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryImportStarted {
    /// SHA-256 of the file, as hexadecimal digits.
    pub content_hash: String,
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryImportCompleted {
    /// Referrals that are new.
    pub referrals: u64,
    /// People who are new.
    pub people: u64,
}

/// Why an import did not finish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryImportAbandoned {
    /// The reason.
    pub why: String,
}

/// An import as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryImport {
    /// The import.
    pub id: ImportId,
    /// SHA-256 of the file.
    pub content_hash: String,
    /// How far it came.
    pub stage: HistoryImportStage,
}

/// How far an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryImportStage {
    /// Rows are being written.
    Writing,
    /// All rows are visible.
    Complete(HistoryImportCompleted),
    /// It left nothing.
    Abandoned,
}

impl HistoryImportStage {
    /// The code kept in the database.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Writing => "writing",
            Self::Complete(_) => "complete",
            Self::Abandoned => "abandoned",
        }
    }
}

/// The import after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(
    id: ImportId,
    state: Option<HistoryImport>,
    event: &HistoryImportEvent,
) -> Result<HistoryImport, ImpossibleHistory> {
    match (state, event) {
        (None, HistoryImportEvent::HistoryImportStarted(started)) => {
            Ok(HistoryImport { id, content_hash: started.content_hash.clone(), stage: HistoryImportStage::Writing })
        }
        (Some(import), HistoryImportEvent::HistoryImportCompleted(completed))
            if import.stage == HistoryImportStage::Writing =>
        {
            Ok(HistoryImport { stage: HistoryImportStage::Complete(*completed), ..import })
        }
        (Some(import), HistoryImportEvent::HistoryImportAbandoned(_))
            if import.stage == HistoryImportStage::Writing =>
        {
            Ok(HistoryImport { stage: HistoryImportStage::Abandoned, ..import })
        }
        (None | Some(_), _) => Err(ImpossibleHistory("an import starts once and ends once")),
    }
}
