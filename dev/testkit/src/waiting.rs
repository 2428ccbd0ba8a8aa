//! A long queue: invented people who wait for a decision, each with a name, an age and something that is worrying.

use std::collections::HashSet;

use jiff::{SignedDuration, ToSpan};
use porch_app::{AppError, Ctx};
use porch_domain::{
    actor::Actor,
    event::Event,
    front_door::{Concern, Situation, WarningSign},
    ids::{CommandId, PersonId, ReferralId},
    person::{self, Identity, NhsNumber, PersonCommand, PersonRegistered, Pregnancy},
    referral::{self, AttemptOutcome, Deciding, Priority, Reference, ReferralCommand},
};
use porch_store::{Change, load};

use crate::{builders, drafts::name};

/// Referrals in one transaction.
const AT_ONCE: usize = 500;

/// Of so many one is an emergency, which somebody has taken.
const ONE_EMERGENCY_IN: usize = 5_000;

/// Puts so many referrals into the queue, received one after the other in the days before. Nobody decides them.
///
/// # Errors
/// When the rules refuse, or the database cannot be written.
pub fn waiting_referrals(ctx: &Ctx, count: usize) -> Result<(), AppError> {
    put(ctx, count, |nth| nth.is_multiple_of(ONE_EMERGENCY_IN))
}

/// The same without an emergency: nothing about them becomes due by itself.
///
/// # Errors
/// As [`waiting_referrals`].
pub fn calm_referrals(ctx: &Ctx, count: usize) -> Result<(), AppError> {
    put(ctx, count, |_| false)
}

fn put(ctx: &Ctx, count: usize, emergency: fn(usize) -> bool) -> Result<(), AppError> {
    let mut references = HashSet::new();
    for from in (0..count).step_by(AT_ONCE) {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        for nth in from..count.min(from + AT_ONCE) {
            // A short reference is not too long to be drawn twice among so many.
            let id = loop {
                let id = ReferralId(ctx.world.id());
                if references.insert(Reference::of(id).to_string()) {
                    break id;
                }
            };
            add(ctx, &mut change, id, (nth, count), emergency(nth))?;
        }
        ctx.store.commit(change)?;
    }
    Ok(())
}

fn add(
    ctx: &Ctx,
    change: &mut Change,
    id: ReferralId,
    (nth, count): (usize, usize),
    emergency: bool,
) -> Result<(), AppError> {
    let person = PersonId(ctx.world.id());
    let (mut hers, mut stream) =
        ctx.store.read(|tx| Ok((load(tx, ctx.footprint(), person)?, load(tx, ctx.footprint(), id)?)))?;
    let born = builders::on("1984-01-01").checked_add(i64::try_from(nth % 7_000).unwrap_or(0).days());
    let identity = Identity {
        name: Some(name(nth)),
        birth_date: born.ok(),
        nhs_number: NhsNumber::parse("9990000018").ok(),
        ..Identity::default()
    };
    let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
    for event in person::decide(None, PersonCommand::Register(registered), &ctx.actor)? {
        ctx.append(change, &mut hers, &Event::Person(event))?;
    }
    // The last came an hour ago, the others a second apart before it.
    let ago = i64::try_from(count - nth).unwrap_or(i64::MAX).saturating_add(3_600);
    let received_at = ctx.now - SignedDuration::from_secs(ago);
    let mut receipt = builders::receipt(person, received_at);
    receipt.pregnancy = Some(Pregnancy { due_or_end_on: ctx.today(), outcome: None });
    receipt.priority = [Priority::Routine, Priority::Urgent][nth % 2];
    receipt.asked.situation = Some(Situation::Pregnant);
    receipt.asked.concerns = [Concern::Low, Concern::Anxious].into();
    receipt.asked.interpreter = nth.is_multiple_of(5);
    if emergency {
        receipt.asked.signs = [WarningSign::FrighteningThings].into();
    }
    let by_itself = Actor::System;
    let mut commands = vec![
        (&ctx.actor, ReferralCommand::Receive(Box::new(receipt))),
        (&by_itself, ReferralCommand::LookBack { earlier: Vec::new() }),
    ];
    if emergency {
        commands.push((&ctx.actor, ReferralCommand::Claim));
    }
    if nth.is_multiple_of(3) {
        let (route, outcome) = (porch_domain::person::Route::Telephone, AttemptOutcome::NoAnswer);
        commands.push((&ctx.actor, ReferralCommand::RecordAttempt { route, outcome, note: None }));
    }
    for (actor, command) in commands {
        let deciding = Deciding {
            now: ctx.now,
            actor,
            footprint: &ctx.rules.footprint,
            rules: ctx.rules.cited(),
            rejected_before: false,
        };
        let state = stream.record.as_ref().and_then(porch_store::Record::referral);
        for event in referral::decide(id, state, command, &deciding)? {
            ctx.append(change, &mut stream, &Event::Referral(event))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use porch_app::{
        DatabaseUrl, Store,
        queue::{A_PAGE, Filter, Order, Position, list, open_emergencies},
    };
    use porch_domain::actor::Role;

    use super::*;
    use crate::conformance::Desk;

    #[test]
    fn about_a_calm_queue_nothing_is_due_for_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let desk = Desk::open(store, 1);
        let ctx = desk.ctx(Role::Duty);
        calm_referrals(&ctx, 30).unwrap();
        let tomorrow = Ctx { now: ctx.now + SignedDuration::from_hours(24), actor: Actor::System, ..ctx };
        let holder = porch_app::due::Holder::new(tomorrow.world.as_ref());
        assert_eq!(porch_app::due::tick(&tomorrow, &holder, 128).unwrap().done, 0);
    }

    #[test]
    fn a_long_queue_holds_whoever_waits_and_verifies() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let desk = Desk::open(store, 1);
        let ctx = desk.ctx(Role::Duty);
        waiting_referrals(&ctx, 700).unwrap();
        let queue = list(&ctx, &Order::default(), Filter::All, Position::First).unwrap();
        assert_eq!((queue.all(), queue.lines.len()), (700, A_PAGE));
        assert_eq!(queue.lines[0].priority, Some(Priority::Emergency));
        assert_eq!(open_emergencies(&ctx, 0).unwrap().unwrap().1, porch_app::queue::Untaken::default());
        desk.verified();
    }
}
