//! The last press of the public form over HTTP, the server on one core.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{
    Settings,
    callers::{self, Received},
    measure::{Bar, Line},
    raw,
    ready::Ready,
};

/// Connections that stay open.
const CONNECTIONS: usize = 128;

/// Referrals of a round.
const REFERRALS: usize = 10_000;

/// The lines of the form.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let count = settings.size(REFERRALS);
    let (mut rates, mut waits) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let ready = Ready::new(count)?;
        let server = Server::start(&settings.porch, &ready.product())?;
        let pressed = press(&server.address, &ready.keys)?;
        server.stop()?;
        rates.push((pressed.rate(), ready.bare(&ready.rows()?)?));
        waits.push(pressed.wait(0.99));
    }
    Ok(vec![
        Line::beside(
            "the last press of the public form, the server on one core, 128 connections; the same rows bare",
            "a second",
            Bar::AtLeast { bar: 0.2, goal: 0.4 },
            &rates,
        ),
        Line::alone("the same, the longest wait but for one in a hundred", "ms", Bar::None, &waits),
    ])
}

/// The product on the first core; killed if it is not stopped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(porch: &Path, database: &Path) -> Result<Self, String> {
        let database = format!("sqlite:{}", database.display());
        let mut child = Command::new("taskset")
            .args(["--cpu-list", "0"])
            .arg(porch)
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(raw::said)?;
        let mut line = String::new();
        let out = child.stdout.as_mut().ok_or_else(|| raw::said("the server says nothing"))?;
        BufReader::new(out).read_line(&mut line).map_err(raw::said)?;
        let address = line.trim().rsplit_once("http://").map(|(_, address)| address.to_owned());
        let server = Self { child, address: address.unwrap_or_default() };
        if server.address.is_empty() { Err(raw::said("the server did not start")) } else { Ok(server) }
    }

    fn stop(mut self) -> Result<(), String> {
        Command::new("kill").arg(self.child.id().to_string()).status().map_err(raw::said)?;
        self.child.wait().map_err(raw::said)?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended where it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every draft is sent once; all connections stay open until the last answer.
fn press(address: &str, keys: &[String]) -> Result<Received, String> {
    let connections: Result<Vec<_>, _> = (0..CONNECTIONS).map(|_| connect(address)).collect();
    callers::all(connections.map_err(raw::said)?, keys.len(), |stream, nth| press_on(address, &keys[nth], stream))
}

fn connect(address: &str) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    Ok(BufReader::new(stream))
}

fn press_on(address: &str, key: &str, stream: &mut BufReader<TcpStream>) -> Result<(), String> {
    let request = format!(
        "POST /ask/check HTTP/1.1\r\nHost: {address}\r\nCookie: __Host-visit={key}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"
    );
    stream.get_mut().write_all(request.as_bytes()).map_err(raw::said)?;
    let (status, location) = answer(stream).map_err(raw::said)?;
    if status.contains(" 303") && location.ends_with("/ask/sent") {
        Ok(())
    } else {
        Err(raw::said(format!("the answer to a press: {status} {location}")))
    }
}

/// The first line of an answer and where it leads; its body is read to the end.
fn answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<(String, String)> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.trim().to_owned();
    let (mut location, mut length) = (String::new(), 0);
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "location" => location = value.to_owned(),
            "content-length" => length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    stream.read_exact(&mut vec![0; length])?;
    Ok((status, location))
}
