//! When the service must next look at a referral by itself.
//!
//! A row stands beside each referral that is open. It is written with every event of the referral, by the rules of whoever
//! writes, and says by which: under other rules it counts as due at once, so that a change of the rules, of the program, or
//! a restore, which has no rules at hand, forgets nothing. A row may so make somebody look too early, and never too late.

use jiff::Timestamp;
use porch_domain::{
    footprint::Footprint,
    ids::ReferralId,
    referral::{Referral, system_due},
};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// By which rules it is asked when something is due.
#[derive(Debug, Clone, Copy)]
pub struct Under<'a> {
    /// The rules of the local system.
    pub footprint: &'a Footprint,
    /// What stands for them in a row: [`rules_key`] of their text.
    pub rules: &'a str,
}

/// What stands for the rules of a local system as this version of the program reads them.
pub fn rules_key(content_hash: &str) -> String {
    format!("{} {}", content_hash.get(..12).unwrap_or(content_hash), env!("CARGO_PKG_VERSION"))
}

/// The row of a referral after an event; its taking out where the service has nothing more to look for.
pub(crate) fn due_row(
    footprint: &str,
    referral: &Referral,
    (version, is_new): (i64, bool),
    under: Option<&Under<'_>>,
) -> Option<RowChange> {
    let open = referral.held().is_some();
    let due_at = under.map(|under| system_due(referral, under.footprint));
    let stays = match due_at {
        Some(due_at) => open || due_at.is_some(),
        // What ended elsewhere ended there; of what ended here only the rules can say whether something is left.
        None => open || referral.import.is_none() || referral.risk_open(),
    };
    let id = referral.id.to_string();
    if !stays {
        return (!is_new).then(|| RowChange::Delete(&table::DUE, vec![footprint.into(), id.into()]));
    }
    Some(RowChange::Put(
        &table::DUE,
        vec![
            footprint.into(),
            id.into(),
            Val::text_or_null(referral.import.map(|import| import.to_string())),
            version.into(),
            under.map_or("", |under| under.rules).into(),
            Val::instant_or_null(due_at.flatten()),
            0.into(),
        ],
    ))
}

/// A referral that the service must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The referral.
    pub referral: ReferralId,
    /// Since when, where the rules in force said so; none where they have not been asked yet.
    pub since: Option<Timestamp>,
    /// How often it could not be handled since something was last written of it.
    pub tries: i64,
    /// The version of the referral from which the row was written.
    version: i64,
}

/// What is due at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueNow {
    /// The earliest first; then what has to be asked anew because the rules are others.
    pub due: Vec<Due>,
    /// When something is due next, after that instant.
    pub next: Option<Timestamp>,
    /// Who has the lease of the work, and until when.
    pub lease: Option<(String, Timestamp)>,
}

const LEASE: &str = "due";

