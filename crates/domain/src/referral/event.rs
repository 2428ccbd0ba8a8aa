//! What can happen to a referral.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AbuseAsked, AdmittedToUnit, AnswersHeard, AppointmentBooked, AppointmentCancelled, AppointmentReminded,
    AskedOnPage, AtRiskRecorded, BirthDateLearned, CareContinued, CareEndsSoon, CaseDiscussed, CaseListed,
    CaseUnlisted, CitedCriterion, ClaimReleased, ClockPaused, ClockRecomputed, ClockResumed, ContactAttempted,
    ContactRecorded, DeathLearned, DiscussedAtMeeting, EmergencyTaken, Ending, EscalationClimbed, HandoverAccepted,
    HandoverOffered, HandoverReturned, HandoverTakenBack, HandoverUnanswered, InformationAsked, JointWorkBegan,
    JointWorkEnded, LeadProfessionalNamed, LeftUnit, LetterDue, LookedBack, OnwardChased, OnwardReferred, PageClosed,
    PageGiven, PersonKind, PregnancyRecorded, Priority, PriorityChanged, ProtectionPlanRecorded, RaisedTask,
    ReferralAddedTo, ReferralClaimed, ReferralDischarged, RiskAcknowledged, RiskActed, RiskAnswered, RiskLetGo,
    RiskReviewed, RoutesToAskAgain, SafeguardingRecorded, SafeguardingReferralFollowed, SafeguardingReferralMade,
    SignpostFollowed, TaskDone, TeamsAskedToMeet, Tellings, YoungConsentRecorded, history::HistoricDecision,
};
use crate::{
    calendar::NotComputed,
    eligibility::Weighed,
    footprint::TeamCode,
    front_door::{Asked, Story},
    ids::{ImportId, PersonId},
    person::{Identity, PersonalDataErased, Pregnancy},
};

