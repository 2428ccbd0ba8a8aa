//! Perinatal episodes: one pregnancy and the time after it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What one referral says of the pregnancy that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pregnancy {
    /// When it is expected to end, or ended.
    pub due_or_end_on: Date,
    /// MSDS pregnancy outcome (`code_list::PREGNANCY_OUTCOME`), where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// Two dates further apart than this belong to two pregnancies.
///
/// # Source
/// CONTRACTS section 4: a new pregnancy is one whose date differs by more than 300 days.
pub const SAME_PREGNANCY_DAYS: i32 = 300;

/// One pregnancy as everything known of it, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The latest date recorded for its end.
    pub due_or_end_on: Date,
    /// The latest outcome recorded.
    pub outcome: Option<String>,
}

/// Groups what referrals and staff recorded into pregnancies.
///
/// `known` is in the order in which it became known, so that a later date or outcome of the same pregnancy replaces an
/// earlier one. A date opens a new episode when it lies more than [`SAME_PREGNANCY_DAYS`] from every known one.
pub fn episodes<'a>(known: impl IntoIterator<Item = &'a Pregnancy>) -> Vec<Episode> {
    let mut episodes: Vec<Episode> = Vec::new();
    for pregnancy in known {
        let same = episodes
            .iter_mut()
            .filter(|episode| days_apart(episode.due_or_end_on, pregnancy.due_or_end_on) <= SAME_PREGNANCY_DAYS)
            .min_by_key(|episode| days_apart(episode.due_or_end_on, pregnancy.due_or_end_on));
        match same {
            Some(episode) => {
                episode.due_or_end_on = pregnancy.due_or_end_on;
                if pregnancy.outcome.is_some() {
                    episode.outcome.clone_from(&pregnancy.outcome);
                }
            }
            None => {
                episodes.push(Episode { due_or_end_on: pregnancy.due_or_end_on, outcome: pregnancy.outcome.clone() });
            }
        }
    }
    episodes.sort_by_key(|episode| episode.due_or_end_on);
    episodes
}

/// The number of days between two dates, whichever is earlier.
pub fn days_apart(one: Date, other: Date) -> i32 {
    (day_number(one) - day_number(other)).abs()
}

/// Days since 1 January 1970.
pub fn day_number(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // INVARIANT: a civil date lies within years -9999 to 9999, some 3.7 million days from 1970 at most.
    i32::try_from(epoch.duration_until(date).as_hours() / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn pregnancy(on: Date, outcome: Option<&str>) -> Pregnancy {
        Pregnancy { due_or_end_on: on, outcome: outcome.map(str::to_owned) }
    }

    #[test]
    fn three_hundred_days_are_one_pregnancy_and_one_more_is_two() {
        let first = date(2022, 1, 1);
        for (other, count) in [(date(2022, 10, 28), 1), (date(2022, 10, 29), 2), (date(2021, 3, 7), 1)] {
            let known = [pregnancy(first, None), pregnancy(other, None)];
            assert_eq!(episodes(&known).len(), count, "{other}");
        }
    }

    #[test]
    fn a_later_outcome_replaces_an_earlier_one_and_silence_does_not() {
        let known = [
            pregnancy(date(2022, 5, 1), None),
            pregnancy(date(2022, 4, 20), Some("02")),
            pregnancy(date(2022, 4, 21), None),
        ];
        assert_eq!(episodes(&known), [Episode { due_or_end_on: date(2022, 4, 21), outcome: Some("02".to_owned()) }]);
    }

    #[test]
    fn day_numbers_count_from_1970() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        assert_eq!(day_number(date(2024, 2, 29)), 19_782);
    }
}
