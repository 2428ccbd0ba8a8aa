//! What is due, and when next: asked of the rules, by people's lists and by the service itself.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use super::{Deciding, Referral, ReferralCommand, Stage, care_ends_on, receipt::LOOK_WITHIN};
use crate::calendar::LONDON;

/// Months after a birth or a loss for which a specialist team cares.
///
/// # Source
/// Seed 001: "until the infant is 24 months for existing clients, where there is still a clinical need".
const CARE_MONTHS: u16 = 24;

/// How long before the end somebody is warned.
const WARNED_BEFORE: SignedDuration = SignedDuration::from_hours(8 * 7 * 24);

/// When somebody must look next (INV-01): the earliest of everything that waits for a person.
pub(super) fn for_people(referral: &Referral) -> Option<Timestamp> {
    let triage = &referral.triage;
    let before_deciding =
        [triage.waiting.as_ref().map(|waiting| waiting.until), triage.letter_due.as_ref().map(|due| due.by)];
    let first = waits(referral).chain(before_deciding.into_iter().flatten()).min();
    let rest = triage.last_step_at.map(|last| last + LOOK_WITHIN);
    match referral.stage {
        // Nobody's case rests for longer than a day before it is decided, whatever else is waited for.
        Stage::Pending(_) => first.into_iter().chain(rest).min(),
        Stage::Accepted { .. } => first.or(rest),
        Stage::Discharged { .. } | Stage::Ended { .. } => None,
    }
}

/// Everything that waits for a person and that a decision does not answer.
pub(super) fn waits(referral: &Referral) -> impl Iterator<Item = Timestamp> + '_ {
    let waits = [
        referral.clock_ends(),
        referral.handover.as_ref().map(|handover| handover.answer_by),
        referral.onward_open().map(|onward| onward.chase_by),
        referral.care.next_contact_by,
        referral.meeting.until,
    ];
    waits.into_iter().flatten().chain(referral.triage.open_tasks().map(|(_, due_by)| due_by))
}

/// When the service itself must next do something about it; none while only people can, and none once it was erased:
/// nobody could be told of whom.
pub fn system_due(referral: &Referral) -> Option<Timestamp> {
    referral.held().filter(|_| !referral.erased())?;
    let climbs = referral.climbs_since().map(|since| referral.triage.ladder.next_at.unwrap_or(since));
    let lapses = referral.handover.as_ref().map(|handover| handover.answer_by);
    [climbs, lapses, looks_back(referral), warns_at(referral)].into_iter().flatten().min()
}

/// What the service itself does about a referral now: an ordinary command of the system, the most pressing first.
pub fn due_now(referral: &Referral, deciding: &Deciding<'_>) -> Option<ReferralCommand> {
    let now = deciding.now;
    referral.held().filter(|_| !referral.erased())?;
    let climbs = referral.climbs_since().map(|since| referral.triage.ladder.next_at.unwrap_or(since));
    if climbs.is_some_and(|at| at <= now) {
        return Some(ReferralCommand::ClimbLadder);
    }
    if referral.handover.as_ref().is_some_and(|handover| handover.answer_by <= now) {
        return Some(ReferralCommand::LetHandoverLapse);
    }
    if looks_back(referral).is_some_and(|at| at <= now) {
        // What was found is filled in by whoever can read other referrals.
        return Some(ReferralCommand::LookBack { earlier: Vec::new() });
    }
    warns_at(referral).is_some_and(|at| at <= now).then_some(ReferralCommand::WarnOfTheEnd)
}

/// An earlier no is looked for as soon as it has come in; history that was imported is as it was.
fn looks_back(referral: &Referral) -> Option<Timestamp> {
    let new = referral.import.is_none() && !referral.triage.looked_back;
    new.then_some(referral.received_at)
}

/// The day on which her time in this service ends, while that was not told to anybody.
pub(super) fn end_to_warn_of(referral: &Referral) -> Option<Date> {
    let in_care = matches!(referral.stage, Stage::Accepted { .. }) && !referral.care.warned;
    in_care.then(|| care_ends_on(referral, CARE_MONTHS)).flatten()
}

fn warns_at(referral: &Referral) -> Option<Timestamp> {
    let ends_on = end_to_warn_of(referral)?;
    let midnight = ends_on.to_zoned(LONDON.clone()?).ok()?.timestamp();
    Some(midnight - WARNED_BEFORE)
}

/// The last instant of a local day; where the calendar ends, that instant.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.checked_add(1.day()).unwrap_or(day);
    let midnight = LONDON.clone().and_then(|zone| next.to_zoned(zone).ok());
    midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp() - SignedDuration::from_millis(1))
}
