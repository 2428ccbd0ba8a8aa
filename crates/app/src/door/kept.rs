//! A professional's draft kept for later: a link and a code open it again. It is not sent (PR-07).

use jiff::SignedDuration;
use porch_domain::ids::hex;
use porch_store::{Draft, RowChange};
use sha2::{Digest, Sha256};

use super::draft::{again_when_stale, change, found, fresh_key, hash_of_key};
use crate::{Ctx, error::AppError};

/// How long a draft that is kept for later stays.
///
/// # Source
/// Issue of the way in, item 1: 30 days.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Wrong codes after which a link opens nothing any longer.
const MOST_WRONG: i64 = 10;

/// What opens a kept draft again; told once.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The secret part of the link.
    pub link: String,
    /// The code: eight digits.
    pub code: String,
    /// The key for the cookie from now on.
    pub key: String,
}

/// Why a kept draft was not opened.
#[derive(Debug, thiserror::Error)]
pub enum ReopenError {
    /// The link or the code is wrong, its time is over, or it was sent. Which of these is not told.
    #[error("this link and code open nothing")]
    Nothing,
    /// The service says no.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Keeps a draft for later.
///
/// # Errors
/// [`AppError::Gone`] when there is no such draft or it was sent; or when the database cannot be written.
pub fn keep(ctx: &Ctx, key: &str) -> Result<Kept, AppError> {
    again_when_stale(|| keep_once(ctx, key))
}

fn keep_once(ctx: &Ctx, key: &str) -> Result<Kept, AppError> {
    let mut draft = found(ctx, key)?.filter(|draft| draft.outcome.is_none()).ok_or(AppError::Gone)?;
    let (link, code) = (fresh_key(ctx), fresh_code(ctx));
    let mut change = change(ctx);
    change.row(draft.same_as_read(ctx.footprint())?);
    let before = draft.key.clone();
    draft.key = hash_of_key(&link);
    draft.code_hash = Some(hash_of_code(&draft.key, &code));
    draft.wrong_codes = 0;
    draft.opened_as = Some(hash_of_key(key));
    draft.saved_at = ctx.now;
    draft.expires_at = ctx.now + KEPT_FOR;
    change.row(RowChange::move_files(ctx.footprint(), &before, &draft.key));
    for row in RowChange::forget_draft(ctx.footprint(), &before) {
        change.row(row);
    }
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(Kept { link, code, key: key.to_owned() })
}

/// Opens a kept draft by its link and code, and gives a new key for the cookie.
///
/// # Errors
/// [`ReopenError::Nothing`] when they open nothing; or when the database cannot be written.
pub fn reopen(ctx: &Ctx, link: &str, code: &str) -> Result<String, ReopenError> {
    again_when_stale(|| reopen_once(ctx, link, code))?.ok_or(ReopenError::Nothing)
}

/// Opens it, or counts a wrong code, on what the draft is at this moment.
fn reopen_once(ctx: &Ctx, link: &str, code: &str) -> Result<Option<String>, AppError> {
    let hash = hash_of_key(link);
    let draft = ctx.store.ask(|tx| Draft::find(tx, ctx.footprint(), &hash))?;
    let Some(mut draft) = draft.filter(|draft| {
        draft.key == hash && draft.expires_at > ctx.now && draft.outcome.is_none() && draft.wrong_codes < MOST_WRONG
    }) else {
        return Ok(None);
    };
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let same = draft.same_as_read(ctx.footprint())?;
    let right = draft.code_hash.as_deref() == Some(hash_of_code(&draft.key, &digits).as_str());
    let key = fresh_key(ctx);
    if right {
        draft.opened_as = Some(hash_of_key(&key));
        draft.wrong_codes = 0;
    } else {
        draft.wrong_codes += 1;
    }
    let mut change = change(ctx);
    change.row(same);
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(right.then_some(key))
}

/// Eight digits.
fn fresh_code(ctx: &Ctx) -> String {
    let number = u128::from_be_bytes(ctx.world.random()) % 100_000_000;
    format!("{number:08}")
}

/// What is kept of a code: never the same for two drafts.
fn hash_of_code(draft: &str, code: &str) -> String {
    hex(&Sha256::digest(format!("{draft}:{code}").as_bytes()))
}
