//! How many staff an area needs: the model of the workforce appendix, for those who may see figures. It reads no record.

pub use porch_planning::workforce::{
    About, Basis, Costs, Input, Inputs, OutOfRange, Plan, Step, Swing, notes, where_they_part,
};
use porch_planning::workforce::{plan, swings};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// What follows from assumptions, on both bases.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// With the printed caseload.
    pub published: Plan,
    /// With the caseload that the assumptions give.
    pub stated: Plan,
    /// What matters most, on the chosen basis.
    pub swings: Vec<Swing>,
    /// What has to be known of the chosen basis.
    pub notes: Vec<String>,
}

/// What follows from assumptions.
///
/// # Errors
/// When the actor may not see figures.
pub fn planned(ctx: &Ctx, inputs: &Inputs, basis: Basis) -> Result<Planned, AppError> {
    check(ctx, Action::SeeAggregates)?;
    Ok(Planned {
        published: plan(inputs, Basis::Published),
        stated: plan(inputs, Basis::Stated),
        swings: swings(inputs, basis),
        notes: notes(inputs, basis),
    })
}
