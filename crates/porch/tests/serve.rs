//! The server as a process: it answers, and when it is asked to stop it ends in peace on either engine.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

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

    fn asked_to_stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code()
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
