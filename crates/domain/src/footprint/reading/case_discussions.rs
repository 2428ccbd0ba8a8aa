//! Case discussions across services.

use jiff::civil::{Date, Weekday};

use super::{Reading, is_plain_code, links::check_team, names::Names, section::Section};
use crate::footprint::{CaseDiscussion, TeamCode, same_name};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<CaseDiscussion> {
    let mut discussions = Vec::new();
    let (mut codes, mut names) = (Names::default(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "discussions").into_iter().enumerate() {
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
        let name: Option<String> = section.get(report, "name");
        if let Some(name) = &name {
            let spot = section.spot(report, "name");
            names.add(report, name, index, &spot);
        }
        let (teams, services) = participants(&mut section, reading);
        let (from, until) = reading.period(&mut section, "from", "until");
        let report = &mut reading.report;
        let rhythm = section.get(report, "rhythm");
        let (at, place) = (section.get(report, "at"), section.get(report, "place"));
        let first_on = first_day(&mut section, reading, from, until);
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(rhythm), Some(first_on), Some(at), Some(place), Some(from), Some(source)) =
            (code, name, rhythm, first_on, at, place, from, source)
        {
            let discussion =
                CaseDiscussion { code, name, teams, services, rhythm, first_on, at, place, from, until, source };
            discussions.push(discussion);
        }
    }
    discussions
}

/// The teams of ours and the services outside: at least two altogether, one of them ours, each once.
fn participants(section: &mut Section<'_, '_>, reading: &mut Reading) -> (Vec<TeamCode>, Vec<String>) {
    let mut teams: Vec<TeamCode> = Vec::new();
    for (team, spot) in section.list::<String>(&mut reading.report, "teams") {
        check_team(&team, &spot, reading);
        let team = TeamCode(team);
        if teams.contains(&team) {
            reading.report.problem(&spot, "the same team again", "each team once");
        }
        teams.push(team);
    }
    let report = &mut reading.report;
    let mut services: Vec<String> = Vec::new();
    for (service, spot) in section.list::<String>(report, "services") {
        if services.iter().any(|earlier| same_name(earlier, &service)) {
            report.problem(&spot, "the same service again", "each service once");
        }
        services.push(service);
    }
    if section.lacks("teams") {
        report.problem(&section.spot(report, "teams"), "no team of ours", "at least one team of this file");
    } else if section.lacks("services") && teams.len() < 2 {
        report.problem(&section.spot(report, "teams"), "one team alone", "at least two teams or services");
    }
    (teams, services)
}

/// The day from which the others are counted: it is one of them, so it falls on their weekday and into their time.
fn first_day(
    section: &mut Section<'_, '_>,
    reading: &mut Reading,
    from: Option<Date>,
    until: Option<Date>,
) -> Option<Date> {
    let report = &mut reading.report;
    let weekday: Option<Weekday> = section.get(report, "weekday");
    let first_on: Option<Date> = section.get(report, "first_on");
    let spot = section.spot(report, "first_on");
    if let (Some(weekday), Some(first_on)) = (weekday, first_on)
        && first_on.weekday() != weekday
    {
        report.problem(&spot, format!("{first_on} falls on another day of the week"), "a day of its weekday");
    }
    if let (Some(from), Some(first_on)) = (from, first_on)
        && (first_on < from || until.is_some_and(|until| until < first_on))
    {
        let what = format!("{first_on} is not among the days on which it holds");
        report.problem(&spot, what, "a day from the first to the last");
    }
    first_on
}
