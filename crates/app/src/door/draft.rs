//! A draft: begun, saved page by page, gone at exit or after its time.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    front_door::{ABOUT, ADVICE, Answers, PARTNER, PURPOSE, Step, WayIn},
    ids::{CommandId, hex},
};
use porch_store::{Change, Draft, RowChange, StoredFile};
use sha2::{Digest, Sha256};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
};

/// How long answers that were not sent are kept.
///
/// # Source
/// Issue of the way in, item 1: gone at exit or after 24 hours.
pub const DRAFT_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A draft as a page sees it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// By which way.
    pub way: WayIn,
    /// The answers so far.
    pub answers: Answers,
    /// Whether it is kept for later, under link and code.
    pub kept: bool,
    /// What was sent became this: a reference that people read.
    pub sent: Option<String>,
    /// Whether what was sent is a request for advice.
    pub advice: bool,
    /// When it is gone.
    pub expires_at: Timestamp,
}

/// Begins a draft and gives the key for the cookie, which is stored nowhere. `site` is the short code of the site whose
/// link was followed (D18); anything that is no such code is left out.
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn begin(ctx: &Ctx, way: WayIn, site: Option<&str>) -> Result<String, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let key = fresh_key(ctx);
    let (hash, command) = (hash_of_key(&key), CommandId(ctx.world.id()));
    let draft = Draft {
        site: site.filter(|site| is_site(site)).map(str::to_owned),
        ..Draft::begun(hash, way, command, Answers::default(), ctx.now, DRAFT_KEPT)
    };
    let mut change = change(ctx);
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(key)
}

/// The draft that a key opens, if its time is not over.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn open(ctx: &Ctx, key: &str) -> Result<Option<Opened>, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    Ok(found(ctx, key)?.map(|draft| Opened {
        way: draft.way,
        answers: draft.answers,
        kept: draft.code_hash.is_some(),
        advice: draft.outcome.as_deref().is_some_and(|outcome| outcome.starts_with("advice ")),
        sent: draft.outcome.as_deref().map(|outcome| reference_of(outcome).to_owned()),
        expires_at: draft.expires_at,
    }))
}

/// Saves what one page asked for, right or wrong, so that nothing typed is lost. Gives the draft as it is then.
///
/// # Errors
/// [`AppError::Gone`] when there is no such draft any longer; or when the database cannot be written.
pub fn save(ctx: &Ctx, key: &str, step: Step, answers: &Answers) -> Result<Opened, AppError> {
    save_fields(ctx, key, step.fields(found(ctx, key)?.ok_or(AppError::Gone)?.way), answers)
}

/// Notes whether a professional asks for advice first ([`ADVICE`]) or refers.
///
/// # Errors
/// As [`save`].
pub fn ask_for(ctx: &Ctx, key: &str, purpose: &str) -> Result<Opened, AppError> {
    let mut answers = Answers::default();
    answers.set(PURPOSE, if purpose == ADVICE { ADVICE } else { "refer" });
    save_fields(ctx, key, &[PURPOSE], &answers)
}

/// Notes that somebody asks for himself or herself as a partner: a record of their own, about nobody else (PR-25).
///
/// # Errors
/// As [`save`].
pub fn ask_as_partner(ctx: &Ctx, key: &str) -> Result<Opened, AppError> {
    let mut answers = Answers::default();
    answers.set(ABOUT, PARTNER);
    save_fields(ctx, key, &[ABOUT], &answers)
}

/// Saves some fields of a draft.
///
/// # Errors
/// As [`save`].
pub(super) fn save_fields(ctx: &Ctx, key: &str, fields: &[&str], answers: &Answers) -> Result<Opened, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    // A page that is saved while another one is saved, sent or left is saved again on what there is then, if anything is.
    again_when_stale(|| save_once(ctx, key, fields, answers))?;
    open(ctx, key)?.ok_or(AppError::Gone)
}

/// How often a change of a draft is tried again that another one came in between of.
const TRIES: usize = 20;

