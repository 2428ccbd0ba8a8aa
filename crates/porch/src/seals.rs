//! Where seals are written outside the database, and `porch seal`: one line of JSON a seal, in a file or in the system's log.

use std::{
    convert::Infallible,
    fmt::Display,
    fs::OpenOptions,
    io::{ErrorKind, Write},
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    process::ExitCode,
    str::FromStr,
};

use jiff::civil::Date;
use porch_app::{Ctx, Seal, Store, seal};
use serde::Deserialize;

use crate::{arguments::SealVerb, failure::Failure, local_rules, world::Machine};

/// The socket of the system's log, where no other is named.
const SYSTEM_LOG: &str = "/dev/log";

/// Facility 13, an audit, and severity 6, information (RFC 5424, section 6.2.1).
const AUDIT: &str = "<110>";

/// A place outside the database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Place {
    /// A file, one seal a line.
    File(PathBuf),
    /// The system's log.
    SystemLog(PathBuf),
}

impl From<String> for Place {
    fn from(text: String) -> Self {
        match text.strip_prefix("syslog") {
            Some("") => Self::SystemLog(SYSTEM_LOG.into()),
            Some(rest) if rest.starts_with(':') => Self::SystemLog(rest[1..].into()),
            _ => Self::File(text.into()),
        }
    }
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text.to_owned()))
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::SystemLog(socket) => write!(f, "syslog:{}", socket.display()),
        }
    }
}

/// Reads the seals of a file, in their order.
///
/// # Errors
/// When it cannot be read, or a line of it is no seal.
pub fn kept(path: &Path) -> Result<Vec<Seal>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::of_file(path, error))?;
    let seals = (1..).zip(text.lines()).map(|(number, line)| {
        let place = || format!("{} line {number}", path.display());
        Seal::parse(line).ok_or_else(|| Failure::at(place(), "it is no seal (expected a line that `porch seal` wrote)"))
    });
    seals.collect()
}

/// Seals once a day, and brings every place up to date.
pub struct Sealing {
    places: Vec<Place>,
    /// What was sent to the system's log since the start, which cannot be read again: the last number.
    sent: Option<i64>,
    looked_on: Option<Date>,
}

impl Sealing {
    /// Before the first.
    pub fn new(places: Vec<Place>) -> Self {
        Self { places, sent: None, looked_on: None }
    }

    /// At the start, and once a day. What could not be written is tried again the next time that this is asked.
    pub fn kept(mut self, ctx: &Ctx) -> Self {
        if self.looked_on == Some(ctx.today()) {
            return self;
        }
        let sealed = seal::daily(ctx).map_err(Failure::from);
        match sealed.and_then(|_| self.bring_up_to_date(ctx)) {
            Ok(()) => self.looked_on = Some(ctx.today()),
            Err(failure) => tracing::error!(what = failure.words(), "the seal of the day could not be made or written"),
        }
        self
    }

    fn bring_up_to_date(&mut self, ctx: &Ctx) -> Result<(), Failure> {
        for place in &self.places {
            match place {
                Place::File(path) => append(ctx, path)?,
                Place::SystemLog(socket) => {
                    let all = seal::after(ctx, self.sent.unwrap_or(0))?;
                    // After a start the last one is told again, and none of before.
                    let told = if self.sent.is_some() { 0 } else { all.len().saturating_sub(1) };
                    for seal in &all[told..] {
                        send(socket, seal).map_err(|error| Failure::at(place, error))?;
                    }
                    self.sent = all.last().map(|seal| seal.number).or(self.sent);
                }
            }
        }
        Ok(())
    }
}

