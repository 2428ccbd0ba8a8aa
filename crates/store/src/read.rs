//! What the rooms above read: applied rules, lines of referrals, looks, and what is newer than a batch.

use std::{collections::BTreeSet, ops::Range};

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    event::{StreamId, StreamKind},
    footprint::TeamCode,
    ids::{AdviceId, CommandId, MessageId, PersonId, ReferralId},
    referral::Outcome,
};
use uuid::Uuid;

use crate::{
    engine::Tx,
    error::StoreError,
    sql,
    value::{Row, Val},
};

/// An applied version of the local rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedFootprint {
    /// From which day it holds.
    pub from: Date,
    /// SHA-256 of the file, as hexadecimal digits.
    pub content_hash: String,
    /// The file as it was.
    pub content: String,
    /// The journal stream of the footprint.
    pub stream: StreamId,
}

impl AppliedFootprint {
    /// Every applied version, the latest day first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        let mut versions = Vec::new();
        tx.query(sql::FOOTPRINT_VERSIONS, &[footprint.into()], &mut |values| {
            let row = Row::new("footprint_version", values);
            versions.push(Self {
                from: row.parsed(0, "a date", |text| text.parse().ok())?,
                content_hash: row.text(1)?.to_owned(),
                content: row.text(2)?.to_owned(),
                stream: StreamId {
                    kind: StreamKind::Footprint,
                    id: row.parsed(3, "a stream's id", |text| Uuid::parse_str(text).ok())?,
                },
            });
            Ok(())
        })?;
        Ok(versions)
    }

    /// The names of all footprints that were applied.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn names(tx: &mut dyn Tx) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        tx.query(sql::FOOTPRINTS_APPLIED, &[], &mut |values| {
            names.push(Row::new("footprint_version", values).text(0)?.to_owned());
            Ok(())
        })?;
        Ok(names)
    }
}

/// What a list shows of one referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralLine {
    /// The referral.
    pub id: ReferralId,
    /// The short reference, where it came in here.
    pub reference: Option<String>,
    /// The sender's id, where it came with another system's history.
    pub sender_referral_id: Option<String>,
    /// Whom it is about.
    pub person: PersonId,
    /// When it was received.
    pub received_at: Timestamp,
    /// The team to which it was first directed.
    pub directed_to: Option<TeamCode>,
    /// How it stands.
    pub outcome: Outcome,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When care ended.
    pub discharged_at: Option<Timestamp>,
    /// Expected or actual end of the pregnancy that it is about.
    pub due_or_end_on: Option<Date>,
    /// Whether what identified her in it was erased.
    pub erased: bool,
}

impl ReferralLine {
    /// One referral, where it is stored.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, id: ReferralId) -> Result<Option<Self>, StoreError> {
        let mut line = None;
        tx.query(sql::REFERRAL_LINE, &[footprint.into(), id.to_string().into()], &mut |values| {
            let row = Row::new("referral", values);
            line = Some(Self {
                id,
                reference: row.text_or_none(0)?.map(str::to_owned),
                sender_referral_id: row.text_or_none(1)?.map(str::to_owned),
                person: row.parsed(2, "a person's id", |text| text.parse().ok())?,
                received_at: row.instant(3)?,
                directed_to: row.text_or_none(4)?.map(|team| TeamCode(team.to_owned())),
                outcome: row.parsed(5, "an outcome", Outcome::of_code)?,
                decided_at: row.instant_or_none(6)?,
                discharged_at: row.instant_or_none(7)?,
                due_or_end_on: row.date_or_none(8)?,
                erased: row.int(9)? != 0,
            });
            Ok(())
        })?;
        Ok(line)
    }

    /// The referrals of a person, in the order of receipt.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ids_of_person(tx: &mut dyn Tx, footprint: &str, person: PersonId) -> Result<Vec<ReferralId>, StoreError> {
        let mut ids = Vec::new();
        tx.query(sql::REFERRALS_OF_PERSON, &[footprint.into(), person.to_string().into()], &mut |values| {
            ids.push(Row::new("referral", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
            Ok(())
        })?;
        Ok(ids)
    }

    /// The messages about a referral.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn messages(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<MessageId>, StoreError> {
        let mut ids = Vec::new();
        tx.query(sql::MESSAGES_OF_REFERRAL, &[footprint.into(), referral.to_string().into()], &mut |values| {
            ids.push(Row::new("message", values).parsed(0, "a message's id", |text| text.parse().ok())?);
            Ok(())
        })?;
        Ok(ids)
    }
}