impl DueNow {
    /// What is due at `now`, at most so many; where nothing is, one row is read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(
        tx: &mut dyn Tx,
        footprint: &str,
        rules: &str,
        now: Timestamp,
        limit: usize,
    ) -> Result<Self, StoreError> {
        let mut found = Self { next: Self::next(tx, footprint, rules, now)?, ..Self::default() };
        let left = |due: &Vec<Due>| Val::Int(i64::try_from(limit.saturating_sub(due.len())).unwrap_or(i64::MAX));
        let (system, by) = (Val::from(footprint), Val::from(rules));
        let params = [system.clone(), by.clone(), Val::instant(now), left(&found.due)];
        Self::rows(tx, sql::DUE_BY_RULES, &params, true, &mut found.due)?;
        for statement in [sql::DUE_BEFORE_RULES, sql::DUE_AFTER_RULES] {
            let params = [system.clone(), by.clone(), left(&found.due)];
            Self::rows(tx, statement, &params, false, &mut found.due)?;
        }
        if !found.due.is_empty() {
            tx.query(sql::LEASE_HELD, &[system, LEASE.into()], &mut |values| {
                let row = Row::new("lease", values);
                found.lease = Some((row.text(0)?.to_owned(), row.instant(1)?));
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// When something is due next, after an instant.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next(
        tx: &mut dyn Tx,
        footprint: &str,
        rules: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut next = None;
        tx.query(sql::DUE_NEXT, &[footprint.into(), rules.into(), Val::instant(now)], &mut |values| {
            next = Some(Row::new("due", values).instant(0)?);
            Ok(())
        })?;
        Ok(next)
    }

    fn rows(
        tx: &mut dyn Tx,
        statement: &'static str,
        params: &[Val],
        by_these: bool,
        due: &mut Vec<Due>,
    ) -> Result<(), StoreError> {
        tx.query(statement, params, &mut |values| {
            let row = Row::new("due", values);
            // What came with an import was nobody's to do before it was whole.
            let since = row.instant_or_none(2)?.filter(|_| by_these).max(row.instant_or_none(4)?);
            due.push(Due {
                referral: row.parsed(0, "a referral's id", |text| text.parse().ok())?,
                version: row.int(1)?,
                since,
                tries: row.int(3)?,
            });
            Ok(())
        })
    }
}

impl RowChange {
    /// Says when to look at a referral again, where nothing was written of it since it was read at `version`; none while only
    /// people can do something about it.
    pub fn look_again(
        footprint: &str,
        due: &Due,
        version: i64,
        under: &Under<'_>,
        at: Option<Timestamp>,
        tries: i64,
    ) -> Self {
        let params = vec![
            footprint.into(),
            due.referral.to_string().into(),
            due.version.into(),
            version.max(due.version).into(),
            under.rules.into(),
            Val::instant_or_null(at),
            tries.into(),
        ];
        Self::Run(sql::DUE_AGAIN, params)
    }

    /// Says that there is nothing more to look for, where nothing was written of the referral since.
    pub fn look_no_longer(footprint: &str, due: &Due) -> Self {
        let params = vec![footprint.into(), due.referral.to_string().into(), due.version.into()];
        Self::Run(sql::DUE_NO_LONGER, params)
    }

    /// Takes or renews the lease of doing what is due; the change is stale where somebody else has it. `longest` is later
    /// than any lease can end that was taken by a clock that goes right: one that ends after it is void.
    pub fn lease_of_what_is_due(
        footprint: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
        longest: Timestamp,
    ) -> Self {
        Self::lease_of_work((footprint, LEASE, holder), now, until, longest)
    }

    /// The same for any work; the first three are the local system, the work and the holder.
    pub(crate) fn lease_of_work(
        (footprint, work, holder): (&str, &str, &str),
        now: Timestamp,
        until: Timestamp,
        longest: Timestamp,
    ) -> Self {
        let instants = [until, now, longest].map(Val::instant);
        let params = [footprint, work, holder].map(Val::from).into_iter().chain(instants).collect();
        Self::Must(sql::LEASE_OF_WORK, params)
    }

    /// Gives that lease back.
    pub fn free_lease_of_what_is_due(footprint: &str, holder: &str) -> Self {
        Self::Run(sql::LEASE_FREE, vec![footprint.into(), LEASE.into(), holder.into()])
    }
}

/// Whether a referral is looked at in time, as far as its row and the rules by which it was written can tell.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn looked_at_in_time(
    tx: &mut dyn Tx,
    footprint: &str,
    referral: &Referral,
    rules: &[(String, Footprint)],
) -> Result<Result<(), &'static str>, StoreError> {
    if referral.held().is_none() {
        return Ok(Ok(()));
    }
    let mut row = None;
    tx.query(sql::DUE_ROW, &[footprint.into(), referral.id.to_string().into()], &mut |values| {
        let found = Row::new("due", values);
        row = Some((found.text(0)?.to_owned(), found.instant_or_none(1)?, found.int(2)?));
        Ok(())
    })?;
    let Some((key, looked_at, tries)) = row else {
        return Ok(Err("its row in due is missing: the service would not look at it again"));
    };
    let by = rules.iter().find(|(known, _)| *known == key).filter(|_| tries == 0);
    let due_at = by.and_then(|(_, footprint)| system_due(referral, footprint));
    let too_late = due_at.is_some_and(|due_at| looked_at.is_none_or(|looked_at| looked_at > due_at));
    Ok(if too_late { Err("its row in due lets the service look at it too late") } else { Ok(()) })
}

#[cfg(test)]
mod tests {
    use porch_domain::ids::ReferralId;
    use uuid::Uuid;

    use super::*;
    use crate::{
        engine::{Dialect, LentRow, lent, tests::databases},
        table::Table,
    };

    const OPEN: u128 = 100_000;

