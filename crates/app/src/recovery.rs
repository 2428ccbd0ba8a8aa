//! Letting somebody in again who lost their second factor: an administrator asks, and a witness confirms.

use jiff::Timestamp;
use porch_domain::{
    account::{AccountCommand, AccountName, factor::WITNESS_WITHIN},
    ids::{AccountId, account_id},
};
use porch_store::{Look, RowChange};

use crate::{
    Ctx,
    access::{Action, check},
    account::{self, TemporaryPassword},
    error::AppError,
    look,
    password::PasswordWork,
    session::{self, Visit},
    sign_in,
};

/// A recovery that waits for its witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRecovery {
    /// The account.
    pub name: AccountName,
    /// The name of its holder.
    pub display_name: String,
    /// The account of the administrator who asked.
    pub asked_by: AccountName,
    /// Until when it may be confirmed.
    pub until: Timestamp,
}

/// Asks that the holder of an account is let in without the factors that are lost. Nothing changes before a witness confirms.
///
/// # Errors
/// When the actor may not, or must show again who they are; or there is no such account, or it is disabled.
pub fn ask(ctx: &Ctx, visit: Visit<'_>, name: &AccountName) -> Result<(), AppError> {
    check(ctx, Action::AskRecovery)?;
    session::must_be_fresh(ctx, visit)?;
    let id = account_id(ctx.footprint(), name.as_str());
    account::keep(ctx, id, [AccountCommand::AskRecovery { until: ctx.now + WITNESS_WITHIN }], |_| Vec::new())?;
    noted(ctx, id, "asked for the recovery of an account")
}

/// Recoveries that wait for a witness.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn waiting(ctx: &Ctx) -> Result<Vec<WaitingRecovery>, AppError> {
    check(ctx, Action::ConfirmRecovery)?;
    let accounts = ctx.store.read(|tx| porch_store::accounts(tx, ctx.footprint()))?;
    let waiting = accounts.into_iter().filter(|account| account.disabled.is_none()).filter_map(|account| {
        let asked = account.factors.asked.filter(|asked| ctx.now < asked.until)?;
        let (name, display_name) = (account.name, account.display_name);
        Some(WaitingRecovery { name, display_name, asked_by: asked.by, until: asked.until })
    });
    Ok(waiting.collect())
}

/// Confirms a recovery as its witness: every factor, session and password goes, and the holder gets a temporary password.
///
/// # Errors
/// When the actor may not, must show again who they are, asked for it or holds the account; or nobody asked in time.
pub fn confirm(
    ctx: &Ctx,
    work: &PasswordWork,
    visit: Visit<'_>,
    name: &AccountName,
) -> Result<TemporaryPassword, AppError> {
    check(ctx, Action::ConfirmRecovery)?;
    session::must_be_fresh(ctx, visit)?;
    let id = account_id(ctx.footprint(), name.as_str());
    let given = cleared(ctx, work, id, AccountCommand::ConfirmRecovery { now: ctx.now })?;
    noted(ctx, id, "confirmed the recovery of an account")?;
    Ok(given)
}

/// The same by whoever runs the program, where there is no administrator or no witness.
///
/// # Errors
/// When the actor may not, there is no such account, or it is disabled.
pub fn by_the_operator(ctx: &Ctx, work: &PasswordWork, name: &AccountName) -> Result<TemporaryPassword, AppError> {
    check(ctx, Action::KeepAccounts)?;
    let id = account_id(ctx.footprint(), name.as_str());
    let given = cleared(ctx, work, id, AccountCommand::ClearFactors { now: ctx.now })?;
    noted(ctx, id, "recovered an account at the command line")?;
    Ok(given)
}

fn cleared(
    ctx: &Ctx,
    work: &PasswordWork,
    id: AccountId,
    command: AccountCommand,
) -> Result<TemporaryPassword, AppError> {
    let mut rows = vec![RowChange::forget_tries(ctx.footprint(), sign_in::tries_at_codes(id))];
    rows.extend(RowChange::forget_factors(ctx.footprint(), id));
    account::with_temporary_password_and(ctx, work, id, Some(command), rows)
}

/// Information officers read of it where they read who looked at what.
fn noted(ctx: &Ctx, id: AccountId, what: &str) -> Result<(), AppError> {
    look::note(ctx, &Look { what, why: "a second factor was lost", allowed: true, subjects: &[id.to_string()] })
}
