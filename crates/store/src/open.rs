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
    let Some((scheme, rest)) = url.split_once("://") else {
        // What a password may stand in is not repeated.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
        return if url.chars().all(plain) { url.to_owned() } else { "…".to_owned() };
    };
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
    let ours = &header[..16] == b"SQLite format 3\0" && number(68) == sqlite::APPLICATION_ID.unsigned_abs();
    if (ours || header == [0; 100]) && was_never_made(path).map_err(engine)? {
        return if create { Ok(()) } else { Err(OpenError::Missing(place)) };
    }
    if !ours {
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
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|about| about.len() > 0)
}

/// Whether the power went while the first page of the file was written: then any part of it may be missing, and the
/// journal beside it leads back to an empty file, which the engine makes of it when it opens it.
///
/// # Source
/// SQLite database file format, section 3: a rollback journal begins with these eight bytes, and byte 16 is the number of
/// pages before, big-endian.
fn was_never_made(path: &Path) -> std::io::Result<bool> {
    let mut journal = match File::open(beside(path, "-journal")) {
        Ok(journal) => journal,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut header = [0u8; 20];
    match journal.read_exact(&mut header) {
        Ok(()) => Ok(header[..8] == [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7] && header[16..] == [0; 4]),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The path of a file that the engine keeps beside the database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    PathBuf::from(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The power went while the first page was written: some of its sectors are there, and the journal beside it.
    #[test]
    fn a_file_that_was_never_made_is_no_foreign_file() {
        let folder = tempfile::tempdir().unwrap();
        let (path, whole) = (folder.path().join("porch.db"), folder.path().join("whole.db"));
        let url = DatabaseUrl::Sqlite(path.clone());
        drop(Store::open(&DatabaseUrl::Sqlite(whole.clone()), true).unwrap());
        let first_page = std::fs::read(&whole).unwrap()[..4096].to_vec();
        // The header of a journal: no records, a nonce, no pages before, sectors of 512 bytes, pages of 4096.
        let journal = |pages: u8| {
            let mut header =
                vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, pages];
            header.extend([0, 0, 2, 0, 0, 0, 16, 0]);
            header.resize(512, 0);
            header
        };
        for left in [vec![0; 4096], first_page[..512].to_vec(), [vec![0; 512], first_page[512..].to_vec()].concat()] {
            std::fs::write(&path, &left).unwrap();
            std::fs::write(beside(&path, "-journal"), journal(0)).unwrap();
            assert!(matches!(Store::open(&url, false), Err(OpenError::Missing(_))));
            assert_eq!(std::fs::read(&path).unwrap(), left, "a look leaves it as it was");
            let store = Store::open(&url, true).unwrap();
            assert_eq!(store.verify(&mut |_| {}).unwrap().failures, 0);
            drop(store);
            std::fs::remove_file(&path).unwrap();
        }
        for (foreign, pages) in [(b"minutes of a meeting".repeat(100), 0), (vec![0; 4096], 1)] {
            std::fs::write(&path, &foreign).unwrap();
            std::fs::write(beside(&path, "-journal"), journal(pages)).unwrap();
            assert!(matches!(Store::open(&url, true), Err(OpenError::Foreign(_))));
            assert_eq!(std::fs::read(&path).unwrap(), foreign);
        }
    }

    #[test]
    fn an_address_never_shows_its_password() {
        let url: DatabaseUrl = "postgres://porch:s3cret@db.example/porch?password=s3cret".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://porch@db.example/porch");
        assert!(!format!("{url:?}").contains("s3cret"));
        assert!("mysql://x".parse::<DatabaseUrl>().is_err());
        assert!("sqlite:".parse::<DatabaseUrl>().is_err());
    }
}
