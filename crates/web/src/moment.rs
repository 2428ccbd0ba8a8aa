//! Dates and instants as a person says them, in Europe/London.

use std::sync::LazyLock;

use jiff::{
    SignedDuration, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    tz::{TimeZone, TimeZoneDatabase},
};
use maud::{Markup, html};

/// As compiled in, so that a page does not depend on the machine; a test holds that it is there.
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZoneDatabase::bundled().get("Europe/London").unwrap_or(TimeZone::UTC));

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An instant on the wall in Europe/London.
pub(crate) fn local(at: Timestamp) -> Zoned {
    at.to_zoned(LONDON.clone())
}

/// What a field for a date and time holds: 2026-11-02T09:05, on the wall in Europe/London.
pub(crate) fn typed(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The instant of a date and time as a field sends it, or as a person types it where the browser has no such field.
pub(crate) fn of_typed(text: &str) -> Option<Timestamp> {
    let text = text.trim().replace(' ', "T");
    let local: DateTime = text.parse().ok().filter(|_| text.contains('T'))?;
    local.to_zoned(LONDON.clone()).ok().map(|zoned| zoned.timestamp())
}

/// A date in words: 2 November 2026.
pub(crate) fn date(date: Date) -> String {
    // A list says dozens of dates: a table of names costs a fraction of reading a pattern each time.
    let month = MONTHS.get(usize::from(date.month().unsigned_abs()) - 1).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
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

/// A day of the next or the last days: Monday 23 November.
pub(crate) fn weekday(date: Date) -> String {
    date.strftime("%A %-d %B").to_string()
}

/// The whole months from a date to a later one.
pub(crate) fn whole_months(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    months(to) - months(from) - i32::from(to.day() < from.day())
}

/// The time of day to the minute: 9:05am.
pub(crate) fn clock(at: Timestamp) -> String {
    let local = local(at);
    let noon = if local.hour() < 12 { "am" } else { "pm" };
    format!("{}:{:02}{noon}", (local.hour() + 11) % 12 + 1, local.minute())
}

/// The time of day to the second, as a list says when it was true: 10:42:03.
pub(crate) fn to_the_second(at: Timestamp) -> String {
    local(at).strftime("%H:%M:%S").to_string()
}

/// An instant for a reader of today: the time alone where it is today, the day with it otherwise.
pub(crate) fn lately(at: Timestamp, now: Timestamp) -> String {
    let (local_at, local_now) = (local(at), local(now));
    if local_at.date() == local_now.date() {
        clock(at)
    } else if local_at.year() == local_now.year() {
        format!("{}, {}", local_at.strftime("%-d %B"), clock(at))
    } else {
        words(at)
    }
}

/// The same with the exact instant for programs and under the pointer.
pub(crate) fn recent(at: Timestamp, now: Timestamp) -> Markup {
    html! { time datetime=(at) title=(words(at)) { (lately(at, now)) } }
}

/// A length of time as a person says it: 35 min, 3 h 5 min, 2 days.
pub(crate) fn long(duration: SignedDuration) -> String {
    let minutes = duration.as_mins().unsigned_abs();
    match (minutes / 60, minutes % 60) {
        (0, 0) => "under a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..24, 0) => format!("{hours} h"),
        (hours @ 1..24, minutes) => format!("{hours} h {minutes} min"),
        (24..48, _) => "1 day".to_owned(),
        (hours, _) => format!("{} days", hours / 24),
    }
}

/// The time that is left, or by how much it is over, in words.
pub(crate) fn left(until: Timestamp, now: Timestamp) -> String {
    let left = until.duration_since(now);
    if left.is_negative() { format!("Overdue by {}", long(left)) } else { format!("{} left", long(left)) }
}

/// How much of a short clock is used: "4 h, used 2:48". A clock of more than a day says nothing more in minutes.
pub(crate) fn used(from: Timestamp, until: Timestamp, now: Timestamp) -> Option<String> {
    let whole = until.duration_since(from);
    let used = now.duration_since(from).as_mins();
    (whole <= SignedDuration::from_hours(24) && whole.is_positive() && used >= 0)
        .then(|| format!("{}, used {}:{:02}", long(whole), used / 60, used % 60))
}

/// The instant of a time on the wall in Europe/London; none where the calendar has no such time.
pub(crate) fn instant(on: Date, at: Time) -> Option<Timestamp> {
    on.to_datetime(at).to_zoned(LONDON.clone()).ok().map(|zoned| zoned.timestamp())
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
    fn a_typed_date_and_time_is_on_the_wall_and_reads_back() {
        let summer: Timestamp = "2026-07-01T11:05:00Z".parse().unwrap();
        assert_eq!(typed(summer), "2026-07-01T12:05");
        for text in ["2026-07-01T12:05", " 2026-07-01 12:05 ", "2026-07-01T12:05:00"] {
            assert_eq!(of_typed(text), Some(summer), "{text}");
        }
        for text in ["", "2026-07-01", "tomorrow", "2026-13-01T12:05", "1 July 2026, 12:05"] {
            assert_eq!(of_typed(text), None, "{text}");
        }
    }

    #[test]
    fn summer_time_noon_and_midnight_are_said_as_people_say_them() {
        let said = |text: &str| words(text.parse().unwrap());
        assert_eq!(said("2026-07-01T11:05:00Z"), "1 July 2026, 12:05pm");
        assert_eq!(said("2026-12-31T00:00:00Z"), "31 December 2026, 12:00am");
        assert_eq!(said("2026-12-31T23:59:59Z"), "31 December 2026, 11:59pm");
        assert_eq!(LONDON.iana_name(), Some("Europe/London"));
    }

    // PR-11
    #[test]
    fn time_is_told_left_or_overdue_and_a_short_clock_tells_what_is_used() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (from, now) = (at("2026-11-22T09:00:00Z"), at("2026-11-22T11:48:00Z"));
        assert_eq!(left(at("2026-11-22T13:00:00Z"), now), "1 h 12 min left");
        assert_eq!(left(at("2026-11-22T11:13:00Z"), now), "Overdue by 35 min");
        assert_eq!(left(at("2026-12-03T11:48:00Z"), now), "11 days left");
        assert_eq!(left(at("2026-11-22T11:48:30Z"), now), "under a minute left");
        assert_eq!(used(from, at("2026-11-22T13:00:00Z"), now).as_deref(), Some("4 h, used 2:48"));
        assert_eq!(used(from, at("2026-12-20T13:00:00Z"), now), None);
        assert_eq!(lately(from, now), "9:00am");
        assert_eq!(lately(at("2026-11-20T16:55:00Z"), now), "20 November, 4:55pm");
        assert_eq!(to_the_second(now), "11:48:00");
        let half_past_one = jiff::civil::time(1, 30, 0, 0);
        assert_eq!(instant(jiff::civil::date(2026, 7, 1), half_past_one), Some(at("2026-07-01T00:30:00Z")));
    }
}
