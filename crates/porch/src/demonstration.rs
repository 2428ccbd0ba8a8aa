//! The mark of a database in which everyone is invented.

use porch_app::Store;

use crate::failure::Failure;

/// The fact about a database that everyone in it is invented; its value says from which seed.
pub const MARK: &str = "demonstration";

/// Whether everyone in a database is invented.
pub fn is_demonstration(store: &Store) -> Result<bool, Failure> {
    Ok(store.meta(MARK)?.is_some())
}
