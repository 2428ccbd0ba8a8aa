//! What can happen to a person's record.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    AddressWithheld, Answer, Characteristic, ContactChoices, NhsNumber, PeopleLinked, PeopleUnlinked, Pregnancy,
    RecordRestricted, RestrictionLifted, RoutesConfirmed, RoutesUnsettled, WithholdingLifted,
    national::{DeathSetAside, DeathTold, NumberTraced, TraceTakenBack},
};
use crate::{front_door::TellingChoices, ids::ImportId, referral::Said};

/// A past fact about a person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonEvent {
    /// Staff or a form made the record.
    PersonRegistered(PersonRegistered),
    /// The record came with another system's history.
    PersonHistoryImported(PersonHistoryImported),
    /// A pregnancy was recorded, or its date or outcome became known.
    EpisodeRecorded(Pregnancy),
    /// Particulars became known, or were put right.
    IdentityRecorded(IdentityRecorded),
    /// She was asked how it is safe to reach her.
    ContactChoicesRecorded(ContactChoices),
    /// Her number or address became another, and what she agreed to for it is to be asked again.
    RoutesUnsettled(RoutesUnsettled),
    /// She was asked whether that is still right, and it is.
    RoutesConfirmed(RoutesConfirmed),
    /// She was asked whom we may tell.
    TellingChoicesRecorded(TellingChoices),
    /// Staff asked about characteristics and risk groups.
    CharacteristicsRecorded(BTreeMap<Characteristic, Answer>),
    /// It became known that she died (PR-27).
    DeathRecorded(DeathRecorded),
    /// That she died was recorded by mistake.
    DeathCorrected(DeathCorrected),
    /// Somebody said that another record is about the same person.
    PeopleLinked(PeopleLinked),
    /// Somebody took that back.
    PeopleUnlinked(PeopleUnlinked),
    /// Somebody restricted the record, or said anew who is named for it.
    RecordRestricted(RecordRestricted),
    /// Somebody took that back.
    RestrictionLifted(RestrictionLifted),
    /// Somebody said that her address is to be shown nowhere.
    AddressWithheld(AddressWithheld),
    /// Somebody took that back.
    WithholdingLifted(WithholdingLifted),
    /// Somebody took her number over from the national record.
    NumberTraced(NumberTraced),
    /// Somebody took that back.
    TraceTakenBack(TraceTakenBack),
    /// The national record says that she died; nobody has looked at that yet (PR-27).
    DeathTold(DeathTold),
    /// Somebody looked at that, and it is not so.
    DeathSetAside(DeathSetAside),
    /// What identifies her was erased for good.
    PersonalDataErased(PersonalDataErased),
}

/// A record made by staff or by a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRegistered {
    /// Ethnic category (`code_list::ETHNIC_CATEGORY`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnic_category: Option<String>,
    /// How it is safe to reach her, as asked then.
    #[serde(default, skip_serializing_if = "ContactChoices::is_empty")]
    pub contact: ContactChoices,
    /// Whom we may tell, as asked then.
    #[serde(default, skip_serializing_if = "TellingChoices::is_empty")]
    pub may_tell: TellingChoices,
    /// Who she is; none once erased.
    #[serde(skip)]
    pub identity: Option<Identity>,
}

/// A record that came with another system's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHistoryImported {
    /// The import that brought it; stored with the entry, and in its content in the first format only.
    #[serde(default = "ImportId::of_the_entry", skip_serializing)]
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
    /// Her GP or practice, as she names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gp: Option<String>,
    /// Her telephone number, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Her e-mail address, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Her address, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Identity {
    /// These particulars, with whatever `newer` states in their place.
    #[must_use]
    pub fn with(self, newer: Self) -> Self {
        Self {
            sender_person_id: newer.sender_person_id.or(self.sender_person_id),
            name: newer.name.or(self.name),
            nhs_number: newer.nhs_number.or(self.nhs_number),
            birth_date: newer.birth_date.or(self.birth_date),
            postcode: newer.postcode.or(self.postcode),
            gp_practice: newer.gp_practice.or(self.gp_practice),
            gp: newer.gp.or(self.gp),
            telephone: newer.telephone.or(self.telephone),
            email: newer.email.or(self.email),
            address: newer.address.or(self.address),
        }
    }
}

/// Particulars of a person that became known or were put right: what is left out stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRecorded {
    /// The particulars; none once erased.
    #[serde(skip)]
    pub identity: Option<Identity>,
}

/// It became known that she died, from staff or from the national record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathRecorded {
    /// When it was written down.
    pub at: Timestamp,
    /// The account that wrote it down; none where no person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// That she died was recorded by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathCorrected {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// How that is known; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Why what identifies a person was erased from a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalDataErased {
    /// The reason, as the person who erased it gave it.
    pub why: String,
}
