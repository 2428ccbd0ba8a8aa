//! Names that only one entry of a list may have.

use super::section::{Report, Spot};
use crate::footprint::team::fold;

/// The names seen so far in a list, and whose they are.
#[derive(Default)]
pub(super) struct Names(Vec<Name>);

struct Name {
    written: String,
    folded: String,
    owner: usize,
    spot: Spot,
}

impl Names {
    /// Notes a name of the entry with this index; one that another entry has is a problem.
    pub fn add(&mut self, report: &mut Report, name: &str, owner: usize, spot: &Spot) {
        let folded = fold(name);
        if let Some(earlier) = self.0.iter().find(|seen| seen.folded == folded && seen.owner != owner) {
            let what = format!("\"{name}\" is taken by {} on line {}", earlier.spot.at, earlier.spot.line);
            report.problem(spot, what, "one that no other entry has, whatever its capitals, dashes and spaces");
        }
        self.0.push(Name { written: name.to_owned(), folded, owner, spot: spot.clone() });
    }

    /// Whether a name is there exactly as written.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|seen| seen.written == name)
    }

    /// All names, for a message.
    pub fn listed(&self) -> String {
        if self.0.is_empty() {
            return "(none is given)".to_owned();
        }
        let names: Vec<&str> = self.0.iter().map(|seen| seen.written.as_str()).collect();
        names.join(", ")
    }
}
