//! A life of the service over a recorded folder: days of work by several people at once, with the log moved under them,
//! the database closed each evening and opened each morning; and the ledger of what they were told.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex},
    thread,
};

use jiff::SignedDuration;
use porch_app::{Rules, World};
use porch_domain::ids::{CommandId, PersonId, ReferralId};
use porch_powercut::{Disk, Image, Left, Log, Operation};
use porch_testkit::{ManualWorld, builders, conformance::Desk, ready_drafts};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use crate::deed::{self, Answer, Deed};

/// The name of the database in its folder.
pub const DATABASE: &str = "porch.db";

/// Who works at once, how long, and how much.
const WRITERS: usize = 4;
const DAYS: usize = 3;
const STEPS: usize = 7;

/// Rows of an import: few, so that what is rebuilt is soon verified.
const ROWS: usize = 40;

/// One line of the ledger: a deed, when it was begun, and when and how it was acknowledged, as positions of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    pub deed: Deed,
    pub begun_at: usize,
    pub answered: Option<(usize, Answer)>,
}

/// How a life begins: on an empty disk, or on what a power cut left of another.
pub struct Start {
    pub image: Image,
    pub ledger: Vec<Entry>,
    pub nth: u64,
}

impl Start {
    /// On an empty disk.
    pub fn new() -> Self {
        Self { image: Image::new(), ledger: Vec::new(), nth: 0 }
    }
}

/// A life that was lived.
pub struct Life {
    pub nth: u64,
    pub seed: u64,
    pub log: Arc<Log>,
    pub operations: Vec<Operation>,
    pub ledger: Vec<Entry>,
    pub rules: Arc<Rules>,
    /// From this position on the rules and the accounts are acknowledged.
    pub set_up_at: usize,
}

/// A world for the nth life of a chain, or for what comes after its end: later than the life before, and with other ids.
pub fn world(nth: u64, seed: u64) -> Arc<ManualWorld> {
    let world = ManualWorld::at(builders::at("2026-11-02T09:00:00Z"), seed);
    world.pass(SignedDuration::from_mins(i64::try_from(nth).unwrap_or(0)));
    Arc::new(world)
}

/// Lives one life.
pub fn live(start: Start, seed: u64) -> Result<Life, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    write(&start.image, folder.path())?;
    let path = folder.path().join(DATABASE);
    let log = porch_powercut::record(folder.path(), start.image)?;
    let world = world(start.nth, seed);
    let ledger = Mutex::new(start.ledger);
    let mut set_up_at = if start.nth == 0 { usize::MAX } else { 0 };
    let mut rules = None;
    for day in 0..DAYS {
        let store = deed::open(&path, start.nth == 0 && day == 0)?;
        let desk = deed::set_up(&store, Arc::clone(&world))?;
        set_up_at = set_up_at.min(log.position());
        rules = Some(Arc::clone(&desk.rules));
        drop(store);
        let book = Book { log: &log, ledger: &ledger };
        if day == 0 {
            book.settle(&desk)?;
        }
        let keys = ready_drafts(&deed::at_the_door(&desk), WRITERS * STEPS).map_err(|error| error.to_string())?;
        let worked: Vec<Result<(), String>> = thread::scope(|scope| {
            let people: Vec<_> = (0..WRITERS)
                .map(|nth| {
                    let keys = keys[nth * STEPS..(nth + 1) * STEPS].to_vec();
                    let place = (start.nth as usize * DAYS + day) * WRITERS + nth;
                    let mut person = Person::new(desk.clone(), &book, &path, keys, place, seed);
                    scope.spawn(move || person.work(day, nth))
                })
                .collect();
            people.into_iter().map(|person| person.join().unwrap_or_else(|_| Err("it panicked".to_owned()))).collect()
        });
        worked.into_iter().collect::<Result<(), String>>()?;
        drop(desk);
    }
    let ledger = ledger.into_inner().map_err(|error| error.to_string())?;
    let operations = log.operations();
    let life = Life { nth: start.nth, seed, log, operations, ledger, rules: rules.ok_or("no day")?, set_up_at };
    life.is_what_lies_in(folder.path())?;
    Ok(life)
}

