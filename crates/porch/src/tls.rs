//! HTTPS by the program itself, where no proxy stands in front of it: a certificate and its key, from two files.

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{Timestamp, civil::Date};
use porch_web::Site;
use rustls::{ServerConfig, crypto::ring};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use crate::{
    certificate::{Trust, told},
    failure::Failure,
    secret_file,
    world::Machine,
};

/// The most bytes of a key.
const LONGEST_KEY: u64 = 16 * 1024;

/// What tells that a file is another than it was: where it lies on the disk, how long it is, when it was written.
type Mark = Option<(u64, u64, i64, i64)>;

/// The certificate that the program shows, and its key: as their files hold them now.
pub struct Shown {
    certificate: PathBuf,
    key: PathBuf,
    trust: Trust,
    now: Mutex<Held>,
}

struct Held {
    config: Arc<ServerConfig>,
    marks: [Mark; 2],
    /// When the first of its chain ends.
    ends_at: Option<Timestamp>,
}

impl Shown {
    /// How the program shows who it is to whoever comes next. Where a file is another than before, both are read anew; what
    /// cannot be used leaves what was shown before, and the log says so once. Connections that are open go on.
    pub fn now(&self) -> Arc<ServerConfig> {
        let mut held = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let marks = [mark(&self.certificate), mark(&self.key)];
        if marks != held.marks {
            match read(&self.certificate, &self.key, &self.trust) {
                Ok((config, ends_at)) => {
                    tracing::info!("the certificate was read anew");
                    (held.config, held.ends_at) = (config, ends_at);
                }
                Err(failure) => {
                    let error = failure.words();
                    tracing::error!(%error, "the new certificate cannot be used, and the one before is still shown");
                }
            }
            held.marks = marks;
        }
        Arc::clone(&held.config)
    }

    fn ends_at(&self) -> Option<Timestamp> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).ends_at
    }
}

/// Says until when the certificate holds: to monitoring always, and in the log once a day from a month before its end.
pub async fn watch(shown: Arc<Shown>, site: Arc<Site>) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    let mut said: Option<(Timestamp, Date)> = None;
    loop {
        minutes.tick().await;
        // Nobody may have come since its files changed.
        drop(shown.now());
        let Some(ends_at) = shown.ends_at() else { continue };
        site.certificate_ends(ends_at);
        let (now, today) = (Machine::world().now(), site.today());
        if said == Some((ends_at, today)) {
            continue;
        }
        match told(ends_at, now) {
            None => {}
            Some(false) => tracing::warn!(%ends_at, "the certificate ends soon: put a new one in its place"),
            Some(true) => {
                tracing::error!(%ends_at, "the certificate has ended, and browsers keep people away: put a new one in its place");
            }
        }
        said = Some((ends_at, today));
    }
}

fn mark(file: &Path) -> Mark {
    // A link to a file elsewhere is followed: that is how some programs put a renewed one in its place.
    let told = fs::metadata(file).ok()?;
    Some((told.ino(), told.len(), told.mtime(), told.mtime_nsec()))
}

/// How the program shows who it is; nothing where no file is named, and then it speaks plain HTTP to a proxy. Of TLS it speaks
/// 1.2 and 1.3, with ciphers that keep what was said secret also from whoever has the key later.
///
/// # Errors
/// What is wrong with a file, by the name of its setting. What stands in the key is not repeated.
pub fn of(certificate: Option<&Path>, key: Option<&Path>, trust: Trust) -> Result<Option<Arc<Shown>>, Failure> {
    let (certificate, key) = match (certificate, key) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        (Some(_), None) => {
            return Err(Failure::at("tls_key_file", "it is missing (expected the key of the certificate)"));
        }
        (None, Some(_)) => {
            return Err(Failure::at("tls_certificate_file", "it is missing (expected the certificate of the key)"));
        }
    };
    // Marked before they are read: what changes in between is read again.
    let marks = [mark(certificate), mark(key)];
    let (config, ends_at) = read(certificate, key, &trust)?;
    let now = Mutex::new(Held { config, marks, ends_at });
    Ok(Some(Arc::new(Shown { certificate: certificate.to_owned(), key: key.to_owned(), trust, now })))
}

fn read(certificate: &Path, key: &Path, trust: &Trust) -> Result<(Arc<ServerConfig>, Option<Timestamp>), Failure> {
    let of_certificate = |what: &str| {
        Failure::at(format!("tls_certificate_file: {}", certificate.display()), format!("{what} (expected PEM)"))
    };
    let chain: Result<Vec<_>, _> = match CertificateDer::pem_file_iter(certificate) {
        Ok(chain) => chain.collect(),
        Err(error) => return Err(of_certificate(&error.to_string())),
    };
    let chain = chain.map_err(|error| of_certificate(&error.to_string()))?;
    if chain.is_empty() {
        return Err(of_certificate("it holds no certificate"));
    }
    let shown = chain.clone();
    let of_key = |what: &str| Failure::at(format!("tls_key_file: {}", key.display()), what);
    let written =
        secret_file::read(key, LONGEST_KEY, "a key").map_err(|why| Failure::at("tls_key_file", why.words()))?;
    let read = PrivateKeyDer::from_pem_slice(written.as_bytes());
    let read = read.map_err(|_| of_key("it holds no key that can be used (expected a private key, as PEM)"))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12]);
    let builder = builder.map_err(|error| Failure::at("machine", error))?;
    let config = builder.with_no_client_auth().with_single_cert(chain, read);
    let mut config =
        config.map_err(|_| of_key("it does not fit the certificate (expected the key that belongs to it)"))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Asked last: a pair that does not fit is told as that.
    let ends_at = trust.judge(certificate, &shown, Machine::world().now())?;
    Ok((Arc::new(config), ends_at))
}

/// Refuses to speak plainly to everybody: plain HTTP is for this machine itself, and for a proxy that is named.
///
/// # Errors
/// When others could reach it, and nothing says that a proxy stands in front.
pub fn may_be_plain(listen: SocketAddr, names_a_proxy: bool) -> Result<(), Failure> {
    if listen.ip().to_canonical().is_loopback() || names_a_proxy {
        return Ok(());
    }
    let what = format!(
        "{listen}: plain HTTP would be answered to whoever reaches it (expected tls_certificate_file and tls_key_file, the \
         proxy in front as --trusted-proxy, or an address of this machine itself)"
    );
    Err(Failure::at("--listen", what))
}

#[cfg(test)]
mod tests {
    use super::*;

    // ASVS 12.2.1
    #[test]
    fn plain_http_is_for_this_machine_itself_and_for_a_proxy_that_is_named() {
        for (listen, names_a_proxy, so) in [
            ("127.0.0.1:8080", false, true),
            ("127.8.0.1:8080", false, true),
            ("[::1]:8080", false, true),
            ("[::ffff:127.0.0.1]:8080", false, true),
            ("0.0.0.0:8080", false, false),
            ("[::]:8080", false, false),
            ("10.1.2.3:80", false, false),
            ("0.0.0.0:8080", true, true),
        ] {
            let told = may_be_plain(listen.parse().unwrap(), names_a_proxy);
            assert_eq!(told.is_ok(), so, "{listen} {names_a_proxy}");
            assert!(told.is_ok() || told.unwrap_err().words().contains("--trusted-proxy"));
        }
    }
}
