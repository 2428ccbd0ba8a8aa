//! Links between teams, the hours of a handover, and how long care goes on.

use super::{
    Reading,
    section::{Section, Spot},
};
use crate::footprint::{Care, EMERGENCY_HOURS, HandoverHours, Link, TeamCode};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for mut section in root.sections(&mut reading.report, "links") {
        let from = read_team(&mut section, reading, "from");
        let to = read_team(&mut section, reading, "to");
        let report = &mut reading.report;
        let post = section.get(report, "post");
        let contact = section.get(report, "contact");
        let source = reading.source(&mut section);
        if let (Some(from), Some(to)) = (&from, &to) {
            let spot = section.spot(&reading.report, "to");
            if from == to {
                reading.report.problem(&spot, "a link of a team with itself", "another team");
            }
            if links.iter().any(|earlier| earlier.from == *from && earlier.to == *to) {
                reading.report.problem(&spot, "said already", "each pair of teams once in each direction");
            }
        }
        section.finish(&mut reading.report);
        if let (Some(from), Some(to), Some(post), Some(contact), Some(source)) = (from, to, post, contact, source) {
            links.push(Link { from, to, post, contact, source });
        }
    }
    links
}

fn read_team(section: &mut Section<'_, '_>, reading: &mut Reading, key: &'static str) -> Option<TeamCode> {
    let team: String = section.get(&mut reading.report, key)?;
    let spot = section.spot(&reading.report, key);
    check_team(&team, &spot, reading);
    Some(TeamCode(team))
}

/// Notes a team that the file does not have.
pub(super) fn check_team(team: &str, spot: &Spot, reading: &mut Reading) {
    if reading.team_codes.iter().all(|known| known != team) {
        let expected = format!("one of: {}", reading.team_codes.join(", "));
        reading.report.problem(spot, format!("unknown team \"{team}\""), expected);
    }
}

pub(super) fn read_handover(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<HandoverHours> {
    let standing = HandoverHours::default();
    root.allow("handover");
    if !root.has("handover") {
        return Some(standing);
    }
    let mut section = root.section(&mut reading.report, "handover")?;
    let mut hours = section.section(&mut reading.report, "answer_within_hours")?;
    let report = &mut reading.report;
    let emergency = hours.maybe(report, "emergency").unwrap_or(standing.emergency);
    if emergency > EMERGENCY_HOURS {
        let spot = hours.spot(report, "emergency");
        report.problem(&spot, "too long for an emergency", format!("{EMERGENCY_HOURS} hours or fewer"));
    }
    let read = HandoverHours {
        emergency,
        very_urgent: hours.maybe(report, "very_urgent").unwrap_or(standing.very_urgent),
        urgent: hours.maybe(report, "urgent").unwrap_or(standing.urgent),
        routine: hours.maybe(report, "routine").unwrap_or(standing.routine),
    };
    hours.finish(report);
    reading.source(&mut section);
    section.finish(&mut reading.report);
    Some(read)
}

pub(super) fn read_care(root: &mut Section<'_, '_>, reading: &mut Reading) -> Option<Care> {
    let standing = Care::default();
    root.allow("care");
    if !root.has("care") {
        return Some(standing);
    }
    let mut section = root.section(&mut reading.report, "care")?;
    let report = &mut reading.report;
    let until_months = section.maybe(report, "until_months").unwrap_or(standing.until_months);
    let illness_until_months: Option<u16> = section.maybe(report, "illness_until_months");
    if illness_until_months.is_some_and(|months| months == 0 || months >= until_months) {
        let spot = section.spot(report, "illness_until_months");
        report.problem(&spot, "not shorter than the care", format!("1 to {}", until_months.saturating_sub(1)));
    }
    let read = Care {
        until_months,
        illness_until_months,
        warn_weeks: section.maybe(report, "warn_weeks").unwrap_or(standing.warn_weeks),
        next_contact_days: section.maybe(report, "next_contact_days").unwrap_or(standing.next_contact_days),
        remind_days: section.maybe(report, "remind_days").unwrap_or(standing.remind_days),
        did_not_engage_after: section.maybe(report, "did_not_engage_after").unwrap_or(standing.did_not_engage_after),
    };
    reading.source(&mut section);
    section.finish(&mut reading.report);
    Some(read)
}
