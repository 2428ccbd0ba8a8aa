//! Stories of case discussions across services: nothing on a list is lost, a day ends once, and a copy carries all of it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Store,
    case_discussion::{self, CaseDay, There},
    referral,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::Agreement,
    ids::ReferralId,
    measure::Period,
    referral::{
        Attendance, Baby, CaseAgreement, CaseOutcome, CaseResult, Contact, ContactKind, ReferralCommand, SeenElsewhere,
    },
};
use porch_store::{Change, LookLine, Record, RowChange, load};

use super::Desk;
use crate::builders;

const ACROSS: &str = "across_services";
const FIRST: &str = "2026-11-12T14:00:00Z";
const SECOND: &str = "2026-11-26T14:00:00Z";
const THIRD: &str = "2026-12-10T14:00:00Z";

fn carry(desk: &Desk, role: Role, id: ReferralId, command: ReferralCommand) -> Result<(), AppError> {
    referral::carry_out(&desk.ctx(role), desk.command(), id, None, command)
}

fn list(desk: &Desk, id: ReferralId) {
    let agreement = CaseAgreement { answer: Agreement::Agrees, on: Some(builders::on("2026-11-01")), without: None };
    let command = ReferralCommand::ListCase {
        discussion: ACROSS.to_owned(),
        question: "Invented question".to_owned(),
        asked_by: "Invented Midwife".to_owned(),
        agreement: Some(agreement),
    };
    carry(desk, Role::Clinician, id, command).unwrap();
}

fn until(desk: &Desk, at: &str) {
    desk.world.pass(builders::at(at).duration_since(desk.ctx(Role::Duty).now));
}

fn day(desk: &Desk, at: &str) -> CaseDay {
    case_discussion::day(&desk.ctx(Role::Duty), ACROSS, builders::at(at)).unwrap().unwrap()
}

fn open(desk: &Desk, at: &str) {
    let teams = BTreeSet::from(["community".to_owned()]);
    let services = BTreeSet::from(["NHS Talking Therapies".to_owned()]);
    let there = There { teams, services };
    case_discussion::attend(&desk.ctx(Role::Duty), desk.command(), ACROSS, builders::at(at), 0, there).unwrap();
}

fn discuss(desk: &Desk, at: &str, id: ReferralId, result: CaseResult) -> Result<(), AppError> {
    let version = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap().head.version;
    case_discussion::discuss(&desk.ctx(Role::Duty), desk.command(), ACROSS, builders::at(at), id, version, result)
}

fn agreed(at: Timestamp) -> CaseResult {
    CaseResult {
        outcome: CaseOutcome::HandOver,
        owner: Some("Invented Owner".to_owned()),
        until: Some(at + SignedDuration::from_hours(7 * 24)),
        note: Some("Invented agreement".to_owned()),
    }
}

fn listed(desk: &Desk) -> Vec<ReferralId> {
    let shown = case_discussion::lists(&desk.ctx(Role::Duty)).unwrap();
    shown.lists[0].cases.iter().map(|case| case.referral.id).collect()
}

fn entries(desk: &Desk) -> u64 {
    desk.store.verify(&mut |_| {}).unwrap().entries
}

