//! Deadlines by the clock of the day, on the wall of Europe/London.

use jiff::{SignedDuration, Timestamp, civil::date};
use porch_domain::{
    calendar::NotComputed,
    footprint::{ClockLimit, NoPause, Purpose},
    referral::Priority,
};

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
    let days = |on| match footprint.clock(Purpose::Response, Priority::Routine, on).unwrap().limit {
        ClockLimit::Calendar { days } => days,
        other => panic!("{other}"),
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
    let source = |on| footprint.clock(Purpose::Response, Priority::Emergency, on).unwrap().source.as_str();
    assert_eq!(source(date(2016, 1, 1)), "specification-v2");
    assert_eq!(source(date(2023, 3, 31)), "specification-v2");
    assert_eq!(source(date(2023, 4, 1)), "specification-v3");
}

// H12
#[test]
fn working_time_ends_where_duty_is_open_over_easter_christmas_and_both_changes_of_the_clocks() {
    let days = |days: u16| ClockLimit::WorkingDays { days };
    let hours = |hours: u16| ClockLimit::WorkingHours { hours };
    let footprint = read(KENT_MEDWAY);
    for (case, limit, from, by) in [
        ("from the Thursday before Good Friday", days(2), "2025-04-17T10:00:00Z", "2025-04-23T16:00:00Z"),
        ("from its opening", days(2), "2025-04-17T08:00:00Z", "2025-04-23T16:00:00Z"),
        ("from before its opening", days(2), "2025-04-17T06:00:00Z", "2025-04-23T16:00:00Z"),
        ("from its evening", days(2), "2025-04-17T21:00:00Z", "2025-04-23T16:00:00Z"),
        ("from Good Friday", days(2), "2025-04-18T10:00:00Z", "2025-04-23T16:00:00Z"),
        ("from Easter Monday", days(2), "2025-04-21T10:00:00Z", "2025-04-23T16:00:00Z"),
        ("from the Tuesday after", days(2), "2025-04-22T10:00:00Z", "2025-04-24T16:00:00Z"),
        ("one day, from Friday", days(1), "2025-03-28T12:00:00Z", "2025-03-31T16:00:00Z"),
        ("one day, from Friday into winter", days(1), "2025-10-24T12:00:00Z", "2025-10-27T17:00:00Z"),
        ("just before midnight in London", days(1), "2025-06-02T22:59:59.999Z", "2025-06-03T16:00:00Z"),
        ("midnight in London", days(1), "2025-06-02T23:00:00Z", "2025-06-04T16:00:00Z"),
        ("over Christmas and New Year", days(5), "2026-12-23T12:00:00Z", "2027-01-04T17:00:00Z"),
        ("an hour, from within", hours(1), "2025-06-02T10:00:00Z", "2025-06-02T11:00:00Z"),
        ("to the stroke of five", hours(8), "2025-06-02T08:00:00Z", "2025-06-02T16:00:00Z"),
        ("a millisecond later", hours(8), "2025-06-02T08:00:00.001Z", "2025-06-03T08:00:00.001Z"),
        ("from the stroke of five", hours(1), "2025-06-02T16:00:00Z", "2025-06-03T09:00:00Z"),
        ("from just before it", hours(1), "2025-06-02T15:59:59.999Z", "2025-06-03T08:59:59.999Z"),
        ("from a Saturday", hours(4), "2025-06-07T03:00:00Z", "2025-06-09T12:00:00Z"),
        ("over the hour that is lost", hours(8), "2025-03-28T13:00:00Z", "2025-03-31T12:00:00Z"),
        ("over the hour that comes twice", hours(8), "2025-10-24T12:00:00Z", "2025-10-27T13:00:00Z"),
        ("over Easter", hours(16), "2025-04-17T12:00:00Z", "2025-04-23T12:00:00Z"),
    ] {
        assert_eq!(limit.ends_at(at(from), footprint.working()), Ok(at(by)), "{case}");
    }
}

