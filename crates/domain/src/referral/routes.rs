//! That it is to be asked again how it is safe to reach her, and that somebody asked (PR-19).

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Deciding, RaisedTask, Referral, ReferralEvent, TaskDone, step::staff};
use crate::{actor::Actor, disallowed::Disallowed, front_door::TaskKind, person::Route};

/// Her number or address became another, and a person asks her again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutesToAskAgain {
    /// When.
    pub at: Timestamp,
    /// The ways that she had agreed to.
    pub routes: BTreeSet<Route>,
    /// What a person must do because of it.
    pub task: RaisedTask,
}

/// Raises the task, where a message may go by one of the ways; nothing where none may.
///
/// # Errors
/// When not the service itself asks.
pub(super) fn to_ask_again(
    referral: &Referral,
    routes: BTreeSet<Route>,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let open = referral.held().is_some() && !referral.erased();
    if !open || !routes.iter().any(|route| route.carries_messages()) {
        return Ok(Vec::new());
    }
    let (at, task) = (deciding.now, TaskKind::AskRoutesAgain);
    let task = RaisedTask { task, due_by: task.due_by(at) };
    Ok(vec![ReferralEvent::RoutesToAskAgain(RoutesToAskAgain { at, routes, task })])
}

/// Closes what waited for her to be asked: the one where nothing is left to be asked again, the other where some way is agreed.
///
/// # Errors
/// When nobody here asked her.
pub(super) fn asked(
    referral: &Referral,
    settled: bool,
    agreed: bool,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    staff(deciding.actor)?;
    let done = [(TaskKind::AskRoutesAgain, settled), (TaskKind::SafeRouteCall, agreed)];
    let waits =
        |task: &TaskKind| referral.held().is_some() && referral.triage.open_tasks().any(|(open, _)| open == *task);
    let done = done.into_iter().filter(|(task, done)| *done && waits(task));
    Ok(done.map(|(task, _)| ReferralEvent::TaskDone(TaskDone { at: deciding.now, task, said: None })).collect())
}
