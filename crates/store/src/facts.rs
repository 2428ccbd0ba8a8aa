//! Reading facts for the column table.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    ids::{PersonId, ReferralId},
    measure::{LentFact, ReferralFact},
    referral::{Outcome, PersonKind},
};
use uuid::Uuid;

use crate::{
    engine::{Lent, Tx, utf8},
    error::StoreError,
    person_link::{Linked, records_of_person},
    sql,
    value::Val,
};

/// Calls back with each fact that counts now.
///
/// # Errors
/// When the database cannot be read.
pub fn facts_now(tx: &mut dyn Tx, footprint: &str, each: &mut dyn FnMut(LentFact<'_>)) -> Result<(), StoreError> {
    // Asked once and not of every fact: mostly there is no import that is not whole.
    let mut all_whole = true;
    tx.query(sql::IMPORT_NOT_WHOLE, &[footprint.into()], &mut |_| {
        all_whole = false;
        Ok(())
    })?;
    let linked = Linked::now(tx, footprint)?;
    let facts = if all_whole { sql::FACTS_NOW } else { sql::FACTS_NOW_OF_WHOLE_IMPORTS };
    lend(tx, facts, &[footprint.into()], &linked, each)
}

/// Calls back with each fact that counted at an instant (INV-09).
///
/// # Errors
/// When the database cannot be read.
pub fn facts_at(
    tx: &mut dyn Tx,
    footprint: &str,
    as_at: Timestamp,
    each: &mut dyn FnMut(LentFact<'_>),
) -> Result<(), StoreError> {
    let linked = Linked::at(tx, footprint, as_at)?;
    lend(tx, sql::FACTS_AT, &[footprint.into(), Val::instant(as_at)], &linked, each)
}

/// The facts that count now about one person: all of them under the first of her records, and none under another.
///
/// # Errors
/// When the database cannot be read.
pub fn facts_of_person(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Vec<ReferralFact>, StoreError> {
    let mut facts = Vec::new();
    let records = records_of_person(tx, footprint, person)?;
    if records.first() != Some(&person) {
        return Ok(facts);
    }
    for record in records {
        let params = [footprint.into(), record.to_string().into()];
        lend(tx, sql::FACTS_OF_PERSON, &params, &Linked::default(), &mut |fact| {
            facts.push(LentFact { person, ..fact }.into());
        })?;
    }
    Ok(facts)
}

fn lend(
    tx: &mut dyn Tx,
    sql: &'static str,
    params: &[Val],
    linked: &Linked,
    each: &mut dyn FnMut(LentFact<'_>),
) -> Result<(), StoreError> {
    let mut lists = ReasonLists::default();
    tx.lend(sql, params, &mut |row| {
        let mut values = [Lent::Null; 10];
        row.values(&mut values)?;
        let fields = Fields(values);
        let reasons = match fields.text_or_none(9)? {
            None => &[],
            Some(text) => lists.read(utf8(text)?).ok_or_else(|| wrong(9, "a list of reasons"))?,
        };
        each(LentFact {
            referral: fields.parsed(0, "a referral's id", |text| Uuid::try_parse_ascii(text).ok().map(ReferralId))?,
            person: linked
                .counted_as(fields.parsed(1, "a person's id", |text| Uuid::try_parse_ascii(text).ok().map(PersonId))?),
            kind: fields.parsed(2, "a kind of person", |text| PersonKind::of_code(utf8(text).ok()?))?,
            team: fields.text_or_none(3)?.map(utf8).transpose()?,
            received_at: fields.instant_or_none(4)?.ok_or_else(|| wrong(4, "an instant"))?,
            outcome: fields.parsed(5, "an outcome", |text| Outcome::of_code(utf8(text).ok()?))?,
            discharged_at: fields.instant_or_none(6)?,
            assessed_at: fields.instant_or_none(7)?,
            due_on: fields.text_or_none(8)?.map(|text| date(text).ok_or_else(|| wrong(8, "a date"))).transpose()?,
            reasons,
        });
        Ok(())
    })
}

fn wrong(column: usize, expected: &'static str) -> StoreError {
    StoreError::Impossible { what: "referral_fact", column, expected }
}

/// The columns of one lent row.
struct Fields<'a>([Lent<'a>; 10]);

impl<'a> Fields<'a> {
    fn text_or_none(&self, column: usize) -> Result<Option<&'a [u8]>, StoreError> {
        match self.0[column] {
            Lent::Null => Ok(None),
            Lent::Text(text) => Ok(Some(text)),
            Lent::Int(_) | Lent::Bytes(_) => Err(wrong(column, "text")),
        }
    }

    fn instant_or_none(&self, column: usize) -> Result<Option<Timestamp>, StoreError> {
        match self.0[column] {
            Lent::Null => Ok(None),
            Lent::Int(millis) => Timestamp::from_millisecond(millis).map(Some).map_err(|_| wrong(column, "an instant")),
            Lent::Text(_) | Lent::Bytes(_) => Err(wrong(column, "a number")),
        }
    }

    fn parsed<T>(
        &self,
        column: usize,
        expected: &'static str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, StoreError> {
        self.text_or_none(column)?.and_then(parse).ok_or_else(|| wrong(column, expected))
    }
}

/// A date as it is stored, read by its digits: there is one in nearly every row.
fn date(text: &[u8]) -> Option<Date> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else { return utf8(text).ok()?.parse().ok() };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0i16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
    };
    let (month, day) = (i8::try_from(number(&[e, f])?).ok()?, i8::try_from(number(&[g, h])?).ok()?);
    Date::new(number(&[a, b, c, d])?, month, day).ok()
}

/// Lists of reasons that were read before: most rejections give one of few.
#[derive(Default)]
struct ReasonLists {
    places: HashMap<String, usize>,
    /// Those that are kept, and behind them the one that was read last where there are too many.
    lists: Vec<Vec<String>>,
}

/// How many lists are kept.
const LISTS_KEPT: usize = 4_096;

impl ReasonLists {
    fn read(&mut self, text: &str) -> Option<&[String]> {
        let place = match self.places.get(text) {
            Some(place) => *place,
            None => {
                let list = serde_json::from_str(text).ok()?;
                self.lists.truncate(LISTS_KEPT);
                self.lists.push(list);
                let place = self.lists.len() - 1;
                if place < LISTS_KEPT {
                    self.places.insert(text.to_owned(), place);
                }
                place
            }
        };
        self.lists.get(place).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_any_reader_of_dates_does() {
        for text in
            ["2024-02-29", "2023-02-29", "1900-01-01", "2099-12-31", "2024-13-01", "2024-1-01", "2o24-01-01", ""]
        {
            assert_eq!(date(text.as_bytes()), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn more_lists_than_are_kept_are_still_read() {
        let mut lists = ReasonLists::default();
        for _ in 0..2 {
            for nth in 0..LISTS_KEPT + 3 {
                assert_eq!(lists.read(&format!(r#"["reason {nth}"]"#)), Some(&[format!("reason {nth}")][..]));
            }
        }
        assert_eq!(lists.read("no list"), None);
    }
}
