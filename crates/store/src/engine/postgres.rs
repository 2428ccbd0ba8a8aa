//! PostgreSQL: any number of programs over one database.

use std::{
    collections::{HashMap, HashSet},
    error::Error as _,
    sync::{Arc, atomic::AtomicBool},
};

use bytes::BytesMut;
use postgres::{
    Client, NoTls, Statement,
    error::SqlState,
    fallible_iterator::FallibleIterator,
    types::{IsNull, ToSql, Type},
};

use super::{Connection, Dialect, Engine, Lent, LentRow, Tx, encrypted::Place, utf8};
use crate::{
    error::StoreError,
    table::{Table, Taken},
    value::Val,
};

pub(crate) struct Postgres {
    place: Place,
}

impl Postgres {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        let mut place = Place::of(url)?;
        place.config.application_name("porch");
        Ok(Self { place })
    }
}

impl Engine for Postgres {
    fn connect(&self, write: bool) -> Result<Box<dyn Connection>, StoreError> {
        let client = match self.place.tls()? {
            Some(tls) => self.place.config.connect(tls),
            None => self.place.config.connect(NoTls),
        };
        let mut client = client.map_err(error)?;
        let settings = if write { "synchronous_commit = on" } else { "default_transaction_read_only = on" };
        client.batch_execute(&format!("SET client_min_messages = warning; SET {settings}")).map_err(error)?;
        Ok(Box::new(PostgresConnection { client, statements: HashMap::new(), writing: HashMap::new() }))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    /// Most of the time of a reading goes in waiting for the server.
    fn readers_at_once(&self) -> usize {
        32
    }

    fn check(&self) -> Result<(), StoreError> {
        self.connect(false).map(|_| ())
    }

    /// The server's own files are the server's own business: `pg_amcheck` and checksums of pages are there for them. What it
    /// finds while it reads is told as damage.
    fn look_for_damage(&self, _nth: usize, _stop: &Arc<AtomicBool>) -> Result<usize, StoreError> {
        self.check().map(|()| 1)
    }
}

struct PostgresConnection {
    client: Client,
    statements: HashMap<String, Statement>,
    writing: HashMap<(&'static str, Taken), Statement>,
}

impl PostgresConnection {
    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(error)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// The statement that writes any number of rows of a table, given as a list for each column; where a row may be left out,
    /// it gives the keys of those written.
    fn writing(&mut self, table: &'static Table, taken: Taken) -> Result<Statement, StoreError> {
        if let Some(statement) = self.writing.get(&(table.name, taken)) {
            return Ok(statement.clone());
        }
        let columns = self.client.prepare(&table.select_sql()).map_err(error)?;
        let types: Vec<&str> = columns.columns().iter().map(|column| column.type_().name()).collect();
        let mut sql = table.insert_lists_sql(&types, taken);
        if taken == Taken::Left {
            sql.push_str(&format!(" RETURNING {}", table.columns[..table.key].join(", ")));
        }
        let statement = self.client.prepare(&sql).map_err(error)?;
        self.writing.insert((table.name, taken), statement.clone());
        Ok(statement)
    }
}

/// The rows as a list for each column.
fn lists<'a>(table: &Table, rows: &[&'a [Val]]) -> Vec<Vec<&'a Val>> {
    (0..table.columns.len()).map(|column| rows.iter().map(|row| &row[column]).collect()).collect()
}

fn list_refs<'a>(lists: &'a [Vec<&'a Val>]) -> Vec<&'a (dyn ToSql + Sync)> {
    lists.iter().map(|list| list as &(dyn ToSql + Sync)).collect()
}

fn refs(params: &[Val]) -> impl ExactSizeIterator<Item = &(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync))
}

