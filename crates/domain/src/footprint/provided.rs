//! What there is beside the teams: where they meet people, which groups and courses they offer, and posts, champions and
//! time that are kept for this work (H4, L3, V2, G1, B3, E1).

use std::fmt;

use super::{Destination, Footprint, Rhythm, TeamCode};

/// What there is beside the teams, each in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provided {
    /// Where people are met.
    pub venues: Vec<Venue>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Posts of one organisation that sit in another.
    pub posts: Vec<Post>,
    /// Champions.
    pub champions: Vec<Champion>,
    /// Time that is kept for this work.
    pub kept: Vec<KeptCapacity>,
    /// Treatments that are given as a course.
    pub interventions: Vec<Intervention>,
    /// Mother and baby units.
    pub units: Vec<Unit>,
}

impl Provided {
    /// Whether the file says nothing of any of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a baby may come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BabyMayCome {
    /// The baby may come.
    Yes,
    /// The baby may not.
    No,
    /// Nobody has said: whoever invites her asks first.
    NotKnown,
}

impl BabyMayCome {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotKnown];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotKnown => "not_known",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "The baby may come",
            Self::No => "Not with the baby",
            Self::NotKnown => "Not known: ask before you invite her",
        }
    }
}

/// Where people are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// Its stable short code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Who keeps it, by code; none where no source says.
    pub organisation: Option<String>,
    /// Whether the baby may come along.
    pub baby: BabyMayCome,
    /// What is there for a baby, such as a changing table; empty where nobody has said.
    pub has: Vec<String>,
    /// The teams that meet people there.
    pub teams: Vec<TeamCode>,
    /// The code of the source that states it.
    pub source: String,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its stable short code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Who holds it.
    pub by: Destination,
    /// The code of its venue; none where it meets on the web, or no source says.
    pub venue: Option<String>,
    /// How many times it meets.
    pub sessions: Option<u16>,
    /// The baby is at most so many months old; none where there is no such end.
    pub baby_until_months: Option<u16>,
    /// Whether it is for those who have their first child.
    pub first_child: bool,
    /// What it is about.
    pub about: String,
    /// The code of the source that states it.
    pub source: String,
}

/// A post of one organisation that sits in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its stable short code.
    pub code: String,
    /// What it is called: a post and not a name.
    pub title: String,
    /// The organisation that employs it.
    pub employer: String,
    /// The organisation that pays for it.
    pub funder: String,
    /// The organisation in which it sits.
    pub host: String,
    /// Where, in words.
    pub sits: String,
    /// The team of ours to which it belongs.
    pub team: Option<TeamCode>,
    /// What it does, a line each.
    pub does: Vec<String>,
    /// The code of the source that states it.
    pub source: String,
}

/// Somebody of a team who learned more about this time of life and teaches colleagues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Champion {
    /// The team.
    pub team: TeamCode,
    /// What for.
    pub what: String,
    /// The code of the source that states it.
    pub source: String,
}

/// A number with one decimal, such as 9.5 whole-time equivalents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenths(u32);

impl Tenths {
    /// Reads a decimal number above zero with at most one decimal.
    pub fn of(text: &str) -> Option<Self> {
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(tenth) || tenth.len() > 1 || whole.len() > 5 {
            return None;
        }
        let tenths = whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
        (tenths > 0).then_some(Self(tenths))
    }

    /// As a number.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// Time of a team that is kept for this work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCapacity {
    /// The team.
    pub team: TeamCode,
    /// What for.
    pub what: String,
    /// How many whole-time equivalents; none where no source says.
    pub wte: Option<Tenths>,
    /// For so many births in a year.
    pub per_births: Option<u16>,
    /// The code of the source that states it.
    pub source: String,
}

/// Where a course of treatment is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// At her home.
    Home,
    /// In a clinic or another venue.
    Clinic,
    /// In a hospital.
    Hospital,
    /// By video.
    Video,
    /// By herself, on the web.
    Online,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 5] = [Self::Home, Self::Clinic, Self::Hospital, Self::Video, Self::Online];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Clinic => "clinic",
            Self::Hospital => "hospital",
            Self::Video => "video",
            Self::Online => "online",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "At home",
            Self::Clinic => "In a clinic or another venue",
            Self::Hospital => "In hospital",
            Self::Video => "By video",
            Self::Online => "On the web",
        }
    }
}

/// A treatment that is given as a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervention {
    /// Its stable short code; that of a suggestion of `[screening]` where a score suggests it.
    pub code: String,
    /// What staff call it.
    pub name: String,
    /// Who gives it.
    pub by: Destination,
    /// Where.
    pub setting: Setting,
    /// The fewest and the most times; none where no source says.
    pub sessions: Option<(u16, u16)>,
    /// How often; none where no source says.
    pub rhythm: Option<Rhythm>,
    /// The code of the source that states it.
    pub source: String,
}

/// A mother and baby unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its stable short code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The organisation that runs it.
    pub organisation: String,
    /// The team of ours that it is.
    pub team: TeamCode,
    /// How many places it has, each for one mother; none where no source says.
    pub places: Option<u16>,
    /// The code of the source that states it.
    pub source: String,
}

impl Footprint {
    /// What an organisation is called.
    pub fn organisation_called<'a>(&'a self, code: &'a str) -> &'a str {
        self.organisations.iter().find(|one| one.code == code).map_or(code, |one| &one.name)
    }

    /// A venue by its code.
    pub fn venue(&self, code: &str) -> Option<&Venue> {
        self.provided.venues.iter().find(|venue| venue.code == code)
    }

    /// Whether no source states an entry of a list, or a part of it; the first entry is 1.
    pub fn is_assumed_at(&self, list: &str, nth: usize) -> bool {
        let at = format!("{list}[{nth}]");
        self.assumed
            .iter()
            .any(|fact| fact.at == at || fact.at.strip_prefix(&at).is_some_and(|rest| rest.starts_with('.')))
    }
}

#[cfg(test)]
mod tests {
    use super::Tenths;

    #[test]
    fn a_number_with_one_decimal_is_read_and_told_as_it_was_written() {
        for (text, told) in [("9.5", Some("9.5")), ("10", Some("10")), ("0.1", Some("0.1")), ("3.0", Some("3"))] {
            assert_eq!(Tenths::of(text).map(|tenths| tenths.to_string()).as_deref(), told, "{text}");
        }
        for text in ["0", "0.0", "9.55", "-1", "", ".5", "5.", "nan", "1e3", "123456"] {
            assert_eq!(Tenths::of(text), None, "{text}");
        }
    }
}
