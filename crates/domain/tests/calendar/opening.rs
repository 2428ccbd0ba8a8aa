//! When something is open, on the wall of Europe/London.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Time, Weekday, date, time},
};
use porch_domain::{
    calendar::{Holidays, LocalHoliday, Reading, UnknownYear},
    footprint::Hours,
};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The table, with no day kept otherwise.
fn table() -> Holidays {
    Holidays::default()
}

/// Monday to Friday, nine to five.
fn office() -> Hours {
    let weekdays = Weekday::Monday.cycle_forward().take(5).collect();
    Hours { weekdays, from: time(9, 0, 0, 0), to: time(17, 0, 0, 0), flexible: false }
}

// H12
#[test]
fn the_hours_hold_over_weekends_holidays_and_both_changes_of_the_clocks() {
    for (case, instant, open, next) in [
        ("Friday 16:59", "2026-11-20T16:59:00Z", true, "2026-11-23T09:00:00Z"),
        ("the last moment of Friday", "2026-11-20T16:59:59.999Z", true, "2026-11-23T09:00:00Z"),
        ("Friday 17:00", "2026-11-20T17:00:00Z", false, "2026-11-23T09:00:00Z"),
        ("Saturday", "2026-11-21T12:00:00Z", false, "2026-11-23T09:00:00Z"),
        ("just before Monday's opening", "2026-11-23T08:59:59.999Z", false, "2026-11-23T09:00:00Z"),
        ("Monday's opening", "2026-11-23T09:00:00Z", true, "2026-11-24T09:00:00Z"),
        ("the eve of Good Friday, in summer time", "2026-04-02T16:00:00Z", false, "2026-04-07T08:00:00Z"),
        ("Good Friday", "2026-04-03T10:00:00Z", false, "2026-04-07T08:00:00Z"),
        ("Easter Monday", "2026-04-06T10:00:00Z", false, "2026-04-07T08:00:00Z"),
        ("Christmas Eve", "2026-12-24T16:59:00Z", true, "2026-12-29T09:00:00Z"),
        ("Christmas Day", "2026-12-25T10:00:00Z", false, "2026-12-29T09:00:00Z"),
        ("the Monday in place of Boxing Day", "2026-12-28T10:00:00Z", false, "2026-12-29T09:00:00Z"),
        ("the Friday before summer time", "2026-03-27T16:59:00Z", true, "2026-03-30T08:00:00Z"),
        ("the first Monday of summer time, an hour early", "2026-03-30T07:59:00Z", false, "2026-03-30T08:00:00Z"),
        ("its opening", "2026-03-30T08:00:00Z", true, "2026-03-31T08:00:00Z"),
        ("its end", "2026-03-30T16:00:00Z", false, "2026-03-31T08:00:00Z"),
        ("the Friday before winter time", "2026-10-23T16:00:00Z", false, "2026-10-26T09:00:00Z"),
        ("the first Monday of winter time", "2026-10-26T08:00:00Z", false, "2026-10-26T09:00:00Z"),
        ("just after midnight in London, still Sunday in UTC", "2026-06-07T23:30:00Z", false, "2026-06-08T08:00:00Z"),
    ] {
        let read = office().open_at(at(instant), &table());
        assert_eq!(read, Reading { open, holidays_known: true }, "{case}");
        assert_eq!(office().opens_next(at(instant), &table()), Some(at(next)), "{case}");
    }
}

#[test]
fn where_the_holidays_are_not_known_the_weekday_holds_and_the_answer_says_so() {
    // Christmas Day 2031 is a Thursday, Christmas Day 2033 a Sunday.
    assert_eq!(office().open_at(at("2031-12-25T10:00:00Z"), &table()), Reading { open: true, holidays_known: false });
    assert_eq!(office().open_at(at("2033-12-25T10:00:00Z"), &table()), Reading { open: false, holidays_known: false });
    let next = office().opens_next(at("2030-12-31T18:00:00Z"), &table()).unwrap();
    assert_eq!((next, office().open_at(next, &table()).holidays_known), (at("2031-01-01T09:00:00Z"), false));
}

