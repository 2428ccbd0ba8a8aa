//! The perinatal calendar: where she is on a day, and until when each team takes her (X3, D3).
//!
//! # Source
//! Windows are data of the footprint, in months of the calendar from the birth or the loss, the last day included. A loss
//! counts from its own date and lasts as long as a birth does (H21). While nobody knows that a pregnancy ended, no window of
//! the time after it has begun, however long ago the due date was.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::Facts;
use crate::{
    footprint::{Footprint, PathwayStage, Threshold},
    person::day_number,
};

/// The days of a pregnancy, from its beginning to the due date.
const PREGNANCY_DAYS: i32 = 280;

/// Where she is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// So many whole weeks and days of a pregnancy.
    Pregnant {
        /// The weeks.
        weeks: i32,
        /// The days beyond them.
        days: i32,
    },
    /// The due date went by, and nobody has said that the pregnancy ended.
    PastDue {
        /// The days since.
        days: i32,
    },
    /// So many whole weeks after a birth or a loss.
    After {
        /// The weeks.
        weeks: i32,
    },
    /// No date is known, or none belongs to the stage.
    NotKnown,
}

/// Where she is on a day.
pub fn counted(facts: &Facts, on: Date) -> Counted {
    let Some(ends_on) = facts.ends_on else { return Counted::NotKnown };
    let after = day_number(on) - day_number(ends_on);
    match facts.stage {
        Some(PathwayStage::Pregnant) if after > 0 => Counted::PastDue { days: after },
        Some(PathwayStage::Pregnant) => {
            let pregnant = (PREGNANCY_DAYS + after).max(0);
            Counted::Pregnant { weeks: pregnant / 7, days: pregnant % 7 }
        }
        Some(PathwayStage::AfterBirth | PathwayStage::AfterLoss) => Counted::After { weeks: after.max(0) / 7 },
        Some(PathwayStage::Preconception) | None => Counted::NotKnown,
    }
}

/// Until when a criterion takes her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Until {
    /// Up to this day, which is included.
    On(Date),
    /// It has no end at her stage.
    NoEnd,
    /// The stage or the day from which it counts is not known.
    NotKnown,
}

/// Until when a criterion takes her.
pub fn until(footprint: &Footprint, threshold: &Threshold, facts: &Facts) -> Until {
    let ends = footprint.care().until_months;
    let months = threshold.until_months.map_or(ends, |months| months.min(ends));
    let counts = |from: Option<Date>| match from.and_then(|from| from.checked_add(i32::from(months).months()).ok()) {
        Some(last) => Until::On(last),
        None => Until::NotKnown,
    };
    match facts.stage {
        Some(stage) if stage.has_months() => counts(facts.ends_on),
        // Until somebody says that the pregnancy ended, no window after it has begun.
        Some(_) => Until::NoEnd,
        None => Until::NotKnown,
    }
}

/// How long a team is open to her, beside the clock of the referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Open {
    /// As long as the clock and longer, or without an end.
    LongEnough,
    /// The window closes before the clock does: somebody has to answer sooner.
    ClosesBeforeClock,
    /// It is closed: a question to the meeting.
    Closed,
    /// Not known.
    NotKnown,
}

impl Open {
    /// How a window stands on a day to a clock that ends at an instant.
    pub fn of(until: Until, on: Date, respond_by: Option<Timestamp>) -> Self {
        let clock_ends = respond_by.and_then(crate::calendar::local_date);
        match until {
            Until::NotKnown => Self::NotKnown,
            Until::NoEnd => Self::LongEnough,
            Until::On(last) if last < on => Self::Closed,
            Until::On(last) if clock_ends.is_some_and(|ends| last < ends) => Self::ClosesBeforeClock,
            Until::On(_) => Self::LongEnough,
        }
    }
}
