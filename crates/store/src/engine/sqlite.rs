//! SQLite, embedded: one file, one writer, readers beside it.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rusqlite::{
    CachedStatement, Connection as Db, ErrorCode, OpenFlags, config::DbConfig, ffi, hooks::Wal, types::ValueRef,
};

use super::{Connection, Dialect, Engine, Lent, LentRow, Tx, fraction, planner, utf8};
use crate::{
    error::StoreError,
    table::{Table, Taken},
    value::Val,
};

/// "PRCH": tells a database of ours from any other SQLite file.
pub(crate) const APPLICATION_ID: i32 = 0x5052_4348;

/// Pages of the log after which a checkpoint is due: sixteen megabytes, and a few milliseconds of work. The file of the log
/// keeps its size, and what overwrites it is flushed sooner than what makes it grow.
const CHECKPOINT_AFTER_PAGES: usize = 4_000;

/// Steps of the engine after which work that may be stopped looks whether it was.
const STEPS_BEFORE_LOOKING_UP: i32 = 1_000;

/// Rows of a batch that only an import writes: then nobody waits for an answer beside it.
const MANY_ROWS: usize = 2_000;

/// The same while batches are so large: pages that are touched again and again are moved once. Some sixty megabytes of log.
const CHECKPOINT_AFTER_MANY_PAGES: usize = 15_000;

/// Pages that the writer keeps between batches, in kibibytes. The allocator does not give back what was once kept, so this is memory
/// of every server that has written for a while, also while nobody asks; with eight times as much, nothing became quicker.
const WRITER_KEEPS_KB: i64 = 4_000;

/// Pages that one transaction may hold before it writes some of them early: a change of the layout touches any number.
const MOST_PAGES_OF_A_BATCH: i64 = 8_000;

pub(crate) struct Sqlite {
    path: PathBuf,
    log: Arc<Log>,
    /// The connection that moves the log into the database: opened once, since opening reads the whole layout.
    mover: Mutex<Option<Db>>,
}

/// How many pages the log holds.
#[derive(Default)]
struct Log {
    pages: AtomicUsize,
    /// How many there were when they were moved last.
    moved: AtomicUsize,
}

impl Log {
    fn committed(&self, pages: usize) {
        if pages < self.pages.swap(pages, Ordering::Relaxed) {
            // What it held was moved, and it was begun anew.
            self.moved.store(0, Ordering::Relaxed);
        }
    }

    /// Whether its pages are to be moved now, after a batch of so many rows; then it counts from here.
    fn is_due(&self, rows: usize) -> bool {
        let after = if rows >= MANY_ROWS { CHECKPOINT_AFTER_MANY_PAGES } else { CHECKPOINT_AFTER_PAGES };
        let pages = self.pages.load(Ordering::Relaxed);
        let due = pages >= self.moved.load(Ordering::Relaxed) + after;
        if due {
            self.moved.store(pages, Ordering::Relaxed);
        }
        due
    }
}

