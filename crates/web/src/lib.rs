//! Pages and HTTP interfaces: what a browser or another program asks, and what it is answered.
//!
//! The binary makes a [`Site`] and serves its [`router`]. Handlers read the request, call one activity of the app and
//! show what came of it; everything that waits for the database runs apart from the threads that answer.

mod activity;
pub mod assets;
mod browser;
pub mod charts;
pub mod components;
mod demo_door;
mod failure;
mod limit;
mod local_path;
mod metrics;
mod middleware;
mod moment;
mod network;
mod pages;
mod receipts;
mod router;
mod security_contact;
mod sign_in;
mod site;
mod wording;

pub use demo_door::DemoDoor;
pub use network::{Network, NetworkProblem};
pub use pages::public::ask::filled::RecordSystems;
pub use receipts::Receipts;
pub use router::router;
pub use security_contact::{SecurityContact, SecurityContactProblem};
pub use site::{MetricsFor, Site};
pub use wording::{Language, LanguageApproval, NotOffered};