/// A past fact about a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralEvent {
    /// It came in at the front door.
    ReferralReceived(Box<ReferralReceived>),
    /// It came with another system's history.
    ReferralHistoryImported(Box<ReferralHistoryImported>),
    /// Somebody said "I take this".
    ReferralClaimed(ReferralClaimed),
    /// A claim was given back.
    ClaimReleased(ClaimReleased),
    /// Somebody tried to reach her.
    ContactAttempted(ContactAttempted),
    /// More became known.
    ReferralAddedTo(ReferralAddedTo),
    /// The urgency was raised.
    PriorityRaised(PriorityChanged),
    /// A clinician who had spoken with her lowered the urgency.
    PriorityLowered(PriorityChanged),
    /// Holidays changed, and the response clock was computed again by the rule of its day.
    ClockRecomputed(ClockRecomputed),
    /// The response clock was paused.
    ClockPaused(ClockPaused),
    /// It runs again.
    ClockResumed(ClockResumed),
    /// More was asked of somebody.
    InformationAsked(InformationAsked),
    /// A task was done.
    TaskDone(TaskDone),
    /// Safeguarding was recorded on its own page.
    SafeguardingRecorded(SafeguardingRecorded),
    /// She is pregnant again.
    PregnancyRecorded(PregnancyRecorded),
    /// Consent and home of somebody under eighteen were recorded.
    YoungConsentRecorded(YoungConsentRecorded),
    /// Her date of birth became known after the receipt.
    BirthDateLearned(BirthDateLearned),
    /// Her number or address became another, and a person asks her again how it is safe to reach her.
    RoutesToAskAgain(RoutesToAskAgain),
    /// The national record says that she died.
    DeathLearned(DeathLearned),
    /// She was given a page of her own, or a new link to it (PR-22).
    PageGiven(PageGiven),
    /// Her page opens nothing more.
    PageClosed(PageClosed),
    /// She asked for something on her page.
    AskedOnPage(AskedOnPage),
    /// She is expected at a time (K7).
    AppointmentBooked(AppointmentBooked),
    /// She is not expected then any more.
    AppointmentCancelled(AppointmentCancelled),
    /// The time of its reminder came.
    AppointmentReminded(AppointmentReminded),
    /// She answered a questionnaire, and somebody must do something about it.
    AnswersHeard(AnswersHeard),
    /// Somebody in the household is at risk, or no longer.
    AtRiskRecorded(AtRiskRecorded),
    /// There is a plan of children's services.
    ProtectionPlanRecorded(ProtectionPlanRecorded),
    /// She was asked about domestic abuse, or could not be.
    AbuseAsked(AbuseAsked),
    /// A safeguarding referral was made.
    SafeguardingReferralMade(SafeguardingReferralMade),
    /// Somebody asked what came of it.
    SafeguardingReferralFollowed(SafeguardingReferralFollowed),
    /// Decided, and a letter is due.
    DecisionSaved(LetterDue),
    /// A team took it on.
    ReferralAccepted(ReferralAccepted),
    /// It was not taken on.
    ReferralRejected(ReferralRejected),
    /// She was pointed to another service.
    ReferralSignposted(ReferralSignposted),
    /// Advice was given instead of care.
    ReferralAdvised(ReferralAdvised),
    /// She or the referrer withdrew it.
    ReferralWithdrawn(ReferralWithdrawn),
    /// It was offered to another team.
    HandoverOffered(HandoverOffered),
    /// Somebody of that team accepted by name.
    HandoverAccepted(HandoverAccepted),
    /// That team returned it.
    HandoverReturned(HandoverReturned),
    /// Nobody answered in time.
    HandoverUnanswered(HandoverUnanswered),
    /// The sender took the offer back.
    HandoverTakenBack(HandoverTakenBack),
    /// A team began to work beside the one responsible.
    JointWorkBegan(JointWorkBegan),
    /// It stopped.
    JointWorkEnded(JointWorkEnded),
    /// She was referred on to a service outside.
    OnwardReferred(OnwardReferred),
    /// That service was asked whether it has her.
    OnwardChased(OnwardChased),
    /// A step of the ladder was told of an emergency.
    EscalationClimbed(EscalationClimbed),
    /// A named person of another service has an emergency.
    EmergencyTaken(EmergencyTaken),
    /// A sitting of the team meeting looked at it.
    DiscussedAtMeeting(DiscussedAtMeeting),
    /// It was put on the list of a case discussion.
    CaseListed(CaseListed),
    /// It was taken off such a list without being discussed.
    CaseUnlisted(CaseUnlisted),
    /// A case discussion dealt with it.
    CaseDiscussed(CaseDiscussed),
    /// Two who were in contact with her within three days were asked to meet.
    TeamsAskedToMeet(TeamsAskedToMeet),
    /// An earlier no was looked for.
    LookedBack(LookedBack),
    /// Somebody asked whether the service that she was pointed to has her.
    SignpostFollowed(SignpostFollowed),
    /// A contact took place, or should have.
    ContactRecorded(ContactRecorded),
    /// Risk was reviewed after somebody did not come.
    RiskReviewed(RiskReviewed),
    /// A lead professional was named.
    LeadProfessionalNamed(LeadProfessionalNamed),
    /// She was admitted to a unit.
    AdmittedToUnit(AdmittedToUnit),
    /// She left the unit.
    LeftUnit(LeftUnit),
    /// Her time in this service ends soon.
    CareEndsSoon(CareEndsSoon),
    /// Care goes on beyond that time.
    CareContinued(CareContinued),
    /// Care ended.
    ReferralDischarged(ReferralDischarged),
    /// She answered, or told, that there is a risk.
    RiskAnswered(RiskAnswered),
    /// A step of the ladder was told of a risk answer.
    RiskClimbed(EscalationClimbed),
    /// Somebody has a risk answer by name.
    RiskAcknowledged(RiskAcknowledged),
    /// Whoever had it recorded nothing in time.
    RiskLetGo(RiskLetGo),
    /// What was done about it was recorded.
    RiskActed(RiskActed),
    /// What identified her in it was erased.
    PersonalDataErased(PersonalDataErased),
}

/// A referral that came in at the front door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralReceived {
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// The short reference.
    pub reference: String,
    /// MHSDS source of referral.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The clinical response priority.
    pub priority: Priority,
    /// When it was received: a telephone call counts from the call.
    pub received_at: Timestamp,
    /// The pregnancy that it is about, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pregnancy: Option<Pregnancy>,
    /// The team that holds it: the front door.
    pub responsible: TeamCode,
    /// The team to which it is first directed, where the referrer or the door knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directed_to: Option<TeamCode>,
    /// The end of the response clock.
    pub respond_by: Timestamp,
    /// When someone must look next.
    pub next_due: Timestamp,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// Why the clock is the strictest there is, where the rules gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strictest: Option<NotComputed>,
    /// What was answered by code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asked: Asked,
    /// What a person must do beside deciding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// What was told; none once erased.
    #[serde(skip)]
    pub story: Option<Story>,
}

