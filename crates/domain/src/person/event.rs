//! What can happen to a person's record.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Answer, Characteristic, ContactChoices, NhsNumber, Pregnancy};
use crate::ids::ImportId;

/// A past fact about a person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonEvent {
    /// Staff or a form made the record.
    PersonRegistered(PersonRegistered),
    /// The record came with another system's history.
    PersonHistoryImported(PersonHistoryImported),
    /// A pregnancy was recorded, or its date or outcome became known.
    EpisodeRecorded(Pregnancy),
    /// She was asked how it is safe to reach her.
    ContactChoicesRecorded(ContactChoices),
    /// Staff asked about characteristics and risk groups.
    CharacteristicsRecorded(BTreeMap<Characteristic, Answer>),
    /// What identifies her was erased for good.
    PersonalDataErased(PersonalDataErased),
}

/// A record made by staff or by a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// Ethnic category (`code_list::ETHNIC_CATEGORY`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnic_category: Option<String>,
    /// Who she is; none once erased.
    #[serde(skip)]
    pub identity: Option<Identity>,
}

/// A record that came with another system's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHistoryImported {
    /// The import that brought it.
    pub import: ImportId,
    /// Ethnic category (`code_list::ETHNIC_CATEGORY`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnic_category: Option<String>,
    /// Who the sender says she is; none once erased.
    #[serde(skip)]
    pub identity: Option<Identity>,
}

/// What identifies a person: kept beside the journal, so that it can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The id that another system gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_person_id: Option<String>,
    /// Her name, as she gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Her NHS number, checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nhs_number: Option<NhsNumber>,
    /// Her date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Her postcode, upper case with one space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// ODS code of her GP practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gp_practice: Option<String>,
}

/// Why what identifies a person was erased from a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalDataErased {
    /// The reason, as the person who erased it gave it.
    pub why: String,
}
