//! Thresholds: who takes which need, how severe it may be, at which stage and at what age; and the table that shows where
//! nobody does (G3).
//!
//! # Source
//! Integrate (Anna Freud), "One perinatal mental health service": "agreed service thresholds … so no-one falls through the
//! gaps". The words mild, moderate, and severe and complex are that report's; the list of needs is what the door asks about.

use std::fmt;

use jiff::civil::Date;

use super::{Footprint, Team, TeamCode};
use crate::front_door::Concern;

/// What somebody needs help with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Low mood.
    LowMood,
    /// Worry, panic, or thoughts that keep coming.
    Anxiety,
    /// Bipolar disorder, a psychosis or another serious illness.
    SeriousIllness,
    /// A frightening birth.
    BirthTrauma,
    /// Fear of giving birth.
    FearOfBirth,
    /// The loss of a baby or a pregnancy.
    Loss,
    /// How things are with the baby.
    ParentAndInfant,
    /// Eating.
    Eating,
    /// Something that happened earlier in life.
    EarlierTrauma,
    /// Medicines for the mind.
    Medicines,
}

impl Need {
    /// Every need, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::LowMood,
        Self::Anxiety,
        Self::SeriousIllness,
        Self::BirthTrauma,
        Self::FearOfBirth,
        Self::Loss,
        Self::ParentAndInfant,
        Self::Eating,
        Self::EarlierTrauma,
        Self::Medicines,
    ];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::LowMood => "low_mood",
            Self::Anxiety => "anxiety",
            Self::SeriousIllness => "serious_illness",
            Self::BirthTrauma => "birth_trauma",
            Self::FearOfBirth => "fear_of_birth",
            Self::Loss => "loss",
            Self::ParentAndInfant => "parent_and_infant",
            Self::Eating => "eating",
            Self::EarlierTrauma => "earlier_trauma",
            Self::Medicines => "medicines",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::LowMood => "Low mood",
            Self::Anxiety => "Worry, panic, or thoughts that keep coming",
            Self::SeriousIllness => "Bipolar disorder, a psychosis or another serious illness, now or before",
            Self::BirthTrauma => "A frightening birth, or a trauma from it",
            Self::FearOfBirth => "Fear of giving birth",
            Self::Loss => "Loss of a baby or a pregnancy",
            Self::ParentAndInfant => "How things are between parent and baby",
            Self::Eating => "Eating",
            Self::EarlierTrauma => "Something that happened earlier in life",
            Self::Medicines => "Advice on medicines for the mind",
        }
    }

    /// The need behind something that is asked at the door; "something else" is read by a person.
    pub fn of_concern(concern: Concern) -> Option<Self> {
        match concern {
            Concern::Low => Some(Self::LowMood),
            Concern::Anxious | Concern::IntrusiveThoughts => Some(Self::Anxiety),
            Concern::BirthTrauma => Some(Self::BirthTrauma),
            Concern::FearOfBirth => Some(Self::FearOfBirth),
            Concern::Loss => Some(Self::Loss),
            Concern::WithBaby => Some(Self::ParentAndInfant),
            Concern::Eating => Some(Self::Eating),
            Concern::EarlierTrauma => Some(Self::EarlierTrauma),
            Concern::Planning => Some(Self::Medicines),
            Concern::Other => None,
        }
    }

    /// Whether it can be there at a stage. Where it cannot, nobody needs to take it.
    pub fn is_possible(self, stage: PathwayStage) -> bool {
        match self {
            Self::LowMood
            | Self::Anxiety
            | Self::SeriousIllness
            | Self::BirthTrauma
            | Self::Loss
            | Self::Eating
            | Self::EarlierTrauma
            | Self::Medicines => true,
            Self::FearOfBirth => matches!(stage, PathwayStage::Preconception | PathwayStage::Pregnant),
            Self::ParentAndInfant => matches!(stage, PathwayStage::Pregnant | PathwayStage::AfterBirth),
        }
    }
}

/// How severe it is, in the three words that services use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HowSevere {
    /// Mild; of an illness, well now and at risk of it.
    Mild,
    /// Moderate.
    Moderate,
    /// Severe, or complex.
    Severe,
}

impl HowSevere {
    /// The three.
    pub const ALL: [Self; 3] = [Self::Mild, Self::Moderate, Self::Severe];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mild => "Mild, or well and at risk",
            Self::Moderate => "Moderate",
            Self::Severe => "Severe or complex",
        }
    }
}

/// Where somebody is on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PathwayStage {
    /// Before a pregnancy.
    Preconception,
    /// Pregnant.
    Pregnant,
    /// After a birth, until care ends.
    AfterBirth,
    /// After a loss, as long as after a birth.
    AfterLoss,
}

impl PathwayStage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Preconception, Self::Pregnant, Self::AfterBirth, Self::AfterLoss];

    /// The code in a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Preconception => "preconception",
            Self::Pregnant => "pregnant",
            Self::AfterBirth => "after_birth",
            Self::AfterLoss => "after_loss",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Preconception => "Before a pregnancy",
            Self::Pregnant => "In pregnancy",
            Self::AfterBirth => "After a birth",
            Self::AfterLoss => "After a loss",
        }
    }

    /// Whether months are counted in it.
    pub fn has_months(self) -> bool {
        matches!(self, Self::AfterBirth | Self::AfterLoss)
    }
}

