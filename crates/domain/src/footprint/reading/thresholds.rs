//! The thresholds of the file: who takes which need, how severe, at which stage and age.

use super::{
    Reading,
    section::{Report, Section, Spot},
    value::FromToml,
};
use crate::footprint::{AgeGroup, Destination, DirectoryEntry, HowSevere, Need, PathwayStage, TeamCode, Threshold};

pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading, directory: &[DirectoryEntry]) -> Vec<Threshold> {
    let mut thresholds = Vec::new();
    for mut section in root.sections(&mut reading.report, "thresholds") {
        let line = section.spot.line;
        let to = read_destination(&mut section, reading, directory);
        let needs = at_least_one(&mut section, &mut reading.report, "needs");
        let how_severe = at_least_one(&mut section, &mut reading.report, "severity");
        let stages: Vec<PathwayStage> = at_least_one(&mut section, &mut reading.report, "stages");
        let ages = if section.has("ages") {
            at_least_one(&mut section, &mut reading.report, "ages")
        } else {
            section.allow("ages");
            vec![AgeGroup::Adult]
        };
        let report = &mut reading.report;
        let until_months: Option<u16> = section.maybe(report, "until_months");
        if until_months.is_some() && !stages.iter().any(|stage| stage.has_months()) {
            let spot = section.spot(report, "until_months");
            report.problem(&spot, "months of a stage that has none", "after_birth or after_loss among the stages");
        }
        let talked_through = section.maybe(report, "talked_through").unwrap_or(false);
        let (from, until) = reading.optional_period(&mut section, "from", "until");
        let source = reading.source(&mut section);
        section.finish(&mut reading.report);
        if let (Some(to), Some(source)) = (to, source) {
            thresholds.push(Threshold {
                to,
                needs,
                how_severe,
                stages,
                until_months,
                ages,
                talked_through,
                from,
                until,
                source,
                line,
            });
        }
    }
    thresholds
}

/// A team or an entry of the directory, and one of the two.
pub(super) fn read_destination(
    section: &mut Section<'_, '_>,
    reading: &mut Reading,
    directory: &[DirectoryEntry],
) -> Option<Destination> {
    let report = &mut reading.report;
    let team: Option<String> = section.maybe(report, "team");
    let entry: Option<String> = section.maybe(report, "entry");
    let spot = section.spot(report, if team.is_some() { "team" } else { "entry" });
    match (team, entry) {
        (Some(team), None) => {
            if !reading.team_codes.contains(&team) {
                let expected = format!("one of: {}", reading.team_codes.join(", "));
                report.problem(&spot, format!("unknown team \"{team}\""), expected);
            }
            Some(Destination::Team(TeamCode(team)))
        }
        (None, Some(entry)) => {
            if directory.iter().all(|known| known.code != entry) {
                let what = format!("unknown entry \"{entry}\"");
                report.problem(&spot, what, "the code of an entry of the directory");
            }
            Some(Destination::Entry(entry))
        }
        (None, None) => {
            report.problem(&section.spot.clone(), "nobody takes it", "a team, or an entry of the directory");
            None
        }
        (Some(_), Some(_)) => {
            report.problem(&spot, "two who take it", "a team, or an entry of the directory: one table for each");
            None
        }
    }
}

/// A list that names at least one, each once; "any" by itself stands for all.
fn at_least_one<T: FromToml + Copy + PartialEq + Listed>(
    section: &mut Section<'_, '_>,
    report: &mut Report,
    key: &'static str,
) -> Vec<T> {
    let spot = section.spot(report, key);
    if section.lacks(key) {
        section.allow(key);
        report.problem(&spot, "for nothing", format!("at least one of: {}; or \"any\" by itself", T::EXPECTED));
        return Vec::new();
    }
    let named: Vec<(AnyOr<T>, Spot)> = section.list(report, key);
    let mut read: Vec<T> = Vec::new();
    for (one, spot) in &named {
        match one {
            AnyOr::Any if named.len() > 1 => report.problem(spot, "\"any\" beside another", "\"any\" by itself"),
            AnyOr::Any => read.extend(T::EVERY),
            AnyOr::One(one) if read.contains(one) => report.problem(spot, "said already", "each once"),
            AnyOr::One(one) => read.push(*one),
        }
    }
    read
}

/// One of a list, or all of it.
enum AnyOr<T> {
    Any,
    One(T),
}

impl<T: FromToml> FromToml for AnyOr<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_toml(value: &toml::de::DeValue<'_>) -> Result<Self, String> {
        if value.as_str() == Some("any") { Ok(Self::Any) } else { T::from_toml(value).map(Self::One) }
    }
}

/// Of which all can be named at once.
trait Listed: Sized + 'static {
    const EVERY: &'static [Self];
}

impl Listed for Need {
    const EVERY: &'static [Self] = &Self::ALL;
}

impl Listed for HowSevere {
    const EVERY: &'static [Self] = &Self::ALL;
}

impl Listed for PathwayStage {
    const EVERY: &'static [Self] = &Self::ALL;
}

impl Listed for AgeGroup {
    const EVERY: &'static [Self] = &Self::ALL;
}
