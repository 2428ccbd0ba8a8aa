//! Stories of partners and family: the self-check that nobody reads.

use porch_app::{AppError, Store, self_check};
use porch_domain::{
    actor::Role,
    measure::Period,
    screening::{SelfCheckBand, SelfCheckUse},
};

use super::{Desk, door::public};
use crate::builders::on;

/// K8, PR-25, PR-32: a use of the self-check is a number of its day and what came of it, which a copy carries; it is no entry,
/// and a manager reads no small number.
///
/// # Panics
/// When it is not so.
pub fn a_use_of_the_self_check_is_a_number_that_a_copy_carries(desk: &Desk, empty: &Store) {
    let before = desk.verified();
    for band in [SelfCheckBand::TalkToSomebody; 8].into_iter().chain([SelfCheckBand::RingNow]) {
        self_check::count(&public(desk), band).unwrap();
    }
    assert_eq!(desk.verified(), before, "nothing of it is an entry");
    let counts = desk.store.read(|tx| porch_store::door_counts(tx, "kent-medway")).unwrap();
    let talk = (on("2026-11-02"), "self_check_talk".to_owned(), 8);
    assert_eq!(counts, [(on("2026-11-02"), "self_check_ring_now".to_owned(), 1), talk]);

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    let november = Period { from: on("2026-11-01"), to: on("2026-11-30") };
    let used = self_check::used(&restored.ctx(Role::Manager), november).unwrap();
    let row = |month| SelfCheckUse { month, times: Some(10), bands: [None, Some(10), None] };
    assert_eq!(used, [row(Some(on("2026-11-01"))), row(None)]);
    let refused = self_check::used(&restored.ctx(Role::PeerWorker), november);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))));
    assert!(matches!(self_check::used(&public(&restored), november), Err(AppError::NotAllowed(_))));
}
