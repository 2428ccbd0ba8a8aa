//! Stories of another system's history: whole or not at all, and counted from the instant it became known.

use jiff::SignedDuration;
use porch_app::World;
use porch_app::history_import::{self, ImportError};
use porch_domain::referral::history::HistoricReferral;
use porch_domain::{actor::Role, footprint::TeamCode, ids::historic_person_id, referral::ReferralCommand};

use super::Desk;
use crate::builders::{self, row};

pub(super) fn history() -> Vec<HistoricReferral> {
    (0..2_400)
        .map(|nth| {
            let mut row = row(
                &format!("R{nth}"),
                &format!("P{}", nth / 2),
                "community",
                &format!("2022-{:02}-{:02}T10:00:00Z", 1 + nth % 12, 1 + nth % 28),
            );
            row.postcode = Some("ZZ99 3VZ".to_owned());
            row
        })
        .collect()
}

/// A file that breaks off half way leaves nothing, not even for a moment; the next import finds the way free.
///
/// # Panics
/// When it is not so.
pub fn a_history_that_is_being_written_is_seen_by_nobody(desk: &Desk) {
    desk.receive();
    let before = desk.verified();
    let (report_before, _) = desk.report(None);
    let rows = history();
    let ctx = desk.operator();
    let folder = std::env::temp_dir();
    let compare = || {
        history_import::compare(&ctx, &folder, &mut (2u64..).zip(rows.iter().cloned()), &mut |conflict| {
            panic!("{conflict:?}")
        })
        .unwrap()
    };
    let mut broken_off = rows.iter().take(2_100).cloned().map(Some).chain([None]);
    let mut seen_meanwhile = Vec::new();
    let ended = history_import::write(&ctx, compare(), "invented", &mut broken_off, &mut |read| {
        seen_meanwhile.push((read, desk.report(None).0.all.referrals));
    });
    assert!(matches!(ended, Err(ImportError::Changed)), "{ended:?}");
    assert!(seen_meanwhile.len() > 1 && seen_meanwhile.iter().all(|(_, counted)| *counted == 1), "{seen_meanwhile:?}");
    assert_eq!(desk.verified(), before);
    assert_eq!(desk.report(None).0, report_before);

    let (imported, counted) = (desk.import(&rows), desk.report(None).0.all.referrals);
    assert_eq!((imported.referrals, imported.people, counted), (2_400, 1_200, 2_401));
    desk.verified();
}

/// The same row again changes nothing; a known id with other content is a conflict; and so is one id twice in a file.
///
/// # Panics
/// When it is not so.
pub fn a_row_imported_again_changes_nothing_and_a_changed_one_is_found(desk: &Desk) {
    let rows = history();
    desk.import(&rows[..300]);
    let before = desk.verified();
    assert_eq!(desk.import(&rows[..300]).referrals, 0);
    assert_eq!(desk.verified(), before);
    assert_eq!(desk.import(&rows).referrals, 2_100);

    let mut changed = rows[7].clone();
    changed.received_at += SignedDuration::from_secs(1);
    let mut conflicts = Vec::new();
    let twice = [rows[8].clone(), changed, rows[8].clone()];
    history_import::compare(&desk.operator(), &std::env::temp_dir(), &mut (2u64..).zip(twice), &mut |conflict| {
        conflicts.push((conflict.line, conflict.column))
    })
    .unwrap();
    assert_eq!(conflicts, [(3, "referral_id"), (4, "referral_id")]);
}

/// Of each detail of a person, what the latest row says that says anything of it, whatever the order of the rows.
///
/// # Panics
/// When it is not so.
pub fn a_person_is_what_the_latest_rows_say(desk: &Desk) {
    let said = |referral: &str, received: &str, postcode: Option<&str>, practice: Option<&str>| HistoricReferral {
        postcode: postcode.map(str::to_owned),
        gp_practice: practice.map(str::to_owned),
        ..row(referral, "P1", "community", received)
    };
    desk.import(&[
        said("R1", "2019-05-01T10:00:00Z", Some("ZZ99 1AA"), Some("Y99001")),
        said("R2", "2021-05-01T10:00:00Z", None, Some("Y99003")),
        said("R3", "2020-05-01T10:00:00Z", Some("ZZ99 2BB"), Some("Y99002")),
    ]);
    let person = historic_person_id("kent-medway", "P1");
    let stream = desk.store.read(|tx| porch_store::load(tx, "kent-medway", person)).unwrap();
    let Some(porch_store::Record::Person(person)) = stream.record else { panic!("no person") };
    let identity = person.identity.unwrap();
    assert_eq!(identity.postcode.as_deref(), Some("ZZ99 2BB"));
    assert_eq!(identity.gp_practice.as_deref(), Some("Y99003"));
}

/// An import that is whole stays whole, also when the program that wrote it never heard that it was.
///
/// # Panics
/// When it is not so.
pub fn a_whole_import_is_never_taken_out(desk: &Desk) {
    desk.import(&history()[..20]);
    let before = desk.verified();
    let person = historic_person_id("kent-medway", "P1");
    let stream = desk.store.read(|tx| porch_store::load(tx, "kent-medway", person)).unwrap();
    let Some(porch_store::Record::Person(person)) = stream.record else { panic!("no person") };
    assert_eq!(desk.store.take_out("kent-medway", person.import.unwrap()).unwrap(), 0);
    assert_eq!(desk.verified(), before);
    assert_eq!(desk.report(None).0.all.referrals, 20);
}

/// INV-09: a report that is drawn while others write prints, as at its own instant, the same figures for ever after.
///
/// # Panics
/// When it is not so.
pub fn a_report_drawn_while_others_write_repeats_itself(desk: &Desk) {
    let printed = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..25 {
                        desk.receive();
                    }
                })
            })
            .collect();
        let mut printed = Vec::new();
        while !writers.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            printed.push(desk.report(None));
        }
        printed
    });
    desk.world.pass(SignedDuration::from_hours(1));
    for (report, as_at) in printed {
        assert_eq!(desk.report(Some(as_at)).0, report, "as at {as_at}");
    }
    assert_eq!(desk.report(None).0.all.referrals, 100);
}

/// INV-09: what a report printed at an instant, it prints as at that instant for ever after.
///
/// # Panics
/// When it is not so.
pub fn a_report_as_at_an_earlier_instant_repeats_its_figures(desk: &Desk) {
    let mut printed = vec![desk.report(None)];
    let rows = history();
    desk.import(&rows[..200]);
    printed.push(desk.report(None));
    let (_, referral) = desk.receive();
    printed.push(desk.report(None));
    let accept = ReferralCommand::Accept {
        team: TeamCode("thrive".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), referral, None, accept).unwrap();
    printed.push(desk.report(None));
    desk.world.pass(SignedDuration::from_hours(1));
    desk.import(&rows);
    printed.push(desk.report(None));
    // A clock that is put back must not let a later fact slip under an earlier report.
    desk.world.pass(SignedDuration::from_hours(-3));
    let (_, referral) = desk.receive();
    let reject = ReferralCommand::Reject { team: TeamCode("community".to_owned()), ending: builders::ending() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), referral, None, reject).unwrap();
    desk.world.pass(SignedDuration::from_hours(9));
    let counts: Vec<u64> = printed.iter().map(|(report, _)| report.all.referrals).collect();
    assert_eq!(counts, [0, 200, 201, 201, 2_401]);
    for (report, as_at) in printed {
        assert!(as_at <= desk.world.now());
        assert_eq!(desk.report(Some(as_at)).0, report, "as at {as_at}");
    }
    assert_eq!(desk.report(None).0.all.referrals, 2_402);
    desk.verified();
}
