//! The models: each a part of what can happen, small enough that every order of it is gone through.

use porch_model::{Service, What, Who};

/// Both people ask for the same things.
fn people(whats: &[What]) -> Vec<(Who, Vec<What>)> {
    vec![(Who::Duty, whats.to_vec()), (Who::Clinician, whats.to_vec())]
}

fn service(people: Vec<(Who, Vec<What>)>, minutes: &[i64], sees: &[&'static str]) -> Service {
    let people: Vec<(Who, &[What])> = people.iter().map(|(who, whats)| (*who, whats.as_slice())).collect();
    Service { sees: sees.to_vec(), ..Service::of(&people, minutes) }
}

/// An emergency, from its receipt or its raising to the assessment: who is told, who takes it, who gives it back.
pub fn emergency() -> Service {
    use What::*;
    let mut asks = people(&[Claim, Release]);
    asks.push((Who::Duty, vec![RaiseToEmergency, LowerToRoutine, RecordEmergencyTaken, AttendedAssessment, Withdraw]));
    asks.push((Who::Service, vec![ClimbLadder, Release, LookBack, LetHandoverLapse, Claim, LowerToRoutine, Withdraw]));
    asks.push((Who::Public, vec![ReceiveRoutine, ReceiveEmergency, AddSign, LowerToRoutine, Withdraw]));
    let sees = [
        "not decided",
        "ended",
        "clock runs",
        "clock ran out",
        "clock stopped",
        "climbs",
        "climbed to the last step",
        "told again",
        "somebody has the emergency",
        "another service has the emergency",
        "let go and climbing again",
    ];
    service(asks, &[0, 61, 241], &sees)
}

/// A risk answer, before and after an ending: who is told, who has it, what was done, and what it asks for beside.
pub fn risk() -> Service {
    use What::*;
    let asks = vec![
        (
            Who::Duty,
            vec![TakeRisk, RiskTakenElsewhere, RecordRiskTry, CloseBabySafety, CloseSafeguardingToday, Withdraw],
        ),
        (Who::Clinician, vec![TakeRisk, RecordRiskDone, AcceptHere, DischargeDied]),
        (Who::Service, vec![LookBack, ClimbRisk, LetRiskGo, TakeRisk, RecordRiskDone]),
        (Who::Public, vec![ReceiveRoutine, AnswerRisk, AnswerRiskForBaby, TakeRisk]),
    ];
    let sees = [
        "not decided",
        "in our care",
        "discharged",
        "ended",
        "a risk answer climbs",
        "somebody has the risk answer",
        "a risk answer was dealt with",
        "a risk answer after the end",
    ];
    service(asks, &[0, 61, 241], &sees)
}

/// A handover between two teams, with commands that are slow, lost, stored and not answered, or sent again.
pub fn handover() -> Service {
    use What::*;
    let mut asks = people(&[OfferToCommunity, OfferToFrontDoor, AcceptHandover, ReturnHandover, TakeBackHandover]);
    asks.push((
        Who::Clinician,
        vec![AcceptForCommunity, AcceptHere, CloseReturned, CloseUnanswered, ContinueCare, DischargeComplete],
    ));
    asks.push((Who::Service, vec![LetHandoverLapse, AcceptHandover, TakeBackHandover, WarnOfTheEnd]));
    asks.push((Who::Public, vec![ReceiveRoutine]));
    let sees = [
        "not decided",
        "in our care",
        "discharged",
        "offered",
        "overdue",
        "with the other team",
        "not answered",
        "returned",
        "stored and not answered",
        "decided on an old state",
    ];
    Service { slow: true, ..service(asks, &[0, 241], &sees) }
}

/// Care, from taking on to leaving: who came, who did not, and what was looked into.
pub fn care() -> Service {
    use What::*;
    let asks = vec![
        (Who::Duty, vec![AcceptHere, RecordAttempt, MissedContact, BabyNotBrought, AttendedAssessment]),
        (Who::Clinician, vec![ReviewRisk, ReviewFindsOurFailure, NameLead, RecordAdmission, RecordLeavingUnit]),
        (Who::Clinician, vec![ContinueCare, DischargeComplete, DischargeNotEngaging, DischargeDied, CloseCameBack]),
        (Who::Service, vec![LookBack, WarnOfTheEnd, DischargeComplete, ReviewRisk]),
        (Who::Public, vec![ReceiveRoutine]),
    ];
    let sees = [
        "in our care",
        "discharged",
        "clock stopped",
        "review is missing",
        "review was done",
        "in a unit",
        "warned of the end",
        "care goes on",
    ];
    service(asks, &[0, 60], &sees)
}

/// What becomes known of her: safeguarding and who asks what came of it, her age, a new pregnancy.
pub fn becomes_known() -> Service {
    use What::*;
    let asks = vec![
        (Who::Duty, vec![AcceptHere, Reject, Withdraw, DischargeComplete, DischargeDied, CloseCameBack]),
        (Who::Duty, vec![CloseDeathTold]),
        (Who::Clinician, vec![RecordAtRisk, RecordPlan, AskAboutAbuse, RecordConsent, RecordPregnancy]),
        (Who::Clinician, vec![MakeSafeguardingReferral, ChaseSafeguarding, AnswerSafeguarding]),
        (Who::Duty, vec![ReferOnward, ChaseTaken, ChaseRefused]),
        (Who::Service, vec![LookBack, LearnBirthDate, LearnDeath, RecordAtRisk, RecordPregnancy, AnswerSafeguarding]),
        (Who::Public, vec![ReceiveRoutine, LearnBirthDate, RecordConsent]),
    ];
    let sees = ["not decided", "in our care", "discharged", "ended", "referred on"];
    service(asks, &[0], &sees)
}

/// How she is reached: her routes, her appointments with their reminders, and her page.
pub fn reaching() -> Service {
    use What::*;
    let asks = vec![
        (Who::Duty, vec![AcceptHere, Book, CallOff, RoutesAsked, GivePage, ClosePage, CloseAskedToWithdraw]),
        (Who::Clinician, vec![MissedContact, DischargeDied]),
        (Who::Service, vec![Remind, AskRoutesAgain]),
        (Who::Public, vec![ReceiveRoutine, GivePage, AskOnPage, Book]),
    ];
    let sees = ["not decided", "in our care", "discharged", "expected", "reminded", "has a page"];
    // The morning on which the reminder is made, and the afternoon of the appointment.
    service(asks, &[0, 4320, 7500], &sees)
}

/// Everything at once, by everybody: gone through to a number of steps.
pub fn everything() -> Service {
    let all: Vec<What> = What::ALL.into_iter().filter(|what| !What::REACHING.contains(what)).collect();
    let mut asks = people(&all[2..]);
    asks.push((Who::Service, all[2..].to_vec()));
    asks.push((Who::Public, all.clone()));
    let sees = [
        "not decided",
        "in our care",
        "discharged",
        "ended",
        "offered",
        "climbs",
        "somebody has the emergency",
        "another service has the emergency",
        "review is missing",
        "joint work",
        "referred on",
        "erased",
    ];
    service(asks, &[0, 61, 241], &sees)
}

/// What goes on beside a decision, a handover and care: other teams, other services, the meeting, words, an erasure.
pub fn beside() -> Service {
    use What::*;
    let asks = vec![
        (Who::Duty, vec![AcceptHere, SaveRejection, Reject, Signpost, Advise, AskForInformation, AddAnswer, CarryOver]),
        (Who::Clinician, vec![RaiseToUrgent, LowerToUrgent, LowerToRoutine, AttendedOther, RecordSafeguarding]),
        (Who::Duty, vec![BeginJointWork, EndJointWork, ReferOnward, ChaseAsked, ChaseTaken, ChaseRefused]),
        (Who::Clinician, vec![DischargeComplete, DischargeDied, FollowSignpost, ErasePersonalData, CloseCameBack]),
        (Who::Service, vec![LookBack, ErasePersonalData, Reject, DischargeDied]),
        (Who::Public, vec![ReceiveRoutine, ReceiveEmergency, AddSign, Reject, ErasePersonalData]),
    ];
    let sees = ["not decided", "in our care", "discharged", "ended", "joint work", "referred on", "erased"];
    service(asks, &[0], &sees)
}

/// An emergency while a handover is open: the ladder, the offer, and who has her.
pub fn offered_emergency() -> Service {
    use What::*;
    let mut asks = people(&[OfferToCommunity, AcceptHandover]);
    asks.push((Who::Duty, vec![AcceptHere, RaiseToEmergency, LowerToRoutine, Claim, Release, AttendedAssessment]));
    asks.push((Who::Duty, vec![ReturnHandover, CloseReturned, CloseUnanswered, DischargeComplete]));
    asks.push((Who::Service, vec![ClimbLadder, Release, LetHandoverLapse]));
    asks.push((Who::Public, vec![ReceiveEmergency]));
    let sees = ["in our care", "discharged", "offered", "overdue", "with the other team", "climbs", "told again"];
    service(asks, &[0, 241], &sees)
}

/// Two in contact with her, a case discussion, and what lies between teams.
pub fn discussed() -> Service {
    use What::*;
    let asks = vec![
        (Who::Duty, vec![AcceptHere, AttendedOther, ListCase, UnlistCase, DiscussCase, CloseCaseAgreed]),
        (
            Who::Clinician,
            vec![SeenByAnother, CloseTeamsMeet, ReferOnward, ChaseTaken, DischargeDied, ErasePersonalData],
        ),
        (Who::Service, vec![ListCase, DiscussCase, SeenByAnother]),
        (Who::Public, vec![ReceiveRoutine, ListCase]),
    ];
    let sees = ["not decided", "in our care", "discharged", "referred on", "erased", "on a list", "asked to meet"];
    service(asks, &[0, 4321], &sees)
}
