//! Reading a footprint file: every problem is found, each with its line.
//!
//! The text is read as a TOML tree whose keys and values know where they stand, and walked by hand: a derived reader would
//! stop at the first wrong value, and a person who mends a file wants the whole list at once.

mod area;
mod case_discussions;
mod clocks;
mod directory;
mod ladder;
mod links;
mod names;
mod opening;
mod provided;
mod provision;
mod retention;
mod screening;
mod section;
mod sharing;
mod teams;
mod thresholds;
mod value;

use jiff::civil::Date;
use toml::de::DeTable;

use self::{
    names::Names,
    section::{Report, Section},
};
use super::{Footprint, Problem, ProblemKind, threshold::reaches};

/// What is known while a file is read.
struct Reading {
    report: Report,
    organisations: Names,
    sources: Names,
    team_codes: Vec<String>,
    team_names: Names,
    /// The day on which somebody gives the file; none for a stored one.
    today: Option<Date>,
}

/// Words of staff that the public never reads.
const NOT_FOR_THE_PUBLIC: [&str; 3] = ["perinatal", "service user", "did not attend"];

/// Reads a file, or lists all that is wrong with it in the order of its lines.
pub(super) fn footprint(text: &str, today: Option<Date>) -> Result<Footprint, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading {
        report: Report::new(text),
        organisations: Names::default(),
        sources: Names::default(),
        team_codes: Vec::new(),
        team_names: Names::default(),
        today,
    };
    for error in &errors {
        reading.report.syntax(error);
    }
    let footprint = if errors.is_empty() { reading.document(table.get_ref()) } else { None };
    let mut problems = reading.report.problems;
    problems.sort_by_key(|problem| problem.line);
    match footprint {
        Some(footprint) if problems.is_empty() => Ok(Footprint { assumed: reading.report.assumed, ..footprint }),
        Some(_) | None if !problems.is_empty() => Err(problems),
        // What cannot be built has a problem that says why; should one reader forget it, the file is refused all the same.
        Some(_) | None => Err(vec![Problem {
            line: 1,
            at: String::new(),
            what: "cannot be read".to_owned(),
            expected: "a footprint".to_owned(),
            kind: ProblemKind::Content,
        }]),
    }
}

impl Reading {
    fn document(&mut self, table: &DeTable<'_>) -> Option<Footprint> {
        let mut root = Section::root(table);
        let name: Option<String> = root.get(&mut self.report, "name");
        if let Some(wrong) = name.as_deref().filter(|name| !is_plain_code(name, '-')) {
            let what = format!("\"{wrong}\" is no name");
            let spot = root.spot(&self.report, "name");
            self.report.problem(&spot, what, "small letters, digits and hyphens, a letter first");
        }
        let title = root.get(&mut self.report, "title");
        let starts_on: Option<Date> = root.get(&mut self.report, "starts_on");
        let sources = provision::read_sources(&mut root, self);
        let organisations = teams::read_organisations(&mut root, self);
        let (teams, front_door) = teams::read_teams(&mut root, self, starts_on);
        let clocks = clocks::read(&mut root, self, starts_on);
        let holidays = clocks::read_holidays(&mut root, self);
        let hours = provision::read_hours(&mut root, self, "hours");
        let duty = provision::read_hours(&mut root, self, "duty");
        let meeting = provision::read_meeting(&mut root, self);
        let not_offered = provision::read_not_offered(&mut root, self);
        let urgent_routes = provision::read_urgent_routes(&mut root, self);
        let directory = directory::read(&mut root, self);
        let thresholds = thresholds::read(&mut root, self, &directory);
        let provided = provided::read(&mut root, self, &directory);
        let criteria = provision::read_criteria(&mut root, self);
        let area = area::read(&mut root, self);
        let (ladder, repeat_minutes) = ladder::read(&mut root, self);
        let links = links::read(&mut root, self);
        let handover_hours = links::read_handover(&mut root, self);
        let care = links::read_care(&mut root, self);
        let case_discussions = case_discussions::read(&mut root, self);
        let sharing = sharing::read(&mut root, self);
        let openings = opening::read(&mut root, self);
        let retention = retention::read(&mut root, self);
        let screening = screening::read(&mut root, self);
        root.finish(&mut self.report);
        Some(Footprint {
            reaches: reaches(&thresholds, &teams),
            name: name?,
            title: title?,
            starts_on: starts_on?,
            organisations,
            hours: hours?,
            duty: duty?,
            meeting: meeting?,
            holidays,
            not_offered,
            urgent_routes,
            criteria,
            area,
            provided,
            sources,
            assumed: Vec::new(),
            front_door: front_door.filter(|index| *index < teams.len())?,
            teams,
            clocks,
            directory,
            ladder,
            repeat_minutes,
            links,
            handover_hours: handover_hours?,
            care: care?,
            case_discussions,
            thresholds,
            sharing,
            openings: openings?,
            retention: retention?,
            screening: screening?,
        })
    }

