//! Dates and instants as a person says them, in Europe/London.

use std::sync::LazyLock;

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
