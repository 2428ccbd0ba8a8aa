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

/// A fact lent for a moment, as it is read from where it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LentFact<'a> {
    /// The referral.
    pub referral: ReferralId,
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub kind: PersonKind,
    /// The code of the team to which it was first directed.
    pub team: Option<&'a str>,
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
    /// Why it was rejected.
    pub reasons: &'a [String],
}

impl<'a> From<&'a ReferralFact> for LentFact<'a> {
    fn from(fact: &'a ReferralFact) -> Self {
        Self {
            referral: fact.referral,
            person: fact.person,
            kind: fact.kind,
            team: fact.team.as_ref().map(|team| team.0.as_str()),
            received_at: fact.received_at,
            outcome: fact.outcome,
            discharged_at: fact.discharged_at,
            assessed_at: fact.assessed_at,
            due_on: fact.due_on,
            reasons: &fact.reasons,
        }
    }
}

impl From<LentFact<'_>> for ReferralFact {
    fn from(fact: LentFact<'_>) -> Self {
        Self {
            referral: fact.referral,
            person: fact.person,
            kind: fact.kind,
            team: fact.team.map(|team| TeamCode(team.to_owned())),
            received_at: fact.received_at,
            outcome: fact.outcome,
            discharged_at: fact.discharged_at,
            assessed_at: fact.assessed_at,
            due_on: fact.due_on,
            reasons: fact.reasons.to_vec(),
        }
    }
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
