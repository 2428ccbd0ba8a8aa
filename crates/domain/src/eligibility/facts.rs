//! What is known of a referral when a team is looked for.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    footprint::{AgeGroup, Area, HowSevere, Need, PathwayStage},
    front_door::{
        Asked, Known, Now, Situation, Told,
        urgency::{age_on, priority},
    },
    referral::{Priority, Referral},
};

/// What is known. What nobody knows is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What she needs help with.
    pub needs: BTreeSet<Need>,
    /// How severe it is, as somebody judged it.
    pub how_severe: Option<HowSevere>,
    /// Her stage.
    pub stage: Option<PathwayStage>,
    /// The due date, or the day on which the newest pregnancy ended.
    pub ends_on: Option<Date>,
    /// Her age.
    pub age: Option<AgeGroup>,
    /// Whether she is of the area.
    pub area: Area,
    /// What was told at the door, from which urgency follows.
    pub told: Asked,
    /// Whether an answer about risk waits for a named person.
    pub risk_open: bool,
    /// The urgency that the referral has: no rule lowers it (INV-04).
    pub held: Option<Priority>,
}

impl Facts {
    /// Nothing is known.
    pub fn none() -> Self {
        Self {
            needs: BTreeSet::new(),
            how_severe: None,
            stage: None,
            ends_on: None,
            age: None,
            area: Area::NotKnown,
            told: Asked::default(),
            risk_open: false,
            held: None,
        }
    }

    /// What was told at the door so far, whether or not it was sent.
    pub fn told(told: &Told, area: Area, on: Date) -> Self {
        let ends_on = told.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on);
        Self { ends_on, ..Self::asked(&told.asked, told.asked.situation, told.identity.birth_date, area, on) }
    }

    /// What a referral says, with the date of birth and the area where they are known, on a day.
    pub fn of(referral: &Referral, birth_date: Option<Date>, area: Area, on: Date) -> Self {
        Self {
            ends_on: referral.ends_on(),
            risk_open: referral.risk_alert().is_some(),
            held: referral.priority,
            ..Self::asked(&referral.asked, referral.situation(), birth_date, area, on)
        }
    }

    fn asked(asked: &Asked, situation: Option<Situation>, birth_date: Option<Date>, area: Area, on: Date) -> Self {
        let mut needs: BTreeSet<Need> =
            asked.concerns.iter().filter_map(|concern| Need::of_concern(*concern)).collect();
        if asked.severe_history == Known::Yes {
            needs.insert(Need::SeriousIllness);
        }
        if situation.is_some_and(Situation::is_loss) {
            needs.insert(Need::Loss);
        }
        let age = if asked.under_18 {
            Some(AgeGroup::Under18)
        } else {
            birth_date.map(|born| if age_on(born, on) < 18 { AgeGroup::Under18 } else { AgeGroup::Adult })
        };
        Self {
            needs,
            stage: situation.and_then(stage_of),
            age,
            area,
            told: Asked { situation, ..asked.clone() },
            ..Self::none()
        }
    }
}

/// The stage of a situation; none where nobody said.
fn stage_of(situation: Situation) -> Option<PathwayStage> {
    match situation.now() {
        Now::Thinking => Some(PathwayStage::Preconception),
        Now::Pregnant => Some(PathwayStage::Pregnant),
        Now::Baby => Some(PathwayStage::AfterBirth),
        Now::Loss => Some(PathwayStage::AfterLoss),
        Now::NotSaid => None,
    }
}

/// The urgency that is proposed: never below the one that the referral has (H20).
pub fn urgency(facts: &Facts, on: Date) -> Priority {
    let told = priority(&facts.told, facts.ends_on, on);
    let risk = if facts.risk_open { Priority::Emergency } else { Priority::Routine };
    told.min(risk).min(facts.held.unwrap_or(Priority::Routine))
}
