//! That the national record tells of a death: a task for a person, in each of her open referrals (PR-27).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Deciding, RaisedTask, Referral, ReferralEvent};
use crate::{actor::Actor, disallowed::Disallowed, front_door::TaskKind};

/// The national record says that she died, and somebody must look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathLearned {
    /// When.
    pub at: Timestamp,
    /// What a person must do because of it.
    pub task: RaisedTask,
}

/// Raises the task.
///
/// # Errors
/// When it waits already, or not the service itself asks.
pub(super) fn learned(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let (at, task) = (deciding.now, TaskKind::DeathTold);
    if referral.triage.open_tasks().any(|(open, _)| open == task) {
        return Err(Disallowed::KnownAlready);
    }
    Ok(ReferralEvent::DeathLearned(DeathLearned { at, task: RaisedTask { task, due_by: task.due_by(at) } }))
}
