//! Stories of what the service does by itself: once, whoever asks, whatever goes wrong, and whatever the clock says.

use std::sync::{Arc, Barrier};

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, Rules, Store,
    due::{Holder, LEASE, LONGEST_REST, Ticked, tick},
};
use porch_domain::{
    actor::{Actor, Role},
    event::Event,
    ids::{ReferralId, due_command_id},
    person::Route,
    referral,
};
use porch_store::{Change, DueNow, Record, RowChange, StoreError, Stream, Under, Val, happened, load, rules_key};

use super::{Desk, clock::known_of_batches, erasure::backed_up};
use crate::{
    becoming_due::{DUE_WITHIN, becoming_due},
    builders,
};

const MANY: usize = 200;
const FOOTPRINT: &str = "kent-medway";

fn system(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::System, ..desk.operator() }
}

fn holder(desk: &Desk) -> Holder {
    Holder::new(desk.world.as_ref())
}

/// Asks until nothing is due at this moment.
fn done(ctx: &Ctx, holder: &Holder) -> usize {
    let mut done = 0;
    for _ in 0..100 {
        let ticked = tick(ctx, holder, 64).unwrap();
        done += ticked.done;
        if ticked.next > ctx.now {
            return done;
        }
    }
    panic!("no end of what is due");
}

/// How often the service itself wrote something about a referral.
fn by_itself(desk: &Desk, id: ReferralId) -> usize {
    let all = desk.store.read(|tx| happened(tx, FOOTPRINT, id)).unwrap();
    all.iter().filter(|entry| entry.actor == "system").count()
}

fn stream(desk: &Desk, id: ReferralId) -> Stream {
    desk.store.read(|tx| load(tx, FOOTPRINT, id)).unwrap()
}

/// The change that a program makes of what is due about a referral as it was read.
fn change(ctx: &Ctx, mut stream: Stream) -> Change {
    let id = ReferralId(stream.id.id);
    let deciding = referral::Deciding {
        now: ctx.now,
        actor: &ctx.actor,
        footprint: &ctx.rules.footprint,
        rules: ctx.rules.cited(),
        rejected_before: false,
    };
    let state = stream.record.as_ref().and_then(Record::referral).unwrap();
    let command = referral::due_now(state, &deciding).unwrap();
    let events = referral::decide(id, Some(state), command, &deciding).unwrap();
    let command = due_command_id(FOOTPRINT, id, stream.head.version);
    let mut change = Change::new(FOOTPRINT, ctx.now, &ctx.actor, command);
    for event in events {
        ctx.append(&mut change, &mut stream, &Event::Referral(event)).unwrap();
    }
    change.first_outcome(id.to_string());
    change
}

/// How often the rules give the service something to do about a referral by now, one after the other.
fn expected(ctx: &Ctx, stream: &Stream) -> usize {
    let mut state = stream.record.as_ref().and_then(Record::referral).cloned().unwrap();
    let mut events = 0;
    loop {
        let deciding = referral::Deciding {
            now: ctx.now,
            actor: &ctx.actor,
            footprint: &ctx.rules.footprint,
            rules: ctx.rules.cited(),
            rejected_before: false,
        };
        let Some(command) = referral::due_now(&state, &deciding) else { return events };
        for event in referral::decide(state.id, Some(&state), command, &deciding).unwrap() {
            state = referral::evolve(state.id, Some(state), &event).unwrap();
            events += 1;
        }
    }
}

fn run(desk: &Desk, statement: &'static str, params: Vec<Val>) {
    let ctx = desk.operator();
    let mut change = Change::new(FOOTPRINT, ctx.now, &ctx.actor, desk.command());
    change.row(RowChange::Run(statement, params));
    desk.store.commit(change).unwrap();
}

