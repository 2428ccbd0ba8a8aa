//! The stored form of what happens to a message.

use serde::{Deserialize, Serialize};

use super::{NoContent, Stored, Unreadable, Written, written, written_as};
use crate::{
    message::{Failure, MessageDrafted, MessageEvent},
    person::Route,
};

/// Why a message was taken back.
#[derive(Serialize, Deserialize)]
struct Reason {
    why: String,
}

#[derive(Serialize, Deserialize)]
struct Failed {
    why: Failure,
}

#[derive(Serialize, Deserialize)]
struct Routed {
    route: Route,
}

pub(super) fn written_message(event: &MessageEvent) -> Result<Written, serde_json::Error> {
    match event {
        MessageEvent::MessageDrafted(e) => written("MessageDrafted", e, e.words.as_ref()),
        MessageEvent::MessageApproved => written("MessageApproved", &NoContent {}, None::<&()>),
        MessageEvent::MessageQueued => written("MessageQueued", &NoContent {}, None::<&()>),
        MessageEvent::MessageSent(e) => written("MessageSent", e, None::<&()>),
        MessageEvent::MessageDelayed(e) => written("MessageDelayed", e, None::<&()>),
        MessageEvent::MessageDelivered => written("MessageDelivered", &NoContent {}, None::<&()>),
        MessageEvent::MessageFailed { why } => written_as(2, "MessageFailed", &Failed { why: *why }, None::<&()>),
        MessageEvent::MessageRouted { route } => written("MessageRouted", &Routed { route: *route }, None::<&()>),
        MessageEvent::MessageWithdrawn { why } => {
            written("MessageWithdrawn", &Reason { why: why.clone() }, None::<&()>)
        }
        MessageEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

impl Stored<'_> {
    pub(super) fn message(&self, format: i64) -> Result<Option<MessageEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("MessageDrafted", 1) => MessageEvent::MessageDrafted(self.with(|e: &mut MessageDrafted| &mut e.words)?),
            ("MessageApproved", 1) => MessageEvent::MessageApproved,
            ("MessageQueued", 1) => MessageEvent::MessageQueued,
            ("MessageSent", 1) => MessageEvent::MessageSent(self.content()?),
            ("MessageDelayed", 1) => MessageEvent::MessageDelayed(self.content()?),
            ("MessageDelivered", 1) => MessageEvent::MessageDelivered,
            // The first format gave its reason in words.
            ("MessageFailed", 1) => MessageEvent::MessageFailed { why: Failure::InWords },
            ("MessageFailed", 2) => MessageEvent::MessageFailed { why: self.content::<Failed>()?.why },
            ("MessageRouted", 1) => MessageEvent::MessageRouted { route: self.content::<Routed>()?.route },
            ("MessageWithdrawn", 1) => MessageEvent::MessageWithdrawn { why: self.content::<Reason>()?.why },
            ("PersonalDataErased", 1) => MessageEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }
}
