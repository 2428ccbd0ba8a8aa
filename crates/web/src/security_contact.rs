//! Whom to tell of a weakness, as RFC 9116 lays it down for `security.txt`.

use jiff::{Timestamp, ToSpan};

/// How long after the last midnight the file holds.
///
/// # Source
/// RFC 9116, 2.5.5: less than a year ahead is recommended.
const HOLDS_DAYS: i64 = 180;

/// Where reports of a weakness go, and at which address the site is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityContact {
    contacts: Vec<String>,
    known_at: Option<String>,
}

/// Why a text cannot stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecurityContactProblem {
    /// No address to write to, ring or open.
    #[error("\"{0}\" is nothing to report to (expected mailto:…, tel:… or https://…, without blanks)")]
    Contact(String),
    /// No address of a site.
    #[error("\"{0}\" is no public address of a site (expected one such as https://porch.example)")]
    KnownAt(String),
}

impl SecurityContact {
    /// Where reports go, and the address at which the public knows the site; none where no contact is given.
    ///
    /// # Errors
    /// [`SecurityContactProblem`] where one of them cannot stand in the file.
    pub fn of(contacts: Vec<String>, known_at: Option<String>) -> Result<Option<Self>, SecurityContactProblem> {
        let printable = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let leads = |text: &str, scheme: &str| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty());
        let kinds = ["mailto:", "tel:", "https://"];
        if let Some(bad) = contacts.iter().find(|to| !printable(to) || !kinds.iter().any(|kind| leads(to, kind))) {
            return Err(SecurityContactProblem::Contact(bad.clone()));
        }
        let is_host = |address: &str| {
            // This machine by its name is as good, as for a passkey: nothing leaves it.
            let here = address.strip_prefix("http://").filter(|host| host.split(':').next() == Some("localhost"));
            let host = address.strip_prefix("https://").or(here).unwrap_or_default();
            let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
            !host.is_empty() && host.chars().all(letters)
        };
        let known_at = known_at.map(|address| address.trim_end_matches('/').to_owned());
        if let Some(bad) = known_at.as_deref().filter(|address| !is_host(address)) {
            return Err(SecurityContactProblem::KnownAt(bad.to_owned()));
        }
        Ok((!contacts.is_empty()).then_some(Self { contacts, known_at }))
    }

    /// The file as it stands today: it says the same all day, and never that it has run out.
    pub(crate) fn text(&self, now: Timestamp) -> String {
        let midnight = now.as_second() - now.as_second().rem_euclid(86_400);
        let expires = Timestamp::from_second(midnight).and_then(|today| today.checked_add((HOLDS_DAYS * 24).hours()));
        let mut text = String::new();
        for contact in &self.contacts {
            text.push_str(&format!("Contact: {contact}\n"));
        }
        text.push_str(&format!("Expires: {}\n", expires.unwrap_or(now)));
        text.push_str("Preferred-Languages: en\n");
        if let Some(site) = &self.known_at {
            text.push_str(&format!("Canonical: {site}/.well-known/security.txt\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_written_to_rung_or_opened_is_a_contact() {
        let of = |contact: &str| SecurityContact::of(vec![contact.to_owned()], None);
        for good in ["mailto:security@trust.example", "tel:+44-1632-960001", "https://trust.example/report"] {
            assert!(of(good).unwrap().is_some(), "{good}");
        }
        for bad in
            ["", "security@trust.example", "http://trust.example", "mailto:", "mailto:a b", "mailto:a\nContact: b"]
        {
            assert_eq!(of(bad), Err(SecurityContactProblem::Contact(bad.to_owned())));
        }
        let known = |at: &str| SecurityContact::of(vec!["tel:999".to_owned()], Some(at.to_owned()));
        assert_eq!(known("https://porch.example/"), known("https://porch.example"));
        assert!(SecurityContact::of(Vec::new(), Some("http://localhost:8080".to_owned())).is_ok());
        for bad in [
            "porch.example",
            "http://porch.example",
            "http://localhost.example",
            "https://",
            "https://porch.example/a",
            "https://a b",
        ] {
            assert!(known(bad).is_err(), "{bad}");
        }
        assert_eq!(SecurityContact::of(Vec::new(), None), Ok(None));
    }
}
