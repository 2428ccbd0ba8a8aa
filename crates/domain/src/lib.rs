//! The rules of the service: what may happen to a referral, and what follows from it.
//!
//! Pure: no input or output, no async, no clock, no randomness. Time and ids are arguments.

pub mod code_list;
pub mod footprint;
pub mod person;
pub mod referral;
