//! H19: the power goes at any moment, and what was acknowledged is there, once.
//!
//! Several people work with the real store over a folder whose every write is recorded; then the disk is rebuilt as the
//! power may have left it at a thousand moments (ten thousand where `PORCH_TEST_LONG` is 1), and the store is opened on
//! it. `PORCH_TEST_SEED` chooses other moments; a failure names its seed and keeps the files.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod check;
mod deed;
mod life;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use check::Failure;
use life::{DATABASE, Life, Start};
use porch_powercut::{Disk, Image, Left, Operation};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// Moments at which the power goes, in one life.
const CUTS: usize = 50;

/// A life, and one that begins with what a power cut left of it.
const LIVES_OF_A_CHAIN: usize = 2;

fn seed() -> u64 {
    std::env::var("PORCH_TEST_SEED").map_or(20_261_122, |text| text.parse().unwrap())
}

fn below(random: &mut ChaCha8Rng, limit: usize) -> usize {
    usize::try_from(random.next_u64() % limit as u64).unwrap()
}

/// What was going on when the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// The database was being made.
    Making,
    /// A sync had not returned.
    BeforeASync,
    /// The log was being moved into the database, or had just been.
    MovingTheLog,
    /// A file was being cut or deleted.
    Cutting,
    /// Any moment.
    Any,
}

/// The positions of a life's log that are worth a power cut, by what was going on.
fn moments(life: &Life) -> BTreeMap<Moment, Vec<usize>> {
    let mut names: Vec<String> = life.log.start().keys().cloned().collect();
    let mut moments: BTreeMap<Moment, Vec<usize>> = BTreeMap::new();
    for (at, operation) in life.operations.iter().enumerate() {
        if let Operation::Made { name, .. } = operation {
            names.push(name.clone());
        }
        let moment = match operation {
            _ if at < life.set_up_at && life.nth == 0 => Moment::Making,
            Operation::Synced { .. } | Operation::FolderSynced { .. } => Moment::BeforeASync,
            Operation::Written { file, .. } if names[*file] == DATABASE => Moment::MovingTheLog,
            Operation::Cut { .. } | Operation::Deleted { .. } => Moment::Cutting,
            Operation::Made { .. } | Operation::Written { .. } => Moment::Any,
        };
        let positions = moments.entry(moment).or_default();
        positions.push(at);
        if moment == Moment::Cutting {
            positions.push(at + 1);
        }
    }
    moments.entry(Moment::Any).or_default().push(life.operations.len());
    moments
}

/// Draws positions, as many of each kind of moment as of any other, in the order of the log.
fn positions(life: &Life, count: usize, random: &mut ChaCha8Rng) -> Vec<(usize, Moment)> {
    let kinds: Vec<(Moment, Vec<usize>)> = moments(life).into_iter().collect();
    let mut drawn: Vec<(usize, Moment)> = (0..count)
        .map(|nth| {
            let (moment, positions) = &kinds[nth % kinds.len()];
            (positions[below(random, positions.len())], *moment)
        })
        .collect();
    drawn.sort_unstable();
    drawn
}

/// Cuts the power at one moment and holds what is left against the ledger.
fn cut(life: &Life, disk: &Disk<'_>, position: usize, left: Left, random: &mut ChaCha8Rng) -> Result<Image, String> {
    let image = disk.crash(left, random);
    let folder = tempfile::tempdir().unwrap();
    match check::holds(life, position, &image, folder.path()) {
        Ok(()) => Ok(image),
        Err(failure) => Err(format!(
            "{failure}\n  seed {}, life {}, position {position} of {} (set up at {}), {left:?}; {}",
            life.seed,
            life.nth,
            life.operations.len(),
            life.set_up_at,
            kept(&image)
        )),
    }
}

/// Keeps the files of the first few failures as the disk left them: what the store made of them is not what it was given.
fn kept(image: &Image) -> String {
    static KEPT: AtomicUsize = AtomicUsize::new(0);
    if KEPT.fetch_add(1, Ordering::Relaxed) >= 5 {
        return "its files are not kept".to_owned();
    }
    let folder = tempfile::tempdir().unwrap().keep();
    life::write(image, &folder).unwrap();
    format!("the files are in {}", folder.display())
}

/// What a chain of lives came to.
#[derive(Default)]
struct Told {
    cuts: BTreeMap<Moment, usize>,
    failures: Vec<String>,
}

