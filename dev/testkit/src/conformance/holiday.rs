//! A holiday that changes: the open clocks that it lies in are computed again, once, and the timeline says so.

use std::sync::Arc;

use jiff::SignedDuration;
use porch_app::{Ctx, World, clocks, footprint};
use porch_domain::{
    actor::Role,
    ids::{PersonId, ReferralId},
    person::{Identity, PersonCommand, PersonRegistered},
    referral::{Priority, ReferralCommand, ReferralEvent},
};

use super::{Desk, KENT_MEDWAY, operator};
use crate::builders;

/// Takes in a referral of a priority, now.
fn receive(desk: &Desk, priority: Priority) -> ReferralId {
    let ctx = desk.ctx(Role::Duty);
    let (person, id) = (PersonId(ctx.world.id()), ReferralId(ctx.world.id()));
    let identity = Identity { name: Some("Invented Person".to_owned()), ..Identity::default() };
    let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
    porch_app::person::carry_out(&ctx, desk.command(), person, PersonCommand::Register(registered)).unwrap();
    let mut receipt = builders::receipt(person, ctx.now);
    receipt.priority = priority;
    porch_app::referral::carry_out(&ctx, desk.command(), id, None, ReferralCommand::Receive(Box::new(receipt)))
        .unwrap();
    id
}

/// When a referral must be answered, and what moved that, the latest first.
fn clock_of(desk: &Desk, id: ReferralId) -> (jiff::Timestamp, Vec<(String, String)>) {
    let page = porch_app::referral::page(&desk.ctx(Role::Duty), id, "invented").unwrap().unwrap();
    let moved = page.timeline.iter().filter_map(|entry| match &entry.event {
        ReferralEvent::ClockRecomputed(moved) => Some((entry.actor.clone(), moved.why.clone())),
        _ => None,
    });
    let moved = moved.collect();
    (page.referral.respond_by.unwrap(), moved)
}

/// A holiday is announced, comes into force on a later day, and is taken back.
///
/// # Panics
/// When it is not so.
pub fn a_holiday_that_changes_moves_the_clocks_that_it_lies_in(desk: &Desk) {
    let at = builders::at;
    desk.world.pass(at("2026-12-17T10:00:00Z").duration_since(desk.world.now()));
    let [emergency, urgent, routine, before] =
        [Priority::Emergency, Priority::Urgent, Priority::Routine, Priority::Urgent]
            .map(|priority| receive(desk, priority));
    let standing = [emergency, routine].map(|id| clock_of(desk, id));
    assert_eq!(clock_of(desk, urgent), (at("2026-12-21T17:00:00Z"), Vec::new()));
    // One that is decided has no clock that moves.
    let ending = ReferralCommand::Withdraw { ending: builders::ending() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), before, None, ending).unwrap();
    assert_eq!(clocks::recompute(&desk.operator()).unwrap(), 0);

    let one_off = "[[holidays]]\ndate = 2026-12-18\nname = \"A one-off holiday\"\nkept = \"closed\"\nsource = \"national\"\n\n[hours]";
    let announced = KENT_MEDWAY.replacen("[hours]", one_off, 1);
    let apply = |content: &str, from: &str| {
        footprint::apply(&desk.store, desk.world.as_ref(), &operator(), content, Some(builders::on(from))).unwrap();
        let rules = footprint::in_force(&desk.store, "kent-medway", desk.operator().today()).unwrap().unwrap();
        Ctx { rules: Arc::clone(&rules), ..desk.operator() }
    };
    // From tomorrow on: nothing moves today.
    let today = apply(&announced, "2026-12-18");
    assert_eq!(clocks::recompute(&today).unwrap(), 0);
    assert_eq!(clock_of(desk, urgent), (at("2026-12-21T17:00:00Z"), Vec::new()));
    desk.world.pass(SignedDuration::from_hours(16));
    let tomorrow = apply(&announced, "2026-12-18");
    assert_eq!(clocks::recompute(&tomorrow).unwrap(), 1);
    let why = |kept: &str| ("system".to_owned(), format!("18 December 2026 {kept} (A one-off holiday)"));
    assert_eq!(clock_of(desk, urgent), (at("2026-12-22T17:00:00Z"), vec![why("is a holiday")]));
    // After a restart it is asked again, and nothing is done twice.
    assert_eq!(clocks::recompute(&tomorrow).unwrap(), 0);
    // The text of before, from a later day, takes it back.
    desk.world.pass(SignedDuration::from_hours(24));
    let taken_back = apply(KENT_MEDWAY, "2026-12-19");
    assert_eq!(clocks::recompute(&taken_back).unwrap(), 1);
    assert_eq!(clock_of(desk, urgent), (at("2026-12-21T17:00:00Z"), vec![why("is no holiday"), why("is a holiday")]));
    assert_eq!([emergency, routine].map(|id| clock_of(desk, id)), standing);
    desk.verified();
}
