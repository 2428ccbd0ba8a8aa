//! A server that goes away at the worst moment: nobody is told that something was not stored while it may have been, and what
//! was stored is not stored again. And who writes what: a caller alone, or the writer's thread for those who wait.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use jiff::Timestamp;
use porch_domain::{actor::Actor, ids::CommandId};
use uuid::Uuid;

use crate::{
    Change, Committed, DatabaseUrl, RowChange, Store, StoreError,
    engine::{Connection, Dialect, Engine, LentRow, Tx, sqlite::Sqlite},
    held,
    table::Table,
    value::Val,
};

/// What happens next.
#[derive(Default)]
struct Fate {
    /// Nobody reaches the server.
    down: AtomicBool,
    /// The server goes away when it has carried out a commit, and before it says so.
    goes_after_commit: AtomicBool,
    /// When it goes, it stays away.
    stays_away: AtomicBool,
    /// The connections of before lead nowhere, and nobody has noticed.
    severed: AtomicBool,
    /// The next commit panics.
    panics: AtomicBool,
    /// Held by whoever keeps the next commits waiting.
    gate: Mutex<()>,
    /// Who carried out each commit of a change.
    commits: Mutex<Vec<String>>,
}

fn gone<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("connection closed".to_owned()))
}

/// Works as a server would that can go away; what it holds lies in a file.
struct Shaky {
    file: Sqlite,
    fate: Arc<Fate>,
}

impl Engine for Shaky {
    fn connect(&self, write: bool) -> Result<Box<dyn Connection>, StoreError> {
        if self.fate.down.load(Ordering::SeqCst) {
            return gone();
        }
        self.fate.severed.store(false, Ordering::SeqCst);
        Ok(Box::new(ShakyConnection { open: self.file.connect(write)?, fate: Arc::clone(&self.fate), ended: false }))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn check(&self) -> Result<(), StoreError> {
        self.file.check()
    }

    fn readers_at_once(&self) -> usize {
        self.file.readers_at_once()
    }

    fn look_for_damage(&self, nth: usize, stop: &Arc<AtomicBool>) -> Result<usize, StoreError> {
        self.file.look_for_damage(nth, stop)
    }
}

struct ShakyConnection {
    open: Box<dyn Connection>,
    fate: Arc<Fate>,
    ended: bool,
}

impl Tx for ShakyConnection {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
        self.open.exec(sql, params)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.ended || self.fate.severed.load(Ordering::SeqCst) {
            self.ended = true;
            return gone();
        }
        self.open.query(sql, params, each)
    }

    fn lend(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.open.lend(sql, params, each)
    }

    fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError> {
        self.open.insert(table, rows, replace)
    }

    fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError> {
        self.open.insert_new(table, rows)
    }

    fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError> {
        self.open.delete(table, key)
    }

    fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError> {
        self.open.columns_of(sql)
    }
}

impl Connection for ShakyConnection {
    fn begin(&mut self, write: bool) -> Result<(), StoreError> {
        if self.ended || self.fate.severed.load(Ordering::SeqCst) {
            self.ended = true;
            return gone();
        }
        self.open.begin(write)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        // What becomes of it is settled before it waits at the gate.
        let goes = self.fate.goes_after_commit.swap(false, Ordering::SeqCst);
        let panics = self.fate.panics.swap(false, Ordering::SeqCst);
        held(&self.fate.commits).push(who());
        drop(held(&self.fate.gate));
        assert!(!panics, "a commit that was told to panic");
        self.open.commit()?;
        if goes {
            self.ended = true;
            self.fate.down.store(self.fate.stays_away.load(Ordering::SeqCst), Ordering::SeqCst);
            return Err(StoreError::InDoubt("connection closed".to_owned()));
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.open.rollback()
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.open.batch(sql)
    }

    fn alive(&self) -> bool {
        // As a client that has not looked: it finds out when it asks.
        true
    }
}

struct Service {
    store: Store,
    fate: Arc<Fate>,
    _folder: tempfile::TempDir,
}

impl Service {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("porch.db");
        drop(Store::open(&DatabaseUrl::Sqlite(path.clone()), true).unwrap());
        let fate = Arc::new(Fate::default());
        let engine = Shaky { file: Sqlite::new(&path), fate: Arc::clone(&fate) };
        Self { store: Store::new(Arc::new(engine), "a server".to_owned()), fate, _folder: folder }
    }

    fn held(&self, command: u128) -> Option<String> {
        self.store.first_outcome("f", id(command)).unwrap()
    }

    fn waiting(&self) -> usize {
        held(&self.store.inner.writer).as_ref().map_or(0, |writer| writer.waiting())
    }

    fn commits(&self) -> Vec<String> {
        held(&self.fate.commits).clone()
    }

