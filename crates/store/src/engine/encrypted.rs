//! Whether PostgreSQL is asked over TLS, and whose certificates are believed: from the address, as `sslmode` and `sslrootcert`.

use std::{path::PathBuf, sync::Arc};

use postgres::{
    Config,
    config::{Host, SslMode},
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgres::error;
use crate::error::StoreError;

/// An address as it is asked: with TLS, or plainly.
pub(super) struct Place {
    /// Where it is, and as whom it is asked.
    pub(super) config: Config,
    /// How its certificate is checked; none where it is asked plainly.
    pub(super) tls: Option<MakeRustlsConnect>,
}

/// What an address says of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Nothing: this machine is asked plainly, every other over TLS.
    Unsaid,
    /// Plainly.
    Plain,
    /// Over TLS, with a certificate that is checked against roots and the server's name. `require` is no less here: a
    /// certificate that nobody checks keeps nobody out who stands between.
    Checked,
}

impl Place {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is none, asks for less than is checked here, or names a file of roots that cannot be used. Nothing of the address
    /// is repeated.
    pub(super) fn of(url: &str) -> Result<Self, StoreError> {
        let (url, mode, roots) = said(url)?;
        let mut config: Config = url.parse().map_err(error)?;
        let checked = match mode {
            Mode::Plain => false,
            Mode::Checked => true,
            Mode::Unsaid => !config.get_hosts().iter().all(is_here),
        };
        config.ssl_mode(if checked { SslMode::Require } else { SslMode::Disable });
        let tls = if checked { Some(MakeRustlsConnect::new(client(roots)?)) } else { None };
        Ok(Self { config, tls })
    }
}

/// Whether a server is on this machine: what is said to it passes through no network.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>().map(|address| address.to_canonical());
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// The address without what it says of TLS, which the client reads otherwise or not at all, and what it says.
fn said(url: &str) -> Result<(String, Mode, Option<PathBuf>), StoreError> {
    let refused = |what: &str| Err(StoreError::Engine(what.to_owned()));
    let Some((place, query)) = url.split_once('?') else { return Ok((url.to_owned(), Mode::Unsaid, None)) };
    let (mut mode, mut roots, mut others) = (Mode::Unsaid, None, Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", "disable")) => mode = Mode::Plain,
            Some(("sslmode", "require" | "verify-full")) => mode = Mode::Checked,
            Some(("sslmode", _)) => return refused("sslmode is not one of verify-full, require and disable"),
            Some(("sslrootcert", file)) => match decoded(file) {
                Some(file) => roots = Some(PathBuf::from(file)),
                None => return refused("sslrootcert is no path (expected one that is escaped as in an address)"),
            },
            _ => others.push(pair),
        }
    }
    if mode == Mode::Plain && roots.is_some() {
        return refused("sslrootcert is named, and sslmode=disable asks without TLS (expected one of the two)");
    }
    if roots.is_some() {
        mode = Mode::Checked;
    }
    let url = if others.is_empty() { place.to_owned() } else { format!("{place}?{}", others.join("&")) };
    Ok((url, mode, roots))
}

/// A value of an address without its escapes.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A client that believes the authorities of a file, or those that browsers know where none is named.
fn client(roots: Option<PathBuf>) -> Result<ClientConfig, StoreError> {
    let known = match roots {
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
        Some(file) => {
            let of_file = |what: &str| StoreError::Engine(format!("sslrootcert: {}: {what}", file.display()));
            let certificates = CertificateDer::pem_file_iter(&file).map_err(|error| of_file(&error.to_string()))?;
            let mut known = RootCertStore::empty();
            for certificate in certificates {
                let certificate = certificate.map_err(|error| of_file(&error.to_string()))?;
                known.add(certificate).map_err(|_| of_file("a certificate in it cannot be used"))?;
            }
            if known.is_empty() {
                return Err(of_file("it holds no certificate (expected one or more in PEM)"));
            }
            known
        }
    };
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let versions = builder.with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| StoreError::Engine(error.to_string()))?;
    Ok(versions.with_root_certificates(known).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether an address is asked over TLS, or why it is refused.
    fn encrypted(url: &str) -> Result<bool, String> {
        let place = Place::of(url).map_err(|error| error.to_string())?;
        let asked = place.config.get_ssl_mode();
        assert_eq!(asked, if place.tls.is_some() { SslMode::Require } else { SslMode::Disable }, "{url}");
        Ok(place.tls.is_some())
    }

    // ASVS 12.3.1
    #[test]
    fn another_machine_is_asked_over_tls_unless_an_address_says_plainly() {
        for (url, so) in [
            ("postgres://porch@db.example/porch", true),
            ("postgres://porch@10.1.2.3:5433/porch?application_name=x", true),
            ("postgres://porch@db.example/porch?sslmode=disable", false),
            ("postgres://porch@localhost/porch", false),
            ("postgres://porch@127.0.0.1/porch", false),
            ("postgres://porch@%2Frun%2Fpostgresql/porch", false),
            ("postgres://porch@localhost/porch?sslmode=verify-full", true),
            ("postgres://porch@localhost/porch?connect_timeout=5&sslmode=require", true),
            ("postgres://porch@localhost,db.example/porch", true),
        ] {
            assert_eq!(encrypted(url), Ok(so), "{url}");
        }
    }

    // ASVS 12.3.2
    #[test]
    fn what_would_check_less_is_refused_and_no_password_is_repeated() {
        for (said, why) in [
            ("sslmode=prefer", "sslmode is not one of"),
            ("sslmode=allow", "sslmode is not one of"),
            ("sslmode=verify-ca", "sslmode is not one of"),
            ("sslmode=disable&sslrootcert=%2Fca.pem", "expected one of the two"),
            ("sslrootcert=%zz", "sslrootcert is no path"),
            ("sslrootcert=%2Fno%2Fsuch%2Fca.pem", "/no/such/ca.pem"),
        ] {
            let refused = encrypted(&format!("postgres://porch:hunter2@db.example/porch?{said}")).unwrap_err();
            assert!(refused.contains(why) && !refused.contains("hunter2"), "{said}: {refused}");
        }
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("a b.pem");
        std::fs::write(&empty, "nothing").unwrap();
        let escaped = empty.display().to_string().replace(' ', "%20");
        let refused = encrypted(&format!("postgres://porch@db.example/porch?sslrootcert={escaped}")).unwrap_err();
        assert!(refused.contains("it holds no certificate"), "{refused}");
    }
}
