//! Chance as whole numbers from a seed: the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// A reproducible stream of whole-number draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// Opens one of the independent streams of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number from 0 to `bound` - 1, and 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        let scaled = u64::from(self.0.next_u32()) * u64::from(bound);
        // The upper half of a product of two 32-bit numbers fits 32 bits.
        (scaled >> 32) as u32
    }

    /// An index into something of this length, and 0 for an empty one.
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below(high.abs_diff(low) + 1).cast_signed()
    }

    /// Whether something that happens `percent` times in a hundred happens.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One value of a table of weights and values.
    pub(super) fn pick<T: Copy, const N: usize>(&mut self, table: &[(u32, T); N]) -> T {
        let total = table.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for &(weight, value) in table {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        table[N - 1].1
    }

    /// Puts values into an order of chance.
    pub(super) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.index(last + 1);
            values.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_both_ends() {
        let mut draw = Draw::new(1, 0);
        let drawn: Vec<i32> = (0..1000).map(|_| draw.between(-3, 4)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-3), Some(&4)));
        assert_eq!(draw.below(0), 0);
    }

    #[test]
    fn a_value_without_weight_is_never_picked() {
        let mut draw = Draw::new(1, 0);
        assert!((0..1000).all(|_| draw.pick(&[(0, 'a'), (3, 'b'), (0, 'c'), (1, 'd'), (0, 'e')]) != 'c'));
        let picked: Vec<char> = (0..1000).map(|_| draw.pick(&[(0, 'a'), (3, 'b'), (1, 'd')])).collect();
        let common = picked.iter().filter(|&&value| value == 'b').count();
        assert!((650..850).contains(&common), "{common}");
    }

    #[test]
    fn streams_of_one_seed_differ_and_a_shuffle_loses_nothing() {
        let mut first: Vec<u32> = (0..50).collect();
        let mut second = first.clone();
        Draw::new(1, 0).shuffle(&mut first);
        Draw::new(1, 1).shuffle(&mut second);
        assert_ne!(first, second);
        first.sort_unstable();
        assert_eq!(first, (0..50).collect::<Vec<u32>>());
    }
}
