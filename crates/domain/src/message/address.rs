//! Where a message goes, and which e-mail addresses belong to an organisation that may read reasons (PR-15).

use super::Recipient;
use crate::{
    front_door::{Referrer, is_email},
    person::{Identity, Route},
};

/// Ends of domains that only a public body can hold. A domain that is one of them, or lies under one, is an
/// organisation's.
///
/// # Source
/// `nhs.net` and `nhs.uk`: NHS England, DCB1596 secure email. `gov.uk`, `mod.uk`, `police.uk`, `parliament.uk`: the
/// domains that the government's guidance on securing e-mail names as run by public bodies; `gov.wales`, `gov.scot` and
/// `cjsm.net` (criminal justice secure mail) likewise; `hscni.net` is Health and Social Care in Northern Ireland. Read
/// as this project's own list: a site confirms it. `ac.uk` and `sch.uk` are left out, since pupils and students have
/// such addresses too.
pub const ORGANISATIONAL_ENDS: &[&str] = &[
    "nhs.net",
    "nhs.uk",
    "nhs.scot",
    "hscni.net",
    "gov.uk",
    "gov.wales",
    "gov.scot",
    "police.uk",
    "cjsm.net",
    "mod.uk",
];

/// Whether an e-mail address lies in a domain that only a public body can hold.
///
/// It says nothing of who reads there: a shared inbox of a practice is an organisation's address too.
pub fn organisational_address(email: &str) -> bool {
    let email = email.trim();
    let Some((local, domain)) = email.split_once('@') else { return false };
    let plain = |text: &str, others: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
    };
    if !plain(local, ".-_+'&") || !plain(domain, ".-") || domain.split('.').any(str::is_empty) {
        return false;
    }
    let domain = domain.to_ascii_lowercase();
    ORGANISATIONAL_ENDS
        .iter()
        .any(|end| domain.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

/// The most characters of a text message.
///
/// # Source
/// GOV.UK Notify: a text message may have up to 918 characters, six fragments.
pub const MOST_OF_A_TEXT: usize = 918;

/// A number that text messages reach, with its country and nothing else; none where it is no mobile number of the United
/// Kingdom and names no other country.
///
/// # Source
/// Ofcom's national numbering plan: mobile numbers begin with 071 to 075 or 077 to 079, or 07624 on the Isle of Man; 070 are
/// personal numbers, and other 076 are pagers.
pub fn mobile_number(as_given: &str) -> Option<String> {
    if !as_given.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c)) {
        return None;
    }
    // In `+44 (0)7700` the nought is for those who ring from here.
    let bare: String = as_given.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let abroad = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    let national = match abroad {
        Some(number) if !number.starts_with("44") => {
            let fits = (8..=15).contains(&number.len()) && !number.contains('+') && !number.starts_with('0');
            return fits.then(|| format!("+{number}"));
        }
        Some(number) => number.strip_prefix("44")?,
        None => bare.strip_prefix('0')?,
    };
    let mobile = match national.as_bytes() {
        [b'7', b'6', ..] => national.starts_with("7624"),
        [b'7', second, ..] => (b'1'..=b'9').contains(second),
        _ => false,
    };
    (mobile && national.len() == 10 && !national.contains('+')).then(|| format!("+44{national}"))
}

/// The address or number to which a message goes by a route that a program can use; none where there is none, or it may not
/// be used: reasons go to an organisation's address alone (PR-15).
pub fn reached_at(
    recipient: Recipient,
    route: Route,
    her: Option<&Identity>,
    referrer: Option<&Referrer>,
) -> Option<String> {
    match (recipient, route) {
        (Recipient::Woman, Route::Email) => {
            her?.email.as_deref().map(str::trim).filter(|email| is_email(email)).map(str::to_owned)
        }
        (Recipient::Woman, Route::Text) => her?.telephone.as_deref().and_then(mobile_number),
        (Recipient::Referrer, Route::Email) => {
            let email = referrer?.email.as_deref().map(str::trim);
            email.filter(|email| is_email(email) && organisational_address(email)).map(str::to_owned)
        }
        (Recipient::Referrer, Route::Text)
        | (Recipient::Woman | Recipient::Referrer, Route::Letter | Route::Telephone | Route::Voicemail) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-15
    #[test]
    fn reasons_go_only_to_an_address_that_a_public_body_holds() {
        for (address, organisational) in [
            ("a.invented@nhs.net", true),
            (" A.Invented@NHS.NET ", true),
            ("duty@invented-trust.nhs.uk", true),
            ("midwife@nhs.uk", true),
            ("worker@invented.gov.uk", true),
            ("officer@invented.police.uk", true),
            ("officer@invented.cjsm.net", true),
            ("team@invented.gov.wales", true),
            ("o'hara+duty@nhs.net", true),
            ("someone@example.org", false),
            ("someone@gmail.com", false),
            ("someone@notnhs.net", false),
            ("someone@nhs.net.example.com", false),
            ("someone@fakenhs.uk", false),
            ("student@invented.ac.uk", false),
            ("someone@nhs.net@example.com", false),
            ("someone@.nhs.net", false),
            ("someone@nhs..net", false),
            ("some one@nhs.net", false),
            ("@nhs.net", false),
            ("nhs.net", false),
            ("", false),
        ] {
            assert_eq!(organisational_address(address), organisational, "{address}");
        }
    }

    #[test]
    fn a_text_goes_to_a_mobile_number_alone() {
        for (given, number) in [
            ("07700 900123", Some("+447700900123")),
            ("+44 (0)7700 900 123", Some("+447700900123")),
            ("0044 7700 900123", Some("+447700900123")),
            ("(07700) 900-123", Some("+447700900123")),
            ("07624 900123", Some("+447624900123")),
            ("+353 20 910 1234", Some("+353209101234")),
            ("07600 900123", None),
            ("07012 900123", None),
            ("01632 960123", None),
            ("07700 90012", None),
            ("07700 9001234", None),
            ("07700 900123 ext 4", None),
            ("7700 900123", None),
            ("+0 7700 900123", None),
            ("+44", None),
            ("", None),
        ] {
            assert_eq!(mobile_number(given).as_deref(), number, "{given}");
        }
    }

    // PR-15
    #[test]
    fn each_route_reaches_whom_it_can_and_reasons_go_to_no_private_address() {
        let her = Identity {
            email: Some(" invented@example.org ".to_owned()),
            telephone: Some("07700 900123".to_owned()),
            ..Identity::default()
        };
        let referrer = |email: &str| Referrer { email: Some(email.to_owned()), ..Referrer::default() };
        let (public_body, private) = (referrer("gp@invented.nhs.uk"), referrer("gp@example.org"));
        let to = |recipient, route, referrer: &Referrer| reached_at(recipient, route, Some(&her), Some(referrer));
        let woman = |route| to(Recipient::Woman, route, &private);
        assert_eq!(woman(Route::Email).as_deref(), Some("invented@example.org"));
        assert_eq!(woman(Route::Text).as_deref(), Some("+447700900123"));
        assert_eq!(to(Recipient::Referrer, Route::Email, &public_body).as_deref(), Some("gp@invented.nhs.uk"));
        assert_eq!(to(Recipient::Referrer, Route::Email, &private), None);
        for route in [Route::Letter, Route::Telephone, Route::Voicemail] {
            assert_eq!((woman(route), to(Recipient::Referrer, route, &public_body)), (None, None), "{route:?}");
        }
        assert_eq!(to(Recipient::Referrer, Route::Text, &public_body), None);
        assert_eq!(reached_at(Recipient::Woman, Route::Email, None, None), None);
    }
}
