//! The import of a million rows, beside the bare insertion of the same rows.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value};

use crate::{
    Settings, history,
    measure::{Bar, Line},
    process,
};

/// Rows of the whole history.
const ROWS: usize = 1_000_000;

/// Rows after which the log is moved into the file, as the product does while it imports.
const CHECKPOINT_AFTER_ROWS: usize = 40_000;

/// What an import writes of one batch, table by table, in the order in which it writes it.
const WRITTEN: &[(&str, &str)] = &[
    ("person", "FROM journal j CROSS JOIN person t ON t.footprint = j.footprint AND t.person_id = j.stream_id"),
    ("referral", "FROM journal j CROSS JOIN referral t ON t.footprint = j.footprint AND t.referral_id = j.stream_id"),
    ("queue", "FROM journal j CROSS JOIN queue t ON t.footprint = j.footprint AND t.referral_id = j.stream_id"),
    (
        "sender_row",
        "FROM journal j CROSS JOIN sender_row t
         ON t.footprint = j.footprint AND t.sender_key = json_extract(j.payload, '$.sender_key')",
    ),
    (
        "referral_fact",
        "FROM journal j CROSS JOIN referral_fact t ON t.footprint = j.footprint AND t.referral_id = j.stream_id",
    ),
    ("journal", "FROM journal j CROSS JOIN journal t ON t.rowid = j.rowid"),
    (
        "personal",
        "FROM journal j CROSS JOIN personal t ON t.footprint = j.footprint AND t.stream_kind = j.stream_kind
         AND t.stream_id = j.stream_id AND t.version = j.version",
    ),
];

/// Where the benchmarks keep what they make.
pub fn folder(settings: &Settings) -> Result<PathBuf, String> {
    let folder = settings.root.join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("error: {}: {error}", folder.display()))?;
    Ok(folder)
}

/// A database with a million referrals, made by the import where it is not there yet.
///
/// # Errors
/// When it cannot be made.
pub fn million(settings: &Settings) -> Result<PathBuf, String> {
    let kept = kept(settings)?;
    if !kept.exists() {
        let made = folder(settings)?.join("being-made.db");
        take_away(&made)?;
        for file in history::files(settings, &folder(settings)?, settings.size(ROWS), 1)? {
            product(settings, &made, &file, &[])?;
            take_away(&file)?;
        }
        rename(&made, &kept)?;
    }
    Ok(kept)
}

fn kept(settings: &Settings) -> Result<PathBuf, String> {
    Ok(folder(settings)?.join(if settings.small { "million-small.db" } else { "million.db" }))
}

/// One file after another into the product's database, and its rows into the probe's.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let folder = folder(settings)?;
    let (product_file, probe_file) = (folder.join("import.db"), folder.join("probe.db"));
    for file in [&product_file, &probe_file] {
        take_away(file)?;
    }
    let rows = settings.size(ROWS);
    let files = history::files(settings, &folder, rows, settings.rounds)?;
    let of_file = rows as f64 / files.len() as f64;
    let (mut rates, mut peaks, mut waits, mut last_entry) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for file in &files {
        let (took, waited) = beside_another(&product_file, || product(settings, &product_file, file, &[]))?;
        let bare = Probe::new(&product_file, &probe_file, last_entry)
            .and_then(Probe::run)
            .map_err(|error| format!("error: the probe of the import: {error}"))?;
        last_entry = bare.last_entry;
        eprintln!("{took:?}, another writer waited {waited:.3} s; bare: {bare:?}");
        rates.push((of_file / took.seconds, of_file / bare.took.as_secs_f64()));
        peaks.push(took.peak_mb);
        waits.push(waited);
    }
    let again = files.iter().map(|file| product(settings, &product_file, file, &["--dry-run"]));
    let again = again.collect::<Result<Vec<_>, _>>()?;
    for file in files.iter().chain([&probe_file]) {
        take_away(file)?;
    }
    rename(&product_file, &kept(settings)?)?;
    Ok(vec![
        Line::beside("importing", "rows a second", Bar::AtLeast { bar: 0.5, goal: 0.5 }, &rates).noted(format!(
            "{rows} rows in {} files one after another into one database, each from the start of the program to its end; \
             the probe inserts the same rows into all tables in transactions of the same size, without reading or \
             checking anything: its values are ready in memory",
            files.len()
        )),
        Line::alone("importing, memory at most", "MB", Bar::AtMost { bar: 200.0, goal: 200.0 }, &peaks),
        Line::alone(
            "another program's longest wait for its turn to write, while rows are imported",
            "s",
            Bar::AtMost { bar: 1.0, goal: 1.0 },
            &waits,
        ),
        Line::alone(
            "a file checked whose rows are all known",
            "rows a second",
            Bar::None,
            &again.iter().map(|took| of_file / took.seconds).collect::<Vec<_>>(),
        ),
    ])
}

fn product(settings: &Settings, database: &Path, file: &Path, more: &[&str]) -> Result<process::Took, String> {
    let url = format!("sqlite:{}", database.display());
    let file = file.to_string_lossy();
    let arguments = ["--quiet", "import", "referrals", &file, "--database", &url];
    process::to_its_end(&settings.porch, &[&arguments, more].concat())
}

