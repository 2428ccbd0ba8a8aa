//! Receiving on PostgreSQL: the product's batches against the same statements with one commit for each referral.

use porch_app::DatabaseUrl;
use porch_testkit::postgres::fresh_database;
use postgres::{
    Client, NoTls, Statement,
    types::{IsNull, ToSql, Type, private::BytesMut},
};
use rusqlite::types::Value;

use crate::{
    Settings, callers,
    desk::Desk,
    measure::{Bar, Line},
    raw::{self, Rows},
    ready::Ready,
};

/// Callers at once.
const CALLERS: usize = 256;

/// Connections of the probe.
const CONNECTIONS: usize = 32;

/// Referrals of a round.
const REFERRALS: usize = 10_000;

/// The lines of receiving on PostgreSQL.
///
/// # Errors
/// What stands in the way.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let server = settings.postgres.as_deref().ok_or_else(|| raw::said("no private PostgreSQL server was started"))?;
    let count = settings.size(REFERRALS);
    let mut rounds = Vec::new();
    for _ in 0..settings.rounds {
        let desk = open(server)?.0;
        let keys = desk.drafts(count)?;
        let received = desk.receive(&keys, CALLERS)?;
        drop(desk);
        // The rows of the same act on the other engine are the rows of this one.
        let other = Ready::new(count)?;
        other.receive(CALLERS)?;
        let rows = other.rows()?;
        let (desk, url) = open(server)?;
        drop(desk);
        rounds.push((received.rate(), one_by_one(&url, &rows, count)?));
    }
    Ok(vec![
        Line::beside(
            "receiving on PostgreSQL, 256 callers; the same statements with one commit each, 32 connections",
            "a second",
            Bar::AtLeast { bar: 2.0, goal: 3.0 },
            &rounds,
        )
        .noted(
            "the probe leaves out the row that numbers the batches, which would make its commits wait for one another",
        ),
    ])
}

fn open(server: &str) -> Result<(Desk, String), String> {
    let url = fresh_database(server).map_err(raw::said)?;
    Ok((Desk::open(&DatabaseUrl::Postgres(url.clone()))?, url))
}

/// Referrals a second, each in a transaction of its own.
fn one_by_one(url: &str, rows: &Rows, referrals: usize) -> Result<f64, String> {
    let clients: Result<Vec<_>, _> = (0..CONNECTIONS).map(|_| prepared(url, rows)).collect();
    let wrote = callers::all(clients.map_err(raw::said)?, referrals, |(client, statements), nth| {
        one(client, statements, rows, nth, referrals).map_err(raw::said)
    })?;
    Ok(wrote.rate())
}

fn prepared(url: &str, rows: &Rows) -> Result<(Client, Vec<Statement>), postgres::Error> {
    let mut client = Client::connect(url, NoTls)?;
    let statements =
        rows.inserts().map(|insert| client.prepare(&insert.replace('?', "$"))).collect::<Result<_, _>>()?;
    Ok((client, statements))
}

fn one(
    client: &mut Client,
    statements: &[Statement],
    rows: &Rows,
    nth: usize,
    referrals: usize,
) -> Result<(), postgres::Error> {
    let mut transaction = client.transaction()?;
    for (table, statement) in statements.iter().enumerate() {
        for row in rows.share(table, nth, referrals) {
            let row: Vec<Given<'_>> = row.iter().map(Given).collect();
            let params: Vec<&(dyn ToSql + Sync)> = row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            transaction.execute(statement, &params)?;
        }
    }
    transaction.commit()
}

/// A value of one engine as the other takes it.
#[derive(Debug)]
struct Given<'a>(&'a Value);

impl ToSql for Given<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => number.to_sql(kind, out),
            Value::Real(number) => number.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}
