//! The ladder that an emergency or a risk answer climbs until a named person has it (H01, H02, INV-06): one step after
//! another, whatever the hour, and again from the last step while nobody does.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Priority, Referral, ReferralEvent,
    step::{staff, words},
};
use crate::{actor::Actor, disallowed::Disallowed, footprint::StepCode};

/// When somebody is told again where the footprint knows no further step, which is only at the end of the calendar.
const AGAIN: SignedDuration = SignedDuration::from_mins(30);

/// How far up an emergency or a risk answer is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Since when it climbs, where that is not since it became an emergency: it was let go.
    pub since: Option<Timestamp>,
    /// The steps taken since then.
    pub steps: Vec<StepCode>,
    /// When what was missed while nothing ran was last made good, and how many of the steps were taken by then.
    pub caught_up: Option<(Timestamp, usize)>,
    /// When the next step is due; none before the first.
    pub next_at: Option<Timestamp>,
    /// Who has it, where that is nobody who claimed it here.
    pub taken: Option<Taken>,
}

/// A named person of another service who has an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The person, by name.
    pub name: String,
    /// The service.
    pub service: String,
    /// When.
    pub at: Timestamp,
}

/// A step of the ladder was taken: those who stand on it are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationClimbed {
    /// When.
    pub at: Timestamp,
    /// The code of the step.
    pub step: StepCode,
    /// The codes of further steps that were told at the same time, where some had been missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<StepCode>,
    /// What was missed before, while nothing ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<MissedSteps>,
    /// When the next step is due.
    pub next_at: Timestamp,
}

/// Steps of the ladder whose time went by while nothing ran: nobody was told of the emergency then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedSteps {
    /// How many.
    pub steps: u32,
    /// When the first of them was due; the last went by before the telling that says so.
    pub from: Timestamp,
}

/// A named person of another service has an emergency now (D9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyTaken {
    /// The account that wrote it down.
    pub by: String,
    /// Who has it.
    #[serde(flatten)]
    pub taken: Taken,
}

impl Ladder {
    /// A step was told.
    pub(super) fn climb(&mut self, climbed: &EscalationClimbed) {
        self.steps.push(climbed.step.clone());
        self.steps.extend(climbed.also.iter().cloned());
        if climbed.missed.is_some() {
            self.caught_up = Some((climbed.at, self.steps.len()));
        }
        self.next_at = Some(climbed.next_at);
    }
}

impl Referral {
    /// Since when it climbs the ladder: an open emergency that was not answered, that nobody has by name, and that was not
    /// erased.
    pub fn climbs_since(&self) -> Option<Timestamp> {
        let since = self.triage.emergency_since.filter(|_| self.priority == Some(Priority::Emergency))?;
        let open = self.held().is_some() && self.responded_at.is_none() && !self.erased();
        // By what happened and not by the clock, which may have been set back in between.
        let claimed = self.triage.claim.as_ref().is_some_and(|claim| claim.of_emergency);
        let climbs = open && !claimed && self.triage.ladder.taken.is_none();
        climbs.then(|| self.triage.ladder.since.map_or(since, |later| later.max(since)))
    }
}

/// The next step, when it is due.
///
/// # Errors
/// When nothing climbs, the step is not due, or not the service itself asks.
pub(super) fn climbed(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let climbed = told_next(&referral.triage.ladder, referral.climbs_since(), deciding)?;
    Ok(ReferralEvent::EscalationClimbed(climbed))
}

/// Whom something that climbs since an instant tells now, and when the next step is due.
///
/// # Errors
/// When it does not climb, or no step is due.
pub(super) fn told_next(
    ladder: &Ladder,
    since: Option<Timestamp>,
    deciding: &Deciding<'_>,
) -> Result<EscalationClimbed, Disallowed> {
    let (at, since) = (deciding.now, since.ok_or(Disallowed::NotDue)?);
    let (caught_up_at, told_by_then) = ladder.caught_up.unzip();
    let since_then = ladder.steps.get(told_by_then.unwrap_or(0)..).unwrap_or_default();
    let tellings = deciding.footprint.tellings(since, caught_up_at, since_then, at).ok_or(Disallowed::NotDue)?;
    let mut codes = tellings.steps.iter().map(|step| step.code.clone());
    let step = codes.next().ok_or(Disallowed::NotDue)?;
    Ok(EscalationClimbed {
        at,
        step,
        also: codes.collect(),
        missed: tellings
            .missed
            .map(|(steps, from)| MissedSteps { steps: u32::try_from(steps).unwrap_or(u32::MAX), from }),
        next_at: tellings.next_at.unwrap_or(at + AGAIN),
    })
}

/// Somebody of another service has it, by name.
///
/// # Errors
/// When it is no open emergency, or nobody is named.
pub(super) fn taken(
    referral: &Referral,
    name: String,
    service: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.priority != Some(Priority::Emergency) {
        return Err(Disallowed::NotAnEmergency);
    }
    let name = words(name).map_err(|_| Disallowed::Empty("who took it"))?.text;
    let service = words(service).map_err(|_| Disallowed::Empty("the service"))?.text;
    let taken = Taken { name, service, at: deciding.now };
    Ok(ReferralEvent::EmergencyTaken(EmergencyTaken { by, taken }))
}
