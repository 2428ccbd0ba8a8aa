//! The service in use: staff, women, lost answers, restarts and a clock that jumps, on the real application and a real
//! database, from a seed.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod day;
mod simulation;

use porch_app::{DatabaseUrl, Store};
use porch_testkit::postgres::{fresh_database, server_url};
use simulation::{Simulation, Told};

/// Set by `cargo xtask test --long`.
const LONG: &str = "PORCH_TEST_LONG";

/// Chooses another seed.
const SEED: &str = "PORCH_TEST_SEED";

fn seed() -> u64 {
    std::env::var(SEED).map_or(20_261_122, |text| text.parse().unwrap())
}

fn long() -> bool {
    std::env::var(LONG).is_ok_and(|value| value == "1")
}

/// Runs on a database of SQLite. What is acknowledged is tried elsewhere by cutting the power, so it may lie in memory.
fn on_sqlite(seed: u64, commands: u64) -> Told {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let place = folder.path().join("porch.db");
    Simulation::new(seed, move || Store::open(&DatabaseUrl::Sqlite(place.clone()), true).unwrap()).run(commands)
}

fn on_postgres(seed: u64, commands: u64, server: &str) -> Told {
    let url = fresh_database(server).unwrap();
    Simulation::new(seed, move || Store::open(&DatabaseUrl::Postgres(url.clone()), true).unwrap()).run(commands)
}

// H01, H08, H14: two services side by side, each its own database.
#[test]
fn a_service_in_use_keeps_every_promise() {
    let commands = if long() { 5_000_000 } else { SHARE };
    let started = std::time::Instant::now();
    let told: Vec<Told> = std::thread::scope(|scope| {
        let services: Vec<_> = (0..2).map(|nth| scope.spawn(move || on_sqlite(seed() + nth, commands))).collect();
        services.into_iter().map(|service| service.join().unwrap()).collect()
    });
    for told in &told {
        println!("{told:?} in {:?}", started.elapsed());
        told.everything_was_seen();
    }
}

// INV-12
#[test]
fn the_same_log_of_commands_gives_the_same_state_hash_on_both_engines() {
    let Some(server) = server_url() else { return };
    let commands = if long() { 50_000 } else { BOTH };
    let started = std::time::Instant::now();
    let postgres = on_postgres(seed(), commands, &server);
    println!("{postgres:?} in {:?}", started.elapsed());
    assert_eq!(postgres, on_sqlite(seed(), commands));
    assert_ne!(postgres.state_hash, on_sqlite(seed() + 1, commands.min(500)).state_hash);
}

/// Commands of each of the two services; fewer in a build that was not made for it.
const SHARE: u64 = if cfg!(debug_assertions) { 15_000 } else { 500_000 };

/// Commands on both engines.
const BOTH: u64 = if cfg!(debug_assertions) { 2_000 } else { 50_000 };
