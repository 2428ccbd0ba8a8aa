//! Another library beside the product: one long-lived Python process, asked over pipes, in an environment of its own.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

/// A running process; it ends when this goes.
pub struct Python {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
    what: String,
}

impl Python {
    /// Makes the environment with these packages, each with its version, where it is not there yet, and starts the script in it.
    ///
    /// # Errors
    /// When Python or a package is not to be had.
    pub fn start(folder: &Path, packages: &[(&str, &str)], script: &str) -> Result<Self, String> {
        let with = |between| packages.iter().map(|(name, version)| [*name, *version].join(between)).collect::<Vec<_>>();
        let what = with("-").join("-");
        let environment = folder.join(format!("python-{what}"));
        let python = environment.join("bin/python");
        let names: Vec<&str> = packages.iter().map(|(name, _)| *name).collect();
        let import = format!("import {}", names.join(", "));
        let there = Command::new(&python).args(["-c", &import]).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
            succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(with("==")))?;
        }
        let mut command = Command::new(&python);
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("error: {}: {error}", python.display()))?;
        let (ask, answers) = (child.stdin.take(), child.stdout.take());
        let (Some(ask), Some(answers)) = (ask, answers) else {
            return Err("error: python gave no pipes".to_owned());
        };
        Ok(Self { child, ask, answers: BufReader::new(answers), what })
    }

    /// Asks one question.
    ///
    /// # Errors
    /// When the process does not answer.
    pub fn ask(&mut self, question: &Value) -> Result<Value, String> {
        let what = &self.what;
        let said = |error: &dyn std::fmt::Display| format!("error: {what}: {error}");
        writeln!(self.ask, "{question}").map_err(|error| said(&error))?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| said(&error))?;
        serde_json::from_str(&line).map_err(|error| said(&error))
    }
}

impl Drop for Python {
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
