//! A call that a member of staff writes down: one page, saved as typed, its clock from the call (PR-03, D18).

use jiff::Timestamp;
use porch_domain::{
    front_door::{self, Answers, Step, WayIn, emergency_problems},
    ids::{CommandId, PersonId, ReferralId},
};
use porch_store::Change;

use super::sending::add_referral;
use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// What was written down.
#[derive(Debug, Clone)]
pub struct Call {
    /// The answers as typed.
    pub answers: Answers,
    /// When the call came; never after now.
    pub received_at: Timestamp,
    /// Whom it is about, where she is known already.
    pub person: Option<PersonId>,
}

/// Takes a call in. In an emergency only the least is demanded.
///
/// # Errors
/// [`AppError::Incomplete`] with what is missing; or when the actor may not or the database cannot be written.
pub fn take_call(ctx: &Ctx, command_id: CommandId, call: Call) -> Result<ReferralId, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    if let Some(outcome) = ctx.store.first_outcome(ctx.footprint(), command_id)? {
        return outcome.parse().map_err(|_| AppError::Gone);
    }
    let today = ctx.today();
    let emergency = front_door::steps(WayIn::Telephone, &call.answers).contains(&Step::Emergency);
    let problems: Vec<_> = if emergency {
        let problems = emergency_problems(WayIn::Telephone, &call.answers, today);
        problems.into_iter().map(|problem| (Step::Emergency, problem)).collect()
    } else {
        let of = |step| {
            let problems = front_door::problems_of(WayIn::Telephone, step, &call.answers, today);
            problems.into_iter().map(move |problem| (step, problem))
        };
        [Step::More, Step::Words, Step::Person].into_iter().flat_map(of).collect()
    };
    if !problems.is_empty() {
        return Err(AppError::Incomplete(problems));
    }
    let told = front_door::read(WayIn::Telephone, &call.answers, today);
    let id = ReferralId(ctx.world.id());
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    add_referral(ctx, &mut change, id, told, call.person, call.received_at.min(ctx.now))?;
    change.first_outcome(id.to_string());
    let repeated = ctx.store.commit(change)?.repeated;
    Ok(repeated.and_then(|outcome| outcome.parse().ok()).unwrap_or(id))
}
