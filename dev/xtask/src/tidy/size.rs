//! A file or function past these sizes is asking to be two things.

use super::exceptions::Exceptions;
use super::rust_source::{blank, functions, line_of, tests_start};
use super::{Fault, Tree};

/// Lines of a file, its trailing test block left out.
pub const FILE_LINES: usize = 600;
/// Lines of a function.
pub const FUNCTION_LINES: usize = 80;

/// A file that is longer than the rule allows.
pub struct LongFile {
    /// The file.
    pub path: String,
    /// Its lines without tests.
    pub lines: usize,
}

/// A function that is longer than the rule allows.
pub struct LongFunction {
    /// Its file.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Where it starts.
    pub line: usize,
    /// How long it is.
    pub lines: usize,
}

/// Files and functions keep to the size, or are listed with a reason.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let exceptions = Exceptions::of(tree);
    let mut faults = Vec::new();
    for file in long_files(tree) {
        if !exceptions.file_size.iter().any(|entry| entry.path == file.path) {
            let what = format!("has {} lines without its tests", file.lines);
            faults.push(Fault::new(file.path, what, format!("at most {FILE_LINES}")));
        }
    }
    for function in long_functions(tree) {
        let listed =
            |entry: &super::exceptions::FunctionSize| entry.path == function.path && entry.function == function.name;
        if !exceptions.function_size.iter().any(listed) {
            let what = format!("the function {} has {} lines", function.name, function.lines);
            faults.push(Fault::at(&function.path, function.line, what, format!("at most {FUNCTION_LINES}")));
        }
    }
    faults
}

/// Every file that is too long, listed or not.
pub fn long_files(tree: &Tree) -> Vec<LongFile> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        let blanked = blank(text);
        let start = tests_start(&blanked);
        let lines = if start == blanked.len() { text.lines().count() } else { line_of(&blanked, start) - 1 };
        if lines > FILE_LINES {
            found.push(LongFile { path: path.to_owned(), lines });
        }
    }
    found
}

/// Every function that is too long, listed or not.
pub fn long_functions(tree: &Tree) -> Vec<LongFunction> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        for function in functions(&blank(text)).into_iter().filter(|function| function.lines > FUNCTION_LINES) {
            let (name, line, lines) = (function.name, function.line, function.lines);
            found.push(LongFunction { path: path.to_owned(), name, line, lines });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::exceptions;
    use super::*;

    fn tree(text: &str, list: &str) -> Tree {
        [("crates/domain/src/lib.rs", text), (exceptions::PATH, list)].into_iter().collect()
    }

    #[test]
    fn a_long_file_fails_unless_listed() {
        let text = "// a line\n".repeat(FILE_LINES + 1);
        assert_eq!(check(&tree(&text, "")).len(), 1);
        let list = "[[file_size]]\npath = \"crates/domain/src/lib.rs\"\nreason = \"a code list\"\n";
        assert_eq!(check(&tree(&text, list)), []);
        assert_eq!(exceptions::check(&tree(&text, list)), []);
    }

    #[test]
    fn the_trailing_tests_are_not_counted() {
        let tests = "// a line\n".repeat(FILE_LINES);
        let text = format!("fn a() {{}}\n\n#[cfg(test)]\nmod tests {{\n{tests}}}\n");
        assert_eq!(check(&tree(&text, "")), []);
    }

    #[test]
    fn a_long_function_fails_unless_listed() {
        let text = format!("fn long() {{\n{}}}\n", "    step();\n".repeat(FUNCTION_LINES - 1));
        assert_eq!(check(&tree(&text, "")).len(), 1);
        let list =
            "[[function_size]]\npath = \"crates/domain/src/lib.rs\"\nfunction = \"long\"\nreason = \"one table\"\n";
        assert_eq!(check(&tree(&text, list)), []);
        let fits = format!("fn fits() {{\n{}}}\n", "    step();\n".repeat(FUNCTION_LINES - 2));
        assert_eq!(check(&tree(&fits, "")), []);
    }
}
