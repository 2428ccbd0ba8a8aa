//! Letting messages leave that wait, to a carrier that takes each at once, beside the same marks written bare: that a message is
//! put in hand, and what came of it.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use porch_app::{
    Ctx, DatabaseUrl, Store, World,
    sending::{Carrier, Carriers, Handed, Left, Parcel, Sender, let_leave},
};
use porch_domain::{
    actor::{Actor, Role},
    message::Via,
    person::Route,
};
use porch_testkit::{MachineWorld, conformance::KENT_MEDWAY, waiting_messages};

use crate::{
    Settings,
    measure::{Bar, Line},
    raw::{self, Rows},
};

/// Messages that wait.
const WAITING: usize = 10_000;

/// Read in one go, as the server does.
const AT_ONCE: usize = 128;

/// Handed over side by side: put in hand with one commit, and written down with another.
const SIDE_BY_SIDE: usize = 16;

/// Takes everything at once.
struct Takes;

impl Carrier for Takes {
    fn via(&self) -> Via {
        Via::GovukNotify
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        Handed::Taken { receipt: Some(parcel.reference.clone()) }
    }

    fn left(&self, _: Route, _: &str) -> Left {
        Left::CannotSay
    }
}

/// Runs it.
///
/// # Errors
/// When the file cannot be made, or a message does not leave.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let waiting = settings.size(WAITING);
    let (mut took, mut statements) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let folder = tempfile::tempdir_in(settings.root.join("target")).map_err(raw::said)?;
        let [product, before, probe] = ["product.db", "before.db", "probe.db"].map(|name| folder.path().join(name));
        let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
        waiting_messages(&open(&product, duty)?, waiting).map_err(raw::said)?;
        for copy in [&before, &probe] {
            std::fs::copy(&product, copy).map_err(raw::said)?;
        }
        let (drained, asked) = drain(&product, waiting)?;
        let bare = marks(&Rows::between(&before, &product)?, &probe, waiting)?;
        let each = |all: Duration| all.as_secs_f64() * 1e6 / waiting as f64;
        took.push((each(drained), each(bare)));
        statements.push(asked as f64 / waiting as f64);
    }
    Ok(vec![
        Line::beside(
            &format!(
                "letting {waiting} waiting messages leave to a carrier that takes each at once; the same marks bare: put in hand \
                 and taken out, and what came of it, {SIDE_BY_SIDE} at a time with two commits"
            ),
            "µs each",
            Bar::None,
            &took,
        ),
        Line::alone("the same: statements, counted", "a message", Bar::None, &statements),
    ])
}

fn open(file: &Path, actor: Actor) -> Result<Ctx, String> {
    let world: Arc<dyn World> = Arc::new(MachineWorld);
    let store = Store::open(&DatabaseUrl::Sqlite(file.to_owned()), true).map_err(raw::said)?;
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    let rules = porch_app::footprint::apply(&store, world.as_ref(), &operator, KENT_MEDWAY, None).map_err(raw::said)?;
    Ok(Ctx::new(store, rules, actor, world))
}

/// Lets all of them leave, and gives how long that took and how many statements it asked.
fn drain(file: &Path, waiting: usize) -> Result<(Duration, u64), String> {
    let ctx = open(file, Actor::System)?;
    let carrier: Arc<dyn Carrier> = Arc::new(Takes);
    let (carriers, sender) = (Carriers::new([(Route::Email, carrier)]), Sender::new(ctx.world.as_ref()));
    let (began, before) = (Instant::now(), ctx.store.statements());
    let mut left = 0;
    while left < waiting {
        let now = Ctx { now: ctx.world.now(), ..ctx.clone() };
        let sent = let_leave(&now, &sender, &carriers, AT_ONCE).map_err(raw::said)?;
        if sent.taken == 0 || sent.delayed + sent.failed > 0 {
            return Err(format!("error: {left} of {waiting} left, and then {sent:?}"));
        }
        left += sent.taken;
    }
    Ok((began.elapsed(), ctx.store.statements() - before))
}

/// The rows that the product left behind, and those that it wrote and took out again, written without it.
fn marks(rows: &Rows, file: &Path, waiting: usize) -> Result<Duration, String> {
    let db = raw::open(file)?;
    let goes = waiting.div_ceil(SIDE_BY_SIDE);
    let inserts: Vec<&str> = rows.inserts().collect();
    let began = Instant::now();
    for go in 0..goes {
        let ids = go * SIDE_BY_SIDE..waiting.min((go + 1) * SIDE_BY_SIDE);
        db.execute_batch("BEGIN IMMEDIATE").map_err(raw::said)?;
        let mut put = db
            .prepare_cached(
                "INSERT INTO message_in_hand (footprint, message_id, since_ms) VALUES ('kent-medway', ?1, 0)",
            )
            .map_err(raw::said)?;
        for id in ids.clone() {
            put.execute([format!("00000000-0000-7000-8000-{id:012}")]).map_err(raw::said)?;
        }
        db.execute_batch("COMMIT; BEGIN IMMEDIATE").map_err(raw::said)?;
        let mut out = db
            .prepare_cached("DELETE FROM message_in_hand WHERE footprint = 'kent-medway' AND message_id = ?1")
            .map_err(raw::said)?;
        for id in ids {
            out.execute([format!("00000000-0000-7000-8000-{id:012}")]).map_err(raw::said)?;
        }
        for (table, insert) in inserts.iter().enumerate() {
            let mut insert = db.prepare_cached(insert).map_err(raw::said)?;
            for row in rows.share(table, go, goes) {
                insert.execute(rusqlite::params_from_iter(row)).map_err(raw::said)?;
            }
        }
        db.execute_batch("COMMIT").map_err(raw::said)?;
    }
    Ok(began.elapsed())
}
