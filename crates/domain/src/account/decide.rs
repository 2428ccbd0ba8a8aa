//! What may happen to an account, and what an account is after it happened.

use super::{
    Account, AccountCommand, AccountDisabled, AccountEvent, AccountName, Belonging, FactorRemoved, Factors,
    FactorsCleared, Identity, PasswordSet, PasswordState, RecoveryAsked, RecoveryCodesMade, RoleGiven,
    factor::RECOVERY_CODES,
};
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
            let left = left_behind(account, role).map(AccountEvent::BelongingGiven);
            Ok([AccountEvent::RoleGiven(RoleGiven { role })].into_iter().chain(left).collect())
        }
        AccountCommand::GiveBelonging(belonging) if belonging == account.belonging => Ok(Vec::new()),
        AccountCommand::GiveBelonging(belonging) => {
            fits(account.role, &belonging)?;
            Ok(vec![AccountEvent::BelongingGiven(belonging)])
        }
        AccountCommand::SetPassword { .. }
        | AccountCommand::Disable { .. }
        | AccountCommand::AddFactor(_)
        | AccountCommand::RemoveFactor { .. }
        | AccountCommand::MakeRecoveryCodes
        | AccountCommand::UseRecoveryCode
        | AccountCommand::AskRecovery { .. }
        | AccountCommand::ConfirmRecovery { .. }
        | AccountCommand::ClearFactors { .. }
        | AccountCommand::LinkIdentity(_)
            if account.disabled.is_some() =>
        {
            Err(Disallowed::AccountDisabled)
        }
        AccountCommand::SetPassword { temporary_until } => {
            Ok(vec![AccountEvent::PasswordSet(PasswordSet { temporary_until })])
        }
        AccountCommand::Disable { why } if why.trim().is_empty() => Err(Disallowed::Empty("the reason")),
        AccountCommand::Disable { why } => Ok(vec![AccountEvent::AccountDisabled(AccountDisabled { why })]),
        AccountCommand::Enable if account.disabled.is_none() => Err(Disallowed::AccountEnabled),
        AccountCommand::Enable => Ok(vec![AccountEvent::AccountEnabled]),
        AccountCommand::AddFactor(added) => {
            account.factors.may_add(added.kind)?;
            Ok(vec![AccountEvent::FactorAdded(added)])
        }
        AccountCommand::RemoveFactor { factor, required } => {
            account.factors.may_remove(factor, required)?;
            Ok(vec![AccountEvent::FactorRemoved(FactorRemoved { factor })])
        }
        AccountCommand::LinkIdentity(identity) => linked(account, identity, actor),
        AccountCommand::UnlinkIdentity(identity) => unlinked(account, identity),
        AccountCommand::MakeRecoveryCodes if !account.factors.any() => Err(Disallowed::UnknownFactor),
        AccountCommand::MakeRecoveryCodes => {
            Ok(vec![AccountEvent::RecoveryCodesMade(RecoveryCodesMade { count: RECOVERY_CODES })])
        }
        AccountCommand::UseRecoveryCode => Ok(vec![AccountEvent::RecoveryCodeUsed]),
        AccountCommand::AskRecovery { until } => {
            let by = staff(actor)?;
            if by == account.name { Err(Disallowed::NeedsAWitness) } else { Ok(asked(by, until)) }
        }
        AccountCommand::ConfirmRecovery { now } => {
            let witness = staff(actor)?;
            let asked = account.factors.may_confirm(&account.name, witness.as_str(), now)?;
            Ok(cleared(now, Some(asked.by.clone()), witness.to_string()))
        }
        AccountCommand::ClearFactors { now } => Ok(cleared(now, None, operator(actor)?.to_owned())),
    }
}

/// Whoever could link could come in as anybody: it is for whoever runs the program, who can do so anyway.
fn linked(account: &Account, identity: Identity, actor: &Actor) -> Result<Vec<AccountEvent>, Disallowed> {
    operator(actor)?;
    account.factors.may_link(&identity)?;
    Ok(vec![AccountEvent::IdentityLinked(identity)])
}

fn unlinked(account: &Account, identity: Identity) -> Result<Vec<AccountEvent>, Disallowed> {
    let known = account.factors.identities.contains(&identity);
    if known { Ok(vec![AccountEvent::IdentityUnlinked(identity)]) } else { Err(Disallowed::UnknownIdentity) }
}

/// The account of a member of staff who acts: recovery is theirs, so that two names stand in the journal.
fn staff(actor: &Actor) -> Result<AccountName, Disallowed> {
    actor.account().and_then(|name| AccountName::parse(name).ok()).ok_or(Disallowed::NeedsAWitness)
}

/// Whoever runs the program, who acts alone.
fn operator(actor: &Actor) -> Result<&str, Disallowed> {
    match actor {
        Actor::Operator { account } => Ok(account),
        Actor::Staff { .. } | Actor::Public | Actor::System => Err(Disallowed::NeedsAWitness),
    }
}

fn asked(by: AccountName, until: jiff::Timestamp) -> Vec<AccountEvent> {
    vec![AccountEvent::RecoveryAsked(RecoveryAsked { by, until })]
}

fn cleared(at: jiff::Timestamp, asked_by: Option<AccountName>, confirmed_by: String) -> Vec<AccountEvent> {
    vec![AccountEvent::FactorsCleared(FactorsCleared { at, asked_by, confirmed_by })]
}

/// Whoever sees figures alone is of no team; the employer stays.
fn left_behind(account: &Account, role: Role) -> Option<Belonging> {
    let leaves = !role.has_teams() && !account.belonging.teams.is_empty();
    leaves.then(|| Belonging { teams: Vec::new(), ..account.belonging.clone() })
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
                factors: Factors::default(),
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
            // Whoever chose a password since has read what was done.
            if set.temporary_until.is_none() {
                account.factors.cleared = None;
            }
        }
        AccountEvent::AccountDisabled(disabled) => account.disabled = Some(disabled.why.clone()),
        AccountEvent::AccountEnabled => account.disabled = None,
        AccountEvent::FactorAdded(added) => account.factors.held.push(*added),
        AccountEvent::FactorRemoved(removed) => account.factors.held.retain(|held| held.factor != removed.factor),
        AccountEvent::IdentityLinked(identity) => account.factors.identities.push(identity.clone()),
        AccountEvent::IdentityUnlinked(identity) => account.factors.identities.retain(|held| held != identity),
        AccountEvent::RecoveryCodesMade(_) | AccountEvent::RecoveryCodeUsed => {}
        AccountEvent::RecoveryAsked(asked) => account.factors.asked = Some(asked.clone()),
        AccountEvent::FactorsCleared(cleared) => {
            let identities = std::mem::take(&mut account.factors.identities);
            account.factors = Factors { held: Vec::new(), asked: None, cleared: Some(cleared.clone()), identities };
        }
    }
    Ok(account)
}
