//! A file that holds a secret: only its owner and group may read it, and nothing of it is ever repeated.

use std::{os::unix::fs::PermissionsExt, path::Path};

use crate::failure::Failure;

/// What a file lets everybody do who is neither its owner nor of its group.
const EVERYBODY: u32 = 0o007;

/// The text of a file that not everybody can read, without blanks round it.
///
/// # Errors
/// When it cannot be read, everybody can, it holds nothing, or it is longer than `longest` bytes; `expected` says what it is for.
pub fn read(file: &Path, longest: u64, expected: &str) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::of_file(file, error);
    let about = std::fs::metadata(file).map_err(failed)?;
    if about.permissions().mode() & EVERYBODY != 0 {
        return Err(Failure::of_file(file, "everybody on this machine may read or write it (expected chmod o= on it)"));
    }
    if !about.is_file() || about.len() > longest || about.len() == 0 {
        return Err(Failure::of_file(
            file,
            format!("it is no file with {expected} (expected one of up to {longest} bytes)"),
        ));
    }
    Ok(std::fs::read_to_string(file).map_err(failed)?.trim().to_owned())
}
