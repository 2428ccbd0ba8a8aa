//! `porch footprint check` and `porch footprint apply`.

use std::{path::Path, process::ExitCode, sync::Arc};

use porch_app::{Ctx, Store, clocks, footprint::ApplyError};
use porch_domain::footprint::{Footprint, Gap, Problem, ProblemKind};
use serde_json::json;

use crate::{
    arguments::{FootprintApplyVerb, FootprintCheckVerb, Format},
    does_not_hold,
    failure::Failure,
    local_rules,
    world::{self, Machine},
};

/// Says what is wrong with a file, with the line, and at which hours nobody would be told of an emergency (PR-04).
pub fn check(verb: &FootprintCheckVerb) -> Result<ExitCode, Failure> {
    let text = read(&verb.file)?;
    let now = Machine::world().now();
    let (problems, gaps, warnings) = match Footprint::parse_given(&text, now) {
        Ok(footprint) => {
            let mut warnings = clocks::warnings(&footprint, now);
            warnings.extend(footprint.lacks_young_peoples_service().map(str::to_owned));
            (Vec::new(), footprint.gaps(), warnings)
        }
        Err(problems) => (problems, Vec::new(), Vec::new()),
    };
    let holds = problems.is_empty() && gaps.is_empty();
    if problems.iter().any(|problem| problem.kind == ProblemKind::Syntax) {
        return Err(told(&verb.file, &problems));
    }
    match verb.format {
        Format::Json => {
            let problems: Vec<serde_json::Value> = problems
                .iter()
                .map(|problem| {
                    json!({
                        "line": problem.line, "at": problem.at, "what": problem.what, "expected": problem.expected,
                    })
                })
                .collect();
            let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
            println!("{}", json!({ "holds": holds, "problems": problems, "gaps": gaps, "warnings": warnings }));
        }
        Format::Text if problems.is_empty() => {
            if holds {
                println!("{}: nothing is wrong.", verb.file.display());
            } else {
                missing(&verb.file, &gaps).tell();
            }
            for warning in &warnings {
                println!("warning: {warning}");
            }
        }
        Format::Text => told(&verb.file, &problems).tell(),
    }
    Ok(if holds { ExitCode::SUCCESS } else { does_not_hold() })
}

/// Applies a file from a day on.
pub fn apply(verb: &FootprintApplyVerb) -> Result<ExitCode, Failure> {
    let text = read(&verb.file)?;
    let world = Machine::world();
    Footprint::parse_given(&text, world.now()).map_err(|problems| told(&verb.file, &problems))?;
    let store = Store::open(&verb.database.url, true)?;
    let applied = porch_app::footprint::apply(&store, world.as_ref(), &world::operator(), &text, Some(verb.from));
    let rules = applied.map_err(|error| match error {
        ApplyError::Problems(problems) => told(&verb.file, &problems),
        ApplyError::App(error) => error.into(),
    })?;
    // Rules with a gap can be applied: whoever asks for help then reads that nobody is there, and whom to ring.
    for gap in rules.footprint.gaps() {
        eprintln!("warning: {} {gap}", verb.file.display());
    }
    if let Some(warning) = rules.footprint.lacks_young_peoples_service() {
        eprintln!("warning: {} {warning}", verb.file.display());
    }
    println!("{} holds from {}. SHA-256: {}", rules.footprint.title, verb.from, rules.content_hash);
    if let Some(in_force) = local_rules::in_force_today(&store, world.as_ref(), &rules.footprint.name)? {
        let moved = clocks::recompute(&Ctx::new(store, in_force, world::operator(), Arc::clone(&world)))?;
        if moved > 0 {
            println!("Holidays changed. Open clocks that were computed again: {moved}. Each referral's page says so.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))
}

fn missing(file: &Path, gaps: &[Gap]) -> Failure {
    Failure::all(gaps.iter().map(|gap| format!("{} {gap}", file.display())))
}

fn told(file: &Path, problems: &[Problem]) -> Failure {
    Failure::all(problems.iter().map(|problem| format!("{} {problem}", file.display())))
}
