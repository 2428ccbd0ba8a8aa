//! The outbox: letters and messages, drafted, approved and queued here; sending comes with the messages themselves.

use porch_domain::{
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{self, MessageCommand},
    person::ContactChoices,
};
use porch_store::{Change, Record, StoreError, Tx, load};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// Carries out a command about one message. Whether its route is agreed is asked when it is queued, of the choices of the
/// person whom its referral is about, as they stand then (INV-10).
///
/// # Errors
/// When the actor may not, the rules refuse, or the message changed in the meantime.
pub fn carry_out(ctx: &Ctx, command_id: CommandId, id: MessageId, command: MessageCommand) -> Result<(), AppError> {
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let (mut stream, choices) = ctx.store.read(|tx| {
        let stream = load(tx, ctx.footprint(), id)?;
        let referral = match (&stream.record, &command) {
            (Some(Record::Message(message)), _) => Some(message.drafted.referral),
            (_, MessageCommand::Draft(drafted)) => Some(drafted.referral),
            (_, MessageCommand::Approve | MessageCommand::Queue | MessageCommand::ErasePersonalData { .. }) => None,
        };
        let choices = match referral {
            Some(referral) => choices_of(tx, ctx.footprint(), referral)?,
            None => ContactChoices::default(),
        };
        Ok((stream, choices))
    })?;
    let state = match &stream.record {
        Some(Record::Message(message)) => Some(message),
        _ => None,
    };
    let events = message::decide(state, command, &ctx.actor, &choices)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for event in events {
        change.append(&mut stream, &Event::Message(event), ctx.world.random())?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// What the person whom a referral is about chose; nothing is agreed where either is not known.
fn choices_of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<ContactChoices, StoreError> {
    let Some(Record::Referral(record)) = load(tx, footprint, referral)?.record else {
        return Ok(ContactChoices::default());
    };
    Ok(match load(tx, footprint, record.referral.person)?.record {
        Some(Record::Person(person)) => person.contact,
        Some(Record::Footprint(_) | Record::HistoryImport(_) | Record::Referral(_) | Record::Message(_)) | None => {
            ContactChoices::default()
        }
    })
}
