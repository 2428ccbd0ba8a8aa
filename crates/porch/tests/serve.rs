//! The server as a process: it answers, and when it is asked to stop it ends in peace on either engine.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use porch_app::{DatabaseUrl, Store};
use porch_testkit::postgres::{fresh_database, server_url};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", database])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a form and gives the answer.
    fn post(&self, path: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = form.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn asked_to_stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    /// A test that fails leaves no server behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
    }
}

fn answers_and_ends_in_peace(database: &str) {
    let server = Server::start(database);
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/").contains("<h1"));
    assert!(server.get("/reports/annual").starts_with("HTTP/1.1 401"));
    assert!(server.get("/demo/sign-in/0").starts_with("HTTP/1.1 404"), "serve has no demonstration links");
    assert_eq!(server.asked_to_stop(), Some(0));
}

#[test]
fn on_sqlite_it_ends_in_peace_and_leaves_one_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    answers_and_ends_in_peace(&format!("sqlite:{}", folder.path().join("porch.db").display()));
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["porch.db"]);
}

#[test]
fn on_postgresql_it_ends_in_peace() {
    let Some(url) = server_url() else { return };
    answers_and_ends_in_peace(&fresh_database(&url).unwrap());
}

/// Over a database full of invented people, too, nobody comes in without a password.
#[test]
fn serve_has_no_links_of_a_demonstration_and_nothing_turns_them_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("porch.db");
    let store = Store::open(&DatabaseUrl::Sqlite(path.clone()), true).unwrap();
    store.set_meta("demonstration", "seed 1").unwrap();
    drop(store);
    let database = format!("sqlite:{}", path.display());
    let server = Server::start(&database);
    assert!(server.get("/").contains("demonstration"), "the pages say what it is");
    for path in ["/demo/sign-in/0", &format!("/demo/sign-in/{}", "0".repeat(64)), "/demo/sign-in/", "/demo"] {
        assert!(server.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(!server.get("/sign-in").contains("sign-in link"));
    assert_eq!(server.asked_to_stop(), Some(0));

    let refused = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_porch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
            .args(arguments)
            .stdout(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    };
    for option in ["--demo", "--demonstration", "--demo-door", "--sign-in-links"] {
        refused(&[option]);
    }
    let file = folder.path().join("porch.toml");
    for setting in ["demo = true", "demonstration = true", "demo_door = true", "[demo]", "secure_cookies = false"] {
        std::fs::write(&file, setting).unwrap();
        refused(&["--config", file.to_str().unwrap()]);
    }
}

#[test]
fn an_account_that_was_opened_at_the_command_line_opens_the_served_pages() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("porch.db").display());
    let server = Server::start(&database);
    let opened = Command::new(env!("CARGO_BIN_EXE_porch"))
        .args(["user", "add", "jo.invented", "--role", "manager", "--display-name", "Jo Invented"])
        .args(["--database", &database])
        .output()
        .unwrap();
    assert_eq!(opened.status.code(), Some(0), "{opened:?}");
    let printed = String::from_utf8(opened.stdout).unwrap();
    let password = printed.lines().last().unwrap().trim();
    let answer = server.post("/sign-in", &format!("name=jo.invented&password={password}"));
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("location: /account\r\n"), "{answer}");
    assert!(answer.contains("set-cookie: __Host-porch=") && answer.contains("; Secure"), "{answer}");
    let answer = server.post("/sign-in", "name=jo.invented&password=another");
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert_eq!(server.asked_to_stop(), Some(0));
}
