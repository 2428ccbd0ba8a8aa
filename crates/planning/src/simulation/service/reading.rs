//! Reading a service from its values.

use super::{
    super::read::{Range, Reader, SHARE, ScenarioError, number, whole},
    Assessment, Course, Group, Kind, Service, Sittings, Timeline, pools,
};

const TARGET: Range = whole("days", 0, 36_500);
const RANK: Range = whole("a priority", 1, 9);
const A_DAY: Range = whole("referrals a working day", 1, 10_000);
const PLACES: Range = whole("referrals a sitting", 1, 10_000);
const MINUTES: Range = whole("minutes", 5, 1_440);
const AGAIN: Range = whole("days", 1, 180);
const MISSES: Range = whole("contacts", 1, 20);
const SESSIONS: Range = whole("sessions", 1, 200);
const PATIENCE: Range = number("days", 1.0, 36_500.0);
const AREAS: Range = whole("services", 1, 1_000);
const BACKLOG: Range = whole("people", 0, 100_000);

/// Targets where none are said.
const TARGETS: [f64; 3] = [14.0, 28.0, 42.0];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// More people than this in one replication are no question that somebody waits for.
const MOST_PEOPLE: f64 = 5e7;

impl Service {
    /// Reads its values.
    pub(in super::super) fn read(reader: Reader<'_>) -> Result<Self, ScenarioError> {
        let timeline = Timeline::read(&reader)?;
        let parts = reader.parts("course")?;
        let course_names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
        let each = |(name, part)| Course::read(name, part, &course_names);
        let courses: Vec<Course> = parts.into_iter().map(each).collect::<Result<_, _>>()?;
        let each = |(name, part)| Group::read(name, part, &course_names);
        let groups: Vec<Group> = reader.parts("staff")?.into_iter().map(each).collect::<Result<_, _>>()?;
        let kinds = kinds(&reader, &course_names)?;
        let service = Self {
            targets: targets(&reader)?,
            ranks: kinds.iter().map(|kind| kind.rank).max().unwrap_or(0) + 1,
            kinds,
            triage: triage(&reader)?,
            sittings: Sittings::read(&reader)?,
            assessment: Assessment::read(&reader)?,
            gives_up_after: gives_up_after(&reader)?,
            pools: pools(&groups),
            courses_first: reader.truth_or("courses_first", false)?,
            areas: reader.number_or("areas", AREAS, 1.0)? as u32,
            backlog: reader.number_or("backlog", BACKLOG, 0.0)? as u32,
            waiting_at_start: waiting_at_start(&reader)?,
            watched: false,
            timeline,
            courses,
            groups,
        };
        service.is_possible(&reader)?;
        reader.end()?;
        Ok(service)
    }

    /// What each value alone does not show.
    fn is_possible(&self, reader: &Reader<'_>) -> Result<(), ScenarioError> {
        if !self.groups.iter().any(|group| group.assesses) {
            return Err(reader.wrong("staff", "nobody does assessments (expected some whose \"does\" has assessment)"));
        }
        for (nth, course) in self.courses.iter().enumerate() {
            if !self.groups.iter().any(|group| group.gives.contains(&nth)) {
                let what = format!("nobody gives it (expected some staff whose \"does\" has {})", course.name);
                return Err(reader.wrong(&format!("course.{}", course.name), what));
            }
        }
        let sits =
            |sittings: &Sittings| self.timeline.days.iter().any(|day| day.working && sittings.weekdays[day.weekday]);
        if self.sittings.as_ref().is_some_and(|sittings| !sits(sittings)) {
            return Err(
                reader.wrong("sittings.weekdays", "none of them is a working day (expected one of monday to friday)")
            );
        }
        let people = self.people();
        if people > MOST_PEOPLE {
            let what = format!("{people:.0} people would come in each replication (expected at most {MOST_PEOPLE:.0})");
            return Err(reader.wrong("arrivals.a_year", what));
        }
        Ok(())
    }
}

fn targets(reader: &Reader<'_>) -> Result<Vec<u32>, ScenarioError> {
    let targets = reader.numbers("targets_days", TARGET)?.unwrap_or(TARGETS.to_vec());
    if targets.is_empty() {
        return Err(reader.wrong("targets_days", "it is empty (expected at least one number of days)"));
    }
    Ok(targets.into_iter().map(|days| days as u32).collect())
}

fn triage(reader: &Reader<'_>) -> Result<Option<u32>, ScenarioError> {
    let Some(part) = reader.part("triage")? else { return Ok(None) };
    let a_day = part.whole("a_day", A_DAY)?;
    part.end()?;
    Ok(Some(a_day))
}

