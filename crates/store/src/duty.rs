//! Days of duty: the rows that follow from them, the rota of some days, and what is open.

use std::ops::Range;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    duty::{Done, DutyDay, Recorded, Shift},
    event::{Event, Stored, StreamId, StreamKind},
    footprint::TeamCode,
    ids::{DutyDayId, ReferralId},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    read::ChangedSince,
    record::Meta,
    sql, table,
    value::{Row, Val},
};

/// The rows of a day. A line that was taken back has none.
pub(crate) fn rows(day: &DutyDay, meta: &Meta<'_>) -> Vec<RowChange> {
    let (id, on) = (day.id.to_string(), day.on.to_string());
    let key = |nth: u32| vec![meta.footprint.into(), id.clone().into(), i64::from(nth).into()];
    let with = |nth: u32, more: Vec<Val>| key(nth).into_iter().chain([on.clone().into()]).chain(more).collect();
    let going_on = i64::try_from(day.going_on().count()).unwrap_or(i64::MAX);
    let head = RowChange::Put(
        &table::DUTY_DAY,
        vec![meta.footprint.into(), id.clone().into(), on.clone().into(), going_on.into()],
    );
    let rota = day.rota.iter().map(|line| {
        if line.taken_back {
            return RowChange::Delete(&table::DUTY_ROTA, key(line.nth));
        }
        let rostered = &line.rostered;
        let more = vec![
            rostered.shift.code().into(),
            rostered.account.clone().into(),
            Val::instant(rostered.from),
            Val::instant(rostered.to),
        ];
        RowChange::Put(&table::DUTY_ROTA, with(line.nth, more))
    });
    let log = day.log.iter().map(|logged| {
        let noted = &logged.noted;
        let more = vec![
            noted.kind.code().into(),
            Val::instant(noted.at),
            noted.by.clone().into(),
            Val::text_or_null(noted.referral.map(|referral| referral.to_string())),
        ];
        RowChange::Put(&table::DUTY_ENTRY, with(logged.nth, more))
    });
    std::iter::once(head).chain(rota).chain(log).collect()
}

/// A line of the rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaRow {
    /// The day on which it begins.
    pub on: Date,
    /// Its number within that day.
    pub nth: u32,
    /// What for.
    pub shift: Shift,
    /// Whom: the account.
    pub account: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

impl RotaRow {
    /// The rota of the days from one to another, both with it, in the order in which the lines begin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(tx: &mut dyn Tx, footprint: &str, first: Date, last: Date) -> Result<Vec<Self>, StoreError> {
        let mut lines = Vec::new();
        let params = [footprint.into(), first.to_string().into(), last.to_string().into()];
        tx.query(sql::DUTY_ROTA_OF_DAYS, &params, &mut |values| {
            let row = Row::new("duty_rota", values);
            lines.push(Self {
                on: row.parsed(0, "a date", |text| text.parse().ok())?,
                nth: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
                shift: row.parsed(2, "a shift", Shift::of_code)?,
                account: row.text(3)?.to_owned(),
                from: row.instant(4)?,
                to: row.instant(5)?,
            });
            Ok(())
        })?;
        lines.sort_by_key(|line: &Self| (line.from, line.shift, line.nth));
        Ok(lines)
    }
}

/// The days since one on which a shift goes on, the latest last.
///
/// # Errors
/// When the database cannot be read.
pub fn days_with_open_shifts(tx: &mut dyn Tx, footprint: &str, since: Date) -> Result<Vec<Date>, StoreError> {
    let mut days: Vec<Date> = Vec::new();
    tx.query(sql::DUTY_DAYS_GOING_ON, &[footprint.into(), since.to_string().into()], &mut |values| {
        days.push(Row::new("duty_day", values).parsed(0, "a date", |text| text.parse().ok())?);
        Ok(())
    })?;
    days.sort_unstable();
    Ok(days)
}

/// What was done on the days from one to another, both with them, each with whether it stands for itself: without a
/// referral.
///
/// # Errors
/// When the database cannot be read.
pub fn done_on_days(
    tx: &mut dyn Tx,
    footprint: &str,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, Done, bool)>, StoreError> {
    let mut done = Vec::new();
    let params = [footprint.into(), first.to_string().into(), last.to_string().into()];
    tx.query(sql::DUTY_ENTRIES_OF_DAYS, &params, &mut |values| {
        let row = Row::new("duty_entry", values);
        let on = row.parsed(0, "a date", |text| text.parse().ok())?;
        done.push((on, row.parsed(1, "what was done", Done::of_code)?, row.text_or_none(2)?.is_none()));
        Ok(())
    })?;
    Ok(done)
}

