//! Two programs at the same database at the same time.

use std::process::{Child, Command, Output, Stdio};

use rusqlite::Connection;

use crate::{
    bench::{Bench, history, refusal},
    killed::{ROWS, UnderWay, lease_lapses_in},
};

fn started(bench: &Bench, file: &str) -> Child {
    let mut command = bench.command(&["--quiet", "import", "referrals", file]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn two_at_once(bench: &Bench) {
    bench.write("one.csv", history(300..1_300));
    bench.write("other.csv", history(2_000..3_500));
    let both = [(started(bench, "one.csv"), 1_000), (started(bench, "other.csv"), 1_500)];
    let mut expected = 300;
    for (child, rows) in both {
        let output: Output = child.wait_with_output().unwrap();
        if output.status.code() == Some(0) {
            expected += rows;
        } else {
            let errors = refusal(&output);
            assert!(errors.starts_with("error: database: another import into this footprint is under way"), "{errors}");
        }
    }
    assert!(expected > 300, "neither was imported");
    assert_eq!(bench.referrals(), expected);
    bench.state_hash();
    bench.done(&["--quiet", "import", "referrals", "one.csv"]);
    bench.done(&["--quiet", "import", "referrals", "other.csv"]);
    assert_eq!(bench.referrals(), 2_800);
    bench.state_hash();
}

#[test]
fn of_two_imports_at_once_each_is_whole_or_absent() {
    two_at_once(&Bench::with_history());
}

#[test]
fn of_two_imports_at_once_each_is_whole_or_absent_on_postgresql() {
    let Some(bench) = Bench::on_postgres() else { return };
    two_at_once(&bench.and_history());
}

/// The one that made the database and then failed must not take it away from the other.
#[test]
fn an_import_that_fails_takes_no_database_away_from_another() {
    let bench = Bench::new();
    bench.write("bad.csv", format!("{}X,Y,nowhere,2022-04-01,accepted,\n", history(0..60_000)));
    bench.write("good.csv", history(0..300));
    let mut bad = started(&bench, "bad.csv");
    while !bench.path("porch.db").exists() {
        assert_eq!(bad.try_wait().unwrap(), None, "it ended before it made a database");
    }
    bench.done(&["--quiet", "import", "referrals", "good.csv"]);
    let ended_early = bad.try_wait().unwrap().is_some();
    let errors = refusal(&bad.wait_with_output().unwrap());
    assert!(!ended_early, "the bad file was read to its end before the good one was imported: {errors}");
    assert!(errors.starts_with("error: bad.csv line 60002: team: "), "{errors}");
    assert_eq!(bench.referrals(), 300);
    bench.state_hash();
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// A machine that sleeps for a while and wakes up: another has taken the lease since, and what it wrote stays whole.
#[test]
fn an_import_that_lost_its_lease_spoils_nothing() {
    let bench = Bench::with_history();
    let slept = UnderWay::reaching(&bench, 1_000);
    let database = Connection::open(bench.path("porch.db")).unwrap();
    database.busy_timeout(std::time::Duration::ZERO).unwrap();
    loop {
        signal(&slept.child, "-STOP");
        // Between two of its transactions: nobody could go on while it sleeps in one.
        if database.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
            break;
        }
        signal(&slept.child, "-CONT");
    }
    lease_lapses_in(&bench, -1);
    bench.write("other.csv", history(0..5_000));
    let said = bench.done(&["--quiet", "import", "referrals", "other.csv"]);
    assert!(said.contains("Imported: 4700 referrals"), "{said}");
    let hash = bench.state_hash();
    signal(&slept.child, "-CONT");
    let errors = refusal(&slept.child.wait_with_output().unwrap());
    assert!(errors.contains("another import into this footprint began while this one rested"), "{errors}");
    assert_eq!((bench.state_hash(), bench.referrals()), (hash, 5_000));
    bench.write("rest.csv", history(0..ROWS));
    bench.done(&["--quiet", "import", "referrals", "rest.csv"]);
    assert_eq!(bench.referrals(), u64::from(ROWS));
}
