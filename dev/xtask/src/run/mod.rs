//! `cargo xtask test`: everything, from quick to slow, counted; `cargo xtask bench` beside a server of its own.

mod cluster;
mod command;
mod count;
mod fuzz;
mod needs;

use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use cluster::PrivateCluster;
use command::{Outcome, answer, program, shown};
use count::Count;
use needs::{Tools, Wanted};

/// Where the tests find the database server.
const POSTGRES_VARIABLE: &str = "PORCH_TEST_POSTGRES";

/// Tells tests that come in two lengths to take the long one.
const LONG_VARIABLE: &str = "PORCH_TEST_LONG";

/// How often the tests that kill a server kill it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// As often as a run can wait for.
    Short,
    /// A thousand times.
    Long,
}

/// One part of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The code is formatted.
    Fmt,
    /// The house rules hold.
    Tidy,
    /// No lint speaks.
    Clippy,
    /// Unit, property and store tests, on both databases.
    Tests,
    /// Licences, bans and sources of the dependencies.
    Deny,
    /// The release binary.
    Build,
    /// The model checker and the simulation of the service in use, built for release: they go through millions of steps.
    Model,
    /// Every parser of outside input, fed with anything for a minute.
    Fuzz,
    /// Journeys in a real browser against the release binary.
    Browser,
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Fmt,
        Self::Tidy,
        Self::Clippy,
        Self::Tests,
        Self::Deny,
        Self::Build,
        Self::Model,
        Self::Fuzz,
        Self::Browser,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Tidy => "tidy",
            Self::Clippy => "clippy",
            Self::Tests => "tests",
            Self::Deny => "deny",
            Self::Build => "build",
            Self::Model => "model",
            Self::Fuzz => "fuzz",
            Self::Browser => "browser",
        }
    }

    /// The steps with these names, in running order; all of them when no name is given.
    ///
    /// # Errors
    /// Names the word that is no step.
    pub fn chosen(names: &[&str]) -> Result<Vec<Self>, String> {
        if let Some(unknown) = names.iter().find(|name| Self::ALL.iter().all(|step| step.name() != **name)) {
            let all: Vec<&str> = Self::ALL.iter().map(|step| step.name()).collect();
            return Err(format!("error: {unknown}: no such step (one of {})", all.join(", ")));
        }
        Ok(Self::ALL.into_iter().filter(|step| names.is_empty() || names.contains(&step.name())).collect())
    }
}

/// The crate that is tested in a build for release.
const MODEL: &str = "porch-model";

/// A database server beside a step.
struct Server {
    url: String,
    _cluster: Option<PrivateCluster>,
}

fn has_nextest() -> bool {
    answer("cargo", &["nextest", "--version"]).is_some()
}

/// What a step came to.
struct Done {
    count: Count,
    /// Nothing after it can be trusted, because a build failed.
    stops: bool,
}

/// The run's surroundings.
struct Run<'a> {
    root: &'a Path,
    target: PathBuf,
    tools: Tools,
    length: Length,
}

/// Runs the steps and ends with the plain line `N passed, N failed, N skipped`.
pub fn test(root: &Path, steps: &[Step], length: Length) -> ExitCode {
    let own_server = std::env::var_os(POSTGRES_VARIABLE).is_some();
    let needs_server = [Step::Tests, Step::Model, Step::Browser].iter().any(|step| steps.contains(step));
    let wanted = Wanted { postgres: needs_server && !own_server, browser: steps.contains(&Step::Browser) };
    let run = needs::met(root, wanted).and_then(|tools| Ok(Run { root, target: target_folder(root)?, tools, length }));
    let run = match run {
        Ok(run) => run,
        Err(what) => {
            eprintln!("{what}");
            return ExitCode::from(2);
        }
    };
    let mut total = Count::default();
    let mut table = Vec::new();
    let mut stopped = false;
    for step in Step::ALL {
        let what = if !steps.contains(&step) {
            "not asked for".to_owned()
        } else if stopped {
            total.skipped += 1;
            "not run, because a build failed".to_owned()
        } else {
            println!("\n== {} ==", step.name());
            let start = Instant::now();
            let done = run.step(step).unwrap_or_else(|what| {
                eprintln!("{what}");
                Done { count: Count::one(false), stops: step == Step::Build }
            });
            total += done.count;
            stopped = done.stops;
            format!("{} ({})", done.count, seconds(start.elapsed()))
        };
        table.push(format!("{:<8} {what}", step.name()));
    }
    println!("\n{}\n\n{total}", table.join("\n"));
    ExitCode::from(u8::from(total.failed > 0 || stopped))
}

