//! Of the referrals that came in, how many somebody wrote something about in time (D19).

use jiff::Timestamp;

use crate::{
    footprint::Footprint,
    referral::{Priority, entry_by},
};

/// Referrals that came in here, by their first entry of triage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entries {
    /// An entry in time.
    pub in_time: u64,
    /// An entry after it.
    pub late: u64,
    /// None, though the time has gone by.
    pub missing: u64,
    /// None, and there is still time.
    pub to_come: u64,
}

impl Entries {
    /// Counts one that came at an instant with an urgency, by its first entry, as at `now`.
    pub fn count(
        &mut self,
        footprint: &Footprint,
        (received_at, priority): (Timestamp, Option<Priority>),
        entry_at: Option<Timestamp>,
        now: Timestamp,
    ) {
        let by = entry_by(footprint, priority, received_at);
        *match entry_at {
            Some(at) if at <= by => &mut self.in_time,
            Some(_) => &mut self.late,
            None if by < now => &mut self.missing,
            None => &mut self.to_come,
        } += 1;
    }

    /// How many there are.
    pub fn all(&self) -> u64 {
        self.due() + self.to_come
    }

    /// How many there are of which something is known: an entry, or that there was none in time.
    pub fn due(&self) -> u64 {
        self.in_time + self.late + self.missing
    }

    /// The share in time of those, in whole per cent; none where there are none. Only all of them are a hundred.
    pub fn share(&self) -> Option<u64> {
        (self.in_time * 100).checked_div(self.due())
    }
}
