//! Speaking with a mail server (RFC 5321): one message in one connection, within its time, as far as each reply allows.
//!
//! It is spoken here and not by a library, because what may be tried again hangs on where a connection ended, a bound must
//! hold for the whole and not for each line, and nothing that was said before the encryption may be taken for said after it.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use rustls::ClientConfig;

use super::{Handed, NotNow, Refused};
use crate::{
    connection::{Stream, Timed, connected},
    outgoing::Bounds,
};

/// The longest line of a reply. The standard has 512; some servers say more.
const LONGEST_LINE: usize = 4 * 1024;
/// How long a server may take to take leave, which changes nothing any more.
const LEAVE: Duration = Duration::from_millis(500);

/// How a connection is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Encrypted from its first byte, usually at port 465.
    Tls,
    /// Encrypted before anything is said of a message, usually at port 587. A server that does not offer it is told nothing.
    StartTls,
    /// Not at all: only for a server on this machine.
    Plain,
}

/// Who we are to the server.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

/// A mail server.
pub(super) struct Relay {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    /// What we call ourselves.
    pub(super) hello: String,
    pub(super) credentials: Option<Credentials>,
    pub(super) tls: Arc<ClientConfig>,
    pub(super) bounds: Bounds,
}

/// Where a dialogue is, which says what an end of it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Before anything of a message.
    Opening,
    LettingIn,
    Sender,
    Recipient,
    /// Asking whether the text may follow.
    Asking,
    /// The text was sent.
    Text,
}

/// Why a dialogue ended.
enum End {
    /// The connection ended, was too slow, or said too much.
    Gone,
    /// It said something else than a reply.
    Strange,
    /// It said no: with its code, and the class that a code of RFC 3463 adds.
    Said(u16, Option<Enhanced>),
    /// It does not offer what is needed.
    Lacking(NotNow),
}

/// The second number of an enhanced status code, which says what it is about.
///
/// # Source
/// RFC 3463, section 3: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the dialogue, 6 the content, 7 policy.
type Enhanced = u8;

struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl Reply {
    fn enhanced(&self) -> Option<Enhanced> {
        let mut parts = self.lines.first()?.split_whitespace().next()?.split('.');
        let class = parts.next()?;
        let fits = matches!(class, "2" | "4" | "5") && self.code.to_string().starts_with(class);
        parts.next().filter(|_| fits)?.parse().ok()
    }

    /// What follows a keyword among what a server offers.
    fn offers(&self, keyword: &str) -> Option<Vec<String>> {
        self.lines.iter().skip(1).find_map(|line| {
            let mut words = line.split_whitespace().map(str::to_uppercase);
            words.next().filter(|word| word == keyword).map(|_| words.collect())
        })
    }
}

impl Relay {
    /// Hands one text over. Whatever ends it before the text is no doubt; after it, only a reply takes the doubt away.
    pub(super) fn hand(&self, from: &str, to: &str, text: &[u8]) -> Handed {
        let mut step = Step::Opening;
        match self.spoken(from, to, text, &mut step) {
            Ok(()) => Handed::Taken { receipt: None },
            Err(end) => meaning(step, &end),
        }
    }

    fn spoken(&self, from: &str, to: &str, text: &[u8], step: &mut Step) -> Result<(), End> {
        let until = Instant::now() + self.bounds.total;
        let timed = Timed::new(self.connected().ok_or(End::Gone)?, until);
        let mut wire = match self.security {
            Security::Tls => Wire::new(self.encrypted(timed)?, self.bounds.most_bytes),
            Security::StartTls | Security::Plain => Wire::new(Stream::Plain(timed), self.bounds.most_bytes),
        };
        wire.read()?.of(220)?;
        let mut offered = self.greet(&mut wire)?;
        if self.security == Security::StartTls {
            offered.offers("STARTTLS").ok_or(End::Lacking(NotNow::Broken))?;
            wire.say("STARTTLS")?.of(220)?;
            wire = self.upgraded(wire)?;
            offered = self.greet(&mut wire)?;
        }
        *step = Step::LettingIn;
        if let Some(credentials) = &self.credentials {
            credentials.show(&mut wire, &offered.offers("AUTH").ok_or(End::Lacking(NotNow::Credentials))?)?;
        }
        *step = Step::Sender;
        wire.say(&format!("MAIL FROM:<{from}>"))?.of(250)?;
        *step = Step::Recipient;
        wire.say(&format!("RCPT TO:<{to}>"))?.of(250)?;
        *step = Step::Asking;
        wire.say("DATA")?.of(354)?;
        *step = Step::Text;
        wire.send(&stuffed(text))?;
        wire.read()?.of(250)?;
        // It has the message: how it takes leave changes nothing.
        wire.stream.hasten(LEAVE);
        drop(wire.say("QUIT"));
        Ok(())
    }

    fn greet(&self, wire: &mut Wire) -> Result<Reply, End> {
        wire.say(&format!("EHLO {}", self.hello))?.of(250)
    }

    fn connected(&self) -> Option<TcpStream> {
        connected(&self.host, self.port, self.bounds.connect, self.security == Security::Plain)
    }

    fn encrypted(&self, timed: Timed) -> Result<Stream, End> {
        Stream::encrypted(timed, &self.tls, &self.host).map_err(|_| End::Gone)
    }

    /// The same connection, encrypted. What came before its time came from somebody between, and ends it.
    fn upgraded(&self, wire: Wire) -> Result<Wire, End> {
        match wire.stream {
            Stream::Plain(timed) if wire.ahead.is_empty() => {
                Ok(Wire::new(self.encrypted(timed)?, self.bounds.most_bytes))
            }
            Stream::Plain(_) | Stream::Tls(_) => Err(End::Strange),
        }
    }
}

