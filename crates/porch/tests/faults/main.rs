//! What goes wrong in the world: bad files, foreign and damaged databases, a program that is killed, a disk that is full.
//! Each is told in words, and leaves what was there as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod backups;
mod bench;
mod damaged;
mod disk;
mod files;
mod foreign;
mod killed;
#[path = "../program/mod.rs"]
mod program;
mod rows;
mod settings;
mod together;
mod usage;
