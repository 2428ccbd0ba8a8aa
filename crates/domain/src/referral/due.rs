//! What the service itself does about a referral, and when. Whatever stands here only calls somebody: nothing lowers an
//! urgency, decides or discharges (INV-04).

use jiff::Timestamp;

use super::{Deciding, Priority, Referral, ReferralCommand, Stage};
use crate::footprint::Footprint;

/// What the service itself does about a referral at `now`, if anything is due: ordinary commands of the system actor.
pub fn due_now(referral: &Referral, deciding: &Deciding<'_>) -> Option<ReferralCommand> {
    system_due(referral, deciding.footprint).filter(|due| *due <= deciding.now).map(|_| ReferralCommand::Release)
}

/// When the service itself must next do something about it; none while only people can.
///
/// Whoever took an emergency has it until its clock runs out. If it is not decided by then it is everybody's again: the
/// claim is let go, and it stands in the banner of every page. Whoever takes it after that keeps it.
pub fn system_due(referral: &Referral, _footprint: &Footprint) -> Option<Timestamp> {
    let claim = referral.triage.claim.as_ref()?;
    let respond_by = referral.respond_by?;
    let waits = matches!(referral.stage, Stage::Pending(_)) && !referral.erased();
    let emergency = referral.priority == Some(Priority::Emergency);
    (waits && emergency && claim.at < respond_by).then_some(respond_by)
}
