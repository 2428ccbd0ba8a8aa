//! A connection to a program that speaks something else than HTTP: made within its time, ended at its time whatever comes, and
//! encrypted but to this machine itself.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs},
    sync::{Arc, mpsc::channel},
    time::{Duration, Instant},
};

use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::ServerName;

/// Connects within a time, where `only_here` says so to this machine alone. Names are looked up beside, because the system's way
/// of doing it knows no bound.
pub(crate) fn connected(host: &str, port: u16, within: Duration, only_here: bool) -> Option<TcpStream> {
    let began = Instant::now();
    let (tell, told) = channel();
    let host = host.to_owned();
    std::thread::spawn(move || {
        let found: Vec<SocketAddr> = (host.as_str(), port).to_socket_addrs().into_iter().flatten().collect();
        // Whoever asked may have stopped waiting.
        drop(tell.send(found));
    });
    let addresses = told.recv_timeout(within).ok()?;
    let allowed = |address: &SocketAddr| !only_here || address.ip().is_loopback();
    addresses.iter().filter(|address| allowed(address)).find_map(|address| {
        let left = within.checked_sub(began.elapsed()).filter(|left| !left.is_zero())?;
        TcpStream::connect_timeout(address, left).ok()
    })
}

/// Whether a host is this machine itself.
pub(crate) fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A connection that ends at its time, whatever comes.
pub(crate) struct Timed {
    stream: TcpStream,
    until: Instant,
}

impl Timed {
    pub(crate) fn new(stream: TcpStream, until: Instant) -> Self {
        Self { stream, until }
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(into)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A connection, encrypted or not.
pub(crate) enum Stream {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

impl Stream {
    /// The connection encrypted, with a host whose certificate is checked. Nothing is said before the first byte.
    pub(crate) fn encrypted(timed: Timed, tls: &Arc<ClientConfig>, host: &str) -> io::Result<Self> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| ErrorKind::InvalidInput)?;
        let connection = ClientConnection::new(Arc::clone(tls), name).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(connection, timed))))
    }

    fn timed(&mut self) -> &mut Timed {
        match self {
            Self::Plain(timed) => timed,
            Self::Tls(stream) => &mut stream.sock,
        }
    }

    /// It ends sooner than was said.
    pub(crate) fn hasten(&mut self, within: Duration) {
        let timed = self.timed();
        timed.until = timed.until.min(Instant::now() + within);
    }

    /// What is said next has its own time.
    pub(crate) fn again_within(&mut self, within: Duration) {
        self.timed().until = Instant::now() + within;
    }

    /// Whether the other side has hung up, as far as its last word came. For one that has nothing to say: what it says is not
    /// kept.
    pub(crate) fn has_ended(&mut self) -> bool {
        if self.timed().stream.set_nonblocking(true).is_err() {
            return true;
        }
        let ended = loop {
            let read = match self {
                Self::Plain(timed) => timed.stream.read(&mut [0; 256]),
                Self::Tls(stream) => {
                    let read = stream.conn.read_tls(&mut stream.sock.stream);
                    match stream.conn.process_new_packets() {
                        Ok(state) if !state.peer_has_closed() => read,
                        Ok(_) | Err(_) => Ok(0),
                    }
                }
            };
            match read {
                Ok(0) => break true,
                Ok(_) => {}
                Err(error) => break error.kind() != ErrorKind::WouldBlock,
            }
        };
        self.timed().stream.set_nonblocking(false).is_err() || ended
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
