//! A holiday that somebody applies at the command line moves the open clocks that it lies in, once.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod program;

use std::path::Path;

use jiff::SignedDuration;
use porch_app::{DatabaseUrl, Store};
use porch_domain::{
    actor::Role,
    ids::ReferralId,
    referral::{Priority, ReferralCommand},
};
use porch_testkit::{
    builders::at,
    conformance::{Desk, KENT_MEDWAY},
};

fn open(folder: &Path) -> Store {
    Store::open(&DatabaseUrl::Sqlite(folder.join("porch.db")), true).unwrap()
}

/// A referral that became urgent on a Thursday, and is to be answered on Monday.
fn urgent(desk: &Desk) -> ReferralId {
    desk.world.pass(SignedDuration::from_hours(24 * 45));
    let (_, referral) = desk.receive();
    let raise = ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), referral, None, raise).unwrap();
    assert_eq!(respond_by(desk, referral), at("2026-12-21T17:00:00Z"));
    referral
}

fn respond_by(desk: &Desk, referral: ReferralId) -> jiff::Timestamp {
    let seen = porch_app::referral::open(&desk.ctx(Role::Duty), referral, "invented").unwrap().unwrap();
    seen.referral.respond_by.unwrap()
}

fn apply(folder: &Path, file: &str, from: &str) -> String {
    let output = program::porch(folder, &["footprint", "apply", file, "--from", from]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

// H12
#[test]
fn a_holiday_that_is_applied_moves_the_open_clocks_once_and_says_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(open(folder.path()), 1);
    let referral = urgent(&desk);
    let one_off = "[[holidays]]\ndate = 2026-12-18\nname = \"A one-off holiday\"\nkept = \"closed\"\nsource = \"national\"\n\n[hours]";
    std::fs::write(folder.path().join("kent.toml"), KENT_MEDWAY.replacen("[hours]", one_off, 1)).unwrap();
    let said = apply(folder.path(), "kent.toml", "2026-01-01");
    assert!(said.contains("Open clocks that were computed again: 1."), "{said}");
    assert_eq!(respond_by(&desk, referral), at("2026-12-22T17:00:00Z"));
    let again = apply(folder.path(), "kent.toml", "2026-01-01");
    assert!(!again.contains("computed again"), "{again}");
    desk.verified();
}
