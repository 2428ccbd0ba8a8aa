//! Dates and times on public pages, in the language that is spoken: the names of months and days, their order, and whether its
//! clock counts to twelve or to twenty-four, are messages like all others.

use fluent_bundle::FluentArgs;
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use maud::{Markup, html};

use super::{message, text};
use crate::moment;

/// The name of the clock of a language that counts to twenty-four, as its message `time-clock` has it.
const TWENTY_FOUR: &str = "24";

fn put(key: &str, args: &[(&'static str, &str)]) -> String {
    let mut given = FluentArgs::new();
    for (name, value) in args {
        given.set(*name, *value);
    }
    message(key, Some(&given))
}

/// A name that is found by its number.
fn named(key: &str, number: i8) -> String {
    let mut given = FluentArgs::new();
    given.set("number", i64::from(number));
    message(key, Some(&given))
}

/// A date: 2 November 2026.
pub(crate) fn date(on: Date) -> String {
    let (day, year) = (on.day().to_string(), on.year().to_string());
    put("time-date", &[("day", &day), ("month", &named("time-month", on.month())), ("year", &year)])
}

/// A date, with the exact one for programs.
pub(crate) fn day(on: Date) -> Markup {
    html! { time datetime=(on) { (date(on)) } }
}

fn weekday(on: Date) -> String {
    named("time-weekday", on.weekday().to_monday_one_offset())
}

/// A time of day: 9am, 9:30am.
pub(crate) fn hour(time: Time) -> String {
    let half = if time.hour() < 12 { "am" } else { "pm" };
    let hour = if text("time-clock") == TWENTY_FOUR {
        format!("{}:{:02}", time.hour(), time.minute())
    } else {
        let hour = (time.hour() + 11) % 12 + 1;
        if time.minute() == 0 { hour.to_string() } else { format!("{hour}:{:02}", time.minute()) }
    };
    put("time-hour", &[("hour", &hour), ("half", half)])
}

/// A date and a time of day: 2 November 2026, 9:05am.
pub(crate) fn date_and_hour(at: Timestamp) -> String {
    let local = moment::local(at);
    put("time-date-and-hour", &[("date", &date(local.date())), ("hour", &hour(local.time()))])
}

/// A time of the next days: Monday 23 November at 9am.
pub(crate) fn day_and_hour(at: Timestamp) -> String {
    let local = moment::local(at);
    let (day, month) = (local.day().to_string(), named("time-month", local.month()));
    let hour = hour(local.time());
    put("time-day-and-hour", &[("weekday", &weekday(local.date())), ("day", &day), ("month", &month), ("hour", &hour)])
}

/// A time of the next days, as near as it is: with its date where the name of the day could be the one of another week.
pub(crate) fn soon(next: Timestamp, now: Timestamp) -> String {
    let (on, today) = (moment::local(next), moment::local(now).date());
    let (weekday, hour) = (weekday(on.date()), hour(on.time()));
    match on.date().since(today).map(|span| span.get_days()) {
        Ok(0) => put("time-today", &[("hour", &hour)]),
        Ok(1) => put("time-tomorrow", &[("weekday", &weekday), ("hour", &hour)]),
        Ok(2..=6) => put("time-this-week", &[("weekday", &weekday), ("hour", &hour)]),
        Ok(_) | Err(_) => day_and_hour(next),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;
    use crate::wording::{Language, written_in};

    /// What is said of a date, an hour, and times ahead.
    fn all(code: &str) -> [String; 6] {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-20T16:00:00Z");
        written_in(Language::find(code).unwrap(), || {
            [
                date(civil::date(2026, 3, 2)),
                date_and_hour(at("2026-11-23T13:30:00Z")),
                day_and_hour(at("2026-11-23T09:00:00Z")),
                soon(at("2026-11-20T17:00:00Z"), now),
                soon(at("2026-11-21T09:00:00Z"), now),
                soon(at("2026-11-24T09:00:00Z"), now),
            ]
        })
    }

    // F5
    #[test]
    fn dates_and_times_are_said_in_the_language_of_the_page() {
        assert_eq!(
            all("en"),
            [
                "2 March 2026",
                "23 November 2026, 1:30pm",
                "Monday 23 November at 9am",
                "today at 5pm",
                "tomorrow, Saturday, at 9am",
                "Tuesday at 9am"
            ]
        );
        assert_eq!(
            all("pl"),
            [
                "2 marca 2026",
                "23 listopada 2026, 13:30",
                "poniedziałek 23 listopada, 9:00",
                "dzisiaj, 17:00",
                "jutro (sobota), 9:00",
                "wtorek, 9:00"
            ]
        );
        assert_eq!(
            all("ar"),
            [
                "2 مارس 2026",
                "23 نوفمبر 2026، الساعة 1:30 مساءً",
                "الاثنين 23 نوفمبر، الساعة 9 صباحًا",
                "اليوم، الساعة 5 مساءً",
                "غدًا (السبت)، الساعة 9 صباحًا",
                "الثلاثاء، الساعة 9 صباحًا"
            ]
        );
    }

    // F5
    #[test]
    fn every_language_names_each_month_and_each_day_by_another_name() {
        for language in Language::all() {
            let names = |key: &str, last: i8| {
                let named = written_in(language, || (1..=last).map(|number| named(key, number)).collect::<Vec<_>>());
                let different: std::collections::BTreeSet<_> = named.iter().cloned().collect();
                (different.len(), named)
            };
            let ((months, named), (days, weekdays)) = (names("time-month", 12), names("time-weekday", 7));
            assert_eq!((months, days), (12, 7), "{}: {named:?}, {weekdays:?}", language.code());
        }
    }

    #[test]
    fn english_is_the_same_on_public_pages_and_on_those_of_staff() {
        let mut at: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for _ in 0..500 {
            let local = moment::local(at);
            assert_eq!(date(local.date()), moment::date(local.date()));
            assert_eq!(hour(local.time()), moment::hour(local.time()));
            assert_eq!(day_and_hour(at), moment::day_and_hour(at));
            at += jiff::SignedDuration::from_mins(23 * 60 + 17);
        }
    }
}
