//! Finding people and their referrals again: by reference, NHS number, the words of a name, and who may be the same.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    footprint::TeamCode,
    ids::{AdviceId, MessageId, PersonId, ReferralId},
    person::NhsNumber,
    referral::Outcome,
    relation::Whose,
};

use crate::{engine::Tx, error::StoreError, person_link::records_of_person, sql, value::Row};

/// A referral as a list of what was found shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundReferral {
    /// The referral.
    pub id: ReferralId,
    /// The short reference, where it came in here.
    pub reference: Option<String>,
    /// Whom it is about.
    pub person: PersonId,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// When it was received.
    pub received_at: Timestamp,
    /// How it stands.
    pub outcome: Outcome,
    /// The team to which it was first directed.
    pub directed_to: Option<TeamCode>,
    /// The one team that is responsible; none once it is closed.
    pub held_by: Option<TeamCode>,
}

/// Whose a referral is, as its rows say: for who may see it, without reading what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedBy {
    /// Which.
    pub referral: ReferralId,
    /// How it stands.
    pub outcome: Outcome,
    /// The one team that is responsible; none once it is closed.
    pub held_by: Option<TeamCode>,
    /// The team to which it was first directed.
    pub directed_to: Option<TeamCode>,
    /// The teams that work beside it.
    pub joint: Vec<TeamCode>,
    /// The team that is asked to take it over.
    pub offered_to: Option<TeamCode>,
}

impl OwnedBy {
    /// Of a referral, where it is stored.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, id: ReferralId) -> Result<Option<Self>, StoreError> {
        let mut owned = None;
        tx.query(sql::REFERRAL_OWNED, &[footprint.into(), id.to_string().into()], &mut |values| {
            owned = Some(Self::of_row(&Row::new("referral", values), id, 0)?);
            Ok(())
        })?;
        Ok(owned)
    }

    /// Of a row that has the five columns from one on: outcome, who holds it, where it was directed, who works beside it,
    /// who is asked.
    pub(crate) fn of_row(row: &Row<'_>, referral: ReferralId, from: usize) -> Result<Self, StoreError> {
        let team = |at: usize| row.text_or_none(from + at).map(|code| code.map(|code| TeamCode(code.to_owned())));
        let joint = row.text_or_none(from + 3)?.unwrap_or_default();
        Ok(Self {
            referral,
            outcome: row.parsed(from, "an outcome", Outcome::of_code)?,
            held_by: team(1)?,
            directed_to: team(2)?,
            joint: joint.split_whitespace().map(|code| TeamCode(code.to_owned())).collect(),
            offered_to: team(4)?,
        })
    }

    /// The same, as a relation is made from it.
    pub fn whose(&self) -> Whose<'_> {
        Whose {
            referral: Some(self.referral),
            at_the_door: self.outcome != Outcome::Accepted,
            responsible: self.held_by.as_ref().or(self.directed_to.as_ref()),
            directed_to: self.directed_to.as_ref().filter(|_| self.held_by.is_none()),
            joint: self.joint.iter().collect(),
            offered_to: self.offered_to.as_ref(),
        }
    }
}

impl FoundReferral {
    /// The referrals of a person, in whichever of her records, the latest first; of imports, only those that are whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_person(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        for record in records_of_person(tx, footprint, person)? {
            found.extend(Self::of_record(tx, footprint, record)?);
        }
        found.sort_by_key(|found| std::cmp::Reverse((found.received_at, found.id)));
        Ok(found)
    }

    /// The referrals of one record of a person, the latest first; of imports, only those that are whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_record(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        tx.query(sql::REFERRALS_FOUND, &[footprint.into(), person.to_string().into()], &mut |values| {
            let row = Row::new("referral", values);
            found.push(Self {
                id: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                reference: row.text_or_none(1)?.map(str::to_owned),
                person: row.parsed(2, "a person's id", |text| text.parse().ok())?,
                name: row.text_or_none(3)?.map(str::to_owned),
                birth_date: row.date_or_none(4)?,
                received_at: row.instant(5)?,
                outcome: row.parsed(6, "an outcome", Outcome::of_code)?,
                directed_to: row.text_or_none(7)?.map(|team| TeamCode(team.to_owned())),
                held_by: row.text_or_none(8)?.map(|team| TeamCode(team.to_owned())),
            });
            Ok(())
        })?;
        Ok(found)
    }

    /// The referral of a reference, where there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn id_by_reference(
        tx: &mut dyn Tx,
        footprint: &str,
        reference: &str,
    ) -> Result<Option<ReferralId>, StoreError> {
        let mut found = None;
        tx.query(sql::REFERRAL_BY_REFERENCE, &[footprint.into(), reference.into()], &mut |values| {
            found = Some(Row::new("referral", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
            Ok(())
        })?;
        Ok(found)
    }
}

/// What identifies a person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The person.
    pub id: PersonId,
    /// Her name.
    pub name: Option<String>,
    /// Her date of birth.
    pub birth_date: Option<Date>,
    /// Her NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// Whether what identified her was erased.
    pub erased: bool,
    /// Whether her record is restricted: then nothing of who she is stands here.
    pub restricted: bool,
}

