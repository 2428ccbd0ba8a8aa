//! How long records of care are kept.

use super::{Reading, section::Section};
use crate::footprint::Retention;

/// The fewest and the most years that can be meant: fewer would take away what the code keeps for every adult.
const YEARS: std::ops::RangeInclusive<u16> = 8..=100;

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<Retention> {
    let standing = Retention::default();
    root.allow("retention");
    if !root.has("retention") {
        return Some(standing);
    }
    let mut section = root.section(&mut reading.report, "retention")?;
    let mut years = |key: &'static str, otherwise: u16| {
        let report = &mut reading.report;
        let years = section.maybe(report, key).unwrap_or(otherwise);
        if !YEARS.contains(&years) {
            let spot = section.spot(report, key);
            report.problem(&spot, format!("{years} years"), format!("{} to {}", YEARS.start(), YEARS.end()));
        }
        years
    };
    let years_after_care = years("years_after_care", standing.years_after_care);
    let years_after_birth = years("years_after_birth", standing.years_after_birth);
    reading.source(&mut section);
    section.finish(&mut reading.report);
    Some(Retention { years_after_care, years_after_birth })
}
