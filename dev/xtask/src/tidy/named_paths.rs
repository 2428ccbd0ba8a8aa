//! What ARCHITECTURE.md points at exists.

use super::table::backticked;
use super::{Fault, Tree};

const PATH: &str = "ARCHITECTURE.md";
const ENDINGS: [&str; 9] = [".rs", ".toml", ".md", ".sql", ".ftl", ".css", ".js", ".mjs", ".json"];

/// Every path in backticks in ARCHITECTURE.md is a file or folder of the project.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PATH) else {
        return vec![Fault::new(PATH, "is absent", "the map of the rooms")];
    };
    let mut faults = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            for path in backticked(line).into_iter().filter(|span| is_path(span)).filter(|path| !tree.has(path)) {
                faults.push(Fault::at(
                    PATH,
                    index + 1,
                    format!("{path} does not exist"),
                    "a file or folder of the project",
                ));
            }
        }
    }
    faults
}

/// A leading `/` is an address of the server, and a pattern names many files: neither is a path of the project.
pub fn is_path(span: &str) -> bool {
    let plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    plain && !span.starts_with('/') && (span.contains('/') || ENDINGS.iter().any(|ending| span.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<Fault> {
        check(&[(PATH, text), ("crates/domain/src/lib.rs", "")].into_iter().collect())
    }

    #[test]
    fn a_path_that_does_not_exist_fails() {
        assert_eq!(faults("see `crates/domain/src/gone.rs`").len(), 1);
        assert_eq!(faults("see `deny.toml`").len(), 1);
        assert_eq!(check(&Tree::default()).len(), 1);
    }

    #[test]
    fn what_exists_and_what_is_no_path_passes() {
        assert_eq!(
            faults("`crates/domain/src/lib.rs`, `crates/domain/`, `GET /healthz`, `/readyz`, `a/*.rs`, `Referral`"),
            []
        );
        assert_eq!(faults("```\nfolder `x/y`\n```\n"), []);
    }
}
