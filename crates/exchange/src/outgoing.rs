//! Asking other programs over HTTP: a sign-in of an organisation, a national index, a sender of messages.
//!
//! A question has its time, from the first step to the last byte; an answer has its size; nothing follows a redirect, because
//! where a question goes is set by whoever runs the service and by nobody who answers. It goes encrypted, but to this machine
//! itself. What is asked and answered stands in no error and in no log: a path may hold an NHS number, a body a token.

use std::{fmt, net::IpAddr, path::Path, sync::Arc, time::Duration};

use reqwest::{Client, Proxy, Url, redirect::Policy};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use tokio::{runtime::Runtime, time::timeout};

/// How long a connection may take to be made, where nothing else is said.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a question may take from its beginning to the last byte of its answer, where nothing else is said.
const TOTAL: Duration = Duration::from_secs(15);
/// How many bytes an answer may have, where nothing else is said.
const MOST_BYTES: usize = 1024 * 1024;
/// The most of the lines before an answer's content that is kept of one line.
const MOST_OF_A_LINE: usize = 8 * 1024;

/// Bounds of each question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How long a connection may take to be made.
    pub connect: Duration,
    /// How long the whole may take.
    pub total: Duration,
    /// How many bytes the answer may have.
    pub most_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { connect: CONNECT, total: TOTAL, most_bytes: MOST_BYTES }
    }
}

/// With what to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To read.
    Get,
    /// To do something.
    Post,
}

/// A question to another program.
#[derive(Clone)]
pub struct Question {
    /// With what.
    pub method: Method,
    /// Where.
    pub address: String,
    /// Lines before the content, as name and value.
    pub headers: Vec<(&'static str, String)>,
    /// The content with its type, where there is one.
    pub content: Option<(&'static str, Vec<u8>)>,
}

impl Question {
    /// A question that reads.
    pub fn get(address: impl Into<String>) -> Self {
        Self { method: Method::Get, address: address.into(), headers: Vec::new(), content: None }
    }

    /// A form that is sent.
    pub fn form(address: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let content = Some(("application/x-www-form-urlencoded", form(fields).into_bytes()));
        Self { method: Method::Post, address: address.into(), headers: Vec::new(), content }
    }

    /// The same with one more line before the content.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Question {
    /// Says nothing of what is asked: what is debugged may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question")
    }
}

/// Names and values as a form or a query carries them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value))).collect();
    pairs.join("&")
}

fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// What came back, whatever its status.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines before the content, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The content.
    pub content: Vec<u8>,
}

impl Answer {
    /// The first line of a name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether the status says that it was done.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({})", self.status)
    }
}

/// Why there is no answer. It names the host at the most.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The address is none, or none that may be asked.
    #[error("the address cannot be asked (expected https://, or http:// for this machine itself)")]
    Address,
    /// No connection could be made, or it was not the one expected behind its certificate.
    #[error("{0} cannot be reached")]
    Unreachable(String),
    /// It took too long.
    #[error("{0} took too long to answer")]
    TooSlow(String),
    /// It sent more than anybody reads.
    #[error("{0} sent more than is read")]
    TooMuch(String),
    /// It pointed elsewhere.
    #[error("{0} pointed elsewhere, which is not followed")]
    Elsewhere(String),
    /// It stopped in the middle, or spoke something else than HTTP.
    #[error("{0} stopped answering")]
    Broken(String),
}

impl NoAnswer {
    /// Whether the question may have come through: whoever asked for something to be done does not know whether it was.
    pub fn in_doubt(&self) -> bool {
        matches!(self, Self::TooSlow(_) | Self::TooMuch(_) | Self::Broken(_))
    }
}

