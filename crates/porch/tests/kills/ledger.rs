//! What each person was told, and whether it was true.

use std::collections::{BTreeMap, BTreeSet};

use porch_domain::ids::hex;
use sha2::{Digest, Sha256};

/// What somebody was told who pressed the button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The press reached nobody.
    Unreached,
    /// No answer came.
    NoAnswer,
    /// A page said that it was not sent.
    NotSent,
    /// A page said that nobody knows.
    NotKnown,
    /// It was sent; the page with the reference did not come.
    Sent,
    /// It was sent, under this reference.
    Reference(String),
    /// Something that no page may say.
    Untrue(String),
}

impl Told {
    /// Whether it was acknowledged.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Sent | Self::Reference(_))
    }

    /// Whether whoever pressed cannot know what became of it.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::NoAnswer | Self::NotKnown)
    }
}

/// What a database holds.
#[derive(Debug, Default)]
pub struct Stored {
    /// The reference that each draft became, by the hash of its key.
    pub by_draft: BTreeMap<String, String>,
    /// How often each reference stands.
    pub references: BTreeMap<String, i64>,
}

impl Stored {
    /// What became of a draft.
    pub fn of(&self, key: &str) -> Option<&str> {
        self.by_draft.get(&hex(&Sha256::digest(key.as_bytes()))).map(String::as_str)
    }
}

/// The latest that each person was told, by the key of the draft.
#[derive(Debug, Default)]
pub struct Ledger {
    told: BTreeMap<String, Told>,
}

impl Ledger {
    /// Notes what somebody was told. What was once acknowledged must not become anything else.
    pub fn note(&mut self, key: String, told: Told) {
        let before = self.told.get(&key);
        let told = match (before, told) {
            (Some(Told::Reference(known)), told) if told != Told::Reference(known.clone()) => {
                Told::Untrue(format!("{known} first, and then {told:?}"))
            }
            (Some(Told::Sent), told) if !told.is_yes() => Told::Untrue(format!("sent, and then {told:?}")),
            // That an earlier press got no answer stays open, whatever the later one was told.
            (Some(before), Told::NotSent | Told::Unreached) if before.is_open() => before.clone(),
            (_, told) => told,
        };
        self.told.insert(key, told);
    }

    /// Who has no reference yet, and what they were told.
    pub fn unsettled(&self) -> Vec<(String, Told)> {
        let open = self.told.iter().filter(|(_, told)| !matches!(told, Told::Reference(_)));
        open.map(|(key, told)| (key.clone(), told.clone())).collect()
    }

    /// How many were told their reference.
    pub fn references(&self) -> usize {
        self.told.values().filter(|told| matches!(told, Told::Reference(_))).count()
    }

    /// Everything that was told and is not so.
    pub fn untruths(&self, stored: &Stored) -> Vec<String> {
        let mut untruths = Vec::new();
        for (key, told) in &self.told {
            let became = stored.of(key);
            match told {
                Told::Reference(reference) => {
                    let times = stored.references.get(reference).copied().unwrap_or(0);
                    if times != 1 || became != Some(reference) {
                        untruths
                            .push(format!("{reference} was acknowledged: it is stored {times} times, as {became:?}"));
                    }
                }
                Told::Sent if became.is_none() => untruths.push("a yes was given, and nothing is stored".to_owned()),
                Told::NotSent | Told::Unreached if became.is_some() => {
                    untruths.push(format!("{told:?}, and it is stored as {became:?}"));
                }
                Told::Untrue(what) => untruths.push(what.clone()),
                Told::Sent | Told::NotSent | Told::Unreached | Told::NoAnswer | Told::NotKnown => {}
            }
        }
        untruths
    }

    /// The same where everybody pressed until they had a reference: then nothing else may be stored.
    pub fn untruths_at_the_end(&self, stored: &Stored) -> Vec<String> {
        let mut untruths = self.untruths(stored);
        untruths.extend(self.unsettled().into_iter().map(|(_, told)| format!("without a reference: {told:?}")));
        let mut told = BTreeSet::new();
        for reference in self.told.values().filter_map(|told| match told {
            Told::Reference(reference) => Some(reference),
            _ => None,
        }) {
            if !told.insert(reference) {
                untruths.push(format!("{reference} was given to two"));
            }
        }
        let untold = stored.references.keys().filter(|reference| !told.contains(reference));
        untruths.extend(untold.map(|reference| format!("{reference} is stored, and nobody was told")));
        untruths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(drafts: &[(&str, &str)], references: &[(&str, i64)]) -> Stored {
        let hashed = |key: &str| hex(&Sha256::digest(key.as_bytes()));
        Stored {
            by_draft: drafts.iter().map(|(key, reference)| (hashed(key), (*reference).to_owned())).collect(),
            references: references.iter().map(|(reference, times)| ((*reference).to_owned(), *times)).collect(),
        }
    }

    fn ledger(told: &[(&str, Told)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (key, told) in told {
            ledger.note((*key).to_owned(), told.clone());
        }
        ledger
    }

    fn yes(reference: &str) -> Told {
        Told::Reference(reference.to_owned())
    }

    #[test]
    fn what_was_acknowledged_and_is_not_there_exactly_once_is_found() {
        let told = ledger(&[("a", yes("R1"))]);
        assert_eq!(told.untruths_at_the_end(&stored(&[("a", "R1")], &[("R1", 1)])), [""; 0]);
        for wrong in [
            stored(&[], &[]),
            stored(&[("a", "R1")], &[]),
            stored(&[("a", "R1")], &[("R1", 2)]),
            stored(&[("a", "R2")], &[("R1", 1), ("R2", 1)]),
            stored(&[("a", "R1")], &[("R1", 1), ("R2", 1)]),
        ] {
            assert_ne!(told.untruths_at_the_end(&wrong), [""; 0], "{wrong:?}");
        }
        assert_ne!(ledger(&[("a", Told::Sent)]).untruths(&stored(&[], &[])), [""; 0]);
        let two = ledger(&[("a", yes("R1")), ("b", yes("R1"))]);
        assert_ne!(two.untruths_at_the_end(&stored(&[("a", "R1"), ("b", "R1")], &[("R1", 1)])), [""; 0]);
    }

    #[test]
    fn a_no_that_was_stored_is_found_and_what_nobody_knew_is_none() {
        let there = stored(&[("a", "R1")], &[("R1", 1)]);
        assert_ne!(ledger(&[("a", Told::NotSent)]).untruths(&there), [""; 0]);
        for open in [Told::NoAnswer, Told::NotKnown] {
            assert_eq!(ledger(&[("a", open.clone())]).untruths(&there), [""; 0]);
            assert_eq!(ledger(&[("a", open.clone())]).untruths(&stored(&[], &[])), [""; 0]);
            assert_ne!(ledger(&[("a", open)]).untruths_at_the_end(&there), [""; 0]);
        }
    }

    #[test]
    fn what_is_taken_back_or_given_anew_is_found() {
        let there = stored(&[("a", "R1")], &[("R1", 1)]);
        assert_ne!(ledger(&[("a", yes("R1")), ("a", Told::NotSent)]).untruths(&there), [""; 0]);
        assert_ne!(ledger(&[("a", yes("R2")), ("a", yes("R1"))]).untruths(&there), [""; 0]);
        assert_ne!(ledger(&[("a", Told::Sent), ("a", Told::NoAnswer)]).untruths(&there), [""; 0]);
        assert_eq!(ledger(&[("a", Told::NoAnswer), ("a", yes("R1"))]).untruths_at_the_end(&there), [""; 0]);
    }
}
