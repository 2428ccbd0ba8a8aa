//! A form that a record system filled in: kept under a link that opens it once, for a quarter of an hour (N2).

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    front_door::{Answers, PURPOSE, WayIn},
    ids::CommandId,
};
use porch_store::{Change, Draft, RowChange};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::draft::{DRAFT_KEPT, again_when_stale, change, fresh_key, hash_of_key};
use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// How long the link of a form that was filled in opens it.
pub const FILLED_FOR: SignedDuration = SignedDuration::from_mins(15);

/// What stands in the place of the code of a kept draft: it is the hash of nothing, so that no code opens it.
const FILLED: &str = "filled";

/// What opens a form that was filled in; told once.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The secret part of the link.
    pub link: String,
    /// Until when it opens.
    pub until: Timestamp,
}

/// Keeps what a record system filled in; nothing where it used the number of this statement before. `system` is the short
/// code of the record system, as a linking site's (D18).
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn fill(ctx: &Ctx, system: &str, number: Uuid, mut answers: Answers) -> Result<Option<Filled>, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let command = command_of(system, number);
    if ctx.store.first_outcome(ctx.footprint(), command)?.is_some() {
        return Ok(None);
    }
    answers.set(PURPOSE, "refer");
    let (link, until) = (fresh_key(ctx), ctx.now + FILLED_FOR);
    let own = CommandId(ctx.world.id());
    let draft = Draft {
        site: Some(system.to_owned()),
        code_hash: Some(FILLED.to_owned()),
        ..Draft::begun(hash_of_key(&link), WayIn::Professional, own, answers, ctx.now, FILLED_FOR)
    };
    // The number and the draft are one change: of two that come at once with one number, one is kept.
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command);
    change.row(draft.row(ctx.footprint())?);
    change.first_outcome(format!("filled {}", draft.key));
    ctx.store.commit(change)?;
    let kept = ctx.store.first_outcome(ctx.footprint(), command)?;
    Ok((kept == Some(format!("filled {}", draft.key))).then_some(Filled { link, until }))
}

/// Whether a link opens a form now. It says no more, and opens nothing.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn is_filled(ctx: &Ctx, link: &str) -> Result<bool, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    Ok(found(ctx, link)?.is_some())
}

/// Opens a form that was filled in, once: gives the key for the cookie, and from then on the link opens nothing.
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn open_filled(ctx: &Ctx, link: &str) -> Result<Option<String>, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    again_when_stale(|| open_once(ctx, link))
}

fn open_once(ctx: &Ctx, link: &str) -> Result<Option<String>, AppError> {
    let Some(mut draft) = found(ctx, link)? else { return Ok(None) };
    let key = fresh_key(ctx);
    let mut change = change(ctx);
    change.row(draft.same_as_read(ctx.footprint())?);
    for row in RowChange::forget_draft(ctx.footprint(), &draft.key) {
        change.row(row);
    }
    draft.key = hash_of_key(&key);
    draft.code_hash = None;
    draft.saved_at = ctx.now;
    draft.expires_at = ctx.now + DRAFT_KEPT;
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(Some(key))
}

fn found(ctx: &Ctx, link: &str) -> Result<Option<Draft>, AppError> {
    let hash = hash_of_key(link);
    let draft = ctx.store.ask(|tx| Draft::find(tx, ctx.footprint(), &hash))?;
    Ok(draft
        .filter(|draft| draft.key == hash && draft.code_hash.as_deref() == Some(FILLED) && draft.expires_at > ctx.now))
}

/// The command of a statement: a system uses each number once.
fn command_of(system: &str, number: Uuid) -> CommandId {
    let digest = Sha256::digest(format!("filled in by {system}: {number}").as_bytes());
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest) {
        *byte = from;
    }
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
