//! Records that are opened in an emergency.

use super::{Reading, section::Section};
use crate::footprint::Openings;

/// The longest that a record may stay open without any relation, in hours: a day.
const LONGEST: u16 = 24;

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<Openings> {
    let standing = Openings::default();
    root.allow("opening");
    if !root.has("opening") {
        return Some(standing);
    }
    let mut section = root.section(&mut reading.report, "opening")?;
    let report = &mut reading.report;
    let hours = section.maybe(report, "hours").unwrap_or(standing.hours);
    if hours == 0 || hours > LONGEST {
        let spot = section.spot(report, "hours");
        report.problem(&spot, format!("{hours} hours"), format!("1 to {LONGEST}"));
    }
    let review_within_hours: u16 = section.maybe(report, "review_within_hours").unwrap_or(standing.review_within_hours);
    if review_within_hours == 0 {
        let spot = section.spot(report, "review_within_hours");
        report.problem(&spot, "0 hours", "1 or more");
    }
    reading.source(&mut section);
    section.finish(&mut reading.report);
    Some(Openings { hours, review_within_hours })
}
