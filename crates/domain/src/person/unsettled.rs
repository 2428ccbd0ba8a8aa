//! When her number or address becomes another, what she agreed to for the one before is no yes for the new one: it is asked
//! again (PR-19, H06). A no stays a no.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Identity, Person, PersonEvent, Route};

/// Her number or address became another: what she agreed to for it is not known any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutesUnsettled {
    /// The ways that she had agreed to.
    pub routes: BTreeSet<Route>,
}

/// The ways that she agreed to in a record, and whose number or address is another in newer particulars. One that becomes known
/// for the first time is another too: nobody asked her about it.
pub fn unsettled_by(person: &Person, newer: &Identity) -> BTreeSet<Route> {
    let nothing = Identity::default();
    let held = person.identity.as_ref().unwrap_or(&nothing);
    Route::ALL
        .into_iter()
        .filter(|route| person.contact.agreed_at_all(*route) && is_another(*route, held, newer))
        .collect()
}

/// What follows in a record of hers from particulars that became known in another one.
pub fn unsettle(person: &Person, newer: &Identity) -> Option<PersonEvent> {
    let routes = unsettled_by(person, newer);
    let any = !person.erased && !routes.is_empty();
    any.then_some(PersonEvent::RoutesUnsettled(RoutesUnsettled { routes }))
}

fn is_another(route: Route, held: &Identity, newer: &Identity) -> bool {
    let another = |held: &Option<String>, newer: &Option<String>, alike: fn(&str) -> String| {
        newer.as_deref().is_some_and(|newer| held.as_deref().map(alike) != Some(alike(newer)))
    };
    match route {
        Route::Telephone | Route::Voicemail | Route::Text => another(&held.telephone, &newer.telephone, number),
        Route::Email => another(&held.email, &newer.email, |email| email.trim().to_lowercase()),
        Route::Letter => {
            another(&held.address, &newer.address, words)
                // A postcode that was missing makes no other place of the same address.
                || held.postcode.is_some() && another(&held.postcode, &newer.postcode, packed)
        }
    }
}

/// A number, however it is parted, and with or without the country. Words beside it stay: they may say whose it is.
fn number(as_given: &str) -> String {
    let bare = as_given.replace("(0)", "");
    let bare: String =
        bare.to_lowercase().chars().filter(|one| !one.is_whitespace() && !"-().".contains(*one)).collect();
    let national = bare.strip_prefix("+44").or_else(|| bare.strip_prefix("0044"));
    national.map_or_else(|| bare.clone(), |national| format!("0{national}"))
}

fn words(address: &str) -> String {
    let words = address.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn packed(postcode: &str) -> String {
    postcode.chars().filter(|one| !one.is_whitespace()).flat_map(char::to_lowercase).collect()
}
