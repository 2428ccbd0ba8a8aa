//! `porch simulate`: what the waits of a scenario would be.

mod options;
mod plot;

use std::{
    io::ErrorKind,
    num::NonZeroU32,
    process::ExitCode,
    sync::{Mutex, PoisonError},
    thread::available_parallelism,
};

use porch_planning::simulation::{Estimate, Month, Outcome, PRESETS, Runs, Scenario, ScenarioError, Within};
use serde::Serialize;

use crate::{arguments::Format, failure::Failure, progress::Progress, world::Machine};

pub use options::SimulateVerb;

/// A scenario is some lines of text; what is longer is another file.
const LONGEST_SCENARIO: u64 = 1 << 20;

/// The document of CONTRACTS section 7, in its order.
#[derive(Debug, Serialize)]
struct Document<'a> {
    scenario: &'a str,
    seed: u64,
    replications: u32,
    arrivals: u64,
    seen: u64,
    left: u64,
    waiting: u64,
    wait_days: WaitDays,
    seen_within: Vec<SeenWithin>,
    utilisation: Option<f64>,
    by_month: Vec<OfMonth<'a>>,
}

#[derive(Debug, Serialize)]
struct WaitDays {
    mean: Option<f64>,
    p50: Option<f64>,
    p90: Option<f64>,
    p95: Option<f64>,
    ci95_mean: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct SeenWithin {
    days: u32,
    share: Option<f64>,
    ci95_share: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct OfMonth<'a> {
    month: &'a str,
    arrivals: u64,
    seen: u64,
    left: u64,
    waiting: u64,
    wait_days: WaitOfMonth,
    seen_within: Vec<SeenWithin>,
    utilisation: Option<f64>,
    ci95_utilisation: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct WaitOfMonth {
    mean: Option<f64>,
    ci95_mean: Option<[f64; 2]>,
}

/// Simulates, and prints what came of it. Needs no database.
pub fn run(verb: &SimulateVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let scenario = scenario(verb)?;
    let threads = match verb.threads {
        Some(threads) => threads,
        None => available_parallelism().map_or(NonZeroU32::MIN, |number| number.try_into().unwrap_or(NonZeroU32::MIN)),
    };
    let runs = Runs { seed: verb.seed, replications: verb.replications, threads };
    let world = Machine::world();
    let progress = Progress::new("replications", Some(u64::from(verb.replications.get())), quiet, &world);
    let shown = Mutex::new(progress);
    let outcome = scenario.run(runs, &|done| shown.lock().unwrap_or_else(PoisonError::into_inner).at(done));
    shown.into_inner().unwrap_or_else(PoisonError::into_inner).done();
    if let Some(file) = &verb.plot {
        std::fs::write(file, plot::svg(scenario.name(), &outcome)).map_err(|error| Failure::of_file(file, error))?;
    }
    match verb.format {
        Format::Json => {
            let document = document(scenario.name(), &outcome);
            let text = serde_json::to_string(&document).map_err(|error| Failure::at("--format", error))?;
            println!("{text}");
        }
        Format::Text => tell(scenario.name(), &outcome),
    }
    Ok(ExitCode::SUCCESS)
}

fn scenario(verb: &SimulateVerb) -> Result<Scenario, Failure> {
    let named = |error: ScenarioError| Failure::at(error.place, error.what);
    match (&verb.scenario, &verb.preset) {
        (None, Some(preset)) => Scenario::preset(preset, &verb.set).map_err(named),
        (Some(file), None) => {
            let about = std::fs::metadata(file).map_err(|error| Failure::of_file(file, error))?;
            if !about.is_file() || about.len() > LONGEST_SCENARIO {
                return Err(Failure::of_file(file, "it is no scenario (expected a file of at most 1 MB)"));
            }
            let text = std::fs::read_to_string(file).map_err(|error| match error.kind() {
                ErrorKind::InvalidData => Failure::of_file(file, "it is no text (expected TOML in UTF-8)"),
                _ => Failure::of_file(file, error),
            })?;
            let name = file.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
            Scenario::read(&name, &text, &verb.set)
                .map_err(|error| Failure::of_file(file, format!("{}: {}", error.place, error.what)))
        }
        (Some(_), Some(_)) | (None, None) => {
            let known: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
            let what = format!("nothing says what (expected a file, or --preset with one of {})", known.join(", "));
            Err(Failure::at("SCENARIO", what))
        }
    }
}

fn document<'a>(name: &'a str, outcome: &'a Outcome) -> Document<'a> {
    let [p50, p90, p95] = outcome.percentiles;
    Document {
        scenario: name,
        seed: outcome.seed,
        replications: outcome.replications,
        arrivals: outcome.arrivals,
        seen: outcome.seen,
        left: outcome.left,
        waiting: outcome.waiting,
        wait_days: WaitDays { mean: outcome.mean_wait.mean, p50, p90, p95, ci95_mean: both(outcome.mean_wait) },
        seen_within: outcome.seen_within.iter().map(seen_within).collect(),
        utilisation: outcome.utilisation.mean,
        by_month: outcome.by_month.iter().map(of_month).collect(),
    }
}

fn of_month(month: &Month) -> OfMonth<'_> {
    OfMonth {
        month: &month.month,
        arrivals: month.arrivals,
        seen: month.seen,
        left: month.left,
        waiting: month.waiting,
        wait_days: WaitOfMonth { mean: month.mean_wait.mean, ci95_mean: both(month.mean_wait) },
        seen_within: month.seen_within.iter().map(seen_within).collect(),
        utilisation: month.utilisation.mean,
        ci95_utilisation: both(month.utilisation),
    }
}

fn seen_within(within: &Within) -> SeenWithin {
    SeenWithin { days: within.days, share: within.share.mean, ci95_share: both(within.share) }
}

fn both(estimate: Estimate) -> Option<[f64; 2]> {
    estimate.interval.map(|(low, high)| [low, high])
}

fn tell(name: &str, outcome: &Outcome) {
    println!("{name}: {} replications, seed {}", outcome.replications, outcome.seed);
    println!(
        "Arrived: {}; seen: {}; left: {}; waiting: {}, in all replications",
        outcome.arrivals, outcome.seen, outcome.left, outcome.waiting
    );
    println!("Mean wait in days: {}", told(outcome.mean_wait, 1.0, ""));
    let days = |days: Option<f64>| days.map_or_else(|| "none".to_owned(), |days| format!("{days:.2}"));
    let [p50, p90, p95] = outcome.percentiles.map(days);
    println!("Half waited no longer than {p50} days, nine tenths than {p90}, nineteen twentieths than {p95}");
    for within in &outcome.seen_within {
        println!("Seen within {} days: {}", within.days, told(within.share, 100.0, " %"));
    }
    println!("Use of servers: {}", told(outcome.utilisation, 100.0, " %"));
    println!("Each interval would hold the truth in 95 of 100 such simulations.");
}

fn told(estimate: Estimate, times: f64, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return "none".to_owned() };
    match estimate.interval {
        Some((low, high)) => format!("{:.2}{unit} ({:.2} to {:.2})", mean * times, low * times, high * times),
        None => format!("{:.2}{unit} (one replication has no interval)", mean * times),
    }
}
