//! The server as strangers meet it: slow, many, malformed, or lying about where they come from; and its secrets.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

struct Server {
    child: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(settings: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("porch.toml");
        std::fs::write(&file, settings).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(&file)
            .args(options)
            .env("PORCH_DATABASE", format!("sqlite:{}", folder.path().join("porch.db").display()))
            .env("PORCH_LOG", "info")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child, address, folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes, and gives everything that comes until the other side ends.
    fn send(&self, bytes: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // What came before the other side let go counts.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: porch.example\r\nConnection: close\r\n\r\n"))
    }

    /// Begins to ask for help, as from behind a proxy that says for whom.
    fn begins(&self, forwarded: &str) -> bool {
        let answer = self.send(&format!(
            "POST /ask/start HTTP/1.1\r\nHost: porch.example\r\nConnection: close\r\nX-Forwarded-For: {forwarded}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nway=myself"
        ));
        answer.starts_with("HTTP/1.1 303")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    fn asked_to_stop(&mut self) -> Option<i32> {
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
        let _ = self.child.wait();
    }
}

#[test]
fn a_client_that_sends_its_request_slowly_is_let_go() {
    let server = Server::start("header_patience_seconds = 1", &[]);
    let began = Instant::now();
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: porch").unwrap();
    let mut answer = Vec::new();
    // It is let go with or without a word.
    let _ = slow.read_to_end(&mut answer);
    assert!(began.elapsed() < Duration::from_secs(15), "it was waited for");
    assert!(!answer.starts_with(b"HTTP/1.1 2"));
    // So is one that says nothing.
    let _ = server.connect().read_to_end(&mut answer);
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn no_more_connections_are_held_than_the_bound_and_the_next_is_answered_when_one_ends() {
    let server = Server::start("most_connections = 2", &[]);
    let held = [server.connect(), server.connect()];
    for mut one in &held {
        one.write_all(b"GET /healthz HTTP/1.1\r\nHost: porch.example\r\n\r\n").unwrap();
        let mut first = [0; 12];
        one.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    let mut third = server.connect();
    third.write_all(b"GET /healthz HTTP/1.1\r\nHost: porch.example\r\nConnection: close\r\n\r\n").unwrap();
    third.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    assert!(third.read(&mut [0; 12]).is_err(), "a third was answered beside two");
    drop(held);
    third.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut answer = String::new();
    third.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_connection_that_rests_keeps_the_server_from_ending_no_longer_than_a_moment() {
    let mut server = Server::start("", &[]);
    let mut resting = server.connect();
    resting.write_all(b"GET /healthz HTTP/1.1\r\nHost: porch.example\r\n\r\n").unwrap();
    resting.read_exact(&mut [0; 12]).unwrap();
    let began = Instant::now();
    assert_eq!(server.asked_to_stop(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn what_is_no_http_or_ends_in_two_ways_is_refused_and_the_server_goes_on() {
    let server = Server::start("", &[]);
    let hidden = "GET /healthz HTTP/1.1\r\nHost: porch.example\r\n\r\n";
    for request in [
        "rubbish\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "\u{0}\u{1}\u{2}\r\n\r\n".to_owned(),
        format!("POST /sign-out HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n{hidden}"),
        format!("POST /sign-out HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{hidden}"),
        format!("POST /sign-out HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}"),
        format!("GET / HTTP/1.1\r\nHost: a\r\nX-Long: {}\r\n\r\n", "a".repeat(600_000)),
    ] {
        let answer = server.send(&request);
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(refused && !answer.contains("ok\n"), "{}: {answer}", &request[..20]);
    }
    // Where both are there, the chunks count, and what stands in the body is no request.
    let both = server.send(&format!(
        "POST /sign-out HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{hidden}\r\n0\r\n\r\n",
        hidden.len()
    ));
    assert!(both.matches("HTTP/1.1 ").count() <= 1 && !both.contains("ok\n"), "{both}");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn only_a_trusted_proxy_is_believed_about_where_a_request_comes_from() {
    // Without a setting, what runs on the machine itself is a proxy.
    let server = Server::start("", &[]);
    assert!((0..60).all(|_| server.begins("203.0.113.1, 198.51.100.7")));
    assert!(!server.begins("203.0.113.2, 198.51.100.7"), "what the client wrote was believed");
    assert!(server.begins("198.51.100.7, 198.51.100.8"), "one address keeps others out");
    // With another, it is not.
    let server = Server::start("trusted_proxies = [\"10.1.2.0/24\"]", &[]);
    assert!((0..60).all(|nth| server.begins(&format!("198.51.100.{nth}"))));
    assert!(!server.begins("198.51.100.99"), "somebody who is no proxy was believed");
}

#[test]
fn whom_to_tell_of_a_weakness_is_a_setting_and_nothing_stands_there_without_it() {
    let server = Server::start("", &[]);
    assert!(server.get("/.well-known/security.txt").starts_with("HTTP/1.1 404"));
    let settings = "security_contact = [\"mailto:a@trust.example\"]\npublic_address = \"https://porch.example\"";
    let server = Server::start(settings, &["--security-contact", "tel:+44-1632-960001"]);
    let said = server.get("/.well-known/security.txt");
    assert!(said.contains("\r\n\r\nContact: tel:+44-1632-960001\nExpires: 20"), "an option goes before: {said}");
    assert!(said.contains("\nCanonical: https://porch.example/.well-known/security.txt\n"), "{said}");
}

#[test]
fn the_log_is_one_json_object_a_line_in_utc() {
    let mut server = Server::start("", &[]);
    server.get("/help-now?%0d%0a{\"level\":\"ERROR\"}");
    server.send(
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: 30\r\n\r\nname=a%0a%22forged&password=bc",
    );
    assert_eq!(server.asked_to_stop(), Some(0));
    let log = server.log();
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let at = entry["timestamp"].as_str().unwrap();
        assert!(at.ends_with('Z') && at.parse::<jiff::Timestamp>().is_ok(), "{at}");
        assert!(entry["level"].is_string() && entry["target"].is_string(), "{line}");
    }
    assert!(!log.contains("forged") && !log.contains("%0d"), "{log}");
}

#[test]
fn a_new_service_has_no_account_and_no_password_that_is_known() {
    let server = Server::start("", &[]);
    let database = format!("sqlite:{}", server.folder.path().join("porch.db").display());
    let listed = porch(&["user", "list", "--format", "json"], &[("PORCH_DATABASE", &database)]);
    assert_eq!(listed.status.code(), Some(0), "{listed:?}");
    let accounts: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let none = accounts.as_array().or_else(|| accounts["accounts"].as_array()).is_some_and(Vec::is_empty);
    assert!(none, "{accounts}");
    for (name, password) in [("admin", "admin"), ("root", "root"), ("porch", "porch"), ("administrator", "password")] {
        let form = format!("name={name}&password={password}");
        let answer = server.send(&format!(
            "POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    }
}

const NEEDLE: &str = "n33dle-in-a-haystack";

fn porch(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porch"));
    command.args(arguments).env_remove("PORCH_DATABASE").env_remove("PORCH_DATABASE_FILE").envs(variables.to_vec());
    command.output().unwrap()
}

/// A file with an address, which only some may read.
fn address_file(folder: &tempfile::TempDir, name: &str, content: &str, mode: u32) -> PathBuf {
    let file = folder.path().join(name);
    std::fs::write(&file, content).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
    file
}

#[test]
fn the_address_of_a_database_is_read_from_a_file_and_its_password_is_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let place = format!("sqlite:{}\n", folder.path().join("porch.db").display());
    let file = address_file(&folder, "address", &place, 0o640);
    let file = file.to_str().unwrap();
    let made = ["user", "add", "jo.invented", "--role", "manager", "--display-name", "Jo Invented"];
    assert_eq!(porch(&made, &[("PORCH_DATABASE_FILE", file)]).status.code(), Some(0));
    let listed = porch(&["user", "list", "--database-file", file], &[]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("jo.invented"), "{listed:?}");

    let addresses = [
        format!("postgres://porch:{NEEDLE}@127.0.0.1:1/porch"),
        format!("postgres://porch@127.0.0.1:1/porch?password={NEEDLE}"),
        format!("mysql://porch:{NEEDLE}@127.0.0.1/porch"),
        format!("host=127.0.0.1 port=1 password={NEEDLE}"),
        format!("porch:{NEEDLE}@127.0.0.1"),
        format!("postgres://porch:{NEEDLE}@127.0.0.1:nonsense/porch"),
    ];
    for (nth, address) in addresses.iter().enumerate() {
        let held = address_file(&folder, &format!("held-{nth}"), address, 0o600);
        let held = held.to_str().unwrap();
        for verb in [&["verify"][..], &["user", "list"], &["serve", "--listen", "127.0.0.1:0"], &["verify", "--help"]] {
            let by_option = [verb, &["--database", address]].concat();
            let by_file = [verb, &["--database-file", held]].concat();
            let helped = verb.contains(&"--help");
            for (arguments, variables) in [
                (by_option, vec![]),
                (by_file, vec![]),
                (verb.to_vec(), vec![("PORCH_DATABASE", address.as_str()), ("PORCH_LOG", "trace")]),
                (verb.to_vec(), vec![("PORCH_DATABASE_FILE", held), ("PORCH_LOG", "trace")]),
            ] {
                let output = porch(&arguments, &variables);
                let printed = [output.stdout, output.stderr].concat();
                let printed = String::from_utf8_lossy(&printed);
                assert!(!printed.contains(NEEDLE), "{verb:?}: {printed}");
                assert_eq!(output.status.success(), helped, "{verb:?}: {printed}");
            }
        }
    }
    let both = porch(&["verify", "--database", "sqlite:a", "--database-file", file], &[]);
    assert_eq!(both.status.code(), Some(2), "two addresses are none");
}

#[test]
fn a_file_that_everybody_can_read_is_refused_as_the_place_of_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("porch.db").display());
    for (mode, refused) in [(0o600, false), (0o440, false), (0o644, true), (0o602, true)] {
        let file = address_file(&folder, &format!("mode-{mode:o}"), &address, mode);
        let output = porch(&["verify", "--database-file", file.to_str().unwrap()], &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.contains("everybody on this machine"), refused, "{mode:o}: {said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
    }
    let output = porch(&["verify", "--database-file", folder.path().to_str().unwrap()], &[]);
    assert_eq!(output.status.code(), Some(2));
}
