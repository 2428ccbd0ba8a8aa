//! Stories of the team meeting: an agenda that builds itself, one change for each case, and an end that comes once.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx,
    meeting::{self, Attendance, CarryOver, Decision, Room, Wanted},
    referral,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::TeamCode,
    ids::ReferralId,
    measure::Period,
    meeting::{Listed, Reviews},
    referral::{AskedOf, Discussed, Grounds, HandoverAgreement, Priority, ReferralCommand},
};
use porch_store::{LookLine, Record, load};

use super::Desk;
use crate::builders;

/// The sitting of the Monday on which the clock of these stories stands, and the two after it.
const MONDAY: &str = "2026-11-02T10:00:00Z";
const WEDNESDAY: &str = "2026-11-04T10:00:00Z";

fn sitting(text: &str) -> Timestamp {
    builders::at(text)
}

fn room(desk: &Desk, at: &str) -> Room {
    meeting::room(&desk.ctx(Role::Duty), sitting(at), Wanted::First).unwrap().unwrap()
}

/// Lets the time pass until an instant.
fn until(desk: &Desk, at: Timestamp) {
    desk.world.pass(at.duration_since(desk.ctx(Role::Duty).now));
}

fn here(disciplines: &[&str], people: &[&str]) -> Attendance {
    let codes = |of: &[&str]| of.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<String>>();
    Attendance { disciplines: codes(disciplines), people: codes(people) }
}

fn open(desk: &Desk, at: &str) {
    let there = here(&["psychiatry", "nursing", "psychology"], &["invented duty", "invented clinician"]);
    meeting::attend(&desk.ctx(Role::Duty), desk.command(), sitting(at), 0, there).unwrap();
}

fn version(desk: &Desk, id: ReferralId) -> i64 {
    desk.store.read(|tx| load(tx, desk.ctx(Role::Duty).footprint(), id)).unwrap().head.version
}

fn decide(desk: &Desk, at: &str, id: ReferralId, decision: Decision) -> Result<(), AppError> {
    let seen = version(desk, id);
    meeting::decide(&desk.ctx(Role::Duty), desk.command(), sitting(at), id, seen, decision)
}

fn community() -> TeamCode {
    TeamCode("community".to_owned())
}

fn owed(ctx: &Ctx, hours: i64) -> CarryOver {
    CarryOver { owner: "invented duty".to_owned(), until: ctx.now + SignedDuration::from_hours(hours) }
}

fn grounds() -> Grounds {
    Grounds { reasons: vec!["other_team_fits".to_owned()], ..Grounds::default() }
}

fn entries(desk: &Desk) -> u64 {
    desk.store.verify(&mut |_| {}).unwrap().entries
}

