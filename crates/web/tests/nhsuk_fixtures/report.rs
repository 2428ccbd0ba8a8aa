//! The list in `docs/reference/` of what is reproduced and what is not offered.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::{Checked, Outcome};

const FILE: &str = "../../docs/reference/nhsuk-fixtures.md";

/// The list as it should be.
pub fn report(checked: &[Checked]) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut not_offered = String::new();
    for fixture in checked {
        let (same, all) = counts.entry(fixture.component).or_default();
        *all += 1;
        match &fixture.outcome {
            Outcome::Same => *same += 1,
            Outcome::Different(_) => {}
            Outcome::NotOffered(options) => {
                writeln!(not_offered, "| {} | {} | `{}` |", fixture.component, fixture.name, options.join("`, `"))
                    .unwrap()
            }
        }
    }
    let same: usize = counts.values().map(|(same, _)| same).sum();
    let mut text = format!(
        "# Fixtures of the NHS design system\n\n\
         Written by a test; to write it again: `UPDATE_REFERENCE=1 cargo test -p porch-web --test nhsuk_fixtures`.\n\n\
         nhsuk-frontend 10.6.1 ships sets of options with the HTML that belongs to each. Our components reproduce \
         {same} of the {} sets of the components in use. The others have options that our functions do not offer; \
         no set is left out for any other reason.\n\n\
         | component | reproduced | of |\n|---|---|---|\n",
        checked.len()
    );
    for (component, (same, all)) in counts {
        writeln!(text, "| {component} | {same} | {all} |").unwrap();
    }
    text.push_str("\n## Options that are not offered\n\n| component | fixture | option |\n|---|---|---|\n");
    text.push_str(&not_offered);
    text
}

/// Compares with the committed list, or writes it when `UPDATE_REFERENCE` is set.
pub fn assert_current(expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == expected,
        "docs/reference/nhsuk-fixtures.md is out of date: run the test with UPDATE_REFERENCE=1"
    );
}
