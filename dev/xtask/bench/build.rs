//! A clean release build, and what comes of it.

use std::{process::Command, time::Instant};

use crate::{
    Settings,
    measure::{Bar, Line},
};

/// Builds the product in a target folder of its own, once, and weighs the binary.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    if !settings.small {
        let target = tempfile::tempdir().map_err(|error| format!("error: a folder to build in: {error}"))?;
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--release", "--locked", "--quiet"]).current_dir(&settings.root);
        cargo.env("CARGO_TARGET_DIR", target.path());
        let began = Instant::now();
        let status = cargo.status().map_err(|error| format!("error: cargo: {error}"))?;
        if !status.success() {
            return Err(format!("error: cargo build --release: {status}"));
        }
        let minutes = began.elapsed().as_secs_f64() / 60.0;
        let bar = Bar::AtMost { bar: 6.0, goal: 6.0 };
        lines.push(Line::alone("a clean release build of all crates", "min", bar, &[minutes]));
    }
    let weighed = std::fs::metadata(&settings.porch);
    let weighed = weighed.map_err(|error| format!("error: {}: {error}", settings.porch.display()))?;
    let megabytes = weighed.len() as f64 / 1e6;
    lines.push(Line::alone("the binary", "MB", Bar::AtMost { bar: 40.0, goal: 40.0 }, &[megabytes]));
    Ok(lines)
}
