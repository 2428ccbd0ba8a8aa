//! Hours, meeting, routes, criteria and sources of the file.

use jiff::civil::{Time, Weekday};

use super::{Reading, is_plain_code, names::Names, section::Section};
use crate::footprint::{
    Criterion, Discipline, Hours, Meeting, NotOffered, Sitting, SourceNote, TeamCode, UrgentRoute, provision, telephone,
};

pub(super) fn read_sources(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<SourceNote> {
    let mut sources = Vec::new();
    for (index, mut section) in root.sections(&mut reading.report, "sources").into_iter().enumerate() {
        let code: Option<String> = section.get(&mut reading.report, "code");
        if let Some(code) = &code {
            let spot = section.spot(&reading.report, "code");
            reading.sources.add(&mut reading.report, code, index, &spot);
        }
        let title = section.get(&mut reading.report, "title");
        let (from, until) = reading.optional_period(&mut section, "from", "until");
        section.finish(&mut reading.report);
        if let (Some(code), Some(title)) = (code, title) {
            sources.push(SourceNote { code, title, from, until });
        }
    }
    sources
}

pub(super) fn read_hours(root: &mut Section<'_, '_>, reading: &mut Reading, key: &'static str) -> Option<Hours> {
    let report = &mut reading.report;
    let mut section = root.section(report, key)?;
    let mut weekdays: Vec<Weekday> = Vec::new();
    for (day, spot) in section.list(report, "weekdays") {
        if weekdays.contains(&day) {
            report.problem(&spot, "the same day again", "each day once");
        }
        weekdays.push(day);
    }
    weekdays.sort_by_key(|day| day.to_monday_zero_offset());
    if section.lacks("weekdays") {
        report.problem(&section.spot(report, "weekdays"), "no day", "at least one day of the week");
    }
    let from: Option<Time> = section.get(report, "from");
    let to: Option<Time> = section.get(report, "to");
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        report.problem(&section.spot(report, "to"), "closes before it opens", "a later time of the same day");
    }
    let flexible = section.get(report, "flexible");
    section.finish(report);
    Some(Hours { weekdays, from: from?, to: to?, flexible: flexible? })
}

