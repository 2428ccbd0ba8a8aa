//! A referral, the thread from receipt to discharge: its state, its rules, and what follows from each command.

mod answers;
mod appointment;
mod came_back;
pub mod care;
mod case_discussion;
mod command;
mod criteria;
mod death;
mod decide;
mod due;
mod ending;
mod entry;
mod event;
mod evolve;
mod handover;
mod hears;
mod her_page;
pub mod history;
mod ladder;
mod later;
pub mod leaving;
mod meet;
mod meeting;
mod pause;
mod pregnancy;
pub mod reason;
mod receipt;
mod recompute;
mod reference;
mod risk;
mod routes;
pub mod safeguarding;
mod standard;
mod step;
mod triage;
pub mod under_18;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use answers::AnswersHeard;
pub use appointment::{
    Appointment, AppointmentBooked, AppointmentCancelled, AppointmentReminded, AppointmentState, Booking,
    FURTHEST_DAYS, Venue,
};
pub use came_back::{CameBack, EarlierNo, LookedBack, SignpostFollowed, SignpostState, WITHIN_DAYS, came_back};
pub use care::{
    AdmittedToUnit, Attendance, Baby, Care, CareContinued, CareEndsSoon, Contact, ContactKind, ContactRecorded,
    EngagementChecks, LeadProfessionalNamed, LeftUnit, Review, RiskReviewed, SeenElsewhere, care_ends_on,
};
pub use case_discussion::{
    CaseAgreed, CaseAgreement, CaseDiscussed, CaseListed, CaseListing, CaseOutcome, CaseResult, CaseTrail,
    CaseUnlisted, CaseWords, NamedWithout,
};
pub use command::{Deciding, Receipt, ReferralCommand};
pub use criteria::{CitedCriterion, cite, criteria_for};
pub use death::DeathLearned;
pub use decide::{decide, needs_second_clinician};
pub use due::{due_now, system_due};
pub use ending::{DecidersWords, Ending, Grounds, LetterDue, Telling, Tellings, ToldInPerson, Verdict};
pub use entry::{WITHIN as ENTRY_WITHIN, entry_by, entry_by_rule};
pub use event::{
    Held, ReferralAccepted, ReferralAdvised, ReferralEvent, ReferralHistoryImported, ReferralReceived,
    ReferralRejected, ReferralSignposted, ReferralWithdrawn, SentIdentity,
};
pub use evolve::evolve;
pub use handover::{
    Handover, HandoverAccepted, HandoverAgreement, HandoverOffered, HandoverReturned, HandoverTakenBack,
    HandoverUnanswered, HandoverWords, JointWork, JointWorkBegan, JointWorkEnded, Onward, OnwardChased, OnwardReferred,
    OnwardState,
};
pub use hears::ReferrerHears;
pub use her_page::{AskedOnPage, PAGE_STAYS_DAYS, PageClosed, PageGiven, PageLink, PageStep, PageWish, WhereItIs};
pub use ladder::{EmergencyTaken, EscalationClimbed, Ladder, MissedSteps, Taken};
pub use leaving::{Leaving, LeavingWords, ReferralDischarged};
pub use meet::{AskedToMeet, Seer, SettledBetween, TeamContact, TeamsAskedToMeet, WITHIN as MEET_WITHIN, to_meet};
pub use meeting::{Discussed, DiscussedAtMeeting, MeetingTrail};
pub use pause::{ClockPaused, ClockResumed, LONGEST_PAUSE_DAYS, Pause, may_be_paused};
pub use pregnancy::PregnancyRecorded;
pub use reference::Reference;
pub use risk::{
    ACT_WITHIN, RiskAcknowledged, RiskActed, RiskAction, RiskAlert, RiskAnswer, RiskAnswered, RiskClosed, RiskLetGo,
    RiskSource, RiskTrail,
};
pub use routes::RoutesToAskAgain;
pub use safeguarding::{
    AbuseAsked, AtRiskRecorded, ProtectionPlanRecorded, Safeguarding, SafeguardingReferralFollowed,
    SafeguardingReferralMade, SafeguardingStep,
};
pub use standard::{Standard, standards};
pub use triage::{
    AdditionKind, AskedOf, Attempt, AttemptOutcome, Claim, ClaimReleased, ClockRecomputed, ContactAttempted,
    CountedFrom, InformationAsked, PriorityChanged, RaisedTask, ReferralAddedTo, ReferralClaimed, SafeguardingRecorded,
    Said, Task, TaskDone, Triage, Waiting,
};
pub use under_18::{BirthDateLearned, Young, YoungConsent, YoungConsentRecorded};

use crate::{
    footprint::TeamCode,
    front_door::{Asked, Known, Situation, Story},
    ids::{ImportId, PersonId, ReferralId},
    person::Pregnancy,
    relation::Whose,
};