// H12
#[test]
fn a_day_that_is_kept_otherwise_here_opens_or_closes_as_the_footprint_says() {
    let day = |on, closed| LocalHoliday { on, name: "A day".to_owned(), closed, source: "spec".to_owned() };
    // A one-off holiday on a Wednesday; Easter Monday is worked.
    let here = Holidays::new(vec![day(date(2026, 4, 8), true), day(date(2026, 4, 6), false)]);
    let open = |instant: &str| office().open_at(at(instant), &here).open;
    assert_eq!(
        ["2026-04-06T10:00:00Z", "2026-04-07T10:00:00Z", "2026-04-08T10:00:00Z", "2026-04-09T10:00:00Z"].map(open),
        [true, true, false, true]
    );
    assert_eq!(office().opens_next(at("2026-04-02T17:00:00Z"), &here), Some(at("2026-04-06T08:00:00Z")));
    assert_eq!(office().opens_next(at("2026-04-07T17:00:00Z"), &here), Some(at("2026-04-09T08:00:00Z")));
    // In a year that the table does not have, the day is closed all the same, and the year stays unknown.
    let later = Holidays::new(vec![day(date(2031, 1, 1), true)]);
    let reading = office().open_at(at("2031-01-01T10:00:00Z"), &later);
    assert_eq!(reading, Reading { open: false, holidays_known: false });
    assert_eq!(later.is_holiday(date(2031, 1, 1)), Err(UnknownYear(2031)));
    assert_eq!(here.differing(&table()), [date(2026, 4, 6), date(2026, 4, 8)].into());
}

#[test]
fn hours_that_the_clocks_leave_out_or_give_twice() {
    let hours = |from: Time, to: Time| Hours { weekdays: vec![Weekday::Sunday], from, to, flexible: false };
    // On 29 March 2026 the hour from one to two is left out; on 25 October it comes twice.
    let left_out = hours(time(1, 30, 0, 0), time(2, 15, 0, 0));
    assert_eq!(left_out.opens_next(at("2026-03-28T12:00:00Z"), &table()), Some(at("2026-04-05T00:30:00Z")));
    let twice = hours(time(1, 30, 0, 0), time(3, 0, 0, 0));
    assert_eq!(twice.opens_next(at("2026-10-24T12:00:00Z"), &table()), Some(at("2026-10-25T00:30:00Z")));
    for open in ["2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:59:00Z"] {
        assert!(twice.open_at(at(open), &table()).open, "{open}");
    }
    assert!(!twice.open_at(at("2026-10-25T03:00:00Z"), &table()).open);
}

#[test]
fn what_has_no_day_never_opens() {
    let never = Hours { weekdays: Vec::new(), ..office() };
    assert_eq!(never.opens_next(at("2026-11-20T16:59:00Z"), &table()), None);
    assert!(!never.open_at(at("2026-11-20T16:59:00Z"), &table()).open);
}

/// Compares `opens_next` with a search minute by minute through two years.
fn agrees_with_a_search(hours: &Hours, start: Timestamp) {
    let minute = SignedDuration::from_mins(1);
    let mut was_open = hours.open_at(start, &table()).open;
    let mut promised = hours.opens_next(start, &table());
    let (mut now, end) = (start, start + SignedDuration::from_hours(24 * 731));
    while now < end {
        now += minute;
        let open = hours.open_at(now, &table()).open;
        if open && !was_open {
            assert_eq!(promised, Some(now), "{hours:?}");
            assert!(!hours.open_at(now - SignedDuration::from_nanos(1), &table()).open, "{hours:?}: open before {now}");
            promised = hours.opens_next(now, &table());
            assert!(promised.is_some_and(|next| next > now), "{hours:?}");
        }
        // A promise that is not kept is told at the minute for which it was made.
        assert!(promised.is_none_or(|next| next > now), "{hours:?}: still closed at {now}");
        was_open = open;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn the_next_opening_is_the_first_that_a_search_minute_by_minute_finds(
        chosen in proptest::collection::btree_set(0_i8..7, 1..=7),
        from in 0_i16..(24 * 60 - 1),
        length in 1_i16..(24 * 60),
        start_minute in 0_i64..(8 * 365 * 24 * 60),
    ) {
        let clock = |minutes: i16| time(i8::try_from(minutes / 60).unwrap(), i8::try_from(minutes % 60).unwrap(), 0, 0);
        let weekdays = chosen.into_iter().map(|day| Weekday::from_monday_zero_offset(day).unwrap()).collect();
        let to = from.saturating_add(length).min(24 * 60 - 1);
        let hours = Hours { weekdays, from: clock(from), to: clock(to), flexible: false };
        let start = at("2019-01-01T00:00:00Z") + SignedDuration::from_mins(start_minute);
        agrees_with_a_search(&hours, start);
    }
}

#[test]
fn the_next_opening_of_office_hours_is_found_by_a_search_over_two_years_too() {
    agrees_with_a_search(&office(), at("2025-12-31T23:59:00Z"));
    let small_hours = Hours { from: time(1, 15, 0, 0), to: time(1, 45, 0, 0), ..office() };
    let every_day = Hours { weekdays: Weekday::Monday.cycle_forward().take(7).collect(), ..small_hours };
    agrees_with_a_search(&every_day, at("2026-01-01T00:00:00Z"));
}
