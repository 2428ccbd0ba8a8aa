//! The options of `porch simulate`.

use std::{num::NonZeroU32, path::PathBuf};

use clap::Args;
use porch_planning::simulation::Question;

use crate::{
    arguments::{DatabaseOption, FootprintOption, Format},
    setting::setting,
};

/// Options of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateVerb {
    /// A scenario as a TOML file.
    #[arg(value_name = "SCENARIO.toml", conflicts_with = "preset")]
    pub scenario: Option<PathBuf>,
    /// Fit a scenario to the record of the service, and try it on the last three of twelve months.
    #[arg(long, conflicts_with_all = ["scenario", "preset", "set", "against", "enough", "backlog", "plot"])]
    pub record: bool,
    /// Also write that scenario to a file, which can be simulated.
    #[arg(long, value_name = "FILE.toml", requires = "record")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub database: DatabaseOption,
    #[command(flatten)]
    pub footprint: FootprintOption,
    /// A scenario that comes with the program: mmc, mgc or service.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Another value for something of the scenario; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// From which all chance comes: the same seed gives the same figures.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed, allow_negative_numbers = true)]
    pub seed: u64,
    /// How often to simulate it, each time with other chance.
    #[arg(long, value_name = "N", default_value = "30", value_parser = replications, allow_negative_numbers = true)]
    pub replications: NonZeroU32,
    /// On how many threads, as many as the machine has where nothing is said; the figures are the same with any number.
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub threads: Option<NonZeroU32>,
    /// Also draw the waits by month, as SVG.
    #[arg(long, value_name = "FILE.svg")]
    pub plot: Option<PathBuf>,
    /// Compare with the same where this is otherwise, under the same chance; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub against: Vec<(String, String)>,
    /// Find the least whole-time posts of these staff (servers of a queue) with which enough are seen in time.
    #[arg(long, value_name = "STAFF", conflicts_with_all = ["against", "backlog"])]
    pub enough: Option<String>,
    /// The share that is enough.
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, requires = "enough", allow_negative_numbers = true)]
    pub share: f64,
    /// The days within which they are to be seen.
    #[arg(long, value_name = "DAYS", default_value_t = 28, requires = "enough", allow_negative_numbers = true)]
    pub within: u32,
    /// Tell how long it takes until a backlog of so many people is gone.
    #[arg(long, value_name = "PEOPLE", conflicts_with = "against", allow_negative_numbers = true)]
    pub backlog: Option<u32>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

impl SimulateVerb {
    /// What is asked.
    pub fn question(&self) -> Question {
        match (&self.enough, self.backlog, self.against.is_empty()) {
            (Some(staff), _, _) => Question::Enough { staff: staff.clone(), share: self.share, days: self.within },
            (None, Some(people), _) => Question::Backlog(people),
            (None, None, false) => Question::Against(self.against.clone()),
            (None, None, true) => Question::Waits,
        }
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("it is no seed (expected a whole number from 0 to {})", u64::MAX))
}

fn replications(text: &str) -> Result<NonZeroU32, String> {
    counted(text, "replications", 100_000)
}

fn threads(text: &str) -> Result<NonZeroU32, String> {
    counted(text, "threads", 1024)
}

fn counted(text: &str, of: &str, most: u32) -> Result<NonZeroU32, String> {
    let number = text.parse().ok().filter(|number: &NonZeroU32| number.get() <= most);
    number.ok_or_else(|| format!("it cannot be used (expected a number of {of}, a whole number from 1 to {most})"))
}
