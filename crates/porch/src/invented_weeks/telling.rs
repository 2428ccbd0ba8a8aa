//! When women of the demonstration are expected, and the messages that told them, each at its time. Nothing is really sent.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use porch_app::{
    AppError, Ctx,
    appointment::{self, Wanted},
    sending::{self, Carrier, Carriers, Handed, Left, Parcel, Sender},
};
use porch_domain::{
    actor::Actor,
    message::{Told, Via},
    person::Route,
};
use porch_planning::synthetic::service::{Appoint, Expects};
use porch_store::{Record, load};

use super::{AT_ONCE, Standing, Weeks};

/// Takes everything, and remembers which texts it was given.
#[derive(Default)]
struct Invented(Mutex<Vec<String>>);

impl Carrier for Invented {
    fn via(&self) -> Via {
        Via::Folder
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        if parcel.route == Route::Text {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(parcel.reference.clone());
        }
        Handed::Taken { receipt: Some(parcel.reference.clone()) }
    }

    fn left(&self, _: Route, reference: &str) -> Left {
        Left::Yes { receipt: Some(reference.to_owned()) }
    }
}

impl Weeks<'_> {
    /// Books when she is expected.
    pub(super) fn expect(&self, ctx: &Ctx, one: &Expects) -> Result<(), AppError> {
        let Expects { whom, starts_at, kind, venue, place, how, by: _ } = *one;
        let id = self.hers(whom)?;
        let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
        let wanted = Wanted { starts_at, kind, venue, place: place.map(str::to_owned) };
        match how {
            Appoint::Book => appointment::book(ctx, self.command(), id, stream.head.version, &wanted),
            Appoint::InPlaceOf(before, why) => {
                let referral = stream.record.as_ref().and_then(Record::referral).ok_or(AppError::Gone)?;
                let given_up = referral.expected().find(|one| one.starts_at == before).ok_or(AppError::Gone)?;
                let moved = (given_up.number, Some(why.to_owned()), Some(wanted));
                appointment::cancel(ctx, self.command(), id, stream.head.version, moved)
            }
        }
    }

    /// What waits leaves at an instant, and the texts are told to have arrived, or not.
    pub(super) fn leave(&self, at: Timestamp, arrives: bool) -> Result<(), AppError> {
        let invented = Arc::new(Invented::default());
        let carrier = || -> Arc<dyn Carrier> { Arc::<Invented>::clone(&invented) };
        let carriers = Carriers::new([(Route::Text, carrier()), (Route::Email, carrier())]);
        let ctx = Ctx { actor: Actor::System, now: at, world: Standing::at(at, &self.ctx.world), ..self.ctx.clone() };
        let sender = Sender::new(ctx.world.as_ref());
        sending::let_leave(&ctx, &sender, &carriers, AT_ONCE)?;
        sender.leave(&ctx)?;
        let told = if arrives { Told::Delivered } else { Told::NotDelivered };
        let texts = std::mem::take(&mut *invented.0.lock().unwrap_or_else(PoisonError::into_inner));
        for reference in texts {
            sending::hear(&ctx, &reference, Some(&reference), told)?;
        }
        Ok(())
    }
}
