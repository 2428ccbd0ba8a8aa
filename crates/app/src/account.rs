//! Accounts of staff: opening and closing them, roles, temporary passwords, and who there is.

use std::{collections::BTreeMap, fmt};

use jiff::SignedDuration;
use porch_domain::{
    account::{self, Account, AccountCommand, AccountName, AccountOpened, Belonging, Identity},
    actor::Role,
    event::Event,
    ids::{AccountId, CommandId, account_id},
};
use porch_store::{Change, Record, RowChange, StoreError, Tx, load};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look,
    password::PasswordWork,
};

/// A temporary password opens nothing after this time.
///
/// # Source
/// OWASP ASVS 5.0, 6.4.1: an initial password is random, expires after a short time, and does not become the lasting one.
const TEMPORARY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Letters and digits that are not taken for one another when they are read out or copied.
const PLAIN: &[u8; 32] = b"abcdefghijkmnopqrstuvwxyz2345679";

/// How many letters stand for what must not be guessed: of one of thirty-two each, a hundred and forty bits.
///
/// # Source
/// OWASP ASVS 5.0, 11.5.1: a hundred and twenty-eight bits at least.
const LETTERS: usize = 28;

/// Fresh randomness as letters that somebody copies, in seven groups of four.
pub(crate) fn drawn_letters(ctx: &Ctx) -> String {
    in_letters(&[ctx.world.random(), ctx.world.random()].concat())
}

fn in_letters(drawn: &[u8]) -> String {
    let letters: Vec<char> = drawn.iter().take(LETTERS).map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A password that somebody is given to sign in with once. It is shown once and stored nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryPassword(String);

impl TemporaryPassword {
    fn drawn(ctx: &Ctx) -> Self {
        Self(drawn_letters(ctx))
    }

    /// The password itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TemporaryPassword {
    /// Says nothing: what is debugged may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TemporaryPassword")
    }
}

/// Somebody who may be chosen by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The name of the account.
    pub name: AccountName,
    /// The name that colleagues read.
    pub display_name: String,
    /// What its holder is here for.
    pub role: Role,
}

/// Opens an account and gives the password to sign in with for the first time, within seven days.
///
/// # Errors
/// When the actor may not, the name is taken, or the name that colleagues read is empty.
pub fn open(ctx: &Ctx, work: &PasswordWork, opened: AccountOpened) -> Result<TemporaryPassword, AppError> {
    check(ctx, Action::KeepAccounts)?;
    check_employer(ctx, &opened.belonging)?;
    let id = account_id(ctx.footprint(), opened.name.as_str());
    with_temporary_password(ctx, work, id, Some(AccountCommand::Open(opened)))
}

/// Gives an account another temporary password, ends its sessions and forgets the tries at it.
///
/// # Errors
/// When the actor may not, or there is no such account, or it is disabled.
pub fn reset(ctx: &Ctx, work: &PasswordWork, name: &AccountName) -> Result<TemporaryPassword, AppError> {
    check_own_staff(ctx, name)?;
    with_temporary_password(ctx, work, account_id(ctx.footprint(), name.as_str()), None)
}

/// Carries out a command about an account, and gives it a temporary password with it.
fn with_temporary_password(
    ctx: &Ctx,
    work: &PasswordWork,
    id: AccountId,
    first: Option<AccountCommand>,
) -> Result<TemporaryPassword, AppError> {
    with_temporary_password_and(ctx, work, id, first, Vec::new())
}

/// The same, with rows that go with it.
pub(crate) fn with_temporary_password_and(
    ctx: &Ctx,
    work: &PasswordWork,
    id: AccountId,
    first: Option<AccountCommand>,
    more: Vec<RowChange>,
) -> Result<TemporaryPassword, AppError> {
    let password = TemporaryPassword::drawn(ctx);
    let hash = work.hash(ctx.world.as_ref(), password.as_str())?;
    let set = AccountCommand::SetPassword { temporary_until: Some(ctx.now + TEMPORARY) };
    keep(ctx, id, first.into_iter().chain([set]), |account| {
        let mut rows = vec![
            RowChange::keep_password_hash(ctx.footprint(), id, &hash, ctx.now),
            RowChange::forget_tries(ctx.footprint(), id),
            RowChange::end_sessions_of(ctx.footprint(), account.name.as_str()),
        ];
        rows.extend(more);
        rows
    })?;
    Ok(password)
}

/// Gives the holder of an account a role, from the next request on.
///
/// # Errors
/// When the actor may not, or there is no such account.
pub fn give_role(ctx: &Ctx, name: &AccountName, role: Role) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    let id = account_id(ctx.footprint(), name.as_str());
    keep(ctx, id, [AccountCommand::GiveRole(role)], |_| Vec::new())
}

