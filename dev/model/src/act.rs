//! What can be asked, and by whom: the commands of a referral with everything filled in.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use porch_domain::{
    actor::{Actor, Role},
    footprint::TeamCode,
    front_door::{Agreement, Asked, Known, Story, TaskKind, Told, WarningSign},
    ids::{MeetingId, PersonId, ReferralId, ScreeningId},
    person::{Answer, ContactChoices, Pregnancy, Route, RouteChoice},
    referral::{
        AdditionKind, AskedOf, AttemptOutcome, Attendance, Baby, CaseAgreement, CaseOutcome, CaseResult, Contact,
        ContactKind, Discussed, EarlierNo, EngagementChecks, Grounds, HandoverAgreement, OnwardState, PageLink,
        PageWish, PersonKind, Priority, Receipt, ReferralCommand, RiskAction, RiskSource, SafeguardingStep,
        SeenElsewhere, SignpostState, Telling, Verdict, YoungConsent,
        safeguarding::{Alone, AtRisk, PersonAtRisk, PlanKind, SafeguardingOutcome},
        under_18::{ConsentBy, YoungWords},
    },
    screening::risk::RiskDomain,
};
use uuid::Uuid;

use crate::filled::{accepted, booked, ending, left};

/// The team that receives every referral.
pub const FRONT_DOOR: &str = "front_door";

/// The other team.
pub const COMMUNITY: &str = "community";

/// The service outside, which takes on those under eighteen too.
pub const YOUNG_PEOPLE: &str = "Mental health help for under 18s (CAMHS)";

/// The case discussion across services.
const ACROSS: &str = "across_services";

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// A duty worker.
    Duty,
    /// A clinician.
    Clinician,
    /// The service itself.
    Service,
    /// Somebody at the door.
    Public,
}