impl Life {
    /// A life that ends as soon as the database is made: nothing was done in it yet.
    pub fn only_made(seed: u64) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let log = porch_powercut::record(folder.path(), Image::new())?;
        let store = deed::open(&folder.path().join(DATABASE), true)?;
        let made = log.operations();
        let rules = deed::set_up(&store, world(0, seed))?.rules;
        Ok(Self { nth: 0, seed, log, operations: made, ledger: Vec::new(), rules, set_up_at: usize::MAX })
    }

    /// The disk of this life, before its first moment.
    pub fn disk(&self) -> Disk<'_> {
        Disk::new(&self.log, &self.operations)
    }

    /// Nothing bypassed the record: the log, played to its end, gives the files that are there.
    fn is_what_lies_in(&self, folder: &Path) -> Result<(), String> {
        let mut disk = self.disk();
        disk.play_to(self.operations.len());
        let played = disk.crash(Left::Everything, &mut ChaCha8Rng::seed_from_u64(0));
        let mut there = Image::new();
        for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
            let entry = entry.map_err(|error| error.to_string())?;
            let bytes = std::fs::read(entry.path()).map_err(|error| error.to_string())?;
            there.insert(entry.file_name().to_string_lossy().into_owned(), bytes);
        }
        if played == there { Ok(()) } else { Err("the log does not give the files that are there".to_owned()) }
    }

    /// The ledger as it stood at a position: what was begun by then, and what was acknowledged.
    pub fn ledger_at(&self, position: usize) -> Vec<Entry> {
        let begun = self.ledger.iter().filter(|entry| entry.begun_at <= position).cloned();
        begun
            .map(|mut entry| {
                entry.answered = entry.answered.filter(|(at, _)| *at <= position);
                entry
            })
            .collect()
    }

    /// The start of the life after a power cut.
    pub fn next(&self, position: usize, image: Image) -> Start {
        let mut ledger = self.ledger_at(position);
        for entry in &mut ledger {
            entry.begun_at = 0;
            if let Some((at, _)) = &mut entry.answered {
                *at = 0;
            }
        }
        Start { image, ledger, nth: self.nth + 1 }
    }
}

/// Writes files into a folder.
pub fn write(image: &Image, folder: &Path) -> Result<(), String> {
    for (name, bytes) in image {
        std::fs::write(folder.join(name), bytes).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The ledger that everybody writes, beside the log whose positions stand in it.
struct Book<'a> {
    log: &'a Log,
    ledger: &'a Mutex<Vec<Entry>>,
}

impl Book<'_> {
    fn held(&self) -> std::sync::MutexGuard<'_, Vec<Entry>> {
        self.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Does a deed and notes when it was begun and acknowledged.
    fn done(&self, desk: &Desk, deed: Deed) -> Result<Answer, String> {
        let nth = {
            let mut ledger = self.held();
            ledger.push(Entry { deed: deed.clone(), begun_at: self.log.position(), answered: None });
            ledger.len() - 1
        };
        self.answered(desk, nth, &deed)
    }

    fn answered(&self, desk: &Desk, nth: usize, deed: &Deed) -> Result<Answer, String> {
        let answer = deed.carry_out(desk).map_err(|error| format!("{deed:?}: {error}"))?;
        let position = self.log.position();
        self.held()[nth].answered = Some((position, answer.clone()));
        Ok(answer)
    }

    /// What nobody knows the outcome of is done again.
    fn settle(&self, desk: &Desk) -> Result<(), String> {
        let open: Vec<(usize, Deed)> = {
            let ledger = self.held();
            let open = ledger.iter().enumerate().filter(|(_, entry)| entry.answered.is_none());
            open.map(|(nth, entry)| (nth, entry.deed.clone())).collect()
        };
        open.into_iter().try_for_each(|(nth, deed)| self.answered(desk, nth, &deed).map(|_| ()))
    }
}

/// One of those who work at once, with the women whom only they see to.
struct Person<'a> {
    desk: Desk,
    book: &'a Book<'a>,
    path: &'a Path,
    keys: Vec<String>,
    place: usize,
    random: ChaCha8Rng,
    undecided: VecDeque<(ReferralId, PersonId, bool)>,
    decided: VecDeque<PersonId>,
    latest: Option<ReferralId>,
    looks: usize,
}

