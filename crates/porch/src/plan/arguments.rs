//! The options of `porch plan`.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Subcommand, ValueEnum};
use porch_planning::workforce::Input;

use crate::arguments::Format;

/// An option for each assumption, by its name.
#[derive(Debug, Clone, Default)]
pub struct Assumptions(pub Vec<(Input, String)>);

impl Args for Assumptions {
    fn augment_args(command: Command) -> Command {
        Input::ALL.into_iter().fold(command, |command, input| {
            let about = input.about();
            let help =
                format!("{} ({}, from {} to {}; {})", about.label, about.unit, about.least, about.most, about.printed);
            let option =
                Arg::new(about.name).long(about.name).value_name("NUMBER").help(help).allow_hyphen_values(true);
            command.arg(option)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Assumptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |input: Input| matches.get_one::<String>(input.name()).map(|text| (input, text.clone()));
        Ok(Self(Input::ALL.into_iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What can be planned.
#[derive(Debug, Subcommand)]
pub enum PlanVerb {
    /// How many staff an area needs, by the model of the workforce appendix.
    Workforce(WorkforceVerb),
}

/// Options of `plan workforce`.
#[derive(Debug, Args)]
pub struct WorkforceVerb {
    /// From where the caseload comes: as printed, or derived from the printed assumptions.
    #[arg(long, value_enum, default_value_t = BasisChoice::Published)]
    pub basis: BasisChoice,
    #[command(flatten)]
    pub assumptions: Assumptions,
    /// How consultation adds to the hours of high-intensity therapists.
    #[arg(long, value_enum, default_value_t = ConsultationChoice::OnTop)]
    pub consultation_as: ConsultationChoice,
    /// Which hours adherence reduces.
    #[arg(long, value_enum, default_value_t = AdherenceChoice::AllHours)]
    pub adherence_on: AdherenceChoice,
    /// What one whole-time post of band 5 costs in a year, with on-costs.
    #[arg(long, value_name = "POUNDS")]
    pub cost_band_5: Option<String>,
    /// The same of band 7.
    #[arg(long, value_name = "POUNDS")]
    pub cost_band_7: Option<String>,
    /// The same of band 8a.
    #[arg(long, value_name = "POUNDS")]
    pub cost_band_8a: Option<String>,
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

/// How consultation adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConsultationChoice {
    /// On top of the hours with patients, as the appendix has it.
    OnTop,
    /// As a share of all their hours.
    Share,
}

/// What adherence reduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AdherenceChoice {
    /// All hours, the assessment too, as the appendix has it.
    AllHours,
    /// The hours of treatment alone.
    Treatment,
}
