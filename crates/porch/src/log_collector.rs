//! The program's log: lines on standard error, and the same lines to a collector elsewhere where the settings name one.
//!
//! Whoever logs waits for nobody: a line for the collector is put on a list, and a thread hands it over. While the collector is
//! away lines wait; when as many wait as may, the next are counted and not kept, and the log says how many.

use std::{
    collections::VecDeque,
    fs,
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use porch_exchange::syslog::{Collector, Connection, Gravity, message};
use serde::Deserialize;
use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

use crate::{failure::Failure, world::Machine};

/// How many lines wait for a collector that is away, where nothing else is said, and at the most.
const MOST_WAITING: usize = 10_000;
const HIGHEST_MOST_WAITING: usize = 1_000_000;

/// How long the thread rests after a collector could not be reached: at first, and at the most.
const REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// How long the last lines may take at the end.
const LAST_LINES: Duration = Duration::from_secs(3);

/// Where Linux says what the machine is called.
const HOST: &str = "/proc/sys/kernel/hostname";

/// The table `log_collector` of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Where the collector is.
    address: String,
    /// Roots of trust beside those that browsers know.
    roots_file: Option<PathBuf>,
    /// How many lines wait while it is away.
    most_waiting: Option<usize>,
}

/// Sets the log up: lines of JSON, without personal data, on standard error, and to the collector of the setting. What is
/// given ends with the program, and hands the last lines over.
///
/// # Errors
/// What is wrong with the setting, by its name.
pub fn log(setting: Option<&Setting>) -> Result<Option<HandingOver>, Failure> {
    let handing_over = setting.map(HandingOver::to).transpose()?;
    let filter = tracing_subscriber::EnvFilter::try_from_env("PORCH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let lines = Lines { waiting: handing_over.as_ref().map(|handing_over| Arc::clone(&handing_over.waiting)) };
    let json = tracing_subscriber::fmt().json().with_writer(lines).with_env_filter(filter);
    // A second start in one process (a test) finds the log set up already.
    let _ = json.try_init();
    if let Some(handing_over) = &handing_over {
        handing_over.begin()?;
    }
    Ok(handing_over)
}

/// The thread that hands lines over, until this is let go.
#[derive(Debug)]
pub struct HandingOver {
    collector: Collector,
    waiting: Arc<Waiting>,
}

impl HandingOver {
    fn to(setting: &Setting) -> Result<Self, Failure> {
        let wrong = |field: &str, what: String| Failure::at(format!("log_collector.{field}"), what);
        let most = setting.most_waiting.unwrap_or(MOST_WAITING);
        if !(1..=HIGHEST_MOST_WAITING).contains(&most) {
            return Err(wrong("most_waiting", format!("{most} (expected 1 to {HIGHEST_MOST_WAITING})")));
        }
        // The address is tried without the file first, so that each is told by its own name.
        Collector::at(&setting.address, None).map_err(|what| wrong("address", what))?;
        let collector = Collector::at(&setting.address, setting.roots_file.as_deref());
        let collector = collector.map_err(|what| wrong("roots_file", what))?;
        Ok(Self { collector, waiting: Arc::new(Waiting::new(most)) })
    }

    fn begin(&self) -> Result<(), Failure> {
        let (collector, waiting) = (self.collector.clone(), Arc::clone(&self.waiting));
        let thread = std::thread::Builder::new().name("log".to_owned());
        let begun = thread.spawn(move || {
            hand_over(&collector, &waiting);
            waiting.ended();
        });
        begun.map(drop).map_err(|error| Failure::at("machine", format!("no threads can be started: {error}")))
    }
}

impl Drop for HandingOver {
    fn drop(&mut self) {
        let left = self.waiting.end_within(LAST_LINES);
        if left > 0 {
            tracing::error!(left, "the log collector did not get the last lines");
        }
    }
}

/// Hands over what waits, in its order, until the end. A line that did not go is tried again.
fn hand_over(collector: &Collector, waiting: &Waiting) {
    let (mut connection, mut rest, mut is_away) = (None, REST, false);
    while let Some(line) = waiting.first() {
        match handed(collector, &mut connection, &line) {
            Ok(()) => {
                waiting.handed();
                rest = REST;
                if let Some(lost) = waiting.lost_before().filter(|lost| is_away || *lost > 0) {
                    tracing::warn!(lost, "the log collector takes lines again");
                    is_away = false;
                }
            }
            Err(error) => {
                if !is_away {
                    tracing::error!(%error, "the log collector cannot be told; lines wait");
                }
                is_away = true;
                if waiting.rest(rest) {
                    return;
                }
                rest = (rest * 2).min(LONGEST_REST);
            }
        }
    }
}

/// Over the connection that there is, or else over a new one.
fn handed(collector: &Collector, kept: &mut Option<Connection>, line: &[u8]) -> io::Result<()> {
    if let Some(mut connection) = kept.take()
        && connection.send(line).is_ok()
    {
        *kept = Some(connection);
        return Ok(());
    }
    let mut connection = collector.connect()?;
    connection.send(line)?;
    *kept = Some(connection);
    Ok(())
}

/// Lines that wait for the collector.
#[derive(Debug)]
struct Waiting {
    most: usize,
    host: String,
    list: Mutex<List>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct List {
    lines: VecDeque<Arc<[u8]>>,
    lost: u64,
    is_ending: bool,
    has_ended: bool,
}

impl Waiting {
    fn new(most: usize) -> Self {
        // A machine that does not say what it is called is not named.
        let host = fs::read_to_string(HOST).unwrap_or_default().trim().to_owned();
        Self { most, host, list: Mutex::default(), changed: Condvar::new() }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a line, or counts it where too many wait.
    fn put(&self, gravity: Gravity, line: &str) {
        let message = message(gravity, Machine::world().now(), &self.host, std::process::id(), line);
        let mut list = self.list();
        if list.lines.len() < self.most {
            list.lines.push_back(message.into());
            self.changed.notify_all();
        } else {
            list.lost += 1;
        }
    }

    /// The line that waits longest, which goes on waiting until it was handed over; nothing once the end was asked for and
    /// none is left.
    fn first(&self) -> Option<Arc<[u8]>> {
        let mut list = self.list();
        loop {
            match list.lines.front() {
                Some(line) => return Some(Arc::clone(line)),
                None if list.is_ending => return None,
                None => list = self.changed.wait(list).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn handed(&self) {
        self.list().lines.pop_front();
    }

    /// How many lines were not kept; nothing until there is room again, so that what says it is not lost itself.
    fn lost_before(&self) -> Option<u64> {
        let mut list = self.list();
        (list.lines.len() <= self.most / 2).then(|| std::mem::take(&mut list.lost))
    }

    /// Waits, unless the end is asked for; whether it is.
    fn rest(&self, time: Duration) -> bool {
        let awaited = self.changed.wait_timeout_while(self.list(), time, |list| !list.is_ending);
        awaited.unwrap_or_else(PoisonError::into_inner).0.is_ending
    }

    fn ended(&self) {
        self.list().has_ended = true;
        self.changed.notify_all();
    }

    /// Asks for the end, waits for it, and says how many lines are left.
    fn end_within(&self, time: Duration) -> u64 {
        self.list().is_ending = true;
        self.changed.notify_all();
        let awaited = self.changed.wait_timeout_while(self.list(), time, |list| !list.has_ended);
        let list = awaited.unwrap_or_else(PoisonError::into_inner).0;
        list.lost + u64::try_from(list.lines.len()).unwrap_or(u64::MAX)
    }
}

/// Where each line of the log goes.
struct Lines {
    waiting: Option<Arc<Waiting>>,
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { waiting: self.waiting.as_deref(), gravity: Gravity::Information }
    }

    fn make_writer_for(&'a self, about: &Metadata<'_>) -> Line<'a> {
        let gravity = match *about.level() {
            Level::ERROR => Gravity::Error,
            Level::WARN => Gravity::Warning,
            Level::INFO => Gravity::Information,
            Level::DEBUG | Level::TRACE => Gravity::Debug,
        };
        Line { gravity, ..self.make_writer() }
    }
}

/// One line, which the library writes at once.
struct Line<'a> {
    waiting: Option<&'a Waiting>,
    gravity: Gravity,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(waiting) = self.waiting {
            waiting.put(self.gravity, String::from_utf8_lossy(bytes).trim_end());
        }
        io::stderr().write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
