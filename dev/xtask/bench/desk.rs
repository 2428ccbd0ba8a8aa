//! The product's store as a benchmark uses it: opened in a folder, with rules applied, drafts at the door, many callers.

use std::{path::Path, sync::Arc};

use porch_app::{Ctx, DatabaseUrl, Rules, Store, World, door};
use porch_domain::actor::Actor;
use porch_testkit::{MachineWorld, conformance::KENT_MEDWAY, ready_drafts};

use crate::callers::{self, Received};

/// A store, and the public at its door.
pub struct Desk {
    store: Store,
    rules: Arc<Rules>,
    world: Arc<dyn World>,
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
    /// A refusal.
    pub fn receive(&self, keys: &[String], callers: usize) -> Result<Received, String> {
        callers::all(vec![(); callers], keys.len(), |(), nth| {
            door::send(&self.public(), &keys[nth]).map(|_| ()).map_err(|error| error.to_string())
        })
    }
}
