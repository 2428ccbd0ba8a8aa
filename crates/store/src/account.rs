//! Accounts as they are read to sign in: the row, the hash of the password, and the tries at it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use porch_domain::{
    account::{Account, AccountEvent, AccountName, Belonging, Factors, Identity, PasswordState, Tries},
    actor::Role,
    footprint::TeamCode,
    ids::AccountId,
};
use uuid::Uuid;

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The row of an account.
pub(crate) fn account_row(account: &Account, footprint: &str) -> Result<RowChange, StoreError> {
    Ok(RowChange::Put(
        &table::ACCOUNT,
        vec![
            footprint.into(),
            account.id.to_string().into(),
            account.name.as_str().into(),
            account.display_name.clone().into(),
            account.role.code().into(),
            Val::text_or_null(account.disabled.clone()),
            account.password.code().into(),
            Val::instant_or_null(account.password.temporary_until()),
            written(&account.factors)?.into(),
            Val::text_or_null(account.belonging.organisation.clone()),
            Val::text_or_null(written_teams(&account.belonging)),
        ],
    ))
}

/// The rows of who the holder is elsewhere, as an event changed them.
pub(crate) fn identity_rows(event: &AccountEvent, account: &Account, footprint: &str) -> Option<RowChange> {
    let row = |identity: &Identity| {
        vec![
            footprint.into(),
            account.id.to_string().into(),
            identity.issuer.clone().into(),
            identity.subject.clone().into(),
        ]
    };
    match event {
        AccountEvent::IdentityLinked(identity) => Some(RowChange::Add(&table::IDENTITY, row(identity))),
        AccountEvent::IdentityUnlinked(identity) => Some(RowChange::Delete(&table::IDENTITY, row(identity))),
        _ => None,
    }
}

/// Whose account an identity opens.
///
/// # Errors
/// When the database cannot be read.
pub fn account_of_identity(
    tx: &mut dyn Tx,
    footprint: &str,
    identity: &Identity,
) -> Result<Option<AccountId>, StoreError> {
    let mut found = None;
    let of = [footprint.into(), identity.issuer.as_str().into(), identity.subject.as_str().into()];
    tx.query(sql::IDENTITY_FIND, &of, &mut |values| {
        found = Some(AccountId(
            Row::new("identity", values).parsed(0, "an account's id", |text| Uuid::parse_str(text).ok())?,
        ));
        Ok(())
    })?;
    Ok(found)
}

/// Factors as a row holds them.
fn written(factors: &Factors) -> Result<String, StoreError> {
    Ok(serde_json::to_string(factors)?)
}

/// Factors as a row held them.
pub(crate) fn factors_of(text: &str) -> Option<Factors> {
    serde_json::from_str(text).ok()
}

/// All accounts of a footprint, by name.
///
/// # Errors
/// When the database cannot be read.
pub fn accounts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Account>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::ACCOUNTS, &[footprint.into()], &mut |values| {
        found.push(of_row(&Row::new("account", values))?);
        Ok(())
    })?;
    Ok(found)
}

/// The name of every account of a footprint, with the name that colleagues read.
///
/// # Errors
/// When the database cannot be read.
pub fn account_names(tx: &mut dyn Tx, footprint: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let mut names = BTreeMap::new();
    tx.query(sql::ACCOUNT_NAMES, &[footprint.into()], &mut |values| {
        let row = Row::new("account", values);
        names.insert(row.text(0)?.to_owned(), row.text(1)?.to_owned());
        Ok(())
    })?;
    Ok(names)
}

/// An account and the hash of its password, where it has one.
///
/// # Errors
/// When the database cannot be read.
pub fn account_with_hash(
    tx: &mut dyn Tx,
    footprint: &str,
    id: AccountId,
) -> Result<Option<(Account, Option<String>)>, StoreError> {
    let mut found = None;
    tx.query(sql::ACCOUNT_WITH_HASH, &[footprint.into(), id.to_string().into()], &mut |values| {
        let row = Row::new("account", values);
        found = Some((of_row(&row)?, row.text_or_none(10)?.map(str::to_owned)));
        Ok(())
    })?;
    Ok(found)
}

