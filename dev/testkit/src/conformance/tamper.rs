//! The story of someone with the database in hand who alters the journal.

use porch_domain::{
    actor::Role,
    footprint::TeamCode,
    ids::historic_person_id,
    person::{ContactChoices, PersonCommand, Route, RouteChoice},
    referral::ReferralCommand,
};

use porch_app::{DatabaseUrl, Store, World};
use porch_store::Seal;

use super::Desk;
use crate::builders::{self, row};

/// Fills a small journal with every kind of stream, then lets `alter` change it `times` times, each of which must be
/// found; `alter` puts back what it changed and says what it did.
///
/// # Panics
/// When an alteration is not found.
pub fn every_alteration_of_the_journal_is_found(
    desk: &Desk,
    times: usize,
    mut alter: impl FnMut(usize, &mut dyn FnMut(&str)),
) {
    fill(desk);
    desk.verified();
    for time in 0..times {
        alter(time, &mut |what| {
            let verified = desk.store.verify(&mut |_| {}).unwrap();
            assert!(verified.failures > 0, "not found: {what}");
        });
    }
    desk.verified();
}

/// A small journal with every kind of stream, and something looked at.
fn fill(desk: &Desk) {
    desk.import(&[
        row("R1", "P1", "community", "2022-05-01T10:00:00Z"),
        row("R2", "P1", "community", "2022-06-01T10:00:00Z"),
        row("R3", "P2", "thrive", "2022-07-01T10:00:00Z"),
    ]);
    let duty = desk.ctx(Role::Duty);
    porch_app::account::open_demonstration(&desk.operator()).unwrap();
    for nth in 0..3 {
        let (person, referral) = desk.receive();
        // The same choices twice change no row: only the count and the chain can show that one is gone.
        for _ in 0..2 {
            let choices = ContactChoices::new([(Route::Text, RouteChoice::Yes)]);
            let command = PersonCommand::RecordContactChoices(choices);
            porch_app::person::carry_out(&duty, desk.command(), person, command).unwrap();
        }
        let team = TeamCode("community".to_owned());
        let command = match nth {
            0 => ReferralCommand::Accept { team, because: None, agreement: None, tellings: None, criteria: Vec::new() },
            1 => ReferralCommand::Reject { team, ending: builders::ending() },
            _ => continue,
        };
        porch_app::referral::carry_out(&duty, desk.command(), referral, None, command).unwrap();
    }
    let officer = desk.ctx(Role::InformationOfficer);
    let erased = historic_person_id("kent-medway", "P2");
    porch_app::person::erase(&officer, desk.command(), erased, "she asked for it").unwrap();
    for _ in 0..8 {
        let list = porch_app::queue::Order::default();
        porch_app::queue::list(&duty, &list, porch_app::queue::Filter::All, porch_app::queue::Position::First).unwrap();
    }
}

/// Fills it, seals it in two parts as on two days, and gives the seals as they are kept elsewhere.
///
/// # Panics
/// When it is not sealed.
pub fn a_sealed_service(desk: &Desk) -> Vec<Seal> {
    desk.receive();
    let mut kept = vec![sealed(desk).unwrap()];
    fill(desk);
    kept.push(sealed(desk).unwrap());
    assert_eq!(sealed(desk), None, "nothing came since");
    kept.iter().map(|seal| Seal::parse(&seal.line()).unwrap()).collect()
}

fn sealed(desk: &Desk) -> Option<Seal> {
    desk.store.make_seal("kent-medway", desk.world.now(), desk.command()).unwrap()
}

/// A seal proves what came before it and says nothing of what comes after; it outlives a copy and its restore.
///
/// # Panics
/// When it is not so.
pub fn seals_kept_elsewhere_prove_the_journal_and_the_looks(desk: &Desk) {
    let kept = a_sealed_service(desk);
    assert_eq!(desk.store.against_seals(&kept).unwrap(), []);
    assert_eq!(desk.store.seals_after("kent-medway", 1).unwrap(), kept[1..]);
    desk.receive();
    assert_eq!(desk.store.against_seals(&kept).unwrap(), []);
    let third = sealed(desk).unwrap();
    assert_eq!((third.number, third.looks), (3, kept[1].looks));
    desk.verified();
    // One that is missing, one that was altered, and one of another history.
    let found = |seals: &[Seal]| desk.store.against_seals(seals).unwrap().len();
    assert_eq!((found(&kept[..1]), found(&kept[1..])), (0, 1));
    for change in [
        |seal: &mut Seal| seal.entries += 1,
        |seal: &mut Seal| seal.looks -= 1,
        |seal: &mut Seal| seal.batch += 1,
        |seal: &mut Seal| seal.hash[0] ^= 1,
        |seal: &mut Seal| seal.journal[31] ^= 1,
    ] {
        let mut altered = kept.clone();
        change(&mut altered[1]);
        assert!(found(&altered) > 0, "{altered:?}");
    }
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.world.now(), &mut |_| {}).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let restored = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    restored.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    assert_eq!(restored.against_seals(&kept).unwrap(), []);
    let verified = restored.verify(&mut |_| {}).unwrap();
    assert_eq!((verified.findings, verified.looks), (Vec::new(), desk.store.verify(&mut |_| {}).unwrap().looks));
}