/// How old somebody is, as thresholds ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgeGroup {
    /// Eighteen or older.
    Adult,
    /// Under eighteen (PR-18).
    Under18,
}

impl AgeGroup {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Adult, Self::Under18];

    /// The code in a file and an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Under18 => "under_18",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Adult => "Aged 18 or over",
            Self::Under18 => "Under 18",
        }
    }
}

/// Where somebody goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To a team of the footprint.
    Team(TeamCode),
    /// To an entry of its directory, by code.
    Entry(String),
}

/// What one destination takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Who takes it.
    pub to: Destination,
    /// Which needs.
    pub needs: Vec<Need>,
    /// How severe.
    pub how_severe: Vec<HowSevere>,
    /// At which stages.
    pub stages: Vec<PathwayStage>,
    /// Until how many months after a birth or a loss; as long as care goes on where it is left out.
    pub until_months: Option<u16>,
    /// At what age.
    pub ages: Vec<AgeGroup>,
    /// Whether each one is talked through, and not taken as a matter of course.
    pub talked_through: bool,
    /// The first day on which it holds; none where it has always.
    pub from: Option<Date>,
    /// The last day; none while it goes on.
    pub until: Option<Date>,
    /// The code of the source that states it.
    pub source: String,
    /// The line of the file on which it stands.
    pub line: usize,
}

/// One place of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The stage.
    pub stage: PathwayStage,
    /// The need.
    pub need: Need,
    /// How severe it is.
    pub how_severe: HowSevere,
    /// Who takes it, in the order of the file.
    pub takes: Vec<&'a Threshold>,
    /// Where nobody does.
    pub nobody: Option<Nobody>,
    /// Where nobody takes it as a matter of course, and each one is talked through.
    pub only_talked_through: Option<Nobody>,
}

/// Since when nobody takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nobody {
    /// At any time of the stage.
    Ever,
    /// From one month after the birth or the loss to another.
    Months {
        /// The first.
        from: u16,
        /// The month in which care ends.
        until: u16,
    },
}

/// Needs that nobody takes, so severe, at a stage and an age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdGap {
    /// The age.
    pub age: AgeGroup,
    /// The stage.
    pub stage: PathwayStage,
    /// How severe.
    pub how_severe: HowSevere,
    /// Since when.
    pub nobody: Nobody,
    /// The needs.
    pub needs: Vec<Need>,
    /// Whether each one is talked through all the same.
    pub talked_through: bool,
}

impl fmt::Display for ThresholdGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "thresholds, {}, {}", lower(self.stage.label()), lower(self.how_severe.label()))?;
        if let Nobody::Months { from, until } = self.nobody {
            write!(f, ", from month {from} to month {until}")?;
        }
        let says = if self.talked_through {
            "nobody takes these as a matter of course, each one is talked through"
        } else {
            "nobody takes these"
        };
        let needs: Vec<&str> = self.needs.iter().map(|need| need.code()).collect();
        write!(f, ", {}: {says}: {}", lower(self.age.label()), needs.join(", "))
    }
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Whom a threshold leads to, found once when the file is read: asking who fits must not look for it each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    /// The number of the destination, among those that thresholds name.
    destination: usize,
    /// Where the team stands in the list of teams; none where it is an entry of the directory, or no team of the file.
    team: Option<usize>,
}

/// Whom each threshold leads to.
pub(super) fn reaches(thresholds: &[Threshold], teams: &[Team]) -> Vec<Reach> {
    let mut known: Vec<&Destination> = Vec::new();
    let mut reaches = Vec::with_capacity(thresholds.len());
    for Threshold { to, .. } in thresholds {
        let destination = known.iter().position(|one| *one == to).unwrap_or(known.len());
        if destination == known.len() {
            known.push(to);
        }
        let team = match to {
            Destination::Team(code) => teams.iter().position(|team| team.code == *code),
            Destination::Entry(_) => None,
        };
        reaches.push(Reach { destination, team });
    }
    reaches
}

impl Threshold {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }

    fn takes(&self, need: Need, how_severe: HowSevere, stage: PathwayStage, age: AgeGroup) -> bool {
        self.needs.contains(&need)
            && self.how_severe.contains(&how_severe)
            && self.stages.contains(&stage)
            && self.ages.contains(&age)
    }
}

impl Footprint {
    /// What each destination takes, in the order of the file; empty where nobody has written it.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// Each threshold that holds on a day and whose team is there, with the number of its destination, in the order of the
    /// file.
    pub(crate) fn thresholds_on(&self, day: Date) -> impl Iterator<Item = (&Threshold, usize)> {
        let there = move |(threshold, reach): &(&Threshold, &Reach)| match threshold.to {
            Destination::Team(_) => {
                reach.team.and_then(|nth| self.teams.get(nth)).is_some_and(|team| team.exists_on(day))
            }
            Destination::Entry(_) => true,
        };
        let held = self.thresholds.iter().zip(&self.reaches).filter(move |(threshold, _)| threshold.holds_on(day));
        held.filter(there).map(|(threshold, reach)| (threshold, reach.destination))
    }

