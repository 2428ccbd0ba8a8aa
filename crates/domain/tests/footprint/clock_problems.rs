//! Clocks in working time, for other purposes, with pauses, and holidays of the footprint: what is wrong with them, by line.

use jiff::civil::date;
use porch_domain::{
    calendar::{UnknownYear, is_bank_holiday},
    footprint::{ClockLimit, Footprint, Purpose},
    referral::Priority,
};

use crate::{
    problems::{RIGHT, check},
    read,
};

/// The right file with more before its hours.
fn with(more: &str) -> String {
    RIGHT.replacen("[hours]", &format!("{more}\n[hours]"), 1)
}

#[test]
fn a_working_clock_says_either_hours_or_days() {
    for (text, limit) in [
        ("kind = \"working\"\nhours = 8", ClockLimit::WorkingHours { hours: 8 }),
        ("kind = \"working\"\ndays = 3", ClockLimit::WorkingDays { days: 3 }),
    ] {
        let footprint = read(&RIGHT.replacen("kind = \"calendar\"\ndays = 2", text, 1));
        assert_eq!(footprint.clock(Purpose::Response, Priority::Urgent, date(2024, 1, 1)).unwrap().limit, limit);
    }
    check(&[
        (
            "both",
            &[("kind = \"calendar\"\ndays = 2", "kind = \"working\" #!\ndays = 2\nhours = 8")],
            &[("clocks[3].kind", "hours and days")],
        ),
        (
            "neither",
            &[("kind = \"calendar\"\ndays = 2", "kind = \"working\" #!")],
            &[("clocks[3].kind", "neither hours nor days")],
        ),
        (
            "no time at all",
            &[("kind = \"calendar\"\ndays = 2", "kind = \"working\"\nhours = 0 #!")],
            &[("clocks[3].hours", "the number 0")],
        ),
        (
            "an emergency that waits for Monday",
            &[("kind = \"elapsed\"\nhours = 4", "kind = \"working\" #!\nhours = 4")],
            &[("clocks[1].kind", "waits for duty")],
        ),
    ]);
}

// Journals hold files of the time when every clock was for the response.
#[test]
fn a_clock_without_a_purpose_is_a_response_clock() {
    let footprint = read(RIGHT);
    assert_eq!(footprint.clocks().len(), 4);
    for clock in footprint.clocks() {
        assert_eq!((clock.purpose, clock.priority.is_some(), &clock.pause_source), (Purpose::Response, true, &None));
    }
    assert!(footprint.holidays.local().is_empty());
}

#[test]
fn a_clock_for_another_purpose_may_leave_out_the_priority_and_begin_or_end_on_any_day() {
    let clock = |more: &str| format!("[[clocks]]\npurpose = \"letter\"\nsource = \"spec\"\n{more}");
    let letters = with(
        &[
            clock("kind = \"working\"\ndays = 1\nfrom = 2022-01-01\nuntil = 2022-12-31"),
            clock("kind = \"working\"\ndays = 2\nfrom = 2024-01-01"),
            clock("kind = \"elapsed\"\nhours = 4\nfrom = 2024-01-01\npriority = \"emergency\""),
        ]
        .join("\n"),
    );
    let footprint = read(&letters);
    let limit = |priority, on| footprint.clock(Purpose::Letter, priority, on).map(|clock| clock.limit.to_string());
    for (priority, on, expected) in [
        (Priority::Routine, date(2021, 12, 31), None),
        (Priority::Routine, date(2022, 6, 1), Some("1 working day")),
        (Priority::Emergency, date(2022, 6, 1), Some("1 working day")),
        (Priority::Routine, date(2023, 6, 1), None),
        (Priority::Routine, date(2024, 1, 1), Some("2 working days")),
        (Priority::Emergency, date(2024, 1, 1), Some("4 hours")),
    ] {
        assert_eq!(limit(priority, on).as_deref(), expected, "{priority:?} on {on}");
    }
}

#[test]
fn what_is_wrong_with_a_purpose_is_told_with_its_line() {
    check(&[
        (
            "a purpose that is none",
            &[(
                "[hours]",
                "[[clocks]]\npurpose = \"tea\" #!\nkind = \"elapsed\"\nhours = 1\nfrom = 2020-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[5].purpose", "tea")],
        ),
        (
            "a priority that is none",
            &[(
                "[hours]",
                "[[clocks]]\npurpose = \"letter\"\npriority = \"soon\" #!\nkind = \"elapsed\"\nhours = 1\nfrom = 2020-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[5].priority", "soon")],
        ),
        (
            "a response without a priority",
            &[(
                "[hours]",
                "[[clocks]] #!\npurpose = \"response\"\nkind = \"elapsed\"\nhours = 1\nfrom = 2020-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[5].priority", "missing")],
        ),
        (
            "two for one purpose",
            &[(
                "[hours]",
                "[[clocks]]\npurpose = \"letter\"\nkind = \"elapsed\"\nhours = 1\nfrom = 2020-01-01\nuntil = 2021-01-01\nsource = \"spec\"\n[[clocks]] #!\npurpose = \"letter\"\nkind = \"elapsed\"\nhours = 1\nfrom = 2021-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[6]", "overlaps the clock for letter on line 63")],
        ),
        (
            "an answer to the handover of an emergency tomorrow",
            &[(
                "[hours]",
                "[[clocks]]\npurpose = \"handover_answer\"\npriority = \"emergency\"\nkind = \"elapsed\"\nhours = 24 #!\nfrom = 2020-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[5].hours", "24 hours")],
        ),
    ]);
}

