//! Copies: whole on either engine, and refused when a single byte is wrong.

use std::io::{Read, Write};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::bench::{Bench, history};

/// A small database's copy, and the hash of what it holds.
fn copy() -> (Vec<u8>, String) {
    let bench = Bench::new();
    bench.write("history.csv", history(0..12));
    bench.done(&["--quiet", "import", "referrals", "history.csv"]);
    bench.done(&["backup", "copy"]);
    (std::fs::read(bench.path("copy")).unwrap(), bench.state_hash())
}

fn lines(copy: &[u8]) -> Vec<String> {
    let mut text = String::new();
    GzDecoder::new(copy).read_to_string(&mut text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// A copy of these lines, with the count and the SHA-256 that its last line must hold.
fn closed(mut lines: Vec<String>) -> Vec<u8> {
    lines.pop();
    let mut content: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let entries = lines.iter().filter(|line| line.starts_with("{\"entry\"")).count();
    let sha256 = Sha256::digest(content.as_bytes());
    let hex: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let count = lines.len();
    content.push_str(&format!("{{\"end\":{{\"lines\":{count},\"entries\":{entries},\"sha256\":\"{hex}\"}}}}\n"));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(content.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

/// The copy is refused, in words that hold `said`, and no database is left.
#[track_caller]
fn not_restored(copy: &[u8], said: &str) {
    let bench = Bench::new();
    bench.write("copy", copy);
    let errors = bench.refused(&["restore", "copy"]);
    assert!(errors.starts_with("error: copy: ") && errors.contains(said), "{errors}");
    assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["copy"]);
}

#[test]
fn a_copy_restores_to_the_same_state() {
    let (copy, hash) = copy();
    let bench = Bench::new();
    bench.write("copy", &copy);
    bench.done(&["restore", "copy"]);
    assert_eq!((bench.state_hash(), bench.referrals()), (hash.clone(), 12));
    bench.done(&["backup", "second"]);
    let second = std::fs::read(bench.path("second")).unwrap();
    let entries =
        |copy: &[u8]| lines(copy).into_iter().filter(|line| line.starts_with("{\"entry\"")).collect::<Vec<_>>();
    assert!(entries(&second) == entries(&copy) && entries(&copy).len() > 12);
    assert!(lines(&closed(lines(&copy))) == lines(&copy), "the test does not close a copy as the program does");
}

#[test]
fn either_engine_restores_the_others_copy_through_the_program() {
    let Some(server) = Bench::on_postgres() else { return };
    let server = server.and_history();
    server.done(&["backup", "copy"]);
    let file = Bench::new();
    file.write("copy", std::fs::read(server.path("copy")).unwrap());
    file.done(&["restore", "copy"]);
    assert_eq!((file.state_hash(), file.referrals()), (server.state_hash(), 300));
    file.done(&["backup", "back"]);
    let Some(other) = Bench::on_postgres() else { return };
    other.write("back", std::fs::read(file.path("back")).unwrap());
    other.done(&["restore", "back"]);
    assert_eq!((other.state_hash(), other.referrals()), (server.state_hash(), 300));
    let errors = other.refused(&["restore", "back"]);
    assert!(errors.contains("the database is not empty"), "{errors}");
}

#[test]
fn a_copy_that_is_refused_leaves_nothing_on_postgresql() {
    let Some(bench) = Bench::on_postgres() else { return };
    let (copy, hash) = copy();
    let mut altered = lines(&copy);
    let last = altered.iter().rposition(|line| line.contains("ReferralHistoryImported")).unwrap();
    altered[last] = altered[last].replace("community", "thrive");
    for wrong in [closed(altered), copy[..copy.len() / 2].to_vec(), b"a shopping list\n".to_vec()] {
        bench.write("copy", wrong);
        bench.refused(&["restore", "copy"]);
        // What was left would stand in the way of this one, or be counted beside it.
        assert_eq!(bench.referrals(), 0);
    }
    bench.write("copy", &copy);
    bench.done(&["restore", "copy"]);
    assert_eq!((bench.state_hash(), bench.referrals()), (hash, 12));
}

#[test]
fn a_copy_cut_off_anywhere_is_refused() {
    let (copy, _) = copy();
    let step = copy.len() / 60 + 1;
    for cut in (0..copy.len()).step_by(step).chain(copy.len() - 9..copy.len()) {
        not_restored(&copy[..cut], "it is not a whole backup of this program");
    }
}

/// H19: a bit that a disk or a line has turned.
#[test]
fn a_copy_with_a_flipped_bit_is_refused_or_unchanged_in_content() {
    let (copy, hash) = copy();
    let mut refused = 0;
    for at in (0..copy.len()).step_by(copy.len() / 120 + 1).chain(0..10).chain(copy.len() - 8..copy.len()) {
        let mut flipped = copy.clone();
        flipped[at] ^= 1 << (at % 8);
        let bench = Bench::new();
        bench.write("copy", flipped);
        let output = bench.run(&["restore", "copy"]);
        if output.status.code() == Some(0) {
            // The date in a gzip header and the bits that fill its last byte are no part of the content.
            assert_eq!(bench.state_hash(), hash, "a bit of byte {at} was flipped, and nobody noticed");
        } else {
            assert!(crate::bench::refusal(&output).starts_with("error: copy: "), "{at}: {output:?}");
            assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["copy"], "{at}");
            refused += 1;
        }
    }
    assert!(refused > 100);
}

#[test]
fn what_is_no_copy_is_refused() {
    not_restored(b"", "it is not a whole backup of this program");
    not_restored(b"a shopping list\n", "it is not a whole backup of this program");
    let mut other = GzEncoder::new(Vec::new(), Compression::fast());
    other.write_all(b"a shopping list\n").unwrap();
    not_restored(&other.finish().unwrap(), "it is not a whole backup of this program");
    let (copy, _) = copy();
    for format in [0, 4, 99] {
        let mut changed = lines(&copy);
        changed[0] = changed[0].replace("\"format\":3", &format!("\"format\":{format}"));
        let said = format!("it was written in format {format}, and this program reads formats 1 to 3");
        not_restored(&closed(changed), &said);
    }
    let bench = Bench::new();
    std::fs::create_dir(bench.path("folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(bench.path("pipe")).status().unwrap().success());
    for (place, said) in [("absent", "No such file"), ("folder", "it is a directory"), ("pipe", "cannot be read twice")]
    {
        let errors = bench.refused(&["restore", place]);
        assert!(errors.starts_with(&format!("error: {place}: ")) && errors.contains(said), "{errors}");
        assert!(bench.files().is_empty(), "{:?}", bench.files().keys());
    }
}

/// Whoever can write the file can also close it again: the seals of the journal still hold it together.
#[test]
fn a_copy_that_was_altered_and_closed_again_is_refused() {
    let (copy, _) = copy();
    let first = lines(&copy).iter().position(|line| line.contains("ReferralHistoryImported")).unwrap();
    let altered = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines(&copy);
        change(&mut lines);
        closed(lines)
    };
    not_restored(&altered(&|lines| lines[first] = lines[first].replace("community", "thrive")), "was altered");
    not_restored(&altered(&|lines| lines[first] = lines[first].replace("ZZ99 3VZ", "ZZ99 3VY")), "was altered");
    not_restored(&altered(&|lines| lines[first] = lines[first].replace("\"version\":1", "\"version\":2")), "altered");
    not_restored(&altered(&|lines| lines[first].truncate(40)), "it is not a whole backup of this program");
    not_restored(&altered(&|lines| drop(lines.remove(0))), "it is not a whole backup of this program");
    not_restored(&altered(&|lines| lines.insert(first, lines[first].clone())), "altered");
}

#[test]
fn a_database_that_holds_something_is_never_restored_into() {
    let (copy, _) = copy();
    let bench = Bench::with_history();
    bench.write("copy", copy);
    let (hash, before) = (bench.state_hash(), bench.files());
    let errors = bench.refused(&["restore", "copy"]);
    assert!(errors.contains("the database is not empty (expected an empty one"), "{errors}");
    assert!(bench.files() == before);
    assert_eq!((bench.state_hash(), bench.referrals()), (hash, 300));
}

#[test]
fn a_copy_never_takes_the_place_of_the_database() {
    let bench = Bench::with_history();
    let before = bench.files();
    std::os::unix::fs::symlink("porch.db", bench.path("link")).unwrap();
    std::fs::create_dir(bench.path("folder")).unwrap();
    for place in ["porch.db", "./porch.db", "folder/../porch.db", "porch.db-wal", "link"] {
        let errors = bench.refused(&["backup", place]);
        assert!(errors.contains("is the database itself (expected another file)"), "{place}: {errors}");
        assert!(bench.files() == before, "{place}: {:?}", bench.files().keys());
    }
    for (place, said) in [("folder", "directory"), ("absent/copy", "No such file")] {
        let errors = bench.refused(&["backup", place]);
        assert!(errors.starts_with(&format!("error: {place}: ")) && errors.contains(said), "{errors}");
        assert!(bench.files() == before, "{place}: {:?}", bench.files().keys());
    }
    assert_eq!(bench.referrals(), 300);
}