impl<'a> Person<'a> {
    fn new(desk: Desk, book: &'a Book<'a>, path: &'a Path, keys: Vec<String>, place: usize, seed: u64) -> Self {
        Self {
            desk,
            book,
            path,
            keys,
            place,
            random: ChaCha8Rng::seed_from_u64(seed ^ (place as u64 + 1) << 32),
            undecided: VecDeque::new(),
            decided: VecDeque::new(),
            latest: None,
            looks: 0,
        }
    }

    fn work(&mut self, day: usize, nth: usize) -> Result<(), String> {
        for step in 0..STEPS {
            match (day, nth, step) {
                (1, 0, 1) => {
                    let prefix = format!("L{}-", self.place);
                    self.done(Deed::Import { prefix, rows: ROWS })?;
                }
                (1, 1, 2) => {
                    let first = builders::on("2026-11-02");
                    let day = first.checked_add(jiff::Span::new().days(i64::try_from(self.place).unwrap_or(0)));
                    let day = day.map_err(|error| error.to_string())?;
                    self.done(Deed::Count { command: self.command(), day })?;
                }
                _ => self.step()?,
            }
        }
        Ok(())
    }

    fn command(&self) -> CommandId {
        self.desk.command()
    }

    fn done(&self, deed: Deed) -> Result<Answer, String> {
        self.book.done(&self.desk, deed)
    }

    fn step(&mut self) -> Result<(), String> {
        match self.random.next_u64() % 12 {
            0 | 1 if !self.undecided.is_empty() => self.decide(),
            2 | 3 if !self.decided.is_empty() => self.erase(),
            4 if self.latest.is_some() => self.look(),
            5 => self.done(Deed::SignIn).map(|_| ()),
            6 => self.done(Deed::Begin).map(|_| ()),
            7 => self.done(Deed::Report).map(|_| ()),
            8 => self.done(Deed::Queue).map(|_| ()),
            9 => self.move_log(),
            10 => self.receive(),
            _ => self.send(),
        }
    }

    fn send(&mut self) -> Result<(), String> {
        let key = self.keys.pop().ok_or("no draft is left")?;
        if let Answer::Sent { referral, person, .. } = self.done(Deed::Send { key })? {
            self.latest = Some(referral);
            self.undecided.push_back((referral, person, false));
        }
        Ok(())
    }

    fn receive(&mut self) -> Result<(), String> {
        let (person, referral) = (PersonId(self.desk.world.id()), ReferralId(self.desk.world.id()));
        let (register, receive) = (self.command(), self.command());
        self.done(Deed::Receive { person, register, referral, receive })?;
        self.undecided.push_back((referral, person, true));
        Ok(())
    }

    fn decide(&mut self) -> Result<(), String> {
        let Some((referral, person, letters)) = self.undecided.pop_front() else { return Ok(()) };
        let command = self.command();
        let deed = if letters || self.random.next_u64().is_multiple_of(2) {
            Deed::Accept { command, referral, letters }
        } else {
            Deed::Reject { command, referral }
        };
        self.done(deed)?;
        self.decided.push_back(person);
        Ok(())
    }

    fn erase(&mut self) -> Result<(), String> {
        let Some(person) = self.decided.pop_front() else { return Ok(()) };
        self.done(Deed::Erase { command: self.command(), person }).map(|_| ())
    }

    fn look(&mut self) -> Result<(), String> {
        let Some(referral) = self.latest else { return Ok(()) };
        self.looks += 1;
        let why = format!("triage {}.{}", self.place, self.looks);
        self.done(Deed::Look { referral, why }).map(|_| ())
    }

    /// Moves the write-ahead log into the database while the others work, as another program on the same file may.
    fn move_log(&mut self) -> Result<(), String> {
        let kind = ["PASSIVE", "PASSIVE", "FULL", "RESTART", "TRUNCATE"][(self.random.next_u64() % 5) as usize];
        let moved = rusqlite::Connection::open(self.path).and_then(|db| {
            db.busy_timeout(std::time::Duration::from_millis(50))?;
            db.query_row(&format!("PRAGMA wal_checkpoint({kind})"), [], |row| row.get::<_, i64>(0))
        });
        moved.map(|_| ()).map_err(|error| error.to_string())
    }
}
