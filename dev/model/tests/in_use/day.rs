//! What people do in a day: which command is likely for a referral as it stands.

use porch_domain::referral::{Referral, Stage};
use porch_model::What;

/// What is likely before the decision, each as often as it stands here.
const BEFORE: &[What] = &[
    What::Claim,
    What::Claim,
    What::Claim,
    What::Release,
    What::RecordAttempt,
    What::RecordAttempt,
    What::AddSign,
    What::AddAnswer,
    What::RaiseToEmergency,
    What::RaiseToUrgent,
    What::LowerToUrgent,
    What::LowerToRoutine,
    What::AskForInformation,
    What::RecordSafeguarding,
    What::CloseCameBack,
    What::SaveRejection,
    What::AcceptHere,
    What::AcceptForCommunity,
    What::AcceptForCommunity,
    What::AcceptForCommunity,
    What::Reject,
    What::Signpost,
    What::Advise,
    What::Withdraw,
    What::RecordEmergencyTaken,
    What::CarryOver,
    What::AttendedAssessment,
    What::MissedContact,
    What::ListCase,
    What::DiscussCase,
    What::SeenByAnother,
];

/// What is likely while she is in our care.
const IN_CARE: &[What] = &[
    What::Claim,
    What::Release,
    What::RaiseToEmergency,
    What::LowerToRoutine,
    What::CloseUnanswered,
    What::CloseReturned,
    What::CloseCameBack,
    What::OfferToCommunity,
    What::OfferToCommunity,
    What::OfferToFrontDoor,
    What::OfferToFrontDoor,
    What::AcceptHandover,
    What::AcceptHandover,
    What::AcceptHandover,
    What::ReturnHandover,
    What::TakeBackHandover,
    What::BeginJointWork,
    What::EndJointWork,
    What::ReferOnward,
    What::ChaseAsked,
    What::ChaseTaken,
    What::ChaseRefused,
    What::RecordEmergencyTaken,
    What::AttendedAssessment,
    What::AttendedAssessment,
    What::AttendedOther,
    What::MissedContact,
    What::BabyNotBrought,
    What::ReviewRisk,
    What::ReviewFindsOurFailure,
    What::NameLead,
    What::RecordAdmission,
    What::RecordLeavingUnit,
    What::ContinueCare,
    What::DischargeComplete,
    What::DischargeComplete,
    What::DischargeNotEngaging,
    What::DischargeDied,
    What::ListCase,
    What::DiscussCase,
    What::DiscussCase,
    What::SeenByAnother,
    What::CloseTeamsMeet,
    What::CloseCaseAgreed,
    What::AnswerRisk,
    What::AnswerRiskForBaby,
    What::TakeRisk,
    What::TakeRisk,
    What::RecordRiskTry,
    What::RecordRiskDone,
    What::RecordRiskDone,
    What::CloseBabySafety,
    What::CloseSafeguardingToday,
];

/// What somebody does about a referral, by two numbers that were drawn.
pub fn likely(referral: &Referral, one: u64, other: u64) -> What {
    let list = match referral.stage {
        _ if one.is_multiple_of(8) => &What::ALL[2..],
        Stage::Pending(_) => BEFORE,
        Stage::Accepted { .. } => IN_CARE,
        Stage::Discharged { .. } | Stage::Ended { .. } => {
            &[What::FollowSignpost, What::AnswerRisk, What::TakeRisk, What::RecordRiskDone]
        }
    };
    list[usize::try_from(other).unwrap() % list.len()]
}
