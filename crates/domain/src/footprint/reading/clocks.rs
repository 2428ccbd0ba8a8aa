//! The clocks of the file, each by itself and whether together they cover every priority; and the holidays that it keeps
//! otherwise than the table.

use jiff::{ToSpan, civil::Date};

use super::{
    Reading,
    section::{Section, Spot},
};
use crate::{
    calendar::{Holidays, LocalHoliday, is_bank_holiday},
    footprint::{Clock, ClockLimit, EMERGENCY_HOURS, Purpose},
    referral::Priority,
};

/// How a file says that time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClockKind {
    /// Hours that pass, day and night.
    Elapsed,
    /// Hours or days of duty, bank holidays closed.
    Working,
    /// Whole local days, to the end of the last.
    Calendar,
}

/// How a file says that a day is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// As a holiday.
    Closed,
    /// As a day like others.
    Open,
}

/// The days for which a clock holds.
struct Held {
    purpose: Purpose,
    priority: Option<Priority>,
    from: Date,
    until: Option<Date>,
    spot: Spot,
}

/// What a clock is for, as far as it can be read.
#[derive(Debug, Clone, Copy)]
struct For {
    purpose: Option<Purpose>,
    priority: Option<Priority>,
}

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading, starts_on: Option<Date>) -> Vec<Clock> {
    let mut clocks = Vec::new();
    let mut held = Vec::new();
    let mut all_readable = true;
    for mut section in root.sections(&mut reading.report, "clocks") {
        // A file of the time when there were response clocks only does not name the purpose.
        let purpose = match section.has("purpose") {
            true => section.get(&mut reading.report, "purpose"),
            false => {
                section.allow("purpose");
                Some(Purpose::Response)
            }
        };
        let priority = match purpose {
            Some(Purpose::Response) => section.get(&mut reading.report, "priority"),
            Some(_) | None => section.maybe(&mut reading.report, "priority"),
        };
        // A priority that cannot be read is not one that was left out.
        let known = purpose.is_some() && (priority.is_some() || purpose != Some(Purpose::Response));
        let known = known && (priority.is_some() || !section.has("priority"));
        let (from, until) = reading.period(&mut section, "from", "until");
        match (purpose.filter(|_| known), from) {
            (Some(purpose), Some(from)) => {
                held.push(Held { purpose, priority, from, until, spot: section.spot.clone() });
            }
            (None, _) | (_, None) => all_readable = false,
        }
        let limit = read_limit(&mut section, reading, For { purpose, priority });
        let pause_source = read_pause(&mut section, reading, priority);
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(purpose), Some(limit), Some(from), Some(source)) = (purpose.filter(|_| known), limit, from, source)
        {
            clocks.push(Clock { purpose, priority, limit, from, until, source, pause_source });
        }
    }
    if let (true, Some(starts_on)) = (all_readable, starts_on) {
        let whole = root.spot(&reading.report, "clocks");
        for purpose in Purpose::ALL {
            let each = Priority::ALL.map(Some).into_iter().chain([None]);
            for priority in each {
                let of_it = held.iter().filter(|clock| clock.purpose == purpose && clock.priority == priority);
                let mut of_it: Vec<&Held> = of_it.collect();
                of_it.sort_by_key(|clock| clock.from);
                let word = in_words(purpose, priority);
                check_overlaps(reading, &word, &of_it);
                if purpose == Purpose::Response && priority.is_some() {
                    check_cover(reading, &whole, &word, &of_it, starts_on);
                }
            }
        }
    }
    clocks
}

/// What a clock is for, as a problem says it.
fn in_words(purpose: Purpose, priority: Option<Priority>) -> String {
    match (purpose, priority) {
        (Purpose::Response, Some(priority)) => priority.code().to_owned(),
        (purpose, Some(priority)) => format!("{}, {}", purpose.code(), priority.code()),
        (purpose, None) => purpose.code().to_owned(),
    }
}

