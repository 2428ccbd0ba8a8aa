//! The rights that the guide names are enough for the serving account of a PostgreSQL server, and no more than it says.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use porch_app::{DatabaseUrl, Store};
use porch_testkit::{
    conformance::{self as stories, Desk},
    postgres::{fresh_database, server_url},
};

const GUIDE: &str = include_str!("../../../docs/guides/operate.md");

/// The statements of the guide, for an account of this test.
fn granted(account: &str) -> String {
    let statements = GUIDE.split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(statements.matches("porch_serving;").count(), 3, "{statements}");
    statements.replace("porch_serving", account)
}

/// A database that one account owns and another serves: the address of each.
fn two_accounts() -> Option<(String, String)> {
    let owner = fresh_database(&server_url()?).unwrap();
    let store = Store::open(&DatabaseUrl::Postgres(owner.clone()), true).unwrap();
    drop(store);
    let database = owner.rsplit('/').next().unwrap();
    let account = format!("serving_{}", database.replace('-', "_"));
    let mut client = postgres::Client::connect(&owner, postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE ROLE {account} LOGIN PASSWORD 'invented'; {}", granted(&account))).unwrap();
    let (_, place) = owner.split_once('@').unwrap();
    let serving = format!("postgres://{account}:invented@{place}");
    Some((owner, serving))
}

fn empty() -> Option<Store> {
    let (_, serving) = two_accounts()?;
    Some(Store::open(&DatabaseUrl::Postgres(serving), true).unwrap())
}

fn serving() -> Option<Desk> {
    Some(Desk::open(empty()?, 1))
}

// ASVS 13.2.2
#[test]
fn the_serving_account_does_all_of_its_work_with_the_rights_of_the_guide() {
    let Some(desk) = serving() else { return };
    stories::seeded_commands(&desk, 100);
    desk.verified();
    stories::an_erasure_leaves_figures_chain_and_replay(&serving().unwrap());
    stories::a_draft_is_sent_once(&serving().unwrap());
    stories::a_superseded_number_finds_the_same_woman(&serving().unwrap());
    stories::a_history_that_is_being_written_is_seen_by_nobody(&serving().unwrap());
    stories::what_was_erased_stays_erased_after_a_restore(&serving().unwrap(), &empty().unwrap());
}

// ASVS 13.2.2
#[test]
fn the_serving_account_changes_no_table_and_a_newer_layout_is_for_the_owner() {
    let Some((owner, serving)) = two_accounts() else { return };
    let mut client = postgres::Client::connect(&serving, postgres::NoTls).unwrap();
    for statement in [
        "CREATE TABLE ours (id BIGINT)",
        "DROP TABLE journal",
        "ALTER TABLE journal ADD COLUMN more TEXT",
        "TRUNCATE journal",
        "CREATE INDEX more ON journal (hash)",
        "CREATE ROLE another",
    ] {
        let refused = client.batch_execute(statement).unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42501", "{statement}: {refused}");
    }
    // A database of the layout before: the owner brings it forward, and then it is served.
    let mut by_owner = postgres::Client::connect(&owner, postgres::NoTls).unwrap();
    by_owner
        .batch_execute(
            "DROP TABLE comment;
             UPDATE meta SET value = '20' WHERE name = 'layout'",
        )
        .unwrap();
    let refused = Store::open(&DatabaseUrl::Postgres(serving.clone()), true).err().unwrap().to_string();
    assert!(refused.contains("42501"), "{refused}");
    drop(Store::open(&DatabaseUrl::Postgres(owner), true).unwrap());
    let store = Store::open(&DatabaseUrl::Postgres(serving), true).unwrap();
    stories::a_superseded_number_finds_the_same_woman(&Desk::open(store, 1));
}
