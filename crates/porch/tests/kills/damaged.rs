//! Pages of the database are overwritten by something that is no database: the server says so, and stays not ready.

use std::{
    fs::OpenOptions,
    io::{Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    path::Path,
    process::Command,
    thread,
    time::Duration,
};

use porch_testkit::OwnServer;
use postgres::{Client, NoTls};
use serde_json::Value;

use crate::{
    place::Place,
    program,
    restarted::ready_again,
    server::{Browser, Server},
};

const PAGE: u64 = 4096;
const SAID: &str = "not ready: the database is damaged; stop the service and restore a backup\n";

/// Overwrites pages of a file with what is no page.
fn overwrite(file: &Path, pages: std::ops::Range<u64>) {
    let mut file = OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(pages.start * PAGE)).unwrap();
    for _ in pages {
        file.write_all(&[0xA5; PAGE as usize]).unwrap();
    }
}

fn pages(file: &Path) -> u64 {
    std::fs::metadata(file).unwrap().len() / PAGE
}

/// Asks until it is not ready, which must not take it long by itself, and then a while longer.
#[track_caller]
fn becomes_not_ready(browser: &mut Browser) {
    let not_ready = |browser: &mut Browser| {
        let ready = browser.get("/readyz").unwrap();
        ready.status == 503 && ready.body == SAID
    };
    let came = (0..400).any(|_| {
        thread::park_timeout(Duration::from_millis(50));
        not_ready(browser)
    });
    assert!(came, "it is ready: {:?}", browser.get("/readyz"));
    assert!((0..20).all(|_| not_ready(browser)), "it became ready again");
    let metrics = browser.get("/metrics").unwrap().body;
    assert!(metrics.contains("porch_ready 0\n"), "{metrics}");
}

/// One line of the log, which says what happened and names nobody.
#[track_caller]
fn said_aloud(place: &Place) {
    let said = place.said();
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let aloud = lines.iter().filter(|line| {
        let message = line["fields"]["message"].as_str().unwrap_or_default();
        line["level"] == "ERROR" && message.starts_with("the database is damaged; stop the service")
    });
    assert_eq!(aloud.count(), 1, "{said}");
}

/// Settings with which damage is looked for every second.
fn often(place: &Place) -> String {
    let file = place.folder().join("often.toml");
    std::fs::write(&file, "look_for_damage_every_seconds = 1\n").unwrap();
    file.to_string_lossy().into_owned()
}

/// A database with some pages, whole in one file.
fn filled() -> (Place, Vec<String>) {
    let place = Place::on_sqlite();
    let keys = place.drafts(200);
    let server = Server::start(&place);
    let mut browser = server.browser();
    assert!(keys[..100].iter().all(|key| browser.press(key).is_yes()));
    drop(browser);
    assert_eq!(server.stop(), Some(0));
    (place, keys)
}

/// H19: nobody asks for anything, and it finds the damage by itself.
#[test]
fn a_page_that_is_overwritten_while_it_runs_makes_it_not_ready_by_itself() {
    let (place, _) = filled();
    let count = pages(&place.file());
    assert!(count > 100, "{count}");
    for page in [count / 3, count / 2] {
        let (place, _) = filled();
        let server = Server::with(&place, &["--config", &often(&place)]);
        let mut browser = server.browser();
        ready_again(&server);
        overwrite(&place.file(), page..page + 8);
        becomes_not_ready(&mut browser);
        said_aloud(&place);
        assert_eq!(browser.get("/help-now").unwrap().status, 200);
    }
}

/// H19: whoever meets it first is told that nothing was sent, and everybody after learns that it is damaged.
#[test]
fn a_press_that_meets_damage_makes_it_not_ready_at_once() {
    let (place, keys) = filled();
    let server = Server::start(&place);
    let mut browser = server.browser();
    ready_again(&server);
    overwrite(&place.file(), 1..pages(&place.file()));
    let told = browser.press(&keys[150]);
    assert!(!told.is_yes(), "{told:?}");
    let ready = browser.get("/readyz").unwrap();
    assert_eq!((ready.status, ready.body.as_str()), (503, SAID));
    becomes_not_ready(&mut browser);
    said_aloud(&place);
}

/// H19: the same where it was there before the start, if the program starts at all.
#[test]
fn a_server_over_a_damaged_file_is_not_ready_or_does_not_start() {
    let (whole, _) = filled();
    let content = std::fs::read(whole.file()).unwrap();
    let count = pages(&whole.file());
    let (mut started, mut refused) = (0, 0);
    for page in [1, 2, count / 4, count / 2, count - 2] {
        let place = Place::on_sqlite();
        std::fs::write(place.file(), &content).unwrap();
        overwrite(&place.file(), page..page + 2);
        let settings = often(&place);
        let tried = ["report", "annual", "--from", "2000-01-01", "--to", "2000-12-31", "--database", place.url()];
        let opens = program::porch(place.folder(), &tried).status.code() == Some(0);
        if opens {
            let server = Server::with(&place, &["--config", &settings]);
            becomes_not_ready(&mut server.browser());
            said_aloud(&place);
            started += 1;
        } else {
            let serve = ["serve", "--listen", "127.0.0.1:0", "--database", place.url(), "--config", &settings];
            let output = program::command(place.folder(), &serve).output().unwrap();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "page {page}: {errors}");
            assert!(errors.contains("damaged"), "page {page}: {errors}");
            refused += 1;
        }
    }
    assert!(started > 0 && refused > 0, "{started} started, {refused} refused");
}

/// H19.
#[test]
fn a_damaged_table_of_postgresql_makes_it_not_ready() {
    let Some(mut database) = OwnServer::start().unwrap() else { return };
    let place = Place::on_postgres(&database.url());
    let keys = place.drafts(100);
    let server = Server::start(&place);
    let mut browser = server.browser();
    assert!(keys[..50].iter().all(|key| browser.press(key).is_yes()));
    let mut client = Client::connect(place.url(), NoTls).unwrap();
    let file: String = client.query_one("SELECT pg_relation_filepath('draft')", &[]).unwrap().get(0);
    client.batch_execute("CHECKPOINT").unwrap();
    drop(client);
    database.stop_at_once().unwrap();
    let file = OpenOptions::new().write(true).open(database.data().join(file)).unwrap();
    // The header of every page: the server looks at it whenever it reads one.
    for page in 0..file.metadata().unwrap().len() / 8192 {
        file.write_all_at(&[0xA5; 24], page * 8192).unwrap();
    }
    file.sync_all().unwrap();
    assert!(Command::new("sync").status().unwrap().success());
    database.go_on().unwrap();
    let told = browser.press(&keys[70]);
    assert!(!told.is_yes(), "{told:?}");
    becomes_not_ready(&mut browser);
    said_aloud(&place);
}
