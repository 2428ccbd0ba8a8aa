//! Who may ever be shown a fact outside the team: the default is nobody (H15).
//!
//! An event as a whole has a class by an exhaustive match; every field of every stored event has one in `release/fields.txt`, which a
//! test holds to the stored samples, so that neither comes without one.

use crate::{
    account::AccountEvent, advice::AdviceEvent, comment::CommentEvent, duty::DutyEvent, event::Event,
    history_import::HistoryImportEvent, meeting::MeetingEvent, message::MessageEvent, opening::OpeningEvent,
    person::PersonEvent, referral::ReferralEvent, said_and_done::SaidAndDoneEvent, screening::ScreeningEvent,
};

/// Who may be shown a fact outside the team that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseClass {
    /// Nobody, until a person reviews it.
    Hold,
    /// Staff of another organisation, where a sharing agreement in force says so: that a referral came, which team has it,
    /// since when, and how it ended.
    Status,
    /// The same of contacts: who saw her, and when.
    Contacts,
    /// The person whom the record is about, on her own page.
    HerPage,
    /// Anyone: it says nothing about a person.
    Public,
}

impl ReleaseClass {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Hold, Self::Status, Self::Contacts, Self::HerPage, Self::Public];

    /// What a sharing agreement can release.
    pub const SHAREABLE: [Self; 2] = [Self::Status, Self::Contacts];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Status => "status",
            Self::Contacts => "contacts",
            Self::HerPage => "her_page",
            Self::Public => "public",
        }
    }

    /// The class of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// The fields of stored events with their classes: a line for each, as `kind Event part field class`, where the part is
/// `payload` or `personal`.
const FIELDS: &str = include_str!("release/fields.txt");

/// The release class of a field of a stored event: nobody, where the field is not known.
pub fn field_class(kind: &str, event: &str, part: &str, field: &str) -> ReleaseClass {
    let asked = [kind, event, part, field];
    let line = FIELDS.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        asked.iter().all(|word| words.next() == Some(*word)).then(|| words.next()).flatten()
    });
    line.and_then(ReleaseClass::of_code).unwrap_or(ReleaseClass::Hold)
}

/// Every field that has a class, as `kind Event part field`, and its class.
pub fn classed_fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    FIELDS.lines().filter_map(|line| line.rsplit_once(' '))
}

/// What somebody said of how it was, without an account, is for nobody outside.
fn of_comment(event: &CommentEvent) -> ReleaseClass {
    match event {
        CommentEvent::CommentLeft(_)
        | CommentEvent::CommentRead(_)
        | CommentEvent::CommentPassedOn(_)
        | CommentEvent::CommentActedOn(_)
        | CommentEvent::CommentAnswered(_)
        | CommentEvent::CommentClosed(_)
        | CommentEvent::PersonalDataErased(_) => ReleaseClass::Hold,
    }
}

/// The release class of an event. The match is exhaustive, so that a new event without a class fails the build.
pub fn release_class(event: &Event) -> ReleaseClass {
    match event {
        Event::FootprintApplied(_) | Event::TextPackAdded(_) => ReleaseClass::Public,
        Event::SaidAndDone(event) => match event {
            SaidAndDoneEvent::SaidAndDonePublished(_) => ReleaseClass::Public,
            SaidAndDoneEvent::SaidAndDoneWithdrawn(_) => ReleaseClass::Hold,
        },
        Event::Comment(event) => of_comment(event),
        Event::HistoryImport(event) => match event {
            HistoryImportEvent::HistoryImportStarted(_)
            | HistoryImportEvent::HistoryImportCompleted(_)
            | HistoryImportEvent::HistoryImportAbandoned(_) => ReleaseClass::Hold,
        },
        Event::Person(event) => match event {
            PersonEvent::ContactChoicesRecorded(_) => ReleaseClass::HerPage,
            PersonEvent::TellingChoicesRecorded(_) => ReleaseClass::HerPage,
            PersonEvent::PersonRegistered(_)
            | PersonEvent::RoutesConfirmed(_)
            | PersonEvent::RoutesUnsettled(_)
            | PersonEvent::IdentityRecorded(_)
            | PersonEvent::PersonHistoryImported(_)
            | PersonEvent::EpisodeRecorded(_)
            | PersonEvent::CharacteristicsRecorded(_)
            | PersonEvent::DeathRecorded(_)
            | PersonEvent::DeathCorrected(_)
            | PersonEvent::PeopleLinked(_)
            | PersonEvent::PeopleUnlinked(_)
            | PersonEvent::RecordRestricted(_)
            | PersonEvent::RestrictionLifted(_)
            | PersonEvent::AddressWithheld(_)
            | PersonEvent::WithholdingLifted(_)
            | PersonEvent::NumberTraced(_)
            | PersonEvent::TraceTakenBack(_)
            | PersonEvent::DeathTold(_)
            | PersonEvent::DeathSetAside(_)
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
            | AccountEvent::BelongingGiven(_)
            | AccountEvent::PasswordSet(_)
            | AccountEvent::AccountDisabled(_)
            | AccountEvent::AccountEnabled
            | AccountEvent::FactorAdded(_)
            | AccountEvent::FactorRemoved(_)
            | AccountEvent::RecoveryCodesMade(_)
            | AccountEvent::RecoveryCodeUsed
            | AccountEvent::RecoveryAsked(_)
            | AccountEvent::FactorsCleared(_)
            | AccountEvent::IdentityLinked(_)
            | AccountEvent::IdentityUnlinked(_) => ReleaseClass::Hold,
        },
        Event::Meeting(event) => of_meeting(event),
        Event::Opening(event) => of_opening(event),
        Event::Screening(event) => of_screening(event),
        Event::Message(event) => of_message(event),
    }
}

