//! PostgreSQL over TLS: whom the store believes, and whom it refuses. // ASVS 12.3
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{os::unix::fs::PermissionsExt, path::Path};

use porch_store::{DatabaseUrl, Store};
use porch_testkit::OwnServer;

const KEY: &str = include_str!("key_of_nobody.pem");
const HERE: &str = include_str!("server_here.pem");
const CLIENTS: &str = include_str!("clients_of_nobody.pem");
const ELSEWHERE: &str = include_str!("server_elsewhere.pem");

fn file(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name).display().to_string()
}

/// A file of a key as only its owner reads it, and how an address names it with a certificate.
fn ours(folder: &Path, certificate: &str, mode: u32) -> String {
    let key = folder.join(format!("key-{mode:o}.pem"));
    std::fs::write(&key, KEY).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
    format!("sslrootcert={}&sslcert={}&sslkey={}", file("ca_of_nobody.pem"), certificate, key.display())
}

/// Opens the server's database, with what an address says beside.
fn open(server: &OwnServer, said: &str) -> Result<Store, String> {
    let url: DatabaseUrl = format!("{}?{said}", server.url()).parse().unwrap();
    Store::open(&url, true).map_err(|error| error.to_string())
}

/// How the server was asked by the store since it was last looked at, connection by connection, as its log tells: over TLS?
fn how(server: &OwnServer, seen: &mut usize) -> Vec<bool> {
    let log = server.log().unwrap();
    let new = log[*seen..].lines().filter(|line| line.contains("connection authorized"));
    let asked = new.filter(|line| line.contains("application_name=porch")).map(|line| line.contains("SSL enabled"));
    let asked = asked.collect();
    *seen = log.len();
    asked
}

// ASVS 12.3.1, 12.3.2, 12.3.4
#[test]
fn a_server_is_asked_over_tls_where_its_certificate_is_of_a_known_authority_and_of_its_name() {
    let Some(mut server) = OwnServer::start().unwrap() else { return };
    let (ours, others) = (file("ca_of_nobody.pem"), file("ca_of_somebody_else.pem"));

    // A server that speaks plainly gets nothing where TLS is asked for.
    for said in
        [format!("sslmode=verify-full&sslrootcert={ours}"), format!("sslrootcert={ours}"), "sslmode=require".to_owned()]
    {
        let refused = open(&server, &said).err().unwrap();
        assert!(refused.contains("TLS"), "{said}: {refused}");
    }

    let mut seen = 0;
    server.show_certificate(HERE, KEY).unwrap();
    server.stop_at_once().unwrap();
    server.go_on().unwrap();
    drop(open(&server, &format!("sslmode=verify-full&sslrootcert={ours}")).unwrap());
    let asked = how(&server, &mut seen);
    assert!(!asked.is_empty() && asked.iter().all(|over_tls| *over_tls), "{asked:?}");
    // `require` checks no less.
    drop(open(&server, &format!("sslmode=require&sslrootcert={ours}")).unwrap());
    for said in [format!("sslrootcert={others}"), "sslmode=require".to_owned(), "sslmode=verify-full".to_owned()] {
        let refused = open(&server, &said).err().unwrap();
        assert!(refused.contains("certificate"), "an authority that nobody named, {said}: {refused}");
    }
    how(&server, &mut seen);
    drop(open(&server, "sslmode=disable").unwrap());
    let asked = how(&server, &mut seen);
    assert!(!asked.is_empty() && !asked.contains(&true), "plainly where an address says so: {asked:?}");

    server.show_certificate(ELSEWHERE, KEY).unwrap();
    server.stop_at_once().unwrap();
    server.go_on().unwrap();
    let refused = open(&server, &format!("sslrootcert={ours}")).err().unwrap();
    assert!(refused.contains("certificate") && refused.contains("not valid for"), "another name: {refused}");
    assert_eq!(how(&server, &mut seen), [false; 0]);
}

// ASVS 13.2.1
#[test]
fn a_server_knows_the_program_by_its_certificate_and_asks_for_no_password() {
    let Some(mut server) = OwnServer::start().unwrap() else { return };
    server.show_certificate(HERE, KEY).unwrap();
    server.ask_for_certificate(CLIENTS).unwrap();
    server.stop_at_once().unwrap();
    server.go_on().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let with = |certificate: &str, mode: u32| open(&server, &ours(folder.path(), certificate, mode));

    // With the password alone, under another's name, of another authority, and with a key that others could take.
    let roots = format!("sslrootcert={}", file("ca_of_nobody.pem"));
    let refused = open(&server, &roots).err().unwrap();
    assert!(refused.contains("client certificate"), "without one: {refused}");
    for (certificate, mode, said) in [
        ("client_somebody_else.pem", 0o600, "certificate authentication failed"),
        ("client_of_a_stranger.pem", 0o600, "UnknownCA"),
        ("client_porch.pem", 0o604, "others on this machine can read it"),
    ] {
        let refused = with(&file(certificate), mode).err().unwrap();
        assert!(refused.contains(said) && !refused.contains("PRIVATE KEY"), "{certificate}: {refused}");
    }
    let missing = open(&server, &format!("{roots}&sslcert={}&sslkey=%2Fno%2Fkey.pem", file("client_porch.pem")));
    assert!(missing.err().unwrap().contains("sslkey: /no/key.pem"));

    // A certificate that holds for a short while is read for each connection: an open store connects with what lies there now.
    let (short, account) = (folder.path().join("ours.pem"), |name: &str| std::fs::read(file(name)).unwrap());
    std::fs::write(&short, account("client_porch.pem")).unwrap();
    let store = with(&short.display().to_string(), 0o600).unwrap();
    assert!(store.answers().is_ok());
    server.stop_at_once().unwrap();
    server.go_on().unwrap();
    std::fs::write(&short, account("client_somebody_else.pem")).unwrap();
    assert!(store.answers().is_err() && store.answers().is_err());
    std::fs::write(&short, account("client_porch.pem")).unwrap();
    assert!(store.answers().is_ok());
}
