//! Where words that somebody wrote name an address that is withheld: they are told of it and shown where, since only a person
//! can say what a text may lose (PR-26).

use jiff::Timestamp;
use porch_domain::{
    event::Event,
    ids::{MessageId, PersonId, ReferralId},
    person::names_one,
};
use porch_store::{FoundReferral, MessageLine, StoreError, Tx, happened};
use serde_json::Value;

use crate::{
    Ctx,
    access::{Action, near},
    restriction,
};

/// A text that names the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The referral that it belongs to.
    pub referral: ReferralId,
    /// Its short reference.
    pub reference: Option<String>,
    /// What it is.
    pub place: Place,
}

/// What a text that names the address is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// What was recorded on the referral at an instant; on the page of what is restricted where it is of safeguarding.
    Recorded {
        /// When.
        at: Timestamp,
        /// Whether it stands on the page of what is restricted.
        safeguarding: bool,
    },
    /// A letter or message.
    Message {
        /// Which.
        id: MessageId,
        /// Who reads it, as the outbox's code.
        recipient: String,
        /// Where it is, as the outbox's code.
        stage: String,
    },
}

/// What names one of the places, in all her referrals; of those that are closed to whoever looks only how many texts there are.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn named(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    id: PersonId,
    places: &[String],
) -> Result<(Vec<Named>, usize), StoreError> {
    let (mut shown, mut closed) = (Vec::new(), 0);
    if places.is_empty() {
        return Ok((shown, closed));
    }
    for hers in FoundReferral::of_person(tx, ctx.footprint(), id)? {
        let found = of_referral(tx, ctx.footprint(), &hers, places)?;
        let open = near(tx, ctx, Action::SeeReferral, hers.id)? && restriction::closes_in(tx, ctx, hers.id)?.is_none();
        if open { shown.extend(found) } else { closed += found.len() }
    }
    Ok((shown, closed))
}

fn of_referral(
    tx: &mut dyn Tx,
    footprint: &str,
    hers: &FoundReferral,
    places: &[String],
) -> Result<Vec<Named>, StoreError> {
    let named = |place| Named { referral: hers.id, reference: hers.reference.clone(), place };
    let mut found = Vec::new();
    for happened in happened(tx, footprint, hers.id)? {
        let Some(written) = happened.event.write().ok().filter(|_| matches!(happened.event, Event::Referral(_))) else {
            continue;
        };
        let words = [Some(written.payload), written.personal];
        let said = words.into_iter().flatten().filter_map(|words| serde_json::from_str(&words).ok());
        if said.into_iter().any(|said: Value| names(places, &said)) {
            let safeguarding = written.event.contains("Safeguarding");
            found.push(named(Place::Recorded { at: happened.at, safeguarding }));
        }
    }
    for message in MessageLine::about(tx, footprint, hers.id)? {
        let words = [&message.subject, &message.body];
        if words.into_iter().flatten().any(|words| names_one(places, words)) {
            let MessageLine { id, recipient, stage, .. } = message;
            found.push(named(Place::Message { id, recipient, stage }));
        }
    }
    Ok(found)
}

/// Fields that hold where she is by themselves: no page shows them while it is withheld.
const HIDDEN: [&str; 7] =
    ["where_she_is", "call_back", "call_back_note", "address", "postcode", "telephone", "identity"];

fn names(places: &[String], said: &Value) -> bool {
    match said {
        Value::String(words) => names_one(places, words),
        Value::Array(all) => all.iter().any(|one| names(places, one)),
        Value::Object(fields) => {
            fields.iter().any(|(field, value)| !HIDDEN.contains(&field.as_str()) && names(places, value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
