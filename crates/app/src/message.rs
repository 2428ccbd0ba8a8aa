//! The outbox: letters and messages, drafted, approved and queued here; sending comes with the messages themselves.

use porch_domain::{
    event::Event,
    ids::{CommandId, MessageId, PersonId},
    message::{self, MessageCommand},
    person::ContactChoices,
};
use porch_store::{Change, Record, load};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// Carries out a command about one message. Her choices are read anew at each step (INV-10).
///
/// # Errors
/// When the actor may not, the rules refuse, or the message changed in the meantime.
pub fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: MessageId,
    about: PersonId,
    command: MessageCommand,
) -> Result<(), AppError> {
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let (mut stream, person) =
        ctx.store.read(|tx| Ok((load(tx, ctx.footprint(), id)?, load(tx, ctx.footprint(), about)?)))?;
    let choices = match &person.record {
        Some(Record::Person(person)) => person.contact.clone(),
        _ => ContactChoices::default(),
    };
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
