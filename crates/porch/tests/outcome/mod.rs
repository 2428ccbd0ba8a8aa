//! The real binary, and what it must come to.

use tempfile::TempDir;

use crate::program::porch;

/// Runs the program, which must do what it was asked; gives what it printed.
#[track_caller]
pub fn done(folder: &TempDir, arguments: &[&str]) -> String {
    let output = porch(folder.path(), arguments);
    assert_eq!((output.status.code(), output.stderr.is_empty()), (Some(0), true), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the program, which must refuse; gives the error.
#[track_caller]
pub fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let output = porch(folder.path(), arguments);
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}