pub(super) fn read_meeting(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<Meeting> {
    let report = &mut reading.report;
    let mut section = root.section(report, "meeting")?;
    let mut sittings: Vec<Sitting> = Vec::new();
    for mut entry in section.sections(report, "sittings") {
        let weekday = entry.get(report, "weekday");
        let at = entry.get(report, "at");
        if let (Some(weekday), Some(at)) = (weekday, at) {
            let sitting = Sitting { weekday, at };
            if sittings.contains(&sitting) {
                report.problem(&entry.spot, "the same sitting again", "each sitting once");
            }
            sittings.push(sitting);
        }
        entry.finish(report);
    }
    sittings.sort_by_key(|sitting| (sitting.weekday.to_monday_zero_offset(), sitting.at));
    if section.lacks("sittings") {
        report.problem(&section.spot(report, "sittings"), "no sitting", "at least one sitting a week");
    }
    let disciplines = read_disciplines(&mut section, reading);
    let report = &mut reading.report;
    let quorum: Option<u16> = section.maybe(report, "quorum");
    if let Some(wrong) = quorum.filter(|quorum| usize::from(*quorum) > disciplines.len()) {
        let expected = format!("{} or fewer, as many as there are disciplines", disciplines.len());
        report.problem(&section.spot(report, "quorum"), format!("a quorum of {wrong} can never be"), expected);
    }
    let quorum =
        quorum.unwrap_or_else(|| provision::QUORUM.min(u16::try_from(disciplines.len()).unwrap_or(provision::QUORUM)));
    let carry_over_flag = section.maybe(report, "carry_over_flag").unwrap_or(provision::CARRY_OVER_FLAG);
    section.finish(report);
    Some(Meeting { sittings, quorum, disciplines, carry_over_flag })
}

fn read_disciplines(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Discipline> {
    let report = &mut reading.report;
    let mut disciplines = Vec::new();
    let mut names = Names::default();
    for (index, mut entry) in section.sections(report, "disciplines").into_iter().enumerate() {
        let code: Option<String> = entry.get(report, "code");
        if let Some(code) = &code {
            let spot = entry.spot(report, "code");
            if !is_plain_code(code, '_') {
                let what = format!("\"{code}\" is no code");
                report.problem(&spot, what, "small letters, digits and underscores, a letter first");
            }
            names.add(report, code, index, &spot);
        }
        let name = entry.get(report, "name");
        entry.finish(report);
        if let (Some(code), Some(name)) = (code, name) {
            disciplines.push(Discipline { code, name });
        }
    }
    if section.lacks("disciplines") { provision::disciplines_without_file() } else { disciplines }
}

pub(super) fn read_not_offered(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<NotOffered> {
    let mut not_offered: Vec<NotOffered> = Vec::new();
    for mut section in root.sections(&mut reading.report, "not_offered") {
        let report = &mut reading.report;
        let what = section.get(report, "what");
        let team: Option<String> = section.get(report, "team");
        let spot = section.spot(report, "team");
        if let Some(unknown) = team.as_ref().filter(|team| !reading.team_codes.contains(team)) {
            let expected = format!("one of: {}", reading.team_codes.join(", "));
            report.problem(&spot, format!("unknown team \"{unknown}\""), expected);
        }
        let note = section.get(report, "note");
        let source = reading.source(&mut section);
        if let (Some(what), Some(team), Some(note), Some(source)) = (what, team.map(TeamCode), note, source) {
            if not_offered.iter().any(|earlier| earlier.what == what && earlier.team == team) {
                reading.report.problem(&spot, "said already", "each team once for each thing not offered");
            }
            not_offered.push(NotOffered { what, team, note, source });
        }
        section.finish(&mut reading.report);
    }
    not_offered
}

pub(super) fn read_urgent_routes(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<UrgentRoute> {
    let mut routes = Vec::new();
    let mut names = Names::default();
    let mut any_for_danger = false;
    for (index, mut section) in root.sections(&mut reading.report, "urgent_routes").into_iter().enumerate() {
        let name = reading.public_text(&mut section, "name");
        let hours = reading.public_text(&mut section, "hours");
        let report = &mut reading.report;
        if let Some(name) = &name {
            names.add(report, name, index, &section.spot(report, "name"));
        }
        let number: Option<String> = section.get(report, "number");
        if let Some(wrong) = number.as_deref().filter(|number| !telephone::is_number(number)) {
            let expected = "digits and single spaces, at least three digits";
            report.problem(&section.spot(report, "number"), format!("\"{wrong}\" is no telephone number"), expected);
        }
        let note = section.maybe(report, "note");
        let owner = section.get(report, "owner");
        let last_checked = reading.last_checked(&mut section);
        let report = &mut reading.report;
        let danger = section.maybe(report, "danger");
        let demonstration = section.maybe(report, "demonstration").unwrap_or(false);
        any_for_danger |= danger.unwrap_or_else(|| section.has("danger"));
        section.finish(report);
        if let (Some(name), Some(number), Some(hours), Some(owner)) = (name, number, hours, owner) {
            routes.push(UrgentRoute {
                name,
                number,
                note,
                hours,
                owner,
                last_checked,
                danger: danger.unwrap_or(false),
                demonstration,
            });
        }
    }
    if !any_for_danger {
        let spot = root.spot(&reading.report, "urgent_routes");
        reading.report.problem(&spot, "no route for immediate danger", "at least one route with danger = true");
    }
    routes
}

pub(super) fn read_criteria(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for mut section in root.sections(&mut reading.report, "criteria") {
        let code: Option<String> = section.get(&mut reading.report, "code");
        if let Some(code) = &code {
            let spot = section.spot(&reading.report, "code");
            if !is_plain_code(code, '_') {
                let what = format!("\"{code}\" is no code");
                reading.report.problem(&spot, what, "small letters, digits and underscores, a letter first");
            }
        }
        let text = section.get(&mut reading.report, "text");
        let (from, until) = reading.period(&mut section, "from", "until");
        let source = reading.source(&mut section);
        if let (Some(code), Some(text), Some(from), Some(source)) = (code, text, from, source) {
            let criterion = Criterion { code, text, from, until, source };
            // A later version of a criterion keeps its code: on each day there is one of them.
            if let Some(nth) = criteria.iter().position(|one| one.code == criterion.code && one.overlaps(&criterion)) {
                let spot = section.spot(&reading.report, "code");
                let what = format!("\"{}\" is held by criteria[{}] on some of these days", criterion.code, nth + 1);
                reading.report.problem(&spot, what, "one criterion of a code on each day");
            }
            criteria.push(criterion);
        }
        section.finish(&mut reading.report);
    }
    criteria
}
