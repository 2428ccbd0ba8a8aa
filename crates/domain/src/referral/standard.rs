//! The clocks that run on a referral beside the one for its response.

use jiff::Timestamp;

use super::{Priority, Referral, Stage};
use crate::{
    calendar::{NotComputed, local_date},
    footprint::{Clock, Footprint, Purpose},
    front_door::Situation,
};

/// A clock that runs on a referral, by the rule of the day on which it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standard<'a> {
    /// The rule.
    pub clock: &'a Clock,
    /// When it began.
    pub since: Timestamp,
    /// When it ends, or why that is not known.
    pub ends_at: Result<Timestamp, NotComputed>,
}

/// The clocks that run on an open referral of ours beside the one for its response, as far as the footprint has them.
///
/// On an emergency none is shown: nothing may look like more time than its four hours.
pub fn standards<'a>(referral: &Referral, footprint: &'a Footprint) -> Vec<Standard<'a>> {
    let Some(priority) = referral.priority.filter(|priority| *priority != Priority::Emergency) else {
        return Vec::new();
    };
    if referral.import.is_some() {
        return Vec::new();
    }
    let (received_at, assessed_at) = (Some(referral.received_at), referral.assessed_at);
    let unseen = received_at.filter(|_| assessed_at.is_none());
    // Both clocks of a treatment wait for its first session.
    let untreated = |since: Option<Timestamp>| since.filter(|_| referral.care.treated_at.is_none());
    let planning = referral.asked.situation == Some(Situation::Preconception);
    let begun = match referral.stage {
        Stage::Pending(_) => vec![
            (Purpose::Triage, received_at.filter(|_| referral.triage.last_step_at.is_none())),
            (if planning { Purpose::Preconception } else { Purpose::Assessment }, unseen),
        ],
        Stage::Accepted { .. } if planning => vec![(Purpose::Preconception, unseen)],
        Stage::Accepted { .. } => vec![
            (Purpose::Assessment, unseen),
            (Purpose::Treatment, untreated(received_at)),
            (Purpose::TreatmentAfterAssessment, untreated(assessed_at)),
        ],
        Stage::Discharged { .. } | Stage::Ended { .. } => Vec::new(),
    };
    let running = begun.into_iter().filter_map(|(purpose, since)| Some((purpose, since?)));
    running
        .filter_map(|(purpose, since)| {
            let clock = footprint.clock(purpose, priority, local_date(since)?)?;
            Some(Standard { clock, since, ends_at: footprint.ends_at(purpose, priority, since) })
        })
        .collect()
}