/// Says whose employee the holder of an account is and of which teams, from the next request on.
///
/// # Errors
/// When the actor may not, there is no such account, or the role has no teams.
pub fn give_belonging(ctx: &Ctx, name: &AccountName, belonging: Belonging) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    check_employer(ctx, &belonging)?;
    let id = account_id(ctx.footprint(), name.as_str());
    keep(ctx, id, [AccountCommand::GiveBelonging(belonging)], |_| Vec::new())
}

/// Lets an actor pass who keeps the accounts of an employer: staff keep those of their own alone, whoever runs the machine
/// all of them.
fn check_employer(ctx: &Ctx, of: &Belonging) -> Result<(), AppError> {
    check(ctx, Action::KeepAccounts)?;
    if keeps(ctx, of) {
        return Ok(());
    }
    look::denied(ctx, Action::KeepAccounts, &[])?;
    Err(AppError::OthersStaff)
}

fn keeps(ctx: &Ctx, of: &Belonging) -> bool {
    let footprint = &ctx.rules.footprint;
    let own = || ctx.belonging.resolved(footprint).organisation == of.resolved(footprint).organisation;
    ctx.actor.account().is_none() || own()
}

/// The same for the account of a name; of a name that no account has the command itself says so.
fn check_own_staff(ctx: &Ctx, name: &AccountName) -> Result<(), AppError> {
    check(ctx, Action::KeepAccounts)?;
    let id = account_id(ctx.footprint(), name.as_str());
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    match stream.record.as_ref().and_then(Record::account) {
        Some(account) => check_employer(ctx, &account.belonging),
        None => Ok(()),
    }
}

/// Says that whom a provider knows is the holder of an account. For whoever runs the program alone: whoever could link could
/// come in as anybody.
///
/// # Errors
/// When the actor may not, there is no such account, or the identity opens one already.
pub fn link_identity(ctx: &Ctx, name: &AccountName, identity: Identity) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    let id = account_id(ctx.footprint(), name.as_str());
    match keep(ctx, id, [AccountCommand::LinkIdentity(identity)], |_| Vec::new()) {
        Err(AppError::Store(StoreError::Taken(_))) => Err(AppError::IdentityTaken),
        done => done,
    }
}

/// Says that they are not any more. Sessions that they began end.
///
/// # Errors
/// When the actor may not, there is no such account, or the identity does not open it.
pub fn unlink_identity(ctx: &Ctx, name: &AccountName, identity: Identity) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    let id = account_id(ctx.footprint(), name.as_str());
    keep(ctx, id, [AccountCommand::UnlinkIdentity(identity)], |account| {
        vec![RowChange::end_sessions_of(ctx.footprint(), account.name.as_str())]
    })
}

/// Lets nobody use an account, from the next request on, and ends its sessions.
///
/// # Errors
/// When the actor may not, there is no such account, it is disabled already, or the reason is empty.
pub fn disable(ctx: &Ctx, name: &AccountName, why: &str) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    let id = account_id(ctx.footprint(), name.as_str());
    keep(ctx, id, [AccountCommand::Disable { why: why.to_owned() }], |account| {
        vec![RowChange::end_sessions_of(ctx.footprint(), account.name.as_str())]
    })
}

/// Lets an account be used again, with the password that it had.
///
/// # Errors
/// When the actor may not, there is no such account, or it is not disabled.
pub fn enable(ctx: &Ctx, name: &AccountName) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    keep(ctx, account_id(ctx.footprint(), name.as_str()), [AccountCommand::Enable], |_| Vec::new())
}

/// Ends every session of an account.
///
/// # Errors
/// When the actor may not, or there is no such account.
pub fn end_sessions(ctx: &Ctx, name: &AccountName) -> Result<(), AppError> {
    check_own_staff(ctx, name)?;
    keep(ctx, account_id(ctx.footprint(), name.as_str()), [], |account| {
        vec![RowChange::end_sessions_of(ctx.footprint(), account.name.as_str())]
    })
}

/// Every account that whoever asks keeps, by name: staff see those of their own employer.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn list(ctx: &Ctx) -> Result<Vec<Account>, AppError> {
    check(ctx, Action::KeepAccounts)?;
    let mut accounts = ctx.store.read(|tx| porch_store::accounts(tx, ctx.footprint()))?;
    accounts.retain(|account| keeps(ctx, &account.belonging));
    Ok(accounts)
}

/// Those who may be chosen as a second clinician: accounts in use of duty workers and clinicians, by name.
///
/// # Errors
/// When the actor may not decide referrals, or the database cannot be read.
pub fn clinicians(ctx: &Ctx) -> Result<Vec<AccountLine>, AppError> {
    check(ctx, Action::DecideReferral)?;
    let accounts = ctx.store.read(|tx| porch_store::accounts(tx, ctx.footprint()))?;
    let in_use = accounts.into_iter().filter(|account| account.disabled.is_none() && account.role.is_clinical());
    Ok(in_use
        .map(|account| AccountLine { name: account.name, display_name: account.display_name, role: account.role })
        .collect())
}

