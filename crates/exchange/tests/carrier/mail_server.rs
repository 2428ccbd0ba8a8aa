//! A mail server on this machine that keeps what it was told and goes wrong where a test says so.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

pub const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/carrier/certificate_of_nobody.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/carrier/key_of_nobody.pem");

/// What a server does instead of saying yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    Say(&'static str),
    /// Hangs up before it reads what comes.
    Close,
    /// Says nothing more until whoever asked has gone.
    Silence,
    /// A line that does not end.
    Endless,
    /// A reply that goes on and on.
    Lines,
    /// A letter now and then.
    Trickle,
}

/// Where it does it: the first word of what it was told, `TEXT` after the text, `HELLO` before anything.
pub type Fault = (&'static str, Instead);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Plain,
    Tls,
    StartTls,
    /// What it offers to be encrypted with is answered, and something is said before that begins.
    Between,
}

#[derive(Default, Clone)]
pub struct Seen {
    pub lines: Vec<String>,
    /// Each with the lines of its envelope.
    pub taken: Vec<String>,
    /// Lines that came without encryption.
    pub open: Vec<String>,
}

pub struct MailServer {
    pub port: u16,
    seen: Arc<Mutex<Seen>>,
    done: Receiver<()>,
}

trait Both: Read + Write + Send {}
impl<T: Read + Write + Send> Both for T {}

impl MailServer {
    pub fn start(how: How, faults: &[Fault]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (kept, faults) = (Arc::clone(&seen), faults.to_vec());
        let (finished, done) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // However a conversation ends, it ended.
                let _ = Conversation { how, faults: &faults, seen: &kept }.hold(stream.unwrap());
                if finished.send(()).is_err() {
                    return;
                }
            }
        });
        Self { port, seen, done }
    }

    /// What it saw, after a conversation ended.
    pub fn seen(&self) -> Seen {
        self.done.recv_timeout(Duration::from_secs(30)).unwrap();
        self.seen.lock().unwrap().clone()
    }
}

struct Conversation<'a> {
    how: How,
    faults: &'a [Fault],
    seen: &'a Mutex<Seen>,
}

fn encrypted(stream: TcpStream) -> Box<dyn Both> {
    let certificates: Vec<_> = CertificateDer::pem_file_iter(CERTIFICATE).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    Box::new(StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream))
}

impl Conversation<'_> {
    fn hold(&self, tcp: TcpStream) -> io::Result<()> {
        tcp.set_read_timeout(Some(Duration::from_secs(30)))?;
        let (mut open, mut again) = (self.how != How::Tls, None);
        let stream: Box<dyn Both> = if open {
            again = Some(tcp.try_clone()?);
            Box::new(tcp)
        } else {
            encrypted(tcp)
        };
        let mut wire = BufReader::new(stream);
        self.answer(&mut wire, "HELLO", "220 mail.example ESMTP")?;
        loop {
            let mut line = String::new();
            if wire.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_owned();
            {
                let mut seen = self.seen.lock().unwrap();
                seen.lines.push(line.clone());
                if open {
                    seen.open.push(line.clone());
                }
            }
            let word = line.split_whitespace().next().unwrap_or_default();
            match word {
                "EHLO" if open && self.how != How::Plain => {
                    self.answer(&mut wire, word, "250-mail.example\r\n250-8BITMIME\r\n250 STARTTLS")?;
                }
                "EHLO" => self.answer(&mut wire, word, "250-mail.example\r\n250-SIZE 1000\r\n250 AUTH LOGIN PLAIN")?,
                "STARTTLS" if self.how == How::Between => {
                    self.answer(&mut wire, word, "220 go\r\n250-mail.example\r\n250 AUTH PLAIN")?;
                }
                "STARTTLS" => {
                    self.answer(&mut wire, word, "220 go")?;
                    wire = BufReader::new(encrypted(again.take().unwrap()));
                    open = false;
                }
                "AUTH" => self.answer(&mut wire, word, "235 welcome")?,
                "DATA" => {
                    self.answer(&mut wire, word, "354 go on")?;
                    let mut text = String::new();
                    while !text.ends_with("\r\n.\r\n") {
                        if wire.read_line(&mut text)? == 0 {
                            return Ok(());
                        }
                    }
                    self.answer(&mut wire, "TEXT", "250 2.0.0 queued as A1")?;
                    self.seen.lock().unwrap().taken.push(text);
                }
                "QUIT" => return self.answer(&mut wire, word, "221 bye"),
                _ => self.answer(&mut wire, word, "250 fine")?,
            }
        }
    }

    fn answer(&self, wire: &mut BufReader<Box<dyn Both>>, word: &str, yes: &str) -> io::Result<()> {
        let instead = self.faults.iter().find(|(at, _)| *at == word).map(|(_, instead)| *instead);
        let stream = wire.get_mut();
        match instead {
            None => write!(stream, "{yes}\r\n")?,
            Some(Instead::Say(line)) => write!(stream, "{line}\r\n")?,
            Some(Instead::Close) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Instead::Silence) => {
                let mut nothing = [0; 1];
                while stream.read(&mut nothing)? > 0 {}
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Some(Instead::Endless) => loop {
                stream.write_all(&[b'2'; 1024])?;
            },
            Some(Instead::Lines) => loop {
                stream.write_all(b"250-and then\r\n")?;
            },
            Some(Instead::Trickle) => {
                let (_nobody, pace) = channel::<()>();
                loop {
                    stream.write_all(b"2")?;
                    stream.flush()?;
                    let _ = pace.recv_timeout(Duration::from_millis(40));
                }
            }
        }
        stream.flush()
    }
}