    /// One caller is kept at its commit until the others wait; then all go on. Gives what the others were told.
    fn while_one_writes(
        &self,
        first: u128,
        others: &[u128],
        then: impl FnOnce(),
    ) -> Vec<Result<Committed, StoreError>> {
        thread::scope(|scope| {
            let gate = held(&self.fate.gate);
            let before = self.commits().len();
            let one = scope.spawn(|| self.store.commit(change(first)));
            until(|| self.commits().len() > before);
            let waiting: Vec<_> =
                others.iter().map(|&command| scope.spawn(move || self.store.commit(change(command)))).collect();
            until(|| self.waiting() == others.len());
            then();
            drop(gate);
            let _ = one.join().unwrap();
            waiting.into_iter().map(|caller| caller.join().unwrap()).collect()
        })
    }
}

fn who() -> String {
    thread::current().name().unwrap_or("a caller").to_owned()
}

fn until(there: impl Fn() -> bool) {
    while !there() {
        thread::yield_now();
    }
}

fn id(command: u128) -> CommandId {
    CommandId(Uuid::from_u128(command))
}

fn change(command: u128) -> Change {
    let mut change = Change::new("f", Timestamp::UNIX_EPOCH, &Actor::System, id(command));
    change.first_outcome(format!("outcome {command}"));
    change
}

#[test]
fn what_may_have_been_stored_is_not_said_to_be_lost_and_the_same_again_is_one() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.fate.goes_after_commit.store(true, Ordering::SeqCst);
    service.fate.stays_away.store(true, Ordering::SeqCst);
    let answered = service.store.commit(change(2));
    assert!(matches!(answered, Err(StoreError::InDoubt(_))), "{answered:?}");
    service.fate.down.store(false, Ordering::SeqCst);
    assert_eq!(service.held(2).as_deref(), Some("outcome 2"));
    assert_eq!(service.store.commit(change(2)).unwrap().repeated.as_deref(), Some("outcome 2"));
}

#[test]
fn where_the_server_is_back_at_once_nobody_notices() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.fate.goes_after_commit.store(true, Ordering::SeqCst);
    assert_eq!(service.store.commit(change(2)).unwrap().repeated.as_deref(), Some("outcome 2"));
    service.fate.severed.store(true, Ordering::SeqCst);
    service.store.commit(change(3)).unwrap();
    service.fate.severed.store(true, Ordering::SeqCst);
    assert_eq!(service.held(3).as_deref(), Some("outcome 3"));
}

/// A count leaves no outcome by which it could be found again, so it is not counted again either.
#[test]
fn what_could_not_be_found_again_is_not_done_again() {
    let service = Service::new();
    let count = || {
        let mut change = Change::new("f", Timestamp::UNIX_EPOCH, &Actor::System, id(1));
        change.row(RowChange::count_at_door("f", jiff::civil::date(2026, 11, 2), "warning_sign_and_nobody_to_ring"));
        change
    };
    service.store.commit(count()).unwrap();
    service.fate.goes_after_commit.store(true, Ordering::SeqCst);
    let answered = service.store.commit(count());
    assert!(matches!(answered, Err(StoreError::InDoubt(_))), "{answered:?}");
    let counts = service.store.read(|tx| crate::door_counts(tx, "f")).unwrap();
    assert_eq!(counts.iter().map(|(_, _, times)| *times).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_server_that_is_down_before_anything_is_asked_leaves_no_doubt() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.fate.severed.store(true, Ordering::SeqCst);
    service.fate.down.store(true, Ordering::SeqCst);
    let refused = service.store.commit(change(2));
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    service.fate.down.store(false, Ordering::SeqCst);
    assert_eq!(service.held(2), None);
    service.store.commit(change(2)).unwrap();
}

#[test]
fn a_caller_alone_writes_in_its_own_thread() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.store.commit(change(2)).unwrap();
    assert_eq!(service.commits(), [who(), who()]);
}

/// Nobody is held up by what others wait with: the thread writes it, in one batch, and each is told.
#[test]
fn those_who_wait_share_a_batch_that_no_caller_writes() {
    let service = Service::new();
    let told = service.while_one_writes(1, &[2, 3, 4, 5], || {});
    assert!(told.iter().all(Result::is_ok), "{told:?}");
    assert_eq!(service.commits(), ["a caller", "porch-writer"]);
    assert!((1..=5).all(|command| service.held(command).is_some()));
    // As soon as the thread has nothing more to write, a caller writes again.
    let alone = (6..200).any(|command| {
        service.store.commit(change(command)).unwrap();
        service.commits().last() == Some(&who())
    });
    assert!(alone, "{:?}", service.commits());
}

/// As the service does what is due: one transaction, and no thread for each.
#[test]
fn changes_given_at_once_share_a_batch_and_are_answered_in_their_order() {
    let service = Service::new();
    service.store.commit(change(2)).unwrap();
    let told = service.store.commit_all((1..=5).map(change).collect()).unwrap();
    let repeated: Vec<bool> = told.into_iter().map(|told| told.unwrap().repeated.is_some()).collect();
    assert_eq!(repeated, [false, true, false, false, false]);
    assert_eq!(service.commits(), [who(), "porch-writer".to_owned()]);
    assert!(service.store.commit_all(Vec::new()).unwrap().is_empty());
}

