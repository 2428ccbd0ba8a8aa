//! Running another program: what it prints is shown as it comes, and kept for counting.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// How a program ended.
pub struct Outcome {
    /// Whether it ended with status 0.
    pub succeeded: bool,
    /// What it printed on both streams, line by line.
    pub lines: Vec<String>,
}

/// A program that will run in `folder`, without what `cargo run` adds to the environment.
///
/// Some build scripts watch those variables: left in place, they would build everything again.
pub fn program(name: &str, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        let added = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME";
        if added || name == "CARGO_CRATE_NAME" || name == "CARGO" {
            command.env_remove(&key);
        }
    }
    command
}

/// Runs it to the end, showing its output.
///
/// # Errors
/// When it cannot be started or waited for.
pub fn shown(mut command: Command) -> Result<Outcome, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("error: {name}: {error}"))?;
    let lines = Mutex::new(Vec::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| copy(out, std::io::stdout(), &lines));
        scope.spawn(|| copy(err, std::io::stderr(), &lines));
    });
    let status = child.wait().map_err(|error| format!("error: {name}: {error}"))?;
    let lines = lines.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    Ok(Outcome { succeeded: status.success(), lines })
}

fn copy(from: Option<impl Read>, mut to: impl Write, lines: &Mutex<Vec<String>>) {
    let Some(from) = from else { return };
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        // A closed terminal must not end the run: the counts still decide the exit status.
        writeln!(to, "{line}").unwrap_or_default();
        lines.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(line);
    }
}

/// What a program prints, when it ends well; none when it is absent or fails.
pub fn answer(name: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(name).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_kept_and_the_status_is_known() {
        let script = ["-c", "echo out; echo err >&2; exit 3"];
        let outcome = shown(program("sh", &script, Path::new("."))).unwrap();
        assert!(!outcome.succeeded);
        let mut lines = outcome.lines;
        lines.sort();
        assert_eq!(lines, ["err", "out"]);
    }

    #[test]
    fn a_program_that_is_absent_is_named() {
        let error = shown(program("porch-no-such-program", &[], Path::new("."))).err().unwrap();
        assert!(error.contains("porch-no-such-program"), "{error}");
        assert_eq!(answer("porch-no-such-program", &[]), None);
    }
}
