//! "You said, we did": the list of what people said of the service and what was done about it, for everybody to read; kept by
//! managers, each change as an event. An item names the comments that it answers.

use porch_domain::{
    event::Event,
    ids::{CommandId, CommentId, SaidAndDoneId},
    said_and_done::{SaidAndDone, SaidAndDoneCommand, decide},
};
use porch_store::{Record, said_and_done};

use crate::{
    Ctx,
    access::{Action, check},
    command, comment,
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
/// `answers` are comments that it answers from now on: both are in one change.
///
/// # Errors
/// When the actor or the rules refuse, a comment may not be shown, [`AppError::Stale`] where somebody was quicker, or the database cannot be written.
pub fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: SaidAndDoneId,
    drawn_from: i64,
    asked: SaidAndDoneCommand,
    answers: &[CommentId],
) -> Result<(), AppError> {
    check(ctx, Action::KeepSaidAndDone)?;
    command::carry_out_with(ctx, command_id, id, Some(drawn_from), |stream, change| {
        let item = match &stream.record {
            Some(Record::SaidAndDone(item)) => Some(item),
            _ => None,
        };
        comment::append_answers(ctx, change, id, answers)?;
        Ok(decide(item, asked, &ctx.actor, ctx.today())?.map(Event::SaidAndDone).into_iter().collect())
    })
}