// H12
#[test]
fn the_boundaries_of_the_hazard_hold() {
    let footprint = read(KENT_MEDWAY);
    let ends = |priority, from: &str| footprint.ends_at(Purpose::Response, priority, at(from));
    for (case, priority, from, by) in [
        ("ends as the hour is lost", Priority::Emergency, "2025-03-29T21:00:00Z", "2025-03-30T01:00:00Z"),
        ("a millisecond before", Priority::Emergency, "2025-03-30T00:59:59.999Z", "2025-03-30T04:59:59.999Z"),
        ("as the hour is lost", Priority::Emergency, "2025-03-30T01:00:00Z", "2025-03-30T05:00:00Z"),
        ("ends as the hour comes again", Priority::Emergency, "2025-10-25T21:00:00Z", "2025-10-26T01:00:00Z"),
        ("a millisecond before", Priority::Emergency, "2025-10-26T00:59:59.999Z", "2025-10-26T04:59:59.999Z"),
        ("as the hour comes again", Priority::Emergency, "2025-10-26T01:00:00Z", "2025-10-26T05:00:00Z"),
        ("28 days over New Year", Priority::Routine, "2025-12-12T10:00:00Z", "2026-01-09T23:59:59.999Z"),
        ("28 days from the last moment", Priority::Routine, "2025-12-31T23:59:59.999Z", "2026-01-28T23:59:59.999Z"),
        ("28 days from the first", Priority::Routine, "2026-01-01T00:00:00Z", "2026-01-29T23:59:59.999Z"),
        ("urgent, by the rule of November 2026", Priority::Urgent, "2026-11-27T12:00:00Z", "2026-11-29T23:59:59.999Z"),
        ("urgent, by the rule of December", Priority::Urgent, "2026-12-04T12:00:00Z", "2026-12-08T17:00:00Z"),
        ("urgent, over Christmas", Priority::Urgent, "2026-12-24T12:00:00Z", "2026-12-30T17:00:00Z"),
        ("urgent, over Easter", Priority::Urgent, "2027-03-25T12:00:00Z", "2027-03-31T16:00:00Z"),
    ] {
        assert_eq!(ends(priority, from), Ok(at(by)), "{case}");
    }
}

// H12
#[test]
fn a_year_without_known_holidays_refuses_to_compute_working_time_and_nothing_else() {
    let footprint = read(KENT_MEDWAY);
    let ends = |purpose, priority, from: &str| footprint.ends_at(purpose, priority, at(from));
    let unknown = Err(NotComputed::UnknownYear(2031));
    // The last working days of the table are Monday 30 and Tuesday 31 December 2030.
    assert_eq!(ends(Purpose::Response, Priority::Urgent, "2030-12-27T12:00:00Z"), Ok(at("2030-12-31T17:00:00Z")));
    assert_eq!(ends(Purpose::Response, Priority::Urgent, "2030-12-30T12:00:00Z"), unknown);
    assert_eq!(ends(Purpose::Response, Priority::Urgent, "2035-06-01T12:00:00Z"), Err(NotComputed::UnknownYear(2035)));
    assert_eq!(footprint.respond_by(Priority::Urgent, at("2030-12-30T12:00:00Z")), None);
    assert_eq!(ends(Purpose::HandoverAnswer, Priority::Routine, "2030-12-31T12:00:00Z"), unknown);
    assert_eq!(
        ends(Purpose::HandoverAnswer, Priority::VeryUrgent, "2035-12-31T12:00:00Z"),
        Ok(at("2035-12-31T16:00:00Z"))
    );
    // What passes, and whole days, need no holidays.
    assert_eq!(ends(Purpose::Response, Priority::Emergency, "2035-12-31T22:00:00Z"), Ok(at("2036-01-01T02:00:00Z")));
    assert_eq!(ends(Purpose::Response, Priority::Routine, "2035-12-31T22:00:00Z"), Ok(at("2036-01-28T23:59:59.999Z")));
    // Before the table too.
    let early = footprint.working().hours_after(at("2018-12-31T10:00:00Z"), 2);
    assert_eq!(early, Err(NotComputed::UnknownYear(2018)));
}

// H12
#[test]
fn what_cannot_be_computed_from_now_on_is_named() {
    let footprint = read(KENT_MEDWAY);
    assert_eq!(footprint.unknown_ends(at("2026-12-10T12:00:00Z")), []);
    let said: Vec<String> =
        footprint.unknown_ends(at("2030-12-30T12:00:00Z")).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the clock for response, urgent, cannot be computed: the bank holidays of 2031 are not known; a referral that comes now gets 4 hours instead",
            "the clock for handover_answer cannot be computed: the bank holidays of 2031 are not known; no end is shown for it",
        ]
    );
}

// INV-07
#[test]
fn an_emergency_is_held_to_four_hours_where_somebody_waits_whatever_the_file_says() {
    // Without a clock of its own, the emergency falls under the one for every priority.
    let its_own = "purpose = \"handover_answer\"
priority = \"emergency\"";
    let footprint = read(&KENT_MEDWAY.replacen(
        its_own,
        "purpose = \"letter\"
priority = \"emergency\"",
        1,
    ));
    let ends = |priority| footprint.ends_at(Purpose::HandoverAnswer, priority, at("2026-12-04T18:00:00Z"));
    assert_eq!(ends(Priority::Emergency), Ok(at("2026-12-04T22:00:00Z")));
    assert_eq!(ends(Priority::Urgent), Ok(at("2026-12-08T17:00:00Z")));
    // Also where no clock is written, and where its end is not known.
    let bare = read(crate::problems::RIGHT);
    assert_eq!(
        bare.ends_at(Purpose::HandoverAnswer, Priority::Emergency, at("2026-12-04T18:00:00Z")),
        Ok(at("2026-12-04T22:00:00Z"))
    );
    let unknown = footprint.ends_at(Purpose::HandoverAnswer, Priority::Emergency, at("2033-12-04T18:00:00Z"));
    assert_eq!(unknown, Ok(at("2033-12-04T22:00:00Z")));
    assert_eq!(
        bare.ends_at(Purpose::HandoverAnswer, Priority::Urgent, at("2026-12-04T18:00:00Z")),
        Err(NotComputed::NoClock)
    );
}