/// What was recorded between two instants (milliseconds since 1970) that may be counted on a day of duty, the earliest
/// first, without what identifies a person.
///
/// # Errors
/// When the database cannot be read.
pub fn done_between(tx: &mut dyn Tx, footprint: &str, within: &Range<i64>) -> Result<Vec<Recorded>, StoreError> {
    recorded_between(tx, sql::DONE_IN_BATCHES, footprint, within)
}

/// The decisions that were recorded between two instants (milliseconds since 1970), the earliest first, without what
/// identifies a person. A withdrawal is none.
///
/// # Errors
/// When the database cannot be read.
pub fn decisions_between(tx: &mut dyn Tx, footprint: &str, within: &Range<i64>) -> Result<Vec<Recorded>, StoreError> {
    recorded_between(tx, sql::DECISIONS_IN_BATCHES, footprint, within)
}

fn recorded_between(
    tx: &mut dyn Tx,
    statement: &'static str,
    footprint: &str,
    within: &Range<i64>,
) -> Result<Vec<Recorded>, StoreError> {
    let mut recorded: Vec<Recorded> = Vec::new();
    let (from, to) = (first_batch_from(tx, footprint, within.start)?, first_batch_from(tx, footprint, within.end)?);
    tx.query(statement, &[footprint.into(), from.into(), to.into()], &mut |values| {
        let row = Row::new("journal", values);
        let kind = row.parsed(0, "a kind of stream", StreamKind::of_code)?;
        let id = row.parsed(1, "a stream's id", |text| text.parse().ok())?;
        recorded.push(Recorded {
            stream: StreamId { kind, id },
            version: row.int(2)?,
            at: row.instant(3)?,
            actor: row.text(4)?.to_owned(),
            command: row.text(5)?.to_owned(),
            event: Event::read(&Stored {
                kind,
                event: row.text(6)?,
                format: row.int(7)?,
                payload: row.text(8)?,
                personal: None,
                // What came with another system's history is nothing that duty did, and is not asked for.
                import: None,
            })?,
        });
        Ok(())
    })?;
    recorded.sort_by_key(|done| (done.at, done.stream.id, done.version));
    Ok(recorded)
}

/// The number from which on all batches are known at an instant or later. The instant of a batch is never before that of the
/// batch before, so it is found by halving, over numbers some of which no batch has.
fn first_batch_from(tx: &mut dyn Tx, footprint: &str, at_ms: i64) -> Result<i64, StoreError> {
    let (mut first, mut end) = (0, ChangedSince::newest(tx, footprint)? + 1);
    while first < end {
        let middle = first + (end - first) / 2;
        let mut earlier = None;
        tx.query(sql::BATCH_FROM, &[footprint.into(), middle.into()], &mut |values| {
            let row = Row::new("journal", values);
            earlier = (row.int(1)? < at_ms).then_some(row.int(0)?);
            Ok(())
        })?;
        match earlier {
            Some(batch) => first = batch + 1,
            None => end = middle,
        }
    }
    Ok(first)
}

/// The days on which something was written down about a referral.
///
/// # Errors
/// When the database cannot be read.
pub fn duty_days_of_referral(
    tx: &mut dyn Tx,
    footprint: &str,
    referral: ReferralId,
) -> Result<Vec<DutyDayId>, StoreError> {
    let mut days = Vec::new();
    tx.query(sql::DUTY_DAYS_OF_REFERRAL, &[footprint.into(), referral.to_string().into()], &mut |values| {
        days.push(Row::new("duty_entry", values).parsed(0, "the id of a day of duty", |text| text.parse().ok())?);
        Ok(())
    })?;
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// What waits for each team, as the digest of duty counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The team that holds them, as its code.
    pub held_by: String,
    /// Nobody has taken them, tried to reach her, asked or decided anything.
    pub new: i64,
    /// The next step is due from now to the end of today.
    pub due_today: i64,
    /// The next step should have been done.
    pub overdue: i64,
    /// They wait for an answer from outside.
    pub waiting_for_others: i64,
    /// All that is not decided.
    pub all: i64,
}

