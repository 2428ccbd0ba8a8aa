//! Measures: pure functions over a column table of facts, so that a plan is measured exactly as the service is.

mod annual;
mod columns;
mod fact;

pub use annual::{
    AnnualReport, Behind, Figure, PartnersAssessed, Period, ReasonCount, TeamFigures, annual, referrals_behind,
};
pub use columns::{Columns, ColumnsBuilder};
pub use fact::ReferralFact;
