//! Which teams and services fit a referral, by which criterion, with its source; what is missing; and what would change it.
//!
//! It proposes and never decides: a person may decide otherwise with a reason (H20). Every criterion is answered yes, no or not
//! known, so that what nobody knows is asked for and never guessed. Outside a window is a question to the meeting and never a
//! refusal (H21). The thresholds of the footprint are the criteria ([`crate::footprint::Threshold`]).

mod calendar;
mod facts;
mod weighed;

pub use self::{
    calendar::{Counted, Open, Until, counted, until},
    facts::{Facts, urgency},
    weighed::{Agreement, WHY_OTHERWISE, Weighed, agreement},
};
use jiff::civil::Date;

use crate::footprint::{AgeGroup, Area, Destination, Footprint, HowSevere, Need, PathwayStage, Threshold};

/// An answer of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// What is known does not say.
    NotKnown,
}

/// What is asked of a referral before a team fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked {
    /// Whether the team takes what she needs help with.
    Need,
    /// Whether it takes it as severe as it is.
    HowSevere,
    /// Whether it takes it at her stage.
    Stage,
    /// Whether it takes somebody of her age.
    Age,
    /// Whether she is still within its months after a birth or a loss.
    Window,
    /// Whether she is of the area.
    Area,
}

impl Asked {
    /// All of it, in the order in which it is told.
    pub const ALL: [Self; 6] = [Self::Need, Self::HowSevere, Self::Stage, Self::Age, Self::Window, Self::Area];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Need => "what she needs help with",
            Self::HowSevere => "how severe it is",
            Self::Stage => "where she is in pregnancy or after it",
            Self::Age => "her age",
            Self::Window => "the day of the birth or the loss",
            Self::Area => "where she lives, or her GP",
        }
    }
}

/// How a team or a service fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fit {
    /// Everything that is asked holds.
    Fits,
    /// A question to the meeting: she is outside a window or the area, or each one is talked through. It refuses nobody.
    AskMeeting,
    /// Something that is asked is not known.
    NotKnown,
    /// Something that is asked does not hold.
    DoesNotFit,
}

impl Fit {
    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fits => "Fits",
            Self::AskMeeting => "A question to the meeting",
            Self::NotKnown => "Not known yet",
            Self::DoesNotFit => "Does not fit",
        }
    }
}

/// What is proposed of one team or service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed<'a> {
    /// The criterion that fits best, with its destination, source and line.
    pub by: &'a Threshold,
    /// How it fits.
    pub fit: Fit,
    answers: [Answer; 6],
}

impl<'a> Proposed<'a> {
    /// The team or the service.
    pub fn to(&self) -> &'a Destination {
        &self.by.to
    }

    /// Everything that was asked, with its answer.
    pub fn answers(&self) -> impl Iterator<Item = (Asked, Answer)> + '_ {
        Asked::ALL.into_iter().zip(self.answers)
    }

    /// What nobody knows, and somebody has to ask.
    pub fn missing(&self) -> impl Iterator<Item = Asked> + '_ {
        self.answered(Answer::NotKnown)
    }

    /// What would have to be otherwise for it to fit.
    pub fn would_change(&self) -> impl Iterator<Item = Asked> + '_ {
        self.answered(Answer::No)
    }

    fn answered(&self, wanted: Answer) -> impl Iterator<Item = Asked> + '_ {
        self.answers().filter(move |(_, answer)| *answer == wanted).map(|(asked, _)| asked)
    }
}

/// What a footprint proposes for a referral on a day: each team that exists and each service once, by the criterion that fits
/// best, those that fit first and otherwise in the order of the file.
pub fn propose<'a>(footprint: &'a Footprint, facts: &Facts, on: Date) -> Vec<Proposed<'a>> {
    let mut proposed: Vec<Proposed<'a>> = Vec::with_capacity(footprint.teams().len());
    // Where each destination stands among the proposed, by its number.
    let mut places: Vec<Option<usize>> = vec![None; footprint.thresholds().len()];
    for (threshold, destination) in footprint.thresholds_on(on) {
        let answers = answers(footprint, threshold, facts, on);
        let one = Proposed { by: threshold, fit: fit(threshold, &answers), answers };
        let Some(place) = places.get_mut(destination) else { continue };
        match place.and_then(|at| proposed.get_mut(at)) {
            Some(earlier) if better(&one, earlier) => *earlier = one,
            Some(_) => {}
            None => {
                *place = Some(proposed.len());
                proposed.push(one);
            }
        }
    }
    proposed.sort_by_key(|one| one.fit);
    proposed
}

/// Whether one criterion of a team is nearer to fitting than another.
fn better(one: &Proposed<'_>, other: &Proposed<'_>) -> bool {
    let nearness = |of: &Proposed<'_>| (of.fit, of.would_change().count(), of.missing().count());
    nearness(one) < nearness(other)
}

fn fit(threshold: &Threshold, answers: &[Answer; 6]) -> Fit {
    let [need, how_severe, stage, age, window, area] = *answers;
    let firm = [need, how_severe, stage, age];
    if firm.contains(&Answer::No) {
        Fit::DoesNotFit
    } else if firm.contains(&Answer::NotKnown) {
        Fit::NotKnown
    } else if window == Answer::No || area == Answer::No || threshold.talked_through {
        Fit::AskMeeting
    } else if window == Answer::NotKnown || area == Answer::NotKnown {
        Fit::NotKnown
    } else {
        Fit::Fits
    }
}

fn answers(footprint: &Footprint, threshold: &Threshold, facts: &Facts, on: Date) -> [Answer; 6] {
    let need = if facts.needs.iter().any(|need| threshold.needs.contains(need)) {
        Answer::Yes
    } else if facts.needs.is_empty() && threshold.needs.len() < Need::ALL.len() {
        Answer::NotKnown
    } else if facts.needs.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    };
    // Where her stage is not known, those in which no need of hers can be are not in question.
    let possible =
        |stage: &PathwayStage| facts.needs.is_empty() || facts.needs.iter().any(|need| need.is_possible(*stage));
    let whole_stages =
        PathwayStage::ALL.iter().filter(|stage| possible(stage)).all(|stage| threshold.stages.contains(stage));
    [
        need,
        among(facts.how_severe, &threshold.how_severe, threshold.how_severe.len() == HowSevere::ALL.len()),
        among(facts.stage, &threshold.stages, whole_stages),
        among(facts.age, &threshold.ages, threshold.ages.len() == AgeGroup::ALL.len()),
        window(footprint, threshold, facts, on),
        match (facts.area, &footprint.area) {
            (Area::In, _) | (Area::NotKnown, None) => Answer::Yes,
            (Area::Out, _) => Answer::No,
            (Area::NotKnown, Some(_)) => Answer::NotKnown,
        },
    ]
}

/// Whether a fact is among those that are taken; not known is a yes only where all of them are.
fn among<T: PartialEq>(fact: Option<T>, taken: &[T], all: bool) -> Answer {
    match fact {
        Some(fact) if taken.contains(&fact) => Answer::Yes,
        Some(_) => Answer::No,
        None if all => Answer::Yes,
        None => Answer::NotKnown,
    }
}

fn window(footprint: &Footprint, threshold: &Threshold, facts: &Facts, on: Date) -> Answer {
    match until(footprint, threshold, facts) {
        Until::NoEnd => Answer::Yes,
        Until::NotKnown => Answer::NotKnown,
        Until::On(last) if on <= last => Answer::Yes,
        Until::On(_) => Answer::No,
    }
}

#[cfg(test)]
mod tests;
