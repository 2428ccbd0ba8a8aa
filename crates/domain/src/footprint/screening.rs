//! Where a footprint asks with questionnaires: at which routine contacts, what follows a positive answer, and which
//! treatment is suggested to a clinician (PR-24).

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::Footprint;
use crate::{person::day_number, referral::Referral, screening::InstrumentId};

/// What a routine contact is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactStage {
    /// From the beginning of the pregnancy, which is forty weeks before the due date.
    Pregnant,
    /// From the birth, or from the end of the pregnancy.
    AfterBirth,
}

impl ContactStage {
    /// Every stage.
    pub const ALL: [Self; 2] = [Self::Pregnant, Self::AfterBirth];

    /// The code in a footprint file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pregnant => "pregnant",
            Self::AfterBirth => "after_birth",
        }
    }
}

/// A routine contact at which everybody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutineContact {
    /// Its stable short code, which records carry.
    pub code: String,
    /// What staff call it.
    pub name: String,
    /// What its weeks are counted from.
    pub stage: ContactStage,
    /// The first week in which it belongs.
    pub from_week: u16,
    /// The last such week, the whole of it.
    pub to_week: u16,
    /// What is asked then, in this order.
    pub asks: Vec<InstrumentId>,
    /// The code of the source that states it.
    pub source: String,
}

/// The days in a pregnancy, from its beginning to the due date.
const PREGNANCY_DAYS: i32 = 280;

impl RoutineContact {
    /// The first and the last day on which it belongs, for a pregnancy that is due, or ended, on a day.
    ///
    /// # Errors
    /// None where the calendar ends.
    pub fn days(&self, due_or_end: Date) -> Option<(Date, Date)> {
        let begins = match self.stage {
            ContactStage::Pregnant => -PREGNANCY_DAYS,
            ContactStage::AfterBirth => 0,
        };
        let day = |offset: i32| due_or_end.checked_add(jiff::Span::new().try_days(i64::from(offset)).ok()?).ok();
        let first = begins + 7 * i32::from(self.from_week);
        let last = begins + 7 * i32::from(self.to_week) + 6;
        Some((day(first)?, day(last)?))
    }
}

/// What is asked after a positive answer to something else (S2, B1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What was positive.
    pub after: InstrumentId,
    /// What is offered then, in this order.
    pub offers: Vec<InstrumentId>,
    /// Whether all of it is asked, or one of it is chosen.
    pub all: bool,
    /// The code of the source that states it.
    pub source: String,
}

/// A treatment that a score suggests to a clinician, after the conversation; a rule never offers it by itself (PR-24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Its stable short code.
    pub code: String,
    /// What staff call it.
    pub name: String,
    /// What is scored.
    pub instrument: InstrumentId,
    /// The lowest total that suggests it.
    pub at_least: u16,
    /// The highest.
    pub at_most: u16,
    /// Her baby is younger than this many days; none where there need be no baby.
    pub baby_under_days: Option<u16>,
    /// The code of the source that states it.
    pub source: String,
}

/// Why a treatment is not suggested, or that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suggested {
    /// It is suggested.
    Yes,
    /// The total does not lie between its limits, or there is none.
    OutsideTotal,
    /// There is no living baby of that age, or its birth date is not known.
    NoBabyOfThatAge,
    /// Risk was answered and a named person has not yet said what was done.
    RiskOpen,
    /// Nobody asked about risk: that is not a no.
    RiskNotAsked,
}

impl Suggestion {
    /// Whether a total suggests it, for a baby of an age in days, where risk stands as it does.
    pub fn suggested(&self, total: Option<u16>, baby_days: Option<i32>, risk: RiskKnown) -> Suggested {
        let within = total.is_some_and(|total| (self.at_least..=self.at_most).contains(&total));
        if !within {
            return Suggested::OutsideTotal;
        }
        let of_age = |under: u16| baby_days.is_some_and(|days| (0..i32::from(under)).contains(&days));
        if !self.baby_under_days.is_none_or(of_age) {
            return Suggested::NoBabyOfThatAge;
        }
        match risk {
            RiskKnown::Open => Suggested::RiskOpen,
            RiskKnown::NotAsked => Suggested::RiskNotAsked,
            RiskKnown::Asked => Suggested::Yes,
        }
    }
}

