//! How long something may take: for what, for which priority, and from when that rule held.

use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::Footprint;
use crate::{
    calendar::{Holidays, NotComputed, Working, end_of_day, local_date},
    referral::Priority,
};

/// The most that any footprint may allow for an emergency (INV-07).
///
/// # Source
/// Standard S01: NICE CG192 as reported, and the Dorset service specification.
pub const EMERGENCY_HOURS: u16 = 4;

/// What a clock is for: where it begins, and what stops it (PR-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// The answer to a referral: from its receipt, or from when it became more urgent, to the first attended assessment.
    Response,
    /// The first look of duty: from the receipt to the first entry of triage.
    Triage,
    /// From the receipt to the first attended assessment.
    Assessment,
    /// Psychological treatment: from the receipt to its beginning.
    Treatment,
    /// Psychological treatment: from the assessment to its beginning.
    TreatmentAfterAssessment,
    /// Counselling before a pregnancy: from the receipt.
    Preconception,
    /// The answer of a team to which a referral is offered: from the offer.
    HandoverAnswer,
    /// The letter that a decision waits for: from the decision.
    Letter,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 8] = [
        Self::Response,
        Self::Triage,
        Self::Assessment,
        Self::Treatment,
        Self::TreatmentAfterAssessment,
        Self::Preconception,
        Self::HandoverAnswer,
        Self::Letter,
    ];

    /// The word of the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Triage => "triage",
            Self::Assessment => "assessment",
            Self::Treatment => "treatment",
            Self::TreatmentAfterAssessment => "treatment_after_assessment",
            Self::Preconception => "preconception",
            Self::HandoverAnswer => "handover_answer",
            Self::Letter => "letter",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Response => "Response",
            Self::Triage => "First look by duty",
            Self::Assessment => "Assessment",
            Self::Treatment => "Start of psychological treatment, from the referral",
            Self::TreatmentAfterAssessment => "Start of psychological treatment, from the assessment",
            Self::Preconception => "Counselling before a pregnancy",
            Self::HandoverAnswer => "Answer to an offered handover",
            Self::Letter => "Letter after a decision",
        }
    }

    /// Whether somebody waits unseen meanwhile, so that an emergency is held to [`EMERGENCY_HOURS`] whatever a file says.
    pub fn is_held_to_four_hours_in_an_emergency(self) -> bool {
        match self {
            Self::Response | Self::HandoverAnswer => true,
            Self::Triage
            | Self::Assessment
            | Self::Treatment
            | Self::TreatmentAfterAssessment
            | Self::Preconception
            | Self::Letter => false,
        }
    }
}

/// How long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockLimit {
    /// So many hours that pass, whatever the wall clock does.
    Elapsed {
        /// Hours.
        hours: u16,
    },
    /// So many hours in which duty is open.
    WorkingHours {
        /// Hours.
        hours: u16,
    },
    /// To the close of duty so many working days after the first local day.
    WorkingDays {
        /// Working days after the first day.
        days: u16,
    },
    /// To the end of the local day so many days after the first.
    Calendar {
        /// Days after the first.
        days: u16,
    },
}

/// A limit, for what and for whom it is, and when that rule held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What it is for.
    pub purpose: Purpose,
    /// The priority it is for; none where it is for each that has no clock of its own.
    pub priority: Option<Priority>,
    /// How long it may take.
    pub limit: ClockLimit,
    /// The first day on which what begins is judged by it.
    pub from: Date,
    /// The last such day; none while nothing later is written.
    pub until: Option<Date>,
    /// The code of the source that states it.
    pub source: String,
    /// The code of the source that allows to pause it; none where it may not be paused.
    pub pause_source: Option<String>,
}

/// Why a clock may not be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoPause {
    /// The footprint has no rule that allows it.
    #[error("no rule of the footprint allows to pause this clock")]
    NotAllowed,
    /// It is an emergency.
    #[error("the clock of an emergency is never paused")]
    Emergency,
    /// Nobody said why.
    #[error("say why the clock is paused")]
    ReasonMissing,
}

impl Clock {
    /// Whether what began on this local date is judged by it, unless a later rule also is.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }

    /// Whether it may be paused for a referral of this priority, for a reason that is given.
    ///
    /// # Errors
    /// [`NoPause`]: an emergency never is, whatever a file says.
    pub fn may_pause(&self, priority: Priority, why: &str) -> Result<(), NoPause> {
        if priority == Priority::Emergency {
            Err(NoPause::Emergency)
        } else if self.pause_source.is_none() {
            Err(NoPause::NotAllowed)
        } else if why.trim().is_empty() {
            Err(NoPause::ReasonMissing)
        } else {
            Ok(())
        }
    }
}

impl ClockLimit {
    /// When it ends.
    ///
    /// # Errors
    /// [`NotComputed`]: working time is never computed over a year whose holidays are not known (H12).
    pub fn ends_at(self, started_at: Timestamp, working: Working<'_>) -> Result<Timestamp, NotComputed> {
        match self {
            Self::Elapsed { hours } => {
                started_at.checked_add(SignedDuration::from_hours(i64::from(hours))).map_err(|_| NotComputed::NoEnd)
            }
            Self::WorkingHours { hours } => working.hours_after(started_at, hours),
            Self::WorkingDays { days } => working.days_after(started_at, days),
            Self::Calendar { days } => end_of_day(started_at, days).ok_or(NotComputed::NoEnd),
        }
    }

