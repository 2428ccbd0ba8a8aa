//! The story of someone with the database in hand who alters the journal.

use porch_domain::{
    actor::Role,
    footprint::TeamCode,
    ids::historic_person_id,
    person::{ContactChoices, PersonCommand, Route, RouteChoice},
    referral::ReferralCommand,
};

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
    desk.verified();
    for time in 0..times {
        alter(time, &mut |what| {
            let verified = desk.store.verify(&mut |_| {}).unwrap();
            assert!(verified.failures > 0, "not found: {what}");
        });
    }
    desk.verified();
}