/// The names that colleagues read, by account, of everybody who has or had one here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    pub(crate) fn read(tx: &mut dyn Tx, footprint: &str) -> Result<Self, StoreError> {
        Ok(Self(porch_store::account_names(tx, footprint)?))
    }

    /// The name of an account, which is its own name where there is none of it.
    pub fn of<'a>(&'a self, account: &'a str) -> &'a str {
        self.0.get(account).map_or(account, String::as_str)
    }
}

/// The name that colleagues and letters read of whoever acts; the account's own name where there is no account of it.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn display_name(ctx: &Ctx) -> Result<String, AppError> {
    let own = ctx.actor.account().unwrap_or_default();
    let accounts = ctx.store.read(|tx| porch_store::accounts(tx, ctx.footprint()))?;
    let found = accounts.into_iter().find(|account| account.name.as_str() == own);
    Ok(found.map_or_else(|| own.to_owned(), |account| account.display_name))
}

/// The name of the account that a demonstration has for a role.
pub fn demonstration_name(role: Role) -> &'static str {
    match role {
        Role::Duty => "demo-duty",
        Role::Clinician => "demo-clinician",
        Role::Manager => "demo-manager",
        Role::InformationOfficer => "demo-information-officer",
        Role::Administrator => "demo-administrator",
        Role::PeerWorker => "demo-peer-worker",
        Role::CharityWorker => "demo-charity-worker",
        Role::Commissioner => "demo-commissioner",
        Role::Board => "demo-board",
    }
}

/// Opens the accounts of a demonstration where they are not there yet. None has a password: only its links open them.
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn open_demonstration(ctx: &Ctx) -> Result<(), AppError> {
    let known = |role: Role| format!("Demonstration {}", role.label().to_lowercase());
    let named = Role::ALL.map(|role| (demonstration_name(role), known(role), role));
    let named: Vec<_> = named.iter().map(|(name, display_name, role)| (*name, display_name.as_str(), *role)).collect();
    open_invented(ctx, &named)
}

/// Opens accounts of invented people where they are not there yet: the name, the name that colleagues read, and the role.
/// None has a password.
///
/// # Errors
/// When the actor may not, a name is none, or the database cannot be written.
pub fn open_invented(ctx: &Ctx, people: &[(&str, &str, Role)]) -> Result<(), AppError> {
    check(ctx, Action::KeepAccounts)?;
    let known = list(ctx)?;
    for (name, display_name, role) in people {
        if known.iter().any(|account| account.name.as_str() == *name) {
            continue;
        }
        let name = AccountName::parse(name).map_err(|error| AppError::Rules(error.to_string()))?;
        let id = account_id(ctx.footprint(), name.as_str());
        // Everybody works for the organisation of the front door, in all of its teams.
        let everywhere = Belonging::default().resolved(&ctx.rules.footprint);
        let belonging = match role {
            Role::Duty | Role::Clinician | Role::PeerWorker | Role::CharityWorker => everywhere,
            Role::Manager | Role::InformationOfficer | Role::Administrator | Role::Commissioner | Role::Board => {
                Belonging { teams: Vec::new(), ..everywhere }
            }
        };
        let opened = AccountOpened { name, display_name: (*display_name).to_owned(), role: *role, belonging };
        keep(ctx, id, [AccountCommand::Open(opened)], |_| Vec::new())?;
    }
    Ok(())
}

/// Carries out commands about one account, and writes rows that go with them; all of it or nothing.
pub(crate) fn keep(
    ctx: &Ctx,
    id: AccountId,
    commands: impl IntoIterator<Item = AccountCommand>,
    rows: impl FnOnce(&Account) -> Vec<RowChange>,
) -> Result<(), AppError> {
    let mut stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    for command in commands {
        let state = stream.record.as_ref().and_then(Record::account);
        for event in account::decide(state, command, &ctx.actor)? {
            change.append(&mut stream, &Event::Account(event), ctx.world.random())?;
        }
    }
    let account = stream.record.as_ref().and_then(Record::account);
    for row in rows(account.ok_or(porch_domain::disallowed::Disallowed::UnknownAccount)?) {
        change.row(row);
    }
    if !change.is_empty() {
        ctx.store.commit(change)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    // ASVS 11.5.1
    #[test]
    fn what_somebody_copies_has_a_hundred_and_forty_bits_and_each_counts() {
        let drawn: Vec<u8> = (0..32).collect();
        let said = in_letters(&drawn);
        assert_eq!(said.chars().filter(char::is_ascii_alphanumeric).count() * 5, 140, "{said}");
        assert_eq!(said.split('-').map(str::len).collect::<Vec<_>>(), [4; 7], "{said}");
        let other = |at: usize, bit: u8| {
            let mut other = drawn.clone();
            other[at] ^= 1 << bit;
            in_letters(&other)
        };
        for (at, bit) in (0..LETTERS).flat_map(|at| (0..5).map(move |bit| (at, bit))) {
            assert_ne!(other(at, bit), said, "bit {bit} of letter {at}");
        }
    }
}
