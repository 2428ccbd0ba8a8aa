//! Databases of ours that a disk has damaged: told in words, and never wrong figures without a word.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::bench::{ALL_TIME, Bench, history};

const PAGE: usize = 4096;

#[test]
fn a_database_cut_short_is_refused_and_left_as_it_was() {
    let whole = std::fs::read(Bench::with_history().path("porch.db")).unwrap();
    for cut in [101, PAGE - 1, PAGE, PAGE + 1, whole.len() / 2, whole.len() - PAGE, whole.len() - 1] {
        let bench = Bench::new();
        bench.write("porch.db", &whole[..cut]);
        bench.write("history.csv", history(0..10));
        let before = bench.files();
        let report = [&["report", "annual"][..], &ALL_TIME].concat();
        for arguments in [&report[..], &["verify"], &["backup", "copy"], &["import", "referrals", "history.csv"]] {
            let errors = bench.refused(arguments);
            assert!(errors.contains("is damaged: the file is shorter than its header says"), "{cut}: {errors}");
            assert!(bench.files() == before, "{cut}: {arguments:?} changed {:?}", bench.files().keys());
        }
    }
}

/// A program that is killed while it moves the log into the database leaves a short file and the log: nothing is lost.
#[test]
fn a_checkpoint_that_was_cut_off_is_no_damage() {
    let bench = Bench::with_history();
    let before = std::fs::read(bench.path("porch.db")).unwrap();
    // Someone reads meanwhile, so that the log stays.
    let mut reader = rusqlite::Connection::open(bench.path("porch.db")).unwrap();
    let reading = reader.transaction().unwrap();
    let held: i64 = reading.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    assert!(held > 300);
    bench.write("more.csv", history(0..2_000));
    bench.done(&["--quiet", "import", "referrals", "more.csv"]);
    let log = std::fs::read(bench.path("porch.db-wal")).unwrap();
    assert!(std::fs::read(bench.path("porch.db")).unwrap() == before, "a checkpoint ran in spite of the reader");
    drop(reading);
    drop(reader);
    let (hash, after) = (bench.state_hash(), std::fs::read(bench.path("porch.db")).unwrap());
    // What a kill can leave: the log, and of the checkpoint only the first page, which holds the new size.
    let cut_off = Bench::new();
    let grown = [&after[..PAGE], &before[PAGE..]].concat();
    assert!(grown.len() < after.len());
    cut_off.write("porch.db", grown);
    cut_off.write("porch.db-wal", log);
    assert_eq!((cut_off.state_hash(), cut_off.referrals()), (hash, 2_000));
}

#[test]
fn an_overwritten_page_gives_words_or_right_figures() {
    let bench = Bench::with_history();
    let whole = std::fs::read(bench.path("porch.db")).unwrap();
    let report = [&["report", "annual", "--format", "json"][..], &ALL_TIME].concat();
    let teams = |printed: &str| serde_json::from_str::<Value>(printed).unwrap()["teams"].clone();
    let right = teams(&bench.done(&report));
    let mut found: BTreeSet<(Option<i32>, Option<i32>)> = BTreeSet::new();
    let fillings: [&dyn Fn(usize) -> u8; 2] = [&|at| (at * 167 % 251) as u8, &|_| 0];
    for page in 0..whole.len() / PAGE {
        for (nth, filling) in fillings.iter().enumerate() {
            let bench = Bench::new();
            let mut damaged = whole.clone();
            // The first page keeps the header: without that the file would not be ours.
            let start = if page == 0 { 100 } else { page * PAGE };
            (start..(page + 1) * PAGE).for_each(|at| damaged[at] = filling(at));
            bench.write("porch.db", damaged);
            let reported = bench.run(&report);
            match reported.status.code() {
                Some(0) => {
                    let printed = String::from_utf8(reported.stdout.clone()).unwrap();
                    assert_eq!(teams(&printed), right, "page {page} filled with {nth}: wrong figures");
                }
                Some(2) => assert!(reported.stderr.starts_with(b"error: database: "), "{page}: {reported:?}"),
                _ => panic!("page {page} filled with {nth}: {reported:?}"),
            }
            let verified = bench.run(&["verify"]);
            assert!(matches!(verified.status.code(), Some(1 | 2)), "page {page} filled with {nth}: {verified:?}");
            assert!(verified.stderr.starts_with(b"error: "), "page {page} filled with {nth}: {verified:?}");
            found.insert((reported.status.code(), verified.status.code()));
        }
    }
    // Some damage is seen by every reading, some only where it lies.
    assert!(found.contains(&(Some(0), Some(1))) && found.iter().any(|(report, _)| *report == Some(2)), "{found:?}");
}

#[test]
fn a_damaged_database_is_one_json_document_too() {
    let bench = Bench::with_history();
    let mut damaged = std::fs::read(bench.path("porch.db")).unwrap();
    let last = damaged.len() - PAGE;
    damaged[last..].fill(0xA5);
    bench.write("porch.db", damaged);
    let output = bench.run(&["verify", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["holds"], false);
    assert!(output.stderr.starts_with(b"error: database: the file is damaged: "), "{output:?}");
}
