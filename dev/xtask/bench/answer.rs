//! Saving one answer of a questionnaire with its rules about risk: many women at once, each in her own questionnaire, against
//! the same rows written bare. One answer in ten names a risk, and raises its alert in the same change.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use porch_app::{
    Ctx,
    screening::{
        self,
        herself::{self, Came, Deed},
    },
};
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, PersonId, ReferralId},
    person::{PersonCommand, PersonRegistered},
    referral::ReferralCommand,
    screening::{Asking, InstrumentId, Interpreting},
};
use porch_testkit::builders;

use crate::{
    Settings, callers,
    desk::Desk,
    measure::{Bar, Line},
    raw,
};

/// Women who answer.
const WOMEN: usize = 5_000;

/// How many of them at once.
const AT_ONCE: usize = 256;

/// The lines.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let women = settings.size(WOMEN);
    let mut rates = Vec::new();
    for _ in 0..settings.rounds {
        let folder = tempfile::tempdir().map_err(raw::said)?;
        let path = |name: &str| folder.path().join(name);
        let keys = opened_of(&path("product.db"), women)?;
        for copy in ["before.db", "bare.db"] {
            std::fs::copy(path("product.db"), path(copy)).map_err(raw::said)?;
        }
        let desk = Desk::at(&path("product.db"))?;
        let saved = callers::all(vec![(); AT_ONCE], keys.len(), |(), nth| {
            let position = u8::from(nth % 10 == 0);
            let deed = Deed::Answer("q9".to_owned(), position);
            herself::save(&desk.public(), &keys[nth], &deed).map(|_| ()).map_err(|error| error.to_string())
        })?;
        drop(desk);
        let rows = raw::Rows::between(&path("before.db"), &path("product.db"))?;
        let wrote = rows.write(&raw::open(&path("bare.db"))?, women)?;
        let probe = women as f64 / wrote.took.as_secs_f64();
        eprintln!(
            "   {:.0} answers a second, p50 {:.1} ms, p99 {:.1} ms; the same {} rows bare {probe:.0} a second",
            saved.rate(),
            saved.wait(0.5),
            saved.wait(0.99),
            rows.len()
        );
        rates.push((saved.rate(), probe));
    }
    Ok(vec![Line::beside(
        "saving an answer with its rules about risk, 256 women at once; the same rows and indexes bare, in batches of 128",
        "a second",
        Bar::AtLeast { bar: 0.5, goal: 0.7 },
        &rates,
    )])
}

/// So many questionnaires, each open to one woman, on disk as the product leaves them: what opens each.
fn opened_of(path: &Path, women: usize) -> Result<Vec<String>, String> {
    let desk = Desk::at(path)?;
    let keys = Mutex::new(Vec::with_capacity(women));
    callers::all(vec![(); AT_ONCE], women, |(), _| {
        let key = opened(&desk)?;
        keys.lock().unwrap_or_else(PoisonError::into_inner).push(key);
        Ok(())
    })?;
    Ok(keys.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// A questionnaire that is open to her: the key of its cookie.
fn opened(desk: &Desk) -> Result<String, String> {
    let clinician = Actor::Staff { account: "benchmark".to_owned(), role: Role::Clinician };
    let ctx = Ctx { actor: clinician, ..desk.public() };
    let said = |error: porch_app::AppError| error.to_string();
    let (person, referral) = (PersonId(ctx.world.id()), ReferralId(ctx.world.id()));
    let registered = PersonCommand::Register(PersonRegistered::default());
    porch_app::person::carry_out(&ctx, CommandId(ctx.world.id()), person, registered).map_err(said)?;
    let receipt = ReferralCommand::Receive(Box::new(builders::receipt(person, ctx.now)));
    porch_app::referral::carry_out(&ctx, CommandId(ctx.world.id()), referral, None, receipt).map_err(said)?;
    let phq9 = InstrumentId::of("phq9").ok_or("no PHQ-9")?;
    let asking = Asking { language: "en".to_owned(), interpreting: Interpreting::NotNeeded, contact: None };
    let owner = ("benchmark".to_owned(), "blue iris");
    let given = screening::give(&ctx, CommandId(ctx.world.id()), referral, &phq9, asking, owner).map_err(said)?;
    match herself::come_in(&desk.public(), &given.token, "blue iris").map_err(said)? {
        Came::In(key) => Ok(key),
        Came::Not(why) => Err(format!("the questionnaire is shut: {why:?}")),
    }
}
