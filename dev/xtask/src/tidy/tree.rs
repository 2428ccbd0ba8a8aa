//! The project's files, read once; the rules ask this and never the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Paths relative to the workspace root, with `/`, and the text of those that are text.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
    folders: BTreeSet<String>,
}

impl Tree {
    /// Reads what belongs to the project: what git tracks or would track, or everything but build output where there is no git.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn read(root: &Path) -> Result<Self, String> {
        let paths = match listed_by_git(root) {
            Some(paths) => paths,
            None => {
                let mut paths = Vec::new();
                walk(root, "", &mut paths)?;
                paths
            }
        };
        let mut tree = Self::default();
        for path in paths {
            let full = root.join(&path);
            if full.is_file() {
                let bytes = std::fs::read(&full).map_err(|error| format!("{path}: {error}"))?;
                tree.insert(&path, String::from_utf8(bytes).ok());
            }
        }
        Ok(tree)
    }

    fn insert(&mut self, path: &str, text: Option<String>) {
        for (end, _) in path.match_indices('/') {
            self.folders.insert(path[..end].to_owned());
        }
        self.files.insert(path.to_owned(), text);
    }

    /// Whether `path` is a file or a folder of the project; a trailing `/` asks for a folder.
    pub fn has(&self, path: &str) -> bool {
        match path.strip_suffix('/') {
            Some(folder) => self.folders.contains(folder),
            None => self.files.contains_key(path) || self.folders.contains(path),
        }
    }

    /// The text of a file, if there is such a file and it is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(Option::as_deref)
    }

    /// Every text file with its text, in path order.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| text.as_deref().map(|text| (path.as_str(), text)))
    }

    /// Every Rust file under `crates/` and `dev/`.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts()
            .filter(|(path, _)| path.ends_with(".rs") && (path.starts_with("crates/") || path.starts_with("dev/")))
    }
}

#[cfg(test)]
impl<'a> FromIterator<(&'a str, &'a str)> for Tree {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.insert(path, Some(text.to_owned()));
        }
        tree
    }
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()?;
    if !listing.status.success() {
        return None;
    }
    let text = String::from_utf8(listing.stdout).ok()?;
    let paths: Vec<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    // A copy without history inside somebody else's repository lists nothing of ours.
    paths.iter().any(|path| path == "Cargo.toml").then_some(paths)
}

fn walk(root: &Path, inside: &str, paths: &mut Vec<String>) -> Result<(), String> {
    let folder = root.join(inside);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ["target", "node_modules", ".git", "porch-demo"].contains(&name.as_str()) || name.starts_with("porch.db") {
            continue;
        }
        let path = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        if entry.path().is_dir() {
            walk(root, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_their_folders_are_found() {
        let tree: Tree = [("crates/domain/src/lib.rs", "")].into_iter().collect();
        assert!(tree.has("crates/domain/src/lib.rs"));
        assert!(tree.has("crates/domain/"));
        assert!(tree.has("crates"));
        assert!(!tree.has("crates/domain/src/lib.rs/"));
        assert!(!tree.has("crates/store"));
    }

    #[test]
    fn a_walk_and_git_agree_on_the_manifest() {
        let root = crate::workspace_root().unwrap();
        let mut walked = Vec::new();
        walk(&root, "", &mut walked).unwrap();
        assert!(walked.contains(&"dev/xtask/Cargo.toml".to_owned()));
        assert!(Tree::read(&root).unwrap().has("dev/xtask/Cargo.toml"));
    }
}