/// Whom a referral is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// The woman or birthing person (a code, never shown).
    #[default]
    BirthingParent,
    /// A partner of any gender.
    Partner,
    /// The baby.
    Infant,
}

impl PersonKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::BirthingParent, Self::Partner, Self::Infant];

    /// The code kept in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::BirthingParent => "birthing_parent",
            Self::Partner => "partner",
            Self::Infant => "infant",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// MHSDS clinical response priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// MHSDS 1.
    Emergency,
    /// MHSDS 4.
    VeryUrgent,
    /// MHSDS 2.
    Urgent,
    /// MHSDS 3.
    Routine,
}

impl Priority {
    /// Every priority, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Emergency, Self::VeryUrgent, Self::Urgent, Self::Routine];

    /// The code kept in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::VeryUrgent => "very_urgent",
            Self::Urgent => "urgent",
            Self::Routine => "routine",
        }
    }

    /// The priority of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.code() == code)
    }
}

/// The five outcomes that every count of referrals adds up to (PR-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Taken on by a team.
    Accepted,
    /// Not taken on.
    Rejected,
    /// Pointed to another service.
    Signposted,
    /// Withdrawn by the person or the referrer.
    Withdrawn,
    /// Not decided.
    Pending,
}

impl Outcome {
    /// Every outcome, in the order of a report's columns.
    pub const ALL: [Self; 5] = [Self::Accepted, Self::Rejected, Self::Signposted, Self::Withdrawn, Self::Pending];

    /// The code kept in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Signposted => "signposted",
            Self::Withdrawn => "withdrawn",
            Self::Pending => "pending",
        }
    }

    /// The outcome of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A referral as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The referral.
    pub id: ReferralId,
    /// The short reference; history that was imported has none.
    pub reference: Option<String>,
    /// The import that brought it, if one did.
    pub import: Option<ImportId>,
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// When it was received.
    pub received_at: Timestamp,
    /// MHSDS source of referral.
    pub source: Option<String>,
    /// The clinical response priority.
    pub priority: Option<Priority>,
    /// The end of the response clock, where one runs or ran here.
    pub respond_by: Option<Timestamp>,
    /// The team to which it was first directed: never changes once set (PR-29).
    pub directed_to: Option<TeamCode>,
    /// The pregnancy that it is about.
    pub pregnancy: Option<Pregnancy>,
    /// Pregnancies that became known since, in their order (T5).
    pub pregnancies: Vec<Pregnancy>,
    /// The first attended contact.
    pub first_contact_at: Option<Timestamp>,
    /// The first attended assessment.
    pub assessed_at: Option<Timestamp>,
    /// The attended assessment that stopped the response clock: the first since the urgency was last raised (PR-12).
    pub responded_at: Option<Timestamp>,
    /// What was answered by code at the door; empty for imported history.
    pub asked: Asked,
    /// Its way to the decision.
    pub triage: Triage,
    /// Its way through the team meetings.
    pub meeting: MeetingTrail,
    /// Its way through the case discussions, and who was in contact with her.
    pub cases: CaseTrail,
    /// The offer to another team that waits for its answer.
    pub handover: Option<Handover>,
    /// The teams that work beside the one responsible.
    pub joint: Vec<JointWork>,
    /// The last referral to a service outside.
    pub onward: Option<Onward>,
    /// The service that she was pointed to, where it ended so.
    pub pointed_to: Option<String>,
    /// Whether the service that she was pointed to has her, where somebody asked.
    pub signpost: Option<SignpostState>,
    /// The criteria on which its decision rests.
    pub cited: Vec<CitedCriterion>,
    /// What is recorded because she is under eighteen (PR-18).
    pub young: Young,
    /// The last risk alert, open or not.
    pub risk: RiskTrail,
    /// Her appointments, in the order in which they were booked.
    pub appointments: Vec<Appointment>,
    /// What opens her own page; none where she has none, or it was closed.
    pub page: Option<PageLink>,
    /// What is known of safeguarding: restricted.
    pub safeguarding: Safeguarding,
    /// Care since it was taken on.
    pub care: Care,
    /// Where it stands.
    pub stage: Stage,
    /// The team that was responsible when it ended here.
    pub last_held: Option<TeamCode>,
    /// The sender's words and ids, where they are still held.
    pub personal: Personal,
}

/// What a referral holds that identifies a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personal {
    /// What was told at the door, and what was added since.
    Told(Box<Story>),
    /// What another system sent.
    Sent(Box<SentIdentity>),
    /// It was erased.
    Erased,
}