/// What is due is done when it is due, and not before; nobody is asked for what is not.
///
/// # Panics
/// When it is not so.
pub fn what_is_due_is_done_in_its_time(desk: &Desk) {
    let ids = becoming_due(&desk.ctx(Role::Duty), 3).unwrap();
    desk.receive();
    let (ctx, own) = (system(desk), holder(desk));
    assert_eq!(done(&ctx, &own), 1, "an earlier no is looked for as soon as it has come in");
    let due_at = ctx.now + DUE_WITHIN;
    let nothing = |next| Ticked {
        looked: 0,
        done: 0,
        put_off: 0,
        late: SignedDuration::ZERO,
        untaken_risks: (0, None),
        late_comments: 0,
        next,
    };
    assert_eq!(tick(&ctx, &own, 64).unwrap(), nothing(ctx.now + LONGEST_REST));
    desk.world.pass(DUE_WITHIN - SignedDuration::from_secs(10));
    let ctx = system(desk);
    assert_eq!(tick(&ctx, &own, 64).unwrap(), nothing(due_at), "it wakes when the first is due");
    desk.world.pass(SignedDuration::from_secs(17));
    let ctx = system(desk);
    let expected: usize = ids.iter().map(|id| expected(&ctx, &stream(desk, *id))).sum();
    assert!(expected >= 3);
    let first = tick(&ctx, &own, 1).unwrap();
    assert_eq!((first.done, first.late, first.next), (1, SignedDuration::from_secs(7), ctx.now), "more is due");
    assert_eq!(done(&ctx, &own), expected - 1);
    let before = desk.verified();
    desk.world.pass(SignedDuration::from_secs(30));
    assert_eq!(tick(&system(desk), &own, 64).unwrap().done, 0);
    assert_eq!(desk.verified(), before);
    let refused = tick(&desk.ctx(Role::Duty), &own, 64);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
}

