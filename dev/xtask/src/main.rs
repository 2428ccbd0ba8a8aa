//! The house rules and the chores, as programs: `cargo xtask tidy`, `cargo xtask test` and `cargo xtask bench`.

mod run;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask tidy
       cargo xtask test [--long] [STEP]...    (all steps without a name: fmt tidy clippy tests deny build model fuzz browser)
       cargo xtask bench [--rounds N] [--small] [--print] [NAME]...    (all benchmarks without a name; writes docs/performance.md)
       cargo xtask advisories FOLDER COMMIT DAY    (writes docs/security/advisories.tsv from a checkout of rustsec/advisory-db)
       cargo xtask with-postgres PROGRAM [ARGUMENT]...    (PORCH_TEST_POSTGRES names a private server while it runs)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = match workspace_root() {
        Ok(root) => root,
        Err(what) => return wrong_use(&what),
    };
    match words.as_slice() {
        ["tidy"] => tidy_command(&root),
        ["test", "--long", steps @ ..] => test_command(&root, steps, run::Length::Long),
        ["test", steps @ ..] => test_command(&root, steps, run::Length::Short),
        ["bench", arguments @ ..] => run::bench(&root, arguments),
        ["advisories", folder, commit, day] => match tidy::write_advisories(&root, Path::new(folder), commit, day) {
            Ok(count) => {
                println!("{count} advisories as of {day}");
                ExitCode::SUCCESS
            }
            Err(what) => wrong_use(&format!("error: {what}")),
        },
        ["with-postgres", name, arguments @ ..] => run::with_postgres(&root, name, arguments),
        _ => wrong_use(USAGE),
    }
}

fn wrong_use(what: &str) -> ExitCode {
    eprintln!("{what}");
    ExitCode::from(2)
}

fn test_command(root: &Path, steps: &[&str], length: run::Length) -> ExitCode {
    match run::Step::chosen(steps) {
        Ok(chosen) => run::test(root, &chosen, length),
        Err(what) => wrong_use(&what),
    }
}

fn tidy_command(root: &Path) -> ExitCode {
    match tidy::report(root) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(what) => wrong_use(&format!("error: tidy: {what}")),
    }
}

/// The folder of the workspace manifest, looked for from the current folder upwards.
fn workspace_root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("error: current folder: {error}"))?;
    here.ancestors()
        .find(|folder| folder.join("dev/xtask/Cargo.toml").is_file() && folder.join("Cargo.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("error: {}: not inside the Porch workspace", here.display()))
}
