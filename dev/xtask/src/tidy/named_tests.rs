//! Papers that name a test as proof: the test must be there.

use super::Tree;
use super::table::backticked;

/// Every test named in a table cell, in backticks: `path::test_name`, or `tests/browser/x.test.mjs › name`.
///
/// # Errors
/// What is wrong with the first that does not exist.
pub fn in_cell<'a>(tree: &Tree, cell: &'a str) -> Result<Vec<NamedTest<'a>>, String> {
    backticked(cell).into_iter().map(|span| find(tree, span)).collect()
}

/// A test that exists.
pub struct NamedTest<'a> {
    /// As the paper names it.
    pub name: &'a str,
    /// The comments on it: the lines directly above a Rust test; every comment of a browser test's file.
    pub comments: String,
}

/// One named test.
///
/// # Errors
/// What is wrong with it, where it does not exist.
pub fn find<'a>(tree: &Tree, span: &'a str) -> Result<NamedTest<'a>, String> {
    let split = span.split_once(" › ").or_else(|| span.rsplit_once("::"));
    let (path, name) = split.ok_or_else(|| format!("{span} names no test"))?;
    let text = tree.text(path).ok_or_else(|| format!("{path} does not exist"))?;
    let comments = if path.ends_with(".rs") { rust_test(text, name) } else { browser_test(path, text, name) };
    let comments = comments.ok_or_else(|| format!("{path} has no test {name}"))?;
    Ok(NamedTest { name: span, comments })
}

fn rust_test(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let heading = format!("fn {name}");
    for (index, line) in lines.iter().enumerate() {
        let Some(at) = line.find(&heading) else { continue };
        let after = &line[at + heading.len()..];
        if !after.starts_with(['(', '<']) {
            continue;
        }
        let above: Vec<&str> = lines[..index]
            .iter()
            .rev()
            .take_while(|line| line.starts_with("#[") || line.starts_with("//"))
            .copied()
            .collect();
        if above.iter().any(|line| line.starts_with("#[") && line.contains("test")) {
            return Some(above.into_iter().chain([*line]).collect::<Vec<_>>().join("\n"));
        }
    }
    None
}

fn browser_test(path: &str, text: &str, name: &str) -> Option<String> {
    let called = ["'", "\"", "`"]
        .into_iter()
        .any(|quote| ["test(", "it("].into_iter().any(|call| text.contains(&format!("{call}{quote}{name}{quote}"))));
    let comments = text.lines().filter(|line| line.trim_start().starts_with("//"));
    (path.ends_with(".test.mjs") && called).then(|| comments.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        [
            ("crates/domain/src/a.rs", "// H08\n#[test]\nfn it_holds() {}\n\nfn not_a_test() {}\n"),
            ("tests/browser/a.test.mjs", "// H16\ntest('she finds help', () => {});\n"),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn tests_that_exist_are_found_with_their_comments() {
        let tree = tree();
        let found = in_cell(&tree, "`crates/domain/src/a.rs::it_holds`, `tests/browser/a.test.mjs › she finds help`");
        let comments: Vec<String> = found.unwrap_or_default().into_iter().map(|test| test.comments).collect();
        assert_eq!(comments.len(), 2);
        assert!(comments[0].contains("H08") && comments[1].contains("H16"));
    }

    #[test]
    fn tests_that_do_not_exist_are_refused() {
        for cell in [
            "`crates/domain/src/a.rs::it`",
            "`crates/domain/src/a.rs::not_a_test`",
            "`crates/domain/src/b.rs::it_holds`",
            "`tests/browser/a.test.mjs › she`",
            "`it_holds`",
        ] {
            assert!(in_cell(&tree(), cell).is_err(), "{cell}");
        }
    }
}
