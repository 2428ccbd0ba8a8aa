//! What must hold after a power cut, asked of the store itself, opened on what the disk kept.

use std::{fmt, path::Path};

use jiff::SignedDuration;
use porch_powercut::Image;
use porch_testkit::conformance::Desk;

use crate::{
    deed::{self, Deed},
    life::{self, DATABASE, Entry, Life},
};

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The database is refused, cannot be read, or is not whole.
    Damaged(String),
    /// What was acknowledged is not there, or not as it was said.
    Lost(String),
    /// What was done again is there twice, not at all, or in part.
    NotOnce(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(what) => write!(f, "damaged: {what}"),
            Self::Lost(what) => write!(f, "lost: {what}"),
            Self::NotOnce(what) => write!(f, "not there exactly once: {what}"),
        }
    }
}

/// Opens what a disk kept at a position of a life, and holds it against the ledger.
pub fn holds(life: &Life, position: usize, image: &Image, folder: &Path) -> Result<(), Failure> {
    life::write(image, folder).map_err(Failure::Damaged)?;
    let path = folder.join(DATABASE);
    let was_set_up = position >= life.set_up_at;
    let store = deed::open(&path, !was_set_up).map_err(Failure::Damaged)?;
    verified(&store)?;
    let world = life::world(life.nth + 1, life.seed ^ u64::MAX);
    let desk = if was_set_up {
        Desk { store, world, rules: life.rules.clone() }
    } else {
        deed::set_up(&store, world).map_err(Failure::Damaged)?
    };
    let db = rusqlite::Connection::open(&path).map_err(|error| Failure::Damaged(error.to_string()))?;
    let mut ledger = life.ledger_at(position);
    for entry in &ledger {
        acknowledged_is_there(entry, &desk, &db)?;
    }
    for entry in ledger.iter_mut().filter(|entry| entry.answered.is_none()) {
        let again = entry.deed.carry_out(&desk);
        let answer = again.map_err(|error| Failure::NotOnce(format!("{:?} again: {error}", entry.deed)))?;
        entry.answered = Some((position, answer));
        let times = times(entry, &desk, &db).map_err(Failure::NotOnce)?;
        let most = if entry.deed.is_new_each_time() { 2 } else { 1 };
        if times.is_some_and(|times| !(1..=most).contains(&times)) {
            return Err(Failure::NotOnce(format!("{:?} is there {times:?} times", entry.deed)));
        }
    }
    let wanted: i64 = ledger.iter().map(|entry| entry.deed.referrals()).sum();
    let there = db.query_row("SELECT count(*) FROM referral", [], |row| row.get::<_, i64>(0));
    let there = there.map_err(|error| Failure::Damaged(error.to_string()))?;
    if there != wanted {
        return Err(Failure::NotOnce(format!("{there} referrals are there (expected {wanted})")));
    }
    // And the service goes on.
    desk.world.pass(SignedDuration::from_mins(1));
    Deed::Queue.carry_out(&desk).map_err(Failure::Damaged)?;
    verified(&desk.store)
}

fn verified(store: &porch_app::Store) -> Result<(), Failure> {
    let verified = store.verify(&mut |_| {}).map_err(|error| Failure::Damaged(error.to_string()))?;
    match verified.findings.first() {
        None if verified.failures == 0 => Ok(()),
        finding => Err(Failure::Damaged(format!("{} findings, first {finding:?}", verified.failures))),
    }
}

fn acknowledged_is_there(entry: &Entry, desk: &Desk, db: &rusqlite::Connection) -> Result<(), Failure> {
    if entry.answered.is_none() {
        return Ok(());
    }
    // A look that was noted again after an earlier power cut stands there twice.
    let most = if entry.deed.is_new_each_time() { i64::MAX } else { 1 };
    match times(entry, desk, db).map_err(Failure::Lost)? {
        None => Ok(()),
        Some(0) => Err(Failure::Lost(format!("{entry:?}"))),
        Some(times) if times <= most => Ok(()),
        Some(times) => Err(Failure::NotOnce(format!("{entry:?} is there {times} times"))),
    }
}

fn times(entry: &Entry, desk: &Desk, db: &rusqlite::Connection) -> Result<Option<i64>, String> {
    let answer = entry.answered.as_ref().map(|(_, answer)| answer);
    entry.deed.times(answer, desk, db).map_err(|error| format!("{:?}: {error}", entry.deed))
}