fn gives_up_after(reader: &Reader<'_>) -> Result<Option<f64>, ScenarioError> {
    let days = reader.number_or("gives_up_after_days", PATIENCE, 0.0)?;
    Ok((days > 0.0).then_some(days))
}

fn waiting_at_start(reader: &Reader<'_>) -> Result<Option<u32>, ScenarioError> {
    // Nobody is a line too: so none is told from nothing said.
    let people = reader.number_or("waiting_at_start", BACKLOG, -1.0)?;
    Ok((people >= 0.0).then_some(people as u32))
}

fn kinds(reader: &Reader<'_>, courses: &[&str]) -> Result<Vec<Kind>, ScenarioError> {
    let kinds: Vec<Kind> = reader
        .parts("kind")?
        .into_iter()
        .map(|(name, part)| Kind::read(name, part, courses))
        .collect::<Result<_, _>>()?;
    if kinds.is_empty() {
        return Err(reader.wrong("kind", "there is none (expected at least one kind of referral)"));
    }
    let together: f64 = kinds.iter().map(|kind| kind.share).sum();
    if libm::fabs(together - 1.0) > 1e-6 {
        let what = format!("the shares of all kinds of referral are {together} together (expected 1)");
        return Err(reader.wrong("kind", what));
    }
    Ok(kinds)
}

/// Shares of courses, by their place.
fn of_courses(reader: &Reader<'_>, name: &'static str, courses: &[&str]) -> Result<Vec<(usize, f64)>, ScenarioError> {
    let place = |(course, share): (&str, f64)| match courses.iter().position(|known| *known == course) {
        Some(place) => Ok((place, share)),
        None => {
            let what = format!("there is no course {course:?} (expected one of {})", courses.join(", "));
            Err(reader.wrong(name, what))
        }
    };
    reader.shares(name)?.into_iter().map(place).collect()
}

impl Kind {
    fn read(name: &str, reader: Reader<'_>, courses: &[&str]) -> Result<Self, ScenarioError> {
        let kind = Self {
            name: name.to_owned(),
            share: reader.number("share", SHARE)?,
            rank: reader.number_or("priority", RANK, 1.0)? as usize - 1,
            accepted: reader.number_or("accepted", SHARE, 1.0)?,
            at_once: reader.truth_or("at_once", false)?,
            goes_to: of_courses(&reader, "goes_to", courses)?,
        };
        reader.end()?;
        Ok(kind)
    }
}

impl Sittings {
    fn read(reader: &Reader<'_>) -> Result<Option<Self>, ScenarioError> {
        let Some(part) = reader.part("sittings")? else { return Ok(None) };
        let expected = format!("expected a list of {}", WEEKDAYS.join(", "));
        let mut weekdays = [false; 7];
        for name in part.texts("weekdays", &expected)?.unwrap_or_default() {
            match WEEKDAYS.iter().position(|weekday| *weekday == name) {
                Some(weekday) => weekdays[weekday] = true,
                None => return Err(part.wrong("weekdays", format!("there is no {name:?} ({expected})"))),
            }
        }
        let sittings = Self { weekdays, places: part.whole("places", PLACES)? };
        part.end()?;
        Ok(Some(sittings))
    }
}

impl Assessment {
    fn read(reader: &Reader<'_>) -> Result<Self, ScenarioError> {
        let part = reader.part("assessment")?.ok_or_else(|| reader.wrong("assessment", "it is missing"))?;
        let assessment = Self {
            minutes: part.whole("minutes", MINUTES)?,
            missed: part.number_or("missed", SHARE, 0.0)?,
            again_after: part.number_or("again_after_days", AGAIN, 7.0)? as u32,
            most_missed: part.number_or("most_missed", MISSES, 2.0)? as u32,
        };
        part.end()?;
        Ok(assessment)
    }
}

impl Course {
    fn read(name: &str, reader: Reader<'_>, courses: &[&str]) -> Result<Self, ScenarioError> {
        let course = Self {
            name: name.to_owned(),
            planned: reader.whole("planned", SESSIONS)?,
            minutes: reader.whole("minutes", MINUTES)?,
            every: reader.number_or("every_days", AGAIN, 7.0)? as u32,
            missed: reader.number_or("missed", SHARE, 0.0)?,
            most_missed: reader.number_or("most_missed", MISSES, 3.0)? as u32,
            ends_early: reader.number_or("ends_early", SHARE, 0.0)?,
            then: of_courses(&reader, "then", courses)?,
        };
        reader.end()?;
        Ok(course)
    }
}
