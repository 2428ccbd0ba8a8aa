//! NHS Notify: messages to people by their NHS number, over HTTP, by routing plans that were agreed with it.
//!
//! A [`Parcel`]'s `to` is her NHS number, a space, and the e-mail address or mobile number that was found safe for her. The
//! number alone lets the service choose where to: what the national record holds, which may be a telephone that somebody else
//! reads. That is refused unless the settings say [`Contacts::NationalRecord`].
//!
//! It knows references and takes each once, for nine months. So nothing is ever in doubt: the same is handed over again, and
//! "already received" is a yes. [`Carrier::left`] cannot be asked: messages are found there by their receipt alone.
//!
//! # Source
//! NHS Notify API, GitHub NHSDigital/communications-manager-api, `specification/`, commit
//! 36915634f0635fe6668755cb604534a49f735d72 (2026-05-07).

use std::{fmt, sync::Arc};

use porch_domain::person::{NhsNumber, national};
use ring::{digest, hmac};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Carrier, Clock, Handed, Left, MOST_TOLD, NotNow, NotTold, Parcel, Refused, Told, ToldStatus, is_reference, receipt,
    unanswered,
};
use crate::{
    outgoing::{Answer, Method, Outgoing, Question},
    pds::Access,
    signing::is_secret,
};

/// Where the service is asked.
pub const ADDRESS: &str = "https://api.service.nhs.uk/comms";

/// The media type of what is asked and answered.
const JSON_API: &str = "application/vnd.api+json";

/// Where messages may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Contacts {
    /// Only to the address or number that each message names.
    #[default]
    Named,
    /// Also to whatever the national record holds, where a message names nothing.
    NationalRecord,
}

/// By which routing plan a message goes.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    /// Of an e-mail to an address that the message names.
    pub email: Option<Uuid>,
    /// Of a text message to a number that the message names.
    pub text: Option<Uuid>,
    /// Of a message to whatever the national record holds.
    pub national_record: Option<Uuid>,
}

/// The service as it is asked.
pub struct NhsNotify {
    address: String,
    access: Access,
    plans: Plans,
    contacts: Contacts,
    organisation: Option<String>,
    outgoing: Arc<Outgoing>,
    clock: Clock,
}

impl fmt::Debug for NhsNotify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNotify")
    }
}

impl NhsNotify {
    /// At an address, usually [`ADDRESS`], without a slash at its end.
    pub fn new(address: &str, access: Access, plans: Plans, outgoing: Arc<Outgoing>, clock: Clock) -> Self {
        let address = address.trim_end_matches('/').to_owned();
        Self { address, access, plans, contacts: Contacts::default(), organisation: None, outgoing, clock }
    }

    /// Where messages may go.
    #[must_use]
    pub fn to(self, contacts: Contacts) -> Self {
        Self { contacts, ..self }
    }

    /// As an organisation, by its ODS code, where the account has several.
    #[must_use]
    pub fn for_organisation(self, organisation: Option<String>) -> Self {
        Self { organisation, ..self }
    }

    /// What is asked for, or why not.
    fn content(&self, parcel: &Parcel) -> Result<Value, Refused> {
        let to = parcel.to.trim();
        let (number, contact) = to.split_once(' ').map_or((to, ""), |(number, contact)| (number, contact.trim()));
        let number = NhsNumber::parse(number).map_err(|_| Refused::Address)?;
        let mut recipient = json!({ "nhsNumber": number.digits() });
        let plan = match (contact, self.contacts) {
            ("", Contacts::Named) => return Err(Refused::Address),
            ("", Contacts::NationalRecord) => self.plans.national_record,
            (email, _) if email.contains('@') => {
                recipient["contactDetails"] = json!({ "email": email });
                self.plans.email
            }
            (text, _) => {
                recipient["contactDetails"] = json!({ "sms": text });
                self.plans.text
            }
        };
        let mut attributes = json!({
            "routingPlanId": plan.ok_or(Refused::Template)?.to_string(),
            "messageReference": parcel.reference,
            "recipient": recipient,
            "personalisation": { "subject": parcel.subject, "body": parcel.body },
        });
        if let Some(organisation) = &self.organisation {
            attributes["originator"] = json!({ "odsCode": organisation });
        }
        Ok(json!({ "data": { "type": "Message", "attributes": attributes } }))
    }