impl Sqlite {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), log: Arc::default(), mover: Mutex::new(None) }
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
        // A plan follows from the statement alone: otherwise those with a partial index are made anew for every value.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
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
        let mut db = self.open(write)?;
        if write {
            let new: bool =
                db.query_row("SELECT count(*) = 0 FROM sqlite_master", [], |row| row.get(0)).map_err(error)?;
            if new {
                // Before the write-ahead log, so that the file's own header says whose it is from the first.
                db.pragma_update(None, "application_id", APPLICATION_ID).map_err(error)?;
            }
            db.pragma_update(None, "journal_mode", "WAL").map_err(error)?;
            db.pragma_update(None, "synchronous", "FULL").map_err(error)?;
            // In place of the engine's own checkpoints, which would keep the caller waiting.
            let log = Arc::clone(&self.log);
            let counted = move |_: &mut Wal, pages| {
                log.committed(usize::try_from(pages).unwrap_or(0));
                Ok(())
            };
            db.wal_hook(Some(counted)).map_err(error)?;
            // What is erased is overwritten, not only unlinked.
            db.pragma_update(None, "secure_delete", "ON").map_err(error)?;
            db.pragma_update(None, "cache_size", -WRITER_KEEPS_KB).map_err(error)?;
            // A batch that touches more keeps it until it is committed, and does not write it twice.
            db.pragma_update(None, "cache_spill", MOST_PAGES_OF_A_BATCH).map_err(error)?;
        } else {
            db.pragma_update(None, "query_only", true).map_err(error)?;
        }
        Ok(Box::new(SqliteConnection { db, statements: HashMap::new(), inserts: Inserts::default() }))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    /// Reading is work for this machine's processor: more at once than it has cores would only take turns with each other
    /// and with the writer, whom all of them wait for in the end.
    fn readers_at_once(&self) -> usize {
        std::thread::available_parallelism().map_or(2, usize::from)
    }

    fn after_batch(&self, rows: usize) {
        if self.log.is_due(rows) {
            self.checkpoint("PASSIVE");
        }
    }

    fn close(&self) {
        self.checkpoint("TRUNCATE");
        self.mover.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn check(&self) -> Result<(), StoreError> {
        whole(&self.open(false)?, "integrity_check", &1)
    }

    /// A table with its indexes at a time, so that no reading holds up a checkpoint for long.
    fn look_for_damage(&self, nth: usize, stop: &Arc<AtomicBool>) -> Result<usize, StoreError> {
        let mut db = self.open(false)?;
        let stop = Arc::clone(stop);
        db.progress_handler(STEPS_BEFORE_LOOKING_UP, Some(move || stop.load(Ordering::Relaxed))).map_err(error)?;
        let mut statement = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").map_err(error)?;
        let tables = statement.query_map([], |row| row.get(0)).and_then(Iterator::collect);
        let tables: Vec<String> = tables.map_err(error)?;
        if let Some(table) = tables.get(nth % tables.len().max(1)) {
            whole(&db, "quick_check", table)?;
        }
        Ok(tables.len())
    }
}

/// Asks the engine whether what it looks at is whole; the first thing that is not is damage.
fn whole(db: &Db, question: &str, of: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
    let mut found = None;
    let asked = db.pragma(None, question, of, |row| {
        let said: String = row.get(0)?;
        found.get_or_insert(said);
        Ok(())
    });
    asked.map_err(error)?;
    match found {
        Some(said) if said != "ok" => Err(StoreError::Damaged(said)),
        Some(_) | None => Ok(()),
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
        let mut mover = self.mover.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = match mover.take() {
            Some(db) => Ok(db),
            None => self.open(true).and_then(|db| db.busy_timeout(Duration::ZERO).map(|()| db).map_err(error)),
        };
        let moved = moved.and_then(|db| {
            db.query_row(&format!("PRAGMA wal_checkpoint({kind})"), [], |_| Ok(())).map_err(error)?;
            Ok(db)
        });
        match moved {
            Ok(db) => *mover = Some(db),
            Err(error) => tracing::warn!(%error, "the write-ahead log could not be moved into the database now"),
        }
    }
}

struct SqliteConnection {
    db: Db,
    /// Statements with `?N` in place of `$N`, which SQLite would read as names.
    statements: HashMap<&'static str, String>,
    inserts: Inserts,
}