/// Tries a change again on what there is then.
///
/// # Errors
/// As the change says, the last time.
pub(crate) fn again_when_stale<T>(mut change: impl FnMut() -> Result<T, AppError>) -> Result<T, AppError> {
    let mut done = change();
    for _ in 0..TRIES {
        let Err(AppError::Stale) = done else { break };
        done = change();
    }
    done
}

fn save_once(ctx: &Ctx, key: &str, fields: &[&str], answers: &Answers) -> Result<(), AppError> {
    let mut draft = found(ctx, key)?.ok_or(AppError::Gone)?;
    let mut change = change(ctx);
    change.row(draft.same_as_read(ctx.footprint())?);
    draft.answers.replace(fields, answers);
    draft.saved_at = ctx.now;
    if draft.code_hash.is_none() {
        draft.expires_at = ctx.now + DRAFT_KEPT;
    }
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(())
}

/// Leaves: the answers are gone on the server before the browser goes elsewhere. A draft that is kept for later is closed
/// and stays under its link and code.
///
/// # Errors
/// When the database cannot be written.
pub fn exit(ctx: &Ctx, key: &str) -> Result<(), AppError> {
    let Some(mut draft) = found(ctx, key)? else { return Ok(()) };
    let mut change = change(ctx);
    if draft.code_hash.is_some() && draft.outcome.is_none() {
        draft.opened_as = None;
        change.row(draft.row(ctx.footprint())?);
    } else {
        for row in RowChange::forget_draft(ctx.footprint(), &draft.key) {
            change.row(row);
        }
    }
    ctx.store.commit(change)?;
    Ok(())
}

/// Takes out every draft whose time is over, and its files.
///
/// # Errors
/// When the database cannot be written.
pub fn forget_old(ctx: &Ctx) -> Result<(), AppError> {
    let mut change = change(ctx);
    for row in RowChange::forget_old_drafts(ctx.footprint(), ctx.now) {
        change.row(row);
    }
    ctx.store.commit(change)?;
    Ok(())
}

/// The row of a draft that a key opens, if its time is not over.
pub(super) fn found(ctx: &Ctx, key: &str) -> Result<Option<Draft>, AppError> {
    let hash = hash_of_key(key);
    let draft = ctx.store.ask(|tx| Draft::find(tx, ctx.footprint(), &hash))?;
    Ok(draft.filter(|draft| opens(ctx, draft, &hash)))
}

/// The same with its files.
pub(super) fn found_with_files(ctx: &Ctx, key: &str) -> Result<Option<(Draft, Vec<StoredFile>)>, AppError> {
    let hash = hash_of_key(key);
    let found = ctx.store.ask(|tx| Draft::find_with_files(tx, ctx.footprint(), &hash))?;
    Ok(found.filter(|(draft, _)| opens(ctx, draft, &hash)))
}

/// Whether a key opens a draft now. A kept draft is opened by its link and code, and then by the key that they gave; its
/// own key is in no cookie.
fn opens(ctx: &Ctx, draft: &Draft, hash: &str) -> bool {
    draft.expires_at > ctx.now && (draft.code_hash.is_none() || draft.opened_as.as_deref() == Some(hash))
}

/// A change at the door; nothing of it is in the journal before it is sent.
pub(super) fn change(ctx: &Ctx) -> Change {
    Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()))
}

/// A fresh key for a cookie or a link: 64 hexadecimal digits.
pub(crate) fn fresh_key(ctx: &Ctx) -> String {
    hex(&[ctx.world.random(), ctx.world.random()].concat())
}

/// What is kept of a key.
pub(crate) fn hash_of_key(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

/// The reference that people read, from an outcome: `KIND ID REFERENCE`.
pub(super) fn reference_of(outcome: &str) -> &str {
    outcome.rsplit(' ').next().unwrap_or(outcome)
}

/// The short code of a linking site: up to forty letters, digits and hyphens.
fn is_site(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