impl Credentials {
    fn show(&self, wire: &mut Wire, ways: &[String]) -> Result<(), End> {
        let knows = |way: &str| ways.iter().any(|known| known == way);
        if knows("PLAIN") {
            let shown = STANDARD.encode(format!("\0{}\0{}", self.user, self.password));
            wire.say(&format!("AUTH PLAIN {shown}"))?.of(235)?;
        } else if knows("LOGIN") {
            wire.say("AUTH LOGIN")?.of(334)?;
            wire.say(&STANDARD.encode(&self.user))?.of(334)?;
            wire.say(&STANDARD.encode(&self.password))?.of(235)?;
        } else {
            return Err(End::Lacking(NotNow::Credentials));
        }
        Ok(())
    }
}

impl Reply {
    fn of(self, code: u16) -> Result<Self, End> {
        // A recipient may be taken on behalf of another server (251, 252).
        let forwarded = code == 250 && matches!(self.code, 251 | 252);
        if self.code == code || forwarded {
            Ok(self)
        } else if (400..600).contains(&self.code) {
            let enhanced = self.enhanced();
            Err(End::Said(self.code, enhanced))
        } else {
            Err(End::Strange)
        }
    }
}

/// What an end means.
fn meaning(step: Step, end: &End) -> Handed {
    match end {
        End::Gone | End::Strange if step == Step::Text => Handed::InDoubt,
        End::Gone => Handed::NotNow(NotNow::Unreachable),
        End::Strange => Handed::NotNow(NotNow::Broken),
        End::Lacking(why) => Handed::NotNow(*why),
        End::Said(code, enhanced) => said(step, *code, *enhanced),
    }
}

/// What a reply means that is no yes.
///
/// # Source
/// RFC 5321, section 4.2.3, for the codes; RFC 4954, section 6, for 454, 530, 534, 535 and 538; RFC 3463 for what an enhanced
/// code is about.
fn said(step: Step, code: u16, enhanced: Option<Enhanced>) -> Handed {
    match (step, code, enhanced) {
        (_, 400..=499, _) => Handed::NotNow(NotNow::TooMany),
        (_, 530 | 534 | 535 | 538, _) | (Step::LettingIn, _, _) => Handed::NotNow(NotNow::Credentials),
        (Step::Opening, _, _) => Handed::NotNow(NotNow::Broken),
        // Its size is said with the sender; anything else there is about the sender, which every message has.
        (Step::Sender, 552, _) => Handed::Refused(Refused::Content),
        (Step::Sender, _, _) => Handed::NotNow(NotNow::Credentials),
        // A full mailbox is emptied some day (RFC 5321, 4.5.3.1.10).
        (Step::Recipient, 552, _) => Handed::NotNow(NotNow::TooMany),
        // The server brings nothing to there, or not for us: the address itself may be right.
        (Step::Recipient, _, Some(7)) => Handed::Refused(Refused::Other),
        (Step::Recipient, 501 | 550 | 551 | 553, _) => Handed::Refused(Refused::Address),
        (Step::Recipient, _, _) => Handed::Refused(Refused::Other),
        (Step::Asking | Step::Text, _, Some(6 | 7)) | (Step::Asking | Step::Text, 552 | 554, _) => {
            Handed::Refused(Refused::Content)
        }
        (Step::Asking | Step::Text, 550 | 551 | 553, _) => Handed::Refused(Refused::Address),
        (Step::Asking | Step::Text, _, _) => Handed::Refused(Refused::Other),
    }
}

/// A text as it is sent: a line that begins with a dot gets another, and a dot alone ends it (RFC 5321, 4.5.2).
fn stuffed(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 64);
    let mut begins = true;
    for byte in text {
        if begins && *byte == b'.' {
            out.push(b'.');
        }
        out.push(*byte);
        begins = *byte == b'\n';
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// Lines to a server and replies from it.
struct Wire {
    stream: Stream,
    /// What came and was not read as a line yet.
    ahead: Vec<u8>,
    /// How many bytes may still come.
    most: usize,
}

impl Wire {
    fn new(stream: Stream, most: usize) -> Self {
        Self { stream, ahead: Vec::new(), most }
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), End> {
        self.stream.write_all(bytes).and_then(|()| self.stream.flush()).map_err(|_| End::Gone)
    }

    fn say(&mut self, line: &str) -> Result<Reply, End> {
        self.send(format!("{line}\r\n").as_bytes())?;
        self.read()
    }

    /// One reply, of one line or more.
    fn read(&mut self) -> Result<Reply, End> {
        let mut lines = Vec::new();
        loop {
            let line = self.line()?;
            let code: u16 =
                line.get(..3).and_then(|code| code.parse().ok()).filter(|code| *code >= 200).ok_or(End::Strange)?;
            lines.push(line.get(4..).unwrap_or_default().trim().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') => {}
                Some(b' ') | None => return Ok(Reply { code, lines }),
                Some(_) => return Err(End::Strange),
            }
        }
    }

    fn line(&mut self) -> Result<String, End> {
        loop {
            if let Some(end) = self.ahead.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.ahead.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.ahead.len() > LONGEST_LINE {
                return Err(End::Strange);
            }
            let mut part = [0; 1024];
            let length = self.stream.read(&mut part).ok().filter(|length| *length > 0).ok_or(End::Gone)?;
            self.most = self.most.checked_sub(length).ok_or(End::Strange)?;
            self.ahead.extend_from_slice(part.get(..length).unwrap_or_default());
        }
    }
}