/// PR-16, INV-08: each case leaves decision, owner and next date in one change; of two scribes the second changes nothing;
/// a meeting does not end with cases left, and ending it twice changes nothing.
///
/// # Panics
/// When it is not so.
pub fn a_meeting_decides_each_case_once_and_ends_once(desk: &Desk) {
    let cases: Vec<ReferralId> = (0..6).map(|_| desk.receive().1).collect();
    let [accepted, signposted, rejected, asked, carried, left] = cases[..] else { panic!("six cases") };
    desk.world.pass(SignedDuration::from_mins(60));
    let ctx = desk.ctx(Role::Duty);
    let accept = Decision::Accept {
        team: community(),
        because: Some("Invented words".to_owned()),
        agreement: None,
        criteria: Vec::new(),
    };
    let early = decide(desk, MONDAY, accepted, accept.clone());
    assert!(matches!(early, Err(AppError::Disallowed(Disallowed::MeetingNotOpen))), "{early:?}");
    open(desk, MONDAY);
    desk.world.pass(SignedDuration::from_mins(1));
    let (_, late) = desk.receive();
    let shown = room(desk, MONDAY);
    let listed: Vec<ReferralId> = shown.cases.iter().map(|case| case.referral).collect();
    assert_eq!(listed.iter().collect::<BTreeSet<_>>(), cases.iter().collect(), "what came later is for the next");
    assert_eq!((shown.dealt_with(), shown.chosen.map(|chosen| chosen.referral.id)), (0, Some(listed[0])));

    // Both scribes see the same; the first is quicker.
    let seen = version(desk, accepted);
    decide(desk, MONDAY, accepted, accept.clone()).unwrap();
    let another = desk.ctx(Role::Clinician);
    let before = entries(desk);
    let second = meeting::decide(&another, desk.command(), sitting(MONDAY), accepted, seen, accept.clone());
    assert!(matches!(second, Err(AppError::Stale)), "{second:?}");
    let again = decide(desk, MONDAY, accepted, accept);
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::AlreadyDecided(_)))), "{again:?}");
    let signpost = |to: &str| Decision::Signpost { to: to.to_owned(), grounds: grounds(), next: owed(&ctx, 24) };
    let unnamed = decide(desk, MONDAY, signposted, signpost(" "));
    assert!(matches!(unnamed, Err(AppError::Disallowed(Disallowed::SignpostMissing))), "{unnamed:?}");
    // A date that is too late refuses the decision as a whole.
    let late_letter = Decision::Reject { grounds: grounds(), next: owed(&ctx, 24 * 8) };
    assert!(decide(desk, MONDAY, rejected, late_letter).is_err());
    assert_eq!(entries(desk), before, "nothing that was refused left an entry");

    decide(desk, MONDAY, signposted, signpost("Invented service")).unwrap();
    decide(desk, MONDAY, rejected, Decision::Reject { grounds: grounds(), next: owed(&ctx, 24) }).unwrap();
    let what = "Which GP?".to_owned();
    let question = Decision::MoreInformation { of: AskedOf::Referrer, what, next: owed(&ctx, 48) };
    decide(desk, MONDAY, asked, question).unwrap();
    let carry = Decision::CarryOver { note: Some("Invented reason".to_owned()), next: owed(&ctx, 48) };
    decide(desk, MONDAY, carried, carry.clone()).unwrap();
    let twice = decide(desk, MONDAY, carried, carry);
    assert!(matches!(twice, Err(AppError::Disallowed(Disallowed::DiscussedAlready))), "{twice:?}");

    let shown = room(desk, MONDAY);
    assert_eq!((shown.dealt_with(), shown.cases.len()), (5, 6));
    for case in shown.cases.iter().filter(|case| case.referral != left) {
        let dealt = case.dealt.as_ref().unwrap();
        assert!(!dealt.owner.is_empty() && dealt.until > ctx.now, "{dealt:?}");
    }
    let unfinished = meeting::close(&desk.ctx(Role::Duty), desk.command(), sitting(MONDAY), None);
    assert!(matches!(unfinished, Err(AppError::Disallowed(Disallowed::CasesLeft(1)))), "{unfinished:?}");
    let close = desk.command();
    meeting::close(&desk.ctx(Role::Duty), close, sitting(MONDAY), Some(owed(&ctx, 48))).unwrap();
    let (state, before) = (desk.verified(), entries(desk));
    meeting::close(&desk.ctx(Role::Duty), close, sitting(MONDAY), Some(owed(&ctx, 48))).unwrap();
    meeting::close(&desk.ctx(Role::Clinician), desk.command(), sitting(MONDAY), Some(owed(&ctx, 24))).unwrap();
    assert_eq!((desk.verified(), entries(desk)), (state, before), "ending it twice changes nothing");
    let closed = room(desk, MONDAY);
    let ended = closed.meeting.unwrap().closed.unwrap();
    assert_eq!((ended.decided.len(), ended.carried_over), (4, BTreeSet::from([carried, left])));
    let over = decide(desk, MONDAY, late, Decision::CarryOver { note: None, next: owed(&ctx, 24) });
    assert!(matches!(over, Err(AppError::Disallowed(Disallowed::MeetingClosed))), "{over:?}");

    let next: BTreeSet<ReferralId> = room(desk, WEDNESDAY).cases.iter().map(|case| case.referral).collect();
    assert_eq!(next, BTreeSet::from([asked, carried, left, late]), "what is not decided is on the next agenda");
}

