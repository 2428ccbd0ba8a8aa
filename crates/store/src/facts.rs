//! Reading facts for the column table.

use jiff::Timestamp;
use porch_domain::{
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    measure::ReferralFact,
    referral::{Outcome, PersonKind},
};

use crate::{
    engine::Tx,
    error::StoreError,
    sql,
    value::{Row, Val},
};

/// Calls back with each fact that counts now.
///
/// # Errors
/// When the database cannot be read.
pub fn facts_now(tx: &mut dyn Tx, footprint: &str, each: &mut dyn FnMut(ReferralFact)) -> Result<(), StoreError> {
    tx.query(sql::FACTS_NOW, &[footprint.into()], &mut |values| {
        each(fact(&Row::new("referral_fact", values))?);
        Ok(())
    })
}

/// Calls back with each fact that counted at an instant (INV-09).
///
/// # Errors
/// When the database cannot be read.
pub fn facts_at(
    tx: &mut dyn Tx,
    footprint: &str,
    as_at: Timestamp,
    each: &mut dyn FnMut(ReferralFact),
) -> Result<(), StoreError> {
    tx.query(sql::FACTS_AT, &[footprint.into(), Val::instant(as_at)], &mut |values| {
        each(fact(&Row::new("referral_fact", values))?);
        Ok(())
    })
}

/// The facts that count now about one person.
///
/// # Errors
/// When the database cannot be read.
pub fn facts_of_person(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Vec<ReferralFact>, StoreError> {
    let mut facts = Vec::new();
    tx.query(sql::FACTS_OF_PERSON, &[footprint.into(), person.to_string().into()], &mut |values| {
        facts.push(fact(&Row::new("referral_fact", values))?);
        Ok(())
    })?;
    Ok(facts)
}

fn fact(row: &Row<'_>) -> Result<ReferralFact, StoreError> {
    let reasons = match row.text_or_none(9)? {
        None => Vec::new(),
        Some(_) => row.parsed(9, "a list of reasons", |text| serde_json::from_str(text).ok())?,
    };
    Ok(ReferralFact {
        referral: row.parsed(0, "a referral's id", |text| text.parse::<ReferralId>().ok())?,
        person: row.parsed(1, "a person's id", |text| text.parse::<PersonId>().ok())?,
        kind: row.parsed(2, "a kind of person", PersonKind::of_code)?,
        team: row.text_or_none(3)?.map(|team| TeamCode(team.to_owned())),
        received_at: row.instant(4)?,
        outcome: row.parsed(5, "an outcome", Outcome::of_code)?,
        discharged_at: row.instant_or_none(6)?,
        assessed_at: row.instant_or_none(7)?,
        due_on: row.date_or_none(8)?,
        reasons,
    })
}
