//! The rules of case discussions across services, and of two teams in contact with her within three days, as tables of cases.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

#[path = "case_discussion/together.rs"]
mod together;

use std::{collections::BTreeSet, sync::LazyLock};

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::{Agreement, Asked, Story, TaskKind, WarningSign},
    ids::{MeetingId, PersonId, ReferralId, case_day_id},
    invariants,
    meeting::{self, Agenda, Meeting, MeetingCommand},
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        self, Attendance, Baby, CaseAgreement, CaseOutcome, CaseResult, Contact, ContactKind, Deciding,
        HandoverAgreement, MEET_WITHIN, NamedWithout, PersonKind, Priority, Receipt, Referral, ReferralCommand,
        ReferralEvent, SeenElsewhere, Seer, Telling,
    },
};
use uuid::Uuid;

const ID: ReferralId = ReferralId(Uuid::from_u128(7));
const KENT: &str = include_str!("../../../footprints/kent-medway.toml");

/// With services outside: held every two weeks, on 26 November and 10 December.
const ACROSS: &str = "across_services";
/// Of our own teams alone: held on Mondays.
const OURS: &str = "our_teams";
const DAY: MeetingId = MeetingId(Uuid::from_u128(26));

/// Kent and Medway with a second discussion, of its own teams alone.
static BOTH: LazyLock<Footprint> = LazyLock::new(|| {
    let ours = "[[discussions]]\ncode = \"our_teams\"\nname = \"Our teams\"\nteams = [\"community\", \"thrive\"]\n\
                rhythm = \"weekly\"\nweekday = \"monday\"\nfirst_on = 2026-01-05\nat = 09:00:00\nplace = \"Room 1\"\n\
                from = 2026-01-01\nsource = \"integrate-guide\"\n\n[[discussions]]";
    Footprint::parse(&KENT.replacen("[[discussions]]", ours, 1)).unwrap()
});
/// Kent and Medway as it comes.
static ACROSS_ALONE: LazyLock<Footprint> = LazyLock::new(|| Footprint::parse(KENT).unwrap());
/// Kent and Medway without any.
static NONE: LazyLock<Footprint> = LazyLock::new(|| {
    let (before, rest) = KENT.split_once("[[discussions]]").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    Footprint::parse(&format!("{before}{after}")).unwrap()
});

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When every referral of these tests was received: a Friday.
fn received_at() -> Timestamp {
    at("2026-11-20T10:00:00Z")
}

fn after(minutes: i64) -> Timestamp {
    received_at() + SignedDuration::from_mins(minutes)
}

const HOURS: i64 = 60;

fn staff(role: Role) -> Actor {
    Actor::Staff { account: format!("invented {}", role.code()), role }
}

fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

fn not_told() -> Telling {
    Telling::NotTold { why: "told by a person".to_owned() }
}

/// A referral that is asked one thing after another, by the rules of one footprint.
#[derive(Clone)]
struct Case {
    rules: &'static Footprint,
    state: Option<Referral>,
}

impl Case {
    fn ask(&mut self, actor: &Actor, minutes: i64, command: ReferralCommand) -> Result<Vec<ReferralEvent>, Disallowed> {
        let deciding =
            Deciding { now: after(minutes), actor, footprint: self.rules, rules: "v1", rejected_before: false };
        let events = referral::decide(ID, self.state.as_ref(), command, &deciding)?;
        for event in &events {
            self.state = Some(referral::evolve(ID, self.state.take(), event).unwrap());
            assert_eq!(invariants::referral(self.now()), Ok(()));
        }
        Ok(events)
    }

    fn clinician(&mut self, minutes: i64, command: ReferralCommand) -> Result<Vec<ReferralEvent>, Disallowed> {
        self.ask(&staff(Role::Clinician), minutes, command)
    }

    fn now(&self) -> &Referral {
        self.state.as_ref().unwrap()
    }

    fn pending(rules: &'static Footprint, asked: Asked) -> Self {
        let receipt = Receipt {
            person: PersonId(Uuid::from_u128(1)),
            person_kind: PersonKind::BirthingParent,
            source: None,
            priority: Priority::Routine,
            received_at: received_at(),
            directed_to: None,
            pregnancy: None,
            asked,
            birth_date: None,
            contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
            story: Story { worry: "invented".to_owned(), ..Story::default() },
            safeguarding: None,
        };
        let mut case = Self { rules, state: None };
        case.ask(&Actor::Public, 0, ReferralCommand::Receive(Box::new(receipt))).unwrap();
        case.ask(&Actor::System, 0, ReferralCommand::LookBack { earlier: Vec::new() }).unwrap();
        case
    }