impl SqliteConnection {
    fn prepared(&mut self, sql: &'static str) -> Result<CachedStatement<'_>, StoreError> {
        let text = self.statements.entry(sql).or_insert_with(|| sql.replace('$', "?"));
        self.db.prepare_cached(text).map_err(error)
    }
}

/// The statements that write one row of a table.
#[derive(Default)]
struct Inserts(HashMap<(&'static str, Taken), String>);

impl Inserts {
    fn text(&mut self, table: &'static Table, taken: Taken) -> &str {
        self.0.entry((table.name, taken)).or_insert_with(|| table.insert_sql(taken).replace('$', "?"))
    }
}

impl Tx for SqliteConnection {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
        let mut statement = self.prepared(sql)?;
        statement.execute(rusqlite::params_from_iter(params)).map(|count| count as u64).map_err(error)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepared(sql)?;
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

    fn lend(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepared(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(error)?;
        while let Some(row) = rows.next().map_err(error)? {
            each(row)?;
        }
        Ok(())
    }

    fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError> {
        let taken = if replace { Taken::Replaced } else { Taken::Refused };
        let mut statement = self.db.prepare_cached(self.inserts.text(table, taken)).map_err(error)?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(*row)).map_err(error)?;
        }
        Ok(())
    }

    fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError> {
        let mut statement = self.db.prepare_cached(self.inserts.text(table, Taken::Left)).map_err(error)?;
        let written = |row: &&[Val]| statement.execute(rusqlite::params_from_iter(*row)).map(|count| count > 0);
        rows.iter().map(written).collect::<Result<_, _>>().map_err(error)
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
        self.exec(if write { "BEGIN IMMEDIATE" } else { "BEGIN" }, &[]).map(|_| ())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.prepared("COMMIT")?.execute([]).map(|_| ()).map_err(|failure| {
            let flushing = failure.sqlite_error().is_some_and(|code| code.extended_code == ffi::SQLITE_IOERR_FSYNC);
            let said = error(failure);
            // Everything was written; whether the disk has it shows only when the log is read again.
            if flushing { StoreError::InDoubt(said.to_string()) } else { said }
        })
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        if self.db.is_autocommit() { Ok(()) } else { self.batch("ROLLBACK") }
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.db.execute_batch(sql).map_err(error)
    }

    fn describe_ways(&mut self) -> Result<(), StoreError> {
        planner::tell(&self.db).map_err(error)
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
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::KnownAt => {
                return Err(rusqlite::Error::ToSqlConversionFailure("an instant that is not filled in".into()));
            }
        })
    }
}

impl LentRow for rusqlite::Row<'_> {
    fn values<'a>(&'a self, places: &mut [Lent<'a>]) -> Result<(), StoreError> {
        for (column, place) in places.iter_mut().enumerate() {
            *place = match self.get_ref(column).map_err(error)? {
                ValueRef::Null => Lent::Null,
                ValueRef::Integer(number) => Lent::Int(number),
                ValueRef::Real(_) => return Err(fraction()),
                ValueRef::Text(text) => Lent::Text(text),
                ValueRef::Blob(bytes) => Lent::Bytes(bytes),
            };
        }
        Ok(())
    }
}

fn read(value: ValueRef<'_>) -> Result<Val, StoreError> {
    Ok(match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::Int(number),
        ValueRef::Real(_) => return Err(fraction()),
        ValueRef::Text(text) => Val::Text(utf8(text)?.to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, DatabaseUrl, RowChange, Store};

    #[test]
    fn the_log_is_moved_when_it_is_long_and_counted_anew_when_it_was_begun_anew() {
        let log = Log::default();
        let due_at = |from: usize, rows: usize| {
            (from..=20_000).step_by(100).find(|&pages| {
                log.committed(pages);
                log.is_due(rows)
            })
        };
        assert_eq!(due_at(0, 13), Some(CHECKPOINT_AFTER_PAGES));
        // Somebody who still reads keeps it from being begun anew: that is no reason to move it after every batch.
        assert_eq!(due_at(CHECKPOINT_AFTER_PAGES + 100, 13), Some(2 * CHECKPOINT_AFTER_PAGES));
        assert_eq!(due_at(100, 13), Some(CHECKPOINT_AFTER_PAGES));
        assert_eq!(due_at(100, MANY_ROWS), Some(CHECKPOINT_AFTER_MANY_PAGES));
    }

    /// However few rows a change has, and however large they are.
    #[test]
    fn the_log_keeps_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("porch.db");
        let store = Store::open(&DatabaseUrl::Sqlite(path.clone()), true).unwrap();
        for nth in 0..300i64 {
            let mut change =
                Change::new("f", jiff::Timestamp::UNIX_EPOCH, &porch_domain::actor::Actor::System, command(nth));
            let (text, at) = ("x".repeat(100_000), Val::Int(nth));
            let row = vec!["f".into(), nth.to_string().into(), at, "a".into(), "b".into(), "c".into(), Val::Int(1)];
            let sealed = vec![text.into(), Val::Int(nth), Val::Null];
            change.row(RowChange::Put(&crate::table::LOOK, [row, sealed].concat()));
            store.commit(change).unwrap();
        }
        let log = std::fs::metadata(folder.path().join("porch.db-wal")).unwrap().len();
        assert!(log < 5_000 * 4_200, "{log}");
    }

    fn command(nth: i64) -> porch_domain::ids::CommandId {
        porch_domain::ids::CommandId(uuid::Uuid::from_u128(nth.unsigned_abs().into()))
    }
}
