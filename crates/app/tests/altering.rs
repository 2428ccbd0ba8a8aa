//! Somebody with the file of a database in hand alters what is kept for good, with and without making the chains anew.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::collections::BTreeMap;

use porch_app::{DatabaseUrl, Store};
use porch_testkit::conformance::{self as stories, Desk};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use rusqlite::types::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// Alterations of each kind.
const TIMES: usize = 10_000;

fn open() -> (TempDir, Store) {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    (folder, store)
}

/// H19 and H25: random edits, deletions, reorderings and cuts, each found.
#[test]
fn ten_thousand_alterations_of_the_journal_are_found() {
    let (folder, store) = open();
    let desk = Desk::open(store, 3);
    let mut random = ChaCha8Rng::seed_from_u64(20_261_121);
    let mut kept: Option<Kept> = None;
    stories::every_alteration_of_the_journal_is_found(&desk, TIMES, |_, check| {
        let kept = kept.get_or_insert_with(|| Kept::open(&folder, JOURNAL));
        let what = kept.alter(&mut random, false);
        check(&what);
        kept.put_back();
    });
}

/// H19 and H25: the same of the look-log, and of both by somebody who knows how they are sealed and makes the chains and the
/// counts anew. Seals that are kept elsewhere find it.
fn against_seals(of: &'static Chain, seed: u64) {
    let (folder, store) = open();
    let desk = Desk::open(store, 5);
    let seals = stories::a_sealed_service(&desk);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut kept = Kept::open(&folder, of);
    let mut only_by_seals = 0;
    for nth in 0..TIMES / 2 {
        let anew = nth % 2 == 0;
        let what = kept.alter(&mut random, anew);
        let within = desk.store.verify(&mut |_| {}).map_or(1, |verified| verified.failures);
        let found = desk.store.against_seals(&seals).map_or(true, |findings| !findings.is_empty());
        assert!(found || (within > 0 && !anew), "not found: {what}");
        only_by_seals += usize::from(within == 0);
        kept.put_back();
    }
    assert!(
        only_by_seals > 100,
        "{only_by_seals} alterations hold within the database: whoever makes a chain anew must be tried"
    );
    desk.verified();
    assert_eq!(desk.store.against_seals(&seals).unwrap(), []);
}

// H19, H25
#[test]
fn five_thousand_alterations_of_a_sealed_journal_are_found_also_where_its_chain_was_made_anew() {
    against_seals(JOURNAL, 20_261_122);
}

// H19, H25
#[test]
fn five_thousand_alterations_of_a_sealed_look_log_are_found_also_where_its_chain_was_made_anew() {
    against_seals(LOOKS, 20_261_123);
}

/// A table whose rows are sealed one over another.
struct Chain {
    table: &'static str,
    /// The order in which they are sealed.
    order: &'static str,
    /// How many of the first columns are the key.
    key: usize,
    /// Seals all of them anew, as the program would have, and counts them.
    make_anew: fn(&mut [Vec<Value>]),
    /// Where the number of rows, and the last seal, stand.
    count: fn(&rusqlite::Connection, &[Vec<Value>]),
}

