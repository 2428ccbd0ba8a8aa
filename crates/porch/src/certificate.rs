//! Whether a browser would believe the certificate that the program shows: who issued it, for which name, and until when.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use rustls::{
    CertificateError, Error, RootCertStore,
    client::{WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::ring,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject};

use crate::failure::Failure;

/// How long before its end somebody is told of it: time to ask for another, also where that takes a person and a form.
pub const TOLD_BEFORE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// After every certificate has ended (2300-01-01): looked at then, it tells its own end.
const AFTER_ALL: u64 = 10_413_792_000;

/// Whom the certificate must convince.
#[derive(Debug)]
pub struct Trust {
    /// The host under which people reach the site, where that is set.
    name: Option<ServerName<'static>>,
    /// The certificates of an authority that browsers of this place know; without it those that every browser knows.
    authority: Option<PathBuf>,
    /// Whether anybody else is there who has to believe it.
    asked: bool,
}

impl Trust {
    /// At an address of this machine itself nobody else is there to be convinced, unless an authority is named.
    pub fn of(listen: SocketAddr, public_address: Option<&str>, authority: Option<&Path>) -> Self {
        Self {
            name: public_address.and_then(host),
            authority: authority.map(Path::to_owned),
            asked: authority.is_some() || !listen.ip().to_canonical().is_loopback(),
        }
    }

    /// Refuses a chain that nobody would believe. One that has ended is not refused: a service that does not start again at
    /// night is worse than a warning in a browser. It gives when the first of the chain ends, as far as that can be read.
    ///
    /// # Errors
    /// Who is not known, or which name does not fit.
    pub fn judge(
        &self,
        file: &Path,
        chain: &[CertificateDer<'_>],
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Failure> {
        let wrong = |what: String| Failure::at(format!("tls_certificate_file: {}", file.display()), what);
        let Some((own, above)) = chain.split_first() else { return Ok(None) };
        let roots = self.roots()?;
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(ring::default_provider()))
            .build()
            .map_err(|error| Failure::at("tls_authority_file", error))?;
        let anybody = ServerName::try_from("localhost").map_err(|error| Failure::at("machine", error))?;
        let name = self.name.as_ref().unwrap_or(&anybody);
        let at = |instant: u64| {
            let instant = UnixTime::since_unix_epoch(std::time::Duration::from_secs(instant));
            verifier.verify_server_cert(own, above, name, &[], instant)
        };
        let seconds = |instant: Timestamp| u64::try_from(instant.as_second()).unwrap_or_default();
        if self.asked
            && let Err(Error::InvalidCertificate(problem)) = at(seconds(now))
            && let Some(what) = self.refused(&problem)
        {
            return Err(wrong(what));
        }
        let ends = [end(at(AFTER_ALL)), end(at(seconds(now + TOLD_BEFORE)))];
        Ok(ends.into_iter().flatten().min())
    }

    /// What is wrong, where that is a reason to refuse.
    fn refused(&self, problem: &CertificateError) -> Option<String> {
        let whom = match &self.authority {
            None => {
                "no browser knows who issued it (expected one of a public authority with those that stand over it, or \
                     that authority in tls_authority_file)"
                    .to_owned()
            }
            Some(file) => format!("it is not of the authority in {} (expected one that is)", file.display()),
        };
        match problem {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => None,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                let name = self.name.as_ref()?.to_str();
                Some(format!("it is not for {name} (expected the host of public_address among its names)"))
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Some("it is not valid yet (expected one that is, or a clock that is right)".to_owned())
            }
            CertificateError::UnknownIssuer => Some(whom),
            other => {
                Some(format!("no browser would believe it: {other} (expected one for servers, with those above it)"))
            }
        }
    }

    fn roots(&self) -> Result<RootCertStore, Failure> {
        let Some(file) = &self.authority else {
            return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
        };
        let wrong = |what: String| Failure::at(format!("tls_authority_file: {}", file.display()), what);
        let mut known = RootCertStore::empty();
        for certificate in
            CertificateDer::pem_file_iter(file).map_err(|error| wrong(format!("{error} (expected PEM)")))?
        {
            let certificate = certificate.map_err(|error| wrong(format!("{error} (expected PEM)")))?;
            known
                .add(certificate)
                .map_err(|_| wrong("a certificate in it cannot be used (expected X.509)".to_owned()))?;
        }
        if known.is_empty() {
            return Err(wrong("it holds no certificate (expected one or more in PEM)".to_owned()));
        }
        Ok(known)
    }
}

