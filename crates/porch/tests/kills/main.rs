//! What happens to a running server: it is killed, its database goes away, the disk is full or damaged, a copy is made of it.
//! Sixty-four people press the last button meanwhile, and each keeps what they were told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod copied;
mod damaged;
mod disk;
mod due;
mod killed;
mod ledger;
mod load;
mod place;
#[path = "../program/mod.rs"]
mod program;
mod restarted;
mod server;
