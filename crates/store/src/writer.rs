//! Writing: one thread gathers what waits, writes it in one transaction, and answers after the commit is on disk. A caller who
//! finds nobody writing and nobody waiting does the same in its own thread, for its own change alone: it waits for nobody to
//! wake.

use std::{
    collections::{HashMap, HashSet, VecDeque, hash_map::Entry},
    hash::{Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
};

use jiff::Timestamp;
use porch_domain::event::StreamId;

use crate::{
    change::{Change, RowChange},
    engine::{Connection, Engine, begun, in_begun, in_transaction},
    error::StoreError,
    held, journal, look, sql,
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
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

/// The one connection that writes, and what waits for it.
struct Desk {
    engine: Arc<dyn Engine>,
    line: Mutex<Line>,
    /// The thread has something to do.
    due: Condvar,
}

#[derive(Default)]
struct Line {
    /// Somebody writes.
    taken: bool,
    /// The thread ends when nothing waits.
    closing: bool,
    jobs: VecDeque<Job>,
    connection: Option<Box<dyn Connection>>,
}

impl Writer {
    pub(crate) fn start(engine: Arc<dyn Engine>) -> Result<Self, StoreError> {
        let desk = Arc::new(Desk { engine, line: Mutex::default(), due: Condvar::new() });
        let of_thread = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("porch-writer".to_owned())
            .spawn(move || of_thread.write_what_waits())
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { desk, thread: Some(thread) })
    }

    /// Writes a change and waits until it is on disk. Who writes for others is the thread: no caller is held up by theirs.
    pub(crate) fn commit(&self, mut change: Change) -> Answer {
        let mut line = held(&self.desk.line);
        if !line.taken && line.jobs.is_empty() {
            let mut turn = Turn::taken(&self.desk, &mut line);
            drop(line);
            return turn.write(&mut [&mut change]).pop().unwrap_or(Err(StoreError::Closed));
        }
        let (answer, answered) = mpsc::sync_channel(1);
        line.jobs.push_back(Job { change, answer });
        drop(line);
        told(&answered)
    }

    /// Writes changes as if as many callers came at once, and gives their answers in their order.
    pub(crate) fn commit_all(&self, changes: Vec<Change>) -> Vec<Answer> {
        let mut line = held(&self.desk.line);
        let queued = changes.into_iter().map(|change| {
            let (answer, answered) = mpsc::sync_channel(1);
            line.jobs.push_back(Job { change, answer });
            answered
        });
        let waiting: Vec<mpsc::Receiver<(Answer, Change)>> = queued.collect();
        drop(line);
        self.desk.due.notify_one();
        waiting.iter().map(told).collect()
    }
}

/// Waits for the answer. The change comes back with it, so that the writer does not spend its time on taking it apart.
fn told(answered: &mpsc::Receiver<(Answer, Change)>) -> Answer {
    let (answer, _change) =
        answered.recv().map_err(|_| StoreError::InDoubt("the writer stopped halfway".to_owned()))?;
    answer
}

#[cfg(test)]
impl Writer {
    /// How many changes wait for the thread.
    pub(crate) fn waiting(&self) -> usize {
        held(&self.desk.line).jobs.len()
    }
}

impl Drop for Writer {
    /// Finishes what waits.
    fn drop(&mut self) {
        held(&self.desk.line).closing = true;
        self.desk.due.notify_one();
        if let Some(thread) = self.thread.take() {
            // Every panic of a batch was caught; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Desk {
    /// What the thread does: one batch after another.
    fn write_what_waits(&self) {
        while let Some(turn) = self.next_turn() {
            // Whoever waited for a batch that panicked is told so by its job's end; the next batch has a connection of its own.
            let _ = catch_unwind(AssertUnwindSafe(|| turn.write_batch()));
        }
    }

    /// Waits until something waits and nobody writes; nothing once the store is closed.
    fn next_turn(&self) -> Option<Turn<'_>> {
        let mut line = held(&self.line);
        while line.taken || line.jobs.is_empty() {
            if line.closing && !line.taken {
                return None;
            }
            line = self.due.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        Some(Turn::taken(self, &mut line))
    }
}

/// The right to write. It ends when it is dropped, also by a panic: a connection that was in use then is closed, and what was
/// not committed is taken back.
struct Turn<'a> {
    desk: &'a Desk,
    connection: Option<Box<dyn Connection>>,
    /// How many rows were written.
    rows: usize,
}

impl<'a> Turn<'a> {
    fn taken(desk: &'a Desk, line: &mut Line) -> Self {
        line.taken = true;
        Self { desk, connection: line.connection.take(), rows: 0 }
    }

    fn write(&mut self, changes: &mut [&mut Change]) -> Vec<Answer> {
        self.rows = changes.iter().map(|change| change.rows_to_write()).sum();
        answer_all(&self.desk.engine, &mut self.connection, changes)
    }

    /// Writes what waits, and answers.
    fn write_batch(mut self) {
        let mut jobs = self.gather();
        let mut changes: Vec<&mut Change> = jobs.iter_mut().map(|job| &mut job.change).collect();
        let answers = self.write(&mut changes);
        for (job, answer) in jobs.into_iter().zip(answers) {
            // The caller may have gone; what was written stays written.
            let _ = job.answer.send((answer, job.change));
        }
    }

    fn gather(&self) -> Vec<Job> {
        let mut line = held(&self.desk.line);
        let (mut jobs, mut streams) = (Vec::new(), HashSet::new());
        // Two changes of one stream never share a batch: the second is checked against what the first wrote.
        while jobs.len() < BATCH
            && let Some(job) = line.jobs.pop_front_if(|job| claim(&mut streams, &job.change))
        {
            jobs.push(job);
        }
        jobs
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.desk.engine.after_batch(self.rows);
        }
        let mut line = held(&self.desk.line);
        line.connection = self.connection.take();
        line.taken = false;
        let due = line.closing || !line.jobs.is_empty();
        drop(line);
        if due {
            self.desk.due.notify_one();
        }
    }
}

/// Whether none of the change's streams is in the batch; if so they are now.
fn claim(streams: &mut HashSet<StreamId>, change: &Change) -> bool {
    if change.streams().any(|stream| streams.contains(&stream)) {
        return false;
    }
    streams.extend(change.streams());
    true
}

fn answer_all(
    engine: &Arc<dyn Engine>,
    connection: &mut Option<Box<dyn Connection>>,
    changes: &mut [&mut Change],
) -> Vec<Answer> {
    match write(engine, connection, changes) {
        Ok(committed) => committed.into_iter().map(Ok).collect(),
        // Whoever asks again finds by its first outcome what was stored, if it was. Until then nobody may be told that it was
        // not; and what leaves no outcome cannot be found, so it is not done again.
        Err(StoreError::InDoubt(first)) => changes
            .iter_mut()
            .map(|change| match change.outcome {
                Some(_) => alone(engine, connection, change).map_err(|_| StoreError::InDoubt(first.clone())),
                None => Err(StoreError::InDoubt(first.clone())),
            })
            .collect(),
        Err(error) if changes.len() == 1 => vec![Err(told_apart(engine, connection, changes[0], error))],
        Err(_) => changes
            .iter_mut()
            .map(|change| {
                alone(engine, connection, change).map_err(|error| told_apart(engine, connection, change, error))
            })
            .collect(),
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

/// Rows first, then the looks, then the batch number, whose lock is held to the commit, then the journal: batches become
/// visible in order.
fn write_batch(tx: &mut dyn Connection, changes: &mut [&mut Change]) -> Result<Vec<Committed>, StoreError> {
    let mut answers = first_outcomes(tx, changes)?;
    let mut fresh: Vec<(&mut Change, &mut Committed)> = changes
        .iter_mut()
        .map(|change| &mut **change)
        .zip(&mut answers)
        .filter(|(_, answer)| answer.repeated.is_none())
        .collect();
    write_rows(tx, fresh.iter().flat_map(|(change, _)| &change.rows))?;
    fresh.retain(|(change, _)| !change.entries.is_empty() || !change.looks.is_empty());
    fresh.sort_by(|(one, _), (other, _)| one.footprint.cmp(&other.footprint));
    for same in fresh.chunk_by_mut(|(one, _), (other, _)| one.footprint == other.footprint) {
        let footprint = same[0].0.footprint.clone();
        let mut looks: Vec<&mut Vec<Val>> = same.iter_mut().flat_map(|(change, _)| &mut change.looks).collect();
        if !looks.is_empty() {
            look::write(tx, &footprint, &mut looks)?;
        }
        let (mut changes, answers): (Vec<&mut Change>, Vec<&mut &mut Committed>) = same
            .iter_mut()
            .filter(|(change, _)| !change.entries.is_empty())
            .map(|(change, answer)| (&mut **change, answer))
            .unzip();
        if changes.is_empty() {
            continue;
        }
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

/// The number of the batch, and the instant from which it is known. The first batch of a footprint makes its counter.
fn next_batch(
    tx: &mut dyn Connection,
    footprint: &str,
    changes: &[&mut Change],
) -> Result<(i64, Timestamp), StoreError> {
    let now = changes.iter().map(|change| change.now).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let count: usize = changes.iter().map(|change| change.entries.len()).sum();
    let count = Val::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let params = [footprint.into(), Val::instant(now), count];
    loop {
        let mut next = None;
        tx.query(sql::COUNTER_NEXT, &params, &mut |values| {
            let row = Row::new("batch_counter", values);
            next = Some((row.int(0)?, row.instant(1)?));
            Ok(())
        })?;
        match next {
            Some(next) => return Ok(next),
            None => tx.exec(sql::COUNTER_NEW, &[footprint.into()])?,
        };
    }
}

fn write_journal(tx: &mut dyn Connection, footprint: &str, changes: &mut [&mut Change]) -> Result<i64, StoreError> {
    let (batch, known) = next_batch(tx, footprint, changes)?;
    for change in changes.iter_mut() {
        let mut seals: HashMap<StreamId, journal::Hash> = HashMap::new();
        for new in &mut change.entries {
            let before = new.before.or_else(|| seals.get(&new.stream).copied()).unwrap_or_default();
            seals.insert(new.stream, journal::fill_in(&mut new.row, batch, known, &before));
        }
    }
    let late: Vec<RowChange> = changes.iter().flat_map(|change| &change.late).map(|row| row.filled(known)).collect();
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
#[derive(PartialEq, Eq)]
struct Place<'a>(&'static str, &'a [Val]);

impl Hash for Place<'_> {
    /// The last part of a key is what tells rows apart: the rest is the same for thousands.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.1.last().hash(state);
    }
}

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
