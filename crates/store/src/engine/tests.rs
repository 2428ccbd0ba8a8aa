//! Every statement is one that both engines accept, and every table is what the program believes it to be.

use porch_testkit::postgres::{fresh_database, server_url};

use super::{Connection, Dialect, Engine, Lent, postgres::Postgres, sqlite::Sqlite};
use crate::{
    migrate, sql,
    table::{COMMAND, TABLES, Taken},
    value::{Row, Val},
    verify,
};

/// Tables that no row-by-row writing touches.
const OTHER_TABLES: [&str; 4] = ["batch_counter", "lease", "look_head", "meta"];

/// A new database of each engine that is at hand, and what holds it.
pub(crate) fn databases() -> Vec<(Dialect, Box<dyn Connection>, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::new(&folder.path().join("porch.db")).connect(true).unwrap();
    let mut databases = vec![(Dialect::Sqlite, sqlite, Some(folder))];
    if let Some(server) = server_url() {
        let postgres = Postgres::new(&fresh_database(&server).unwrap()).unwrap().connect(true).unwrap();
        databases.push((Dialect::Postgres, postgres, None));
    }
    for (dialect, connection, _) in &mut databases {
        migrate::run(connection.as_mut(), *dialect).unwrap();
    }
    databases
}

fn texts(connection: &mut dyn Connection, sql: String) -> Vec<String> {
    let mut found = Vec::new();
    let read = connection.query(sql.leak(), &[], &mut |values| {
        found.push(Row::new("catalogue", values).text(0)?.to_owned());
        Ok(())
    });
    read.unwrap();
    found
}

#[test]
fn every_written_statement_is_accepted_and_gives_its_columns() {
    for (dialect, mut connection, _folder) in databases() {
        for (name, columns, sql) in sql::ALL {
            let given = connection.columns_of(sql).unwrap_or_else(|error| panic!("{dialect:?} {name}: {error}"));
            assert_eq!(given, *columns, "{dialect:?} {name}");
        }
        assert!(connection.columns_of("SELECT no_such_column FROM journal").is_err());
    }
}

#[test]
fn every_statement_made_from_a_table_is_accepted_and_gives_its_columns() {
    for (dialect, mut connection, _folder) in databases() {
        let mut accepted = |name: &str, columns: usize, sql: &str| {
            let given = connection.columns_of(sql).unwrap_or_else(|error| panic!("{dialect:?} {name}: {error}"));
            assert_eq!(given, columns, "{dialect:?} {name}: {sql}");
        };
        for table in TABLES {
            for taken in [Taken::Refused, Taken::Replaced, Taken::Left] {
                accepted(table.name, 0, &table.insert_sql(taken));
            }
            accepted(table.name, 0, &table.delete_sql());
        }
        let made: Vec<_> = verify::made().collect();
        assert_eq!(made.len(), 2 * TABLES.len());
        for (name, columns, sql) in made {
            accepted(name, columns, sql);
        }
    }
}