    /// In the care of the community team since twenty minutes after its receipt.
    fn in_care(rules: &'static Footprint) -> Self {
        Self::taken_on(Self::pending(rules, Asked::default()))
    }

    fn taken_on(mut case: Self) -> Self {
        let accept = ReferralCommand::Accept {
            team: team("community"),
            because: None,
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        };
        case.ask(&staff(Role::Duty), 10, accept).unwrap();
        case.clinician(20, ReferralCommand::AcceptHandover { to_woman: not_told() }).unwrap();
        case
    }

    /// A contact at some minute, written down an hour later; what it asks for beside itself.
    fn met(&mut self, by: &Seer, minutes: i64, attendance: Attendance) -> Vec<ReferralEvent> {
        let mut events = self.clinician(minutes + 60, record(by, minutes, attendance)).unwrap();
        assert!(matches!(events.remove(0), ReferralEvent::ContactRecorded(_)));
        events
    }

    fn seen(&mut self, by: &Seer, minutes: i64) -> Vec<ReferralEvent> {
        self.met(by, minutes, Attendance::Attended)
    }

    fn lists(&self) -> Vec<&str> {
        self.now().cases.listed.iter().map(|listing| listing.discussion.as_str()).collect()
    }

    fn open_tasks(&self) -> Vec<TaskKind> {
        self.now().triage.open_tasks().map(|(task, _)| task).collect()
    }
}

fn ours(code: &str) -> Seer {
    Seer::Team(team(code))
}

fn crisis() -> Seer {
    Seer::Service("Invented Crisis Team".to_owned())
}

fn record(by: &Seer, minutes: i64, attendance: Attendance) -> ReferralCommand {
    let (team, elsewhere) = match by {
        Seer::Team(team) => (Some(team.clone()), None),
        Seer::Service(service) => {
            (None, Some(SeenElsewhere { service: service.clone(), name: "Invented Nurse".to_owned() }))
        }
    };
    ReferralCommand::RecordContact(Box::new(Contact {
        at: after(minutes),
        kind: ContactKind::Other,
        attendance,
        baby: Baby::NotExpected,
        team,
        elsewhere,
        next_contact_by: after(minutes + 14 * 24 * HOURS),
        note: None,
    }))
}

fn agrees(on: &str) -> Option<CaseAgreement> {
    Some(CaseAgreement { answer: Agreement::Agrees, on: Some(on.parse().unwrap()), without: None })
}

fn list(discussion: &str, agreement: Option<CaseAgreement>) -> ReferralCommand {
    let (question, asked_by) = ("Who sees her first?".to_owned(), "Invented Midwife".to_owned());
    ReferralCommand::ListCase { discussion: discussion.to_owned(), question, asked_by, agreement }
}

fn result(outcome: CaseOutcome, owner: Option<&str>, until: Option<i64>) -> CaseResult {
    let note = Some("Invented words".to_owned());
    CaseResult { outcome, owner: owner.map(str::to_owned), until: until.map(after), note }
}

fn discuss(discussion: &str, result: CaseResult) -> ReferralCommand {
    ReferralCommand::DiscussCase { discussion: discussion.to_owned(), meeting: DAY, result: Box::new(result) }
}

/// What no case discussion may touch: clocks, who is responsible, how it stands, who has it in hand.
fn standing(referral: &Referral) -> (referral::Stage, Option<Timestamp>, Option<Timestamp>, Option<referral::Claim>) {
    let clock = (referral.respond_by, referral.responded_at);
    (referral.stage.clone(), clock.0, clock.1, referral.triage.claim.clone())
}

/// The same without when somebody looks next.
fn untouched(referral: &Referral) -> (TeamCode, Option<Timestamp>, Option<Timestamp>, Option<referral::Claim>) {
    let (_, respond_by, responded_at, claim) = standing(referral);
    (referral.held().unwrap().by.clone(), respond_by, responded_at, claim)
}

