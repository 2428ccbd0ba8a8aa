//! The promises of the service, written once: used by tests, by `verify`, and around every command.

use jiff::SignedDuration;

use crate::referral::{
    Priority, Referral,
    leaving::{DIED, NOT_ENGAGING},
    reason::NOT_REACHED,
};

/// A promise that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{id}: {what}")]
pub struct Broken {
    /// The promise, such as `INV-01`.
    pub id: &'static str,
    /// What does not hold.
    pub what: &'static str,
}

/// Every promise that a single referral can break, checked on its state.
///
/// # Errors
/// The first promise that does not hold.
pub fn referral(referral: &Referral) -> Result<(), Broken> {
    if let Some(held) = referral.held()
        && held.by.0.is_empty()
    {
        return Err(Broken { id: "INV-01", what: "an open referral has no responsible team" });
    }
    if let (Some(handover), Some(held)) = (&referral.handover, referral.held())
        && (handover.from != held.by || handover.to == held.by)
    {
        return Err(Broken {
            id: "INV-02",
            what: "whoever offered a handover is not responsible until it is accepted",
        });
    }
    let ended_here = referral.import.is_none() && referral.held().is_none();
    if ended_here && referral.reasons().is_empty() && referral.discharged_at().is_none() {
        return Err(Broken { id: "INV-03", what: "a referral ended without a reason" });
    }
    // A death is closed as it is (PR-27), and so is what was erased: nobody is left to review.
    let died = referral.discharge_reason() == Some(DIED) || referral.reasons() == [DIED];
    if ended_here && !died && !referral.erased() {
        let said = referral.discharge_reason() == Some(NOT_ENGAGING)
            || referral.reasons().iter().any(|code| code == NOT_REACHED);
        if referral.care.review_is_missing() || (said && referral.care.review.is_none()) {
            return Err(Broken { id: "INV-05", what: "somebody who did not come was let go without a risk review" });
        }
    }
    let since = referral.triage.emergency_since.unwrap_or(referral.received_at);
    if referral.priority == Some(Priority::Emergency)
        && referral.respond_by.is_some_and(|by| by.duration_since(since) > SignedDuration::from_hours(4))
    {
        return Err(Broken { id: "INV-07", what: "an emergency may wait longer than four hours" });
    }
    if let Some(alert) = referral.risk_alert() {
        let by_name = alert.acknowledged.as_ref().map(|acknowledged| !acknowledged.who().trim().is_empty());
        if by_name == Some(false) {
            return Err(Broken { id: "INV-06", what: "a risk answer was acknowledged by nobody" });
        }
        if alert.due_at().is_none() || (by_name.is_none() && alert.climbs_since().is_none()) {
            return Err(Broken { id: "INV-06", what: "a risk answer that nobody has by name does not climb" });
        }
    }
    Ok(())
}
