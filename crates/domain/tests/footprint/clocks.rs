//! Deadlines by the clock of the day, on the wall of Europe/London.

use jiff::{SignedDuration, Timestamp, civil::date};
use porch_domain::{footprint::ClockLimit, referral::Priority};

use crate::{DORSET, KENT_MEDWAY, read};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

// H12
#[test]
fn deadlines_hold_over_the_change_of_the_clocks() {
    let footprint = read(KENT_MEDWAY);
    for (case, priority, received, by) in [
        (
            "four hours that pass, as the hour is lost",
            Priority::Emergency,
            "2025-03-30T00:30:00Z",
            "2025-03-30T04:30:00Z",
        ),
        (
            "four hours that pass, as the hour comes twice",
            Priority::Emergency,
            "2025-10-25T23:30:00Z",
            "2025-10-26T03:30:00Z",
        ),
        ("winter into summer", Priority::Routine, "2025-03-10T12:00:00Z", "2025-04-07T22:59:59.999Z"),
        ("received on the short day", Priority::Routine, "2025-03-30T03:00:00Z", "2025-04-27T22:59:59.999Z"),
        ("ends on the short day", Priority::Routine, "2025-03-02T09:00:00Z", "2025-03-30T22:59:59.999Z"),
        ("ends the day before it", Priority::Routine, "2025-03-01T09:00:00Z", "2025-03-29T23:59:59.999Z"),
        ("summer into winter", Priority::Routine, "2025-10-10T12:00:00Z", "2025-11-07T23:59:59.999Z"),
        ("ends on the long day", Priority::Routine, "2025-09-28T12:00:00Z", "2025-10-26T23:59:59.999Z"),
        (
            "just after midnight in London, still yesterday in UTC",
            Priority::Routine,
            "2025-06-01T23:30:00Z",
            "2025-06-30T22:59:59.999Z",
        ),
        ("two days", Priority::Urgent, "2025-10-24T22:59:59Z", "2025-10-26T23:59:59.999Z"),
        ("a day of hours", Priority::VeryUrgent, "2025-10-25T12:00:00Z", "2025-10-26T12:00:00Z"),
    ] {
        assert_eq!(footprint.respond_by(priority, at(received)), Some(at(by)), "{case}");
    }
}

#[test]
fn an_emergency_never_waits_more_than_four_hours_whenever_it_is_received() {
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        let mut received = at("2014-12-31T22:11:00Z");
        while received < at("2031-01-01T00:00:00Z") {
            let waits = footprint.respond_by(Priority::Emergency, received).unwrap().duration_since(received);
            assert!(waits > SignedDuration::ZERO && waits <= SignedDuration::from_hours(4), "{received}: {waits}");
            received += SignedDuration::from_mins(613);
        }
    }
}

#[test]
fn an_emergency_before_the_first_clock_still_has_four_hours_and_a_routine_referral_has_none() {
    let footprint = read(KENT_MEDWAY);
    let long_ago = at("2009-05-01T10:00:00Z");
    assert_eq!(footprint.respond_by(Priority::Emergency, long_ago), Some(at("2009-05-01T14:00:00Z")));
    assert_eq!(footprint.respond_by(Priority::Routine, long_ago), None);
}

#[test]
fn a_footprint_may_be_quicker_than_four_hours() {
    let footprint = read(&KENT_MEDWAY.replacen("hours = 4", "hours = 2", 1));
    let by = footprint.respond_by(Priority::Emergency, at("2025-06-01T10:00:00Z"));
    assert_eq!(by, Some(at("2025-06-01T12:00:00Z")));
}

#[test]
fn a_referral_is_judged_by_the_rule_of_the_local_day_on_which_it_was_received() {
    let text = DORSET.replacen(
        "priority = \"routine\"\nkind = \"calendar\"\ndays = 28",
        "priority = \"routine\"\nkind = \"calendar\"\ndays = 42",
        1,
    );
    let footprint = read(&text);
    let days = |on| match footprint.clock(Priority::Routine, on).unwrap().limit {
        ClockLimit::Calendar { days } => days,
        ClockLimit::Elapsed { hours } => panic!("{hours} hours"),
    };
    assert_eq!((days(date(2023, 3, 31)), days(date(2023, 4, 1))), (42, 28));
    // 23:30 UTC on 31 March is half past midnight on 1 April in London.
    let by = footprint.respond_by(Priority::Routine, at("2023-03-31T23:30:00Z"));
    assert_eq!(by, Some(at("2023-04-29T22:59:59.999Z")));
    let by = footprint.respond_by(Priority::Routine, at("2023-03-31T22:30:00Z"));
    assert_eq!(by, Some(at("2023-05-12T22:59:59.999Z")));
}

#[test]
fn dorset_cites_the_version_that_was_in_force() {
    let footprint = read(DORSET);
    let source = |on| footprint.clock(Priority::Emergency, on).unwrap().source.as_str();
    assert_eq!(source(date(2016, 1, 1)), "specification-v2");
    assert_eq!(source(date(2023, 3, 31)), "specification-v2");
    assert_eq!(source(date(2023, 4, 1)), "specification-v3");
}
