//! Migrations are numbered without a gap and give something to both databases.

use super::{Fault, Tree};

const FOLDER: &str = "crates/store/migrations/";
const EXPECTED: &str = "0001_name.sql onwards, each for both databases";

/// Numbers run from 0001 without a gap, and no file serves only one database.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut expected_number = 1;
    for (path, text) in tree.texts().filter(|(path, _)| path.starts_with(FOLDER)) {
        match number(&path[FOLDER.len()..]) {
            None => faults.push(Fault::new(path, "is not named as a migration", EXPECTED)),
            Some(number) => {
                if number != expected_number {
                    faults.push(Fault::new(
                        path,
                        format!("{expected_number:04} comes before it and is absent"),
                        EXPECTED,
                    ));
                }
                expected_number = number + 1;
            }
        }
        faults.extend(content_faults(path, text));
    }
    let has_store = tree.texts().any(|(path, _)| path.starts_with("crates/store/src/") && !path.ends_with("/lib.rs"));
    if has_store && expected_number == 1 {
        faults.push(Fault::new(FOLDER, "holds no migration", EXPECTED));
    }
    faults
}

fn number(name: &str) -> Option<u32> {
    let (digits, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let plain = |c: char| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit();
    let named = digits.len() == 4 && digits.chars().all(|c| c.is_ascii_digit()) && !rest.is_empty();
    if named && rest.chars().all(plain) { digits.parse().ok() } else { None }
}

/// SQL before the first section is for both databases; a section for one asks for a section for the other.
fn content_faults(path: &str, text: &str) -> Vec<Fault> {
    let (mut common, mut sqlite, mut postgres) = (false, false, false);
    let (mut marked_sqlite, mut marked_postgres) = (false, false);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.to_ascii_lowercase().as_str() {
            "-- sqlite" => (marked_sqlite, marked_postgres) = (true, false),
            "-- postgres" => (marked_sqlite, marked_postgres) = (false, true),
            comment if comment.starts_with("--") => {}
            _ if marked_sqlite => sqlite = true,
            _ if marked_postgres => postgres = true,
            _ => common = true,
        }
    }
    let mut faults = Vec::new();
    if !common && !sqlite && !postgres {
        faults.push(Fault::new(path, "holds no SQL", EXPECTED));
    }
    if sqlite != postgres {
        let only = if sqlite { "SQLite" } else { "PostgreSQL" };
        faults.push(Fault::new(
            path,
            format!("has SQL in a section for {only} only"),
            "a section for each, or for neither",
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(files: &[(&str, &str)]) -> usize {
        let named: Vec<(String, &str)> = files.iter().map(|(name, text)| (format!("{FOLDER}{name}"), *text)).collect();
        check(&named.iter().map(|(path, text)| (path.as_str(), *text)).collect()).len()
    }

    #[test]
    fn common_sql_and_pairs_of_sections_pass() {
        let pair = "-- why\n-- sqlite\nCREATE A;\n-- postgres\nCREATE B;\n";
        assert_eq!(faults(&[("0001_journal.sql", "CREATE TABLE a;"), ("0002_rows.sql", pair)]), 0);
        assert_eq!(faults(&[]), 0);
    }

    #[test]
    fn a_gap_a_double_and_a_strange_name_fail() {
        assert_eq!(faults(&[("0002_a.sql", "X;")]), 1);
        assert_eq!(faults(&[("0001_a.sql", "X;"), ("0001_b.sql", "X;")]), 1);
        assert_eq!(faults(&[("1_a.sql", "X;")]), 1);
        assert_eq!(faults(&[("notes.md", "X;")]), 1);
    }

    #[test]
    fn sql_for_one_database_only_fails() {
        assert_eq!(faults(&[("0001_a.sql", "X;\n-- sqlite\nY;\n")]), 1);
        assert_eq!(faults(&[("0001_a.sql", "-- sqlite\nY;\n-- postgres\n-- nothing\n")]), 1);
        assert_eq!(faults(&[("0001_a.sql", "-- a comment\n")]), 1);
    }

    #[test]
    fn a_store_without_migrations_fails() {
        assert_eq!(check(&[("crates/store/src/journal.rs", "")].into_iter().collect()).len(), 1);
    }
}
