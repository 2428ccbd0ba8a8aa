//! GOV.UK Notify: e-mails and text messages over HTTP, by templates that stand there.
//!
//! A template of ours holds two places, `((subject))` and `((body))`; that of a text message holds `((body))` alone. It takes
//! the same reference twice, so a message in doubt is looked for by its reference before it is handed over again.
//!
//! # Source
//! OpenAPI descriptions of GOV.UK Notify, GitHub alphagov/notifications-tech-docs, commit
//! 728dd6bf052e875da78b743753c1c1956d6d8c87 (2026-06-23).

use std::{fmt, sync::Arc};

use ring::hmac;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Carrier, Clock, Handed, Left, MOST_TOLD, NotNow, NotTold, Parcel, Refused, Told, ToldStatus, is_reference, receipt,
    unanswered,
};
use crate::{
    outgoing::{Answer, Method, Outgoing, Question, form},
    signing::{is_secret, signed_with},
};

/// Where the service is asked.
pub const ADDRESS: &str = "https://api.notifications.service.gov.uk";

/// How many characters an id has.
const ID: usize = 36;

/// Which template a message is put into.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// Of an e-mail, with `((subject))` and `((body))`.
    pub email: Option<Uuid>,
    /// Of a text message, with `((body))`.
    pub text: Option<Uuid>,
}

/// An API key: the service's id and its secret.
struct ApiKey {
    service: Uuid,
    secret: hmac::Key,
}

/// The service as it is asked.
pub struct GovukNotify {
    address: String,
    key: ApiKey,
    templates: Templates,
    outgoing: Arc<Outgoing>,
    clock: Clock,
}

impl fmt::Debug for GovukNotify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GovukNotify")
    }
}

impl ApiKey {
    /// `{name}-{service id}-{secret}`; a name may hold anything, so it is read from its end.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (rest, secret) = text.split_at_checked(text.len().checked_sub(ID)?)?;
        let rest = rest.strip_suffix('-')?;
        let (name, service) = rest.split_at_checked(rest.len().checked_sub(ID)?)?;
        Uuid::try_parse(secret).ok()?;
        let service = Uuid::try_parse(service).ok()?;
        let named = name.len() > 1 && name.ends_with('-');
        named.then(|| Self { service, secret: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()) })
    }
}

impl GovukNotify {
    /// At an address, usually [`ADDRESS`], without a slash at its end. Nothing of the key is repeated.
    ///
    /// # Errors
    /// What was expected of the key.
    pub fn new(
        address: &str,
        api_key: &str,
        templates: Templates,
        outgoing: Arc<Outgoing>,
        clock: Clock,
    ) -> Result<Self, &'static str> {
        let key =
            ApiKey::read(api_key).ok_or("it is no API key (expected name, service id and secret, with - between)")?;
        let address = address.trim_end_matches('/').to_owned();
        Ok(Self { address, key, templates, outgoing, clock })
    }

    fn question(&self, method: Method, path: &str, content: Option<&Value>) -> Question {
        let claims = json!({ "iss": self.key.service.to_string(), "iat": (self.clock)().as_second() });
        let content = content.map(|content| ("application/json", content.to_string().into_bytes()));
        let address = format!("{}{path}", self.address);
        Question { method, address, headers: Vec::new(), content }
            .with("accept", "application/json")
            .with("authorization", format!("Bearer {}", signed_with(&self.key.secret, &claims)))
    }

    /// Path and content; `None` where there is no template for it.
    fn asked(&self, parcel: &Parcel) -> Option<(&'static str, Value)> {
        let to = parcel.to.trim();
        if to.contains('@') {
            let content = json!({
                "email_address": to,
                "template_id": self.templates.email?.to_string(),
                "personalisation": { "subject": parcel.subject, "body": parcel.body },
                "reference": parcel.reference,
            });
            Some(("/v2/notifications/email", content))
        } else {
            let content = json!({
                "phone_number": to,
                "template_id": self.templates.text?.to_string(),
                "personalisation": { "body": parcel.body },
                "reference": parcel.reference,
            });
            Some(("/v2/notifications/sms", content))
        }
    }
}

impl Carrier for GovukNotify {
    fn hand(&self, parcel: &Parcel) -> Handed {
        if let Err(why) = parcel.fits() {
            return Handed::Refused(why);
        }
        let Some((path, content)) = self.asked(parcel) else { return Handed::Refused(Refused::Template) };
        match self.outgoing.ask(&self.question(Method::Post, path, Some(&content))) {
            Ok(answer) => answered(&answer),
            Err(why) if why.in_doubt() => Handed::InDoubt,
            Err(why) => Handed::NotNow(unanswered(&why)),
        }
    }

    fn left(&self, reference: &str) -> Left {
        if !is_reference(reference) {
            return Left::CannotSay;
        }
        let path = format!("/v2/notifications?{}", form(&[("reference", reference)]));
        match self.outgoing.ask(&self.question(Method::Get, &path, None)) {
            Ok(answer) => found(&answer, reference),
            Err(_) => Left::CannotSay,
        }
    }
}

