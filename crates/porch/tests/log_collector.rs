//! The program's log at a collector elsewhere: every line, over a connection that is checked, and what happens while nobody
//! takes them. // ASVS 16.4.3
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde_json::Value;

const CERTIFICATE: &str = include_str!("tls/certificate_of_nobody.pem");
const KEY: &str = include_str!("tls/key_of_nobody.pem");
const ANOTHER: &str = include_str!("tls/certificate_renewed.pem");
const ANOTHER_KEY: &str = include_str!("tls/key_renewed.pem");

struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("porch.toml", settings), ("roots.pem", CERTIFICATE)] {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        std::fs::set_permissions(folder.path().join("porch.toml"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config", "porch.toml"])
            .current_dir(folder.path())
            .env("PORCH_DATABASE", "sqlite:porch.db")
            .env("PORCH_LOG", "info")
            .env_remove("PORCH_FOOTPRINTS")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (_, port) = line.trim().rsplit_once(" on http://127.0.0.1:").unwrap();
        Self { child, port: port.parse().unwrap(), folder }
    }

    fn asked(&self, times: usize) {
        for _ in 0..times {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
    }

    /// The lines on standard error, up to the first that says something, in the order of their texts.
    fn log_until(&self, said: &str) -> Vec<String> {
        loop {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap();
            let lines: Vec<&str> = log.split_inclusive('\n').filter(|line| line.ends_with('\n')).collect();
            if let Some(end) = lines.iter().position(|line| line.contains(said)) {
                return sorted(lines[..=end].iter().map(|line| line.trim_end().to_owned()).collect());
            }
            std::thread::yield_now();
        }
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

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, format!("localhost:{port}"))
}

/// Messages, each after its length (RFC 6587, 3.4.1), until one says something; with what stands before each line.
fn told_until(stream: &mut impl Read, said: &str) -> Vec<(String, String)> {
    let mut told = Vec::new();
    loop {
        let mut length = String::new();
        loop {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            if byte == *b" " {
                break;
            }
            length.push(char::from(byte[0]));
        }
        let mut message = vec![0; length.parse().unwrap()];
        stream.read_exact(&mut message).unwrap();
        let message = String::from_utf8(message).unwrap();
        let (before, line) = message.split_once(" - - ").unwrap();
        let ends = line.contains(said);
        told.push((before.to_owned(), line.to_owned()));
        if ends {
            return told;
        }
    }
}

fn accepted(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn lines(told: &[(String, String)]) -> Vec<String> {
    sorted(told.iter().map(|(_, line)| line.clone()).collect())
}

#[test]
fn each_line_goes_to_the_collector_too_and_while_it_is_away_nobody_waits_and_what_is_lost_is_counted() {
    let (there, address) = listener();
    let server = Server::start(&format!("[log_collector]\naddress = \"tcp://{address}\"\nmost_waiting = 4\n"));
    server.asked(2);
    let mut stream = accepted(&there);
    let mut told = told_until(&mut stream, "answered");
    told.extend(told_until(&mut stream, "answered"));
    for (before, line) in &told {
        let fields: Vec<&str> = before.split(' ').collect();
        let [priority, at, _, program, process] = fields[..] else { panic!("{before}") };
        let level = serde_json::from_str::<Value>(line).unwrap()["level"].as_str().unwrap().to_owned();
        let known = [("WARN", "<28>1"), ("INFO", "<30>1")].iter().find(|(known, _)| *known == level).unwrap();
        assert_eq!((priority, program), (known.1, "porch"), "{line}");
        at.parse::<jiff::Timestamp>().unwrap();
        assert_eq!(process, server.child.id().to_string());
    }

    // Nobody is there: twenty requests are answered, and more lines are made than may wait.
    drop((stream, there));
    server.asked(20);
    let before = server.log_until("lines wait");
    assert!(before.iter().any(|line| line.contains("\"ERROR\"")), "{before:?}");
    let there = TcpListener::bind(address.replace("localhost", "127.0.0.1")).unwrap();
    let mut stream = accepted(&there);
    let after = told_until(&mut stream, "takes lines again");
    let last: Value = serde_json::from_str(&after.last().unwrap().1).unwrap();
    let lost = usize::try_from(last["fields"]["lost"].as_u64().unwrap()).unwrap();
    assert!(after.last().unwrap().0.starts_with("<28>1 "), "a warning: {after:?}");
    let all = server.log_until("takes lines again");
    let received = lines(&[told, after].concat());
    assert_eq!(received.len() + lost, all.len(), "{all:?}\n{received:?}");
    assert!(lost >= 15 && received.iter().all(|line| all.contains(line)), "{all:?}\n{received:?}");

    // It is told over the same connection from then on.
    server.asked(1);
    assert_eq!(told_until(&mut stream, "answered").len(), 1);
}

#[test]
fn a_collector_is_told_over_tls_where_its_certificate_is_known_and_nothing_otherwise() {
    let (there, address) = listener();
    let settings = format!("[log_collector]\naddress = \"tls://{address}\"\nroots_file = \"roots.pem\"\n");
    let server = Server::start(&settings);
    let as_server = |certificate: &str, key: &str| {
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), accepted(&there))
    };

    // Somebody else answers there first.
    server.asked(1);
    let mut somebody = as_server(ANOTHER, ANOTHER_KEY);
    assert!(somebody.read(&mut [0; 10]).is_err(), "nothing is said to a certificate that nobody knows");
    server.log_until("lines wait");
    drop(somebody);
    let mut collector = as_server(CERTIFICATE, KEY);
    let told = told_until(&mut collector, "takes lines again");
    assert_eq!(lines(&told), server.log_until("takes lines again"), "every line waited");

    // What hung up is not told into the void: the next line comes over the next connection.
    collector.conn.send_close_notify();
    collector.flush().unwrap();
    drop(collector);
    server.asked(1);
    let mut collector = as_server(CERTIFICATE, KEY);
    assert_eq!(told_until(&mut collector, "answered").len(), 1);
}

#[test]
fn a_server_that_ends_without_its_collector_ends_in_time_and_says_what_is_left() {
    let (there, address) = listener();
    drop(there);
    let mut server = Server::start(&format!("[log_collector]\naddress = \"tcp://{address}\"\n"));
    server.asked(3);
    server.log_until("lines wait");
    let asked = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(server.child.wait().unwrap().success());
    let log = server.log_until("did not get the last lines");
    let last = log.iter().find(|line| line.contains("last lines")).unwrap();
    let left =
        usize::try_from(serde_json::from_str::<Value>(last).unwrap()["fields"]["left"].as_u64().unwrap()).unwrap();
    assert_eq!(left, log.len() - 1, "{log:?}");
}
