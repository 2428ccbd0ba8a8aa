//! The real binary, run in a folder of its own.

use std::{
    path::Path,
    process::{Command, Output},
};

/// The binary in a folder, with nothing inherited that would choose a database or local rules.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porch"));
    command.current_dir(folder).env_remove("PORCH_DATABASE").env_remove("PORCH_FOOTPRINTS").args(arguments);
    command
}

/// Runs the binary in a folder to its end.
pub fn porch(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}
