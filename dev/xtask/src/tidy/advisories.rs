//! No library of the program has a weakness that is known: `Cargo.lock` against `docs/security/advisories.tsv`.
//!
//! The table holds the facts of a database of weaknesses as it stood on a day, so that the rule holds without the network;
//! `cargo xtask advisories` writes it anew. How soon what it finds is mended stands in `docs/security/rules.md`.
//!
//! # Source
//! RustSec Advisory Database, <https://github.com/rustsec/advisory-db> (CC0-1.0; some texts, of which none is here, CC-BY-4.0).

use std::{fmt::Write, fs, path::Path};

use rustsec::advisory::{Advisory, Informational, Versions};
use semver::{Version, VersionReq};
use serde::Deserialize;

use super::{Fault, Tree, exceptions::Exceptions};

/// Where the table lies.
pub const PATH: &str = "docs/security/advisories.tsv";
const LOCK: &str = "Cargo.lock";
const HEADER: &str = "id\tcrate\tkind\tpatched\tunaffected";
/// Between the ranges of versions of one field.
const BETWEEN: &str = " | ";
/// An advisory that somebody took back says nothing.
const WITHDRAWN: &str = "withdrawn";
/// A library that nobody keeps any more has no weakness by that alone: it is counted, and does not fail.
const UNMAINTAINED: &str = "unmaintained";

/// One weakness that is known.
#[derive(Debug)]
struct Known<'a> {
    id: &'a str,
    package: &'a str,
    kind: &'a str,
    versions: Versions,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: Version,
    /// None for a crate of our own.
    source: Option<String>,
}

fn ranges(field: &str) -> Result<Vec<VersionReq>, semver::Error> {
    field.split(BETWEEN).filter(|range| !range.is_empty()).map(VersionReq::parse).collect()
}

fn known(line: &str) -> Option<Known<'_>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, package, kind, patched, unaffected] = fields.as_slice() else { return None };
    let versions = Versions::new(ranges(patched).ok()?, ranges(unaffected).ok()?).ok()?;
    Some(Known { id, package, kind, versions })
}

/// A library of the program with a weakness that is known.
pub struct Weak {
    /// The weakness.
    pub id: String,
    what: String,
}

/// Every library with a known weakness, and every fault of the table itself.
fn compared(tree: &Tree) -> (Vec<Weak>, Vec<Fault>) {
    let (Some(table), Some(lock)) = (tree.text(PATH), tree.text(LOCK)) else {
        return (
            Vec::new(),
            vec![Fault::new(PATH, "it or Cargo.lock is absent", "`cargo xtask advisories` writes it")],
        );
    };
    let lock: Lock = match toml::from_str(lock) {
        Ok(lock) => lock,
        Err(error) => return (Vec::new(), vec![Fault::new(LOCK, error.message(), "the file that cargo writes")]),
    };
    let (mut weak, mut faults) = (Vec::new(), Vec::new());
    for (index, line) in table.lines().enumerate().skip_while(|(_, line)| line.starts_with('#') || *line == HEADER) {
        let Some(known) = known(line) else {
            faults.push(Fault::at(PATH, index + 1, "it cannot be read", format!("fields as in {HEADER:?}")));
            continue;
        };
        if [WITHDRAWN, UNMAINTAINED].contains(&known.kind) {
            continue;
        }
        let ours = lock.package.iter().filter(|package| package.source.is_some() && package.name == known.package);
        weak.extend(ours.filter(|package| known.versions.is_vulnerable(&package.version)).map(|package| Weak {
            id: known.id.to_owned(),
            what: format!("{} {} has a known weakness, {} ({})", package.name, package.version, known.id, known.kind),
        }));
    }
    (weak, faults)
}

/// Every library with a known weakness.
pub fn weak(tree: &Tree) -> Vec<Weak> {
    compared(tree).0
}

pub fn check(tree: &Tree) -> Vec<Fault> {
    let allowed = Exceptions::of(tree).advisory;
    let (weak, mut faults) = compared(tree);
    let told = weak.into_iter().filter(|weak| !allowed.iter().any(|exception| exception.id == weak.id));
    faults.extend(told.map(|weak| {
        Fault::new(
            LOCK,
            weak.what,
            "another version, or a reason in dev/xtask/exceptions.toml; docs/security/rules.md says by when",
        )
    }));
    faults
}

/// The line that says of which day the table is.
pub fn as_of(tree: &Tree) -> String {
    let line = tree.text(PATH).and_then(|text| text.lines().next()).unwrap_or_default();
    format!("advisories: {}", line.trim_start_matches("# "))
}

