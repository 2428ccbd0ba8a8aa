//! A server that goes away at the worst moment: nobody is told that something was not stored while it may have been, and what
//! was stored is not stored again.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;
use porch_domain::{actor::Actor, ids::CommandId};
use uuid::Uuid;

use crate::{
    Change, DatabaseUrl, RowChange, Store, StoreError,
    engine::{Connection, Dialect, Engine, LentRow, Tx, sqlite::Sqlite},
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
        self.open.commit()?;
        if self.fate.goes_after_commit.swap(false, Ordering::SeqCst) {
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