/// Lives a chain of lives and cuts the power in each.
fn chain(seed: u64) -> Told {
    let mut told = Told::default();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut start = Start::new();
    for nth in 0..LIVES_OF_A_CHAIN {
        let life = match life::live(start, seed + nth as u64) {
            Ok(life) => life,
            Err(error) => {
                told.failures.push(format!("seed {}, life {nth} could not be lived: {error}", seed + nth as u64));
                return told;
            }
        };
        let mut disk = life.disk();
        let mut next = Start::new();
        for (nth, (position, moment)) in positions(&life, CUTS, &mut random).into_iter().enumerate() {
            disk.play_to(position);
            let left = Left::ALL[nth % Left::ALL.len()];
            *told.cuts.entry(moment).or_default() += 1;
            match cut(&life, &disk, position, left, &mut random) {
                Ok(image) if position > life.set_up_at && below(&mut random, 4) == 0 => {
                    next = life.next(position, image);
                }
                Ok(_) => {}
                Err(failure) => told.failures.push(failure),
            }
        }
        start = next;
    }
    told
}

// H19
#[test]
fn whatever_was_acknowledged_before_the_power_went_is_there_once() {
    let long = std::env::var("PORCH_TEST_LONG").is_ok_and(|value| value == "1");
    let chains = if long { 100 } else { 10 };
    let (seed, next) = (seed(), AtomicUsize::new(0));
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let told: Vec<Told> = thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once)
            .map(|_| {
                scope.spawn(|| {
                    let mut told = Vec::new();
                    loop {
                        let nth = next.fetch_add(1, Ordering::Relaxed);
                        if nth >= chains {
                            return told;
                        }
                        told.push(chain(seed + 100 * nth as u64));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let failures: Vec<&String> = told.iter().flat_map(|told| &told.failures).collect();
    let mut cuts: BTreeMap<Moment, usize> = BTreeMap::new();
    for (moment, count) in told.iter().flat_map(|told| &told.cuts) {
        *cuts.entry(*moment).or_default() += count;
    }
    println!("power cuts by moment, seed {seed}: {cuts:?}");
    assert!(failures.is_empty(), "{} of them, seed {seed}:\n{}", failures.len(), texts(&failures));
    assert_eq!(cuts.values().sum::<usize>(), chains * LIVES_OF_A_CHAIN * CUTS);
    for moment in [Moment::Making, Moment::BeforeASync, Moment::MovingTheLog, Moment::Cutting, Moment::Any] {
        assert!(cuts.get(&moment).is_some_and(|count| *count >= 10), "{moment:?} was hardly tried: {cuts:?}");
    }
}

/// The first start of all is cut off at each of its steps up to the first sync of the log, in many ways: whatever is left
/// of the file is no foreign file, and the next start finishes it.
#[test]
fn a_database_that_was_being_made_is_made_at_the_next_start() {
    let life = Life::only_made(seed()).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed());
    let log = format!("{DATABASE}-wal");
    let is_log = |operation: &Operation| matches!(operation, Operation::Made { name, .. } if *name == log);
    let logged = life.operations.iter().position(is_log).unwrap();
    let mut disk = life.disk();
    let mut failures = Vec::new();
    for position in 0..=logged + 2 {
        disk.play_to(position);
        for left in Left::ALL {
            let ways = if matches!(left, Left::SomeWrites | Left::SomeSectors) { 8 } else { 1 };
            failures.extend((0..ways).filter_map(|_| cut(&life, &disk, position, left, &mut random).err()));
        }
    }
    let failures: Vec<&String> = failures.iter().collect();
    assert!(failures.is_empty(), "{} of them, seed {}:\n{}", failures.len(), seed(), texts(&failures));
}

fn texts(failures: &[&String]) -> String {
    failures.iter().take(20).map(|failure| failure.as_str()).collect::<Vec<_>>().join("\n")
}

/// What is found where the disk keeps nothing when one file is synced, from the moment on at which the service is set up.
fn found_of_a_lie(about: &str, seed: u64) -> Vec<Failure> {
    let life = life::live(Start::new(), seed).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut found = Vec::new();
    let mut disk = life.disk().with_lie(about, life.set_up_at);
    for (position, moment) in positions(&life, CUTS, &mut random) {
        disk.play_to(position);
        // Before that moment the disk is honest.
        if moment == Moment::Making {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        found.extend(check::holds(&life, position, &disk.crash(Left::Nothing, &mut random), folder.path()).err());
    }
    println!("seed {seed}: {} failures, first {:?}", found.len(), found.first());
    found
}

#[test]
fn a_disk_that_lies_about_the_log_is_found_out() {
    let found = found_of_a_lie(&format!("{DATABASE}-wal"), seed());
    assert!(found.iter().any(|failure| matches!(failure, Failure::Lost(_))), "seed {}: {found:?}", seed());
}

#[test]
fn a_disk_that_lies_about_the_database_is_found_out() {
    let found = found_of_a_lie(DATABASE, seed());
    let is_grave = |failure: &Failure| matches!(failure, Failure::Damaged(_) | Failure::Lost(_));
    assert!(found.iter().any(is_grave), "seed {}: {found:?}", seed());
}
