//! The benchmarks: the product and a bare probe take turns in one run, and the figures stand in `docs/performance.md`.
//!
//! `cargo xtask bench` builds and starts this. A benchmark is one file of this folder: it gives the lines of its table.

mod annual;
mod answer;
mod build;
mod callers;
mod decide;
mod desk;
mod due;
mod eligibility;
mod facts;
mod filled;
mod form;
mod history;
mod import;
mod machine;
mod many;
mod measure;
mod messages;
mod one;
mod process;
mod python;
mod queue_page;
mod raw;
mod ready;
mod receive;
mod same_time;
mod simulate;
mod stored;
mod table;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use measure::{Line, Standing};

/// What every benchmark is told.
pub struct Settings {
    /// The root of the workspace.
    pub root: PathBuf,
    /// The release binary.
    pub porch: PathBuf,
    /// Rounds of each.
    pub rounds: usize,
    /// A hundredth of the sizes, to see that it runs at all.
    pub small: bool,
    /// A private server, where one was started.
    pub postgres: Option<String>,
}

impl Settings {
    /// A size, or a hundredth of it.
    pub fn size(&self, whole: usize) -> usize {
        if self.small { whole.div_ceil(100) } else { whole }
    }
}

type Benchmark = fn(&Settings) -> Result<Vec<Line>, String>;

/// Every benchmark by name, in the order of the table.
const ALL: &[(&str, Benchmark)] = &[
    ("receive", receive::run),
    ("form", form::run),
    ("same_time", same_time::run),
    ("one", one::run),
    ("many", many::run),
    ("queue_page", queue_page::run),
    ("decide", decide::run),
    ("answer", answer::run),
    ("due", due::run),
    ("eligibility", eligibility::run),
    ("messages", messages::run),
    ("annual", annual::run),
    ("import", import::run),
    ("stored", stored::run),
    ("filled", filled::run),
    ("simulate", simulate::run),
    ("build", build::run),
];

/// The same as the product's: gives back to the system what is no longer held; how soon is in `.cargo/config.toml`.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const USAGE: &str = "usage: porch-bench [--rounds N] [--small] [--print] [NAME]...";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // A probe that is a process of its own, as the product beside it is.
    let done = match words.as_slice() {
        [word, file] if word == queue_page::probe::WORD => queue_page::probe::serve(file).map(|()| true),
        words => run(words),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}

/// Runs what was asked for, and says whether every bar was met.
fn run(words: &[String]) -> Result<bool, String> {
    let (mut rounds, mut small, mut print, mut names) = (5, false, false, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rounds" => rounds = words.next().and_then(|number| number.parse().ok()).ok_or(USAGE)?,
            "--small" => small = true,
            "--print" => print = true,
            name if ALL.iter().any(|(known, _)| *known == name) => names.push(name),
            other => {
                let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
                return Err(format!("error: {other}: no such benchmark (one of {})\n{USAGE}", known.join(", ")));
            }
        }
    }
    let root = std::env::var_os("PORCH_ROOT").map_or_else(|| PathBuf::from("."), PathBuf::from);
    let porch = std::env::var_os("PORCH_BIN").map_or_else(|| root.join("target/release/porch"), PathBuf::from);
    let postgres = std::env::var("PORCH_TEST_POSTGRES").ok();
    let settings = Settings { root, porch, rounds, small, postgres };
    let order: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    let mut all_met = true;
    for (name, benchmark) in ALL.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        eprintln!("== {name} ==");
        let lines = benchmark(&settings)?;
        for line in &lines {
            all_met &= line.standing() != Standing::Short;
            eprint!("{}", table::row(line));
        }
        if !small && !print {
            keep(&settings.root, name, lines, &order)?;
        }
    }
    Ok(all_met)
}

fn keep(root: &Path, name: &str, lines: Vec<Line>, order: &[&str]) -> Result<(), String> {
    let measured = table::Measured { on: machine::today(), machine: machine::described(), lines };
    table::write(root, name, measured, order)
}
