//! The organisations and teams of a footprint.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The stable short code of a team within its footprint, such as `community`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamCode(pub String);

/// An organisation that works in the footprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The short code by which the file refers to it, such as `KMPT`.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its code in the NHS Organisation Data Service, where it has one.
    pub ods: Option<String>,
    /// What it is in the footprint.
    pub role: OrganisationRole,
}

/// What an organisation is in a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationRole {
    /// Answers for the service.
    Lead,
    /// Provides some of its staff or care.
    Partner,
}

/// A team that can be responsible for a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its stable short code.
    pub code: TeamCode,
    /// Its name in reports and to staff.
    pub name: String,
    /// Other names by which senders know it.
    pub aliases: Vec<String>,
    /// The codes of the organisations that employ its staff.
    pub organisations: Vec<String>,
    /// MHSDS service or team type (`code_list::TEAM_TYPE`).
    pub team_type: String,
    /// What it does among the teams.
    pub role: TeamRole,
    /// Whether it is the young people's service: somebody under eighteen is ours until it accepts by name (PR-18).
    pub accepts_under_18: bool,
    /// From whom it takes people on, in words, a line each; empty where no source says.
    pub takes_from: Vec<String>,
    /// Its first day; none where it has always been.
    pub starts_on: Option<Date>,
    /// Its last day; none while it goes on.
    pub ends_on: Option<Date>,
    /// Its name to the public, in plain words that give nobody away.
    pub public_name: String,
    /// What it does, in plain words.
    pub public_about: String,
}

impl Team {
    /// Everything it is called: code, name, aliases.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        [self.code.0.as_str(), self.name.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether it exists on a date.
    pub fn exists_on(&self, date: Date) -> bool {
        self.starts_on.is_none_or(|first| first <= date) && self.ends_on.is_none_or(|last| date <= last)
    }
}

/// What a team does among the teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TeamRole {
    /// Receives every referral and decides where it goes.
    FrontDoor,
    /// The specialist community service for pregnancy and the time after birth.
    Specialist,
    /// The maternal mental health service: loss, birth trauma, fear of birth.
    Maternal,
    /// Talking therapies for adults, of which some are for this time of life.
    TalkingTherapies,
    /// A workforce of its own for common difficulties of this time, or one psychologist in a hospital.
    Psychological,
    /// The service for the bond of parent and baby.
    ParentInfant,
    /// Midwives or health visitors who do more than ask and refer.
    Universal,
    /// A mother and baby unit.
    Unit,
}

impl TeamRole {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::FrontDoor,
        Self::Specialist,
        Self::Maternal,
        Self::TalkingTherapies,
        Self::Psychological,
        Self::ParentInfant,
        Self::Universal,
        Self::Unit,
    ];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::FrontDoor => "front_door",
            Self::Specialist => "specialist",
            Self::Maternal => "maternal",
            Self::TalkingTherapies => "talking_therapies",
            Self::Psychological => "psychological",
            Self::ParentInfant => "parent_infant",
            Self::Universal => "universal",
            Self::Unit => "unit",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::FrontDoor => "Front door",
            Self::Specialist => "Specialist community service",
            Self::Maternal => "Maternal mental health service",
            Self::TalkingTherapies => "Talking therapies",
            Self::Psychological => "Psychological practitioners",
            Self::ParentInfant => "Parent and infant service",
            Self::Universal => "Midwives or health visitors who treat",
            Self::Unit => "Mother and baby unit",
        }
    }
}

/// A name as it is compared: without capitals, with one kind of dash, and single spaces.
pub(super) fn fold(name: &str) -> String {
    let dashes = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        other => other,
    };
    let spaced: Vec<&str> = name.split_whitespace().collect();
    spaced.join(" ").chars().map(dashes).flat_map(char::to_lowercase).collect()
}