impl Tx for PostgresConnection {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = refs(params).collect();
        self.client.execute(&statement, &params).map_err(error)
    }

    fn query(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&[Val]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepared(sql)?;
        let mut rows = self.client.query_raw(&statement, params).map_err(error)?;
        let mut values = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            values.clear();
            for (at, column) in row.columns().iter().enumerate() {
                values.push(read(&row, at, column.type_())?);
            }
            each(&values)?;
        }
        Ok(())
    }

    fn lend(
        &mut self,
        sql: &'static str,
        params: &[Val],
        each: &mut dyn FnMut(&dyn LentRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepared(sql)?;
        let mut rows = self.client.query_raw(&statement, params).map_err(error)?;
        while let Some(row) = rows.next().map_err(error)? {
            each(&row)?;
        }
        Ok(())
    }

    fn insert(&mut self, table: &'static Table, rows: &[&[Val]], replace: bool) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let taken = if replace { Taken::Replaced } else { Taken::Refused };
        let statement = self.writing(table, taken)?;
        self.client.execute(&statement, &list_refs(&lists(table, rows))).map(|_| ()).map_err(error)
    }

    fn insert_new(&mut self, table: &'static Table, rows: &[&[Val]]) -> Result<Vec<bool>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let statement = self.writing(table, Taken::Left)?;
        let mut new: HashSet<Vec<Val>> = HashSet::new();
        for row in self.client.query(&statement, &list_refs(&lists(table, rows))).map_err(error)? {
            let columns = row.columns().iter().enumerate();
            let key = columns.map(|(at, column)| read(&row, at, column.type_()));
            new.insert(key.collect::<Result<_, StoreError>>()?);
        }
        // Of two rows with one key the first was written.
        Ok(rows.iter().map(|row| new.remove(&row[..table.key])).collect())
    }

    fn delete(&mut self, table: &'static Table, key: &[Val]) -> Result<(), StoreError> {
        let statement = self.prepared(&table.delete_sql())?;
        let params: Vec<&(dyn ToSql + Sync)> = refs(key).collect();
        self.client.execute(&statement, &params).map(|_| ()).map_err(error)
    }

    fn columns_of(&mut self, sql: &str) -> Result<usize, StoreError> {
        self.client.prepare(sql).map(|statement| statement.columns().len()).map_err(error)
    }
}

impl Connection for PostgresConnection {
    fn begin(&mut self, write: bool) -> Result<(), StoreError> {
        self.batch(if write { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" })
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.batch("COMMIT").map_err(|error| match error {
            // The server may have done it before it went away, and not have said so.
            StoreError::Unavailable(what) => StoreError::InDoubt(what),
            other => other,
        })
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.batch("ROLLBACK")
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(error)
    }

    fn alive(&self) -> bool {
        !self.client.is_closed()
    }
}

impl ToSql for Val {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
            Self::KnownAt => Err("an instant that is not filled in".into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::TEXT, Type::INT8, Type::BYTEA].contains(kind)
    }

    postgres::types::to_sql_checked!();
}

fn read(row: &postgres::Row, at: usize, kind: &Type) -> Result<Val, StoreError> {
    Ok(match lent(row, at, kind)? {
        Lent::Null => Val::Null,
        Lent::Text(text) => Val::Text(utf8(text)?.to_owned()),
        Lent::Int(number) => Val::Int(number),
        Lent::Bytes(bytes) => Val::Bytes(bytes.to_vec()),
    })
}

impl LentRow for postgres::Row {
    fn values<'a>(&'a self, places: &mut [Lent<'a>]) -> Result<(), StoreError> {
        for (at, place) in places.iter_mut().enumerate() {
            let Some(column) = self.columns().get(at) else {
                return Err(StoreError::Engine(format!("no column {at} in a row of {}", self.len())));
            };
            *place = lent(self, at, column.type_())?;
        }
        Ok(())
    }
}

fn lent<'a>(row: &'a postgres::Row, at: usize, kind: &Type) -> Result<Lent<'a>, StoreError> {
    let value = if *kind == Type::INT8 {
        row.try_get::<_, Option<i64>>(at).map(|value| value.map_or(Lent::Null, Lent::Int))
    } else if *kind == Type::BYTEA {
        row.try_get::<_, Option<&[u8]>>(at).map(|value| value.map_or(Lent::Null, Lent::Bytes))
    } else {
        let text = row.try_get::<_, Option<&str>>(at);
        text.map(|text| text.map_or(Lent::Null, |text| Lent::Text(text.as_bytes())))
    };
    value.map_err(error)
}

/// The engine's error in the store's words.
pub(crate) fn error(error: postgres::Error) -> StoreError {
    let said = match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    };
    let Some(code) = error.code() else {
        return StoreError::Unavailable(said);
    };
    if *code == SqlState::UNIQUE_VIOLATION {
        StoreError::Taken(said)
    } else if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        StoreError::TryAgain(said)
    } else if *code == SqlState::DISK_FULL || *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        StoreError::CannotWrite(said)
    } else if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED {
        StoreError::Damaged(said)
    } else if code.code().starts_with("57") || code.code().starts_with("08") {
        StoreError::Unavailable(said)
    } else {
        StoreError::Engine(said)
    }
}
