//! Whose records were last used long ago.

use jiff::civil::Date;
use porch_domain::{calendar::start_of_day, ids::PersonId};

use crate::{
    engine::Tx,
    error::StoreError,
    sql,
    value::{Row, Val},
};

/// People none of whose referrals, in one record of theirs, is open, was used on a day or later, or tells of a pregnancy that
/// ended on another day or later; the longest unused first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn people_last_used_before(
    tx: &mut dyn Tx,
    footprint: &str,
    used: Date,
    birth: Date,
    limit: usize,
) -> Result<Vec<PersonId>, StoreError> {
    let Some(before) = start_of_day(used) else { return Ok(Vec::new()) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let params = [footprint.into(), Val::instant(before), birth.to_string().into(), limit.into()];
    let mut found = Vec::new();
    tx.query(sql::PEOPLE_LAST_USED_BEFORE, &params, &mut |values| {
        found.push(Row::new("referral", values).parsed(0, "a person's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}
