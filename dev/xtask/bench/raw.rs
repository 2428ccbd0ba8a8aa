//! The bare probe: rusqlite, the product's own layout, the very rows that the product wrote, in batches.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use porch_store::{TABLES, Table};
use rusqlite::{Connection, types::Value};

/// Referrals in one transaction.
pub const BATCH: usize = 128;

/// The rows of one table that a number of referrals brought, in the order of their keys.
struct Written {
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// The rows of all tables that the product wrote, to be written again.
pub struct Rows {
    tables: Vec<Written>,
}

/// What the probe did.
pub struct Wrote {
    /// From the first transaction to the end of the last.
    pub took: Duration,
    /// How long each transaction took, the shortest first.
    pub batches: Vec<Duration>,
}

/// A connection with the settings of the product's.
///
/// # Errors
/// What SQLite says.
pub fn open(path: &Path) -> Result<Connection, String> {
    let db = Connection::open(path).map_err(said)?;
    for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
        db.pragma_update(None, name, value).map_err(said)?;
    }
    db.pragma_update(None, "cache_size", -32_000).map_err(said)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

pub fn said(error: impl std::fmt::Display) -> String {
    format!("error: probe: {error}")
}

fn share(rows: &[Vec<Value>], nth: usize, of: usize) -> &[Vec<Value>] {
    &rows[nth * rows.len() / of..(nth + 1) * rows.len() / of]
}

/// The texts that a row begins with: a key, or most of it.
fn texts(row: &[Value]) -> impl Iterator<Item = &str> {
    row.iter().map_while(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
}

fn insert(table: &Table) -> String {
    let places: Vec<String> = (1..=table.columns.len()).map(|at| format!("?{at}")).collect();
    let (key, rest) = table.columns.split_at(table.key);
    let sets: Vec<String> = rest.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let taken = if sets.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", sets.join(", ")) };
    let (columns, places, key) = (table.columns.join(", "), places.join(", "), key.join(", "));
    format!("INSERT INTO {} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO {taken}", table.name)
}

impl Rows {
    /// Everything that one database holds and another, from which it was copied, does not: rows that are new or changed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn between(before: &Path, after: &Path) -> Result<Self, String> {
        let db = open(after)?;
        db.execute("ATTACH DATABASE ?1 AS before", [before.to_string_lossy()]).map_err(said)?;
        let mut all = Vec::new();
        for table in TABLES {
            let (name, columns) = (table.name, table.columns.join(", "));
            // The rows of one batch are those of the referrals that came in it. Keys stand in the order of time, but for
            // those of drafts, which are hashes: what they became has the id of the referral in front.
            let order = if name == "draft" { "outcome".to_owned() } else { table.columns[..table.key].join(", ") };
            let select = format!(
                "SELECT {columns} FROM main.{name} EXCEPT SELECT {columns} FROM before.{name} ORDER BY {order}"
            );
            let mut select = db.prepare(&select).map_err(said)?;
            let width = table.columns.len();
            let rows = select.query_map([], |row| (0..width).map(|at| row.get::<_, Value>(at)).collect());
            let rows: Vec<Vec<Value>> = rows.and_then(Iterator::collect).map_err(said)?;
            if !rows.is_empty() {
                all.push(Written { insert: insert(table), rows });
            }
        }
        Ok(Self { tables: all })
    }

    /// Puts the rows of each table in the order of their keys, in which they lie on few pages.
    pub fn by_key(&mut self) {
        for table in &mut self.tables {
            table.rows.sort_by(|one, other| texts(one).cmp(texts(other)));
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// The statement that writes a row of each table.
    pub fn inserts(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.insert.as_str())
    }

    /// The part of a table that falls to one of so many.
    pub fn share(&self, table: usize, nth: usize, of: usize) -> &[Vec<Value>] {
        share(&self.tables[table].rows, nth, of)
    }

    /// Writes them, an equal part of each table in each transaction.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn write(&self, db: &Connection, referrals: usize) -> Result<Wrote, String> {
        let transactions = referrals.div_ceil(BATCH);
        let mut batches = Vec::with_capacity(transactions);
        let began = Instant::now();
        for nth in 0..transactions {
            let start = Instant::now();
            db.execute_batch("BEGIN IMMEDIATE").map_err(said)?;
            for table in &self.tables {
                let mut insert = db.prepare_cached(&table.insert).map_err(said)?;
                for row in share(&table.rows, nth, transactions) {
                    insert.execute(rusqlite::params_from_iter(row)).map_err(said)?;
                }
            }
            let mut counter = db
                .prepare_cached("UPDATE batch_counter SET last_batch = last_batch + 1 WHERE footprint = 'kent-medway'")
                .map_err(said)?;
            counter.execute([]).map_err(said)?;
            db.execute_batch("COMMIT").map_err(said)?;
            batches.push(start.elapsed());
        }
        let took = began.elapsed();
        batches.sort_unstable();
        Ok(Wrote { took, batches })
    }
}

/// One row of a kilobyte and a half with three index entries and a row of an audit table for each, in the same batches:
/// what a plain form would cost. Gives rows a second.
///
/// # Errors
/// What SQLite says.
pub fn plain_rows(path: &Path, rows: usize) -> Result<f64, String> {
    let db = open(path)?;
    db.execute_batch(
        "CREATE TABLE form (id TEXT PRIMARY KEY, reference TEXT, person TEXT, due INTEGER, content TEXT) STRICT, WITHOUT ROWID;
         CREATE INDEX form_by_reference ON form (reference);
         CREATE INDEX form_by_person ON form (person);
         CREATE INDEX form_by_due ON form (due);
         CREATE TABLE audit (id INTEGER PRIMARY KEY, form TEXT, actor TEXT, at INTEGER) STRICT;",
    )
    .map_err(said)?;
    let content = "x".repeat(1_500);
    let made: Vec<(String, String, String)> = (0..rows)
        .map(|nth| {
            let id = format!("0199{nth:08x}-0000-7000-8000-{:012x}", nth.wrapping_mul(0x9E37_79B9));
            (id, format!("R{:08x}", nth.wrapping_mul(0x85EB_CA6B)), format!("P{:08x}", nth.wrapping_mul(0xC2B2_AE35)))
        })
        .collect();
    let began = Instant::now();
    for batch in made.chunks(BATCH) {
        db.execute_batch("BEGIN IMMEDIATE").map_err(said)?;
        {
            let mut form = db.prepare_cached("INSERT INTO form VALUES (?1, ?2, ?3, ?4, ?5)").map_err(said)?;
            let mut audit =
                db.prepare_cached("INSERT INTO audit (form, actor, at) VALUES (?1, 'public', ?2)").map_err(said)?;
            for (at, (id, reference, person)) in (0i64..).zip(batch) {
                form.execute((id, reference, person, at, &content)).map_err(said)?;
                audit.execute((id, at)).map_err(said)?;
            }
        }
        db.execute_batch("COMMIT").map_err(said)?;
    }
    Ok(rows as f64 / began.elapsed().as_secs_f64())
}
