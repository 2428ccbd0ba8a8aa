//! A holiday that changes: the open clocks that it lies in are computed again, once, and the timeline says so.

use std::sync::Arc;

use jiff::SignedDuration;
use porch_app::{
    Ctx, Rules, World, clocks,
    due::{Holder, tick},
    footprint,
    queue::{self, Filter, Order, Position},
};
use porch_domain::{
    actor::{Actor, Role},
    footprint::Footprint,
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

/// D21: a clock stands still where the local rules allow it, nobody is late meanwhile, and it runs again on its day by itself.
///
/// # Panics
/// When it is not so.
pub fn a_paused_clock_is_nobodys_breach_and_runs_again_on_its_day(desk: &Desk) {
    let pause = "pause_allowed = true\npause_source = \"this-project\"\npriority = \"routine\"";
    let allows = KENT_MEDWAY.replace("priority = \"routine\"", pause);
    footprint::apply(&desk.store, desk.world.as_ref(), &operator(), &allows, None).unwrap();
    let today = desk.operator().today();
    let rules = footprint::in_force(&desk.store, "kent-medway", today).unwrap().unwrap();
    let desk = Desk { rules, ..desk.clone() };
    let id = receive(&desk, Priority::Routine);
    let system = || Ctx { actor: Actor::System, ..desk.operator() };
    let holder = Holder::new(desk.world.as_ref());
    let due = || while tick(&system(), &holder, 64).unwrap().next <= desk.world.now() {};
    due();
    let (ends, _) = clock_of(&desk, id);
    let command = ReferralCommand::PauseClock {
        until: today.checked_add(jiff::ToSpan::days(14)).unwrap(),
        why: "an invented reason".to_owned(),
    };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, command).unwrap();
    desk.verified();
    let order = Order::default();
    let of = |part| queue::list(&desk.ctx(Role::Duty), &order, part, Position::First).unwrap();
    let until = builders::at("2026-11-16T00:00:00Z");
    assert_eq!(of(Filter::All).lines[0].paused_until, Some(until));
    assert_eq!(of(Filter::All).lines[0].respond_by, None, "no end stands there while it is not known");
    // Two hours before its day nothing runs, and an hour after it.
    desk.world.pass(until.duration_since(desk.world.now()) - SignedDuration::from_hours(2));
    due();
    assert_eq!(of(Filter::All).lines[0].paused_until, Some(until));
    desk.world.pass(SignedDuration::from_hours(3));
    due();
    let page = porch_app::referral::page(&desk.ctx(Role::Duty), id, "invented").unwrap().unwrap();
    let later = ends + SignedDuration::from_hours(14 * 24);
    assert_eq!((page.referral.pause(), page.referral.clock_ends()), (None, Some(later)));
    let resumed = page.timeline.iter().filter_map(|entry| match &entry.event {
        ReferralEvent::ClockResumed(resumed) => Some((entry.actor.as_str(), resumed.runs_from, resumed.to)),
        _ => None,
    });
    assert_eq!(resumed.collect::<Vec<_>>(), [("system", until, later)]);
    assert_eq!(of(Filter::All).lines[0].respond_by, Some(later));
    // Holidays that change move no clock away from where its pause left it.
    assert_eq!(clocks::recompute(&desk.operator()).unwrap(), 0);
    desk.verified();
}

/// H12: a release of the program with another table of bank holidays moves the open clocks that it lies in, once, whichever of
/// several servers starts first, and the timeline says so.
///
/// # Panics
/// When it is not so.
pub fn another_table_of_bank_holidays_moves_open_clocks_once(desk: &Desk) {
    let at = builders::at;
    desk.world.pass(at("2026-12-17T10:00:00Z").duration_since(desk.world.now()));
    // The table of this release is noted, and moves nothing.
    assert_eq!(clocks::recompute(&desk.operator()).unwrap(), 0);
    let (note, table) = ("holiday_table", porch_domain::calendar::holiday_table());
    assert_eq!(desk.store.meta(note).unwrap().as_ref(), Some(&table));

    // The release of before took that Friday for a holiday.
    let friday =
        "[[holidays]]\ndate = 2026-12-18\nname = \"Invented\"\nkept = \"closed\"\nsource = \"national\"\n\n[hours]";
    let by_then = Footprint::parse(&KENT_MEDWAY.replacen("[hours]", friday, 1)).unwrap();
    let rules = Arc::new(Rules {
        footprint: by_then,
        content_hash: desk.rules.content_hash.clone(),
        instruments: desk.rules.instruments.clone(),
    });
    let before = Desk { rules, ..desk.clone() };
    let [urgent, routine] = [Priority::Urgent, Priority::Routine].map(|priority| receive(&before, priority));
    assert_eq!(clock_of(desk, urgent), (at("2026-12-22T17:00:00Z"), Vec::new()));
    let standing = clock_of(desk, routine);
    assert_eq!(clocks::recompute(&desk.operator()).unwrap(), 0, "the same table: nothing is known to have changed");
    desk.store.set_meta(note, &table.replacen("2026-12-25", "2026-12-18 2026-12-25", 1)).unwrap();

    let moved: usize = std::thread::scope(|scope| {
        let starting: Vec<_> = (0..2).map(|_| scope.spawn(|| clocks::recompute(&desk.operator()).unwrap())).collect();
        starting.into_iter().map(|server| server.join().unwrap()).sum()
    });
    assert_eq!(moved, 1, "two servers start at once");
    let why = "18 December 2026 is no holiday (the table of bank holidays changed)".to_owned();
    assert_eq!(clock_of(desk, urgent), (at("2026-12-21T17:00:00Z"), vec![("system".to_owned(), why)]));
    assert_eq!(clock_of(desk, routine), standing, "calendar days do not ask for holidays");
    assert_eq!((desk.store.meta(note).unwrap(), clocks::recompute(&desk.operator()).unwrap()), (Some(table), 0));
    desk.verified();
}
