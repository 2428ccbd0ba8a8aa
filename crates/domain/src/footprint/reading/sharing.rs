//! Sharing agreements.

use jiff::civil::Date;

use super::{Reading, is_plain_code, names::Names, section::Section};
use crate::{footprint::Sharing, release::ReleaseClass};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Sharing> {
    let mut agreements = Vec::new();
    let mut codes = Names::default();
    for (index, mut section) in root.sections(&mut reading.report, "sharing").into_iter().enumerate() {
        let report = &mut reading.report;
        let code: Option<String> = section.get(report, "code");
        if let Some(code) = &code {
            let spot = section.spot(report, "code");
            if !is_plain_code(code, '_') {
                let what = format!("\"{code}\" is no code");
                report.problem(&spot, what, "small letters, digits and underscores, a letter first");
            }
            codes.add(report, code, index, &spot);
        }
        let between = organisations(&mut section, reading);
        let report = &mut reading.report;
        let releases: Vec<ReleaseClass> =
            section.list::<ReleaseClass>(report, "releases").into_iter().map(|(class, _)| class).collect();
        if section.lacks("releases") {
            let spot = section.spot(report, "releases");
            report.problem(&spot, "releases nothing", "at least one of status and contacts");
        }
        let purpose: Option<String> = section.get(report, "purpose");
        let (from, until): (Option<Date>, Option<Date>) = (section.get(report, "from"), section.get(report, "until"));
        reading.check_order(&section, "until", from, until);
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(purpose), Some(from), Some(until), Some(source)) = (code, purpose, from, until, source)
        {
            agreements.push(Sharing { code, between, releases, purpose, from, until, source });
        }
    }
    agreements
}

/// Two organisations of the file or more, each once.
fn organisations(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<String> {
    let between = section.list::<String>(&mut reading.report, "between");
    for (organisation, spot) in &between {
        if !reading.organisations.has(organisation) {
            let expected = format!("one of: {}", reading.organisations.listed());
            reading.report.problem(spot, format!("unknown organisation \"{organisation}\""), expected);
        }
    }
    let mut codes: Vec<String> = between.into_iter().map(|(organisation, _)| organisation).collect();
    let named = codes.len();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < 2 || codes.len() < named {
        let spot = section.spot(&reading.report, "between");
        reading.report.problem(&spot, "no agreement between two", "two organisations of the file or more, each once");
    }
    codes
}
