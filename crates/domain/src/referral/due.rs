//! What is due, and when next: asked of the rules, by people's lists and by the service itself.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use super::{
    ClaimReleased, Deciding, Priority, Referral, ReferralCommand, ReferralEvent, Stage, appointment, care_ends_on,
    pause, receipt::LOOK_WITHIN, risk,
};
use crate::{calendar::LONDON, disallowed::Disallowed, footprint::Footprint};

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
        pause::resumes_at(referral),
        risk::look_by(referral),
    ];
    waits.into_iter().flatten().chain(referral.triage.open_tasks().map(|(_, due_by)| due_by))
}

/// When the service itself must next do something about it; none while only people can.
pub fn system_due(referral: &Referral, footprint: &Footprint) -> Option<Timestamp> {
    let (lapses, resumes) = (lapses_at(referral), pause::resumes_at(referral));
    if watched(referral).is_none() {
        // A risk answer is heard and told whatever the stage.
        return lapses.into_iter().chain(resumes).chain(risk::due_at(referral)).min();
    }
    let all = [
        climbs_at(referral),
        risk::due_at(referral),
        lets_go_at(referral),
        lapses,
        resumes,
        looks_back_at(referral),
        warns_at(referral, footprint),
        appointment::to_remind(referral).map(|(_, at)| at),
    ];
    all.into_iter().flatten().min()
}

/// What the service itself does about a referral now: an ordinary command of the system, the most pressing first.
pub fn due_now(referral: &Referral, deciding: &Deciding<'_>) -> Option<ReferralCommand> {
    let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= deciding.now);
    // What was erased keeps its promises: an offer still ends, and a clock that stands still runs again.
    let resumes = due(pause::resumes_at(referral)).then_some(ReferralCommand::ResumeClock);
    let risk = risk::due_now(referral, deciding.now);
    if watched(referral).is_none() && risk.is_none() {
        return due(lapses_at(referral)).then_some(ReferralCommand::LetHandoverLapse).or(resumes);
    }
    if due(climbs_at(referral)) {
        return Some(ReferralCommand::ClimbLadder);
    }
    if risk.is_some() {
        return risk;
    }
    if due(lets_go_at(referral)) {
        return Some(ReferralCommand::Release);
    }
    if due(lapses_at(referral)) {
        return Some(ReferralCommand::LetHandoverLapse);
    }
    if resumes.is_some() {
        return resumes;
    }
    if due(looks_back_at(referral)) {
        // What was found is filled in by whoever can read other referrals.
        return Some(ReferralCommand::LookBack { earlier: Vec::new() });
    }
    if let Some((number, _)) = appointment::to_remind(referral).filter(|(_, at)| *at <= deciding.now) {
        return Some(ReferralCommand::Remind { number });
    }
    due(warns_at(referral, deciding.footprint)).then_some(ReferralCommand::WarnOfTheEnd)
}

/// Whether the service looks at it: while it is open, and what identifies her is held.
fn watched(referral: &Referral) -> Option<()> {
    (referral.held().is_some() && !referral.erased()).then_some(())
}

/// An offer that nobody answers ends, also where what identified her was erased: an erasure takes words away, and no promise.
fn lapses_at(referral: &Referral) -> Option<Timestamp> {
    referral.held()?;
    referral.handover.as_ref().map(|handover| handover.answer_by)
}

/// An emergency that nobody has by name goes on to the next step of the ladder.
fn climbs_at(referral: &Referral) -> Option<Timestamp> {
    referral.climbs_since().map(|since| referral.triage.ladder.next_at.unwrap_or(since))
}

/// Whoever took an emergency has it until its clock runs out. If she is not assessed by then it is everybody's again: the
/// claim is let go, and it climbs the ladder. Whoever takes it after that keeps it.
fn lets_go_at(referral: &Referral) -> Option<Timestamp> {
    let (claim, ends) = (referral.triage.claim.as_ref()?, referral.clock_ends()?);
    let held = referral.priority == Some(Priority::Emergency) && referral.climbs_since().is_none();
    (held && claim.at < ends).then_some(ends)
}

/// The claim of an emergency is let go by the service itself.
///
/// # Errors
/// When it is not due.
pub(super) fn let_go(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    match lets_go_at(referral) {
        Some(at) if at <= deciding.now => Ok(ReferralEvent::ClaimReleased(ClaimReleased { at: deciding.now })),
        Some(_) | None => Err(Disallowed::NotDue),
    }
}

/// An earlier no is looked for as soon as it has come in; history that was imported is as it was.
fn looks_back_at(referral: &Referral) -> Option<Timestamp> {
    (referral.import.is_none() && !referral.triage.looked_back).then_some(referral.received_at)
}

/// The day on which her time in this service ends, where somebody must be told of it now.
pub(super) fn end_to_warn_of(referral: &Referral, deciding: &Deciding<'_>) -> Option<Date> {
    warns_at(referral, deciding.footprint).filter(|at| *at <= deciding.now)?;
    end_not_told(referral, deciding.footprint)
}

/// That day, while nobody was told of it.
fn end_not_told(referral: &Referral, footprint: &Footprint) -> Option<Date> {
    let in_care = matches!(referral.stage, Stage::Accepted { .. }) && !referral.care.warned;
    in_care.then(|| care_ends_on(referral, footprint.care().until_months)).flatten()
}

fn warns_at(referral: &Referral, footprint: &Footprint) -> Option<Timestamp> {
    let warned_on = end_not_told(referral, footprint)?;
    let warned_on = warned_on.checked_sub(i64::from(footprint.care().warn_weeks).weeks()).ok()?;
    Some(warned_on.to_zoned(LONDON.clone()?).ok()?.timestamp())
}

/// The last instant of a local day; where the calendar ends, that instant.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.checked_add(1.day()).unwrap_or(day);
    let midnight = LONDON.clone().and_then(|zone| next.to_zoned(zone).ok());
    midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp() - SignedDuration::from_millis(1))
}
