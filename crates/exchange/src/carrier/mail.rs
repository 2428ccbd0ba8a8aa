//! E-mail, by a mail server that takes messages from this service (SMTP submission).
//!
//! A mail server knows no references: it cannot say whether a message that was in doubt has left. Each has a `Message-ID` that
//! is made of its reference, so that it is found in the server's log, and so that a mailbox may know a second for the first.

use std::{fmt, path::Path, sync::Arc, time::SystemTime};

use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

pub use super::dialogue::Security;
use super::{
    Carrier, Clock, Handed, Left, Parcel, Refused,
    dialogue::{Credentials, Relay},
};
use crate::{
    connection::is_here,
    outgoing::{Bounds, tls},
};

/// How mail is sent.
#[derive(Clone)]
pub struct Settings {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others' eyes.
    pub security: Security,
    /// What this service calls itself to the server: its own name in the network.
    pub hello: String,
    /// The name and the password of this service, where the server asks for them.
    pub credentials: Option<(String, String)>,
    /// The address that messages come from.
    pub from: String,
    /// The name beside it: neutral, because it shows where a message is not opened.
    pub from_name: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings")
    }
}

/// A mail server to which messages are handed.
pub struct Mail {
    relay: Relay,
    from: Mailbox,
    clock: Clock,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail")
    }
}

impl Mail {
    /// With the roots that browsers know, and those of a file beside them.
    ///
    /// # Errors
    /// What is wrong with the settings; nothing of a password is repeated.
    pub fn new(settings: Settings, bounds: Bounds, roots: Option<&Path>, clock: Clock) -> Result<Self, String> {
        let Settings { host, port, security, hello, credentials, from, from_name } = settings;
        if security == Security::Plain && !is_here(&host) {
            let what = "security: plain: only a mail server on this machine is spoken to so (expected starttls or tls)";
            return Err(what.to_owned());
        }
        let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        for (field, machine) in [("host", &host), ("hello", &hello)] {
            if !is_word(machine) {
                return Err(format!("{field}: {machine:?} is no name of a machine (expected such as mail.example)"));
            }
        }
        if port == 0 {
            return Err("port: 0 (expected 1 to 65535)".to_owned());
        }
        let from =
            address(&from).ok_or_else(|| format!("from: {from:?} is no address (expected such as a@b.example)"))?;
        if from_name.contains(char::is_control) {
            return Err("from_name: it is more than one line (expected one)".to_owned());
        }
        let name = Some(from_name.trim().to_owned()).filter(|name| !name.is_empty());
        let credentials = credentials.map(|(user, password)| Credentials { user, password });
        let tls = Arc::new(tls(roots).map_err(|what| format!("roots_file: {what} (expected certificates as PEM)"))?);
        let relay = Relay { host, port, security, hello, credentials, tls, bounds };
        Ok(Self { relay, from: Mailbox::new(name, from), clock })
    }

    /// A message as it is sent; `None` where it cannot be made.
    fn message(&self, parcel: &Parcel, to: Address, now: Timestamp) -> Option<Vec<u8>> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(parcel.subject.as_str())
            .date(SystemTime::from(now))
            .message_id(Some(self.id(&parcel.reference)))
            .header(ContentType::TEXT_PLAIN)
            .body(parcel.body.clone())
            .ok()?;
        // RFC 3834: nobody's absence is answered to a machine.
        for (name, value) in [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")] {
            let name = HeaderName::new_from_ascii(name.to_owned()).ok()?;
            message.headers_mut().insert_raw(HeaderValue::new(name, value.to_owned()));
        }
        Some(message.formatted())
    }

    fn id(&self, reference: &str) -> String {
        format!("<{reference}@{}>", self.from.email.domain())
    }
}

/// An address that a mail server takes without extensions: in ASCII.
fn address(text: &str) -> Option<Address> {
    let text = text.trim();
    let plain = text.is_ascii() && !text.contains(|c: char| c.is_control() || c.is_whitespace());
    text.parse().ok().filter(|_| plain)
}

impl Carrier for Mail {
    fn hand(&self, parcel: &Parcel) -> Handed {
        if let Err(why) = parcel.fits() {
            return Handed::Refused(why);
        }
        let Some(to) = address(&parcel.to) else { return Handed::Refused(Refused::Address) };
        let Some(text) = self.message(parcel, to.clone(), (self.clock)()) else {
            return Handed::Refused(Refused::Content);
        };
        match self.relay.hand(self.from.email.as_ref(), to.as_ref(), &text) {
            Handed::Taken { .. } => Handed::Taken { receipt: Some(self.id(&parcel.reference)) },
            other @ (Handed::NotNow(_) | Handed::Refused(_) | Handed::InDoubt) => other,
        }
    }

    fn left(&self, _reference: &str) -> Left {
        Left::CannotSay
    }
}