/// Runs one program beside a private database server, for work on a single crate; ends as the program ends.
pub fn with_postgres(root: &Path, name: &str, arguments: &[&str]) -> ExitCode {
    let wanted = Wanted { postgres: true, browser: false };
    let cluster = needs::met(root, wanted).and_then(|tools| PrivateCluster::start(&tools.postgres));
    let status = cluster.and_then(|cluster| {
        // Where this was called from is the program's business, and so are its input and output.
        let mut command = program(name, arguments, Path::new("."));
        command.env(POSTGRES_VARIABLE, cluster.url()).stdin(Stdio::inherit());
        command.status().map_err(|error| format!("error: {name}: {error}"))
    });
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}

/// Builds the product and the benchmarks for release and runs them beside a private database server.
pub fn bench(root: &Path, arguments: &[&str]) -> ExitCode {
    let build = |arguments: &[&str]| -> Result<(), String> {
        let outcome = shown(program("cargo", arguments, root))?;
        if outcome.succeeded { Ok(()) } else { Err("error: bench: it does not build".to_owned()) }
    };
    let built = build(&["build", "--release"])
        .and_then(|()| build(&["build", "--release", "--package", "porch-xtask", "--features", "bench"]))
        .and_then(|()| target_folder(root));
    match built {
        Ok(target) => {
            let bench = target.join("release/porch-bench").to_string_lossy().into_owned();
            with_postgres(root, &bench, arguments)
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}

impl Run<'_> {
    fn step(&self, step: Step) -> Result<Done, String> {
        match step {
            Step::Fmt => self.one_check(&["fmt", "--all", "--check"]),
            Step::Tidy => {
                let faults = crate::tidy::report(self.root).map_err(|what| format!("error: tidy: {what}"))?;
                Ok(Done { count: Count::one(faults == 0), stops: false })
            }
            Step::Clippy => {
                self.one_check(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])
            }
            Step::Tests => self.tests(),
            Step::Deny => self.deny(),
            Step::Build => {
                let outcome = shown(program("cargo", &["build", "--release"], self.root))?;
                Ok(Done { count: Count::one(outcome.succeeded), stops: !outcome.succeeded })
            }
            Step::Model => self.model(),
            Step::Fuzz => {
                let count = fuzz::all(self.root, &self.target)?;
                Ok(Done { count: count.unwrap_or_else(|| Count::one(false)), stops: false })
            }
            Step::Browser => self.browser(),
        }
    }

    fn one_check(&self, arguments: &[&str]) -> Result<Done, String> {
        let outcome = shown(program("cargo", arguments, self.root))?;
        Ok(Done { count: Count::one(outcome.succeeded), stops: false })
    }

    /// Every Rust test once but those of the model; without nextest, those too, in fewer steps.
    fn tests(&self) -> Result<Done, String> {
        let server = self.server()?;
        if !has_nextest() {
            let outcome = self.cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"], &server)?;
            return Ok(counted(&outcome, count::of_libtest(&outcome.lines)));
        }
        let outcome = self.nextest(&["--workspace", "--exclude", MODEL, "--all-features"], &server)?;
        let mut done = counted(&outcome, count::of_nextest(&outcome.lines));
        if !done.stops {
            // Nextest leaves out the examples in the documentation.
            let outcome = self.cargo(&["test", "--workspace", "--doc", "--no-fail-fast"], &server)?;
            let examples = counted(&outcome, count::of_libtest(&outcome.lines));
            done.count += examples.count;
        }
        Ok(done)
    }

    fn model(&self) -> Result<Done, String> {
        let server = self.server()?;
        if !has_nextest() {
            let outcome = self.cargo(&["test", "--release", "--package", MODEL, "--no-fail-fast"], &server)?;
            return Ok(Done { stops: false, ..counted(&outcome, count::of_libtest(&outcome.lines)) });
        }
        let outcome = self.nextest(&["--release", "--package", MODEL], &server)?;
        Ok(Done { stops: false, ..counted(&outcome, count::of_nextest(&outcome.lines)) })
    }

    /// The database server of a step: the one that was named, or a private one that ends with the step.
    fn server(&self) -> Result<Server, String> {
        match std::env::var(POSTGRES_VARIABLE) {
            Ok(url) => Ok(Server { url, _cluster: None }),
            Err(_) => {
                let cluster = PrivateCluster::start(&self.tools.postgres)?;
                Ok(Server { url: cluster.url().to_owned(), _cluster: Some(cluster) })
            }
        }
    }

    fn nextest(&self, arguments: &[&str], server: &Server) -> Result<Outcome, String> {
        self.cargo(&[&["nextest", "run", "--no-fail-fast", "--retries", "0"], arguments].concat(), server)
    }

    fn cargo(&self, arguments: &[&str], server: &Server) -> Result<Outcome, String> {
        let mut command = program("cargo", arguments, self.root);
        command.env(POSTGRES_VARIABLE, &server.url).env("CARGO_TERM_COLOR", "never");
        if self.length == Length::Long {
            command.env(LONG_VARIABLE, "1");
        }
        shown(command)
    }

    /// Advisories are left out: they need a database that is fetched anew, and a build must not depend on the day.
    fn deny(&self) -> Result<Done, String> {
        let deny = needs::cargo_deny(self.root, &self.target)?;
        let arguments = ["--workspace", "check", "licenses", "bans", "sources"];
        let outcome = shown(program(&deny.to_string_lossy(), &arguments, self.root))?;
        Ok(Done { count: Count::one(outcome.succeeded), stops: false })
    }

    fn browser(&self) -> Result<Done, String> {
        let binary = self.target.join("release/porch");
        if !binary.is_file() {
            return Err(format!("error: {}: absent (`cargo xtask test build` makes it)", binary.display()));
        }
        let folder = self.root.join("tests/browser");
        let files = browser_tests(&folder)?;
        let mut arguments = vec!["--test", "--test-reporter=spec"];
        arguments.extend(files.iter().map(String::as_str));
        let server = self.server()?;
        let mut command = program("node", &arguments, &folder);
        command.env("PORCH_BIN", &binary).env("CHROMIUM", &self.tools.chromium).env(POSTGRES_VARIABLE, &server.url);
        let outcome = shown(command)?;
        Ok(Done { stops: false, ..counted(&outcome, count::of_node(&outcome.lines)) })
    }
}

