//! A referral as another system remembers it: what one row of an imported history says.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Outcome, PersonKind, Priority};
use crate::{footprint::TeamCode, ids::sender_key, person::NhsNumber};

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

impl HistoricReferral {
    /// What stands for the whole row, as 32 hexadecimal digits: the same content gives the same key in any file.
    pub fn content_key(&self, footprint: &str) -> String {
        let instant = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let date = |on: Option<Date>| on.map(|on| on.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let fields = [
            self.sender_referral_id.clone(),
            self.sender_person_id.clone(),
            self.person_kind.code().to_owned(),
            self.team.0.clone(),
            instant(Some(self.received_at)),
            text(&self.source),
            self.priority.map(|priority| priority.code().to_owned()).unwrap_or_default(),
            self.decision.outcome().code().to_owned(),
            instant(self.decided_at),
            text(&self.decision_reason),
            instant(self.first_contact_at),
            instant(self.assessed_at),
            instant(self.discharged_at),
            text(&self.discharge_reason),
            date(self.due_or_end_date),
            text(&self.pregnancy_outcome),
            self.nhs_number.as_ref().map(|number| number.digits().to_owned()).unwrap_or_default(),
            date(self.birth_date),
            text(&self.postcode),
            text(&self.gp_practice),
            text(&self.ethnic_category),
        ];
        sender_key("row", footprint, &fields.join("\u{1f}"))
    }
}

impl HistoricDecision {
    /// The outcome that the decision counts as.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Accepted => Outcome::Accepted,
            Self::Rejected => Outcome::Rejected,
            Self::Signposted => Outcome::Signposted,
            Self::Withdrawn => Outcome::Withdrawn,
            Self::Pending => Outcome::Pending,
        }
    }

    /// The decision of an outcome.
    pub fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Accepted,
            Outcome::Rejected => Self::Rejected,
            Outcome::Signposted => Self::Signposted,
            Outcome::Withdrawn => Self::Withdrawn,
            Outcome::Pending => Self::Pending,
        }
    }
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