/// The host of an address such as `https://porch.example:8443/x`.
fn host(address: &str) -> Option<ServerName<'static>> {
    let (_, rest) = address.split_once("://")?;
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => place.split_once(':').map_or(place, |(host, _)| host),
    };
    ServerName::try_from(host.to_owned()).ok()
}

/// The end that a check at a later instant met.
fn end<T>(checked: Result<T, Error>) -> Option<Timestamp> {
    match checked {
        Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            Timestamp::from_second(i64::try_from(not_after.as_secs()).ok()?).ok()
        }
        Ok(_) | Err(_) => None,
    }
}

/// What somebody should read about the end of the certificate now, and whether it has come.
pub fn told(ends_at: Timestamp, now: Timestamp) -> Option<bool> {
    (ends_at <= now + TOLD_BEFORE).then_some(ends_at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAIN: &str = include_str!("../tests/tls/certificate_of_an_authority.pem");

    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
    }

    fn chain() -> Vec<CertificateDer<'static>> {
        CertificateDer::pem_slice_iter(CHAIN.as_bytes()).map(Result::unwrap).collect()
    }

    /// The end that is told, or why it is refused.
    fn judged(
        listen: &str,
        known_at: Option<&str>,
        authority: Option<&str>,
        now: &str,
    ) -> Result<Option<String>, String> {
        let authority = authority.map(file);
        let trust = Trust::of(listen.parse().unwrap(), known_at, authority.as_deref());
        let ends = trust.judge(Path::new("shown.pem"), &chain(), now.parse().unwrap()).map_err(|why| why.words())?;
        Ok(ends.map(|end| end.to_string()))
    }

    const ALL: &str = "0.0.0.0:443";
    const NOW: &str = "2026-11-23T12:00:00Z";
    const AUTHORITY: Option<&str> = Some("authority_of_nobody.pem");

    // ASVS 12.2.2
    #[test]
    fn a_certificate_that_no_browser_would_believe_is_refused_where_others_come() {
        let ends = Ok(Some("2027-01-01T00:00:00Z".to_owned()));
        for known_at in [None, Some("https://porch.example"), Some("https://porch.example:8443/x"), Some("nothing")] {
            assert_eq!(judged(ALL, known_at, AUTHORITY, NOW), ends, "{known_at:?}");
        }
        // Of an authority that nobody named, of another one, for another name, and before its time.
        for (known_at, authority, now, said) in [
            (None, None, NOW, "no browser knows who issued it"),
            (None, Some("certificate_renewed.pem"), NOW, "it is not of the authority in "),
            (Some("https://other.example"), AUTHORITY, NOW, "it is not for other.example"),
            (Some("https://[::1]:8443"), AUTHORITY, NOW, "it is not for ::1"),
            (None, AUTHORITY, "2025-12-31T23:59:59Z", "it is not valid yet"),
            (None, Some("nowhere.pem"), NOW, "tls_authority_file"),
            (None, Some("key_of_nobody.pem"), NOW, "it holds no certificate"),
        ] {
            let why = judged(ALL, known_at, authority, now).unwrap_err();
            assert!(why.contains(said) && why.contains("expected"), "{said}: {why}");
        }
        // On this machine itself nobody else comes, unless an authority is named.
        assert_eq!(judged("127.0.0.1:0", Some("https://other.example"), None, NOW), ends);
        assert!(judged("127.0.0.1:0", Some("https://other.example"), AUTHORITY, NOW).is_err());
        assert!(
            judged("[::ffff:127.0.0.1]:0", None, None, NOW).is_ok() && judged("10.1.2.3:443", None, None, NOW).is_err()
        );
    }

    #[test]
    fn the_end_of_a_certificate_is_told_a_month_before_and_refuses_nothing() {
        for (now, so) in [
            ("2026-12-01T23:59:59Z", None),
            ("2026-12-02T00:00:00Z", Some(false)),
            ("2026-12-31T23:59:59Z", Some(false)),
            ("2027-01-01T00:00:00Z", Some(true)),
            ("2030-01-01T00:00:00Z", Some(true)),
        ] {
            let ends: Timestamp = judged(ALL, None, AUTHORITY, now).unwrap().unwrap().parse().unwrap();
            assert_eq!(told(ends, now.parse().unwrap()), so, "{now}");
        }
    }
}
