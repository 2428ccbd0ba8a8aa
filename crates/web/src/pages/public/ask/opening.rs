//! Whether somebody reads now, and when next: the honest time (PR-04), by the opening hours of the domain.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{calendar::Holidays, footprint::Hours};

use super::View;
use crate::wording::times;

/// With less time left than this, a professional is asked to speak to someone who stays.
const SOON_OVER: SignedDuration = SignedDuration::from_mins(30);

/// Whether a duty worker reads now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::public) struct Reading {
    /// Whether one does.
    pub(in crate::pages::public) now: bool,
    /// Whether one does, and not for long.
    pub(in crate::pages::public) soon_over: bool,
    /// Until when today, in words; empty where nobody reads now.
    pub(in crate::pages::public) until: String,
    /// From when on somebody reads next, in words.
    pub(in crate::pages::public) next: String,
}

/// What holds at this moment.
pub(in crate::pages::public) fn reading(view: &View) -> Reading {
    at(&view.footprint().duty, &view.footprint().holidays, view.now)
}

fn at(duty: &Hours, holidays: &Holidays, at: Timestamp) -> Reading {
    let now = duty.open_at(at, holidays).open;
    Reading {
        now,
        soon_over: now && !duty.open_at(at + SOON_OVER, holidays).open,
        until: if now { times::hour(duty.to) } else { String::new() },
        next: duty.opens_next(at, holidays).map_or_else(String::new, |next| times::soon(next, at)),
    }
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
            // Good Friday and Easter Monday are bank holidays, and so are Christmas Day and Boxing Day.
            ("2026-04-02T17:00:00Z", false, false, "", "Tuesday at 9am"),
            ("2026-12-24T16:40:00Z", true, true, "5pm", "Tuesday at 9am"),
            // The clocks go forward on this Sunday, and back on the other.
            ("2026-03-30T08:00:00Z", true, false, "5pm", "tomorrow, Tuesday, at 9am"),
            ("2026-10-26T08:30:00Z", false, false, "", "today at 9am"),
        ] {
            let read = at(&duty, &Holidays::default(), instant.parse().unwrap());
            let expected = Reading { now, soon_over, until: until.to_owned(), next: next.to_owned() };
            assert_eq!(read, expected, "{instant}");
        }
    }
}