/// The tries at an account since its password was last right.
///
/// # Errors
/// When the database cannot be read.
pub fn tries(tx: &mut dyn Tx, footprint: &str, id: AccountId) -> Result<Option<Tries>, StoreError> {
    let mut found = None;
    tx.query(sql::TRIES, &[footprint.into(), id.to_string().into()], &mut |values| {
        let row = Row::new("sign_in_attempt", values);
        found = Some(Tries {
            count: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
            last_at: row.instant(1)?,
            wait_until: row.instant(2)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Reads the columns that every question about accounts begins with.
fn of_row(row: &Row<'_>) -> Result<Account, StoreError> {
    let until = row.instant_or_none(6)?;
    Ok(Account {
        id: AccountId(row.parsed(0, "an account's id", |text| Uuid::parse_str(text).ok())?),
        name: row.parsed(1, "an account's name", |text| AccountName::parse(text).ok())?,
        display_name: row.text(2)?.to_owned(),
        role: row.parsed(3, "a role", Role::of_code)?,
        disabled: row.text_or_none(4)?.map(str::to_owned),
        password: row.parsed(5, "the state of a password", |code| PasswordState::of_code(code, until))?,
        factors: row.parsed(7, "the factors of an account", factors_of)?,
        belonging: belonging(row, 8)?,
    })
}

/// The teams as one text; none where there is no team.
fn written_teams(belonging: &Belonging) -> Option<String> {
    let codes: Vec<&str> = belonging.teams.iter().map(|team| team.0.as_str()).collect();
    (!codes.is_empty()).then(|| codes.join(" "))
}

/// The employer and the teams in two columns of a row.
pub(crate) fn belonging(row: &Row<'_>, at: usize) -> Result<Belonging, StoreError> {
    let teams = row.text_or_none(at + 1)?.unwrap_or_default();
    Ok(Belonging {
        organisation: row.text_or_none(at)?.map(str::to_owned),
        teams: teams.split_whitespace().map(|code| TeamCode(code.to_owned())).collect(),
    })
}

impl RowChange {
    /// Counts a try, if nobody counted one since `before` was read; otherwise the whole change is stale.
    pub fn count_try(footprint: &str, id: AccountId, before: Option<Tries>, after: Tries) -> Self {
        let (count, last_at) = before.map_or((0, Timestamp::UNIX_EPOCH), |tries| (tries.count, tries.last_at));
        Self::Must(
            sql::TRY_COUNTED,
            vec![
                footprint.into(),
                id.to_string().into(),
                i64::from(after.count).into(),
                Val::instant(after.last_at),
                Val::instant(after.wait_until),
                i64::from(count).into(),
                Val::instant(last_at),
            ],
        )
    }

    /// Forgets the tries at one account.
    pub fn forget_tries(footprint: &str, id: AccountId) -> Self {
        Self::Delete(&table::SIGN_IN_ATTEMPT, vec![footprint.into(), id.to_string().into()])
    }

    /// Forgets tries that were made before an instant, at any name.
    pub fn forget_old_tries(footprint: &str, before: Timestamp) -> Self {
        Self::Run(sql::TRIES_OLD, vec![footprint.into(), Val::instant(before)])
    }

    /// Keeps the hash of a password, in place of the one before.
    pub fn keep_password_hash(footprint: &str, id: AccountId, hash: &str, at: Timestamp) -> Self {
        Self::Put(&table::CREDENTIAL, vec![footprint.into(), id.to_string().into(), hash.into(), Val::instant(at)])
    }

    /// Changes nothing, and makes the whole change stale when the password is not the one that was compared.
    pub fn password_hash_still(footprint: &str, id: AccountId, hash: &str) -> Self {
        Self::Must(sql::PASSWORD_HASH_STILL, vec![footprint.into(), id.to_string().into(), hash.into()])
    }

    /// Ends every session of an account.
    pub fn end_sessions_of(footprint: &str, name: &str) -> Self {
        Self::Run(sql::SESSIONS_OF, vec![footprint.into(), name.into()])
    }

    /// Ends every session of an account but one.
    pub fn end_other_sessions_of(footprint: &str, name: &str, token_hash: &str) -> Self {
        Self::Run(sql::SESSIONS_OF_OTHERS, vec![footprint.into(), name.into(), token_hash.into()])
    }
}
