//! That she was asked whether what she said of reaching her is still right, and when: it is asked again at each contact (PR-19).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Person, PersonEvent};
use crate::{actor::Actor, disallowed::Disallowed};

/// She was asked, and what is held is what she says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutesConfirmed {
    /// When.
    pub at: Timestamp,
    /// The account that asked her.
    pub by: String,
}

/// Notes that she was asked. Silence is no answer: it is a person's act, and nothing is confirmed of which she is to be asked again
/// or was never asked.
///
/// # Errors
/// When no member of staff acts, the record was erased, nothing is held, or her number or address is another.
pub fn confirm_routes(person: &Person, actor: &Actor, at: Timestamp) -> Result<PersonEvent, Disallowed> {
    let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
    if person.erased {
        return Err(Disallowed::Erased);
    }
    if person.contact.is_empty() {
        return Err(Disallowed::NoRoutesHeld);
    }
    if !person.unsettled.is_empty() {
        return Err(Disallowed::RouteUnsettled);
    }
    Ok(PersonEvent::RoutesConfirmed(RoutesConfirmed { at, by: account.clone() }))
}
