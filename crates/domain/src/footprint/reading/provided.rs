//! What there is beside the teams: venues, groups, posts, champions, kept capacity, interventions and units.

use super::{
    Reading, is_plain_code,
    links::check_team,
    names::Names,
    section::{Section, Spot},
    thresholds::read_destination,
};
use crate::footprint::{
    Champion, DirectoryEntry, Group, Intervention, KeptCapacity, Post, Provided, Rhythm, TeamCode, Unit, Venue,
};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading, directory: &[DirectoryEntry]) -> Provided {
    let (venues, venue_codes) = venues(root, reading);
    Provided {
        groups: groups(root, reading, directory, &venue_codes),
        venues,
        posts: posts(root, reading),
        champions: champions(root, reading),
        kept: kept(root, reading),
        interventions: interventions(root, reading, directory),
        units: units(root, reading),
    }
}

/// Reads a code that is there once among its kind.
fn code(section: &mut Section<'_, '_>, reading: &mut Reading, codes: &mut Names, index: usize) -> Option<String> {
    let report = &mut reading.report;
    let code: String = section.get(report, "code")?;
    let spot = section.spot(report, "code");
    if !is_plain_code(&code, '_') {
        report.problem(
            &spot,
            format!("\"{code}\" is no code"),
            "small letters, digits and underscores, a letter first",
        );
    }
    codes.add(report, &code, index, &spot);
    Some(code)
}

/// Notes an organisation that the file does not have.
fn check_organisation(code: &str, spot: &Spot, reading: &mut Reading) {
    if !reading.organisations.has(code) {
        let expected = format!("one of: {}", reading.organisations.listed());
        reading.report.problem(spot, format!("unknown organisation \"{code}\""), expected);
    }
}

fn organisation(section: &mut Section<'_, '_>, reading: &mut Reading, key: &'static str) -> Option<String> {
    let code: String = section.get(&mut reading.report, key)?;
    let spot = section.spot(&reading.report, key);
    check_organisation(&code, &spot, reading);
    Some(code)
}

fn team(section: &mut Section<'_, '_>, reading: &mut Reading) -> Option<TeamCode> {
    section.require::<String>(&mut reading.report, "team");
    maybe_team(section, reading)
}

fn maybe_team(section: &mut Section<'_, '_>, reading: &mut Reading) -> Option<TeamCode> {
    let code: String = section.maybe(&mut reading.report, "team")?;
    let spot = section.spot(&reading.report, "team");
    check_team(&code, &spot, reading);
    Some(TeamCode(code))
}

fn texts(section: &mut Section<'_, '_>, reading: &mut Reading, key: &'static str) -> Vec<String> {
    section.list::<String>(&mut reading.report, key).into_iter().map(|(text, _)| text).collect()
}

fn venues(root: &mut Section<'_, '_>, reading: &mut Reading) -> (Vec<Venue>, Names) {
    let (mut venues, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "venues").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let name = section.get(&mut reading.report, "name");
        let organisation: Option<String> = section.maybe(&mut reading.report, "organisation");
        if let Some(organisation) = &organisation {
            let spot = section.spot(&reading.report, "organisation");
            check_organisation(organisation, &spot, reading);
        }
        let baby = section.get(&mut reading.report, "baby");
        let has = texts(&mut section, reading, "has");
        let mut teams = Vec::new();
        for (team, spot) in section.list::<String>(&mut reading.report, "teams") {
            check_team(&team, &spot, reading);
            teams.push(TeamCode(team));
        }
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(baby), Some(source)) = (code, name, baby, source) {
            venues.push(Venue { code, name, organisation, baby, has, teams, source });
        }
    }
    (venues, codes)
}

fn groups(
    root: &mut Section<'_, '_>,
    reading: &mut Reading,
    directory: &[DirectoryEntry],
    venues: &Names,
) -> Vec<Group> {
    let (mut groups, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "groups").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let by = read_destination(&mut section, reading, directory);
        let report = &mut reading.report;
        let (name, about) = (section.get(report, "name"), section.get(report, "about"));
        let venue: Option<String> = section.maybe(report, "venue");
        if let Some(unknown) = venue.as_ref().filter(|venue| !venues.has(venue)) {
            let spot = section.spot(report, "venue");
            report.problem(&spot, format!("unknown venue \"{unknown}\""), format!("one of: {}", venues.listed()));
        }
        let sessions = section.maybe(report, "sessions");
        let baby_until_months = section.maybe(report, "baby_until_months");
        let first_child = section.maybe(report, "first_child").unwrap_or(false);
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(by), Some(about), Some(source)) = (code, name, by, about, source) {
            groups.push(Group { code, name, by, venue, sessions, baby_until_months, first_child, about, source });
        }
    }
    groups
}

