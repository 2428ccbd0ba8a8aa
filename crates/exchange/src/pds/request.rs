//! What is asked, as path and query.

use porch_domain::person::national::{Particulars, Question};

/// The longest name that may be searched for.
///
/// # Source
/// `personal-demographics.yaml`, parameters `family` and `given`: "Max 35 characters".
const LONGEST_NAME: usize = 35;

/// How many letters of a given name are searched for, and then anything.
///
/// # Source
/// `path-patient-search.yaml`, "Application-restricted access mode": three of the given name, two of the postcode, no fuzzy
/// and no exact match, with history.
const OF_GIVEN_NAME: usize = 3;

/// How many characters of a postcode.
const OF_POSTCODE: usize = 2;

/// The target of a question under the address of the service.
pub fn target(question: &Question) -> String {
    match question {
        Question::Number(number) => format!("/Patient/{}", number.digits()),
        Question::Particulars(particulars) => searched(particulars),
    }
}

fn searched(particulars: &Particulars) -> String {
    let mut asked = vec![("family", plain(&particulars.family_name))];
    if let Some(given) = particulars.given_name.as_deref().map(plain) {
        // A wildcard may not be among the first two characters.
        let asked_for = if given.chars().count() > OF_GIVEN_NAME { begins(&given, OF_GIVEN_NAME) } else { given };
        asked.push(("given", asked_for));
    }
    asked.push(("birthdate", format!("eq{}", particulars.birth_date)));
    if let Some(postcode) = particulars.postcode.as_deref().map(plain).filter(|code| code.len() > OF_POSTCODE) {
        asked.push(("address-postalcode", begins(&postcode, OF_POSTCODE)));
    }
    asked.extend([("_history", "true".to_owned()), ("_max-results", "1".to_owned())]);
    let pairs: Vec<String> = asked.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("/Patient?{}", pairs.join("&"))
}

/// A value without what would mean something else in a search, and no longer than it may be.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c != '*' && !c.is_control()).take(LONGEST_NAME).collect()
}

fn begins(text: &str, with: usize) -> String {
    text.chars().take(with).chain(['*']).collect()
}

/// # Source
/// RFC 3986, section 2: everything but unreserved characters is escaped; so is the wildcard, as the description asks.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
