//! SQLite, embedded: one file, one writer, readers beside it.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use rusqlite::{Connection as Db, ErrorCode, OpenFlags, types::ValueRef};

use super::{Connection, Dialect, Engine, Tx};
use crate::{error::StoreError, table::Table, value::Val};

/// "PRCH": tells a database of ours from any other SQLite file.
pub(crate) const APPLICATION_ID: i32 = 0x5052_4348;

/// Rows written after which a checkpoint is due: some megabytes of log, and a few milliseconds of work.
const CHECKPOINT_AFTER_ROWS: usize = 6_000;

pub(crate) struct Sqlite {
    path: PathBuf,
    rows_in_log: AtomicUsize,
}

impl Sqlite {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), rows_in_log: AtomicUsize::new(0) }
    }

    fn open(&self, write: bool) -> Result<Db, StoreError> {
        let access = if write {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        };
        let mut db = Db::open_with_flags(&self.path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error)?;
        db.busy_handler(Some(wait_for_lock)).map_err(error)?;
        db.set_prepared_statement_cache_capacity(128);
        Ok(db)
    }
}

/// Polls every two milliseconds, for thirty seconds at most: a fair chance between the chunks of an import.
fn wait_for_lock(tries: i32) -> bool {
    std::thread::sleep(Duration::from_millis(2));
    tries < 15_000
}

impl Engine for Sqlite {
    fn connect(&self, write: bool) -> Result<Box<dyn Connection>, StoreError> {
        let db = self.open(write)?;
        if write {
            let new: bool =
                db.query_row("SELECT count(*) = 0 FROM sqlite_master", [], |row| row.get(0)).map_err(error)?;
            if new {
                // Before the write-ahead log, so that the file's own header says whose it is from the first.
                db.pragma_update(None, "application_id", APPLICATION_ID).map_err(error)?;
            }
            db.pragma_update(None, "journal_mode", "WAL").map_err(error)?;
            db.pragma_update(None, "synchronous", "FULL").map_err(error)?;
            db.pragma_update(None, "wal_autocheckpoint", 0).map_err(error)?;
            // What is erased is overwritten, not only unlinked.
            db.pragma_update(None, "secure_delete", "ON").map_err(error)?;
            db.pragma_update(None, "cache_size", -32_000).map_err(error)?;
        } else {
            db.pragma_update(None, "query_only", true).map_err(error)?;
        }
        Ok(Box::new(SqliteConnection { db, statements: HashMap::new() }))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn after_batch(&self, rows: usize) {
        if self.rows_in_log.fetch_add(rows, Ordering::Relaxed) + rows >= CHECKPOINT_AFTER_ROWS {
            self.rows_in_log.store(0, Ordering::Relaxed);
            self.checkpoint("PASSIVE");
        }
    }

    fn close(&self) {
        self.checkpoint("TRUNCATE");
    }

    fn check(&self) -> Result<(), StoreError> {
        let db = self.open(false)?;
        let said: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(error)?;
        if said == "ok" { Ok(()) } else { Err(StoreError::Damaged(said)) }
    }
}

/// Takes a database file away where it holds nothing and nobody else has it open, and says whether it went.
pub(crate) fn take_away_if_empty(path: &Path) -> Result<bool, StoreError> {
    let access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Db::open_with_flags(path, access).map_err(error)?;
    db.busy_timeout(Duration::ZERO).map_err(error)?;
    if !is_empty(&db)? {
        return Ok(false);
    }
    // Only the last connection can leave the write-ahead log: whoever else has the file open makes this fail.
    let alone = db.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0));
    if !matches!(alone.as_deref(), Ok("delete")) || db.execute_batch("BEGIN EXCLUSIVE").is_err() {
        return Ok(false);
    }
    let empty = is_empty(&db)?;
    if empty {
        std::fs::remove_file(path).map_err(|error| StoreError::CannotWrite(error.to_string()))?;
    }
    Ok(empty)
}

