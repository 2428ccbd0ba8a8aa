//! Two teams in contact with her within three days meet, so that neither thinks that the other holds the risk (H09).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Attendance, CaseListing, ContactRecorded, Deciding, Priority, RaisedTask, Referral, ReferralEvent,
    evolve::look_next,
};
use crate::{
    footprint::{CaseDiscussion, Footprint, TeamCode, same_name},
    front_door::TaskKind,
};

/// Contacts of two that lie no further apart are in the same days.
///
/// # Source
/// H09 of the proposed hazard log: two teams in contact within 72 hours.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(72);

/// A discussion that is further away is waited for by nobody: a task asks for a word before it.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who was in contact with her: a team of ours, or a service outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seer {
    /// A team of this footprint.
    Team(TeamCode),
    /// A service outside, by name.
    Service(String),
}

impl Seer {
    /// Whether both are one; of the names of services only letters count.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Team(one), Self::Team(other)) => one == other,
            (Self::Service(one), Self::Service(other)) => same_name(one, other),
            (Self::Team(_), Self::Service(_)) | (Self::Service(_), Self::Team(_)) => false,
        }
    }

    fn takes_part_in(&self, discussion: &CaseDiscussion) -> bool {
        match self {
            Self::Team(team) => discussion.has_team(team),
            Self::Service(name) => discussion.has_service(name),
        }
    }
}

/// A contact as far as this rule looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamContact {
    /// Who.
    pub by: Seer,
    /// When it was, or should have been.
    pub at: Timestamp,
}

/// Two who are asked to meet about her, and have not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedToMeet {
    /// Who.
    pub between: [Seer; 2],
    /// Since when.
    pub at: Timestamp,
    /// The discussion on whose list it stands, where there is one.
    pub discussion: Option<String>,
}

/// When two agreed who does what: contacts before it, and those that were written down by then, ask nothing. A clock may have
/// been set back between the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledBetween {
    /// Who.
    pub between: [Seer; 2],
    /// When.
    pub at: Timestamp,
    /// How many contacts were written down by then.
    pub contacts: usize,
}

/// Two who were in contact with her within three days were asked to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsAskedToMeet {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub between: [Seer; 2],
    /// The discussion on whose list it was put; none where no discussion holds both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussion: Option<String>,
    /// The task of the team that is responsible, where no discussion holds both soon enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<RaisedTask>,
}

/// Whether she was there, or was waited for: what was cancelled brought nobody together.
fn counts(attendance: Attendance) -> bool {
    match attendance {
        Attendance::Attended | Attendance::DidNotAttend | Attendance::NoInterpreter => true,
        Attendance::CancelledByHer | Attendance::CancelledByUs => false,
    }
}

/// A contact as this rule looks at it; none where it was cancelled.
pub(super) fn contact_of(referral: &Referral, recorded: &ContactRecorded) -> Option<TeamContact> {
    let held = referral.held().map(|held| held.by.clone());
    let by = match &recorded.elsewhere {
        Some(seen) => Seer::Service(seen.service.trim().to_owned()),
        // What was written before contacts named a team was of the one responsible.
        None => Seer::Team(recorded.team.clone().or(held)?),
    };
    counts(recorded.attendance).then_some(TeamContact { by, at: recorded.contact_at })
}

/// Everybody with whom whoever had this contact must meet: others who were in contact with her no more than three days before
/// or after, where no handover between the two is open, they do not work with her together as she agreed, and nobody asked
/// them since they last agreed who does what.
pub fn to_meet(referral: &Referral, contact: &TeamContact) -> Vec<Seer> {
    let mut others: Vec<Seer> = Vec::new();
    for (nth, earlier) in referral.cases.contacts.iter().enumerate() {
        let known = others.iter().any(|other| other.is(&earlier.by));
        if known || earlier.by.is(&contact.by) || earlier.at.duration_since(contact.at).abs() > WITHIN {
            continue;
        }
        let pair = [&contact.by, &earlier.by];
        let mut settled = referral.cases.settled.iter().filter(|settled| are(&settled.between, pair));
        let new = settled.all(|one| nth >= one.contacts && earlier.at > one.at && contact.at > one.at);
        let asked = referral.cases.asked.iter().any(|asked| are(&asked.between, pair));
        if new && !asked && !handed_over(referral, pair) && !together(referral, pair) {
            others.push(earlier.by.clone());
        }
    }
    others
}

