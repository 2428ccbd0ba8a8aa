//! Records that were opened in an emergency, and those at which nobody has looked yet.

use jiff::Timestamp;
use porch_domain::{
    ids::{OpeningId, ReferralId},
    opening::{Finding, Opening, OpeningReason},
    relation::HeldOpen,
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The row of an opening, without the words.
pub(crate) fn row(opening: &Opening, footprint: &str) -> RowChange {
    let (opened, reviewed) = (&opening.opened, opening.reviewed.as_ref());
    RowChange::Put(
        &table::OPENING,
        vec![
            footprint.into(),
            opening.id.to_string().into(),
            opened.referral.to_string().into(),
            opened.by.clone().into(),
            opened.reason.code().into(),
            Val::instant(opened.at),
            // The one instant by which a session asks what is open: whoever ends an opening moves it.
            Val::instant(opening.until()),
            Val::instant(opened.review_by),
            Val::instant_or_null(reviewed.map(|reviewed| reviewed.at)),
            Val::text_or_null(reviewed.map(|reviewed| reviewed.by.clone())),
            Val::text_or_null(reviewed.map(|reviewed| reviewed.finding.code())),
        ],
    )
}

/// An opening as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningLine {
    /// Which.
    pub id: OpeningId,
    /// The referral.
    pub referral: ReferralId,
    /// Its short reference, where it came in here.
    pub reference: Option<String>,
    /// The account that opened it.
    pub by: String,
    /// For what.
    pub reason: OpeningReason,
    /// When.
    pub at: Timestamp,
    /// When it closes, or closed: by itself, or before that by somebody.
    pub until: Timestamp,
    /// By when somebody looks at it.
    pub review_by: Timestamp,
    /// Who looked at it, when, and what was found.
    pub reviewed: Option<(String, Timestamp, Finding)>,
}

impl OpeningLine {
    /// Openings at which nobody has looked, the first to be looked at first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn to_review(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::OPENINGS_TO_REVIEW, &[footprint.into(), limit.into()])
    }

    /// Openings at which somebody looked, of those opened from an instant on; the latest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reviewed(tx: &mut dyn Tx, footprint: &str, since: Timestamp, limit: i64) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::OPENINGS_REVIEWED, &[footprint.into(), Val::instant(since), limit.into()])
    }

    /// What one account holds open at an instant, the first to close first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held(tx: &mut dyn Tx, footprint: &str, account: &str, now: Timestamp) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::OPENINGS_HELD, &[footprint.into(), account.into(), Val::instant(now)])
    }

    /// The openings of a referral, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_referral(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<Self>, StoreError> {
        lines(tx, sql::OPENINGS_OF_REFERRAL, &[footprint.into(), referral.to_string().into()])
    }

    /// How many openings nobody has looked at, and how many of them should have been by an instant; each at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(tx: &mut dyn Tx, footprint: &str, now: Timestamp, limit: i64) -> Result<(i64, i64), StoreError> {
        let mut counts = (0, 0);
        tx.query(sql::OPENINGS_COUNTED, &[footprint.into(), Val::instant(now), limit.into()], &mut |values| {
            let row = Row::new("opening", values);
            counts = (row.int(0)?, row.int(1)?);
            Ok(())
        })?;
        Ok(counts)
    }

    /// The same as a relation is made from it.
    pub fn as_held(&self) -> HeldOpen {
        HeldOpen { referral: self.referral, reason: self.reason, until: self.until }
    }
}

fn lines(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Vec<OpeningLine>, StoreError> {
    let mut found = Vec::new();
    tx.query(statement, params, &mut |values| {
        let row = Row::new("opening", values);
        let reviewed_by = row.text_or_none(8)?.map(str::to_owned);
        let finding = row.parsed_or_none(10, "a finding", Finding::of_code)?;
        let reviewed = reviewed_by.zip(row.instant_or_none(9)?).zip(finding);
        found.push(OpeningLine {
            id: row.parsed(0, "the id of an opening", |text| text.parse().ok())?,
            referral: row.parsed(1, "a referral's id", |text| text.parse().ok())?,
            reference: row.text_or_none(2)?.map(str::to_owned),
            by: row.text(3)?.to_owned(),
            reason: row.parsed(4, "the reason of an opening", OpeningReason::of_code)?,
            at: row.instant(5)?,
            until: row.instant(6)?,
            review_by: row.instant(7)?,
            reviewed: reviewed.map(|((by, at), finding)| (by, at, finding)),
        });
        Ok(())
    })?;
    Ok(found)
}
