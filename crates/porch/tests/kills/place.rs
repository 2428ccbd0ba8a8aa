//! A database with people at its door.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use porch_app::{Ctx, DatabaseUrl, Store, World, footprint};
use porch_domain::actor::Actor;
use porch_testkit::{MachineWorld, conformance::KENT_MEDWAY, postgres::fresh_database, ready_drafts};
use postgres::{Client, NoTls};
use serde_json::Value;
use tempfile::TempDir;

use crate::{ledger::Stored, program, server::read};

const DRAFTS: &str = "SELECT draft_key, outcome FROM draft WHERE outcome IS NOT NULL";
const REFERENCES: &str = "SELECT reference, count(*) FROM referral GROUP BY reference";

/// A folder, and a database in it or on a server.
pub struct Place {
    folder: TempDir,
    url: String,
}

impl Place {
    /// A new database in a file.
    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("porch.db").display());
        Self { folder, url }
    }

    /// A new database on a server.
    pub fn on_postgres(server: &str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), url: fresh_database(server).unwrap() }
    }

    /// A new database in a file of a folder inside the folder.
    pub fn on_sqlite_in(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join(name);
        std::fs::create_dir(&inner).unwrap();
        Self { url: format!("sqlite:{}", inner.join("porch.db").display()), folder }
    }

    /// Where the database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the database.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(self.url.strip_prefix("sqlite:").unwrap())
    }

    /// Where the server writes what it has to say.
    pub fn log(&self) -> PathBuf {
        self.folder().join("serve.log")
    }

    /// What the server has said so far.
    pub fn said(&self) -> String {
        read(&self.log())
    }

    /// Puts so many whole drafts at the door, and gives their keys.
    pub fn drafts(&self, count: usize) -> Vec<String> {
        let store = Store::open(&self.url.parse::<DatabaseUrl>().unwrap(), true).unwrap();
        let operator = Actor::Operator { account: "invented operator".to_owned() };
        let rules = footprint::apply(&store, &MachineWorld, &operator, KENT_MEDWAY, None).unwrap();
        let world: Arc<dyn World> = Arc::new(MachineWorld);
        ready_drafts(&Ctx::new(store, rules, Actor::Public, world), count).unwrap()
    }

    /// What the database holds, asked behind the program's back.
    pub fn stored(&self) -> Stored {
        let mut stored = Stored::default();
        let mut draft = |key: String, outcome: String| {
            let reference = outcome.rsplit(' ').next().unwrap().to_owned();
            stored.by_draft.insert(key, reference);
        };
        if self.url.starts_with("sqlite:") {
            let database = rusqlite::Connection::open(self.file()).unwrap();
            let mut drafts = database.prepare(DRAFTS).unwrap();
            let rows = drafts.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.for_each(|row| row.map(|(key, outcome)| draft(key, outcome)).unwrap());
            let mut references = database.prepare(REFERENCES).unwrap();
            let rows = references.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            stored.references = rows.map(Result::unwrap).collect();
        } else {
            let mut client = Client::connect(&self.url, NoTls).unwrap();
            client.query(DRAFTS, &[]).unwrap().iter().for_each(|row| draft(row.get(0), row.get(1)));
            let rows = client.query(REFERENCES, &[]).unwrap();
            stored.references = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        }
        stored
    }

    /// Verifies with the program, which must find nothing, and gives the hash of all that is stored.
    #[track_caller]
    pub fn verified(&self) -> String {
        let output = program::porch(self.folder(), &["verify", "--format", "json", "--database", &self.url]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let verified: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(verified["holds"], true);
        verified["state_hash"].as_str().unwrap().to_owned()
    }
}
