//! Reports: the annual figures, and the records behind each.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use porch_domain::{
    footprint::TeamCode,
    measure::{AnnualReport, Behind, Columns, ColumnsBuilder, Period, annual, referrals_behind},
};
use porch_store::{ChangedSince, ReferralLine, Store, StoreError, Tx, facts_at, facts_now, facts_of_person};

use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look,
};

/// A report and the instant at which it was true.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The figures.
    pub report: AnnualReport,
    /// From which instant they show everything that was known.
    pub as_at: Timestamp,
}

/// The column table of one local system, kept current as batches are committed.
#[derive(Default)]
pub struct Measures {
    held: Mutex<Option<Held>>,
}

struct Held {
    footprint: String,
    batch: i64,
    columns: Columns,
}

/// Past this share of changed people the table is packed anew.
const REPACK_AT: usize = 8;

impl Measures {
    /// Loads the table, so that the first report does not wait for it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load(&self, store: &Store, footprint: &str) -> Result<(), AppError> {
        self.with(store, footprint, |_| Ok(()))
    }

    /// Lets `work` read a table that is current to the newest batch.
    fn with<T>(
        &self,
        store: &Store,
        footprint: &str,
        work: impl FnOnce(&Columns) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        // What the lock guards is replaced whole, so a panic elsewhere leaves nothing half done.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let current = store.read(|tx| {
            let known = held.take().filter(|known| known.footprint == footprint);
            let known = match known {
                None => loaded(tx, footprint)?,
                Some(known) => brought_up_to_date(tx, known)?,
            };
            Ok(known)
        })?;
        work(&held.insert(current).columns)
    }
}

fn loaded(tx: &mut dyn Tx, footprint: &str) -> Result<Held, StoreError> {
    let batch = ChangedSince::read(tx, footprint, i64::MAX)?.batch;
    let mut builder = ColumnsBuilder::default();
    facts_now(tx, footprint, &mut |fact| builder.add(&fact))?;
    Ok(Held { footprint: footprint.to_owned(), batch, columns: builder.finish() })
}

fn brought_up_to_date(tx: &mut dyn Tx, mut known: Held) -> Result<Held, StoreError> {
    let changed = ChangedSince::read(tx, &known.footprint, known.batch)?;
    let many = (known.columns.changed_people() + changed.people.len()) * REPACK_AT > known.columns.len();
    if changed.import_completed || (many && !changed.people.is_empty()) {
        return loaded(tx, &known.footprint);
    }
    for person in changed.people {
        let facts = facts_of_person(tx, &known.footprint, person)?;
        known.columns.replace_person(person, &facts);
    }
    known.batch = changed.batch;
    Ok(known)
}

/// The annual figures: as they stand now, or as they stood at an earlier instant (INV-09).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn annual_report(
    ctx: &Ctx,
    measures: &Measures,
    period: Period,
    as_at: Option<Timestamp>,
) -> Result<Drawn, AppError> {
    check(ctx, Action::SeeReport)?;
    let footprint = &ctx.rules.footprint;
    match as_at {
        Some(as_at) if as_at < ctx.now => {
            let columns = columns_at(ctx, as_at, ColumnsBuilder::default())?;
            Ok(Drawn { report: annual(&columns, footprint, period)?, as_at })
        }
        later_or_now => {
            let as_at = ctx.store.observe(ctx.footprint(), ctx.now)?;
            let mut report =
                measures.with(&ctx.store, ctx.footprint(), |columns| Ok(annual(columns, footprint, period)?))?;
            if later_or_now.is_some_and(|wanted| wanted > as_at) {
                report.warnings.push(format!(
                    "the instant asked for lies ahead: these are the figures as at {as_at}, and they may still change"
                ));
            }
            Ok(Drawn { report, as_at })
        }
    }
}

fn columns_at(ctx: &Ctx, as_at: Timestamp, mut builder: ColumnsBuilder) -> Result<Columns, AppError> {
    ctx.store.read(|tx| facts_at(tx, ctx.footprint(), as_at, &mut |fact| builder.add(&fact)))?;
    Ok(builder.finish())
}

/// The records behind a figure, in the order of receipt. One look names all that were shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn records_behind(
    ctx: &Ctx,
    period: Period,
    as_at: Timestamp,
    team: Option<&TeamCode>,
    behind: Behind,
) -> Result<Vec<ReferralLine>, AppError> {
    look::referrals(ctx, Action::SeeRecordsBehindReport, "records behind the annual report", behind.code(), || {
        let columns = columns_at(ctx, as_at, ColumnsBuilder::with_ids())?;
        let ids = referrals_behind(&columns, period, team, behind)?;
        let mut lines = ctx.store.read(|tx| {
            let mut lines = Vec::with_capacity(ids.len());
            for id in ids {
                lines.extend(ReferralLine::of(tx, ctx.footprint(), id)?);
            }
            Ok(lines)
        })?;
        lines.sort_by_key(|line| (line.received_at, line.id));
        Ok(lines)
    })
}
