//! Chance: one stream for each purpose of each replication, so that two scenarios differ in what was changed and in nothing else.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// What a stream is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// When somebody arrives.
    Arrivals,
    /// How long each is served, in the order of arrival.
    Service,
}

impl Purpose {
    fn number(self) -> u64 {
        match self {
            Self::Arrivals => 0,
            Self::Service => 1,
        }
    }
}

/// Streams of one replication lie this far apart.
const PURPOSES: u64 = 16;

/// A reproducible stream of draws.
pub(super) struct Stream(ChaCha8Rng);

impl Stream {
    /// Opens the stream of a purpose.
    pub(super) fn new(seed: u64, replication: u32, purpose: Purpose) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(u64::from(replication) * PURPOSES + purpose.number());
        Self(generator)
    }

    /// A share from 0, included, to 1, excluded.
    pub(super) fn share(&mut self) -> f64 {
        share_of(self.0.next_u64())
    }

    /// An exponential time with a mean of 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.share())
    }
}

/// The upper 53 bits as a share: every double of that spacing, each as likely.
fn share_of(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let values: Vec<f64> = values.collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn draws_have_their_means() {
        let mut stream = Stream::new(1, 0, Purpose::Arrivals);
        assert!((mean((0..100_000).map(|_| stream.share())) - 0.5).abs() < 0.005);
        assert!((mean((0..100_000).map(|_| stream.exponential())) - 1.0).abs() < 0.02);
    }

    #[test]
    fn streams_of_purposes_and_replications_differ_and_each_is_the_same_again() {
        let first = |replication, purpose| Stream::new(7, replication, purpose).share();
        let all = [
            first(0, Purpose::Arrivals),
            first(0, Purpose::Service),
            first(1, Purpose::Arrivals),
            first(1, Purpose::Service),
        ];
        for (nth, one) in all.iter().enumerate() {
            assert!(all.iter().skip(nth + 1).all(|other| other != one));
        }
        assert_eq!(first(1, Purpose::Service), first(1, Purpose::Service));
    }
}
