//! The self-check of a partner: where each set of answers points, and what its use shows.

use jiff::civil::date;
use porch_domain::{
    measure::Period,
    screening::{Instruments, SelfCheckBand::*, SelfCheckUse, SelfChecked, SelfChecked::*, self_check, self_check_use},
};

fn check(answers: [Option<u8>; 5]) -> SelfChecked {
    self_check(Instruments::shipped(), answers, false)
}

// H02: a thought of self-harm is heard at its first sign, whatever else was left out, and however slight.
#[test]
fn a_thought_of_self_harm_points_to_whom_to_ring_whatever_else_is_missing() {
    for position in 1..=3 {
        assert_eq!(check([None, None, None, None, Some(position)]), Band(RingNow));
        assert_eq!(check([Some(0), Some(0), Some(0), Some(0), Some(position)]), Band(RingNow));
        // Whoever also chose not to say has said it.
        let both = self_check(Instruments::shipped(), [None, None, None, None, Some(position)], true);
        assert_eq!(both, Band(RingNow));
    }
}

// H03: a blank is no "not at all".
#[test]
fn a_question_that_was_left_out_is_asked_again_and_never_counts_as_no() {
    assert_eq!(check([None; 5]), LeftOut(vec![0, 1, 2, 3, 4]));
    assert_eq!(check([Some(0), None, Some(0), Some(0), Some(0)]), LeftOut(vec![1]));
    assert_eq!(check([Some(3), None, Some(3), Some(3), Some(0)]), LeftOut(vec![1]));
    assert_eq!(check([Some(0), Some(0), Some(0), Some(0), None]), LeftOut(vec![4]));
    // Nobody has to answer the last one.
    let rather_not =
        |first: u8| self_check(Instruments::shipped(), [Some(first), Some(0), Some(0), Some(0), None], true);
    assert_eq!(rather_not(0), Band(NothingStandsOut));
    assert_eq!(rather_not(3), Band(TalkToSomebody));
}

#[test]
fn low_mood_or_worry_from_the_lower_cut_off_on_points_to_somebody() {
    let of = |low: u8, no_interest: u8, nervous: u8, worry: u8| {
        check([Some(low), Some(no_interest), Some(nervous), Some(worry), Some(0)])
    };
    // PHQ-2: from 2 on; GAD-2: from 3 on.
    for (answers, band) in [
        ((0, 0, 0, 0), NothingStandsOut),
        ((1, 0, 0, 0), NothingStandsOut),
        ((1, 1, 0, 0), TalkToSomebody),
        ((0, 2, 0, 0), TalkToSomebody),
        ((0, 0, 1, 1), NothingStandsOut),
        ((0, 0, 2, 1), TalkToSomebody),
        ((0, 0, 0, 3), TalkToSomebody),
        ((1, 0, 1, 1), NothingStandsOut),
        ((3, 3, 3, 3), TalkToSomebody),
    ] {
        let (low, no_interest, nervous, worry) = answers;
        assert_eq!(of(low, no_interest, nervous, worry), Band(band), "{answers:?}");
    }
    // What is no answer of the form is never an all-clear.
    assert_eq!(of(9, 0, 0, 0), Band(TalkToSomebody));
}

// PR-32: nobody can be told from the figures.
#[test]
fn its_use_is_shown_by_month_with_small_numbers_hidden() {
    let count = |day, what: &str, times| (day, what.to_owned(), times);
    let counts = [
        count(date(2026, 9, 30), "self_check_talk", 50),
        count(date(2026, 10, 1), "self_check_talk", 4),
        count(date(2026, 10, 31), "self_check_nothing", 9),
        count(date(2026, 11, 2), "self_check_talk", 3),
        count(date(2026, 11, 2), "warning_sign_and_nobody_to_ring", 70),
        count(date(2026, 11, 3), "self_check_ring_now", 1),
        count(date(2026, 12, 1), "self_check_talk", 50),
    ];
    let period = Period { from: date(2026, 10, 1), to: date(2026, 11, 30) };
    let used = self_check_use(&counts, period);
    assert_eq!(
        used,
        [
            SelfCheckUse { month: Some(date(2026, 10, 1)), times: Some(15), bands: [None, None, Some(10)] },
            SelfCheckUse { month: Some(date(2026, 11, 1)), times: None, bands: [None, None, None] },
            SelfCheckUse { month: None, times: Some(15), bands: [None, Some(5), Some(10)] },
        ]
    );
    let nothing = self_check_use(&[], period);
    assert_eq!(nothing, [SelfCheckUse { month: None, times: None, bands: [None; 3] }]);
}
