//! The conformance suite on SQLite.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use porch_app::{DatabaseUrl, Store};
use porch_testkit::conformance::{self as stories, Desk};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use rusqlite::types::Value;
use tempfile::TempDir;

fn open() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    (folder, store)
}

porch_testkit::conformance!(|| Some(open()));

// H19
#[test]
fn what_was_erased_stays_erased_after_a_restore() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::what_was_erased_stays_erased_after_a_restore(&Desk::open(store, 1), &empty);
}

#[test]
fn what_a_later_copy_says_was_erased_is_erased_again() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::what_a_later_copy_says_was_erased_is_erased_again(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_restore_gives_back_the_way_in() {
    let ((_one, store), (_two, empty), (_three, another)) = (open(), open(), open());
    stories::a_restore_gives_back_the_way_in(&Desk::open(store, 1), &empty, &another);
}

// D26, H19
#[test]
fn what_decisions_rest_on_is_counted_and_stays_readable() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::what_decisions_rest_on_is_counted_and_stays_readable(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_copy_carries_duty_and_what_is_altered_is_found() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_copy_carries_duty_and_what_is_altered_is_found(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_copy_carries_case_discussions_and_what_is_altered_is_found() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_copy_carries_case_discussions_and_what_is_altered_is_found(&Desk::open(store, 1), &empty);
}

#[test]
fn a_database_of_the_layout_before_is_brought_forward() {
    let folder = tempfile::tempdir().unwrap();
    let again = || Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    stories::a_database_of_the_layout_before_is_brought_forward(Desk::open(again(), 1), again);
}

#[test]
fn a_restored_service_can_be_signed_in_to() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::a_restored_service_can_be_signed_in_to(&Desk::open(store, 1), &empty);
}

// H01
#[test]
fn two_who_do_what_is_due_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    stories::two_who_do_what_is_due_at_once(&Desk::open(open(), 1), &open());
}

#[test]
fn a_restored_service_does_what_is_due() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::a_restored_service_does_what_is_due(&Desk::open(store, 1), &empty);
}

#[test]
fn seeded_commands_replay_to_the_stored_rows() {
    let (_folder, store) = open();
    let desk = Desk::open(store, 7);
    stories::seeded_commands(&desk, 300);
    desk.verified();
}

/// H19 and H25: ten thousand random edits, deletions, reorderings and cuts, each found.
#[test]
fn ten_thousand_alterations_of_the_journal_are_found() {
    let (folder, store) = open();
    let desk = Desk::open(store, 3);
    let mut random = ChaCha8Rng::seed_from_u64(20_261_121);
    let mut journal: Option<Journal> = None;
    stories::every_alteration_of_the_journal_is_found(&desk, 10_000, |_, check| {
        let journal = journal.get_or_insert_with(|| Journal::open(&folder));
        let what = journal.alter(&mut random);
        check(&what);
        journal.put_back();
    });
}

/// The journal in the hands of someone who does not go through the program.
struct Journal {
    db: rusqlite::Connection,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Journal {
    fn open(folder: &TempDir) -> Self {
        let db = rusqlite::Connection::open(folder.path().join("porch.db")).unwrap();
        db.pragma_update(None, "synchronous", "OFF").unwrap();
        let mut read = db.prepare("SELECT * FROM journal ORDER BY stream_kind, stream_id, version").unwrap();
        let columns: Vec<String> = read.column_names().map(str::to_owned).collect();
        let rows = read
            .query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        drop(read);
        Self { db, columns, rows }
    }

    fn alter(&mut self, random: &mut ChaCha8Rng) -> String {
        loop {
            let mut rows = self.rows.clone();
            let what = altered(&mut rows, &self.columns, random);
            let mut sorted = rows.clone();
            let by_key = |row: &Vec<Value>| format!("{:?}", &row[..4]);
            sorted.sort_by_key(by_key);
            let mut before = self.rows.clone();
            before.sort_by_key(by_key);
            let keys_are_free = sorted.windows(2).all(|pair| pair[0][..4] != pair[1][..4]);
            if sorted != before && keys_are_free {
                self.write(&rows);
                return what;
            }
        }
    }

    fn put_back(&mut self) {
        let rows = self.rows.clone();
        self.write(&rows);
    }

    fn write(&mut self, rows: &[Vec<Value>]) {
        let places: Vec<String> = (1..=self.columns.len()).map(|at| format!("?{at}")).collect();
        let write = self.db.transaction().unwrap();
        write.execute("DELETE FROM journal", []).unwrap();
        for row in rows {
            let sql = format!("INSERT INTO journal VALUES ({})", places.join(", "));
            write.prepare_cached(&sql).unwrap().execute(rusqlite::params_from_iter(row)).unwrap();
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