impl PersonLine {
    /// The name of whom a record is about: a person's or a referral's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn name_about(tx: &mut dyn Tx, footprint: &str, record: &str) -> Result<Option<String>, StoreError> {
        let mut name = None;
        tx.query(sql::NAME_ABOUT, &[footprint.into(), record.into()], &mut |values| {
            name = Row::new("person", values).text_or_none(0)?.map(str::to_owned);
            Ok(())
        })?;
        Ok(name)
    }

    /// One person, where she is stored.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, id: PersonId) -> Result<Option<Self>, StoreError> {
        let mut line = None;
        tx.query(sql::PERSON_LINE, &[footprint.into(), id.to_string().into()], &mut |values| {
            let row = Row::new("person", values);
            let restricted = row.text_or_none(5)?.is_some();
            let number = row.parsed_or_none(3, "an NHS number", |text| NhsNumber::parse(text).ok())?;
            line = Some(Self {
                id,
                restricted,
                name: row.text_or_none(1)?.map(str::to_owned),
                birth_date: row.date_or_none(2)?,
                nhs_number: number.filter(|_| !restricted),
                erased: row.int(4)? != 0,
            });
            Ok(())
        })?;
        Ok(line)
    }

    /// People with an NHS number, or who had it until the national record replaced it; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_nhs_number(
        tx: &mut dyn Tx,
        footprint: &str,
        number: &NhsNumber,
        limit: i64,
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        let params = [footprint.into(), number.digits().into(), limit.into()];
        let mut found = people(tx, sql::PEOPLE_BY_NHS_NUMBER, &params)?;
        found.extend(people(tx, sql::PEOPLE_BY_FORMER_NUMBER, &params)?);
        Ok(found.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
    }

    /// People of whose names some word begins so, at most `limit`. The word is folded as names are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_beginning(
        tx: &mut dyn Tx,
        footprint: &str,
        word: &str,
        limit: i64,
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        people(tx, sql::PEOPLE_BY_WORD, &[footprint.into(), word.into(), after(word).into(), limit.into()])
    }

    /// Whether some word of a person's name begins so.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_beginning(tx: &mut dyn Tx, footprint: &str, id: PersonId, word: &str) -> Result<bool, StoreError> {
        let mut has = false;
        let params = [footprint.into(), id.to_string().into(), word.into(), after(word).into()];
        tx.query(sql::WORD_OF_PERSON, &params, &mut |_| {
            has = true;
            Ok(())
        })?;
        Ok(has)
    }

    /// People born on a day of whose names one word is this, folded as names are; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_word_and_day(
        tx: &mut dyn Tx,
        footprint: &str,
        word: &str,
        birth_date: Date,
        limit: i64,
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        let params = [footprint.into(), word.into(), birth_date.to_string().into(), limit.into()];
        people(tx, sql::PEOPLE_BY_WORD_AND_DAY, &params)
    }
}

/// The end of everything that begins with a word: no character is greater than this one in either database's order.
fn after(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

fn people(
    tx: &mut dyn Tx,
    statement: &'static str,
    params: &[crate::value::Val],
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut found = BTreeSet::new();
    tx.query(statement, params, &mut |values| {
        found.insert(Row::new("person", values).parsed(0, "a person's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}

/// A message as a list shows it: who reads it, by which way, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLine {
    /// The message.
    pub id: MessageId,
    /// Who reads it, as the outbox's code.
    pub recipient: String,
    /// By which route, as its code.
    pub route: String,
    /// Where it is: drafted, approved, queued, sent or failed.
    pub stage: String,
    /// Its first line; none once erased.
    pub subject: Option<String>,
    /// What it says; none once erased.
    pub body: Option<String>,
}

impl MessageLine {
    /// The messages about a referral, in the order in which they were written.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn about(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::MESSAGES_ABOUT, &[footprint.into(), referral.to_string().into()], &mut |values| {
            let row = Row::new("message", values);
            lines.push(Self {
                id: row.parsed(0, "a message's id", |text| text.parse().ok())?,
                recipient: row.text(1)?.to_owned(),
                route: row.text(2)?.to_owned(),
                stage: row.text(3)?.to_owned(),
                subject: row.text_or_none(4)?.map(str::to_owned),
                body: row.text_or_none(5)?.map(str::to_owned),
            });
            Ok(())
        })?;
        Ok(lines)
    }
}

/// Among so many requests, those without an answer first, the late ones are looked for.
const MOST_LATE: i64 = 500;

/// A request for advice as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviceLine {
    /// The request.
    pub id: AdviceId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// By when an answer is due.
    pub respond_by: Timestamp,
    /// MHSDS source of referral of whoever asks.
    pub source: Option<String>,
    /// Whether advice was given, and nobody said that it did not arrive.
    pub given: bool,
    /// What it became.
    pub referral: Option<ReferralId>,
}

impl AdviceLine {
    /// The requests, those without an answer first, by the time left; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str, limit: i64) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        tx.query(sql::ADVICE_OPEN, &[footprint.into(), limit.into()], &mut |values| {
            let row = Row::new("advice", values);
            lines.push(Self {
                id: row.parsed(0, "the id of a request for advice", |text| text.parse().ok())?,
                given: row.text(1)? == "given",
                asked_at: row.instant(2)?,
                respond_by: row.instant(3)?,
                source: row.text_or_none(4)?.map(str::to_owned),
                referral: row.parsed_or_none(5, "a referral's id", |text| text.parse().ok())?,
            });
            Ok(())
        })?;
        Ok(lines)
    }

    /// The requests without an answer whose time had run out at an instant, the first to run out first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn late(tx: &mut dyn Tx, footprint: &str, now: Timestamp) -> Result<Vec<Self>, StoreError> {
        let all = Self::all(tx, footprint, MOST_LATE)?;
        Ok(all.into_iter().filter(|line| !line.given && line.referral.is_none() && line.respond_by < now).collect())
    }

    /// The request for advice that a referral came from, where it did.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of_referral(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Option<AdviceId>, StoreError> {
        let mut found = None;
        tx.query(sql::ADVICE_OF_REFERRAL, &[footprint.into(), referral.to_string().into()], &mut |values| {
            let id =
                Row::new("advice", values).parsed(0, "the id of a request for advice", |text| text.parse().ok())?;
            found = Some(id);
            Ok(())
        })?;
        Ok(found)
    }
}
