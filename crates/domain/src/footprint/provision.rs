//! What a footprint provides, when, and on whose word.

use jiff::civil::{Date, Time, Weekday};

use super::TeamCode;

/// Hours on some days of the week, in local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The days, Monday first.
    pub weekdays: Vec<Weekday>,
    /// When it opens.
    pub from: Time,
    /// When it closes; later than `from`.
    pub to: Time,
    /// Whether the times move to fit local need.
    pub flexible: bool,
}

/// When the team meeting sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The sittings of one week, Monday first; at least one.
    pub sittings: Vec<Sitting>,
    /// How many of the disciplines must be there; with fewer a sitting warns, records and lists who must confirm (PR-16).
    pub quorum: u16,
    /// The disciplines of which somebody may be there; at least as many as the quorum asks for.
    pub disciplines: Vec<Discipline>,
    /// At which carrying over, counted from the first, a referral is flagged.
    pub carry_over_flag: u16,
}

/// A discipline of the team meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discipline {
    /// Its stable short code, such as `psychiatry`.
    pub code: String,
    /// Its name, such as "Psychiatry".
    pub name: String,
}

/// How many disciplines make a quorum where a file does not say: this project's own choice, to be confirmed by each site.
pub(super) const QUORUM: u16 = 3;

/// The carrying over that is flagged where a file does not say.
///
/// # Source
/// PR-16 and the agenda of this project: the third is flagged.
pub(super) const CARRY_OVER_FLAG: u16 = 3;

/// The disciplines of a meeting where a file does not say.
///
/// # Source
/// The professions that the Dorset specification, version 3, names for its team.
pub(super) fn disciplines_without_file() -> Vec<Discipline> {
    let named = [
        ("psychiatry", "Psychiatry"),
        ("nursing", "Nursing"),
        ("psychology", "Psychology"),
        ("occupational_therapy", "Occupational therapy"),
        ("social_work", "Social work"),
        ("nursery_nursing", "Nursery nursing"),
    ];
    named.map(|(code, name)| Discipline { code: code.to_owned(), name: name.to_owned() }).to_vec()
}

impl Meeting {
    /// How often it sits in a week.
    pub fn sittings_per_week(&self) -> usize {
        self.sittings.len()
    }
}

/// One sitting of the team meeting, every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sitting {
    /// The day.
    pub weekday: Weekday,
    /// When it begins, in local time.
    pub at: Time,
}

/// Something that a report or a page would otherwise expect of every team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offering {
    /// An assessment for a partner in his or her own right.
    PartnerAssessment,
}

/// Something that a team says it does not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOffered {
    /// What it does not do.
    pub what: Offering,
    /// The team.
    pub team: TeamCode,
    /// What there is instead, or why.
    pub note: String,
    /// The code of the source that states it.
    pub source: String,
}

/// Whom to ring when it cannot wait (PR-28).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgentRoute {
    /// Who answers, in plain words.
    pub name: String,
    /// The number to ring.
    pub number: String,
    /// What to do on the line, such as an option to choose.
    pub note: Option<String>,
    /// When it is answered, in words.
    pub hours: String,
    /// Who keeps this entry right.
    pub owner: String,
    /// When the owner last rang it; none while nobody has.
    pub last_checked: Option<Date>,
    /// Whether it is for immediate danger, and so shown before everything else.
    pub danger: bool,
    /// Whether the number is reserved for fiction and must be shown as a demonstration number.
    pub demonstration: bool,
}

/// One of the criteria by which the service takes a referral on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its stable short code.
    pub code: String,
    /// What it says, for staff.
    pub text: String,
    /// The first day on which a referral received is judged by it.
    pub from: Date,
    /// The last such day.
    pub until: Option<Date>,
    /// The code of the source that states it.
    pub source: String,
}

impl Criterion {
    /// Whether a referral received on a day is judged by it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether both hold on some day.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|last| other.from <= last) && other.until.is_none_or(|last| self.from <= last)
    }
}

/// Where facts of a footprint come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// The short code by which the file refers to it.
    pub code: String,
    /// What it is.
    pub title: String,
    /// The first day for which it speaks, where it says so.
    pub from: Option<Date>,
    /// The last such day.
    pub until: Option<Date>,
}

/// A fact that no source states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// The line of the file on which it stands.
    pub line: usize,
    /// The entry, such as `teams[2].starts_on`.
    pub at: String,
}
