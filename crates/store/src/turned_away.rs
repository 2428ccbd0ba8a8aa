//! Who was turned away, and who came again: two small tables beside the referrals.

use std::ops::Range;

use porch_domain::{
    ids::{PersonId, ReferralId},
    measure::{Again, TurnedAway},
    referral::{EarlierNo, Outcome, Referral, SignpostState},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    person_link::records_of_person,
    sql, table,
    value::{Row, Val},
};

/// The rows of a referral before which there was a no, and of one after whose no somebody asked where she is.
pub(crate) fn rows(referral: &Referral, footprint: &str) -> impl Iterator<Item = RowChange> {
    let id = || Val::from(referral.id.to_string());
    let came_back = referral.triage.came_back.map(|found| {
        let earlier = found.earlier.to_string().into();
        let certain = Val::flag(found.certain);
        RowChange::Put(&table::CAME_BACK, vec![footprint.into(), id(), earlier, i64::from(found.days).into(), certain])
    });
    let signpost = referral
        .signpost
        .map(|state| RowChange::Put(&table::SIGNPOST, vec![footprint.into(), id(), state.code().into()]));
    came_back.into_iter().chain(signpost)
}

/// Referrals that ended with a no in a range of instants (milliseconds since 1970), in that order, each with what became of
/// her; of imports, only those that are whole.
///
/// # Errors
/// When the database cannot be read.
pub fn turned_away(tx: &mut dyn Tx, footprint: &str, ended: Range<i64>) -> Result<Vec<TurnedAway>, StoreError> {
    let mut found: Vec<(PersonId, TurnedAway)> = Vec::new();
    tx.query(sql::TURNED_AWAY, &[footprint.into(), ended.start.into(), ended.end.into()], &mut |values| {
        let row = Row::new("referral", values);
        let signpost = row.parsed_or_none(3, "what became of a signpost", SignpostState::of_code)?;
        let referral = row.parsed(0, "a referral's id", |text| text.parse().ok())?;
        let person = row.parsed(1, "a person's id", |text| text.parse().ok())?;
        found.push((person, TurnedAway { referral, ended_at: row.instant(2)?, again: None, signpost }));
        Ok(())
    })?;
    for (person, one) in &mut found {
        let alike = first(tx, sql::CAME_BACK_TO, &[footprint.into(), one.referral.to_string().into()])?;
        let mut later = Vec::from_iter(alike);
        for record in records_of_person(tx, footprint, *person)? {
            let since = one.ended_at.as_millisecond().into();
            later.extend(first(tx, sql::LATER_OF_PERSON, &[footprint.into(), record.to_string().into(), since])?);
        }
        one.again = later.into_iter().min_by_key(|again| (again.received_at, again.referral));
    }
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

fn first(tx: &mut dyn Tx, statement: &'static str, params: &[Val]) -> Result<Option<Again>, StoreError> {
    let mut again = None;
    tx.query(statement, params, &mut |values| {
        let row = Row::new("referral", values);
        again = Some(Again {
            referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
            received_at: row.instant(1)?,
            outcome: row.parsed(2, "an outcome", Outcome::of_code)?,
        });
        Ok(())
    })?;
    Ok(again)
}

/// The referrals of a person that ended with a no, beside one.
///
/// # Errors
/// When the database cannot be read.
pub fn noes_of_person(
    tx: &mut dyn Tx,
    footprint: &str,
    person: PersonId,
    beside: ReferralId,
    certain: bool,
) -> Result<Vec<EarlierNo>, StoreError> {
    let mut noes = Vec::new();
    for record in records_of_person(tx, footprint, person)? {
        let params = [footprint.into(), record.to_string().into(), beside.to_string().into()];
        tx.query(sql::NOES_OF_PERSON, &params, &mut |values| {
            let row = Row::new("referral", values);
            let referral = row.parsed(0, "a referral's id", |text| text.parse().ok())?;
            noes.push(EarlierNo { referral, ended_at: row.instant(1)?, certain, decided_by: None });
            Ok(())
        })?;
    }
    Ok(noes)
}