impl Waiting {
    /// What waits at an instant, by team.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_team(
        tx: &mut dyn Tx,
        footprint: &str,
        now: Timestamp,
        end_of_day: Timestamp,
    ) -> Result<Vec<Self>, StoreError> {
        let mut waiting = Vec::new();
        let params = [footprint.into(), Val::instant(now), Val::instant(end_of_day)];
        tx.query(sql::WAITING_BY_TEAM, &params, &mut |values| {
            let row = Row::new("queue", values);
            waiting.push(Self {
                held_by: row.text(0)?.to_owned(),
                new: row.int(1)?,
                due_today: row.int(2)?,
                overdue: row.int(3)?,
                waiting_for_others: row.int(4)?,
                all: row.int(5)?,
            });
            Ok(())
        })?;
        waiting.sort_by(|one: &Self, other| one.held_by.cmp(&other.held_by));
        Ok(waiting)
    }
}

/// An emergency that is not decided, and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyNow {
    /// The referral.
    pub referral: ReferralId,
    /// The short reference; history that was imported has none.
    pub reference: Option<String>,
    /// When it came.
    pub received_at: Timestamp,
    /// The end of the response clock.
    pub respond_by: Option<Timestamp>,
    /// The account that has it by name.
    pub taken_by: Option<String>,
    /// The one team that is responsible.
    pub held_by: TeamCode,
    /// Who of another service has it by name, in words.
    pub elsewhere: Option<String>,
}

impl EmergencyNow {
    /// The emergencies that are not decided, by the time left; then those that were taken on and not answered: which nobody
    /// has by name, and which somebody of ours has.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<Self>, StoreError> {
        let mut found = Vec::new();
        for statement in [sql::EMERGENCIES_NOW, sql::CASELOAD_EMERGENCIES, sql::CASELOAD_TAKEN] {
            tx.query(statement, &[footprint.into()], &mut |values| {
                let row = Row::new("queue", values);
                found.push(Self {
                    referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                    reference: row.text_or_none(1)?.map(str::to_owned),
                    received_at: row.instant(2)?,
                    respond_by: row.instant_or_none(3)?,
                    taken_by: row.text_or_none(4)?.map(str::to_owned),
                    held_by: TeamCode(row.text(5)?.to_owned()),
                    elsewhere: row.text_or_none(6)?.map(str::to_owned),
                });
                Ok(())
            })?;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{lent, tests::databases};

    fn entry(batch: i64, known_ms: i64) -> Vec<Val> {
        let id = format!("00000000-0000-7000-8000-{batch:012}");
        let head = vec!["f".into(), "referral".into(), id.into(), 1.into(), batch.into(), known_ms.into()];
        let rest = vec!["system".into(), "c".into(), Val::Null, "ReferralClaimed".into(), 1.into(), "{}".into()];
        [head, rest, vec![Val::Null, Val::Bytes(vec![0; 32])]].concat()
    }

    /// Numbers of batches have gaps, where an import was taken out, and several batches may be of one instant.
    #[test]
    fn the_first_batch_of_an_instant_is_found_among_numbers_with_gaps() {
        let batches = [(2, 10), (3, 10), (4, 10), (9, 11), (10, 20), (11, 20), (40, 50)];
        for (dialect, mut connection, _folder) in databases() {
            assert_eq!(first_batch_from(connection.as_mut(), "f", 0).unwrap(), 0, "{dialect:?}");
            let rows: Vec<Vec<Val>> = batches.iter().map(|(batch, known)| entry(*batch, *known)).collect();
            connection.insert(&table::JOURNAL, &lent(&rows), false).unwrap();
            connection.exec(sql::COUNTER_NEW, &["f".into()]).unwrap();
            connection.exec(sql::COUNTER_SET, &["f".into(), 41.into(), 50.into(), 7.into()]).unwrap();
            for at in [0, 9, 10, 11, 12, 19, 20, 21, 49, 50, 51, i64::MAX] {
                let first = first_batch_from(connection.as_mut(), "f", at).unwrap();
                let since = |from: i64| batches.iter().filter(move |(batch, _)| *batch >= from);
                let all: Vec<_> = batches.iter().filter(|(_, known)| *known >= at).collect();
                assert_eq!(since(first).collect::<Vec<_>>(), all, "{dialect:?} {at}");
            }
        }
    }
}
