//! An engine that counts what is asked of it: so that it can be shown that two things are as much work (PR-06).

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use super::{Connection, Dialect, Engine, LentRow, Tx};
use crate::{error::StoreError, table::Table, value::Val};

/// An engine, and how many statements were run on it.
pub(crate) struct Counted {
    engine: Arc<dyn Engine>,
    statements: Arc<AtomicU64>,
}

struct CountedConnection {
    open: Box<dyn Connection>,
    statements: Arc<AtomicU64>,
}

impl Counted {
    /// Counts what is asked of an engine.
    pub fn new(engine: Arc<dyn Engine>, statements: &Arc<AtomicU64>) -> Self {
        Self { engine, statements: Arc::clone(statements) }
    }
}

impl Engine for Counted {
    fn connect(&self, write: bool) -> Result<Box<dyn Connection>, StoreError> {
        let (open, statements) = (self.engine.connect(write)?, Arc::clone(&self.statements));
        Ok(Box::new(CountedConnection { open, statements }))
    }

    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    fn readers_at_once(&self) -> usize {
        self.engine.readers_at_once()
    }

    fn after_batch(&self, rows: usize) {
        self.engine.after_batch(rows);
    }

    fn close(&self) {
        self.engine.close();
    }

    fn check(&self) -> Result<(), StoreError> {
        self.engine.check()
    }

    fn look_for_damage(&self, nth: usize, stop: &Arc<AtomicBool>) -> Result<usize, StoreError> {
        self.engine.look_for_damage(nth, stop)
    }
}

impl CountedConnection {
    fn counted(&mut self) -> &mut dyn Connection {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.open.as_mut()
    }
}

impl Tx for CountedConnection {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
        self.counted().exec(sql, params)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.counted().query(sql, params, each)
    }

    fn lend(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.counted().lend(sql, params, each)
    }

    fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError> {
        self.counted().insert(table, rows, replace)
    }

    fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError> {
        self.counted().insert_new(table, rows)
    }

    fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError> {
        self.counted().delete(table, key)
    }

    fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError> {
        self.open.columns_of(sql)
    }
}

impl Connection for CountedConnection {
    fn begin(&mut self, write: bool) -> Result<(), StoreError> {
        self.open.begin(write)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.open.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.open.rollback()
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.open.batch(sql)
    }

    fn describe_ways(&mut self) -> Result<(), StoreError> {
        self.open.describe_ways()
    }

    fn alive(&self) -> bool {
        self.open.alive()
    }
}
