//! Reports: the annual figures, and the records behind each.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use porch_domain::{
    front_door::source::BySource,
    measure::{
        AggregateRow, AnnualReport, Columns, ColumnsBuilder, KeptTime, Period, RecordsBehind, aggregate, annual,
    },
};
use porch_store::{
    ChangedSince, ReferralLine, Store, StoreError, Tx, facts_at, facts_now, facts_of_person, referrals_by_source,
    team_contacts,
};

use crate::{
    Ctx,
    access::{Action, check, near},
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
        self.with(store, footprint, |_, _| Ok(()))
    }

    /// Lets `work` read a table that is current to the newest batch, and tells it which that is.
    fn with<T>(
        &self,
        store: &Store,
        footprint: &str,
        work: impl FnOnce(&Columns, i64) -> Result<T, AppError>,
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
        let current = held.insert(current);
        work(&current.columns, current.batch)
    }
}

fn loaded(tx: &mut dyn Tx, footprint: &str) -> Result<Held, StoreError> {
    let batch = ChangedSince::newest(tx, footprint)?;
    let mut builder = ColumnsBuilder::default();
    facts_now(tx, footprint, &mut |fact| builder.add(fact))?;
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
    match as_at {
        Some(as_at) if as_at < ctx.now => {
            ctx.store.seal(ctx.footprint(), as_at)?;
            Ok(Drawn { report: drawn_at(ctx, period, as_at)?, as_at })
        }
        later_or_now => {
            let (mut report, as_at) = drawn_now(ctx, measures, period)?;
            if later_or_now.is_some_and(|wanted| wanted > as_at) {
                report.warnings.push(format!(
                    "the instant asked for lies ahead: these are the figures as at {as_at}, and they may still change"
                ));
            }
            Ok(Drawn { report, as_at })
        }
    }
}

/// The annual figures as they may leave the service, and when they were true: small numbers are hidden (PR-32).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn aggregates(ctx: &Ctx, measures: &Measures, period: Period) -> Result<(Vec<AggregateRow>, Timestamp), AppError> {
    check(ctx, Action::SeeAggregates)?;
    let (report, as_at) = drawn_now(ctx, measures, period)?;
    Ok((aggregate(&report), as_at))
}

/// How often figures are drawn anew because something was committed meanwhile.
const DRAWN_ANEW: usize = 4;

/// Draws the figures as they stand now, and seals the instant that they are true at.
fn drawn_now(ctx: &Ctx, measures: &Measures, period: Period) -> Result<(AnnualReport, Timestamp), AppError> {
    for _ in 0..DRAWN_ANEW {
        let (report, batch) = measures.with(&ctx.store, ctx.footprint(), |columns, batch| {
            Ok((annual(columns, &ctx.rules.footprint, period)?, batch))
        })?;
        let observed = ctx.store.observe(ctx.footprint(), ctx.now)?;
        // What was committed while the figures were drawn belongs in them: then they are drawn again.
        if observed.batch == batch {
            return Ok((report, observed.as_at));
        }
    }
    // Others write without a pause: take the instant first, and read what was known by then.
    let as_at = ctx.store.observe(ctx.footprint(), ctx.now)?.as_at;
    Ok((drawn_at(ctx, period, as_at)?, as_at))
}

/// Draws the figures as they stood at an instant that is sealed.
fn drawn_at(ctx: &Ctx, period: Period, as_at: Timestamp) -> Result<AnnualReport, AppError> {
    let mut builder = ColumnsBuilder::default();
    ctx.store.read(|tx| facts_at(tx, ctx.footprint(), as_at, &mut |fact| builder.add(fact)))?;
    Ok(annual(&builder.finish(), &ctx.rules.footprint, period)?)
}

/// Referrals received in a period by source, of everybody, as they stand now.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn by_source(ctx: &Ctx, period: Period) -> Result<BySource, AppError> {
    check(ctx, Action::SeeReport)?;
    let received = period.instants()?;
    let counts = ctx.store.read(|tx| referrals_by_source(tx, ctx.footprint(), received))?;
    Ok(BySource::of(&counts))
}

/// The time that the local rules keep for this work, beside what its teams did in a period, as it stands now (G1).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn kept_time(ctx: &Ctx, measures: &Measures, period: Period) -> Result<Vec<KeptTime>, AppError> {
    check(ctx, Action::SeeReport)?;
    let (report, _) = drawn_now(ctx, measures, period)?;
    let contacts = ctx.store.read(|tx| team_contacts(tx, ctx.footprint()))?;
    Ok(KeptTime::of(&ctx.rules.footprint, &report.teams, &contacts, period))
}

/// A page of the records behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOfRecords {
    /// How many records stand behind the figure.
    pub all: usize,
    /// Those of the page, in the order of receipt, as they stand now.
    pub lines: Vec<ReferralLine>,
}

/// Some of the records behind a figure, counted in the order of receipt. One look names all that are shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn records_behind(
    ctx: &Ctx,
    records: RecordsBehind,
    what: &str,
    as_at: Timestamp,
    page: Range<usize>,
) -> Result<PageOfRecords, AppError> {
    let mut all = 0;
    ctx.store.seal(ctx.footprint(), as_at.min(ctx.now))?;
    let lines = look::referrals(ctx, Action::SeeRecordsBehindReport, "records behind the annual report", what, || {
        let mut records = records;
        ctx.store.read(|tx| facts_at(tx, ctx.footprint(), as_at, &mut |fact| records.add(fact)))?;
        let mut ids = records.finish();
        all = ids.len();
        // Ids begin with the instant of receipt, or of entry, so that their order is that of the list.
        ids.sort_unstable();
        Ok(ctx.store.read(|tx| {
            let mut lines = Vec::new();
            for id in ids.into_iter().skip(page.start).take(page.len()) {
                if !near(tx, ctx, Action::SeeRecordsBehindReport, id)? {
                    continue;
                }
                lines.extend(ReferralLine::of(tx, ctx.footprint(), id)?);
            }
            Ok(lines)
        })?)
    })?;
    Ok(PageOfRecords { all, lines })
}
