//! The self-check of a partner: what it is asked in, and how often it was used. Nothing of whoever used it is kept.

use porch_domain::{
    ids::CommandId,
    measure::Period,
    screening::{ASKED, Instruments, SelfCheckBand, SelfCheckUse, TextPack, self_check_use},
};
use porch_store::{Change, RowChange, door_counts};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// The wording of each question in a language, in the order of [`ASKED`]; none unless the site may show all of it.
pub fn packs<'a>(instruments: &'a Instruments, language: &str) -> Option<Vec<&'a TextPack>> {
    ASKED
        .iter()
        .map(|(instrument, _)| instruments.sendable(instruments.definition_called(instrument)?.id(), language))
        .collect()
}

/// Counts one use on this day, by what came of it: a number, and nothing else.
///
/// # Errors
/// When the database cannot be written.
pub fn count(ctx: &Ctx, band: SelfCheckBand) -> Result<(), AppError> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(RowChange::count_at_door(ctx.footprint(), ctx.today(), band.code()));
    ctx.store.commit(change)?;
    Ok(())
}

/// How often it was used in a period, with small numbers hidden.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn used(ctx: &Ctx, period: Period) -> Result<Vec<SelfCheckUse>, AppError> {
    check(ctx, Action::SeeReport)?;
    let counts = ctx.store.read(|tx| door_counts(tx, ctx.footprint()))?;
    Ok(self_check_use(&counts, period))
}
