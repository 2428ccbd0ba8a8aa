//! Dates and instants as a person says them, in Europe/London.

use std::sync::LazyLock;

use jiff::{
    Timestamp, Zoned,
    civil::{Date, Time},
    tz::{TimeZone, TimeZoneDatabase},
};
use maud::{Markup, html};

/// As compiled in, so that a page does not depend on the machine; a test holds that it is there.
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZoneDatabase::bundled().get("Europe/London").unwrap_or(TimeZone::UTC));

/// An instant on the wall in Europe/London.
pub(crate) fn local(at: Timestamp) -> Zoned {
    at.to_zoned(LONDON.clone())
}

/// A date in words: 2 November 2026.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A date and time in words, to the minute: 2 November 2026, 9:05am.
pub(crate) fn words(at: Timestamp) -> String {
    let local = local(at);
    let noon = if local.hour() < 12 { "am" } else { "pm" };
    format!("{}, {}:{:02}{noon}", date(local.date()), (local.hour() + 11) % 12 + 1, local.minute())
}

/// An instant in words, with the exact one for programs and under the pointer.
pub(crate) fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(at) { (words(at)) } }
}

/// A date in words, with the exact one for programs.
pub(crate) fn day(on: Date) -> Markup {
    html! { time datetime=(on) { (date(on)) } }
}

/// A time of day as people say it: 9am, 9:30am, 12pm.
pub(crate) fn hour(time: Time) -> String {
    let noon = if time.hour() < 12 { "am" } else { "pm" };
    let hour = (time.hour() + 11) % 12 + 1;
    if time.minute() == 0 { format!("{hour}{noon}") } else { format!("{hour}:{:02}{noon}", time.minute()) }
}

/// An instant of the next days: Monday 23 November at 9am.
pub(crate) fn day_and_hour(at: Timestamp) -> String {
    let local = local(at);
    format!("{} at {}", local.strftime("%A %-d %B"), hour(local.time()))
}

/// The whole months from a date to a later one.
pub(crate) fn whole_months(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    months(to) - months(from) - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_opening_is_said_as_people_say_it() {
        let said = |text: &str| day_and_hour(text.parse().unwrap());
        assert_eq!(said("2026-11-23T09:00:00Z"), "Monday 23 November at 9am");
        assert_eq!(said("2026-07-01T12:30:00Z"), "Wednesday 1 July at 1:30pm");
        assert_eq!(hour(Time::midnight()), "12am");
    }

    #[test]
    fn a_month_is_whole_on_the_same_day_of_the_next() {
        let months = |from: &str, to: &str| whole_months(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(months("2025-09-02", "2026-11-21"), 14);
        assert_eq!((months("2026-10-21", "2026-11-21"), months("2026-10-22", "2026-11-21")), (1, 0));
        assert_eq!(months("2025-12-31", "2026-06-30"), 5);
    }

    #[test]
    fn summer_time_noon_and_midnight_are_said_as_people_say_them() {
        let said = |text: &str| words(text.parse().unwrap());
        assert_eq!(said("2026-07-01T11:05:00Z"), "1 July 2026, 12:05pm");
        assert_eq!(said("2026-12-31T00:00:00Z"), "31 December 2026, 12:00am");
        assert_eq!(said("2026-12-31T23:59:59Z"), "31 December 2026, 11:59pm");
        assert_eq!(LONDON.iana_name(), Some("Europe/London"));
    }
}
