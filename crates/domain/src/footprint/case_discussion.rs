//! Case discussions across services: who takes part, how often, and where. They stand apart from the team meeting (H2).

use jiff::civil::{Date, Time};

use super::{Footprint, TeamCode, team::fold};

/// How often a case discussion is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every other week.
    EveryTwoWeeks,
}

impl Rhythm {
    /// How many days lie between one and the next.
    pub fn days(self) -> i32 {
        match self {
            Self::Weekly => 7,
            Self::EveryTwoWeeks => 14,
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weekly => "every week",
            Self::EveryTwoWeeks => "every two weeks",
        }
    }
}

/// A case discussion among several services, as the local rules plan it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseDiscussion {
    /// Its stable short code, which its addresses carry.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The teams of ours that take part, in the order of the file.
    pub teams: Vec<TeamCode>,
    /// The services outside that take part, by name.
    pub services: Vec<String>,
    /// How often.
    pub rhythm: Rhythm,
    /// The first day of all: the others are counted from it.
    pub first_on: Date,
    /// When it begins, in local time.
    pub at: Time,
    /// Where.
    pub place: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last such day.
    pub until: Option<Date>,
    /// The code of the source that states it.
    pub source: String,
}

impl CaseDiscussion {
    /// Whether a team of ours takes part.
    pub fn has_team(&self, team: &TeamCode) -> bool {
        self.teams.contains(team)
    }

    /// Whether a service outside takes part; capitals, kinds of dash and runs of spaces make no difference.
    pub fn has_service(&self, name: &str) -> bool {
        self.services.iter().any(|service| same_name(service, name))
    }

    /// Whether services outside take part, so that she is asked before they hear of her (PR-20).
    pub fn crosses_services(&self) -> bool {
        !self.services.is_empty()
    }
}

/// Whether two names are the same but for capitals, kinds of dash and runs of spaces.
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

impl Footprint {
    /// The case discussions, in the order of the file.
    pub fn case_discussions(&self) -> &[CaseDiscussion] {
        &self.case_discussions
    }

    /// Finds a case discussion by its exact code.
    pub fn case_discussion(&self, code: &str) -> Option<&CaseDiscussion> {
        self.case_discussions.iter().find(|discussion| discussion.code == code)
    }
}
