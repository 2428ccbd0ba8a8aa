//! How long a risk answer waited for a named person (H02).

use jiff::{SignedDuration, Timestamp};

use crate::footprint::{FIRST_WITHIN_MINUTES, ON_CALL_WITHIN_MINUTES};

/// One alert: when its first answer came, when somebody first had it by name, and whether it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskWait {
    /// When the first answer came.
    pub since: Timestamp,
    /// When somebody first had it by name.
    pub taken_at: Option<Timestamp>,
    /// Whether it is open.
    pub open: bool,
}

/// The waits of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RiskWaits {
    /// How many there were.
    pub all: u64,
    /// That somebody had by name within a quarter of an hour.
    pub within_15: u64,
    /// The same within an hour.
    pub within_60: u64,
    /// That somebody had later.
    pub later: u64,
    /// That are open, and nobody had by name yet.
    pub nobody: u64,
    /// That were closed without anybody having them: she died, or what identified her was erased.
    pub without: u64,
    /// That are open, whoever has them.
    pub open: u64,
    /// The median wait of those that somebody had: the lower of the two in the middle.
    pub median: Option<SignedDuration>,
    /// The longest of them, or of those that wait at this moment.
    pub longest: Option<SignedDuration>,
}

impl RiskWaits {
    /// Counts them, as at an instant.
    pub fn of(waits: &[RiskWait], now: Timestamp) -> Self {
        let within = |minutes: u16| SignedDuration::from_mins(i64::from(minutes));
        let mut counted = Self { all: waits.len() as u64, ..Self::default() };
        let mut taken: Vec<SignedDuration> = Vec::new();
        for wait in waits {
            counted.open += u64::from(wait.open);
            let waited = wait.taken_at.map(|at| at.duration_since(wait.since));
            match waited {
                Some(waited) => {
                    counted.within_15 += u64::from(waited <= within(FIRST_WITHIN_MINUTES));
                    counted.within_60 += u64::from(waited <= within(ON_CALL_WITHIN_MINUTES));
                    counted.later += u64::from(waited > within(ON_CALL_WITHIN_MINUTES));
                    taken.push(waited);
                }
                None if wait.open => counted.nobody += 1,
                None => counted.without += 1,
            }
            let so_far = waited.or(wait.open.then(|| now.duration_since(wait.since)));
            counted.longest = counted.longest.max(so_far);
        }
        taken.sort_unstable();
        counted.median = taken.get(taken.len().saturating_sub(1) / 2).copied();
        counted
    }

    /// The share of a count among those that somebody had or that wait, in whole per cent, rounded down.
    pub fn share(&self, count: u64) -> Option<u64> {
        (count * 100).checked_div(self.all - self.without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(minutes: Option<i64>, open: bool) -> RiskWait {
        let since = Timestamp::UNIX_EPOCH;
        RiskWait { since, taken_at: minutes.map(|minutes| since + SignedDuration::from_mins(minutes)), open }
    }

    // H02: what nobody has is late, and never left out.
    #[test]
    fn what_waits_still_counts_and_the_boundaries_are_in_time() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(200);
        let minutes = |minutes| Some(SignedDuration::from_mins(minutes));
        assert_eq!(RiskWaits::of(&[], now), RiskWaits::default());
        assert_eq!(RiskWaits::default().share(0), None);
        let all = [Some(0), Some(15), Some(16), Some(60), Some(61)].map(|taken| wait(taken, false));
        let counted = RiskWaits::of(&all, now);
        assert_eq!((counted.all, counted.within_15, counted.within_60, counted.later), (5, 2, 4, 1));
        assert_eq!((counted.median, counted.longest, counted.open), (minutes(16), minutes(61), 0));
        assert_eq!(counted.share(counted.within_15), Some(40));
        let with_open = RiskWaits::of(&[&all[..], &[wait(None, true), wait(None, false)]].concat(), now);
        assert_eq!((with_open.nobody, with_open.without, with_open.open), (1, 1, 1));
        assert_eq!((with_open.median, with_open.longest), (minutes(16), minutes(200)));
        assert_eq!(with_open.share(with_open.within_15), Some(33), "two of six");
        assert_eq!(RiskWaits::of(&all[..4], now).median, minutes(15), "the lower of the two in the middle");
    }
}
