//! "You said, we did": the list of what people said of the service and what was done about it, for everybody to read; kept by
//! managers, each change as an event.

use porch_domain::{
    event::Event,
    ids::{CommandId, SaidAndDoneId},
    said_and_done::{SaidAndDone, SaidAndDoneCommand, decide},
};
use porch_store::{Record, said_and_done};

use crate::{
    Ctx,
    access::{Action, check},
    command,
    error::AppError,
};

/// What everybody reads, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn shown(ctx: &Ctx) -> Result<Vec<SaidAndDone>, AppError> {
    let mut items = ctx.store.read(|tx| said_and_done(tx, ctx.footprint()))?;
    items.retain(|item| item.withdrawn.is_none());
    Ok(items)
}

/// All of it, with what was withdrawn, for those who keep it.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn all(ctx: &Ctx) -> Result<Vec<SaidAndDone>, AppError> {
    check(ctx, Action::KeepSaidAndDone)?;
    Ok(ctx.store.read(|tx| said_and_done(tx, ctx.footprint()))?)
}

/// Publishes an item, changes its words, or withdraws it. `drawn_from` is the version that the form showed; 0 for a new one.
///
/// # Errors
/// When the actor or the rules refuse, [`AppError::Stale`] where somebody was quicker, or the database cannot be written.
pub fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: SaidAndDoneId,
    drawn_from: i64,
    asked: SaidAndDoneCommand,
) -> Result<(), AppError> {
    check(ctx, Action::KeepSaidAndDone)?;
    command::carry_out(ctx, command_id, id, Some(drawn_from), |stream| {
        let item = match &stream.record {
            Some(Record::SaidAndDone(item)) => Some(item),
            _ => None,
        };
        Ok(decide(item, asked, &ctx.actor, ctx.today())?.map(Event::SaidAndDone).into_iter().collect())
    })
}
