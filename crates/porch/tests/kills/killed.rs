//! The server is killed, as a power cut would, while sixty-four people press the last button.

use std::time::{Duration, Instant};

use porch_testkit::postgres::server_url;

use crate::{
    ledger::Ledger,
    load::{PEOPLE, Seeded, Waiting, all_is_true, pressed, settle},
    place::Place,
    server::Server,
};

/// Set by `cargo xtask test --long`.
const LONG: &str = "PORCH_TEST_LONG";
/// Chooses other instants; the run prints the seed that it had.
const SEED: &str = "PORCH_TEST_SEED";

/// Rounds on one database before it is verified and left.
const ROUNDS_OF_ONE: usize = 10;
/// The most that are acknowledged in a round before the kill.
const MOST_BEFORE: usize = 60;

fn rounds() -> usize {
    if std::env::var_os(LONG).is_some_and(|long| !long.is_empty()) { 1_000 } else { 50 }
}

fn seed() -> u64 {
    std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// What many rounds came to.
#[derive(Debug, Default)]
struct Counts {
    rounds: usize,
    /// Rounds in which some were acknowledged and some cannot know.
    both: usize,
    acknowledged: usize,
    /// Without an answer, and stored.
    open_and_stored: usize,
    /// Without an answer, and not stored.
    open_and_not: usize,
}

fn killed_again_and_again(new_place: &dyn Fn() -> Place) {
    let (seed, started) = (seed(), Instant::now());
    let seeded = Seeded::new(seed);
    let mut counts = Counts::default();
    while counts.rounds < rounds() {
        let place = new_place();
        let waiting = Waiting::new(place.drafts(ROUNDS_OF_ONE * (MOST_BEFORE + 6 * PEOPLE)));
        let mut ledger = Ledger::default();
        let mut server = Server::start(&place);
        for _ in 0..ROUNDS_OF_ONE {
            let after = (1 + seeded.below(MOST_BEFORE as u128), Duration::from_micros(seeded.below(8_000) as u64));
            let round = pressed(&server, &waiting, &mut ledger, after, || server.kill());
            server = Server::start(&place);
            let stored = place.stored();
            assert_eq!(ledger.untruths(&stored), [""; 0], "seed {seed}, round {}, {after:?}", counts.rounds);
            let open = ledger.unsettled().into_iter().filter(|(_, told)| told.is_open());
            let (there, not): (Vec<_>, Vec<_>) = open.partition(|(key, _)| stored.of(key).is_some());
            counts.rounds += 1;
            counts.both += usize::from(round.yes > 0 && round.open > 0);
            counts.open_and_stored += there.len();
            counts.open_and_not += not.len();
            settle(&server, &mut ledger);
        }
        counts.acknowledged += ledger.references();
        assert_eq!(server.stop(), Some(0));
        all_is_true(&place, &ledger);
    }
    println!("seed {seed}: {counts:?} in {:?}", started.elapsed());
    assert!(counts.both * 10 >= counts.rounds * 8, "most kills hit nobody: {counts:?}");
    assert!(counts.open_and_stored > 0 && counts.open_and_not > 0, "no kill came in between: {counts:?}");
}

/// H19.
#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed() {
    killed_again_and_again(&Place::on_sqlite);
}

/// H19.
#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_a_server_over_postgresql_is_killed() {
    let Some(url) = server_url() else { return };
    killed_again_and_again(&|| Place::on_postgres(&url));
}
