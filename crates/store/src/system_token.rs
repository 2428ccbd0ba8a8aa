//! Tokens of other programs: kept by their hash.

use jiff::Timestamp;

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// A token of another program, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemToken {
    /// The hash of the token.
    pub hash: String,
    /// What it is called.
    pub name: String,
    /// What it opens.
    pub scope: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<Timestamp>,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

fn of_row(values: &[Val]) -> Result<SystemToken, StoreError> {
    let row = Row::new("system_token", values);
    Ok(SystemToken {
        hash: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        scope: row.text(2)?.to_owned(),
        made_by: row.text(3)?.to_owned(),
        made_at: row.instant(4)?,
        expires_at: row.instant(5)?,
        ended_by: row.text_or_none(6)?.map(str::to_owned),
        ended_at: row.instant_or_none(7)?,
        used_at: row.instant_or_none(8)?,
    })
}

/// Every token there is or was.
///
/// # Errors
/// When the database cannot be read.
pub fn system_tokens(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<SystemToken>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::SYSTEM_TOKENS, &[footprint.into()], &mut |values| {
        found.push(of_row(values)?);
        Ok(())
    })?;
    found.sort_by(|one, other| (one.made_at, &one.name).cmp(&(other.made_at, &other.name)));
    Ok(found)
}

/// The token of a hash, whatever became of it.
///
/// # Errors
/// When the database cannot be read.
pub fn system_token(tx: &mut dyn Tx, footprint: &str, hash: &str) -> Result<Option<SystemToken>, StoreError> {
    let mut found = None;
    tx.query(sql::SYSTEM_TOKEN, &[footprint.into(), hash.into()], &mut |values| {
        found = Some(of_row(values)?);
        Ok(())
    })?;
    Ok(found)
}

impl RowChange {
    /// Keeps a token that was made, ended or used.
    pub fn keep_system_token(footprint: &str, token: &SystemToken) -> Self {
        Self::Put(
            &table::SYSTEM_TOKEN,
            vec![
                footprint.into(),
                token.hash.clone().into(),
                token.name.clone().into(),
                token.scope.clone().into(),
                token.made_by.clone().into(),
                Val::instant(token.made_at),
                Val::instant(token.expires_at),
                Val::text_or_null(token.ended_by.clone()),
                Val::instant_or_null(token.ended_at),
                Val::instant_or_null(token.used_at),
            ],
        )
    }

    /// Notes that a token was used; an end that came in between stays.
    pub fn system_token_used(footprint: &str, hash: &str, at: Timestamp) -> Self {
        Self::Run(sql::SYSTEM_TOKEN_USED, vec![footprint.into(), hash.into(), Val::instant(at)])
    }
}
