//! How things are for her now: pregnancy, birth and loss in the words of care, never presumed (PR-09).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::day_number;

/// How things are now, as asked first (PR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Now {
    /// Thinking about a pregnancy.
    Thinking,
    /// Pregnant.
    Pregnant,
    /// Had a baby.
    Baby,
    /// Lost a baby or a pregnancy.
    Loss,
    /// Rather not say.
    NotSaid,
}

impl Now {
    /// Every answer, in the order in which it is asked.
    pub const ALL: [Self; 5] = [Self::Thinking, Self::Pregnant, Self::Baby, Self::Loss, Self::NotSaid];

    /// The code kept with a draft.
    pub fn code(self) -> &'static str {
        match self {
            Self::Thinking => "thinking",
            Self::Pregnant => "pregnant",
            Self::Baby => "baby",
            Self::Loss => "loss",
            Self::NotSaid => "not_said",
        }
    }

    /// The answer of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|now| now.code() == code)
    }
}

/// How things are, as far as it was told.
///
/// # Source
/// PRACTICE, PR-09: the situations that wording and templates must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// Thinking about a pregnancy.
    Preconception,
    /// Pregnant.
    Pregnant,
    /// A living baby at home.
    LivingBaby,
    /// Twins or more, of whom one was lost.
    TwinsOneLost,
    /// A baby in neonatal care.
    NeonatalCare,
    /// A baby who was removed or adopted, or lives elsewhere.
    BabyElsewhere,
    /// A baby; no more was told.
    Baby,
    /// A miscarriage.
    Miscarriage,
    /// An ectopic or molar pregnancy.
    EctopicOrMolar,
    /// A pregnancy that was ended, for any reason.
    Termination,
    /// A baby who died before birth.
    Stillbirth,
    /// A baby who died after birth.
    NeonatalDeath,
    /// A loss; no more was told.
    Loss,
    /// She would rather not say, or nobody knows.
    NotSaid,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 14] = [
        Self::Preconception,
        Self::Pregnant,
        Self::LivingBaby,
        Self::TwinsOneLost,
        Self::NeonatalCare,
        Self::BabyElsewhere,
        Self::Baby,
        Self::Miscarriage,
        Self::EctopicOrMolar,
        Self::Termination,
        Self::Stillbirth,
        Self::NeonatalDeath,
        Self::Loss,
        Self::NotSaid,
    ];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Preconception => "preconception",
            Self::Pregnant => "pregnant",
            Self::LivingBaby => "living_baby",
            Self::TwinsOneLost => "twins_one_lost",
            Self::NeonatalCare => "neonatal_care",
            Self::BabyElsewhere => "baby_elsewhere",
            Self::Baby => "baby",
            Self::Miscarriage => "miscarriage",
            Self::EctopicOrMolar => "ectopic_or_molar",
            Self::Termination => "termination",
            Self::Stillbirth => "stillbirth",
            Self::NeonatalDeath => "neonatal_death",
            Self::Loss => "loss",
            Self::NotSaid => "not_said",
        }
    }

    /// The situation of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|situation| situation.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Preconception => "Thinking about a pregnancy",
            Self::Pregnant => "Pregnant",
            Self::LivingBaby => "Baby at home",
            Self::TwinsOneLost => "Twins or more, one lost",
            Self::NeonatalCare => "Baby in neonatal care",
            Self::BabyElsewhere => "Baby lives elsewhere",
            Self::Baby => "Had a baby",
            Self::Miscarriage => "Miscarriage",
            Self::EctopicOrMolar => "Ectopic or molar pregnancy",
            Self::Termination => "Pregnancy ended",
            Self::Stillbirth => "Stillbirth",
            Self::NeonatalDeath => "Baby died after birth",
            Self::Loss => "Loss",
            Self::NotSaid => "Not said",
        }
    }

    /// Which of the first answers it belongs to.
    pub fn now(self) -> Now {
        match self {
            Self::Preconception => Now::Thinking,
            Self::Pregnant => Now::Pregnant,
            Self::LivingBaby | Self::TwinsOneLost | Self::NeonatalCare | Self::BabyElsewhere | Self::Baby => Now::Baby,
            Self::Miscarriage
            | Self::EctopicOrMolar
            | Self::Termination
            | Self::Stillbirth
            | Self::NeonatalDeath
            | Self::Loss => Now::Loss,
            Self::NotSaid => Now::NotSaid,
        }
    }

    /// The situation where only the first answer is known.
    pub fn of_now(now: Now) -> Self {
        match now {
            Now::Thinking => Self::Preconception,
            Now::Pregnant => Self::Pregnant,
            Now::Baby => Self::Baby,
            Now::Loss => Self::Loss,
            Now::NotSaid => Self::NotSaid,
        }
    }

    /// What more can be told where a first answer was given; the more is never demanded.
    pub fn of(now: Now) -> &'static [Self] {
        match now {
            Now::Thinking | Now::Pregnant | Now::NotSaid => &[],
            Now::Baby => &[Self::LivingBaby, Self::NeonatalCare, Self::TwinsOneLost, Self::BabyElsewhere],
            Now::Loss => {
                &[Self::Miscarriage, Self::EctopicOrMolar, Self::Termination, Self::Stillbirth, Self::NeonatalDeath]
            }
        }
    }

    /// Whether somebody died or a pregnancy ended: a no is then told by a person first (PR-14).
    pub fn is_loss(self) -> bool {
        self.now() == Now::Loss || matches!(self, Self::TwinsOneLost)
    }

    /// Whether words may speak of a baby who is with her.
    pub fn baby_with_her(self) -> bool {
        matches!(self, Self::LivingBaby | Self::TwinsOneLost)
    }
}

