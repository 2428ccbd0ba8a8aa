//! Case discussions across services: who is on which list, the days that were held, and what each left of a referral. Rows
//! written with the referral and with the sitting.

use std::ops::Range;

use jiff::Timestamp;
use porch_domain::{
    ids::{MeetingId, ReferralId},
    meeting::Meeting,
    referral::{CaseDiscussed, CaseOutcome, Referral, ReferralEvent},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The row of a day of a case discussion.
pub(crate) fn case_day_row(day: &Meeting, discussion: &str, footprint: &str) -> RowChange {
    let closed = day.closed.as_ref();
    let count = |count: usize| Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let joined = |of: &std::collections::BTreeSet<String>, by: &str| of.iter().cloned().collect::<Vec<_>>().join(by);
    RowChange::Put(
        &table::CASE_DAY,
        vec![
            footprint.into(),
            day.id.to_string().into(),
            discussion.into(),
            Val::instant(day.sitting),
            Val::instant(day.opened_at),
            Val::instant_or_null(closed.map(|closed| closed.at)),
            joined(&day.disciplines, " ").into(),
            // A footprint has no line breaks in a name.
            joined(&day.services, "\n").into(),
            count(closed.map_or(0, |closed| closed.decided.len())),
            count(closed.map_or(0, |closed| closed.carried_over.len())),
        ],
    )
}

/// The rows of the lists on which a referral stands.
pub(crate) fn listed_rows(referral: Option<&Referral>, footprint: &str) -> Vec<Vec<Val>> {
    let row = |referral: ReferralId, discussion: &str, at: Timestamp| {
        vec![footprint.into(), referral.to_string().into(), discussion.into(), Val::instant(at)]
    };
    let listed = referral.into_iter().flat_map(|referral| referral.cases.listed.iter().map(|one| (referral.id, one)));
    listed.map(|(id, listing)| row(id, &listing.discussion, listing.at)).collect()
}

/// What an event changes: the lists, and what a day left.
pub(crate) fn changes(
    before: &[Vec<Val>],
    referral: &Referral,
    event: &ReferralEvent,
    footprint: &str,
) -> Vec<RowChange> {
    let now = listed_rows(Some(referral), footprint);
    let key = |row: &[Val]| row[..table::CASE_LISTING.key].to_vec();
    let gone = before.iter().filter(|row| now.iter().all(|left| key(left) != key(row)));
    let mut changes: Vec<RowChange> = gone.map(|row| RowChange::Delete(&table::CASE_LISTING, key(row))).collect();
    let new = now.into_iter().filter(|row| !before.contains(row));
    changes.extend(new.map(|row| RowChange::Put(&table::CASE_LISTING, row)));
    if let ReferralEvent::CaseDiscussed(discussed) = event {
        changes.push(outcome_row(referral.id, discussed, footprint));
    }
    changes
}

/// What a day left of a referral.
fn outcome_row(referral: ReferralId, discussed: &CaseDiscussed, footprint: &str) -> RowChange {
    RowChange::Put(
        &table::CASE_OUTCOME,
        vec![
            footprint.into(),
            referral.to_string().into(),
            discussed.meeting.to_string().into(),
            discussed.discussion.clone().into(),
            Val::instant(discussed.at),
            discussed.by.clone().into(),
            discussed.outcome.code().into(),
            Val::text_or_null(discussed.owner.clone()),
            Val::instant_or_null(discussed.until),
        ],
    )
}

/// The referrals on the list of a discussion, the longest there first; at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn cases_listed(
    tx: &mut dyn Tx,
    footprint: &str,
    discussion: &str,
    limit: i64,
) -> Result<Vec<ReferralId>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::CASES_LISTED, &[footprint.into(), discussion.into(), limit.into()], &mut |values| {
        found.push(Row::new("case_listing", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}

/// One day of a case discussion as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseDayLine {
    /// The instant for which it was planned.
    pub sitting: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// The codes of the teams that were there.
    pub teams: Vec<String>,
    /// The services outside that were there.
    pub services: Vec<String>,
    /// How many referrals it discussed.
    pub discussed: i64,
    /// How many it carried over.
    pub carried_over: i64,
}

impl CaseDayLine {
    /// The days of a discussion that were opened, the latest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest(tx: &mut dyn Tx, footprint: &str, discussion: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::CASE_DAYS, &[footprint.into(), discussion.into(), limit.into()], &mut |values| {
            let row = Row::new("case_day", values);
            lines.push(Self {
                sitting: row.instant(0)?,
                closed_at: row.instant_or_none(1)?,
                teams: row.text(2)?.split_whitespace().map(str::to_owned).collect(),
                services: row.text(3)?.lines().map(str::to_owned).collect(),
                discussed: row.int(4)?,
                carried_over: row.int(5)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// What a day left of one referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOutcomeLine {
    /// The referral.
    pub referral: ReferralId,
    /// When it was written down.
    pub at: Timestamp,
    /// The account that did.
    pub by: String,
    /// How.
    pub outcome: CaseOutcome,
    /// Who owes what was agreed.
    pub owner: Option<String>,
    /// By when.
    pub until: Option<Timestamp>,
}

impl CaseOutcomeLine {
    /// What a day left, in that order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn at_day(tx: &mut dyn Tx, footprint: &str, day: MeetingId) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::CASE_OUTCOMES_AT, &[footprint.into(), day.to_string().into()], &mut |values| {
            let row = Row::new("case_outcome", values);
            lines.push(Self {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                at: row.instant(1)?,
                by: row.text(2)?.to_owned(),
                outcome: row.parsed(3, "an outcome of a case discussion", CaseOutcome::of_code)?,
                owner: row.text_or_none(4)?.map(str::to_owned),
                until: row.instant_or_none(5)?,
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// Gives what each referral was left with that was dealt with between two instants in milliseconds, the second left out: the
/// code of the discussion, and how.
///
/// # Errors
/// When the database cannot be read.
pub fn case_outcomes_between(
    tx: &mut dyn Tx,
    footprint: &str,
    written: &Range<i64>,
    each: &mut dyn FnMut(&str, CaseOutcome),
) -> Result<(), StoreError> {
    let params = [footprint.into(), written.start.into(), written.end.into()];
    tx.query(sql::CASE_OUTCOMES_BETWEEN, &params, &mut |values| {
        let row = Row::new("case_outcome", values);
        each(row.text(0)?, row.parsed(1, "an outcome of a case discussion", CaseOutcome::of_code)?);
        Ok(())
    })
}

/// Gives the code of the discussion of each day that was planned between two instants in milliseconds, the second left out,
/// and was held to its end.
///
/// # Errors
/// When the database cannot be read.
pub fn case_days_between(
    tx: &mut dyn Tx,
    footprint: &str,
    planned: &Range<i64>,
    each: &mut dyn FnMut(&str),
) -> Result<(), StoreError> {
    let params = [footprint.into(), planned.start.into(), planned.end.into()];
    tx.query(sql::CASE_DAYS_BETWEEN, &params, &mut |values| {
        each(Row::new("case_day", values).text(0)?);
        Ok(())
    })
}
