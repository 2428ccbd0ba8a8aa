//! The simulation of a service: what its waits would be with other staff, sittings or arrivals.
//!
//! Exact and seeded: the same scenario and seed give the same figures with any number of threads and on any machine. Every
//! logarithm comes from `libm`, each purpose of each replication draws from a stream of its own, so that two scenarios are compared
//! under the same chance, and replications are independent, so that their means tell how far chance goes
//! (`docs/adr/0044-the-simulation-of-a-service.md`).

mod calendar;
mod distribution;
mod outcome;
mod presets;
mod questions;
mod queue;
mod read;
pub mod record;
mod replication;
mod scenario;
mod service;
mod spread;
mod streams;
mod student;

pub use outcome::{Month, Outcome, Within};
pub use presets::{PRESETS, Preset};
pub use questions::{Answer, Backlog, Comparison, Enough, Question, Tried};
pub use read::ScenarioError;
pub use replication::Runs;
pub use scenario::Scenario;
pub use service::{OfCourse, OfKind, OfService, OfStaff};
pub use student::Estimate;
