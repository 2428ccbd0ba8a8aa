//! The vendored files are those that `SOURCE.md` says they are.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking, in its helpers too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/vendor/nhsuk-frontend-10.6.1")
}

/// The rows of the table: SHA-256 and file.
fn stated() -> Vec<(String, String)> {
    std::fs::read_to_string(folder().join("SOURCE.md"))
        .unwrap()
        .lines()
        .filter_map(|line| {
            let (hash, file) = line.strip_prefix("| `")?.strip_suffix("` |")?.split_once("` | `")?;
            Some((hash.to_owned(), file.to_owned()))
        })
        .collect()
}

fn files_under(folder: &Path, below: &str) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_under(&entry.path(), &format!("{name}/")));
        } else {
            files.insert(name);
        }
    }
    files
}

#[test]
fn every_vendored_file_has_the_hash_that_its_source_note_states() {
    let stated = stated();
    assert!(stated.len() > 30, "the table was not read");
    for (hash, file) in stated {
        let bytes = std::fs::read(folder().join(&file)).unwrap();
        assert_eq!(format!("{:x}", Sha256::digest(&bytes)), hash, "{file}");
    }
}

#[test]
fn every_vendored_file_is_in_the_source_note() {
    let stated: BTreeSet<String> = stated().into_iter().map(|(_, file)| file).collect();
    let mut found = files_under(&folder(), "");
    found.remove("SOURCE.md");
    assert_eq!(found, stated);
}

#[test]
fn no_logo_and_no_web_font_is_vendored() {
    for file in files_under(&folder(), "") {
        let text = std::fs::read_to_string(folder().join(&file)).unwrap();
        if file == "SOURCE.md" {
            continue;
        }
        assert!(!text.contains("M200 0v80H0V0h200Z"), "{file} draws the logo");
        assert!(!text.contains("assets.nhs.uk"), "{file} names another host");
        assert!(!text.to_lowercase().contains("frutiger"), "{file} names the font");
    }
}
