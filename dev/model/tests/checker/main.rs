//! The rules of a referral in every order, held against every promise; and rules that were broken on purpose, each found.

mod models;
mod mutants;
mod orders;
mod whole;
