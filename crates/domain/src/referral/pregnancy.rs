//! A new pregnancy while somebody is with us: a dated fact of its own. It makes her time here longer, and never shorter (T5).

use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, RaisedTask, Referral, ReferralEvent,
    receipt::{local_day, raised},
    step::{raise, staff},
};
use crate::{
    disallowed::Disallowed,
    front_door::{Asked, Situation, Story, TaskKind, urgency},
    person::{ContactChoices, Pregnancy},
};

/// The longest time before the day on which a baby is due, and the longest that it may be overdue, in weeks.
///
/// # Source
/// A pregnancy is dated to 40 weeks; NICE NG207 offers induction from 41 weeks. Two more for a date that is put right.
const LONGEST_WEEKS: i64 = 42;
const OVERDUE_WEEKS: i64 = 3;

/// She is pregnant, with another pregnancy than the one that the referral came with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PregnancyRecorded {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The pregnancy, with the day on which the baby is due.
    pub pregnancy: Pregnancy,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
}

impl Referral {
    /// The newest pregnancy or birth that is known of her here.
    pub fn newest_pregnancy(&self) -> Option<&Pregnancy> {
        self.pregnancies.last().or(self.pregnancy.as_ref())
    }

    /// When the newest pregnancy is expected to end, or ended.
    pub fn ends_on(&self) -> Option<Date> {
        self.newest_pregnancy().map(|pregnancy| pregnancy.due_or_end_on)
    }

    /// How things are: as it was told, or pregnant where that became known since.
    pub fn situation(&self) -> Option<Situation> {
        if self.pregnancies.is_empty() { self.asked.situation } else { Some(Situation::Pregnant) }
    }

    /// The latest day from which her time here is counted: of every pregnancy and birth that is known, so that none makes it
    /// shorter.
    pub(super) fn counted_from(&self) -> Option<Date> {
        self.pregnancies.iter().chain(&self.pregnancy).map(|pregnancy| pregnancy.due_or_end_on).max()
    }
}

/// A new pregnancy: where a severe illness is known it may raise the urgency and a review, as at the door.
///
/// # Errors
/// When nobody of ours says so, or the day cannot be.
pub(super) fn recorded(
    referral: &Referral,
    due_on: Date,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let by = staff(deciding.actor)?;
    let (at, today) = (deciding.now, local_day(deciding.now));
    let first = today.checked_sub(OVERDUE_WEEKS.weeks()).unwrap_or(today);
    let last = today.checked_add(LONGEST_WEEKS.weeks()).unwrap_or(today);
    if !(first..=last).contains(&due_on) {
        return Err(Disallowed::DueOnUnclear);
    }
    if referral.ends_on() == Some(due_on) {
        return Err(Disallowed::KnownAlready);
    }
    let asked = Asked { situation: Some(Situation::Pregnant), ..referral.asked.clone() };
    let raises = urgency::Raises {
        asked: &asked,
        story: &Story::default(),
        contact: &ContactChoices::default(),
        birth_date: None,
        pregnancy_ends_on: Some(due_on),
        today,
    };
    let tasks = raised(&raises, at, deciding.footprint);
    let tasks = tasks.into_iter().filter(|raised| raised.task == TaskKind::SameDayReview).collect();
    let before = urgency::priority(&referral.asked, referral.ends_on(), today);
    let to = urgency::priority(&asked, Some(due_on), today);
    let pregnancy = Pregnancy { due_or_end_on: due_on, outcome: None };
    let recorded = PregnancyRecorded { at, by, pregnancy, tasks };
    let higher = (to < before).then(|| raise(referral, to, None, deciding)).flatten();
    Ok([Some(ReferralEvent::PregnancyRecorded(recorded)), higher.map(ReferralEvent::PriorityRaised)]
        .into_iter()
        .flatten()
        .collect())
}

/// The referral after it. What was due because her time here ended is asked again when it ends then.
pub(super) fn evolve(referral: &mut Referral, recorded: &PregnancyRecorded) {
    let before = referral.counted_from();
    referral.pregnancies.push(recorded.pregnancy.clone());
    if referral.counted_from() > before {
        referral.care.warned = false;
        if let Some(task) = referral.triage.tasks.get_mut(&TaskKind::CareEnds) {
            task.done_at.get_or_insert(recorded.at);
        }
    }
    referral.triage.raise(&recorded.tasks);
    super::evolve::stepped(referral, recorded.at);
}
