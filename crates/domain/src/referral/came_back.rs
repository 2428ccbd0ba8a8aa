//! Coming again after a no: looked for once, when a referral has come in, and never shown at the door (PR-06).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, EndedOutcome, RaisedTask, Referral, ReferralEvent, Said, Stage, receipt::local_day, step::staff,
};
use crate::{actor::Actor, disallowed::Disallowed, front_door::TaskKind, ids::ReferralId, person::day_number};

/// Days after a no within which coming again counts, the shortest first.
pub const WITHIN_DAYS: [i32; 3] = [30, 90, 365];

/// An earlier referral of the same person, or of somebody who may be the same, that ended with a no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierNo {
    /// The referral.
    pub referral: ReferralId,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Whether it is the same person for certain; otherwise the NHS number, or the day of birth and a name, are alike.
    pub certain: bool,
    /// The account of who decided it; none where another system did.
    pub decided_by: Option<String>,
}

/// That somebody came again after a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// The latest referral that ended with a no.
    pub earlier: ReferralId,
    /// Whole days from that no to this receipt.
    pub days: i32,
    /// How many such referrals ended within a year before this receipt.
    pub times: u32,
    /// Whether it is the same person for certain.
    pub certain: bool,
}

impl CameBack {
    /// The shortest of [`WITHIN_DAYS`] that holds it.
    pub fn within(self) -> Option<i32> {
        WITHIN_DAYS.into_iter().find(|within| self.days <= *within)
    }
}

/// Somebody looked for an earlier no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedBack {
    /// When.
    pub at: Timestamp,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<CameBack>,
    /// The account of who decided that no: within thirty days somebody else decides a second one (X1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// What a person must do because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
}

/// Whether the service that somebody was pointed to has her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignpostState {
    /// It has her.
    Taken,
    /// It does not have her.
    NotTaken,
    /// Nobody could find out.
    NotKnown,
}

impl SignpostState {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Taken, Self::NotTaken, Self::NotKnown];

    /// The code kept in the journal and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::NotTaken => "not_taken",
            Self::NotKnown => "not_known",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Taken => "They have her",
            Self::NotTaken => "They do not have her",
            Self::NotKnown => "Nobody could find out",
        }
    }
}

/// Somebody asked whether the service that she was pointed to has her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignpostFollowed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What was found out.
    pub state: SignpostState,
    /// What was noted; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

impl Referral {
    /// The account of who decided the no after which she came again within thirty days: a second one is not theirs to decide
    /// (X1).
    pub fn not_to_be_decided_by(&self) -> Option<&str> {
        let soon = self.triage.came_back.is_some_and(|found| found.within() == Some(WITHIN_DAYS[0]));
        self.triage.first_no_by.as_deref().filter(|_| soon)
    }

    /// Whether it ended with a no: she was turned away, or pointed to another service.
    pub fn was_a_no(&self) -> bool {
        match self.stage {
            Stage::Ended { outcome: EndedOutcome::Rejected | EndedOutcome::Signposted, .. } => true,
            Stage::Ended { outcome: EndedOutcome::Withdrawn, .. }
            | Stage::Pending(_)
            | Stage::Accepted { .. }
            | Stage::Discharged { .. } => false,
        }
    }
}

/// The latest no within a year before a receipt, and how many there were.
///
/// Days are those of the calendar in Europe/London: a no on 1 March and a receipt on 31 March are thirty days apart.
pub fn came_back(received_at: Timestamp, earlier: &[EarlierNo]) -> Option<CameBack> {
    let received_on = local_day(received_at);
    let counted = |no: &&EarlierNo| no.ended_at <= received_at && days(no, received_on) <= WITHIN_DAYS[2];
    let times = earlier.iter().filter(counted).count();
    let latest = earlier.iter().filter(counted).max_by_key(|no| (no.ended_at, no.referral))?;
    Some(CameBack {
        earlier: latest.referral,
        days: days(latest, received_on),
        times: u32::try_from(times).unwrap_or(u32::MAX),
        certain: latest.certain,
    })
}

fn days(no: &EarlierNo, received_on: Date) -> i32 {
    day_number(received_on) - day_number(local_day(no.ended_at))
}

/// What follows from what was found: within thirty days somebody reviews it today, within a year somebody asks what has
/// changed.
///
/// # Errors
/// When it was done before, or not the service itself asks.
pub(super) fn looked_back(
    referral: &Referral,
    earlier: &[EarlierNo],
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    if referral.triage.looked_back {
        return Err(Disallowed::NotDue);
    }
    let (at, found) = (deciding.now, came_back(referral.received_at, earlier));
    let task = found.map(|found| match found.within() {
        Some(30) => TaskKind::CameBackSoon,
        Some(_) | None => TaskKind::CameBack,
    });
    let tasks = task.map(|task| RaisedTask { task, due_by: task.due_by(at) }).into_iter().collect();
    let latest = found.and_then(|found| earlier.iter().find(|no| no.referral == found.earlier));
    let decided_by = latest.and_then(|no| no.decided_by.clone());
    Ok(ReferralEvent::LookedBack(LookedBack { at, found, decided_by, tasks }))
}

/// Somebody asked whether the service that she was pointed to has her.
///
/// # Errors
/// When she was not pointed anywhere.
pub(super) fn followed(
    referral: &Referral,
    state: SignpostState,
    note: Option<String>,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if !referral.was_a_no() {
        return Err(Disallowed::NotPointedAnywhere);
    }
    let said = note.filter(|note| !note.trim().is_empty()).map(|text| Said { text });
    Ok(ReferralEvent::SignpostFollowed(SignpostFollowed { at: deciding.now, by, state, said }))
}
