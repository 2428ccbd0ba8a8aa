//! `porch user` through the real binary.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod outcome;
mod program;

use serde_json::Value;
use tempfile::TempDir;

use outcome::{done, refused};

fn listed(folder: &TempDir) -> Vec<Value> {
    let list: Value = serde_json::from_str(&done(folder, &["user", "list", "--format", "json"])).unwrap();
    list["accounts"].as_array().unwrap().clone()
}

fn with_account() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    done(&folder, &["user", "add", "jo.invented", "--role", "duty", "--display-name", "Jo Invented"]);
    folder
}

#[test]
fn an_account_is_opened_kept_and_listed() {
    let folder = with_account();
    let printed = done(&folder, &["user", "add", "al", "--role", "information-officer", "--display-name", " Al "]);
    let first = printed.lines().last().unwrap().trim();
    assert_eq!((first.len(), first.matches('-').count()), (34, 6), "{printed}");
    let again = done(&folder, &["user", "reset", "al"]);
    assert!(!again.contains(first) && again.contains("must be changed at the first sign-in"), "{again}");
    done(&folder, &["user", "role", "jo.invented", "clinician"]);
    done(&folder, &["user", "role", "jo.invented", "clinician"]);
    done(&folder, &["user", "disable", "al", "--why", "left the service"]);
    done(&folder, &["user", "end-sessions", "jo.invented"]);
    let accounts = listed(&folder);
    let told = |nth: usize, field: &str| accounts[nth][field].as_str().unwrap_or("-").to_owned();
    let line = |nth| ["name", "display_name", "role", "disabled", "password"].map(|field| told(nth, field));
    assert_eq!(line(0), ["al", "Al", "information_officer", "left the service", "temporary"]);
    assert_eq!(line(1), ["jo.invented", "Jo Invented", "clinician", "-", "temporary"]);
    assert!(accounts.len() == 2 && told(1, "temporary_until").ends_with('Z'));
    done(&folder, &["user", "enable", "al"]);
    assert_eq!(listed(&folder)[0]["disabled"], Value::Null);
    done(
        &folder,
        &["user", "belongs", "jo.invented", "--organisation", "KMPT", "--team", "thrive", "--team", "front_door"],
    );
    let placed = &listed(&folder)[1];
    assert_eq!(
        (&placed["organisation"], &placed["teams"]),
        (&Value::from("KMPT"), &serde_json::json!(["thrive", "front_door"]))
    );
    let text = done(&folder, &["user", "list"]);
    assert!(text.contains("Information officer") && text.contains("first password, until "), "{text}");
    done(&folder, &["verify"]);
    // Neither a password nor its hash is in the journal.
    let db = rusqlite::Connection::open(folder.path().join("porch.db")).unwrap();
    let found = |what: &str| -> i64 {
        let sql = "SELECT COUNT(*) FROM journal WHERE payload LIKE '%' || ?1 || '%'";
        db.query_row(sql, [what], |row| row.get(0)).unwrap()
    };
    assert_eq!((found(first), found("argon2"), found("temporary_until")), (0, 0, 3));
}

