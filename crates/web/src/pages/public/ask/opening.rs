//! Whether somebody reads now, and when next: the honest time (PR-04).
//!
//! From the footprint's duty hours, which know no bank holidays yet.

use jiff::{
    ToSpan, Zoned,
    civil::{Date, DateTime, Time},
};
use porch_domain::footprint::Hours;

use super::View;
use crate::moment;

/// With less time left than this, a professional is asked to speak to someone who stays.
const SOON_OVER_MINUTES: i32 = 30;

/// Whether a duty worker reads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Whether one does.
    pub(super) now: bool,
    /// Whether one does, and not for long.
    pub(super) soon_over: bool,
    /// Until when today, in words; empty where nobody reads now.
    pub(super) until: String,
    /// From when on somebody reads next, in words.
    pub(super) next: String,
}

/// What holds at this moment.
pub(super) fn reading(view: &View) -> Reading {
    at(&view.footprint().duty, &moment::local(view.now))
}

fn at(duty: &Hours, local: &Zoned) -> Reading {
    let (today, time) = (local.date(), local.time());
    let now = duty.weekdays.contains(&today.weekday()) && duty.from <= time && time < duty.to;
    let left = if now { minutes(duty.to) - minutes(time) } else { 0 };
    Reading {
        now,
        soon_over: now && left <= SOON_OVER_MINUTES,
        until: if now { clock(duty.to) } else { String::new() },
        next: next(duty, local.datetime()).map_or_else(String::new, |on| said(on, today, duty.from)),
    }
}

/// The next day on which duty begins later than now.
fn next(duty: &Hours, now: DateTime) -> Option<Date> {
    let mut day = now.date();
    for _ in 0..8 {
        if duty.weekdays.contains(&day.weekday()) && day.to_datetime(duty.from) > now {
            return Some(day);
        }
        day = day.checked_add(1.day()).ok()?;
    }
    None
}

fn said(on: Date, today: Date, from: Time) -> String {
    let clock = clock(from);
    if on == today {
        format!("today at {clock}")
    } else if today.tomorrow().is_ok_and(|tomorrow| tomorrow == on) {
        format!("tomorrow, {}, at {clock}", on.strftime("%A"))
    } else {
        format!("{} at {clock}", on.strftime("%A"))
    }
}

fn minutes(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

/// A time of day as people say it: 9am, 5:30pm.
fn clock(time: Time) -> String {
    let noon = if time.hour() < 12 { "am" } else { "pm" };
    let hour = (time.hour() + 11) % 12 + 1;
    if time.minute() == 0 { format!("{hour}{noon}") } else { format!("{hour}:{:02}{noon}", time.minute()) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, time};

    use super::*;

    // PR-04
    #[test]
    fn the_honest_time_is_said_over_nights_weekends_and_the_change_of_the_clocks() {
        let weekdays = vec![Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        let duty = Hours { weekdays, from: time(9, 0, 0, 0), to: time(17, 0, 0, 0), flexible: false };
        for (instant, now, soon_over, until, next) in [
            ("2026-11-20T08:59:59Z", false, false, "", "today at 9am"),
            ("2026-11-20T09:00:00Z", true, false, "5pm", "Monday at 9am"),
            ("2026-11-19T16:55:00Z", true, true, "5pm", "tomorrow, Friday, at 9am"),
            ("2026-11-20T17:00:00Z", false, false, "", "Monday at 9am"),
            ("2026-11-21T02:00:00Z", false, false, "", "Monday at 9am"),
            ("2026-11-22T23:59:59Z", false, false, "", "tomorrow, Monday, at 9am"),
            // The clocks go forward on this Sunday, and back on the other.
            ("2026-03-30T08:00:00Z", true, false, "5pm", "tomorrow, Tuesday, at 9am"),
            ("2026-10-26T08:30:00Z", false, false, "", "today at 9am"),
        ] {
            let read = at(&duty, &moment::local(instant.parse().unwrap()));
            let expected = Reading { now, soon_over, until: until.to_owned(), next: next.to_owned() };
            assert_eq!(read, expected, "{instant}");
        }
    }
}