/// H01: two programs over one database, at once, with and without the lease between them: each thing is done once.
///
/// # Panics
/// When it is not so.
pub fn two_who_do_what_is_due_at_once(desk: &Desk, other: &Store) {
    for one_lease in [false, true] {
        let ids = becoming_due(&desk.ctx(Role::Duty), MANY).unwrap();
        desk.world.pass(DUE_WITHIN + SignedDuration::from_mins(1));
        let ctx = system(desk);
        let expected: Vec<usize> = ids.iter().map(|id| expected(&ctx, &stream(desk, *id))).collect();
        let shared = holder(desk);
        let begin = Barrier::new(2);
        let counted: Vec<usize> = std::thread::scope(|scope| {
            let threads: Vec<_> = [&desk.store, other]
                .map(|store| {
                    let ctx = Ctx { store: store.clone(), ..ctx.clone() };
                    // Two programs never have one name; here it takes the lease out of the way.
                    let own = if one_lease { holder(desk) } else { shared.clone() };
                    let begin = &begin;
                    scope.spawn(move || {
                        begin.wait();
                        let mut sum = 0;
                        for _ in 0..20 {
                            sum += tick(&ctx, &own, 64).unwrap().done;
                        }
                        sum
                    })
                })
                .into_iter()
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let done: Vec<usize> = ids.iter().map(|id| by_itself(desk, *id)).collect();
        assert_eq!(done, expected, "one lease: {one_lease}");
        assert_eq!(counted.iter().sum::<usize>(), expected.iter().sum::<usize>(), "{counted:?}");
        // The lease of before is nobody's any more.
        desk.world.pass(SignedDuration::from_mins(5));
    }
    desk.verified();
}

/// H01: a program dies between reading and writing, or after writing and before it knows; another goes on when the lease is
/// over, and nothing is done twice or forgotten.
///
/// # Panics
/// When it is not so.
pub fn a_crash_in_the_midst_of_what_is_due_repeats_and_forgets_nothing(desk: &Desk) {
    let ids = becoming_due(&desk.ctx(Role::Duty), 4).unwrap();
    desk.world.pass(DUE_WITHIN + SignedDuration::from_mins(1));
    let (dead, alive) = (holder(desk), holder(desk));
    let ctx = system(desk);
    let read: Vec<Stream> = ids.iter().map(|id| stream(desk, *id)).collect();
    let expected: Vec<usize> = read.iter().map(|stream| expected(&ctx, stream)).collect();
    // It has the lease and does one of four.
    assert_eq!(tick(&ctx, &dead, 1).unwrap().done, 1);
    let waits = tick(&ctx, &alive, 64).unwrap();
    assert_eq!((waits.done, waits.next), (0, ctx.now + LEASE), "the lease is held");
    desk.world.pass(LEASE + SignedDuration::from_secs(1));
    let ctx = system(desk);
    assert_eq!(done(&ctx, &alive), expected.iter().sum::<usize>() - 1);
    let counted = || ids.iter().map(|id| by_itself(desk, *id)).collect::<Vec<_>>();
    assert_eq!(counted(), expected);
    // The dead one comes back with what it had read: what was done under its command is told again, and changes nothing.
    let before = desk.verified();
    for stream in read {
        let id = stream.id.id.to_string();
        assert_eq!(desk.store.commit(change(&ctx, stream)).unwrap().repeated, Some(id));
    }
    assert_eq!((counted(), desk.verified()), (expected, before));
    alive.leave(&ctx).unwrap();
}

/// H01: somebody does something about a referral between the reading of what is due and its writing: that stands, and the
/// rules are asked again.
///
/// # Panics
/// When it is not so.
pub fn what_a_person_did_meanwhile_stands(desk: &Desk) {
    let duty = desk.ctx(Role::Duty);
    let id = becoming_due(&duty, 1).unwrap()[0];
    desk.world.pass(DUE_WITHIN + SignedDuration::from_mins(1));
    let ctx = system(desk);
    let late = change(&ctx, stream(desk, id));
    let answer = referral::ReferralCommand::ReturnHandover { why: "invented".to_owned() };
    porch_app::referral::carry_out(&desk.ctx(Role::Clinician), desk.command(), id, None, answer).unwrap();
    let answer = desk.store.commit(late);
    assert!(matches!(answer, Err(StoreError::Stale)), "{answer:?}");
    let before = by_itself(desk, id);
    let expected = expected(&ctx, &stream(desk, id));
    assert_eq!(done(&system(desk), &holder(desk)), expected);
    assert_eq!(by_itself(desk, id), before + expected);

    // Whoever only says when to look again says it of what they read.
    let id = becoming_due(&desk.ctx(Role::Duty), 1).unwrap()[0];
    let ctx = system(desk);
    let key = rules_key(&"0".repeat(64));
    let found = desk.store.read(|tx| DueNow::read(tx, FOOTPRINT, &key, ctx.now, 100)).unwrap();
    let read = found.due.iter().find(|due| due.referral == id).unwrap();
    let attempt = referral::ReferralCommand::RecordAttempt {
        route: Route::Telephone,
        outcome: referral::AttemptOutcome::NoAnswer,
        note: None,
    };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, attempt).unwrap();
    let under = Under { footprint: &desk.rules.footprint, rules: &rules_key(&desk.rules.content_hash) };
    for row in [RowChange::look_again(FOOTPRINT, read, 1, &under, None, 0), RowChange::look_no_longer(FOOTPRINT, read)]
    {
        let mut change = Change::new(FOOTPRINT, ctx.now, &ctx.actor, desk.command());
        change.row(row);
        desk.store.commit(change).unwrap();
        desk.verified();
    }
    desk.world.pass(DUE_WITHIN);
    assert!(done(&system(desk), &holder(desk)) > 0);
    desk.verified();
}

/// A clock that is set back or ahead: what was done is not done again, what is due is not lost, no batch is known before the
/// one before it, and a lease that a wrong clock took keeps nobody waiting.
///
/// # Panics
/// When it is not so.
pub fn a_clock_that_steps_does_what_is_due_once(desk: &Desk) {
    let hour = SignedDuration::from_hours(1);
    let first = becoming_due(&desk.ctx(Role::Duty), 5).unwrap();
    desk.world.pass(DUE_WITHIN + SignedDuration::from_mins(1));
    let wrong = holder(desk);
    let ctx = system(desk);
    let expected_first: Vec<usize> = first.iter().map(|id| expected(&ctx, &stream(desk, *id))).collect();
    assert_eq!(done(&ctx, &wrong), expected_first.iter().sum::<usize>());
    desk.world.pass(-hour);
    assert_eq!(done(&system(desk), &wrong), 0, "nothing is due again");
    let second = becoming_due(&desk.ctx(Role::Duty), 5).unwrap();
    desk.world.pass(DUE_WITHIN + hour);
    // Ahead of its time it takes the lease for the first of them, and dies; the clock is put right.
    assert_eq!(tick(&system(desk), &wrong, 1).unwrap().done, 1);
    desk.world.pass(-hour + SignedDuration::from_mins(1));
    let ctx = system(desk);
    let expected_second: usize = second.iter().map(|id| expected(&ctx, &stream(desk, *id))).sum();
    assert_eq!(done(&ctx, &holder(desk)), expected_second, "a lease that ends in an hour keeps nobody waiting");
    let counted: Vec<usize> = first.iter().map(|id| by_itself(desk, *id)).collect();
    assert_eq!(counted, expected_first);
    assert!(second.iter().all(|id| by_itself(desk, *id) > 0));
    let known: Vec<i64> = known_of_batches(&backed_up(desk)).into_values().collect();
    assert!(known.is_sorted(), "{known:?}");
    desk.verified();
}

/// One referral that cannot be read is put off, told aloud, and keeps no other waiting; once it is mended it is done.
///
/// # Panics
/// When it is not so.
pub fn what_cannot_be_handled_is_put_off_and_stops_nobody(desk: &Desk) {
    let ids = becoming_due(&desk.ctx(Role::Duty), 5).unwrap();
    desk.world.pass(DUE_WITHIN + SignedDuration::from_mins(1));
    let own = holder(desk);
    let expected = expected(&system(desk), &stream(desk, ids[2]));
    let hers = || vec![ids[2].to_string().into()];
    run(desk, "UPDATE personal SET content = '!' || content WHERE stream_id = $1", hers());
    let first = tick(&system(desk), &own, 64).unwrap();
    assert_eq!((first.done, first.put_off), (4, 1));
    assert_eq!(done(&system(desk), &own), (expected - 1) * 4, "it is not asked again at once");
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        desk.world.pass(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(1));
        assert_eq!(tick(&system(desk), &own, 64).unwrap().put_off, 0, "before {minutes} minutes");
        desk.world.pass(SignedDuration::from_secs(1));
        assert_eq!(tick(&system(desk), &own, 64).unwrap().put_off, 1, "after {minutes} minutes");
    }
    run(desk, "UPDATE personal SET content = substr(content, 2) WHERE stream_id = $1", hers());
    desk.world.pass(SignedDuration::from_hours(1));
    let ctx = system(desk);
    let last = tick(&ctx, &own, 64).unwrap();
    assert_eq!((last.done, last.put_off), (1, 0));
    done(&ctx, &own);
    assert!(by_itself(desk, ids[2]) > 0);
    desk.verified();
}

