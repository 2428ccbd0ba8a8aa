//! Migrations: forward only, at start, one file a step, the same for both engines but for a few words.

use porch_domain::ids::{PersonId, ReferralId};

use crate::{
    engine::{Connection, Dialect, in_transaction, lent},
    error::StoreError,
    former_number,
    journal::load,
    look,
    record::Record,
    sql, table,
    value::Row,
    writer::write_rows,
};

/// The steps, in order; the place of a step plus one is the layout that it leads to.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_journal_and_rows.sql"),
    include_str!("../migrations/0002_accounts.sql"),
    include_str!("../migrations/0003_the_way_in.sql"),
    include_str!("../migrations/0004_ways_to_rows.sql"),
    include_str!("../migrations/0005_nobody_falls_through.sql"),
    include_str!("../migrations/0006_held_together.sql"),
    include_str!("../migrations/0007_sealed_looks.sql"),
    include_str!("../migrations/0008_one_person_once.sql"),
    include_str!("../migrations/0009_signing_in.sql"),
    include_str!("../migrations/0010_less_written.sql"),
    include_str!("../migrations/0011_who_belongs_where.sql"),
    include_str!("../migrations/0012_opened_in_an_emergency.sql"),
    include_str!("../migrations/0013_signing_in_elsewhere.sql"),
    include_str!("../migrations/0014_risk_alerts.sql"),
    include_str!("../migrations/0015_questionnaires.sql"),
    include_str!("../migrations/0016_text_packs.sql"),
    include_str!("../migrations/0017_former_numbers.sql"),
    include_str!("../migrations/0018_messages_that_leave.sql"),
    include_str!("../migrations/0019_her_own_page.sql"),
    include_str!("../migrations/0020_said_and_done.sql"),
    include_str!("../migrations/0021_how_it_was.sql"),
];

/// The newest layout that this program knows.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// The layout of a database, or none where no table of ours is there.
pub(crate) fn layout(connection: &mut dyn Connection, dialect: Dialect) -> Result<Option<i64>, StoreError> {
    let mut there = false;
    let tables = match dialect {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE name = 'meta'",
        Dialect::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'"
        }
    };
    connection.query(tables, &[], &mut |_| {
        there = true;
        Ok(())
    })?;
    if !there {
        return Ok(None);
    }
    let mut layout = None;
    connection.query(sql::META, &["layout".into()], &mut |values| {
        layout = Row::new("meta", values).text(0)?.parse().ok();
        Ok(())
    })?;
    Ok(layout)
}

/// Whether anything is stored there that is not ours to overwrite.
pub(crate) fn has_tables(connection: &mut dyn Connection, dialect: Dialect) -> Result<bool, StoreError> {
    let tables = match dialect {
        Dialect::Sqlite => "SELECT name FROM sqlite_master LIMIT 1",
        Dialect::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() LIMIT 1"
        }
    };
    let mut any = false;
    connection.query(tables, &[], &mut |_| {
        any = true;
        Ok(())
    })?;
    Ok(any)
}

