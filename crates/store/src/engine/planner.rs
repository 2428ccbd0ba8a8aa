//! What SQLite's planner is told of the tables, so that it finds rows by the index that was made for it.
//!
//! Every key begins with the footprint, and a database holds one or a few. Without statistics SQLite takes ten rows for one
//! value of a first column: then the key of a table seems as good as any index, and a question about one person reads every
//! referral. So each index is described as one of a large service: the footprint says next to nothing, what follows it
//! finds ten rows, and a whole unique key one. The figures are the same in every database, whatever it holds: a plan that a
//! test has seen is the plan that runs. PostgreSQL keeps statistics of its own.
//!
//! # Source
//! SQLite, "The ANALYZE command" (the table `sqlite_stat1` may be filled by hand), "Database file format", section 2.6.3.

use rusqlite::Connection as Db;

const ROWS: u64 = 1_000_000;
const FEW: u64 = 10;

/// Describes every index; done again after each change of the layout.
pub(super) fn tell(db: &Db) -> rusqlite::Result<()> {
    // Looking at one small table makes the place for the figures.
    db.execute_batch("ANALYZE meta; DELETE FROM sqlite_stat1;")?;
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        let mut indexes = db.prepare("SELECT name, \"unique\" FROM pragma_index_list(?1)")?;
        let indexes: Vec<(String, bool)> =
            indexes.query_map([&table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (index, unique) in indexes {
            let mut columns = db.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
            let columns: Vec<String> = columns.query_map([&index], |row| row.get(0))?.collect::<Result<_, _>>()?;
            db.execute(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)",
                (&table, &index, described(&columns, unique)),
            )?;
        }
    }
    db.execute_batch("ANALYZE sqlite_schema")
}

/// How many rows there are, and how many share a value of the first column, of the first two, and so on.
fn described(columns: &[String], unique: bool) -> String {
    let mut figures = vec![ROWS.to_string()];
    for (at, column) in columns.iter().enumerate() {
        let rows = match (column.as_str(), at + 1 == columns.len()) {
            ("footprint", _) => ROWS,
            (_, true) if unique => 1,
            _ => FEW,
        };
        figures.push(rows.to_string());
    }
    figures.join(" ")
}
