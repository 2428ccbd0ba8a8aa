//! Each target with each of its seeds, and with seeds that were altered at random: what libFuzzer does without its sight,
//! in every run of the tests.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{collections::BTreeSet, fs, path::Path};

use porch_fuzz::{TARGETS, Target};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// How often the seeds of a target are altered.
const ALTERED: u32 = 400;

fn seeds(target: Target) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target.name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// One of: a byte other, a piece out, a piece twice, a piece of another seed in.
fn altered(random: &mut ChaCha8Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut below = |end: usize| random.next_u64() as usize % end.max(1);
    let mut input = seeds[below(seeds.len())].clone();
    for _ in 0..=below(4) {
        let (at, other) = (below(input.len()), &seeds[below(seeds.len())]);
        let length = below(16.min(input.len() - at.min(input.len())).max(1));
        let piece = input.get(at..at + length).unwrap_or_default().to_vec();
        match below(4) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = u8::try_from(below(256)).unwrap();
                }
            }
            1 => drop(input.drain(at..at + piece.len())),
            2 => drop(input.splice(at..at, piece)),
            _ => {
                let from = below(other.len());
                let to = (from + below(32)).min(other.len());
                drop(input.splice(at..at, other[from..to].iter().copied()));
            }
        }
    }
    input
}

#[test]
fn every_target_has_seeds_and_every_folder_is_one_of_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let folders: BTreeSet<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, TARGETS.iter().map(|target| target.name.to_owned()).collect());
    for target in TARGETS {
        assert!(!seeds(target).is_empty(), "{}", target.name);
    }
}

#[test]
fn no_parser_breaks_on_its_seeds_or_on_what_they_become() {
    for target in TARGETS {
        let seeds = seeds(target);
        for seed in &seeds {
            (target.run)(seed);
        }
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..ALTERED {
            (target.run)(&altered(&mut random, &seeds));
        }
    }
}