/// Where a referral stands; each variant holds exactly what is true there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Not decided; somebody holds it.
    Pending(Held),
    /// Taken on; somebody holds it.
    Accepted {
        /// When it was decided, where known.
        decided_at: Option<Timestamp>,
        /// Who holds it, and when someone must look next.
        held: Held,
    },
    /// Taken on, cared for, and discharged.
    Discharged {
        /// When it was taken on, where known.
        decided_at: Option<Timestamp>,
        /// When care ended.
        discharged_at: Timestamp,
        /// Why, as a code or free text.
        reason: Option<String>,
    },
    /// Ended without being taken on.
    Ended {
        /// How.
        outcome: EndedOutcome,
        /// When, where known.
        decided_at: Option<Timestamp>,
        /// Why: codes or free text.
        reasons: Vec<String>,
    },
}

/// How a referral can end without being taken on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedOutcome {
    /// Not taken on.
    Rejected,
    /// Pointed to another service.
    Signposted,
    /// Withdrawn.
    Withdrawn,
}

impl Referral {
    /// Which of the five outcomes it counts as now.
    pub fn outcome(&self) -> Outcome {
        match &self.stage {
            Stage::Pending(_) => Outcome::Pending,
            Stage::Accepted { .. } | Stage::Discharged { .. } => Outcome::Accepted,
            Stage::Ended { outcome: EndedOutcome::Rejected, .. } => Outcome::Rejected,
            Stage::Ended { outcome: EndedOutcome::Signposted, .. } => Outcome::Signposted,
            Stage::Ended { outcome: EndedOutcome::Withdrawn, .. } => Outcome::Withdrawn,
        }
    }

    /// Who holds it, while it is open.
    pub fn held(&self) -> Option<&Held> {
        match &self.stage {
            Stage::Pending(held) | Stage::Accepted { held, .. } => Some(held),
            Stage::Discharged { .. } | Stage::Ended { .. } => None,
        }
    }

    /// Whose it is, for what somebody may see of it.
    pub fn whose(&self) -> Whose<'_> {
        let ended = self.held().is_none();
        Whose {
            referral: Some(self.id),
            at_the_door: self.outcome() != Outcome::Accepted,
            responsible: self.held().map(|held| &held.by).or(self.last_held.as_ref()).or(self.directed_to.as_ref()),
            directed_to: self.directed_to.as_ref().filter(|_| ended),
            joint: self.joint.iter().map(|joint| &joint.team).collect(),
            offered_to: self.handover.as_ref().map(|offer| &offer.to),
        }
    }

    /// The end of the response clock, while it runs.
    pub fn clock_ends(&self) -> Option<Timestamp> {
        self.respond_by.filter(|_| self.responded_at.is_none() && self.pause().is_none())
    }

    /// When it was decided, where that is known.
    pub fn decided_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Pending(_) => None,
            Stage::Accepted { decided_at, .. }
            | Stage::Discharged { decided_at, .. }
            | Stage::Ended { decided_at, .. } => *decided_at,
        }
    }

    /// When care ended, if it did.
    pub fn discharged_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Discharged { discharged_at, .. } => Some(*discharged_at),
            Stage::Pending(_) | Stage::Accepted { .. } | Stage::Ended { .. } => None,
        }
    }

    /// Why care ended, if it did: a code, or the words of another system.
    pub fn discharge_reason(&self) -> Option<&str> {
        match &self.stage {
            Stage::Discharged { reason, .. } => reason.as_deref(),
            Stage::Pending(_) | Stage::Accepted { .. } | Stage::Ended { .. } => None,
        }
    }

    /// The reasons of an ending; empty where none was recorded.
    pub fn reasons(&self) -> &[String] {
        match &self.stage {
            Stage::Ended { reasons, .. } => reasons,
            Stage::Pending(_) | Stage::Accepted { .. } | Stage::Discharged { .. } => &[],
        }
    }

    /// The criteria on which its decision rests, or the one that waits for its letter (D26).
    pub fn rests_on(&self) -> &[CitedCriterion] {
        match (&self.stage, &self.triage.letter_due) {
            (Stage::Pending(_), Some(due)) => &due.grounds.criteria,
            _ => &self.cited,
        }
    }

    /// Whether risk was mentioned, at the door or since (PR-14).
    pub fn risk_mentioned(&self) -> bool {
        !self.asked.signs.is_empty()
            || self.asked.severe_history == Known::Yes
            || self.priority == Some(Priority::Emergency)
            || self.triage.emergency_since.is_some()
            || self.risk.alert.is_some()
    }

    /// Whether a no must be told by a person before any letter: risk, loss or trauma was mentioned (PR-14).
    pub fn a_no_is_told_in_person(&self) -> bool {
        self.risk_mentioned()
            || self.asked.situation.is_some_and(Situation::is_loss)
            || self.asked.concerns.iter().any(|concern| concern.is_loss_or_trauma())
    }

    /// What was told at the door, where it is still held.
    pub fn story(&self) -> Option<&Story> {
        match &self.personal {
            Personal::Told(story) => Some(story),
            Personal::Sent(_) | Personal::Erased => None,
        }
    }

    /// Whether what identified her in it was erased.
    pub fn erased(&self) -> bool {
        self.personal == Personal::Erased
    }
}