/// Every open referral on which a clock of ours runs, those that are due first before the others.
///
/// # Errors
/// When the database cannot be read.
pub fn open_clocks(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<ReferralId>, StoreError> {
    let mut found = Vec::new();
    tx.query(sql::OPEN_CLOCKS, &[footprint.into(), i64::MIN.into()], &mut |values| {
        found.push(Row::new("referral", values).parsed(0, "a referral's id", |text| text.parse().ok())?);
        Ok(())
    })?;
    Ok(found)
}

/// How many referrals were received in a range of instants (milliseconds since 1970), by MHSDS source; none where it was
/// not recorded.
///
/// # Errors
/// When the database cannot be read.
pub fn referrals_by_source(
    tx: &mut dyn Tx,
    footprint: &str,
    received: Range<i64>,
) -> Result<Vec<(Option<String>, i64)>, StoreError> {
    let mut counts = Vec::new();
    let params = [footprint.into(), received.start.into(), received.end.into()];
    tx.query(sql::REFERRALS_BY_SOURCE, &params, &mut |values| {
        let row = Row::new("referral", values);
        counts.push((row.text_or_none(0)?.map(str::to_owned), row.int(1)?));
        Ok(())
    })?;
    Ok(counts)
}

impl ReferralLine {
    /// The requests for advice that became a referral.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn advice(tx: &mut dyn Tx, footprint: &str, referral: ReferralId) -> Result<Vec<AdviceId>, StoreError> {
        let mut found = Vec::new();
        tx.query(sql::ADVICE_OF_REFERRAL, &[footprint.into(), referral.to_string().into()], &mut |values| {
            found
                .push(Row::new("advice", values).parsed(0, "an id of a request for advice", |text| text.parse().ok())?);
            Ok(())
        })?;
        Ok(found)
    }
}

/// What was committed after a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangedSince {
    /// The newest batch.
    pub batch: i64,
    /// People whose facts may have changed.
    pub people: BTreeSet<PersonId>,
    /// Whether an import became visible, so that everything is read anew.
    pub import_completed: bool,
}

impl ChangedSince {
    /// The newest batch; 0 where there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn newest(tx: &mut dyn Tx, footprint: &str) -> Result<i64, StoreError> {
        let mut newest = 0;
        tx.query(sql::COUNTER, &[footprint.into()], &mut |values| {
            newest = Row::new("batch_counter", values).int(0)?;
            Ok(())
        })?;
        Ok(newest)
    }

    /// What was committed after `batch`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(tx: &mut dyn Tx, footprint: &str, batch: i64) -> Result<Self, StoreError> {
        let mut changed = Self { batch: Self::newest(tx, footprint)?, ..Self::default() };
        if changed.batch == batch {
            return Ok(changed);
        }
        let mut referrals = BTreeSet::new();
        let params = [footprint.into(), batch.into(), changed.batch.into()];
        tx.query(sql::JOURNAL_SINCE, &params, &mut |values| {
            let row = Row::new("journal", values);
            changed.import_completed |= row.text(3)? == "HistoryImportCompleted";
            let imported = row.text_or_none(2)?.is_some();
            if row.text(0)? == StreamKind::Referral.code() && !imported {
                referrals.insert(row.text(1)?.to_owned());
            }
            Ok(())
        })?;
        for referral in referrals {
            tx.query(sql::PERSON_OF_REFERRAL, &[footprint.into(), referral.into()], &mut |values| {
                changed
                    .people
                    .insert(Row::new("referral", values).parsed(0, "a person's id", |text| text.parse().ok())?);
                Ok(())
            })?;
        }
        Ok(changed)
    }
}

/// The first outcome of a command, where it was carried out before.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn outcome(tx: &mut dyn Tx, footprint: &str, command: CommandId) -> Result<Option<String>, StoreError> {
    let mut outcome = None;
    tx.query(sql::COMMAND_OUTCOME, &[footprint.into(), Val::from(command.to_string())], &mut |values| {
        outcome = Some(Row::new("command", values).text(0)?.to_owned());
        Ok(())
    })?;
    Ok(outcome)
}

impl crate::Store {
    /// The first outcome of a command, where it was carried out before (INV-08).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn first_outcome(&self, footprint: &str, command: CommandId) -> Result<Option<String>, StoreError> {
        self.ask(|tx| outcome(tx, footprint, command))
    }

    /// How many referrals are stored, those of unfinished imports included.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn referral_count(&self, footprint: &str) -> Result<i64, StoreError> {
        self.read(|tx| {
            let mut count = 0;
            tx.query(sql::REFERRAL_COUNT, &[footprint.into()], &mut |values| {
                count = Row::new("referral", values).int(0)?;
                Ok(())
            })?;
            Ok(count)
        })
    }

    /// A named fact about the database itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|tx| {
            let mut value = None;
            tx.query(sql::META, &[name.into()], &mut |values| {
                value = Some(Row::new("meta", values).text(0)?.to_owned());
                Ok(())
            })?;
            Ok(value)
        })
    }

    /// Notes a fact about the database itself.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_meta(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.maintain(|tx| tx.exec(sql::META_PUT, &[name.into(), value.into()]).map(|_| ()))
    }
}
