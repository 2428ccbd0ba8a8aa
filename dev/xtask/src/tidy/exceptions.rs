//! The list of places where a rule does not apply, and why: `dev/xtask/exceptions.toml`.

use std::collections::HashSet;

use serde::Deserialize;

use super::{Fault, Tree, advisories, crate_direction, size, words};

/// Where the list lies.
pub const PATH: &str = "dev/xtask/exceptions.toml";

/// The whole list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// Files that may be longer.
    #[serde(default)]
    pub file_size: Vec<FileSize>,
    /// Functions that may be longer.
    #[serde(default)]
    pub function_size: Vec<FunctionSize>,
    /// Names that may use a word of the glossary's "not" column.
    #[serde(default)]
    pub word: Vec<Word>,
    /// Manifests that set the lint against unsafe code to `deny`, which a module may set aside.
    #[serde(default)]
    pub unsafe_code: Vec<UnsafeCode>,
    /// Known weaknesses of libraries that do not touch the program.
    #[serde(default)]
    pub advisory: Vec<Advisory>,
}

/// A file that may be longer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSize {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A function that may be longer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionSize {
    /// Its file.
    pub path: String,
    /// Its name.
    pub function: String,
    /// Why.
    pub reason: String,
}

/// A name that may use a word of the "not" column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The type, function, module or file name, as written.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// A manifest that sets the lint against unsafe code to `deny`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsafeCode {
    /// The manifest.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A known weakness of a library that does not touch the program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// Its id, such as RUSTSEC-2022-0055.
    pub id: String,
    /// Why it does not.
    pub reason: String,
}

impl Exceptions {
    /// The list of this tree; empty when it is absent or cannot be read, which [`check`] reports.
    pub fn of(tree: &Tree) -> Self {
        tree.text(PATH).and_then(|text| toml::from_str(text).ok()).unwrap_or_default()
    }
}

/// The list can be read, each entry has a reason, and each is still needed.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PATH) else {
        return vec![Fault::new(PATH, "is absent", "the list of exceptions, which may be empty")];
    };
    let list: Exceptions = match toml::from_str(text) {
        Ok(list) => list,
        Err(error) => return vec![Fault::new(PATH, error.message().to_owned(), "a list of exceptions with reasons")],
    };
    let long_files: HashSet<String> = size::long_files(tree).into_iter().map(|file| file.path).collect();
    let long_functions: HashSet<(String, String)> =
        size::long_functions(tree).into_iter().map(|function| (function.path, function.name)).collect();
    let odd_names: HashSet<String> = words::odd_names(tree).into_iter().map(|name| name.name).collect();
    let own_lints: HashSet<String> = crate_direction::own_lints(tree).into_iter().collect();
    let mut entries = Vec::new();
    for entry in &list.file_size {
        entries.push((entry.path.clone(), &entry.reason, long_files.contains(&entry.path)));
    }
    for entry in &list.function_size {
        let key = (entry.path.clone(), entry.function.clone());
        entries.push((format!("{} {}", entry.path, entry.function), &entry.reason, long_functions.contains(&key)));
    }
    for entry in &list.word {
        entries.push((entry.name.clone(), &entry.reason, odd_names.contains(&entry.name)));
    }
    for entry in &list.unsafe_code {
        entries.push((entry.path.clone(), &entry.reason, own_lints.contains(&entry.path)));
    }
    let weak: HashSet<String> = advisories::weak(tree).into_iter().map(|weak| weak.id).collect();
    for entry in &list.advisory {
        entries.push((entry.id.clone(), &entry.reason, weak.contains(&entry.id)));
    }
    let mut faults = Vec::new();
    for (name, reason, needed) in entries {
        if reason.trim().is_empty() {
            faults.push(Fault::new(
                PATH,
                format!("the exception for {name} has no reason"),
                "why the rule does not apply",
            ));
        }
        if !needed {
            faults.push(Fault::new(PATH, format!("nothing needs the exception for {name}"), "only exceptions in use"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(list: &str) -> Vec<Fault> {
        check(&[(PATH, list), ("crates/domain/src/lib.rs", "fn short() {}\n")].into_iter().collect())
    }

    #[test]
    fn an_empty_list_is_fine_and_an_absent_one_is_not() {
        assert_eq!(faults(""), []);
        assert_eq!(check(&Tree::default()).len(), 1);
    }

    #[test]
    fn an_exception_that_nothing_needs_fails() {
        assert_eq!(faults("[[file_size]]\npath = \"crates/domain/src/lib.rs\"\nreason = \"a table\"\n").len(), 1);
        let function = "[[function_size]]\npath = \"crates/domain/src/lib.rs\"\nfunction = \"short\"\nreason = \"x\"\n";
        assert_eq!(faults(function).len(), 1);
        assert_eq!(faults("[[word]]\nname = \"Short\"\nreason = \"x\"\n").len(), 1);
        assert_eq!(faults("[[unsafe_code]]\npath = \"dev/testkit/Cargo.toml\"\nreason = \"x\"\n").len(), 1);
    }

    #[test]
    fn an_exception_without_a_reason_fails() {
        assert_eq!(faults("[[word]]\nname = \"Short\"\nreason = \" \"\n").len(), 2);
        assert_eq!(faults("[[word]]\nname = \"Short\"\n").len(), 1);
    }
}
