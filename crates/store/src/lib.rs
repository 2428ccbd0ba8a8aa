//! The journal and the rows that follow from it, on SQLite or PostgreSQL.
//!
//! Writes are [`Change`]s: entries, rows and the command's first outcome in one transaction, acknowledged after the commit
//! is on disk. Reads run in a read-only transaction of their own connection.

mod account;
mod backup;
mod case_discussion;
mod caseload;
mod change;
mod comment;
mod course;
mod criterion;
#[cfg(test)]
mod doubt;
mod draft;
mod due;
mod duty;
mod engine;
mod error;
mod factor;
mod facts;
mod find;
mod former_number;
mod handover;
mod her_page;
mod import;
mod journal;
mod journey;
mod letters;
mod look;
mod meeting;
mod migrate;
mod open;
mod opening;
mod person_link;
mod queue;
mod read;
mod readers;
mod record;
mod restriction;
mod retention;
mod risk;
mod safeguarding;
mod said_and_done;
mod scratch;
mod screening;
mod seal;
mod sending;
mod session;
mod soon;
mod sql;
mod system_token;
mod table;
mod turned_away;
mod value;
mod verify;
mod writer;

use std::sync::{
    Arc, Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use jiff::Timestamp;

pub use account::{account_names, account_of_identity, account_with_hash, accounts, tries};
pub use backup::{Backed, BackupError, Restored, erased_people};
pub use case_discussion::{CaseDayLine, CaseOutcomeLine, case_days_between, case_outcomes_between, cases_listed};
pub use caseload::{CaseloadLine, CaseloadPart, Offer};
pub use change::{Change, RowChange};
pub use comment::{CommentLine, comments_between, comments_of_referral};
pub use course::{LateLine, LeftCount, answered_between, left_between, seen_between};
pub use criterion::{criteria_cited, criterion_cited_by};
pub use draft::{Draft, StoredFile, door_counts};
pub use due::{Due, DueNow, Under, rules_key};
pub use duty::{
    EmergencyNow, RotaRow, Waiting, days_with_open_shifts, decisions_between, done_between, done_on_days,
    duty_days_of_referral,
};
pub use engine::{Lent, LentRow, Tx};
pub use error::{OpenError, StoreError};
pub use factor::{Ceremony, KeptFactor, ceremony, kept_factors, recovery_codes_left};
pub use facts::{facts_at, facts_now, facts_of_person};
pub use find::{AdviceLine, FoundReferral, MessageLine, OwnedBy, PersonLine};
pub use handover::{After, BetweenTeams, OnwardLine, onward_facts};
pub use her_page::{PageDoor, page_of_link};
pub use import::{ImportLease, KnownPerson, KnownRow, UnfinishedImport};
pub use journal::{Happened, Head, STREAMS_AT_ONCE, Stream, happened, head_version, load, load_all};
pub use journey::{journeys, team_contacts};
pub use letters::{LetterDueLine, OutboxLine, StepLine, rejected_before, templates};
pub use look::{Look, LookLine, LooksAsked};
pub use meeting::{DiscussionLine, MeetingLine, NoteLine, Undecided, first_reviews};
pub use open::DatabaseUrl;
pub use opening::OpeningLine;
pub use person_link::{ever_linked, records_of_person};
pub use queue::{KnownBefore, OpenEmergency, QueueEntry, QueueLine, QueueSince, first_entries, received_here};
pub use read::{AppliedFootprint, ChangedSince, ReferralLine, open_clocks, referrals_by_source};
pub use record::{Record, ReferralRecord};
pub use restriction::RestrictedTo;
pub use retention::people_last_used_before;
pub use risk::{RiskLine, risks_between};
pub use safeguarding::ChaseLine;
pub use said_and_done::said_and_done;
pub use scratch::{NotedPerson, Scratch};
pub use screening::{AddedTextPack, ScreeningDoor, ScreeningLine, expected_contacts, screening_of_link};
pub use seal::Seal;
pub use sending::{InHand, ToGo, message_of_receipt, undelivered};
pub use session::{HeldSession, OpenSession, SessionRow, Through, session_row, sessions_of};
pub use system_token::{SystemToken, system_token, system_tokens};
pub use table::{TABLES, Table};
pub use turned_away::{noes_of_person, turned_away};
pub use value::{Row, Val};
pub use verify::{Finding, Verified, Watch};
pub use writer::Committed;

use engine::{Connection, Counted, Engine, asked, begun, in_begun, in_transaction};
use readers::Readers;
use soon::Soon;
use writer::Writer;

/// Where a footprint's journal stood at the instant of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The newest batch; 0 where there is none.
    pub batch: i64,
    /// Everything up to that batch was known by this instant; everything later is known from a later one.
    pub as_at: Timestamp,
}