impl Who {
    /// The actor.
    pub fn actor(self) -> Actor {
        match self {
            Self::Duty => Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty },
            Self::Clinician => Actor::Staff { account: "invented clinician".to_owned(), role: Role::Clinician },
            Self::Service => Actor::System,
            Self::Public => Actor::Public,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the command of its name")]
pub enum What {
    ReceiveRoutine,
    ReceiveEmergency,
    Claim,
    Release,
    RecordAttempt,
    AddSign,
    AddAnswer,
    RaiseToEmergency,
    RaiseToUrgent,
    LowerToUrgent,
    LowerToRoutine,
    PauseClock,
    ResumeClock,
    AskForInformation,
    RecordSafeguarding,
    RecordAtRisk,
    RecordPlan,
    AskAboutAbuse,
    MakeSafeguardingReferral,
    ChaseSafeguarding,
    AnswerSafeguarding,
    RecordConsent,
    LearnBirthDate,
    LearnDeath,
    RecordPregnancy,
    CloseUnanswered,
    CloseReturned,
    CloseCameBack,
    CloseDeathTold,
    SaveRejection,
    AcceptHere,
    AcceptForCommunity,
    Reject,
    Signpost,
    Advise,
    Withdraw,
    OfferToCommunity,
    OfferToFrontDoor,
    AcceptHandover,
    ReturnHandover,
    TakeBackHandover,
    LetHandoverLapse,
    BeginJointWork,
    EndJointWork,
    ReferOnward,
    ChaseAsked,
    ChaseTaken,
    ChaseRefused,
    ClimbLadder,
    RecordEmergencyTaken,
    AnswerRisk,
    AnswerRiskForBaby,
    TakeRisk,
    RiskTakenElsewhere,
    RecordRiskTry,
    RecordRiskDone,
    CloseBabySafety,
    CloseSafeguardingToday,
    ClimbRisk,
    LetRiskGo,
    CarryOver,
    AttendedAssessment,
    AttendedOther,
    MissedContact,
    BabyNotBrought,
    ReviewRisk,
    ReviewFindsOurFailure,
    NameLead,
    RecordAdmission,
    RecordLeavingUnit,
    LookBack,
    WarnOfTheEnd,
    ContinueCare,
    DischargeComplete,
    DischargeNotEngaging,
    DischargeDied,
    FollowSignpost,
    ListCase,
    UnlistCase,
    DiscussCase,
    SeenByAnother,
    CloseTeamsMeet,
    CloseCaseAgreed,
    Book,
    CallOff,
    Remind,
    AskRoutesAgain,
    RoutesAsked,
    GivePage,
    ClosePage,
    AskOnPage,
    CloseAskedToWithdraw,
    ErasePersonalData,
}

impl What {
    /// Every one, in the order of a referral's life.
    pub const ALL: [Self; 93] = [
        Self::ReceiveRoutine,
        Self::ReceiveEmergency,
        Self::Claim,
        Self::Release,
        Self::RecordAttempt,
        Self::AddSign,
        Self::AddAnswer,
        Self::RaiseToEmergency,
        Self::RaiseToUrgent,
        Self::LowerToUrgent,
        Self::LowerToRoutine,
        Self::PauseClock,
        Self::ResumeClock,
        Self::AskForInformation,
        Self::RecordSafeguarding,
        Self::RecordAtRisk,
        Self::RecordPlan,
        Self::AskAboutAbuse,
        Self::MakeSafeguardingReferral,
        Self::ChaseSafeguarding,
        Self::AnswerSafeguarding,
        Self::RecordConsent,
        Self::LearnBirthDate,
        Self::LearnDeath,
        Self::RecordPregnancy,
        Self::CloseUnanswered,
        Self::CloseReturned,
        Self::CloseCameBack,
        Self::CloseDeathTold,
        Self::SaveRejection,
        Self::AcceptHere,
        Self::AcceptForCommunity,
        Self::Reject,
        Self::Signpost,
        Self::Advise,
        Self::Withdraw,
        Self::OfferToCommunity,
        Self::OfferToFrontDoor,
        Self::AcceptHandover,
        Self::ReturnHandover,
        Self::TakeBackHandover,
        Self::LetHandoverLapse,
        Self::BeginJointWork,
        Self::EndJointWork,
        Self::ReferOnward,
        Self::ChaseAsked,
        Self::ChaseTaken,
        Self::ChaseRefused,
        Self::ClimbLadder,
        Self::RecordEmergencyTaken,
        Self::AnswerRisk,
        Self::AnswerRiskForBaby,
        Self::TakeRisk,
        Self::RiskTakenElsewhere,
        Self::RecordRiskTry,
        Self::RecordRiskDone,
        Self::CloseBabySafety,
        Self::CloseSafeguardingToday,
        Self::ClimbRisk,
        Self::LetRiskGo,
        Self::CarryOver,
        Self::AttendedAssessment,
        Self::AttendedOther,
        Self::MissedContact,
        Self::BabyNotBrought,
        Self::ReviewRisk,
        Self::ReviewFindsOurFailure,
        Self::NameLead,
        Self::RecordAdmission,
        Self::RecordLeavingUnit,
        Self::LookBack,
        Self::WarnOfTheEnd,
        Self::ContinueCare,
        Self::DischargeComplete,
        Self::DischargeNotEngaging,
        Self::DischargeDied,
        Self::FollowSignpost,
        Self::ListCase,
        Self::UnlistCase,
        Self::DiscussCase,
        Self::SeenByAnother,
        Self::CloseTeamsMeet,
        Self::CloseCaseAgreed,
        Self::Book,
        Self::CallOff,
        Self::Remind,
        Self::AskRoutesAgain,
        Self::RoutesAsked,
        Self::GivePage,
        Self::ClosePage,
        Self::AskOnPage,
        Self::CloseAskedToWithdraw,
        Self::ErasePersonalData,
    ];

    /// What is asked of her routes, her appointments and her page. It bears on little else, and is gone through in a model of its own.
    pub const REACHING: [Self; 9] = [
        Self::Book,
        Self::CallOff,
        Self::Remind,
        Self::AskRoutesAgain,
        Self::RoutesAsked,
        Self::GivePage,
        Self::ClosePage,
        Self::AskOnPage,
        Self::CloseAskedToWithdraw,
    ];

    /// Whether nothing may follow from it: it goes along with what was recorded of her elsewhere.
    pub fn may_be_silent(self) -> bool {
        matches!(self, Self::AskRoutesAgain | Self::RoutesAsked)
    }

    /// The command, asked at an instant.
    pub fn command(self, now: Timestamp) -> ReferralCommand {
        match self {
            Self::ReceiveRoutine => received(now, Asked::default()),
            Self::ReceiveEmergency => received(now, sign()),
            Self::Claim => ReferralCommand::Claim,
            Self::Release => ReferralCommand::Release,
            Self::RecordAttempt => ReferralCommand::RecordAttempt {
                route: Route::Telephone,
                outcome: AttemptOutcome::NoAnswer,
                note: None,
            },
            Self::AddSign => added(AdditionKind::Door, sign()),
            Self::AddAnswer => added(AdditionKind::Answer, Asked::default()),
            Self::RaiseToEmergency => ReferralCommand::RaisePriority { to: Priority::Emergency, why: words() },
            Self::RaiseToUrgent => ReferralCommand::RaisePriority { to: Priority::Urgent, why: words() },
            Self::LowerToUrgent => lowered(Priority::Urgent, now),
            Self::LowerToRoutine => lowered(Priority::Routine, now),
            Self::PauseClock => {
                ReferralCommand::PauseClock { until: today(now).checked_add(7.days()).unwrap(), why: words() }
            }
            Self::ResumeClock => ReferralCommand::ResumeClock,
            Self::AskForInformation => {
                ReferralCommand::AskForInformation { of: AskedOf::Referrer, what: words(), until: soon(now) }
            }
            Self::RecordSafeguarding => ReferralCommand::RecordSafeguarding { what: words() },
            Self::RecordConsent => ReferralCommand::RecordConsent(Box::new(consent())),
            // Seventeen: she is held until the young people's service has her by name.
            Self::LearnBirthDate => ReferralCommand::LearnBirthDate { born: Date::constant(2009, 5, 4) },
            Self::LearnDeath => ReferralCommand::LearnDeath,
            Self::RecordPregnancy => {
                ReferralCommand::RecordPregnancy { due_on: today(now).checked_add(200.days()).unwrap() }
            }
            Self::CloseUnanswered => closed(TaskKind::HandoverUnanswered),
            Self::CloseReturned => closed(TaskKind::HandoverReturned),
            Self::CloseCameBack => closed(TaskKind::CameBackSoon),
            Self::CloseDeathTold => closed(TaskKind::DeathTold),
            Self::SaveRejection => saved(now),
            Self::AcceptHere => accepted(FRONT_DOOR),
            Self::AcceptForCommunity => accepted(COMMUNITY),
            Self::Reject => ReferralCommand::Reject { team: team(FRONT_DOOR), ending: ending(now) },
            Self::Signpost => ReferralCommand::Signpost {
                team: team(FRONT_DOOR),
                signposted_to: "an invented service".to_owned(),
                ending: ending(now),
            },
            Self::Advise => ReferralCommand::Advise { team: team(FRONT_DOOR), advice: words(), ending: ending(now) },
            Self::Withdraw => ReferralCommand::Withdraw { ending: ending(now) },
            other => other.of_safeguarding(now).or(other.of_risk()).unwrap_or_else(|| other.later(now)),
        }
    }

    fn of_safeguarding(self, now: Timestamp) -> Option<ReferralCommand> {
        let step = match self {
            Self::RecordAtRisk => SafeguardingStep::AtRisk {
                number: None,
                who: AtRisk::Child,
                person: PersonAtRisk { relation: words(), age: Some(words()), ..PersonAtRisk::default() },
                no_longer: false,
            },
            Self::RecordPlan => SafeguardingStep::Plan {
                plan: PlanKind::ChildInNeed,
                since: today(now),
                reviewed_on: None,
                ended_on: None,
                said: None,
            },
            Self::AskAboutAbuse => SafeguardingStep::Abuse { alone: Alone::Yes, answer: Some(Answer::No), said: None },
            Self::MakeSafeguardingReferral => SafeguardingStep::Refer {
                to: "an invented service".to_owned(),
                made_by: words(),
                made_on: today(now),
                owner: "invented duty".to_owned(),
                chase_by: soon(now),
                said: words(),
            },
            Self::ChaseSafeguarding => followed(None, now),
            Self::AnswerSafeguarding => followed(Some(SafeguardingOutcome::TakenUp), now),
            _ => return None,
        };
        Some(ReferralCommand::Safeguard(Box::new(step)))
    }

    fn of_risk(self) -> Option<ReferralCommand> {
        let elsewhere = || Some(("Invented Nurse".to_owned(), "an invented crisis team".to_owned()));
        let did = |action| ReferralCommand::RecordRiskAction { action, with: elsewhere(), said: words() };
        Some(match self {
            Self::AnswerRisk => answered(RiskDomain::SelfHarm),
            Self::AnswerRiskForBaby => answered(RiskDomain::HarmToInfant),
            Self::TakeRisk => ReferralCommand::AcknowledgeRisk { elsewhere: None },
            Self::RiskTakenElsewhere => ReferralCommand::AcknowledgeRisk { elsewhere: elsewhere() },
            Self::RecordRiskTry => did(RiskAction::NotReached),
            Self::RecordRiskDone => did(RiskAction::HandedOver),
            Self::CloseBabySafety => closed(TaskKind::BabySafety),
            Self::CloseSafeguardingToday => closed(TaskKind::SafeguardingToday),
            Self::ClimbRisk => ReferralCommand::ClimbRisk,
            Self::LetRiskGo => ReferralCommand::LetRiskGo,
            _ => return None,
        })
    }

    fn later(self, now: Timestamp) -> ReferralCommand {
        match self {
            Self::OfferToCommunity => offered(COMMUNITY, now),
            Self::OfferToFrontDoor => offered(FRONT_DOOR, now),
            Self::AcceptHandover => ReferralCommand::AcceptHandover { to_woman: told() },
            Self::ReturnHandover => ReferralCommand::ReturnHandover { why: words() },
            Self::TakeBackHandover => ReferralCommand::TakeBackHandover { why: words() },
            Self::LetHandoverLapse => ReferralCommand::LetHandoverLapse,
            Self::BeginJointWork => {
                ReferralCommand::BeginJointWork { team: team(COMMUNITY), agreed_on: today(now), what: words() }
            }
            Self::EndJointWork => ReferralCommand::EndJointWork { team: team(COMMUNITY), why: words() },
            Self::ReferOnward => ReferralCommand::ReferOnward {
                to: YOUNG_PEOPLE.to_owned(),
                chase_by: soon(now),
                agreement: HandoverAgreement::Agrees { on: today(now) },
                summary: words(),
            },
            Self::ChaseAsked => chased(OnwardState::Asked, now),
            Self::ChaseTaken => chased(OnwardState::Taken { name: "Invented Nurse".to_owned() }, now),
            Self::ChaseRefused => chased(OnwardState::Refused, now),
            Self::ClimbLadder => ReferralCommand::ClimbLadder,
            Self::RecordEmergencyTaken => ReferralCommand::RecordEmergencyTaken {
                name: "Invented Nurse".to_owned(),
                service: "an invented crisis team".to_owned(),
            },
            Self::CarryOver => ReferralCommand::Discuss {
                meeting: MeetingId(Uuid::from_u128(u128::from(now.as_millisecond().unsigned_abs()))),
                outcome: Discussed::CarriedOver,
                owner: "invented duty".to_owned(),
                until: soon(now),
                note: None,
            },
            Self::ListCase => ReferralCommand::ListCase {
                discussion: ACROSS.to_owned(),
                question: words(),
                asked_by: words(),
                agreement: Some(CaseAgreement { answer: Agreement::Agrees, on: Some(today(now)), without: None }),
            },
            Self::UnlistCase => ReferralCommand::UnlistCase { discussion: ACROSS.to_owned(), why: words() },
            Self::DiscussCase => discussed(now),
            Self::CloseTeamsMeet => closed(TaskKind::TeamsMeet),
            Self::CloseCaseAgreed => closed(TaskKind::CaseAgreed),
            Self::LookBack => ReferralCommand::LookBack { earlier: vec![earlier(now)] },
            Self::WarnOfTheEnd => ReferralCommand::WarnOfTheEnd,
            Self::FollowSignpost => ReferralCommand::FollowSignpost { state: SignpostState::Taken, note: None },
            Self::ErasePersonalData => ReferralCommand::ErasePersonalData { why: words() },
            in_care => in_care.in_care(now),
        }
    }

    fn in_care(self, now: Timestamp) -> ReferralCommand {
        let contact = |kind, attendance, baby| contact(now, kind, attendance, baby);
        match self {
            Self::AttendedAssessment => contact(ContactKind::Assessment, Attendance::Attended, Baby::NotExpected),
            Self::AttendedOther => contact(ContactKind::Other, Attendance::Attended, Baby::Brought),
            Self::SeenByAnother => seen_by_another(now),
            Self::MissedContact => contact(ContactKind::Assessment, Attendance::DidNotAttend, Baby::NotExpected),
            Self::BabyNotBrought => contact(ContactKind::Other, Attendance::Attended, Baby::NotBrought),
            Self::ReviewRisk => reviewed(Known::Yes, now),
            Self::ReviewFindsOurFailure => reviewed(Known::No, now),
            Self::NameLead => ReferralCommand::NameLead { lead: "invented clinician".to_owned() },
            Self::RecordAdmission => ReferralCommand::RecordAdmission { unit: "an invented unit".to_owned() },
            Self::RecordLeavingUnit => {
                ReferralCommand::RecordLeavingUnit { lead: "invented clinician".to_owned(), next_contact_by: soon(now) }
            }
            Self::ContinueCare => {
                ReferralCommand::ContinueCare { until: today(now).checked_add(400.days()).unwrap(), why: words() }
            }
            Self::Book => booked(),
            Self::CallOff => ReferralCommand::CancelAppointment { number: 1, why: None, instead: None },
            Self::Remind => ReferralCommand::Remind { number: 1 },
            Self::AskRoutesAgain => ReferralCommand::AskRoutesAgain { routes: [Route::Text].into() },
            Self::RoutesAsked => ReferralCommand::RoutesAsked { settled: true, agreed: true },
            Self::GivePage => ReferralCommand::GivePage { link: PageLink { token: words(), word: words() } },
            Self::ClosePage => ReferralCommand::ClosePage,
            Self::AskOnPage => ReferralCommand::AskOnPage { wish: PageWish::Withdraw, said: words() },
            Self::CloseAskedToWithdraw => closed(TaskKind::AskedToWithdraw),
            Self::DischargeNotEngaging => left("not_engaging"),
            Self::DischargeDied => left("died"),
            _ => left("care_complete"),
        }
    }
}

pub(crate) fn words() -> String {
    "invented".to_owned()
}

pub(crate) fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

fn soon(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(48)
}

fn today(now: Timestamp) -> Date {
    TimeZone::get("Europe/London").unwrap().to_datetime(now).date()
}

/// She was here before, and it ended with a no.
fn earlier(now: Timestamp) -> EarlierNo {
    let ended_at = now - SignedDuration::from_hours(20 * 24);
    EarlierNo { referral: ReferralId(Uuid::from_u128(5)), ended_at, certain: true, decided_by: None }
}

pub(crate) fn told() -> Telling {
    Telling::NotTold { why: "told by a person".to_owned() }
}

fn sign() -> Asked {
    Asked { signs: [WarningSign::HarmDone].into(), ..Asked::default() }
}

/// Her time in the service ends within weeks, so that the warning of it is due as soon as she is taken on.
fn pregnancy() -> Pregnancy {
    Pregnancy { due_or_end_on: Date::constant(2024, 12, 20), outcome: None }
}

fn received(now: Timestamp, asked: Asked) -> ReferralCommand {
    ReferralCommand::Receive(Box::new(Receipt {
        person: PersonId(Uuid::from_u128(1)),
        person_kind: PersonKind::BirthingParent,
        source: None,
        priority: Priority::Routine,
        received_at: now,
        directed_to: None,
        pregnancy: Some(pregnancy()),
        asked,
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: words(), ..Story::default() },
        safeguarding: None,
    }))
}

fn added(kind: AdditionKind, asked: Asked) -> ReferralCommand {
    ReferralCommand::Add { kind, told: Box::new(Told { asked, ..Told::default() }) }
}

fn lowered(to: Priority, now: Timestamp) -> ReferralCommand {
    ReferralCommand::LowerPriority { to, spoke_at: now, why: words() }
}

fn answered(domain: RiskDomain) -> ReferralCommand {
    let screening = ScreeningId(Uuid::from_u128(9));
    let source = RiskSource::Questionnaire { screening, instrument: words(), item: words() };
    ReferralCommand::HearRisk { source, domain, said: None }
}

fn closed(task: TaskKind) -> ReferralCommand {
    ReferralCommand::CloseTask { task, note: words() }
}

fn saved(now: Timestamp) -> ReferralCommand {
    ReferralCommand::SaveDecision {
        verdict: Verdict::Reject { team: team(FRONT_DOOR) },
        grounds: Grounds { reasons: vec!["criteria_not_met".to_owned()], ..Grounds::default() },
        owner: "invented duty".to_owned(),
        by: soon(now),
    }
}

fn offered(code: &str, now: Timestamp) -> ReferralCommand {
    let agreement = HandoverAgreement::Agrees { on: today(now) };
    ReferralCommand::OfferHandover { to: team(code), agreement, summary: words() }
}

fn chased(state: OnwardState, now: Timestamp) -> ReferralCommand {
    ReferralCommand::ChaseOnward { state, chase_by: soon(now), note: None }
}

fn consent() -> YoungConsent {
    let words = YoungWords { lives_with: words(), who: Some(words()), competence: None };
    YoungConsent { consent: ConsentBy::NotYet, competent: Known::NotKnown, parents_told: Known::NotKnown, words }
}

fn followed(outcome: Option<SafeguardingOutcome>, now: Timestamp) -> SafeguardingStep {
    let (to, owner) = ("an invented service".to_owned(), "invented duty".to_owned());
    SafeguardingStep::Follow { to, outcome, owner, chase_by: soon(now), said: words() }
}

fn contact(now: Timestamp, kind: ContactKind, attendance: Attendance, baby: Baby) -> ReferralCommand {
    ReferralCommand::RecordContact(Box::new(Contact {
        at: now,
        kind,
        attendance,
        baby,
        team: None,
        elsewhere: None,
        next_contact_by: now + SignedDuration::from_hours(14 * 24),
        note: None,
    }))
}

/// A service outside saw her: with a team of ours that did so in the same days it is asked to meet.
fn seen_by_another(now: Timestamp) -> ReferralCommand {
    let seen = contact(now, ContactKind::Other, Attendance::Attended, Baby::NotExpected);
    let ReferralCommand::RecordContact(seen) = seen else { return seen };
    let elsewhere = SeenElsewhere { service: "an invented crisis team".to_owned(), name: "Invented Nurse".to_owned() };
    ReferralCommand::RecordContact(Box::new(Contact { elsewhere: Some(elsewhere), ..*seen }))
}

fn discussed(now: Timestamp) -> ReferralCommand {
    ReferralCommand::DiscussCase {
        discussion: ACROSS.to_owned(),
        meeting: MeetingId(Uuid::from_u128(26)),
        result: Box::new(CaseResult {
            outcome: CaseOutcome::HandOver,
            owner: Some("invented clinician".to_owned()),
            until: Some(soon(now)),
            note: Some(words()),
        }),
    }
}

fn reviewed(delivered: Known, now: Timestamp) -> ReferralCommand {
    let checks = EngagementChecks { delivered, safe_route: Known::Yes, language: Known::Yes, stopped: Known::No };
    ReferralCommand::ReviewRisk { checks, next_contact_by: soon(now), found: words() }
}
