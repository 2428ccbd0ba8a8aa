//! The clocks of the file: each by itself, and whether together they cover every priority.

use jiff::{ToSpan, civil::Date};

use super::{
    Reading,
    section::{Section, Spot},
};
use crate::{
    footprint::{Clock, ClockLimit, EMERGENCY_HOURS},
    referral::Priority,
};

/// How a file says that time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClockKind {
    /// Hours that pass, day and night.
    Elapsed,
    /// Whole local days, to the end of the last.
    Calendar,
    /// Working days, which need a calendar of holidays.
    Working,
}

/// The days for which a clock holds.
struct Held {
    priority: Priority,
    from: Date,
    until: Option<Date>,
    spot: Spot,
}

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading, starts_on: Option<Date>) -> Vec<Clock> {
    let mut clocks = Vec::new();
    let mut held = Vec::new();
    let mut all_readable = true;
    for mut section in root.sections(&mut reading.report, "clocks") {
        let priority = section.get(&mut reading.report, "priority");
        let (from, until) = reading.period(&mut section, "from", "until");
        match (priority, from) {
            (Some(priority), Some(from)) => held.push(Held { priority, from, until, spot: section.spot.clone() }),
            (None, _) | (_, None) => all_readable = false,
        }
        let limit = read_limit(&mut section, reading, priority);
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(priority), Some(limit), Some(from), Some(source)) = (priority, limit, from, source) {
            clocks.push(Clock { priority, limit, from, until, source });
        }
    }
    if let (true, Some(starts_on)) = (all_readable, starts_on) {
        let whole = root.spot(&reading.report, "clocks");
        for (priority, word) in [
            (Priority::Emergency, "emergency"),
            (Priority::VeryUrgent, "very_urgent"),
            (Priority::Urgent, "urgent"),
            (Priority::Routine, "routine"),
        ] {
            let of_priority: Vec<_> = held.iter().filter(|clock| clock.priority == priority).collect();
            check_cover(reading, &whole, word, of_priority, starts_on);
        }
    }
    clocks
}

fn read_limit(section: &mut Section<'_, '_>, reading: &mut Reading, priority: Option<Priority>) -> Option<ClockLimit> {
    let report = &mut reading.report;
    let emergency = priority == Some(Priority::Emergency);
    let at_most = format!("at most {EMERGENCY_HOURS} elapsed hours for an emergency");
    match section.get::<ClockKind>(report, "kind") {
        Some(ClockKind::Elapsed) => {
            let hours = section.get(report, "hours")?;
            if emergency && hours > EMERGENCY_HOURS {
                report.problem(
                    &section.spot(report, "hours"),
                    format!("an emergency could wait {hours} hours"),
                    at_most,
                );
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
            section.allow("hours");
            section.allow("days");
            report.problem(&section.spot(report, "kind"), "working days are not understood yet", "elapsed or calendar");
            None
        }
        None => {
            section.allow("hours");
            section.allow("days");
            None
        }
    }
}

/// Checks that from the first day of the footprint exactly one clock of a priority holds on each day.
fn check_cover(reading: &mut Reading, whole: &Spot, word: &str, mut clocks: Vec<&Held>, starts_on: Date) {
    let report = &mut reading.report;
    clocks.sort_by_key(|clock| clock.from);
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
        let overlap = earlier.from == later.from || earlier.until.is_some_and(|until| until >= later.from);
        let gap = earlier.until.and_then(|until| until.checked_add(1.day()).ok()).is_some_and(|next| next < later.from);
        if overlap {
            let what = format!("overlaps the clock for {word} on line {}", earlier.spot.line);
            report.problem(&later.spot, what, "one clock for a priority on each day");
        } else if gap {
            let what = format!("no clock for {word} just before {}", later.from);
            report.problem(&later.spot, what, "one clock for a priority on each day");
        }
    }
    if let Some((last, until)) = clocks.last().and_then(|last| last.until.map(|until| (last, until))) {
        report.problem(&last.spot, format!("no clock for {word} after {until}"), "a last clock without an end");
    }
}