/// An open database. Clones share it; the last one closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    // What waits to be written goes first, and then the writer, so that it has finished when the engine closes.
    soon: Mutex<Option<Arc<Soon>>>,
    writer: Mutex<Option<Arc<Writer>>>,
    readers: Readers,
    engine: Arc<dyn Engine>,
    /// How many statements were run.
    statements: Arc<AtomicU64>,
    place: String,
    /// The first damage that anybody met.
    damage: OnceLock<String>,
}

impl Store {
    fn new(engine: Arc<dyn Engine>, place: String) -> Self {
        let (soon, writer) = (Mutex::new(None), Mutex::new(None));
        let readers = Readers::new(engine.readers_at_once());
        let statements = Arc::new(AtomicU64::new(0));
        let engine: Arc<dyn Engine> = Arc::new(Counted::new(engine, &statements));
        Self { inner: Arc::new(Inner { soon, writer, readers, engine, statements, place, damage: OnceLock::new() }) }
    }

    /// How many statements were run since it was opened: for showing that two things are as much work (PR-06).
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Where the database is, without a password.
    pub fn place(&self) -> &str {
        &self.inner.place
    }

    /// Reads in one read-only transaction.
    ///
    /// # Errors
    /// As `work` says, or when the database cannot be reached.
    pub fn read<T>(&self, work: impl FnOnce(&mut dyn Tx) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut place = self.inner.readers.place();
        let mut reader = self.noted(begun(self.inner.engine.as_ref(), place.reader.take(), false))?;
        let read = in_begun(reader.as_mut(), false, |tx| work(tx));
        place.reader = Some(reader);
        self.noted(read)
    }

    /// Reads with one statement, which is of one instant by itself: no transaction is begun and ended around it. `work` runs
    /// again where the server went away since it was asked last.
    ///
    /// # Errors
    /// As `work` says, or when the database cannot be reached.
    pub fn ask<T>(&self, work: impl FnMut(&mut dyn Tx) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut place = self.inner.readers.place();
        self.noted(asked(self.inner.engine.as_ref(), &mut place.reader, work))
    }

    /// Writes a change and waits until it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when a stream moved on since it was read; otherwise as the engine says. Nothing was changed.
    pub fn commit(&self, change: Change) -> Result<Committed, StoreError> {
        let writer = self.writer()?;
        self.noted(writer.commit(change))
    }

