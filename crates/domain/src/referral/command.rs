//! What can be asked about a referral, by whom, and by which rules.

use std::{collections::BTreeSet, sync::Arc};

use jiff::{Timestamp, civil::Date};

use super::{
    AdditionKind, AskedOf, AttemptOutcome, Booking, CaseAgreement, CaseResult, CitedCriterion, Contact, Discussed,
    EarlierNo, Ending, EngagementChecks, Grounds, HandoverAgreement, Leaving, OnwardState, PageLink, PageWish,
    PersonKind, Priority, RiskAction, RiskSource, SafeguardingStep, SignpostState, Telling, Tellings, Verdict,
    YoungConsent, history::HistoricReferral,
};
use crate::{
    actor::Actor,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story, TaskKind, Told},
    ids::{ImportId, MeetingId, PersonId, ScreeningId},
    person::{ContactChoices, Pregnancy, Route},
    screening::risk::RiskDomain,
};

/// Who decides, when, and by which rules.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// The instant of the decision.
    pub now: Timestamp,
    /// Who decides.
    pub actor: &'a Actor,
    /// The local system whose rules hold.
    pub footprint: &'a Footprint,
    /// The version of those rules, as the decision cites it.
    pub rules: &'a str,
    /// Whether an earlier referral of the same person ended with a no (PR-14).
    pub rejected_before: bool,
}