#[derive(Deserialize)]
struct Notification {
    id: String,
    #[serde(default)]
    reference: Option<String>,
}

#[derive(Deserialize)]
struct Notifications {
    notifications: Vec<Notification>,
}

#[derive(Deserialize)]
struct Wrong {
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    error: String,
    #[serde(default)]
    message: String,
}

/// What an answer to a message means. Where a gateway gave up waiting the message may have come through.
fn answered(answer: &Answer) -> Handed {
    match answer.status {
        201 => {
            let taken = serde_json::from_slice::<Notification>(&answer.content).ok();
            Handed::Taken { receipt: taken.and_then(|taken| receipt(&taken.id)) }
        }
        400 => serde_json::from_slice::<Wrong>(&answer.content)
            .map_or(Handed::NotNow(NotNow::Broken), |wrong| Handed::Refused(refused(&wrong.errors))),
        401 | 403 => Handed::NotNow(NotNow::Credentials),
        429 => Handed::NotNow(NotNow::TooMany),
        413 => Handed::Refused(Refused::Content),
        200..=299 | 502 | 504 => Handed::InDoubt,
        _ => Handed::NotNow(NotNow::Broken),
    }
}

/// Why a message is refused, by the kind of error and the words of its sentence. The sentence itself may repeat an address and
/// is kept nowhere.
///
/// # Source
/// The examples of `POST_notification_sms.json` and `POST_notification_email.json`; those about templates are in
/// <https://docs.notifications.service.gov.uk/rest-api.html>, "Error codes".
fn refused(errors: &[Fault]) -> Refused {
    let of = |fault: &Fault| {
        let message = fault.message.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
        let begins = |words: &[&str]| words.iter().any(|word| message.starts_with(word));
        let of_number = fault.error == "ValidationError" && begins(&["phone_number", "email_address"]);
        if of_number || says(&["send to international"]) {
            Refused::Address
        } else if begins(&["missing personalisation", "template", "personalisation"]) {
            Refused::Template
        } else if says(&["cannot be longer", "character count", "too long"]) {
            Refused::Content
        } else {
            Refused::Other
        }
    };
    errors.first().map_or(Refused::Other, of)
}

/// Whether a message is among those that are known by its reference.
fn found(answer: &Answer, reference: &str) -> Left {
    match answer.status {
        200 => {
            let Ok(found) = serde_json::from_slice::<Notifications>(&answer.content) else { return Left::CannotSay };
            let mut hers = found.notifications.iter().filter(|one| one.reference.as_deref() == Some(reference));
            match (hers.next(), found.notifications.is_empty()) {
                (Some(one), _) => Left::Yes { receipt: receipt(&one.id) },
                (None, true) => Left::No,
                // Others than were asked for: what was asked was not understood.
                (None, false) => Left::CannotSay,
            }
        }
        404 => match serde_json::from_slice::<Wrong>(&answer.content) {
            Ok(wrong) if wrong.errors.iter().any(|fault| fault.error.starts_with("NoResult")) => Left::No,
            Ok(_) | Err(_) => Left::CannotSay,
        },
        _ => Left::CannotSay,
    }
}

#[derive(Deserialize)]
struct Receipt {
    id: String,
    #[serde(default)]
    reference: Option<String>,
    status: String,
}

/// Whether whoever tells something shows the token that was agreed: so much is known before anything is read of it.
pub fn is_let_in(authorization: Option<&str>, token: &str) -> bool {
    let shown = authorization.and_then(|line| line.split_once(' '));
    shown.is_some_and(|(how, shown)| how.eq_ignore_ascii_case("bearer") && is_secret(token, shown.trim()))
}

/// Reads what the service tells of a message. `authorization` is that header, `token` what was agreed in its pages.
///
/// # Errors
/// [`NotTold`].
pub fn told(authorization: Option<&str>, token: &str, content: &[u8]) -> Result<Told, NotTold> {
    if !is_let_in(authorization, token) {
        return Err(NotTold::NotLetIn);
    }
    if content.len() > MOST_TOLD {
        return Err(NotTold::Unreadable);
    }
    let told: Receipt = serde_json::from_slice(content).map_err(|_| NotTold::Unreadable)?;
    Ok(Told {
        receipt: receipt(&told.id).ok_or(NotTold::Unreadable)?,
        reference: told.reference.filter(|reference| is_reference(reference)),
        status: status(&told.status).ok_or(NotTold::Unreadable)?,
    })
}

/// # Source
/// The statuses of `GET_data_for_messages.json`. "sent" is a text message abroad, of which nothing more is heard.
fn status(word: &str) -> Option<ToldStatus> {
    match word {
        "created" | "accepted" | "sending" | "pending" | "sent" => Some(ToldStatus::Underway),
        "delivered" => Some(ToldStatus::Delivered),
        "permanent-failure" => Some(ToldStatus::Failed),
        "temporary-failure" | "technical-failure" => Some(ToldStatus::FailedForNow),
        _ => None,
    }
}
