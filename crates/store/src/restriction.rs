//! Restricted records: for whom one opens, as its rows say.

use porch_domain::ids::ReferralId;

use crate::{engine::Tx, error::StoreError, sql, value::Row};

/// For whom the record behind a referral opens without a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestrictedTo {
    /// The accounts that are named for it.
    pub named: Vec<String>,
    /// The lead professional, where one has her.
    pub lead: Option<String>,
    /// Her own account, where she has one: it never opens for that.
    pub own: Option<String>,
}

impl RestrictedTo {
    /// Of a referral; none where its record is not restricted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Option<Self>, StoreError> {
        let mut restricted = None;
        tx.query(sql::RESTRICTED_TO, &[footprint.into(), referral.to_string().into()], &mut |values| {
            let row = Row::new("person", values);
            let named = row.text_or_none(0)?.unwrap_or_default();
            restricted = Some(Self {
                named: named.split_whitespace().map(str::to_owned).collect(),
                own: row.text_or_none(1)?.map(str::to_owned),
                lead: row.text_or_none(2)?.map(str::to_owned),
            });
            Ok(())
        })?;
        Ok(restricted)
    }

    /// Whether it is the record of whoever holds an account.
    pub fn is_own(&self, account: &str) -> bool {
        self.own.as_deref() == Some(account)
    }

    /// Whether it opens for an account without a reason.
    pub fn opens_for(&self, account: &str) -> bool {
        !self.is_own(account) && (self.named.iter().any(|one| one == account) || self.lead.as_deref() == Some(account))
    }
}