/// A referral that came with another system's history, as it stood there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralHistoryImported {
    /// The import that brought it; stored with the entry, and in its content in the first format only.
    #[serde(default = "ImportId::of_the_entry", skip_serializing)]
    pub import: ImportId,
    /// What stands for the sender's id of the referral, so that the row is known again even after an erasure.
    pub sender_key: String,
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// The team to which it was first directed.
    pub team: TeamCode,
    /// When it was received.
    pub received_at: Timestamp,
    /// MHSDS source of referral.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The clinical response priority, where the sender kept one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// What was decided.
    pub decision: HistoricDecision,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// Why: a code or free text, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// The first attended contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_at: Option<Timestamp>,
    /// The first attended assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_at: Option<Timestamp>,
    /// When care ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged_at: Option<Timestamp>,
    /// Why care ended: a code or free text, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge_reason: Option<String>,
    /// The pregnancy that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pregnancy: Option<Pregnancy>,
    /// The outcome of the pregnancy, where the sender gave no date with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_without_date: Option<String>,
    /// Who holds it and when someone must look next; none when it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// What identifies her as the row said it; none once erased.
    #[serde(skip)]
    pub sent: Option<SentIdentity>,
}

/// Who holds an open referral, and until when it may rest (INV-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The one responsible team.
    pub by: TeamCode,
    /// When someone must look next.
    pub next_due: Timestamp,
}

/// What a row of another system's history says of the person, kept as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentIdentity {
    /// The sender's id of the referral.
    pub sender_referral_id: String,
    /// What stands for the whole row, so that a changed row is told from the same one.
    pub content_key: String,
    /// Everything the row says of the person.
    #[serde(flatten)]
    pub person: Identity,
}

/// A team took a referral on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralAccepted {
    /// The team.
    pub team: TeamCode,
    /// The team that is responsible until somebody of that team accepts by name (INV-02); none in what was written before
    /// there was a handshake, when it was that team at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<TeamCode>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// When someone must look next.
    pub next_due: Timestamp,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// Why, in the decider's own words, where they said; none once erased.
    #[serde(skip)]
    pub because: Option<String>,
    /// How both are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tellings: Option<Tellings>,
    /// The criteria of its day on which it rests, where somebody named any (D26).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CitedCriterion>,
    /// What was proposed, and whether it was decided so; none where nothing was weighed (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// A referral was not taken on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralRejected {
    /// The team on whose behalf.
    pub team: TeamCode,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// How it ended.
    pub ending: Ending,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// What was proposed, and whether it was decided so; none where nothing was weighed (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// She was pointed to another service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralSignposted {
    /// The team on whose behalf.
    pub team: TeamCode,
    /// The named service.
    pub signposted_to: String,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// How it ended.
    pub ending: Ending,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// What was proposed, and whether it was decided so; none where nothing was weighed (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// Advice was given instead of care. It counts among the rejected, with that reason (PR-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralAdvised {
    /// The team on whose behalf.
    pub team: TeamCode,
    /// The advice; empty once erased.
    #[serde(skip)]
    pub advice: String,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// How it ended.
    pub ending: Ending,
    /// The footprint version whose rules were applied.
    pub rules: String,
    /// What was proposed, and whether it was decided so; none where nothing was weighed (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// She or the referrer withdrew a referral, and a person spoke with her about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralWithdrawn {
    /// When it was decided.
    pub decided_at: Timestamp,
    /// How it ended.
    pub ending: Ending,
    /// The footprint version whose rules were applied.
    pub rules: String,
}

impl ReferralEvent {
    /// Of a decision: the team that took her on, or on whose behalf she was not, and what was weighed.
    pub fn weighed(&self) -> Option<(&TeamCode, Option<&Weighed>)> {
        match self {
            Self::ReferralAccepted(e) => Some((&e.team, e.weighed.as_ref())),
            Self::ReferralRejected(e) => Some((&e.team, e.weighed.as_ref())),
            Self::ReferralSignposted(e) => Some((&e.team, e.weighed.as_ref())),
            Self::ReferralAdvised(e) => Some((&e.team, e.weighed.as_ref())),
            _ => None,
        }
    }

    /// The same with what was weighed, where it is a decision; anything else stays as it is.
    #[must_use]
    pub fn with_weighed(mut self, weighed: Option<Weighed>) -> Self {
        match &mut self {
            Self::ReferralAccepted(e) => e.weighed = weighed,
            Self::ReferralRejected(e) => e.weighed = weighed,
            Self::ReferralSignposted(e) => e.weighed = weighed,
            Self::ReferralAdvised(e) => e.weighed = weighed,
            _ => {}
        }
        self
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
