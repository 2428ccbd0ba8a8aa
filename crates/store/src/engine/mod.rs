//! The whole difference between the two databases: one small synchronous trait, and two implementations.

mod counted;
mod encrypted;
mod planner;
pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, atomic::AtomicBool};

pub(crate) use counted::Counted;

use crate::{error::StoreError, table::Table, value::Val};

/// A text of the database as what it must be.
pub(crate) fn utf8(text: &[u8]) -> Result<&str, StoreError> {
    std::str::from_utf8(text).map_err(|_| StoreError::Damaged("a text is not UTF-8".to_owned()))
}

/// No column holds a fraction: what is one was not written by this program.
pub(crate) fn fraction() -> StoreError {
    StoreError::Damaged("a column holds a fraction".to_owned())
}

/// A value that still belongs to the engine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lent<'a> {
    /// Nothing.
    #[default]
    Null,
    /// TEXT, of which nobody has looked yet whether it is UTF-8.
    Text(&'a [u8]),
    /// BIGINT.
    Int(i64),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A row whose values still belong to the engine.
pub trait LentRow {
    /// Puts the values of the first columns in their places.
    ///
    /// # Errors
    /// When there are fewer columns, or the engine cannot read one.
    fn values<'a>(&'a self, places: &mut [Lent<'a>]) -> Result<(), StoreError>;
}

/// A connection, inside a transaction or before one.
///
/// Every statement is a constant of `sql.rs` or follows from a table of `table.rs`, with `$N` places.
pub trait Tx {
    /// Runs a statement and gives the number of rows that it changed.
    ///
    /// # Errors
    /// As the engine says, in the store's words.
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError>;

    /// Runs a query and calls back with each row, as it comes.
    ///
    /// # Errors
    /// As the engine says, or as the callback says.
    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Runs a query and lends each row, as it comes, without copying its values: for the many rows of a report.
    ///
    /// # Errors
    /// As the engine says, or as the callback says.
    fn lend(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Writes rows of one table, in place of rows with the same key where `replace` says so.
    ///
    /// # Errors
    /// [`StoreError::Taken`] for a key that is there already, and as the engine says.
    fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError>;

    /// Writes those rows of one table whose key is free, and says of each whether it was written.
    ///
    /// # Errors
    /// As the engine says.
    fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError>;

    /// Takes one row out by its key.
    ///
    /// # Errors
    /// As the engine says.
    fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError>;

    /// What the engine has to say about statements: how many columns each gives. For tests of every statement.
    ///
    /// # Errors
    /// When the engine refuses the statement.
    fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError>;
}

/// A connection that can begin and end transactions.
pub(crate) trait Connection: Tx + Send {
    fn begin(&mut self, write: bool) -> Result<(), StoreError>;
    fn commit(&mut self) -> Result<(), StoreError>;
    fn rollback(&mut self) -> Result<(), StoreError>;
    /// Runs statements that return nothing, such as those of a migration.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Tells the planner of the engine what it cannot know of an empty database; part of every migration.
    fn describe_ways(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Whether the connection can be used again after an error.
    fn alive(&self) -> bool;
}

/// What opens connections to one database.
pub(crate) trait Engine: Send + Sync {
    fn connect(&self, write: bool) -> Result<Box<dyn Connection>, StoreError>;
    /// Statements of a migration in this engine's words.
    fn dialect(&self) -> Dialect;
    /// How many may read at once before one waits for another.
    fn readers_at_once(&self) -> usize;
    /// Work that belongs between two batches, such as checkpoints; told how many rows the batch wrote.
    fn after_batch(&self, _rows: usize) {}
    /// Leaves the database as one complete whole.
    fn close(&self) {}
    /// Looks for damage that reading rows would not show.
    fn check(&self) -> Result<(), StoreError>;
    /// Looks for damage in one part of the database, quickly: not every entry of every index is compared with its row. Gives
    /// the number of parts.
    fn look_for_damage(&self, nth: usize, stop: &Arc<AtomicBool>) -> Result<usize, StoreError>;
}

/// Which engine's words a migration must use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Rows as they are lent to a statement.
pub(crate) fn lent(rows: &[Vec<Val>]) -> Vec<&[Val]> {
    rows.iter().map(Vec::as_slice).collect()
}

/// A connection with a transaction begun: the idle one, or a new one where the server of the idle one went away meanwhile.
pub(crate) fn begun(
    engine: &dyn Engine,
    idle: Option<Box<dyn Connection>>,
    write: bool,
) -> Result<Box<dyn Connection>, StoreError> {
    if let Some(mut open) = idle.filter(|idle| idle.alive()) {
        match open.begin(write) {
            Ok(()) => return Ok(open),
            // Nothing was asked of it yet, so nothing can be lost by asking another one.
            Err(StoreError::Unavailable(_)) if engine.dialect() == Dialect::Postgres => {}
            Err(error) => return Err(error),
        }
    }
    let mut open = engine.connect(write)?;
    open.begin(write)?;
    Ok(open)
}

/// Asks outside of a transaction, on the idle connection or on a new one, which is idle afterwards.
pub(crate) fn asked<T>(
    engine: &dyn Engine,
    idle: &mut Option<Box<dyn Connection>>,
    mut work: impl FnMut(&mut dyn Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    if let Some(mut open) = idle.take().filter(|idle| idle.alive()) {
        match work(open.as_mut()) {
            // What only reads may be asked again.
            Err(StoreError::Unavailable(_)) if engine.dialect() == Dialect::Postgres => {}
            answer => {
                *idle = Some(open);
                return answer;
            }
        }
    }
    let mut open = engine.connect(false)?;
    let answer = work(open.as_mut());
    *idle = Some(open);
    answer
}

/// Runs `work` in one transaction and takes it back when it fails.
pub(crate) fn in_transaction<T>(
    connection: &mut dyn Connection,
    write: bool,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.begin(write)?;
    in_begun(connection, write, work)
}

/// The same in a transaction that was begun.
pub(crate) fn in_begun<T>(
    connection: &mut dyn Connection,
    write: bool,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    match work(connection) {
        Ok(value) => {
            if let Err(error) = connection.commit() {
                // A commit that failed leaves the transaction open on SQLite; a second failure adds nothing to the first.
                let _ = connection.rollback();
                return Err(match error {
                    StoreError::InDoubt(what) if !write => StoreError::Unavailable(what),
                    other => other,
                });
            }
            Ok(value)
        }
        Err(error) => {
            let _ = connection.rollback();
            Err(error)
        }
    }
}
