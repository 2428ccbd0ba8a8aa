//! Asking a scanner whether a file is harmful: clamd, the daemon of ClamAV, or whatever speaks as it does.
//!
//! # Source
//! `clamd(8)`, "COMMANDS", `INSTREAM`: after the command come pieces, each with its length before it as four bytes with the
//! highest first; one of no length ends them. The answer is one line, which ends as the command did.

use std::{
    fmt,
    io::{self, ErrorKind, Read, Write},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::ClientConfig;

use crate::{
    connection::{Stream, Timed, connected, is_here},
    outgoing,
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a file may take to be looked through: somebody waits in front of a page.
const SCAN: Duration = Duration::from_secs(20);
/// The port of `clamd.conf`, `TCPSocket`.
const PORT: u16 = 3310;
/// The command, and the end of the command: it asks that the answer ends with the same.
const COMMAND: &[u8] = b"zINSTREAM\0";
/// How much is said at once.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 4096;
/// The longest name of something harmful that is told on.
const LONGEST_NAME: usize = 100;

/// What a scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Nothing,
    /// It found something, which it calls so.
    Found(String),
    /// It said neither: it is away, or cannot say.
    NoAnswer(&'static str),
}

/// A scanner of files.
#[derive(Clone)]
pub struct Scanner {
    host: String,
    port: u16,
    /// None for one on this machine.
    tls: Option<Arc<ClientConfig>>,
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scanner({}:{})", self.host, self.port)
    }
}

impl Scanner {
    /// A scanner at an address: `tcp://HOST:PORT` for one on this machine, `tls://HOST:PORT` for one behind something that
    /// speaks TLS, since clamd does not. What is asked of it is somebody's letter.
    ///
    /// # Errors
    /// What is wrong with the address or the file of roots.
    pub fn at(address: &str, roots: Option<&Path>) -> Result<Self, String> {
        let none =
            || "it is no address of a scanner (expected tcp://HOST:PORT of this machine itself, or tls://HOST:PORT)";
        let (scheme, host, port) = outgoing::bare_parts(address).ok_or_else(none)?;
        let port = port.unwrap_or(PORT);
        match scheme.as_str() {
            "tls" => Ok(Self { host, port, tls: Some(Arc::new(outgoing::tls(roots)?)) }),
            "tcp" if is_here(&host) => Ok(Self { host, port, tls: None }),
            _ => Err(none().to_owned()),
        }
    }

    /// Asks for one file. Nothing of it is in what comes back.
    pub fn ask(&self, content: &[u8]) -> Verdict {
        match self.asked(content) {
            Ok(answer) => read(&answer),
            Err(error) if error.kind() == ErrorKind::NotConnected => Verdict::NoAnswer("it cannot be reached"),
            Err(_) => Verdict::NoAnswer("the connection ended before an answer"),
        }
    }

    fn asked(&self, content: &[u8]) -> io::Result<Vec<u8>> {
        let stream = connected(&self.host, self.port, CONNECT, self.tls.is_none()).ok_or(ErrorKind::NotConnected)?;
        let timed = Timed::new(stream, Instant::now() + SCAN);
        let mut stream = match &self.tls {
            Some(tls) => Stream::encrypted(timed, tls, &self.host)?,
            None => Stream::Plain(timed),
        };
        let said = say(&mut stream, content);
        let mut answer = Vec::new();
        match stream.take(LONGEST_ANSWER).read_to_end(&mut answer) {
            // It may say why it takes no more of it, and hang up in the middle.
            _ if !answer.is_empty() => Ok(answer),
            Ok(_) => said.and(Err(ErrorKind::UnexpectedEof.into())),
            Err(error) => said.and(Err(error)),
        }
    }
}

fn say(stream: &mut Stream, content: &[u8]) -> io::Result<()> {
    stream.write_all(COMMAND)?;
    for piece in content.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(piece)?;
    }
    stream.write_all(&0u32.to_be_bytes())?;
    stream.flush()
}

/// What an answer says. Only the whole of it counts: one that was cut off says nothing.
fn read(answer: &[u8]) -> Verdict {
    let said = match answer.split_last() {
        Some((0, said)) => std::str::from_utf8(said).ok().and_then(|said| said.strip_prefix("stream: ")),
        Some(_) | None => None,
    };
    match said {
        Some("OK") => Verdict::Nothing,
        Some(said) if said.ends_with(" FOUND") => {
            let name = said.trim_end_matches(" FOUND");
            let shown = |c: &char| c.is_ascii_graphic();
            Verdict::Found(name.chars().filter(shown).take(LONGEST_NAME).collect())
        }
        Some(_) | None => Verdict::NoAnswer("it could not look through the file"),
    }
}
