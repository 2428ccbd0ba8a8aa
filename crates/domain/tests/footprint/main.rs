//! A footprint file as people write it and the program reads it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod case_discussions;
mod clock_problems;
mod clocks;
mod damage;
mod directory;
mod files;
mod ladder;
mod links;
mod problems;
mod screening;
mod sharing;
mod teams;
mod thresholds;

use porch_domain::footprint::Footprint;

/// Kent and Medway, as shipped.
const KENT_MEDWAY: &str = include_str!("../../../../footprints/kent-medway.toml");
/// Dorset, as shipped.
const DORSET: &str = include_str!("../../../../footprints/dorset.toml");

/// Reads a file that must be right.
fn read(text: &str) -> Footprint {
    Footprint::parse(text).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}
