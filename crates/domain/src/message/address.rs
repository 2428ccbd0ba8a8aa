//! Which e-mail addresses belong to an organisation that may read reasons (PR-15).

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
}