/// PR-16: emergencies and what duty decided are one line each; carried over three times is flagged; a handover that came
/// back is a case; one look names everybody.
///
/// # Panics
/// When it is not so.
pub fn an_agenda_builds_itself(desk: &Desk) {
    let [carried, returned, by_duty, emergency] = [(); 4].map(|()| desk.receive().1);
    let duty =
        |command: ReferralCommand, id| referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, command);
    let accept = || ReferralCommand::Accept {
        team: community(),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    duty(accept(), returned).unwrap();
    let give_back = ReferralCommand::ReturnHandover { why: "Invented reason".to_owned() };
    referral::carry_out(&desk.ctx(Role::Clinician), desk.command(), returned, None, give_back).unwrap();
    duty(accept(), by_duty).unwrap();
    let raise = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "Invented reason".to_owned() };
    duty(raise, emergency).unwrap();

    let mut at = sitting(MONDAY);
    for times in 0..3u32 {
        until(desk, at);
        let shown = meeting::room(&desk.ctx(Role::Duty), at, Wanted::First).unwrap().unwrap();
        let cases: BTreeSet<ReferralId> = shown.cases.iter().map(|case| case.referral).collect();
        assert_eq!(cases, BTreeSet::from([carried, returned]), "{times}");
        let notes: BTreeSet<ReferralId> = shown.notes.iter().map(|note| note.referral).collect();
        let first = times == 0;
        assert_eq!(notes, [emergency].into_iter().chain(first.then_some(by_duty)).collect());
        let of =
            |id: ReferralId| shown.cases.iter().find(|case| case.referral == id).and_then(|case| case.open).unwrap();
        assert_eq!(of(returned).0, Listed::Returned);
        assert_eq!(of(carried).1.carried_over, (times >= 2).then_some(times), "{times}");
        let subjects = desk.store.read(|tx| LookLine::latest(tx, desk.ctx(Role::Duty).footprint(), 1)).unwrap();
        let named: BTreeSet<String> = subjects[0].subjects.iter().cloned().collect();
        assert_eq!(named, cases.union(&notes).map(ToString::to_string).collect(), "one look names everybody");

        meeting::attend(&desk.ctx(Role::Duty), desk.command(), at, 0, here(&["nursing"], &[])).unwrap();
        let next = owed(&desk.ctx(Role::Duty), 47);
        meeting::close(&desk.ctx(Role::Duty), desk.command(), at, Some(next)).unwrap();
        let closed = meeting::room(&desk.ctx(Role::Duty), at, Wanted::First).unwrap().unwrap();
        assert_eq!(closed.notes.iter().map(|note| note.referral).collect::<BTreeSet<_>>(), notes);
        let below = closed.meeting.unwrap();
        assert_eq!(below.to_confirm.len(), 5, "below the quorum the others confirm");
        meeting::confirm(&desk.ctx(Role::Clinician), desk.command(), at, "psychology".to_owned()).unwrap();
        at = desk.rules.footprint.meeting.sits_next(at).unwrap();
    }
    // What came back is offered again, and leaves the agenda.
    until(desk, at);
    meeting::attend(&desk.ctx(Role::Duty), desk.command(), at, 0, here(&["nursing"], &[])).unwrap();
    let version = version(desk, returned);
    let again = Decision::OfferAgain {
        team: community(),
        agreement: HandoverAgreement::OnBasis { basis: "Invented basis".to_owned() },
        summary: "Invented words".to_owned(),
    };
    meeting::decide(&desk.ctx(Role::Duty), desk.command(), at, returned, version, again).unwrap();
    let shown = meeting::room(&desk.ctx(Role::Duty), at, Wanted::First).unwrap().unwrap();
    let dealt = shown.cases.iter().find(|case| case.referral == returned).and_then(|case| case.dealt.as_ref()).unwrap();
    assert_eq!(dealt.outcome, Discussed::Accept);
    assert_eq!(shown.cases.iter().filter(|case| case.dealt.is_none()).count(), 1);
    desk.verified();

    // D8: all of them came before the first meeting, which dealt with each or read it out.
    let period = Period { from: builders::on("2026-11-01"), to: builders::on("2026-11-30") };
    let counted = meeting::reviews(&desk.ctx(Role::Manager), period).unwrap();
    assert_eq!(counted, Reviews { first: 4, later: 0, missed: 0, to_come: 0 });
    let refused = meeting::room(&desk.ctx(Role::Manager), at, Wanted::First);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
    let stream = desk.store.read(|tx| load(tx, desk.ctx(Role::Duty).footprint(), carried)).unwrap();
    let trail = &stream.record.as_ref().and_then(Record::referral).unwrap().meeting;
    assert_eq!((trail.carried_over, trail.left), (3, Some(Discussed::CarriedOver)));
}
