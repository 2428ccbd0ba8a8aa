//! `docs/capabilities.md` says for every capability how far it is, and names the test of what is done.

use std::collections::BTreeMap;

use super::named_paths::is_path;
use super::table::{backticked, rows};
use super::{Fault, Tree, named_tests};

const PATH: &str = "docs/capabilities.md";
const HEADER: [&str; 5] = ["id", "what", "state", "where", "test"];

/// The letters of the ids, and how many each has; the thirteen questions of the checklist are one row.
const IDS: [(&str, usize); 17] = [
    ("K", 8),
    ("D", 27),
    ("E", 6),
    ("T", 7),
    ("S", 7),
    ("P", 4),
    ("B", 4),
    ("H", 5),
    ("N", 4),
    ("L", 3),
    ("V", 2),
    ("F", 10),
    ("G", 5),
    ("Q", 2),
    ("R", 5),
    ("W", 7),
    ("X", 11),
];
const CHECKLIST: &str = "C1–C13";

/// Every id has one row, and what is done names a test that exists.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PATH) else {
        return vec![Fault::new(PATH, "is absent", "one row for each capability")];
    };
    let rows = match rows(text, &HEADER) {
        Ok(rows) => rows,
        Err(line) => return vec![Fault::at(PATH, line, "has another number of cells", HEADER.join(" | "))],
    };
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, usize> = ids().map(|id| (id, 0)).collect();
    for row in rows {
        let [id, what, state, place, test] = row.cells.as_slice() else { continue };
        match seen.get_mut(id) {
            Some(count) => *count += 1,
            None => faults.push(Fault::at(PATH, row.line, format!("{id} is no capability"), "K1 to X11")),
        }
        let mut fault = |what: String, expected: &str| faults.push(Fault::at(PATH, row.line, what, expected));
        if what.is_empty() {
            fault(format!("{id} says nothing"), "what the row asks for");
        }
        for path in backticked(place).into_iter().filter(|span| is_path(span) && !tree.has(span)) {
            fault(format!("{path} does not exist"), "a file or folder of the project");
        }
        match named_tests::in_cell(tree, test) {
            Err(what) => fault(what, "`path::test_name` or `tests/browser/x.test.mjs › name`"),
            Ok(tests) if tests.is_empty() && state == "done" => {
                fault(format!("{id} is done and names no test"), "the test that shows it");
            }
            Ok(_) => {}
        }
        if !["done", "partly", "not yet"].contains(&state.as_str()) {
            fault(format!("{state:?} is no state"), "done, partly or not yet");
        }
    }
    for (id, count) in seen.into_iter().filter(|(_, count)| *count != 1) {
        faults.push(Fault::new(PATH, format!("{id} has {count} rows"), "one row for each capability"));
    }
    faults
}

fn ids() -> impl Iterator<Item = String> {
    let numbered =
        IDS.into_iter().flat_map(|(letter, count)| (1..=count).map(move |number| format!("{letter}{number}")));
    numbered.chain([CHECKLIST.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: (&str, &str) = ("crates/domain/src/a.rs", "#[test]\nfn it_holds() {}\n");

    /// The whole table, with the row of one id replaced.
    fn faults(id: &str, row: &str) -> Vec<Fault> {
        let mut text = String::from("| id | what | state | where | test |\n|---|---|---|---|---|\n");
        for each in ids() {
            if each == id {
                text.push_str(row);
            } else {
                text.push_str(&format!("| {each} | x | not yet | – | – |\n"));
            }
        }
        check(&[(PATH, text.as_str()), TEST].into_iter().collect())
    }

    #[test]
    fn there_are_107_rows_and_11_beyond() {
        assert_eq!(ids().count(), 107 + 11);
    }

    #[test]
    fn a_whole_table_passes() {
        let done = "| K1 | counts | done | `crates/domain/src/a.rs` | `crates/domain/src/a.rs::it_holds` |\n";
        assert_eq!(faults("K1", done), []);
        assert_eq!(faults("K1", "| K1 | counts | partly | – | – |\n"), []);
    }

    #[test]
    fn an_absent_or_double_or_unknown_row_fails() {
        assert_eq!(faults("K1", "").len(), 1);
        assert_eq!(faults("K1", "| K1 | x | not yet | – | – |\n| K1 | x | not yet | – | – |\n").len(), 1);
        assert_eq!(faults("K1", "| K1 | x | not yet | – | – |\n| K9 | x | not yet | – | – |\n").len(), 1);
        assert_eq!(check(&Tree::default()).len(), 1);
    }

    #[test]
    fn done_without_a_test_that_exists_fails() {
        assert_eq!(faults("K1", "| K1 | x | done | – | – |\n").len(), 1);
        assert_eq!(faults("K1", "| K1 | x | done | – | `crates/domain/src/a.rs::gone` |\n").len(), 1);
    }

    #[test]
    fn a_strange_state_or_place_fails() {
        assert_eq!(faults("K1", "| K1 | x | soon | – | – |\n").len(), 1);
        assert_eq!(faults("K1", "| K1 | x | partly | `crates/gone.rs` | – |\n").len(), 1);
        assert_eq!(faults("K1", "| K1 | x | partly | – |\n").len(), 1);
    }
}
