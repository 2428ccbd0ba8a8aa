//! The first page of the queue, 36 rows of 100,000: the real server with its session and its look-log, beside a bare server
//! that asks one query of the same file.
//!
//! Both are processes of their own on one core, and the connections are driven from another, where there are two.

mod load;
pub mod probe;
mod share;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use porch_app::{Ctx, DatabaseUrl, Rules, Store, World, account, queue::Order, session};
use porch_domain::{
    actor::{Actor, Role},
    footprint::Footprint,
    screening::Instruments,
};
use porch_testkit::{MachineWorld, conformance::KENT_MEDWAY, waiting_referrals};

use crate::{
    Settings,
    measure::{Bar, Line},
    process,
};
use load::{Driven, drive};

/// Who waits.
const WAITING: usize = 100_000;

/// Connections that ask without a pause.
const CONNECTIONS: [usize; 2] = [8, 32];

const BAR: Bar = Bar::AtLeast { bar: 0.55, goal: 0.8 };

/// How long each is asked in a round.
const A_TURN: Duration = Duration::from_millis(2_000);

/// Runs it.
///
/// # Errors
/// When the file cannot be made, or a server does not answer as it should.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let waiting = settings.size(WAITING);
    let folder = tempfile::tempdir_in(settings.root.join("target")).map_err(|error| format!("error: {error}"))?;
    let file = folder.path().join("porch.db");
    let (ctx, cookie) = prepare(&file, waiting)?;
    let mut lines = vec![read_anew(&file, waiting, settings.rounds)?];
    let pinned = Pinned::to_another_core();
    let url = format!("sqlite:{}", file.display());
    let product = Server::start(&pinned, &settings.porch, &["serve", "--database", &url, "--listen", "127.0.0.1:0"])?;
    let own = std::env::current_exe().map_err(|error| format!("error: {error}"))?;
    let probe = Server::start(&pinned, &own, &[probe::WORD, &file.to_string_lossy()])?;
    let asked = |server: &Server, path: &str, more: &str, connections: usize| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n{more}\r\n", server.address);
        let before = server.processor_time()?;
        let mut driven = drive(&server.address, &request, connections, A_TURN)?;
        driven.processor = server.processor_time()?.saturating_sub(before);
        Ok::<_, String>(driven)
    };
    let mut shares = Vec::new();
    for round in 0..=settings.rounds {
        let page = asked(&product, "/queue", "", CONNECTIONS[0])?.micros_each();
        let alone = share::of_a_page(&ctx, CONNECTIONS[0], A_TURN)?;
        if round > 0 {
            shares.push((alone, page - alone));
        }
    }
    lines.push(share::told(waiting, CONNECTIONS[0], &shares));
    for (connections, more) in [(CONNECTIONS[0], ""), (CONNECTIONS[1], ""), (CONNECTIONS[0], load::GZIP)] {
        let mut rounds = Vec::new();
        for round in 0..=settings.rounds {
            let one = asked(&product, "/queue", more, connections)?;
            let path = if more.is_empty() { probe::PLAIN } else { probe::COMPRESSED };
            let other = asked(&probe, path, more, connections)?;
            // The first warms both up.
            if round > 0 {
                rounds.push((one, other));
            }
        }
        let compressed = if more.is_empty() { "" } else { ", compressed by both" };
        let what = format!(
            "queue page, 36 rows of {waiting}, session and look-log included, {connections} connections{compressed}"
        );
        let bar = if more.is_empty() { BAR } else { Bar::None };
        lines.extend(told(&what, bar, &rounds, &pinned));
    }
    Ok(lines)
}

/// The lines of one number of connections: requests a second; beside them what each costs the processor, and how long it
/// takes.
fn told(what: &str, bar: Bar, rounds: &[(Driven, Driven)], pinned: &Pinned) -> Vec<Line> {
    let of = |figure: fn(&Driven) -> f64| -> Vec<(f64, f64)> {
        rounds.iter().map(|(product, probe)| (figure(product), figure(probe))).collect()
    };
    let bytes = rounds.first().map_or((0, 0), |(product, probe)| (product.bytes, probe.bytes));
    let note = format!("{} bytes beside {}; {}", bytes.0, bytes.1, pinned.in_words());
    vec![
        Line::beside(what, "a second", bar, &of(Driven::a_second)).noted(note),
        Line::beside(&format!("{what}: half within"), "ms", Bar::None, &of(|driven| driven.within(0.5))),
        Line::beside(&format!("{what}: 99 of 100 within"), "ms", Bar::None, &of(|driven| driven.within(0.99))),
        Line::beside(&format!("{what}: processor"), "µs each", Bar::None, &of(Driven::micros_each)),
    ]
}

