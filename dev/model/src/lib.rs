//! Every order of what can happen to one referral, at small bounds, held against the promises of the service.
//!
//! [`Service`] is a model for the checker `stateright`. It drives the rules themselves (`referral::decide`,
//! `referral::evolve`, `referral::due_now`) and nothing that imitates them: two teams, two people, the service itself, a
//! clock that steps forward and back between a few instants, and somebody whose command is slow, lost, or sent again. After
//! each step every promise is asked, in [`promises`]. Why it is a crate of its own: `docs/adr/0021-a-model-checker.md`.

#[expect(clippy::unwrap_used, reason = "a model panics where its own data is wrong")]
mod act;
#[expect(clippy::unwrap_used, reason = "a model panics where its own data is wrong")]
mod filled;
mod graph;
mod key;
pub mod promises;
#[expect(clippy::unwrap_used, reason = "a model panics where its own data is wrong")]
mod service;

pub use act::{COMMUNITY, FRONT_DOOR, What, Who};
pub use graph::Graph;
pub use key::Kind;
pub use service::{Act, ID, Rules, Service, Slow, State, Store};