fn posts(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Post> {
    let (mut posts, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "posts").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let title = section.get(&mut reading.report, "title");
        let employer = organisation(&mut section, reading, "employer");
        let funder = organisation(&mut section, reading, "funder");
        let host = organisation(&mut section, reading, "host");
        let sits = section.get(&mut reading.report, "sits");
        let team = maybe_team(&mut section, reading);
        let does = texts(&mut section, reading, "does");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(title), Some(employer), Some(funder), Some(host), Some(sits), Some(source)) =
            (code, title, employer, funder, host, sits, source)
        {
            posts.push(Post { code, title, employer, funder, host, sits, team, does, source });
        }
    }
    posts
}

fn champions(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Champion> {
    let mut champions = Vec::new();
    for mut section in root.sections(&mut reading.report, "champions") {
        let team = team(&mut section, reading);
        let what = section.get(&mut reading.report, "what");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(team), Some(what), Some(source)) = (team, what, source) {
            champions.push(Champion { team, what, source });
        }
    }
    champions
}

fn kept(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<KeptCapacity> {
    let mut kept = Vec::new();
    for mut section in root.sections(&mut reading.report, "kept_capacity") {
        let team = team(&mut section, reading);
        let report = &mut reading.report;
        let what = section.get(report, "what");
        let (wte, per_births) = (section.maybe(report, "wte"), section.maybe(report, "per_births"));
        if per_births.is_some() && !section.has("wte") {
            let spot = section.spot(report, "per_births");
            report.problem(&spot, "births without a number of staff", "wte beside it");
        }
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(team), Some(what), Some(source)) = (team, what, source) {
            kept.push(KeptCapacity { team, what, wte, per_births, source });
        }
    }
    kept
}

fn interventions(root: &mut Section<'_, '_>, reading: &mut Reading, directory: &[DirectoryEntry]) -> Vec<Intervention> {
    let (mut interventions, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "interventions").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let by = read_destination(&mut section, reading, directory);
        let report = &mut reading.report;
        let (name, setting) = (section.get(report, "name"), section.get(report, "setting"));
        let sessions = sessions(&mut section, reading);
        let rhythm: Option<Rhythm> = section.maybe(&mut reading.report, "rhythm");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(by), Some(setting), Some(source)) = (code, name, by, setting, source) {
            interventions.push(Intervention { code, name, by, setting, sessions, rhythm, source });
        }
    }
    interventions
}

/// The fewest and the most times: both, or neither.
fn sessions(section: &mut Section<'_, '_>, reading: &mut Reading) -> Option<(u16, u16)> {
    let report = &mut reading.report;
    let (fewest, most): (Option<u16>, Option<u16>) =
        (section.maybe(report, "sessions_from"), section.maybe(report, "sessions_to"));
    if section.has("sessions_from") != section.has("sessions_to") {
        let spot = section.spot(report, if section.has("sessions_to") { "sessions_to" } else { "sessions_from" });
        report.problem(&spot, "one end of how many times", "sessions_from and sessions_to, or neither");
    }
    let (fewest, most) = (fewest?, most?);
    if most < fewest {
        let spot = section.spot(report, "sessions_to");
        report.problem(&spot, format!("{most} is less than the fewest"), format!("{fewest} or more"));
    }
    Some((fewest, most))
}

fn units(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Unit> {
    let (mut units, mut codes) = (Vec::new(), Names::default());
    for (index, mut section) in root.sections(&mut reading.report, "units").into_iter().enumerate() {
        let code = code(&mut section, reading, &mut codes, index);
        let name = section.get(&mut reading.report, "name");
        let organisation = organisation(&mut section, reading, "organisation");
        let team = team(&mut section, reading);
        let places = section.maybe(&mut reading.report, "places");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(code), Some(name), Some(organisation), Some(team), Some(source)) =
            (code, name, organisation, team, source)
        {
            units.push(Unit { code, name, organisation, team, places, source });
        }
    }
    units
}
