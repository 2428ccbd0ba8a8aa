//! Her own page: what opens it, what she asks for on it, and where things are as she reads them (PR-22, X6).
//!
//! It says nothing of who she is, which team it is, or what anybody wrote about her.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Deciding, EndedOutcome, RaisedTask, Referral, ReferralEvent, Said, Stage, step::staff, step::words};
use crate::{actor::Actor, disallowed::Disallowed, front_door::TaskKind};

/// For how many days her page stays after the referral ended here, so that she finds the way back.
pub const PAGE_STAYS_DAYS: i64 = 180;

/// What opens her page: hashes alone, so that the journal opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLink {
    /// The SHA-256 of what the address carries, as hexadecimal digits.
    pub token: String,
    /// The salted hash of the word: agreed with her, or chosen by her at the door.
    pub word: String,
}

/// She was given a page, or a new link to it; the one before opens nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageGiven {
    /// When.
    pub at: Timestamp,
    /// The account; none where she took it herself as she asked for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What opens it; none once erased.
    #[serde(skip)]
    pub link: Option<PageLink>,
}

/// Her page opens nothing more, until she is given a new link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageClosed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
}

/// What she asks for on her page: a person talks with her, and nothing follows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageWish {
    /// Not to go on. Never a closure: duty talks with her by a safe route.
    Withdraw,
    /// To be reached by a way to which she had said no, or that somebody may be told to whom she had said no.
    Reach,
}

impl PageWish {
    /// What a person must do because of it.
    pub fn task(self) -> TaskKind {
        match self {
            Self::Withdraw => TaskKind::AskedToWithdraw,
            Self::Reach => TaskKind::WishedOtherwise,
        }
    }
}

/// She asked for something on her page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedOnPage {
    /// When.
    pub at: Timestamp,
    /// What.
    pub wish: PageWish,
    /// What a person must do because of it.
    pub task: RaisedTask,
    /// In her words; none where she gave none, or once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Gives her a page, or a new link to it.
///
/// # Errors
/// When neither staff nor she herself asks, or it ended longer ago than a page stays.
pub(super) fn given(
    referral: &Referral,
    link: PageLink,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let by = match deciding.actor {
        Actor::Public => None,
        actor @ (Actor::Staff { .. } | Actor::Operator { .. } | Actor::System) => Some(staff(actor)?),
    };
    if !referral.page_stays(deciding.now) {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()));
    }
    Ok(vec![ReferralEvent::PageGiven(PageGiven { at: deciding.now, by, link: Some(link) })])
}

/// Closes her page.
///
/// # Errors
/// When nobody of the staff asks, or there is none.
pub(super) fn closed(referral: &Referral, deciding: &Deciding<'_>) -> Result<Vec<ReferralEvent>, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.page.is_none() {
        return Err(Disallowed::Unknown);
    }
    Ok(vec![ReferralEvent::PageClosed(PageClosed { at: deciding.now, by })])
}

/// Hears what she asks for. Asked again while a person still has to talk with her, it is the same task.
///
/// # Errors
/// When somebody else asks, or the referral is closed.
pub(super) fn asked(
    referral: &Referral,
    wish: PageWish,
    said: &str,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    if *deciding.actor != Actor::Public {
        return Err(Disallowed::NeedsAPerson);
    }
    if referral.held().is_none() {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()));
    }
    let (at, task) = (deciding.now, wish.task());
    let task = RaisedTask { task, due_by: task.due_by(at) };
    let said = words(said.to_owned()).ok();
    Ok(vec![ReferralEvent::AskedOnPage(AskedOnPage { at, wish, task, said })])
}

/// The step at which things are, as she reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageStep {
    /// She asked, or somebody asked for her.
    Asked,
    /// A person reads it and decides who helps.
    BeingRead,
    /// A team takes it on, and she waits for a first appointment.
    Appointment,
    /// She is in care.
    Care,
}

impl PageStep {
    /// Every step, in its order.
    pub const ALL: [Self; 4] = [Self::Asked, Self::BeingRead, Self::Appointment, Self::Care];
}

/// Where things are, as she reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhereItIs {
    /// It is open.
    Open {
        /// The present step.
        step: PageStep,
        /// The latest instant at which she should have been seen; none where no clock runs.
        seen_by: Option<Timestamp>,
    },
    /// She was pointed to another service, or not taken on.
    NotTakenOn {
        /// Codes of `reason::REASONS`; what another system wrote is left out.
        reasons: Vec<&'static str>,
        /// Whether it was another service that she was pointed to.
        signposted: bool,
    },
    /// It was withdrawn.
    Withdrawn,
    /// Care ended.
    Ended,
}

impl Referral {
    /// Where things are, as she reads it.
    pub fn where_it_is(&self) -> WhereItIs {
        match &self.stage {
            Stage::Pending(_) => WhereItIs::Open { step: PageStep::BeingRead, seen_by: self.clock_ends() },
            Stage::Accepted { .. } if self.assessed_at.is_none() => {
                WhereItIs::Open { step: PageStep::Appointment, seen_by: self.clock_ends() }
            }
            Stage::Accepted { .. } => WhereItIs::Open { step: PageStep::Care, seen_by: None },
            Stage::Discharged { .. } => WhereItIs::Ended,
            Stage::Ended { outcome, reasons, .. } => match outcome {
                EndedOutcome::Withdrawn => WhereItIs::Withdrawn,
                EndedOutcome::Rejected | EndedOutcome::Signposted => WhereItIs::NotTakenOn {
                    reasons: super::reason::REASONS
                        .iter()
                        .map(|reason| reason.code)
                        .filter(|code| reasons.iter().any(|given| given == code))
                        .collect(),
                    signposted: *outcome == EndedOutcome::Signposted,
                },
            },
        }
    }

    /// Whether her page may be open at an instant: while the referral is, and some time after it ended. Nothing opens once it is
    /// erased, or where she died.
    pub fn page_stays(&self, now: Timestamp) -> bool {
        if self.erased() || self.ended_with_death() {
            return false;
        }
        let stays = jiff::SignedDuration::from_hours(24 * PAGE_STAYS_DAYS);
        match &self.stage {
            Stage::Pending(_) | Stage::Accepted { .. } => true,
            Stage::Discharged { discharged_at, .. } => now < *discharged_at + stays,
            Stage::Ended { decided_at, .. } => decided_at.is_some_and(|at| now < at + stays),
        }
    }

    fn ended_with_death(&self) -> bool {
        let died = |reason: &str| reason == super::leaving::DIED;
        self.discharge_reason().is_some_and(died) || self.reasons().iter().any(|reason| died(reason))
    }
}
