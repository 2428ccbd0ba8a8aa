//! Who, when, where: what every activity is told.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    account::Belonging, actor::Actor, calendar::local_date, event::Event, footprint::Footprint, referral::Deciding,
    relation::HeldOpen, screening::Instruments,
};
use porch_store::{Change, Store, StoreError, Stream, Under};
use uuid::Uuid;

/// The outside world, as far as the service asks it: the time and fresh randomness. The binary gives the real one, tests
/// a manual one.
pub trait World: Send + Sync {
    /// The time, to the millisecond.
    fn now(&self) -> Timestamp;
    /// Sixteen fresh random bytes.
    fn random(&self) -> [u8; 16];

    /// A new time-ordered id (UUIDv7).
    fn id(&self) -> Uuid {
        let random = self.random();
        let mut tail = [0u8; 10];
        tail.copy_from_slice(&random[..10]);
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}

/// The applied rules of one local system.
#[derive(Debug)]
pub struct Rules {
    /// The local system.
    pub footprint: Footprint,
    /// SHA-256 of its file; decisions cite the first twelve digits.
    pub content_hash: String,
    /// The questionnaires, and the wording that may be shown.
    pub instruments: Instruments,
}

impl Rules {
    /// How a decision cites these rules.
    pub fn cited(&self) -> &str {
        self.content_hash.get(..12).unwrap_or(&self.content_hash)
    }

    /// What stands for these rules, as this version of the program reads them, beside what is due.
    pub(crate) fn key(&self) -> String {
        porch_store::rules_key(&self.content_hash)
    }
}

/// Who acts, when, in which local system, on which database.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub store: Store,
    /// The rules that hold.
    pub rules: Arc<Rules>,
    /// Who acts.
    pub actor: Actor,
    /// Whose employee they are and of which teams, where they are staff; not known counts as [`Belonging::resolved`] says.
    pub belonging: Arc<Belonging>,
    /// The records that they opened in an emergency; whether one is open still is asked at the instant of the act.
    pub held_open: Arc<[HeldOpen]>,
    /// The instant of the act.
    pub now: Timestamp,
    /// The outside world.
    pub world: Arc<dyn World>,
}

impl Ctx {
    /// A context for an act at this moment.
    pub fn new(store: Store, rules: Arc<Rules>, actor: Actor, world: Arc<dyn World>) -> Self {
        Self { store, rules, actor, belonging: Arc::default(), held_open: Arc::default(), now: world.now(), world }
    }

    /// The same for somebody of an employer and of teams.
    #[must_use]
    pub fn belonging_to(self, belonging: Arc<Belonging>) -> Self {
        Self { belonging, ..self }
    }

    /// The same for somebody who opened records in an emergency.
    #[must_use]
    pub fn holding_open(self, held_open: Arc<[HeldOpen]>) -> Self {
        Self { held_open, ..self }
    }

    /// The date on the wall in Europe/London.
    pub fn today(&self) -> Date {
        // INVARIANT: the zone is compiled in, as a test of the domain holds.
        local_date(self.now).unwrap_or(Date::ZERO)
    }

    /// The name of the local system: the first part of every key.
    pub fn footprint(&self) -> &str {
        &self.rules.footprint.name
    }

    /// Adds an event to a change, with fresh randomness; when the service must look at a referral again follows from the rules
    /// that hold.
    ///
    /// # Errors
    /// When the event cannot follow, cannot be written, or would break a promise.
    pub fn append(&self, change: &mut Change, stream: &mut Stream, event: &Event) -> Result<(), StoreError> {
        let under = Under { footprint: &self.rules.footprint, rules: &self.rules.key() };
        change.append_under(Some(&under), stream, event, self.world.random())
    }

    /// The questionnaires, and the wording that may be shown.
    pub fn instruments(&self) -> &Instruments {
        &self.rules.instruments
    }

    /// What the domain needs to know to decide.
    pub(crate) fn deciding(&self) -> Deciding<'_> {
        Deciding {
            now: self.now,
            actor: &self.actor,
            footprint: &self.rules.footprint,
            rules: self.rules.cited(),
            rejected_before: false,
        }
    }
}

/// A world that stands still, for tests.
#[cfg(test)]
pub(crate) struct Still;

#[cfg(test)]
impl World for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn random(&self) -> [u8; 16] {
        [7; 16]
    }
}
