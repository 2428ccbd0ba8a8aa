//! `porch simulate`: what the waits of a scenario would be.

mod document;
mod of_record;
mod options;
mod plot;
mod words;

use std::{
    io::ErrorKind,
    num::NonZeroU32,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    thread::available_parallelism,
};

use porch_app::World;
use porch_planning::simulation::{PRESETS, Runs, Scenario, ScenarioError};

use crate::{arguments::Format, failure::Failure, progress::Progress, world::Machine};

pub use options::SimulateVerb;

/// A scenario is some lines of text; what is longer is another file.
const LONGEST_SCENARIO: u64 = 1 << 20;

/// Simulates, and prints what came of it. Needs no database but for a record.
pub fn run(verb: &SimulateVerb, quiet: bool) -> Result<ExitCode, Failure> {
    let threads = match verb.threads {
        Some(threads) => threads,
        None => available_parallelism().map_or(NonZeroU32::MIN, |number| number.try_into().unwrap_or(NonZeroU32::MIN)),
    };
    let runs = Runs { seed: verb.seed, replications: verb.replications, threads };
    let world = Machine::world();
    if verb.record {
        return of_record::run(verb, runs, quiet, &world);
    }
    // Where --preset is given, which nothing can be beside --record, clap asks for no --record.
    if verb.write.is_some() {
        return Err(Failure::at("--write", "there is no scenario of a record to write (expected --record beside it)"));
    }
    let scenario = scenario(verb)?;
    let question = verb.question();
    let answer = watched(question.replications(runs), quiet, &world, |told| scenario.answer(&question, runs, told))
        .map_err(|error| Failure::at(error.place, error.what))?;
    if let Some(file) = &verb.plot {
        let drawn = plot::svg(scenario.name(), answer.outcome());
        std::fs::write(file, drawn).map_err(|error| Failure::of_file(file, error))?;
    }
    match verb.format {
        Format::Json => {
            let text = serde_json::to_string(&document::of_answer(scenario.name(), &answer));
            println!("{}", text.map_err(|error| Failure::at("--format", error))?);
        }
        Format::Text => words::tell(scenario.name(), &answer),
    }
    Ok(ExitCode::SUCCESS)
}

/// Does something that tells how many replications are done, and shows it.
fn watched<T>(
    all: Option<u64>,
    quiet: bool,
    world: &Arc<dyn World>,
    work: impl FnOnce(&(dyn Fn(u64) + Sync)) -> T,
) -> T {
    let shown = Mutex::new((0, Progress::new("replications", all, quiet, world)));
    // A question runs the scenario more than once: what is done is counted on.
    let told = |_| {
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.0 += 1;
        let done = shown.0;
        shown.1.at(done);
    };
    let done = work(&told);
    shown.into_inner().unwrap_or_else(PoisonError::into_inner).1.done();
    done
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
