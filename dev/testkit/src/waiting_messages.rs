//! Messages that were approved and let go, and wait to leave by e-mail: each to a woman of her own who agreed to that.

use porch_app::{AppError, Ctx};
use porch_domain::{
    actor::Actor,
    event::Event,
    ids::{CommandId, MessageId, PersonId, ReferralId},
    message::{self, MessageCommand, MessageDrafted, Recipient, Standing, Words},
    person::{self, ContactChoices, Identity, PersonCommand, PersonRegistered, Route, RouteChoice},
    referral::{self, Deciding, ReferralCommand},
};
use porch_store::{Change, Record, load};

use crate::builders;

/// Messages in one transaction.
const AT_ONCE: usize = 500;

/// Puts so many messages into the outbox.
///
/// # Errors
/// When the rules refuse, or the database cannot be written.
pub fn waiting_messages(ctx: &Ctx, count: usize) -> Result<(), AppError> {
    let deciding = Deciding {
        now: ctx.now,
        actor: &ctx.actor,
        footprint: &ctx.rules.footprint,
        rules: ctx.rules.cited(),
        rejected_before: false,
    };
    let agreed = ContactChoices::new([(Route::Email, RouteChoice::Yes)]);
    let standing = Standing { contact: agreed.clone(), ..Standing::default() };
    for from in (0..count).step_by(AT_ONCE) {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        for nth in from..count.min(from + AT_ONCE) {
            let (her, referral) = (PersonId(ctx.world.id()), ReferralId(ctx.world.id()));
            let id = MessageId(ctx.world.id());
            let (mut hers, mut about, mut stream) = ctx.store.read(|tx| {
                Ok((
                    load(tx, ctx.footprint(), her)?,
                    load(tx, ctx.footprint(), referral)?,
                    load(tx, ctx.footprint(), id)?,
                ))
            })?;
            let identity = Identity {
                name: Some(crate::drafts::name(nth)),
                email: Some(format!("invented.{nth}@example.org")),
                ..Identity::default()
            };
            let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
            for command in [PersonCommand::Register(registered), PersonCommand::RecordContactChoices(agreed.clone())] {
                let state = hers.record.as_ref().and_then(Record::person).cloned();
                for event in person::decide(state.as_ref(), command, &ctx.actor)? {
                    ctx.append(&mut change, &mut hers, &Event::Person(event))?;
                }
            }
            let by_itself = Deciding { actor: &Actor::System, ..deciding };
            let mut receipt = builders::receipt(her, ctx.now);
            receipt.contact = agreed.clone();
            for (command, deciding) in [
                (ReferralCommand::Receive(Box::new(receipt)), &deciding),
                (ReferralCommand::LookBack { earlier: Vec::new() }, &by_itself),
            ] {
                let state = about.record.as_ref().and_then(Record::referral);
                for event in referral::decide(referral, state, command, deciding)? {
                    ctx.append(&mut change, &mut about, &Event::Referral(event))?;
                }
            }
            let drafted = MessageDrafted {
                referral,
                recipient: Recipient::Woman,
                route: Route::Email,
                template: None,
                copied_to: Vec::new(),
                appointment: None,
                words: Some(Words { subject: "A letter for you".to_owned(), body: "Invented words. ".repeat(60) }),
            };
            for command in [MessageCommand::Draft(drafted), MessageCommand::Approve, MessageCommand::Queue] {
                let state = stream.record.as_ref().and_then(Record::message).cloned();
                for event in message::decide(state.as_ref(), command, &ctx.actor, &standing)? {
                    ctx.append(&mut change, &mut stream, &Event::Message(event))?;
                }
            }
        }
        ctx.store.commit(change)?;
    }
    Ok(())
}