// H2
#[test]
fn a_clinician_puts_an_open_referral_on_a_list_before_or_after_its_decision_and_nothing_else_moves() {
    for mut case in [Case::pending(&BOTH, Asked::default()), Case::in_care(&BOTH)] {
        let before = standing(case.now());
        for role in [Role::Duty, Role::Clinician] {
            let mut by = case.clone();
            by.ask(&staff(role), 60, list(OURS, None)).unwrap();
            assert_eq!(by.lists(), [OURS]);
        }
        for (actor, why) in [
            (staff(Role::Manager), Disallowed::NeedsAClinician),
            (Actor::System, Disallowed::NeedsAPerson),
            (Actor::Public, Disallowed::NeedsAPerson),
        ] {
            assert_eq!(case.ask(&actor, 60, list(OURS, None)), Err(why));
        }
        case.clinician(60, list(OURS, None)).unwrap();
        case.clinician(61, list(ACROSS, agrees("2026-11-20"))).unwrap();
        assert_eq!(case.clinician(62, list(OURS, None)), Err(Disallowed::ListedAlready));
        assert_eq!(case.lists(), [OURS, ACROSS]);
        assert_eq!(standing(case.now()), before, "no clock, no next date and nobody who is responsible moves");
        let listing = case.now().cases.listing(OURS).unwrap();
        assert_eq!(listing.asked_by, "Invented Midwife");
        assert_eq!(listing.words.as_ref().unwrap().question, "Who sees her first?");
        let off = |why: &str| ReferralCommand::UnlistCase { discussion: OURS.to_owned(), why: why.to_owned() };
        assert_eq!(case.clinician(70, off(" ")), Err(Disallowed::ReasonMissing));
        case.clinician(70, off("It was answered by telephone")).unwrap();
        assert_eq!(case.clinician(71, off("again")), Err(Disallowed::NotListed));
        assert_eq!((case.lists(), standing(case.now())), (vec![ACROSS], before));
    }
}

// H2
#[test]
fn a_list_that_is_not_there_or_a_question_that_says_nothing_is_refused() {
    let case = Case::in_care(&BOTH);
    let with = |question: &str, asked_by: &str| ReferralCommand::ListCase {
        discussion: OURS.to_owned(),
        question: question.to_owned(),
        asked_by: asked_by.to_owned(),
        agreement: None,
    };
    for (command, why) in [
        (list("nowhere", None), Disallowed::UnknownDiscussion("nowhere".to_owned())),
        (with(" ", "me"), Disallowed::Empty("the question")),
        (with("What now?", " "), Disallowed::Empty("who asks")),
    ] {
        assert_eq!(case.clone().clinician(60, command), Err(why));
    }
    // A year from now nobody plans the days of a discussion that has ended.
    let ended = KENT.replacen(
        "from = 2026-01-01\nsource = \"integrate",
        "from = 2026-01-01\nuntil = 2026-11-20\nsource = \"integrate",
        1,
    );
    let ended: &'static Footprint = Box::leak(Box::new(Footprint::parse(&ended).unwrap()));
    let mut over = Case::in_care(ended);
    assert_eq!(over.clinician(60, list(ACROSS, agrees("2026-11-20"))), Err(Disallowed::NoDayPlanned));
}

// H2, PR-20
#[test]
fn services_outside_hear_who_she_is_as_she_agreed_or_for_a_reason_of_a_clinician_and_otherwise_not() {
    let reason = |words: &str| Some(NamedWithout { reason: words.to_owned(), she_was_told: true });
    let missing = Err(Disallowed::CaseAgreementMissing);
    for (answer, on, without, named) in [
        (Agreement::Agrees, Some("2026-11-20"), None, Ok(true)),
        (Agreement::Agrees, None, None, missing.clone()),
        (Agreement::Agrees, Some("2026-11-21"), None, missing.clone()),
        (Agreement::Declines, Some("2026-11-19"), None, Ok(false)),
        (Agreement::Declines, None, reason("Invented risk"), missing.clone()),
        (Agreement::Declines, Some("2026-11-19"), reason("Invented risk"), Ok(true)),
        (Agreement::Declines, Some("2026-11-19"), reason("  "), Err(Disallowed::ReasonMissing)),
        (Agreement::NotAsked, None, None, Ok(false)),
        (Agreement::NotAsked, None, reason("Invented risk"), Ok(true)),
    ] {
        let mut case = Case::in_care(&BOTH);
        let on = on.map(|day| day.parse().unwrap());
        let agreement = CaseAgreement { answer, on, without: without.clone() };
        let listed = case.clinician(60, list(ACROSS, Some(agreement)));
        let across = BOTH.case_discussion(ACROSS).unwrap();
        let shown = listed.map(|_| case.now().cases.listing(ACROSS).unwrap().is_named_at(across));
        assert_eq!(shown, named, "{answer:?} {on:?} {without:?}");
        if shown.is_ok() {
            let listing = case.now().cases.listing(ACROSS).unwrap();
            let kept = (listing.agreement, listing.agreement_on.is_some());
            assert_eq!(kept, (Some(answer), true), "the answer is kept with its day");
        }
    }
    let mut unsaid = Case::in_care(&BOTH);
    assert_eq!(unsaid.clinician(60, list(ACROSS, None)), Err(Disallowed::CaseAgreementMissing));
    let our_own = BOTH.case_discussion(OURS).unwrap();
    unsaid.clinician(60, list(OURS, None)).unwrap();
    assert!(unsaid.now().cases.listing(OURS).unwrap().is_named_at(our_own), "our own teams need no agreement");
}