/// How long the first page waits after a start where nobody has read the order of the queue before it.
fn read_anew(file: &Path, waiting: usize, rounds: usize) -> Result<Line, String> {
    let failed = |error: &dyn std::fmt::Display| format!("error: {}: {error}", file.display());
    let store = Store::open(&DatabaseUrl::Sqlite(file.to_owned()), false).map_err(|error| failed(&error))?;
    let footprint = Footprint::parse(KENT_MEDWAY).map_err(|_| "error: the footprint cannot be read".to_owned())?;
    let rules = Rules { footprint, content_hash: "0".repeat(64), instruments: Instruments::default() };
    let mut took = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let started = Instant::now();
        Order::default().load(&store, &rules).map_err(|error| failed(&error))?;
        took.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let what = format!("order of the queue read at the start of the server, {waiting} waiting");
    Ok(Line::alone(&what, "ms", Bar::None, &took))
}

/// Makes the file and signs somebody of duty in; gives them, and their cookie.
fn prepare(file: &Path, waiting: usize) -> Result<(Ctx, String), String> {
    let world: Arc<dyn World> = Arc::new(MachineWorld);
    let failed = |error: &dyn std::fmt::Display| format!("error: {}: {error}", file.display());
    let store = Store::open(&DatabaseUrl::Sqlite(file.to_owned()), true).map_err(|error| failed(&error))?;
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    let rules = porch_app::footprint::apply(&store, world.as_ref(), &operator, KENT_MEDWAY, None)
        .map_err(|error| failed(&error))?;
    let ctx = Ctx::new(store.clone(), Arc::clone(&rules), operator, Arc::clone(&world));
    account::open_demonstration(&ctx).map_err(|error| failed(&error))?;
    let duty = Actor::Staff { account: "demo-duty".to_owned(), role: Role::Duty };
    let ctx = Ctx { actor: duty, ..ctx };
    waiting_referrals(&ctx, waiting).map_err(|error| failed(&error))?;
    let token = session::open(&store, world.as_ref(), &rules.footprint.name, "demo-duty", Role::Duty)
        .map_err(|error| failed(&error))?;
    Ok((ctx, format!("__Host-porch={token}")))
}

/// Servers on one core and this process on another, while this lives; the machine as it is where that cannot be had.
struct Pinned {
    cores: Option<String>,
}

impl Pinned {
    const SERVERS: &str = "0";
    const OURS: &str = "1";

    fn to_another_core() -> Self {
        let whole = std::thread::available_parallelism().map_or(1, usize::from);
        let pinned = whole > 1 && taskset(&["-acp", Self::OURS, &std::process::id().to_string()]);
        Self { cores: pinned.then(|| format!("0-{}", whole - 1)) }
    }

    fn in_words(&self) -> &'static str {
        if self.cores.is_some() { "the server has one core, and its clients another" } else { "on all cores" }
    }

    fn command(&self, program: &Path) -> Command {
        if self.cores.is_none() {
            return Command::new(program);
        }
        let mut command = Command::new("taskset");
        command.args(["-c", Self::SERVERS]).arg(program);
        command
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        if let Some(cores) = &self.cores {
            taskset(&["-acp", cores, &std::process::id().to_string()]);
        }
    }
}

fn taskset(arguments: &[&str]) -> bool {
    Command::new("taskset").args(arguments).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A server under measurement, ended when this goes.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts a server that prints its address, and waits until it does.
    fn start(pinned: &Pinned, program: &Path, arguments: &[&str]) -> Result<Self, String> {
        let failed = |what: &dyn std::fmt::Display| format!("error: {}: {what}", program.display());
        let mut command = pinned.command(program);
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().map_err(|error| failed(&error))?;
        let printed = child.stdout.take().map(BufReader::new);
        let mut line = String::new();
        printed.ok_or_else(|| failed(&"prints nothing"))?.read_line(&mut line).map_err(|error| failed(&error))?;
        let address = line.rsplit("http://").next().unwrap_or_default().trim().to_owned();
        Ok(Self { child, address })
    }

    /// The time of the processor that it had, its own and the kernel's for it.
    fn processor_time(&self) -> Result<Duration, String> {
        process::processor_time(self.child.id()).ok_or_else(|| format!("error: {}: it has gone", self.address))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; a benchmark has nothing to add to that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