    /// Writes changes that do not depend on each other, many in one transaction, and gives the answer of each in their order.
    ///
    /// # Errors
    /// When nothing can be written at all.
    pub fn commit_all(&self, changes: Vec<Change>) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
        let writer = self.writer()?;
        Ok(writer.commit_all(changes).into_iter().map(|answer| self.noted(answer)).collect())
    }

    /// Writes a change within a second, together with others: for the look at a list that is asked for again and again. While
    /// such a change cannot be written, the next one waits until it is on disk itself.
    ///
    /// # Errors
    /// As [`Store::commit`]; then what the change is about must not be shown.
    pub fn commit_soon(&self, change: Change) -> Result<(), StoreError> {
        match self.soon()?.keep(change) {
            None => Ok(()),
            Some(change) => self.commit(change).map(|_| ()),
        }
    }

    /// Writes now what waits to be written: for whoever is about to read it.
    ///
    /// # Errors
    /// When it cannot be written; it goes on waiting.
    pub fn settle(&self) -> Result<(), StoreError> {
        let soon = held(&self.inner.soon).clone();
        soon.map_or(Ok(()), |soon| self.noted(soon.write()))
    }

    fn soon(&self) -> Result<Arc<Soon>, StoreError> {
        let mut soon = held(&self.inner.soon);
        if soon.is_none() {
            *soon = Some(Arc::new(Soon::start(self.writer()?)?));
        }
        soon.as_ref().map(Arc::clone).ok_or(StoreError::Closed)
    }

    /// What writes, from the first change on.
    fn writer(&self) -> Result<Arc<Writer>, StoreError> {
        let mut writer = held(&self.inner.writer);
        match writer.as_ref() {
            Some(writer) => Ok(Arc::clone(writer)),
            None => {
                let started = Arc::new(Writer::start(Arc::clone(&self.inner.engine))?);
                *writer = Some(Arc::clone(&started));
                Ok(started)
            }
        }
    }

    /// Writes outside the batches: leases, seals of a report's instant, the taking out of an unfinished import.
    pub(crate) fn maintain<T>(
        &self,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.inner.engine.connect(true)?;
        self.noted(in_transaction(connection.as_mut(), true, work))
    }

    /// Takes the instant of a report of everything known now: whatever is committed after this is known from a later one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn observe(&self, footprint: &str, now: Timestamp) -> Result<Observed, StoreError> {
        self.maintain(|tx| {
            let mut observed = Observed { batch: 0, as_at: now };
            tx.query(sql::COUNTER_OBSERVE, &[footprint.into(), Val::instant(now)], &mut |values| {
                let row = Row::new("batch_counter", values);
                let known = Timestamp::from_millisecond(row.int(1)? - 1);
                observed = Observed { batch: row.int(0)?, as_at: known.unwrap_or(now) };
                Ok(())
            })?;
            Ok(observed)
        })
    }

    /// Seals an instant that a report was asked for: whatever is committed after this is known from a later one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn seal(&self, footprint: &str, as_at: Timestamp) -> Result<(), StoreError> {
        self.maintain(|tx| {
            tx.exec(sql::COUNTER_KNOWN, &[footprint.into(), Val::Int(as_at.as_millisecond() + 1)]).map(|_| ())
        })
    }

    /// Whether the database answers, and nobody has met damage in it.
    ///
    /// # Errors
    /// When it does not; [`StoreError::Damaged`] from the first damage on, for as long as the program runs.
    pub fn answers(&self) -> Result<(), StoreError> {
        if let Some(what) = self.inner.damage.get() {
            return Err(StoreError::Damaged(what.clone()));
        }
        self.read(|tx| tx.query(sql::META, &["layout".into()], &mut |_| Ok(())))
    }

    /// Looks for damage that the engine can see in one part of the database, beside whoever works, and gives the number of
    /// parts; `nth` goes round. A large part takes seconds, and ends early when it is told to stop.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when there is any; otherwise as the engine says.
    pub fn look_for_damage(&self, nth: usize, stop: &Arc<AtomicBool>) -> Result<usize, StoreError> {
        self.noted(self.inner.engine.look_for_damage(nth, stop))
    }

    /// Whether anybody has met damage since the program started.
    pub fn is_damaged(&self) -> bool {
        self.inner.damage.get().is_some()
    }

    /// Damage that anybody met is told once, aloud, and remembered: what else it spoiled nobody knows.
    fn noted<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Damaged(what)) = &done
            && self.inner.damage.set(what.clone()).is_ok()
        {
            tracing::error!(
                what,
                place = self.inner.place,
                "the database is damaged; stop the service and restore a backup"
            );
        }
        done
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        drop(held(&self.soon).take());
        drop(held(&self.writer).take());
        self.readers.close();
        self.engine.close();
    }
}

/// What a lock guards is whole after every step, so a panic elsewhere leaves nothing half done.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