fn read_limit(section: &mut Section<'_, '_>, reading: &mut Reading, of: For) -> Option<ClockLimit> {
    let report = &mut reading.report;
    let held_to_it = of.purpose.is_none_or(Purpose::is_held_to_four_hours_in_an_emergency);
    let emergency = of.priority == Some(Priority::Emergency) && held_to_it;
    let at_most = format!("at most {EMERGENCY_HOURS} elapsed hours for an emergency");
    match section.get::<ClockKind>(report, "kind") {
        Some(ClockKind::Elapsed) => {
            let hours = section.get(report, "hours")?;
            if emergency && hours > EMERGENCY_HOURS {
                let what = format!("an emergency could wait {hours} hours");
                report.problem(&section.spot(report, "hours"), what, at_most);
            }
            Some(ClockLimit::Elapsed { hours })
        }
        Some(ClockKind::Calendar) => {
            let days = section.get(report, "days")?;
            if emergency {
                report.problem(&section.spot(report, "kind"), "an emergency counted in days", at_most);
            }
            Some(ClockLimit::Calendar { days })
        }
        Some(ClockKind::Working) => {
            if emergency {
                report.problem(&section.spot(report, "kind"), "an emergency that waits for duty", at_most);
            }
            let (in_hours, in_days) = (section.has("hours"), section.has("days"));
            if in_hours == in_days {
                let what = if in_hours { "hours and days" } else { "neither hours nor days" };
                report.problem(&section.spot(report, "kind"), what, "either hours or days of duty");
            }
            let hours = section.maybe(report, "hours").map(|hours| ClockLimit::WorkingHours { hours });
            let days = section.maybe(report, "days").map(|days| ClockLimit::WorkingDays { days });
            hours.or(days)
        }
        None => {
            section.allow("hours");
            section.allow("days");
            None
        }
    }
}

/// Reads whether a clock may be paused, which takes a source of its own and is never so for an emergency.
fn read_pause(section: &mut Section<'_, '_>, reading: &mut Reading, priority: Option<Priority>) -> Option<String> {
    let allowed: bool = section.maybe(&mut reading.report, "pause_allowed").unwrap_or(false);
    if allowed && priority == Some(Priority::Emergency) {
        let spot = section.spot(&reading.report, "pause_allowed");
        reading.report.problem(&spot, "an emergency that may be paused", "no pause for an emergency");
    }
    if allowed {
        return reading.source_in(section, "pause_source");
    }
    section.allow("pause_source");
    if section.has("pause_source") {
        let spot = section.spot(&reading.report, "pause_source");
        reading.report.problem(&spot, "a source for a pause that is not allowed", "pause_allowed = true beside it");
    }
    None
}

/// Reads the days that are kept otherwise than the table of bank holidays has them.
pub(super) fn read_holidays(root: &mut Section<'_, '_>, reading: &mut Reading) -> Holidays {
    let mut days: Vec<LocalHoliday> = Vec::new();
    for mut section in root.sections(&mut reading.report, "holidays") {
        let on: Option<Date> = section.get(&mut reading.report, "date");
        let name = reading.public_text(&mut section, "name");
        let kept: Option<Kept> = section.get(&mut reading.report, "kept");
        let source = reading.source(&mut section);
        let report = &mut reading.report;
        if let Some(on) = on.filter(|on| days.iter().any(|day| day.on == *on)) {
            report.problem(&section.spot(report, "date"), format!("{on} again"), "each day once");
        }
        // A stored file says what it says, whatever the table of a later program holds.
        let given = reading.today.is_some();
        if let (true, Some(on), Some(Kept::Open)) = (given, on, kept)
            && is_bank_holiday(on) == Ok(false)
        {
            let what = format!("{on} is no bank holiday");
            report.problem(&section.spot(report, "date"), what, "a bank holiday that is cancelled or moved");
        }
        section.finish(report);
        if let (Some(on), Some(name), Some(kept), Some(source)) = (on, name, kept, source) {
            days.push(LocalHoliday { on, name, closed: kept == Kept::Closed, source });
        }
    }
    Holidays::new(days)
}

/// Checks that from the first day of the footprint a clock of a priority holds on each day.
fn check_cover(reading: &mut Reading, whole: &Spot, word: &str, clocks: &[&Held], starts_on: Date) {
    let report = &mut reading.report;
    match clocks.first() {
        None => report.problem(whole, format!("no clock for {word}"), "a clock for each of the four priorities"),
        Some(first) if first.from > starts_on => {
            let what = format!("no clock for {word} before {}", first.from);
            report.problem(&first.spot, what, format!("a clock from {starts_on}, when the footprint starts"));
        }
        Some(_) => {}
    }
    for pair in clocks.windows(2) {
        let [earlier, later] = pair else { continue };
        let next = earlier.until.and_then(|until| until.checked_add(1.day()).ok());
        if next.is_some_and(|next| next < later.from) {
            let what = format!("no clock for {word} just before {}", later.from);
            report.problem(&later.spot, what, "one clock for a priority on each day");
        }
    }
    if let Some((last, until)) = clocks.last().and_then(|last| last.until.map(|until| (last, until))) {
        report.problem(&last.spot, format!("no clock for {word} after {until}"), "a last clock without an end");
    }
}

/// Checks that no two clocks of one thing hold on a day.
fn check_overlaps(reading: &mut Reading, word: &str, clocks: &[&Held]) {
    for pair in clocks.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.from == later.from || earlier.until.is_some_and(|until| until >= later.from) {
            let what = format!("overlaps the clock for {word} on line {}", earlier.spot.line);
            reading.report.problem(&later.spot, what, "one clock for a priority on each day");
        }
    }
}