    /// The end of a clock that stood still from one instant to another: later by what would have passed of it meanwhile.
    ///
    /// # Errors
    /// [`NotComputed`]: working time is never computed over a year whose holidays are not known (H12).
    pub fn later_by(
        self,
        ends_at: Timestamp,
        (from, until): (Timestamp, Timestamp),
        working: Working<'_>,
    ) -> Result<Timestamp, NotComputed> {
        match self {
            Self::Elapsed { .. } => ends_at.checked_add(until.duration_since(from)).map_err(|_| NotComputed::NoEnd),
            Self::WorkingHours { .. } => working.time_after(ends_at, working.time_between(from, until)?),
            Self::WorkingDays { .. } => match working.days_between(from, until)? {
                0 => Ok(ends_at),
                days => working.days_after(ends_at, days),
            },
            Self::Calendar { .. } => {
                let (first, last) = (local_date(from), local_date(until));
                let days = first.zip(last).and_then(|(first, last)| first.until(last).ok()).map(|span| span.get_days());
                let days = days.and_then(|days| u16::try_from(days).ok()).ok_or(NotComputed::NoEnd)?;
                end_of_day(ends_at, days).ok_or(NotComputed::NoEnd)
            }
        }
    }

    /// Whether it is counted in working time, and so depends on holidays.
    pub fn is_working(self) -> bool {
        match self {
            Self::WorkingHours { .. } | Self::WorkingDays { .. } => true,
            Self::Elapsed { .. } | Self::Calendar { .. } => false,
        }
    }
}

impl fmt::Display for ClockLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (many, of) = match self {
            Self::Elapsed { hours } => (hours, "hour"),
            Self::WorkingHours { hours } => (hours, "working hour"),
            Self::WorkingDays { days } => (days, "working day"),
            Self::Calendar { days } => (days, "day"),
        };
        write!(f, "{many} {of}{}", if *many == 1 { "" } else { "s" })
    }
}

/// A clock whose end is not known if it begins now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownEnd {
    /// The clock.
    pub clock: Clock,
    /// Why.
    pub why: NotComputed,
}

impl fmt::Display for UnknownEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the clock for {}", self.clock.purpose.code())?;
        if let Some(priority) = self.clock.priority {
            write!(f, ", {},", priority.code())?;
        }
        write!(f, " cannot be computed: {}; ", self.why)?;
        match self.clock.purpose {
            Purpose::Response => write!(f, "a referral that comes now gets {EMERGENCY_HOURS} hours instead"),
            _ => f.write_str("no end is shown for it"),
        }
    }
}

impl Footprint {
    /// The clocks in the order of the file.
    pub fn clocks(&self) -> &[Clock] {
        &self.clocks
    }

    /// The clock that held on a local date: the one of the priority, or else the one for every priority.
    pub fn clock(&self, purpose: Purpose, priority: Priority, on: Date) -> Option<&Clock> {
        self.clocks
            .iter()
            .filter(|clock| clock.purpose == purpose && clock.holds_on(on))
            .filter(|clock| clock.priority.is_none_or(|wanted| wanted == priority))
            .max_by_key(|clock| (clock.priority, clock.from))
    }

    /// When working time passes here: while duty is open.
    pub fn working(&self) -> Working<'_> {
        Working { hours: &self.duty, holidays: &self.holidays }
    }

    /// When something ends that began at an instant, by the clock that held on that day in Europe/London.
    ///
    /// An emergency always has an answer where somebody waits unseen, and never a later one than four elapsed hours.
    ///
    /// # Errors
    /// [`NotComputed`] where no clock held, or its end is not known; never a guess.
    pub fn ends_at(
        &self,
        purpose: Purpose,
        priority: Priority,
        started_at: Timestamp,
    ) -> Result<Timestamp, NotComputed> {
        self.ends_at_with(&self.holidays, purpose, priority, started_at)
    }

    /// When it ends by these clocks and hours, and by the holidays of another version of the footprint.
    ///
    /// # Errors
    /// As [`Footprint::ends_at`].
    pub fn ends_at_with(
        &self,
        holidays: &Holidays,
        purpose: Purpose,
        priority: Priority,
        started_at: Timestamp,
    ) -> Result<Timestamp, NotComputed> {
        let working = Working { hours: &self.duty, holidays };
        let by_rule = local_date(started_at)
            .and_then(|on| self.clock(purpose, priority, on))
            .ok_or(NotComputed::NoClock)
            .and_then(|clock| clock.limit.ends_at(started_at, working));
        if priority == Priority::Emergency && purpose.is_held_to_four_hours_in_an_emergency() {
            let latest = ClockLimit::Elapsed { hours: EMERGENCY_HOURS }.ends_at(started_at, working)?;
            return Ok(by_rule.map_or(latest, |at| at.min(latest)));
        }
        by_rule
    }

    /// By when a referral must be answered whose priority became this at `started_at`: receipt for most, the raising or the
    /// risk answer for one that became an emergency later.
    ///
    /// For an emergency there always is one. For another priority there is none where no clock held on that day, which can
    /// only be before [`Footprint::starts_on`], or where its end is not known ([`Footprint::ends_at`] says which).
    pub fn respond_by(&self, priority: Priority, started_at: Timestamp) -> Option<Timestamp> {
        self.ends_at(Purpose::Response, priority, started_at).ok()
    }

    /// The clocks of the day whose end is not known if they begin now.
    pub fn unknown_ends(&self, now: Timestamp) -> Vec<UnknownEnd> {
        let Some(on) = local_date(now) else { return Vec::new() };
        let held = self.clocks.iter().filter(|clock| clock.holds_on(on));
        held.filter_map(|clock| {
            let why = clock.limit.ends_at(now, self.working()).err()?;
            Some(UnknownEnd { clock: clock.clone(), why })
        })
        .collect()
    }
}
