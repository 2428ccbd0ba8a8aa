//! A warm handover: a handshake between two teams. Whoever offers stays responsible until somebody of the other team
//! accepts by name (INV-02). Beside it: work of several teams together, and referring on to a service outside.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Priority, RaisedTask, Referral, ReferralEvent, Said, Stage, Telling,
    receipt::known_team,
    step::{staff, words},
};
use crate::{actor::Actor, disallowed::Disallowed, footprint::TeamCode, front_door::TaskKind};

/// The longest that the answer of a service outside may be waited for before somebody chases it.
const LONGEST_CHASE: jiff::SignedDuration = jiff::SignedDuration::from_hours(28 * 24);

/// An offer that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The team that is responsible until somebody of the other one accepts.
    pub from: TeamCode,
    /// The team that is asked.
    pub to: TeamCode,
    /// The account that offered.
    pub by: String,
    /// When.
    pub offered_at: Timestamp,
    /// By when it must be answered.
    pub answer_by: Timestamp,
    /// The link person's post for this pair of teams, where the footprint names one.
    pub link: Option<String>,
    /// Whether the team that is asked is the young people's (PR-18).
    pub young_people: bool,
}

/// Whether she agrees that another team hears of her (PR-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoverAgreement {
    /// She agreed.
    Agrees {
        /// On which day.
        on: Date,
    },
    /// She declined, or could not be asked: a clinician says on which basis all the same.
    OnBasis {
        /// Capacity, best interests, or risk, in words.
        basis: String,
    },
}

/// What is handed over in words: erased with the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverWords {
    /// What the other team needs to know, so that nothing is asked again.
    pub summary: String,
    /// On which basis, where she has not agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// A handover was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverOffered {
    /// When.
    pub at: Timestamp,
    /// The account that offered.
    pub by: String,
    /// The team that stays responsible.
    pub from: TeamCode,
    /// The team that is asked.
    pub to: TeamCode,
    /// By when it must be answered.
    pub answer_by: Timestamp,
    /// The link person's post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Whether the service is the young people's, so that its yes by name counts for somebody under eighteen (PR-18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub young_people: bool,
    /// When she agreed; none where a clinician gives another basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<Date>,
    /// What was handed over in words; none once erased.
    #[serde(skip)]
    pub words: Option<HandoverWords>,
}

/// Somebody of the other team accepted by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverAccepted {
    /// When.
    pub at: Timestamp,
    /// The account that accepted.
    pub by: String,
    /// How she is told, or why not.
    pub to_woman: Telling,
}

/// The other team returned it: the sender is responsible as before, and the front door looks again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverReturned {
    /// When.
    pub at: Timestamp,
    /// The account that returned it.
    pub by: String,
    /// Whose task the next step is.
    pub task: RaisedTask,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Nobody answered in time: it is the sender's as before, with an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverUnanswered {
    /// When.
    pub at: Timestamp,
    /// The alarm.
    pub task: RaisedTask,
}

/// The sender took the offer back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverTakenBack {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A team that works beside the one responsible (D4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointWork {
    /// The team.
    pub team: TeamCode,
    /// When she agreed.
    pub agreed_on: Date,
}

/// A team began to work beside the one responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointWorkBegan {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The team.
    pub team: TeamCode,
    /// When she agreed.
    pub agreed_on: Date,
    /// Who does what; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A team stopped working beside the one responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointWorkEnded {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The team.
    pub team: TeamCode,
    /// Why; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A referral to a service outside, until that service has her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// Which it is of this referral: the first is 1.
    pub number: u32,
    /// The service, by name.
    pub to: String,
    /// When it was asked.
    pub at: Timestamp,
    /// When somebody asks whether they have her.
    pub chase_by: Timestamp,
    /// What is known of it.
    pub state: OnwardState,
    /// When they said yes or no.
    pub answered_at: Option<Timestamp>,
    /// Whether it is the young people's service (PR-18).
    pub young_people: bool,
}

/// What is known of a referral to a service outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnwardState {
    /// Their answer is waited for.
    Asked,
    /// They have her.
    Taken {
        /// Who said so, by name.
        name: String,
    },
    /// They do not take her.
    Refused,
}

/// She was referred on to a service outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnwardReferred {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// The service, by name.
    pub to: String,
    /// When somebody asks whether they have her.
    pub chase_by: Timestamp,
    /// Whether the service is the young people's, so that its yes by name counts for somebody under eighteen (PR-18).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub young_people: bool,
    /// When she agreed; none where a clinician gives another basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<Date>,
    /// What was handed over in words; none once erased.
    #[serde(skip)]
    pub words: Option<HandoverWords>,
}

/// The other side was asked whether they have her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnwardChased {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What they said.
    pub state: OnwardState,
    /// When they are asked again, while nothing is known.
    pub chase_by: Timestamp,
    /// What was noted; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

