//! Risk answers as lists and reports need them: one row for each alert, written with the referral.

use std::ops::Range;

use jiff::Timestamp;
use porch_domain::{
    footprint::TeamCode,
    ids::ReferralId,
    measure::RiskWait,
    referral::{Referral, RiskAcknowledged},
    screening::risk::RiskDomain,
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    queue::listed,
    sql, table,
    value::{Row, Val},
};

/// The row of the last alert; those before it stand as they were when they were closed.
pub(crate) fn risk_row(referral: &Referral, footprint: &str) -> Option<RowChange> {
    let alert = referral.risk.alert.as_ref()?;
    let open = referral.risk_alert();
    let taken = alert.acknowledged.as_ref();
    let elsewhere = taken.and_then(|taken| taken.elsewhere.as_ref());
    let domains: Vec<&str> = alert.domains().into_iter().map(RiskDomain::code).collect();
    let last = alert.answers.last();
    Some(RowChange::Put(
        &table::RISK_ALERT,
        vec![
            footprint.into(),
            referral.id.to_string().into(),
            i64::from(alert.number).into(),
            Val::text_or_null(referral.reference.clone()),
            Val::text_or_null(referral.answers_for_risk().map(|team| team.0.clone())),
            Val::instant(alert.since),
            domains.join(" ").into(),
            last.map_or("", |answer| answer.source.code()).into(),
            i64::try_from(alert.answers.len()).unwrap_or(i64::MAX).into(),
            Val::instant_or_null(open.map(|open| open.since)),
            Val::instant_or_null(open.and_then(|open| open.climbs_since())),
            Val::instant_or_null(open.and_then(|open| open.due_at())),
            Val::text_or_null(taken.and_then(RiskAcknowledged::account).map(str::to_owned)),
            Val::text_or_null(elsewhere.map(|taken| format!("{}, {}", taken.name, taken.service))),
            Val::instant_or_null(taken.map(|taken| taken.at)),
            Val::instant_or_null(alert.first_acknowledged_at),
            i64::from(alert.tries).into(),
            Val::instant_or_null(alert.closed.map(|closed| closed.at)),
            Val::text_or_null(
                alert.closed.map(|closed| closed.action.map_or("died", |action| action.code()).to_owned()),
            ),
        ],
    ))
}

/// A risk answer that is open, whoever has it. It names no woman.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskLine {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference; history that was imported has none.
    pub reference: Option<String>,
    /// The team that answers for it: the one responsible, or the last.
    pub held_by: Option<TeamCode>,
    /// When the first answer came.
    pub since: Timestamp,
    /// What it is about; nothing where the record is restricted.
    pub domains: Vec<RiskDomain>,
    /// How many answers there are.
    pub answers: i64,
    /// Since when it climbs; none while somebody has it by name.
    pub climbs_since: Option<Timestamp>,
    /// The account that has it.
    pub taken_by: Option<String>,
    /// Who of another service has it, in words.
    pub elsewhere: Option<String>,
    /// How often somebody could not reach her.
    pub tries: i64,
}

impl RiskLine {
    /// Those that are open, of every stage and team: what nobody has by name first, the oldest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut found: Vec<Self> = Vec::new();
        for statement in [sql::RISKS_CLIMBING, sql::RISKS_TAKEN] {
            let left = limit - i64::try_from(found.len()).unwrap_or(limit);
            tx.query(statement, &[footprint.into(), left.into()], &mut |values| {
                let row = Row::new("risk_alert", values);
                let restricted = row.int(10)? == 1;
                let domains = listed(&row, 4, RiskDomain::of_code)?;
                found.push(Self {
                    referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                    reference: row.text_or_none(1)?.map(str::to_owned),
                    held_by: row.text_or_none(2)?.map(|team| TeamCode(team.to_owned())),
                    since: row.instant(3)?,
                    domains: if restricted { Vec::new() } else { domains },
                    answers: row.int(5)?,
                    climbs_since: row.instant_or_none(6)?,
                    taken_by: row.text_or_none(7)?.map(str::to_owned),
                    elsewhere: row.text_or_none(8)?.map(str::to_owned),
                    tries: row.int(9)?,
                });
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// How many are open that nobody has by name, and since when the first of them has been open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn climbing(tx: &mut dyn Tx, footprint: &str) -> Result<(i64, Option<Timestamp>), StoreError> {
        let mut counted = (0, None);
        tx.query(sql::RISKS_CLIMBING_COUNTED, &[footprint.into()], &mut |values| {
            let row = Row::new("risk_alert", values);
            counted = (row.int(0)?, row.instant_or_none(1)?);
            Ok(())
        })?;
        Ok(counted)
    }
}

/// The alerts that began in a period.
///
/// # Errors
/// When the database cannot be read.
pub fn risks_between(tx: &mut dyn Tx, footprint: &str, within: &Range<i64>) -> Result<Vec<RiskWait>, StoreError> {
    let mut facts = Vec::new();
    let params = [footprint.into(), within.start.into(), within.end.into()];
    tx.query(sql::RISKS_BETWEEN, &params, &mut |values| {
        let row = Row::new("risk_alert", values);
        facts.push(RiskWait {
            since: row.instant(0)?,
            taken_at: row.instant_or_none(1)?,
            open: row.instant_or_none(2)?.is_some(),
        });
        Ok(())
    })?;
    Ok(facts)
}