/// H2, INV-08: what is put on a list stays there until it is discussed; what is not discussed on its day is carried over by an
/// entry of its own; a day ends once; of two who write the second changes nothing; one look names everybody; the figures add up.
///
/// # Panics
/// When it is not so.
pub fn a_case_discussion_loses_nothing_that_is_on_its_list(desk: &Desk) {
    let [discussed, left, later] = [(); 3].map(|()| desk.receive().1);
    list(desk, discussed);
    list(desk, left);
    assert_eq!(listed(desk), [discussed, left]);
    until(desk, FIRST);
    let now = desk.ctx(Role::Duty).now;
    let early = discuss(desk, FIRST, discussed, agreed(now));
    assert!(matches!(early, Err(AppError::Disallowed(Disallowed::MeetingNotOpen))), "{early:?}");
    open(desk, FIRST);
    let shown = day(desk, FIRST);
    assert_eq!((shown.left(), shown.is_open(), shown.next), (2, true, Some(builders::at(SECOND))));
    let looks = desk.store.read(|tx| LookLine::latest(tx, "kent-medway", 1)).unwrap();
    let named: BTreeSet<String> = looks[0].subjects.iter().cloned().collect();
    assert_eq!(named, [discussed, left].map(|id| id.to_string()).into(), "one look names everybody");

    // Both see the same; the first is quicker.
    let version = shown.cases[0].version;
    discuss(desk, FIRST, discussed, agreed(now)).unwrap();
    let before = entries(desk);
    let (ctx, command) = (desk.ctx(Role::Clinician), desk.command());
    let second = case_discussion::discuss(&ctx, command, ACROSS, builders::at(FIRST), discussed, version, agreed(now));
    assert!(matches!(second, Err(AppError::Stale)), "{second:?}");
    let again = discuss(desk, FIRST, discussed, agreed(now));
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::NotListed))), "{again:?}");
    assert_eq!(entries(desk), before);

    let close = desk.command();
    case_discussion::close(&desk.ctx(Role::Duty), close, ACROSS, builders::at(FIRST)).unwrap();
    let (state, before) = (desk.verified(), entries(desk));
    case_discussion::close(&desk.ctx(Role::Duty), close, ACROSS, builders::at(FIRST)).unwrap();
    case_discussion::close(&desk.ctx(Role::Clinician), desk.command(), ACROSS, builders::at(FIRST)).unwrap();
    assert_eq!((desk.verified(), entries(desk)), (state, before), "ending it twice changes nothing");
    let over = discuss(desk, FIRST, left, agreed(now));
    assert!(matches!(over, Err(AppError::Disallowed(Disallowed::MeetingClosed))), "{over:?}");
    let closed = day(desk, FIRST);
    let outcomes: Vec<_> =
        closed.cases.iter().map(|case| case.dealt.as_ref().map(|dealt| dealt.line.outcome)).collect();
    assert_eq!(outcomes, [Some(CaseOutcome::HandOver), Some(CaseOutcome::CarriedOver)]);
    assert_eq!(closed.cases[0].dealt.as_ref().unwrap().words.as_deref(), Some("Invented agreement"));

    // Nobody held the second day: who is on the list has waited for two by the third.
    list(desk, later);
    assert_eq!(listed(desk), [left, later]);
    until(desk, THIRD);
    let waited: Vec<u32> = day(desk, THIRD).cases.iter().map(|case| case.waited).collect();
    assert_eq!(waited, [2, 1]);
    open(desk, THIRD);
    let carried = CaseResult { outcome: CaseOutcome::CarriedOver, owner: None, until: None, note: None };
    discuss(desk, THIRD, left, carried).unwrap();
    case_discussion::close(&desk.ctx(Role::Duty), desk.command(), ACROSS, builders::at(THIRD)).unwrap();
    assert_eq!(listed(desk), [left, later], "what is carried over keeps its place");
    let period = Period { from: builders::on("2026-11-01"), to: builders::on("2026-12-31") };
    let figures = case_discussion::figures(&desk.ctx(Role::Manager), period).unwrap();
    let counts = &figures.0[ACROSS];
    let (handed, carried) = (counts.of(CaseOutcome::HandOver), counts.of(CaseOutcome::CarriedOver));
    assert_eq!((counts.days, counts.discussed(), handed, carried), (2, 1, 1, 3));
    desk.verified();
}