    /// Reads the code of a source, which the file must list.
    fn source(&mut self, section: &mut Section<'_, '_>) -> Option<String> {
        self.source_in(section, "source")
    }

    /// Reads the code of a source under another key.
    fn source_in(&mut self, section: &mut Section<'_, '_>, key: &'static str) -> Option<String> {
        let source: String = section.get(&mut self.report, key)?;
        if !self.sources.has(&source) {
            let spot = section.spot(&self.report, key);
            let expected = format!("one of: {}", self.sources.listed());
            self.report.problem(&spot, format!("unknown source \"{source}\""), expected);
        }
        Some(source)
    }

    /// Reads text that the public sees.
    fn public_text(&mut self, section: &mut Section<'_, '_>, key: &'static str) -> Option<String> {
        section.require::<String>(&mut self.report, key);
        self.maybe_public_text(section, key)
    }

    /// Reads text that the public sees, and that may be left out.
    fn maybe_public_text(&mut self, section: &mut Section<'_, '_>, key: &'static str) -> Option<String> {
        let text: String = section.maybe(&mut self.report, key)?;
        let lower = text.to_lowercase();
        for word in NOT_FOR_THE_PUBLIC.into_iter().filter(|word| lower.contains(word)) {
            let spot = section.spot(&self.report, key);
            self.report.problem(&spot, format!("says \"{word}\""), "plain words for the public");
        }
        Some(text)
    }

    /// Reads when something was last checked, which nobody has done after today.
    fn last_checked(&mut self, section: &mut Section<'_, '_>) -> Option<Date> {
        let key = "last_checked";
        let on: Date = section.maybe(&mut self.report, key)?;
        if let Some(today) = self.today.filter(|today| *today < on) {
            let spot = section.spot(&self.report, key);
            self.report.problem(&spot, format!("{on} is still to come"), format!("{today} or earlier, or no date"));
        }
        Some(on)
    }

    /// Reads a first day that must be there and a last one that may.
    fn period(
        &mut self,
        section: &mut Section<'_, '_>,
        first: &'static str,
        last: &'static str,
    ) -> (Option<Date>, Option<Date>) {
        let from = section.get(&mut self.report, first);
        let until = section.maybe(&mut self.report, last);
        self.check_order(section, last, from, until);
        (from, until)
    }

    /// Reads a first and a last day that may both be left out.
    fn optional_period(
        &mut self,
        section: &mut Section<'_, '_>,
        first: &'static str,
        last: &'static str,
    ) -> (Option<Date>, Option<Date>) {
        let from = section.maybe(&mut self.report, first);
        let until = section.maybe(&mut self.report, last);
        self.check_order(section, last, from, until);
        (from, until)
    }

    fn check_order(&mut self, section: &Section<'_, '_>, key: &str, from: Option<Date>, until: Option<Date>) {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let spot = section.spot(&self.report, key);
            self.report.problem(&spot, format!("{until} is before the first day"), format!("{from} or later"));
        }
    }
}

/// Whether text is a code that commands and addresses can carry: a small letter, then small letters, digits and one joiner.
fn is_plain_code(text: &str, joiner: char) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joiner)
}