/// No count means that the tests were not built; a bad end without a failed test is itself a failure.
fn counted(outcome: &Outcome, count: Option<Count>) -> Done {
    match count {
        None => Done { count: Count::one(false), stops: true },
        Some(mut count) => {
            if !outcome.succeeded && count.failed == 0 {
                count.failed = 1;
            }
            Done { count, stops: false }
        }
    }
}

fn browser_tests(folder: &Path) -> Result<Vec<String>, String> {
    let fails = |error: std::io::Error| format!("error: {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fails)? {
        let name = entry.map_err(fails)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(name);
        }
    }
    files.sort();
    if files.is_empty() { Err(format!("error: {}: no *.test.mjs", folder.display())) } else { Ok(files) }
}

fn target_folder(root: &Path) -> Result<PathBuf, String> {
    let output = program("cargo", &["metadata", "--format-version=1", "--no-deps"], root)
        .output()
        .map_err(|error| format!("error: cargo metadata: {error}"))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("error: cargo metadata: {error}"))?;
    let folder = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| "error: cargo metadata: names no target folder".to_owned())
}

fn seconds(time: Duration) -> String {
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_from_quick_to_slow_whatever_their_order() {
        assert_eq!(Step::chosen(&[]), Ok(Step::ALL.to_vec()));
        assert_eq!(Step::chosen(&["tests", "fmt"]), Ok(vec![Step::Fmt, Step::Tests]));
        assert!(Step::chosen(&["everything"]).is_err());
    }

    #[test]
    fn tests_that_were_not_built_stop_the_run() {
        let done = counted(&Outcome { succeeded: false, lines: vec![] }, None);
        assert!(done.stops && done.count.failed == 1);
    }

    #[test]
    fn a_bad_end_without_a_failed_test_is_a_failure() {
        let ended = |succeeded, count| counted(&Outcome { succeeded, lines: vec![] }, Some(count)).count.failed;
        assert_eq!(ended(false, Count { passed: 3, ..Count::default() }), 1);
        assert_eq!(ended(false, Count { failed: 2, ..Count::default() }), 2);
        assert_eq!(ended(true, Count { passed: 3, ..Count::default() }), 0);
    }
}
