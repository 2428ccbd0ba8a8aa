//! The one writer of a program: it gathers what waits, writes it in one transaction, and answers after the commit is on
//! disk.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use jiff::Timestamp;
use porch_domain::event::StreamId;

use crate::{
    change::{Change, RowChange},
    engine::{Connection, Engine, in_transaction},
    error::StoreError,
    journal::{Entry, Hash},
    sql,
    table::{self, Table},
    value::{Row, Val},
};

/// Changes in one transaction, at most.
const BATCH: usize = 128;

/// How often a transaction is tried again that another one came in between of (40001).
const TRIES: usize = 8;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The batch of the footprint that carries it; none when it has no journal entry.
    pub batch: Option<i64>,
    /// The first outcome of the command, where the same command was carried out before; nothing was changed then.
    pub repeated: Option<String>,
}

type Answer = Result<Committed, StoreError>;

struct Job {
    change: Change,
    answer: mpsc::SyncSender<Answer>,
}

/// The writer's thread and the way to it.
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(engine: Arc<dyn Engine>) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("porch-writer".to_owned())
            .spawn(move || run(&engine, &waiting))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Writes a change and waits until it is on disk.
    pub(crate) fn commit(&self, change: Change) -> Answer {
        let (answer, answered) = mpsc::sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or(StoreError::Closed)?;
        jobs.send(Job { change, answer }).map_err(|_| StoreError::Closed)?;
        answered.recv().map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Writer {
    /// Finishes what waits.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has answered nobody since; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

fn run(engine: &Arc<dyn Engine>, waiting: &mpsc::Receiver<Job>) {
    let mut connection: Option<Box<dyn Connection>> = None;
    let mut held: Option<Job> = None;
    while let Some(first) = held.take().or_else(|| waiting.recv().ok()) {
        let mut jobs = vec![first];
        let mut streams: HashSet<(String, StreamId)> = HashSet::new();
        claim(&mut streams, &jobs[0].change);
        while jobs.len() < BATCH {
            let Ok(job) = waiting.try_recv() else { break };
            if !claim(&mut streams, &job.change) {
                // Two changes of one stream never share a batch: the second is checked against what the first wrote.
                held = Some(job);
                break;
            }
            jobs.push(job);
        }
        let rows = jobs.iter().map(|job| job.change.len() + job.change.rows.len()).sum();
        answer_all(engine, &mut connection, jobs);
        engine.after_batch(rows);
    }
}

/// Whether none of the change's streams is in the batch; if so they are now.
fn claim(streams: &mut HashSet<(String, StreamId)>, change: &Change) -> bool {
    let own: HashSet<StreamId> = change.streams().collect();
    if own.iter().any(|stream| streams.contains(&(change.footprint.clone(), *stream))) {
        return false;
    }
    streams.extend(own.into_iter().map(|stream| (change.footprint.clone(), stream)));
    true
}

fn answer_all(engine: &Arc<dyn Engine>, connection: &mut Option<Box<dyn Connection>>, jobs: Vec<Job>) {
    let changes: Vec<&Change> = jobs.iter().map(|job| &job.change).collect();
    let answers: Vec<Answer> = match write(engine, connection, &changes) {
        Ok(committed) => committed.into_iter().map(Ok).collect(),
        Err(error) if jobs.len() == 1 => vec![Err(told_apart(engine, connection, changes[0], error))],
        Err(_) => changes
            .iter()
            .map(|change| match write(engine, connection, &[change]) {
                Ok(mut committed) => committed.pop().ok_or(StoreError::Closed),
                Err(error) => Err(told_apart(engine, connection, change, error)),
            })
            .collect(),
    };
    for (job, answer) in jobs.into_iter().zip(answers) {
        // The caller may have gone; what was written stays written.
        let _ = job.answer.send(answer);
    }
}

fn write(
    engine: &Arc<dyn Engine>,
    connection: &mut Option<Box<dyn Connection>>,
    changes: &[&Change],
) -> Result<Vec<Committed>, StoreError> {
    let mut open = match connection.take().filter(|open| open.alive()) {
        Some(open) => open,
        None => engine.connect(true)?,
    };
    let mut written = in_transaction(open.as_mut(), true, |tx| write_batch(tx, changes));
    for _ in 0..TRIES {
        let Err(StoreError::TryAgain(_)) = written else { break };
        written = in_transaction(open.as_mut(), true, |tx| write_batch(tx, changes));
    }
    *connection = Some(open);
    written
}

/// A taken key may mean that the stream moved on since it was read: then the caller decides anew.
fn told_apart(
    engine: &Arc<dyn Engine>,
    connection: &mut Option<Box<dyn Connection>>,
    change: &Change,
    error: StoreError,
) -> StoreError {
    let StoreError::Taken(_) = &error else { return error };
    let stale = (|| {
        let mut open = match connection.take().filter(|open| open.alive()) {
            Some(open) => open,
            None => engine.connect(true)?,
        };
        let mut stale = false;
        for entry in &change.entries {
            let params =
                [change.footprint.clone().into(), entry.stream.kind.code().into(), entry.stream.id.to_string().into()];
            open.query(sql::STREAM_HEAD, &params, &mut |values| {
                stale |= Row::new("journal", values).int(0)? >= entry.version;
                Ok(())
            })?;
        }
        *connection = Some(open);
        Ok::<_, StoreError>(stale)
    })();
    if stale.unwrap_or(false) { StoreError::Stale } else { error }
}

/// Rows first, then the batch number, whose lock is held to the commit, then the journal: batches become visible in order.
fn write_batch(tx: &mut dyn Connection, changes: &[&Change]) -> Result<Vec<Committed>, StoreError> {
    let mut answers: Vec<Committed> = Vec::with_capacity(changes.len());
    let mut fresh: Vec<&Change> = Vec::with_capacity(changes.len());
    for change in changes {
        let repeated = repeated(tx, change)?;
        if repeated.is_none() {
            fresh.push(change);
        }
        answers.push(Committed { batch: None, repeated });
    }
    let early: Vec<RowChange> =
        fresh.iter().flat_map(|change| &change.rows).filter(|row| !row.needs_known_at()).cloned().collect();
    write_rows(tx, &early)?;
    let commands: Vec<Vec<Val>> = fresh.iter().filter_map(|change| change.command_row()).collect();
    tx.insert(&table::COMMAND, &commands, false)?;

    let mut by_footprint: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &fresh {
        if !change.entries.is_empty() {
            by_footprint.entry(&change.footprint).or_default().push(change);
        }
    }
    let mut batches: HashMap<&str, i64> = HashMap::new();
    for (footprint, changes) in &by_footprint {
        batches.insert(footprint, write_journal(tx, footprint, changes)?);
    }
    for (answer, change) in answers.iter_mut().zip(changes) {
        if answer.repeated.is_none() && !change.entries.is_empty() {
            answer.batch = batches.get(change.footprint.as_str()).copied();
        }
    }
    Ok(answers)
}

fn repeated(tx: &mut dyn Connection, change: &Change) -> Result<Option<String>, StoreError> {
    let mut outcome = None;
    if change.outcome.is_some() {
        let params = [change.footprint.clone().into(), change.command.to_string().into()];
        tx.query(sql::COMMAND_OUTCOME, &params, &mut |values| {
            outcome = Some(Row::new("command", values).text(0)?.to_owned());
            Ok(())
        })?;
    }
    Ok(outcome)
}

fn write_journal(tx: &mut dyn Connection, footprint: &str, changes: &[&Change]) -> Result<i64, StoreError> {
    tx.exec(sql::COUNTER_NEW, &[footprint.into()])?;
    let mut known = changes.iter().map(|change| change.now).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut batch = 0;
    let count: usize = changes.iter().map(|change| change.entries.len()).sum();
    let count = Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
    tx.query(sql::COUNTER_NEXT, &[footprint.into(), Val::instant(known), count], &mut |values| {
        let row = Row::new("batch_counter", values);
        batch = row.int(0)?;
        known = row.instant(1)?;
        Ok(())
    })?;
    let mut entries = Vec::new();
    let mut personal = Vec::new();
    let mut rows = Vec::new();
    for change in changes {
        let mut seals: HashMap<StreamId, Hash> = HashMap::new();
        for new in &change.entries {
            let before = new.before.or_else(|| seals.get(&new.stream).copied()).unwrap_or_default();
            let mut entry = Entry {
                stream: new.stream,
                version: new.version,
                batch,
                known_at: known,
                actor: change.actor.clone(),
                command_id: change.command.to_string(),
                import: change.import,
                event: new.event.to_owned(),
                format: new.format,
                payload: new.payload.clone(),
                personal_seal: new.personal.as_ref().map(crate::journal::Personal::seal),
                hash: [0; 32],
                personal: new.personal.clone(),
            };
            entry.hash = entry.sealed(footprint, &before);
            seals.insert(entry.stream, entry.hash);
            personal.extend(entry.personal_values(footprint));
            entries.push(entry.values(footprint));
        }
        rows.extend(change.rows.iter().filter(|row| row.needs_known_at()).map(|row| row.filled(known)));
    }
    write_rows(tx, &rows)?;
    tx.insert(&table::JOURNAL, &entries, false)?;
    tx.insert(&table::PERSONAL, &personal, false)?;
    Ok(batch)
}

/// Writes rows, many in one statement: of several with the same key, the last.
pub(crate) fn write_rows(tx: &mut dyn Connection, rows: &[RowChange]) -> Result<(), StoreError> {
    let mut puts: Vec<(&'static Table, Vec<Vec<Val>>)> = Vec::new();
    let mut adds: Vec<(&'static Table, Vec<Vec<Val>>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        match row {
            RowChange::Put(table, values) => {
                let key = format!("{}{:?}", table.name, &values[..table.key]);
                let group = group(&mut puts, table);
                match places.get(&key) {
                    Some(&place) => group[place].clone_from(values),
                    None => {
                        places.insert(key, group.len());
                        group.push(values.clone());
                    }
                }
            }
            RowChange::Add(table, values) => group(&mut adds, table).push(values.clone()),
            RowChange::Delete(table, key) => tx.delete(table, key)?,
            RowChange::Run(sql, params) => {
                tx.exec(sql, params)?;
            }
            RowChange::Must(sql, params) => {
                if tx.exec(sql, params)? == 0 {
                    return Err(StoreError::Stale);
                }
            }
        }
    }
    for (table, rows) in &puts {
        tx.insert(table, rows, true)?;
    }
    for (table, rows) in &adds {
        tx.insert(table, rows, false)?;
    }
    Ok(())
}

fn group<'a>(groups: &'a mut Vec<(&'static Table, Vec<Vec<Val>>)>, table: &'static Table) -> &'a mut Vec<Vec<Val>> {
    let place = groups.iter().position(|(known, _)| *known == table).unwrap_or_else(|| {
        groups.push((table, Vec::new()));
        groups.len() - 1
    });
    &mut groups[place].1
}