// H2, H20
#[test]
fn what_was_agreed_has_words_an_owner_and_a_date_and_becomes_a_task_and_decides_nothing() {
    let days = 24 * HOURS;
    for start in [Case::pending(&BOTH, Asked::default()), Case::in_care(&BOTH)] {
        let mut case = start;
        assert_eq!(
            case.clinician(30, discuss(OURS, result(CaseOutcome::GoOn, None, None))),
            Err(Disallowed::NotListed)
        );
        case.clinician(60, list(OURS, None)).unwrap();
        for outcome in CaseOutcome::ALL {
            let mut one = case.clone();
            let owned = result(outcome, Some("Invented Owner"), Some(5 * days));
            one.clinician(120, discuss(OURS, owned)).unwrap();
            let carried = outcome == CaseOutcome::CarriedOver;
            assert_eq!(one.lists().is_empty(), !carried, "{outcome:?}: what is not discussed keeps its place");
            assert_eq!(one.open_tasks().contains(&TaskKind::CaseAgreed), !carried, "{outcome:?}");
            let owes = one.now().cases.agreed.as_ref().map(|agreed| (agreed.owner.as_str(), agreed.until));
            assert_eq!(owes, (!carried).then_some(("Invented Owner", after(5 * days))), "{outcome:?}");
            assert_eq!(one.now().outcome(), case.now().outcome(), "{outcome:?} decides nothing");
            // Somebody looks by the date of what was agreed, and never later than before.
            let due = |case: &Case| case.now().held().unwrap().next_due;
            let sooner = if carried { due(&case) } else { due(&case).min(after(5 * days)) };
            assert_eq!((due(&one), untouched(one.now())), (sooner, untouched(case.now())), "{outcome:?}");
            let alone = case.clone().clinician(120, discuss(OURS, result(outcome, None, None)));
            let needs = (!outcome.needs_an_owner()).then_some(()).ok_or(Disallowed::OwnerMissing);
            assert_eq!(alone.map(|_| ()), needs, "{outcome:?}");
        }
        for (owner, until, why) in [
            (Some("me"), None, Disallowed::NotWithinFourWeeks),
            (Some("me"), Some(120), Disallowed::NotWithinFourWeeks),
            (Some("me"), Some(120 + 28 * days + 1), Disallowed::NotWithinFourWeeks),
            (Some(" "), Some(days), Disallowed::OwnerMissing),
        ] {
            let refused = case.clinician(120, discuss(OURS, result(CaseOutcome::HandOver, owner, until)));
            assert_eq!(refused, Err(why), "{owner:?} {until:?}");
        }
        let silent = CaseResult { note: None, ..result(CaseOutcome::GoOn, None, None) };
        assert_eq!(case.clinician(120, discuss(OURS, silent)), Err(Disallowed::Empty("what was agreed")));
        // What was agreed is looked at by its date, and done by whoever says what came of it.
        case.clinician(120, discuss(OURS, result(CaseOutcome::ReferOn, Some("me"), Some(180)))).unwrap();
        assert!(case.now().held().unwrap().next_due <= after(180));
        let done = ReferralCommand::CloseTask { task: TaskKind::CaseAgreed, note: "Invented".to_owned() };
        case.clinician(150, done).unwrap();
        assert_eq!(
            (case.now().cases.agreed.as_ref(), case.open_tasks().contains(&TaskKind::CaseAgreed)),
            (None, false)
        );
    }
}