/// Where she is in pregnancy or after it, on a day, in words for a queue (PR-11).
///
/// `on` is when the pregnancy is expected to end or ended. Weeks pregnant are counted from 40 weeks before the due date.
pub fn stage_in_words(situation: Option<Situation>, on: Option<Date>, today: Date) -> String {
    let Some(on) = on else {
        return situation.unwrap_or(Situation::NotSaid).label().to_owned();
    };
    let after = day_number(today) - day_number(on);
    match situation.map(Situation::now) {
        Some(Now::Loss) => format!("{}, {}", label(situation), since(after.max(0), "since")),
        Some(Now::Baby) => format!("{}, {}", label(situation), since(after.max(0), "after birth")),
        Some(Now::Thinking | Now::Pregnant | Now::NotSaid) | None if after <= 0 => {
            let weeks = (280 + after).div_euclid(7);
            if (0..=42).contains(&weeks) { format!("{weeks} weeks pregnant") } else { format!("Due {on}") }
        }
        Some(Now::Pregnant) => format!("Pregnant, due {} ago", days_or_weeks(after)),
        Some(Now::Thinking | Now::NotSaid) | None => format!("{} after the end of a pregnancy", days_or_weeks(after)),
    }
}

fn label(situation: Option<Situation>) -> &'static str {
    situation.unwrap_or(Situation::NotSaid).label()
}

fn since(days: i32, what: &str) -> String {
    if what == "since" { format!("{} ago", days_or_weeks(days)) } else { format!("{} {what}", days_or_weeks(days)) }
}

fn days_or_weeks(days: i32) -> String {
    match days {
        1 => "1 day".to_owned(),
        0..=20 => format!("{days} days"),
        _ => format!("{} weeks", days / 7),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn codes_read_back_and_every_detail_belongs_to_its_first_answer() {
        for situation in Situation::ALL {
            assert_eq!(Situation::of_code(situation.code()), Some(situation));
        }
        for now in Now::ALL {
            assert_eq!(Now::of_code(now.code()), Some(now));
            assert_eq!(Situation::of_now(now).now(), now);
            assert!(Situation::of(now).iter().all(|detail| detail.now() == now));
        }
    }

    // PR-11
    #[test]
    fn the_stage_is_said_as_a_midwife_says_it() {
        let today = date(2026, 11, 22);
        for (situation, on, said) in [
            (Some(Situation::Pregnant), Some(date(2026, 11, 22)), "40 weeks pregnant"),
            (Some(Situation::Pregnant), Some(date(2027, 2, 14)), "28 weeks pregnant"),
            (Some(Situation::Pregnant), Some(date(2026, 11, 20)), "Pregnant, due 2 days ago"),
            (Some(Situation::Pregnant), None, "Pregnant"),
            (Some(Situation::LivingBaby), Some(date(2026, 11, 13)), "Baby at home, 9 days after birth"),
            (Some(Situation::LivingBaby), Some(date(2026, 11, 21)), "Baby at home, 1 day after birth"),
            (Some(Situation::LivingBaby), Some(date(2026, 10, 1)), "Baby at home, 7 weeks after birth"),
            (Some(Situation::Stillbirth), Some(date(2026, 11, 2)), "Stillbirth, 20 days ago"),
            (Some(Situation::Stillbirth), None, "Stillbirth"),
            (None, None, "Not said"),
            (None, Some(date(2026, 11, 1)), "3 weeks after the end of a pregnancy"),
        ] {
            assert_eq!(stage_in_words(situation, on, today), said, "{situation:?} {on:?}");
        }
    }
}