    /// Asks once. A token that was not taken is told beside, and whether it was held before.
    fn asked(&self, parcel: &Parcel, content: &Value, attempt: u8) -> (Handed, Option<(String, bool)>) {
        let now = (self.clock)();
        let statement = statement(&parcel.reference, now.as_nanosecond(), attempt);
        let (token, was_held) = match self.access.token(&self.outgoing, now, statement) {
            Ok(token) => token,
            Err(why) => return (Handed::NotNow(not_let_in(why)), None),
        };
        let address = format!("{}/v1/messages", self.address);
        let content = Some((JSON_API, content.to_string().into_bytes()));
        let question = Question { method: Method::Post, address, headers: Vec::new(), content }
            .with("accept", JSON_API)
            .with("authorization", format!("Bearer {token}"))
            .with("x-correlation-id", parcel.reference.as_str());
        match self.outgoing.ask(&question) {
            Ok(answer) => (answered(&answer), (answer.status == 401).then_some((token, was_held))),
            Err(why) => (Handed::NotNow(unanswered(&why)), None),
        }
    }
}

/// An id of a statement of who asks, other for each.
fn statement(reference: &str, nanosecond: i128, attempt: u8) -> Uuid {
    let hash = digest::digest(&digest::SHA256, format!("{reference} {nanosecond} {attempt}").as_bytes());
    let mut bytes = [0; 16];
    for (byte, of_hash) in bytes.iter_mut().zip(hash.as_ref()) {
        *byte = *of_hash;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn not_let_in(why: national::NotNow) -> NotNow {
    use national::NotNow as Why;
    match why {
        Why::NotLetIn => NotNow::Credentials,
        Why::TooOften { .. } => NotNow::TooMany,
        Why::Slow => NotNow::Unreachable,
        Why::Failing | Why::Unreadable | Why::NotUnderstood | Why::Resting { .. } => NotNow::Broken,
    }
}

impl Carrier for NhsNotify {
    fn hand(&self, parcel: &Parcel) -> Handed {
        let content = match parcel.fits().and_then(|()| self.content(parcel)) {
            Ok(content) => content,
            Err(why) => return Handed::Refused(why),
        };
        let (handed, not_taken) = self.asked(parcel, &content, 1);
        let Some((token, was_held)) = not_taken else { return handed };
        // A token that was held may have ended early: a fresh one is shown, once.
        self.access.forget(&token);
        if was_held { self.asked(parcel, &content, 2).0 } else { handed }
    }

    fn left(&self, _reference: &str) -> Left {
        Left::CannotSay
    }
}

#[derive(Deserialize)]
struct Taken {
    data: TakenData,
}

#[derive(Deserialize)]
struct TakenData {
    id: String,
}

#[derive(Deserialize)]
struct Wrong {
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    code: String,
    #[serde(default)]
    source: Source,
}

#[derive(Deserialize, Default)]
struct Source {
    #[serde(default)]
    pointer: String,
}

/// What an answer means.
///
/// # Source
/// The answers of `POST /v1/messages` in the description.
fn answered(answer: &Answer) -> Handed {
    let wrong = || serde_json::from_slice::<Wrong>(&answer.content).map(|wrong| wrong.errors).unwrap_or_default();
    let says = |codes: &[&str]| wrong().iter().any(|fault| codes.contains(&fault.code.as_str()));
    match answer.status {
        201 => {
            let taken = serde_json::from_slice::<Taken>(&answer.content).ok();
            Handed::Taken { receipt: taken.and_then(|taken| receipt(&taken.data.id)) }
        }
        400 => wrong().first().map_or(Handed::NotNow(NotNow::Broken), refused),
        401 | 403 => Handed::NotNow(NotNow::Credentials),
        404 if says(&["CM_NO_SUCH_ROUTING_PLAN"]) => Handed::Refused(Refused::Template),
        // The same reference was taken before: by a try whose answer was lost.
        422 if says(&["CM_DUPLICATE_REQUEST"]) => Handed::Taken { receipt: None },
        422 => Handed::Refused(Refused::Other),
        425 | 429 => Handed::NotNow(NotNow::TooMany),
        413 => Handed::Refused(Refused::Content),
        500 if says(&["CM_MISSING_ROUTING_PLAN_TEMPLATE", "CM_ROUTING_PLAN_DUPLICATE_TEMPLATES"]) => {
            Handed::Refused(Refused::Template)
        }
        _ => Handed::NotNow(NotNow::Broken),
    }
}

/// What an error of a request means, by its code and what it points at.
fn refused(fault: &Fault) -> Handed {
    let at = |part: &str| fault.source.pointer.contains(part);
    match fault.code.as_str() {
        "CM_INVALID_NHS_NUMBER" => Handed::Refused(Refused::Address),
        // What the account may not do is wrong for every message.
        "CM_CANNOT_SET_CONTACT_DETAILS" | "CM_ODS_CODE_REQUIRED" | "CM_CANNOT_SET_ODS_CODE" => {
            Handed::NotNow(NotNow::Credentials)
        }
        _ if at("/recipient") => Handed::Refused(Refused::Address),
        _ if at("/personalisation") || at("/routingPlan") => Handed::Refused(Refused::Template),
        _ => Handed::Refused(Refused::Other),
    }
}

#[derive(Deserialize)]
struct Callback {
    data: Vec<Value>,
}

#[derive(Deserialize)]
struct Change {
    #[serde(rename = "type")]
    kind: String,
    attributes: Attributes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    message_id: String,
    message_reference: String,
    message_status: Option<String>,
    channel_status: Option<String>,
}

/// With what the service shows that it is the one who tells.
#[derive(Clone, Copy)]
pub struct Agreed<'a> {
    /// The id of our application.
    pub application: &'a str,
    /// The key that was agreed.
    pub api_key: &'a str,
}

impl fmt::Debug for Agreed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Agreed")
    }
}