fn is_empty(db: &Db) -> Result<bool, StoreError> {
    for table in ["journal", "look", "session"] {
        let there: bool = db
            .query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = ?1", [table], |row| row.get(0))
            .map_err(error)?;
        let filled = format!("SELECT EXISTS (SELECT 1 FROM {table})");
        if there && db.query_row(&filled, [], |row| row.get(0)).map_err(error)? {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Sqlite {
    /// A checkpoint only moves what is durable already: when it cannot run now, the next one does its work.
    fn checkpoint(&self, kind: &str) {
        // Nor does it wait: whoever still reads leaves the log to the last one who closes the database.
        let moved = self
            .open(true)
            .and_then(|db| db.busy_timeout(Duration::ZERO).map(|()| db).map_err(error))
            .and_then(|db| db.query_row(&format!("PRAGMA wal_checkpoint({kind})"), [], |_| Ok(())).map_err(error));
        if let Err(error) = moved {
            tracing::warn!(%error, "the write-ahead log could not be moved into the database now");
        }
    }
}

struct SqliteConnection {
    db: Db,
    /// Statements with `?N` in place of `$N`, which SQLite would read as names.
    statements: HashMap<String, String>,
}

impl SqliteConnection {
    /// Begins or ends a transaction; prepared once, as there are several for each page.
    fn step(&self, sql: &'static str) -> Result<(), StoreError> {
        self.db.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(|_| ()).map_err(error)
    }

    fn in_sqlite(statements: &mut HashMap<String, String>, sql: &str) -> String {
        statements.entry(sql.to_owned()).or_insert_with(|| sql.replace('$', "?")).clone()
    }
}

impl Tx for SqliteConnection {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
        let text = Self::in_sqlite(&mut self.statements, sql);
        let mut statement = self.db.prepare_cached(&text).map_err(error)?;
        statement.execute(rusqlite::params_from_iter(params)).map(|count| count as u64).map_err(error)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let text = Self::in_sqlite(&mut self.statements, sql);
        let mut statement = self.db.prepare_cached(&text).map_err(error)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(error)?;
        let mut values = Vec::with_capacity(width);
        while let Some(row) = rows.next().map_err(error)? {
            values.clear();
            for column in 0..width {
                values.push(read(row.get_ref(column).map_err(error)?)?);
            }
            each(&values)?;
        }
        Ok(())
    }

    fn insert(&mut self, table: &'static Table, rows: &[Vec<Val>], replace: bool) -> Result<(), StoreError> {
        let key = format!("{}{}", if replace { "put " } else { "add " }, table.name);
        let text = self.statements.entry(key).or_insert_with(|| table.insert_sql(1, replace).replace('$', "?")).clone();
        let mut statement = self.db.prepare_cached(&text).map_err(error)?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).map_err(error)?;
        }
        Ok(())
    }

    fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError> {
        let text = table.delete_sql().replace('$', "?");
        let mut statement = self.db.prepare_cached(&text).map_err(error)?;
        statement.execute(rusqlite::params_from_iter(key)).map(|_| ()).map_err(error)
    }

    fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError> {
        let statement = self.db.prepare(&sql.replace('$', "?")).map_err(error)?;
        Ok(statement.column_count())
    }
}

impl Connection for SqliteConnection {
    fn begin(&mut self, write: bool) -> Result<(), StoreError> {
        self.step(if write { "BEGIN IMMEDIATE" } else { "BEGIN" })
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.step("COMMIT")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        if self.db.is_autocommit() { Ok(()) } else { self.batch("ROLLBACK") }
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.db.execute_batch(sql).map_err(error)
    }

    fn alive(&self) -> bool {
        self.db.is_autocommit()
    }
}

impl rusqlite::ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value};
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Float(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::KnownAt => {
                return Err(rusqlite::Error::ToSqlConversionFailure("an instant that is not filled in".into()));
            }
        })
    }
}

fn read(value: ValueRef<'_>) -> Result<Val, StoreError> {
    Ok(match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::Int(number),
        ValueRef::Real(number) => Val::Float(number),
        ValueRef::Text(text) => Val::Text(
            std::str::from_utf8(text).map_err(|_| StoreError::Damaged("a text is not UTF-8".to_owned()))?.to_owned(),
        ),
        ValueRef::Blob(bytes) => Val::Bytes(bytes.to_vec()),
    })
}

/// The engine's error in the store's words.
pub(crate) fn error(error: rusqlite::Error) -> StoreError {
    let said = error.to_string();
    match error.sqlite_error() {
        Some(failure) => match failure.code {
            ErrorCode::ConstraintViolation => StoreError::Taken(said),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Unavailable(said),
            ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure => {
                StoreError::CannotWrite(said)
            }
            ErrorCode::CannotOpen => StoreError::CannotWrite(format!(
                "{said} (expected a file, and a folder around it, that may be read and written)"
            )),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged(said),
            // The list of the library may grow; what is not named above is passed on as the engine says it.
            _ => StoreError::Engine(said),
        },
        None => StoreError::Engine(said),
    }
}
