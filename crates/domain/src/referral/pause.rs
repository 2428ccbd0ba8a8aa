//! Pausing the response clock: only where the footprint allows it, with a reason, until a day, and never for an emergency. The
//! time that passes is shown as it passes; what stands still is only by when an answer is owed (D21).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Priority, Referral, ReferralEvent, Said,
    receipt::local_day,
    step::{clinician, staff, words},
};
use crate::{
    actor::Actor,
    calendar::{LONDON, NotComputed},
    disallowed::Disallowed,
    footprint::{Clock, Footprint, NoPause, Purpose},
};

/// A pause is for so many days at most; whoever wants a longer one looks again and says why.
///
/// No source gives a limit: this project's own.
pub const LONGEST_PAUSE_DAYS: i32 = 28;

/// A clock that stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub from: Timestamp,
    /// When it runs again by itself.
    pub until: Timestamp,
    /// The code of the source that allows it.
    pub source: String,
}

/// The response clock was paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPaused {
    /// When.
    pub at: Timestamp,
    /// The account that paused it.
    pub by: String,
    /// When it runs again by itself.
    pub until: Timestamp,
    /// The end of the clock as it stood.
    pub ends: Timestamp,
    /// The code of the source that allows it.
    pub source: String,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// The response clock runs again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockResumed {
    /// When it was written down.
    pub at: Timestamp,
    /// The account that let it run again; none where its day had come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// From when it runs: where its day came while no server ran, from that day.
    pub runs_from: Timestamp,
    /// The end of the clock before.
    pub from: Timestamp,
    /// Its end from there.
    pub to: Timestamp,
}

impl Referral {
    /// The pause of its response clock, while it stands still.
    pub fn pause(&self) -> Option<&Pause> {
        self.triage.paused.as_ref().filter(|_| self.held().is_some() && self.responded_at.is_none())
    }
}

/// The clock of the response by which a referral is judged now: that of its urgency, on the day on which it got it.
fn clock_of<'f>(referral: &Referral, footprint: &'f Footprint) -> Option<(Priority, &'f Clock)> {
    let counted = referral.triage.counted_from.last()?;
    let clock = footprint.clock(Purpose::Response, counted.priority, local_day(counted.since))?;
    Some((counted.priority, clock))
}

/// The code of the source that allows to pause its clock now; none where nothing does, it stands, or it has run out.
pub fn may_be_paused<'f>(referral: &Referral, footprint: &'f Footprint, now: Timestamp) -> Option<&'f str> {
    referral.clock_ends().filter(|ends| *ends > now)?;
    let (priority, clock) = clock_of(referral, footprint)?;
    clock.may_pause(priority, "a reason").ok()?;
    clock.pause_source.as_deref()
}

/// A pause until the beginning of a local day.
///
/// # Errors
/// When no clinician asks, the clock stands or has run out, the footprint does not allow it, no reason is given, or the day is
/// not one of the next [`LONGEST_PAUSE_DAYS`].
pub(super) fn paused(
    referral: &Referral,
    until: Date,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = clinician(deciding.actor)?;
    let at = deciding.now;
    let (priority, clock) = clock_of(referral, deciding.footprint).ok_or(NoPause::NotAllowed)?;
    clock.may_pause(priority, &why)?;
    let ends = referral.clock_ends().filter(|ends| *ends > at).ok_or(Disallowed::ClockStands)?;
    let days = local_day(at).until(until).map_or(0, |span| span.get_days());
    if !(1..=LONGEST_PAUSE_DAYS).contains(&days) {
        return Err(Disallowed::PauseTooLong);
    }
    let zone = LONDON.clone().ok_or(Disallowed::PauseTooLong)?;
    let until = until.to_zoned(zone).map_err(|_| Disallowed::PauseTooLong)?.timestamp();
    let source = clock.pause_source.clone().ok_or(NoPause::NotAllowed)?;
    let rules = deciding.rules.to_owned();
    Ok(ReferralEvent::ClockPaused(ClockPaused { at, by, until, ends, source, rules, said: Some(words(why)?) }))
}

/// The clock runs again: somebody says so, or its day has come.
///
/// # Errors
/// When it is not paused, or the service asks before its day.
pub(super) fn resumed(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    let at = deciding.now;
    let pause = referral.pause().ok_or(Disallowed::NotPaused)?;
    let by = match deciding.actor {
        Actor::System if pause.until <= at => None,
        Actor::System => return Err(Disallowed::NotDue),
        person => Some(staff(person)?),
    };
    let runs_from = at.min(pause.until);
    let from = referral.respond_by.ok_or(Disallowed::NotPaused)?;
    let to = end_if_resumed(referral, runs_from, deciding.footprint).unwrap_or(from);
    Ok(ReferralEvent::ClockResumed(ClockResumed { at, by, runs_from, from, to }))
}

/// When the service lets a clock run again.
pub(super) fn resumes_at(referral: &Referral) -> Option<Timestamp> {
    referral.pause().map(|pause| pause.until)
}

/// The end of a clock that stood still and runs again from an instant; the end that stands where it was not paused. It is
/// later by what would have passed of it meanwhile, and by nothing where that is not known.
pub(super) fn end_if_resumed(referral: &Referral, at: Timestamp, footprint: &Footprint) -> Option<Timestamp> {
    let ends = referral.respond_by?;
    let Some(pause) = referral.pause() else { return Some(ends) };
    let (_, clock) = clock_of(referral, footprint)?;
    Some(moved(clock, ends, (pause.from, at.min(pause.until)), footprint).unwrap_or(ends))
}

fn moved(
    clock: &Clock,
    ends: Timestamp,
    pause: (Timestamp, Timestamp),
    footprint: &Footprint,
) -> Result<Timestamp, NotComputed> {
    if pause.1 <= pause.0 {
        return Ok(ends);
    }
    clock.limit.later_by(ends, pause, footprint.working())
}