#[test]
fn every_clock_of_the_standards_is_written_down_in_both_footprints() {
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        let limit = |purpose, priority| {
            footprint.clock(purpose, priority, date(2026, 12, 4)).map(|clock| clock.limit.to_string())
        };
        for (standard, purpose, priority, expected) in [
            ("S01", Purpose::Response, Priority::Emergency, "4 hours"),
            ("S02", Purpose::Response, Priority::Urgent, "2 working days"),
            ("S03", Purpose::Response, Priority::Routine, "28 days"),
            ("S04", Purpose::Preconception, Priority::Routine, "42 days"),
            ("S05", Purpose::Assessment, Priority::Routine, "14 days"),
            ("S06", Purpose::Treatment, Priority::Routine, "42 days"),
            ("S06", Purpose::TreatmentAfterAssessment, Priority::Routine, "28 days"),
            ("S10", Purpose::Triage, Priority::Routine, "1 working day"),
        ] {
            assert_eq!(limit(purpose, priority).as_deref(), Some(expected), "{standard} in {}", footprint.name);
        }
        for purpose in Purpose::ALL {
            assert!(Priority::ALL.into_iter().all(|priority| limit(purpose, priority).is_some()), "{purpose:?}");
        }
    }
}

// What no source of a footprint states is marked, so that a site confirms it before it relies on it.
#[test]
fn a_clock_on_the_word_of_another_is_marked_as_assumed() {
    for footprint in [read(KENT_MEDWAY), read(DORSET)] {
        let assumed: Vec<&str> = footprint.assumed.iter().map(|fact| fact.at.as_str()).collect();
        for (index, clock) in footprint.clocks().iter().enumerate() {
            if ["nice-qs115", "lscft-page", "this-project"].contains(&clock.source.as_str()) {
                assert!(assumed.contains(&format!("clocks[{}]", index + 1).as_str()), "{clock:?}");
            }
        }
    }
}

#[test]
fn other_purposes_are_judged_by_the_rule_of_the_local_day_on_which_they_began() {
    let first = "[[clocks]]\npurpose = \"assessment\"\nkind = \"calendar\"\ndays = 14\nfrom = 2016-01-01\n";
    let later =
        format!("{first}until = 2023-03-31\nsource = \"nice-qs115\"\n\n{}", first.replace("2016-01-01", "2023-04-01"));
    let footprint = read(&DORSET.replacen(first, &later.replacen("days = 14", "days = 21", 1), 1));
    for (case, began, ends) in [
        ("the last evening of the old rule", "2023-03-31T22:30:00Z", "2023-04-21T22:59:59.999Z"),
        ("half past midnight of the new one, in London", "2023-03-31T23:30:00Z", "2023-04-15T22:59:59.999Z"),
    ] {
        assert_eq!(footprint.ends_at(Purpose::Assessment, Priority::Routine, at(began)), Ok(at(ends)), "{case}");
    }
    // A rule for one priority goes before the one for all, and only on its days.
    assert_eq!(
        footprint.ends_at(Purpose::HandoverAnswer, Priority::VeryUrgent, at("2026-12-04T18:00:00Z")),
        Ok(at("2026-12-04T22:00:00Z"))
    );
}

#[test]
fn a_pause_is_refused_for_an_emergency_without_a_rule_and_without_a_reason() {
    let text = DORSET.replacen(
        "days = 28\nfrom = 2023-04-01",
        "days = 28\npause_allowed = true\npause_source = \"specification-v3\"\nfrom = 2023-04-01",
        1,
    );
    let footprint = read(&text);
    let clock = |on| footprint.clock(Purpose::Response, Priority::Routine, on).unwrap();
    let (before, since) = (clock(date(2023, 3, 31)), clock(date(2023, 4, 1)));
    for (case, clock, priority, why, expected) in [
        ("with a reason", since, Priority::Routine, "she is abroad until May", Ok(())),
        ("without one", since, Priority::Routine, "  ", Err(NoPause::ReasonMissing)),
        ("before the rule", before, Priority::Routine, "she is abroad until May", Err(NoPause::NotAllowed)),
        ("an emergency", since, Priority::Emergency, "she is abroad until May", Err(NoPause::Emergency)),
    ] {
        assert_eq!(clock.may_pause(priority, why), expected, "{case}");
    }
}