/// What someone asks to be done about a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralCommand {
    /// Take it in at the front door.
    Receive(Box<Receipt>),
    /// Take it in as another system remembers it.
    ImportHistory {
        /// The import.
        import: ImportId,
        /// The person, by our id.
        person: PersonId,
        /// The row.
        row: Box<HistoricReferral>,
    },
    /// Say "I take this".
    Claim,
    /// Give a claim back.
    Release,
    /// Record a try to reach her.
    RecordAttempt {
        /// How.
        route: Route,
        /// What came of it.
        outcome: AttemptOutcome,
        /// What was noted.
        note: Option<String>,
    },
    /// Record that more became known.
    Add {
        /// From where.
        kind: AdditionKind,
        /// What was told.
        told: Box<Told>,
    },
    /// Raise the urgency.
    RaisePriority {
        /// To what.
        to: Priority,
        /// Why.
        why: String,
    },
    /// Lower the urgency, after speaking with her.
    LowerPriority {
        /// To what.
        to: Priority,
        /// When the clinician spoke with her.
        spoke_at: Timestamp,
        /// Why.
        why: String,
    },
    /// Compute the response clock again, by the holidays that hold now and the rule of its day.
    RecomputeClock {
        /// The versions of the footprint that were applied, the latest first.
        applied: Arc<[Footprint]>,
    },
    /// Let the response clock stand still, where the footprint allows it.
    PauseClock {
        /// The day on which it runs again.
        until: Date,
        /// Why.
        why: String,
    },
    /// Let it run again.
    ResumeClock,
    /// Ask somebody for more.
    AskForInformation {
        /// Of whom.
        of: AskedOf,
        /// What.
        what: String,
        /// Until when an answer is waited for.
        until: Timestamp,
    },
    /// Close a task.
    CloseTask {
        /// Which.
        task: TaskKind,
        /// What came of it.
        note: String,
    },
    /// Record safeguarding on its own page.
    RecordSafeguarding {
        /// What is known.
        what: String,
    },
    /// Record a fact of safeguarding on its own page (D27).
    Safeguard(Box<SafeguardingStep>),
    /// Record consent and home of somebody under eighteen (PR-18).
    RecordConsent(Box<YoungConsent>),
    /// Note a date of birth that became known, or was put right, after the receipt.
    LearnBirthDate {
        /// The date.
        born: Date,
    },
    /// Note that the national record tells of a death (PR-27).
    LearnDeath,
    /// Note that her number or address became another (PR-19).
    AskRoutesAgain {
        /// The ways that she had agreed to.
        routes: BTreeSet<Route>,
    },
    /// Note that she was asked how it is safe to reach her.
    RoutesAsked {
        /// Whether nothing is left to be asked again.
        settled: bool,
        /// Whether she agreed to some way.
        agreed: bool,
    },
    /// Raise what answers to a questionnaire ask for.
    HearAnswers {
        /// The questionnaire.
        screening: ScreeningId,
        /// By when somebody reads it; none where a clinician asked.
        read_by: Option<Timestamp>,
        /// By when somebody talks with her about it; none where nothing came out positive.
        talk_by: Option<Timestamp>,
    },
    /// Close the task of reading what she answered: everything is read.
    AnswersRead {
        /// What was made of it.
        note: String,
    },
    /// Give her a page of her own, or a new link to it (PR-22).
    GivePage {
        /// What opens it.
        link: PageLink,
    },
    /// Close her page.
    ClosePage,
    /// Hear what she asks for on her page.
    AskOnPage {
        /// What.
        wish: PageWish,
        /// In her words; may be empty.
        said: String,
    },
    /// Record a new pregnancy while she is with us (T5).
    RecordPregnancy {
        /// When the baby is due.
        due_on: Date,
    },
    /// Save what is decided while a letter is due (PR-13).
    SaveDecision {
        /// What is decided.
        verdict: Verdict,
        /// On which grounds.
        grounds: Grounds,
        /// The account that owes the letter.
        owner: String,
        /// By when.
        by: Timestamp,
    },
    /// Take it on.
    Accept {
        /// The team.
        team: TeamCode,
        /// Why, in the decider's own words.
        because: Option<String>,
        /// Whether she agrees that the team hears of her, for the offer that goes with it; none where she was not asked.
        agreement: Option<HandoverAgreement>,
        /// How both are told.
        tellings: Option<Tellings>,
        /// The criteria on which it rests.
        criteria: Vec<CitedCriterion>,
    },
    /// Do not take it on.
    Reject {
        /// On whose behalf.
        team: TeamCode,
        /// How it ends.
        ending: Ending,
    },
    /// Point her to another service.
    Signpost {
        /// On whose behalf.
        team: TeamCode,
        /// The named service.
        signposted_to: String,
        /// How it ends.
        ending: Ending,
    },
    /// Give advice instead of care.
    Advise {
        /// On whose behalf.
        team: TeamCode,
        /// The advice.
        advice: String,
        /// How it ends.
        ending: Ending,
    },
    /// Withdraw it, as she or the referrer asked.
    Withdraw {
        /// How it ends.
        ending: Ending,
    },
    /// Offer it to another team.
    OfferHandover {
        /// To which.
        to: TeamCode,
        /// Whether she agrees.
        agreement: HandoverAgreement,
        /// What the other team needs to know.
        summary: String,
    },
    /// Accept an offer, for the team that was asked.
    AcceptHandover {
        /// How she is told.
        to_woman: Telling,
    },
    /// Return an offer.
    ReturnHandover {
        /// Why.
        why: String,
    },
    /// Take one's own offer back.
    TakeBackHandover {
        /// Why.
        why: String,
    },
    /// End an offer that nobody answered in time; only the service itself does.
    LetHandoverLapse,
    /// Let another team work beside the one responsible.
    BeginJointWork {
        /// Which.
        team: TeamCode,
        /// When she agreed.
        agreed_on: Date,
        /// Who does what.
        what: String,
    },
    /// End the work of another team beside the one responsible.
    EndJointWork {
        /// Which.
        team: TeamCode,
        /// Why.
        why: String,
    },
    /// Refer her on to a service outside.
    ReferOnward {
        /// The service, by name.
        to: String,
        /// When somebody asks whether they have her.
        chase_by: Timestamp,
        /// Whether she agrees.
        agreement: HandoverAgreement,
        /// What the other service needs to know.
        summary: String,
    },
    /// Record what the service outside said.
    ChaseOnward {
        /// What is known now.
        state: OnwardState,
        /// When they are asked again, while nothing is known.
        chase_by: Timestamp,
        /// What was noted.
        note: Option<String>,
    },
    /// Tell the next step of the ladder about an emergency; only the service itself does.
    ClimbLadder,
    /// Record that a named person of another service has an emergency now.
    RecordEmergencyTaken {
        /// The person, by name.
        name: String,
        /// The service.
        service: String,
    },
    /// Hear an answer about risk.
    HearRisk {
        /// Where it was given.
        source: RiskSource,
        /// What it is about.
        domain: RiskDomain,
        /// What she said.
        said: Option<String>,
    },
    /// Tell the next step of the ladder about a risk answer; only the service itself does.
    ClimbRisk,
    /// Let a risk answer go of which nobody recorded in time what was done; only the service itself does.
    LetRiskGo,
    /// Say "I take this" of a risk answer, or record that a named person of another service has it.
    AcknowledgeRisk {
        /// The person of another service, by name, and the service.
        elsewhere: Option<(String, String)>,
    },
    /// Record what was done about a risk answer.
    RecordRiskAction {
        /// What.
        action: RiskAction,
        /// Who has her now, by name, and the service.
        with: Option<(String, String)>,
        /// In words.
        said: String,
    },
    /// Record what a sitting of the team meeting left.
    Discuss {
        /// The sitting.
        meeting: MeetingId,
        /// How it left the case.
        outcome: Discussed,
        /// Who owes the next step.
        owner: String,
        /// When it is due.
        until: Timestamp,
        /// What was said.
        note: Option<String>,
    },
    /// Put it on the list of a case discussion.
    ListCase {
        /// The code of the discussion.
        discussion: String,
        /// The question to be answered.
        question: String,
        /// By whom it is asked.
        asked_by: String,
        /// Whether she agrees that services outside hear of her; none where none take part.
        agreement: Option<CaseAgreement>,
    },
    /// Take it off such a list without its being discussed.
    UnlistCase {
        /// The code of the discussion.
        discussion: String,
        /// Why.
        why: String,
    },
    /// Record what a day of a case discussion left.
    DiscussCase {
        /// The code of the discussion.
        discussion: String,
        /// Its day.
        meeting: MeetingId,
        /// What it left.
        result: Box<CaseResult>,
    },
    /// Book an appointment.
    Book(Box<Booking>),
    /// Call an appointment off, or move it.
    CancelAppointment {
        /// Which.
        number: u32,
        /// Why, where somebody says so.
        why: Option<String>,
        /// What is held instead, where it is moved.
        instead: Option<Box<Booking>>,
    },
    /// Make the reminder of an appointment; only the service itself does.
    Remind {
        /// Which.
        number: u32,
    },
    /// Record a contact.
    RecordContact(Box<Contact>),
    /// Record a risk review after somebody did not come.
    ReviewRisk {
        /// What was looked into.
        checks: EngagementChecks,
        /// When the next contact is due.
        next_contact_by: Timestamp,
        /// What was found.
        found: String,
    },
    /// Name the lead professional.
    NameLead {
        /// Who.
        lead: String,
    },
    /// Record that she was admitted to a unit.
    RecordAdmission {
        /// Which.
        unit: String,
    },
    /// Record that she left the unit.
    RecordLeavingUnit {
        /// The lead professional from now on.
        lead: String,
        /// When the next contact is due.
        next_contact_by: Timestamp,
    },
    /// Look for an earlier no; only the service itself does.
    LookBack {
        /// What was found of her, and of whoever may be the same person.
        earlier: Vec<EarlierNo>,
    },
    /// Record whether the service that she was pointed to has her.
    FollowSignpost {
        /// What was found out.
        state: SignpostState,
        /// What was noted.
        note: Option<String>,
    },
    /// Warn that her time in this service ends; only the service itself does.
    WarnOfTheEnd,
    /// Go on beyond that time.
    ContinueCare {
        /// Until when.
        until: Date,
        /// Why.
        why: String,
    },
    /// End care.
    Discharge(Box<Leaving>),
    /// Erase what identifies her in it.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What is known of a referral as it comes in at the front door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// MHSDS source of referral.
    pub source: Option<String>,
    /// The clinical response priority that is asked for; what was told may raise it, and nothing lowers it.
    pub priority: Priority,
    /// When it was received.
    pub received_at: Timestamp,
    /// The team that the referrer asks for.
    pub directed_to: Option<TeamCode>,
    /// The pregnancy that it is about.
    pub pregnancy: Option<Pregnancy>,
    /// What was answered by code.
    pub asked: Asked,
    /// Her date of birth, where known: tasks follow from it.
    pub birth_date: Option<Date>,
    /// How it is safe to reach her: a task follows where no route is known.
    pub contact: ContactChoices,
    /// What was told.
    pub story: Story,
    /// What was told of safeguarding, on its own page.
    pub safeguarding: Option<String>,
}

impl Receipt {
    /// What follows from what was told at the door.
    pub fn of(told: Told, person: PersonId, received_at: Timestamp) -> Self {
        Self {
            person,
            person_kind: told.kind,
            source: told.source,
            priority: Priority::Routine,
            received_at,
            directed_to: None,
            pregnancy: told.pregnancy,
            birth_date: told.identity.birth_date,
            contact: told.contact,
            asked: told.asked,
            story: told.story,
            safeguarding: told.safeguarding,
        }
    }
}
