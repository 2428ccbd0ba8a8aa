//! A file to be read: twice, once to check it and once to use it.

use std::path::Path;

use crate::failure::Failure;

/// Whether a file can be read twice; a pipe would give its content once, and opening it could wait for ever.
pub fn is_regular(file: &Path, expected: &str) -> Result<(), Failure> {
    let about = std::fs::metadata(file).map_err(|error| Failure::of_file(file, error))?;
    if about.is_dir() {
        return Err(Failure::of_file(file, format!("it is a directory (expected {expected})")));
    }
    if !about.is_file() {
        return Err(Failure::of_file(file, "it cannot be read twice (expected a file on disk)"));
    }
    Ok(())
}
