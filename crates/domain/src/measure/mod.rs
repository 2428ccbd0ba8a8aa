//! Measures: pure functions over a column table of facts, so that a plan is measured exactly as the service is.

mod aggregate;
mod annual;
mod behind;
mod columns;
pub mod continuity;
mod counted;
mod coverage;
mod criteria;
mod entries;
mod fact;
mod journey;
mod kept;
mod onward;
mod packed;
mod practice;
mod proposal;
mod risk;
mod turned_away;
mod waits;

pub use aggregate::{AggregateRow, SMALLEST_SHOWN, aggregate, shown_outside};
pub use annual::{AnnualReport, Figure, PartnersAssessed, Period, ReasonCount, TeamFigures, annual};
pub use behind::{Behind, OfTeam, RecordsBehind};
pub use columns::{Columns, ColumnsBuilder, Mark};
pub use coverage::{Coverage, CoverageRow, Expected, Recorded, coverage};
pub use criteria::CriterionCited;
pub use entries::Entries;
pub use fact::{LentFact, ReferralFact};
pub use journey::{Journey, JourneyContact, Whether, waits_of};
pub use kept::{KeptTime, TeamContact};
pub use onward::{OnwardAnswer, OnwardCounts, OnwardFact, OnwardReport};
pub use practice::{HandedOver, Missing, Quarter, Sent, folded};
pub use proposal::{Agreed, AgreementCounted};
pub use risk::{RiskWait, RiskWaits};
pub use turned_away::{AfterNo, Again, TurnedAway, Whereabouts};
pub use waits::Waits;