/// What is known of risk when a treatment might be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RiskKnown {
    /// An answer about risk waits for a named person, or for what was done.
    Open,
    /// She was not asked.
    NotAsked,
    /// She was asked; whatever she said was dealt with by a person.
    Asked,
}

/// From which age on a questionnaire is sent where the local rules name no earlier one: what nobody has shown to be for
/// younger people is for adults only (PR-18).
pub const ADULT: u16 = 18;

/// An earlier age from which on a questionnaire is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromAge {
    /// The questionnaire.
    pub instrument: InstrumentId,
    /// The age in whole years.
    pub years: u16,
    /// The code of the source that states it.
    pub source: String,
}

/// Whether somebody has the age from which on a questionnaire is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfAge {
    /// She has.
    Yes,
    /// Her age is not known; it is sent from so many years on.
    NotKnown(u16),
    /// She is younger than so many years.
    TooYoung(u16),
}

/// How a footprint asks with questionnaires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningRules {
    /// The routine contacts, in the order of the file.
    pub contacts: Vec<RoutineContact>,
    /// What follows a positive answer.
    pub follow_ups: Vec<FollowUp>,
    /// The treatments that a score suggests.
    pub suggestions: Vec<Suggestion>,
    /// The questionnaires that are sent to somebody younger than [`ADULT`].
    pub ages: Vec<FromAge>,
    /// Within how many hours somebody reads what she answered by herself.
    pub read_within_hours: u16,
    /// Within how many hours somebody talks with her after a positive answer.
    pub talk_within_hours: u16,
    /// For how many days she can answer.
    pub open_days: u16,
}

impl Default for ScreeningRules {
    fn default() -> Self {
        Self {
            contacts: Vec::new(),
            follow_ups: Vec::new(),
            suggestions: Vec::new(),
            ages: Vec::new(),
            read_within_hours: 24,
            talk_within_hours: 72,
            open_days: 7,
        }
    }
}

impl ScreeningRules {
    /// By when somebody reads what she finished at an instant.
    pub fn read_by(&self, finished_at: Timestamp) -> Timestamp {
        finished_at + SignedDuration::from_hours(self.read_within_hours.into())
    }

    /// By when somebody talks with her about what was positive at an instant.
    pub fn talk_by(&self, scored_at: Timestamp) -> Timestamp {
        scored_at + SignedDuration::from_hours(self.talk_within_hours.into())
    }

    /// Until when she can answer what was given to her at an instant.
    pub fn open_until(&self, given_at: Timestamp) -> Timestamp {
        given_at + SignedDuration::from_hours(24 * i64::from(self.open_days))
    }

    /// A routine contact by its exact code.
    pub fn contact(&self, code: &str) -> Option<&RoutineContact> {
        self.contacts.iter().find(|contact| contact.code == code)
    }

    /// From which age on a questionnaire is sent.
    pub fn from_age(&self, instrument: &InstrumentId) -> u16 {
        self.ages.iter().find(|age| age.instrument == *instrument).map_or(ADULT, |age| age.years)
    }

    /// Whether somebody has that age on a day (PR-18).
    pub fn of_age(&self, instrument: &InstrumentId, referral: &Referral, on: Date) -> OfAge {
        let years = self.from_age(instrument);
        match referral.is_of_age(years, on) {
            Some(true) => OfAge::Yes,
            Some(false) => OfAge::TooYoung(years),
            None => OfAge::NotKnown(years),
        }
    }

    /// What follows a positive answer to an instrument.
    pub fn follow_up(&self, after: &InstrumentId) -> Option<&FollowUp> {
        self.follow_ups.iter().find(|follow| follow.after == *after)
    }
}

/// A baby's age in days; negative before the birth.
pub fn baby_days(born: Date, today: Date) -> i32 {
    day_number(today) - day_number(born)
}

impl Footprint {
    /// How it asks with questionnaires.
    pub fn screening(&self) -> &ScreeningRules {
        &self.screening
    }
}
