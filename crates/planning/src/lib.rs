//! Plans and simulated services: seeded, reproducible, without input or output.

pub mod simulation;
pub mod synthetic;
pub mod workforce;
