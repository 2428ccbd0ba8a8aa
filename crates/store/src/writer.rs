//! The one writer of a program: it gathers what waits, writes it in one transaction, and answers after the commit is on
//! disk.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

use jiff::Timestamp;
use porch_domain::event::StreamId;

use crate::{
    change::{Change, RowChange},
    engine::{Connection, Engine, begun, in_begun, in_transaction},
    error::StoreError,
    journal::{self, Hash},
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
    answer: mpsc::SyncSender<(Answer, Change)>,
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
        // The change comes back, so that the writer does not spend its time on taking it apart.
        let (answer, _change) = answered.recv().map_err(|_| StoreError::Closed)?;
        answer
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

fn answer_all(engine: &Arc<dyn Engine>, connection: &mut Option<Box<dyn Connection>>, mut jobs: Vec<Job>) {
    let mut changes: Vec<&mut Change> = jobs.iter_mut().map(|job| &mut job.change).collect();
    let answers: Vec<Answer> = match write(engine, connection, &mut changes) {
        Ok(committed) => committed.into_iter().map(Ok).collect(),
        // Whoever asks again finds by its first outcome what was stored, if it was. Until then nobody may be told that it was
        // not; and what leaves no outcome cannot be found, so it is not done again.
        Err(StoreError::InDoubt(first)) => changes
            .into_iter()
            .map(|change| match change.outcome {
                Some(_) => alone(engine, connection, change).map_err(|_| StoreError::InDoubt(first.clone())),
                None => Err(StoreError::InDoubt(first.clone())),
            })
            .collect(),
        Err(error) if changes.len() == 1 => vec![Err(told_apart(engine, connection, changes[0], error))],
        Err(_) => changes
            .into_iter()
            .map(|change| {
                alone(engine, connection, change).map_err(|error| told_apart(engine, connection, change, error))
            })
            .collect(),
    };
    for (job, answer) in jobs.into_iter().zip(answers) {
        // The caller may have gone; what was written stays written.
        let _ = job.answer.send((answer, job.change));
    }
}

fn alone(engine: &Arc<dyn Engine>, connection: &mut Option<Box<dyn Connection>>, change: &mut Change) -> Answer {
    write(engine, connection, &mut [change]).and_then(|mut committed| committed.pop().ok_or(StoreError::Closed))
}

fn write(
    engine: &Arc<dyn Engine>,
    connection: &mut Option<Box<dyn Connection>>,
    changes: &mut [&mut Change],
) -> Result<Vec<Committed>, StoreError> {
    let mut open = begun(engine.as_ref(), connection.take(), true)?;
    let mut written = in_begun(open.as_mut(), true, |tx| write_batch(tx, changes));
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
fn write_batch(tx: &mut dyn Connection, changes: &mut [&mut Change]) -> Result<Vec<Committed>, StoreError> {
    let mut answers = first_outcomes(tx, changes)?;
    let mut fresh: Vec<(&mut Change, &mut Committed)> = changes
        .iter_mut()
        .map(|change| &mut **change)
        .zip(&mut answers)
        .filter(|(_, answer)| answer.repeated.is_none())
        .collect();
    write_rows(tx, fresh.iter().flat_map(|(change, _)| &change.rows).filter(|row| !row.needs_known_at()))?;
    fresh.retain(|(change, _)| !change.entries.is_empty());
    fresh.sort_by(|(one, _), (other, _)| one.footprint.cmp(&other.footprint));
    for same in fresh.chunk_by_mut(|(one, _), (other, _)| one.footprint == other.footprint) {
        let footprint = same[0].0.footprint.clone();
        let (mut changes, answers): (Vec<&mut Change>, Vec<&mut &mut Committed>) =
            same.iter_mut().map(|(change, answer)| (&mut **change, answer)).unzip();
        let batch = write_journal(tx, &footprint, &mut changes)?;
        for answer in answers {
            answer.batch = Some(batch);
        }
    }
    Ok(answers)
}

/// Keeps the first outcome of each command, and tells the one that was kept before.
fn first_outcomes(tx: &mut dyn Connection, changes: &[&mut Change]) -> Result<Vec<Committed>, StoreError> {
    let mut answers: Vec<Committed> = changes.iter().map(|_| Committed { batch: None, repeated: None }).collect();
    let rows: Vec<(usize, Vec<Val>)> =
        changes.iter().enumerate().filter_map(|(at, change)| Some((at, change.command_row()?))).collect();
    let lent: Vec<&[Val]> = rows.iter().map(|(_, row)| row.as_slice()).collect();
    let new = tx.insert_new(&table::COMMAND, &lent)?;
    for ((at, row), _) in rows.iter().zip(new).filter(|(_, new)| !new) {
        tx.query(sql::COMMAND_OUTCOME, &row[..table::COMMAND.key], &mut |values| {
            answers[*at].repeated = Some(Row::new("command", values).text(0)?.to_owned());
            Ok(())
        })?;
    }
    Ok(answers)
}

fn write_journal(tx: &mut dyn Connection, footprint: &str, changes: &mut [&mut Change]) -> Result<i64, StoreError> {
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
    for change in changes.iter_mut() {
        let mut seals: HashMap<StreamId, Hash> = HashMap::new();
        for new in &mut change.entries {
            let before = new.before.or_else(|| seals.get(&new.stream).copied()).unwrap_or_default();
            seals.insert(new.stream, journal::fill_in(&mut new.row, batch, known, &before));
        }
    }
    let late: Vec<RowChange> = changes
        .iter()
        .flat_map(|change| &change.rows)
        .filter(|row| row.needs_known_at())
        .map(|row| row.filled(known))
        .collect();
    write_rows(tx, &late)?;
    let entries = || changes.iter().flat_map(|change| &change.entries);
    let rows: Vec<&[Val]> = entries().map(|entry| entry.row.as_slice()).collect();
    tx.insert(&table::JOURNAL, &rows, false)?;
    let personal: Vec<&[Val]> = entries().filter_map(|entry| entry.personal.as_deref()).collect();
    tx.insert(&table::PERSONAL, &personal, false)?;
    Ok(batch)
}

/// Writes rows in their order, many in one statement where that changes nothing: of several with the same key, the last.
pub(crate) fn write_rows<'a>(
    tx: &mut dyn Connection,
    rows: impl IntoIterator<Item = &'a RowChange>,
) -> Result<(), StoreError> {
    let mut waiting = Waiting::default();
    for row in rows {
        match row {
            RowChange::Put(table, values) => waiting.put(table, values),
            RowChange::Add(table, values) => waiting.add(table, values),
            RowChange::Delete(table, key) => {
                waiting.take_back(tx, table, key)?;
                tx.delete(table, key)?;
            }
            // A statement may touch any row, so it comes after those that were written before it.
            RowChange::Run(sql, params) => {
                waiting.write(tx)?;
                tx.exec(sql, params)?;
            }
            RowChange::Must(sql, params) => {
                waiting.write(tx)?;
                if tx.exec(sql, params)? == 0 {
                    return Err(StoreError::Stale);
                }
            }
        }
    }
    waiting.write(tx)
}

type Group<'a> = (&'static Table, Vec<Option<&'a [Val]>>);

/// Rows that wait to be written, by table. A row that was taken out again leaves its place empty.
#[derive(Default)]
struct Waiting<'a> {
    puts: Vec<Group<'a>>,
    adds: Vec<Group<'a>>,
    places: HashMap<Place<'a>, usize>,
}

