//! Seals of what is kept for good, made once a day and written elsewhere (H19, H25).

use porch_domain::{calendar::local_date, ids::CommandId};
use porch_store::Seal;

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// Makes the seal of a day, where none was made on it and something came since the last one.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn daily(ctx: &Ctx) -> Result<Option<Seal>, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    let last = ctx.store.last_seal(ctx.footprint())?;
    if last.and_then(|seal| local_date(seal.at)).is_some_and(|on| on >= ctx.today()) {
        return Ok(None);
    }
    now(ctx)
}

/// Makes a seal now, where something came since the last one.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn now(ctx: &Ctx) -> Result<Option<Seal>, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    Ok(ctx.store.make_seal(ctx.footprint(), ctx.now, CommandId(ctx.world.id()))?)
}

/// The seals after one number, the first first; they name nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn after(ctx: &Ctx, number: i64) -> Result<Vec<Seal>, AppError> {
    check(ctx, Action::DoWhatIsDue)?;
    Ok(ctx.store.seals_after(ctx.footprint(), number)?)
}
