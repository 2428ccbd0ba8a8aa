//! How often people decide as the local rules propose (D2).

use porch_domain::{
    event::Event,
    measure::{AgreementCounted, Period},
};
use porch_store::decisions_between;

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// The decisions that were recorded in a period, by whether they were as proposed. It names nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn report(ctx: &Ctx, period: Period) -> Result<AgreementCounted, AppError> {
    check(ctx, Action::SeeReport)?;
    let within = period.instants()?;
    let decisions = ctx.store.read(|tx| decisions_between(tx, ctx.footprint(), &within))?;
    Ok(AgreementCounted::of(decisions.iter().filter_map(|one| match &one.event {
        Event::Referral(event) => Some(event),
        _ => None,
    })))
}