/// What follows from that: the pair stands on the list of the discussion that holds both and comes first, and otherwise, or
/// where it comes too late, the team that is responsible has a task.
pub(super) fn ask(referral: &Referral, contact: &TeamContact, other: Seer, deciding: &Deciding<'_>) -> ReferralEvent {
    let at = deciding.now;
    let between = [contact.by.clone(), other];
    let first = first_with(&between, deciding.footprint, at);
    let soon = first.as_ref().is_some_and(|(_, next)| *next <= at + SOON);
    let task = TaskKind::TeamsMeet;
    let raised =
        (!soon || referral.priority == Some(Priority::Emergency)).then(|| RaisedTask { task, due_by: task.due_by(at) });
    let discussion = first.map(|(discussion, _)| discussion.code.clone());
    ReferralEvent::TeamsAskedToMeet(TeamsAskedToMeet { at, between, discussion, task: raised })
}

fn first_with<'a>(
    between: &[Seer; 2],
    footprint: &'a Footprint,
    now: Timestamp,
) -> Option<(&'a CaseDiscussion, Timestamp)> {
    let both = footprint.case_discussions().iter().filter(|one| between.iter().all(|seer| seer.takes_part_in(one)));
    both.filter_map(|one| Some((one, one.sits_next(now)?))).min_by_key(|(_, next)| *next)
}

fn are(between: &[Seer; 2], pair: [&Seer; 2]) -> bool {
    let [one, other] = between;
    (one.is(pair[0]) && other.is(pair[1])) || (one.is(pair[1]) && other.is(pair[0]))
}

/// Whether one of the two is being given her by the other.
fn handed_over(referral: &Referral, pair: [&Seer; 2]) -> bool {
    let offered = referral.handover.as_ref().is_some_and(|handover| {
        let between = [handover.from.clone(), handover.to.clone()].map(Seer::Team);
        are(&between, pair)
    });
    let onward = referral
        .onward_open()
        .zip(referral.held())
        .is_some_and(|(onward, held)| are(&[Seer::Team(held.by.clone()), Seer::Service(onward.to.clone())], pair));
    offered || onward
}

/// Whether both are among the team responsible and those that work beside it, as she agreed.
fn together(referral: &Referral, pair: [&Seer; 2]) -> bool {
    let works = |seer: &Seer| match seer {
        Seer::Team(team) => {
            referral.held().is_some_and(|held| held.by == *team)
                || referral.joint.iter().any(|joint| joint.team == *team)
        }
        Seer::Service(_) => false,
    };
    pair.into_iter().all(works)
}

/// The referral after two were asked to meet.
pub(super) fn asked(referral: &mut Referral, asked: &TeamsAskedToMeet) {
    let (between, discussion) = (asked.between.clone(), asked.discussion.clone());
    if let Some(code) = discussion.as_ref().filter(|code| referral.cases.listing(code).is_none()) {
        referral.cases.listed.push(CaseListing {
            discussion: code.clone(),
            at: asked.at,
            asked_by: String::new(),
            // Nobody has asked her: services outside do not hear who she is.
            agreement: None,
            agreement_on: None,
            named_without: false,
            words: None,
        });
    }
    referral.cases.asked.push(AskedToMeet { between, at: asked.at, discussion });
    referral.triage.raise(asked.task.as_slice());
}

/// A discussion dealt with her: whoever was asked to meet there has met.
pub(super) fn met_at(referral: &mut Referral, discussion: &str, at: Timestamp) {
    settle(referral, at, |asked| asked.discussion.as_deref() == Some(discussion));
}

/// Whoever was asked to meet works with her together now.
pub(super) fn joined(referral: &mut Referral, at: Timestamp) {
    let before = referral.clone();
    settle(referral, at, |asked| together(&before, [&asked.between[0], &asked.between[1]]));
}

/// Both teams of a handover that was accepted have agreed who has her.
pub(super) fn handed(referral: &mut Referral, between: [TeamCode; 2], at: Timestamp) {
    let between = between.map(Seer::Team);
    settle(referral, at, |asked| are(&asked.between, [&between[0], &between[1]]));
    let contacts = referral.cases.contacts.len();
    referral.cases.settled.push(SettledBetween { between, at, contacts });
}

/// The task was done: everybody who was asked has spoken with each other.
pub(super) fn spoken(referral: &mut Referral, at: Timestamp) {
    settle(referral, at, |_| true);
}

/// Settles those who were asked and have met; a task that asks nobody any more is done.
fn settle(referral: &mut Referral, at: Timestamp, met: impl Fn(&AskedToMeet) -> bool) {
    let (settled, left): (Vec<_>, Vec<_>) = std::mem::take(&mut referral.cases.asked).into_iter().partition(met);
    referral.cases.asked = left;
    let any = !settled.is_empty();
    let contacts = referral.cases.contacts.len();
    let settled = settled.into_iter().map(|asked| SettledBetween { between: asked.between, at, contacts });
    referral.cases.settled.extend(settled);
    if any
        && referral.cases.asked.is_empty()
        && let Some(task) = referral.triage.tasks.get_mut(&TaskKind::TeamsMeet)
    {
        task.done_at.get_or_insert(at);
        look_next(referral);
    }
}