/// H09: two who were in contact with her within three days stand on the list that holds both, once, and leave it together
/// with her.
///
/// # Panics
/// When it is not so.
pub fn two_teams_in_contact_with_her_are_put_on_a_list_once(desk: &Desk) {
    let (_, id) = desk.receive();
    let service = "NHS Talking Therapies";
    let met = |elsewhere: bool| {
        desk.world.pass(SignedDuration::from_hours(24));
        let ctx = desk.ctx(Role::Clinician);
        let seen = SeenElsewhere { service: service.to_owned(), name: "Invented Therapist".to_owned() };
        let contact = Contact {
            at: ctx.now,
            kind: ContactKind::Other,
            attendance: Attendance::Attended,
            baby: Baby::NotExpected,
            team: (!elsewhere).then(|| TeamCode("community".to_owned())),
            elsewhere: elsewhere.then_some(seen),
            next_contact_by: ctx.now + SignedDuration::from_hours(7 * 24),
            note: None,
        };
        carry(desk, Role::Clinician, id, ReferralCommand::RecordContact(Box::new(contact))).unwrap();
    };
    met(false);
    assert_eq!(listed(desk), []);
    met(true);
    assert_eq!(listed(desk), [id]);
    let before = entries(desk);
    met(false);
    met(true);
    assert_eq!(entries(desk), before + 2, "two contacts, and nobody is asked again");
    let asked = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    let asked = asked.record.as_ref().and_then(Record::referral).unwrap().cases.asked.clone();
    assert_eq!(asked.len(), 1);
    until(desk, FIRST);
    open(desk, FIRST);
    discuss(desk, FIRST, id, agreed(desk.ctx(Role::Duty).now)).unwrap();
    assert_eq!(listed(desk), []);
    desk.verified();
    let erase = ReferralCommand::ErasePersonalData { why: "Invented reason".to_owned() };
    list(desk, id);
    referral::carry_out(&desk.operator(), desk.command(), id, None, erase).unwrap();
    assert_eq!(listed(desk), [], "an erasure takes her off every list");
    desk.verified();
}

/// H19: a copy carries lists, days and outcomes, and an alteration of any of them is found.
///
/// # Panics
/// When it is not so.
pub fn a_copy_carries_case_discussions_and_what_is_altered_is_found(desk: &Desk, empty: &Store) {
    let [discussed, left] = [(); 2].map(|()| desk.receive().1);
    list(desk, discussed);
    list(desk, left);
    until(desk, FIRST);
    open(desk, FIRST);
    discuss(desk, FIRST, discussed, agreed(desk.ctx(Role::Duty).now)).unwrap();
    case_discussion::close(&desk.ctx(Role::Duty), desk.command(), ACROSS, builders::at(FIRST)).unwrap();
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(listed(&restored), [left]);
    let words = |desk: &Desk| day(desk, FIRST).cases[0].dealt.as_ref().and_then(|dealt| dealt.words.clone());
    assert_eq!((words(&restored), words(desk).is_some()), (words(desk), true));
    for (alter, back) in [
        ("UPDATE case_day SET discussed = 2", "UPDATE case_day SET discussed = 1"),
        ("UPDATE case_listing SET discussion = 'x'", "UPDATE case_listing SET discussion = 'across_services'"),
        ("UPDATE case_listing SET listed_ms = listed_ms + 1", "UPDATE case_listing SET listed_ms = listed_ms - 1"),
        (
            "UPDATE case_outcome SET owner = 'x' WHERE owner IS NOT NULL",
            "UPDATE case_outcome SET owner = 'Invented Owner' WHERE owner IS NOT NULL",
        ),
        (
            "INSERT INTO case_listing (footprint, referral_id, discussion, listed_ms) VALUES ('kent-medway', 'x', 'x', 0)",
            "DELETE FROM case_listing WHERE referral_id = 'x'",
        ),
    ] {
        run(desk, alter);
        assert!(desk.store.verify(&mut |_| {}).unwrap().failures > 0, "not found: {alter}");
        run(desk, back);
        desk.verified();
    }
}

fn run(desk: &Desk, statement: &'static str) {
    let ctx = desk.operator();
    let mut change = Change::new("kent-medway", ctx.now, &ctx.actor, desk.command());
    change.row(RowChange::Run(statement, Vec::new()));
    desk.store.commit(change).unwrap();
}
