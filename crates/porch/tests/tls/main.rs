//! HTTPS by the program itself: what it speaks, what it refuses, and that nothing is answered beside it. // ASVS 12.1, 12.2
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion, crypto::ring,
    pki_types::CertificateDer, version,
};
use rustls_pki_types::pem::PemObject;

const CERTIFICATE: &str = include_str!("certificate_of_nobody.pem");
const KEY: &str = include_str!("key_of_nobody.pem");
const RENEWED: &str = include_str!("certificate_renewed.pem");
const RENEWED_KEY: &str = include_str!("key_renewed.pem");
const AUTHORITY: &str = include_str!("authority_of_nobody.pem");
const ENDED: &str = include_str!("certificate_ended.pem");
const FOR_LONG: &str = include_str!("certificate_for_long.pem");
const SETTINGS: &str =
    "header_patience_seconds = 1\ntls_certificate_file = \"certificate.pem\"\ntls_key_file = \"key.pem\"\n";
const ASKED: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// What comes before a message that says that nothing was agreed on (RFC 8446, 5.1).
const ALERT: u8 = 21;

struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        Self::showing(CERTIFICATE, SETTINGS)
    }

    fn showing(certificate: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in
            [("certificate.pem", certificate), ("key.pem", KEY), ("authority.pem", AUTHORITY), ("porch.toml", settings)]
        {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        std::fs::set_permissions(folder.path().join("key.pem"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config", "porch.toml"])
            .current_dir(folder.path())
            .env("PORCH_DATABASE", "sqlite:porch.db")
            .env_remove("PORCH_FOOTPRINTS")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (_, port) = line.trim().rsplit_once(" on https://127.0.0.1:").unwrap();
        Self { child, port: port.parse().unwrap(), folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Says something as it is, and gives everything that comes until the other side ends.
    fn says(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        // What came before the other side let go counts.
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Puts a file in the place of another, as a program does that renews a certificate.
    fn put(&self, name: &str, content: &str) {
        let file = self.folder.path().join(format!("{name}.new"));
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::rename(file, self.folder.path().join(name)).unwrap();
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// A connection that believes one certificate alone; nothing of it is said yet.
    fn believing(&self, certificate: &str) -> StreamOwned<ClientConnection, TcpStream> {
        self.as_client(certificate, &version::TLS13)
    }

    fn over(&self, version: &'static SupportedProtocolVersion) -> (String, String) {
        let mut stream = self.as_client(CERTIFICATE, version);
        stream.write_all(ASKED).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer, format!("{:?}", stream.conn.negotiated_cipher_suite().unwrap().suite()))
    }

    fn as_client(
        &self,
        certificate: &str,
        version: &'static SupportedProtocolVersion,
    ) -> StreamOwned<ClientConnection, TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        StreamOwned::new(client, self.connect())
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

/// The first message of somebody who speaks a version and knows one cipher (RFC 5246, 7.4.1.2).
fn hello(version: [u8; 2], cipher: [u8; 2]) -> Vec<u8> {
    let groups: &[u8] = &[0, 10, 0, 4, 0, 2, 0, 23];
    let signatures: &[u8] = &[0, 13, 0, 6, 0, 4, 4, 3, 8, 4];
    let extensions = [groups, signatures].concat();
    let length = u8::try_from(extensions.len()).unwrap();
    let body = [&version[..], &[7; 32], &[0], &[0, 2], &cipher, &[1, 0], &[0, length], &extensions].concat();
    let length = u8::try_from(body.len()).unwrap();
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &body].concat()
}

#[test]
fn pages_come_over_new_versions_with_good_ciphers_and_say_that_they_come_no_other_way() {
    let server = Server::start();
    for version in [&version::TLS13, &version::TLS12] {
        let (answer, cipher) = server.over(version);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
        assert!(answer.to_lowercase().contains("strict-transport-security: max-age=31536000"), "{answer}");
        let good = cipher.starts_with("TLS13_") || cipher.starts_with("TLS_ECDHE_");
        assert!(good && (cipher.contains("GCM") || cipher.contains("POLY1305")), "{cipher}");
    }
}

#[test]
fn old_versions_weak_ciphers_and_plain_http_are_answered_with_nothing() {
    let server = Server::start();
    // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, which fits the certificate.
    let good = [0xc0, 0x2b];
    let welcome = server.says(&hello([3, 3], good));
    assert_eq!(welcome[0], 22, "what is refused below is refused for what it is: {welcome:?}");
    for (version, cipher, what) in [
        ([3, 0], good, "SSL 3"),
        ([3, 1], good, "TLS 1.0"),
        ([3, 2], good, "TLS 1.1"),
        ([3, 3], [0, 0x2f], "no secrecy for later"),
        ([3, 3], [0xc0, 0x09], "CBC"),
        ([3, 3], [0xc0, 0x07], "RC4"),
        ([3, 3], [0, 0x3b], "no cipher at all"),
    ] {
        let answer = server.says(&hello(version, cipher));
        assert_eq!(answer.first(), Some(&ALERT), "{what}: {answer:?}");
        assert_eq!(answer.len(), 7, "{what}: {answer:?}");
    }
    let plain = server.says(ASKED);
    assert!(!String::from_utf8_lossy(&plain).contains("HTTP"), "{plain:?}");
    assert!(plain.is_empty() || plain[0] == ALERT, "{plain:?}");
    // Whoever says nothing is let go, and keeps nobody out.
    let began = Instant::now();
    assert_eq!(server.says(b""), [0; 0]);
    assert!(began.elapsed() < Duration::from_secs(15), "it was waited for");
    assert!(server.over(&version::TLS13).0.starts_with("HTTP/1.1 200"));
}

fn answered(stream: &mut StreamOwned<ClientConnection, TcpStream>, asked: &[u8]) -> std::io::Result<String> {
    stream.write_all(asked)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn a_renewed_certificate_is_shown_to_who_comes_next_and_a_broken_one_leaves_the_one_before() {
    let server = Server::start();
    let mut open = server.believing(CERTIFICATE);
    open.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 12];
    open.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");

    // Nothing that can be used: half a file, and a certificate without its key.
    for (certificate, said) in
        [("-----BEGIN CERTIFICATE-----\nMIIB", "tls_certificate_file"), (RENEWED, "tls_key_file")]
    {
        server.put("certificate.pem", certificate);
        assert!(answered(&mut server.believing(CERTIFICATE), ASKED).unwrap().starts_with("HTTP/1.1 200"), "{said}");
        let log = server.log();
        let told = log.lines().filter(|line| line.contains("cannot be used") && line.contains(said));
        assert_eq!(told.count(), 1, "{log}");
        // Said once, and not to everybody who comes.
        answered(&mut server.believing(CERTIFICATE), ASKED).unwrap();
        assert_eq!(server.log(), log);
    }

    server.put("key.pem", RENEWED_KEY);
    assert!(answered(&mut server.believing(RENEWED), ASKED).unwrap().starts_with("HTTP/1.1 200"));
    assert!(answered(&mut server.believing(CERTIFICATE), ASKED).is_err(), "the one before is shown to nobody new");
    assert!(!server.log().contains("PRIVATE KEY"));
    // Whoever was connected goes on as they were.
    let rest = answered(&mut open, ASKED).unwrap();
    assert!(rest.contains("HTTP/1.1 200"), "{rest}");
}

// ASVS 12.2.2
#[test]
fn a_certificate_that_has_ended_is_told_of_and_the_next_one_is_taken_only_of_the_named_authority() {
    let settings = format!("{SETTINGS}tls_authority_file = \"authority.pem\"\nmetrics = \"open\"\n");
    let server = Server::showing(ENDED, &settings);
    let until = Instant::now() + Duration::from_secs(20);
    while !server.log().contains("the certificate has ended") && Instant::now() < until {
        std::thread::yield_now();
    }
    let log = server.log();
    assert!(log.contains("the certificate has ended") && log.contains("2021-01-01T00:00:00Z"), "{log}");

    // Of itself, and so of nobody: what was there stays.
    server.put("certificate.pem", CERTIFICATE);
    assert!(answered(&mut server.believing(CERTIFICATE), ASKED).is_err());
    let log = server.log();
    assert!(log.contains("it is not of the authority in authority.pem"), "{log}");

    server.put("certificate.pem", FOR_LONG);
    assert!(answered(&mut server.believing(AUTHORITY), ASKED).unwrap().starts_with("HTTP/1.1 200"));
}
