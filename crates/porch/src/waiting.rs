//! The people of a demonstration who wait at the front door: sent by the same ways in as anybody's referral.

use jiff::{SignedDuration, Timestamp};
use porch_app::{AppError, Ctx, door, referral};
use porch_domain::{
    actor::{Actor, Role},
    front_door::Step,
    ids::{CommandId, ReferralId},
    person::Route,
    referral::{AskedOf, AttemptOutcome, ReferralCommand},
};
use porch_planning::synthetic::waiting::{Since, Waiting, waiting};

/// The account that has taken some of them in hand.
const DUTY: &str = "demo-duty";

/// Sends everybody who waits at this moment, each at the time at which they came.
///
/// # Errors
/// When one of them cannot be taken in; those before stay.
pub fn fill(ctx: &Ctx) -> Result<(), AppError> {
    for waiting in waiting(ctx.now) {
        let at_the_door = Ctx { actor: Actor::Public, now: waiting.received_at, ..ctx.clone() };
        if let Some(id) = send(&at_the_door, &waiting)? {
            go_on(ctx, id, &waiting)?;
        }
    }
    Ok(())
}

fn send(ctx: &Ctx, waiting: &Waiting) -> Result<Option<ReferralId>, AppError> {
    let key = door::begin(ctx, waiting.way, Some("demonstration"))?;
    for step in Step::ALL {
        door::save(ctx, &key, step, &waiting.answers)?;
    }
    Ok(door::send(ctx, &key)?.referral)
}

/// What happened to a referral since it came, in the minutes after.
fn go_on(ctx: &Ctx, id: ReferralId, waiting: &Waiting) -> Result<(), AppError> {
    let actor = Actor::Staff { account: DUTY.to_owned(), role: Role::Duty };
    let step = |minutes: i64, command: ReferralCommand| {
        let now = (waiting.received_at + SignedDuration::from_mins(minutes)).min(ctx.now);
        let ctx = Ctx { actor: actor.clone(), now, ..ctx.clone() };
        referral::carry_out(&ctx, CommandId(ctx.world.id()), id, None, command)
    };
    match waiting.since {
        Since::Nothing => Ok(()),
        Since::Claimed => step(10, ReferralCommand::Claim),
        Since::Tried => {
            step(10, ReferralCommand::Claim)?;
            let note = Some("It rang out. No message left.".to_owned());
            step(
                25,
                ReferralCommand::RecordAttempt { route: Route::Telephone, outcome: AttemptOutcome::NoAnswer, note },
            )
        }
        Since::Asked => {
            let what = "How does she sleep, and who is with her in the evening?".to_owned();
            let until = until(ctx.now);
            step(0, ReferralCommand::Claim)?;
            let ctx = Ctx { actor, ..ctx.clone() };
            let command = ReferralCommand::AskForInformation { of: AskedOf::Referrer, what, until };
            referral::carry_out(&ctx, CommandId(ctx.world.id()), id, None, command)
        }
    }
}

/// A day from now.
fn until(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24)
}
