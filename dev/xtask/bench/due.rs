//! What the service does by itself, among a hundred thousand open referrals: asking when nothing is due, asking when a
//! thousand are, and doing it, beside bare readings of the same rows of the same file.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    Ctx, DatabaseUrl, Store, World,
    due::{Holder, tick},
};
use porch_domain::actor::{Actor, Role};
use porch_store::{DueNow, rules_key};
use porch_testkit::{DUE_WITHIN, MachineWorld, becoming_due, calm_referrals, conformance::KENT_MEDWAY};
use rusqlite::{Connection, config::DbConfig};

use crate::{
    Settings,
    measure::{Bar, Line},
    raw,
};

/// Who waits.
const OPEN: usize = 100_000;
/// Of how many something is due at once.
const DUE: usize = 1_000;
/// Looked at in one go, as the server does.
const AT_ONCE: usize = 128;
/// How often it is asked in a round while nothing is due.
const ASKED: usize = 1_000;

const BY_RULES: &str = "SELECT referral_id, version, due_ms, tries FROM due WHERE footprint = 'kent-medway' AND \
    rules = ?1 AND due_ms <= ?2 ORDER BY due_ms, referral_id LIMIT ?3";
const NEXT: &str = "SELECT due_ms FROM due WHERE footprint = 'kent-medway' AND rules = ?1 AND due_ms > ?2 ORDER BY due_ms \
    LIMIT 1";
const OTHERS: [&str; 2] = [
    "SELECT referral_id, version, due_ms, tries FROM due WHERE footprint = 'kent-medway' AND rules < ?1 ORDER BY rules LIMIT ?2",
    "SELECT referral_id, version, due_ms, tries FROM due WHERE footprint = 'kent-medway' AND rules > ?1 ORDER BY rules LIMIT ?2",
];
const STREAM: &str = "SELECT j.*, p.salt, p.content FROM journal j LEFT JOIN personal p ON p.footprint = j.footprint AND \
    p.stream_kind = j.stream_kind AND p.stream_id = j.stream_id AND p.version = j.version WHERE \
    j.footprint = 'kent-medway' AND j.stream_kind = 'referral' AND j.stream_id = ?1 ORDER BY j.version";

/// Runs it.
///
/// # Errors
/// When the file cannot be made, or what is due is not done.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let (open, due) = (settings.size(OPEN), settings.size(DUE));
    let folder = tempfile::tempdir_in(settings.root.join("target")).map_err(raw::said)?;
    let file = folder.path().join("porch.db");
    let ctx = prepare(&file, open)?;
    let probe = Probe { db: raw::open(&file)?, rules: rules_key(&ctx.rules.content_hash) };
    // As the product has it: without this each statement is planned anew each time.
    probe.db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(raw::said)?;
    let holder = Holder::new(ctx.world.as_ref());
    let (mut idle, mut asking, mut looking, mut doing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut now = ctx.now;
    for _ in 0..settings.rounds {
        let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
        becoming_due(&Ctx { actor: duty, now, ..ctx.clone() }, due).map_err(raw::said)?;
        let before = Ctx { now: now + SignedDuration::from_mins(1), ..ctx.clone() };
        done(&before, &holder)?;
        idle.push((
            micros(settings.size(ASKED), || done(&before, &holder).map(drop))?,
            micros(settings.size(ASKED), || probe.asks(before.now, AT_ONCE).map(drop))?,
        ));
        now += DUE_WITHIN;
        let at = Ctx { now, ..ctx.clone() };
        let ask = || at.store.read(|tx| DueNow::read(tx, at.footprint(), &probe.rules, now, due)).map_err(raw::said);
        let found = probe.asks(now, due)?;
        if ask()?.due.len() != due || found.len() != due {
            return Err(format!("error: {} are due (expected {due})", found.len()));
        }
        asking.push((micros(20, || ask().map(drop))? / 1e3, micros(20, || probe.asks(now, due).map(drop))? / 1e3));
        let bare = timed(|| probe.reads(&found))?;
        let read = timed(|| {
            at.store
                .read(|tx| {
                    found
                        .iter()
                        .filter_map(|id| id.parse::<porch_domain::ids::ReferralId>().ok())
                        .try_for_each(|id| porch_store::load(tx, at.footprint(), id).map(drop))
                })
                .map_err(raw::said)
        })?;
        looking.push((read.as_secs_f64() * 1e3, bare.as_secs_f64() * 1e3));
        let took = timed(|| match done(&at, &holder)? {
            all if all == due => Ok(()),
            other => Err(format!("error: {other} were done (expected {due})")),
        })?;
        doing.push(took.as_secs_f64() * 1e3);
    }
    let among = format!("among {open} open referrals");
    let held = Bar::AtMost { bar: 2.0, goal: 1.25 };
    Ok(vec![
        Line::beside(
            &format!(
                "asking what is due and when next, nothing due {among}; the probe asks the same four questions bare"
            ),
            "µs",
            held,
            &idle,
        ),
        Line::beside(
            &format!("asking the same where {due} are due; the probe reads the same rows bare"),
            "ms",
            held,
            &asking,
        ),
        Line::beside(
            "reading those referrals for the rules; the probe reads their entries bare and makes nothing of them",
            "ms",
            Bar::None,
            &looking,
        ),
        Line::alone(
            &format!("doing all {due}: asked, read, decided and durable, each a command of its own"),
            "ms",
            Bar::None,
            &doing,
        ),
    ])
}

