//! A copy is made while sixty-four people press the last button.

use std::{cell::RefCell, time::Duration};

use porch_testkit::postgres::server_url;

use crate::{
    ledger::Ledger,
    load::{Waiting, all_is_true, pressed, settle},
    place::Place,
    program,
    server::Server,
};

/// Runs the program over a database; it must do what it was asked.
#[track_caller]
fn done(place: &Place, arguments: &[&str]) -> String {
    let output = program::porch(place.folder(), &[arguments, &["--database", place.url()]].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Restores a copy into an empty database, and gives the hash of what it holds.
#[track_caller]
fn restored(place: &Place, copy: &str) -> String {
    done(place, &["--quiet", "restore", copy]);
    place.verified()
}

fn copied_under_load(from: &Place, own: &Place, other: &Place, third: &Place) {
    let waiting = Waiting::new(from.drafts(4_000));
    let mut ledger = Ledger::default();
    let server = Server::start(from);
    let copy = from.folder().join("copy").to_string_lossy().into_owned();
    let before = RefCell::new(None);
    let round = pressed(&server, &waiting, &mut ledger, (100, Duration::ZERO), || {
        // Everything that was acknowledged is stored by now, and so is what stands here.
        *before.borrow_mut() = Some(from.stored().references);
        done(from, &["--quiet", "backup", &copy]);
        server.kill();
    });
    let (before, after) = (before.take().unwrap(), from.stored().references);
    assert!(before.len() >= 100 && after.len() > before.len(), "{} before, {} after", before.len(), after.len());
    assert!(round.yes > before.len(), "nobody pressed while the copy was made: {round:?}");
    let hash = restored(own, &copy);
    assert_eq!(restored(other, &copy), hash);
    let held = own.stored().references;
    assert!(before.keys().all(|reference| held.contains_key(reference)), "what was acknowledged is not in the copy");
    assert!(held.iter().all(|(reference, times)| *times == 1 && after.contains_key(reference)));
    // And back again.
    let back = own.folder().join("back").to_string_lossy().into_owned();
    done(other, &["--quiet", "backup", &back]);
    assert_eq!(restored(third, &back), hash);
    assert_eq!((other.stored().references, third.stored().references), (held.clone(), held));
    let server = Server::start(from);
    settle(&server, &mut ledger);
    assert_eq!(server.stop(), Some(0));
    all_is_true(from, &ledger);
}

/// H19.
#[test]
fn a_copy_made_of_a_busy_file_is_whole_and_restores_alike_on_both_engines() {
    let Some(url) = server_url() else { return };
    let file = Place::on_sqlite;
    copied_under_load(&file(), &file(), &Place::on_postgres(&url), &file());
}

/// H19.
#[test]
fn a_copy_made_of_a_busy_server_is_whole_and_restores_alike_on_both_engines() {
    let Some(url) = server_url() else { return };
    let server = || Place::on_postgres(&url);
    copied_under_load(&server(), &server(), &Place::on_sqlite(), &server());
}
