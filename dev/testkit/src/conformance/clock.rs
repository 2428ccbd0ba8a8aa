//! A clock that is set back while many send: nothing is lost, doubled, or known earlier than what came before it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use jiff::SignedDuration;
use porch_app::{Ctx, World, door};
use porch_domain::actor::Actor;
use serde_json::Value;

use super::{Desk, erasure::backed_up};
use crate::ready_drafts;

const THREADS: usize = 16;
const DRAFTS: usize = 192;

/// The machine's clock is set back by an hour, twice, in the middle of what many send.
///
/// # Panics
/// When it is not so.
pub fn a_clock_that_is_set_back_loses_and_doubles_nothing(desk: &Desk) {
    let at_the_door = || Ctx { actor: Actor::Public, ..desk.operator() };
    let keys = ready_drafts(&at_the_door(), DRAFTS).unwrap();
    let began_at = desk.world.now();
    let (next, begin) = (AtomicUsize::new(0), Barrier::new(THREADS));
    let send_all = || {
        begin.wait();
        let mut references = Vec::new();
        loop {
            let nth = next.fetch_add(1, Ordering::SeqCst);
            let Some(key) = keys.get(nth) else { return references };
            let set_back = nth == DRAFTS / 3 || nth == DRAFTS * 2 / 3;
            desk.world.pass(if set_back { SignedDuration::from_hours(-1) } else { SignedDuration::from_millis(7) });
            references.push(door::send(&at_the_door(), key).unwrap().reference);
        }
    };
    let acknowledged: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(send_all)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(desk.world.now() < began_at - SignedDuration::from_mins(90), "the clock was not set back");
    let different: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!((acknowledged.len(), different.len()), (DRAFTS, DRAFTS));
    // Pressed again in the time before, each gives what it gave.
    let again: Vec<String> = keys.iter().map(|key| door::send(&at_the_door(), key).unwrap().reference).collect();
    assert_eq!(again.iter().collect::<BTreeSet<_>>(), different);
    assert_eq!(desk.store.referral_count(&desk.rules.footprint.name).unwrap(), DRAFTS as i64);
    // Whoever comes after that is nobody who was there.
    let (_, later) = desk.receive();
    assert!(desk.store.referral_count(&desk.rules.footprint.name).unwrap() == DRAFTS as i64 + 1, "{later}");

    let known = known_of_batches(&backed_up(desk));
    let instants: Vec<i64> = known.values().copied().collect();
    assert!(instants.len() > DRAFTS / THREADS && instants.is_sorted(), "{known:?}");
    desk.verified();
}

/// The instant from which each batch of the journal is known.
pub(super) fn known_of_batches(backup: &str) -> BTreeMap<i64, i64> {
    let mut known = BTreeMap::new();
    for line in backup.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let Some(entry) = line.get("entry") else { continue };
        let (batch, at) = (entry["batch"].as_i64().unwrap(), entry["known"].as_i64().unwrap());
        assert_eq!(*known.entry(batch).or_insert(at), at, "batch {batch} is known from two instants");
    }
    known
}
