//! The organisations and teams of the file.

use jiff::civil::Date;

use super::{
    Reading, is_plain_code,
    names::Names,
    section::{Section, Spot},
};
use crate::{
    code_list,
    footprint::{Organisation, Team, TeamCode, TeamRole},
};

pub(super) fn read_organisations(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Organisation> {
    let mut organisations = Vec::new();
    let mut ods_codes = Names::default();
    for (index, mut section) in root.sections(&mut reading.report, "organisations").into_iter().enumerate() {
        let code: Option<String> = section.get(&mut reading.report, "code");
        if let Some(code) = &code {
            let spot = section.spot(&reading.report, "code");
            reading.organisations.add(&mut reading.report, code, index, &spot);
        }
        let report = &mut reading.report;
        let name = section.get(report, "name");
        let ods: Option<String> = section.maybe(report, "ods");
        if let Some(ods) = &ods {
            let spot = section.spot(report, "ods");
            if !is_ods_code(ods) {
                let expected = "an ODS code: 3 to 10 capital letters and digits, such as RXY";
                report.problem(&spot, format!("\"{ods}\" is no ODS code"), expected);
            }
            ods_codes.add(report, ods, index, &spot);
        }
        let role = section.get(report, "role");
        section.finish(report);
        if let (Some(code), Some(name), Some(role)) = (code, name, role) {
            organisations.push(Organisation { code, name, ods, role });
        }
    }
    if root.lacks("organisations") {
        let spot = root.spot(&reading.report, "organisations");
        reading.report.problem(&spot, "no organisation", "at least one organisation");
    }
    organisations
}

/// The teams, and which of them is the front door.
pub(super) fn read_teams(
    root: &mut Section<'_, '_>,
    reading: &mut Reading,
    starts_on: Option<Date>,
) -> (Vec<Team>, Option<usize>) {
    let mut teams = Vec::new();
    let mut front_door = None;
    let mut roles_readable = true;
    for (index, mut section) in root.sections(&mut reading.report, "teams").into_iter().enumerate() {
        let role = section.get(&mut reading.report, "role");
        match role {
            Some(TeamRole::FrontDoor) => {
                if let Some(first) = front_door {
                    let what = format!("a second front door beside teams[{}]", first + 1);
                    let spot = section.spot(&reading.report, "role");
                    reading.report.problem(&spot, what, "exactly one team with this role");
                } else {
                    front_door = Some(index);
                }
            }
            Some(
                TeamRole::Specialist
                | TeamRole::Maternal
                | TeamRole::TalkingTherapies
                | TeamRole::Psychological
                | TeamRole::ParentInfant
                | TeamRole::Universal
                | TeamRole::Unit,
            ) => {}
            None => roles_readable = false,
        }
        teams.extend(read_team(&mut section, reading, index, role, starts_on));
        section.finish(&mut reading.report);
    }
    if front_door.is_none() && roles_readable {
        let spot = root.spot(&reading.report, "teams");
        reading.report.problem(&spot, "no front door", "exactly one team with the role front_door");
    }
    (teams, front_door)
}

fn read_team(
    section: &mut Section<'_, '_>,
    reading: &mut Reading,
    index: usize,
    role: Option<TeamRole>,
    footprint_starts_on: Option<Date>,
) -> Option<Team> {
    let code: Option<String> = section.get(&mut reading.report, "code");
    let name: Option<String> = section.get(&mut reading.report, "name");
    let aliases = section.list::<String>(&mut reading.report, "aliases");
    note_names(section, reading, index, code.as_deref(), name.as_deref(), &aliases);
    let organisations = read_employers(section, reading);
    let (starts_on, ends_on) = reading.optional_period(section, "starts_on", "ends_on");
    if role == Some(TeamRole::FrontDoor) {
        check_front_door_stays(section, reading, starts_on.zip(footprint_starts_on), ends_on);
    }
    let report = &mut reading.report;
    let team_type: Option<String> = section.get(report, "team_type");
    if let Some(unknown) = team_type.as_deref().filter(|code| code_list::find(code_list::TEAM_TYPE, code).is_none()) {
        let expected = "an MHSDS service or team type, such as A18, C02 or F02";
        report.problem(&section.spot(report, "team_type"), format!("unknown team type \"{unknown}\""), expected);
    }
    let accepts_under_18 = section.maybe(&mut reading.report, "accepts_under_18").unwrap_or(false);
    let takes_from = section.list::<String>(&mut reading.report, "takes_from");
    let public_name = reading.public_text(section, "public_name");
    let public_about = reading.public_text(section, "public_about");
    Some(Team {
        code: TeamCode(code?),
        name: name?,
        aliases: aliases.into_iter().map(|(alias, _)| alias).collect(),
        organisations,
        team_type: team_type?,
        role: role?,
        accepts_under_18,
        takes_from: takes_from.into_iter().map(|(from, _)| from).collect(),
        starts_on,
        ends_on,
        public_name: public_name?,
        public_about: public_about?,
    })
}

/// Notes all that a team is called, so that nothing else of the file can be called so too.
fn note_names(
    section: &Section<'_, '_>,
    reading: &mut Reading,
    index: usize,
    code: Option<&str>,
    name: Option<&str>,
    aliases: &[(String, Spot)],
) {
    if let Some(code) = code {
        let spot = section.spot(&reading.report, "code");
        if !is_plain_code(code, '_') {
            let what = format!("\"{code}\" is no code");
            reading.report.problem(&spot, what, "small letters, digits and underscores, a letter first");
        }
        reading.team_codes.push(code.to_owned());
        reading.team_names.add(&mut reading.report, code, index, &spot);
    }
    if let Some(name) = name {
        let spot = section.spot(&reading.report, "name");
        reading.team_names.add(&mut reading.report, name, index, &spot);
    }
    for (alias, spot) in aliases {
        reading.team_names.add(&mut reading.report, alias, index, spot);
    }
}

/// The organisations that employ the staff of a team, by their codes in the same file.
fn read_employers(section: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<String> {
    let employers = section.list::<String>(&mut reading.report, "organisations");
    if section.lacks("organisations") {
        let spot = section.spot(&reading.report, "organisations");
        reading.report.problem(&spot, "no employer", "the code of at least one organisation of the file");
    }
    for (employer, spot) in &employers {
        if !reading.organisations.has(employer) {
            let expected = format!("one of: {}", reading.organisations.listed());
            reading.report.problem(spot, format!("unknown organisation \"{employer}\""), expected);
        }
    }
    employers.into_iter().map(|(employer, _)| employer).collect()
}

/// A referral is never without a front door, so that team is there from the first day and has no last one.
fn check_front_door_stays(
    section: &Section<'_, '_>,
    reading: &mut Reading,
    starts: Option<(Date, Date)>,
    ends_on: Option<Date>,
) {
    let report = &mut reading.report;
    if starts.is_some_and(|(its_own, of_the_footprint)| its_own > of_the_footprint) {
        let expected = "no date, or one not after the start of the footprint";
        report.problem(&section.spot(report, "starts_on"), "the front door opens after the footprint starts", expected);
    }
    if ends_on.is_some() {
        report.problem(&section.spot(report, "ends_on"), "the front door closes", "no last day for the front door");
    }
}

/// Three to ten capital letters and digits, as the Organisation Data Service gives them.
pub(super) fn is_ods_code(code: &str) -> bool {
    (3..=10).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
