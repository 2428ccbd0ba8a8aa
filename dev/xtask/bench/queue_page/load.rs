//! Connections that ask for a page again and again, each as soon as it has the one before.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// The header of somebody who takes a compressed page.
pub const GZIP: &str = "Accept-Encoding: gzip\r\n";

/// What came of one turn.
pub struct Driven {
    /// How long each took, in microseconds, the shortest first.
    micros: Vec<u64>,
    took: Duration,
    /// The time of the processor that the server had meanwhile.
    pub processor: Duration,
    /// The bytes of one answer without its head.
    pub bytes: usize,
}

impl Driven {
    /// Answers a second.
    pub fn a_second(&self) -> f64 {
        self.micros.len() as f64 / self.took.as_secs_f64()
    }

    /// The server's processor time for each answer, in microseconds.
    pub fn micros_each(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.micros.len() as f64
    }

    /// The time within which so many of all were answered, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let nth = (self.micros.len() as f64 * share) as usize;
        self.micros.get(nth.min(self.micros.len() - 1)).map_or(0.0, |micros| *micros as f64 / 1_000.0)
    }
}

/// Asks over so many connections for so long.
///
/// # Errors
/// When an answer is not what it should be.
pub fn drive(address: &str, request: &str, connections: usize, turn: Duration) -> Result<Driven, String> {
    let started = Instant::now();
    let each: Vec<Result<(Vec<u64>, usize), String>> = std::thread::scope(|scope| {
        let asking: Vec<_> =
            (0..connections).map(|_| scope.spawn(move || ask(address, request, started + turn))).collect();
        asking.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a connection panicked".to_owned()))).collect()
    });
    let took = started.elapsed();
    let mut driven = Driven { micros: Vec::new(), took, processor: Duration::ZERO, bytes: 0 };
    for one in each {
        let (micros, bytes) = one?;
        driven.micros.extend(micros);
        driven.bytes = bytes;
    }
    driven.micros.sort_unstable();
    if driven.micros.is_empty() { Err(format!("error: {address}: nothing was answered")) } else { Ok(driven) }
}

fn ask(address: &str, request: &str, until: Instant) -> Result<(Vec<u64>, usize), String> {
    let failed = |what: &dyn std::fmt::Display| format!("error: {address}: {what}");
    let mut connection = TcpStream::connect(address).map_err(|error| failed(&error))?;
    connection.set_nodelay(true).map_err(|error| failed(&error))?;
    let (mut micros, mut bytes, mut answer) = (Vec::new(), 0, vec![0; 1 << 20]);
    while Instant::now() < until {
        let asked = Instant::now();
        connection.write_all(request.as_bytes()).map_err(|error| failed(&error))?;
        bytes = read_answer(&mut connection, &mut answer).map_err(|what| failed(&what))?;
        micros.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    Ok((micros, bytes))
}

/// Reads one answer to its end and gives the bytes of its body: a 200 with its length, or in chunks.
fn read_answer(connection: &mut TcpStream, answer: &mut [u8]) -> Result<usize, String> {
    let (mut filled, mut head): (usize, Option<(usize, Option<usize>)>) = (0, None);
    loop {
        let free = answer.get_mut(filled..).filter(|free| !free.is_empty()).ok_or("an answer is too long")?;
        let read = connection.read(free).map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("the connection ended".to_owned());
        }
        filled += read;
        let so_far = answer.get(..filled).unwrap_or_default();
        if head.is_none() {
            let Some(end) = so_far.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(so_far.get(..end).unwrap_or_default()).to_lowercase();
            if !text.starts_with("http/1.1 200") {
                return Err(text);
            }
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            head = Some((end + 4, length));
        }
        match head {
            Some((start, Some(length))) if filled >= start + length => return Ok(length),
            Some((start, None)) if so_far.ends_with(b"\r\n0\r\n\r\n") => return Ok(filled - start),
            Some(_) | None => {}
        }
    }
}
