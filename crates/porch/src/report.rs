//! `porch report annual`: the answers to a freedom-of-information request.

use std::process::ExitCode;

use porch_app::{
    Store,
    report::{self, Measures},
};
use porch_domain::measure::Period;
use porch_exchange::annual_report;

use crate::{
    arguments::{AnnualVerb, ReportFormat},
    failure::Failure,
    local_rules,
    world::Machine,
};

/// Prints the annual figures.
pub fn run(verb: &AnnualVerb) -> Result<ExitCode, Failure> {
    if verb.from > verb.to {
        return Err(Failure::at(
            "--from",
            format!("{} lies after {} (expected a first day that is not after the last)", verb.from, verb.to),
        ));
    }
    let store = Store::open(&verb.database.url()?, false)?;
    let world = Machine::world();
    let chosen = local_rules::choose(&store, world.as_ref(), verb.footprint.name.as_deref())?;
    let ctx = chosen.ctx(&store, &world);
    let period = Period { from: verb.from, to: verb.to };
    let drawn = report::annual_report(&ctx, &Measures::default(), period, verb.as_at)?;
    match verb.format {
        ReportFormat::Json => print!("{}", annual_report::json(&drawn.report, drawn.as_at)),
        ReportFormat::Csv => print!("{}", annual_report::csv(&drawn.report, drawn.as_at)),
        ReportFormat::Text => print!("{}", annual_report::text(&drawn.report, drawn.as_at)),
    }
    Ok(ExitCode::SUCCESS)
}
