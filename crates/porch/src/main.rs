//! Porch: one front door for perinatal mental health. The binary, and the only place that reads the clock.

mod answering;
mod arguments;
mod backup;
mod beside;
mod carriers;
mod certificate;
mod database_address;
mod demo;
mod demonstration;
mod due;
mod factors;
mod failure;
mod file_scanner;
mod footprint;
mod identity_provider;
mod import;
mod input_file;
mod instruments;
mod invented_weeks;
mod languages;
mod local_rules;
mod log_collector;
mod made_here;
mod national_record;
mod plan;
mod progress;
mod record_systems;
mod report;
mod score;
mod seals;
mod secret_file;
mod sending;
mod serve;
mod setting;
mod simulate;
mod tls;
mod token;
mod user;
mod verify;
mod world;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, FootprintVerb, ImportVerb, ReportVerb, Verb};

/// Gives back to the system what is no longer held; how soon is in `.cargo/config.toml`.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match arguments.verb {
        Verb::Demo(verb) => demo::run(&verb, arguments.quiet),
        Verb::Serve(verb) => serve::run(&verb),
        Verb::Import { what: ImportVerb::Referrals(verb) } => import::run(&verb, arguments.quiet),
        Verb::Report { what: ReportVerb::Annual(verb) } => report::run(&verb),
        Verb::Plan { what: plan::PlanVerb::Workforce(verb) } => plan::run(&verb),
        Verb::Score(verb) => score::run(&verb),
        Verb::Simulate(verb) => simulate::run(&verb, arguments.quiet),
        Verb::Instruments { what } => instruments::run(&what),
        Verb::Languages { what } => languages::run(&what),
        Verb::Seal(verb) => seals::run(&verb),
        Verb::Verify(verb) => verify::run(&verb, arguments.quiet),
        Verb::Backup(verb) => backup::run(&verb, arguments.quiet),
        Verb::Restore(verb) => backup::restore(&verb, arguments.quiet),
        Verb::User { what } => user::run(&what),
        Verb::FactorKey(verb) => factors::make(&verb),
        Verb::Token { what } => token::run(&what),
        Verb::Footprint { what: FootprintVerb::Check(verb) } => footprint::check(&verb),
        Verb::Footprint { what: FootprintVerb::Apply(verb) } => footprint::apply(&verb),
    };
    match ended {
        Ok(code) => code,
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.exit_status())
        }
    }
}

/// Done, and what was checked does not hold.
fn does_not_hold() -> ExitCode {
    ExitCode::from(1)
}