#[test]
fn a_batch_that_goes_away_leaves_each_of_its_callers_in_doubt() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    let told = service.while_one_writes(2, &[3, 4], || {
        service.fate.goes_after_commit.store(true, Ordering::SeqCst);
        service.fate.stays_away.store(true, Ordering::SeqCst);
    });
    assert!(told.iter().all(|told| matches!(told, Err(StoreError::InDoubt(_)))), "{told:?}");
    service.fate.down.store(false, Ordering::SeqCst);
    assert!((1..=4).all(|command| service.held(command).is_some()));
}

#[test]
fn a_batch_whose_server_is_back_at_once_is_found_again() {
    let service = Service::new();
    let told = service.while_one_writes(1, &[2, 3], || service.fate.goes_after_commit.store(true, Ordering::SeqCst));
    let told: Vec<Option<String>> = told.into_iter().map(|told| told.unwrap().repeated).collect();
    assert_eq!(told, ["outcome 2", "outcome 3"].map(|outcome| Some(outcome.to_owned())));
}

#[test]
fn after_a_panic_the_next_one_writes_and_nothing_of_it_stays() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.fate.panics.store(true, Ordering::SeqCst);
    assert!(catch_unwind(AssertUnwindSafe(|| service.store.commit(change(2)))).is_err());
    assert_eq!(service.held(2), None);
    service.store.commit(change(2)).unwrap();
    assert_eq!(service.held(2).as_deref(), Some("outcome 2"));
}

#[test]
fn whose_batch_panicked_is_in_doubt_and_the_next_batch_is_written() {
    let service = Service::new();
    let told = service.while_one_writes(1, &[2, 3], || service.fate.panics.store(true, Ordering::SeqCst));
    assert!(told.iter().all(|told| matches!(told, Err(StoreError::InDoubt(_)))), "{told:?}");
    assert_eq!([2, 3].map(|command| service.held(command)), [None, None]);
    let told = service.while_one_writes(4, &[2, 3], || {});
    assert!(told.iter().all(Result::is_ok), "{told:?}");
}

fn looks(store: &Store) -> Vec<Uuid> {
    let lines = store.read(|tx| crate::LookLine::latest(tx, "f", 100)).unwrap();
    lines.into_iter().rev().map(|line| line.id).collect()
}

fn a_look(nth: u128) -> Change {
    let mut change = Change::new("f", Timestamp::UNIX_EPOCH, &Actor::System, id(nth));
    let subjects = ["a referral".to_owned()];
    change.look(Uuid::from_u128(nth), &crate::Look { what: "queue", why: "All", allowed: true, subjects: &subjects });
    change
}

/// H15: what a list showed is on disk within a second, many looks in one transaction, each once and in their order.
#[test]
fn looks_at_a_list_are_written_together_within_a_second_and_at_the_end() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    let of_the_writer = || service.commits().iter().filter(|by| *by == "porch-writer").count();
    let began = std::time::Instant::now();
    for nth in 1..=5 {
        service.store.commit_soon(a_look(nth)).unwrap();
    }
    assert_eq!(of_the_writer(), 0, "nobody waits for the disk");
    until(|| looks(&service.store).len() == 5);
    let took = began.elapsed();
    assert!(took < std::time::Duration::from_secs(1), "{took:?}");
    assert_eq!(looks(&service.store), (1..=5).map(Uuid::from_u128).collect::<Vec<_>>());
    assert_eq!(of_the_writer(), 1, "one transaction");
    service.store.commit_soon(a_look(6)).unwrap();
    service.store.settle().unwrap();
    assert_eq!(looks(&service.store).len(), 6, "whoever is about to read them has them written now");
    service.store.commit_soon(a_look(7)).unwrap();
    let Service { store, _folder: folder, .. } = service;
    drop(store);
    let again = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), false).unwrap();
    assert_eq!(looks(&again).len(), 7, "what waited when it closed");
}

/// H15: while the look at a list cannot be written, no more is shown than was noted; and what waited is written later, once.
#[test]
fn while_looks_cannot_be_written_nobody_else_is_shown_a_list_and_none_is_lost_or_doubled() {
    let service = Service::new();
    service.store.commit(change(1)).unwrap();
    service.store.commit_soon(a_look(1)).unwrap();
    service.fate.severed.store(true, Ordering::SeqCst);
    service.fate.down.store(true, Ordering::SeqCst);
    assert!(service.store.settle().is_err());
    assert!(service.store.commit_soon(a_look(2)).is_err(), "shown without a look");
    service.fate.down.store(false, Ordering::SeqCst);
    thread::sleep(std::time::Duration::from_millis(900));
    assert_eq!(looks(&service.store), [1].map(Uuid::from_u128));
    service.store.commit_soon(a_look(3)).unwrap();
    service.store.settle().unwrap();
    assert_eq!(looks(&service.store), [1, 3].map(Uuid::from_u128));
    // The server goes away when it has written them and before it says so.
    service.store.commit_soon(a_look(4)).unwrap();
    service.fate.goes_after_commit.store(true, Ordering::SeqCst);
    assert!(service.store.settle().is_err(), "nobody knows yet");
    service.store.settle().unwrap();
    assert_eq!(looks(&service.store), [1, 3, 4].map(Uuid::from_u128));
}
