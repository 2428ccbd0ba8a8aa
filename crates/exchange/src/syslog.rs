//! Lines of a log to a collector elsewhere, as syslog messages (RFC 5424) over one connection that is kept: encrypted
//! (RFC 5425), or as they are (RFC 6587, section 3.4.1) to a program on this machine.
//!
//! There is no UDP: a line that is lost that way is lost without a trace, and nothing on its way is kept from others' eyes.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rustls::ClientConfig;

use crate::{
    connection::{Stream, Timed, connected, is_here},
    outgoing,
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one line may take to be handed over.
const SAID: Duration = Duration::from_secs(5);
/// The ports of RFC 5425, section 4.1, and of RFC 3195 for TCP.
const PORT_OF_TLS: u16 = 6514;
const PORT_OF_TCP: u16 = 601;
/// Facility 3, a program of the system (RFC 5424, section 6.2.1), with its factor.
const DAEMON: u8 = 3 * 8;
/// The longest name of a machine (RFC 5424, section 6).
const LONGEST_HOST: usize = 255;

/// How grave a line is: its severity (RFC 5424, section 6.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// Something failed.
    Error = 3,
    /// Somebody should look.
    Warning = 4,
    /// What happened.
    Information = 6,
    /// For whoever looks for a fault.
    Debug = 7,
}

/// One line as a message of RFC 5424. A machine whose name cannot stand in one is not named.
pub fn message(gravity: Gravity, at: Timestamp, host: &str, process: u32, line: &str) -> Vec<u8> {
    let can_stand = !host.is_empty() && host.len() <= LONGEST_HOST && host.bytes().all(|byte| byte.is_ascii_graphic());
    let host = if can_stand { host } else { "-" };
    let priority = DAEMON + gravity as u8;
    format!("<{priority}>1 {at:.3} {host} porch {process} - - {line}").into_bytes()
}

/// A collector of logs.
#[derive(Clone)]
pub struct Collector {
    host: String,
    port: u16,
    /// None for one on this machine.
    tls: Option<Arc<ClientConfig>>,
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collector({}:{})", self.host, self.port)
    }
}

impl Collector {
    /// A collector at an address: `tls://HOST:PORT`, or `tcp://HOST:PORT` for one on this machine. Its certificate is checked
    /// against the roots that browsers know, and those of a file.
    ///
    /// # Errors
    /// What is wrong with the address or the file.
    pub fn at(address: &str, roots: Option<&Path>) -> Result<Self, String> {
        let none = || "it is no address of a collector (expected tls://HOST:PORT, or tcp:// for this machine itself)";
        let (scheme, host, port) = outgoing::bare_parts(address).ok_or_else(none)?;
        match scheme.as_str() {
            "tls" => {
                let tls = Arc::new(outgoing::tls(roots)?);
                Ok(Self { host, port: port.unwrap_or(PORT_OF_TLS), tls: Some(tls) })
            }
            "tcp" if is_here(&host) => Ok(Self { host, port: port.unwrap_or(PORT_OF_TCP), tls: None }),
            _ => Err(none().to_owned()),
        }
    }

    /// Connects.
    ///
    /// # Errors
    /// When it cannot be reached in time.
    pub fn connect(&self) -> io::Result<Connection> {
        let stream = connected(&self.host, self.port, CONNECT, self.tls.is_none()).ok_or(ErrorKind::NotConnected)?;
        let timed = Timed::new(stream, Instant::now() + CONNECT);
        let stream = match &self.tls {
            Some(tls) => Stream::encrypted(timed, tls, &self.host)?,
            None => Stream::Plain(timed),
        };
        Ok(Connection { stream, is_new: true })
    }
}

/// A connection to a collector, which says nothing back.
pub struct Connection {
    stream: Stream,
    is_new: bool,
}

impl Connection {
    /// Hands a message over. The collector does not say that it has it: what is on its way when a connection ends may be lost,
    /// so one that has hung up is told nothing more.
    ///
    /// # Errors
    /// When it did not go; the connection cannot be used again.
    pub fn send(&mut self, message: &[u8]) -> io::Result<()> {
        // Before the first message there is no encryption to have ended.
        if !self.is_new && self.stream.has_ended() {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        self.is_new = false;
        self.stream.again_within(SAID);
        let framed = [format!("{} ", message.len()).as_bytes(), message].concat();
        self.stream.write_all(&framed)?;
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_message_of_the_standard_and_a_name_that_cannot_stand_in_one_is_left_out() {
        let at: Timestamp = "2026-11-23T09:10:11.120Z".parse().unwrap();
        let said = |gravity, host: &str| String::from_utf8(message(gravity, at, host, 7, "{\"a\":\"ł\"}")).unwrap();
        assert_eq!(
            said(Gravity::Warning, "porch-1"),
            "<28>1 2026-11-23T09:10:11.120Z porch-1 porch 7 - - {\"a\":\"ł\"}"
        );
        for (gravity, begins) in
            [(Gravity::Error, "<27>1 "), (Gravity::Information, "<30>1 "), (Gravity::Debug, "<31>1 ")]
        {
            assert!(said(gravity, "porch-1").starts_with(begins));
        }
        for host in ["", "two words", "naïve", "a\nb", "a".repeat(256).as_str()] {
            assert_eq!(said(Gravity::Error, host), "<27>1 2026-11-23T09:10:11.120Z - porch 7 - - {\"a\":\"ł\"}");
        }
    }

    // ASVS 12.3.1
    #[test]
    fn only_a_collector_on_this_machine_is_told_without_encryption() {
        for (address, so) in [
            ("tls://collector.example", true),
            ("tls://collector.example:7000", true),
            ("tls://[2001:db8::1]:7000/", true),
            ("tcp://localhost:601", true),
            ("tcp://127.0.0.1:601", true),
            ("tcp://[::1]:601", true),
            ("tcp://collector.example:601", false),
            ("tcp://10.1.2.3:601", false),
            ("udp://localhost:514", false),
            ("https://collector.example", false),
            ("collector.example:6514", false),
            ("tls://", false),
            ("tls://porch:secret@collector.example", false),
            ("tls://collector.example/path", false),
            ("tls://collector.example?a=b", false),
        ] {
            let told = Collector::at(address, None);
            assert_eq!(told.is_ok(), so, "{address}");
            assert!(told.is_ok() || !told.unwrap_err().contains("secret"));
        }
    }
}
