//! What may happen to an account, and what an account is after it happened.

use super::{Account, AccountCommand, AccountDisabled, AccountEvent, Belonging, PasswordSet, PasswordState, RoleGiven};
use crate::{
    actor::{Actor, Role},
    disallowed::{Disallowed, ImpossibleHistory},
    ids::AccountId,
};

/// What follows from a command, or why it may not be. A role that its holder has already gives no event.
///
/// # Errors
/// [`Disallowed`] when there is no such account or there is one already, the step does not fit its state, or no person
/// asks.
pub fn decide(
    state: Option<&Account>,
    command: AccountCommand,
    actor: &Actor,
) -> Result<Vec<AccountEvent>, Disallowed> {
    if !actor.is_named() {
        return Err(Disallowed::NeedsAPerson);
    }
    let account = match (state, &command) {
        (Some(_), AccountCommand::Open(_)) => return Err(Disallowed::AlreadyExists),
        (None, AccountCommand::Open(opened)) => {
            if opened.display_name.trim().is_empty() {
                return Err(Disallowed::Empty("the name that colleagues read"));
            }
            fits(opened.role, &opened.belonging)?;
            return Ok(vec![AccountEvent::AccountOpened(opened.clone())]);
        }
        (None, _) => return Err(Disallowed::UnknownAccount),
        (Some(account), _) => account,
    };
    match command {
        AccountCommand::Open(_) => Err(Disallowed::AlreadyExists),
        AccountCommand::GiveRole(role) if role == account.role => Ok(Vec::new()),
        AccountCommand::GiveRole(role) => {
            let given = AccountEvent::RoleGiven(RoleGiven { role });
            if role.has_teams() || account.belonging.teams.is_empty() {
                return Ok(vec![given]);
            }
            // Whoever sees figures alone is of no team; the employer stays.
            let left = Belonging { teams: Vec::new(), ..account.belonging.clone() };
            Ok(vec![given, AccountEvent::BelongingGiven(left)])
        }
        AccountCommand::GiveBelonging(belonging) if belonging == account.belonging => Ok(Vec::new()),
        AccountCommand::GiveBelonging(belonging) => {
            fits(account.role, &belonging)?;
            Ok(vec![AccountEvent::BelongingGiven(belonging)])
        }
        AccountCommand::SetPassword { .. } | AccountCommand::Disable { .. } if account.disabled.is_some() => {
            Err(Disallowed::AccountDisabled)
        }
        AccountCommand::SetPassword { temporary_until } => {
            Ok(vec![AccountEvent::PasswordSet(PasswordSet { temporary_until })])
        }
        AccountCommand::Disable { why } if why.trim().is_empty() => Err(Disallowed::Empty("the reason")),
        AccountCommand::Disable { why } => Ok(vec![AccountEvent::AccountDisabled(AccountDisabled { why })]),
        AccountCommand::Enable if account.disabled.is_none() => Err(Disallowed::AccountEnabled),
        AccountCommand::Enable => Ok(vec![AccountEvent::AccountEnabled]),
    }
}

/// Whether somebody of a role can belong so.
fn fits(role: Role, belonging: &Belonging) -> Result<(), Disallowed> {
    if belonging.teams.is_empty() || role.has_teams() { Ok(()) } else { Err(Disallowed::RoleWithoutTeams) }
}

/// The account after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow.
pub fn evolve(id: AccountId, state: Option<Account>, event: &AccountEvent) -> Result<Account, ImpossibleHistory> {
    let mut account = match (state, event) {
        (None, AccountEvent::AccountOpened(opened)) => {
            return Ok(Account {
                id,
                name: opened.name.clone(),
                display_name: opened.display_name.clone(),
                role: opened.role,
                belonging: opened.belonging.clone(),
                disabled: None,
                password: PasswordState::None,
            });
        }
        (None, _) => return Err(ImpossibleHistory("an account begins with its opening")),
        (Some(account), _) => account,
    };
    match event {
        AccountEvent::AccountOpened(_) => return Err(ImpossibleHistory("an account is opened once")),
        AccountEvent::RoleGiven(given) => account.role = given.role,
        AccountEvent::BelongingGiven(belonging) => account.belonging = belonging.clone(),
        AccountEvent::PasswordSet(set) => {
            account.password = match set.temporary_until {
                Some(until) => PasswordState::Temporary { until },
                None => PasswordState::Own,
            };
        }
        AccountEvent::AccountDisabled(disabled) => account.disabled = Some(disabled.why.clone()),
        AccountEvent::AccountEnabled => account.disabled = None,
    }
    Ok(account)
}
