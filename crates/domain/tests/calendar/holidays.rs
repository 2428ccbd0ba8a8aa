//! The table of bank holidays against the rule that makes them.

use std::collections::BTreeSet;

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use porch_domain::calendar::{UnknownYear, holidays_end, is_bank_holiday, years_known};

/// Easter Sunday in the Gregorian calendar, by whole-number arithmetic.
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    date(i16::try_from(year).unwrap(), i8::try_from(month).unwrap(), i8::try_from(day).unwrap())
}

/// The first free working day from a day on: at a weekend, or where another holiday is, a later one stands in.
fn substituted(on: Date, taken: &BTreeSet<Date>) -> Date {
    on.series(1.day())
        .find(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !taken.contains(day))
        .unwrap()
}

/// The holidays of a year by the rule alone.
fn by_rule(year: i16) -> BTreeSet<Date> {
    let monday = |month: i8, nth: i8| date(year, month, 1).nth_weekday_of_month(nth, Weekday::Monday).unwrap();
    let sunday = easter(year);
    let mut days = BTreeSet::from([sunday - 2.days(), sunday + 1.day(), monday(5, 1), monday(5, -1), monday(8, -1)]);
    for on in [date(year, 1, 1), date(year, 12, 25)] {
        let day = substituted(on, &days);
        days.insert(day);
    }
    // Where Christmas Day is at a weekend, Boxing Day keeps its own day if it can.
    let boxing = date(year, 12, 26);
    let boxing = if boxing.weekday() == Weekday::Monday && date(year, 12, 25).weekday() == Weekday::Sunday {
        date(year, 12, 27)
    } else {
        substituted(boxing, &days)
    };
    days.insert(boxing);
    days
}

fn by_table(year: i16) -> BTreeSet<Date> {
    date(year, 1, 1)
        .series(1.day())
        .take_while(|day| day.year() == year)
        .filter(|day| is_bank_holiday(*day).unwrap())
        .collect()
}

#[test]
fn the_table_is_what_the_rule_gives_but_for_the_years_that_were_changed_by_proclamation() {
    let changed = |year: i16| match year {
        // The early May holiday moved to the 75th anniversary of the end of the war in Europe.
        2020 => (vec![date(2020, 5, 4)], vec![date(2020, 5, 8)]),
        // The spring holiday moved beside that of the jubilee, and the state funeral was a holiday.
        2022 => (vec![date(2022, 5, 30)], vec![date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)]),
        // The coronation.
        2023 => (vec![], vec![date(2023, 5, 8)]),
        _ => (vec![], vec![]),
    };
    for year in years_known().unwrap() {
        let (without, with) = changed(year);
        let mut expected = by_rule(year);
        assert!(without.iter().all(|day| expected.remove(day)), "{year}");
        expected.extend(with);
        assert_eq!(by_table(year), expected, "{year}");
    }
    assert_eq!(years_known(), Some(2019..=2030));
}

// H12
#[test]
fn a_year_outside_the_table_is_not_known_and_never_without_holidays() {
    for year in [1999, 2018, 2031, 2100] {
        assert_eq!(is_bank_holiday(date(year, 12, 25)), Err(UnknownYear(year)));
        assert_eq!(is_bank_holiday(date(year, 7, 1)), Err(UnknownYear(year)));
    }
    assert_eq!(is_bank_holiday(date(2019, 1, 1)), Ok(true));
    assert_eq!(is_bank_holiday(date(2030, 12, 31)), Ok(false));
    assert_eq!(UnknownYear(2031).to_string(), "the bank holidays of 2031 are not known");
}

// H12
#[test]
fn the_end_of_the_table_is_told_from_ninety_days_before_it() {
    let told = |instant: &str| holidays_end(instant.parse().unwrap()).map(|end| end.to_string());
    for (case, instant, expected) in [
        ("91 days before", "2030-10-01T22:59:59Z", None),
        (
            "90 days before",
            "2030-10-01T23:00:00Z",
            Some("the bank holidays are known until 31 December 2030, 90 days from today; "),
        ),
        (
            "the day before",
            "2030-12-30T12:00:00Z",
            Some("the bank holidays are known until 31 December 2030, which is tomorrow; "),
        ),
        ("the last day", "2030-12-31T23:59:59Z", Some("the bank holidays are known until today, 31 December 2030; ")),
        ("the day after", "2031-01-01T00:00:00Z", Some("the bank holidays after 31 December 2030 are not known; ")),
        ("long after", "2040-06-01T00:00:00Z", Some("the bank holidays after 31 December 2030 are not known; ")),
    ] {
        let expected = expected.map(|said| format!("{said}a newer version of this program brings those after it"));
        assert_eq!(told(instant), expected, "{case}");
    }
}