/// Adds the seals that a file does not hold yet, and waits until they are on disk.
fn append(ctx: &Ctx, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::of_file(path, error);
    let held = match std::fs::metadata(path) {
        Ok(_) => kept(path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(failed(error)),
    };
    let of_this = held.iter().filter(|seal| seal.footprint == ctx.footprint());
    let missing = seal::after(ctx, of_this.map(|seal| seal.number).max().unwrap_or(0))?;
    if missing.is_empty() {
        return Ok(());
    }
    let lines: String = missing.iter().map(|seal| format!("{}\n", seal.line())).collect();
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    file.write_all(lines.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}

fn send(socket: &Path, seal: &Seal) -> std::io::Result<()> {
    let log = UnixDatagram::unbound()?;
    log.send_to(format!("{AUDIT}porch: seal {}", seal.line()).as_bytes(), socket)?;
    Ok(())
}

/// `porch seal`: seals what came since the last seal, and writes what each place lacks.
pub fn run(verb: &SealVerb) -> Result<ExitCode, Failure> {
    let store = Store::open(&verb.database.url, false)?;
    let world = Machine::world();
    let chosen = local_rules::choose(&store, world.as_ref(), verb.footprint.name.as_deref())?;
    let ctx = chosen.ctx(&store, &world);
    let made = seal::now(&ctx)?;
    Sealing::new(verb.to.clone()).bring_up_to_date(&ctx)?;
    match made {
        Some(seal) => println!("{}", seal.line()),
        None => println!("Nothing came since the last seal."),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use porch_testkit::conformance::Desk;

    use super::*;

    fn desk(folder: &tempfile::TempDir) -> Desk {
        let url = porch_app::DatabaseUrl::Sqlite(folder.path().join("porch.db"));
        Desk::open(Store::open(&url, true).unwrap(), 1)
    }

    #[test]
    fn a_place_is_a_file_unless_it_says_that_it_is_the_systems_log() {
        for (text, place) in [
            ("seals.jsonl", Place::File("seals.jsonl".into())),
            ("/var/lib/syslog", Place::File("/var/lib/syslog".into())),
            ("syslogs", Place::File("syslogs".into())),
            ("syslog", Place::SystemLog("/dev/log".into())),
            ("syslog:/run/log", Place::SystemLog("/run/log".into())),
        ] {
            assert_eq!(Place::from(text.to_owned()), place, "{text}");
        }
    }

    // H19, H25
    #[test]
    fn a_day_is_sealed_once_and_each_place_gets_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let (file, late) = (folder.path().join("seals"), folder.path().join("late"));
        let socket = folder.path().join("log");
        let log = UnixDatagram::bind(&socket).unwrap();
        let ctx = || Ctx { actor: porch_domain::actor::Actor::System, ..desk.operator() };
        let mut sealing = Sealing::new(vec![Place::File(file.clone()), Place::SystemLog(socket)]);
        for day in 1..=3 {
            desk.receive();
            for _ in 0..3 {
                sealing = sealing.kept(&ctx());
            }
            assert_eq!(kept(&file).unwrap().len(), day);
            let mut told = vec![0; 1_000];
            let length = log.recv(&mut told).unwrap();
            let told = String::from_utf8_lossy(&told[..length]).into_owned();
            assert_eq!(told, format!("<110>porch: seal {}", kept(&file).unwrap()[day - 1].line()));
            desk.world.pass(jiff::SignedDuration::from_hours(24));
        }
        log.set_nonblocking(true).unwrap();
        assert!(log.recv(&mut [0; 10]).is_err(), "a seal is told once");
        append(&ctx(), &late).unwrap();
        assert_eq!(kept(&late).unwrap(), kept(&file).unwrap());
        assert_eq!(desk.store.against_seals(&kept(&file).unwrap()).unwrap(), []);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        desk.receive();
        let ctx = Ctx { actor: porch_domain::actor::Actor::System, ..desk.operator() };
        let file = folder.path().join("not there yet").join("seals");
        let sealing = Sealing::new(vec![Place::File(file.clone())]).kept(&ctx);
        std::fs::create_dir(file.parent().unwrap()).unwrap();
        drop(sealing.kept(&ctx));
        assert_eq!(kept(&file).unwrap().len(), 1);
    }

    #[test]
    fn a_line_that_is_no_seal_is_told_with_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seals");
        std::fs::write(&file, "{}\n").unwrap();
        assert!(kept(&file).unwrap_err().words().contains("line 1: it is no seal"));
    }
}
