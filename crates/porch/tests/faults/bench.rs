//! A folder with files and perhaps a database, and the program at work in it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use porch_testkit::postgres::{fresh_database, server_url};
use serde_json::Value;
use tempfile::TempDir;

use crate::program;

/// The required columns.
pub const REQUIRED: &str = "referral_id,person_id,team,received_at,decision";

/// A period that holds everything a test imports.
pub const ALL_TIME: [&str; 4] = ["--from", "2000-01-01", "--to", "2099-12-31"];

/// Where the program works in a test.
pub struct Bench {
    folder: TempDir,
    database: Option<String>,
}

impl Bench {
    /// An empty folder; the database would be the default one in it.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// The same with an empty database on the test server; none without a server.
    pub fn on_postgres() -> Option<Self> {
        let url = fresh_database(&server_url()?).unwrap();
        Some(Self { database: Some(url), ..Self::new() })
    }

    /// A database that holds three hundred referrals.
    pub fn with_history() -> Self {
        Self::new().and_history()
    }

    /// The same bench with three hundred referrals imported.
    pub fn and_history(self) -> Self {
        self.write("history.csv", history(0..300));
        self.done(&["--quiet", "import", "referrals", "history.csv"]);
        std::fs::remove_file(self.path("history.csv")).unwrap();
        self
    }

    /// The address of the database on the server.
    pub fn url(&self) -> &str {
        self.database.as_deref().unwrap()
    }

    /// Whether the database lies on the server.
    pub fn is_on_postgres(&self) -> bool {
        self.database.is_some()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The program with arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program::command(self.folder(), arguments);
        if let Some(url) = &self.database {
            command.env("PORCH_DATABASE", url);
        }
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs the program, which must do what it was asked; gives what it printed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, which must refuse: status 2, nothing printed, an error on every line. Gives the errors.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> String {
        refusal(&self.run(arguments))
    }

    /// Imports a file.
    pub fn import(&self, file: &str) -> Output {
        self.run(&["--quiet", "import", "referrals", file])
    }

    /// Verifies, which must find nothing, and gives the hash of all that is stored.
    #[track_caller]
    pub fn state_hash(&self) -> String {
        let output = self.run(&["verify", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let verified: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(verified["holds"], true);
        verified["state_hash"].as_str().unwrap().to_owned()
    }

    /// How many referrals the annual report of all time counts.
    #[track_caller]
    pub fn referrals(&self) -> u64 {
        referrals(&self.done(&[&["report", "annual", "--format", "json"][..], &ALL_TIME].concat()))
    }

    /// Every file of the folder with its content.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = std::fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap());
        files
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect()
    }
}

/// How many referrals a printed report counts.
#[track_caller]
pub fn referrals(report: &str) -> u64 {
    let report: Value = serde_json::from_str(report).unwrap();
    report["teams"].as_array().unwrap().iter().map(|team| team["referrals"].as_u64().unwrap()).sum()
}

/// The errors of a program that refused.
#[track_caller]
pub fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!errors.is_empty() && errors.lines().all(|line| line.starts_with("error: ")), "{errors}");
    errors
}

/// Rows of plainly invented history.
pub fn history(rows: std::ops::Range<u32>) -> String {
    let mut csv = format!("{REQUIRED},postcode\n");
    for nth in rows {
        let (month, day) = (1 + nth % 12, 1 + nth % 28);
        let decision = ["accepted", "rejected", "signposted", "withdrawn", "pending"][nth as usize % 5];
        csv.push_str(&format!(
            "R{nth},P{},community,2022-{month:02}-{day:02}T10:00:00Z,{decision},ZZ99 3VZ\n",
            nth / 2
        ));
    }
    csv
}
