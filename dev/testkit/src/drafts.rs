//! Whole drafts at the door, ready for their last press: what many who press it at once begin with.

use std::ops::Range;

use porch_app::{Ctx, door::DRAFT_KEPT};
use porch_domain::{
    front_door::{Answers, WayIn},
    ids::{CommandId, hex},
};
use porch_store::{Change, Draft, StoreError};
use sha2::{Digest, Sha256};

/// Drafts in one transaction.
const AT_ONCE: usize = 2_000;

/// A name of an invented person, unlike that of any other.
pub(crate) fn name(nth: usize) -> String {
    format!("Invented {} {}", SYLLABLES[nth % 20], spelled(nth))
}

/// The answers of one invented person, each with a name of her own.
fn answers(nth: usize) -> Answers {
    let name = name(nth);
    let telephone = format!("01632 96{:04}", nth % 10_000);
    Answers::new(
        [
            ("now", "baby"),
            ("situation", "living_baby"),
            ("ends-day", "1"),
            ("ends-month", "9"),
            ("ends-year", "2026"),
            ("signs", "none"),
            ("worry", "An invented worry: no sleep, and no joy in anything since the birth."),
            ("concerns", "low"),
            ("name", &name),
            ("reach_telephone", "yes"),
            ("telephone", &telephone),
        ]
        .map(|(field, value)| (field.to_owned(), value.to_owned())),
    )
}

const SYLLABLES: [&str; 20] = [
    "ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "wa", "xe", "yi", "zo",
    "lu",
];

/// A word for a number, so that names differ in their letters.
fn spelled(mut nth: usize) -> String {
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[nth % 20]);
        nth /= 20;
        if nth == 0 {
            return word;
        }
    }
}

/// Puts so many whole drafts at the door and gives the key of each, which a browser would hold.
///
/// # Errors
/// When the database cannot be written.
pub fn ready_drafts(ctx: &Ctx, count: usize) -> Result<Vec<String>, StoreError> {
    ready_drafts_of(ctx, 0..count)
}

/// The same for some of the invented women: each number is always the same one.
///
/// # Errors
/// When the database cannot be written.
pub fn ready_drafts_of(ctx: &Ctx, women: Range<usize>) -> Result<Vec<String>, StoreError> {
    let mut keys = Vec::with_capacity(women.len());
    for from in women.clone().step_by(AT_ONCE) {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        for nth in from..women.end.min(from + AT_ONCE) {
            let key = hex(&[ctx.world.random(), ctx.world.random()].concat());
            let (hash, command) = (hex(&Sha256::digest(key.as_bytes())), CommandId(ctx.world.id()));
            let draft = Draft::begun(hash, WayIn::Myself, command, answers(nth), ctx.now, DRAFT_KEPT);
            change.row(draft.row(ctx.footprint())?);
            keys.push(key);
        }
        ctx.store.commit(change)?;
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use porch_app::{DatabaseUrl, Store, door};
    use porch_domain::actor::Actor;

    use super::*;
    use crate::conformance::Desk;

    #[test]
    fn a_ready_draft_needs_only_its_last_press() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let desk = Desk::open(store, 1);
        let ctx = Ctx { actor: Actor::Public, ..desk.operator() };
        let keys = ready_drafts(&ctx, 3).unwrap();
        let references: Vec<String> = keys.iter().map(|key| door::send(&ctx, key).unwrap().reference).collect();
        let again: Vec<String> = keys.iter().map(|key| door::send(&ctx, key).unwrap().reference).collect();
        assert_eq!((references.len(), &references), (3, &again));
    }
}