/// The release class of what is known of a letter or a message.
fn of_message(event: &MessageEvent) -> ReleaseClass {
    match event {
        MessageEvent::MessageDrafted(_)
        | MessageEvent::MessageApproved
        | MessageEvent::MessageQueued
        | MessageEvent::MessageSent(_)
        | MessageEvent::MessageDelayed(_)
        | MessageEvent::MessageDelivered
        | MessageEvent::MessageFailed { .. }
        | MessageEvent::MessageRouted { .. }
        | MessageEvent::MessageWithdrawn { .. }
        | MessageEvent::PersonalDataErased(_) => ReleaseClass::Hold,
    }
}

/// The release class of what is known of a questionnaire: nobody but those who care for her.
fn of_screening(event: &ScreeningEvent) -> ReleaseClass {
    match event {
        ScreeningEvent::ScreeningGiven(_)
        | ScreeningEvent::ScreeningEntered(_)
        | ScreeningEvent::ScreeningNotAsked(_)
        | ScreeningEvent::ScreeningOpened(_)
        | ScreeningEvent::AnswerSaved(_)
        | ScreeningEvent::WorrySaid(_)
        | ScreeningEvent::ScreeningFinished(_)
        | ScreeningEvent::ScreeningRead(_)
        | ScreeningEvent::ScreeningTakenBack(_)
        | ScreeningEvent::LinkRenewed(_)
        | ScreeningEvent::PersonalDataErased(_) => ReleaseClass::Hold,
    }
}

/// The release class of what is known of an opening in an emergency.
fn of_opening(event: &OpeningEvent) -> ReleaseClass {
    match event {
        OpeningEvent::RecordOpened(_)
        | OpeningEvent::OpeningEnded(_)
        | OpeningEvent::OpeningReviewed(_)
        | OpeningEvent::PersonalDataErased(_) => ReleaseClass::Hold,
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
        | ReferralEvent::ReferralAccepted(_)
        | ReferralEvent::ReferralRejected(_)
        | ReferralEvent::ReferralSignposted(_)
        | ReferralEvent::ReferralAdvised(_)
        | ReferralEvent::ReferralWithdrawn(_)
        | ReferralEvent::HandoverAccepted(_)
        | ReferralEvent::ReferralDischarged(_)
        | ReferralEvent::ContactRecorded(_)
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
        | ReferralEvent::DeathLearned(_)
        | ReferralEvent::RoutesToAskAgain(_)
        | ReferralEvent::AnswersHeard(_)
        | ReferralEvent::PageGiven(_)
        | ReferralEvent::PageClosed(_)
        | ReferralEvent::AskedOnPage(_)
        | ReferralEvent::AppointmentBooked(_)
        | ReferralEvent::AppointmentCancelled(_)
        | ReferralEvent::AppointmentReminded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_)
        | ReferralEvent::DecisionSaved(_)
        | ReferralEvent::HandoverOffered(_)
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
        | ReferralEvent::RiskReviewed(_)
        | ReferralEvent::RiskAnswered(_)
        | ReferralEvent::RiskClimbed(_)
        | ReferralEvent::RiskAcknowledged(_)
        | ReferralEvent::RiskLetGo(_)
        | ReferralEvent::RiskActed(_)
        | ReferralEvent::LeadProfessionalNamed(_)
        | ReferralEvent::AdmittedToUnit(_)
        | ReferralEvent::LeftUnit(_)
        | ReferralEvent::CareEndsSoon(_)
        | ReferralEvent::CareContinued(_)
        | ReferralEvent::PersonalDataErased(_) => ReleaseClass::Hold,
    }
}
