//! What the compiler does not check: each house rule is one function from the tree of files to its faults.

mod advisories;
mod asvs;
mod capabilities;
mod clocks;
mod crate_direction;
mod exceptions;
mod habits;
mod hazards;
mod migrations;
mod named_paths;
mod named_tests;
mod rust_source;
mod size;
mod table;
mod tree;
mod words;

use std::fmt;
use std::path::Path;

pub use advisories::write as write_advisories;
use tree::Tree;

/// One place that breaks a house rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File, and line where there is one.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What the rule asks for.
    pub expected: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), expected: expected.into() }
    }

    fn at(path: &str, line: usize, what: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::new(format!("{path} line {line}"), what, expected)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}: {} ({})", self.place, self.what, self.expected)
    }
}

type Check = fn(&Tree) -> Vec<Fault>;

/// Every rule, by name.
const CHECKS: [(&str, Check); 12] = [
    ("crate direction", crate_direction::check),
    ("file and function size", size::check),
    ("exceptions", exceptions::check),
    ("words", words::check),
    ("migrations", migrations::check),
    ("paths in ARCHITECTURE.md", named_paths::check),
    ("capabilities", capabilities::check),
    ("hazards", hazards::check),
    ("asvs", asvs::check),
    ("habits", habits::check),
    ("clocks", clocks::check),
    ("known weaknesses", advisories::check),
];

/// Checks the files under `root`, prints each fault and returns how many there are.
///
/// # Errors
/// When the files cannot be listed.
pub fn report(root: &Path) -> Result<usize, String> {
    let tree = Tree::read(root)?;
    let mut count = 0;
    for (name, check) in CHECKS {
        let faults = check(&tree);
        count += faults.len();
        for fault in &faults {
            eprintln!("{fault}");
        }
        println!("tidy: {name}: {}", if faults.is_empty() { "holds" } else { "does not hold" });
    }
    println!("{}", asvs::counts(&tree));
    println!("{}", advisories::as_of(&tree));
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let root = crate::workspace_root().unwrap();
        let tree = Tree::read(&root).unwrap();
        let faults: Vec<String> =
            CHECKS.iter().flat_map(|(_, check)| check(&tree)).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn a_fault_names_where_what_and_what_was_expected() {
        let fault = Fault::at("a.rs", 3, "is long", "80 lines");
        assert_eq!(fault.to_string(), "error: a.rs line 3: is long (80 lines)");
    }
}
