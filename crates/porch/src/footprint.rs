//! `porch footprint check` and `porch footprint apply`.

use std::{path::Path, process::ExitCode, sync::Arc};

use jiff::Timestamp;
use porch_app::{Ctx, Store, clocks, footprint::ApplyError};
use porch_domain::{
    calendar::local_date,
    footprint::{Footprint, Problem, ProblemKind},
};
use serde_json::json;

use crate::{
    arguments::{FootprintApplyVerb, FootprintCheckVerb, Format},
    does_not_hold,
    failure::Failure,
    local_rules,
    world::{self, Machine},
};

/// Says what is wrong with a file, with the line, at which hours nobody would be told of an emergency (PR-04), and what
/// nobody takes (G3).
pub fn check(verb: &FootprintCheckVerb) -> Result<ExitCode, Failure> {
    let text = read(&verb.file)?;
    let now = Machine::world().now();
    let (problems, gaps, warnings) = match Footprint::parse_given(&text, now) {
        Ok(footprint) => (Vec::new(), gaps_of(&footprint, now), warnings_of(&footprint, now)),
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
    for gap in gaps_of(&rules.footprint, world.now()) {
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

/// The hours at which nobody would be told of an emergency in time (PR-04), and the needs that nobody takes (G3).
fn gaps_of(footprint: &Footprint, now: Timestamp) -> Vec<String> {
    let hours = footprint.gaps().into_iter().map(|gap| gap.to_string());
    let needs = local_date(now).map(|today| footprint.threshold_gaps(today)).unwrap_or_default();
    hours.chain(needs.into_iter().map(|gap| gap.to_string())).collect()
}

/// What holds, and what somebody should know all the same.
fn warnings_of(footprint: &Footprint, now: Timestamp) -> Vec<String> {
    let mut warnings = clocks::warnings(footprint, now);
    warnings.extend(footprint.lacks_young_peoples_service().map(str::to_owned));
    if footprint.thresholds().is_empty() {
        warnings.push("no thresholds are written, so nobody knows whether every need has a destination".to_owned());
    }
    let talked = local_date(now).map(|today| footprint.thresholds_talked_through(today)).unwrap_or_default();
    warnings.extend(talked.into_iter().map(|gap| gap.to_string()));
    warnings
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))
}

fn missing(file: &Path, gaps: &[String]) -> Failure {
    Failure::all(gaps.iter().map(|gap| format!("{} {gap}", file.display())))
}

fn told(file: &Path, problems: &[Problem]) -> Failure {
    Failure::all(problems.iter().map(|problem| format!("{} {problem}", file.display())))
}