/// Under other rules everything is asked anew, once; nobody looks at what an import that is not whole brought; and whoever
/// takes a row away or lets it wait is found.
///
/// # Panics
/// When it is not so.
pub fn other_rules_are_asked_anew_about_everything_open(desk: &Desk) {
    let ids = becoming_due(&desk.ctx(Role::Duty), 3).unwrap();
    let mut pending = builders::row("P", "P", "community", "2026-10-30T10:00:00Z");
    pending.decision = referral::history::HistoricDecision::Pending;
    desk.import(&[pending, builders::row("A", "A", "community", "2026-10-30T10:00:00Z")]);
    // What stands for rules stands before or after what stands for others.
    let [before, other] = ["0", "f"].map(|digit| {
        Arc::new(Rules {
            footprint: desk.rules.footprint.clone(),
            content_hash: digit.repeat(64),
            instruments: desk.rules.instruments.clone(),
        })
    });
    let waiting = |rules: &Rules| {
        let (ctx, key) = (system(desk), rules_key(&rules.content_hash));
        let found = desk.store.read(|tx| DueNow::read(tx, FOOTPRINT, &key, ctx.now, 100)).unwrap();
        found.due.len()
    };
    assert_eq!([&desk.rules, &before, &other].map(|rules| waiting(rules)), [0, 5, 5]);
    run(desk, "UPDATE history_import SET stage = 'writing'", Vec::new());
    assert_eq!([&desk.rules, &before, &other].map(|rules| waiting(rules)), [0, 3, 3]);
    run(desk, "UPDATE history_import SET stage = 'complete'", Vec::new());
    let under_other = Ctx { rules: Arc::clone(&other), ..system(desk) };
    let own = holder(desk);
    assert_eq!(
        tick(&under_other, &own, 4).unwrap(),
        Ticked {
            looked: 4,
            done: 0,
            put_off: 0,
            late: SignedDuration::ZERO,
            untaken_risks: (0, None),
            late_comments: 0,
            next: under_other.now
        }
    );
    assert_eq!(done(&under_other, &own), 0);
    assert_eq!((waiting(&desk.rules), waiting(&other)), (5, 0));
    desk.world.pass(DUE_WITHIN);
    let under_other = Ctx { rules: other, ..system(desk) };
    assert!(done(&under_other, &own) >= 3);
    assert!(ids.iter().all(|id| by_itself(desk, *id) > 0));
    assert!(done(&system(desk), &own) < 100, "and back");
    desk.verified();

    becoming_due(&desk.ctx(Role::Duty), 1).unwrap();
    for (alter, back) in [
        ("UPDATE due SET referral_id = 'x' || referral_id", "UPDATE due SET referral_id = substr(referral_id, 2)"),
        ("UPDATE due SET due_ms = due_ms + 1", "UPDATE due SET due_ms = due_ms - 1"),
    ] {
        run(desk, alter, Vec::new());
        let found = desk.store.verify(&mut |_| {}).unwrap();
        assert!(found.findings.iter().any(|finding| finding.what.contains("row in due")), "{alter}: {found:?}");
        run(desk, back, Vec::new());
        desk.verified();
    }
}

