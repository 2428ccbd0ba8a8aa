//! The real world: the machine's clock and the operating system's randomness.

use std::sync::Arc;

use jiff::Timestamp;
use porch_app::World;
use porch_domain::actor::Actor;

/// The machine's clock and randomness.
pub struct Machine;

impl Machine {
    /// The world, to share.
    pub fn world() -> Arc<dyn World> {
        Arc::new(Self)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and draws randomness")]
impl World for Machine {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        // The journal keeps milliseconds; a finer instant would differ from its stored self.
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        if let Err(error) = getrandom::fill(&mut bytes) {
            // Without randomness no salt, id or session can be trusted: stop before anything is written.
            eprintln!("error: machine: no randomness can be drawn: {error}");
            std::process::abort();
        }
        bytes
    }
}

/// Who runs the program, by the name of their account on the machine.
pub fn operator() -> Actor {
    let account = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    Actor::Operator { account: account.unwrap_or_else(|| "unknown".to_owned()) }
}
