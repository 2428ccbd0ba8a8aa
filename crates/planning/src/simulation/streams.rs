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
    /// What will become of each woman, in the order of arrival.
    Women,
    /// When staff are on leave, or absent.
    Staff,
    /// Those who wait on the first measured day by a scenario's wish.
    Backlog,
}

impl Purpose {
    fn number(self) -> u64 {
        match self {
            Self::Arrivals => 0,
            Self::Service => 1,
            Self::Women => 2,
            Self::Staff => 3,
            Self::Backlog => 4,
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

    /// Sixty-four bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A share from 0, included, to 1, excluded.
    pub(super) fn share(&mut self) -> f64 {
        share_of(self.0.next_u64())
    }

    /// An exponential time with a mean of 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.share())
    }

    /// How many of something came whose mean is this: by products of shares, in parts where the mean is large.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let (mut left, mut count) = (mean, 0);
        while left > 0.0 {
            let part = left.min(30.0);
            left -= part;
            let floor = libm::exp(-part);
            let mut product = 1.0 - self.share();
            while product > floor {
                count += 1;
                product *= 1.0 - self.share();
            }
        }
        count
    }
}

/// The upper 53 bits as a share: every double of that spacing, each as likely.
fn share_of(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// All that chance decides about one woman, or one member of staff: drawn once. However long she waits, and whoever sees her, the
/// answers stay the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Luck(u64);

impl Luck {
    /// Draws it.
    pub(super) fn draw(stream: &mut Stream) -> Self {
        Self(stream.bits())
    }

    /// That of somebody with a place of her own among others, whose number does not change it.
    pub(super) fn of_one(self, place: u64) -> Self {
        Self(mixed(self.0, place))
    }

    /// The answer to a question with a number of its own, as a share.
    pub(super) fn share(self, question: u32) -> f64 {
        share_of(mixed(self.0, u64::from(question)))
    }

    /// The answer as an exponential time with a mean of 1.
    pub(super) fn exponential(self, question: u32) -> f64 {
        -libm::log(1.0 - self.share(question))
    }
}

/// A draw of `SplitMix64` (Steele, Lea and Flood 2014): the nth after a state.
fn mixed(state: u64, nth: u64) -> u64 {
    let mut mixed = state.wrapping_add(nth.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
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
        assert!((mean((0..20_000).map(|_| f64::from(stream.poisson(75.5)))) - 75.5).abs() < 0.3);
        assert!((mean((0..50_000).map(|_| f64::from(stream.poisson(0.4)))) - 0.4).abs() < 0.02);
        assert!((mean((0..50_000).map(|_| Luck::draw(&mut stream).share(7))) - 0.5).abs() < 0.01);
        let luck = Luck::draw(&mut stream);
        assert!((mean((0..50_000).map(|question| luck.share(question))) - 0.5).abs() < 0.01);
        assert!((mean((0..50_000).map(|place| luck.of_one(place).exponential(3))) - 1.0).abs() < 0.03);
        assert_eq!(stream.poisson(0.0), 0);
    }

    #[test]
    fn streams_of_purposes_and_replications_differ_and_each_is_the_same_again() {
        let first = |replication, purpose| Stream::new(7, replication, purpose).bits();
        let all = [
            first(0, Purpose::Arrivals),
            first(0, Purpose::Service),
            first(1, Purpose::Arrivals),
            first(1, Purpose::Service),
        ];
        for (nth, one) in all.iter().enumerate() {
            assert!(all.iter().skip(nth + 1).all(|other| other != one));
        }
        assert_eq!(first(1, Purpose::Women), first(1, Purpose::Women));
    }
}