/// H19: a restored database does what is due, though no copy says when.
///
/// # Panics
/// When it is not so.
pub fn a_restored_service_does_what_is_due(desk: &Desk, empty: &Store) {
    let ids = becoming_due(&desk.ctx(Role::Duty), 3).unwrap();
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(done(&system(&restored), &holder(&restored)), 0);
    desk.world.pass(DUE_WITHIN);
    for desk in [desk, &restored] {
        let ctx = system(desk);
        let expected: usize = ids.iter().map(|id| expected(&ctx, &stream(desk, *id))).sum();
        assert_eq!(done(&ctx, &holder(desk)), expected);
    }
    assert_eq!(restored.verified(), desk.verified());
}

/// H01: no server ran for eight days while an emergency was with nobody. What was missed is said once, as of now, and each of
/// several programs that come back at once does it once.
///
/// # Panics
/// When it is not so.
pub fn after_days_without_a_server_what_was_missed_is_said_once(desk: &Desk) {
    let (_, id) = desk.receive();
    let raise =
        referral::ReferralCommand::RaisePriority { to: referral::Priority::Emergency, why: "invented".to_owned() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, raise).unwrap();
    let climbed = || {
        let all = desk.store.read(|tx| happened(tx, FOOTPRINT, id)).unwrap();
        let climbed = |event| match event {
            Event::Referral(referral::ReferralEvent::EscalationClimbed(climbed)) => Some(climbed),
            _ => None,
        };
        all.into_iter().filter_map(|entry| climbed(entry.event)).collect::<Vec<_>>()
    };
    done(&system(desk), &holder(desk));
    assert_eq!((climbed().len(), climbed()[0].missed), (1, None), "somebody is told as soon as it is one");
    let next_at = climbed()[0].next_at;

    desk.world.pass(SignedDuration::from_hours(8 * 24));
    let ctx = system(desk);
    let late = change(&ctx, stream(desk, id));
    assert!(done(&ctx, &holder(desk)) > 0);
    assert_eq!(desk.store.commit(late).unwrap().repeated, Some(id.to_string()), "another program had read it too");
    let told = climbed();
    assert_eq!(told.len(), 2, "not one for each that was missed");
    let missed = told[1].missed.unwrap();
    assert_eq!((told[1].at, missed.from), (ctx.now, next_at));
    assert!(missed.steps > 300, "{missed:?}");
    assert!(told[1].next_at > ctx.now && told[1].next_at <= ctx.now + SignedDuration::from_mins(30), "{told:?}");
    desk.verified();
}
