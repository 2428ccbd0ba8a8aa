//! New PostgreSQL databases for tests, on the server that `cargo xtask test` starts.

use std::thread;

use postgres::{Client, NoTls};

/// The variable that names the server: `postgres://…`, as a user who may create databases.
pub const SERVER_VARIABLE: &str = "PORCH_TEST_POSTGRES";

/// Why there is no new database.
#[derive(Debug)]
pub enum DatabaseError {
    /// The address has no form that a database name can be put into.
    Address(String),
    /// The server's answer.
    Server(postgres::Error),
    /// The thread that asked the server panicked.
    Panicked,
}

impl std::fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(url) => write!(f, "{url} is no address of a server (postgres://USER@HOST:PORT/DATABASE)"),
            Self::Server(error) => write!(f, "the server refused a new database: {error}"),
            Self::Panicked => write!(f, "asking the server for a new database panicked"),
        }
    }
}

impl std::error::Error for DatabaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Server(error) => Some(error),
            Self::Address(_) | Self::Panicked => None,
        }
    }
}

/// The address of the test server; none under plain `cargo test`, which needs nothing but the toolchain.
///
/// `cargo xtask test` always sets it, so a test that returns early without it runs there.
pub fn server_url() -> Option<String> {
    std::env::var(SERVER_VARIABLE).ok().filter(|url| !url.is_empty())
}

/// Creates an empty database with a name of its own on the server at `url`, and returns the new database's address.
///
/// It may be called inside an asynchronous runtime. The database goes when the server goes.
///
/// # Errors
/// When `url` is no address, or the server does not create a database.
pub fn fresh_database(url: &str) -> Result<String, DatabaseError> {
    let server = url.to_owned();
    // The synchronous client panics on a thread that belongs to a runtime.
    let name = thread::spawn(move || create(&server)).join().map_err(|_| DatabaseError::Panicked)??;
    with_database(url, &name).ok_or_else(|| DatabaseError::Address(url.to_owned()))
}

fn create(url: &str) -> Result<String, DatabaseError> {
    let mut client = Client::connect(url, NoTls).map_err(DatabaseError::Server)?;
    // The server draws the name: processes that run at once then never meet.
    let row = client
        .query_one("SELECT 'porch_test_' || replace(gen_random_uuid()::text, '-', '')", &[])
        .map_err(DatabaseError::Server)?;
    let name: String = row.try_get(0).map_err(DatabaseError::Server)?;
    // Nobody can be connected to template0, which would make copying it fail.
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).map_err(DatabaseError::Server)?;
    Ok(name)
}

/// The address `url` with another database; none when it has no `scheme://`.
fn with_database(url: &str, name: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (before, parameters) = rest.split_once('?').map_or((rest, None), |(before, after)| (before, Some(after)));
    let authority = before.split('/').next()?;
    let parameters = parameters.map_or(String::new(), |parameters| format!("?{parameters}"));
    Some(format!("{scheme}://{authority}/{name}{parameters}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_an_address_changes() {
        let changed = |url| with_database(url, "new");
        assert_eq!(changed("postgres://a:b@127.0.0.1:5/postgres").unwrap(), "postgres://a:b@127.0.0.1:5/new");
        assert_eq!(changed("postgres://a@h").unwrap(), "postgres://a@h/new");
        assert_eq!(changed("postgres://a@h/old?sslmode=disable").unwrap(), "postgres://a@h/new?sslmode=disable");
        assert_eq!(changed("127.0.0.1"), None);
    }

    #[test]
    fn two_new_databases_are_two() {
        let Some(server) = server_url() else { return };
        let (one, other) = (fresh_database(&server).unwrap(), fresh_database(&server).unwrap());
        assert_ne!(one, other);
        Client::connect(&one, NoTls).unwrap().batch_execute("CREATE TABLE only_here (id BIGINT)").unwrap();
        assert!(Client::connect(&other, NoTls).unwrap().batch_execute("SELECT * FROM only_here").is_err());
    }

    #[test]
    fn a_server_that_is_not_there_is_an_error() {
        assert!(matches!(fresh_database("postgres://nobody@127.0.0.1:1/x"), Err(DatabaseError::Server(_))));
    }
}
