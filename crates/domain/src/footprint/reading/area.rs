//! The area of the file: what makes somebody one of it.

use super::{Reading, section::Section, teams::is_ods_code};
use crate::footprint::{AreaBasis, AreaRule, area::is_district};

/// Reads the area, where the file names one.
pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<AreaRule> {
    if !root.has("area") {
        root.allow("area");
        return None;
    }
    let mut section = root.section(&mut reading.report, "area")?;
    let basis: Option<AreaBasis> = section.get(&mut reading.report, "basis");
    let districts = codes(&mut section, reading, "districts", is_district, "the first part of a postcode, such as CT1");
    let practices = codes(&mut section, reading, "practices", is_ods_code, "an ODS code, such as G82001");
    let source = if section.has("source") { reading.source(&mut section) } else { None };
    section.allow("source");
    let report = &mut reading.report;
    let missing = match basis {
        Some(AreaBasis::Residence) if section.lacks("districts") => Some(("districts", "no district")),
        Some(AreaBasis::Gp) if section.lacks("practices") => Some(("practices", "no practice")),
        Some(AreaBasis::Either) if section.lacks("districts") && section.lacks("practices") => {
            Some(("districts", "no district and no practice"))
        }
        Some(AreaBasis::Residence | AreaBasis::Gp | AreaBasis::Either) | None => None,
    };
    if let Some((key, what)) = missing {
        report.problem(&section.spot(report, key), what, "at least one of what the area goes by");
    }
    let place = section.spot.at.clone();
    section.finish(report);
    let assumed = report.assumed.iter().any(|assumed| assumed.at.starts_with(&place));
    Some(AreaRule { basis: basis?, districts, practices, source, assumed })
}

fn codes(
    section: &mut Section<'_, '_>,
    reading: &mut Reading,
    key: &'static str,
    holds: fn(&str) -> bool,
    expected: &str,
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (code, spot) in section.list::<String>(&mut reading.report, key) {
        if !holds(&code) {
            reading.report.problem(&spot, format!("\"{code}\" is none"), expected);
        } else if codes.contains(&code) {
            reading.report.problem(&spot, format!("\"{code}\" stands here before"), "each once");
        } else {
            codes.push(code);
        }
    }
    codes
}
