//! Who asks what came of a safeguarding referral, and when: one row for each, and nothing of what it is about (PR-26).

use jiff::{Timestamp, civil::Date};
use porch_domain::{ids::ReferralId, referral::Referral};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The rows of a referral: whose outcome is known, and what is closed or erased, waits for nobody.
pub(crate) fn chase_rows(referral: &Referral, footprint: &str) -> Vec<RowChange> {
    let open = referral.held().is_some() && !referral.erased();
    let row = |made: &porch_domain::referral::safeguarding::SafeguardingReferral| {
        let chaser = made.chaser().filter(|_| open);
        RowChange::Put(
            &table::SAFEGUARDING_CHASE,
            vec![
                footprint.into(),
                referral.id.to_string().into(),
                i64::from(made.made.number).into(),
                chaser.map_or(made.made.owner.as_str(), |(owner, _)| owner).to_owned().into(),
                Val::instant_or_null(chaser.map(|(_, chase_by)| chase_by)),
            ],
        )
    };
    referral.safeguarding.referrals.iter().map(row).collect()
}

/// A restricted task of somebody: of which referral, and by when. What it is about stands on the restricted page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChaseLine {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference.
    pub reference: Option<String>,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// When somebody asks.
    pub chase_by: Timestamp,
}

impl ChaseLine {
    /// The restricted tasks of one account, the first due first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, account: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::CHASES_OF, &[footprint.into(), account.into(), limit.into()], &mut |values| {
            let row = Row::new("safeguarding_chase", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                name: row.text_or_none(2)?.map(str::to_owned),
                birth_date: row.date_or_none(3)?,
                chase_by: row.instant(4)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }

    /// How many restricted tasks of one account were due by an instant, and how many there are; each at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(
        tx: &mut dyn Tx,
        footprint: &str,
        account: &str,
        by: Timestamp,
        limit: i64,
    ) -> Result<(i64, i64), StoreError> {
        let mut counts = (0, 0);
        let params = [footprint.into(), account.into(), Val::instant(by), limit.into()];
        tx.query(sql::CHASES_COUNTED, &params, &mut |values| {
            let row = Row::new("safeguarding_chase", values);
            counts = (row.int(0)?, row.int(1)?);
            Ok(())
        })?;
        Ok(counts)
    }
}
