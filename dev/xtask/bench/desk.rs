//! The product's store as a benchmark uses it: opened in a folder, with rules applied, drafts at the door, many callers.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use porch_app::{Ctx, DatabaseUrl, Rules, Store, World, door};
use porch_domain::actor::Actor;
use porch_testkit::{MachineWorld, conformance::KENT_MEDWAY, ready_drafts};

/// A store, and the public at its door.
pub struct Desk {
    store: Store,
    rules: Arc<Rules>,
    world: Arc<dyn World>,
}

/// What many callers did.
pub struct Received {
    /// From the first press to the last answer.
    pub took: Duration,
    /// How long each caller waited for each answer, the shortest first.
    pub waits: Vec<Duration>,
}

impl Received {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// The wait that so large a part of all did not pass, in milliseconds.
    pub fn wait(&self, part: f64) -> f64 {
        quantile(&self.waits, part)
    }
}

/// In milliseconds, of durations in their order.
pub fn quantile(sorted: &[Duration], part: f64) -> f64 {
    let at = (sorted.len() as f64 * part) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
}

impl Desk {
    /// Opens a database, making it and its rules where there are none.
    ///
    /// # Errors
    /// What the product says.
    pub fn open(url: &DatabaseUrl) -> Result<Self, String> {
        let store = Store::open(url, true).map_err(|error| error.to_string())?;
        let world: Arc<dyn World> = Arc::new(MachineWorld);
        let operator = Actor::Operator { account: "benchmark".to_owned() };
        let rules = porch_app::footprint::apply(&store, world.as_ref(), &operator, KENT_MEDWAY, None);
        Ok(Self { store, rules: rules.map_err(|error| error.to_string())?, world })
    }

    /// The same for a file.
    ///
    /// # Errors
    /// What the product says.
    pub fn at(path: &Path) -> Result<Self, String> {
        Self::open(&DatabaseUrl::Sqlite(path.to_owned()))
    }

    /// Somebody at the door, now.
    pub fn public(&self) -> Ctx {
        Ctx::new(self.store.clone(), Arc::clone(&self.rules), Actor::Public, Arc::clone(&self.world))
    }

    /// Whole drafts, ready for the last press.
    ///
    /// # Errors
    /// What the product says.
    pub fn drafts(&self, count: usize) -> Result<Vec<String>, String> {
        ready_drafts(&self.public(), count).map_err(|error| error.to_string())
    }

    /// So many callers press the last button of all these drafts, each one after another.
    ///
    /// # Errors
    /// The first refusal.
    pub fn receive(&self, keys: &[String], callers: usize) -> Result<Received, String> {
        let next = AtomicUsize::new(0);
        let (waits, refused) = (Mutex::new(Vec::with_capacity(keys.len())), Mutex::new(None));
        let began = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..callers {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    while let Some(key) = keys.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let pressed = Instant::now();
                        if let Err(error) = door::send(&self.public(), key) {
                            *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
                            return;
                        }
                        own.push(pressed.elapsed());
                    }
                    waits.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
                });
            }
        });
        let took = began.elapsed();
        if let Some(refused) = refused.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(refused);
        }
        let mut waits = waits.into_inner().unwrap_or_else(PoisonError::into_inner);
        waits.sort_unstable();
        Ok(Received { took, waits })
    }
}
