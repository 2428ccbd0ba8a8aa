//! How many referrals the first sitting after their receipt looked at (D8).

use jiff::Timestamp;

use crate::footprint;

/// When a sitting first looked at a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reviewed {
    /// At the first sitting that was planned after its receipt.
    First,
    /// At a later one.
    Later,
    /// At none so far.
    NotYet,
}

/// When a sitting first looked at a referral: `seen` is the planned instant of that sitting. A sitting that was planned
/// before the receipt and held after it counts as the first.
pub fn reviewed(rules: &footprint::Meeting, received_at: Timestamp, seen: Option<Timestamp>) -> Reviewed {
    match (seen, rules.sits_next(received_at)) {
        (None, _) => Reviewed::NotYet,
        (Some(seen), Some(first)) if seen > first => Reviewed::Later,
        (Some(_), _) => Reviewed::First,
    }
}

/// Referrals by when a sitting first looked at them; they add up to all that were received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reviews {
    /// At the first sitting.
    pub first: u64,
    /// At a later one.
    pub later: u64,
    /// At none, though the first has passed.
    pub missed: u64,
    /// At none, and the first is still to come.
    pub to_come: u64,
}

impl Reviews {
    /// Counts one referral, as at an instant.
    pub fn count(
        &mut self,
        rules: &footprint::Meeting,
        received_at: Timestamp,
        seen: Option<Timestamp>,
        now: Timestamp,
    ) {
        match reviewed(rules, received_at, seen) {
            Reviewed::First => self.first += 1,
            Reviewed::Later => self.later += 1,
            Reviewed::NotYet if rules.sits_next(received_at).is_some_and(|first| first <= now) => self.missed += 1,
            Reviewed::NotYet => self.to_come += 1,
        }
    }

    /// All that were received.
    pub fn all(&self) -> u64 {
        self.first + self.later + self.missed + self.to_come
    }

    /// Those for which the first sitting has passed or which it saw: what the share is a share of.
    pub fn due(&self) -> u64 {
        self.first + self.later + self.missed
    }

    /// How many of a hundred the first sitting looked at; none where none was due.
    pub fn share(&self) -> Option<u64> {
        (self.first * 200 + self.due()).checked_div(self.due() * 2)
    }
}
