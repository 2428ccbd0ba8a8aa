//! Why a case is on the agenda, and what the meeting must know of it before it decides. Nothing here decides (D3, H20).

use jiff::{Timestamp, ToSpan, civil::Date};

use crate::{
    calendar::local_date,
    footprint::Footprint,
    front_door::{Concern, Situation},
};

/// What the agenda needs to know of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseFacts {
    /// When the referral came.
    pub received_at: Timestamp,
    /// By when somebody must do something about it.
    pub next_step_by: Timestamp,
    /// Whether a handover came back, or nobody answered it.
    pub returned: bool,
    /// Whether a sitting looked at it before.
    pub seen: bool,
    /// How often it was carried over since it was last decided.
    pub carried_over: u32,
    /// When it is looked at again, where a sitting carried it over.
    pub carried_until: Option<Timestamp>,
    /// When the pregnancy is expected to end, or ended.
    pub ends_on: Option<Date>,
    /// Whether what was told comes of the maternity experience itself: a birth, its fear, a loss.
    pub of_maternity: bool,
    /// Whether an earlier referral of hers ended with a no.
    pub rejected_before: bool,
}

/// Why a case is on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listed {
    /// A team gave it back, or did not answer.
    Returned,
    /// Its time has run out.
    Overdue,
    /// A sitting carried it over.
    CarriedOver,
    /// A sitting asked for more.
    Asked,
    /// No sitting has seen it.
    New,
}

impl Listed {
    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Returned => "Returned",
            Self::Overdue => "Overdue",
            Self::CarriedOver => "Carried over",
            Self::Asked => "More was asked",
            Self::New => "New",
        }
    }
}

/// Why a case is on the agenda: the first reason that holds.
pub fn listed(facts: &CaseFacts, now: Timestamp) -> Listed {
    if facts.returned {
        Listed::Returned
    } else if facts.carried_over > 0 && facts.carried_until.is_some_and(|until| now <= until) {
        // Its time is the one that the sitting set. That its clock ran out stands beside it, and in the queue.
        Listed::CarriedOver
    } else if facts.next_step_by < now {
        Listed::Overdue
    } else if facts.carried_over > 0 {
        Listed::CarriedOver
    } else if facts.seen {
        Listed::Asked
    } else {
        Listed::New
    }
}

/// Where a referral lies to the time in which the service cares for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// Within it.
    Inside,
    /// Later than the local rules take an illness after a birth as one of this time, and nothing that was told comes of the
    /// maternity experience itself, for which there is longer: discussed (D3).
    PastIllness,
    /// Later than it: discussed, and never declined by a rule (D3).
    Outside,
    /// No date is known.
    NotKnown,
}

/// Where a day lies to the window: until as many months after the birth or the loss as the local rules say, that day
/// included. Some give an illness less than what comes of the maternity experience itself.
pub fn window(ends_on: Option<Date>, of_maternity: bool, on: Date, footprint: &Footprint) -> Window {
    let Some(ends_on) = ends_on else { return Window::NotKnown };
    let later_than = |months: u16| ends_on.checked_add(i32::from(months).months()).is_ok_and(|last| on > last);
    let care = footprint.care();
    if later_than(care.until_months) {
        Window::Outside
    } else if !of_maternity && care.illness_until_months.is_some_and(later_than) {
        Window::PastIllness
    } else {
        Window::Inside
    }
}

/// Whether what was told comes of the maternity experience itself.
pub fn of_maternity<'a>(situation: Option<Situation>, concerns: impl IntoIterator<Item = &'a Concern>) -> bool {
    situation.is_some_and(Situation::is_loss)
        || concerns.into_iter().any(|told| match told {
            Concern::BirthTrauma | Concern::FearOfBirth | Concern::Loss | Concern::WithBaby => true,
            Concern::Low
            | Concern::Anxious
            | Concern::IntrusiveThoughts
            | Concern::Eating
            | Concern::EarlierTrauma
            | Concern::Planning
            | Concern::Other => false,
        })
}

/// What the meeting must know of a case before it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// How often it was carried over, where that is as often as the local rules flag, or would be with once more.
    pub carried_over: Option<u32>,
    /// Whether somebody should have done something about it before now.
    pub overdue: bool,
    /// Where the day of receipt lies to the window.
    pub window: Window,
    /// Whether she was turned away before: what has changed since?
    pub rejected_before: bool,
}

/// What the meeting must know of a case before it decides.
pub fn marks(facts: &CaseFacts, now: Timestamp, footprint: &Footprint) -> Marks {
    let received_on = local_date(facts.received_at);
    Marks {
        carried_over: flagged(facts.carried_over, footprint),
        overdue: facts.next_step_by < now,
        window: received_on.map_or(Window::NotKnown, |on| window(facts.ends_on, facts.of_maternity, on, footprint)),
        rejected_before: facts.rejected_before,
    }
}

/// How often a case was carried over, where that is as often as the local rules flag, or would be with once more.
pub fn flagged(carried_over: u32, footprint: &Footprint) -> Option<u32> {
    let often = carried_over + 1 >= u32::from(footprint.meeting.carry_over_flag);
    Some(carried_over).filter(|times| often && *times > 0)
}
