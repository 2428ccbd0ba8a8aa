//! Databases that are not ours, or that a newer program made: refused, and left byte for byte as they were.

use porch_testkit::postgres::{fresh_database, server_url};
use postgres::{Client, NoTls};
use rusqlite::Connection;

use crate::bench::{ALL_TIME, Bench, history};

/// Every verb that opens a database, with the file that it works on.
fn verbs() -> Vec<Vec<&'static str>> {
    vec![
        vec!["--quiet", "import", "referrals", "history.csv"],
        vec!["--quiet", "import", "referrals", "history.csv", "--dry-run"],
        [&["report", "annual"][..], &ALL_TIME].concat(),
        vec!["verify"],
        vec!["backup", "copy"],
        vec!["restore", "whole"],
        vec!["footprint", "apply", "rules.toml", "--from", "2022-04-01"],
    ]
}

/// Files that the verbs read.
fn provide(bench: &Bench) {
    bench.write("history.csv", history(0..10));
    bench.write("rules.toml", include_str!("../../../../footprints/kent-medway.toml"));
    let other = Bench::with_history();
    other.done(&["backup", "whole"]);
    bench.write("whole", std::fs::read(other.path("whole")).unwrap());
}

fn every_verb_refuses(bench: &Bench, said: &str) {
    provide(bench);
    let before = bench.files();
    for verb in verbs() {
        let errors = bench.refused(&verb);
        assert!(errors.starts_with("error: database: ") && errors.contains(said), "{verb:?}: {errors}");
        let after = bench.files();
        assert!(after == before, "{verb:?} left {:?}, changed or new", after.keys());
    }
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for content in [
        "a shopping list\n".to_owned(),
        "a longer shopping list\n".repeat(100),
        format!("SQLite format 3\0{}", "x".repeat(200)),
    ] {
        let bench = Bench::new();
        bench.write("porch.db", content);
        every_verb_refuses(&bench, "was not made by this program (expected an empty place or a database of Porch)");
    }
}

#[test]
fn another_programs_sqlite_file_is_refused() {
    let bench = Bench::new();
    let foreign = Connection::open(bench.path("porch.db")).unwrap();
    foreign
        .execute_batch("CREATE TABLE meta (name TEXT, value TEXT); INSERT INTO meta VALUES ('layout', '1')")
        .unwrap();
    drop(foreign);
    every_verb_refuses(&bench, "was not made by this program");
}

/// A program that is older than its database must not write into it.
#[test]
fn a_newer_layout_is_refused() {
    let bench = Bench::with_history();
    let database = Connection::open(bench.path("porch.db")).unwrap();
    database.execute("UPDATE meta SET value = '99' WHERE name = 'layout'", []).unwrap();
    drop(database);
    every_verb_refuses(&bench, "has layout 99, and this program knows layout 21 (expected a newer version of Porch)");
}

#[test]
fn a_layout_that_is_no_number_is_refused() {
    let bench = Bench::with_history();
    let database = Connection::open(bench.path("porch.db")).unwrap();
    database.execute("UPDATE meta SET value = 'one' WHERE name = 'layout'", []).unwrap();
    drop(database);
    every_verb_refuses(&bench, "was not made by this program");
}

fn tables(url: &str) -> Vec<String> {
    let mut client = Client::connect(url, NoTls).unwrap();
    let found = client.query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", &[]);
    found.unwrap().iter().map(|row| row.get(0)).collect()
}

#[test]
fn another_programs_postgresql_database_is_refused() {
    let Some(bench) = Bench::on_postgres() else { return };
    Client::connect(bench.url(), NoTls).unwrap().batch_execute("CREATE TABLE shopping (item TEXT)").unwrap();
    every_verb_refuses(&bench, "was not made by this program");
    assert_eq!(tables(bench.url()), ["shopping"]);
}

#[test]
fn a_newer_layout_is_refused_on_postgresql() {
    let Some(bench) = Bench::on_postgres() else { return };
    let bench = bench.and_history();
    let mut client = Client::connect(bench.url(), NoTls).unwrap();
    let layout: String = client.query_one("SELECT value FROM meta WHERE name = 'layout'", &[]).unwrap().get(0);
    client.batch_execute("UPDATE meta SET value = '99' WHERE name = 'layout'").unwrap();
    every_verb_refuses(&bench, "has layout 99");
    client.execute("UPDATE meta SET value = $1 WHERE name = 'layout'", &[&layout]).unwrap();
    bench.state_hash();
}

#[test]
fn an_empty_postgresql_database_is_made_ours_only_by_a_verb_that_writes() {
    let Some(server) = server_url() else { return };
    let url = fresh_database(&server).unwrap();
    let bench = Bench::new();
    let report = [&["report", "annual", "--database", &url][..], &ALL_TIME].concat();
    for verb in [&report[..], &["verify", "--database", &url], &["backup", "copy", "--database", &url]] {
        let errors = bench.refused(verb);
        assert!(errors.contains("there is no database at postgres://"), "{errors}");
    }
    assert!(tables(&url).is_empty() && bench.files().is_empty());
}
