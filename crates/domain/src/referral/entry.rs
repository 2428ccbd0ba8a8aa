//! The first entry of triage: by when somebody of the service must have written something about a referral, and what counts
//! (D19).

use jiff::Timestamp;

use super::{AdditionKind, Priority, ReferralEvent, RiskSource, receipt::strictest};
use crate::{
    calendar::NotComputed,
    footprint::{ClockLimit, Footprint, Purpose},
};

/// How long it may take where the footprint has no clock for it on that day.
///
/// # Source
/// Seed 001, as the capability list gives it: a triage entry within one working day, with an outcome.
pub const WITHIN: ClockLimit = ClockLimit::WorkingDays { days: 1 };

/// By when the first entry must be there; where that is not known, four hours stand in.
pub fn entry_by(footprint: &Footprint, priority: Option<Priority>, received_at: Timestamp) -> Timestamp {
    entry_by_rule(footprint, priority, received_at).unwrap_or_else(|_| strictest(received_at))
}

/// By when the first entry must be there: by the footprint's clock for triage that held on that day, or within one working
/// day.
///
/// # Errors
/// [`NotComputed`]: working time is never guessed (H12).
pub fn entry_by_rule(
    footprint: &Footprint,
    priority: Option<Priority>,
    received_at: Timestamp,
) -> Result<Timestamp, NotComputed> {
    match footprint.ends_at(Purpose::Triage, priority.unwrap_or(Priority::Routine), received_at) {
        Err(NotComputed::NoClock) => WITHIN.ends_at(received_at, footprint.working()),
        by_rule => by_rule,
    }
}

/// When somebody of the service wrote something about a referral, where the event is such an entry.
///
/// What another person or program did is none: what was told at the door, an urgency that the door raised, what the service
/// did by itself. Safeguarding is none either, for a receipt may bring it along; nor is giving a claim back.
pub(super) fn entry_at(event: &ReferralEvent) -> Option<Timestamp> {
    match event {
        ReferralEvent::ReferralClaimed(claimed) => Some(claimed.at),
        ReferralEvent::ContactAttempted(tried) => Some(tried.attempt.at),
        ReferralEvent::ReferralAddedTo(added) => match added.kind {
            AdditionKind::Note | AdditionKind::Answer => Some(added.at),
            AdditionKind::Door | AdditionKind::SpokenHandover | AdditionKind::HerPage => None,
        },
        ReferralEvent::PriorityRaised(changed) => changed.by.as_ref().map(|_| changed.at),
        ReferralEvent::PriorityLowered(changed) => Some(changed.at),
        ReferralEvent::InformationAsked(asked) => Some(asked.at),
        ReferralEvent::ClockPaused(paused) => Some(paused.at),
        ReferralEvent::ClockResumed(resumed) => resumed.by.as_ref().map(|_| resumed.at),
        ReferralEvent::PregnancyRecorded(recorded) => Some(recorded.at),
        ReferralEvent::YoungConsentRecorded(recorded) => Some(recorded.at),
        ReferralEvent::TaskDone(done) => Some(done.at),
        ReferralEvent::EmergencyTaken(taken) => Some(taken.taken.at),
        ReferralEvent::DiscussedAtMeeting(discussed) => Some(discussed.at),
        ReferralEvent::CaseListed(listed) => Some(listed.at),
        ReferralEvent::CaseUnlisted(unlisted) => Some(unlisted.at),
        ReferralEvent::CaseDiscussed(discussed) => Some(discussed.at),
        ReferralEvent::ContactRecorded(recorded) => Some(recorded.at),
        ReferralEvent::RiskReviewed(reviewed) => Some(reviewed.at),
        ReferralEvent::RiskAnswered(answered) => match answered.source {
            RiskSource::Staff { .. } => Some(answered.at),
            RiskSource::Questionnaire { .. } => None,
        },
        ReferralEvent::RiskAcknowledged(acknowledged) => Some(acknowledged.at),
        ReferralEvent::RiskActed(acted) => Some(acted.at),
        ReferralEvent::DecisionSaved(due) => Some(due.decided_at),
        ReferralEvent::ReferralAccepted(accepted) => Some(accepted.decided_at),
        ReferralEvent::ReferralRejected(rejected) => Some(rejected.decided_at),
        ReferralEvent::ReferralSignposted(signposted) => Some(signposted.decided_at),
        ReferralEvent::ReferralAdvised(advised) => Some(advised.decided_at),
        ReferralEvent::ReferralWithdrawn(withdrawn) => Some(withdrawn.decided_at),
        ReferralEvent::ReferralReceived(_)
        | ReferralEvent::ReferralHistoryImported(_)
        | ReferralEvent::ClaimReleased(_)
        | ReferralEvent::ClockRecomputed(_)
        | ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_)
        | ReferralEvent::BirthDateLearned(_)
        | ReferralEvent::DeathLearned(_)
        | ReferralEvent::RoutesToAskAgain(_)
        | ReferralEvent::AnswersHeard(_)
        | ReferralEvent::PageGiven(_)
        | ReferralEvent::PageClosed(_)
        | ReferralEvent::AskedOnPage(_)
        | ReferralEvent::AppointmentBooked(_)
        | ReferralEvent::AppointmentCancelled(_)
        | ReferralEvent::AppointmentReminded(_)
        | ReferralEvent::EscalationClimbed(_)
        | ReferralEvent::RiskClimbed(_)
        | ReferralEvent::RiskLetGo(_)
        | ReferralEvent::LookedBack(_)
        | ReferralEvent::TeamsAskedToMeet(_)
        | ReferralEvent::CareEndsSoon(_)
        | ReferralEvent::HandoverUnanswered(_)
        | ReferralEvent::PersonalDataErased(_) => None,
        // These follow a decision, which is an entry: history that was decided elsewhere has none here.
        ReferralEvent::HandoverOffered(_)
        | ReferralEvent::HandoverAccepted(_)
        | ReferralEvent::HandoverReturned(_)
        | ReferralEvent::HandoverTakenBack(_)
        | ReferralEvent::JointWorkBegan(_)
        | ReferralEvent::JointWorkEnded(_)
        | ReferralEvent::OnwardReferred(_)
        | ReferralEvent::OnwardChased(_)
        | ReferralEvent::SignpostFollowed(_)
        | ReferralEvent::LeadProfessionalNamed(_)
        | ReferralEvent::AdmittedToUnit(_)
        | ReferralEvent::LeftUnit(_)
        | ReferralEvent::CareContinued(_)
        | ReferralEvent::ReferralDischarged(_) => None,
    }
}