#[test]
fn a_pause_needs_a_source_of_its_own_and_is_never_for_an_emergency() {
    let pause = "days = 28\npause_allowed = true\npause_source = \"spec\"";
    let footprint = read(&RIGHT.replacen("days = 28", pause, 1));
    let pausable: Vec<_> = footprint.clocks().iter().map(|clock| clock.pause_source.is_some()).collect();
    assert_eq!(pausable, [false, false, false, true]);
    check(&[
        (
            "no source",
            &[
                ("[[clocks]]\npriority = \"routine\"", "[[clocks]] #!\npriority = \"routine\""),
                ("days = 28", "days = 28\npause_allowed = true"),
            ],
            &[("clocks[4].pause_source", "missing")],
        ),
        (
            "an unknown source",
            &[("days = 28", "days = 28\npause_allowed = true\npause_source = \"rumour\" #!")],
            &[("clocks[4].pause_source", "rumour")],
        ),
        (
            "an emergency",
            &[("hours = 4", "hours = 4\npause_allowed = true #!\npause_source = \"spec\"")],
            &[("clocks[1].pause_allowed", "an emergency")],
        ),
        (
            "a source alone",
            &[("days = 28", "days = 28\npause_source = \"spec\" #!")],
            &[("clocks[4].pause_source", "not allowed")],
        ),
    ]);
}

#[test]
fn a_holiday_of_the_footprint_stands_beside_the_table() {
    let one_off =
        "[[holidays]]\ndate = 2024-05-10\nname = \"A one-off holiday\"\nkept = \"closed\"\nsource = \"spec\"\n";
    let moved = "[[holidays]]\ndate = 2024-05-06\nname = \"Early May\"\nkept = \"open\"\nsource = \"spec\"\n";
    let footprint = read(&with(&format!("{one_off}{moved}")));
    let here = |on| footprint.holidays.is_holiday(on);
    assert_eq!((is_bank_holiday(date(2024, 5, 10)), here(date(2024, 5, 10))), (Ok(false), Ok(true)));
    assert_eq!((is_bank_holiday(date(2024, 5, 6)), here(date(2024, 5, 6))), (Ok(true), Ok(false)));
    assert_eq!(here(date(2024, 5, 27)), Ok(true));
    assert_eq!(here(date(2031, 5, 10)), Err(UnknownYear(2031)));
    assert_eq!(footprint.holidays.local()[0].name, "A one-off holiday");
    check(&[
        (
            "the same day twice",
            &[(
                "[hours]",
                "[[holidays]]\ndate = 2024-05-10\nname = \"A\"\nkept = \"closed\"\nsource = \"spec\"\n[[holidays]]\ndate = 2024-05-10 #!\nname = \"B\"\nkept = \"open\"\nsource = \"spec\"\n[hours]",
            )],
            &[("holidays[2].date", "2024-05-10 again")],
        ),
        (
            "neither closed nor open",
            &[(
                "[hours]",
                "[[holidays]]\ndate = 2024-05-10\nname = \"A\"\nkept = \"ajar\" #!\nsource = \"spec\"\n[hours]",
            )],
            &[("holidays[1].kept", "ajar")],
        ),
        (
            "on nobody's word",
            &[("[hours]", "[[holidays]] #!\ndate = 2024-05-10\nname = \"A\"\nkept = \"closed\"\n[hours]")],
            &[("holidays[1].source", "missing")],
        ),
    ]);
}

// A later program's table may have the day: what is stored is read all the same, and what somebody gives is checked.
#[test]
fn a_day_that_is_opened_without_being_a_holiday_is_a_problem_of_a_given_file_only() {
    let opened = "[[holidays]]\ndate = 2024-05-07\nname = \"A\"\nkept = \"open\"\nsource = \"spec\"\n";
    let text = with(opened);
    read(&text);
    let problems = Footprint::parse_given(&text, "2026-11-22T12:00:00Z".parse().unwrap()).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 1, "{said:?}");
    assert_eq!((problems[0].line, problems[0].at.as_str()), (64, "holidays[1].date"), "{said:?}");
    assert!(problems[0].what.contains("no bank holiday"), "{said:?}");
}