/// Asks other programs, each question over a connection of its own. One for the whole program.
pub struct Outgoing {
    client: Client,
    bounds: Bounds,
    /// A thread of its own, so that it can be asked from any thread that may wait.
    runtime: Option<Runtime>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("bounds", &self.bounds).finish_non_exhaustive()
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        // A thread that answers may not wait for another to end.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Outgoing {
    /// With the roots that browsers know, and those of a file beside them; through a proxy where one is given.
    ///
    /// # Errors
    /// What is wrong with the file, the proxy or this machine.
    pub fn new(bounds: Bounds, roots: Option<&Path>, proxy: Option<&str>) -> Result<Self, String> {
        let builder = Client::builder()
            .tls_backend_preconfigured(tls(roots)?)
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(bounds.connect)
            // A kept connection may be shut by the other side just as the next question goes over it, and then nobody knows
            // whether that came through.
            .pool_max_idle_per_host(0);
        let builder =
            match proxy {
                Some(proxy) => builder.proxy(Proxy::https(proxy).map_err(|_| {
                    "the proxy's address is none (expected such as http://proxy.example:3128)".to_owned()
                })?),
                None => builder,
            };
        let client = builder.build().map_err(|_| "nothing can be asked from this machine".to_owned())?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| format!("no thread can be started: {error}"))?;
        Ok(Self { client, bounds, runtime: Some(runtime) })
    }

    /// Asks, and waits for the answer. Not for a thread that answers others.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn ask(&self, question: &Question) -> Result<Answer, NoAnswer> {
        let address = allowed(&question.address).ok_or(NoAnswer::Address)?;
        let host = address.host_str().unwrap_or_default().to_owned();
        let runtime = self.runtime.as_ref().ok_or_else(|| NoAnswer::Unreachable(host.clone()))?;
        let (client, most, question, at) =
            (self.client.clone(), self.bounds.most_bytes, question.clone(), host.clone());
        let total = self.bounds.total;
        let asked = runtime.spawn(async move { timeout(total, asked(&client, address, question, most, &at)).await });
        match runtime.block_on(asked) {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(NoAnswer::TooSlow(host)),
            Err(_) => Err(NoAnswer::Broken(host)),
        }
    }
}

/// The address, if it may be asked: encrypted, or this machine itself; without a name and a password in it.
fn allowed(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let fits = url.scheme() == "https" || (url.scheme() == "http" && here);
    (fits && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Whether an address may be asked at all, for whoever reads settings.
pub fn may_be_asked(address: &str) -> bool {
    allowed(address).is_some()
}

/// The scheme, the host and the port of an address that holds nothing else: for whoever speaks something else than HTTP.
pub(crate) fn bare_parts(address: &str) -> Option<(String, String, Option<u16>)> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let is_bare = url.path().trim_end_matches('/').is_empty() && url.query().is_none() && url.fragment().is_none();
    let is_open = url.username().is_empty() && url.password().is_none();
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    (is_bare && is_open).then(|| (url.scheme().to_owned(), host, url.port()))
}

pub(crate) fn tls(roots: Option<&Path>) -> Result<ClientConfig, String> {
    let mut known = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = roots {
        let of_file = |what: &str| format!("{}: {what}", file.display());
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| of_file(&error.to_string()))?;
        let mut found = 0;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| of_file(&error.to_string()))?;
            known.add(certificate).map_err(|_| of_file("a certificate in it cannot be used"))?;
            found += 1;
        }
        if found == 0 {
            return Err(of_file("it holds no certificate (expected one or more in PEM)"));
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let versions = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    Ok(versions.with_root_certificates(known).with_no_client_auth())
}

async fn asked(client: &Client, address: Url, question: Question, most: usize, host: &str) -> Result<Answer, NoAnswer> {
    let mut request = match question.method {
        Method::Get => client.get(address),
        Method::Post => client.post(address),
    };
    for (name, value) in question.headers {
        request = request.header(name, value);
    }
    if let Some((of_type, content)) = question.content {
        request = request.header("content-type", of_type).body(content);
    }
    let mut response = request.send().await.map_err(|error| why(&error, host))?;
    let status = response.status().as_u16();
    if response.status().is_redirection() {
        return Err(NoAnswer::Elsewhere(host.to_owned()));
    }
    let short = |value: &reqwest::header::HeaderValue| {
        value.to_str().ok().filter(|text| text.len() <= MOST_OF_A_LINE).map(str::to_owned)
    };
    let lines = response.headers().iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), short(value)?)));
    let headers = lines.collect();
    let mut content = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| why(&error, host))? {
        if content.len() + part.len() > most {
            return Err(NoAnswer::TooMuch(host.to_owned()));
        }
        content.extend_from_slice(&part);
    }
    Ok(Answer { status, headers, content })
}

/// The library's errors name the whole address; ours name the host.
fn why(error: &reqwest::Error, host: &str) -> NoAnswer {
    let host = host.to_owned();
    if error.is_timeout() && error.is_connect() {
        NoAnswer::Unreachable(host)
    } else if error.is_timeout() {
        NoAnswer::TooSlow(host)
    } else if error.is_connect() || error.is_builder() {
        NoAnswer::Unreachable(host)
    } else {
        NoAnswer::Broken(host)
    }
}