    /// Counts the rows that a query gives.
    struct Counted<'a> {
        tx: &'a mut dyn Tx,
        rows: usize,
    }

    impl Tx for Counted<'_> {
        fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
            self.tx.exec(sql, params)
        }

        fn query(
            &mut self,
            sql: &'static str,
            params: &[Val],
            each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
        ) -> Result<(), StoreError> {
            let rows = &mut self.rows;
            self.tx.query(sql, params, &mut |values| {
                *rows += 1;
                each(values)
            })
        }

        fn lend(
            &mut self,
            sql: &'static str,
            params: &[Val],
            each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
        ) -> Result<(), StoreError> {
            self.tx.lend(sql, params, each)
        }

        fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError> {
            self.tx.insert(table, rows, replace)
        }

        fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError> {
            self.tx.insert_new(table, rows)
        }

        fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError> {
            self.tx.delete(table, key)
        }

        fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError> {
            self.tx.columns_of(sql)
        }
    }

    fn row(nth: u128, due_ms: Val) -> Vec<Val> {
        let id = ReferralId(Uuid::from_u128(nth)).to_string();
        vec!["f".into(), id.into(), Val::Null, 1.into(), "r 1".into(), due_ms, 0.into()]
    }

    /// Half of all wait for a time to come, and half for people only.
    #[test]
    fn among_a_hundred_thousand_open_referrals_with_nothing_due_one_row_is_read() {
        let now = Timestamp::from_millisecond(1_000).unwrap();
        for (dialect, mut connection, _folder) in databases() {
            let due = |nth: u128| if nth.is_multiple_of(2) { Val::Int(2_000 + nth as i64) } else { Val::Null };
            let rows: Vec<Vec<Val>> = (0..OPEN).map(|nth| row(nth, due(nth))).collect();
            connection.begin(true).unwrap();
            connection.insert(&table::DUE, &lent(&rows), false).unwrap();
            connection.commit().unwrap();
            let mut counted = Counted { tx: connection.as_mut(), rows: 0 };
            let found = DueNow::read(&mut counted, "f", "r 1", now, 128).unwrap();
            assert_eq!((found.due.len(), counted.rows), (0, 1), "{dialect:?}");
            assert_eq!(found.next, Timestamp::from_millisecond(2_000).ok());

            // The first by time; under other rules all of them, half of which nobody has asked about.
            let later = Timestamp::from_millisecond(2_500).unwrap();
            let found = DueNow::read(connection.as_mut(), "f", "r 1", later, 100).unwrap();
            let first: Vec<u128> = found.due.iter().map(|due| due.referral.0.as_u128()).collect();
            assert_eq!(first, (0..200).step_by(2).collect::<Vec<_>>());
            assert_eq!(found.due[1].since, Timestamp::from_millisecond(2_002).ok());
            // What came with an import is late from when the import was whole.
            let import = [Val::from("f"), "i".into(), "complete".into(), "h".into(), 2_300.into(), 1.into(), 0.into()];
            let mut imported = row(1_000_000, Val::Int(1_500));
            imported[2] = "i".into();
            connection.begin(true).unwrap();
            connection.insert(&table::HISTORY_IMPORT, &[&import], false).unwrap();
            connection.insert(&table::DUE, &[&imported], false).unwrap();
            let found = DueNow::read(connection.as_mut(), "f", "r 1", later, 1).unwrap();
            assert_eq!(found.due[0].referral.0.as_u128(), 1_000_000);
            assert_eq!(found.due[0].since, Timestamp::from_millisecond(2_300).ok(), "{dialect:?}");
            connection.rollback().unwrap();
            for rules in ["r 0", "r 2"] {
                let found = DueNow::read(connection.as_mut(), "f", rules, now, 128).unwrap();
                assert_eq!((found.due.len(), found.due[0].since), (128, None), "{dialect:?} {rules}");
            }
            if dialect == Dialect::Postgres {
                connection.batch("ANALYZE due").unwrap();
                for statement in [sql::DUE_BY_RULES, sql::DUE_BEFORE_RULES, sql::DUE_AFTER_RULES, sql::DUE_NEXT] {
                    let mut plan = String::new();
                    let mut params = vec!["f".into(), "r 1".into(), Val::Int(1_000), Val::Int(128)];
                    params.truncate((1..).take_while(|place| statement.contains(&format!("${place}"))).count());
                    let asked: &'static str = format!("EXPLAIN {statement}").leak();
                    let read = connection.query(asked, &params, &mut |values| {
                        plan.push_str(Row::new("plan", values).text(0)?);
                        plan.push('\n');
                        Ok(())
                    });
                    read.unwrap();
                    assert!(plan.contains("due_in_order") && !plan.contains("Seq Scan on due"), "{statement}\n{plan}");
                }
            }
        }
    }
}