impl Referral {
    /// The referral to a service outside that is not yet answered.
    pub fn onward_open(&self) -> Option<&Onward> {
        self.onward.as_ref().filter(|onward| onward.state == OnwardState::Asked)
    }
}

/// An offer: by whoever holds it, with a summary and her agreement, or the basis on which it is shared without.
///
/// # Errors
/// While it is not taken on, another offer is open, or something of it is missing.
pub(super) fn offered(
    referral: &Referral,
    to: TeamCode,
    agreement: HandoverAgreement,
    summary: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    let (agreed_on, basis) = agreed(agreement, deciding)?;
    let summary = words(summary)?.text;
    offer(referral, to, by, agreed_on, HandoverWords { summary, basis }, deciding)
}

/// The offer that goes with an acceptance: the team that is to have her still accepts by name.
pub(super) fn offered_with_acceptance(
    referral: &Referral,
    to: &TeamCode,
    because: Option<&str>,
    agreement: Option<HandoverAgreement>,
    deciding: &Deciding<'_>,
) -> Result<Option<ReferralEvent>, Disallowed> {
    if referral.held().is_none_or(|held| held.by == *to) {
        return Ok(None);
    }
    let by = deciding.actor.account().unwrap_or_default().to_owned();
    // Neither a day nor a basis: she was not asked, and whoever answers reads that.
    let (agreed_on, basis) = agreement.map_or(Ok((None, None)), |agreement| agreed(agreement, deciding))?;
    let words = HandoverWords { summary: because.unwrap_or_default().to_owned(), basis };
    let event = handed(referral, to.clone(), by, agreed_on, words, deciding)?;
    Ok(Some(event))
}

/// By when an open offer must be answered once the urgency was raised: within the time of the new urgency, counted from the
/// raising; none where no offer is open, or it is answered before then as it is.
pub(super) fn answer_sooner(referral: &Referral, to: Priority, deciding: &Deciding<'_>) -> Option<Timestamp> {
    let before = referral.handover.as_ref()?.answer_by;
    deciding.footprint.handover_answer_by(to, deciding.now).filter(|sooner| *sooner < before)
}

fn offer(
    referral: &Referral,
    to: TeamCode,
    by: String,
    agreed_on: Option<Date>,
    words: HandoverWords,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    taken_on(referral)?;
    if referral.handover.is_some() {
        return Err(Disallowed::HandoverOpen);
    }
    handed(referral, to, by, agreed_on, words, deciding)
}

fn handed(
    referral: &Referral,
    to: TeamCode,
    by: String,
    agreed_on: Option<Date>,
    words: HandoverWords,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    known_team(deciding.footprint, &to)?;
    let from = referral.held().map(|held| held.by.clone()).ok_or(Disallowed::NotTakenOn)?;
    if from == to {
        return Err(Disallowed::HandoverToSelf);
    }
    let at = deciding.now;
    let priority = referral.priority.unwrap_or(Priority::Routine);
    let link = deciding.footprint.link(&from, &to).map(|link| link.post.clone());
    let answer_by = deciding.footprint.handover_answer_by(priority, at).ok_or(Disallowed::NotDue)?;
    let young_people = deciding.footprint.is_young_peoples_team(&to);
    Ok(ReferralEvent::HandoverOffered(HandoverOffered {
        young_people,
        at,
        by,
        from,
        to,
        answer_by,
        link,
        agreed_on,
        words: Some(words),
    }))
}

/// An answer to an offer: accepted, by somebody else than whoever offered.
pub(super) fn accepted(
    referral: &Referral,
    to_woman: Telling,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    let handover = open(referral)?;
    if handover.by == by {
        return Err(Disallowed::OwnOffer);
    }
    if let Telling::NotTold { why } = &to_woman {
        words(why.clone()).map_err(|_| Disallowed::TellingMissing)?;
    }
    Ok(ReferralEvent::HandoverAccepted(HandoverAccepted { at: deciding.now, by, to_woman }))
}

/// An answer to an offer: returned with a reason, to the front door and never to the referrer.
pub(super) fn returned(referral: &Referral, why: String, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    open(referral)?;
    let (at, said) = (deciding.now, Some(words(why)?));
    Ok(ReferralEvent::HandoverReturned(HandoverReturned { at, by, task: task(TaskKind::HandoverReturned, at), said }))
}

/// The sender takes the offer back.
pub(super) fn taken_back(
    referral: &Referral,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    open(referral)?;
    Ok(ReferralEvent::HandoverTakenBack(HandoverTakenBack { at: deciding.now, by, said: Some(words(why)?) }))
}

