//! What tests share: a manual world, builders, databases, and the stories that both engines must tell alike.

#[expect(clippy::unwrap_used, reason = "a test panics where it is not so")]
mod advice;
mod becoming_due;
pub mod builders;
/// A scanner of files.
#[expect(clippy::expect_used, reason = "a stand-in panics where the machine gives it no port")]
pub mod clamd;
#[expect(clippy::unwrap_used, reason = "a story panics where it is not so")]
pub mod conformance;
mod drafts;
mod machine;
mod own_server;
#[expect(clippy::unwrap_used, reason = "a stand-in panics where a test is wrong")]
pub mod pds;
pub mod postgres;
mod says;
mod waiting;
mod waiting_messages;
mod world;

pub use advice::ask_for_advice;
pub use becoming_due::{DUE_WITHIN, becoming_due};
pub use drafts::{ready_drafts, ready_drafts_of};
pub use machine::MachineWorld;
pub use own_server::OwnServer;
pub use says::{Heard, Says, national};
pub use waiting::{calm_referrals, waiting_referrals};
pub use waiting_messages::waiting_messages;
pub use world::ManualWorld;
