//! The course of care, one row for each referral that has one: what figures of clocks, continuity and leaving are made of.

use std::ops::Range;

use jiff::Timestamp;
use porch_domain::{
    ids::ReferralId,
    referral::{Priority, Referral},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The row of a referral in which she was seen, a clock was stopped or care ended here; none before that.
pub(crate) fn course_row(referral: &Referral, footprint: &str) -> Option<Vec<Val>> {
    let care = &referral.care;
    if care.seen_by.is_empty() && care.answered_by.is_none() && care.left_with_plan.is_none() {
        return None;
    }
    let left = care.left_with_plan.and_then(|_| referral.discharged_at());
    let seen = i64::try_from(care.seen_by.len()).unwrap_or(i64::MAX);
    Some(vec![
        footprint.into(),
        referral.id.to_string().into(),
        Val::instant(referral.received_at),
        Val::text_or_null(referral.priority.map(|priority| priority.code())),
        Val::instant_or_null(referral.respond_by),
        Val::instant_or_null(referral.responded_at),
        Val::text_or_null(care.answered_by.clone()),
        seen.into(),
        Val::instant_or_null(left),
        Val::text_or_null(left.and_then(|_| referral.discharge_reason()).map(str::to_owned)),
        care.left_with_plan.map_or(Val::Null, Val::flag),
    ])
}

/// The change of that row by an event; none where it stays as it was.
pub(crate) fn course_change(before: Option<&[Val]>, referral: &Referral, footprint: &str) -> Option<RowChange> {
    let row = course_row(referral, footprint)?;
    let same = before == Some(row.as_slice());
    (!same).then_some(RowChange::Put(&table::CARE_COURSE, row))
}

/// How care ended in a period: a reason, whether there was a plan, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftCount {
    /// A code of the reasons of a discharge.
    pub reason: String,
    /// Whether there was a plan.
    pub planned: bool,
    /// How often.
    pub times: u64,
}

/// A response clock that was stopped too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// The referral.
    pub referral: ReferralId,
    /// Its priority.
    pub priority: Option<Priority>,
    /// When it came.
    pub received_at: Timestamp,
    /// When the clock ended.
    pub respond_by: Timestamp,
    /// When it was stopped.
    pub responded_at: Timestamp,
    /// Who assessed her.
    pub answered_by: Option<String>,
}

/// How care ended between two instants.
///
/// # Errors
/// When the database cannot be read.
pub fn left_between(tx: &mut dyn Tx, footprint: &str, left: &Range<i64>) -> Result<Vec<LeftCount>, StoreError> {
    let mut counts = Vec::new();
    tx.query(sql::CARE_LEFT, &[footprint.into(), left.start.into(), left.end.into()], &mut |values| {
        let row = Row::new("care_course", values);
        counts.push(LeftCount {
            reason: row.text_or_none(0)?.unwrap_or_default().to_owned(),
            planned: row.int(1)? != 0,
            times: count(&row, 2)?,
        });
        Ok(())
    })?;
    Ok(counts)
}

/// Of referrals received between two instants: how many different staff she saw, and how many saw so many.
///
/// # Errors
/// When the database cannot be read.
pub fn seen_between(tx: &mut dyn Tx, footprint: &str, received: &Range<i64>) -> Result<Vec<(u64, u64)>, StoreError> {
    let mut counts = Vec::new();
    tx.query(sql::CARE_SEEN, &[footprint.into(), received.start.into(), received.end.into()], &mut |values| {
        let row = Row::new("care_course", values);
        counts.push((count(&row, 0)?, count(&row, 1)?));
        Ok(())
    })?;
    Ok(counts)
}

/// Of referrals received between two instants whose clock was stopped: the priority, whether in time, and how many.
///
/// # Errors
/// When the database cannot be read.
pub fn answered_between(
    tx: &mut dyn Tx,
    footprint: &str,
    received: &Range<i64>,
) -> Result<Vec<(Option<Priority>, bool, u64)>, StoreError> {
    let mut counts = Vec::new();
    tx.query(sql::CARE_ANSWERED, &[footprint.into(), received.start.into(), received.end.into()], &mut |values| {
        let row = Row::new("care_course", values);
        counts.push((row.parsed_or_none(0, "a priority", Priority::of_code)?, row.int(1)? != 0, count(&row, 2)?));
        Ok(())
    })?;
    Ok(counts)
}

impl LateLine {
    /// Clocks of referrals received between two instants that were stopped too late, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn between(
        tx: &mut dyn Tx,
        footprint: &str,
        received: &Range<i64>,
        limit: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        let params = [footprint.into(), received.start.into(), received.end.into(), limit.into()];
        tx.query(sql::CARE_LATE, &params, &mut |values| {
            let row = Row::new("care_course", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                priority: row.parsed_or_none(1, "a priority", Priority::of_code)?,
                received_at: row.instant(2)?,
                respond_by: row.instant(3)?,
                responded_at: row.instant(4)?,
                answered_by: row.text_or_none(5)?.map(str::to_owned),
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

fn count(row: &Row<'_>, at: usize) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.int(at)?).unwrap_or(0))
}
