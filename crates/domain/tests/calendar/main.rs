//! Bank holidays, and when something is open.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod holidays;
mod million;
mod opening;
