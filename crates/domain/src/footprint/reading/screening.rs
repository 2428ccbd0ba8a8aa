//! How a footprint asks with questionnaires.

use super::{Reading, is_plain_code, names::Names, section::Section};
use crate::{
    footprint::{ADULT, FollowUp, FromAge, RoutineContact, ScreeningRules, Suggestion},
    screening::InstrumentId,
};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<ScreeningRules> {
    let standing = ScreeningRules::default();
    root.allow("screening");
    if !root.has("screening") {
        return Some(standing);
    }
    let mut section = root.section(&mut reading.report, "screening")?;
    let report = &mut reading.report;
    let read_within_hours = section.maybe(report, "read_within_hours").unwrap_or(standing.read_within_hours);
    let talk_within_hours = section.maybe(report, "talk_within_hours").unwrap_or(standing.talk_within_hours);
    let open_days = section.maybe(report, "open_days").unwrap_or(standing.open_days);
    reading.source(&mut section);
    let contacts = contacts(&mut section, reading);
    let follow_ups = follow_ups(&mut section, reading);
    let suggestions = suggestions(&mut section, reading);
    let ages = ages(&mut section, reading);
    section.finish(&mut reading.report);
    Some(ScreeningRules { contacts, follow_ups, suggestions, ages, read_within_hours, talk_within_hours, open_days })
}

/// Reads a code that is there once among its kind.
fn code(section: &mut Section<'_, '_>, reading: &mut Reading, codes: &mut Names, index: usize) -> Option<String> {
    let report = &mut reading.report;
    let code: String = section.get(report, "code")?;
    let spot = section.spot(report, "code");
    if !is_plain_code(&code, '_') {
        let expected = "small letters, digits and underscores, a letter first";
        report.problem(&spot, format!("\"{code}\" is no code"), expected);
    }
    codes.add(report, &code, index, &spot);
    Some(code)
}

/// Reads a list of instruments, each once and at least one.
fn instruments(section: &mut Section<'_, '_>, reading: &mut Reading, key: &'static str) -> Vec<InstrumentId> {
    let report = &mut reading.report;
    let mut read: Vec<InstrumentId> = Vec::new();
    for (instrument, spot) in section.list::<InstrumentId>(report, key) {
        if read.contains(&instrument) {
            report.problem(&spot, "the same questionnaire again", "each once");
        }
        read.push(instrument);
    }
    if section.lacks(key) {
        report.problem(&section.spot(report, key), "no questionnaire", "at least one");
    }
    read
}

fn contacts(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<RoutineContact> {
    let (mut contacts, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in section.sections(&mut reading.report, "contacts").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let report = &mut reading.report;
        let (name, stage) = (section.get(report, "name"), section.get(report, "stage"));
        let from_week = section.get::<Week>(report, "from_week").map(|week| week.0);
        let to_week = section.get::<Week>(report, "to_week").map(|week| week.0);
        if let (Some(from), Some(to)) = (from_week, to_week)
            && to < from
        {
            let spot = section.spot(report, "to_week");
            report.problem(&spot, format!("week {to} is before the first week"), format!("{from} or later"));
        }
        let asks = instruments(&mut section, reading, "asks");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(stage), Some(from_week), Some(to_week), Some(source)) =
            (code, name, stage, from_week, to_week, source)
        {
            contacts.push(RoutineContact { code, name, stage, from_week, to_week, asks, source });
        }
    }
    contacts
}

fn follow_ups(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<FollowUp> {
    let mut follow_ups: Vec<FollowUp> = Vec::new();
    for mut section in section.sections(&mut reading.report, "follow_ups") {
        let report = &mut reading.report;
        let after: Option<InstrumentId> = section.get(report, "after");
        let spot = section.spot(report, "after");
        if after.as_ref().is_some_and(|after| follow_ups.iter().any(|earlier| earlier.after == *after)) {
            report.problem(&spot, "the same questionnaire again", "each once");
        }
        let all = section.maybe(report, "all").unwrap_or(false);
        let offers = instruments(&mut section, reading, "offers");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(after), Some(source)) = (after, source) {
            follow_ups.push(FollowUp { after, offers, all, source });
        }
    }
    follow_ups
}

fn suggestions(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Suggestion> {
    let (mut suggestions, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in section.sections(&mut reading.report, "suggestions").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let report = &mut reading.report;
        let (name, instrument) = (section.get(report, "name"), section.get(report, "instrument"));
        let (at_least, at_most) = (section.get::<u16>(report, "at_least"), section.get::<u16>(report, "at_most"));
        if let (Some(least), Some(most)) = (at_least, at_most)
            && most < least
        {
            let spot = section.spot(report, "at_most");
            report.problem(&spot, format!("{most} is less than the lowest"), format!("{least} or more"));
        }
        let baby_under_days = section.maybe(report, "baby_under_days");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(instrument), Some(at_least), Some(at_most), Some(source)) =
            (code, name, instrument, at_least, at_most, source)
        {
            suggestions.push(Suggestion { code, name, instrument, at_least, at_most, baby_under_days, source });
        }
    }
    suggestions
}

fn ages(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<FromAge> {
    let mut ages: Vec<FromAge> = Vec::new();
    for mut section in section.sections(&mut reading.report, "ages") {
        let report = &mut reading.report;
        let instrument: Option<InstrumentId> = section.get(report, "instrument");
        let spot = section.spot(report, "instrument");
        if instrument.as_ref().is_some_and(|one| ages.iter().any(|earlier| earlier.instrument == *one)) {
            report.problem(&spot, "the same questionnaire again", "each once");
        }
        let years: Option<u16> = section.get(report, "from_age");
        if let Some(years) = years.filter(|years| *years >= ADULT) {
            let spot = section.spot(report, "from_age");
            report.problem(
                &spot,
                format!("{years} is no earlier age"),
                format!("less than {ADULT}: no other is listed"),
            );
        }
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(instrument), Some(years), Some(source)) = (instrument, years, source) {
            ages.push(FromAge { instrument, years, source });
        }
    }
    ages
}

/// A number of weeks, of which the first is 0.
pub(super) struct Week(pub u16);
