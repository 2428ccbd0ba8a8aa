//! Stories of commands: once, in order, never one over another.

use std::thread;

use jiff::SignedDuration;
use porch_app::{AppError, World};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    referral::ReferralCommand,
};

use super::Desk;
use crate::builders;

fn accept() -> ReferralCommand {
    ReferralCommand::Accept {
        team: TeamCode("community".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    }
}

/// INV-08: the same command id gives the first outcome and changes nothing.
///
/// # Panics
/// When it is not so.
pub fn a_command_repeated_changes_nothing(desk: &Desk) {
    let (_, referral) = desk.receive();
    let (ctx, command) = (desk.ctx(Role::Duty), desk.command());
    porch_app::referral::carry_out(&ctx, command, referral, None, accept()).unwrap();
    let before = desk.verified();
    porch_app::referral::carry_out(&ctx, command, referral, None, accept()).unwrap();
    assert_eq!(desk.verified(), before);
    let again = porch_app::referral::carry_out(&ctx, desk.command(), referral, None, accept());
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::AlreadyDecided("accepted")))), "{again:?}");
    assert_eq!(desk.verified(), before);
}

/// A decision drawn from an old version is refused, and nothing is lost.
///
/// # Panics
/// When it is not so.
pub fn a_stale_decision_overwrites_nothing(desk: &Desk) {
    let (_, referral) = desk.receive();
    let ctx = desk.ctx(Role::Duty);
    let seen = porch_app::referral::open(&ctx, referral, "triage").unwrap().unwrap();
    porch_app::referral::carry_out(&ctx, desk.command(), referral, Some(seen.version), accept()).unwrap();
    let reject = ReferralCommand::Reject { team: TeamCode("community".to_owned()), ending: builders::ending() };
    let late = porch_app::referral::carry_out(&ctx, desk.command(), referral, Some(seen.version), reject);
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let now = porch_app::referral::open(&ctx, referral, "triage").unwrap().unwrap();
    assert_eq!(now.referral.outcome(), porch_domain::referral::Outcome::Accepted);
    desk.verified();
}

/// Many who decide one referral at once: one decision stands, every other is told.
///
/// # Panics
/// When it is not so.
pub fn two_who_decide_at_once(desk: &Desk) {
    let (_, referral) = desk.receive();
    let decided: Vec<Result<(), AppError>> = thread::scope(|scope| {
        let waiting: Vec<_> = (0..16)
            .map(|_| {
                let (ctx, command) = (desk.ctx(Role::Duty), desk.command());
                scope.spawn(move || porch_app::referral::carry_out(&ctx, command, referral, Some(1), accept()))
            })
            .collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(decided.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{decided:?}");
    assert!(decided.iter().filter(|outcome| outcome.is_err()).all(|outcome| {
        matches!(outcome, Err(AppError::Stale | AppError::Disallowed(Disallowed::AlreadyDecided(_))))
    }));
    desk.verified();
}

/// Many callers at once: everything acknowledged is there once, and a reader never sees a batch before an earlier one.
///
/// # Panics
/// When it is not so.
pub fn batches_are_seen_in_order(desk: &Desk) {
    const CALLERS: usize = 24;
    const EACH: usize = 8;
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                for _ in 0..EACH {
                    desk.receive();
                }
            });
        }
        scope.spawn(|| {
            let mut seen = 0;
            for _ in 0..50 {
                let changed = desk.store.read(|tx| porch_store::ChangedSince::read(tx, "kent-medway", seen)).unwrap();
                assert!(changed.batch >= seen);
                seen = changed.batch;
            }
        });
    });
    assert_eq!(desk.store.referral_count("kent-medway").unwrap(), (CALLERS * EACH) as i64);
    desk.verified();
}

/// The same seeded commands, for comparing what two engines make of them.
///
/// # Panics
/// When the store refuses a command for another reason than the rules.
pub fn seeded_commands(desk: &Desk, count: usize) {
    let mut open: Vec<(PersonId, ReferralId)> = Vec::new();
    for _ in 0..count {
        desk.world.pass(SignedDuration::from_secs(61));
        let [choice, which, ..] = desk.world.random();
        let ctx = desk.ctx(Role::Duty);
        let team = TeamCode(if which % 2 == 0 { "community" } else { "thrive" }.to_owned());
        let at = usize::from(which) % open.len().max(1);
        let command = match choice % 6 {
            0..=2 => {
                open.push(desk.receive());
                continue;
            }
            3 => ReferralCommand::Accept { team, because: None, agreement: None, tellings: None, criteria: Vec::new() },
            4 => ReferralCommand::Reject { team, ending: builders::ending() },
            _ => ReferralCommand::Signpost {
                team,
                signposted_to: "an invented service".to_owned(),
                ending: builders::ending(),
            },
        };
        let Some((_, referral)) = open.get(at).copied() else { continue };
        match porch_app::referral::carry_out(&ctx, desk.command(), referral, None, command) {
            Ok(()) | Err(AppError::Disallowed(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
