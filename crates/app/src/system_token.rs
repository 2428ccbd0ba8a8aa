//! Tokens by which other programs ask: each opens one thing, for a time, and is kept by its hash.

use jiff::{SignedDuration, Timestamp};
use porch_domain::ids::{CommandId, hex};
use porch_store::{Change, Look, RowChange, SystemToken, Tx};
use sha2::{Digest, Sha256};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look,
};

/// The longest that a token may hold.
pub const LONGEST_DAYS: i64 = 400;

/// What a token begins with, so that a search for secrets finds one that was left in a file.
const BEGINS: &str = "porch_";

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Numbers about the running program, at `/metrics`.
    Metrics,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 1] = [Self::Metrics];

    /// As it is written at the command line and kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
        }
    }

    /// The scope of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// Makes a token, which is shown this once.
///
/// # Errors
/// When the actor may not, or the name stands for another token in use, or the time is none that a token may hold.
pub fn make(ctx: &Ctx, name: &str, scope: Scope, days: i64) -> Result<String, AppError> {
    check(ctx, Action::KeepTokens)?;
    if name.trim().is_empty() {
        return Err(AppError::Unworkable("a token needs a name (expected what will use it)".to_owned()));
    }
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(AppError::Unworkable(format!("{days} days (expected 1 to {LONGEST_DAYS})")));
    }
    if list(ctx)?.iter().any(|known| known.name == name && in_use(known, ctx.now)) {
        return Err(AppError::Unworkable(format!("there is a token of the name {name} (expected another name)")));
    }
    let token = format!("{BEGINS}{}", hex(&[ctx.world.random(), ctx.world.random()].concat()));
    let kept = SystemToken {
        hash: hash(&token),
        name: name.to_owned(),
        scope: scope.code().to_owned(),
        made_by: ctx.actor.written(),
        made_at: ctx.now,
        expires_at: ctx.now + SignedDuration::from_hours(24 * days),
        ended_by: None,
        ended_at: None,
        used_at: None,
    };
    commit(ctx, RowChange::keep_system_token(ctx.footprint(), &kept))?;
    noted(ctx, "made a token of another program", name)?;
    Ok(token)
}

/// Every token there is or was, without the tokens.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn list(ctx: &Ctx) -> Result<Vec<SystemToken>, AppError> {
    check(ctx, Action::KeepTokens)?;
    Ok(ctx.store.read(|tx: &mut dyn Tx| porch_store::system_tokens(tx, ctx.footprint()))?)
}

/// Ends a token, from the next request on.
///
/// # Errors
/// When the actor may not, or no token of the name is in use.
pub fn end(ctx: &Ctx, name: &str) -> Result<(), AppError> {
    check(ctx, Action::KeepTokens)?;
    let found = list(ctx)?.into_iter().find(|known| known.name == name && in_use(known, ctx.now));
    let unknown =
        || AppError::Unworkable(format!("no token of the name {name} is in use (expected one of `porch token list`)"));
    let mut token = found.ok_or_else(unknown)?;
    (token.ended_by, token.ended_at) = (Some(ctx.actor.written()), Some(ctx.now));
    commit(ctx, RowChange::keep_system_token(ctx.footprint(), &token))?;
    noted(ctx, "ended a token of another program", name)
}

/// Whether a program may be answered: its token is one of ours, of this scope, and in use. That it was used is noted once an
/// hour.
///
/// # Errors
/// When the database cannot be read.
pub fn admits(ctx: &Ctx, scope: Scope, token: &str) -> Result<bool, AppError> {
    let key = hash(token);
    let found = ctx.store.read(|tx: &mut dyn Tx| porch_store::system_token(tx, ctx.footprint(), &key))?;
    let Some(known) = found.filter(|known| known.scope == scope.code() && in_use(known, ctx.now)) else {
        return Ok(false);
    };
    let hour_ago = ctx.now - SignedDuration::from_hours(1);
    if known.used_at.is_none_or(|used| used < hour_ago) {
        commit(ctx, RowChange::system_token_used(ctx.footprint(), &key, ctx.now))?;
    }
    Ok(true)
}

/// Whether a token opens anything at an instant.
pub fn in_use(token: &SystemToken, now: Timestamp) -> bool {
    token.ended_at.is_none() && now < token.expires_at
}

fn commit(ctx: &Ctx, row: RowChange) -> Result<(), AppError> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(row);
    ctx.store.commit(change)?;
    Ok(())
}

fn noted(ctx: &Ctx, what: &str, name: &str) -> Result<(), AppError> {
    look::note(ctx, &Look { what, why: name, allowed: true, subjects: &[] })
}

/// What is kept of a token: it is drawn from 256 bits, so one pass of a fast hash hides it.
fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
