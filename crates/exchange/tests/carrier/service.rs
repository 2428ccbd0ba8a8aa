//! A service on this machine that keeps what it was asked and answers what a test says, in turn; the last answer again and again.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc::channel},
    time::Duration,
};

use serde_json::Value;

#[derive(Debug, Clone)]
pub enum Reply {
    Say(u16, String),
    /// Hangs up after the request, without a word.
    Close,
    /// Hangs up in the middle of the answer.
    Half,
    Silence,
    Trickle,
    Huge,
    Elsewhere,
}

#[derive(Debug, Clone)]
pub struct Asked {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub content: Value,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

pub struct Service {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    replies: Arc<Mutex<Vec<Reply>>>,
}

impl Service {
    pub fn start(replies: &[Reply]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let replies = Arc::new(Mutex::new(replies.to_vec()));
        let (kept, turn) = (Arc::clone(&asked), Arc::clone(&replies));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), kept, turn) = (stream, Arc::clone(&kept), Arc::clone(&turn)) else { return };
                // However it ends, whoever asked says what came of it.
                std::thread::spawn(move || drop(answer(stream, &kept, &turn)));
            }
        });
        Self { address, asked, replies }
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn then(&self, reply: Reply) {
        *self.replies.lock().unwrap() = vec![reply];
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(stream: TcpStream, kept: &Mutex<Vec<Asked>>, turn: &Mutex<Vec<Reply>>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let headers: Vec<_> = lines.iter().skip(1).filter_map(|line| line.split_once(": ")).collect();
    let headers: Vec<_> = headers.into_iter().map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut content = vec![0; length];
    reader.read_exact(&mut content)?;
    let content = serde_json::from_slice(&content).unwrap_or(Value::Null);
    kept.lock().unwrap().push(Asked { line: lines.first().cloned().unwrap_or_default(), headers, content });
    let reply = {
        let mut turn = turn.lock().unwrap();
        if turn.len() > 1 { turn.remove(0) } else { turn.first().cloned().unwrap() }
    };
    let stream = reader.get_mut();
    match reply {
        Reply::Say(status, body) => {
            let length = body.len();
            write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        }
        Reply::Close => Ok(()),
        Reply::Half => write!(stream, "HTTP/1.1 201 X\r\nContent-Length: 100\r\n\r\n{{\"id\""),
        Reply::Elsewhere => {
            write!(stream, "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        }
        Reply::Silence => {
            let mut nothing = [0; 1];
            while stream.read(&mut nothing)? > 0 {}
            Ok(())
        }
        Reply::Trickle => {
            write!(stream, "HTTP/1.1 201 X\r\nContent-Length: 1000\r\n\r\n")?;
            let (_nobody, pace) = channel::<()>();
            loop {
                stream.write_all(b" ")?;
                let _ = pace.recv_timeout(Duration::from_millis(40));
            }
        }
        Reply::Huge => {
            write!(stream, "HTTP/1.1 201 X\r\nContent-Length: 100000000\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 1024])?;
            }
        }
    }
}
