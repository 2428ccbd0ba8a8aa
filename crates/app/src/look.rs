//! Looks: who saw what of whom, when and why. A record is read only through here.

use porch_domain::ids::CommandId;
use porch_store::{Change, Look, ReferralLine};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// Shows records: the look is on disk before a byte of them leaves.
///
/// # Errors
/// When the actor may not, or the look cannot be written: then nothing is shown.
pub fn referrals(
    ctx: &Ctx,
    action: Action,
    what: &str,
    why: &str,
    read: impl FnOnce() -> Result<Vec<ReferralLine>, AppError>,
) -> Result<Vec<ReferralLine>, AppError> {
    records(ctx, action, what, why, || {
        let lines = read()?;
        let subjects = lines.iter().map(|line| line.id.to_string()).collect();
        Ok((lines, subjects))
    })
}

/// Shows anything of people: `read` gives it with the ids of everyone and everything in it, and the look that names them is
/// on disk before a byte leaves.
///
/// # Errors
/// When the actor may not, or the look cannot be written: then nothing is shown.
pub fn records<T>(
    ctx: &Ctx,
    action: Action,
    what: &str,
    why: &str,
    read: impl FnOnce() -> Result<(T, Vec<String>), AppError>,
) -> Result<T, AppError> {
    check(ctx, action)?;
    let (shown, subjects) = read()?;
    note(ctx, &Look { what, why, allowed: true, subjects: &subjects })?;
    Ok(shown)
}

/// Shows a list that is asked for all day long: the look that names everyone in it is on disk within a second. While such a look
/// cannot be written, none is shown before its own is.
///
/// # Errors
/// As [`records`].
pub fn standing_list<T>(
    ctx: &Ctx,
    action: Action,
    what: &str,
    why: &str,
    read: impl FnOnce() -> Result<(T, Vec<String>), AppError>,
) -> Result<T, AppError> {
    check(ctx, action)?;
    let (shown, subjects) = read()?;
    ctx.store.commit_soon(change(ctx, &Look { what, why, allowed: true, subjects: &subjects }))?;
    Ok(shown)
}

/// Notes an attempt that was refused, with whom it was about where that is known.
pub(crate) fn denied(ctx: &Ctx, action: Action, subjects: &[String]) -> Result<(), AppError> {
    note(ctx, &Look { what: action.described(), why: "refused", allowed: false, subjects })
}

pub(crate) fn note(ctx: &Ctx, look: &Look<'_>) -> Result<(), AppError> {
    ctx.store.commit(change(ctx, look))?;
    Ok(())
}

fn change(ctx: &Ctx, look: &Look<'_>) -> Change {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.look(ctx.world.id(), look);
    change
}
