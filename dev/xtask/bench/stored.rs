//! A server over a million referrals: how soon it answers, what it holds while nobody asks, and what lies on disk.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use crate::{
    Settings, import,
    measure::{Bar, Line},
    process,
};

/// How often each page is read before the memory is looked at again.
const PAGES: usize = 1_000;
/// A server that used no processor for so long has done what it had to do.
const STILL: Duration = Duration::from_secs(2);
/// Longer than this nothing may take.
const AT_MOST: Duration = Duration::from_secs(60);

/// Starts the server over and over, each time on what the import left: so it has history in which something is due, and writes
/// before it rests. The first is then read from, and its memory looked at.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let database = import::million(settings)?;
    let referrals = on_disk(&database).map_err(|error| format!("error: {}: {error}", database.display()))?;
    let bytes = std::fs::metadata(&database).map_err(|error| format!("error: {}: {error}", database.display()))?.len();
    let (mut first, mut ready) = (Vec::new(), Vec::new());
    let (mut started, mut loaded, mut peak, mut after) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let folder = tempfile::tempdir_in(import::folder(settings)?).map_err(|error| format!("error: {error}"))?;
    let served = folder.path().join("served.db");
    for round in 0..settings.rounds {
        for left in ["served.db", "served.db-wal", "served.db-shm"] {
            // Nothing is left where the round before ended in peace, or there was none.
            let _ = std::fs::remove_file(folder.path().join(left));
        }
        std::fs::copy(&database, &served).map_err(|error| format!("error: {}: {error}", served.display()))?;
        let server = Server::start(settings, &served)?;
        first.push(server.first_answer.as_secs_f64() * 1e3);
        ready.push(server.ready.as_secs_f64() * 1e3);
        started.push(server.memory("VmRSS")?);
        server.until_still()?;
        loaded.push(server.memory("VmRSS")?);
        peak.push(server.memory("VmHWM")?);
        if round == 0 {
            for page in ["/", "/ask"] {
                for _ in 0..settings.size(PAGES) {
                    server.get(page)?;
                }
            }
            server.until_still()?;
            after.push(server.memory("VmRSS")?);
        }
        server.stop()?;
    }
    let soon = Bar::AtMost { bar: 100.0, goal: 50.0 };
    let little = Bar::AtMost { bar: 64.0, goal: 40.0 };
    let with = format!("with {referrals} referrals");
    Ok(vec![
        Line::alone("from the start of the server to its first page", "ms", soon, &first).noted(with.clone()),
        Line::alone("from the start of the server to its being ready", "ms", soon, &ready).noted(with.clone()),
        Line::alone("memory of a server when it is ready", "MB", Bar::None, &started),
        Line::alone("memory of an idle server, its column table loaded", "MB", little, &loaded)
            .noted(format!("{with}, after it has done what was due of them")),
        Line::alone("memory of the server at most, while it loads the column table", "MB", Bar::None, &peak),
        Line::alone("memory of the server, idle after 1,000 readings of each of / and /ask", "MB", little, &after),
        Line::alone(
            "disk, for one referral",
            "kB",
            Bar::AtMost { bar: 2.5, goal: 2.5 },
            &[bytes as f64 / 1e3 / referrals as f64],
        )
        .noted(format!("the whole file, {with}, its log moved into it")),
    ])
}

/// Moves the log into the file, and counts the referrals.
fn on_disk(database: &Path) -> rusqlite::Result<i64> {
    let database = Connection::open(database)?;
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    database.query_row("SELECT count(*) FROM referral", [], |row| row.get(0))
}

/// The product, serving.
struct Server {
    child: Child,
    address: String,
    first_answer: Duration,
    ready: Duration,
}

impl Server {
    fn start(settings: &Settings, database: &Path) -> Result<Self, String> {
        let url = format!("sqlite:{}", database.display());
        let mut command = Command::new(&settings.porch);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &url]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("error: {}: {error}", settings.porch.display()))?;
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            let read = BufReader::new(said).read_line(&mut line);
            read.map_err(|error| format!("error: the server's first line: {error}"))?;
        }
        let address = line.trim().rsplit("http://").next().unwrap_or_default().to_owned();
        let mut server = Self { child, address, first_answer: Duration::ZERO, ready: Duration::ZERO };
        server.get("/")?;
        server.first_answer = began.elapsed();
        while server.get("/readyz").is_err() {
            if began.elapsed() > AT_MOST {
                return Err("error: the server is not ready after a minute".to_owned());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        server.ready = began.elapsed();
        Ok(server)
    }

    fn get(&self, path: &str) -> Result<(), String> {
        let fails = |error: std::io::Error| format!("error: http://{}{path}: {error}", self.address);
        let mut stream = TcpStream::connect(&self.address).map_err(fails)?;
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").map_err(fails)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(fails)?;
        if answer.starts_with(b"HTTP/1.1 200 ") {
            return Ok(());
        }
        let status =
            String::from_utf8_lossy(answer.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
        Err(format!("error: http://{host}{path}: {status} (expected 200)"))
    }

    fn memory(&self, line: &str) -> Result<f64, String> {
        process::memory_mb(&self.child, line).ok_or_else(|| "error: the server has ended".to_owned())
    }

    /// Waits until the server has used no processor for a while.
    fn until_still(&self) -> Result<(), String> {
        let (began, mut since, mut used) = (Instant::now(), Instant::now(), process::processor_time(self.child.id()));
        while since.elapsed() < STILL {
            if began.elapsed() > AT_MOST || used.is_none() {
                return Err("error: the server does not come to rest".to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
            let now = process::processor_time(self.child.id());
            if now != used {
                (since, used) = (Instant::now(), now);
            }
        }
        Ok(())
    }

    /// Asks it to stop, and waits until it has.
    fn stop(mut self) -> Result<(), String> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        asked.map_err(|error| format!("error: kill: {error}"))?;
        let status = self.child.wait().map_err(|error| format!("error: the server: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("error: the server ended with {status}")) }
    }
}

impl Drop for Server {
    /// A server that a failure left behind.
    fn drop(&mut self) {
        // It has ended where it was stopped; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