/// Whether whoever tells something shows the key that was agreed, before anything is read of it. It takes the signature too
/// to be let in.
pub fn shows_key(api_key: Option<&str>, agreed: Agreed<'_>) -> bool {
    !agreed.application.is_empty() && api_key.is_some_and(|shown| is_secret(agreed.api_key, shown))
}

/// Reads what the service tells of messages, in the order in which it is told. `api_key` is the header `x-api-key`,
/// `signature` the header `x-hmac-sha256-signature`, which is made of the content as it came with the key
/// `application.api_key`. What cannot be read is none, so that it takes nothing from what is told beside it.
///
/// # Errors
/// [`NotTold`], also where nothing of it can be read.
pub fn told(
    api_key: Option<&str>,
    signature: Option<&str>,
    agreed: Agreed<'_>,
    content: &[u8],
) -> Result<Vec<Option<Told>>, NotTold> {
    let signature = signature.and_then(|signature| bytes(signature.trim())).ok_or(NotTold::NotLetIn)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, format!("{}.{}", agreed.application, agreed.api_key).as_bytes());
    let signed = hmac::verify(&key, content, &signature).is_ok();
    if !shows_key(api_key, agreed) || !signed {
        return Err(NotTold::NotLetIn);
    }
    if content.len() > MOST_TOLD {
        return Err(NotTold::Unreadable);
    }
    let callback: Callback = serde_json::from_slice(content).map_err(|_| NotTold::Unreadable)?;
    let told: Vec<_> = callback.data.into_iter().map(|change| one(&serde_json::from_value(change).ok()?)).collect();
    if told.iter().all(Option::is_none) { Err(NotTold::Unreadable) } else { Ok(told) }
}

/// Bytes of pairs of hexadecimal digits.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if text.len() != 2 * digest::SHA256_OUTPUT_LEN || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// A change of a message, or of one of its channels. That one channel failed says nothing yet of the message: others may
/// follow, and what becomes of it is told by itself.
fn one(change: &Change) -> Option<Told> {
    let told = &change.attributes;
    let status = match (change.kind.as_str(), told.message_status.as_deref(), told.channel_status.as_deref()) {
        ("MessageStatus", Some("created" | "pending_enrichment" | "enriched" | "sending"), _) => ToldStatus::Underway,
        ("MessageStatus", Some("delivered"), _) => ToldStatus::Delivered,
        ("MessageStatus", Some("failed"), _) => ToldStatus::Failed,
        ("ChannelStatus", _, Some("created" | "sending" | "skipped" | "failed")) => ToldStatus::Underway,
        ("ChannelStatus", _, Some("delivered")) => ToldStatus::Delivered,
        _ => return None,
    };
    let reference = Some(told.message_reference.clone()).filter(|reference| is_reference(reference));
    Some(Told { receipt: receipt(&told.message_id)?, reference, status })
}
