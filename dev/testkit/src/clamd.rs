//! A stand-in of a scanner of files, written from the description of clamd's protocol: it finds one thing alone.
//!
//! # Source
//! `clamd(8)`, "COMMANDS", `INSTREAM`.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
};

/// What it finds. It harms nothing anywhere.
pub const HARMFUL: &[u8] = b"PORCH-INVENTED-HARM";

/// A scanner on a port of this machine.
pub struct StandIn {
    address: SocketAddr,
    last: Arc<Mutex<Vec<u8>>>,
}

impl StandIn {
    /// Starts one.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let last = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&last);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever hangs up is not answered.
                drop(answer(stream, &kept));
            }
        });
        Self { address, last }
    }

    /// Where it is asked.
    pub fn address(&self) -> String {
        format!("tcp://{}", self.address)
    }

    /// The file that it was shown last.
    pub fn last(&self) -> Vec<u8> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn answer(mut stream: TcpStream, kept: &Mutex<Vec<u8>>) -> io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command)?;
    if &command != b"zINSTREAM\0" {
        return stream.write_all(b"UNKNOWN COMMAND\0");
    }
    let mut content = Vec::new();
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length == 0 {
            break;
        }
        let mut piece = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        stream.read_exact(&mut piece)?;
        content.extend(piece);
    }
    let found = content.windows(HARMFUL.len()).any(|part| part == HARMFUL);
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = content;
    stream.write_all(if found { b"stream: Invented.Test-1 FOUND\0" } else { b"stream: OK\0" })
}
