//! How many referrals the first sitting after their receipt looked at (D8).

use porch_domain::{measure::Period, meeting::Reviews};
use porch_store::first_reviews;

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// Referrals that came in here in a period, by when a sitting first looked at them. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, the calendar does not know the period, or the database cannot be read.
pub fn reviews(ctx: &Ctx, period: Period) -> Result<Reviews, AppError> {
    check(ctx, Action::SeeReport)?;
    let received = period.instants()?;
    let rules = &ctx.rules.footprint.meeting;
    let mut counted = Reviews::default();
    ctx.store.read(|tx| {
        first_reviews(tx, ctx.footprint(), received, &mut |received_at, seen| {
            counted.count(rules, received_at, seen, ctx.now);
        })
    })?;
    Ok(counted)
}