fn prepare(file: &Path, open: usize) -> Result<Ctx, String> {
    let world: Arc<dyn World> = Arc::new(MachineWorld);
    let store = Store::open(&DatabaseUrl::Sqlite(file.to_owned()), true).map_err(raw::said)?;
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    let rules = porch_app::footprint::apply(&store, world.as_ref(), &operator, KENT_MEDWAY, None).map_err(raw::said)?;
    let ctx = Ctx::new(store, rules, Actor::System, world);
    let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
    calm_referrals(&Ctx { actor: duty, ..ctx.clone() }, open).map_err(raw::said)?;
    // Some of those became due while nobody asked.
    let later = Ctx { now: ctx.now + DUE_WITHIN, ..ctx };
    done(&later, &Holder::new(later.world.as_ref()))?;
    Ok(later)
}

/// Asks until nothing is due, and gives how much was done.
fn done(ctx: &Ctx, holder: &Holder) -> Result<usize, String> {
    let mut done = 0;
    loop {
        let ticked = tick(ctx, holder, AT_ONCE).map_err(raw::said)?;
        done += ticked.done;
        if ticked.next > ctx.now {
            return Ok(done);
        }
    }
}

/// The same file, read without the product.
struct Probe {
    db: Connection,
    rules: String,
}

impl Probe {
    /// What is due and when next, and what was asked of other rules.
    fn asks(&self, now: Timestamp, limit: usize) -> Result<Vec<String>, String> {
        self.db.execute_batch("BEGIN").map_err(raw::said)?;
        let (rules, now) = (&self.rules, now.as_millisecond());
        let whole = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?, row.get::<_, i64>(3)?))
        };
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut next = self.db.prepare_cached(NEXT)?;
            next.query_map((rules, now), |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
            let mut due = self.db.prepare_cached(BY_RULES)?;
            let found = due.query_map((rules, now, limit as i64), whole)?.collect::<Result<Vec<_>, _>>()?;
            for others in OTHERS {
                let mut others = self.db.prepare_cached(others)?;
                let left = limit.saturating_sub(found.len()) as i64;
                others.query_map((rules, left), whole)?.collect::<Result<Vec<_>, _>>()?;
            }
            Ok(found.into_iter().map(|row| row.0).collect())
        };
        let found = read().map_err(raw::said)?;
        self.db.execute_batch("COMMIT").map_err(raw::said)?;
        Ok(found)
    }

    /// Every column of every entry of some referrals.
    fn reads(&self, ids: &[String]) -> Result<(), String> {
        self.db.execute_batch("BEGIN").map_err(raw::said)?;
        let mut stream = self.db.prepare_cached(STREAM).map_err(raw::said)?;
        let width = stream.column_count();
        for id in ids {
            let rows = stream.query_map([id], |row| (0..width).map(|at| row.get(at)).collect());
            let rows: rusqlite::Result<Vec<Vec<rusqlite::types::Value>>> = rows.and_then(Iterator::collect);
            if rows.map_err(raw::said)?.is_empty() {
                return Err(format!("error: {id} has no entry"));
            }
        }
        self.db.execute_batch("COMMIT").map_err(raw::said)
    }
}

fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}

/// The time in the middle of doing something so many times, in microseconds.
fn micros(times: usize, work: impl Fn() -> Result<(), String>) -> Result<f64, String> {
    let mut took = (0..times.max(3)).map(|_| timed(&work)).collect::<Result<Vec<_>, _>>()?;
    took.sort_unstable();
    Ok(crate::callers::quantile(&took, 0.5) * 1e3)
}
