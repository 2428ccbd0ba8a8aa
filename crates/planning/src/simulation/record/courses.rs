//! Courses of treatment, as a record shows them: it knows sessions, and no names of courses.

use jiff::civil::Date;
use porch_domain::{
    measure::Journey,
    referral::{Attendance, ContactKind},
};

use super::fit::{Found, came_or_not, days, decimals, of_them};

/// Courses of so many sessions or fewer are counted as brief ones: half-way between the two that the scenario plans.
const BRIEF: u64 = 11;
/// Of so many courses or more, their sessions are told.
const LEAST_COURSES: u64 = 10;
/// Of so many times between sessions or more, they are told.
const LEAST_TIMES: usize = 30;

pub(super) fn values(found: &mut Found<'_>, known: &[Journey], from: Date) {
    let treatments = |journey: &Journey| -> Vec<Date> {
        let kept = journey
            .contacts
            .iter()
            .filter(|contact| contact.kind == ContactKind::Treatment && contact.attendance == Attendance::Attended);
        let mut kept: Vec<Date> = kept.map(|contact| contact.on).collect();
        kept.sort_unstable();
        kept
    };
    let ended = known.iter().filter(|journey| {
        let ended = journey.discharged_on.is_some_and(|on| on >= from);
        // Of another system's history no contact is known: its courses would all seem to have none.
        ended && journey.assessed_on.is_some() && !journey.contacts.is_empty()
    });
    let sessions: Vec<u64> = ended.map(|journey| treatments(journey).len() as u64).collect();
    let class = |brief: bool| sessions.iter().copied().filter(move |number| *number > 0 && (*number <= BRIEF) == brief);
    let of = sessions.len() as u64;
    for (course, brief, names) in [
        ("course.brief.planned", true, ["kind.routine.goes_to.brief", "kind.urgent.goes_to.brief"]),
        ("course.full.planned", false, ["kind.routine.goes_to.full", "kind.urgent.goes_to.full"]),
    ] {
        let number = class(brief).count() as u64;
        for name in names {
            let how = if brief {
                "referrals that ended here, seen: those with 1 to 11 sessions"
            } else {
                "referrals that ended here, seen: those with more than 11 sessions"
            };
            found.share(name, (number, of), how);
        }
        if number < LEAST_COURSES {
            found.leave(course, format!("{number} such courses that ended are too few; it takes {LEAST_COURSES}"));
        } else {
            let mean = class(brief).sum::<u64>() as f64 / number as f64;
            found.put(
                course,
                decimals(mean.max(1.0), 0),
                (number, None),
                "sessions that were kept, the mean of courses that ended",
            );
        }
    }
    let mut times: Vec<i32> = known.iter().flat_map(|journey| between(&treatments(journey), from)).collect();
    times.sort_unstable();
    match times.get(times.len() / 2) {
        Some(median) if times.len() >= LEAST_TIMES => {
            for name in ["course.brief.every_days", "course.full.every_days"] {
                found.put(
                    name,
                    (*median).clamp(1, 180).to_string(),
                    (times.len() as u64, None),
                    "days between sessions that were kept, the median",
                );
            }
        }
        _ => found.leave(
            "course.brief.every_days",
            format!("{} times between sessions are too few; it takes {LEAST_TIMES}", times.len()),
        ),
    }
    let contacts = known.iter().flat_map(|journey| &journey.contacts);
    let sessions = contacts.filter(|contact| contact.kind == ContactKind::Treatment && contact.on >= from);
    let missed = of_them(sessions.filter_map(|contact| came_or_not(contact.attendance)), |came| !came);
    for name in ["course.brief.missed", "course.full.missed"] {
        found.share(name, missed, "sessions to which she came or did not come");
    }
}

fn between(kept: &[Date], from: Date) -> Vec<i32> {
    let pairs = kept.iter().zip(kept.iter().skip(1)).filter(|(first, _)| **first >= from);
    pairs.map(|(first, second)| days(*first, *second)).collect()
}
