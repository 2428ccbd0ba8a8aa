//! `docs/safety/hazards.md` lists each hazard with its control; what is shown names the test that shows it.

use std::collections::BTreeMap;

use super::table::rows;
use super::{Fault, Tree, named_tests};

const PATH: &str = "docs/safety/hazards.md";
const HEADER: [&str; 5] = ["id", "hazard", "control", "state", "test"];
const HAZARDS: usize = 25;

/// H01 to H25 have one row each, and a shown control names a test that carries the hazard's id in a comment.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PATH) else {
        return vec![Fault::new(PATH, "is absent", "one row for each hazard")];
    };
    let rows = match rows(text, &HEADER) {
        Ok(rows) => rows,
        Err(line) => return vec![Fault::at(PATH, line, "has another number of cells", HEADER.join(" | "))],
    };
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, usize> = (1..=HAZARDS).map(|number| (format!("H{number:02}"), 0)).collect();
    for row in rows {
        let [id, hazard, control, state, test] = row.cells.as_slice() else { continue };
        match seen.get_mut(id) {
            Some(count) => *count += 1,
            None => faults.push(Fault::at(PATH, row.line, format!("{id} is no hazard"), "H01 to H25")),
        }
        let mut fault = |what: String, expected: &str| faults.push(Fault::at(PATH, row.line, what, expected));
        if hazard.is_empty() || control.is_empty() {
            fault(format!("{id} says nothing"), "the hazard and its control");
        }
        match named_tests::in_cell(tree, test) {
            Err(what) => fault(what, "`path::test_name` or `tests/browser/x.test.mjs › name`"),
            Ok(tests) => {
                if tests.is_empty() && state == "shown" {
                    fault(format!("{id} is shown and names no test"), "the test that shows it");
                }
                for test in tests.iter().filter(|test| !test.comments.contains(id.as_str())) {
                    fault(format!("{} has no comment {id}", test.name), "the hazard's id above its test");
                }
            }
        }
        if !["shown", "partly", "not yet"].contains(&state.as_str()) {
            fault(format!("{state:?} is no state"), "shown, partly or not yet");
        }
    }
    for (id, count) in seen.into_iter().filter(|(_, count)| *count != 1) {
        faults.push(Fault::new(PATH, format!("{id} has {count} rows"), "one row for each hazard"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: (&str, &str) = ("crates/domain/src/a.rs", "// H08\n#[test]\nfn one_owner() {}\n");

    fn faults(id: &str, row: &str) -> Vec<Fault> {
        let mut text = String::from("| id | hazard | control | state | test |\n|---|---|---|---|---|\n");
        for each in (1..=HAZARDS).map(|number| format!("H{number:02}")) {
            if each == id {
                text.push_str(row);
            } else {
                text.push_str(&format!("| {each} | x | y | not yet | – |\n"));
            }
        }
        check(&[(PATH, text.as_str()), TEST].into_iter().collect())
    }

    #[test]
    fn a_shown_hazard_names_a_test_that_names_it() {
        assert_eq!(faults("H08", "| H08 | x | y | shown | `crates/domain/src/a.rs::one_owner` |\n"), []);
        assert_eq!(faults("H09", "| H09 | x | y | shown | `crates/domain/src/a.rs::one_owner` |\n").len(), 1);
    }

    #[test]
    fn a_shown_hazard_without_a_test_fails() {
        assert_eq!(faults("H08", "| H08 | x | y | shown | – |\n").len(), 1);
        assert_eq!(faults("H08", "| H08 | x | y | shown | `crates/domain/src/a.rs::gone` |\n").len(), 1);
    }

    #[test]
    fn an_absent_unknown_or_empty_row_fails() {
        assert_eq!(faults("H08", "").len(), 1);
        assert_eq!(faults("H08", "| H08 | x | y | not yet | – |\n| H26 | x | y | not yet | – |\n").len(), 1);
        assert_eq!(faults("H08", "| H08 | | y | not yet | – |\n").len(), 1);
        assert_eq!(faults("H08", "| H08 | x | y | fine | – |\n").len(), 1);
        assert_eq!(check(&Tree::default()).len(), 1);
    }
}