/// Takes every step that is missing, each in its own transaction.
pub(crate) fn run(connection: &mut dyn Connection, dialect: Dialect) -> Result<(), StoreError> {
    let from = layout(connection, dialect)?.unwrap_or(0);
    for (step, text) in (1i64..).zip(STEPS).filter(|(step, _)| *step > from) {
        let taken = in_transaction(connection, true, |tx| {
            for statement in statements(text, dialect) {
                tx.batch(&statement)?;
            }
            if text.contains(WORDS_OF_NAMES) {
                fill_words_of_names(tx)?;
            }
            if text.contains(SEALS_OF_LOOKS) {
                look::seal_all(tx)?;
            }
            tx.exec(sql::META_PUT, &["layout".into(), step.to_string().into()])?;
            if step < NEWEST {
                return Ok(());
            }
            if from < ROWS_ANEW_BEFORE {
                write_rows_anew(tx)?;
            }
            if from < FORMER_NUMBERS_SINCE {
                fill_former_numbers(tx)?;
            }
            tx.describe_ways()
        });
        if let Err(error) = taken {
            // Another program may have taken the same step at the same moment.
            if layout(connection, dialect)?.is_none_or(|layout| layout < step) {
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Databases of a layout before this one have rows of referrals that lack what later steps added.
const ROWS_ANEW_BEFORE: i64 = 6;

/// Writes the rows of every referral of which something was written here as they follow from the journal: what was added to
/// them is more than a statement can find out. It is done once the last step was taken, when the tables are as the program
/// knows them.
fn write_rows_anew(tx: &mut dyn Connection) -> Result<(), StoreError> {
    let mut referrals: Vec<(String, ReferralId)> = Vec::new();
    tx.query(sql::REFERRALS_WRITTEN_HERE, &[], &mut |values| {
        let row = Row::new("journal", values);
        referrals.push((row.text(0)?.to_owned(), row.parsed(1, "a referral's id", |text| text.parse().ok())?));
        Ok(())
    })?;
    for (footprint, id) in referrals {
        match load(tx, &footprint, id) {
            Ok(stream) => {
                let rows = stream.record.as_ref().map(|record| record.rows_anew(&footprint)).unwrap_or_default();
                write_rows(tx, &rows)?;
            }
            // What was altered is found by whoever verifies; it keeps nobody from going on.
            Err(StoreError::Unreadable(_) | StoreError::History(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Since this layout numbers that were replaced have rows.
const FORMER_NUMBERS_SINCE: i64 = 17;

/// The numbers that were replaced before that had rows, as they follow from the journal.
fn fill_former_numbers(tx: &mut dyn Connection) -> Result<(), StoreError> {
    let mut people: Vec<(String, PersonId)> = Vec::new();
    tx.query(sql::PEOPLE_TRACED, &[], &mut |values| {
        let row = Row::new("journal", values);
        people.push((row.text(0)?.to_owned(), row.parsed(1, "a person's id", |text| text.parse().ok())?));
        Ok(())
    })?;
    for (footprint, id) in people {
        match load(tx, &footprint, id) {
            Ok(stream) => {
                let person = stream.record.as_ref().and_then(Record::person);
                write_rows(tx, &person.map(|person| former_number::rows_anew(person, &footprint)).unwrap_or_default())?;
            }
            // What was altered is found by whoever verifies; it keeps nobody from going on.
            Err(StoreError::Unreadable(_) | StoreError::History(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What the step that begins to keep the words of names has in it.
const WORDS_OF_NAMES: &str = "CREATE TABLE person_word";

/// What the step that begins to seal looks has in it.
const SEALS_OF_LOOKS: &str = "CREATE TABLE look_head";

/// The words of names that were known before they were kept: folding a name is beyond what both databases can do alike.
fn fill_words_of_names(tx: &mut dyn Connection) -> Result<(), StoreError> {
    let mut words = Vec::new();
    tx.query(sql::NAMES, &[], &mut |values| {
        let row = Row::new("person", values);
        let (footprint, person) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
        let of_name = porch_domain::person::words_of_name(row.text(2)?);
        words
            .extend(of_name.into_iter().map(|word| vec![footprint.clone().into(), person.clone().into(), word.into()]));
        Ok(())
    })?;
    tx.insert(&table::PERSON_WORD, &lent(&words), true)
}

/// The statements of a step in the words of an engine.
///
/// SQLite tables are STRICT, and without a row id where the file says `-- clustered`; text is compared byte by byte on
/// both.
fn statements(text: &str, dialect: Dialect) -> Vec<String> {
    let mut statements = Vec::new();
    let mut statement = String::new();
    for line in text.lines() {
        let clustered = line.trim_end().ends_with("-- clustered");
        let line = line.split("--").next().unwrap_or_default();
        statement.push_str(line);
        statement.push('\n');
        if line.trim_end().ends_with(';') {
            statements.push(in_dialect(statement.trim().trim_end_matches(';'), clustered, dialect));
            statement.clear();
        }
    }
    statements
}

fn in_dialect(statement: &str, clustered: bool, dialect: Dialect) -> String {
    let table = statement.starts_with("CREATE TABLE");
    let column = statement.starts_with("ALTER TABLE") && statement.contains(" ADD COLUMN ");
    match dialect {
        Dialect::Sqlite if table => {
            let typed = statement.replace(" BIGINT", " INTEGER").replace(" BYTEA", " BLOB");
            format!("{typed} STRICT{}", if clustered { ", WITHOUT ROWID" } else { "" })
        }
        Dialect::Sqlite if column => statement.replace(" BIGINT", " INTEGER").replace(" BYTEA", " BLOB"),
        Dialect::Postgres if table || column => statement.replace(" TEXT", " TEXT COLLATE \"C\""),
        Dialect::Sqlite | Dialect::Postgres => statement.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_strict_on_sqlite_and_compares_bytes_on_postgresql() {
        let text =
            "-- a remark; with a semicolon\nCREATE TABLE t (\n    a TEXT NOT NULL,\n    n BIGINT\n); -- clustered\n";
        let sqlite = statements(text, Dialect::Sqlite);
        assert_eq!(sqlite.len(), 1);
        assert!(sqlite[0].ends_with("STRICT, WITHOUT ROWID") && sqlite[0].contains("n INTEGER"), "{}", sqlite[0]);
        let column = statements("ALTER TABLE t ADD COLUMN m BIGINT;\n", Dialect::Sqlite);
        assert_eq!(column, ["ALTER TABLE t ADD COLUMN m INTEGER"], "a strict table takes no other name");
        assert!(statements(text, Dialect::Postgres)[0].contains("a TEXT COLLATE \"C\" NOT NULL"));
        let added = "ALTER TABLE t ADD COLUMN later_ms BIGINT;\n";
        assert_eq!(statements(added, Dialect::Sqlite), ["ALTER TABLE t ADD COLUMN later_ms INTEGER"]);
        let added = "ALTER TABLE t ADD COLUMN b BYTEA;\nALTER TABLE t ADD COLUMN c TEXT;\n";
        assert_eq!(statements(added, Dialect::Sqlite)[0], "ALTER TABLE t ADD COLUMN b BLOB");
        assert_eq!(statements(added, Dialect::Postgres)[1], "ALTER TABLE t ADD COLUMN c TEXT COLLATE \"C\"");
    }
}
