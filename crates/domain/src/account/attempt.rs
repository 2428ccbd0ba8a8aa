//! How long somebody who guesses must wait.

use jiff::{SignedDuration, Timestamp};

/// Tries that cost no waiting.
///
/// # Source
/// OWASP ASVS 5.0, 6.3.1: controls against credential stuffing and guessing. Five leave room for a hand that slips.
pub const FREE_TRIES: u32 = 5;

/// Tries are forgotten this long after the last.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// The waits after the fifth try, the sixth, and so on; the last holds for every one after.
const WAITS: [SignedDuration; 5] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(4),
    SignedDuration::from_mins(8),
    SignedDuration::from_mins(15),
];

/// Tries at one account's password since it was last right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When the last was made.
    pub last_at: Timestamp,
    /// Before this instant no other is made.
    pub wait_until: Timestamp,
}

impl Tries {
    /// The tries after one more is made. It counts before its outcome is known, so that many at once are counted as
    /// well; a right password takes them all away. A try during a wait is not made, and lengthens nothing: whoever
    /// guesses at a colleague's account can make her wait a quarter of an hour, never longer for having gone on.
    ///
    /// # Errors
    /// The end of the wait, while one lasts.
    pub fn made(before: Option<Self>, now: Timestamp) -> Result<Self, Timestamp> {
        let count = match before {
            Some(tries) if now < tries.wait_until => return Err(tries.wait_until),
            Some(tries) if now.duration_since(tries.last_at) <= FORGOTTEN_AFTER => tries.count.saturating_add(1),
            Some(_) | None => 1,
        };
        let wait = match count.checked_sub(FREE_TRIES) {
            None => SignedDuration::ZERO,
            Some(over) => {
                let nth = usize::try_from(over).unwrap_or(usize::MAX).min(WAITS.len() - 1);
                WAITS[nth]
            }
        };
        Ok(Self { count, last_at: now, wait_until: now + wait })
    }
}