// H2
#[test]
fn what_is_closed_meanwhile_stays_on_the_list_and_can_be_noted_and_taken_off() {
    let mut case = Case::pending(&BOTH, Asked::default());
    case.clinician(60, list(OURS, None)).unwrap();
    case.clinician(61, list(ACROSS, agrees("2026-11-20"))).unwrap();
    let ending = referral::Ending {
        reasons: vec!["she_prefers_otherwise".to_owned()],
        in_own_words: None,
        what_would_change: None,
        way_back: "Ring us.".to_owned(),
        told_in_person: None,
        second_clinician: None,
        safeguarding: None,
        to_woman: not_told(),
        to_referrer: not_told(),
        criteria: Vec::new(),
    };
    case.ask(&staff(Role::Duty), 70, ReferralCommand::Withdraw { ending }).unwrap();
    assert_eq!(case.lists(), [OURS, ACROSS]);
    case.clinician(120, discuss(OURS, result(CaseOutcome::WorkTogether, Some("me"), Some(500)))).unwrap();
    assert_eq!((case.lists(), case.open_tasks()), (vec![ACROSS], vec![]), "nobody owes anything for what is closed");
    let off = ReferralCommand::UnlistCase { discussion: ACROSS.to_owned(), why: "Closed".to_owned() };
    case.clinician(121, off).unwrap();
    assert_eq!(case.clinician(122, list(OURS, None)), Err(Disallowed::AlreadyDecided("withdrawn")));
}

// H2
#[test]
fn an_erasure_takes_her_off_every_list() {
    let mut case = Case::in_care(&BOTH);
    case.clinician(60, list(OURS, None)).unwrap();
    case.clinician(61, ReferralCommand::ErasePersonalData { why: "asked".to_owned() }).unwrap();
    assert!(case.lists().is_empty());
}

// H2
#[test]
fn a_day_is_opened_by_its_plan_and_knows_who_takes_part_and_needs_no_quorum() {
    let thursday = at("2026-11-26T14:00:00Z");
    let id = case_day_id(&BOTH.name, ACROSS, thursday);
    let actor = staff(Role::Clinician);
    let deciding = Deciding { now: thursday, actor: &actor, footprint: &BOTH, rules: "v1", rejected_before: false };
    let open = |discussion: Option<&str>, sitting: Timestamp| MeetingCommand::Open {
        sitting,
        discussion: discussion.map(str::to_owned),
    };
    let evolved = |state: Option<Meeting>, command| {
        let events = meeting::decide(id, state.as_ref(), command, &deciding)?;
        Ok(events.iter().fold(state, |state, event| Some(meeting::evolve(id, state, event).unwrap())).unwrap())
    };
    for (discussion, sitting) in [
        (None, thursday),
        (Some(OURS), thursday),
        (Some(ACROSS), at("2026-11-19T14:00:00Z")),
        (Some(ACROSS), at("2026-11-26T13:00:00Z")),
    ] {
        let refused: Result<Meeting, Disallowed> = evolved(None, open(discussion, sitting));
        assert_eq!(refused, Err(Disallowed::NoSuchSitting), "{discussion:?} {sitting}");
    }
    let day = evolved(None, open(Some(ACROSS), thursday)).unwrap();
    assert_eq!(day.discussion.as_deref(), Some(ACROSS));
    let names = |of: &[&str]| of.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    let there = |teams: &[&str], services: &[&str]| MeetingCommand::TakeAttendance {
        disciplines: names(teams),
        services: names(services),
        people: BTreeSet::new(),
    };
    for (teams, services, unknown) in
        [(["nursing"], ["NHS Talking Therapies"], "nursing"), (["thrive"], ["Somebody"], "Somebody")]
    {
        let refused = evolved(Some(day.clone()), there(&teams, &services));
        assert_eq!(refused, Err(Disallowed::UnknownDiscipline(unknown.to_owned())));
    }
    let day = evolved(Some(day), there(&["thrive"], &["NHS Talking Therapies"])).unwrap();
    let left = Agenda { left: [ID].into(), ..Agenda::default() };
    assert_eq!(evolved(Some(day.clone()), MeetingCommand::Close(left)), Err(Disallowed::CasesLeft(1)));
    let carried = Agenda { carried_over: [ID].into(), ..Agenda::default() };
    let closed = evolved(Some(day), MeetingCommand::Close(carried)).unwrap();
    assert!(closed.to_confirm.is_empty(), "one team alone is no quorum of anything");
    assert_eq!(closed.closed.unwrap().carried_over, BTreeSet::from([ID]));
}
