//! The outbox: letters and messages, drafted, approved and queued here; sending comes with the messages themselves.

use porch_domain::{
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{self, MessageCommand, Standing},
};
use porch_store::{Record, StoreError, Tx, load};

use crate::{
    Ctx,
    access::{Action, check},
    command,
    error::AppError,
};

/// Carries out a command about one message. Whether its route is agreed is asked when it is queued, of the choices of the
/// person whom its referral is about, as they stand then (INV-10).
///
/// # Errors
/// When the actor may not, the rules refuse, or the message changed in the meantime.
pub fn carry_out(ctx: &Ctx, command_id: CommandId, id: MessageId, command: MessageCommand) -> Result<(), AppError> {
    check(ctx, Action::KeepMessage)?;
    command::carry_out(ctx, command_id, id, None, |stream| {
        let state = stream.record.as_ref().and_then(Record::message);
        let about = match (state, &command) {
            (Some(message), _) => Some(message.drafted.referral),
            (None, MessageCommand::Draft(drafted)) => Some(drafted.referral),
            (None, MessageCommand::Approve | MessageCommand::Queue | MessageCommand::ErasePersonalData { .. }) => None,
        };
        let standing = match about {
            Some(referral) => ctx.store.read(|tx| standing_of(tx, ctx.footprint(), referral))?,
            None => Standing::default(),
        };
        let events = message::decide(state, command, &ctx.actor, &standing)?;
        Ok(events.into_iter().map(Event::Message).collect())
    })
}

/// What holds of the person whom a referral is about; nothing is agreed where it is not known.
pub(crate) fn standing_of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Standing, StoreError> {
    let referral = load(tx, footprint, referral)?.record;
    let Some(about) = referral.as_ref().and_then(Record::referral) else { return Ok(Standing::default()) };
    let person = load(tx, footprint, about.person)?.record;
    let (contact, may_tell) = person
        .as_ref()
        .and_then(Record::person)
        .map(|person| (person.contact.clone(), person.may_tell.clone()))
        .unwrap_or_default();
    Ok(Standing { contact, may_tell, situation: about.asked.situation })
}
