//! Who may ever be shown a fact outside the team: the default is nobody (H15).

use crate::{
    account::AccountEvent, advice::AdviceEvent, duty::DutyEvent, event::Event, history_import::HistoryImportEvent,
    meeting::MeetingEvent, message::MessageEvent, person::PersonEvent, referral::ReferralEvent,
};

/// Who may be shown a fact outside the team that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseClass {
    /// Nobody, until a person reviews it.
    Hold,
    /// The person whom the record is about, on her own page.
    HerPage,
    /// Anyone: it says nothing about a person.
    Public,
}

/// The release class of an event. The match is exhaustive, so that a new event without a class fails the build.
pub fn release_class(event: &Event) -> ReleaseClass {
    match event {
        Event::FootprintApplied(_) => ReleaseClass::Public,
        Event::HistoryImport(event) => match event {
            HistoryImportEvent::HistoryImportStarted(_)
            | HistoryImportEvent::HistoryImportCompleted(_)
            | HistoryImportEvent::HistoryImportAbandoned(_) => ReleaseClass::Hold,
        },
        Event::Person(event) => match event {
            PersonEvent::ContactChoicesRecorded(_) => ReleaseClass::HerPage,
            PersonEvent::TellingChoicesRecorded(_) => ReleaseClass::HerPage,
            PersonEvent::PersonRegistered(_)
            | PersonEvent::IdentityRecorded(_)
            | PersonEvent::PersonHistoryImported(_)
            | PersonEvent::EpisodeRecorded(_)
            | PersonEvent::CharacteristicsRecorded(_)
            | PersonEvent::DeathRecorded(_)
            | PersonEvent::DeathCorrected(_)
            | PersonEvent::PersonalDataErased(_) => ReleaseClass::Hold,
        },
        Event::Referral(event) => of_referral(event),
        Event::Advice(event) => match event {
            AdviceEvent::AdviceAsked(_)
            | AdviceEvent::AdviceGiven(_)
            | AdviceEvent::AdviceAskedAgain(_)
            | AdviceEvent::AdviceTurnedIntoReferral(_)
            | AdviceEvent::PersonalDataErased(_) => ReleaseClass::Hold,
        },
        Event::Duty(event) => match event {
            DutyEvent::DutyDayOpened(_)
            | DutyEvent::DutyRostered(_)
            | DutyEvent::RotaTakenBack(_)
            | DutyEvent::ShiftBegan(_)
            | DutyEvent::DutyNoted(_)
            | DutyEvent::ShiftEnded(_)
            | DutyEvent::PersonalDataErased(_) => ReleaseClass::Hold,
        },
        Event::TemplateApproved(_) => ReleaseClass::Public,
        Event::Account(event) => match event {
            AccountEvent::AccountOpened(_)
            | AccountEvent::RoleGiven(_)
            | AccountEvent::PasswordSet(_)
            | AccountEvent::AccountDisabled(_)
            | AccountEvent::AccountEnabled => ReleaseClass::Hold,
        },
        Event::Meeting(event) => of_meeting(event),
        Event::Message(event) => match event {
            MessageEvent::MessageDrafted(_)
            | MessageEvent::MessageApproved
            | MessageEvent::MessageQueued
            | MessageEvent::MessageSent
            | MessageEvent::MessageFailed { .. }
            | MessageEvent::MessageWithdrawn { .. }
            | MessageEvent::PersonalDataErased(_) => ReleaseClass::Hold,
        },
    }
}

/// The release class of what is known of a sitting.
fn of_meeting(event: &MeetingEvent) -> ReleaseClass {
    match event {
        MeetingEvent::MeetingOpened(_)
        | MeetingEvent::AttendanceTaken(_)
        | MeetingEvent::ConfirmationNeeded(_)
        | MeetingEvent::MeetingConfirmed(_)
        | MeetingEvent::MeetingClosed(_) => ReleaseClass::Hold,
    }
}

fn of_referral(event: &ReferralEvent) -> ReleaseClass {
    match event {
        ReferralEvent::ReferralReceived(_)
        | ReferralEvent::ReferralHistoryImported(_)
        | ReferralEvent::ReferralClaimed(_)
        | ReferralEvent::ClaimReleased(_)
        | ReferralEvent::ContactAttempted(_)
        | ReferralEvent::ReferralAddedTo(_)
        | ReferralEvent::PriorityRaised(_)
        | ReferralEvent::PriorityLowered(_)
        | ReferralEvent::ClockRecomputed(_)
        | ReferralEvent::ClockPaused(_)
        | ReferralEvent::ClockResumed(_)
        | ReferralEvent::InformationAsked(_)
        | ReferralEvent::TaskDone(_)
        | ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::PregnancyRecorded(_)
        | ReferralEvent::YoungConsentRecorded(_)
        | ReferralEvent::BirthDateLearned(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_)
        | ReferralEvent::DecisionSaved(_)
        | ReferralEvent::ReferralAdvised(_)
        | ReferralEvent::ReferralAccepted(_)
        | ReferralEvent::ReferralRejected(_)
        | ReferralEvent::ReferralSignposted(_)
        | ReferralEvent::ReferralWithdrawn(_)
        | ReferralEvent::HandoverOffered(_)
        | ReferralEvent::HandoverAccepted(_)
        | ReferralEvent::HandoverReturned(_)
        | ReferralEvent::HandoverUnanswered(_)
        | ReferralEvent::HandoverTakenBack(_)
        | ReferralEvent::JointWorkBegan(_)
        | ReferralEvent::JointWorkEnded(_)
        | ReferralEvent::OnwardReferred(_)
        | ReferralEvent::OnwardChased(_)
        | ReferralEvent::EscalationClimbed(_)
        | ReferralEvent::EmergencyTaken(_)
        | ReferralEvent::DiscussedAtMeeting(_)
        | ReferralEvent::CaseListed(_)
        | ReferralEvent::CaseUnlisted(_)
        | ReferralEvent::CaseDiscussed(_)
        | ReferralEvent::TeamsAskedToMeet(_)
        | ReferralEvent::LookedBack(_)
        | ReferralEvent::SignpostFollowed(_)
        | ReferralEvent::ContactRecorded(_)
        | ReferralEvent::RiskReviewed(_)
        | ReferralEvent::LeadProfessionalNamed(_)
        | ReferralEvent::AdmittedToUnit(_)
        | ReferralEvent::LeftUnit(_)
        | ReferralEvent::CareEndsSoon(_)
        | ReferralEvent::CareContinued(_)
        | ReferralEvent::ReferralDischarged(_)
        | ReferralEvent::PersonalDataErased(_) => ReleaseClass::Hold,
    }
}
