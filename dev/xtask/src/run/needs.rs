//! What the tests need besides the toolchain: found, or installed when this run may, or named with the command that installs it.

use std::path::{Path, PathBuf};

use super::command::{answer, program, shown};

/// The release of cargo-deny that is installed when the machine has none.
const DENY: &str = "0.20.2";
/// The oldest PostgreSQL that the program supports.
const OLDEST_POSTGRES: u32 = 15;
/// The oldest Node that the browser tests' packages support; Debian 12 has it.
const OLDEST_NODE: u32 = 18;

/// Where the programs are.
#[derive(Debug, Clone)]
pub struct Tools {
    /// The folder with `initdb`, `pg_ctl` and `postgres`.
    pub postgres: PathBuf,
    /// The browser.
    pub chromium: PathBuf,
}

/// Which of the needs a run has.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// A database server.
    pub postgres: bool,
    /// A browser, node and the pinned packages of `tests/browser`.
    pub browser: bool,
}

/// Finds, or installs as root on Debian, what is wanted.
///
/// # Errors
/// One sentence that names what is missing and the command that installs it.
pub fn met(root: &Path, wanted: Wanted) -> Result<Tools, String> {
    let missing = missing_packages(wanted);
    if !missing.is_empty() {
        install(root, &missing)?;
        let still = missing_packages(wanted);
        if !still.is_empty() {
            return Err(format!("error: the tests need {}, which installing did not bring", still.join(" ")));
        }
    }
    if wanted.browser {
        let node = answer("node", &["--version"]).unwrap_or_default();
        if !node_is_new_enough(&node) {
            return Err(format!("error: the browser tests need Node {OLDEST_NODE} or newer, and this is {node}"));
        }
        browser_packages(root)?;
    }
    Ok(Tools { postgres: postgres_folder().unwrap_or_default(), chromium: chromium_program().unwrap_or_default() })
}

fn missing_packages(wanted: Wanted) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if wanted.postgres && postgres_folder().is_none() {
        missing.push("postgresql");
    }
    if wanted.browser {
        if chromium_program().is_none() {
            missing.push("chromium");
        }
        for (name, package) in [("node", "nodejs"), ("npm", "npm")] {
            if on_path(name).is_none() {
                missing.push(package);
            }
        }
    }
    missing
}

fn install(root: &Path, packages: &[&str]) -> Result<(), String> {
    let list = packages.join(" ");
    let sentence = format!(
        "error: the tests need {list}, which this machine does not have; `apt-get install {list}` as root installs it"
    );
    let is_root = answer("id", &["-u"]).as_deref() == Some("0");
    if !is_root || on_path("apt-get").is_none() {
        return Err(sentence);
    }
    println!("installing {list}");
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    for arguments in [vec!["update"], arguments] {
        let mut command = program("apt-get", &arguments, root);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        if !shown(command)?.succeeded {
            return Err(sentence);
        }
    }
    Ok(())
}

/// The folder of the newest PostgreSQL that is new enough: Debian keeps each release apart, others put it on the path.
fn postgres_folder() -> Option<PathBuf> {
    let on_path = on_path("initdb").and_then(|program| std::fs::canonicalize(program).ok());
    let mut folders: Vec<PathBuf> =
        on_path.and_then(|program| program.parent().map(Path::to_path_buf)).into_iter().collect();
    if let Ok(releases) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(releases.filter_map(Result::ok).map(|release| release.path().join("bin")));
    }
    let whole = |folder: &PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file());
    folders
        .into_iter()
        .filter(whole)
        .filter_map(|folder| {
            let version = answer(&folder.join("postgres").to_string_lossy(), &["--version"])?;
            Some((major_version(&version)?, folder))
        })
        .filter(|(version, _)| *version >= OLDEST_POSTGRES)
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder)
}

/// 15 of `postgres (PostgreSQL) 15.18 (Debian …)`, and of `19beta1`.
fn major_version(answer: &str) -> Option<u32> {
    let number = answer.split(") ").nth(1)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Of `v18.20.4`.
fn node_is_new_enough(answer: &str) -> bool {
    let major = answer.strip_prefix('v').and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= OLDEST_NODE)
}

fn chromium_program() -> Option<PathBuf> {
    let set = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|program| program.is_file());
    set.or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// `npm ci`, unless what is installed is what the lock says.
fn browser_packages(root: &Path) -> Result<(), String> {
    let folder = root.join("tests/browser");
    let lock = std::fs::read(folder.join("package-lock.json"))
        .map_err(|error| format!("error: tests/browser/package-lock.json: {error}"))?;
    let installed_from = folder.join("node_modules/.installed-from-lock");
    if std::fs::read(&installed_from).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("installing the pinned packages of tests/browser");
    let command = program("npm", &["ci", "--no-audit", "--no-fund"], &folder);
    if !shown(command)?.succeeded {
        return Err("error: the browser tests need their pinned packages, which could not be fetched; `npm ci` in tests/browser installs them".to_owned());
    }
    std::fs::write(&installed_from, lock).map_err(|error| format!("error: {}: {error}", installed_from.display()))
}

/// cargo-deny from the path or from `target/tools`, where it is installed at its pinned release when there is none.
///
/// # Errors
/// One sentence that names the command that installs it.
pub fn cargo_deny(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let tools = target.join("tools");
    let own = tools.join("bin/cargo-deny");
    if let Some(found) = on_path("cargo-deny").or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(found);
    }
    println!("installing cargo-deny {DENY} into target/tools (a few minutes, once)");
    let folder = tools.to_string_lossy();
    let command =
        program("cargo", &["install", "--locked", "cargo-deny", "--version", DENY, "--root", folder.as_ref()], root);
    if shown(command)?.succeeded {
        Ok(own)
    } else {
        Err(format!(
            "error: the licence check needs cargo-deny; `cargo install --locked cargo-deny --version {DENY}` installs it"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major_version("postgres"), None);
    }

    #[test]
    fn an_old_node_is_refused() {
        assert!(node_is_new_enough("v18.20.4"));
        assert!(!node_is_new_enough("v16.1.0"));
        assert!(!node_is_new_enough(""));
    }

    #[test]
    fn nothing_wanted_is_nothing_missing() {
        assert_eq!(missing_packages(Wanted { postgres: false, browser: false }), [""; 0]);
    }

    #[test]
    fn a_program_is_found_on_the_path_or_not_at_all() {
        assert!(on_path("sh").is_some());
        assert_eq!(on_path("porch-no-such-program"), None);
    }
}
