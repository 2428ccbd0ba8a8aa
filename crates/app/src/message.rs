//! The outbox: letters and messages, drafted, approved and queued here; sending comes with the messages themselves.

use porch_domain::{
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{self, MessageCommand},
    person::ContactChoices,
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
        let choices = match about {
            Some(referral) => ctx.store.read(|tx| choices_of(tx, ctx.footprint(), referral))?,
            None => ContactChoices::default(),
        };
        let events = message::decide(state, command, &ctx.actor, &choices)?;
        Ok(events.into_iter().map(Event::Message).collect())
    })
}

/// What the person whom a referral is about chose; nothing is agreed where either is not known.
fn choices_of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<ContactChoices, StoreError> {
    let referral = load(tx, footprint, referral)?.record;
    let Some(about) = referral.as_ref().and_then(Record::referral).map(|referral| referral.person) else {
        return Ok(ContactChoices::default());
    };
    let person = load(tx, footprint, about)?.record;
    Ok(person.as_ref().and_then(Record::person).map(|person| person.contact.clone()).unwrap_or_default())
}
