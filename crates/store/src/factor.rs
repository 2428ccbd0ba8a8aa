//! What is kept of second factors, and what was begun about them: nothing here follows from the journal.

use jiff::Timestamp;
use porch_domain::{account::FactorId, ids::AccountId};
use uuid::Uuid;

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// A second factor as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFactor {
    /// Which.
    pub id: FactorId,
    /// What its holder calls it.
    pub name: String,
    /// The secret of an authenticator, encrypted, or the public key of a passkey.
    pub kept: Vec<u8>,
    /// The step of the code that was used last.
    pub last_step: i64,
    /// Since when there is one.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// Something that was begun and is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// What.
    pub kind: String,
    /// What must be known to finish it.
    pub state: Vec<u8>,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// The factors of an account, in the order in which they came.
///
/// # Errors
/// When the database cannot be read.
pub fn kept_factors(tx: &mut dyn Tx, footprint: &str, account: AccountId) -> Result<Vec<KeptFactor>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::FACTORS, &[footprint.into(), account.to_string().into()], &mut |values| {
        let row = Row::new("factor", values);
        found.push(KeptFactor {
            id: FactorId(row.parsed(0, "a factor's id", |text| Uuid::parse_str(text).ok())?),
            name: row.text(1)?.to_owned(),
            kept: row.bytes(2)?.to_vec(),
            last_step: row.int(3)?,
            made_at: row.instant(4)?,
            used_at: row.instant_or_none(5)?,
        });
        Ok(())
    })?;
    found.sort_by_key(|factor| (factor.made_at, factor.id));
    Ok(found)
}

/// How many recovery codes of an account were not used yet.
///
/// # Errors
/// When the database cannot be read.
pub fn recovery_codes_left(tx: &mut dyn Tx, footprint: &str, account: AccountId) -> Result<i64, StoreError> {
    let mut left = 0;
    tx.query(sql::RECOVERY_CODES_LEFT, &[footprint.into(), account.to_string().into()], &mut |values| {
        left = Row::new("recovery_code", values).int(0)?;
        Ok(())
    })?;
    Ok(left)
}

/// What was begun under a key, if its time is not over.
///
/// # Errors
/// When the database cannot be read.
pub fn ceremony(tx: &mut dyn Tx, footprint: &str, key: &str, now: Timestamp) -> Result<Option<Ceremony>, StoreError> {
    let mut found = None;
    tx.query(sql::CEREMONY, &[footprint.into(), key.into()], &mut |values| {
        let row = Row::new("ceremony", values);
        let begun =
            Ceremony { kind: row.text(0)?.to_owned(), state: row.bytes(1)?.to_vec(), expires_at: row.instant(2)? };
        found = Some(begun).filter(|begun| now < begun.expires_at);
        Ok(())
    })?;
    Ok(found)
}

impl RowChange {
    /// Keeps a new factor.
    pub fn keep_factor(footprint: &str, account: AccountId, factor: &KeptFactor) -> Self {
        Self::Add(
            &table::FACTOR,
            vec![
                footprint.into(),
                account.to_string().into(),
                factor.id.to_string().into(),
                factor.name.clone().into(),
                Val::Bytes(factor.kept.clone()),
                factor.last_step.into(),
                Val::instant(factor.made_at),
                Val::instant_or_null(factor.used_at),
            ],
        )
    }

    /// Notes that a factor was used. Of two who use the same code one is stale.
    pub fn factor_used(footprint: &str, account: AccountId, factor: FactorId, step: i64, at: Timestamp) -> Self {
        let params = vec![
            footprint.into(),
            account.to_string().into(),
            factor.to_string().into(),
            step.into(),
            Val::instant(at),
        ];
        Self::Must(sql::FACTOR_USED, params)
    }

    /// Keeps what a passkey says of itself after it was used.
    pub fn passkey_used(footprint: &str, account: AccountId, factor: FactorId, kept: &[u8], at: Timestamp) -> Self {
        let params = vec![
            footprint.into(),
            account.to_string().into(),
            factor.to_string().into(),
            Val::Bytes(kept.to_vec()),
            Val::instant(at),
        ];
        Self::Must(sql::PASSKEY_USED, params)
    }

    /// Forgets a factor.
    pub fn forget_factor(footprint: &str, account: AccountId, factor: FactorId) -> Self {
        Self::Delete(&table::FACTOR, vec![footprint.into(), account.to_string().into(), factor.to_string().into()])
    }

    /// Forgets every factor and recovery code of an account.
    pub fn forget_factors(footprint: &str, account: AccountId) -> [Self; 2] {
        [sql::FACTORS_FORGET, sql::RECOVERY_CODES_FORGET]
            .map(|sql| Self::Run(sql, vec![footprint.into(), account.to_string().into()]))
    }

    /// Keeps the hashes of recovery codes in place of those before.
    pub fn keep_recovery_codes(footprint: &str, account: AccountId, hashes: &[String], at: Timestamp) -> Vec<Self> {
        let forget = Self::Run(sql::RECOVERY_CODES_FORGET, vec![footprint.into(), account.to_string().into()]);
        let keep = hashes.iter().map(|hash| {
            let row = vec![footprint.into(), account.to_string().into(), hash.clone().into(), Val::instant(at)];
            Self::Put(&table::RECOVERY_CODE, row)
        });
        [forget].into_iter().chain(keep).collect()
    }

    /// Uses up a recovery code; stale where there is none of this hash.
    pub fn use_recovery_code(footprint: &str, account: AccountId, hash: &str) -> Self {
        Self::Must(sql::RECOVERY_CODE_USE, vec![footprint.into(), account.to_string().into(), hash.into()])
    }

    /// Notes what was begun under a key, in place of what was before, and forgets what nobody finished in time.
    pub fn begin_ceremony(footprint: &str, key: &str, ceremony: &Ceremony, now: Timestamp) -> [Self; 2] {
        let row = vec![
            footprint.into(),
            key.into(),
            ceremony.kind.clone().into(),
            Val::Bytes(ceremony.state.clone()),
            Val::instant(ceremony.expires_at),
        ];
        [Self::Run(sql::CEREMONIES_OLD, vec![footprint.into(), Val::instant(now)]), Self::Put(&table::CEREMONY, row)]
    }

    /// Ends what was begun under a key; stale where somebody else ended it.
    pub fn end_ceremony(footprint: &str, key: &str) -> Self {
        Self::Must(sql::CEREMONY_END, vec![footprint.into(), key.into()])
    }
}
