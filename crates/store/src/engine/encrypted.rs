//! Whether PostgreSQL is asked over TLS, whose certificates are believed, and with which one of ours the server knows us: from
//! the address, as `sslmode`, `sslrootcert`, `sslcert` and `sslkey`.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use postgres::{
    Config,
    config::{Host, SslMode},
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgres::error;
use crate::error::StoreError;

/// An address as it is asked: with TLS, or plainly.
pub(super) struct Place {
    /// Where it is, and as whom it is asked.
    pub(super) config: Config,
    /// How its certificate is checked, and what is shown of ours; none where it is asked plainly.
    tls: Option<(RootCertStore, Option<Ours>)>,
}

/// The files of the certificate with which a server knows us, and of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ours {
    certificate: PathBuf,
    key: PathBuf,
}

/// What an address says of TLS.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    mode: Mode,
    roots: Option<PathBuf>,
    ours: Option<Ours>,
}

/// Whether an address asks for TLS.
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
    /// When it is none, asks for less than is checked here, or names a file that cannot be used. Nothing of the address is
    /// repeated.
    pub(super) fn of(url: &str) -> Result<Self, StoreError> {
        let (url, said) = said(url)?;
        let mut config: Config = url.parse().map_err(error)?;
        let checked = match said.mode {
            Mode::Plain => false,
            Mode::Checked => true,
            Mode::Unsaid => !config.get_hosts().iter().all(is_here),
        };
        config.ssl_mode(if checked { SslMode::Require } else { SslMode::Disable });
        let tls = if checked { Some((roots(said.roots)?, said.ours)) } else { None };
        let place = Self { config, tls };
        // What cannot be used is told before anybody is asked.
        place.tls()?;
        Ok(place)
    }

    /// How the server is asked over TLS; none where it is asked plainly. Our certificate is read each time: one that holds for
    /// a short while only is another by the next connection.
    ///
    /// # Errors
    /// When our certificate or its key cannot be used.
    pub(super) fn tls(&self) -> Result<Option<MakeRustlsConnect>, StoreError> {
        let Some((roots, ours)) = &self.tls else { return Ok(None) };
        Ok(Some(MakeRustlsConnect::new(client(roots.clone(), ours.as_ref())?)))
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
fn said(url: &str) -> Result<(String, Said), StoreError> {
    let refused = |what: String| Err(StoreError::Engine(what));
    let nothing = Said { mode: Mode::Unsaid, roots: None, ours: None };
    let Some((place, query)) = url.split_once('?') else { return Ok((url.to_owned(), nothing)) };
    let (mut mode, mut roots, mut certificate, mut key, mut others) = (Mode::Unsaid, None, None, None, Vec::new());
    for pair in query.split('&') {
        let file = match pair.split_once('=') {
            Some(("sslmode", "disable")) => {
                mode = Mode::Plain;
                continue;
            }
            Some(("sslmode", "require" | "verify-full")) => {
                mode = Mode::Checked;
                continue;
            }
            Some(("sslmode", _)) => {
                return refused("sslmode is not one of verify-full, require and disable".to_owned());
            }
            Some((name @ "sslrootcert", file)) => (name, file, &mut roots),
            Some((name @ "sslcert", file)) => (name, file, &mut certificate),
            Some((name @ "sslkey", file)) => (name, file, &mut key),
            _ => {
                others.push(pair);
                continue;
            }
        };
        let (name, file, place) = file;
        match decoded(file) {
            Some(file) => *place = Some(PathBuf::from(file)),
            None => return refused(format!("{name} is no path (expected one that is escaped as in an address)")),
        }
    }
    let ours = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(Ours { certificate, key }),
        (None, None) => None,
        (Some(_), None) => return refused("sslcert is named without its key (expected sslkey)".to_owned()),
        (None, Some(_)) => return refused("sslkey is named without its certificate (expected sslcert)".to_owned()),
    };
    let named = if roots.is_some() { Some("sslrootcert") } else { ours.as_ref().map(|_| "sslcert") };
    match (mode, named) {
        (Mode::Plain, Some(name)) => {
            return refused(format!("{name} is named, and sslmode=disable asks without TLS (expected one of the two)"));
        }
        (Mode::Unsaid | Mode::Checked, Some(_)) => mode = Mode::Checked,
        (Mode::Unsaid | Mode::Plain | Mode::Checked, None) => {}
    }
    let url = if others.is_empty() { place.to_owned() } else { format!("{place}?{}", others.join("&")) };
    Ok((url, Said { mode, roots, ours }))
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

/// The authorities of a file, or those that browsers know where none is named.
fn roots(file: Option<PathBuf>) -> Result<RootCertStore, StoreError> {
    let Some(file) = file else { return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }) };
    let mut known = RootCertStore::empty();
    for certificate in certificates("sslrootcert", &file)? {
        known.add(certificate).map_err(|_| of_file("sslrootcert", &file, "a certificate in it cannot be used"))?;
    }
    Ok(known)
}

fn of_file(name: &str, file: &Path, what: &str) -> StoreError {
    StoreError::Engine(format!("{name}: {}: {what}", file.display()))
}

/// The certificates of a file, at least one.
fn certificates(name: &str, file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let wrong = |error: rustls_pki_types::pem::Error| of_file(name, file, &error.to_string());
    let found: Vec<_> = CertificateDer::pem_file_iter(file).map_err(wrong)?.collect::<Result<_, _>>().map_err(wrong)?;
    if found.is_empty() {
        return Err(of_file(name, file, "it holds no certificate (expected one or more in PEM)"));
    }
    Ok(found)
}

/// A client that believes the authorities that are known, and shows what is ours where the server asks who comes.
fn client(known: RootCertStore, ours: Option<&Ours>) -> Result<ClientConfig, StoreError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let versions = builder.with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| StoreError::Engine(error.to_string()))?;
    let believing = versions.with_root_certificates(known);
    let Some(Ours { certificate, key }) = ours else { return Ok(believing.with_no_client_auth()) };
    let chain = certificates("sslcert", certificate)?;
    let of_key = |what: &str| of_file("sslkey", key, what);
    let mode = fs::metadata(key).map_err(|error| of_key(&error.to_string()))?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(of_key("others on this machine can read it (expected chmod o= for it)"));
    }
    // Nothing of it is repeated.
    let read = PrivateKeyDer::from_pem_file(key)
        .map_err(|_| of_key("it holds no key that can be used (expected a private key without a password, as PEM)"))?;
    let shown = believing.with_client_auth_cert(chain, read);
    shown.map_err(|_| of_key("it does not fit the certificate (expected the key of sslcert)"))
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
            ("sslcert=%zz&sslkey=%2Fkey.pem", "sslcert is no path"),
            ("sslcert=%2Four.pem", "expected sslkey"),
            ("sslkey=%2Four.pem", "expected sslcert"),
            ("sslmode=disable&sslcert=%2Four.pem&sslkey=%2Fkey.pem", "expected one of the two"),
            ("sslcert=%2Fno%2Four.pem&sslkey=%2Fno%2Fkey.pem", "sslcert: /no/our.pem"),
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
