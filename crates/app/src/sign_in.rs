//! Signing in with a name and a password, and changing the password.
//!
//! What is answered, and how long it takes, never tells whether an account of that name exists, is disabled, or has a
//! password: each try is counted and compared in the same way.

use jiff::Timestamp;
use porch_domain::{
    account::{
        Account, AccountCommand, AccountName, FORGOTTEN_AFTER, Tries,
        password::{self, PasswordProblem},
    },
    actor::Actor,
    disallowed::Disallowed,
    ids::{AccountId, CommandId, account_id},
};
use porch_store::{Change, RowChange, StoreError};

use crate::{
    Ctx,
    access::{Action, check},
    account,
    error::AppError,
    factor::{self, Proof, SecondFactors},
    password::PasswordWork,
    session::{self, Shown, Visit},
};

/// How often a try is counted anew when another at the same account came in between.
const TRIES_TO_COUNT: usize = 16;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// The name, the password, or the state of the account does not allow it; it is not said which.
    #[error("the name or the password is not right, or this account cannot be used")]
    Wrong,
    /// Too many tries at this name.
    #[error("there were too many tries at this name; the next can be made at {until}")]
    Wait {
        /// When the next can be made.
        until: Timestamp,
    },
    /// Too many people, or programs, are signing in at once.
    #[error("too many are signing in at this moment; try again shortly")]
    Busy,
    /// The activity itself failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefused {
    /// The present password was not compared, or is another.
    #[error(transparent)]
    Current(SignInRefused),
    /// The new password may not be used.
    #[error(transparent)]
    New(#[from] PasswordProblem),
    /// The new password is the present one.
    #[error("it is the password that you have (expected another)")]
    Same,
    /// The activity itself failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Signs in, and gives the value for the cookie. The session that the browser had ends. Where the account has a second
/// factor, nothing opens before that is shown as well.
///
/// # Errors
/// [`SignInRefused`]; nobody is signed in.
pub fn sign_in(
    ctx: &Ctx,
    work: &PasswordWork,
    name: &str,
    password: &str,
    visit: Visit<'_>,
) -> Result<String, SignInRefused> {
    let id = account_id(ctx.footprint(), &AccountName::folded(name));
    let (account, hash) = compared(ctx, work, id, password)?;
    let actor = Actor::Staff { account: account.name.to_string(), role: account.role };
    let mut change = Change::new(ctx.footprint(), ctx.now, &actor, CommandId(ctx.world.id()));
    // Somebody may have set another password, and ended the sessions, since this one was compared.
    change.row(RowChange::password_hash_still(ctx.footprint(), id, &hash));
    change.row(RowChange::forget_tries(ctx.footprint(), id));
    if let Some(replaced) = visit.token {
        change.row(session::ended(ctx.footprint(), replaced));
    }
    let token = session::begin(&mut change, ctx, &account, visit, None);
    ctx.store.commit(change).map_err(AppError::from)?;
    tracing::info!(account = %id, "somebody signed in");
    Ok(token)
}

/// Changes the password of whoever asks, ends every session of the account, and gives the value for a new cookie.
///
/// # Errors
/// [`ChangeRefused`]; the password is as before.
pub fn change_password(
    ctx: &Ctx,
    work: &PasswordWork,
    visit: Visit<'_>,
    current: &str,
    new: &str,
) -> Result<String, ChangeRefused> {
    check(ctx, Action::ChangeOwnPassword)?;
    let holder = session::must_be_fresh(ctx, visit)?;
    let Actor::Staff { account: name, .. } = &ctx.actor else {
        return Err(AppError::from(Disallowed::UnknownAccount).into());
    };
    let footprint = &ctx.rules.footprint;
    let id = account_id(ctx.footprint(), name);
    let known = ctx.store.read(|tx| porch_store::account_with_hash(tx, ctx.footprint(), id)).map_err(AppError::from)?;
    let (account, _) = known.ok_or(AppError::from(Disallowed::UnknownAccount))?;
    password::check(new, &[name, &account.display_name, &footprint.name, &footprint.title, "Porch"])?;
    if current == new {
        return Err(ChangeRefused::Same);
    }
    let (account, hash) = compared(ctx, work, id, current).map_err(ChangeRefused::Current)?;
    let new_hash = work.hash(ctx.world.as_ref(), new)?;
    let mut token = String::new();
    account::keep(ctx, id, [AccountCommand::SetPassword { temporary_until: None }], |_| {
        let mut begun = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        token = session::begin(&mut begun, ctx, &account, visit, holder.shown);
        let mut rows = vec![
            RowChange::password_hash_still(ctx.footprint(), id, &hash),
            RowChange::keep_password_hash(ctx.footprint(), id, &new_hash, ctx.now),
            RowChange::forget_tries(ctx.footprint(), id),
            RowChange::end_sessions_of(ctx.footprint(), account.name.as_str()),
        ];
        rows.extend(begun.into_rows());
        rows
    })?;
    tracing::info!(account = %id, "somebody changed their password");
    Ok(token)
}

/// Ends every session of whoever asks but the one of this cookie's value.
///
/// # Errors
/// When they must show again who they are, or the database cannot be written.
pub fn end_other_sessions(ctx: &Ctx, visit: Visit<'_>) -> Result<(), AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let Actor::Staff { account, .. } = &ctx.actor else { return Err(Disallowed::UnknownAccount.into()) };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(RowChange::end_other_sessions_of(ctx.footprint(), account, &visit.key()));
    ctx.store.commit(change)?;
    Ok(())
}

/// Shows again who one is: the password, and a second factor or a recovery code where there is one.
///
/// # Errors
/// [`SignInRefused`]; the session is as before.
pub fn prove_again(
    ctx: &Ctx,
    work: &PasswordWork,
    factors: &SecondFactors,
    visit: Visit<'_>,
    password: &str,
    proof: Proof<'_>,
) -> Result<(), SignInRefused> {
    let (id, account) = factor::account_of(ctx)?;
    let key = visit.key();
    // The code goes first: whoever has only one of the two learns about neither.
    let used = if account.factors.any() { Some(factor::used(ctx, factors, &account, visit, proof)?) } else { None };
    compared(ctx, work, id, password)?;
    let proved = RowChange::session_proved(ctx.footprint(), &key, ctx.now);
    let forget = RowChange::forget_tries(ctx.footprint(), id);
    let used = used.unwrap_or(factor::Used { shown: Shown::Authenticator, commands: Vec::new(), rows: Vec::new() });
    factor::commit_used(ctx, id, used, |_| (vec![proved, forget], ()))
}

/// Under which id tries at codes are counted: another than that of tries at passwords, which a right password forgets. No
/// name that somebody types gives it.
pub(crate) fn tries_at_codes(id: AccountId) -> AccountId {
    AccountId(uuid::Uuid::from_u128(id.0.as_u128() ^ 0xc0de_c0de_c0de_c0de_c0de_c0de_c0de_c0de))
}

/// Counts a try, compares, and gives the account with the hash that was compared, where it opens now.
fn compared(ctx: &Ctx, work: &PasswordWork, id: AccountId, password: &str) -> Result<(Account, String), SignInRefused> {
    if !work.admits(ctx.now) {
        tracing::warn!("more passwords are tried at once than are compared");
        return Err(SignInRefused::Busy);
    }
    count_try(ctx, id)?;
    let known = ctx.store.read(|tx| porch_store::account_with_hash(tx, ctx.footprint(), id)).map_err(AppError::from)?;
    let (account, hash) = known.map_or((None, None), |(account, hash)| (Some(account), hash));
    let right = work.matches(hash.as_deref(), password)?;
    let opens = |account: &Account| account.disabled.is_none() && account.password.opens_at(ctx.now);
    match (account.filter(opens), hash) {
        (Some(account), Some(hash)) if right => Ok((account, hash)),
        (_, _) => {
            // By the id, which is the same for a name that no account has; a password typed as a name is not logged.
            tracing::warn!(account = %id, "a password was refused");
            Err(SignInRefused::Wrong)
        }
    }
}

/// Counts before it is compared, so that many tries at once are as many tries.
pub(crate) fn count_try(ctx: &Ctx, id: AccountId) -> Result<(), SignInRefused> {
    for _ in 0..TRIES_TO_COUNT {
        let before = ctx.store.read(|tx| porch_store::tries(tx, ctx.footprint(), id)).map_err(AppError::from)?;
        let after = Tries::made(before, ctx.now).map_err(|until| SignInRefused::Wait { until })?;
        let mut change = Change::new(ctx.footprint(), ctx.now, &Actor::Public, CommandId(ctx.world.id()));
        change.row(RowChange::forget_old_tries(ctx.footprint(), ctx.now - FORGOTTEN_AFTER));
        change.row(RowChange::count_try(ctx.footprint(), id, before, after));
        match ctx.store.commit(change) {
            Ok(_) => return Ok(()),
            Err(StoreError::Stale) => {}
            Err(error) => return Err(AppError::from(error).into()),
        }
    }
    Err(SignInRefused::Busy)
}
