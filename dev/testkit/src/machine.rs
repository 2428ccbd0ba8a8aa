//! The machine's own clock and randomness, for what is measured or killed as it would run.

use jiff::Timestamp;
use porch_app::World;

/// The machine's clock, to the millisecond, and the system's randomness.
pub struct MachineWorld;

#[expect(clippy::disallowed_methods, reason = "a measurement runs in the machine's own time")]
impl World for MachineWorld {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// # Panics
    /// When the system gives no randomness.
    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).unwrap_or_else(|error| panic!("no randomness: {error}"));
        bytes
    }
}
