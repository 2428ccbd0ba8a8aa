//! What organisations that refer are told of what they sent: each of its own alone (X10).

use std::collections::BTreeMap;

use porch_domain::{
    measure::{HandedOver, Quarter, Sent, folded},
    referral::Referral,
};
use porch_store::{Record, StoreError, Tx, load, received_here};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// A quarter, by organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfQuarter {
    /// Everybody who referred in it, as they wrote their name last.
    pub organisations: Vec<String>,
    /// What the one that was asked for is told; nothing where it sent nothing, or none was asked for.
    pub asked: Option<(String, HandedOver)>,
}

/// What came of what one organisation sent in a quarter, as it may be handed over; and who referred in it. It names no
/// referral and nobody it is about, so no look is noted.
///
/// # Errors
/// When the actor may not, the calendar does not know the quarter, or the database cannot be read.
pub fn of_quarter(ctx: &Ctx, quarter: Quarter, organisation: &str) -> Result<OfQuarter, AppError> {
    check(ctx, Action::SeeReport)?;
    let received = quarter.period().instants()?;
    let asked = folded(organisation);
    let (called, sent) = ctx.store.read(|tx| {
        let mut called: BTreeMap<String, String> = BTreeMap::new();
        let mut sent: Option<Sent> = None;
        for id in received_here(tx, ctx.footprint(), &received)? {
            let stream = load(tx, ctx.footprint(), id)?;
            let Some(referral) = stream.record.as_ref().and_then(Record::referral) else { continue };
            let Some(name) = organisation_of(referral) else { continue };
            let own = folded(name);
            if own == asked {
                count(tx, ctx.footprint(), referral, sent.get_or_insert_default())?;
            }
            called.insert(own, name.trim().to_owned());
        }
        Ok((called, sent))
    })?;
    let asked = sent.map(|sent| (called.get(&asked).cloned().unwrap_or_default(), sent.handed_over()));
    Ok(OfQuarter { organisations: called.into_values().collect(), asked })
}

/// The organisation of whoever referred; none where she or her family asked, or where it was erased.
fn organisation_of(referral: &Referral) -> Option<&str> {
    let named = referral.story()?.referrer.as_ref()?.organisation.as_deref()?;
    Some(named).filter(|name| !name.trim().is_empty())
}

fn count(tx: &mut dyn Tx, footprint: &str, referral: &Referral, sent: &mut Sent) -> Result<(), StoreError> {
    let stream = load(tx, footprint, referral.person)?;
    let identity = stream.record.as_ref().and_then(Record::person).and_then(|person| person.identity.as_ref());
    sent.count(referral, identity);
    Ok(())
}
