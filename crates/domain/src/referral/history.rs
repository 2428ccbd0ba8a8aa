//! A referral as another system remembers it: what one row of an imported history says.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{PersonKind, Priority};
use crate::{footprint::TeamCode, person::NhsNumber};

/// One referral of another system's history, checked field by field but not yet ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricReferral {
    /// The sender's id of the referral.
    pub sender_referral_id: String,
    /// The sender's id of the person; the same person has the same id in every row.
    pub sender_person_id: String,
    /// Whom the referral is about.
    pub person_kind: PersonKind,
    /// The team to which it was first directed.
    pub team: TeamCode,
    /// When it was received.
    pub received_at: Timestamp,
    /// MHSDS source of referral (`code_list::SOURCE_OF_REFERRAL`).
    pub source: Option<String>,
    /// The clinical response priority, where the sender kept one.
    pub priority: Option<Priority>,
    /// What was decided.
    pub decision: HistoricDecision,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Why: a code or free text, as sent.
    pub decision_reason: Option<String>,
    /// The first attended contact.
    pub first_contact_at: Option<Timestamp>,
    /// The first attended assessment.
    pub assessed_at: Option<Timestamp>,
    /// When care ended.
    pub discharged_at: Option<Timestamp>,
    /// Why care ended: a code or free text, as sent.
    pub discharge_reason: Option<String>,
    /// Expected or actual end of the pregnancy that the referral is about.
    pub due_or_end_date: Option<Date>,
    /// MSDS pregnancy outcome (`code_list::PREGNANCY_OUTCOME`).
    pub pregnancy_outcome: Option<String>,
    /// Checked for its check digit.
    pub nhs_number: Option<NhsNumber>,
    /// Date of birth of the person.
    pub birth_date: Option<Date>,
    /// Postcode at the time of the referral, upper case with one space.
    pub postcode: Option<String>,
    /// ODS code of the GP practice.
    pub gp_practice: Option<String>,
    /// Ethnic category (`code_list::ETHNIC_CATEGORY`).
    pub ethnic_category: Option<String>,
}

/// The five decisions an imported row can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoricDecision {
    /// Taken on by the team.
    Accepted,
    /// Not taken on.
    Rejected,
    /// Pointed to another service.
    Signposted,
    /// Withdrawn by the person or the referrer.
    Withdrawn,
    /// Not decided.
    Pending,
}
