//! The look-log: who saw what of whom, when and why. A record is read only through here.

use jiff::Timestamp;
use porch_domain::ids::CommandId;
use porch_store::{Change, Look, LookLine, ReferralLine};

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

/// Notes an attempt that was refused, with whom it was about where that is known.
pub(crate) fn denied(ctx: &Ctx, action: Action, subjects: &[String]) -> Result<(), AppError> {
    note(ctx, &Look { what: action.described(), why: "refused", allowed: false, subjects })
}

pub(crate) fn note(ctx: &Ctx, look: &Look<'_>) -> Result<(), AppError> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.look(ctx.world.id(), look);
    ctx.store.commit(change)?;
    Ok(())
}

/// One look, as an information officer reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// At what.
    pub what: String,
    /// For what purpose.
    pub why: String,
    /// Whether it was allowed.
    pub allowed: bool,
    /// How many records it showed.
    pub shown: usize,
}

/// The latest looks, newest first.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn latest(ctx: &Ctx, limit: i64) -> Result<Vec<Looked>, AppError> {
    check(ctx, Action::SeeLooks)?;
    let lines = ctx.store.read(|tx| LookLine::latest(tx, ctx.footprint(), limit))?;
    let looked = lines.into_iter().map(|line| Looked {
        at: line.at,
        actor: line.actor,
        what: line.what,
        why: line.why,
        allowed: line.allowed,
        shown: line.subjects.len(),
    });
    Ok(looked.collect())
}