/// A table and the key of one of its rows.
#[derive(PartialEq, Eq, Hash)]
struct Place<'a>(&'static str, &'a [Val]);

impl<'a> Place<'a> {
    fn of(table: &'static Table, values: &'a [Val]) -> Self {
        Self(table.name, &values[..table.key])
    }
}

impl<'a> Waiting<'a> {
    fn put(&mut self, table: &'static Table, values: &'a [Val]) {
        let group = group(&mut self.puts, table);
        match self.places.entry(Place::of(table, values)) {
            Entry::Occupied(place) => group[*place.get()] = Some(values),
            Entry::Vacant(free) => {
                free.insert(group.len());
                group.push(Some(values));
            }
        }
    }

    fn add(&mut self, table: &'static Table, values: &'a [Val]) {
        group(&mut self.adds, table).push(Some(values));
    }

    /// Forgets a row that waits and is taken out before it was written.
    fn take_back(&mut self, tx: &mut dyn Connection, table: &'static Table, key: &'a [Val]) -> Result<(), StoreError> {
        if self.adds.iter().any(|(known, _)| *known == table) {
            return self.write(tx);
        }
        if let Some(&place) = self.places.get(&Place::of(table, key)) {
            group(&mut self.puts, table)[place] = None;
        }
        Ok(())
    }

    fn write(&mut self, tx: &mut dyn Connection) -> Result<(), StoreError> {
        self.places.clear();
        for (groups, replace) in [(std::mem::take(&mut self.puts), true), (std::mem::take(&mut self.adds), false)] {
            for (table, rows) in groups {
                let rows: Vec<&[Val]> = rows.into_iter().flatten().collect();
                tx.insert(table, &rows, replace)?;
            }
        }
        Ok(())
    }
}

fn group<'g, 'a>(groups: &'g mut Vec<Group<'a>>, table: &'static Table) -> &'g mut Vec<Option<&'a [Val]>> {
    let place = groups.iter().position(|(known, _)| *known == table).unwrap_or_else(|| {
        groups.push((table, Vec::new()));
        groups.len() - 1
    });
    &mut groups[place].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::tests::databases;

    const COUNT: &str = "SELECT COUNT(*) FROM person_word WHERE word = $1";
    const RENAME: &str = "UPDATE person_word SET word = $2 WHERE word = $1";

    fn word(word: &str) -> Vec<Val> {
        vec!["f".into(), "p".into(), word.into()]
    }

    /// One change, or several that share a transaction, may write a row and take it out again: the last holds.
    #[test]
    fn rows_are_written_and_taken_out_in_their_order() {
        let (put, delete) = (
            |text| RowChange::Put(&table::PERSON_WORD, word(text)),
            |text| RowChange::Delete(&table::PERSON_WORD, word(text)),
        );
        let rename = |from: &str, to: &str| RowChange::Run(RENAME, vec![from.into(), to.into()]);
        for (rows, there) in [
            (vec![put("a"), delete("a")], vec![]),
            (vec![delete("a"), put("a")], vec!["a"]),
            (vec![put("a"), delete("a"), put("a")], vec!["a"]),
            (vec![put("a"), put("b"), delete("a"), put("c")], vec!["b", "c"]),
            (vec![put("a"), rename("a", "b")], vec!["b"]),
            (vec![put("a"), rename("a", "b"), put("a")], vec!["a", "b"]),
            (vec![rename("a", "b"), put("a")], vec!["a"]),
            (vec![RowChange::Add(&table::PERSON_WORD, word("a")), delete("a")], vec![]),
        ] {
            for (dialect, mut connection, _folder) in databases() {
                write_rows(connection.as_mut(), &rows).unwrap();
                for text in ["a", "b", "c"] {
                    let mut count = 0;
                    let counted = connection.query(COUNT, &[text.into()], &mut |values| {
                        count = Row::new("person_word", values).int(0)?;
                        Ok(())
                    });
                    counted.unwrap();
                    assert_eq!(count, i64::from(there.contains(&text)), "{dialect:?} {rows:?} {text}");
                }
            }
        }
    }
}
