//! Every parser of outside input under libFuzzer, some minutes of it: `dev/fuzz`.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Mutex,
    thread,
};

use super::{
    command::{answer, program, shown},
    count::Count,
};

/// How long each target is fed, in seconds.
const SECONDS: u32 = 60;

/// What LLVM's pass needs to count the ways that an input took. The stable compiler knows these; `cfg(fuzzing)` brings the
/// library in (docs/adr/0027-fuzzing-on-the-stable-compiler.md).
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the targets, and feeds each, as many at once as there are cores. None where they could not be built.
pub fn all(root: &Path, target: &Path) -> Result<Option<Count>, String> {
    let about = answer("rustc", &["-vV"]).ok_or("error: rustc -vV: no answer")?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("error: rustc -vV: no host")?;
    // For a named target, so that programs of the build itself are built without the flags.
    let arguments = ["build", "--package", "porch-fuzz", "--profile", "fuzz", "--target", host];
    let mut build = program("cargo", &arguments, root);
    build.env("RUSTFLAGS", FLAGS);
    if !shown(build)?.succeeded {
        return Ok(None);
    }
    let binary = target.join(host).join("fuzz/porch-fuzz");
    let kept = target.join("fuzz");
    let waiting = Mutex::new(names(&root.join("dev/fuzz/seeds"))?);
    let next = || waiting.lock().ok().and_then(|mut names| names.pop());
    let fed = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(name) = next() {
                    let told = one(root, &binary, &kept, &name);
                    if let Ok(mut fed) = fed.lock() {
                        fed.push((name, told));
                    }
                }
            });
        }
    });
    let fed = fed.into_inner().map_err(|_| "error: fuzz: a target ended in a panic")?;
    let mut count = Count::default();
    for (name, told) in fed {
        match told {
            Ok(last) => {
                println!("fuzz: {name}: holds: {last}");
                count += Count::one(true);
            }
            Err(what) => {
                println!("fuzz: {name}: {what}");
                count += Count::one(false);
            }
        }
    }
    Ok(Some(count))
}

/// The targets: each has a folder of seeds, as a test of theirs holds.
fn names(seeds: &Path) -> Result<Vec<String>, String> {
    let fails = |error: std::io::Error| format!("error: {}: {error}", seeds.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(seeds).map_err(fails)? {
        names.push(entry.map_err(fails)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    names.reverse();
    Ok(names)
}

/// Feeds one target. What it grew is kept for the next time; what broke it as well.
fn one(root: &Path, binary: &Path, kept: &Path, name: &str) -> Result<String, String> {
    let grown = kept.join(name);
    let log: PathBuf = kept.join(format!("{name}.log"));
    fs::create_dir_all(&grown).map_err(|error| format!("{}: {error}", grown.display()))?;
    let written = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let status = program(&binary.to_string_lossy(), &[], root)
        .arg(&grown)
        .arg(root.join("dev/fuzz/seeds").join(name))
        .arg(format!("-max_total_time={SECONDS}"))
        .args(["-timeout=20", "-rss_limit_mb=2048"])
        .arg(format!("-artifact_prefix={}-", grown.display()))
        .env("PORCH_FUZZ", name)
        .stdout(Stdio::null())
        .stderr(written)
        .status()
        .map_err(|error| error.to_string())?;
    let said = fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    match said.lines().rfind(|line| line.contains("DONE")) {
        Some(last) if status.success() => Ok(last.split_whitespace().collect::<Vec<_>>().join(" ")),
        Some(_) | None => Err(format!("broke: {}\n{}", log.display(), first_words(&said))),
    }
}

/// From the line on which it broke.
fn first_words(said: &str) -> String {
    let from = said.lines().skip_while(|line| !line.contains("panicked") && !line.contains("ERROR"));
    from.take(20).collect::<Vec<_>>().join("\n")
}
