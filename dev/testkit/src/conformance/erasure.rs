//! Stories of erasure: what identified a person is gone for good, and everything else still holds.

use porch_domain::{actor::Role, ids::historic_person_id};

use super::Desk;
use crate::builders::row;

/// After an erasure the chain and the replay hold, the figures stand, and the same row again brings nothing back.
///
/// # Panics
/// When it is not so.
pub fn an_erasure_leaves_figures_chain_and_replay(desk: &Desk) {
    let mut sent = row("R1", "P1", "community", "2022-05-01T10:00:00Z");
    sent.postcode = Some("ZZ99 3VZ".to_owned());
    desk.import(&[sent.clone(), row("R2", "P2", "thrive", "2022-05-02T10:00:00Z")]);
    let (report, _) = desk.report(None);
    let person = historic_person_id("kent-medway", "P1");
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    desk.verified();
    let text = backed_up(desk);
    assert!(text.contains("P2") && !text.contains("ZZ99") && !text.contains("\"P1\""));
    assert_eq!(desk.report(None).0.all.referrals, report.all.referrals);
    assert_eq!(desk.import(std::slice::from_ref(&sent)).referrals, 0);
    sent.sender_referral_id = "R3".to_owned();
    let imported = desk.import(std::slice::from_ref(&sent)).referrals;
    assert_eq!(imported, 1, "a new referral about her is kept, without what identified her");
    assert_eq!(desk.import(&[sent]).referrals, 0);
    assert!(!backed_up(desk).contains("ZZ99"));
    desk.verified();
    let twice = porch_app::person::erase(&officer, desk.command(), person, "again");
    assert!(twice.is_err());
}

/// What was erased stays erased after a restore, on this engine and from this backup.
///
/// # Panics
/// When it is not so.
pub fn what_was_erased_stays_erased_after_a_restore(desk: &Desk, empty: &porch_app::Store) {
    let mut sent = row("R1", "P1", "community", "2022-05-01T10:00:00Z");
    sent.postcode = Some("ZZ99 3VZ".to_owned());
    desk.import(&[sent]);
    let (_, live) = desk.receive();
    let person = historic_person_id("kent-medway", "P1");
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    let mut backup = Vec::new();
    desk.store.backup(&mut backup, officer.now, &mut |_| {}).unwrap();
    let restored = empty.restore(|| Ok(backup.as_slice()), &mut |_| {}).unwrap();
    assert_eq!(restored.erased, 2);
    let verified = empty.verify(&mut |_| {}).unwrap();
    assert_eq!((verified.failures, verified.state_hash), (0, desk.verified()));
    let again = empty.restore(|| Ok(backup.as_slice()), &mut |_| {});
    assert!(again.is_err(), "a restore replaces nothing");
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert!(porch_app::referral::open(&restored.ctx(Role::Duty), live, "triage").unwrap().is_some());
    restored.receive();
    restored.verified();
}

/// A backup that is older than an erasure brings the data back; the list in a later one takes them away again.
///
/// # Panics
/// When it is not so.
pub fn what_a_later_copy_says_was_erased_is_erased_again(desk: &Desk, empty: &porch_app::Store) {
    let mut sent = row("R1", "P1", "community", "2022-05-01T10:00:00Z");
    sent.postcode = Some("ZZ99 3VZ".to_owned());
    desk.import(&[sent, row("R2", "P2", "community", "2022-05-02T10:00:00Z")]);
    let officer = desk.ctx(Role::InformationOfficer);
    let copy = |desk: &Desk| {
        let mut copy = Vec::new();
        desk.store.backup(&mut copy, officer.now, &mut |_| {}).unwrap();
        copy
    };
    let older = copy(desk);
    let person = historic_person_id("kent-medway", "P1");
    porch_app::person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    let later = copy(desk);
    empty.restore(|| Ok(older.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert!(backed_up(&restored).contains("ZZ99"));
    let people: Vec<_> =
        porch_app::erased_people(later.as_slice()).unwrap().into_iter().map(|(_, person)| person).collect();
    assert_eq!(people, [person]);
    let ctx = restored.ctx(Role::InformationOfficer);
    assert_eq!(porch_app::person::erase_again(&ctx, &people).unwrap(), 1);
    assert_eq!(porch_app::person::erase_again(&ctx, &people).unwrap(), 0);
    assert!(!backed_up(&restored).contains("ZZ99"));
    restored.verified();
}

/// All that a backup holds, as text.
pub(super) fn backed_up(desk: &Desk) -> String {
    let mut backup = Vec::new();
    desk.store.backup(&mut backup, desk.operator().now, &mut |_| {}).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(backup.as_slice()), &mut text).unwrap();
    text
}