/// Statements that read all of a footprint, a whole table, or sort what they found, and why they may.
const WIDE: &[(&str, &[&str])] = &[
    (
        "a table of a few rows",
        &[
            "COUNTER_NEXT",
            "COUNTER_OBSERVE",
            "COUNTER_KNOWN",
            "COUNTER",
            "COUNTER_SET",
            "COUNTER_LESS",
            "FOOTPRINTS",
            "FOOTPRINTS_APPLIED",
            "FOOTPRINT_VERSIONS",
            "UNFINISHED_IMPORTS",
            "IN_HAND_SINCE",
            "IMPORT_NOT_WHOLE",
            "ACCOUNTS",
            "ACCOUNT_NAMES",
            "TEMPLATES",
            "DOOR_COUNTS",
            "ADVICE_OPEN",
            "ADVICE_OF_REFERRAL",
            "TRIES_OLD",
            "CEREMONIES_OLD",
            "SYSTEM_TOKENS",
            "SESSIONS_OF_PROVIDER",
            "SESSIONS_STALE",
            "OLD_FILES_FORGET",
            "OLD_DRAFTS_FORGET",
            "LOOK_HEAD",
            "LOOK_HEAD_NEXT",
            "LOOK_HEAD_SET",
        ],
    ),
    (
        "a copy, a check, a change of the layout, an erasure, the taking out of an import",
        &[
            "COMMANDS",
            "PERSONAL_STRAYS",
            "LINKS_OF_ONE_SIDE",
            "JOURNAL_COUNT",
            "JOURNAL_FOOTPRINTS",
            "SENDER_ROWS",
            "CREDENTIALS",
            "FACTORS_ALL",
            "RECOVERY_CODES_ALL",
            "LOOKS_COUNT",
            "SEALED_ENTRIES",
            "FILES_ALL",
            "NAMES",
            "DRAFTS_ERASE",
            "DRAFT_FILES_ERASE",
            "IMPORTED_STREAMS",
        ],
    ),
    (
        "a report of everything",
        &[
            "FACTS_NOW",
            "FACTS_NOW_OF_WHOLE_IMPORTS",
            "FACTS_AT",
            "LINKS_KNOWN_BY",
            "REFERRALS_BY_SOURCE",
            "REFERRAL_COUNT",
            "CARE_LEFT",
            "CARE_SEEN",
            "CARE_ANSWERED",
            "CRITERIA_CITED",
            "FIRST_REVIEWS",
            "FIRST_ENTRIES",
            "JOURNEYS",
            "RECEIVED_HERE",
            "EXPECTED_CONTACTS",
            "PEOPLE_LAST_USED_BEFORE",
            "TEXT_PACKS",
            "SAID_AND_DONE",
        ],
    ),
    (
        "a list in the order of its key, which ends at its limit",
        &["OUTBOX", "OUTBOX_OF_STAGE", "MEETINGS", "SEAL_LAST"],
    ),
    ("the order of all who wait, read once by each program", &["QUEUE_ORDER"]),
    ("counts of all who wait, by team, for the page of duty", &["WAITING_BY_TEAM"]),
    ("counts that end at their limit", &["BETWEEN_TEAMS", "CHASES_COUNTED", "COMMENTS_COUNTED", "OPENINGS_COUNTED"]),
    ("each of the people found, once", &["PEOPLE_BY_WORD"]),
];

/// A question about one thing must not read everything: it did, unnoticed, while databases were small.
#[test]
fn no_statement_reads_more_than_it_must() {
    let (_, mut connection, _folder) = databases().remove(0);
    let mut wide = Vec::new();
    for (name, _, sql) in sql::ALL {
        let asked = format!("EXPLAIN QUERY PLAN {sql}");
        let places = (1..).take_while(|place| sql.contains(&format!("${place}"))).count();
        let params: Vec<crate::value::Val> = (0..places).map(|_| "x".into()).collect();
        let mut plan = Vec::new();
        let read = connection.query(asked.leak(), &params, &mut |values| {
            plan.push(Row::new("plan", values).text(3)?.to_owned());
            Ok(())
        });
        read.unwrap();
        if plan
            .iter()
            .any(|step| step.starts_with("SCAN ") || step.ends_with("(footprint=?)") || step.contains("TEMP B-TREE"))
        {
            wide.push(*name);
        }
    }
    let mut known: Vec<&str> = WIDE.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    wide.sort_unstable();
    known.sort_unstable();
    assert_eq!(wide, known);
}