/// Writes the table from a checkout of the database, as it stood at a commit of a day.
///
/// # Errors
/// What of the folder cannot be read.
pub fn write(root: &Path, folder: &Path, commit: &str, day: &str) -> Result<usize, String> {
    let mut lines = Vec::new();
    let of = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let inside = |folder: &Path| fs::read_dir(folder).map_err(|error| of(folder, &error));
    for library in inside(&folder.join("crates"))? {
        let library = library.map_err(|error| of(folder, &error))?.path();
        for file in inside(&library)? {
            let file = file.map_err(|error| of(&library, &error))?.path();
            let advisory = Advisory::load_file(&file).map_err(|error| of(&file, &error))?;
            lines.push(line(&advisory));
        }
    }
    lines.sort();
    let mut text = format!("# github.com/rustsec/advisory-db as of {day}, commit {commit}\n{HEADER}\n");
    for line in &lines {
        writeln!(text, "{line}").map_err(|error| error.to_string())?;
    }
    let file = root.join(PATH);
    fs::write(&file, text).map_err(|error| of(&file, &error))?;
    Ok(lines.len())
}

fn line(advisory: &Advisory) -> String {
    let told = |ranges: &[VersionReq]| ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(BETWEEN);
    let kind = match &advisory.metadata.informational {
        _ if advisory.withdrawn() => WITHDRAWN,
        Some(Informational::Unmaintained) => UNMAINTAINED,
        Some(Informational::Unsound) => "unsound",
        Some(_) => "notice",
        None => "vulnerability",
    };
    let versions = &advisory.versions;
    let (id, package) = (advisory.id(), &advisory.metadata.package);
    format!("{id}\t{package}\t{kind}\t{}\t{}", told(versions.patched()), told(versions.unaffected()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::exceptions;

    fn tree(table: &str, version: &str, list: &str) -> Tree {
        let lock = format!(
            "version = 4\n\n[[package]]\nname = \"invented\"\nversion = \"{version}\"\nsource = \"registry+https://invented.example\"\n\n\
             [[package]]\nname = \"ours\"\nversion = \"1.0.0\"\n"
        );
        let table = format!("# as of a day\n{HEADER}\n{table}");
        [(PATH, table.as_str()), (LOCK, &lock), (exceptions::PATH, list)].into_iter().collect()
    }

    fn found(table: &str, version: &str) -> usize {
        check(&tree(table, version, "")).len()
    }

    #[test]
    fn a_version_with_a_known_weakness_fails_and_a_mended_or_untouched_one_does_not() {
        let row = "X-1\tinvented\tvulnerability\t>=1.2.3 | >=1.1.9, <1.2.0\t<1.0.0\n";
        for (version, faults) in
            [("0.9.0", 0), ("1.0.0", 1), ("1.1.8", 1), ("1.1.9", 0), ("1.2.2", 1), ("1.2.3", 0), ("2.0.0", 0)]
        {
            assert_eq!(found(row, version), faults, "{version}");
        }
        assert_eq!(found("X-2\tinvented\tunsound\t\t\n", "1.0.0"), 1);
        assert_eq!(found("X-3\tinvented\twithdrawn\t\t\n", "1.0.0"), 0);
        assert_eq!(found("X-4\tinvented\tunmaintained\t\t\n", "1.0.0"), 0);
        assert_eq!(found("X-5\tours\tvulnerability\t\t\n", "1.0.0"), 0, "a crate of our own of the same name");
        assert_eq!(found("X-6\tanother\tvulnerability\t\t\n", "1.0.0"), 0);
    }

    #[test]
    fn what_cannot_be_read_fails_and_so_does_a_table_that_is_not_there() {
        assert_eq!(found("X-1\tinvented\n", "1.0.0"), 1);
        assert_eq!(found("X-1\tinvented\tvulnerability\tnot a range\t\n", "1.0.0"), 1);
        assert_eq!(check(&Tree::default()).len(), 1);
    }

    #[test]
    fn an_exception_has_a_reason_and_is_needed() {
        let (row, exception) =
            ("X-1\tinvented\tvulnerability\t\t\n", "[[advisory]]\nid = \"X-1\"\nreason = \"invented\"\n");
        let both = |table| {
            [check(&tree(table, "1.0.0", exception)).len(), exceptions::check(&tree(table, "1.0.0", exception)).len()]
        };
        assert_eq!(both(row), [0, 0]);
        assert_eq!(both(""), [0, 1]);
    }

    #[test]
    fn a_published_advisory_becomes_a_line_with_its_ranges() {
        let advisory = "```toml\n[advisory]\nid = \"RUSTSEC-2022-0055\"\npackage = \"axum-core\"\ndate = \"2022-08-31\"\n\n[versions]\n\
                        patched = [\">= 0.2.8, < 0.3.0-rc.1\", \">= 0.3.0-rc.2\"]\n```\n\n# Title\n\nText.\n";
        let told = line(&advisory.parse().unwrap());
        assert_eq!(told, "RUSTSEC-2022-0055\taxum-core\tvulnerability\t>=0.2.8, <0.3.0-rc.1 | >=0.3.0-rc.2\t");
        assert!(known(&told).unwrap().versions.is_vulnerable(&"0.2.7".parse().unwrap()));
    }
}
