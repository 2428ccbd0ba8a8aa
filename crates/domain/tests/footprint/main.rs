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
mod provided;
mod retention;
mod screening;
mod sharing;
mod teams;
mod thresholds;

use porch_domain::footprint::Footprint;

/// Kent and Medway, as shipped.
const KENT_MEDWAY: &str = include_str!("../../../../footprints/kent-medway.toml");
/// Dorset, as shipped.
const DORSET: &str = include_str!("../../../../footprints/dorset.toml");

/// Each footprint that is shipped, by its name.
const SHIPPED: [(&str, &str); 8] = [
    ("kent-medway", KENT_MEDWAY),
    ("dorset", DORSET),
    ("east-midlands", include_str!("../../../../footprints/east-midlands.toml")),
    ("blackpool", include_str!("../../../../footprints/blackpool.toml")),
    ("tower-hamlets", include_str!("../../../../footprints/tower-hamlets.toml")),
    ("norfolk-waveney", include_str!("../../../../footprints/norfolk-waveney.toml")),
    ("hillingdon", include_str!("../../../../footprints/hillingdon.toml")),
    ("one-service", include_str!("../../../../footprints/one-service.toml")),
];

/// A shipped footprint by its name.
fn shipped(name: &str) -> Footprint {
    read(SHIPPED.iter().find(|(known, _)| *known == name).unwrap().1)
}

/// Reads a file that must be right.
fn read(text: &str) -> Footprint {
    Footprint::parse(text).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}