/// An index costs every writer, and takes a twentieth of the file or more: none is there for nobody.
#[test]
fn every_index_is_a_way_that_some_statement_goes() {
    let (_, mut connection, _folder) = databases().remove(0);
    let mut plans = String::new();
    for (_, _, sql) in sql::ALL {
        let places = (1..).take_while(|place| sql.contains(&format!("${place}"))).count();
        let params: Vec<crate::value::Val> = (0..places).map(|_| "x".into()).collect();
        let read = connection.query(format!("EXPLAIN QUERY PLAN {sql}").leak(), &params, &mut |values| {
            plans.push_str(Row::new("plan", values).text(3)?);
            plans.push_str(" \n");
            Ok(())
        });
        read.unwrap();
    }
    let made = "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'".to_owned();
    let mut indexes = texts(connection.as_mut(), made);
    assert!(indexes.len() > 20, "{indexes:?}");
    indexes.retain(|index| !plans.contains(&format!("INDEX {index} ")));
    assert_eq!(indexes, Vec::<String>::new());
}

#[test]
fn a_lent_row_holds_what_a_copied_one_does() {
    for (dialect, mut connection, _folder) in databases() {
        let text = |text: &str| Val::from(text);
        let row = vec![text("kent-medway"), text("c\u{e9}"), Val::Int(-7), text("done")];
        connection.insert(&COMMAND, &[row.as_slice()], false).unwrap();
        let sql = "SELECT command_id, known_ms, outcome, CAST(NULL AS TEXT) FROM command";
        let (mut copied, mut lent) = (Vec::new(), Vec::new());
        connection
            .query(sql, &[], &mut |values| {
                copied.extend_from_slice(values);
                Ok(())
            })
            .unwrap();
        connection
            .lend(sql, &[], &mut |row| {
                let mut values = [Lent::Null; 4];
                row.values(&mut values)?;
                lent.extend(values.map(|value| match value {
                    Lent::Null => Val::Null,
                    Lent::Text(text) => Val::Text(String::from_utf8(text.to_vec()).unwrap()),
                    Lent::Int(number) => Val::Int(number),
                    Lent::Bytes(bytes) => Val::Bytes(bytes.to_vec()),
                }));
                assert!(row.values(&mut [Lent::Null; 5]).is_err(), "{dialect:?}");
                Ok(())
            })
            .unwrap();
        assert_eq!(copied, lent, "{dialect:?}");
        assert_eq!(lent.len(), 4, "{dialect:?}");
    }
}

#[test]
fn every_table_has_exactly_the_columns_of_the_database_in_their_order() {
    for (dialect, mut connection, _folder) in databases() {
        for table in TABLES {
            let sql = match dialect {
                Dialect::Sqlite => format!("SELECT name FROM pragma_table_info('{}') ORDER BY cid", table.name),
                Dialect::Postgres => format!(
                    "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
                     WHERE table_schema = current_schema() AND table_name = '{}' ORDER BY ordinal_position",
                    table.name
                ),
            };
            assert_eq!(texts(connection.as_mut(), sql), table.columns, "{dialect:?} {}", table.name);
        }
    }
}

#[test]
fn every_key_is_the_key_of_the_database() {
    for (dialect, mut connection, _folder) in databases() {
        for table in TABLES {
            let sql = match dialect {
                Dialect::Sqlite => {
                    format!("SELECT name FROM pragma_table_info('{}') WHERE pk > 0 ORDER BY pk", table.name)
                }
                Dialect::Postgres => format!(
                    "SELECT CAST(a.attname AS TEXT) FROM pg_index i \
                     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) \
                     WHERE i.indrelid = '{}'::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)",
                    table.name
                ),
            };
            assert_eq!(texts(connection.as_mut(), sql), table.columns[..table.key], "{dialect:?} {}", table.name);
        }
    }
}

#[test]
fn no_table_of_the_database_is_forgotten() {
    for (dialect, mut connection, _folder) in databases() {
        let sql = match dialect {
            Dialect::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Dialect::Postgres => {
                "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
            }
        };
        let mut known: Vec<&str> = TABLES.iter().map(|table| table.name).chain(OTHER_TABLES).collect();
        known.sort_unstable();
        assert_eq!(texts(connection.as_mut(), sql.to_owned()), known, "{dialect:?}");
    }
}