/// Does `work` while another writer asks for its turn again and again, and gives its longest wait in seconds.
fn beside_another<T>(database: &Path, work: impl FnOnce() -> Result<T, String>) -> Result<(T, f64), String> {
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| longest_wait(database, &ended));
        let done = work();
        ended.store(true, Ordering::Release);
        let waited = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((done?, waited.map_err(|error| format!("error: another writer: {error}"))?))
    })
}

fn longest_wait(database: &Path, ended: &AtomicBool) -> rusqlite::Result<f64> {
    let mut longest: f64 = 0.0;
    let mut open: Option<Connection> = None;
    while !ended.load(Ordering::Acquire) {
        std::thread::sleep(Duration::from_millis(25));
        if let Some(other) = &open {
            let began = Instant::now();
            other.execute_batch("BEGIN IMMEDIATE; COMMIT")?;
            longest = longest.max(began.elapsed().as_secs_f64());
        } else if std::fs::metadata(database).is_ok_and(|made| made.len() > 1 << 20) {
            let mut other = Connection::open(database)?;
            // As the product's own programs wait.
            other.busy_handler(Some(|_| {
                std::thread::sleep(Duration::from_millis(2));
                true
            }))?;
            open = Some(other);
        }
    }
    Ok(longest)
}

/// Takes a file away, with the log beside it where it is a database.
fn take_away(file: &Path) -> Result<(), String> {
    for ending in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{ending}", file.display()));
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("error: {}: {error}", path.display())),
        }
    }
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<(), String> {
    take_away(to)?;
    std::fs::rename(from, to).map_err(|error| format!("error: {}: {error}", from.display()))
}

/// Reads what the product wrote, batch by batch, and inserts it bare.
struct Probe {
    source: Connection,
    target: Connection,
    first_entry: i64,
}

/// What the probe took; reading the values is left out.
#[derive(Debug)]
struct Bare {
    took: Duration,
    last_entry: i64,
    rows: usize,
}

type Rows = Vec<Vec<Value>>;

impl Probe {
    fn new(source: &Path, target: &Path, last_entry: i64) -> rusqlite::Result<Self> {
        let source = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        source.pragma_update(None, "query_only", true)?;
        source.pragma_update(None, "cache_size", -200_000)?;
        let fresh = !target.exists();
        let target = Connection::open(target)?;
        target.pragma_update(None, "journal_mode", "WAL")?;
        target.pragma_update(None, "synchronous", "FULL")?;
        target.pragma_update(None, "secure_delete", "ON")?;
        target.pragma_update(None, "cache_size", -32_000)?;
        target.pragma_update(None, "wal_autocheckpoint", 0)?;
        target.set_prepared_statement_cache_capacity(64);
        if fresh {
            // The same tables and indexes as the product's, word by word, without those that SQLite keeps for itself.
            let mut made = source.prepare(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' ORDER BY rowid",
            )?;
            let statements = made.query_map([], |row| row.get::<_, String>(0))?;
            for statement in statements {
                target.execute_batch(&statement?)?;
            }
        }
        Ok(Self { source, target, first_entry: last_entry })
    }

    fn run(self) -> rusqlite::Result<Bare> {
        let batches: Vec<i64> = self
            .source
            .prepare("SELECT DISTINCT batch FROM journal WHERE rowid > ?1 ORDER BY batch")?
            .query_map([self.first_entry], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut bare = Bare { took: Duration::ZERO, last_entry: 0, rows: 0 };
        bare.last_entry = self.source.query_row("SELECT max(rowid) FROM journal", [], |row| row.get(0))?;
        let mut inserts = Vec::new();
        for (table, _) in WRITTEN {
            let width = self.source.prepare(&format!("SELECT * FROM {table}"))?.column_count();
            inserts.push(format!("INSERT INTO {table} VALUES ({})", vec!["?"; width].join(", ")));
        }
        let mut in_log = 0;
        for batch in batches {
            let rows = self.of_batch(batch)?;
            let count = rows.iter().map(Vec::len).sum::<usize>();
            bare.rows += count;
            let began = Instant::now();
            self.target.execute_batch("BEGIN IMMEDIATE")?;
            for (insert, rows) in inserts.iter().zip(&rows) {
                let mut insert = self.target.prepare_cached(insert)?;
                for row in rows {
                    insert.execute(params_from_iter(row))?;
                }
            }
            self.target.execute_batch("COMMIT")?;
            in_log += count;
            if in_log >= CHECKPOINT_AFTER_ROWS {
                in_log = 0;
                self.target.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            }
            bare.took += began.elapsed();
        }
        // As the product leaves its file: whole, without a log.
        let began = Instant::now();
        self.target.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        bare.took += began.elapsed();
        Ok(bare)
    }

    fn of_batch(&self, batch: i64) -> rusqlite::Result<Vec<Rows>> {
        let mut of_batch = Vec::new();
        for (_, from) in WRITTEN {
            let sql = format!("SELECT t.* {from} WHERE j.footprint = 'kent-medway' AND j.batch = ?1 ORDER BY j.rowid");
            let mut read = self.source.prepare_cached(&sql)?;
            let width = read.column_count();
            let rows = read.query_map([batch], |row| (0..width).map(|column| row.get(column)).collect())?;
            of_batch.push(rows.collect::<rusqlite::Result<Rows>>()?);
        }
        Ok(of_batch)
    }
}
