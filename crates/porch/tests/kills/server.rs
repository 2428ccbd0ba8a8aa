//! The real `porch serve`, and somebody's browser at it.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use crate::{ledger::Told, place::Place, program};

/// Longer than the server lets anybody wait.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that runs; killed with the test.
pub struct Server {
    child: Mutex<Child>,
    address: String,
}

impl Server {
    /// Starts it over a database. What it says on standard error is added to the place's log.
    pub fn start(place: &Place) -> Self {
        Self::with(place, &[])
    }

    /// The same with more arguments.
    pub fn with(place: &Place, arguments: &[&str]) -> Self {
        let log = OpenOptions::new().create(true).append(true).open(place.log()).unwrap();
        let serve = ["serve", "--listen", "127.0.0.1:0", "--database", place.url()];
        let mut command = program::command(place.folder(), &[&serve, arguments].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Some((_, address)) = line.trim().rsplit_once("http://") else {
            panic!("it does not serve: {line:?}, and says {}", place.said());
        };
        let address = address.to_owned();
        Self { child: Mutex::new(child), address }
    }

    /// A browser that is at no page yet.
    pub fn browser(&self) -> Browser {
        Browser { address: self.address.clone(), connection: None }
    }

    /// Kills it as a power cut would.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Lets it stand still, between two calls of the system in each of its threads.
    pub fn stands_still(&self) {
        let id = self.signalled("-STOP");
        let still = |state: String| state.rsplit(')').next().unwrap().trim_start().starts_with('T');
        let threads = || std::fs::read_dir(format!("/proc/{id}/task")).unwrap().map(|thread| thread.unwrap().path());
        while !threads().all(|thread| std::fs::read_to_string(thread.join("stat")).is_ok_and(still)) {
            std::thread::yield_now();
        }
    }

    /// Lets it go on.
    pub fn goes_on(&self) {
        self.signalled("-CONT");
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(self) -> Option<i32> {
        self.signalled("-TERM");
        self.child.lock().unwrap().wait().unwrap().code()
    }

    fn signalled(&self, name: &str) -> u32 {
        let id = self.child.lock().unwrap().id();
        assert!(Command::new("kill").args([name, &id.to_string()]).status().unwrap().success());
        id
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

/// One person's browser, which keeps its connection.
pub struct Browser {
    address: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Browser {
    /// Presses the last button of a draft, and looks at the page that this leads to.
    pub fn press(&mut self, key: &str) -> Told {
        if self.connect().is_err() {
            return Told::Unreached;
        }
        match self.ask("POST", "/ask/check", key) {
            Err(_) => Told::NoAnswer,
            Ok(answer) if answer.status == 303 && answer.location.as_deref() == Some("/ask/sent") => self.look(key),
            Ok(answer) => refused(&answer),
        }
    }

    /// Looks at the page of what was sent, as whoever was told that it was.
    pub fn look(&mut self, key: &str) -> Told {
        match self.connect().and_then(|()| self.ask("GET", "/ask/sent", key)) {
            Err(_) => Told::Sent,
            Ok(answer) => match reference(&answer) {
                Some(reference) => Told::Reference(reference),
                // A page that cannot be shown now takes nothing back.
                None if answer.status == 503 && answer.body.contains("This page does not work just now") => Told::Sent,
                None => Told::Untrue(format!("sent, and then: {answer:?}")),
            },
        }
    }

    /// Gets a page without a cookie.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.connect()?;
        self.ask("GET", path, "")
    }

    fn connect(&mut self) -> io::Result<()> {
        if self.connection.is_none() {
            let stream = TcpStream::connect(&self.address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            self.connection = Some(BufReader::new(stream));
        }
        Ok(())
    }

    fn ask(&mut self, method: &str, path: &str, key: &str) -> io::Result<Answer> {
        let mut connection = self.connection.take().ok_or(io::ErrorKind::NotConnected)?;
        let sent = if method == "POST" { "Content-Length: 0\r\n" } else { "" };
        let form = "Content-Type: application/x-www-form-urlencoded";
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: __Host-visit={key}\r\n{form}\r\n{sent}\r\n",
            self.address
        );
        connection.get_mut().write_all(request.as_bytes())?;
        let answer = answer(&mut connection)?;
        self.connection = Some(connection);
        Ok(answer)
    }
}

/// Reads one answer to its end.
fn answer(from: &mut impl BufRead) -> io::Result<Answer> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::UnexpectedEof)?;
    let (mut length, mut location) = (None, None);
    loop {
        line.clear();
        if from.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name {
            "content-length" => length = value.parse().ok(),
            "location" => location = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
    from.read_exact(&mut body)?;
    Ok(Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() })
}

/// The reference on a page that says that it was sent.
fn reference(answer: &Answer) -> Option<String> {
    let (_, rest) = answer.body.split_once("class=\"porch-reference\">")?;
    let (reference, _) = rest.split_once('<')?;
    (answer.status == 200 && !reference.is_empty()).then(|| reference.to_owned())
}

/// What a page says that is no success: each says whom to ring, and none may look like one.
fn refused(answer: &Answer) -> Told {
    let says = |words: &str| answer.body.contains(words);
    let helps = (500..600).contains(&answer.status) && says("tel:999") && !says("porch-reference");
    if helps && says("This was NOT sent") {
        Told::NotSent
    } else if helps && (says("We cannot tell whether this was sent") || says("This page does not work just now")) {
        Told::NotKnown
    } else {
        Told::Untrue(format!("{answer:?}"))
    }
}

/// Everything in a file so far.
pub fn read(file: &std::path::Path) -> String {
    let mut said = String::new();
    if let Ok(mut file) = File::open(file) {
        file.read_to_string(&mut said).unwrap();
    }
    said
}
