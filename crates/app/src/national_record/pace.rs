//! How often the national record is asked: where it fails again and again it is left alone for a while, so that nobody waits
//! for what does not come, and it is not burdened further.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use porch_domain::person::national::{Answer, NotNow};

/// After so many failures in a row it rests.
const IN_A_ROW: u32 = 3;

/// How long it rests.
const REST: SignedDuration = SignedDuration::from_secs(60);

/// The longest rest, whatever it asks for.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    until: Option<Timestamp>,
}

/// The failures in a row, and until when it rests.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<State>);

impl Pace {
    /// Until when it rests, where it does.
    pub(super) fn resting_until(&self, now: Timestamp) -> Option<Timestamp> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.until.filter(|until| now < *until)
    }

    /// Notes what came of a question.
    pub(super) fn note(&self, answer: &Answer, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tired = match answer {
            Answer::NotNow(why) if why.tires() => Some(*why),
            Answer::NotNow(_) | Answer::Found(_) | Answer::Nobody | Answer::TooMany | Answer::Invalidated => None,
        };
        let Some(why) = tired else {
            *state = State::default();
            return;
        };
        state.failures = state.failures.saturating_add(1);
        // It says itself when it may be asked again; otherwise the third failure in a row is one too many. After a rest one
        // question shows whether it is well.
        let rest = match why {
            NotNow::TooOften { after } => Some(after.unwrap_or(REST)),
            _ if state.failures >= IN_A_ROW => Some(REST),
            _ => None,
        };
        if let Some(rest) = rest {
            state.until = Some(now + rest.clamp(SignedDuration::from_secs(1), LONGEST));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap_or_default()
    }

    fn failing() -> Answer {
        Answer::NotNow(NotNow::Failing)
    }

    #[test]
    fn three_failures_in_a_row_are_a_rest_of_a_minute_and_one_more_failure_is_another() {
        let pace = Pace::default();
        pace.note(&failing(), at(0));
        pace.note(&Answer::NotNow(NotNow::Slow), at(3));
        assert_eq!(pace.resting_until(at(4)), None);
        pace.note(&failing(), at(5));
        assert_eq!(pace.resting_until(at(6)), Some(at(65)));
        assert_eq!(pace.resting_until(at(65)), None, "then it is tried once more");
        pace.note(&failing(), at(66));
        assert_eq!(pace.resting_until(at(67)), Some(at(126)));
        pace.note(&Answer::Nobody, at(130));
        pace.note(&failing(), at(131));
        assert_eq!(pace.resting_until(at(132)), None, "an answer, whatever it says, begins anew");
    }

    #[test]
    fn it_says_itself_how_long_it_is_left_alone_within_reason() {
        for (after, rests) in [(Some(5), 5), (None, 60), (Some(0), 1), (Some(86_400), 600)] {
            let pace = Pace::default();
            let after = after.map(SignedDuration::from_secs);
            pace.note(&Answer::NotNow(NotNow::TooOften { after }), at(0));
            assert_eq!(pace.resting_until(at(0)), Some(at(rests)), "{after:?}");
        }
    }

    #[test]
    fn a_question_of_ours_that_was_wrong_tires_nobody() {
        let pace = Pace::default();
        for second in 0..10 {
            pace.note(&Answer::NotNow(NotNow::NotUnderstood), at(second));
        }
        assert_eq!(pace.resting_until(at(11)), None);
    }
}
