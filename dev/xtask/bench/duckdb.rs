//! DuckDB beside the product: one long-lived Python process, asked over pipes, in an environment of its own.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

/// The version of the package `duckdb`: the fastest of those that were tried.
const VERSION: &str = "2.0.0";

const SCRIPT: &str = include_str!("annual.py");

/// A running process; it ends when this goes.
pub struct DuckDb {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl DuckDb {
    /// Makes the environment where it is not there yet, and starts the process.
    ///
    /// # Errors
    /// When Python or the package is not to be had.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let environment = folder.join(format!("python-duckdb-{VERSION}"));
        let python = environment.join("bin/python");
        let package = format!("duckdb=={VERSION}");
        let there = Command::new(&python).args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
            succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]))?;
        }
        let mut command = Command::new(&python);
        command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("error: {}: {error}", python.display()))?;
        let (ask, answers) = (child.stdin.take(), child.stdout.take());
        let (Some(ask), Some(answers)) = (ask, answers) else {
            return Err("error: python gave no pipes".to_owned());
        };
        Ok(Self { child, ask, answers: BufReader::new(answers) })
    }

    /// Asks one question.
    ///
    /// # Errors
    /// When the process does not answer.
    pub fn ask(&mut self, question: &Value) -> Result<Value, String> {
        let said = |error: &dyn std::fmt::Display| format!("error: duckdb: {error}");
        writeln!(self.ask, "{question}").map_err(|error| said(&error))?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| said(&error))?;
        serde_json::from_str(&line).map_err(|error| said(&error))
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        // What it held in memory is of no use to anybody: nothing is lost when it cannot be stopped in peace.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("error: {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("error: {command:?}: {status}")) }
}
