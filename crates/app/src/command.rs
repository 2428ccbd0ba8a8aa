//! How every command about one record is carried out: once, from the state that was read, or not at all.

use porch_domain::{
    event::{Event, StreamId},
    ids::CommandId,
};
use porch_store::{Change, Stream, load};

use crate::{Ctx, error::AppError};

/// Reads a record, decides, and writes what follows with the command's first outcome.
///
/// `drawn_from` is the version that the person saw, where they saw one: if the record moved on since, nothing is
/// overwritten. The same command id again changes nothing (INV-08). The actor was asked before.
///
/// # Errors
/// [`AppError::Stale`] when the record moved on, or as `decide` says; nothing was changed.
pub(crate) fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: impl Into<StreamId>,
    drawn_from: Option<i64>,
    decide: impl FnOnce(&Stream) -> Result<Vec<Event>, AppError>,
) -> Result<(), AppError> {
    carry_out_with(ctx, command_id, id, drawn_from, |stream, _| decide(stream))
}

/// The same, where something of another record belongs to the change.
///
/// # Errors
/// As [`carry_out`].
pub(crate) fn carry_out_with(
    ctx: &Ctx,
    command_id: CommandId,
    id: impl Into<StreamId>,
    drawn_from: Option<i64>,
    decide: impl FnOnce(&Stream, &mut Change) -> Result<Vec<Event>, AppError>,
) -> Result<(), AppError> {
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let id = id.into();
    let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    if drawn_from.is_some_and(|version| version != stream.head.version) {
        return Err(AppError::Stale);
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for event in decide(&stream, &mut change)? {
        ctx.append(&mut change, &mut stream, &event)?;
    }
    change.first_outcome(id.id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}
