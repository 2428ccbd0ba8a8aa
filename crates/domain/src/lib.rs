//! The rules of the service: what may happen to a referral, and what follows from it.
//!
//! Pure: no input or output, no async, no clock, no randomness. Time and ids are arguments.

pub mod account;
pub mod actor;
pub mod advice;
pub mod calendar;
pub mod code_list;
pub mod comment;
pub mod disallowed;
pub mod duty;
pub mod eligibility;
pub mod event;
pub mod footprint;
pub mod front_door;
pub mod history_import;
pub mod ids;
pub mod invariants;
pub mod look;
pub mod measure;
pub mod meeting;
pub mod message;
pub mod opening;
pub mod person;
pub mod referral;
pub mod relation;
pub mod release;
pub mod said_and_done;
pub mod screening;
pub mod wording;
