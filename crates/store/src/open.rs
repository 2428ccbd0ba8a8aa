//! Opening a database: a foreign, damaged or newer one is refused with a sentence, and left as it was.

use std::{
    fmt,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use crate::{
    Store,
    engine::{Dialect, Engine, postgres::Postgres, sqlite, sqlite::Sqlite},
    error::{OpenError, StoreError},
    migrate,
};

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;

    fn from_str(text: &str) -> Result<Self, OpenError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(OpenError::Address(without_password(text)))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A server's address as it may be shown.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (account, place) = rest.rsplit_once('@').map_or((None, rest), |(account, place)| (Some(account), place));
    let place = place.split('?').next().unwrap_or(place);
    match account.map(|account| account.split(':').next().unwrap_or(account)) {
        Some(account) => format!("{scheme}://{account}@{place}"),
        None => format!("{scheme}://{place}"),
    }
}

impl Store {
    /// Opens a database, and makes it where there is none and `create` says so.
    ///
    /// # Errors
    /// [`OpenError`]; what was there is left as it was.
    pub fn open(url: &DatabaseUrl, create: bool) -> Result<Self, OpenError> {
        match url {
            DatabaseUrl::Sqlite(path) => {
                look_at_file(path, create)?;
                Self::open_engine(Arc::new(Sqlite::new(path)), url.to_string(), create)
            }
            DatabaseUrl::Postgres(address) => {
                let refused = |error: StoreError| OpenError::Engine { place: url.to_string(), what: error.to_string() };
                let engine = Postgres::new(address).map_err(refused)?;
                Self::open_engine(Arc::new(engine), url.to_string(), create)
            }
        }
    }

    /// Takes a database file away where it holds nothing and nobody else has it open, and says whether it went.
    ///
    /// # Errors
    /// When it cannot be looked at or taken away.
    pub fn take_away_if_empty(path: &Path) -> Result<bool, StoreError> {
        sqlite::take_away_if_empty(path)
    }

    fn open_engine(engine: Arc<dyn Engine>, place: String, create: bool) -> Result<Self, OpenError> {
        let refused = |error: StoreError| match error {
            StoreError::Damaged(what) => OpenError::Damaged { place: place.clone(), what },
            other => OpenError::Engine { place: place.clone(), what: other.to_string() },
        };
        let dialect = engine.dialect();
        let mut connection = engine.connect(true).map_err(refused)?;
        let layout = migrate::layout(connection.as_mut(), dialect).map_err(refused)?;
        match layout {
            Some(found) if found > migrate::NEWEST => {
                return Err(OpenError::Newer { place, found, known: migrate::NEWEST });
            }
            Some(found) if found == migrate::NEWEST => {}
            Some(_) => migrate::run(connection.as_mut(), dialect).map_err(refused)?,
            None if migrate::has_tables(connection.as_mut(), dialect).map_err(refused)? => {
                return Err(OpenError::Foreign(place));
            }
            None if !create && dialect == Dialect::Postgres => return Err(OpenError::Missing(place)),
            None => migrate::run(connection.as_mut(), dialect).map_err(refused)?,
        }
        drop(connection);
        Ok(Self::new(engine, place))
    }
}

/// Reads a file's own header before any engine touches it.
///
/// # Source
/// SQLite database file format, section 1.3: bytes 16 (page size), 28 (pages), 68 (application id), big-endian.
fn look_at_file(path: &Path, create: bool) -> Result<(), OpenError> {
    let place = format!("sqlite:{}", path.display());
    let engine = |error: std::io::Error| OpenError::Engine { place: place.clone(), what: error.to_string() };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return if create { Ok(()) } else { Err(OpenError::Missing(place)) };
        }
        Err(error) => return Err(engine(error)),
    };
    let about = file.metadata().map_err(engine)?;
    if about.is_dir() {
        return Err(OpenError::Engine { place, what: "it is a directory (expected a file)".to_owned() });
    }
    if about.len() == 0 {
        return if create { Ok(()) } else { Err(OpenError::Missing(place)) };
    }
    let mut header = [0u8; 100];
    if let Err(error) = file.read_exact(&mut header) {
        return if error.kind() == ErrorKind::UnexpectedEof {
            Err(OpenError::Foreign(place))
        } else {
            Err(engine(error))
        };
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if &header[..16] != b"SQLite format 3\0" {
        return Err(OpenError::Foreign(place));
    }
    if number(68) != sqlite::APPLICATION_ID.unsigned_abs() {
        return Err(OpenError::Foreign(place));
    }
    let page = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size,
    };
    if page < 512 || !page.is_power_of_two() {
        return Err(OpenError::Damaged { place, what: "its header names no page size".to_owned() });
    }
    // A checkpoint that was cut off leaves a short file and the log that holds the rest; the engine finishes it.
    if about.len() < page * u64::from(number(28)) && !has_log(path) {
        return Err(OpenError::Damaged { place, what: "the file is shorter than its header says".to_owned() });
    }
    Ok(())
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|about| about.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_shows_its_password() {
        let url: DatabaseUrl = "postgres://porch:s3cret@db.example/porch?password=s3cret".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://porch@db.example/porch");
        assert!(!format!("{url:?}").contains("s3cret"));
        assert!("mysql://x".parse::<DatabaseUrl>().is_err());
        assert!("sqlite:".parse::<DatabaseUrl>().is_err());
    }
}