/// Nobody answered: the offer ends by itself, which moves nothing and raises an alarm.
pub(super) fn lapsed(referral: &Referral, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    let at = deciding.now;
    match deciding.actor {
        Actor::System if open(referral)?.answer_by <= at => Ok(ReferralEvent::HandoverUnanswered(HandoverUnanswered {
            at,
            task: task(TaskKind::HandoverUnanswered, at),
        })),
        Actor::System => Err(Disallowed::NotDue),
        Actor::Staff { .. } | Actor::Operator { .. } | Actor::Public => Err(Disallowed::NeedsTheService),
    }
}

/// Another team works beside the one responsible, as she agreed.
pub(super) fn joined(
    referral: &Referral,
    team: TeamCode,
    agreed_on: Date,
    what: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    taken_on(referral)?;
    known_team(deciding.footprint, &team)?;
    not_in_future(agreed_on, deciding)?;
    if referral.held().is_some_and(|held| held.by == team) || referral.joint.iter().any(|joint| joint.team == team) {
        return Err(Disallowed::WorksWithHer);
    }
    let said = Some(words(what)?);
    Ok(ReferralEvent::JointWorkBegan(JointWorkBegan { at: deciding.now, by, team, agreed_on, said }))
}

/// A team that works beside the one responsible stops.
pub(super) fn parted(
    referral: &Referral,
    team: TeamCode,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if !referral.joint.iter().any(|joint| joint.team == team) {
        return Err(Disallowed::UnknownTeam(team.0));
    }
    Ok(ReferralEvent::JointWorkEnded(JointWorkEnded { at: deciding.now, by, team, said: Some(words(why)?) }))
}

/// She is referred on to a service outside, and stays ours until they have her.
pub(super) fn referred_on(
    referral: &Referral,
    to: String,
    chase_by: Timestamp,
    agreement: HandoverAgreement,
    summary: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.onward_open().is_some() {
        return Err(Disallowed::OnwardOpen);
    }
    if to.trim().is_empty() {
        return Err(Disallowed::SignpostMissing);
    }
    let (at, chase_by) = (deciding.now, to_chase(chase_by, deciding)?);
    let (agreed_on, basis) = agreed(agreement, deciding)?;
    let words = Some(HandoverWords { summary: words(summary)?.text, basis });
    let young_people = deciding.footprint.is_young_peoples_service(&to);
    Ok(ReferralEvent::OnwardReferred(OnwardReferred { at, by, to, chase_by, young_people, agreed_on, words }))
}

/// The service outside was asked whether they have her.
pub(super) fn chased(
    referral: &Referral,
    state: OnwardState,
    chase_by: Timestamp,
    note: Option<String>,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    let by = staff(deciding.actor)?;
    if referral.onward_open().is_none() {
        return Err(Disallowed::NoOnward);
    }
    let chase_by = match &state {
        OnwardState::Asked => to_chase(chase_by, deciding)?,
        OnwardState::Taken { name } if name.trim().is_empty() => return Err(Disallowed::Empty("who took her")),
        OnwardState::Taken { .. } | OnwardState::Refused => deciding.now,
    };
    let said = note.filter(|note| !note.trim().is_empty()).map(|text| Said { text });
    Ok(ReferralEvent::OnwardChased(OnwardChased { at: deciding.now, by, state, chase_by, said }))
}

fn agreed(agreement: HandoverAgreement, deciding: &Deciding<'_>) -> Result<(Option<Date>, Option<String>), Disallowed> {
    match agreement {
        HandoverAgreement::Agrees { on } => {
            not_in_future(on, deciding)?;
            Ok((Some(on), None))
        }
        HandoverAgreement::OnBasis { basis } if basis.trim().is_empty() => Err(Disallowed::AgreementMissing),
        HandoverAgreement::OnBasis { basis } => Ok((None, Some(basis))),
    }
}

pub(super) fn not_in_future(on: Date, deciding: &Deciding<'_>) -> Result<(), Disallowed> {
    if on > super::receipt::local_day(deciding.now) { Err(Disallowed::AgreementMissing) } else { Ok(()) }
}

pub(super) fn to_chase(chase_by: Timestamp, deciding: &Deciding<'_>) -> Result<Timestamp, Disallowed> {
    let soon_enough = chase_by > deciding.now && chase_by <= deciding.now + LONGEST_CHASE;
    if soon_enough { Ok(chase_by) } else { Err(Disallowed::ChaseTooLate) }
}

fn open(referral: &Referral) -> Result<&Handover, Disallowed> {
    referral.handover.as_ref().ok_or(Disallowed::NoHandover)
}

/// Whether it was taken on and is still open.
///
/// # Errors
/// [`Disallowed::NotTakenOn`].
pub(super) fn taken_on(referral: &Referral) -> Result<(), Disallowed> {
    match referral.stage {
        Stage::Accepted { .. } => Ok(()),
        Stage::Pending(_) | Stage::Discharged { .. } | Stage::Ended { .. } => Err(Disallowed::NotTakenOn),
    }
}

fn task(task: TaskKind, at: Timestamp) -> RaisedTask {
    RaisedTask { task, due_by: task.due_by(at) }
}
