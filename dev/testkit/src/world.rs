//! A world whose clock stands until it is moved, and whose randomness is the same in every run.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use porch_app::World;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// A manual clock and seeded randomness.
pub struct ManualWorld {
    now: Mutex<Timestamp>,
    random: Mutex<ChaCha8Rng>,
}

impl ManualWorld {
    /// A world that stands at an instant.
    pub fn at(now: Timestamp, seed: u64) -> Self {
        Self { now: Mutex::new(now), random: Mutex::new(ChaCha8Rng::seed_from_u64(seed)) }
    }

    /// Moves the clock; backwards too.
    pub fn pass(&self, time: SignedDuration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now += time;
    }
}

impl World for ManualWorld {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.random.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}
