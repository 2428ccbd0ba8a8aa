//! Referrals about which the service must do something by itself, later, and once: each offered to a team.

use jiff::SignedDuration;
use porch_app::{AppError, Ctx};
use porch_domain::{
    actor::Actor,
    event::Event,
    footprint::TeamCode,
    ids::{CommandId, PersonId, ReferralId},
    person::{self, Identity, PersonCommand, PersonRegistered},
    referral::{self, Deciding, Priority, ReferralCommand},
};
use porch_store::{Change, Record, load};

use crate::builders;

/// Referrals in one transaction.
const AT_ONCE: usize = 500;

/// So much later than they come something is due about every one of [`becoming_due`].
pub const DUE_WITHIN: SignedDuration = SignedDuration::from_hours(4);

/// Takes so many referrals on, received now, each with an offer that waits for its answer. Nothing is due about them, and after [`DUE_WITHIN`] something is.
///
/// # Errors
/// When the rules refuse, or the database cannot be written.
pub fn becoming_due(ctx: &Ctx, count: usize) -> Result<Vec<ReferralId>, AppError> {
    let mut ids = Vec::with_capacity(count);
    let deciding = Deciding {
        now: ctx.now,
        actor: &ctx.actor,
        footprint: &ctx.rules.footprint,
        rules: ctx.rules.cited(),
        rejected_before: false,
    };
    for from in (0..count).step_by(AT_ONCE) {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        for nth in from..count.min(from + AT_ONCE) {
            let (person, id) = (PersonId(ctx.world.id()), ReferralId(ctx.world.id()));
            let (mut hers, mut stream) =
                ctx.store.read(|tx| Ok((load(tx, ctx.footprint(), person)?, load(tx, ctx.footprint(), id)?)))?;
            let identity = Identity { name: Some(crate::drafts::name(nth)), ..Identity::default() };
            let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
            for event in person::decide(None, PersonCommand::Register(registered), &ctx.actor)? {
                ctx.append(&mut change, &mut hers, &Event::Person(event))?;
            }
            let mut receipt = builders::receipt(person, ctx.now);
            receipt.priority = Priority::VeryUrgent;
            let by_itself = Deciding { actor: &Actor::System, ..deciding };
            for (command, deciding) in [
                (ReferralCommand::Receive(Box::new(receipt)), &deciding),
                (ReferralCommand::LookBack { earlier: Vec::new() }, &by_itself),
                (
                    ReferralCommand::Accept {
                        team: TeamCode("community".to_owned()),
                        because: None,
                        agreement: None,
                        tellings: None,
                        criteria: Vec::new(),
                    },
                    &deciding,
                ),
            ] {
                let state = stream.record.as_ref().and_then(Record::referral);
                for event in referral::decide(id, state, command, deciding)? {
                    ctx.append(&mut change, &mut stream, &Event::Referral(event))?;
                }
            }
            ids.push(id);
        }
        ctx.store.commit(change)?;
    }
    Ok(ids)
}