    /// The table of who takes what at an age, on a day: every need that is possible at each stage, however severe. A team
    /// counts while it exists.
    pub fn threshold_table(&self, age: AgeGroup, on: Date) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for stage in PathwayStage::ALL {
            for need in Need::ALL.into_iter().filter(|need| need.is_possible(stage)) {
                for how_severe in HowSevere::ALL {
                    places.push(self.place(stage, need, how_severe, age, on));
                }
            }
        }
        places
    }

    fn place(&self, stage: PathwayStage, need: Need, how_severe: HowSevere, age: AgeGroup, on: Date) -> Place<'_> {
        let there = |threshold: &&Threshold| match &threshold.to {
            Destination::Team(team) => self.team_by_code(team).is_some_and(|team| team.exists_on(on)),
            Destination::Entry(_) => true,
        };
        let takes: Vec<&Threshold> = self
            .thresholds
            .iter()
            .filter(|threshold| threshold.holds_on(on) && threshold.takes(need, how_severe, stage, age))
            .filter(there)
            .collect();
        let all = self.missing(stage, takes.iter().copied());
        let firm = self.missing(stage, takes.iter().copied().filter(|threshold| !threshold.talked_through));
        let only_talked_through = if firm == all { None } else { self.until(firm, all) };
        Place { stage, need, how_severe, takes, nobody: all, only_talked_through }
    }

    /// Where none of these takes it. Each begins at the birth or the loss, so the longest says where nobody is left.
    fn missing<'a>(&self, stage: PathwayStage, takes: impl Iterator<Item = &'a Threshold>) -> Option<Nobody> {
        let ends = self.care().until_months;
        match takes.map(|threshold| threshold.until_months.map_or(ends, |months| months.min(ends))).max() {
            None => Some(Nobody::Ever),
            Some(months) if stage.has_months() && months < ends => Some(Nobody::Months { from: months, until: ends }),
            Some(_) => None,
        }
    }

    /// What is missing of the first, up to where the second begins.
    fn until(&self, missing: Option<Nobody>, then: Option<Nobody>) -> Option<Nobody> {
        let ends = self.care().until_months;
        let from = match missing? {
            Nobody::Ever => 0,
            Nobody::Months { from, .. } => from,
        };
        match then {
            None if missing == Some(Nobody::Ever) => Some(Nobody::Ever),
            None => Some(Nobody::Months { from, until: ends }),
            Some(Nobody::Months { from: then, .. }) => Some(Nobody::Months { from, until: then }),
            Some(Nobody::Ever) => None,
        }
    }

    /// Where nobody takes somebody on a day: nothing where no thresholds are written at all.
    pub fn threshold_gaps(&self, on: Date) -> Vec<ThresholdGap> {
        self.grouped(on, false, |place| place.nobody)
    }

    /// Where nobody takes somebody as a matter of course on a day, and each one is talked through.
    pub fn thresholds_talked_through(&self, on: Date) -> Vec<ThresholdGap> {
        self.grouped(on, true, |place| place.only_talked_through)
    }

    fn grouped(
        &self,
        on: Date,
        talked_through: bool,
        missing: impl Fn(&Place<'_>) -> Option<Nobody>,
    ) -> Vec<ThresholdGap> {
        let mut gaps: Vec<ThresholdGap> = Vec::new();
        if self.thresholds.is_empty() {
            return gaps;
        }
        for age in AgeGroup::ALL {
            for place in self.threshold_table(age, on) {
                let (stage, how_severe) = (place.stage, place.how_severe);
                let Some(nobody) = missing(&place) else { continue };
                let same = |gap: &&mut ThresholdGap| {
                    (gap.age, gap.stage, gap.how_severe, gap.nobody) == (age, stage, how_severe, nobody)
                };
                match gaps.iter_mut().find(same) {
                    Some(gap) => gap.needs.push(place.need),
                    None => {
                        let needs = vec![place.need];
                        gaps.push(ThresholdGap { age, stage, how_severe, nobody, needs, talked_through });
                    }
                }
            }
        }
        gaps
    }

    /// Whether no source states a threshold, or a part of it.
    pub fn is_assumed(&self, threshold: &Threshold) -> bool {
        let Some(nth) = self.thresholds.iter().position(|one| one == threshold) else { return false };
        let at = format!("thresholds[{}]", nth + 1);
        self.assumed
            .iter()
            .any(|fact| fact.at == at || fact.at.strip_prefix(&at).is_some_and(|rest| rest.starts_with('.')))
    }

    /// What a destination is called.
    pub fn called(&self, to: &Destination) -> String {
        match to {
            Destination::Team(code) => self.team_by_code(code).map_or(&code.0, |team| &team.name).clone(),
            Destination::Entry(code) => self.directory_entry(code).map_or(code, |entry| &entry.name).clone(),
        }
    }
}
