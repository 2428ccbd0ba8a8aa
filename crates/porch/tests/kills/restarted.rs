//! The database server goes down as in a power cut, and comes back, while the pages are asked all the time.

use std::{thread, time::Duration};

use porch_testkit::OwnServer;

use crate::{
    ledger::Ledger,
    load::{Seeded, Waiting, all_is_true, pressed, settle},
    place::Place,
    server::Server,
};

const ROUNDS: usize = 6;

/// Asks until the server is ready again by itself, which must not take it long.
#[track_caller]
pub fn ready_again(server: &Server) {
    for _ in 0..200 {
        if server.browser().get("/readyz").unwrap().status == 200 {
            return;
        }
        thread::park_timeout(Duration::from_millis(50));
    }
    panic!("it is not ready again");
}

/// H19.
#[test]
fn when_the_database_goes_down_pages_tell_the_truth_and_when_it_is_back_they_work_by_themselves() {
    let Some(mut database) = OwnServer::start().unwrap() else { return };
    let place = Place::on_postgres(&database.url());
    let waiting = Waiting::new(place.drafts(ROUNDS * 600));
    let mut ledger = Ledger::default();
    let server = Server::start(&place);
    let seeded = Seeded::new(3);
    let (mut no, mut open) = (0, 0);
    for round in 0..ROUNDS {
        let after = (1 + seeded.below(60), Duration::from_micros(seeded.below(8_000) as u64));
        let told = pressed(&server, &waiting, &mut ledger, after, || database.stop_at_once().unwrap());
        let mut browser = server.browser();
        let ready = browser.get("/readyz").unwrap();
        assert_eq!((ready.status, ready.body.as_str()), (503, "not ready: the database does not answer\n"));
        assert_eq!(browser.get("/healthz").unwrap().status, 200);
        // Help does not depend on the database.
        let help = browser.get("/help-now").unwrap();
        assert!(help.status == 200 && help.body.contains("tel:999"), "{help:?}");
        database.go_on().unwrap();
        assert_eq!(ledger.untruths(&place.stored()), [""; 0], "round {round}, {after:?}: {told:?}");
        // The first press after it is back is a yes for everybody: nobody meets what was left of the old connections.
        settle(&server, &mut ledger);
        ready_again(&server);
        (no, open) = (no + told.no, open + told.open);
    }
    println!("{} acknowledged, {no} told that it was not sent, {open} not known", ledger.references());
    assert!(no > ROUNDS, "nobody met a database that is down: {no}");
    assert_eq!(server.stop(), Some(0));
    all_is_true(&place, &ledger);
}
