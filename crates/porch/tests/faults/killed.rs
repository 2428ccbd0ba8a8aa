//! An import that is killed in the middle: nobody sees any of it, and the next import finds the way free.

use std::process::{Child, Stdio};

use postgres::{Client, NoTls};
use rusqlite::Connection;

use crate::bench::{Bench, history, refusal};

/// Rows of the file that is being imported.
pub const ROWS: u32 = 8_000;

/// An import under way.
pub struct UnderWay<'a> {
    bench: &'a Bench,
    /// The program.
    pub child: Child,
}

impl<'a> UnderWay<'a> {
    /// Starts to import a large file, and returns when the journal holds so many entries more.
    pub fn reaching(bench: &'a Bench, entries: i64) -> Self {
        bench.write("large.csv", history(0..ROWS));
        let before = journal_entries(bench);
        let mut command = bench.command(&["--quiet", "import", "referrals", "large.csv"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut under_way = Self { bench, child };
        while journal_entries(bench) < before + entries {
            assert_eq!(under_way.child.try_wait().unwrap(), None, "it ended before it wrote {entries} entries");
        }
        under_way
    }

    /// Kills it, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let unfinished = number(self.bench, "SELECT count(*) FROM history_import WHERE stage = 'writing'");
        assert_eq!(unfinished, 1, "it had ended, or not begun");
    }
}

/// A number that a database holds; 0 while it is being made.
pub fn number(bench: &Bench, sql: &str) -> i64 {
    if !bench.path("porch.db").exists() {
        return 0;
    }
    let database = Connection::open(bench.path("porch.db")).unwrap();
    database.query_row(sql, [], |row| row.get(0)).unwrap_or(0)
}

fn journal_entries(bench: &Bench) -> i64 {
    match bench.is_on_postgres() {
        true => {
            let mut client = Client::connect(bench.url(), NoTls).unwrap();
            client.query_one("SELECT count(*) FROM journal", &[]).map_or(0, |row| row.get(0))
        }
        false => number(bench, "SELECT count(*) FROM journal"),
    }
}

/// Moves the end of the lease to an instant from now, so that no test waits long.
pub fn lease_lapses_in(bench: &Bench, millis: i64) {
    let database = Connection::open(bench.path("porch.db")).unwrap();
    let now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    database.execute(&format!("UPDATE lease SET until_ms = {now} + ?1"), [millis]).unwrap();
}

/// H19 and H25: killed after its start, in its first rows, and in the middle.
#[test]
fn a_killed_import_leaves_nothing_to_be_seen_and_can_be_done_again() {
    for entries in [1, 800, 5_000] {
        let bench = Bench::with_history();
        let before = bench.referrals();
        UnderWay::reaching(&bench, entries).kill();
        bench.state_hash();
        assert_eq!(bench.referrals(), before, "killed at {entries}");
        lease_lapses_in(&bench, -1);
        let said = bench.done(&["--quiet", "import", "referrals", "large.csv"]);
        assert!(said.contains("Imported: 7700 referrals and 3850 people"), "killed at {entries}: {said}");
        assert_eq!(bench.referrals(), u64::from(ROWS), "killed at {entries}");
        bench.state_hash();
        let said = bench.done(&["--quiet", "import", "referrals", "large.csv"]);
        assert!(said.contains("Imported: 0 referrals and 0 people"), "killed at {entries}: {said}");
    }
}

/// All rows were written, and only the last word was missing: they are not there, so they are not known either.
#[test]
fn rows_of_a_killed_import_are_not_known() {
    let bench = Bench::with_history();
    UnderWay::reaching(&bench, 3_000).kill();
    let written = number(&bench, "SELECT count(*) FROM referral") - 300;
    assert!(written > 500);
    bench.write("part.csv", history(0..700));
    let dry = bench.done(&["--quiet", "import", "referrals", "part.csv", "--dry-run"]);
    assert!(dry.contains("700 rows") && dry.contains("300 known before"), "{dry}");
    lease_lapses_in(&bench, -1);
    let said = bench.done(&["--quiet", "import", "referrals", "part.csv"]);
    assert!(said.contains("Imported: 400 referrals"), "{said}");
    assert_eq!(bench.referrals(), 700);
    bench.state_hash();
}

#[test]
fn the_next_import_waits_until_the_killed_one_holds_nothing_and_says_so_once() {
    let bench = Bench::with_history();
    UnderWay::reaching(&bench, 1_000).kill();
    lease_lapses_in(&bench, 1_500);
    let output = bench.run(&["import", "referrals", "large.csv"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    let waiting = said.lines().filter(|line| line.starts_with("Waiting until ")).count();
    assert_eq!(waiting, 1, "{said}");
    assert_eq!(bench.referrals(), u64::from(ROWS));
}

#[test]
fn a_killed_first_import_leaves_a_database_that_can_be_used() {
    let bench = Bench::new();
    UnderWay::reaching(&bench, 500).kill();
    assert_eq!(bench.referrals(), 0);
    bench.state_hash();
    lease_lapses_in(&bench, -1);
    bench.done(&["--quiet", "import", "referrals", "large.csv"]);
    assert_eq!(bench.referrals(), u64::from(ROWS));
    bench.state_hash();
}

#[test]
fn a_killed_import_leaves_nothing_to_be_seen_on_postgresql() {
    let Some(bench) = Bench::on_postgres() else { return };
    let bench = bench.and_history();
    let mut under_way = UnderWay::reaching(&bench, 2_000);
    under_way.child.kill().unwrap();
    under_way.child.wait().unwrap();
    assert_eq!(bench.referrals(), 300);
    bench.state_hash();
    let mut client = Client::connect(bench.url(), NoTls).unwrap();
    client.batch_execute("UPDATE lease SET until_ms = 1").unwrap();
    let said = bench.done(&["--quiet", "import", "referrals", "large.csv"]);
    assert!(said.contains("Imported: 7700 referrals and 3850 people"), "{said}");
    assert_eq!(bench.referrals(), u64::from(ROWS));
    bench.state_hash();
}

/// A copy that is made meanwhile holds what everybody sees, and no more.
#[test]
fn a_copy_made_while_an_import_is_written_leaves_it_out() {
    let bench = Bench::with_history();
    let hash = bench.state_hash();
    let under_way = UnderWay::reaching(&bench, 2_000);
    bench.done(&["backup", "meanwhile"]);
    let unfinished = number(&bench, "SELECT count(*) FROM history_import WHERE stage = 'writing'");
    assert_eq!(unfinished, 1, "the import ended before the copy was made");
    under_way.kill();
    bench.done(&["backup", "afterwards"]);
    for copy in ["meanwhile", "afterwards"] {
        let other = Bench::new();
        other.write("copy", std::fs::read(bench.path(copy)).unwrap());
        other.done(&["restore", "copy"]);
        assert_eq!((other.state_hash(), other.referrals()), (hash.clone(), 300), "{copy}");
    }
}

#[test]
fn an_import_that_lives_is_not_disturbed() {
    let bench = Bench::with_history();
    bench.write("other.csv", history(0..400));
    let mut under_way = UnderWay::reaching(&bench, 700);
    let errors = refusal(&bench.import("other.csv"));
    let said = "error: database: another import into this footprint is under way (expected to end or lapse by ";
    assert!(errors.starts_with(said), "{errors}");
    assert!(under_way.child.wait().unwrap().success());
    assert_eq!(bench.referrals(), u64::from(ROWS));
    bench.state_hash();
}
