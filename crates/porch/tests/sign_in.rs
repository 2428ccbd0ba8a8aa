//! Second factors and tokens through the real binary: the key, the settings, the verbs.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

mod outcome;
mod program;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use outcome::{done, refused};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &TempDir, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .current_dir(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child, address }
    }

    fn ask(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let form = "Content-Type: application/x-www-form-urlencoded";
        write!(
            stream,
            "{head}\r\nHost: {}\r\nConnection: close\r\n{form}\r\nContent-Length: {length}\r\n\r\n{body}",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it, and gives what it said of itself.
    fn ended(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        self.child.wait().unwrap();
        said
    }
}

impl Drop for Server {
    /// A test that fails leaves no server behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
    }
}

fn with_account() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let printed = done(&folder, &["user", "add", "jo.invented", "--role", "duty", "--display-name", "Jo Invented"]);
    let first = printed.lines().last().unwrap().trim().to_owned();
    (folder, first)
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let line = answer.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}: ")));
    line.map_or("", |line| &line[name.len() + 2..])
}

#[test]
fn a_key_is_made_once_for_its_owner_and_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let said = done(&folder, &["factor-key", "factor.key"]);
    let file = folder.path().join("factor.key");
    let key = std::fs::read_to_string(&file).unwrap();
    assert_eq!((key.trim().len(), std::fs::metadata(&file).unwrap().permissions().mode() & 0o777), (64, 0o600));
    assert!(!said.contains(key.trim()) && said.contains("--factor-key-file factor.key"), "{said}");
    let again = refused(&folder, &["factor-key", "factor.key"]);
    assert!(again.starts_with("error: factor.key: "), "{again}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), key, "it was written over");
    done(&folder, &["factor-key", "other.key"]);
    assert_ne!(std::fs::read_to_string(folder.path().join("other.key")).unwrap(), key);
    // What is no key is refused, and not repeated.
    std::fs::write(folder.path().join("no.key"), "a shopping list").unwrap();
    for file in ["no.key", "none.key"] {
        let errors = refused(&folder, &["serve", "--listen", "127.0.0.1:0", "--factor-key-file", file]);
        assert!(errors.starts_with(&format!("error: {file}: ")) && !errors.contains("shopping"), "{errors}");
    }
}

#[test]
fn a_server_requires_a_second_factor_unless_its_settings_say_otherwise() {
    let (folder, first) = with_account();
    std::fs::write(folder.path().join("offered.toml"), "second_factor = \"offered\"\n").unwrap();
    done(&folder, &["factor-key", "factor.key"]);
    let mut current = first;
    for (more, warns, location, chosen) in [
        (vec!["--factor-key-file", "factor.key"], false, "/account/factors", "tea+towel+umbrella"),
        (vec![], true, "/account/factors", "another+towel+umbrella"),
        (vec!["--config", "offered.toml"], false, "/queue", "third+towel+umbrella"),
    ] {
        let server = Server::start(&folder, &more);
        let answer = server.ask("POST /sign-in HTTP/1.1", &format!("name=jo.invented&password={current}"));
        let first_time = header(&answer, "location") == "/account";
        let cookie = header(&answer, "set-cookie").split(';').next().unwrap().to_owned();
        if first_time {
            let form = format!("current={current}&new={chosen}&again={chosen}");
            let changed = server.ask(&format!("POST /account/password HTTP/1.1\r\nCookie: {cookie}"), &form);
            assert_eq!(header(&changed, "location"), location, "{more:?}: {changed}");
            current = chosen.to_owned();
        } else {
            assert_eq!(header(&answer, "location"), location, "{more:?}: {answer}");
        }
        let said = server.ended();
        assert_eq!(said.contains("porch factor-key FILE"), warns, "{more:?}: {said}");
    }
}

#[test]
fn a_token_is_printed_once_and_opens_what_it_is_for() {
    let (folder, _) = with_account();
    let made = done(&folder, &["token", "make", "monitoring", "--scope", "metrics", "--days", "30"]);
    let token = made.lines().last().unwrap().trim().to_owned();
    assert!(token.starts_with("porch_") && made.contains("shown this once"), "{made}");
    let listed = done(&folder, &["token", "list", "--format", "json"]);
    assert!(!listed.contains(&token) && listed.contains("\"in_use\":true"), "{listed}");
    std::fs::write(folder.path().join("settings.toml"), "metrics = \"token\"\nsecond_factor = \"offered\"\n").unwrap();
    let server = Server::start(&folder, &["--config", "settings.toml"]);
    let metrics = |token: &str| {
        let answer = server.ask(&format!("GET /metrics HTTP/1.1\r\nAuthorization: Bearer {token}"), "");
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!((metrics(&token).as_str(), metrics("porch_0").as_str()), ("200", "401"));
    assert!(server.ask("GET /metrics HTTP/1.1", "").starts_with("HTTP/1.1 401 "));
    // Where nothing is said, this machine itself needs none, and whoever comes through a proxy does. // ASVS 13.4.5
    std::fs::write(folder.path().join("usual.toml"), "second_factor = \"offered\"\n").unwrap();
    let usual = Server::start(&folder, &["--config", "usual.toml"]);
    let asked =
        |more: &str| usual.ask(&format!("GET /metrics HTTP/1.1{more}"), "").split(' ').nth(1).unwrap().to_owned();
    assert_eq!(asked(""), "200");
    assert_eq!(asked("\r\nX-Forwarded-For: 192.0.2.1"), "401");
    assert_eq!(asked(&format!("\r\nX-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer {token}")), "200");
    drop(usual);
    done(&folder, &["token", "end", "monitoring"]);
    assert_eq!(metrics(&token), "401");
    assert!(done(&folder, &["token", "list"]).contains("ended "));
    for (arguments, said) in [
        (&["token", "end", "monitoring"][..], "error: token: no token of the name monitoring is in use"),
        (&["token", "make", "x", "--scope", "everything"], "error: --scope: there is no scope everything"),
        (&["token", "make", "x", "--scope", "metrics", "--days", "401"], "error: token: 401 days (expected 1 to 400)"),
    ] {
        let errors = refused(&folder, arguments);
        assert!(errors.starts_with(said), "{errors}");
    }
}

#[test]
fn whoever_runs_the_program_lets_somebody_in_again() {
    let (folder, first) = with_account();
    let given = done(&folder, &["user", "recover", "jo.invented"]);
    assert!(given.contains("has no second factor any more") && !given.contains(&first), "{given}");
    assert!(done(&folder, &["user", "list", "--format", "json"]).contains("\"second_factors\":0"));
    let errors = refused(&folder, &["user", "recover", "no.body"]);
    assert!(errors.starts_with("error: account no.body: there is no account of that name"), "{errors}");
    done(&folder, &["verify"]);
}
