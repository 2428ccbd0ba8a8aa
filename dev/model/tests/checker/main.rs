//! The rules of a referral in every order, held against every promise; and rules that were broken on purpose, each found.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod models;
mod mutants;
mod orders;
mod whole;
