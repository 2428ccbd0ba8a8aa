//! The options of `porch plan`.

use clap::{Args, Subcommand, ValueEnum};
use porch_planning::workforce::Basis;

use crate::{arguments::Format, setting::setting};

/// What can be planned.
#[derive(Debug, Subcommand)]
pub enum PlanVerb {
    /// How many staff an area needs, by the model of the workforce appendix.
    Workforce(WorkforceVerb),
}

/// Options of `plan workforce`.
#[derive(Debug, Args)]
pub struct WorkforceVerb {
    /// Births in the area in a year.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub births: Option<String>,
    /// From where the caseload comes: as printed, or derived from the printed assumptions.
    #[arg(long, value_enum, default_value_t = BasisChoice::Published)]
    pub basis: BasisChoice,
    /// Another value for an assumption; may be given several times. A name that does not exist lists them all.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// From where the caseload comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BasisChoice {
    /// The printed caseload.
    Published,
    /// Derived from the printed assumptions.
    Stated,
}

impl From<BasisChoice> for Basis {
    fn from(choice: BasisChoice) -> Self {
        match choice {
            BasisChoice::Published => Self::Published,
            BasisChoice::Stated => Self::Stated,
        }
    }
}
