//! What the measures need to know of one referral.

use jiff::{Timestamp, civil::Date};

use crate::{
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    referral::{Outcome, PersonKind, Referral},
};

/// One referral as it counts, from one instant until the next fact about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralFact {
    /// The referral.
    pub referral: ReferralId,
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub kind: PersonKind,
    /// The team to which it was first directed (PR-29).
    pub team: Option<TeamCode>,
    /// When it was received.
    pub received_at: Timestamp,
    /// Which of the five outcomes it counts as.
    pub outcome: Outcome,
    /// When care ended.
    pub discharged_at: Option<Timestamp>,
    /// The first attended assessment.
    pub assessed_at: Option<Timestamp>,
    /// Expected or actual end of the pregnancy that it is about.
    pub due_on: Option<Date>,
    /// Why it was rejected; several are counted under each.
    pub reasons: Vec<String>,
}

impl From<&Referral> for ReferralFact {
    fn from(referral: &Referral) -> Self {
        let outcome = referral.outcome();
        Self {
            referral: referral.id,
            person: referral.person,
            kind: referral.person_kind,
            team: referral.directed_to.clone(),
            received_at: referral.received_at,
            outcome,
            discharged_at: referral.discharged_at(),
            assessed_at: referral.assessed_at,
            due_on: referral.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on),
            reasons: match outcome {
                Outcome::Rejected => referral.reasons().to_vec(),
                Outcome::Accepted | Outcome::Signposted | Outcome::Withdrawn | Outcome::Pending => Vec::new(),
            },
        }
    }
}