#[test]
fn what_cannot_be_done_ends_with_two_and_says_what_was_expected() {
    let folder = with_account();
    let before = std::fs::read(folder.path().join("porch.db")).unwrap();
    let add = |name: &'static str, role: &'static str, display: &'static str| {
        vec!["user", "add", name, "--role", role, "--display-name", display]
    };
    for (arguments, said) in [
        (
            add("jo.invented", "duty", "Jo Invented"),
            "error: account jo.invented: this record exists already (expected a name that no account has;",
        ),
        (add("Jo Invented", "duty", "Jo"), "it is no name for an account (expected 1 to 64 lower-case letters"),
        (
            add("jo", "boss", "Jo"),
            "there is no such role (expected one of duty, clinician, manager, information-officer",
        ),
        (add("jo", "duty", " "), "error: account jo: the name that colleagues read is empty (expected some words)"),
        (vec!["user", "add", "jo", "--role", "duty"], "--display-name"),
        (vec!["user", "reset", "nobody"], "error: account nobody: there is no account of that name (expected the name"),
        (vec!["user", "role", "nobody", "duty"], "error: account nobody: there is no account of that name"),
        (
            vec!["user", "belongs", "jo.invented", "--organisation", "X"],
            "error: account jo.invented: the footprint has no organisation \"X\"",
        ),
        (
            vec!["user", "belongs", "jo.invented", "--organisation", "EKHUFT", "--team", "community"],
            "error: account jo.invented: the team \"community\" has no staff of EKHUFT",
        ),
        (vec!["user", "end-sessions", "nobody"], "error: account nobody: there is no account of that name"),
        (vec!["user", "enable", "jo.invented"], "error: account jo.invented: this account is not disabled (expected a"),
        (vec!["user", "disable", "jo.invented", "--why", " "], "error: account jo.invented: the reason is empty"),
        (vec!["user", "disable", "jo.invented"], "--why"),
        (vec!["user", "list", "--footprint", "atlantis"], "there is no footprint \"atlantis\""),
        (vec!["user"], "Usage: porch user"),
    ] {
        let errors = refused(&folder, &arguments);
        assert!(errors.contains(said), "{arguments:?}: {errors}");
        assert!(std::fs::read(folder.path().join("porch.db")).unwrap() == before, "{arguments:?} wrote");
    }
    done(&folder, &["user", "disable", "jo.invented", "--why", "left"]);
    let errors = refused(&folder, &["user", "reset", "jo.invented"]);
    assert!(
        errors.starts_with("error: account jo.invented: this account is disabled (expected one in use"),
        "{errors}"
    );
}

#[test]
fn only_opening_an_account_makes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["user", "list"][..],
        &["user", "reset", "jo"],
        &["user", "role", "jo", "duty"],
        &["user", "disable", "jo", "--why", "left"],
        &["user", "enable", "jo"],
        &["user", "end-sessions", "jo"],
    ] {
        let errors = refused(&folder, arguments);
        assert!(errors.starts_with("error: database: there is no database at sqlite:porch.db"), "{errors}");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "{arguments:?}");
    }
}

/// A database as the first version left it: what later steps added is gone.
#[test]
fn a_database_from_before_there_were_accounts_is_brought_forward() {
    let first = include_str!("../../store/migrations/0001_journal_and_rows.sql");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("history.csv"),
        "referral_id,person_id,team,received_at,decision\nR1,P1,community,2022-05-03,accepted\nR2,P2,thrive,2022-05-04,pending\n",
    )
    .unwrap();
    done(&folder, &["--quiet", "import", "referrals", "history.csv"]);
    let db = rusqlite::Connection::open(folder.path().join("porch.db")).unwrap();
    let made: Vec<(String, String)> = db
        .prepare("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let in_first =
        |name: &str| [format!("TABLE {name} ("), format!("INDEX {name} ON")].iter().any(|made| first.contains(made));
    let later: Vec<_> = made.iter().filter(|(_, name)| !in_first(name)).collect();
    assert!(later.iter().any(|(_, name)| name == "account"), "{later:?}");
    for (kind, name) in later {
        db.execute_batch(&format!("DROP {kind} {name}")).unwrap();
    }
    // What a later step added to a table of the first.
    for (table, column) in [
        ("message", "template"),
        ("message", "attempts"),
        ("message", "obstacle"),
        ("message", "again_ms"),
        ("message", "receipt"),
        ("message", "failure"),
        ("referral", "entry_ms"),
        ("look", "place"),
        ("look", "seal"),
        ("person", "restricted"),
        ("person", "restricted_own"),
        ("person", "restricted_named"),
        ("session", "factor"),
        ("session", "proved_ms"),
        ("session", "browser"),
        ("session", "provider"),
        ("session", "acr"),
        ("session", "provider_session"),
    ] {
        db.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {column}")).unwrap();
    }
    // What a later step took away from the first.
    db.execute_batch(
        "CREATE INDEX referral_by_due ON referral (footprint, next_due_ms) WHERE next_due_ms IS NOT NULL;
         ALTER TABLE sender_row ADD COLUMN import_id TEXT;
         ALTER TABLE sender_row ADD COLUMN content_key TEXT;",
    )
    .unwrap();
    db.execute("UPDATE meta SET value = '1' WHERE name = 'layout'", []).unwrap();
    drop(db);
    assert_eq!(listed(&folder), [] as [Value; 0]);
    done(&folder, &["user", "add", "jo.invented", "--role", "duty", "--display-name", "Jo Invented"]);
    assert_eq!(listed(&folder).len(), 1);
    done(&folder, &["verify"]);
}
