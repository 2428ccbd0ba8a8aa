//! What the service does by itself, where it is stopped, killed, or runs twice over one database.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use porch_app::{Ctx, DatabaseUrl, Store, World, footprint};
use porch_domain::actor::{Actor, Role};
use porch_store::happened;
use porch_testkit::{DUE_WITHIN, MachineWorld, becoming_due, conformance::KENT_MEDWAY, postgres::server_url};

use crate::{place::Place, server::Server};

/// Longer than a lease of somebody who was killed.
const PATIENCE: Duration = Duration::from_secs(90);

/// A database in which something has been due about so many referrals for ten minutes.
struct Due {
    store: Store,
    ids: Vec<porch_domain::ids::ReferralId>,
}

impl Due {
    fn prepared(place: &Place, count: usize) -> Self {
        let store = Store::open(&place.url().parse::<DatabaseUrl>().unwrap(), true).unwrap();
        let operator = Actor::Operator { account: "invented operator".to_owned() };
        let rules = footprint::apply(&store, &MachineWorld, &operator, KENT_MEDWAY, None).unwrap();
        let world: Arc<dyn World> = Arc::new(MachineWorld);
        let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
        let ctx = Ctx::new(store.clone(), rules, duty, world);
        let then = ctx.now - DUE_WITHIN - SignedDuration::from_mins(10);
        let ids = becoming_due(&Ctx { now: then, ..ctx }, count).unwrap();
        Self { store, ids }
    }

    /// How often the service did something about each.
    fn done(&self) -> Vec<usize> {
        let of = |id| {
            let all = self.store.read(|tx| happened(tx, "kent-medway", id)).unwrap();
            all.iter().filter(|entry| entry.actor == "system").count()
        };
        self.ids.iter().map(|id| of(*id)).collect()
    }

    fn wait_for_all(&self) {
        let began = Instant::now();
        while self.done().contains(&0) {
            assert!(began.elapsed() < PATIENCE, "what is due is not done: {:?}", self.done());
            thread::park_timeout(Duration::from_millis(100));
        }
    }
}

/// A figure of the server's metrics.
fn figure(server: &Server, name: &str) -> i64 {
    let metrics = server.browser().get("/metrics").unwrap().body;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap();
    line.parse().unwrap()
}

/// H01.
#[test]
fn what_is_due_is_done_by_a_server_that_starts_and_told_aloud_where_it_is_late() {
    let place = Place::on_sqlite();
    let due = Due::prepared(&place, 300);
    let server = Server::start(&place);
    due.wait_for_all();
    assert_eq!(due.done(), vec![1; 300]);
    // The figures are counted when the answer is there, which is after the rows are.
    let began = Instant::now();
    while figure(&server, "porch_due_done_total") < 300 {
        assert!(began.elapsed() < PATIENCE);
        thread::park_timeout(Duration::from_millis(20));
    }
    assert_eq!(figure(&server, "porch_due_done_total"), 300);
    assert_eq!(figure(&server, "porch_due_put_off_total"), 0);
    assert!(place.said().contains("has been due for too long"), "{}", place.said());
    assert!(!place.said().contains("Invented"), "{}", place.said());
    drop(due);
    assert_eq!(server.stop(), Some(0));
    place.verified();
    let left: Vec<_> = std::fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "porch.db" || name == "serve.log"), "{left:?}");
    let database = rusqlite::Connection::open(place.file()).unwrap();
    let leases: i64 = database.query_row("SELECT count(*) FROM lease", [], |row| row.get(0)).unwrap();
    assert_eq!(leases, 0, "it gives back what it held");
}

/// H01: two servers over one database, of which the one that works is killed in the midst of it: the other goes on when the
/// lease is over, and nothing is done twice.
#[test]
fn of_two_servers_over_postgresql_one_is_killed_and_everything_due_is_done_once() {
    let Some(url) = server_url() else { return };
    let place = Place::on_postgres(&url);
    let due = Due::prepared(&place, 4_000);
    let servers = [Server::start(&place), Server::start(&place)];
    let began = Instant::now();
    let works = loop {
        let working = servers.iter().position(|server| figure(server, "porch_due_done_total") > 0);
        if let Some(works) = working {
            break works;
        }
        assert!(began.elapsed() < PATIENCE, "nobody begins");
        thread::park_timeout(Duration::from_millis(2));
    };
    servers[works].kill();
    let done = due.done().iter().filter(|done| **done > 0).count();
    println!("killed when {done} of 4000 were done");
    assert!((1..4_000).contains(&done), "it was not killed in the midst of it: {done}");
    due.wait_for_all();
    assert_eq!(due.done(), vec![1; 4_000]);
    let [one, other] = servers;
    let other = if works == 0 { other } else { one };
    assert!(figure(&other, "porch_due_done_total") > 0);
    assert_eq!(other.stop(), Some(0));
    place.verified();
}