static JOURNAL: &Chain = &Chain {
    table: "journal",
    order: "stream_kind, stream_id, version",
    key: 4,
    make_anew: |rows| {
        let mut heads: BTreeMap<(String, String), (i64, Vec<u8>)> = BTreeMap::new();
        for row in rows {
            let head = heads.entry((text(&row[1]), text(&row[2]))).or_insert_with(|| (0, vec![0; 32]));
            head.0 += 1;
            row[3] = Value::Integer(head.0);
            let mut hash = Sha256::new();
            hash.update(&head.1);
            for column in [0, 1, 2, 6, 7, 8, 9, 11] {
                let text = text(&row[column]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
            for column in [3, 4, 5, 10] {
                hash.update(number(&row[column]).to_be_bytes());
            }
            hash.update(bytes(&row[12]));
            head.1 = hash.finalize().to_vec();
            row[13] = Value::Blob(head.1.clone());
        }
    },
    count: |db, rows| {
        db.execute("UPDATE batch_counter SET entries = ?1", [rows.len() as i64]).unwrap();
    },
};

static LOOKS: &Chain = &Chain {
    table: "look",
    order: "place",
    key: 2,
    make_anew: |rows| {
        let mut before = vec![0; 32];
        for (place, row) in (1..).zip(rows) {
            row[8] = Value::Integer(place);
            let mut hash = Sha256::new();
            hash.update(&before);
            for value in &row[..9] {
                match value {
                    Value::Text(text) => {
                        hash.update((text.len() as u64).to_be_bytes());
                        hash.update(text);
                    }
                    Value::Integer(number) => hash.update(number.to_be_bytes()),
                    _ => hash.update([0]),
                }
            }
            before = hash.finalize().to_vec();
            row[9] = Value::Blob(before.clone());
        }
    },
    count: |db, rows| {
        let head = rows.last().map_or_else(|| Value::Blob(vec![0; 32]), |row| row[9].clone());
        db.execute("UPDATE look_head SET place = ?1, seal = ?2", (rows.len() as i64, head)).unwrap();
    },
};

fn text(value: &Value) -> String {
    if let Value::Text(text) = value { text.clone() } else { String::new() }
}

fn number(value: &Value) -> i64 {
    if let Value::Integer(number) = value { *number } else { 0 }
}

fn bytes(value: &Value) -> Vec<u8> {
    if let Value::Blob(bytes) = value { bytes.clone() } else { Vec::new() }
}

/// What is kept for good in the hands of someone who does not go through the program.
struct Kept {
    db: rusqlite::Connection,
    of: &'static Chain,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Kept {
    fn open(folder: &TempDir, of: &'static Chain) -> Self {
        let db = rusqlite::Connection::open(folder.path().join("porch.db")).unwrap();
        db.pragma_update(None, "synchronous", "OFF").unwrap();
        let mut read = db.prepare(&format!("SELECT * FROM {} ORDER BY {}", of.table, of.order)).unwrap();
        let columns: Vec<String> = read.column_names().map(str::to_owned).collect();
        let rows = read
            .query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        drop(read);
        Self { db, of, columns, rows }
    }

    fn alter(&mut self, random: &mut ChaCha8Rng, anew: bool) -> String {
        loop {
            let mut rows = self.rows.clone();
            let what = altered(&mut rows, &self.columns, random);
            if anew {
                (self.of.make_anew)(&mut rows);
            }
            let key = self.of.key;
            let by_key = |row: &Vec<Value>| format!("{:?}", &row[..key]);
            let (mut sorted, mut before) = (rows.clone(), self.rows.clone());
            sorted.sort_by_key(by_key);
            before.sort_by_key(by_key);
            let keys_are_free = sorted.windows(2).all(|pair| pair[0][..key] != pair[1][..key]);
            let may_be_stored = rows.iter().all(|row| self.may_be_stored(row));
            if sorted != before && keys_are_free && may_be_stored && self.places_are_free(&rows) {
                self.write(&rows, anew);
                return if anew { format!("{what}, the chain made anew") } else { what };
            }
        }
    }

    /// What the database itself would refuse is no alteration.
    fn may_be_stored(&self, row: &[Value]) -> bool {
        row.iter().zip(&self.rows[0]).all(|(value, as_it_is)| {
            matches!(value, Value::Null)
                || matches!(as_it_is, Value::Null)
                || std::mem::discriminant(value) == std::mem::discriminant(as_it_is)
        })
    }

    fn places_are_free(&self, rows: &[Vec<Value>]) -> bool {
        let Some(column) = self.columns.iter().position(|column| column == "place") else { return true };
        let mut places: Vec<i64> = rows.iter().map(|row| number(&row[column])).collect();
        places.sort_unstable();
        places.windows(2).all(|pair| pair[0] != pair[1])
    }

    fn put_back(&mut self) {
        let rows = self.rows.clone();
        self.write(&rows, true);
    }

    fn write(&mut self, rows: &[Vec<Value>], counted: bool) {
        let places: Vec<String> = (1..=self.columns.len()).map(|at| format!("?{at}")).collect();
        let write = self.db.transaction().unwrap();
        write.execute(&format!("DELETE FROM {}", self.of.table), []).unwrap();
        let sql = format!("INSERT INTO {} VALUES ({})", self.of.table, places.join(", "));
        for row in rows {
            write.prepare_cached(&sql).unwrap().execute(rusqlite::params_from_iter(row)).unwrap();
        }
        if counted {
            (self.of.count)(&write, rows);
        }
        write.commit().unwrap();
    }
}

fn altered(rows: &mut Vec<Vec<Value>>, columns: &[String], random: &mut ChaCha8Rng) -> String {
    let mut pick = |below: usize| (random.next_u64() % below as u64) as usize;
    let row = pick(rows.len());
    match pick(5) {
        0 | 1 => {
            let column = pick(columns.len());
            let noise = pick(usize::MAX);
            edit(&mut rows[row][column], columns[column] == "personal_seal", noise);
            format!("column {} of row {row} edited", columns[column])
        }
        2 => {
            rows.remove(row);
            format!("row {row} deleted")
        }
        3 => {
            // Reordered: two entries change places, keys and all, or contents alone.
            let other = pick(rows.len());
            let from = 3 + pick(2);
            let (one, two) = (rows[row][from..].to_vec(), rows[other][from..].to_vec());
            rows[row][from..].clone_from_slice(&two);
            rows[other][from..].clone_from_slice(&one);
            format!("rows {row} and {other} swapped")
        }
        _ => {
            rows.truncate(row);
            format!("cut at row {row}")
        }
    }
}

fn edit(value: &mut Value, is_seal: bool, noise: usize) {
    *value = match value {
        Value::Null if is_seal => Value::Blob(vec![1; 32]),
        Value::Null => Value::Text("x".to_owned()),
        Value::Integer(number) => Value::Integer(*number ^ (1 << (noise % 40))),
        Value::Real(number) => Value::Real(*number + 1.0),
        Value::Text(text) if text.is_empty() => Value::Text("x".to_owned()),
        Value::Text(text) => {
            let mut bytes = text.clone().into_bytes();
            let at = noise % bytes.len();
            bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
            Value::Text(String::from_utf8_lossy(&bytes).into_owned())
        }
        Value::Blob(bytes) => {
            let at = noise % bytes.len().max(1);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << (noise % 8);
            }
            Value::Blob(bytes.clone())
        }
    };
}
