//! The criteria on which decisions rest: one row for each, so that a report counts how often each was the ground of what.

use std::ops::Range;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    ids::ReferralId,
    measure::CriterionCited,
    referral::{CitedCriterion, ReferralEvent},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The rows of a decision; none where an event is none, or cites nothing.
pub(crate) fn rows(referral: ReferralId, event: &ReferralEvent, footprint: &str) -> Vec<RowChange> {
    let of = |verdict: &str, decided_at: Timestamp, cited: &[CitedCriterion]| {
        let row = |criterion: &CitedCriterion| {
            let values = vec![
                footprint.into(),
                referral.to_string().into(),
                criterion.code.clone().into(),
                criterion.from.to_string().into(),
                criterion.text.clone().into(),
                verdict.into(),
                Val::instant(decided_at),
            ];
            RowChange::Put(&table::DECISION_CRITERION, values)
        };
        cited.iter().map(row).collect()
    };
    match event {
        ReferralEvent::ReferralAccepted(e) => of("accept", e.decided_at, &e.criteria),
        ReferralEvent::ReferralRejected(e) => of("reject", e.decided_at, &e.ending.criteria),
        ReferralEvent::ReferralSignposted(e) => of("signpost", e.decided_at, &e.ending.criteria),
        ReferralEvent::ReferralAdvised(e) => of("advise", e.decided_at, &e.ending.criteria),
        _ => Vec::new(),
    }
}

/// How often each criterion was the ground of each verdict, of decisions between two instants (milliseconds since 1970).
///
/// # Errors
/// When the database cannot be read.
pub fn criteria_cited(
    tx: &mut dyn Tx,
    footprint: &str,
    decided: &Range<i64>,
) -> Result<Vec<CriterionCited>, StoreError> {
    let mut cited: Vec<CriterionCited> = Vec::new();
    tx.query(sql::CRITERIA_CITED, &[footprint.into(), decided.start.into(), decided.end.into()], &mut |values| {
        let row = Row::new("decision_criterion", values);
        let (code, from, words) = (row.text(0)?, row.parsed(1, "a date", |text| text.parse().ok())?, row.text(2)?);
        let at = match cited.iter().position(|one| one.code == code && one.from == from && one.words == words) {
            Some(at) => at,
            None => {
                cited.push(CriterionCited::new(code, from, words));
                cited.len() - 1
            }
        };
        let times = u64::try_from(row.int(4)?).unwrap_or(0);
        row.parsed(3, "a verdict", |verdict| cited[at].count(verdict, times).then_some(()))
    })?;
    cited.sort_by(|one, other| (other.noes(), &one.code, one.from).cmp(&(one.noes(), &other.code, other.from)));
    Ok(cited)
}

/// The referrals whose decisions between two instants rest on one criterion as it read from a day on, each with its verdict.
///
/// # Errors
/// When the database cannot be read.
pub fn criterion_cited_by(
    tx: &mut dyn Tx,
    footprint: &str,
    decided: &Range<i64>,
    (code, from): (&str, Date),
) -> Result<Vec<(ReferralId, String)>, StoreError> {
    let mut cited = Vec::new();
    let params =
        [footprint.into(), decided.start.into(), decided.end.into(), code.to_owned().into(), from.to_string().into()];
    tx.query(sql::CRITERION_CITED_BY, &params, &mut |values| {
        let row = Row::new("decision_criterion", values);
        cited.push((row.parsed(0, "a referral's id", |text| text.parse().ok())?, row.text(1)?.to_owned()));
        Ok(())
    })?;
    Ok(cited)
}
